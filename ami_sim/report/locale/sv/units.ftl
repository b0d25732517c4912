# Måttens enheter, efter ett tal.
kr = kr
tkr = tkr
mnkr = mnkr
share = andel
persons = personer
days = dagar
months = månader
jobs = anställningar
stays = insatser
hours = timmar
steps = steg
household_months = hushållsmånader
household-months = hushållsmånader
child_months = barnmånader
child-months = barnmånader
person_months = personmånader
person-months = personmånader
