# What is to be known about a run.
partial = Partial result: { $done } of { $planned } replications.
medians = Medians are used, with chance only in the intervals: { $reason }. `ami-sim calibrate { $folder }` makes a posterior.
rough = Intervals rest on { $draws } draws from the posterior and their ends are rough: { $enough } or more are better.
stand_in = Option { $option } changes the first year itself: the posterior was made without that, so its parameters are a stand-in.
assumed_share = Of the spread in the municipality's expected net result this much comes from the { $parameters } parameters that the first year's figures say nothing about, effects among them: { $shares }.
share = { $option } { $share }{"\u00A0"}%
given = Parameters are those of the { $rows } rows handed in.
left_at_medians = { $count } parameters that have no column are at their medians in every draw: { $names }.
own_priors = Drawn from priors of one's own, independent of the posterior: { $names }.
wider_prior = Parameters are drawn from the wider prior { $prior }; no figure of the first year is used.
held = In every draw { $values }. The draws and their first years are those that were found with the parameters' own values, so the start is a stand-in.
precision_left_aside = The file's [precision] is left aside: with medians there is one parameter draw.
targets_reached = Precision: all { $targets } targets were reached after { $draws } draws of { $replications } replications.
targets_left = Precision: { $reached } of { $targets } targets were reached after { $draws } draws of { $replications } replications, { $stopped }. Not reached: { $left }.
stopped-most = the most the file allows
stopped-early = where the run stopped
half-width = { $what } ±{ $has } { $unit } (wanted ±{ $wanted })
