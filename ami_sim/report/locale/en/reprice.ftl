# Stored results at other prices.
title = Stored results at other prices
unchanged = no change
note = Stored results at other prices ({ $said }); nothing was run again. Sums over the horizon differ from a run's by less than 0.05 %, since days are stored by year.
