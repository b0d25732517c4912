# What a person has a right to.
long_on_aid = long on aid
early_in_contract = early in the contract
earnings_related = earnings-related a-kassa
under_requirement = under the requirement to take part
aid_cut = aid cut for a refusal
work_premium = premium for work
