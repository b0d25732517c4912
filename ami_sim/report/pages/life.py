"""The page of one person's life in an option beside the same life in the reference: dated, in plain words, with the money.

It is an illustration of what the model does to one simulated person under one sequence of luck. Only averages are claims.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from ami_sim.report.document import Cell, Column, Number, Page, Row, Section, Sentence, Table
from ami_sim.report.number_formats import Scale, write_number
from ami_sim.report.option_titles import first_small, option_titles, row_title
from ami_sim.report.vocabulary import Language
from ami_sim.report.words import actor_title, say, shipped, title
from ami_sim.scenario.registry import GROUPS_OF_ACTORS
from ami_sim.workflow.follow_one import HISTORY, LifeEvent, Lives

KR = Scale(1.0, "kr", 0)
MUNICIPALITY: Final = "municipality"


def page_of(result: Lives, language: Language = "en") -> Page:
    """Give the page in a language."""
    names = option_titles(result.titles, language)
    heading = say(language, "lives.title", person=result.person, scenario=names[result.scenario], reference=names[result.reference])
    who = background(result, language)
    paid = money(result, language)
    return Page(
        heading,
        (say(language, "lives.illustration"), who),
        (
            Section("lives", say(language, "lives.lives"), (events(result, language),)),
            Section("money", say(language, "lives.payers"), (paid if paid.rows else Sentence(say(language, "lives.nothing")),)),
        ),
        (say(language, "lives.assumed"),),
        data_of(result, language, who),
        language,
    )


def background(result: Lives, language: Language) -> str:
    """Describe the person by what an official can see, and the run."""
    seen = result.background
    household = shipped(language, seen.household)
    who = say(
        language,
        "lives.who",
        sex=say(language, "lives.woman" if seen.woman else "lives.man"),
        age=write_number(seen.age, 0, language),
        began=f"{seen.began:%Y-%m}",
        origin=say(language, "lives.abroad" if seen.abroad else "lives.here"),
        schooling=say(language, f"lives.{seen.schooling.replace('_', '-')}"),
        household=household[:1].lower() + household[1:],
        door=shipped(language, seen.referrer),
    )
    said = [who, say(language, "lives.run", replication=str(result.replication), seed=str(result.seed))]
    return " ".join([*said, say(language, "lives.only", name=option_titles(result.titles, language)[result.only])] if result.only else said)


def events(result: Lives, language: Language) -> Table:
    """Lay both lives out by date: what happens the same day stands in the same row."""
    rows = []
    for day in sorted({event["date"] for event in (*result.life, *result.twin)}):
        told = (
            "\n".join(tell(event, language, result.titles) for event in life if event["date"] == day) for life in (result.life, result.twin)
        )
        rows.append(Row((day.isoformat(), *told)))
    names = option_titles(result.titles, language)
    heads = (names[result.scenario], names[result.reference])
    columns = (Column(say(language, "lives.date"), "left"), *(Column(head, "left", wide=1) for head in heads))
    return Table("", columns, tuple(rows) or (Row(("", say(language, "lives.empty"), say(language, "lives.empty"))),))


def money(result: Lives, language: Language) -> Table:
    """Tabulate received minus paid per actor and year, the municipality's sum first, and all years at the end."""
    sums = result.money()
    years: list[int | None] = [*sorted({year for year, _ in sums}), None] if sums else []
    rows = tuple(
        row for year in years for row in year_rows(sums, year, say(language, "lives.all") if year is None else str(year), language)
    )
    names = option_titles(result.titles, language)
    heads = (names[result.scenario], names[result.reference], say(language, "lives.difference"))
    return Table(
        say(language, "lives.money"),
        (Column(say(language, "lives.year"), "left"), Column(say(language, "lives.actor"), "left"), *map(Column, heads)),
        rows,
        lead=2,
    )


def year_rows(sums: dict[tuple[int, str], tuple[float, float]], year: int | None, label: str, language: Language) -> Iterator[Row]:
    """Write the actors of a year, or of all years (None)."""
    actors = dict.fromkeys(actor for at, actor in sums if year in (at, None))
    inside = {actor: total([pair for (at, name), pair in sums.items() if name == actor and year in (at, None)]) for actor in actors}
    municipal = [inside[actor] for actor in GROUPS_OF_ACTORS[MUNICIPALITY] if actor in inside]
    rows = {MUNICIPALITY: total(municipal), **inside} if len(municipal) > 1 else inside
    for at, (actor, (own, other)) in enumerate(rows.items()):
        numbers = (Number(kr, "kr", scale=KR, difference=True) for kr in (own, other, own - other))
        cells: tuple[Cell, ...] = (label if at == 0 else "", actor_title(language, actor), *numbers)
        yield Row(cells, "strong" if actor == MUNICIPALITY else "")


def total(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    """Add up both lives."""
    return sum(own for own, _ in pairs), sum(other for _, other in pairs)


def tell(event: LifeEvent, language: Language = "en", titles: Mapping[str, str] = MappingProxyType({})) -> str:
    """Tell one event in plain words: what happens, where the person stands then, what the person lives on and the step."""
    row = called(event["row"], titles, language)
    if row and event["group"]:
        row = say(language, "lives.in-group", row=row, group=called(event["group"], titles, language))
    what = say(language, "lives.history") if event["what"] == HISTORY else title(language, "events", event["what"])
    stage = title(language, "stages", event["stage"])
    begins = {"start": "lives.starts", "move_up": "lives.moves-up"}
    if row and event["what"] in begins:
        what = say(language, begins[event["what"]], row=row)
    elif row:
        stage = say(language, "lives.row", stage=stage, row=row)
    income = title(language, "incomes", event["income"])
    told = say(language, "lives.lives-on", what=what, stage=stage, income=income, step=write_number(event["step"], 0, language))
    more = [say(language, f"lives.{key}-{event[key].replace('_', '-')}") for key in ("application", "waits") if event[key]]
    if event["until"] is not None:
        more[0] = say(language, "lives.application-granted-until", until=event["until"].isoformat())
    return "; ".join([told[:1].upper() + told[1:], *more])


def called(name: str, titles: Mapping[str, str], language: Language) -> str:
    """Name what a person takes part in: its title inside a sentence, or its key where it has none."""
    return first_small(row_title(name, titles, language))


def data_of(result: Lives, language: Language, who: str) -> dict[str, Any]:
    """Give plain values for scripts: the events of both lives, dates as text, and kronor per actor and year."""
    return {
        "person": result.person,
        "scenario": result.scenario,
        "reference": result.reference,
        "background": who,
        "illustration": say(language, "lives.illustration"),
        "life": [plain_event(event) for event in result.life],
        "twin": [plain_event(event) for event in result.twin],
        "money": [
            {"year": year, "actor": actor, "life_kr": own, "twin_kr": other, "difference_kr": own - other}
            for (year, actor), (own, other) in result.money().items()
        ],
    }


def plain_event(event: LifeEvent) -> dict[str, Any]:
    """Give an event as plain values."""
    until = event["until"].isoformat() if event["until"] else None
    return {**event, "date": event["date"].isoformat(), "until": until, "money": [dict(line) for line in event["money"]]}
