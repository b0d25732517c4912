# Sållning av utgångsantagandena.
title = { $title } Sållning av antagandena
heading = Vad som skulle kunna ändra svaret, innan någon siffra från första året används
morris = Morris: { $trajectories } vägar, { $rows } rader, över antagandenas spann (5:e till 95:e percentilen).
sobol = Sobol: på en slät emulator anpassad till { $runs } körningar med antagandena, inte på körningarna själva; den förutsäger så här mycket av variationen hos enskilda körningar som lämnats utanför, slumpen inräknad: { $told }. Där det är lite är indexen ungefärliga.
table = { $option } mot { $reference }, nettoresultat för { $payer }, { $unit }
floor = Ett antagande som inte gör något visar { $floor }: det som inte ligger klart över det är slump.
nothing = (ingenting)
parameter = Antagande
effect = Medelvärde av |effekt|
half = ± 95 %
spread = Spridning
first = Sobol, första
total = Sobol, totalt
payer_municipality = kommunen
payer_public = den offentliga sektorn
payer_society = samhället
payer_state = staten
figures-title = { $title } Prövning av siffror
figures-heading = Vad svaret hänger på, siffra för siffra
figures-said = { $option } mot { $reference }, nettoresultat för { $payer }: { $headline } vid medianerna; intervallet på 90{"\u00A0"}% över antagandena är { $width } brett. Var och en av filernas { $tried } siffror, dragen eller inte, flyttades ensam med 20{"\u00A0"}% medan allas tur var densamma: { $figures } läses av de här alternativen. De som flyttar svaret mest flyttades med 5, 10 och 20{"\u00A0"}% åt båda hållen i { $replications } liv.
figures-table = { $option } mot { $reference }, största ändring av nettoresultatet för { $payer }, { $unit }
figures-figure = Siffra
figures-written = Som den står
figures-kind = Vad den är
figures-change = Ändring
figures-half = ± slump
figures-at = när den flyttas
figures-share = av intervallet
figures-cliff = Stup mellan
figures-drawn = dragen
figures-fixed = inte dragen
figures-move = { $at }{"\u00A0"}%
figures-between = { $low } och { $high }
figures-no-cliff = Inget stup: bland de { $looked } som flyttades på alla sätt är inget steg mer än tre gånger siffrans mittersta steg och en tiondel av intervallet. ~ märker det som slumpen ensam kunde göra.
figures-cliffs = Stup: { $count ->
    [one] en av { $looked } siffror bryter
   *[other] { $count } av { $looked } siffror bryter
} svaret (ett steg på mer än tre gånger det mittersta steget och en tiondel av intervallet): { $names }. ~ märker det som slumpen ensam kunde göra.
