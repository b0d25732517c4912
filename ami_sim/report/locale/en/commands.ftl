# What the commands say.
files = Files: { $folder }
