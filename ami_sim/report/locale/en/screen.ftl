# Screening of the priors.
title = { $title } Screening of the priors
heading = What could move the answer, before any figure of the first year is used
morris = Morris: { $trajectories } trajectories, { $rows } rows, on the priors between their 5th and 95th percentile.
sobol = Sobol: on a smooth emulator fitted to { $runs } prior runs, not on runs themselves; it predicts this much of the variance of single runs left out, chance included: { $told }. Where that is small the indices are rough.
table = { $option } against { $reference }, net result of { $payer }, { $unit }
floor = An input that does nothing shows { $floor }: what is not clearly above that is chance.
nothing = (nothing)
parameter = Parameter
effect = Mean |effect|
half = ± 95 %
spread = Spread
first = Sobol first
total = Sobol total
payer_municipality = municipality
payer_public = public
payer_society = society
payer_state = state
figures-title = { $title } Screening of figures
figures-heading = What the answer hangs on, figure by figure
figures-said = { $option } against { $reference }, net result of { $payer }: { $headline } at medians; its 90 % interval over parameter draws is { $width } wide. Each of { $tried } figures of the files, drawn or not, was moved alone by 20 % with everybody's luck the same: { $figures } are read by these options. Those that move the answer most were moved by 5, 10 and 20 % both ways in { $replications } lives.
figures-table = { $option } against { $reference }, largest change of the net result of { $payer }, { $unit }
figures-figure = Figure
figures-written = As written
figures-kind = What it is
figures-change = Change
figures-half = ± chance
figures-at = when moved by
figures-share = of the interval
figures-cliff = Cliff between
figures-drawn = drawn
figures-fixed = not drawn
figures-move = { $at } %
figures-between = { $low } and { $high }
figures-no-cliff = No cliff: among the { $looked } that were moved in all ways, no step of any is more than three times its median step and a tenth of the interval. ~ marks what chance alone could do.
figures-cliffs = Cliffs: { $count ->
    [one] one of { $looked } figures breaks
   *[other] { $count } of { $looked } figures break
} the answer (a step of more than three times the median step and a tenth of the interval): { $names }. ~ marks what chance alone could do.
