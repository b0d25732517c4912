"""What a log hands over: rows for a municipality's priors and targets, marked as its own log, dated and graded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import pandas as pd

from ami_sim.calibration.own.estimates import Figure, informed
from ami_sim.calibration.own.mapping import SHAPED, UNITS, Map, quoted
from ami_sim.calibration.own.privacy import LEAST, shown
from ami_sim.calibration.own.rows import GOES_ON, CaseLog
from ami_sim.calibration.targets import Targets
from ami_sim.model.draws import SCALES, Z90
from ami_sim.record.first_year import AT_THE_UNIT, ends_of_stays, gone_on
from ami_sim.record.spells import Spells
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.priors import Parameter
from ami_sim.scenario.registry import (
    IN_INTERVENTION,
    LEFT,
    MAPPING,
    PAUSED,
    STUDIES,
    SUBSIDISED,
    UNBORN,
    WAITING_MAPPING,
    WAITING_PLACE,
    WORK,
)
from ami_sim.scenario.scenario import Scenario

LOOSE: Final = 0.02  # share: what words of a log and of the model may differ by, as sd of a count beside 1
SHARES: Final = ("left_to_work", "left_to_studies")
TITLES: Final = {
    "met": "Participants met",
    "active": "In regular activity",
    "to_work": "Gone on to work",
    "to_studies": "Gone on to studies",
    "queue": "Waiting",
    "paused": "Paused",
    "left": "Ends of a time at the unit",
    "left_to_work": "Share of those who leave the unit for work",
    "left_to_studies": "Share of those who leave the unit for studies",
}


@dataclass(frozen=True)
class HandedOver:
    """Rows by name as a file holds them. held_back: names of what fewer than five persons stand behind."""

    rows: dict[str, dict[str, Any]]
    held_back: tuple[str, ...]


def refuse_unknown(given: Map, scenario: Scenario, where: str) -> None:
    """Refuse stages that the scenario has not, and parameters that are not uncertain, are in another unit, or have no shape to fill."""
    known = [name for name in scenario.vocabulary.stages if name != "unborn"]
    named = {f"stage.{word}": stage for word, stage in given.stage.items()}
    named |= {f"prior.{name}.stage": row.stage for name, row in given.prior.items()}
    named |= {f"prior.{name}.to": row.to for name, row in given.prior.items()}
    named |= {f"prior.{name}.cut_short_by": stage for name, row in given.prior.items() for stage in row.cut_short_by}
    for key, stage in named.items():
        if stage and stage not in known and not (key.endswith(".to") and stage == "case_closed"):
            raise InputError(f'{where}: {key}: "{stage}" is not known.{nearest(stage, known)}')
    for name, row in given.prior.items():
        if name not in scenario.parameter:
            raise InputError(f'{where}: prior: "{name}" is not an uncertain parameter.{nearest(name, scenario.parameter)}')
        parameter = scenario.parameter[name]
        if parameter.unit != UNITS[row.estimate]:
            raise InputError(f'{where}: prior.{name}.estimate: is in "{UNITS[row.estimate]}"; expected an estimate in "{parameter.unit}"')
        if parameter.shape not in SHAPED:
            raise InputError(f"{where}: prior.{name}: its shape is {parameter.shape}; expected one of {', '.join(SHAPED)}")


def priors_from(log: CaseLog, given: Map, scenario: Scenario) -> HandedOver:
    """Give the rows of priors that the map asks for: the estimate as median, and 90 % of its error on the prior's own scale as range."""
    rows, held = {}, []
    for name, asked in given.prior.items():
        figure = informed(log, pd.Timestamp(given.observed_from), asked)
        row = prior_row(scenario.parameter[name], figure, given)
        if row is None:
            held.append(name)
        else:
            rows[name] = row
    return HandedOver(rows, tuple(held))


def prior_row(parameter: Parameter, figure: Figure, given: Map) -> dict[str, Any] | None:
    """Give a prior's row with an estimate in it; nothing for one that is not known, or lies where the prior's shape has no place.

    The error is carried to the scale of the shape by its slope there (delta method).
    """
    to, back = SCALES[parameter.shape]
    value, error = figure.value, figure.error
    inside = np.isfinite([value, error]).all() and error > 0
    if not inside or (parameter.shape != "normal" and value <= 0) or (parameter.shape == "logitnormal" and value >= 1):
        return None
    slope = 1.0 if parameter.shape == "normal" else 1 / value if parameter.shape == "lognormal" else 1 / (value * (1 - value))
    middle = float(to(np.array(value)))
    low, high = (float(back(np.array(middle + side * Z90 * error * slope))) for side in (-1, 1))
    own = parameter.model_dump(exclude_none=True, exclude={"start", "note", "evidence", "grade"})
    own = {key: item for key, item in own.items() if item != "" and (key != "cautious" or parameter.none is not None)}
    text = f"Own log, n = {shown(figure.n)} persons (to the nearest five), {given.observed_from} to {given.observed_until}"
    relative = error / abs(value) if value else np.inf
    sure = "H" if relative < 0.1 else "M" if relative < 0.3 else "L"
    found = {"median": significant(value), "low": significant(low), "high": significant(high), "set_on": given.observed_until}
    return own | found | {"grade": "B", "source": text, "sure": sure, "mark": "derived"}


def significant(value: float) -> float:
    """Give a number with four digits."""
    return float(f"{value:.4g}")


def targets_from(log: CaseLog, given: Map, scenario: Scenario) -> HandedOver:
    """Give the rows of targets that a log can count: those of the model's first year, counted by the same code on the log's spells.

    Nothing when the log's window does not hold the time from the scenario's start to its present (`window_missed`).
    """
    if window_missed(given, scenario) or scenario.present is None:
        return HandedOver({}, ())
    counts = counts_of(log, (scenario.start - given.observed_from).days, (scenario.present - given.observed_from).days)
    left, rows, held = counts["left"], {}, []
    for name, title in TITLES.items():
        share = name in SHARES
        if (counts[name] * left if share else counts[name]) < LEAST or (share and left - counts[name] * left < LEAST):
            held.append(name)
            continue
        rows[name] = {
            "title": title,
            "counts": name,
            "value": significant(counts[name]) if share else counts[name],
            "unit": "share" if share else "persons",
            "scale": "share" if share else "count",
            "rounded_to": 0.01 if share else 1.0,
            "sd": LOOSE if share else significant(1 + LOOSE * counts[name]),
            "from": scenario.present if name in ("active", "queue", "paused") else scenario.start,
            "until": scenario.present,
            "why": "Counted in the log as the model counts it; the looseness is what a log's words and the model's may differ by",
            "source": f"Own log, {shown(log.people)} persons (to the nearest five)",
            "sure": "M",
            "mark": "derived",
        }
    return HandedOver(rows, tuple(held))


def window_missed(given: Map, scenario: Scenario) -> bool:
    """Say whether the log was not kept all the time from the scenario's start to its present."""
    if scenario.present is None:
        return True
    return given.observed_from > scenario.start or given.observed_until < scenario.present - timedelta(days=1)


def counts_of(log: CaseLog, since: float, until: float) -> dict[str, float]:
    """Count what the first year is held against between two days of the log's window (`first_year_counts`)."""
    spells = as_spells(log, since)
    day = until - since
    met_on = np.full(int(spells.person.max(initial=-1)) + 1, np.inf)
    mapped = (spells.stage == MAPPING) & (spells.start >= 0) | (spells.stage == IN_INTERVENTION) & (spells.start <= 0) & (spells.end > 0)
    np.minimum.at(met_on, spells.person[mapped], np.maximum(spells.start[mapped], 0.0))
    there = (spells.start < day) & (spells.end >= day)
    stage = spells.stage[there]
    later = Spells(**(vars(spells) | {"came_from": np.where(spells.start > 0, spells.came_from, UNBORN)}))
    return {
        "met": float((met_on < day).sum()),
        "active": float((stage == IN_INTERVENTION).sum()),
        "to_work": float(gone_on(spells, (WORK, SUBSIDISED), met_on, day).sum()),
        "to_studies": float(gone_on(spells, (STUDIES,), met_on, day).sum()),
        "queue": float(np.isin(stage, (WAITING_MAPPING, WAITING_PLACE)).sum()),
        "paused": float((stage == PAUSED).sum()),
        **ends_of_stays(later, day),
    }


def as_spells(log: CaseLog, since: float) -> Spells:
    """Give a log's spells as those of a run whose day 0 is a day of the window; who leaves the log from the unit has left."""
    gone = (log.next < GOES_ON) & np.isin(log.stage, AT_THE_UNIT)
    person = np.r_[log.person, log.person[gone]]
    start = np.r_[log.start, log.end[gone]] - since
    end = np.r_[log.end, log.end[gone]] - since
    stage = np.r_[log.stage, np.full(int(gone.sum()), LEFT)]
    before = np.r_[log.before, log.stage[gone]]
    order = np.lexsort((np.arange(len(person)), start, person))
    none = np.zeros(len(person), np.int64)
    rest = {name: none for name in Spells.__dataclass_fields__ if name not in ("person", "start", "end", "stage", "came_from", "horizon")}
    return Spells(
        person=person[order],
        start=start[order],
        end=end[order],
        stage=stage[order],
        came_from=before[order],
        horizon=log.window - since,
        **rest,
    )


def priors_text(handed: HandedOver) -> str:
    """Write rows of priors as a TOML file."""
    return "\n".join(
        ["# From the unit's own log: put each row in place of the one of its name in priors.toml.", "", *tables("parameter", handed.rows)]
    )


def targets_text(handed: HandedOver, scenario: Scenario) -> str:
    """Write rows of targets as a TOML file that stands alone."""
    head = [
        "# From the unit's own log: counts of fewer than five persons are left out.",
        f"municipality = {quoted(scenario.name)}",
        f"until = {scenario.present}",
        "",
    ]
    return "\n".join([*head, *tables("target", handed.rows)])


def tables(kind: str, rows: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Write rows as TOML tables."""
    lines = []
    for name, row in rows.items():
        lines += [f"[{kind}.{name}]", *(f"{key} = {as_toml(item)}" for key, item in row.items()), ""]
    return lines


def as_toml(value: Any) -> str:
    """Write a value as TOML has it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(as_toml, value))}]"
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{key} = {as_toml(item)}' for key, item in value.items())} }}"
    return str(value) if isinstance(value, date) else f"{value:.10g}"


def as_targets(handed: HandedOver, scenario: Scenario) -> Targets | None:
    """Check rows of targets as a targets file is checked; None for no row."""
    if not handed.rows or scenario.present is None:
        return None
    return Targets.model_validate({"municipality": scenario.name, "until": scenario.present, "target": handed.rows})
