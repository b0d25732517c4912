# Budget years.
page = Budget years
title = { $option }: budget years in current kronor, undiscounted, tkr
line = Committee and line
set = { "  " }set aside
over = { "  " }chance of more: by, on average
risk = { $share } %: { $size }
no-risk = 0 %
band = Mean over { $runs } runs; second line: one year in ten is below the first number, one in ten above the second. Costs are positive, incomes negative.
set-by = Set aside: for wages the unit's wage money, for aid what the reference would cost on average (both are assumptions of the prices file, prices.budget).
asks = { $year } against { $before }: the unit's own cost to { $committee } changes by { $more } tkr (staff { $staff }, project money that ends { $money }).
