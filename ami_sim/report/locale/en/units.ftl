# Units of measures, after a number.
kr = kr
tkr = tkr
mnkr = mnkr
share = share
persons = persons
days = days
months = months
jobs = jobs
stays = stays
hours = hours
steps = steps
household_months = household-months
household-months = household-months
child_months = child-months
child-months = child-months
person_months = person-months
person-months = person-months
