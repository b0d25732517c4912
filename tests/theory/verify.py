"""Write docs/verification.md: every check against theory with its value, what was simulated and the standard error.

python -m tests.theory.verify           the whole page
python -m tests.theory.verify --faults  the part on faults alone, from the score that `python -m tests.mutation.run` keeps
python -m tests.theory.verify --tried   the part on what was tried alone, from the counts that `python -m tests.tried.run` keeps
"""

import json
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.theory import chains, twins
from tests.theory.beside import PER_TRIAL, beside_ciw, covered
from tests.theory.queueing import CHECKS
from tests.theory.queues import SEED, Finding
from tests.tried.kinds import KINDS
from tests.tried.run import COUNTS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "verification.md"
TRIALS = 1000
COLUMNS = ("tried", "refused", "answered", "failed")  # of the counts of what was tried
INTRODUCTION = f"""# Verification: what is proved, and how close the simulation comes

Made by `python -m tests.theory.verify`; no figure on this page is typed. Seed {SEED}; `s.e.` is the standard error of the simulated value
over independent runs, and the last column is the distance from theory in standard errors: beyond 3 a test fails.
The scenario files are in `tests/theory/scenarios`, written in the ordinary language; every run is also held against the identities of
`ami_sim/record/identities.py` (order, conservation, limits, queues, Little's law).
"""
NOTES = {
    "Queues": "One day is one service. Erlang B is reached by a patience of 0.1 seconds: the chance that a place comes free within it is "
    "of the order of one in a million. After a cut that finishes work in progress only the fluid limit is known; its standard error "
    "includes a third of the square root of the load.",
    "The municipality's own scenario as a Markov chain": "Ragunda's scenario with all that is not constant switched off by overrides: "
    "bands of time and age, retirement, rights that end, decision times, dates of rules; lengths exponential; nothing scarce. "
    "The generator is built from the lowered scenario, with its transitions written anew. "
    "A chi-square is compared with its degrees of freedom.",
    "Stock": "The closed municipality with constant inflow: against the generator's own steady state, and, with all bands and ages as they "
    "are, against no drift at all.",
}


def table(findings: Iterable[Finding]) -> list[str]:
    """A table of findings."""
    lines = ["| check | quantity | theory | simulated | s.e. | runs | distance |", "|---|---|---:|---:|---:|---:|---:|"]
    for f in findings:
        numbers = " | ".join(f"{value:.5g}" for value in (f.theory, f.simulated, f.error))
        lines.append(f"| {f.check} | {f.quantity} | {numbers} | {f.runs} | {f.deviation:+.1f} |")
    return lines


def parts() -> dict[str, list[Finding]]:
    """Every finding, by part of the page."""
    chain = chains.occupancy(chains.municipality(20.0), 20, "Occupancy, all doors")
    closed = chains.municipality(20.0, variance="frailty_variance", closed=True)
    chain += chains.occupancy(closed, 10, "Occupancy, closed, frailty")
    chain += chains.poisson_counts(chains.municipality(4.0, "ifo"), 200)
    chain += chains.costs(chains.municipality(5.0), 60)
    return {
        "Queues": [finding for check, _, runs in CHECKS.values() for finding in check(runs)],
        "The municipality's own scenario as a Markov chain": chain,
        "Stock": [*chains.steady_state(60), *twins.drift(60)],
    }


def page() -> str:
    """The whole page."""
    lines = [INTRODUCTION]
    for title, findings in parts().items():
        lines += [f"## {title}", "", NOTES[title], "", *table(findings), ""]
    lines += [
        "## Coverage",
        "",
        f"Of {TRIALS} intervals of 95 %, each from {PER_TRIAL} runs of M/M/2+M, so many hold the value of theory:",
        "",
    ]
    lines += [
        "| quantity | share |",
        "|---|---:|",
        *(f"| {name} | {share:.3f} |" for name, share in covered(TRIALS * PER_TRIAL).items()),
        "",
    ]
    lines += ["## Beside Ciw", "", "| queue | mean wait, days | s.e. | in Ciw | s.e. |", "|---|---:|---:|---:|---:|"]
    for name, classes, count in (("M/M/c", [2.4], 3), ("Cobham", [0.3, 0.5], 1)):
        for b in beside_ciw(name, classes, count):
            lines.append(f"| {b.queue} | {b.ours:.4f} | {b.error:.4f} | {b.ciws:.4f} | {b.ciws_error:.4f} |")
    lines += ["", "## What pairing saves", "", GAINS, "", "| pair | money | times fewer | at least | paired s.d., tkr | runs |"]
    lines += ["|---|---|---:|---:|---:|---:|"]
    for gain in twins.variance_reduction(200, 150):
        least = twins.PROMISED[gain.pair.split(":")[0]]
        lines.append(f"| {gain.pair} | {gain.measure} | {gain.factor:.1f} | {least:.0f} | {gain.paired:.0f} | {gain.runs} |")
    return "\n".join(lines) + f"\n\n{tried()}\n{faults()}"


TRIED = "## What was tried against each kind of fault"
TRIED_NOTE = (
    "Made by `python -m tests.tried.run`, which runs the tests named here. A case is a command line that a test gives, or else a test: it "
    "was *refused* in one sentence that names what is wrong, *answered* rightly, or it *failed*. Kinds are those that planners, analysts, "
    "researchers, hostile files and killed runs have found."
)


def tried() -> str:
    """What became of the cases tried against each kind of fault, with the tests that hold them."""
    counts = json.loads(COUNTS.read_text(encoding="utf-8"))
    lines = [TRIED, "", TRIED_NOTE, "", "| kind | tried | refused | answered | failed | tests |", "|---|---:|---:|---:|---:|---|"]
    every = dict.fromkeys(COLUMNS, 0)
    for part, kinds in KINDS.items():
        lines.append(f"| **{part}** | | | | | |")
        for title, tests in kinds.items():
            sums = {column: sum(counts[test][column] for test in tests) for column in COLUMNS}
            every = {column: every[column] + sums[column] for column in COLUMNS}
            named = ", ".join(f"`tests/{test}`" for test in tests)
            lines.append(f"| {title} | {' | '.join(str(sums[column]) for column in COLUMNS)} | {named} |")
    lines.append(f"| **all** | {' | '.join(str(every[column]) for column in COLUMNS)} | |")
    return "\n".join(lines) + "\n"


FAULTS = "## Faults put in"
SCORE = Path(__file__).resolve().parents[1] / "mutation" / "score.json"


def faults() -> str:
    """What became of small faults put into the code, by room, and which of them no test noticed."""
    kept = json.loads(SCORE.read_text(encoding="utf-8"))
    share = kept["killed"] / kept["tried"]
    lines = [
        FAULTS,
        "",
        "Made by `python -m tests.mutation.run`: one comparison, operator, number, condition or answer is changed in the rooms that count",
        "and reckon, and the tests of those rooms that pass through the line are run. A fault is killed when one of them fails.",
        f"A sample of {kept['tried']} of {kept['faults']} possible faults (seed {kept['seed']}): **{share:.1%} killed**.",
        "",
        "| room | tried | killed | share |",
        "|---|---:|---:|---:|",
    ]
    for room, count in kept["rooms"].items():
        tried, dead = sum(count.values()), count.get("killed", 0) + count.get("too long", 0)
        lines.append(f"| `{room}` | {tried} | {dead} | {dead / tried:.1%} |")
    for sample in kept.get("earlier", []):
        lines += [
            "",
            f"Of an earlier sample (seed {sample['seed']}, {sample['tried']} faults), against whose survivors tests were then written,",
        ]
        lines += [
            f"{sample['killed'] / sample['tried']:.1%} are killed; a fresh sample says what the tests find of faults nobody has looked at."
        ]
    lines += [
        "",
        "Those that survive, faults that change nothing that can be seen among them:",
        "",
        *(f"- `{name}`" for name in kept["survivors"]),
    ]
    return "\n".join(lines) + "\n"


GAINS = (
    "The capacity experiment at median parameters, discounted money without the unit's own certain cost. *Times fewer*: the variance of "
    "the difference of two independent runs over that of the paired difference, that is, how many times fewer replications are needed. "
    "*Life luck*: the same people and past, with independent against shared luck in the lives after the parting."
)


def main(asked: Sequence[str]) -> None:
    """Write the page, or renew its part on faults or on what was tried."""
    if "--tried" in asked:
        whole = PAGE.read_text(encoding="utf-8")
        before, last = re.split(rf"^{FAULTS}$", whole, flags=re.MULTILINE)
        first = re.split(rf"^{TRIED}$", before, flags=re.MULTILINE)[0]
        PAGE.write_text(f"{first.rstrip()}\n\n{tried()}\n{FAULTS}{last}", encoding="utf-8")
    elif "--faults" in asked:
        before = re.split(rf"^{FAULTS}$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[0]
        PAGE.write_text(f"{before.rstrip()}\n\n{faults()}", encoding="utf-8")
    else:
        PAGE.write_text(page(), encoding="utf-8")
    print(f"wrote {PAGE}")


if __name__ == "__main__":
    main(sys.argv[1:])
