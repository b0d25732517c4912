"""The titles of measures, payers and units in English and Swedish, as tables, sentences and pictures print them."""

from collections.abc import Mapping
from typing import Final, Literal

from ami_sim.record.monthly import MONTHLY
from ami_sim.runs.measures import SHIPPED

Language = Literal["en", "sv"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "sv")
Titles = Mapping[Language, str]


def _both(en: str, sv: str) -> Titles:
    return {"en": en, "sv": sv}


MEASURE_TITLES: Final[Mapping[str, Titles]] = {  # as the measures' own rows say them
    **{name: _both(SHIPPED[name].title("en"), SHIPPED[name].title("sv")) for name in SHIPPED.printed},
    **{row.name: _both(row.titles["en"], row.titles["sv"]) for row in MONTHLY},
}

ACTOR_TITLES: Final[Mapping[str, Titles]] = {
    "municipality": _both("Municipality", "Kommunen"),
    "ifo": _both("IFO (social services)", "IFO"),
    "ami": _both("AMI (labour-market unit)", "AMI"),
    "other_municipal": _both("Other departments", "Övriga förvaltningar"),
    "region": _both("Region", "Regionen"),
    "state": _both("State", "Staten"),
    "af": _both("Arbetsförmedlingen (AF)", "Arbetsförmedlingen"),
    "social_insurance": _both("Social insurance", "Socialförsäkringen"),
    "treasury": _both("Treasury and taxes", "Statskassan"),
    "person": _both("The persons", "Personerna"),
    "employer": _both("Employers", "Arbetsgivarna"),
    "public": _both("Public sector", "Offentlig sektor"),
    "society": _both("Society", "Samhället"),
    "resources": _both("Resources used", "Förbrukade resurser"),
    "output": _both("Output produced", "Producerat värde"),
}

UNIT_WORDS: Final[Mapping[str, Titles]] = {
    "kr": _both("kr", "kr"),
    "tkr": _both("tkr", "tkr"),
    "mnkr": _both("mnkr", "mnkr"),
    "%": _both("%", "%"),
    "share": _both("share", "andel"),
    "persons": _both("persons", "personer"),
    "days": _both("days", "dagar"),
    "months": _both("months", "månader"),
    "jobs": _both("jobs", "anställningar"),
    "stays": _both("stays", "insatser"),
    "hours": _both("hours", "timmar"),
    "steps": _both("steps", "steg"),
    "household_months": _both("household-months", "hushållsmånader"),
    "household-months": _both("household-months", "hushållsmånader"),
    "child_months": _both("child-months", "barnmånader"),
    "child-months": _both("child-months", "barnmånader"),
    "person_months": _both("person-months", "personmånader"),
    "person-months": _both("person-months", "personmånader"),
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
