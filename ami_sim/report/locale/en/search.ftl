# The search over a grid of options.
option = Option
rows = Rows lived
dropped = Dropped after
behind = Behind the winner
left = left
found = What the search found
settled = { $winner } has the largest mean. If one option leads all others by { $delta } or more, it is the one chosen in { $chance } of such searches; a smaller lead is not worth a decision. That covers the luck of the simulation, not what is not known about the parameters.
not_settled = Not settled: rows ran out with { $left } options left. { $winner } has the largest mean; not shown worse by more than { $delta }: { $alike }. Cost and feasibility decide between them, or a larger at_most.
near = Dropped, but behind by less than { $delta } on the lives they shared: { $near }.
itself = The winner is the reference itself: there is no difference to estimate.
again = On { $again } fresh lives it changes { $what } by { $difference } against “{ $reference }”.
worse = That is worse than “{ $reference }”: the best of this grid is not better than leaving it.
paid = The municipality's net result changes by { $difference }.
spent = { $spent } lives were spent; the whole grid to the same row would be { $factorial } ({ $saved } saved).
error = { $mean } (simulation error ±{ $half })
credible = { $mean } (simulation error ±{ $half }; { $low } to { $high }, 95 % credible interval)
not_told = { $mean } (simulation error ±{ $half }; what is not known about the parameters cannot be told from chance with so few lives)
