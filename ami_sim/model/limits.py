"""How many of each there can be in one scenario, by how they are written: refused by name before a run, whichever engine runs it.

A set of service rows, incomes or traits is the bits of one whole number. What a log or a person's record names is one byte. A condition
is one whole number made of its parts (`record.spells`), which have room for as many as are allowed here.
"""

from typing import Final

from ami_sim.scenario.scenario import Scenario

BITS: Final = 62  # of a whole number that is never negative, one left for what stands before the first
BYTE: Final = 127
MOST: Final = {
    "stages": BYTE,
    "incomes": BITS,
    "events": BYTE,
    "traits": BITS,
    "interventions and rules": BITS,
    "groups": BYTE - 1,
    "referrers": BYTE,
    "households": 4_000,
}


def refuse_too_many(scenario: Scenario, rows: int) -> None:
    """Refuse a scenario with more of anything than can be told apart; ValueError names it. rows: service rows, mapping left out."""
    known = scenario.vocabulary
    have = {
        "stages": len(known.stages),
        "incomes": len(known.incomes),
        "events": len(known.events),
        "traits": len(known.traits),
        "interventions and rules": rows,
        "groups": len(scenario.group),
        "referrers": len(scenario.referrer),
        "households": len(scenario.prices.compositions),
    }
    for what, count in have.items():
        if count > MOST[what]:
            raise ValueError(f"too many {what}: {count}; expected at most {MOST[what]}")
