"""One person's life in an option beside the same person's life in the reference: dated, in plain words, with the money.

A story is an illustration of what the model does to one simulated person under one sequence of luck. Only averages are claims.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypedDict

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from ami_sim.report.numbers import write_number
from ami_sim.report.plain_words import EVENT_WORDS, INCOME_WORDS, STAGE_WORDS
from ami_sim.report.vocabulary import Language
from ami_sim.report.words import actor_title
from ami_sim.scenario.registry import ACTORS, GROUPS_OF_ACTORS

DATE_WIDTH: Final = 10  # characters of 2020-01-31
HISTORY: Final = "history"  # what happens to somebody whose need began before the start date: the story begins


class MoneyLine(TypedDict):
    """A sum that one actor pays another within a calendar year, in undiscounted kronor."""

    year: int
    payer: str
    payee: str
    kind: str
    kr: float


class StoryEvent(TypedDict):
    """One thing that happens to the person, and the condition from then on. `row` and `group` are "" when there is none."""

    date: date
    what: str
    stage: str
    income: str
    step: int  # readiness 1 to 5
    row: str
    group: str
    money: Sequence[MoneyLine]  # what flows from this event until the next


TEXT: Final[dict[str, dict[Language, str]]] = {
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


@dataclass(frozen=True)
class Story:
    """Two lives of one person. Print `parts()` with rich, or take `as_text()` or `as_dict()`."""

    person: str
    scenario: str
    reference: str
    life: tuple[StoryEvent, ...]
    twin: tuple[StoryEvent, ...]
    background: str = ""
    language: Language = "en"

    def parts(self) -> RenderableType:
        """Give everything a console prints, in order."""
        title = TEXT["title"][self.language].format(person=self.person, scenario=self.scenario, reference=self.reference)
        said = [Text(title, style="bold"), Text(TEXT["illustration"][self.language])]
        if self.background:
            said.append(Text(self.background))
        return Group(*said, self._events(), self._money(), Text(TEXT["assumed"][self.language]))

    def as_text(self, width: int = 120) -> str:
        """Give the story as plain text of at most `width` characters a line."""
        out = io.StringIO()
        Console(file=out, width=width, color_system=None, legacy_windows=False).print(self.parts())
        return out.getvalue()

    def as_dict(self) -> dict[str, object]:
        """Give the story as plain values for scripts: the events of both lives, dates as text, and kronor per actor and year."""
        return {
            "person": self.person,
            "scenario": self.scenario,
            "reference": self.reference,
            "background": self.background,
            "illustration": TEXT["illustration"][self.language],
            "life": [_plain(event) for event in self.life],
            "twin": [_plain(event) for event in self.twin],
            "money": [
                {"year": year, "actor": actor, "life_kr": own, "twin_kr": other, "difference_kr": own - other}
                for (year, actor), (own, other) in self._sums().items()
            ],
        }

    def _events(self) -> Table:
        """Lay both lives out by date: what happens the same day stands in the same row."""
        table = Table(show_lines=False, expand=True)
        table.add_column(TEXT["date"][self.language], no_wrap=True, min_width=DATE_WIDTH)
        table.add_column(Text(self.scenario), ratio=1)
        table.add_column(Text(self.reference), ratio=1)
        for day in sorted({event["date"] for event in (*self.life, *self.twin)}):
            told = ([tell(event, self.language) for event in events if event["date"] == day] for events in (self.life, self.twin))
            table.add_row(day.isoformat(), *(Text("\n".join(lines)) for lines in told))
        if not self.life and not self.twin:
            table.add_row("", TEXT["empty"][self.language], TEXT["empty"][self.language])
        return table

    def _sums(self) -> dict[tuple[int, str], tuple[float, float]]:
        own, other = net_by_year(self.life), net_by_year(self.twin)
        order = {actor: place for place, actor in enumerate(ACTORS)}
        keys = sorted({*own, *other}, key=lambda key: (key[0], order.get(key[1], len(order)), key[1]))
        return {key: (own.get(key, 0.0), other.get(key, 0.0)) for key in keys}

    def _money(self) -> RenderableType:
        """Tabulate received minus paid per actor and year, the municipality's sum first, and all years at the end."""
        sums = self._sums()
        if not sums:
            return Text(TEXT["nothing"][self.language])
        table = Table(title=TEXT["money"][self.language], title_justify="left")
        for name in ("year", "actor"):
            table.add_column(TEXT[name][self.language])
        for head in (self.scenario, self.reference, TEXT["difference"][self.language]):
            table.add_column(Text(head), justify="right", no_wrap=True)
        years: list[int | None] = [*sorted({year for year, _ in sums}), None]
        for year in years:
            inside = {actor: _of(sums, actor, year) for actor in dict.fromkeys(actor for at, actor in sums if year in (at, None))}
            municipal = [inside[actor] for actor in GROUPS_OF_ACTORS["municipality"] if actor in inside]
            rows = dict(inside)
            if len(municipal) > 1:
                rows = {"municipality": (sum(own for own, _ in municipal), sum(other for _, other in municipal)), **inside}
            table.add_section()
            label = TEXT["all"][self.language] if year is None else str(year)
            for at, (actor, (own, other)) in enumerate(rows.items()):
                money = (write_number(kr, 0, self.language, signed=True) for kr in (own, other, own - other))
                style = "bold" if actor == "municipality" else None
                table.add_row(label if at == 0 else "", actor_title(self.language, actor), *money, style=style)
        return table


def person_story(
    person: str,
    life: Sequence[StoryEvent],
    twin: Sequence[StoryEvent],
    *,
    scenario: str,
    reference: str,
    background: str = "",
    language: Language = "en",
) -> Story:
    """Put a person's life in a scenario beside the twin's in the reference.

    life, twin: events in any order; those of one day keep their order. background: one line about the person, printed as it is.
    Raises ValueError for an event, stage or income without words, naming it.
    """
    for event in (*life, *twin):
        words = (
            ("event", event["what"], {**EVENT_WORDS, HISTORY: TEXT[HISTORY]}),
            ("stage", event["stage"], STAGE_WORDS),
            ("income", event["income"], INCOME_WORDS),
        )
        for kind, name, known in words:
            if name not in known:
                raise ValueError(f"story of {person}, {event['date']}: {kind} {name!r} is unknown; expected one of {', '.join(known)}")
    own, other = (tuple(sorted(events, key=lambda event: event["date"])) for events in (life, twin))
    return Story(person, scenario, reference, own, other, background, language)


def tell(event: StoryEvent, language: Language = "en") -> str:
    """Tell one event in plain words: what happens, where the person stands then, what the person lives on and the step."""
    row = event["row"].replace("_", " ")
    if row and event["group"]:
        row = TEXT["in_group"][language].format(row=row, group=event["group"].replace("_", " "))
    what, stage = EVENT_WORDS.get(event["what"], TEXT[HISTORY])[language], STAGE_WORDS[event["stage"]][language]
    if row and event["what"] == "start":
        what = TEXT["starts"][language].format(row=row)
    elif row:
        stage = TEXT["row"][language].format(stage=stage, row=row)
    income = INCOME_WORDS[event["income"]][language]
    told = TEXT["lives_on"][language].format(what=what, stage=stage, income=income, step=write_number(event["step"], 0, language))
    return told[:1].upper() + told[1:]


def net_by_year(events: Sequence[StoryEvent]) -> dict[tuple[int, str], float]:
    """Add up received minus paid per (year, actor) in undiscounted kronor. Over all actors a year's sums cancel."""
    net: dict[tuple[int, str], float] = {}
    for event in events:
        for line in event["money"]:
            for actor, kr in ((line["payer"], -line["kr"]), (line["payee"], line["kr"])):
                net[line["year"], actor] = net.get((line["year"], actor), 0.0) + kr
    return net


def _of(sums: Mapping[tuple[int, str], tuple[float, float]], actor: str, year: int | None) -> tuple[float, float]:
    chosen = [pair for (at, name), pair in sums.items() if name == actor and year in (at, None)]
    return sum(own for own, _ in chosen), sum(other for _, other in chosen)


def _plain(event: StoryEvent) -> dict[str, object]:
    return {**event, "date": event["date"].isoformat(), "money": [dict(line) for line in event["money"]]}
