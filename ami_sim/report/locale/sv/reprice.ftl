# Lagrade resultat till andra priser.
title = Sparade resultat till andra priser
unchanged = ingen ändring
note = Sparade resultat till andra priser ({ $said }); inget kördes om. Summor över alla år skiljer sig från en körnings med mindre än 0,05{"\u00A0"}%, eftersom dagar sparas per år.
