"""What a result rests on that was assumed: shares of its spread by group of parameters, and the same draws with effects set to zero."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from ami_sim.analysis.assumptions import share_from
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.experiment import load_experiment
from ami_sim.scenario.scenario import Scenario
from ami_sim.workflow.asked import Asked
from ami_sim.workflow.compare import Settings, answer
from ami_sim.workflow.parameters import Chosen, choose, kind_for
from ami_sim.workflow.unread import refuse_unread

RANGE: Final = (0.05, 0.5, 0.95)
MEASURE, PAYER = "net_result", "municipality"


class Expected(NamedTuple):
    """One option's expected difference in the municipality's net result, kr: mean and 90 % range of draws' means."""

    mean: float
    low: float
    high: float
    chance: float  # of the mean, one standard error


@dataclass(frozen=True)
class Assumed:
    """An experiment run at a posterior, and again with effects set to zero, by option that can be compared with the reference.

    from_effects, from_prior: shares of the variance between draws that effects give, and all parameters that are still the prior; an
    option whose share is not resolved has none. as_drawn, without_effects: by option.
    """

    titles: Mapping[str, str]
    reference: str
    draws: int
    from_effects: Mapping[str, float]
    from_prior: Mapping[str, float]
    as_drawn: Mapping[str, Expected]
    without_effects: Mapping[str, Expected]

    @property
    def chance(self) -> float:
        """The largest standard error of a mean, kr."""
        return max(found.chance for results in (self.as_drawn, self.without_effects) for found in results.values())


def assumed(experiment: Path, draws: int, replications: int, workers: int = 1) -> Assumed:
    """Run an experiment at posterior draws, as they are and with effects set to zero; InputError when there is no fresh posterior."""
    question = load_experiment(experiment)
    kind, posterior, notes = kind_for("posterior", question.fitted_in, "compiled", question.reading)
    said, first = question.experiment, next(iter(question.scenarios.values()))
    how = Settings(draws=draws, replications=replications, seed=said.seed, workers=workers, parameters=kind)
    refuse_unread(question, kind)
    rows = choose(kind, posterior, question.scenarios, how.seed, draws, "compiled", notes)
    drawn, zero = (answer(Asked(question), how, None, {}, False, None, each) for each in (rows, without_effects(first, rows)))

    def share(group: tuple[str, ...]) -> dict[str, float]:
        return dict(share_from(drawn.measures, rows.rows, group, reference=said.reference, measure=MEASURE, actor=PAYER))

    return Assumed(
        titles=drawn.titles,
        reference=said.reference,
        draws=draws,
        from_effects=share(tuple(first.effect_parameters)),
        from_prior=share(rows.assumed),
        as_drawn=differences(drawn.measures, said.reference),
        without_effects=differences(zero.measures, said.reference),
    )


def without_effects(scenario: Scenario, rows: Chosen) -> Chosen:
    """Give the same parameter rows with effects set to zero, and what is derived from them solved anew."""
    none = {name: row.none for name, row in scenario.paths.items() if row.none is not None}
    if scenario.effects is None or not none:
        raise InputError(f"{scenario.name}: effects: no parameter says what it is when it does nothing; expected `none` at some")
    return replace(rows, rows=tuple(scenario.solved({**row, **none}) for row in rows.rows))


def differences(measures: pd.DataFrame, reference: str) -> dict[str, Expected]:
    """Give every option's difference in the municipality's net result against the reference, from all runs."""
    chosen = measures[(measures["measure"] == MEASURE) & (measures["actor"] == PAYER) & (measures["group"] == "")]
    wide = chosen.pivot_table(index=["draw", "replication"], columns="scenario", values="value")
    found = {}
    for name in chosen["scenario"].drop_duplicates():
        if name == reference:
            continue
        means = (wide[name] - wide[reference]).groupby("draw").mean()
        low, _, high = np.quantile(means, RANGE)
        found[str(name)] = Expected(float(means.mean()), float(low), float(high), float(means.std() / np.sqrt(len(means))))
    return found
