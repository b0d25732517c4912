# Vad aktivitetskravet begär och vad det blir av det.
status = Vad som är lag: kravet gäller från den 1 juli 2026, första gången för stöd i oktober 2026, enligt offentliga sidor. Inget här är kontrollerat mot lagtexten. Hur statens pengar delas mellan kommunerna, vad som är godtagbart skäl, hur mycket stödet sätts ned och hur många timmar någon klarar är inte känt utan antaget.
short = Kravet omfattar { $persons } en vanlig dag; av timmarna som inte undantas uppfylls { $met }.
levels = Timmar, platser, tjänster och vägran, från { $begins } till beräkningens slut
places-said = Timmar som inte uppfylls är inte detsamma som platser som saknas: en del väntar på sin plan, är mellan två insatser eller har en insats med färre timmar än de ska ha. Då hjälper inte fler platser. Vägran är här att lämna en insats utan godtagbart skäl; den som aldrig kommer räknas inte.
months = Timmar i månaden: uppfyllda, inte uppfyllda och undantagna
months-read = De tre linjerna är tillsammans de timmar som kravet omfattar; där linjen för inte uppfyllda ligger högt räcker det som enheten ger inte till.
months-axis = timmar i månaden
months-band = Linje: medelvärdet över { $runs } körningar. Band: 90{ "\u00A0" }% av dem.
alt = Linjer med band, en ruta per alternativ. I { $month }: { $said }
alt-option = { $option }: { $unmet } timmar inte uppfyllda, { $met } uppfyllda.
table = Kravet månad för månad, medelvärden
table-read = Timmar, vägran och månader med nedsatt stöd är i den månaden; personer är i genomsnitt över den. Krävda timmar = undantagna + uppfyllda + inte uppfyllda.
money = Statsbidraget mot kostnaden, skillnad mot reglerna före kravet, tkr per budgetår
money-head = vad
money-line = { $committee }: { $line }
money-read = Minus är en lägre kostnad eller en inkomst för kommunen, plus en högre kostnad. Statsbidraget står som minus på andra förvaltningars rad. Budgetår 2026 är juli till december. Barnomsorgens egen kostnad och arbetet med beslut om vägran är inte med.
