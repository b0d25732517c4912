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
