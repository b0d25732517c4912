"""Sums over payers: the municipality, the state, the public sector and society, from the actors that make them up."""

import pandas as pd

from ami_sim.scenario.registry import GROUPS_OF_ACTORS


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
