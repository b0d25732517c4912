# Vad sidor hämtar ur resultat.
runs-posterior = { $draws } uppsättningar antaganden anpassade till det första året × { $replications } körningar, frö { $seed }
runs-prior = { $draws } uppsättningar antaganden × { $replications } körningar, frö { $seed }
runs-median = { $draws } uppsättning mittvärden × { $replications } körningar, frö { $seed }
not-resolved = går inte att avgöra
not-defined = inte bestämt
one-run = inte känt från en körning
no-interval = inget intervall: en körning
partly = , beräkningsfel: inte bestämt i varje körning
chance-only = , endast slump
chance-included = , slump inräknad
more = mer än
less = mindre än
alike = går inte att skilja från
spread = { $middle } ({ $low } till { $high })
never-away = aldrig skild från den
months = { $months ->
    [one] { $months } månad
   *[other] { $months } månader
 }
not-within = inte inom de simulerade åren
nothing-set-aside = inget är avsatt att jämföra med
in-none = i ingen av { $futures } framtider
percent = { $share }{"\u00A0"}%
under = under { $share }{"\u00A0"}%
over = över { $share }{"\u00A0"}%
overrun = { $chance }, och då med i snitt { $amount }
not-for-reference = inte bestämt för referensen
nobody-in-work = ingen av dem enheten träffat är i öppet arbete
draws-without = ; i { $share } av uppsättningarna är ingen det
share-alone = { $share }{"\u00A0"}% (inget intervall: för få körningar{ $left_out })
share = { $share }{"\u00A0"}% ({ $low } till { $high }{"\u00A0"}%{ $label }{ $left_out })
no-crossing = ingen av de prövade nivåerna ({ $first } till { $last }) i någon uppsättning
crossing-or-none = { $spread }; i { $share }{"\u00A0"}% av uppsättningarna ingen av de prövade nivåerna
no-price = inget pris, inte ens 0 kr
not-even-free = ; i { $share } av uppsättningarna inte ens 0{"\u00A0"}kr
price = { $middle }{"\u00A0"}kr ({ $low } till { $high }{ $free })
in-use-places = Används, av handledda platser
in-use-slots = Används, av kartläggningar samtidigt
in-use-cases = Används, av öppna ärenden
in-use-wage-money = Används, av lönemedel
persons = personer
in-this-language = På svenska
quoted = ”{ $name }”
