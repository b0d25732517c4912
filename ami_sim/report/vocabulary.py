"""The titles of measures, as tables, sentences and pictures print them."""

from collections.abc import Mapping
from typing import Final

from ami_sim.analysis.ratios import RATIOS
from ami_sim.record.monthly import MONTHLY
from ami_sim.report.words import Language as Language
from ami_sim.report.words import known_title
from ami_sim.runs.measures import SHIPPED

Titles = Mapping[Language, str]
MEASURE_TITLES: Final[Mapping[str, Titles]] = {  # as the measures' own rows say them
    **{name: SHIPPED[name].titles for name in SHIPPED.printed},
    **{row.name: row.titles for row in MONTHLY},
    **{ratio.name: ratio.titles for ratio in RATIOS},
}


def measure_title(name: str, language: Language) -> str:
    """Give a measure's title: the language's own `measures.ftl`, else the one its row was registered with, else its name."""
    own = known_title(language, "measures", name)
    return own or title_of(MEASURE_TITLES, name, language)


def title_of(titles: Mapping[str, Titles], name: str, language: Language) -> str:
    """Look up a name's title; a name without one (a user's own measure) is printed as it is, underscores as spaces."""
    known = titles.get(name)
    return name.replace("_", " ") if known is None else known.get(language) or known["en"]
