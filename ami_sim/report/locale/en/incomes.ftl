# What a person lives on.
aid = aid (försörjningsstöd)
aid_gap = an interruption of aid
state_benefit = activity support
establishment = establishment benefit
akassa = unemployment insurance (a-kassa)
family = the family
ami_wage = a wage from the unit
work = a wage
subsidised = a subsidised wage
studies = study support
sick_pay = sick pay
sickness_compensation = sickness compensation
refused = nothing: aid refused
other = other support
none = nothing of their own
activity = activity support topped up by aid
