"""What a scenario or an experiment means, as data: who is simulated, what the unit can do, who pays, what is known and assumed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from scipy import special

from ami_sim.accounts.pricing import costs_of
from ami_sim.accounts.unit import UnitCost
from ami_sim.model.calendar import Dated, refuse_no_slot
from ami_sim.model.lowering import lower
from ami_sim.model.tables import CASES, GROUPS, MONEY, SLOTS, UNLIMITED, Plan
from ami_sim.scenario.contracts import net_cost
from ami_sim.scenario.experiment import Experiment, Question, is_experiment, load_experiment, question_of
from ami_sim.scenario.load import Source, build, find, read_source, set_by
from ami_sim.scenario.quantities import MONTH, YEAR
from ami_sim.scenario.rows import Row, Strict
from ami_sim.scenario.scenario import Scenario
from ami_sim.scenario.services import Intervention, Rule, Who
from ami_sim.scenario.terms import job_terms
from ami_sim.workflow.borrowed import Borrowed, borrowed_in
from ami_sim.workflow.dated_rules import RuleHeld, rules_held
from ami_sim.workflow.notes import Notes
from ami_sim.workflow.open_cases import note_cases
from ami_sim.workflow.parameters import kind_for, notes_of_fit
from ami_sim.workflow.rounds import targets_of
from ami_sim.workflow.unread import SET, refuse_passed_over, refuse_unused

ALL_STEPS: Final = (1, 2, 3, 4, 5)
MARKS: Final = ("memo", "rule", "derived", "assumed")
LOW: Final = "L"  # how sure a row of low certainty says it is


class Trust(NamedTuple):
    """Where a row of figures comes from (`MARKS`) and how sure it is (H, M, L)."""

    mark: str
    sure: str


class OptionMeant(NamedTuple):
    """An option: its unit at the end, how it is used ("reference", "also", "diagnostic" or ""), and what it changes by dotted path."""

    name: str
    title: str
    unit: str
    used: str
    sets: Mapping[str, Any]
    from_parting: Mapping[str, Any]
    parting: date
    discharge: bool
    note: str


class Asked(NamedTuple):
    """What an experiment asks: its plan of runs, its options, and the other readings it describes (title by name)."""

    question: str
    replications: int
    draws: int
    seed: int
    options: tuple[OptionMeant, ...]
    variants: Mapping[str, str]


class Inflow(NamedTuple):
    """A referrer's door: persons new in need a year, uncertain parameters in that, shares by what they live on, later factors by date."""

    name: str
    title: str
    per_year: float
    parameters: tuple[str, ...]
    incomes: Mapping[str, float]
    later: tuple[tuple[date, float], ...]
    trust: Trust


class Limits(NamedTuple):
    """The four limits from a day on, None for no limit: mappings at once, open cases, places (by group, where all have a limit), kr a year.

    option: "" for what all options have in common before they part.
    """

    option: str
    day: date
    slots: float | None
    cases: float | None
    places: float | None
    groups: Mapping[str, float]
    wage_money: float | None


class PartLost(NamedTuple):
    """A part of a mapping slot or of a case ("slots", "cases") that posts make and nobody can use: by which options, from which day."""

    options: tuple[str, ...]
    day: date
    unit: str
    limit: str
    given: float
    used: int


class YearlyCost(NamedTuple):
    """What an option's unit itself costs from a day on: kr a year by who pays."""

    option: str
    day: date
    by_funder: Mapping[str, float]


class Suits(NamedTuple):
    """Whom something is meant for; what is not a condition is empty or None. Days without work: at least, and below."""

    steps: tuple[int, ...]
    ages: tuple[float, float] | None
    incomes: tuple[str, ...]
    traits: tuple[str, ...]
    without: tuple[str, ...]
    idle: float | None
    idle_below: float | None


class Offered(NamedTuple):
    """An intervention: whom it suits, what it pays, its length in days, the groups it may stand in, and what follows with which share."""

    title: str
    suits: Suits
    pays: str
    length: str
    days: float
    groups: tuple[str, ...]
    leads_to: Mapping[str, float]
    extended: float
    paused: float
    akassa: bool | None  # None where it pays no wage
    trust: Trust


class Paid(NamedTuple):
    """What AF pays for a job and what is left for the municipality, kr a month: with the supervision grant, and after it.

    base: of what (`share`, or `multiple` of it); cap: on the gross wage a month at full time; granted, longest: days.
    """

    base: str
    share: float
    multiple: float
    cap: float
    early: float
    after: float
    granted: float
    longest: float


class RuleMeant(NamedTuple):
    """A rule of AF's, open to new decisions from `opens` until the day before `closes`. paid: of a job; revenue: kr a month else."""

    title: str
    opens: date | None
    closes: date | None
    suits: Suits
    eligible: float
    paid: Paid | None
    revenue: float
    longest: float
    trust: Trust


class JobMeant(NamedTuple):
    """Something that AF is applied to for: its mean time to answer in days (0: it need not be asked), and what employment it is."""

    title: str
    answer: float
    law: str
    trust: Trust


class BesideMeant(NamedTuple):
    """An activity beside the stays, or a statutory duty: hours a week of a person and of posts by role; within: a duty's days or None.

    hours: of a participant; None for a duty, which asks none.
    """

    title: str
    hours: float | None
    staff: Mapping[str, float]
    within: float | None
    trust: Trust


class LaterAnswers(NamedTuple):
    """From a date on AF answers in other months: the slowest of them, and how many times the mean that is."""

    begins: date
    slowest: int
    factor: float


class Applied(NamedTuple):
    """How AF answers: nine of ten within so many times the mean, the slowest month and its factor, and how many days a grant holds.

    later: what else holds from a date on, in order of time.
    """

    most: float
    slowest: int
    factor: float
    valid: float
    later: tuple[LaterAnswers, ...] = ()


class RegimeMeant(NamedTuple):
    """What AF may do after the decision: how likely that is held to be, when it could be known, what it changes."""

    name: str
    title: str
    weight: str
    known_at: str
    sets: Mapping[str, Any]
    used: bool
    mark: str


class QueueMeant(NamedTuple):
    """Who comes first in a queue ("mapping" or "places"): points by condition, points off a day, whether it may be policy."""

    queue: str
    title: str
    weights: Mapping[str, str]
    ageing: str
    legal: str
    trust: Trust


class Known(NamedTuple):
    """How many rows of figures of a subject there are by mark, and how many of them are of low certainty."""

    subject: str
    marks: Mapping[str, int]
    low: int


@dataclass(frozen=True)
class Meaning:
    """What a file means. `scenario`: the scenario itself, or an experiment's reference; `asked`: None for a scenario."""

    path: Path
    title: str
    scenario: Scenario
    asked: Asked | None
    inflow: tuple[Inflow, ...]
    limits: tuple[Limits, ...]
    lost: tuple[PartLost, ...]
    costs: tuple[YearlyCost, ...]
    offered: tuple[Offered, ...]
    rules: tuple[RuleMeant, ...]
    jobs: tuple[JobMeant, ...]
    applied: Applied | None
    beside: tuple[BesideMeant, ...]
    dated: tuple[RuleHeld, ...]
    regimes: tuple[RegimeMeant, ...]
    queues: tuple[QueueMeant, ...]
    known: tuple[Known, ...]
    fit: Notes = ()  # what is said of that posterior
    parameters: str = "median"  # where a run's parameters come from: "posterior" when the municipality has a fresh one, else "median"
    start: Notes = ()  # what is said of open cases that it starts from
    borrowed: Borrowed | None = None  # what is still another municipality's; None where the files are that municipality's own

    @property
    def years(self) -> float:
        """How long the options run after they part."""
        return (self.scenario.end - self.scenario.parting).days / YEAR

    @property
    def new_a_year(self) -> float:
        """How many come into need for the first time a year, through all doors."""
        return sum(door.per_year for door in self.inflow)


def check_file(file: str | Path, settings: Mapping[str, Any] | None = None) -> Meaning:
    """Validate a scenario or experiment file, lower it at the medians and read what it means; InputError for the first thing wrong."""
    path = find(file)
    asked: Asked | None = None
    if is_experiment(path):
        question = load_experiment(path, settings)
        source = read_source(question.files[1])
        refuse_wrong_parts(path, question, source, settings)
        refuse_unused(question)
        said, plans = question.experiment, {name: lower(scenario) for name, scenario in question.scenarios.items()}
        main, tables = plans[said.reference], source.tables
        title, regime, asked = said.title, question.regime, asked_by(said, plans)
        folder = question.fitted_in
    else:
        source = read_source(path)
        main, tables = lower(build(source, settings)), source.tables
        refuse_passed_over([main.scenario], set_by(settings or {}, SET))
        folder = path.parent / main.scenario.posterior
        plans, title = {main.scenario.name: main}, main.scenario.title
        regime = str((settings or {}).get("regime_used", tables.get("regime_used", "")))
    for plan in plans.values():
        refuse_no_slot(plan)
    scenario = main.scenario
    parameters, posterior, _ = kind_for("", folder, "compiled", scenario.reading)
    return Meaning(
        path=path,
        title=title,
        scenario=scenario,
        asked=asked,
        inflow=tuple(inflow(main)),
        limits=tuple(limits(plans)),
        lost=tuple(lost(plans)),
        costs=tuple(yearly_costs(plans)),
        offered=tuple(offered(scenario.intervention[name], main) for name in scenario.preference),
        rules=tuple(rule_meant(rule, main) for rule in scenario.rule.values()),
        jobs=tuple(jobs(main)),
        applied=applied(main),
        beside=tuple(beside(main)),
        dated=tuple(rules_held(plans)),
        regimes=tuple(regimes(tables, regime)),
        queues=tuple(queues(scenario)),
        known=tuple(known(scenario)),
        parameters=parameters,
        fit=notes_of_fit(posterior) if posterior else (),
        start=note_cases(scenario),
        borrowed=borrowed_in(main, folder, asked is None),
    )


def refuse_wrong_parts(path: Path, question: Question, source: Source, settings: Mapping[str, Any] | None) -> None:
    """Refuse what a comparison as it stands does not read: variants, measures to be precise about, the file of studies."""
    said = question.experiment
    for name in said.variant:
        question_of(said, source, path, settings, name)
    if said.precision:
        targets_of(said.precision, path)
    if said.decision.studies:
        find(said.decision.studies, path.parent, f"{path}: decision.studies")


def asked_by(said: Experiment, plans: Mapping[str, Plan]) -> Asked:
    """Read what is compared with what."""
    options = []
    for name, option in said.option.items():
        used = "reference" if name == said.reference else "also" if name in said.also else ""
        scenario = plans[name].scenario
        unit = scenario.unit[scenario.timeline[-1].unit].title
        changes = option.set, option.from_parting, scenario.parting
        options.append(
            OptionMeant(name, option.title, unit, "diagnostic" if option.diagnostic else used, *changes, option.discharge, option.note)
        )
    variants = {name: variant.title for name, variant in said.variant.items()}
    return Asked(said.question, said.replications, said.draws, said.seed, tuple(options), variants)


def inflow(plan: Plan) -> Iterator[Inflow]:
    """Read how many come into need for the first time each year, by the door that would refer them."""
    for name, door in plan.scenario.referrer.items():
        incomes = {word: share.at(plan.theta) for word, share in door.income.items()}
        later = tuple((change.from_, change.factor.at(plan.theta)) for change in door.dated)
        yield Inflow(name, door.title, door.rate.at(plan.theta) * YEAR, tuple(sorted(door.rate.names)), incomes, later, trust(door))


def limits(plans: Mapping[str, Plan]) -> Iterator[Limits]:
    """Read how large the four limits are: for every option at the start, at the parting and at each later change."""
    shared: set[tuple[date, tuple[int, ...]]] = set()
    for name, plan in plans.items():
        before: tuple[int, ...] | None = None
        parting = plan.scenario.parting
        for entry in range(1, plan.tables.entries):
            when, now = plan.date(plan.tables.dates[entry]), tuple(plan.tables.capacity[entry])
            if now == before and when != parting:
                continue
            before = now
            if when < parting:
                if (when, now) in shared:
                    continue
                shared.add((when, now))
            yield limits_of("" if when < parting and len(plans) > 1 else name, when, now, plan)


def lost(plans: Mapping[str, Plan]) -> Iterator[PartLost]:
    """Read which parts of slots and cases are lost: each unit's once, with the first day and the options that have it."""
    found: dict[tuple[str, str, float], tuple[date, int, list[str]]] = {}
    for name, plan in plans.items():
        for row in Dated(plan.scenario, dict(plan.theta), plan.rows, plan.groups).lost():
            _, _, options = found.setdefault((row.unit, row.limit, row.given), (row.day, row.used, []))
            if name not in options:
                options.append(name)
    for (unit, limit, given), (day, used, options) in found.items():
        yield PartLost(tuple(options), day, unit, limit, given, used)


def limits_of(option: str, day: date, now: tuple[int, ...], plan: Plan) -> Limits:
    """Give the limits of one entry of a plan's calendar."""

    def limit(value: float) -> float | None:
        return None if value >= UNLIMITED else float(value)

    groups = {name: places / 100 for name, places in zip(plan.groups, now[GROUPS:], strict=True)}
    free = any(100 * places >= UNLIMITED for places in groups.values())
    places = None if free else sum(groups.values())
    return Limits(option, day, limit(now[SLOTS]), limit(now[CASES]), places, {} if free else groups, limit(now[MONEY]))


def yearly_costs(plans: Mapping[str, Plan]) -> Iterator[YearlyCost]:
    """Add up what the unit itself costs a year by funder, from the parting and from each later change."""
    for name, plan in plans.items():
        parting, costs = plan.scenario.parting, costs_of(plan)
        changes = {parting} | {day for cost in costs for day in (cost.opens, cost.closes) if parting < day < plan.scenario.end}
        before: dict[str, float] | None = None
        for day in sorted(changes):
            amounts = by_funder(costs, day)
            if amounts != before:
                yield YearlyCost(name, day, amounts)
            before = amounts


def by_funder(costs: Iterable[UnitCost], day: date) -> dict[str, float]:
    """Add up what runs on a day, kr a year."""
    found: dict[str, float] = {}
    for cost in costs:
        if cost.opens <= day < cost.closes and cost.payee == "resources":
            found[cost.funder] = found.get(cost.funder, 0.0) + cost.per_year
    return found


def offered(thing: Intervention, plan: Plan) -> Offered:
    """Read what an intervention offers, to whom, for how long and what follows."""
    return Offered(
        title=thing.title,
        suits=suits(thing.who, plan),
        pays=thing.pays,
        length=thing.length.kind,
        days=thing.length.typical.at(plan.theta),
        groups=tuple(thing.groups),
        leads_to={stage: share.at(plan.theta) for stage, share in thing.leads_to.items()},
        extended=thing.extend.at(plan.theta),
        paused=thing.pause.at(plan.theta),
        akassa=thing.akassa if thing.pays == "wage" else None,
        trust=trust(thing),
    )


def suits(who: Who, plan: Plan) -> Suits:
    """Read whom something is meant for: only what differs from everybody is a condition."""
    least, below = who.idle.at(plan.theta), who.idle_below
    return Suits(
        steps=() if who.steps == ALL_STEPS else tuple(who.steps),
        ages=None if who.ages == Who().ages else (who.ages[0], who.ages[1]),
        incomes=tuple(who.incomes),
        traits=tuple(who.traits),
        without=tuple(who.without),
        idle=least if least > 0 else None,
        idle_below=None if below.text == Who().idle_below.text else below.at(plan.theta),
    )


def rule_meant(rule: Rule, plan: Plan) -> RuleMeant:
    """Read a rule of AF's with its dates, and what is left for the municipality to pay."""
    thing = plan.scenario.intervention[rule.intervention]
    return RuleMeant(
        title=rule.title,
        opens=rule.opens,
        closes=rule.closes,
        suits=suits(rule.who, plan),
        eligible=rule.eligible.at(plan.theta),
        paid=paid(thing, rule, plan) if thing.pays == "wage" else None,
        revenue=thing.revenue.at(plan.theta) * MONTH,
        longest=rule.longest.at(plan.theta),
        trust=trust(rule),
    )


def paid(thing: Intervention, rule: Rule, plan: Plan) -> Paid:
    """Compute what AF pays for a job, and the municipality's net cost, kr a month."""
    after, early = (net_cost(job_terms(thing, rule, plan.scenario.prices, plan.theta, early)) for early in (False, True))
    return Paid(
        base=rule.base,
        share=rule.share.at(plan.theta),
        multiple=rule.multiple.at(plan.theta),
        cap=rule.cap.at(plan.theta),
        early=early,
        after=after,
        granted=rule.grant_period.at(plan.theta),
        longest=rule.longest.at(plan.theta),
    )


def jobs(plan: Plan) -> Iterator[JobMeant]:
    """Read what AF is applied to for, or what law is said of: an instrument of several rules once, at the longest time of them."""
    for name in plan.scenario.preference:
        thing = plan.scenario.intervention[name]
        answer = max((plan.tables.asks[at] for at, row in enumerate(plan.rows) if row.intervention == name), default=0.0)
        if answer > 0.0 or thing.employment_law:
            yield JobMeant(thing.title, answer, thing.employment_law, trust(thing))


def beside(plan: Plan) -> Iterator[BesideMeant]:
    """Read what everybody in a stay has besides it, and whom the municipality must meet whatever the unit does."""
    for row in plan.scenario.activity.values():
        staff = {role: hours.at(plan.theta) for role, hours in row.staff.items()}
        yield BesideMeant(row.title, row.hours.at(plan.theta), staff, None, trust(row))
    for duty in plan.scenario.duty.values():
        yield BesideMeant(duty.title, None, {duty.role: duty.hours.at(plan.theta)}, duty.within.at(plan.theta), trust(duty))


def applied(plan: Plan) -> Applied | None:
    """Read how AF answers; None where it answers after exactly the rows' time, for good."""
    row = plan.scenario.application
    if row is None:
        return None
    theta = plan.theta
    usual = slowest_of([factor.at(theta) for factor in row.by_month] or [1.0])
    later = tuple(LaterAnswers(one.from_, *slowest_of([factor.at(theta) for factor in one.by_month])) for one in row.dated)
    most = float(special.gammaincinv(row.shape.at(theta), 0.9)) / row.shape.at(theta)
    return Applied(most, *usual, row.valid.at(theta), later)


def slowest_of(months: list[float]) -> tuple[int, float]:
    """Give the calendar month in which answers take longest, and how many times the mean that is."""
    at = max(range(len(months)), key=lambda month: months[month])
    return at + 1, months[at]


def regimes(tables: Mapping[str, Any], used: str) -> Iterator[RegimeMeant]:
    """Read what AF may do after the decision."""
    for name, row in tables.get("regime", {}).items():
        title, weight, known_at, mark = (f"{row.get(key, '')}" for key in ("title", "weight", "known_at", "mark"))
        yield RegimeMeant(name, title, weight, known_at, row.get("set", {}), name == used, mark)


def queues(scenario: Scenario) -> Iterator[QueueMeant]:
    """Read who comes first in each queue."""
    for queue, name in (("mapping", scenario.order.mapping), ("places", scenario.order.places)):
        row = scenario.strategy[name]
        weights = {word: weight.text for word, weight in row.weights.items()}
        yield QueueMeant(queue, row.title, weights, row.ageing.text, row.legal, trust(row))


def known(scenario: Scenario) -> Iterator[Known]:
    """Count what is known and what is assumed, by subject: rows of figures, and figures with a source of their own."""
    marks: dict[str, Counter[str]] = {}
    low: Counter[str] = Counter()
    for subject, row in rows_of(scenario):
        marks.setdefault(subject, Counter())[row.mark] += 1
        low[subject] += row.sure == LOW
    for path, figure in scenario.provenance.items():
        subject = path.partition(".")[0].partition("[")[0]
        marks.setdefault(subject, Counter())[figure.mark] += 1
        low[subject] += figure.sure == LOW
    yield from (Known(subject, dict(counts), low[subject]) for subject, counts in marks.items())


def rows_of(scenario: Scenario) -> Iterator[tuple[str, Row]]:
    """Go through every row of figures with the top-level table it stands in."""

    def inside(value: object) -> Iterator[Row]:
        if isinstance(value, Row):
            yield value
        if isinstance(value, Strict):
            for name in type(value).model_fields:
                yield from inside(getattr(value, name))
        elif isinstance(value, dict):
            for item in value.values():
                yield from inside(item)
        elif isinstance(value, tuple):
            for item in value:
                yield from inside(item)

    for name in type(scenario).model_fields:
        for row in inside(getattr(scenario, name)):
            yield name, row


def trust(row: Row) -> Trust:
    """Give where a row comes from and how sure it is."""
    return Trust(row.mark, row.sure)
