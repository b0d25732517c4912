"""One plain sentence per option that says no more than the numbers can carry.

While parameters are assumptions a difference is a difference under those assumptions, and its interval is chance only. With draws from a
posterior the interval is the credible one, and every sentence says that effects rest on what is assumed. No sentence says that an option
saves or costs.
"""

from collections.abc import Mapping, Sequence
from math import isnan
from typing import Any, Final, NamedTuple

import pandas as pd

from ami_sim.analysis.differences import COMPUTING
from ami_sim.analysis.uncertainty import CREDIBLE, PREDICTION, shown
from ami_sim.report.basis import basis, interval_label
from ami_sim.report.document import CHANCE
from ami_sim.report.number_formats import HARD_SPACE, scale_for, write_number, write_scaled, write_span, write_unit
from ami_sim.report.words import Language, say


class Clause(NamedTuple):
    """What one part of a sentence is about: a measure of an actor, as a difference or a level; its subject is in the catalogue."""

    measure: str
    actor: str = ""
    difference: bool = True


MAIN: Final = Clause("net_result", "municipality")
FURTHER: Final = (
    Clause("assumed_overhead", "municipality"),
    Clause("aid_cost"),
    Clause("aid_saved_by:ami_wage"),
    Clause("in_work_24m"),
    Clause("queue_place_mean", difference=False),
)

ABOUT: Final[Mapping[str, tuple[Clause, ...]]] = {
    "money": (MAIN, *FURTHER),
    "queues": (
        *(Clause(measure) for measure in ("wait_mapping_mean_days", "queue_mapping_mean", "wait_place_mean_days")),
        Clause("queue_place_mean"),
        MAIN,
    ),
    "people": (Clause("in_work_24m"), Clause("months_in_work"), Clause("people_met"), MAIN),
}


def sentences(
    summary: pd.DataFrame,
    *,
    reference: str,
    years: float,
    language: Language = "en",
    parameters: str = "median",
    titles: Mapping[str, str] | None = None,
    about: str = "money",
) -> dict[str, str]:
    """Say in plain sentences what each scenario gives, by scenario name; the caveats stand in the last.

    summary: the summary frame. reference: the scenario compared with; it gets a sentence that says so. years: the horizon the money covers,
    from the day the options part. parameters: where they come from: "median", "prior" or "posterior". titles: of scenarios; the name
    stands for one without. about: what leads, money (the municipality's net result), queues or people; further measures follow when the
    summary has them.
    Raises ValueError when the summary lacks the municipality's net result for a scenario, or the reference.
    """
    names = [str(name) for name in summary["scenario"].unique()]
    if reference not in names:
        raise ValueError(f"reference: {reference!r} is not among the scenarios {', '.join(names)}")
    called = {name: (titles or {}).get(name, name) for name in names}
    speaker = Speaker(language, reference, years, parameters, shown(summary), about)
    return {
        name: say(language, "sentences.reference", option=called[name])
        if name == reference
        else speaker.say(summary[summary["scenario"] == name], name, called[name])
        for name in names
    }


class Speaker(NamedTuple):
    """What all sentences of a comparison have in common."""

    language: Language
    reference: str
    years: float
    parameters: str
    interval: str
    about: str = "money"

    def say(self, rows: pd.DataFrame, name: str, option: str) -> str:
        """Say what an option gives, from its rows of the summary."""
        main = self.row(rows, MAIN)
        if main is None:
            raise ValueError(
                f"summary: the municipality's net_result of {name} against {self.reference} is missing; it leads every sentence"
            )
        found = [(clause, self.row(rows, clause)) for clause in ABOUT[self.about]]
        known = [(clause, row) for clause, row in found if row is not None]
        clauses = "; ".join(self.clause(row, clause) for clause, row in known)
        said = [say(self.language, "sentences.option", option=option, clauses=clauses), self.brackets([row for _, row in known])]
        if self.interval == CREDIBLE:
            said += self.other_intervals(rows)
        said.append(basis(self.language, self.parameters, int(main["draws"])))
        return " ".join(part for part in said if part)

    def row(self, rows: pd.DataFrame, clause: Clause, interval: str = "") -> "pd.Series[Any] | None":
        """Find the row of a clause, with its interval."""
        wanted = self.reference if clause.difference else ""
        fits = rows["measure"].eq(clause.measure) & rows["actor"].eq(clause.actor) & rows["group"].eq("") & rows["reference"].eq(wanted)
        found = rows[fits & rows["interval"].eq(interval or self.interval)]
        return None if found.empty else found.iloc[0]

    def clause(self, row: "pd.Series[Any]", clause: Clause) -> str:
        """Say one part of a sentence: the subject and its amount."""
        mean, low, high = _ends(row)
        subject = say(self.language, f"sentences.{clause.measure}")
        if clause.difference and mean == low == high == 0:
            return say(self.language, "sentences.same", subject=subject)
        scale = scale_for(str(row["unit"]), [mean, low, high], [(high - low) / 2])
        written = write_scaled(mean, scale, self.language, signed=clause.difference)
        unit = write_unit(scale.unit, self.language)
        if isnan(low):
            amount = say(self.language, "sentences.amount", mean=written, unit=unit)
        else:
            span = write_span(low, high, scale, self.language, signed=clause.difference)
            span += "" if row["free_of_chance"] else HARD_SPACE + CHANCE
            amount = say(self.language, "sentences.amount-interval", mean=written, span=span, unit=unit)
        if not clause.difference:
            return say(self.language, "sentences.level", subject=subject, amount=amount)
        how = "alike" if low <= 0 <= high else "differs"
        horizon = self.horizon() if str(row["unit"]) == "kr" else ""
        return say(self.language, f"sentences.{how}", subject=subject, amount=amount, horizon=horizon)

    def horizon(self) -> str:
        """Say over how many years money is counted."""
        if float(self.years).is_integer():
            return say(self.language, "sentences.horizon", years=int(self.years))
        return say(self.language, "sentences.horizon-part", years=write_number(self.years, 1, self.language))

    def brackets(self, rows: "Sequence[pd.Series[Any]]") -> str:
        """Say once what stands in brackets, or why nothing does."""
        if isnan(_ends(rows[0])[1]):
            return say(self.language, "sentences.undefined" if self.interval == CREDIBLE else "sentences.single")
        level = write_number(100 * float(rows[0]["level"]), 0, self.language)
        key = "brackets" if all(row["free_of_chance"] for row in rows) else "brackets-chance"
        return say(self.language, f"sentences.{key}", level=level, label=interval_label(self.language, self.interval))

    def other_intervals(self, rows: pd.DataFrame) -> list[str]:
        """Say the simulation error of the municipality's net result, and where a single future may lie."""
        said = []
        for interval, key in ((COMPUTING, "computing"), (PREDICTION, "prediction")):
            row = self.row(rows, MAIN, interval)
            if row is None or isnan(_ends(row)[1]):
                continue
            mean, low, high = _ends(row)
            scale = scale_for(str(row["unit"]), [mean, low, high], [(high - low) / 2])
            values = {"unit": write_unit(scale.unit, self.language)}
            if interval == COMPUTING:
                values["half"] = write_scaled((high - low) / 2, scale, self.language)
            else:
                values["span"] = write_span(low, high, scale, self.language, signed=True)
            said.append(say(self.language, f"sentences.{key}", **values))
        return said


def _ends(row: "pd.Series[Any]") -> tuple[float, ...]:
    """Give mean, low and high of a row."""
    return tuple(float(row[name]) for name in ("mean", "ci_low", "ci_high"))
