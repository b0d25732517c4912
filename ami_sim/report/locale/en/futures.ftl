# How a difference lies over the simulated futures: dots and a curve.
title = { $measure }: how much it may differ from the reference
of = { $measure } ({ $whose })
alt = Dots and a curve of the difference in { $measure }, { $unit }, with “{ $option }”. In the middle { $middle }; nine of ten of { $runs } futures lie between { $low } and { $high }. The numbers are in the table.
read-waiting = Every dot is equally likely. Dots to the right of zero are futures in which more wait for a job than in the reference. The curve shows how large a part of the futures lies at a number or below it.
read-money = Every dot is equally likely. Dots to the right of zero are futures in which the municipality is better off than in the reference. The curve shows how large a part of the futures lies at a number or below it.
option = Option
below = { $count }{ "\u00A0" }% of futures lie below
table = { $measure }: difference from the reference, { $unit }
share = % of futures
axis = { $measure }, difference, { $unit }
caption = { $dots } dots out of { $runs } simulated futures.
