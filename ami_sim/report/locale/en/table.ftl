# The table of a comparison.
title = { $experiment }: the options compared
levels = { $experiment }: what happens
measure = Measure
unit = Unit
reference = reference
reference-head = { $name } (reference)
of-actor = { $measure }: { $actor }
section-first = The main figures
section-first-levels = The main figures
section-net_result = Net result, difference from the reference
section-net_result-levels = Net result
section-measures = Labour-market measures: cost, steps and Kolada's result
section-measures-levels = Labour-market measures: cost, steps and Kolada's result
section-aid = Aid, difference from the reference
section-aid-levels = Aid
section-shift = Shift or saving: aid saved by where the household is, difference from the reference
section-shift-levels = Shift or saving: aid saved by where the household is
section-corrections = Corrections, difference from the reference
section-corrections-levels = Corrections
section-payback = Chance that the outlay has come back, against the reference
section-payback-levels = Chance that the outlay has come back
section-queue_differences = Queues and waits, difference from the reference
section-queue_differences-levels = Queues and waits
difference-of = { $measure }, difference
section-queues = Queues and waits
section-queues-levels = Queues and waits
section-people = People
section-people-levels = People
section-counted = Outcomes as the unit counts them
section-counted-levels = Outcomes as the unit counts them
section-net = Outcomes net, difference from the reference
section-net-levels = Outcomes
section-own = Measures of your own
section-own-levels = Measures of your own
runs = { $draws ->
    [one] { $replications ->
        [one] one replication
       *[other] { $replications } replications
     }
   *[other] { $draws } draws of { $replications ->
        [one] one replication
       *[other] { $replications } replications
     }
 }
note-interval = Second line of a cell: { $level }{"\u00A0"}% interval, { $label }, from { $runs }. ~ marks what cannot be told apart from the reference.
note-chance = {"*"} marks an interval that holds chance too: draws cannot be told from chance there, and it is rather too wide.
note-single = There are no intervals: only one replication was run, and chance alone may explain any difference.
note-sign = Net result: plus means the actor is better off than in the reference. Discounted totals; tkr = thousand kronor, mnkr = million kronor.
note-control = No comparison group exists: differences are between simulated lives of the same people.
sentences = In words
pictures = Pictures
