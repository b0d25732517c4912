"""The page of one person's life in an option beside the same life in the reference: dated, in plain words, with the money.

It is an illustration of what the model does to one simulated person under one sequence of luck. Only averages are claims.
"""

from collections.abc import Iterator
from typing import Any, Final

from ami_sim.report.document import Cell, Column, Number, Page, Row, Section, Sentence, Table
from ami_sim.report.number_formats import Scale, write_number
from ami_sim.report.plain_words import EVENT_WORDS, INCOME_WORDS, STAGE_WORDS
from ami_sim.report.vocabulary import Language, title_of
from ami_sim.report.words import actor_title
from ami_sim.scenario.registry import GROUPS_OF_ACTORS
from ami_sim.workflow.follow_one import HISTORY, LifeEvent, Lives

KR = Scale(1.0, "kr", 0)
MUNICIPALITY: Final = "municipality"
WORDS: Final[dict[str, dict[Language, str]]] = {
    "woman": {"en": "Woman", "sv": "Kvinna"},
    "man": {"en": "Man", "sv": "Man"},
    "here": {"en": "born in Sweden", "sv": "född i Sverige"},
    "abroad": {"en": "born abroad", "sv": "född utomlands"},
    "compulsory_not_completed": {"en": "compulsory school not completed", "sv": "grundskola inte slutförd"},
    "compulsory": {"en": "compulsory school", "sv": "grundskola"},
    "upper_secondary": {"en": "upper secondary school", "sv": "gymnasium"},
    "who": {
        "en": "{sex}, {age} when the need began ({began}), {origin}, {schooling}. Household: {household}. Comes from: {door}.",
        "sv": "{sex}, {age} år när behovet började ({began}), {origin}, {schooling}. Hushåll: {household}. Kommer från: {door}.",
    },
    "run": {
        "en": "Replication {replication}, seed {seed}. Money follows the person; the unit's own staff and premises are not in it.",
        "sv": "Replikation {replication}, frö {seed}. Pengarna följer personen; enhetens egen personal och lokaler ingår inte.",
    },
    "only": {"en": "The person exists in {name} only.", "sv": "Personen finns bara i {name}."},
    "lives": {"en": "Two lives", "sv": "Två liv"},
    "payers": {"en": "The money", "sv": "Pengarna"},
    "title": {"en": "{person}: {scenario} beside {reference}", "sv": "{person}: {scenario} bredvid {reference}"},
    "illustration": {
        "en": "An illustration: one simulated person under one sequence of luck, not a real person and not a result."
        " Only averages are claims.",
        "sv": "En illustration: en simulerad person med en följd av slump, ingen verklig person och inget resultat."
        " Bara medelvärden är påståenden.",
    },
    "assumed": {
        "en": "The parameters are assumptions. Plus: the actor receives more than it pays. Undiscounted kronor.",
        "sv": "Parametrarna är antaganden. Plus: aktören får mer än den betalar. Odiskonterade kronor.",
    },
    "date": {"en": "Date", "sv": "Datum"},
    "money": {"en": "Received minus paid, kr per payer and year", "sv": "Mottaget minus betalt, kr per betalare och år"},
    "year": {"en": "Year", "sv": "År"},
    "actor": {"en": "Payer", "sv": "Betalare"},
    "difference": {"en": "Difference", "sv": "Skillnad"},
    "all": {"en": "all years", "sv": "alla år"},
    "nothing": {"en": "no money moved", "sv": "inga pengar flyttades"},
    "lives_on": {"en": "{what}: {stage}, lives on {income}, step {step}", "sv": "{what}: {stage}, lever på {income}, steg {step}"},
    "history": {"en": "the story begins", "sv": "berättelsen börjar"},
    "starts": {"en": "starts {row}", "sv": "börjar {row}"},
    "row": {"en": "{stage} ({row})", "sv": "{stage} ({row})"},
    "in_group": {"en": "{row}, {group}", "sv": "{row}, {group}"},
    "empty": {"en": "nothing happens", "sv": "inget händer"},
}


def page_of(result: Lives, language: Language = "en") -> Page:
    """Give the page in a language."""
    words = {name: found[language] for name, found in WORDS.items()}
    title = words["title"].format(person=result.person, scenario=result.scenario, reference=result.reference)
    who = background(result, words, language)
    paid = money(result, words, language)
    return Page(
        title,
        (words["illustration"], who),
        (
            Section("lives", words["lives"], (events(result, words, language),)),
            Section("money", words["payers"], (paid if paid.rows else Sentence(words["nothing"]),)),
        ),
        (words["assumed"],),
        data_of(result, words, who),
        language,
    )


def background(result: Lives, words: dict[str, str], language: Language) -> str:
    """Describe the person by what an official can see, and the run."""
    seen = result.background
    who = words["who"].format(
        sex=words["woman" if seen.woman else "man"],
        age=write_number(seen.age, 0, language),
        began=f"{seen.began:%Y-%m}",
        origin=words["abroad" if seen.abroad else "here"],
        schooling=words[seen.schooling],
        household=seen.household[:1].lower() + seen.household[1:],
        door=seen.referrer,
    )
    said = [who, words["run"].format(replication=result.replication, seed=result.seed)]
    return " ".join([*said, words["only"].format(name=result.only)] if result.only else said)


def events(result: Lives, words: dict[str, str], language: Language) -> Table:
    """Lay both lives out by date: what happens the same day stands in the same row."""
    rows = []
    for day in sorted({event["date"] for event in (*result.life, *result.twin)}):
        told = ("\n".join(tell(event, language) for event in life if event["date"] == day) for life in (result.life, result.twin))
        rows.append(Row((day.isoformat(), *told)))
    columns = (Column(words["date"], "left"), *(Column(name, "left", wide=1) for name in (result.scenario, result.reference)))
    return Table("", columns, tuple(rows) or (Row(("", words["empty"], words["empty"])),))


def money(result: Lives, words: dict[str, str], language: Language) -> Table:
    """Tabulate received minus paid per actor and year, the municipality's sum first, and all years at the end."""
    sums = result.money()
    years: list[int | None] = [*sorted({year for year, _ in sums}), None] if sums else []
    rows = tuple(row for year in years for row in year_rows(sums, year, words["all"] if year is None else str(year), language))
    heads = (result.scenario, result.reference, words["difference"])
    return Table(words["money"], (Column(words["year"], "left"), Column(words["actor"], "left"), *map(Column, heads)), rows, lead=2)


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


def tell(event: LifeEvent, language: Language = "en") -> str:
    """Tell one event in plain words: what happens, where the person stands then, what the person lives on and the step."""
    words = {name: text[language] for name, text in WORDS.items()}
    row = event["row"].replace("_", " ")
    if row and event["group"]:
        row = words["in_group"].format(row=row, group=event["group"].replace("_", " "))
    what = words[HISTORY] if event["what"] == HISTORY else title_of(EVENT_WORDS, event["what"], language)
    stage = title_of(STAGE_WORDS, event["stage"], language)
    if row and event["what"] == "start":
        what = words["starts"].format(row=row)
    elif row:
        stage = words["row"].format(stage=stage, row=row)
    income = title_of(INCOME_WORDS, event["income"], language)
    told = words["lives_on"].format(what=what, stage=stage, income=income, step=write_number(event["step"], 0, language))
    return told[:1].upper() + told[1:]


def data_of(result: Lives, words: dict[str, str], who: str) -> dict[str, Any]:
    """Give plain values for scripts: the events of both lives, dates as text, and kronor per actor and year."""
    return {
        "person": result.person,
        "scenario": result.scenario,
        "reference": result.reference,
        "background": who,
        "illustration": words["illustration"],
        "life": [plain_event(event) for event in result.life],
        "twin": [plain_event(event) for event in result.twin],
        "money": [
            {"year": year, "actor": actor, "life_kr": own, "twin_kr": other, "difference_kr": own - other}
            for (year, actor), (own, other) in result.money().items()
        ],
    }


def plain_event(event: LifeEvent) -> dict[str, Any]:
    """Give an event as plain values."""
    return {**event, "date": event["date"].isoformat(), "money": [dict(line) for line in event["money"]]}
