"""The page of a search: which option won, which were dropped when, and what the winner gives on fresh luck."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ami_sim.analysis.differences import COMPUTING
from ami_sim.analysis.uncertainty import CREDIBLE
from ami_sim.report.document import Column, Page, Part, Row, Section, Sentence, Table
from ami_sim.report.notes import say_all
from ami_sim.report.number_formats import write_amount
from ami_sim.report.option_titles import Titles, first_small, option_titles, quoted
from ami_sim.report.render.markdown import escaped, part_of
from ami_sim.report.vocabulary import measure_title
from ami_sim.report.words import Language, actor_title, say, shipped
from ami_sim.report.writer import percent
from ami_sim.workflow.found import Found

NAMED: Final = 3  # options that one sentence names
Ends = Mapping[str, tuple[float, float, float]]  # by interval: mean, low, high


def search_page(found: Found, language: Language = "en") -> Page:
    """Say what was found, how sure that is, what it cost in lives, and write a line for each option tried."""
    said: list[Part] = [Sentence(text) for text in sentences(found, language)]
    section = Section("found", say(language, "search.found"), (*said, tried_table(found, language)))
    note = say_all(found.notes, language, named(found, language))
    return Page(
        f"{shipped(language, found.title)}: {of_what(found, language)}",
        (),
        (section,),
        (note,) if note else (),
        {**found.as_dict(), "note": note},
        language,
    )


def tried_table(found: Found, language: Language) -> Table:
    """Write a line for each option tried."""
    columns = tuple(
        Column(say(language, f"search.{key}"), "left" if key == "option" else "right") for key in ("option", "rows", "dropped", "behind")
    )
    rows, names = [], named(found, language)
    for row in found.tried:
        dropped = str(row.dropped_after) if row.dropped_after else say(language, "search.left")
        behind = "" if row.option == found.winner else amount(found, row.behind, language)
        rows.append(Row((names[row.option], str(row.rows), dropped, behind)))
    return Table("", columns, tuple(rows), key="tried")


def sentences(found: Found, language: Language) -> list[str]:
    """Say what was found, how sure that is, and what it cost in lives."""
    said, names = [verdict(found, language)], named(found, language)
    near = [names[row.option] for row in found.tried if row.dropped_after and row.behind < found.delta]
    if near:
        said.append(say(language, "search.near", delta=amount(found, found.delta, language), near=", ".join(near)))
    if found.winner == found.reference or COMPUTING not in found.found:
        said.append(say(language, "search.itself"))
    else:
        difference = difference_said(found.found, found.unit, language)
        what = {"what": of_what(found, language), "again": found.again, "reference": names[found.reference]}
        said.append(say(language, "search.again", **what, difference=difference))
        if found.found[COMPUTING][0] < 0:
            said.append(say(language, "search.worse", reference=names[found.reference]))
        if found.paid:
            said.append(say(language, "search.paid", difference=difference_said(found.paid, "kr", language)))
    saved = percent(1 - found.spent / found.factorial, language)
    return [*said, say(language, "search.spent", spent=found.spent, factorial=found.factorial, saved=saved)]


def named(found: Found, language: Language) -> Titles:
    """Give the short title of each option tried, and of the reference."""
    return option_titles({row.option: row.title for row in found.tried} | dict(found.titles), language)


def verdict(found: Found, language: Language) -> str:
    """Say which option won, and with what guarantee."""
    names = named(found, language)
    given = {"winner": names[found.winner], "delta": amount(found, found.delta, language)}
    if found.settled:
        return say(language, "search.settled", **given, chance=percent(1 - found.alpha, language))
    return say(language, "search.not_settled", **given, left=len(found.survivors), alike=", ".join(names[name] for name in found.alike))


def difference_said(found: Ends, unit: str, language: Language) -> str:
    """Write a difference with its simulation error and, where draws carry one, what is not known about the parameters."""
    mean, low, high = found[COMPUTING]
    given = {"mean": write_amount(mean, unit, language, signed=True), "half": write_amount((high - low) / 2, unit, language)}
    if CREDIBLE not in found:
        return say(language, "search.error", **given)
    _, low, high = found[CREDIBLE]
    if low != low:
        return say(language, "search.not_told", **given)
    ends = (write_amount(end, unit, language, signed=True) for end in (low, high))
    return say(language, "search.credible", **given, **dict(zip(("low", "high"), ends, strict=True)))


def amount(found: Found, value: float, language: Language) -> str:
    """Write an amount in the measure's unit."""
    return write_amount(value, found.unit, language)


def of_what(found: Found, language: Language) -> str:
    """Name the measure and its payer."""
    measure = measure_title(found.measure, language)
    return f"{measure}, {actor_title(language, found.actor)}" if found.actor else measure


@dataclass(frozen=True)
class QuotedSearch:
    """A search as templates quote it."""

    found: Found
    language: Language = "en"

    @property
    def reference(self) -> str:
        """Name the option that the winner is set against."""
        return self.found.reference

    def brief(self) -> str:
        """Say in one sentence which option is best, and which others cannot be told from it by more than delta."""
        found = self.found
        names = named(found, self.language)
        others = [names[name] for name in found.alike if name != found.winner]
        measure = first_small(measure_title(found.measure, self.language))
        of = f"{measure} ({first_small(actor_title(self.language, found.actor))})" if found.actor else measure
        given = {"winner": names[found.winner], "tried": len(found.tried), "of": of, "delta": amount(found, found.delta, self.language)}
        if not others:
            return say(self.language, "search.brief-alone", **given)
        said = ", ".join(quoted(name, self.language) for name in others[:NAMED])
        if len(others) > NAMED:
            said = say(self.language, "search.and-more", named=said, more=len(others) - NAMED)
        return say(self.language, "search.brief", **given, named=said)

    def as_markdown(self) -> str:
        """Give the sentences and the table for a page."""
        page = search_page(self.found, self.language)
        parts = [part_of(part, self.language) for section in page.sections for part in section.parts]
        return "\n\n".join([*parts, *map(escaped, page.notes)])
