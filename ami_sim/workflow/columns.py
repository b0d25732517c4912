"""What every column of every frame of an answer means, and in what unit: docs and docstrings read it from here."""

from collections.abc import Mapping
from typing import Final, NamedTuple

import pandas as pd

from ami_sim.scenario.errors import InputError, nearest


class Column(NamedTuple):
    """One column: what it means, and its unit ("" for words and plain numbers)."""

    meaning: str
    unit: str = ""


OPTION: Final = Column("The option, by its name in the question.")
MEASURE: Final = Column("The measure, by its name; docs/model.md, section 7, says what each counts.")
ACTOR: Final = Column('Whose money it is, for measures in kronor by actor; "" for all others.')
GROUP: Final = Column('The group of people ("sex:woman", "age:18-24"), or the limit or group of places; "" is everybody.')
UNIT: Final = Column("The unit of the numbers in the row.")
DRAW: Final = Column("Number of the parameter draw; 0 is the first, and with parameters at their medians the only one.")
REPLICATION: Final = Column(
    "Number of the replication of that draw: the same number is the same people with the same luck in every option."
)
DRAWS: Final = Column("How many parameter draws the number comes from.")
LIMITS: Final = "of the interval that the column `interval` names; empty where there are too few runs for one"

COLUMNS: Final[Mapping[str, Mapping[str, Column]]] = {
    "summary": {
        "experiment": Column("The question, by the name of its experiment file."),
        "scenario": OPTION,
        "reference": Column('The option that is subtracted, same people and same luck; "" when the row is a level and no difference.'),
        "measure": MEASURE,
        "actor": ACTOR,
        "group": GROUP,
        "unit": UNIT,
        "mean": Column("Mean over all runs: of the level, or of the paired difference.", "unit"),
        "interval": Column(
            "What the interval is for. computing: how far the mean may move if more were computed (chance only). credible: what is not"
            " known about the expected value. prediction: where one realised future may lie. The last two need two draws"
            " of two replications each at least."
        ),
        "ci_low": Column(f"Lower end {LIMITS}.", "unit"),
        "ci_high": Column(f"Upper end {LIMITS}.", "unit"),
        "level": Column("Share of cases in which such an interval is to hold the true value.", "share"),
        "draws": DRAWS,
        "replications": Column("How many replications of each draw; the smallest number where some runs do not define the measure."),
        "free_of_chance": Column(
            "Whether the spread over parameter draws can be told from chance. False only on credible rows, where the draws' means spread"
            " no more than chance alone would make them: the interval then holds chance as well and is rather too wide. It does NOT say"
            " whether the interval leaves out 0, nor whether options differ: read ci_low and ci_high for that."
        ),
    },
    "monthly": {
        "scenario": OPTION,
        "month": Column("First day of the month."),
        "measure": Column(
            "The figure by month: queues, who waits for a job, stages (`stage:`), incomes (`income:`), jobs (`job:`), payers' net cash"
            " (`net_result:`), the hours that a requirement to take part asks for (`requirement_`); `difference:` before a figure of"
            " waiting or jobs is what it differs by from the reference, run by run."
        ),
        "group": GROUP,
        "count": Column("How many runs define it."),
        "mean": Column("Mean over all runs.", "persons; kr for `net_result:`; hours, times or months for `requirement_`"),
        "m2": Column("Sum of squared deviations from the mean over all runs; m2 / (count - 1) is their variance.", "the same, squared"),
        **{
            f"q{share:02d}": Column(
                f"{share} % of all runs lie at or below it (to 0.05 %).",
                "persons; kr for `net_result:`; hours, times or months for `requirement_`",
            )
            for share in (5, 25, 50, 75, 95)
        },
    },
    "measures": {
        "draw": DRAW,
        "replication": REPLICATION,
        "scenario": OPTION,
        "measure": MEASURE,
        "actor": ACTOR,
        "group": GROUP,
        "unit": UNIT,
        "value": Column("The measure in that run; empty where it is not defined (the wait when nobody waited).", "unit"),
    },
    "days": {
        "draw": DRAW,
        "replication": REPLICATION,
        "scenario": OPTION,
        "year": Column("Calendar year."),
        "after": Column("1 from the parting on, 0 before it: a year that the parting cuts comes in two pieces."),
        "stage": Column("Code of the stage (the stage before, for transitions), in the order of docs/model.md; `answer.log` has words."),
        "income": Column("Code of the income; -1 for transitions."),
        "row": Column("Number of the service row: 0 is mapping, then the interventions' rows; -1 for none, and for transitions."),
        "group": Column("Number of the group of places; -1 for none, and for transitions."),
        "household": Column(
            "Number of the household: the rows of the prices file in order, then each with children of other ages; -1 for transitions."
        ),
        "rights": Column(
            "Rights that change what is paid, one bit each (long on aid, early in contract, earnings-related, lives elsewhere,"
            " joined an a-kassa); -1 for transitions."
        ),
        "what": Column("Code of the event, for transitions; -1 for days."),
        "to_stage": Column("Code of the stage after the event, for transitions; -1 for days."),
        "amount": Column("Person-days in the condition in the year, or how often the transition happened in it.", "days, or times"),
    },
    "budget": {
        "scenario": OPTION,
        "committee": Column("Who pays: ifo, ami, other_municipal, or the whole municipality."),
        "line": Column("The line of the budget."),
        "year": Column("Budget year."),
        "mean": Column("Mean outturn over all runs; a cost is positive, an income negative.", "kr of that year"),
        "p10": Column("One run in ten lies below it.", "kr of that year"),
        "p90": Column("One run in ten lies above it.", "kr of that year"),
        "budget": Column("What is set aside; empty where nothing is.", "kr of that year"),
        "overrun_probability": Column("Share of runs over what is set aside.", "share"),
        "overrun_mean": Column("How much over they are, on average of those that are.", "kr of that year"),
        "draws": DRAWS,
        "replications": Column("How many replications of each draw."),
    },
    "log": {
        "person": Column(
            'Referrer and number: "ifo-17" is the 17th to come into need from the start date on, "ifo-s4" the 4th back in time.'
        ),
        "time": Column("When it happens, from the start date.", "days"),
        "date": Column("The day it happens."),
        "event": Column("What happens; the first event of those who are there from the beginning is `calendar`, of all others `arrival`."),
        "from": Column("The stage before the event."),
        "to": Column("The stage after it, until the person's next event."),
        "income": Column("What the person lives on after it."),
        "step": Column("The true readiness step after it, 1 to 5."),
        "intervention": Column('The intervention the person is in after it; "" for none.'),
        "group": Column('The group of places the person is in; "" for none.'),
        "application": Column("How the applications to AF stand after it, the best of them: none, asked, granted or refused."),
        "waits_for": Column(
            "What somebody waits for whom a job of the unit's would fit: af_answer, af_rules, money, place, case; or nothing."
        ),
        "days": Column("Days until the person's next event, or the end of the run.", "days"),
        "unfinished": Column("Whether the run ends before the person's next event: the days are then cut."),
    },
    "lives": {
        "from_date": Column("First day of a piece of time in which neither life changes."),
        "days": Column("Its length.", "days"),
        "stage_*": Column('The stage in the option named; "" where the person is not there.'),
        "income_*": Column("What the person lives on in it."),
        "step_*": Column("The true readiness step in it, 1 to 5."),
        "intervention_*": Column('The intervention in it; "" for none.'),
        "group_*": Column('The group of places in it; "" for none.'),
        "differ": Column("Whether the two lives differ in any of these."),
    },
}


def columns(frame: str) -> pd.DataFrame:
    """Give what the columns of a frame of an answer mean; InputError names the nearest frame.

    >>> import ami_sim as ami
    >>> list(ami.columns("measures")["column"])
    ['draw', 'replication', 'scenario', 'measure', 'actor', 'group', 'unit', 'value']
    """
    if frame not in COLUMNS:
        raise InputError(f'columns: "{frame}" is not a frame of an answer.{nearest(frame, COLUMNS)}')
    rows = COLUMNS[frame]
    return pd.DataFrame(
        {"column": list(rows), "meaning": [row.meaning for row in rows.values()], "unit": [row.unit for row in rows.values()]}
    )
