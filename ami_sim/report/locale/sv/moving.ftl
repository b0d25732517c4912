# Personer som rör sig genom köer och platser, månad för månad.
play = Starta
pause = Pausa
shown = Den första i månaden:
month = Månad
table = Personer på varje plats den första i månaden
alt = Prickar för personer i sju rader, en för varje plats, den första i varje månad. Siffrorna står i tabellen nedanför.
