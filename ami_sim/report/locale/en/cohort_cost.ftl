# What the exclusion of everybody in need costs.
page = What the exclusion of everybody in need costs: { $scenario }
payers = By payer
groups = By group
title = Everybody out of work and in need on { $day } ({ $persons } persons on average), as their lives go on in the model
who = Who pays, mnkr
group = Group
persons = persons
years = { $years } y
each = municipality, tkr each, { $years } y
society = society, tkr each, { $years } y
out = years out of { $years }
month = a month less, municipality, kr
child = child-years out of { $years } y
said = Expected over { $runs } runs with the unit `{ $unit }`, each month out of work against the same person's month in open work. Second line: one run in ten is below the first number, one in ten above the second (chance only: the rates are assumptions). Exits, relapses and retirement count, so these are below the certain and lasting exclusion of ami-sim exclusion --bound. What children carry on into their own lives is not priced: child-years are a count. Prices of { $year }, at { $rate } % a year.
