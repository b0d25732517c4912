# The planner's page.
title = What happens to the queue?
name = English
language = Language
lead = Change a rule of Arbetsförmedlingen (AF), its time to answer, the size of the unit, who comes first or how many need support, and see what it means for the queue, the people and the money. Everything is computed on this machine. The answer is a computation, not a forecast.

## The steps
choose = 1. Choose what to ask
kind = What is to change?
kind-rule = AF changes a rule
kind-answers = AF answers slower or faster
kind-unit = The unit has another size
kind-order = Who comes first in the queues
kind-inflow = More or fewer need support
kind-saved = Open a saved question
say = 2. Say what changes
reads = The question reads
as-today = The rules as they are today, with sources
run = 3. Run
run-now = Run
save-question = Save the question as a file
read = 4. Read the answer
take = 6. Take the answer away

## The fields
unit = Size of the unit
other-unit = Size that is tried
instrument = Instrument
rules = Rules that change
how = What happens to the rule?
how-stopped = No new decisions
how-terms = Other terms
begins = From
ends = Today's rules come back
until = Today's rules hold again from
whom = Only for those who live on
whom-help = Empty means everybody the rule is for. Nothing changes for the others.
running = Running jobs
running-run-out = are completed and not extended
running-go-on = are completed and may be extended as today
field = { $figure },{ $unit }
field-changed = **Changed.** Today { $today }; taken: { $range }.
months = Months
times = Times as long to answer as today
upload = The question's file (TOML)
open = Open in the form
everybody = Everybody
size = How is the size said?
size-chosen = A size that is described
size-places = A number of places
places = Places
places-help = Today { $today } places at the middle of the assumptions, on the day the options part. Posts, places, wage money and running costs follow; the manager and what the law asks for are as today.
order = Who comes first?
percent = So many per cent more (minus: fewer)
percent-help = Against how many would come into need otherwise; taken: -99 to 400.
doors = Only those who come by
doors-source = What today's inflow rests on
all-doors = Every way in
add = Add one more change
add-help = The change stays in the question. Then choose the next one above.
beside = Set a second option beside it
beside-help = This becomes the first option. Then fill in the second above.
beside-now = The first option is kept. Change the fields above: that becomes the second.
option-number = **Option { $number }**
clear = Begin anew with a single change
assumption = Assumption
assumption-value = Value that is tried
choose-some = Choose
months-behind = The numbers behind the picture, month by month

## When something is wrong
refused = { $field }: { $said }
at-begins = From
at-ends = Today's rules hold again from
at-rules = Rules that change
at-values = Terms
at-incomes = Only for those who live on
at-extended = Running jobs
at-question = The question
at-unit = Size of the unit
at-other_unit = Size that is tried
at-places = Places
at-order = Who comes first
at-percent = So many per cent more
at-doors = Only those who come by
at-assumed = Value that is tried
at-months = Months
at-times = Times as long to answer as today
at-share = AF's share of wage and contributions
at-cap = Cap on the wage a month
at-longest = Longest time in all
at-eligible = Share that AF says yes to
at-decision = AF's mean time to answer
at-grant = Supervision grant
at-grant_period = Time with a supervision grant
at-multiple = Times the employer contributions
at-counted = Contributions as a share of the wage

## While it runs
first-comes = The first answer is being computed…
sharpening = A first answer stands below. It is being sharpened: { $percent }{ "\u00A0" }% done.
stop = Stop
first-answer = This is a first answer from { $draws } sets of assumptions. It is rough and is being sharpened.

## The answer
read-answer = The answer in short
read-difference = The difference in the queue, month by month
read-queues = What the change does to the queues
read-futures = How differently it may turn out
read-causes = Why the municipality's cost changes
read-payers = Who pays
read-persons = The people
read-rests = What the answer rests on
persons = Waits, starts, work and children: difference from the reference
month = Month
months-of = Month by month: { $option }
band-mean = { $measure }, mean
band-q05 = { $measure }, lowest in nine of ten
band-q95 = { $measure }, highest in nine of ten

## Closer
closer = 5. Look closer
ways = The process as a map: who goes where?
life = One simulated life beside its twin
life-said = An illustration: one simulated person, one run of luck, the middle of the assumptions. A life shows how it can go, not how it usually goes.
life-now = Show a life
life-who = Person (way in and number)
life-nobody = The change changes nobody's life in this run.
log = The events as a log (CSV)
log-said = One run with the change, a row a stay: person, what, from, until, what the person lived on. The same shape as a log of one's own, so that tools for process analysis open it.
log-now = Make the log
log-take = Fetch the log
assumed = The assumptions behind the answer, and trying another value
assumed-said = This is what is uncertain in the computation, with a source for each figure. Choose an assumption and a value, and see what the answer does when it has that value in every future.
assume = Run again with the assumption
assuming = Running again with the assumption: { $percent }{ "\u00A0" }% done.
held-title = What the answer does with the assumption
held-said = Tried: { $what } in every future.
held-table = Difference from the reference, with the answer's assumptions and with the one that is tried
held-measure = Measure
held-before = The answer
held-after = With the assumption
held-runs = The answer rests on { $before } sets of assumptions, the one that is tried on { $after }. ~ means that the difference cannot be told from zero, * that the interval holds chance too.

## To take away
take-docx = Word: draft of a memo
take-xlsx = Excel: every number
take-html = Web page in one file
take-csv = CSV for Excel: the summary
take-checklist = What a report should tell (STRESS-DES, ISPOR-SMDM)
take-question = The question as a file
same = The command and the Python give the same numbers, in a folder with the file { $file }:
python =
    import ami_sim as ami
    answer = ami.compare("{ $file }", { $how })
place = Questions are about { $place }, from its own files.
