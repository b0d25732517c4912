# Lagrade resultat till andra priser.
title = Lagrade resultat till andra priser
unchanged = ingen ändring
note = Lagrade resultat till andra priser ({ $said }); inget kördes om. Summor över horisonten skiljer sig från en körnings med mindre än 0,05 %, eftersom dagar lagras per år.
