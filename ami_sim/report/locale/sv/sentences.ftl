# En enkel mening per alternativ.
option = ”{ $option }”: { $clauses }.
reference = ”{ $option }” är referensen: de andra jämförs med samma personers liv i den.
differs = { $subject } skiljer sig från referensen med { $amount }{ $horizon }
same = { $subject } är detsamma som i referensen i varje upprepning
alike = { $subject } går inte att skilja från referensen: skillnaden är { $amount }{ $horizon }
level = { $subject } är { $amount }
horizon = { $years ->
    [one] {" "}på ett år (diskonterat)
   *[other] {" "}på { $years }{"\u00A0"}år (diskonterat)
 }
horizon-part = {" "}på { $years }{"\u00A0"}år (diskonterat)
amount = { $mean }{"\u00A0"}{ $unit }
amount-interval = { $mean } ({ $span }){"\u00A0"}{ $unit }
brackets = Inom parentes: { $level }{"\u00A0"}%-intervall, { $label }.
brackets-chance = Inom parentes: { $level }{"\u00A0"}%-intervall, { $label }; * där slumpen också ingår.
single = Det finns inget intervall: bara en upprepning kördes, och enbart slumpen kan förklara varje skillnad.
undefined = Det finns inget osäkerhetsintervall: siffran är inte bestämd i varje körning.
computing = Nettoresultatets simuleringsfel: ±{ $half }{"\u00A0"}{ $unit }.
prediction = I en enskild framtid kan det hamna från { $span }{"\u00A0"}{ $unit }, med samma öden i båda alternativen.

## Vad en sats handlar om
net_result = kommunens nettoresultat
assumed_overhead = det belopp i det som är antaget för chef och lokaler
aid_cost = utbetalt försörjningsstöd
aid_saved_by-ami_wage = det försörjningsstöd som enhetens egna löner ersätter (en växling mellan nämnder, ingen besparing)
in_work_24m = antalet i öppet arbete efter 24 månader
queue_mapping_mean = medelkön före kartläggning
wait_mapping_mean_days = medelväntan på kartläggning
wait_place_mean_days = medelväntan på plats
months_in_work = tiden i öppet arbete
people_met = antalet personer som enheten träffat
queue_place_mean = medelkön till plats
