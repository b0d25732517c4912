# What a person has a right to.
long_on_aid = long on aid
early_in_contract = early in the contract
earnings_related = earnings-related a-kassa
