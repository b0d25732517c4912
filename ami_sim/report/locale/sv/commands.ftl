# Vad kommandona säger.
files = Filer: { $folder }
written = Skrivet: { $path }
written-all = Skrivet:
scaled-first = Inflöde, bestånd och enheter är Ragundas, uppräknade efter de siffror som angavs; allt annat är ännu Ragundas. Se vad som ändrar svaret mest, ändra det, och sedan:
change-first = Alla siffror i dem är ännu Ragundas. Ändra dem, och sedan:
answered = { $ran ->
    [one] en körning gjord
   *[other] { $ran } körningar gjorda
 }, { $kept } fanns redan; { $pages ->
    [one] en sida skriven
   *[other] { $pages } sidor skrivna
 }
comparing = Jämför
running = Kör
forecasting = Prognosen räknas
calibrating = Anpassar
screening = Flyttar siffror
compiling = { $act } (första gången kompileras modellen i några sekunder)
runs = körningar
open-cluster = varning: { $address } är okrypterad och frågar ingen vem det är; den som når den schemaläggaren kör vilket program som helst på dess maskiner (docs/trust.md säger hur den körs med TLS)
partial = avbruten efter { $done } av { $planned } upprepningar; det som visas är ett ofullständigt resultat (`compare` fortsätter med --resume)
goes-on = avbrutet; det som är helt finns kvar, och samma kommando fortsätter därifrån
stopped = avbrutet innan det fanns något att visa
wrong = { $said } (ami-sim --help visar kommandon och val)
no-option = Det finns inget val { $option }.
missing = { $name }: saknas.
bad-value = { $name }: ska vara { $kind }.
unexpected = Förstår inte: { $given }.
version = ami-sim { $version }
