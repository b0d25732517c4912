# The workbook: every number of a result, a sheet a table.
title = Workbook: { $title }
contents = Contents
sheet = Sheet
holds = What the sheet holds
low = { $column }: from
high = { $column }: to
mark = { $column }: mark
typed = Numbers are numbers, in the unit of their heading or of the column beside them, with all their decimals.
interval = From and to beside a number: 95 per cent interval, { $label }, from { $runs }.
marks = Marks: ~ cannot be told from zero, * the interval holds chance as well.

## Sheets
months = Months
requirement = The requirement by month
months-title = How many more or fewer wait than in the reference, by month
budget = Budget years
budget-title = Cost by committee, line and year in current kronor
figures = Figures and sources
figures-title = Every figure of the files, with source, sureness and mark
figures-read = An empty cell under option means that the figure holds for all; the other rows are what an option has otherwise. A source stands in the language its file is written in.
parameters = Uncertain assumptions
parameters-title = Uncertain assumptions: median and 90 per cent range, with source
meanings = What the measures mean
meanings-title = The measures, their unit and what is counted
no-files = The figures with their sources could not be read: { $why }

## Columns
option = Option
measure = Measure
month = Month
mean = Mean
committee = Committee
line = Line
year = Year
set = Set aside
over = Risk of going over
over-by = Over by, on average
one-of-ten = From and to: one year in ten lies below the first number, one in ten above the second. Costs are positive, incomes negative.
path = Figure
written = Value
source = Source
sure = How sure
mark-head = Mark
parameter = Assumption
meaning = What it is
median = Median
unit = Unit
evidence = Rests on
name = Name
counts = What is counted

## CSV
sheet-option = Option
sheet-reference = Against
sheet-measure = Measure
sheet-actor = Whose money
sheet-group = Group
sheet-unit = Unit
sheet-interval = Interval
sheet-mean = Mean
sheet-low = Low
sheet-high = High
