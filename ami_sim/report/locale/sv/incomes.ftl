# Vad en person lever på.
aid = försörjningsstöd
aid_gap = avbrott i försörjningsstödet
state_benefit = aktivitetsstöd
establishment = etableringsersättning
akassa = a-kassa
family = familjen
ami_wage = lön från enheten
work = lön
subsidised = lön med subvention
studies = studiestöd
sick_pay = sjukpenning
sickness_compensation = sjukersättning
refused = inget: försörjningsstöd nekat
other = annan försörjning
none = ingen egen inkomst
activity = aktivitetsstöd med kompletterande försörjningsstöd
