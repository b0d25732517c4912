# What the commands say.
files = Files: { $folder }
written = Written: { $path }
written-all = Written:
scaled-first = Inflow, stock and units are Ragunda's, scaled to the figures given; all else is still Ragunda's. See what moves the answer most, change it, then:
change-first = Every figure in them is still Ragunda's. Change them, then:
answered = { $ran ->
    [one] one run made
   *[other] { $ran } runs made
 }, { $kept } stood already; { $pages ->
    [one] one page written
   *[other] { $pages } pages written
 }
comparing = Comparing
running = Running
forecasting = Forecasting
calibrating = Calibrating
screening = Moving figures
compiling = { $act } (the first use compiles for some seconds)
runs = runs
open-cluster = warning: { $address } is not encrypted and asks nobody who they are; whoever reaches that scheduler runs any program on its machines (docs/trust.md says how to run it with TLS)
partial = stopped after { $done } of { $planned } replications; what is shown is a partial result (`compare` goes on with --resume)
goes-on = stopped; what is whole is kept, and the same command goes on from there
stopped = stopped before there was anything to show
wrong = { $said } (ami-sim --help lists the commands and their options)
no-option = No such option: { $option }.
missing = { $name }: missing.
bad-value = { $name }: expected { $kind }.
unexpected = Not understood: { $given }.
version = ami-sim { $version }
