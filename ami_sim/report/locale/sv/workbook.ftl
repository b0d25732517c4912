# Arbetsboken: alla tal ur ett resultat, ett blad per tabell.
title = Arbetsbok: { $title }
contents = Innehåll
sheet = Blad
holds = Vad bladet innehåller
low = { $column }: från
high = { $column }: till
mark = { $column }: märke
typed = Talen är tal, i den enhet som står i rubriken eller i kolumnen bredvid, med alla decimaler.
interval = Från och till bredvid ett tal: 95-procentigt intervall, { $label }, från { $runs }.
marks = Märken: ~ går inte att skilja från noll, * intervallet rymmer också slump.

## Blad
months = Månader
requirement = Kravet månad för månad
months-title = Hur många fler eller färre som väntar än i nollalternativet, per månad
budget = Budgetår
budget-title = Kostnad per nämnd, rad och år i löpande kronor
figures = Siffror och källor
figures-title = Varje siffra i filerna, med källa, säkerhet och märke
figures-read = En tom ruta under alternativ betyder att siffran gäller alla; de andra raderna är det som ett alternativ har annorlunda. En källa står på det språk som filen är skriven på.
parameters = Osäkra antaganden
parameters-title = Osäkra antaganden: mittvärde och 90-procentigt spann, med källa
meanings = Vad måtten betyder
meanings-title = Måtten, deras enhet och vad som räknas (på engelska, som i modellen)
no-files = Siffrorna med källor kunde inte läsas: { $why }

## Kolumner
option = Alternativ
measure = Mått
month = Månad
mean = Medelvärde
committee = Nämnd
line = Rad
year = År
set = Avsatt
over = Risk att gå över
over-by = Över med, i snitt
one-of-ten = Från och till: ett år av tio ligger under det första talet, ett år av tio över det andra. Kostnader är positiva, intäkter negativa.
path = Siffra
written = Värde
source = Källa
sure = Hur säkert
mark-head = Märke
parameter = Antagande
meaning = Vad det är
median = Mittvärde
unit = Enhet
evidence = Bygger på
name = Namn
counts = Vad som räknas

## CSV
sheet-option = Alternativ
sheet-reference = Mot
sheet-measure = Mått
sheet-actor = Vems pengar
sheet-group = Grupp
sheet-unit = Enhet
sheet-interval = Intervall
sheet-mean = Medel
sheet-low = Lägst
sheet-high = Högst
