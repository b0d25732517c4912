"""The page on what a result rests on that was assumed: a row an option, and what the numbers are."""

from typing import Final

from ami_sim.report.document import Column, Number, Page, Row, Section, Sentence, Table
from ami_sim.report.number_formats import MILLION, Scale, write_number
from ami_sim.report.vocabulary import Language
from ami_sim.workflow.assumed import Assumed, Expected

MNKR, SHARE = Scale(MILLION, "mnkr", 1), Scale(0.01, "%", 0)
CONFIDENCE: Final = 1.96  # standard errors either way of a 95 % interval
WORDS: Final[dict[str, dict[Language, str]]] = {
    "option": {"en": "Option", "sv": "Alternativ"},
    "effects": {"en": "from effects, %", "sv": "från effekter, %"},
    "prior": {"en": "from all that is still the prior, %", "sv": "från allt som siffrorna inte säger något om, %"},
    "as_drawn": {"en": "net result, effects as drawn, mnkr", "sv": "nettoresultat, effekter som dragna, mnkr"},
    "zero": {"en": "effects set to zero, mnkr", "sv": "effekterna satta till noll, mnkr"},
    "unresolved": {"en": "not resolved", "sv": "går inte att avgöra"},
    "said": {
        "en": "{draws} posterior draws. Net result of the municipality against “{reference}”, over the horizon, present value: the mean and"
        " the 90 % range of draws' means (chance included, so rather too wide); computing error of a mean at most ±{error} mnkr. Shares are"
        " of the variance between draws in that difference, by a linear regression: rather too low.",
        "sv": "{draws} dragningar ur posteriorn. Kommunens nettoresultat mot ”{reference}” över horisonten, nuvärde: medel och 90 % av"
        " dragningarnas medel (slump inräknad, alltså snarare för brett); räknefelet i ett medel är högst ±{error} mnkr. Andelarna är av"
        " variansen mellan dragningar i den skillnaden, med en linjär regression: snarare för låga.",
    },
}


def page_of(result: Assumed, language: Language = "en") -> Page:
    """Give the page in a language, as part of another: it has no title of its own."""
    words = {name: text[language] for name, text in WORDS.items()}
    rows = []
    for name in result.as_drawn:
        shares = (share(found.get(name), words) for found in (result.from_effects, result.from_prior))
        expected = (number(found[name]) for found in (result.as_drawn, result.without_effects))
        rows.append(Row((result.titles[name], *shares, *expected)))
    columns = (Column(words["option"], "left"), *(Column(words[name]) for name in ("effects", "prior", "as_drawn", "zero")))
    error = write_number(CONFIDENCE * result.chance / MILLION, 1, language)
    said = words["said"].format(draws=result.draws, reference=result.titles[result.reference], error=error)
    return Page("", sections=(Section("assumed", "", (Table("", columns, tuple(rows)), Sentence(said))),), language=language)


def share(found: float | None, words: dict[str, str]) -> Number | str:
    """Write a share, or that there is none."""
    return words["unresolved"] if found is None else Number(found, "share", scale=SHARE)


def number(found: Expected) -> Number:
    """Write an expected difference with the range of draws' means."""
    return Number(found.mean, "kr", found.low, found.high, MNKR)
