# Budgetår.
page = Budgetår
title = { $option }: budgetår i löpande kronor, utan diskontering, tkr
line = Nämnd och rad
set = { "  " }avsatt
over = { "  " }risk att gå över: med, i snitt
risk = { $share }{"\u00A0"}%: { $size }
no-risk = 0{"\u00A0"}%
band = Medelvärde över { $runs } körningar; andra raden: ett år av tio ligger under det första talet, ett av tio över det andra. Kostnader är positiva, intäkter negativa.
set-by = Avsatt: för löner enhetens lönemedel, för stödet vad referensen skulle kosta i snitt (båda är antaganden i prisfilen, prices.budget).
asks = { $year } mot { $before }: enhetens egen kostnad för { $committee } ändras med { $more } tkr (personal { $staff }, projektmedel som upphör { $money }).
