"""The titles of measures, payers and units in English and Swedish, as tables, sentences and pictures print them."""

from collections.abc import Mapping
from typing import Final

from ami_sim.record.monthly import MONTHLY
from ami_sim.report.words import Language as Language
from ami_sim.runs.measures import SHIPPED

Titles = Mapping[Language, str]


def _both(en: str, sv: str) -> Titles:
    return {"en": en, "sv": sv}


MEASURE_TITLES: Final[Mapping[str, Titles]] = {  # as the measures' own rows say them
    **{name: _both(SHIPPED[name].title("en"), SHIPPED[name].title("sv")) for name in SHIPPED.printed},
    **{row.name: _both(row.titles["en"], row.titles["sv"]) for row in MONTHLY},
}

INTERVAL_LABELS: Final[Mapping[str, Titles]] = {
    # The words behind the column `interval` of the summary. `computing` is the spread of the simulation around one set
    # of assumed parameters (or the mean over several): it holds chance and nothing else, whatever the number of runs.
    "computing": _both("chance only", "endast slump"),
    # `credible` is what is not known about the expected value; `prediction` is where one realised future may lie.
    "credible": _both("credible interval", "trovärdighetsintervall"),
    "prediction": _both("one future", "en enskild framtid"),
}


def title_of(titles: Mapping[str, Titles], name: str, language: Language) -> str:
    """Look up a name's title; a name without one (a user's own measure) is printed as it is, underscores as spaces."""
    known = titles.get(name)
    return name.replace("_", " ") if known is None else known[language]
