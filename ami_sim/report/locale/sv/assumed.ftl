# Vad ett resultat vilar på som är antaget.
option = Alternativ
effects = från effekter, %
prior = från allt som siffrorna inte säger något om, %
as-drawn = nettoresultat, effekter som dragna, mnkr
zero = effekterna satta till noll, mnkr
unresolved = går inte att avgöra
said = { $draws } dragningar ur posteriorn. Kommunens nettoresultat mot ”{ $reference }” över horisonten, nuvärde: medel och 90 % av dragningarnas medel (slump inräknad, alltså snarare för brett); räknefelet i ett medel är högst ±{ $error } mnkr. Andelarna är av variansen mellan dragningar i den skillnaden, med en linjär regression: snarare för låga.
