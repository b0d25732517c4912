"""The page of a search: which option won, which were dropped when, and what the winner gives on fresh luck."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ami_sim.analysis.differences import COMPUTING
from ami_sim.analysis.uncertainty import CREDIBLE
from ami_sim.report.document import Column, Page, Part, Row, Section, Sentence, Table
from ami_sim.report.notes import say_all
from ami_sim.report.number_formats import write_amount
from ami_sim.report.render.markdown import escaped, part_of
from ami_sim.report.vocabulary import MEASURE_TITLES, Language, title_of
from ami_sim.report.words import actor_title
from ami_sim.report.writer import percent
from ami_sim.workflow.found import Found

NAMED: Final = 3  # options that one sentence names
Ends = Mapping[str, tuple[float, float, float]]  # by interval: mean, low, high
TEXT: Final[Mapping[str, Mapping[Language, str]]] = {
    "option": {"en": "Option", "sv": "Alternativ"},
    "rows": {"en": "Rows lived", "sv": "Levda rader"},
    "dropped": {"en": "Dropped after", "sv": "Struket efter"},
    "behind": {"en": "Behind the winner", "sv": "Efter vinnaren"},
    "left": {"en": "left", "sv": "kvar"},
    "found": {"en": "What the search found", "sv": "Vad sökningen fann"},
    "settled": {
        "en": "{winner} has the largest mean. If one option leads all others by {delta} or more, it is the one chosen in {chance} of such"
        " searches; a smaller lead is not worth a decision. That covers the luck of the simulation, not what is not known about the"
        " parameters.",
        "sv": "{winner} har störst medelvärde. Om ett alternativ leder över alla andra med {delta} eller mer är det detta som väljs i"
        " {chance} av sådana sökningar; ett mindre försprång är inte värt ett beslut. Det gäller slumpen i simuleringen, inte det som"
        " är okänt om parametrarna.",
    },
    "not_settled": {
        "en": "Not settled: rows ran out with {left} options left. {winner} has the largest mean; not shown worse by more than {delta}:"
        " {alike}. Cost and feasibility decide between them, or a larger at_most.",
        "sv": "Inte avgjort: raderna tog slut med {left} alternativ kvar. {winner} har störst medelvärde; inte visat sämre med mer än"
        " {delta}: {alike}. Kostnad och genomförbarhet avgör mellan dem, eller ett större at_most.",
    },
    "near": {
        "en": "Dropped, but behind by less than {delta} on the lives they shared: {near}.",
        "sv": "Struket, men mindre än {delta} efter i de liv som delades: {near}.",
    },
    "itself": {
        "en": "The winner is the reference itself: there is no difference to estimate.",
        "sv": "Vinnaren är referensen själv: det finns ingen skillnad att skatta.",
    },
    "again": {
        "en": "On {again} fresh lives it changes {what} by {difference} against “{reference}”.",
        "sv": "I {again} nya liv ändrar det {what} med {difference} mot ”{reference}”.",
    },
    "worse": {
        "en": "That is worse than “{reference}”: the best of this grid is not better than leaving it.",
        "sv": "Det är sämre än ”{reference}”: det bästa av dessa alternativ är inte bättre än att låta bli.",
    },
    "paid": {
        "en": "The municipality's net result changes by {difference}.",
        "sv": "Kommunens nettoresultat ändras med {difference}.",
    },
    "spent": {
        "en": "{spent} lives were spent; the whole grid to the same row would be {factorial} ({saved} saved).",
        "sv": "{spent} liv levdes; alla alternativ till samma rad hade krävt {factorial} ({saved} sparades).",
    },
    "error": {"en": "{mean} (simulation error ±{half})", "sv": "{mean} (simuleringsfel ±{half})"},
    "credible": {
        "en": "{mean} (simulation error ±{half}; {low} to {high}, 95 % credible interval)",
        "sv": "{mean} (simuleringsfel ±{half}; {low} till {high}, 95 % trovärdighetsintervall)",
    },
    "not_told": {
        "en": "{mean} (simulation error ±{half}; what is not known about the parameters cannot be told from chance with so few lives)",
        "sv": "{mean} (simuleringsfel ±{half}; det som är okänt om parametrarna går inte att skilja från slump med så få liv)",
    },
}


def say(key: str, language: Language, **given: object) -> str:
    """Write a text of the page."""
    return TEXT[key][language].format(**given)


def search_page(found: Found, language: Language = "en") -> Page:
    """Say what was found, how sure that is, what it cost in lives, and write a line for each option tried."""
    said: list[Part] = [Sentence(text) for text in sentences(found, language)]
    section = Section("found", say("found", language), (*said, tried_table(found, language)))
    note = say_all(found.notes, language)
    return Page(
        f"{found.title}: {of_what(found, language)}", (), (section,), (note,) if note else (), {**found.as_dict(), "note": note}, language
    )


def tried_table(found: Found, language: Language) -> Table:
    """Write a line for each option tried."""
    columns = tuple(Column(say(key, language), "left" if key == "option" else "right") for key in ("option", "rows", "dropped", "behind"))
    rows = []
    for row in found.tried:
        dropped = str(row.dropped_after) if row.dropped_after else say("left", language)
        behind = "" if row.option == found.winner else amount(found, row.behind, language)
        rows.append(Row((row.option, str(row.rows), dropped, behind)))
    return Table("", columns, tuple(rows), key="tried")


def sentences(found: Found, language: Language) -> list[str]:
    """Say what was found, how sure that is, and what it cost in lives."""
    said = [verdict(found, language)]
    near = [row.option for row in found.tried if row.dropped_after and row.behind < found.delta]
    if near:
        said.append(say("near", language, delta=amount(found, found.delta, language), near=", ".join(near)))
    if found.winner == found.reference or COMPUTING not in found.found:
        said.append(say("itself", language))
    else:
        difference = difference_said(found.found, found.unit, language)
        what = {"what": of_what(found, language), "again": found.again, "reference": found.reference}
        said.append(say("again", language, **what, difference=difference))
        if found.found[COMPUTING][0] < 0:
            said.append(say("worse", language, reference=found.reference))
        if found.paid:
            said.append(say("paid", language, difference=difference_said(found.paid, "kr", language)))
    saved = percent(1 - found.spent / found.factorial, language)
    return [*said, say("spent", language, spent=found.spent, factorial=found.factorial, saved=saved)]


def verdict(found: Found, language: Language) -> str:
    """Say which option won, and with what guarantee."""
    given = {"winner": found.winner, "delta": amount(found, found.delta, language)}
    if found.settled:
        return say("settled", language, **given, chance=percent(1 - found.alpha, language))
    return say("not_settled", language, **given, left=len(found.survivors), alike=", ".join(found.alike))


def difference_said(found: Ends, unit: str, language: Language) -> str:
    """Write a difference with its simulation error and, where draws carry one, what is not known about the parameters."""
    mean, low, high = found[COMPUTING]
    given = {"mean": write_amount(mean, unit, language, signed=True), "half": write_amount((high - low) / 2, unit, language)}
    if CREDIBLE not in found:
        return say("error", language, **given)
    _, low, high = found[CREDIBLE]
    if low != low:
        return say("not_told", language, **given)
    ends = (write_amount(end, unit, language, signed=True) for end in (low, high))
    return say("credible", language, **given, **dict(zip(("low", "high"), ends, strict=True)))


def amount(found: Found, value: float, language: Language) -> str:
    """Write an amount in the measure's unit."""
    return write_amount(value, found.unit, language)


def of_what(found: Found, language: Language) -> str:
    """Name the measure and its payer."""
    measure = title_of(MEASURE_TITLES, found.measure, language)
    return f"{measure}, {actor_title(language, found.actor)}" if found.actor else measure


@dataclass(frozen=True)
class QuotedSearch:
    """A search as templates quote it, in English."""

    found: Found

    @property
    def reference(self) -> str:
        """Name the option that the winner is set against."""
        return self.found.reference

    def brief(self) -> str:
        """Say in one sentence which option is best, and which others cannot be told from it by more than delta."""
        found = self.found
        others = [name for name in found.alike if name != found.winner]
        measure = first_small(title_of(MEASURE_TITLES, found.measure, "en"))
        of = f"{measure} ({first_small(actor_title('en', found.actor))})" if found.actor else measure
        said = f"`{found.winner}` of {len(found.tried)} has the largest mean {of}"
        delta = amount(found, found.delta, "en")
        if not others:
            return f"{said}; no other is left within {delta} of it"
        named = ", ".join(f"`{name}`" for name in others[:NAMED]) + (f" and {len(others) - NAMED} more" if len(others) > NAMED else "")
        return f"{said}; not shown worse by more than {delta}: {named}"

    def as_markdown(self) -> str:
        """Give the sentences and the table for a page."""
        page = search_page(self.found, "en")
        parts = [part_of(part, "en") for section in page.sections for part in section.parts]
        return "\n\n".join([*parts, *map(escaped, page.notes)])


def first_small(word: str) -> str:
    """Write a title's first letter small, unless it is an abbreviation."""
    return word[:1].lower() + word[1:] if word[1:2].islower() else word
