# A draft of the memo that a committee gets, made from a result.
title = Memo to the committee (draft): { $title }
draft = A draft with the numbers of the calculation filled in. What stands in square brackets is for the official to write.
head-to = To: [committee]
head-date = Date: [date]
head-number = Reference number: [number]
head-official = Official: [name and department]
table = A table of { $rows } rows and { $columns } columns; the first row holds the headings.
option = { $option }. { $said }
option-head = Option
measure-head = Measure
of = { $measure }, { $whose }
summary-read = In brackets stands the 95 per cent interval ({ $label }). Plus in a net result means that the municipality is better off than in the reference.
column = { $measure } ({ $unit })
zero = As today (the reference): { $option }
zero-level = As today (the reference), cost: { $option }
zero-first = In the reference, “{ $option }”, it is on average over all runs:
level = { $measure }: { $amount }
differs = { $measure }: { $amount } against the reference.
alike = { $measure }: { $amount } against the reference, which cannot be told from zero.
how-often = More wait in { $more } of { $runs } simulated futures, fewer in { $fewer }.
with-children = persons with children
further = { $count ->
    [one] One more option stands
   *[other] { $count } more options stand
 } in the table under Options and analysis.

## Sections
decision = Proposed decision
summary = Summary
background = Background
alternatives = Options and analysis
requirement = What the requirement asks for, and what becomes of it
economy = Economic consequences
children = The best interests of the child
uncertainty = Uncertainty and assumptions
record = Basis for the decision
recipients = The decision is sent to
to-decide = [The official writes the proposal. The calculation proposes no decision.]
to-send = [To be filled in by the official.]
parts = The options share one history up to { $day } and are then followed for { $years } years. The same simulated persons with the same luck are followed in every option, so a difference is the option's.

## Tables and picture
table-changes = What the options change, difference from the reference
table-payers = Who pays and who gains: net result against the reference
table-budget = The municipality's cost by budget year, tkr in current kronor
table-children = Children in the households, difference from the reference
table-record = What the numbers come from
read = A difference from the reference per cell, below it its 95 per cent interval ({ $label }). ~ means that the difference cannot be told from zero, * that the interval holds chance as well.
read-levels = A level per cell, below it its 95 per cent interval ({ $label }).
budget-read = The reference's row is what the year costs on average; the other rows are the difference from it. Plus is a higher cost. The differences are means without an interval: whether they can be told from zero over the whole time stands in the next table. How far a single year may stray stands in the workbook.
plus = Net result: plus means that the payer is better off than in the reference. Sums are discounted over the whole time.
monthly = How many more or fewer wait than in the reference, month by month
monthly-alt = { $options ->
    [one] One panel for “{ $first }”
   *[other] { $options } panels, one an option, the first for “{ $first }”,
 } with three lines over the months: the difference from the reference in how many wait for a job, for mapping and for a place. On average, waiting for a job differs most upwards with “{ $highest }”, { $high } persons in { $high_month }, and downwards with “{ $lowest }”, { $low } persons in { $low_month }. All numbers stand in the workbook.
monthly-read = A line above zero means that more wait than in the reference, below zero that fewer do; the band shows where the difference lies in nine of ten simulated futures.
monthly-axis = persons, difference
monthly-years = The difference in December of each year, mean in persons
monthly-band = Line: the mean of the difference over { $runs } runs. Band: 90{"\u00A0"}% of them.

## Children
children-said = Children are touched through what their households live on and how long their parents wait. The calculation counts the months in which children live in households on social assistance; it says nothing of how any one child fares.
children-left = This the calculation cannot answer. The official answers every question before the matter goes to the committee:
child-which = [Which children and young people are concerned, directly and through their parents, and how many?]
child-heard = [Have children been heard, and how was what they said weighed?]
child-health = [How are the children's health, safety and development affected?]
child-home = [How are housing, money and time with their parents affected?]
child-school = [How are school, preschool and leisure affected?]
child-worst = [Which children risk being worse off, and what is done for them?]
child-weighed = [Which other interests have been weighed against the best interests of the child, and why do they weigh more or less?]
child-follow = [How and when are the consequences for children followed up?]

## How sure
rating-data-calibrated = Data: weak. The unit's first year is a handful of counts; most of the rest comes from other sources and judgement.
rating-data-drawn = Data: very weak. No counts of the municipality's own are used.
rating-data-assumed = Data: very weak. No counts of the municipality's own are used, and only one value of each assumption was tried.
rating-model-calibrated = Model: fair. Queues, rules, times and money are followed day by day by written rules; the business cycle and employers' demand are left out unless the question says so.
rating-model-drawn = Model: fair. Queues, rules, times and money are followed day by day by written rules; the business cycle and employers' demand are left out unless the question says so.
rating-model-assumed = Model: fair. Queues, rules, times and money are followed day by day by written rules; the business cycle and employers' demand are left out unless the question says so.
rating-behaviour-calibrated = Behaviour: weak. What a measure does to the chance of work is assumed from studies that do not agree; that uncertainty is in the intervals.
rating-behaviour-drawn = Behaviour: weak. What a measure does to the chance of work is assumed from studies that do not agree; that uncertainty is in the intervals.
rating-behaviour-assumed = Behaviour: weak. What a measure does to the chance of work is assumed, and that uncertainty is not in the intervals.

## The basis
fact = Fact
value = Content
fact-version = Version of ami-sim
fact-made = Run on
fact-file = File of the question
fact-draws = Sets of assumptions
fact-replications = Runs of each
fact-seed = Seed
fact-parameters = Values of the assumptions
fact-regime = What AF does after the decision (name in the question's files)
fact-set = Changed for the run
fact-hash = Checksum of the question (its beginning)
fact-seal = Checksum of the result (its beginning)
fact-command = The command that gives the same numbers
parameters-median = medians
parameters-posterior = fitted to the first year's counts
parameters-prior = the priors
parameters-given = rows that were handed in
