"""Whether options share what happened before they part: their lives up to the parting date, with the same luck, held side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from ami_sim.engines.protocol import engine_of
from ami_sim.model.arrivals import highest_rates
from ami_sim.model.history import population
from ami_sim.runs.batch import Work, prepare
from ami_sim.runs.replicate import Prepared

TRIED: Final = 2  # replications that are lived up to the parting
NOBODY: Final = ""  # the name of a row or group that a person is not in


def other_histories(work: Work, against: str, names: Sequence[str]) -> list[str]:
    """Name the options under which something before the parting is not as under another one.

    Some replications of the first draw are lived up to the parting and no further: a few milliseconds an option.

    Args:
        work: the options and their luck.
        against: the option that the others are held against.
        names: the options that are asked about.
    """
    options, _ = prepare(work, 0)
    highest = highest_rates([(option.plan.scenario, option.plan.theta) for option in options.values()])
    found: dict[str, None] = {}
    for replication in range(TRIED):
        right = lived_before(options[against], work, replication, highest)
        for name in names:
            if name not in found and not lived_before(options[name], work, replication, highest).equals(right):
                found[name] = None
    return list(found)


def lived_before(option: Prepared, work: Work, replication: int, highest: Mapping[str, float]) -> pd.DataFrame:
    """Give what happened to everybody before the parting, a row an event, with names for numbers that differ between options."""
    plan, engine = option.plan, engine_of(work.engine)
    history = work.histories[0] if work.histories else None
    people = population(plan, work.seed, 0, replication, highest, engine.live, history)
    short = replace(plan, scenario=plan.scenario.model_copy(update={"end": plan.scenario.parting}))
    log = engine.simulate(short, people, option.own).log if plan.parting > 0 else np.zeros(0, [(name, "f8") for name in COLUMNS])
    log = log[log["time"] < plan.parting]
    who = log["person"].astype(np.int64)
    rows = np.array([*(f"{row.intervention} {row.rule}" for row in plan.rows), NOBODY], dtype=object)
    groups = np.array([*plan.groups, NOBODY], dtype=object)
    said = {name: log[name] for name in COLUMNS[2:]}
    said |= {"row": rows[log["row"].astype(np.int64)], "group": groups[log["group"].astype(np.int64)]}
    doors = np.array(plan.referrers, dtype=object)
    return pd.DataFrame({"time": log["time"], "door": doors[people["referrer"][who]], "number": people["number"][who], **said})


COLUMNS: Final = ("time", "person", "what", "stage", "income", "step", "rights", "row", "group")
