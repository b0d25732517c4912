# Vad talen vilar på: en mening, densamma överallt, och vad ett intervall rymmer.
calibrated = Beräkningen är anpassad till det första årets siffror. De säger inget om effekter: inlåsning, eftereffekter och stegeffekt är antagna, och den osäkerheten ingår i intervallen. Detta är inget besked om att ett alternativ sparar eller kostar.
drawn = Beräkningen prövar många värden inom det som antas och är inte anpassad till vad kommunen har sett; den osäkerheten ingår i intervallen. Detta är inget besked om att ett alternativ sparar eller kostar.
assumed = Beräkningen vilar på antaganden och är inte anpassad till vad kommunen har sett; intervallen rymmer endast slump. Detta är inget besked om att ett alternativ sparar eller kostar.
calibrated-short = Anpassat till det första året; effekterna är antagna.
drawn-short = Många värden inom det som antas har prövats.
assumed-short = Bygger på antaganden; endast slump.

## Vad ett intervall rymmer
interval-computing = endast slump
interval-credible = osäkerhetsintervall
interval-prediction = en enskild framtid
