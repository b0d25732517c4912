# A change of the rules, as it is read back.

## What the instruments are called in a sentence
what-extra_job = extra jobs
what-introduction_job = introduction jobs
what-wage_subsidy = wage subsidies
what-new_start_job = new-start jobs
what-fat = places in reinforced work training
what-rule = decisions under “{ $rule }”

## Sentences
stopped = From { $begins } no new { $what } are granted{ $whom }; { $running }.
stopped-until = From { $begins } no new { $what } are granted{ $whom }, and from { $ends } today's rules hold again; { $running }.
terms = From { $begins } new { $what }{ $whom } have these terms: { $terms }; { $running }.
terms-until = From { $begins } new { $what }{ $whom } have these terms: { $terms }, and from { $ends } today's rules hold again; { $running }.
whom = { " " }to those who live on { $incomes }
run-out = running ones may be completed, but are not extended
go-on = running ones may be completed and extended as today
answers = From { $begins } AF's answers take { $times } times as long as today to what the unit applies for in { $months }.
answers-until = From { $begins } to { $ends } AF's answers take { $times } times as long as today to what the unit applies for in { $months }.
unit = The unit is “{ $other }” instead of “{ $unit }” from { $begins }.
places = The unit has { $places } places from { $begins } instead of { $today }: posts, places, wage money and running costs times { $times }. The manager and what the law asks for are as today.
order = From { $begins } both queues are ordered like this: { $order }. Today: { $today }.
more = From { $begins } { $percent }{ "\u00A0" }% more come into need{ $doors }.
fewer = From { $begins } { $percent }{ "\u00A0" }% fewer come into need{ $doors }.
by-doors = { " " }by { $doors }
required = From { $begins } whoever has been on aid for { $after } months{ $afterlaw } is to take part in activities for { $hours } hours a week{ $hourslaw }.
required-differs = { " " }(in the law as it is read: { $law })
required-exceptions = What is excepted: { $exceptions }.
required-none = nothing
required-cut = Whoever leaves a stay without good cause has aid cut for a month.
required-no-cut = Aid is never cut for whoever leaves.
required-law = So the requirement holds by public pages; it was not checked against the statute.
required-tried = What is changed here is a proposal that is tried, and no law. The rest holds by public pages and was not checked against the statute.
assumed = “{ $what }” is { $value }{ $unit }
about-parameter = Middle value { $middle }{ $unit }; taken: { $low } to { $high }. { $mark }, { $sure }. Source: { $source }
about-order = { $legal } { $mark }, { $sure }. Source: { $source }
about-door = { $door }: { $mark }, { $sure }. Source: { $source }
nothing = Nothing is changed yet.
term = { $term } (today { $today })
today-one = { $value }
today-uncertain = about { $value }, uncertain

## Terms
term-share = AF pays at most { $value } of wage and contributions up to the cap
term-cap = the cap on the wage is { $value } a month
term-longest = at most { $value } in all
term-eligible = AF says yes to { $value } of those who meet the conditions
term-decision = AF's answer takes { $value } on average
term-grant = the supervision grant is { $value }
term-grant_period = a supervision grant for { $value }
term-multiple = { $value } times the employer contributions
term-counted = contributions count as { $value } of the wage
value = { $value }{ $unit }
unit-share = { "\u00A0" }%
unit-kr = { "\u00A0" }kr
unit-kr-per-month = { "\u00A0" }kr per month
unit-months = { "\u00A0" }months
unit-weeks = { "\u00A0" }weeks
unit-none = { "" }

## The question
title = What happens to the queue if the rules change?
title-unit = What happens to the queue if the unit has another size?
title-change = What happens to the queue after this change?
title-required = What does the requirement to take part mean for the queue, the places and the money?
required-question = What does the requirement to take part mean for the queue, the places and the money, against the law before it? { $change }
required-question-two = What does the requirement to take part mean for the queue, the places and the money, against the law before it? First: { $change } Then: { $other }
required-question-units = What does the requirement to take part mean for the queue, the places and the money, against the law before it? { $change } It is met like this first: { $unit }. Then like this: { $other }.
required-option = { $short }: { $change }
required-by-unit = The requirement, { $unit }
required-by-terms = The requirement from { $begins }, { $hours } hours after { $after } months
option-before = Without the requirement: the law before it, no state grant for it
required-table = The requirement as the law is read today
question-two = What happens to the queue, the people and the money? First: { $change } Then: { $other }
option-first = Option 1: { $change }
option-second = Option 2: { $change }
question = What happens to the queue, the people and the money? { $change }
option-today = As today: the rules as they are
option-changed = Changed: { $change }

## Today's rules, as a table
table = The rules as they are today
column-rule = Rule
column-figure = What
column-today = Today
column-status = Status
column-source = Source
column-sure = How sure
column-mark = Kind
sure-H = sure
sure-M = fairly sure
sure-L = unsure
mark-memo = from the memo
mark-derived = derived from the memo
mark-rule = published rule
mark-assumed = assumption
figure-opens = Opens
figure-closes = Closes to new decisions
figure-share = AF's share of wage and contributions
figure-cap = Cap on the wage a month
figure-longest = Longest time in all
figure-eligible = Share that AF says yes to
figure-decision = AF's mean time to answer
figure-grant = Supervision grant
figure-grant_period = Time with a supervision grant
figure-multiple = Times the employer contributions
figure-counted = Contributions as a share of the wage
about = Today { $today }. Taken: { $low } to { $high }. { $mark }, { $sure }. Source: { $source }
about-answers = { $mark }, { $sure }. Source: { $source }
