"""What a calibration's page says about assumptions: solved effects, shares of intervals, the result without effects, the wider priors."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from ami_sim.analysis.assumptions import share_from
from ami_sim.calibration.prior import Prior, box_of
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.experiment import load_experiment
from ami_sim.scenario.scenario import Scenario
from ami_sim.workflow.parameters import Chosen, choose, kind_for

TRIED: Final = 400  # rows of the prior that are solved to be shown beside the posterior
REACHED: Final = 0.01  # percentage points within which a drawn total counts as reached
RANGE: Final = (0.05, 0.5, 0.95)
MKR: Final = 1e6

Shown = tuple[str, list[str], list[list[str]]]  # title, heads, rows


def solved_table(scenario: Scenario, prior: Prior, draws: pd.DataFrame, seed: int) -> tuple[Shown, list[str]]:
    """Lay out what is solved from total effects, prior beside posterior, and say how often a drawn total cannot be reached."""
    if scenario.effects is None:
        return ("", [], []), []
    everything = np.full(len(prior.names), 8.0)
    luck = np.random.Generator(np.random.Philox(key=[seed, 6])).random((TRIED, len(prior.names)))
    before = pd.DataFrame(prior.rows(box_of(-everything, everything, luck)))
    rows = [[name, ranged(before[name]), ranged(draws[name])] for name in scenario.derived]
    lines = []
    for word, frame in (("prior", before), ("posterior", draws)):
        short = shortfalls(scenario, frame)
        told = [f"{name} {np.mean(np.abs(miss) > REACHED):.1%}{by(miss)}" for name, miss in short.items()]
        lines.append(f"Draws of the {word} whose total effect is out of reach and becomes the nearest one that is not: {', '.join(told)}.")
    return ("Solved from the total effects", ["solved", "prior (90 %)", "posterior (90 %)"], rows), lines


def shortfalls(scenario: Scenario, frame: pd.DataFrame) -> dict[str, np.ndarray]:
    """Give, by type of workplace, what solved effects give less the total that was drawn, in percentage points [draw]."""
    assert scenario.effects is not None
    totals = scenario.effects.total
    thetas = frame.to_dict("records")
    found = [scenario.effects_at({str(name): float(value) for name, value in theta.items()}).reached for theta in thetas]
    drawn = [[row.total.at({str(k): float(v) for k, v in theta.items()}) for row in totals.values()] for theta in thetas]
    return dict(zip(totals, (np.array(found) - np.array(drawn)).T, strict=True))


def by(miss: np.ndarray) -> str:
    """Say by how much totals are missed where they are."""
    far = miss[np.abs(miss) > REACHED]
    return f" (by {np.abs(far).mean():.1f} points on average)" if len(far) else ""


def ranged(values: "pd.Series[float]") -> str:
    """Write the median and the 90 % range of draws."""
    low, middle, high = np.quantile(values, RANGE)
    return f"{middle:.3g} ({low:.3g} – {high:.3g})"


class Told(NamedTuple):
    """One option's expected difference in the municipality's net result, Mkr: mean and 90 % range over draws, by the effects used."""

    mean: float
    low: float
    high: float
    chance: float  # of the mean, one standard error


@dataclass(frozen=True)
class Assumed:
    """An experiment run at a posterior, and again with effects set to zero. Shares by option, of the variance between draws."""

    titles: dict[str, str]
    reference: str
    draws: int
    shares: dict[str, dict[str, float]]  # group of parameters -> option -> share
    results: dict[str, dict[str, Told]]  # effects -> option

    def as_markdown(self) -> str:
        """Write the part of the page."""
        options = list(self.results["as drawn"])
        heads = ["option", *(f"from {name}" for name in self.shares), "net result, effects as drawn", "effects set to zero"]
        out = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
        for name in options:
            shares = [f"{found[name]:.0%}" if name in found else "not resolved" for found in self.shares.values()]
            told = [f"{t.mean:.1f} ({t.low:.1f} – {t.high:.1f})" for t in (self.results[key][name] for key in ("as drawn", "zero"))]
            out.append(f"| {self.titles[name]} | {' | '.join([*shares, *told])} |")
        error = max(told.chance for found in self.results.values() for told in found.values())
        out += [
            "",
            f"{self.draws} posterior draws. Net result of the municipality against “{self.titles[self.reference]}”, Mkr over the "
            f"horizon, present value: the mean and the 90 % range of draws' means (chance included, so rather too wide); computing error "
            f"of a mean at most ±{1.96 * error:.1f}. Shares are of the variance between draws in that difference, by a linear regression: "
            f"rather too low.",
        ]
        return "\n".join(out)


def assumed(experiment: Path, draws: int, replications: int, workers: int = 1) -> Assumed:
    """Run an experiment at posterior draws, as they are and with effects set to zero; InputError when there is no fresh posterior."""
    from ami_sim.workflow.asked import Asked
    from ami_sim.workflow.compare import Settings, answer

    question = load_experiment(experiment)
    kind, posterior, note = kind_for("posterior", question.files[1].parent, "compiled")
    said = question.experiment
    how = Settings(draws=draws, replications=replications, seed=said.seed, workers=workers, parameters=kind)
    rows = choose(kind, posterior, question.scenarios, how.seed, draws, "compiled", note)
    results, shares = {}, {}
    for word, chosen in (("as drawn", rows), ("zero", without_effects(next(iter(question.scenarios.values())), rows))):
        found = answer(Asked(question), how, None, {}, False, None, chosen)
        results[word] = differences(found.measures, said.reference)
        if word == "as drawn":
            effects = next(iter(question.scenarios.values())).effect_parameters
            for name, group in (("effects", effects), ("all that is still the prior", rows.assumed)):
                shares[name] = share_from(
                    found.measures, rows.rows, group, reference=said.reference, measure="net_result", actor="municipality"
                )
    return Assumed(found.titles, said.reference, draws, shares, results)


def without_effects(scenario: Scenario, rows: Chosen) -> Chosen:
    """Give the same parameter rows with effects set to zero, and what is derived from them solved anew."""
    if scenario.effects is None or not scenario.effects.none:
        raise InputError(f"{scenario.name}: effects.none: missing; expected the parameter values that mean no effect")
    none = scenario.effects.none
    return replace(rows, rows=tuple(scenario.solved({**row, **none}) for row in rows.rows))


def differences(measures: pd.DataFrame, reference: str) -> dict[str, Told]:
    """Give every option's difference in the municipality's net result against the reference, from all runs."""
    chosen = measures[(measures["measure"] == "net_result") & (measures["actor"] == "municipality") & (measures["group"] == "")]
    wide = chosen.pivot_table(index=["draw", "replication"], columns="scenario", values="value")
    found = {}
    for name in chosen["scenario"].drop_duplicates():
        if name == reference:
            continue
        means = (wide[name] - wide[reference]).groupby("draw").mean() / MKR
        low, _, high = np.quantile(means, RANGE)
        found[str(name)] = Told(float(means.mean()), float(low), float(high), float(means.std() / np.sqrt(len(means))))
    return found


def moved(standard: pd.DataFrame, wide: pd.DataFrame, names: Sequence[str], rows_used: int, few: int = 12) -> str:
    """Tell how far posteriors move under the wider priors, in the first posterior's standard deviations; the furthest first."""
    rows = []
    for name in names:
        one, other = standard[name], wide[name]
        rows.append((abs(float(other.median() - one.median())) / (float(one.std()) or 1.0), name, one, other))
    rows.sort(key=lambda row: row[0], reverse=True)
    out = ["| parameter | posterior (90 %) | with wider priors | median moved, posterior sd | spread times |", "|---|---|---|---|---|"]
    for distance, name, one, other in rows[:few]:
        out.append(f"| {name} | {ranged(one)} | {ranged(other)} | {distance:.2f} | {float(other.std() / one.std()):.2f} |")
    far = np.array([row[0] for row in rows])
    out += [
        "",
        f"The {len(rows[:few])} that move most, of {len(rows)}, solved ones among them. The median parameter moves {np.median(far):.2f} "
        f"posterior sd; {np.mean(far < 0.5):.0%} move less than half an sd. The wider posterior rests on {rows_used} simulated years.",
    ]
    return "\n".join(out)
