"""The page that `benchmarks/run` writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan, log2

from ami_sim.model.person import PERSON
from benchmarks.workloads import CUSTOMERS, PEOPLE, Took

# What stands in the way of a target that is missed.
MISSED = f"""\
- **C++ and Ciw on M/M/3.** Everybody is a whole record and has a leaf of the agenda from the first day on, who has not come yet
  and who has left among them: two hundred thousand, of whom some sixty are there at a time. A kernel made for M/M/3 alone would
  reach C++'s time, which is about what 150 times Ciw asks; it would be another model, and the rules would be written twice.
- **Bytes a person.** A record has {PERSON.itemsize} bytes: 26 for each life clock (exposure left, rate, personal factor, occasions), 8 for
  each limit on days, and who the person is; two rows of the agenda and two of what the calendar orders come on top. To seat only
  who is in the run, with the clocks that the scenario uses, held half of it, by a layout of numba's private parts that a whole
  comparison did not feel: 24.3 seconds of processor with it and 23.4 without (20 draws x 2 of the capacity question, three runs
  of each in turn), an event 195 ns with it and 165 without among 2 000 people, 752 and 838 among 200 000, 75 and 112 in M/M/3.
- **Growth.** The number of steps grows as n log n: the agenda is a tournament, a line is a search tree whose keys and links
  lie in one cache line a person. The records of 200 000 people do not fit the processor's cache: the memory of whoever is among
  the next thirty is asked for ahead, so that an event waits mostly where it walks along a line. Measured against the engine
  before that, in turns on a busy machine: 173 and 258 ns an event among 2 000 people, 355 and 1 030 among 200 000, 1.9 to 2.1
  times as much against 4.0. The C++ program slows down as well, 2.2 times in the same minutes.
"""
# What was asked for: milliseconds, ratios, seconds, bytes.
PER_10K, OVER_CIW, OVER_CPP, SIMPY_EVENT, BYTES, COLD, WARM = 1.5, 150.0, 1.5, 25.0, 400, 30.0, 2.0


@dataclass(frozen=True)
class Growth:
    """One size of the pathway; `added`: bytes that the runs added, `peak`: of the process, `record`: a person, `cpp`: C++'s seconds."""

    people: int
    events: int
    seconds: float
    added: float
    peak: float
    record: int
    log: int
    cpp: float


@dataclass(frozen=True)
class Figures:
    """Everything measured. `decade`: what share of a Ragunda run ten years are; `busy`: load average when it was measured."""

    took: Mapping[str, Took]
    growth: list[Growth]
    cold: float
    warm: float
    parts: Mapping[str, float]
    held: float  # bytes a person in a run of Ragunda
    options: int
    decade: float
    machine: str
    busy: float


def met(yes: bool) -> str:
    """Say whether a target is met."""
    return "met" if yes else "**missed**"


def grouped(value: float, decimals: int = 0) -> str:
    """Write a number with a space between thousands."""
    return f"{value:,.{decimals}f}".replace(",", " ")


def per_10k(took: Took) -> float:
    """Give milliseconds per 10 000 events, at best."""
    return took.best / took.events * 1e7


def engines(figures: Figures) -> list[str]:
    """Compare the engines on the two plain models."""
    rows = [
        f"| engine | M/M/3, {grouped(CUSTOMERS)} customers | against compiled | pathway, {grouped(PEOPLE)} people | against compiled |",
        "|---|---|---|---|---|",
    ]
    names = {"cpp": "C++ -O3, made for this model alone", "compiled": "**ami-sim, compiled**", "simpy": "ami-sim, SimPy", "ciw": "Ciw"}
    for key, title in names.items():
        cells = []
        for model in ("mm3", "pathway"):
            took, ours = figures.took.get(f"{model} {key}"), figures.took[f"{model} compiled"]
            cells += [f"{grouped(took.seconds * 1e3, 1)} ms", f"{grouped(took.seconds / ours.seconds, 2)}x"] if took else ["-", "-"]
        rows.append(f"| {title} | {' | '.join(cells)} |")
    return rows


def targets(figures: Figures) -> list[str]:
    """Set what was reached against what was asked for."""
    took = figures.took
    fast, slow = took["ragunda compiled"], took["ragunda simpy"]
    ciw = took["mm3 ciw"].seconds / took["mm3 compiled"].seconds
    ours, largest = figures.growth[0], figures.growth[-1]
    rows = [
        ("Ragunda, compiled, per 10 000 events", f"{per_10k(fast):.2f} ms", f"at most {PER_10K} ms", per_10k(fast) <= PER_10K),
        ("Ragunda, SimPy, per event", f"{per_10k(slow) / 10:.1f} us", f"at most {SIMPY_EVENT:.0f} us", per_10k(slow) / 10 <= SIMPY_EVENT),
        ("M/M/3 against Ciw", f"{ciw:.0f}x", f"at least {OVER_CIW:.0f}x", ciw >= OVER_CIW),
    ]
    for model, title in (("mm3", "M/M/3"), ("pathway", "pathway")):
        if f"{model} cpp" in took:
            ratio = took[f"{model} compiled"].seconds / took[f"{model} cpp"].seconds
            rows.append((f"{title} against C++ -O3", f"{ratio:.1f}x", f"at most {OVER_CPP}x", ratio <= OVER_CPP))
    rows += [
        ("memory a person, without the log, pathway", f"{largest.record} bytes", f"under {BYTES} bytes", largest.record < BYTES),
        ("memory a person, without the log, Ragunda", f"{figures.held:.0f} bytes", f"under {BYTES} bytes", figures.held < BYTES),
        ("first start, compiling", f"{figures.cold:.0f} s", f"under {COLD:.0f} s", figures.cold < COLD),
        ("cached start, with a first run", f"{figures.warm:.1f} s", f"under {WARM:.0f} s", figures.warm < WARM),
    ]
    step = largest.seconds / largest.events / (ours.seconds / ours.events)
    rows.append(
        (
            "time an event, 200 000 people against 2 000",
            f"{step:.1f}x",
            f"{log2(largest.people) / log2(ours.people):.1f}x by n log n",
            step < 2,
        )
    )
    lines = ["| what | reached | target | |", "|---|---|---|---|"]
    lines += [f"| {what} | {reached} | {target} | {met(yes)} |" for what, reached, target, yes in rows]
    return lines


def growing(figures: Figures) -> list[str]:
    """Show how time and memory grow with people."""
    lines = [
        "| people | events | seconds | ns an event | C++, seconds | bytes a person | log, MB | held by the runs, MB | peak, MB |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in figures.growth:
        cpp = "-" if isnan(row.cpp) else f"{row.cpp:.4f}"
        lines.append(
            f"| {row.people} | {row.events} | {row.seconds:.4f} | {row.seconds / row.events * 1e9:.0f} | {cpp} "
            f"| {row.record} | {row.log / 1e6:.1f} | {row.added / 1e6:.0f} | {row.peak / 1e6:.0f} |"
        )
    return lines


def page(figures: Figures, whole: Sequence[str]) -> str:
    """Write the page."""
    fast, slow = figures.took["ragunda compiled"], figures.took["ragunda simpy"]
    run = figures.decade / figures.options
    parts = [f"| {name} | {nanoseconds:.0f} ns |" for name, nanoseconds in figures.parts.items()]
    event = per_10k(fast) * 100
    cpp = "" if "mm3 cpp" in figures.took else "There was no g++ on this machine: the C++ programs were left out.\n"
    return "\n".join(
        [
            "# How fast it is",
            "",
            "This page is written by `benchmarks/run`. Everything was measured in one go, interleaved, on one core. Ratios are of medians",
            "of the rounds. Times that stand alone, and growth, are the best of the rounds: what else runs on a machine only adds to them.",
            f"Machine: {figures.machine}; load average while measuring {figures.busy:.1f}.",
            "Times move by a third from machine to machine and with what else runs; ratios taken in the same minutes move less.",
            cpp,
            "## Targets",
            "",
            *targets(figures),
            "",
            "## Ragunda's capacity question",
            "",
            f"All {figures.options} options on the same people. At best a ten-year run takes {fast.best * run * 1e3:.1f} ms compiled and "
            f"{slow.best * run * 1e3:.0f} ms on SimPy; in the median SimPy takes {slow.seconds / fast.seconds:.0f} times as long. "
            f"Per 10 000 events: {per_10k(fast):.2f} ms and {per_10k(slow):.0f} ms.",
            "",
            "## Side by side",
            "",
            *engines(figures),
            "",
            "M/M/3 and the pathway are ordinary scenario files (`benchmarks/scenarios/`): everybody is a whole person with rights,",
            "clocks and a log. The C++ programs (`benchmarks/cpp/`) hold only what their model needs. SimPy and Ciw served a twentieth of",
            "the customers of M/M/3; their times are multiplied. Drawing the people is not in the times of our engines.",
            "",
            *whole,
            "## Growth",
            "",
            *growing(figures),
            "",
            "## Where the time goes",
            "",
            f"An event of Ragunda's takes {event:.0f} ns. Its largest parts, each run alone over the same people:",
            "",
            "| part | a person |",
            "|---|---|",
            *parts,
            "",
            "The rest is the change itself, the lines, the placement round, the log, and what a processor loses when it cannot foresee",
            "which of 25 kinds of event comes next. What stands in the way of a target that is missed:",
            "",
            *MISSED.splitlines(),
            "",
        ]
    )
