# Payers and payees, and their sums.
municipality = Municipality
ifo = IFO (social services)
ami = AMI (labour-market unit)
other_municipal = Other departments
region = Region
state = State
af = Arbetsförmedlingen (AF)
social_insurance = Social insurance
treasury = Treasury and taxes
person = The persons
employer = Employers
elsewhere = Other municipalities, of those who moved
public = Public sector
society = Society
resources = Resources used
output = Output produced
