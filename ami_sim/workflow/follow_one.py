"""One person's life in an option beside the same life in the reference: run once more, with dates and money."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import isfinite
from typing import Any, Final, NamedTuple, TypedDict

import numpy as np

from ami_sim.engines.protocol import engine_named
from ami_sim.model.history import population
from ami_sim.record.spells import Condition, spells_of
from ami_sim.runs.batch import prepare
from ami_sim.runs.replicate import Prepared
from ami_sim.runs.trusted import refuse_code
from ami_sim.scenario.dotted import override
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.experiment import Experiment, Question, is_experiment, load_experiment
from ami_sim.scenario.load import Source, build, find, read_source
from ami_sim.scenario.quantities import MONTH
from ami_sim.scenario.registry import A_GRANTED, ACTORS, APPLICATIONS, BORN_ABROAD, LEFT, SCHOOLING, UNBORN, WAITS_FOR, WOMAN
from ami_sim.scenario.scenario import Scenario
from ami_sim.workflow.compare import Settings, work_of
from ami_sim.workflow.unread import refuse_unused

CLOSED: Final = "closed"  # the name of the twin's scenario when a file has no reference of its own
RANGES: Final = 12  # ranges of numbers that an error lists
SILENT: Final = ("advance", "fall_back", "band", "rights_expire", "calendar")  # told only when something changes
WHO: Final = re.compile(r"(?P<door>.+)-(?P<before>s?)(?P<number>[1-9]\d*)")
GRANTED: Final = APPLICATIONS[A_GRANTED]
HISTORY: Final = "history"  # what happens to somebody whose need began before the start date: the life begins


class Payment(TypedDict):
    """A sum that one actor pays another within a calendar year, in undiscounted kronor."""

    year: int
    payer: str
    payee: str
    kind: str
    kr: float


class LifeEvent(TypedDict):
    """One thing that happens to the person, and the condition from then on. `row` and `group` are "" when there is none.

    application, waits: how the applications to AF stand and what a job is waited for, where this event changed it; else "". until: the
    last day of what AF granted with this event, where it has one.
    """

    date: date
    what: str
    stage: str
    income: str
    step: int  # readiness 1 to 5
    row: str
    group: str
    application: str
    until: date | None
    waits: str
    money: Sequence[Payment]  # what flows from this event until the next


Life = tuple[LifeEvent, ...]


class Background(NamedTuple):
    """What an official can see of a person. household, referrer: their titles in the files; schooling: a name of the vocabulary."""

    woman: bool
    age: int  # whole years when the need began
    began: date
    abroad: bool
    schooling: str
    household: str
    referrer: str


@dataclass(frozen=True)
class Lives:
    """Two lives of one person, by date: in an option and in the reference. A life is empty where the person does not exist."""

    person: str
    scenario: str
    reference: str
    life: Life
    twin: Life
    background: Background
    replication: int = 0
    seed: int = 2019
    titles: Mapping[str, str] = field(default_factory=dict)  # of options, service rows and groups, as files say them

    @property
    def only(self) -> str:
        """The one scenario in which the person exists, or "" when it is both."""
        return "" if self.life and self.twin else self.scenario if self.life else self.reference

    def money(self) -> dict[tuple[int, str], tuple[float, float]]:
        """Add up received minus paid, kr, by year and actor: in the option, and in the reference."""
        own, other = net_by_year(self.life), net_by_year(self.twin)
        order = {actor: place for place, actor in enumerate(ACTORS)}
        keys = sorted({*own, *other}, key=lambda key: (key[0], order.get(key[1], len(order)), key[1]))
        return {key: (own.get(key, 0.0), other.get(key, 0.0)) for key in keys}


def follow_one(
    file: str,
    who: str,
    replication: int = 0,
    option: str = "",
    seed: int = 2019,
    settings: Mapping[str, Any] | None = None,
    engine: str = "compiled",
    trust: bool = False,
) -> Lives:
    """Live one person's life in an option (default: the first that is not the reference) and in the reference, as `compare` runs them.

    who: the referrer and a number: "ifo-17" is the 17th to come into need from the start date on, "ifo-s4" the 4th back in time before
    it. A scenario file is set beside itself with the unit closed on the parting date. Seed, replication and parameters (medians) are
    those of `compare` with one draw. Raises InputError for an option or a person that does not exist, with those that do.
    """
    question, other, reference = alternatives(file, option, dict(settings or {}))
    if replication < 0:
        raise InputError(f"--replication: {replication}; expected 0 or more")
    refuse_unused(question)
    work = replace(work_of(question, Settings(seed=seed, engine=engine), None), trust=trust)
    refuse_code(work)
    options, highest = prepare(work, 0)
    door, number = person_named(who, options[other])
    running = engine_named(engine)
    lives: dict[str, Life] = {}
    seen: Background | None = None
    people = {}
    for name in (other, reference):
        plan = options[name].plan
        people[name] = population(plan, seed, 0, replication, highest, running.live)
        found = np.flatnonzero((people[name]["referrer"] == door) & (people[name]["number"] == number))
        lives[name] = ()
        if len(found):
            log = running.simulate(plan, people[name], options[name].own).log
            lives[name] = events_of(options[name], log[log["person"] == found[0]], people[name][found[0]])
            seen = seen or background(people[name][found[0]], options[name])
    rows = {name: title for one in options.values() for name, title in one.plan.scenario.titles().items()}
    alone = {other: question.scenarios[other].title, CLOSED: "Closed"} if reference == CLOSED else {}
    titles = rows | alone | question.experiment.titles
    if seen is None:
        raise InputError(
            f'--person: nobody is called "{who}" in replication {replication}; '
            f"expected one of {options[other].plan.referrers[door]}- with {numbers_there(door, people[other]) or 'nobody at all'}"
        )
    return Lives(who, other, reference, lives[other], lives[reference], seen, replication, seed, titles)


def alternatives(file: str, option: str, settings: dict[str, Any]) -> tuple[Question, str, str]:
    """Read the file and choose what is set beside what: the question, the option and the reference."""
    path = find(file)
    if is_experiment(path):
        question = load_experiment(path, settings)
        names = list(question.scenarios)
        if option and option not in names:
            raise InputError(f'--option: "{option}" is not an option of {path}.{nearest(option, names)}')
        reference = question.experiment.reference
        return question, option or next(name for name in names if name != reference), reference
    if option:
        raise InputError(f'--option: "{option}"; expected none, since {path} is a scenario, which has no options')
    source = read_source(path)
    open_, shut = build(source, settings), closed_from_parting(source, settings)
    said = Experiment.model_construct(name=open_.name, title=open_.title, question="", base=str(path), reference=CLOSED, also=(), option={})
    name = open_.name if open_.name != CLOSED else f"{CLOSED}_not"
    return Question(said, {name: open_, CLOSED: shut}, source.files, "", ""), name, CLOSED


def closed_from_parting(source: Source, settings: Mapping[str, Any]) -> Scenario:
    """Build the same scenario with its unit closed from the parting date: no posts, no places, no wage money."""
    tables = override(source.tables, {dotted: value for dotted, value in settings.items()}, "--set")
    row = {"source": "A person's story beside a closed unit", "sure": "H", "mark": "assumed"}
    unit = CLOSED
    while unit in tables.get("unit", {}):
        unit += "_"
    parting = tables.get("parting")
    if not isinstance(parting, date):
        raise InputError(f"{source.path}: parting: {parting!r}; expected a date such as 2020-01-01")
    nothing = {"amount": "0 kr per year", "hard": True, **row}
    tables["unit"] = {**tables.get("unit", {}), unit: {"title": "Closed", "selectable": False, "wage_money": nothing, **row}}
    before = [step for step in tables.get("timeline", []) if step["from"] < parting]
    first = parting if before or parting == tables.get("start") else tables.get("start")
    tables["timeline"] = [*before, {"from": first, "unit": unit, "discharge": True, **row}]
    return build(source.changed(tables))


def person_named(who: str, option: Prepared) -> tuple[int, int]:
    """Read "ifo-17" or "ifo-s4": the referrer's index and the number, negative for a need that began before the start."""
    match = WHO.fullmatch(who.strip())
    if match is None:
        raise InputError(f'--person: "{who}"; expected a referrer and a number, such as {option.plan.referrers[0]}-17')
    if match["door"] not in option.plan.referrers:
        raise InputError(f'--person: "{who}": "{match["door"]}" is not a referrer.{nearest(match["door"], option.plan.referrers)}')
    return option.plan.referrers.index(match["door"]), int(match["number"]) * (-1 if match["before"] else 1)


def numbers_there(door: int, people: np.ndarray) -> str:
    """Write which numbers the people of a referrer have; nothing when there are none."""
    numbers = people["number"][people["referrer"] == door]
    after, before = ranges(numbers[numbers > 0]), ranges(-numbers[numbers < 0], "s")
    return "; ".join(part for part in (after, before) if part)


def ranges(numbers: np.ndarray, mark: str = "") -> str:
    """Write numbers as ranges: 1-5, 7, 9-61; only the first few when there are many."""
    found: list[str] = []
    ordered = np.sort(numbers)
    for run in np.split(ordered, np.flatnonzero(np.diff(ordered) > 1) + 1) if len(ordered) else []:
        found.append(f"{mark}{run[0]}" if len(run) == 1 else f"{mark}{run[0]}-{mark}{run[-1]}")
    more = f", ..., {mark}{ordered[-1]}" if len(found) > RANGES else ""
    return ", ".join(found[:RANGES]) + more


def events_of(option: Prepared, log: np.ndarray, person: Any) -> Life:
    """Turn one person's part of a log into dated events, each with the money that flows until the next."""
    plan = option.plan
    words, alone = plan.vocabulary, log.copy()
    alone["person"] = 0
    spells, lasts = spells_of(alone, plan.horizon), isfinite(plan.tables.valid_for)
    events: list[LifeEvent] = []
    for i in range(len(spells.start)):
        numbers = (int(column[i]) for column in (spells.stage, spells.income, spells.row, spells.group))
        stage, income, row, group = numbers
        condition = Condition(stage, income, row, group, int(spells.household[i]), int(spells.rights[i]))
        first = i == 0 and spells.what[i] == words.events.index("calendar")
        events.append(
            {
                "date": plan.date(spells.start[i]),
                "what": HISTORY if first else words.events[spells.what[i]],
                "stage": words.stages[stage],
                "income": words.incomes[income],
                "step": int(spells.step[i]) + 1,
                "row": plan.rows[row].name if row >= 0 else "",
                "group": plan.groups[group] if group >= 0 else "",
                "application": (stands := changed(spells.application, i, APPLICATIONS)),
                "until": plan.date(spells.start[i] + plan.tables.valid_for) if stands == GRANTED and lasts else None,
                "waits": changed(spells.waits, i, WAITS_FOR),
                "money": money_of(option, condition, float(spells.start[i]), float(spells.end[i])),
            }
        )
    return visible(events)


def changed(codes: np.ndarray, at: int, words: Sequence[str]) -> str:
    """Give the word of a code where it is another than at the event before (at first: than none); else ""."""
    before = int(codes[at - 1]) if at else 0
    return words[int(codes[at])] if codes[at] != before else ""


def visible(events: Sequence[LifeEvent]) -> Life:
    """Leave out what changes nothing that is told; its money goes to the event before."""
    told: list[LifeEvent] = []
    for event in events:
        same = bool(told) and all(event[key] == told[-1][key] for key in ("stage", "income", "step", "row", "group"))
        same = same and not event["application"]
        if same and event["what"] in SILENT:
            told[-1] = {**told[-1], "money": (*told[-1]["money"], *event["money"])}
        else:
            told.append(event)
    return tuple(told)


def money_of(option: Prepared, condition: Condition, start: float, end: float) -> Sequence[Payment]:
    """Price a condition from one day to another: what each payer pays each payee by calendar year, undiscounted kr."""
    if condition.stage in (UNBORN, LEFT):
        return ()
    scenario = option.plan.scenario
    found: list[Payment] = []
    for year in range(option.plan.date(start).year, option.plan.date(end).year + 1):
        opens, closes = ((date(at, 1, 1) - scenario.start).days for at in (year, year + 1))
        days = min(end, closes) - max(start, opens)
        if days <= 0:
            continue
        for line, monthly in zip(option.book.lines, option.book.row(condition, year), strict=True):
            if monthly and line.cash:
                kr = float(monthly) * days / MONTH
                found.append({"year": year, "payer": line.payer, "payee": line.payee, "kind": line.kind, "kr": kr})
    return tuple(found)


def background(person: Any, option: Prepared) -> Background:
    """Read of a person what an official can see."""
    scenario, plan = option.plan.scenario, option.plan
    return Background(
        woman=bool(person["traits"] & WOMAN),
        age=int((person["began"] - person["born"]) / 365.25),
        began=plan.date(float(person["began"])),
        abroad=bool(person["traits"] & BORN_ABROAD),
        schooling=SCHOOLING[int(person["schooling"])],
        household=scenario.prices.household[plan.households[int(person["household"])]].title,
        referrer=scenario.referrer[plan.referrers[int(person["referrer"])]].title,
    )


def net_by_year(life: Sequence[LifeEvent]) -> dict[tuple[int, str], float]:
    """Add up received minus paid per (year, actor) in undiscounted kronor. Over all actors a year's sums cancel."""
    net: dict[tuple[int, str], float] = {}
    for event in life:
        for line in event["money"]:
            for actor, kr in ((line["payer"], -line["kr"]), (line["payee"], line["kr"])):
                net[line["year"], actor] = net.get((line["year"], actor), 0.0) + kr
    return net
