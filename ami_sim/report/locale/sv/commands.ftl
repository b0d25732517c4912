# Vad kommandona säger.
files = Filer: { $folder }
