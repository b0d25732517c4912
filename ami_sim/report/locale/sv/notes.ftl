# Vad man ska veta om en körning.
partial = Ofullständigt resultat: { $done } av { $planned } upprepningar.
medians = Mittvärden används, med endast slump i intervallen: { $reason }. `ami-sim calibrate { $folder }` anpassar till det första årets siffror.
fitted = Beräkningen är anpassad till siffror från { $municipality }.
checks_unrecorded = Om anpassningen klarar sina egna kontroller är inte antecknat; `ami-sim calibrate` gör dem och antecknar dem.
checks_failed = Anpassningen klarar inte sina egna kontroller, så siffrorna ska tas med försiktighet: { $failed }.
check-ranks_prior = kända värden hamnar ojämnt i det som beräknas, över utgångsantagandena
check-ranks_posterior = kända värden hamnar ojämnt i det som beräknas, kring anpassningen
check-predicted = fler publicerade siffror ligger utanför det som förutsägs än slumpen ger
check-left_out = fler publicerade siffror ligger utanför det som de andra förutsäger än slumpen ger
check-cloud = de publicerade siffrorna tillsammans liknar inte de simulerade åren
rough = Intervallen vilar på { $draws } uppsättningar antaganden och deras ändar är ungefärliga: { $enough } eller fler är bättre.
stand_in = Alternativet { $option } ändrar själva det första året: anpassningen gjordes utan det, så dess värden är en ersättning.
rewrites_history = Historien skiljer sig: { $options } ändrar också det som hände före delningsdagen, så alla börjar inte lika i alla alternativ.
assumed_share = Av spridningen i kommunens väntade nettoresultat kommer så här mycket från de { $parameters } antaganden som det första årets siffror inte säger något om, effekterna bland dem: { $shares }.
share = { $option } { $share }{"\u00A0"}%
given = Antagandena är de { $rows } rader som lämnats in.
left_at_medians = { $count ->
    [one] { $count } antagande utan kolumn har sitt mittvärde
   *[other] { $count } antaganden utan kolumn har sina mittvärden
 } överallt: { $names }.
own_priors = Hämtade ur egna fördelningar, oberoende av anpassningen: { $names }.
open_cases = Börjar { $day } med de { $cases } öppna ärendena i { $file }: var vart och ett stod, sedan när, och till när där det är känt.
outlasting = Väntan och insatser som pågått längre än modellen låter någon pågå räknas från starten: { $cases }.
own_stages = Körd på SimPy, ett tiotal körningar i sekunden: { $names } är en egen process, skriven i Python.
wider_prior = Antagandena är hämtade ur det vidare spannet { $prior }; ingen siffra från det första året används.
held = I varje uppsättning { $values }. Uppsättningarna och deras första år är de som hittades med egna värden, så starten är en ersättning.
precision_left_aside = Filens [precision] lämnas därhän: med mittvärden finns bara en uppsättning antaganden.
targets_reached = Precision: alla { $targets } mål nåddes efter { $draws } uppsättningar antaganden med { $replications } körningar vardera.
targets_left = Precision: { $reached } av { $targets } mål nåddes efter { $draws } uppsättningar antaganden med { $replications } körningar vardera, { $stopped }. Inte nådda: { $left }.
stopped-most = det mesta filen tillåter
stopped-early = där körningen slutade
half-width = { $what } ±{ $has } { $unit } (önskat ±{ $wanted })
