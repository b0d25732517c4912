# Tabellen över en jämförelse.
title = { $experiment }: alternativen jämförda
levels = { $experiment }: vad som händer
measure = Mått
unit = Enhet
reference = referens
reference-head = { $name } (referens)
of-actor = { $measure }: { $actor }
section-first = Huvudsiffrorna
section-first-levels = Huvudsiffrorna
section-net_result = Nettoresultat, skillnad mot referensen
section-net_result-levels = Nettoresultat
section-measures = Arbetsmarknadsåtgärder: kostnad, steg och resultat enligt Kolada
section-measures-levels = Arbetsmarknadsåtgärder: kostnad, steg och resultat enligt Kolada
section-aid = Försörjningsstöd, skillnad mot referensen
section-aid-levels = Försörjningsstöd
section-shift = Växling eller besparing: sparat stöd efter var hushållet är, skillnad mot referensen
section-shift-levels = Växling eller besparing: sparat stöd efter var hushållet är
section-corrections = Korrigeringar, skillnad mot referensen
section-corrections-levels = Korrigeringar
section-payback = Chans att satsningen har betalat sig, mot referensen
section-payback-levels = Chans att satsningen har betalat sig
section-queue_differences = Köer och väntetider, skillnad mot referensen
section-queue_differences-levels = Köer och väntetider
difference-of = { $measure }, skillnad
section-queues = Köer och väntetider
section-queues-levels = Köer och väntetider
section-people = Personer
section-people-levels = Personer
section-counted = Resultat så som enheten räknar dem
section-counted-levels = Resultat så som enheten räknar dem
section-net = Nettoeffekter, skillnad mot referensen
section-net-levels = Utfall
section-own = Egna mått
section-own-levels = Egna mått
runs = { $draws ->
    [one] { $replications ->
        [one] en körning
       *[other] { $replications } körningar
     }
   *[other] { $draws } uppsättningar antaganden med { $replications ->
        [one] en körning vardera
       *[other] { $replications } körningar vardera
     }
 }
note-interval = Andra raden i en cell: { $level }{"\u00A0"}%-intervall, { $label }, från { $runs }. ~ betyder att det inte går att skilja från referensen.
note-chance = {"*"} betyder att intervallet också rymmer slump: antagandenas osäkerhet går inte att skilja från den, och intervallet är snarare för brett.
note-single = Det finns inga intervall: bara en upprepning kördes, och enbart slumpen kan förklara varje skillnad.
note-sign = Nettoresultat: plus betyder att aktören får det bättre än i referensen. Diskonterade summor; tkr = tusen kronor, mnkr = miljoner kronor.
note-control = Det finns ingen jämförelsegrupp: skillnaderna är mellan simulerade liv för samma personer.
sentences = I ord
pictures = Bilder
