# En summa tillbaka till sina rader.
page = En summa tillbaka till sina rader
own-cost = { $title } ({ $funder }, från { $opens } till { $closes })
parts = Delarna
source = { $path } ({ $mark }, { $sure }): { $source }
title = { $line }, ”{ $option }”, { $year }: medelvärde av { $runs } körningar, löpande kronor
flow = Flöde
where = Tillstånd
days = Persondagar
month = kr i månaden
kr = kr
rest = { $count } mindre delar
total = Summa
sum = Delarna blir { $sum } kr; budget.csv säger { $printed } kr (körningar avrundas till öre).
sources = Priser bakom (rad, slags uppgift, säkerhet: källa)
flow-of = { $what }: { $payer } → { $payee }
