# The pictures of a comparison.
queues = Queue lengths over time
queue_axis = Persons in queue
parting = options part
band = Line: mean of { $count ->
    [one] one replication
   *[other] { $count } replications
 }. Band: 90{"\u00A0"}% of them lie inside ({ $label }). { $basis }
single_line = Line: one replication, so there is no band. { $basis }
payers = Net result per payer, difference from the reference
payer_axis = { $unit } over { $years } years, discounted
payer_axis_plain = { $unit }, discounted
better = (plus: better off)
outcomes = Outcomes: as counted, and net of what would have happened anyway
counted = Counted by the unit
net = Net: more people in open work than in the reference
reference = reference
persons = persons
interval = Bars: 95{"\u00A0"}% intervals, { $label }; where none shows it is narrower than its marker. { $basis }
no_finding = This is no finding that an option saves or costs.
single = No intervals: only one replication was run. { $basis }

## What somebody who does not see the picture is told
alt-queues = { $options ->
    [one] A panel
   *[other] { $options } panels, one an option,
 } with two lines over the months: persons who wait for assessment and persons who wait for a place.
alt-net_result = One panel a payer, the municipality first: a marker an option for the net result against the reference, with its interval.
alt-outcomes = Two panels with a marker an option: persons who left to work or studies as the unit counts them, and more people in open work than in the reference.
read-queues = A line that rises is a queue that grows; the band shows where nine of ten simulated futures lie.
read-net_result = To the right of zero the payer is better off than in the reference, to the left worse off; a bar across zero means that it cannot be told.
read-outcomes = The upper panel is what the unit reports; the lower is what would not have happened anyway.
