# Bakgrundsgrupper.
everybody = Alla
sex = kön
children = barn hemma
age = ålder
born_abroad = född utomlands
language_need = behöver språkstöd
ill_health = ohälsa
schooling = utbildning
referrer = hänvisad av
step = steg
woman = kvinnor
man = män
yes = ja
no = nej
compulsory_not_completed = ej fullgjord grundskola
compulsory = grundskola
upper_secondary = gymnasium
