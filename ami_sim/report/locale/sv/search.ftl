# Sökning bland många alternativ.
option = Alternativ
rows = Simulerade liv
dropped = Struket efter
behind = Efter vinnaren
left = kvar
found = Vad sökningen fann
settled = { $winner } har störst medelvärde. Om ett alternativ leder över alla andra med { $delta } eller mer är det detta som väljs i { $chance } av sådana sökningar; ett mindre försprång är inte värt ett beslut. Det gäller slumpen i simuleringen, inte det som är okänt om antagandena.
not_settled = Inte avgjort: raderna tog slut med { $left } alternativ kvar. { $winner } har störst medelvärde; inte visat sämre med mer än { $delta }: { $alike }. Kostnad och genomförbarhet får avgöra mellan dem, eller ett större at_most.
near = Struket, men mindre än { $delta } efter i de liv som båda prövades på: { $near }.
itself = Vinnaren är referensen själv: det finns ingen skillnad att skatta.
again = I { $again } nya liv ändrar det { $what } med { $difference } mot ”{ $reference }”.
worse = Det är sämre än ”{ $reference }”: det bästa av dessa alternativ är inte bättre än att låta bli.
paid = Kommunens nettoresultat ändras med { $difference }.
spent = { $spent } liv simulerades; alla alternativ till samma rad hade krävt { $factorial } ({ $saved } sparades).
error = { $mean } (simuleringsfel ±{ $half })
credible = { $mean } (simuleringsfel ±{ $half }; { $low } till { $high }, 95{"\u00A0"}% osäkerhetsintervall)
not_told = { $mean } (simuleringsfel ±{ $half }; det som är okänt om antagandena går inte att skilja från slump med så få liv)
