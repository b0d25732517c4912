# Vad en persons utanförskap kostar.
page = Vad en persons utanförskap kostar: { $scenario }
section = Per betalare
reading-of = { $years } år, { $rate } %, betalt { $payments }
start = i början av varje år
end = i slutet av varje år
evenly = jämnt över året
who = Vem betalar
month = en månad, kr
years = { $years } år, tkr
published = Publicerade summor (Nilsson), var för sig
sum = summa, mnkr
other = annan tolkning, mnkr
what = Vad
yearly = tkr per år
reading = tolkning
bound = En övre gräns, ingen prognos: det andra livet antas säkert och varaktigt, från första dagen, utan undanträngning. Plus är en kostnad för betalaren av utanförskapet, minus en vinst. { $year } års priser, jämnt fördelat, { $rate } % ränta. Månaden är vad en månad mindre av utanförskap är värd.
apart = Nilssons summor överlappar (produktion är verklig, stöd en transferering, insatser en resurs) och läggs aldrig ihop. De är övre gränser och används ingen annanstans. Räntan anges inte: båda tolkningarna ger de avrundade summorna.
