# Vad ett resultat vilar på som är antaget.
option = Alternativ
effects = från effekter, %
prior = från allt som siffrorna inte säger något om, %
as-drawn = nettoresultat, effekter som antagna, mnkr
zero = effekterna satta till noll, mnkr
unresolved = går inte att avgöra
said = { $draws } uppsättningar antaganden, anpassade till det första året. Kommunens nettoresultat mot ”{ $reference }” över alla år, nuvärde: medelvärdet och 90{"\u00A0"}% av uppsättningarnas medelvärden (slump inräknad, alltså snarare för brett); räknefelet i ett medelvärde är högst ±{ $error } mnkr. Andelarna är av variationen mellan uppsättningar i den skillnaden, beräknade som räta linjer: snarare för låga.
