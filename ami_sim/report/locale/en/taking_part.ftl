# What the requirement to take part asks for and what becomes of it.
status = What is law: the requirement holds from 1 July 2026, first for aid of October 2026, by public pages. Nothing here was checked against the statute. How the state's money is divided between municipalities, what counts as good cause, how much aid is cut and how many hours somebody is able to are not known and are assumed.
short = The requirement is for { $persons } on an average day; of the hours that are not excused { $met } are met.
levels = Hours, places, posts and refusals, from { $begins } to the end of what is computed
places-said = Unmet hours are not the same as places that lack: some wait for their plan, are between two stays or have a stay of fewer hours than they owe. More places do not help them. A refusal here is leaving a stay without good cause; whoever never comes is not counted.
months = Hours a month: met, unmet and excused
months-read = The three lines together are the hours that the requirement asks for; where the line of unmet hours is high, what the unit gives does not suffice.
months-axis = hours a month
months-band = Line: the mean over { $runs } runs. Band: 90{ "\u00A0" }% of them.
alt = Lines with bands, a panel an option. In { $month }: { $said }
alt-option = { $option }: { $unmet } hours unmet, { $met } met.
table = The requirement month by month, means
table-read = Hours, refusals and months of cut aid are of that month; persons are an average over it. Hours asked for = excused + met + unmet.
money = The state's grant against the cost, difference from the law before the requirement, tkr a budget year
money-head = what
money-line = { $committee }: { $line }
money-read = Minus is a lower cost or an income of the municipality, plus a higher cost. The state's grant stands as minus on the line of other departments. Budget year 2026 is July to December. Child care's own cost and the work of deciding on refusals are not in it.
