"""One plain sentence per option, in English and Swedish, that says no more than the numbers can carry.

While parameters are assumptions a difference is reported as a difference under those assumptions, and its interval is chance only. With
draws from a posterior the interval is the credible one, and every sentence says that effects rest on what is assumed. No sentence says that
an option saves or costs.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from ami_sim.analysis.differences import COMPUTING
from ami_sim.analysis.uncertainty import CREDIBLE, PREDICTION, shown
from ami_sim.report.number_formats import HARD_SPACE, scale_for, write_number, write_scaled, write_span, write_unit
from ami_sim.report.vocabulary import INTERVAL_LABELS, Language


class Clause(NamedTuple):
    """What one part of a sentence is about: a measure, its subject in both languages, and whether it is a difference."""

    measure: str
    actor: str
    en: str
    sv: str
    difference: bool = True


MAIN: Final = Clause("net_result", "municipality", "the municipality's net result", "kommunens nettoresultat")
FURTHER: Final = (
    Clause("aid_cost", "", "aid paid out", "utbetalt försörjningsstöd"),
    Clause(
        "aid_saved_by:ami_wage",
        "",
        "the aid that the unit's own wages take the place of (a shift between committees, not a saving)",
        "det försörjningsstöd som enhetens egna löner ersätter (en växling mellan nämnder, ingen besparing)",
    ),
    Clause("in_work_24m", "", "the number in open work at 24 months", "antalet i öppet arbete vid 24 månader"),
    Clause("queue_place_mean", "", "the average queue for a place", "medelkön till plats", difference=False),
)
TEXT: Final[Mapping[str, Mapping[Language, str]]] = {
    "assumed": {"en": "With the assumed parameters, {option}: ", "sv": "Med de antagna parametrarna, {option}: "},
    "drawn": {
        "en": "With parameters drawn from what is assumed, {option}: ",
        "sv": "Med parametrar dragna ur det som antas, {option}: ",
    },
    "calibrated": {
        "en": "With parameters calibrated to the first year, {option}: ",
        "sv": "Med parametrar anpassade till det första året, {option}: ",
    },
    "differs": {"en": "{subject} differs from `{reference}` by {amount}", "sv": "{subject} skiljer sig från `{reference}` med {amount}"},
    "same": {
        "en": "{subject} is the same as in `{reference}` in every replication",
        "sv": "{subject} är detsamma som i `{reference}` i varje upprepning",
    },
    "alike": {
        "en": "{subject} cannot be told apart from that of `{reference}`, the difference being {amount}",
        "sv": "{subject} går inte att skilja från det i `{reference}`, skillnaden är {amount}",
    },
    "level": {"en": "{subject} is {amount}", "sv": "{subject} är {amount}"},
    "horizon": {"en": " over {years} (discounted)", "sv": " på {years} (diskonterat)"},
    "interval": {"en": "{mean} ({span}, {label}) {unit}", "sv": "{mean} ({span}, {label}) {unit}"},
    "single": {
        "en": "There is no interval: only one replication was run, and chance alone may explain any difference.",
        "sv": "Det finns inget intervall: bara en upprepning kördes, och enbart slumpen kan förklara varje skillnad.",
    },
    "no_interval": {"en": "{amount} (no credible interval)", "sv": "{amount} (inget trovärdighetsintervall)"},
    "undefined": {
        "en": "There is no credible interval: the figure is not defined in every run.",
        "sv": "Det finns inget trovärdighetsintervall: siffran är inte bestämd i varje körning.",
    },
    "chance": {"en": "{label}, chance included", "sv": "{label}, slump inräknad"},
    "computing": {"en": "Simulation error ±{half} {unit}.", "sv": "Simuleringsfel ±{half} {unit}."},
    "prediction": {
        "en": "A single future may lie from {span} {unit}, with the same fates in both options.",
        "sv": "En enskild framtid kan hamna från {span} {unit}, med samma öden i båda alternativen.",
    },
    "effects": {
        "en": "It rests on assumed effects: no count of the first year informs what a measure does to finding work afterwards"
        " (lock-in, after-effects, the step effect).",
        "sv": "Det vilar på antagna effekter: inga siffror från det första året säger vad en insats gör för chansen till arbete efteråt"
        " (inlåsning, eftereffekter, stegeffekt).",
    },
    "finding": {
        "en": "This is not a finding that it saves or costs: the parameters are assumptions.",
        "sv": "Det är inget besked om att det sparar eller kostar: parametrarna är antaganden.",
    },
    "reference": {
        "en": "`{reference}` is the reference: the others are compared with the same people's lives in it.",
        "sv": "`{reference}` är referensen: de andra jämförs med samma personers liv i den.",
    },
}


def sentences(
    summary: pd.DataFrame, *, reference: str, years: float, language: Language = "en", parameters: str = "median"
) -> dict[str, str]:
    """Say in one plain sentence (and its caveats) what each scenario gives, by scenario name.

    summary: the summary frame. reference: the scenario compared with; it gets a sentence that says so.
    years: the horizon the money covers, in years from the day the options part. parameters: where they come from: "median", "prior" or
    "posterior".
    The municipality's net result comes first; further measures follow when the summary has them.
    Raises ValueError when the summary lacks the municipality's net result for a scenario, or the reference.
    """
    names = [str(name) for name in summary["scenario"].unique()]
    if reference not in names:
        raise ValueError(f"reference: {reference!r} is not among the scenarios {', '.join(names)}")
    spoken = {}
    for name in names:
        if name == reference:
            spoken[name] = TEXT["reference"][language].format(reference=reference)
        else:
            spoken[name] = _sentence(summary[summary["scenario"] == name], name, reference, years, language, parameters, shown(summary))
    return spoken


def interval_label(language: Language = "en", interval: str = COMPUTING) -> str:
    """Say what an interval holds: `computing` is chance only."""
    return INTERVAL_LABELS[interval][language]


def _sentence(rows: pd.DataFrame, option: str, reference: str, years: float, language: Language, parameters: str, interval: str) -> str:
    main = _row(rows, MAIN, reference, interval)
    if main is None:
        raise ValueError(f"summary: the municipality's net_result of {option} against {reference} is missing; it leads every sentence")
    clauses = [_clause(main, MAIN, reference, language, _horizon(years, language), interval)]
    for clause in FURTHER:
        row = _row(rows, clause, reference, interval)
        if row is not None:
            horizon = _horizon(years, language) if clause.measure.startswith("aid_") else ""
            clauses.append(_clause(row, clause, reference, language, horizon, interval))
    opening = TEXT["calibrated" if parameters == "posterior" else "assumed" if main["draws"] == 1 else "drawn"][language].format(
        option=option
    )
    parts = [opening + "; ".join(clauses) + "."]
    if np.isnan(_number(main, "ci_low")):
        parts.append(TEXT["undefined" if interval == CREDIBLE else "single"][language])
    if interval == CREDIBLE:
        parts += _other_intervals(rows, reference, language)
    return " ".join([*parts, TEXT["effects" if parameters == "posterior" else "finding"][language]])


def _other_intervals(rows: pd.DataFrame, reference: str, language: Language) -> list[str]:
    """Say the simulation error of the municipality's net result, and where a single future may lie."""
    said = []
    computing, one = (_row(rows, MAIN, reference, interval) for interval in (COMPUTING, PREDICTION))
    for row, name in ((computing, "computing"), (one, "prediction")):
        if row is None or np.isnan(_number(row, "ci_low")):
            continue
        mean, low, high = (_number(row, column) for column in ("mean", "ci_low", "ci_high"))
        scale = scale_for(str(row["unit"]), [mean, low, high], [(high - low) / 2])
        span = write_span(low, high, scale, language, signed=True)
        half = write_scaled((high - low) / 2, scale, language)
        said.append(TEXT[name][language].format(half=half, span=span, unit=write_unit(scale.unit, language)))
    return said


def _row(rows: pd.DataFrame, clause: Clause, reference: str, interval: str) -> "pd.Series[Any] | None":
    wanted = reference if clause.difference else ""
    fits = rows["measure"].eq(clause.measure) & rows["actor"].eq(clause.actor) & rows["group"].eq("") & rows["reference"].eq(wanted)
    found = rows[fits & rows["interval"].eq(interval)]
    return None if found.empty else found.iloc[0]


def _clause(row: "pd.Series[Any]", clause: Clause, reference: str, language: Language, horizon: str, interval: str) -> str:
    mean, low, high = (_number(row, name) for name in ("mean", "ci_low", "ci_high"))
    subject = clause.en if language == "en" else clause.sv
    scale = scale_for(str(row["unit"]), [mean, low, high], [(high - low) / 2])
    amount = write_scaled(mean, scale, language, signed=clause.difference)
    unit = write_unit(scale.unit, language)
    if np.isnan(low):
        amount = f"{amount}{HARD_SPACE}{unit}"
        if interval == CREDIBLE:
            amount = TEXT["no_interval"][language].format(amount=amount)
    else:
        span = write_span(low, high, scale, language, signed=clause.difference)
        label = interval_label(language, interval)
        if not row["resolved"]:
            label = TEXT["chance"][language].format(label=label)
        amount = TEXT["interval"][language].format(mean=amount, span=span, label=label, unit=unit)
    if not clause.difference:
        return TEXT["level"][language].format(subject=subject, amount=amount)
    if mean == low == high == 0:
        return TEXT["same"][language].format(subject=subject, reference=reference)
    how = "alike" if low <= 0 <= high else "differs"
    return TEXT[how][language].format(subject=subject, reference=reference, amount=amount) + horizon


def _horizon(years: float, language: Language) -> str:
    whole = float(years).is_integer()
    unit = "år" if language == "sv" else "year" if years == 1 else "years"
    written = f"{write_number(years, 0 if whole else 1, language)}{HARD_SPACE}{unit}"
    return TEXT["horizon"][language].format(years=written)


def _number(row: "pd.Series[Any]", name: str) -> float:
    return float(row[name])
