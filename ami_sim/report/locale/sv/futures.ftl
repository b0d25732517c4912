# Hur en skillnad ligger över de simulerade framtiderna: prickar och kurva.
title = { $measure }: hur mycket det kan skilja mot nollalternativet
of = { $measure } ({ $whose })
alt = Prickar och en kurva för skillnaden i { $measure }, { $unit }, med ”{ $option }”. I mitten { $middle }; nio av tio av { $runs } framtider ligger mellan { $low } och { $high }. Talen står i tabellen.
read-waiting = Varje prick är lika trolig. Prickar till höger om noll är framtider där fler väntar på jobb än i nollalternativet. Kurvan visar hur stor del av framtiderna som ligger vid ett tal eller under det.
read-money = Varje prick är lika trolig. Prickar till höger om noll är framtider där kommunen får det bättre än i nollalternativet. Kurvan visar hur stor del av framtiderna som ligger vid ett tal eller under det.
option = Alternativ
below = { $count }{ "\u00A0" }% av framtiderna ligger under
table = { $measure }: skillnad mot nollalternativet, { $unit }
share = % av framtiderna
axis = { $measure }, skillnad, { $unit }
caption = { $dots } prickar ur { $runs } simulerade framtider.
