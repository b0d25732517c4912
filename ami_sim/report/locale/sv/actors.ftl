# Betalare och mottagare, och deras summor.
municipality = Kommunen
ifo = IFO
ami = AMI
other_municipal = Övriga förvaltningar
region = Regionen
state = Staten
af = Arbetsförmedlingen
social_insurance = Socialförsäkringen
treasury = Statskassan
person = Personerna
employer = Arbetsgivarna
elsewhere = Andra kommuner, för dem som flyttat
public = Offentlig sektor
society = Samhället
resources = Förbrukade resurser
output = Producerat värde
