"""The part of a check that tells what of a municipality's files is still another's, and what per inhabitant is worth another look."""

from collections.abc import Mapping

from ami_sim.report.columns import columns
from ami_sim.report.document import Row, Section, Sentence, Table
from ami_sim.report.number_formats import write_number
from ami_sim.report.vocabulary import Language
from ami_sim.report.words import known_title, say, shipped
from ami_sim.workflow.borrowed import Borrowed


def borrowed_section(found: Borrowed, doors: Mapping[str, str], language: Language) -> Section:
    """Count what is still another municipality's, list what of it moves an answer most, and set what is per inhabitant side by side.

    doors: titles of the referrers by name.
    """
    of = found.of.capitalize()
    counted = {"same": write_number(found.same, 0, language), "figures": write_number(found.figures, 0, language), "of": of}
    parts: list[Sentence | Table] = [Sentence(say(language, "borrowed.count", **counted))]
    if found.most:
        rows = tuple(Row((path, written)) for path, written in found.most.items())
        heads = columns(language, "borrowed", ("figure", "written"))
        parts.append(Table(say(language, "borrowed.most", of=of), heads, rows, key="most", lead=2))
    if found.public:
        given = tuple(
            Row((say(language, f"borrowed.public-{one.name}"), written_value(one.value, language), str(one.year), one.kpi, one.licence))
            for one in found.public
        )
        heads = columns(language, "borrowed", ("public",), ("value", "year", "kpi", "licence"))
        parts.append(Table(say(language, "borrowed.started-from"), heads, given, key="public"))
    if found.plausible:
        rows = tuple(
            Row(
                (
                    name_of(one.name, doors, language),
                    written_value(one.value, language),
                    written_value(one.theirs, language),
                    say(language, "borrowed.odd") if one.odd else "",
                )
            )
            for one in found.plausible
        )
        heads = columns(language, "borrowed", ("what",), ("here", "there", "look"))
        parts.append(Table(say(language, "borrowed.plausible"), heads, rows, key="plausible"))
    parts.append(Sentence(say(language, "borrowed.fit", of=of)))
    return Section("borrowed", say(language, "borrowed.title", of=of), tuple(parts))


def name_of(name: str, doors: Mapping[str, str], language: Language) -> str:
    """Name something that is counted per inhabitant."""
    door = name.removeprefix("new_")
    title = known_title(language, "borrowed", f"per-{name.replace('_', '-')}")
    return title or say(language, "borrowed.per-door", door=shipped(language, doors.get(door, door)))


def written_value(value: float, language: Language) -> str:
    """Write a value with what is worth writing of it."""
    return write_number(value, 0 if value >= 100 else 1 if value >= 10 else 2, language)
