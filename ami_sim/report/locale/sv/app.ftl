# Sidan för planerare.
title = Vad händer med kön?
name = Svenska
language = Språk
lead = Ändra en regel hos Arbetsförmedlingen (AF), svarstiden, enhetens storlek, vem som går först eller hur många som behöver stöd, och se vad det betyder för kön, människorna och pengarna. Allt räknas på den här datorn. Svaret är en beräkning, inte en prognos.

## Stegen
choose = 1. Välj vad du vill fråga
kind = Vad ska ändras?
kind-rule = AF ändrar en regel
kind-answers = AF svarar långsammare eller snabbare
kind-unit = Enheten får en annan storlek
kind-order = Vem som går först i köerna
kind-inflow = Fler eller färre behöver stöd
kind-saved = Öppna en sparad fråga
say = 2. Säg vad som ändras
reads = Så läses frågan
as-today = Reglerna som de är i dag, med källor
run = 3. Räkna
run-now = Räkna
save-question = Spara frågan som fil
read = 4. Läs svaret
take = 6. Ta med dig svaret

## Fälten
unit = Enhetens storlek
other-unit = Storlek som prövas
instrument = Insats
rules = Regler som ändras
how = Vad händer med regeln?
how-stopped = Inga nya beslut
how-terms = Andra villkor
begins = Från och med
ends = Dagens regler kommer tillbaka
until = Dagens regler gäller igen från
whom = Bara för den som lever på
whom-help = Tomt betyder alla som regeln gäller. För övriga ändras inget.
running = Pågående jobb
running-run-out = löper ut och förlängs inte
running-go-on = löper ut och får förlängas som i dag
field = { $figure },{ $unit }
field-changed = **Ändrat.** I dag { $today }; tas emot: { $range }.
months = Månader
times = Gånger så lång svarstid som i dag
upload = Frågans fil (TOML)
open = Öppna i formuläret
everybody = Alla
size = Hur sägs storleken?
size-chosen = En storlek som är beskriven
size-places = Ett antal platser
places = Platser
places-help = I dag { $today } platser vid antagandenas mittvärden, dagen då alternativen skiljs åt. Poster, platser, lönemedel och driftskostnader följer med; chefen och det som lagen kräver är som i dag.
order = Vem går först?
percent = Så många procent fler (minus: färre)
percent-help = Mot hur många som annars skulle komma i behov av stöd; tas emot: -99 till 400.
doors = Bara de som kommer genom
doors-source = Vad dagens inflöde vilar på
all-doors = Alla vägar in
add = Lägg till en ändring till
add-help = Ändringen sparas i frågan. Välj sedan nästa ändring ovan.
beside = Ställ ett andra alternativ bredvid
beside-help = Det här blir det första alternativet. Fyll sedan i det andra ovan.
beside-now = Det första alternativet är sparat. Ändra fälten ovan: det blir det andra.
option-number = **Alternativ { $number }**
clear = Börja om med en enda ändring
assumption = Antagande
assumption-value = Värde som prövas
choose-some = Välj
months-behind = Talen bakom bilden, månad för månad

## När något är fel
refused = { $field }: { $said }
at-begins = Från och med
at-ends = Dagens regler gäller igen från
at-rules = Regler som ändras
at-values = Villkor
at-incomes = Bara för den som lever på
at-extended = Pågående jobb
at-question = Frågan
at-unit = Enhetens storlek
at-other_unit = Storlek som prövas
at-places = Platser
at-order = Vem går först
at-percent = Så många procent fler
at-doors = Bara de som kommer genom
at-assumed = Värde som prövas
at-months = Månader
at-times = Gånger så lång svarstid som i dag
at-share = AF:s andel av lön och avgifter
at-cap = Tak för lönen i månaden
at-longest = Längsta tid sammanlagt
at-eligible = Andel som AF säger ja till
at-decision = AF:s svarstid i genomsnitt
at-grant = Handledarstöd
at-grant_period = Tid med handledarstöd
at-multiple = Gånger arbetsgivaravgiften
at-counted = Avgifter som andel av lönen

## Medan det räknas
first-comes = Det första svaret räknas…
sharpening = Ett första svar står nedan. Det skärps: { $percent }{ "\u00A0" }% klart.
stop = Stoppa
first-answer = Det här är ett första svar ur { $draws } uppsättningar antaganden. Det är grovt och skärps nu.

## Svaret
read-answer = Svaret i korthet
read-difference = Skillnaden i kön, månad för månad
read-queues = Vad ändringen gör med köerna
read-futures = Hur olika det kan bli
read-causes = Varför kommunens kostnad ändras
read-payers = Vem som betalar
read-persons = Människorna
read-rests = Vad svaret vilar på
persons = Väntan, starter, arbete och barn: skillnad mot nollalternativet
month = Månad
months-of = Månad för månad: { $option }
band-mean = { $measure }, medel
band-q05 = { $measure }, lägst i nio av tio
band-q95 = { $measure }, högst i nio av tio

## Närmare
closer = 5. Titta närmare
ways = Processen som karta: vem går vart?
life = Ett simulerat liv bredvid sin tvilling
life-said = En illustration: en simulerad person, en enda slump, antagandenas mittvärden. Ett liv visar hur det kan gå till, inte hur det brukar gå.
life-now = Visa ett liv
life-who = Person (väg in och nummer)
life-nobody = Ändringen ändrar ingens liv i den här körningen.
log = Händelserna som logg (CSV)
log-said = En körning med ändringen, en rad per vistelse: person, vad, från, till, vad personen levde på. Samma form som en egen logg har, så att den kan öppnas i verktyg för processanalys.
log-now = Gör loggen
log-take = Hämta loggen
assumed = Antagandena bakom svaret, och att pröva ett annat värde
assumed-said = Det här är vad som är osäkert i beräkningen, med källa för varje uppgift. Välj ett antagande och ett värde, och se vad svaret gör när det får det värdet i alla framtider.
assume = Räkna om med antagandet
assuming = Räknar om med antagandet: { $percent }{ "\u00A0" }% klart.
held-title = Vad svaret gör med antagandet
held-said = Prövat: { $what } i alla framtider.
held-table = Skillnad mot nollalternativet, med svarets antaganden och med det prövade
held-measure = Mått
held-before = Svaret
held-after = Med antagandet
held-runs = Svaret vilar på { $before } uppsättningar antaganden, det prövade på { $after }. ~ betyder att skillnaden inte går att skilja från noll, * att intervallet också rymmer slump.

## Ta med
take-docx = Word: utkast till tjänsteskrivelse
take-xlsx = Excel: alla siffror
take-html = Webbsida i en fil
take-csv = CSV för Excel: sammanfattningen
take-checklist = Vad en rapport bör berätta (STRESS-DES, ISPOR-SMDM)
take-question = Frågan som fil
same = Samma siffror ges av kommandot och av Python, i en mapp med filen { $file }:
python =
    import ami_sim as ami
    svar = ami.compare("{ $file }", { $how })
place = Frågorna gäller { $place }, ur kommunens egna filer.
