"""One plain sentence per option, in English and Swedish, that says no more than the numbers can carry.

While parameters are assumptions (no posterior exists) a difference is reported as a difference under those assumptions.
No sentence says that an option saves or costs, and every interval is called what it is: chance only.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from ami_sim.study.differences import COMPUTING
from ami_sim.study.numbers import HARD_SPACE, scale_for, write_number, write_scaled, write_span, write_unit
from ami_sim.study.vocabulary import INTERVAL_LABELS, Language


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
    Clause("in_work_24m", "", "the number in open work at 24 months", "antalet i öppet arbete vid 24 månader"),
    Clause("queue_place_mean", "", "the average queue for a place", "medelkön till plats", difference=False),
)
TEXT: Final[Mapping[str, Mapping[Language, str]]] = {
    "assumed": {"en": "With the assumed parameters, {option}: ", "sv": "Med de antagna parametrarna, {option}: "},
    "drawn": {
        "en": "With parameters drawn from what is assumed, {option}: ",
        "sv": "Med parametrar dragna ur det som antas, {option}: ",
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
    "finding": {
        "en": "This is not a finding that it saves or costs: the parameters are assumptions.",
        "sv": "Det är inget besked om att det sparar eller kostar: parametrarna är antaganden.",
    },
    "reference": {
        "en": "`{reference}` is the reference: the others are compared with the same people's lives in it.",
        "sv": "`{reference}` är referensen: de andra jämförs med samma personers liv i den.",
    },
}


def sentences(summary: pd.DataFrame, *, reference: str, years: float, language: Language = "en") -> dict[str, str]:
    """Say in one plain sentence (and its caveats) what each scenario gives, by scenario name.

    summary: the summary frame. reference: the scenario compared with; it gets a sentence that says so.
    years: the horizon the money covers, in years from the day the options part.
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
            spoken[name] = _sentence(summary[summary["scenario"] == name], name, reference, years, language)
    return spoken


def interval_label(language: Language = "en", interval: str = COMPUTING) -> str:
    """Say what an interval holds: `computing` is chance only."""
    return INTERVAL_LABELS[interval][language]


def _sentence(rows: pd.DataFrame, option: str, reference: str, years: float, language: Language) -> str:
    main = _row(rows, MAIN, reference)
    if main is None:
        raise ValueError(f"summary: the municipality's net_result of {option} against {reference} is missing; it leads every sentence")
    clauses = [_clause(main, MAIN, reference, language, _horizon(years, language))]
    for clause in FURTHER:
        row = _row(rows, clause, reference)
        if row is not None:
            clauses.append(_clause(row, clause, reference, language, _horizon(years, language) if clause.measure == "aid_cost" else ""))
    opening = TEXT["assumed" if main["draws"] == 1 else "drawn"][language].format(option=option)
    parts = [opening + "; ".join(clauses) + "."]
    if np.isnan(_number(main, "ci_low")):
        parts.append(TEXT["single"][language])
    return " ".join([*parts, TEXT["finding"][language]])


def _row(rows: pd.DataFrame, clause: Clause, reference: str) -> "pd.Series[Any] | None":
    wanted = reference if clause.difference else ""
    fits = rows["measure"].eq(clause.measure) & rows["actor"].eq(clause.actor) & rows["group"].eq("") & rows["reference"].eq(wanted)
    found = rows[fits & rows["interval"].eq(COMPUTING)]
    return None if found.empty else found.iloc[0]


def _clause(row: "pd.Series[Any]", clause: Clause, reference: str, language: Language, horizon: str) -> str:
    mean, low, high = (_number(row, name) for name in ("mean", "ci_low", "ci_high"))
    subject = clause.en if language == "en" else clause.sv
    scale = scale_for(str(row["unit"]), [mean, low, high], [(high - low) / 2])
    amount = write_scaled(mean, scale, language, signed=clause.difference)
    unit = write_unit(scale.unit, language)
    if np.isnan(low):
        amount = f"{amount}{HARD_SPACE}{unit}"
    else:
        span = write_span(low, high, scale, language, signed=clause.difference)
        amount = TEXT["interval"][language].format(mean=amount, span=span, label=interval_label(language), unit=unit)
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
