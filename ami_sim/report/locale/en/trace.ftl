# One total back to its rows.
page = One total back to its rows
own-cost = { $title } ({ $funder }, from { $opens } to { $closes })
parts = The parts
source = { $path } ({ $mark }, { $sure }): { $source }
title = { $line }, “{ $option }”, { $year }: mean of { $runs } runs, current kronor
flow = Flow
where = Condition
days = Person-days
month = kr a month
kr = kr
rest = { $count } smaller parts
total = Total
sum = The parts add up to { $sum } kr; budget.csv says { $printed } kr (runs are rounded to öre).
sources = Prices behind it (row, kind of figure, how sure: source)
flow-of = { $what }: { $payer } → { $payee }
