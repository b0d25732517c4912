# Bilderna i en jämförelse.
queues = Köernas längd över tid
queue_axis = Personer i kö
parting = alternativen skiljs åt
band = Linje: medelvärde av { $count ->
    [one] en körning
   *[other] { $count } körningar
 }. Band: 90{"\u00A0"}% av dem ligger inom det ({ $label }). { $basis }
single_line = Linje: en enda körning, alltså inget band. { $basis }
payers = Nettoresultat per betalare, skillnad mot referensen
payer_axis = { $unit } på { $years } år, diskonterat
payer_axis_plain = { $unit }, diskonterat
better = (plus: bättre)
outcomes = Utfall: så som de räknas, och utöver vad som hade hänt ändå
counted = Avslutade enligt enheten
net = Netto: fler i öppet arbete än i referensen
reference = referens
persons = personer
interval = Streck: 95{"\u00A0"}%-intervall, { $label }; där inget syns är det smalare än sin markör. { $basis }
no_finding = Detta är inget besked om att ett alternativ sparar eller kostar.
single = Inga intervall: bara en körning gjordes. { $basis }

## Vad den får veta som inte ser bilden
alt-queues = { $options ->
    [one] En ruta
   *[other] { $options } rutor, en per alternativ,
 } med två linjer över månaderna: personer som väntar på kartläggning och personer som väntar på plats.
alt-net_result = En ruta per betalare, kommunen först: en markör per alternativ för nettoresultatet mot referensen, med intervall.
alt-outcomes = Två rutor med en markör per alternativ: personer som avslutats till arbete eller studier enligt enheten, och fler i öppet arbete än i referensen.
read-queues = En linje som stiger är en kö som växer; bandet visar var nio av tio simulerade framtider ligger.
read-net_result = Till höger om noll får betalaren det bättre än i referensen, till vänster sämre; ett streck över noll betyder att det inte går att säga.
read-outcomes = Den övre rutan är vad enheten redovisar; den nedre är vad som inte hade hänt ändå.
