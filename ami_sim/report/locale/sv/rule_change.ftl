# En ändring av reglerna, som den läses tillbaka.

## Vad insatserna kallas i en mening
what-extra_job = extratjänster
what-introduction_job = introduktionsjobb
what-wage_subsidy = lönebidrag
what-new_start_job = nystartsjobb
what-fat = platser i förstärkt arbetsträning
what-rule = beslut enligt ”{ $rule }”

## Meningar
stopped = Från { $begins } beviljas inga nya { $what }{ $whom }; { $running }.
stopped-until = Från { $begins } beviljas inga nya { $what }{ $whom }, och från { $ends } gäller dagens regler igen; { $running }.
terms = Från { $begins } gäller för nya { $what }{ $whom }: { $terms }; { $running }.
terms-until = Från { $begins } gäller för nya { $what }{ $whom }: { $terms }, och från { $ends } dagens regler igen; { $running }.
whom = { " " }till den som lever på { $incomes }
run-out = pågående får löpa ut, men förlängs inte
go-on = pågående får löpa ut och förlängas som i dag
answers = Från { $begins } tar AF:s svar { $times } gånger så lång tid som i dag på det som enheten ansöker om i { $months }.
answers-until = Från { $begins } till { $ends } tar AF:s svar { $times } gånger så lång tid som i dag på det som enheten ansöker om i { $months }.
unit = Enheten är ”{ $other }” i stället för ”{ $unit }” från { $begins }.
places = Enheten har { $places } platser från { $begins } i stället för { $today }: poster, platser, lönemedel och driftskostnader gånger { $times }. Chefen och det som lagen kräver är som i dag.
order = Från { $begins } ordnas båda köerna så här: { $order }. I dag: { $today }.
more = Från { $begins } kommer { $percent }{ "\u00A0" }% fler i behov av stöd{ $doors }.
fewer = Från { $begins } kommer { $percent }{ "\u00A0" }% färre i behov av stöd{ $doors }.
by-doors = { " " }genom { $doors }
required = Från { $begins } ska den som haft försörjningsstöd i { $after } månader{ $afterlaw } delta i aktiviteter { $hours } timmar i veckan{ $hourslaw }.
required-differs = { " " }(i lagen som den läses: { $law })
required-exceptions = Det som undantas: { $exceptions }.
required-none = inget
required-cut = Den som lämnar en insats utan godtagbart skäl får stödet nedsatt i en månad.
required-no-cut = Stödet sätts aldrig ned för den som lämnar.
required-law = Så gäller kravet enligt offentliga sidor; det är inte kontrollerat mot lagtexten.
required-tried = Det som ändrats här är ett förslag som prövas, ingen lag. Resten gäller enligt offentliga sidor och är inte kontrollerat mot lagtexten.
assumed = ”{ $what }” är { $value }{ $unit }
about-parameter = Mittvärde { $middle }{ $unit }; tas emot: { $low } till { $high }. { $mark }, { $sure }. Källa: { $source }
about-order = { $legal } { $mark }, { $sure }. Källa: { $source }
about-door = { $door }: { $mark }, { $sure }. Källa: { $source }
nothing = Inget är ändrat ännu.
term = { $term } (i dag { $today })
today-one = { $value }
today-uncertain = omkring { $value }, osäkert

## Villkor
term-share = AF betalar högst { $value } av lön och avgifter upp till taket
term-cap = taket för lönen är { $value } i månaden
term-longest = högst { $value } sammanlagt
term-eligible = AF säger ja till { $value } av dem som uppfyller villkoren
term-decision = AF:s svar tar { $value } i genomsnitt
term-grant = handledarstödet är { $value }
term-grant_period = handledarstöd i { $value }
term-multiple = { $value } gånger arbetsgivaravgiften
term-counted = avgifter räknas som { $value } av lönen
value = { $value }{ $unit }
unit-share = { "\u00A0" }%
unit-kr = { "\u00A0" }kr
unit-kr-per-month = { "\u00A0" }kr per månad
unit-months = { "\u00A0" }månader
unit-weeks = { "\u00A0" }veckor
unit-none = { "" }

## Frågan
title = Vad händer med kön om reglerna ändras?
title-unit = Vad händer med kön om enheten får en annan storlek?
title-change = Vad händer med kön om det ändras?
title-required = Vad betyder aktivitetskravet för kön, platserna och pengarna?
required-question = Vad betyder aktivitetskravet för kön, platserna och pengarna, mot reglerna före det? { $change }
required-question-two = Vad betyder aktivitetskravet för kön, platserna och pengarna, mot reglerna före det? Först: { $change } Sedan: { $other }
required-question-units = Vad betyder aktivitetskravet för kön, platserna och pengarna, mot reglerna före det? { $change } Kravet möts först så här: { $unit }. Sedan så här: { $other }.
required-option = { $short }: { $change }
required-by-unit = Kravet, { $unit }
required-by-terms = Kravet från { $begins }, { $hours } timmar efter { $after } månader
option-before = Utan kravet: reglerna före det, inget statsbidrag för det
required-table = Kravet som lagen läses i dag
question-two = Vad händer med kön, människorna och pengarna? Först: { $change } Sedan: { $other }
option-first = Alternativ 1: { $change }
option-second = Alternativ 2: { $change }
question = Vad händer med kön, människorna och pengarna? { $change }
option-today = Som i dag: reglerna som de är
option-changed = Ändrat: { $change }

## Dagens regler, som tabell
table = Reglerna som de är i dag
column-rule = Regel
column-figure = Vad
column-today = I dag
column-status = Läge
column-source = Källa
column-sure = Hur säkert
column-mark = Slag
sure-H = säkert
sure-M = ganska säkert
sure-L = osäkert
mark-memo = ur beslutsunderlaget
mark-derived = härlett ur underlaget
mark-rule = publicerad regel
mark-assumed = antagande
figure-opens = Öppnar
figure-closes = Stänger för nya beslut
figure-share = AF:s andel av lön och avgifter
figure-cap = Tak för lönen i månaden
figure-longest = Längsta tid sammanlagt
figure-eligible = Andel som AF säger ja till
figure-decision = AF:s svarstid i genomsnitt
figure-grant = Handledarstöd
figure-grant_period = Tid med handledarstöd
figure-multiple = Gånger arbetsgivaravgiften
figure-counted = Avgifter som andel av lönen
about = I dag { $today }. Tas emot: { $low } till { $high }. { $mark }, { $sure }. Källa: { $source }
about-answers = { $mark }, { $sure }. Källa: { $source }
