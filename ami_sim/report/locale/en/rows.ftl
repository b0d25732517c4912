# Service rows that no file titles.
mapping = mapping
