# What a result rests on that was assumed.
option = Option
effects = from effects, %
prior = from all that is still the prior, %
as-drawn = net result, effects as drawn, mnkr
zero = effects set to zero, mnkr
unresolved = not resolved
said = { $draws } posterior draws. Net result of the municipality against “{ $reference }”, over the horizon, present value: the mean and the 90 % range of draws' means (chance included, so rather too wide); computing error of a mean at most ±{ $error } mnkr. Shares are of the variance between draws in that difference, by a linear regression: rather too low.
