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
