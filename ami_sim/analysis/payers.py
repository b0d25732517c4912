"""Sums over payers: the municipality, the state, the public sector and society, from the actors that make them up."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from ami_sim.analysis.uncertainty import CREDIBLE
from ami_sim.scenario.registry import GROUPS_OF_ACTORS

PAYERS: Final = ("municipality", "ifo", "ami", "other_municipal", "region", "state", "public", "person", "employer", "elsewhere", "society")


def with_groups_of_actors(replications: pd.DataFrame) -> pd.DataFrame:
    """Add a row per group of actors (`municipality`, `state`, `public`, `society`) to every measure that has actors.

    replications: the long frame `draw, replication, scenario, measure, actor, group, unit, value`.
    A group is added to a measure when all its members are there and the group itself is not; members are added up in
    the order of `GROUPS_OF_ACTORS`, so the sum does not depend on the order of rows. The frame handed in is not changed.
    Raises ValueError when a member lacks a row that another member has.
    """
    by_actor = replications[replications["actor"] != ""]
    added = [replications]
    keys = [column for column in replications.columns if column not in ("actor", "value")]
    for measure, rows in by_actor.groupby("measure", sort=True):
        present = set(rows["actor"])
        for name, members in GROUPS_OF_ACTORS.items():
            if name in present or not present.issuperset(members):
                continue
            wide = rows[rows["actor"].isin(members)].pivot(index=keys, columns="actor", values="value")
            counts = rows["actor"].value_counts()
            short = [member for member in members if counts[member] != len(wide)]
            if short:
                raise ValueError(
                    f"replications, measure {measure}: actor {short[0]} lacks rows that the rest of {name} have; expected one each"
                )
            total = wide[members[0]]
            for member in members[1:]:
                total = total + wide[member]
            added.append(total.rename("value").reset_index().assign(actor=name)[list(replications.columns)])
    return pd.concat(added, ignore_index=True)


@dataclass(frozen=True)
class PayerResult:
    """One option's net result for one payer against the reference, kr; its credible interval (NaN: none; `resolved`: free of chance)."""

    payer: str
    option: str
    mean: float
    credible_low: float
    credible_high: float
    resolved: bool


def results_by_payer(summary: pd.DataFrame, reference: str, options: Sequence[str], measure: str = "net_result") -> tuple[PayerResult, ...]:
    """Read every payer's net result, or another measure against the reference, from a stored summary: payer by payer, options within.

    What the summary does not hold has no entry.
    """
    rows = summary[(summary["measure"] == measure) & (summary["reference"] == reference) & (summary["group"] == "")]
    kept = rows[rows["scenario"].isin(options) & rows["actor"].isin(PAYERS)]
    computing = kept[kept["interval"] != CREDIBLE].drop_duplicates(["actor", "scenario"])
    ends = {
        (str(row["actor"]), str(row["scenario"])): (float(row["ci_low"]), float(row["ci_high"]), bool(row["free_of_chance"]))
        for row in kept[kept["interval"] == CREDIBLE].to_dict("records")
    }
    means = {(str(row["actor"]), str(row["scenario"])): float(row["mean"]) for row in computing.to_dict("records")}
    none = float("nan"), float("nan"), True
    return tuple(
        PayerResult(actor, option, means[actor, option], *ends.get((actor, option), none))
        for actor in PAYERS
        for option in options
        if (actor, option) in means
    )
