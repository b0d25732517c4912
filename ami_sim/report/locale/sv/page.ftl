# Vad en sida säger om sig själv.
more = Fler avsnitt, med --section: { $sections }. Alla med --all.
