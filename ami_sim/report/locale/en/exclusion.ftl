# What one person's exclusion costs.
page = What one person's exclusion costs: { $scenario }
section = By payer
reading-of = { $years } y, { $rate } %, paid { $payments }
start = at the start of each year
end = at the end of each year
evenly = evenly over the year
who = Who pays
month = a month, kr
years = { $years } y, tkr
published = Published sums (Nilsson), kept apart
sum = sum, mnkr
other = other reading, mnkr
what = What
yearly = tkr a year
reading = reading
bound = An upper bound, not a forecast: the other life is taken as certain and lasting, from the first day, with nobody displaced. Plus is a cost of exclusion to that payer; minus a gain. Prices of { $year }, spread evenly, at { $rate } % a year. The month is what one month less of exclusion is worth.
apart = Nilsson's sums overlap (production is real, support a transfer, services a resource) and are never added. They are upper bounds and are used nowhere else. The rate is not stated: both readings give the rounded sums.
