# Processen som karta: hur många som går från ett läge till ett annat på ett år.
title = Hur många som går från ett läge till ett annat, personer per år
alt = En karta med rutor för var en person kan befinna sig och { $ways } vägar mellan dem. Mest ändras { $way } med ”{ $option }”: { $change } personer per år. Talen står i tabellen.
read = Ju bredare pil, desto fler går den vägen i nollalternativet; talet är personer per år. En färgad pil ändras, och inom parentes står hur mycket. Samma person kan gå samma väg flera gånger.
way = { $before } → { $after }
from = Från
to = Till
against = { $option }, skillnad
table = Vägar mellan lägena, personer per år i genomsnitt
caption = Vägar som minst { $least } personer går per år, efter den dag då alternativen skiljs åt.
