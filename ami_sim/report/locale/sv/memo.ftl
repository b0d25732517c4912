# Utkast till tjänsteskrivelse, gjort ur ett resultat.
title = Tjänsteskrivelse (utkast): { $title }
draft = Utkast med beräkningens siffror ifyllda. Det som står inom hakparentes fyller handläggaren i.
head-to = Till: [nämnd]
head-date = Datum: [datum]
head-number = Diarienummer: [diarienummer]
head-official = Handläggare: [namn och förvaltning]
table = Tabell med { $rows } rader och { $columns } kolumner; den första raden är rubriker.
option = { $option }. { $said }
option-head = Alternativ
measure-head = Mått
of = { $measure }, { $whose }
summary-read = Inom parentes står det 95-procentiga intervallet ({ $label }). Plus i ett nettoresultat betyder att kommunen får det bättre än i nollalternativet.
column = { $measure } ({ $unit })
zero = Nollalternativ: { $option }
zero-level = Nollalternativ, kostnad: { $option }
zero-first = I nollalternativet, ”{ $option }”, blir det i medeltal över alla körningar:
level = { $measure }: { $amount }
differs = { $measure }: { $amount } mot nollalternativet.
alike = { $measure }: { $amount } mot nollalternativet, vilket inte går att skilja från noll.
how-often = Fler väntar i { $more } av { $runs } simulerade framtider, färre i { $fewer }.
with-children = personer med barn
further = { $count ->
    [one] Ett alternativ till
   *[other] { $count } alternativ till
 } står i tabellen under Alternativ och analys.

## Avsnitt
decision = Förslag till beslut
summary = Sammanfattning
background = Bakgrund
alternatives = Alternativ och analys
requirement = Vad kravet begär, och vad det blir av det
economy = Ekonomiska konsekvenser
children = Prövning av barnets bästa
uncertainty = Osäkerhet och antaganden
record = Beslutsunderlag
recipients = Beslutet skickas till
to-decide = [Förslaget skrivs av handläggaren. Beräkningen föreslår inget beslut.]
to-send = [Fylls i av handläggaren.]
parts = Alternativen har samma historia fram till { $day } och följs sedan i { $years } år. I alla alternativ följs samma simulerade personer med samma slump, så en skillnad beror på alternativet.

## Tabeller och bild
table-changes = Vad alternativen ändrar, skillnad mot nollalternativet
table-payers = Vem som betalar och vem som vinner: nettoresultat mot nollalternativet
table-budget = Kommunens kostnad per budgetår, tkr i löpande kronor
table-children = Barn i hushållen, skillnad mot nollalternativet
table-record = Vad siffrorna kommer ur
read = En skillnad mot nollalternativet per cell, under den dess 95-procentiga intervall ({ $label }). ~ betyder att skillnaden inte går att skilja från noll, * att intervallet också rymmer slump.
read-levels = En nivå per cell, under den dess 95-procentiga intervall ({ $label }).
budget-read = Nollalternativets rad är vad året kostar i genomsnitt; de andra raderna är skillnaden mot den. Plus är en högre kostnad. Skillnaderna är medelvärden utan intervall: om de går att skilja från noll över hela tiden visar nästa tabell. Hur mycket ett enskilt år kan avvika står i arbetsboken.
plus = Nettoresultat: plus betyder att den betalaren får det bättre än i nollalternativet. Summorna är diskonterade över hela tiden.
monthly = Hur många fler eller färre som väntar än i nollalternativet, månad för månad
monthly-alt = { $options ->
    [one] En ruta för ”{ $first }”
   *[other] { $options } rutor, en per alternativ, den första för ”{ $first }”,
 } med tre linjer över månaderna: skillnaden mot nollalternativet i hur många som väntar på jobb, på kartläggning och på plats. Väntan på jobb skiljer i medeltal som mest uppåt med ”{ $highest }”, { $high } personer i { $high_month }, och nedåt med ”{ $lowest }”, { $low } personer i { $low_month }. Alla tal står i arbetsboken.
monthly-read = En linje över noll betyder att fler väntar än i nollalternativet, under noll att färre väntar; bandet visar var skillnaden ligger i nio av tio simulerade framtider.
monthly-axis = personer, skillnad
monthly-years = Skillnaden i december varje år, medelvärde i personer
monthly-band = Linje: medelvärdet av skillnaden över { $runs } körningar. Band: 90{"\u00A0"}% av dem.

## Barn
children-said = Barn berörs genom vad deras hushåll lever på och hur länge föräldrarna väntar. Beräkningen räknar de månader som barn lever i hushåll med försörjningsstöd; den säger inget om hur ett enskilt barn har det.
children-left = Det här kan beräkningen inte svara på. Handläggaren besvarar varje fråga innan ärendet lämnas till nämnden:
child-which = [Vilka barn och ungdomar berörs, direkt och genom sina föräldrar, och hur många?]
child-heard = [Har barn fått säga vad de tycker, och hur har det vägts in?]
child-health = [Hur påverkas barnens hälsa, trygghet och utveckling?]
child-home = [Hur påverkas boendet, ekonomin och tiden med föräldrarna?]
child-school = [Hur påverkas skola, förskola och fritid?]
child-worst = [Vilka barn riskerar att få det sämre, och vad görs för dem?]
child-weighed = [Vilka andra intressen har vägts mot barnens bästa, och varför väger de tyngre eller lättare?]
child-follow = [Hur och när följs beslutets följder för barn upp?]

## Hur säkert
rating-data-calibrated = Underlag: svagt. Enhetens första år är ett fåtal räknade tal; det mesta annat kommer från andra källor och bedömningar.
rating-data-drawn = Underlag: mycket svagt. Inga räknade tal från kommunen används.
rating-data-assumed = Underlag: mycket svagt. Inga räknade tal från kommunen används, och bara ett värde av varje antagande har prövats.
rating-model-calibrated = Modell: medelgod. Köer, regler, tider och pengar följs dag för dag efter skrivna regler; konjunkturen och arbetsgivarnas efterfrågan är inte med om inte frågan säger det.
rating-model-drawn = Modell: medelgod. Köer, regler, tider och pengar följs dag för dag efter skrivna regler; konjunkturen och arbetsgivarnas efterfrågan är inte med om inte frågan säger det.
rating-model-assumed = Modell: medelgod. Köer, regler, tider och pengar följs dag för dag efter skrivna regler; konjunkturen och arbetsgivarnas efterfrågan är inte med om inte frågan säger det.
rating-behaviour-calibrated = Beteende: svagt. Hur en insats påverkar chansen till arbete är antaget ur studier som inte är eniga; osäkerheten ingår i intervallen.
rating-behaviour-drawn = Beteende: svagt. Hur en insats påverkar chansen till arbete är antaget ur studier som inte är eniga; osäkerheten ingår i intervallen.
rating-behaviour-assumed = Beteende: svagt. Hur en insats påverkar chansen till arbete är antaget, och den osäkerheten ingår inte i intervallen.

## Underlaget
fact = Uppgift
value = Innehåll
fact-version = Version av ami-sim
fact-made = Kördes den
fact-file = Frågans fil
fact-draws = Uppsättningar antaganden
fact-replications = Körningar av varje
fact-seed = Frö
fact-parameters = Antagandenas värden
fact-regime = Vad AF gör efter beslutet (namn i frågans filer)
fact-set = Ändrat för körningen
fact-hash = Frågans kontrollsumma (början)
fact-seal = Resultatets kontrollsumma (början)
fact-command = Kommandot som ger samma siffror
parameters-median = mittvärden
parameters-posterior = anpassade till det första årets siffror
parameters-prior = utgångsantagandena
parameters-given = inlämnade rader
