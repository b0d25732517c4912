# What the numbers rest on: one sentence, the same in every output, and what an interval holds.
calibrated = The parameters are fitted to the first year's counts, which say nothing about effects: lock-in, after-effects and the step effect are assumed, and that doubt is in the intervals. This is no finding that an option saves or costs.
drawn = The parameters are drawn from what is assumed of them and not fitted to what the municipality observed; that doubt is in the intervals. This is no finding that an option saves or costs.
assumed = The parameters are assumptions, not fitted to what the municipality observed, and intervals hold chance only. This is no finding that an option saves or costs.
calibrated-short = Parameters fit the first year; effects are assumed.
drawn-short = Parameters are drawn from what is assumed of them.
assumed-short = The parameters are assumptions; chance only.

## What an interval holds
interval-computing = chance only
interval-credible = credible interval
interval-prediction = one future
