# One plain sentence an option.
option = “{ $option }”: { $clauses }.
reference = “{ $option }” is the reference: the others are compared with the same people's lives in it.
differs = { $subject } differs from the reference by { $amount }{ $horizon }
same = { $subject } is the same as in the reference in every replication
alike = { $subject } cannot be told apart from the reference: the difference is { $amount }{ $horizon }
level = { $subject } is { $amount }
horizon = { $years ->
    [one] {" "}over one year (discounted)
   *[other] {" "}over { $years }{"\u00A0"}years (discounted)
 }
horizon-part = {" "}over { $years }{"\u00A0"}years (discounted)
amount = { $mean }{"\u00A0"}{ $unit }
amount-interval = { $mean } ({ $span }){"\u00A0"}{ $unit }
brackets = In brackets: { $level }{"\u00A0"}% interval, { $label }.
brackets-chance = In brackets: { $level }{"\u00A0"}% interval, { $label }; * where it holds chance too.
single = There is no interval: only one replication was run, and chance alone may explain any difference.
undefined = There is no credible interval: the figure is not defined in every run.
computing = Simulation error of the net result: ±{ $half }{"\u00A0"}{ $unit }.
prediction = In a single future it may lie from { $span }{"\u00A0"}{ $unit }, with the same fates in both options.

## What a clause is about
net_result = the municipality's net result
assumed_overhead = the sum assumed in it for manager and premises
aid_cost = aid paid out
aid_saved_by-ami_wage = the aid that the unit's own wages take the place of (a shift between committees, not a saving)
in_work_24m = the number in open work at 24 months
queue_mapping_mean = the average queue before mapping
wait_mapping_mean_days = the average wait for mapping
wait_place_mean_days = the average wait for a place
months_in_work = time in open work
people_met = the number of people met
queue_place_mean = the average queue for a place
