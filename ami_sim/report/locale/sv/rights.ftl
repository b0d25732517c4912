# Vad en person har rätt till.
long_on_aid = länge med försörjningsstöd
early_in_contract = tidigt i anställningen
earnings_related = inkomstrelaterad a-kassa
