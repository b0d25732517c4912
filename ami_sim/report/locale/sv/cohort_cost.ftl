# Vad utanförskapet för alla i behov kostar.
page = Vad utanförskapet för alla i behov kostar: { $scenario }
payers = Per betalare
groups = Per grupp
title = Alla utan arbete och i behov den { $day } ({ $persons } personer i snitt), så som deras liv går vidare i modellen
who = Vem betalar, mnkr
group = Grupp
persons = personer
years = { $years } år
each = kommunen, tkr per person, { $years } år
society = samhället, tkr per person, { $years } år
out = år utanför av { $years }
month = en månad mindre, kommunen, kr
child = barnår utanför av { $years } år
said = Väntat över { $runs } körningar med enheten `{ $unit }`, varje månad utan arbete mot samma persons månad i öppet arbete. Andra raden: en körning av tio ligger under det första talet, en av tio över det andra (endast slump: takterna är antaganden). Utträden, återfall och pension räknas, så summorna ligger under det säkra och varaktiga utanförskapet i ami-sim exclusion --bound. Vad barnen bär med sig i sina liv prissätts inte: barnår är ett antal. { $year } års priser, { $rate }{"\u00A0"}% ränta.
