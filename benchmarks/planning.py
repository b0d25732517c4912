"""How much computing a study of all municipalities needs, from what was measured here; writes docs/planning.md."""

import argparse
import math
import statistics
from pathlib import Path
from typing import Final

from benchmarks.measure import machine
from benchmarks.page import grouped
from benchmarks.spread import ACTOR, MEASURE, Spread, efficiency, measure, overhead
from benchmarks.workloads import HERE

MUNICIPALITIES, DRAWS, REPLICATIONS, OPTIONS = 290, 1_000, 100, 20  # the study that is planned
RAGUNDA: Final = 5_300  # inhabitants (evidence N16)
SWEDEN: Final = 10_230_000  # inhabitants at the end of 2018 (Statistics Sweden)
CORES: Final = (32, 128, 512)
SIZES: Final = (2_500, RAGUNDA, 15_000, 50_000, 150_000, 975_000)
HOUR, TB, GB, KB = 3600.0, 1e12, 1e9, 1e3


def runs(draws: int, replications: int) -> int:
    """Count option-runs of one municipality."""
    return draws * replications * OPTIONS


def core_hours(found: Spread, draws: int, replications: int, people: float) -> float:
    """Reckon core hours for so many inhabitants: runs by people, what a draw costs by options."""
    lowering = draws * found.draw * OPTIONS / found.options * people / RAGUNDA
    return (runs(draws, replications) * found.core * people / RAGUNDA + lowering) / HOUR


def allocation(found: Spread) -> dict[str, int]:
    """Give replications a draw that tell parameters and chance apart best: m* = 1 + sig2/tau2, for each option; 0 where tau2 is 0."""
    return {name: 1 + math.ceil(ratio) if math.isfinite(ratio) else 0 for name, ratio in found.ratio.items()}


def carrying(found: Spread) -> str:
    """Say what carrying a batch costs; a difference below 0 is the noise of the machine and no cost."""
    cost = overhead(found)
    return f"costs {1e3 * cost:.0f} ms a batch" if cost > 0 else "costs less than could be told from the noise of this machine"


def page(found: Spread, rounds: int) -> str:
    """Write the page."""
    here = statistics.median(found.seconds["in this process"])
    spread = [
        f"| {name} | {statistics.median(seconds):.1f} s | {here / statistics.median(seconds):.2f}x | {efficiency(found, name, n):.0%} |"
        for n, (name, seconds) in zip((1, 1, 2), found.seconds.items(), strict=True)
    ]
    best = allocation(found)
    fewer = max(best.values()) if all(best.values()) else REPLICATIONS
    least = 2
    wanted = {REPLICATIONS: "as asked for", fewer: "the largest m\\* below"}
    wanted[least] = "the fewest that keep parameters and chance apart" + (", and the largest m\\* below" if fewer == least else "")
    plans = []
    for draws, replications, why in ((DRAWS, each, why) for each, why in wanted.items()):
        hours = core_hours(found, draws, replications, SWEDEN)
        disk = runs(draws, replications) * found.stored * MUNICIPALITIES
        days = " | ".join(f"{hours / cores / efficiency(found, 'two workers', 2) / 24:,.1f}".replace(",", " ") for cores in CORES)
        row = f"{grouped(draws)} x {replications} | {why} | {grouped(runs(draws, replications) * MUNICIPALITIES / 1e6)}"
        plans.append(f"| {row} | {grouped(hours)} | {days} | {disk / TB:.2f} TB |")
    sizes = [
        f"| {grouped(people)}{' (Ragunda)' if people == RAGUNDA else ''} | {found.core * people / RAGUNDA:.3f} s | "
        f"{grouped(core_hours(found, DRAWS, REPLICATIONS, people))} | {grouped(core_hours(found, DRAWS, fewer, people))} |"
        for people in SIZES
    ]
    largest = runs(DRAWS, REPLICATIONS) * found.stored
    on_cores = " | ".join(f"days on {cores} cores" for cores in CORES)
    return "\n".join(
        [
            "# How much computing a study of all municipalities needs",
            "",
            "This page is written by `python -m benchmarks.planning`; every figure comes from one go on one machine.",
            f"Machine: {machine()}; {rounds} rounds, interleaved, after one that warms up; load average {found.busy:.1f}.",
            "A load above the number of cores means that others used them too: times are then too long, and two workers share one core.",
            "",
            "## A batch on a cluster",
            "",
            f"The capacity question, {found.options} options, {found.batches} batches, {grouped(found.runs)} option-runs,",
            "the same plan each time. Workers are processes of this machine; results travel back and one process writes them.",
            "",
            "| where | all of it | against this process | efficiency |",
            "|---|---|---|---|",
            *spread,
            "",
            f"To carry a batch there and its files back, and what begins and ends once, {carrying(found)}. Two",
            "workers share the machine's cores with the scheduler and with the process that writes. Between machines the way is longer;",
            "a lost worker costs its batch and up to a minute until it is given up.",
            "",
            "## What is measured",
            "",
            "| what | |",
            "|---|---|",
            f"| one core, an option-run | {found.core:.4f} s |",
            f"| one core, a draw before its first run ({found.options} options) | {found.draw:.2f} s |",
            f"| on disk, and the same over the wire, an option-run | {found.stored / KB:.1f} kB |",
            f"| memory of the process that measured and wrote, at most | {found.peak / GB:.2f} GB |",
            "",
            f"## {MUNICIPALITIES} municipalities, {OPTIONS} options",
            "",
            f"Time is scaled by inhabitants from Ragunda's {grouped(RAGUNDA)} to the country's {SWEDEN / 1e6:.2f} million:",
            "events, and rows of money, grow with the people in need, and these are taken to be as many a head as in Ragunda. That is an",
            "assumption, not a measurement; beyond some ten thousand simulated people an event also costs more (growth in",
            "[benchmarks.md](benchmarks.md)).",
            "What is stored is measures and days by condition, not people; it is taken to be Ragunda's amount for every municipality,",
            "which understates large ones. Days are with the efficiency of two workers above; more workers have not been measured.",
            "",
            f"| draws x replications | | million option-runs | core hours | {on_cores} | parts |",
            f"|---|---|---|---|{'---|' * len(CORES)}---|",
            *plans,
            "",
            f"The same amount crosses the wire once, to the process that writes. A municipality as asked for is {largest / GB:.0f} GB",
            "of parts; putting them together holds the measures of all of them at once (days are written a part at a time), which an",
            "ordinary machine has no room for. Run municipalities one by one, with at most some ten thousand option-runs",
            f"({1e4 * found.stored / GB:.1f} GB) a comparison.",
            "",
            "### By size of municipality",
            "",
            f"| inhabitants | an option-run, one core | core hours, {DRAWS} x {REPLICATIONS} | core hours, {DRAWS} x {fewer} |",
            "|---|---|---|---|",
            *sizes,
            "",
            "### What would make it feasible",
            "",
            "With a fixed number of runs, the spread of the expected value over draws (tau2) and that of chance (sig2) are told apart best",
            f"with m\\* = 1 + sig2/tau2 replications a draw. For `{MEASURE}` of the {ACTOR}, difference from the reference:",
            "",
            "| option | sig2 / tau2 | m\\* |",
            "|---|---|---|",
            *[f"| {name} | {found.ratio[name]:.1f} | {best[name]} |" if best[name] else f"| {name} | not resolved | - |" for name in best],
            "",
            f"The ratios rest on {found.draws} draws of 2 replications: look again with the first hundred draws of the study itself.",
            "For the mean alone two replications are enough,",
            "whatever the ratio, since draws are then what narrows the interval. In order of what they save: replications by m\\*; fewer",
            "draws (the interval of a mean narrows by their square root only); options that differ little left out after a first look.",
            "",
        ]
    )


def main() -> None:
    """Measure, print, write."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.planning", description=__doc__)
    options.add_argument("--rounds", type=int, default=2, help="rounds of interleaved measurements (default 2)")
    options.add_argument("--draws", type=int, default=6, help="draws in a round (default 6)")
    options.add_argument("--replications", type=int, default=6, help="replications of each (default 6)")
    options.add_argument("--out", type=Path, default=HERE.parent / "docs" / "planning.md", help="the page to write")
    chosen = options.parse_args()
    text = page(measure(chosen.draws, chosen.replications, chosen.replications, chosen.rounds), chosen.rounds)
    chosen.out.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
