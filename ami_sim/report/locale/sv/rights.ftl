# Vad en person har rätt till.
long_on_aid = länge med försörjningsstöd
early_in_contract = tidigt i anställningen
earnings_related = inkomstrelaterad a-kassa
under_requirement = omfattas av aktivitetskravet
aid_cut = nedsatt försörjningsstöd efter vägran
work_premium = jobbpremie
