"""A scenario: one municipality, its people, its unit and the rules of the day, typed and cross-checked."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Literal, Self

from pydantic import Field, PrivateAttr, model_validator

from ami_sim.scenario.effects import CERTAIN, Effects, GroupClass, after_of
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.need import Bands, Clock, Cohort, Economy, Family, HouseholdChange, Later, Life, Referrer, Strategy
from ami_sim.scenario.open_cases import OpenCase, refuse_strangers
from ami_sim.scenario.prices import Prices
from ami_sim.scenario.priors import Parameter
from ami_sim.scenario.provenance import Provenance
from ami_sim.scenario.quantities import Hours, Quantity
from ami_sim.scenario.registry import SCHOOLING, SHIPPED, STEPS, Vocabulary, vocabulary_of
from ami_sim.scenario.requirement import Premium, Requirement
from ami_sim.scenario.rows import Strict, YesNo
from ami_sim.scenario.services import Application, Group, Intervention, Pooled, Resource, Rule, Timeline, Unit, Workplace
from ami_sim.scenario.services import Mapping as MappingService
from ami_sim.scenario.total_effect import Solved, solve, wanted_at
from ami_sim.scenario.week import Activity, Duty

WEIGHTS = ("referrer", "step", "age", "children", "time_on_aid", "on_aid", "saving", "true_saving", "own")
LONGEST = 50  # years that a run may last
MOST_AT_HOME = 8  # children whose dates of birth a person's record has room for


class Order(Strict):
    """The strategy of each queue; `strict`: nobody is passed over while the first in line cannot start."""

    mapping: str
    places: str
    strict: YesNo = False


class Scenario(Strict):
    """Everything an engine needs to know, before a parameter row makes numbers of it."""

    name: str
    title: str
    start: date
    present: date | None = None  # the last day of what has been observed: histories end here and futures begin
    parting: date
    end: date
    price_year: int = 0  # left out: the year of the prices
    posterior: str = ""  # a folder, from this file's, whose fitted parameters are used; that of the file when empty
    reading: str = ""  # of the published words, when posterior draws are used; "": the one that is used unless said
    discount: float = Field(default=0.035, ge=0.0, lt=1.0)  # a year
    who: str  # in words, who is simulated
    hours_per_post: Hours = Field(default=1700, validate_default=True)  # working hours a year of a full-time post (assumed)
    bands: Bands
    life: Life
    order: Order
    preference: tuple[str, ...]
    mapping: MappingService
    referrer: dict[str, Referrer]
    clock: dict[str, Clock]
    family: Family | None = None  # without it children do not age
    household_change: dict[str, HouseholdChange] = {}
    group: dict[str, Group] = {}
    workplace: dict[str, Workplace]
    classes: dict[str, GroupClass] = {}
    effects: Effects | None = None
    intervention: dict[str, Intervention] = {}
    activity: dict[str, Activity] = {}
    duty: dict[str, Duty] = {}
    rule: dict[str, Rule] = {}
    application: Application | None = None  # without it AF answers after exactly the rows' `decision`, for good
    cohort: tuple[Cohort, ...] = ()
    open_cases: str = ""  # a table of today's open cases, which stand in the cohort's place
    strategy: dict[str, Strategy]
    unit: dict[str, Unit]
    resource: dict[str, Resource] = {}
    timeline: tuple[Timeline, ...]
    economy: tuple[Economy, ...] = ()
    later: Later | None = None
    pooled: Pooled | None = None
    requirement: Requirement | None = None  # without it nobody on aid must take part in anything
    premium: Premium | None = None  # for work, to a closed cohort
    parameter: dict[str, Parameter] = {}
    prices: Prices
    _vocabulary: Vocabulary = PrivateAttr(default_factory=lambda: SHIPPED)
    _provenance: dict[str, Provenance] = PrivateAttr(default_factory=dict)
    _cases: tuple[OpenCase, ...] = PrivateAttr(default=())

    def model_post_init(self, context: Any) -> None:
        """Keep the vocabulary that the scenario was read with, and where figures of their own come from (validation context)."""
        self._vocabulary = vocabulary_of(context)
        self._provenance = dict((context or {}).get("provenance", {}))

    @property
    def vocabulary(self) -> Vocabulary:
        """The stages, incomes, events, traits and rights that the scenario may name."""
        return self._vocabulary

    @property
    def cases(self) -> tuple[OpenCase, ...]:
        """The open cases of the table that `open_cases` names, as read with the scenario; none where it names none."""
        return self._cases if self.open_cases else ()

    def with_cases(self, path: str, cases: tuple[OpenCase, ...]) -> Self:
        """Give the scenario with the open cases of a table; InputError names file, row and column of a name that it does not have."""
        rules = {name: tuple(key for key, rule in self.rule.items() if rule.intervention == name) for name in self.intervention}
        refuse_strangers(cases, path, {name: row.groups for name, row in self.intervention.items()}, rules, self.referrer)
        found = self.model_copy(update={"open_cases": path})
        found._cases = cases
        return found

    @property
    def provenance(self) -> Mapping[str, Provenance]:
        """Where figures come from that stand with a source of their own, by dotted path: all others have that of their row."""
        return self._provenance

    @model_validator(mode="after")
    def _dates(self) -> Self:
        if not self.start <= self.parting < self.end:
            raise ValueError(
                f"dates must run start {self.start} <= parting {self.parting} < end {self.end} (the horizon is empty otherwise)"
            )
        if (self.end - self.start).days > LONGEST * 366:
            raise ValueError(f"end {self.end} is more than {LONGEST} years after start {self.start}")
        if self.present and not self.start < self.present <= self.parting:
            raise ValueError(f"present {self.present} is not after start {self.start} and on or before parting {self.parting}")
        for what, rows in (("timeline", self.timeline), ("economy", self.economy)):
            dates = [row.from_ for row in rows]
            if dates != sorted(set(dates)):
                raise ValueError(f"{what}: dates are out of order: {', '.join(map(str, dates))}; expected rising dates")
        if not self.timeline or self.timeline[0].from_ > self.start:
            raise ValueError(f"timeline: the first row must begin on or before the start date {self.start}")
        if self.premium and self.premium.cohort_until < self.start - timedelta(days=1):
            raise ValueError(
                f"premium.cohort_until: {self.premium.cohort_until} is before the scenario's start {self.start}; "
                "expected the day before it, or later"
            )
        for row in self.cohort:
            if row.together and row.together < self.start:
                raise ValueError(f"cohort.together: {row.together}; expected a date on or after the start {self.start}")
        for name, door in self.referrer.items():
            changes = [change.from_ for change in door.dated]
            if changes != sorted(set(changes)):
                raise ValueError(f"referrer.{name}.dated: dates are out of order")
        return self

    @model_validator(mode="after")
    def _held(self) -> Self:
        """Refuse what a unit that is used has no longer when the scenario starts: it never holds."""
        for name in dict.fromkeys(step.unit for step in self.timeline):
            for where, until in self.unit[name].ends() if name in self.unit else ():
                if until < self.start:
                    raise ValueError(
                        f"unit.{name}.{where}.until: {until} is before the start {self.start}, so that the row never holds; "
                        "expected a later date, or no such row"
                    )
        return self

    @model_validator(mode="after")
    def _one_price_year(self) -> Self:
        """Hold the year that words speak of to the year of the prices: one thing, whichever of the two keys says it."""
        if not self.price_year:
            object.__setattr__(self, "price_year", self.prices.price_year)
        if self.price_year != self.prices.price_year:
            raise ValueError(f"price_year: {self.price_year}; expected prices.price_year ({self.prices.price_year}), or none")
        return self

    @model_validator(mode="after")
    def _names(self) -> Self:
        for where, word, known in self._mentions():
            if word not in known:
                raise ValueError(f'{where}: "{word}" is not known.{nearest(word, known)}')
        for name in self.derived:
            if name in self.parameter:
                raise ValueError(f"parameter.{name}: is solved from the total effects (effects); expected no prior of its own")
        names = {*self.parameter, *self.derived}
        for where, figure in figures(self):
            for name in sorted(figure.names - names):
                raise ValueError(
                    f'{where}: "{figure.text}" uses the parameter "{name}", which no priors file defines.{nearest(name, names)}'
                )
        return self

    @model_validator(mode="after")
    def _sums(self) -> Self:
        at_first = {name: row.first for name, row in self.parameter.items()}
        for where, shares, most in self.sums():
            uncertain = any(share.names for share in shares)
            if all(share.names <= set(at_first) for share in shares):
                refuse_sum(where, sum(share.at(at_first) for share in shares), most, ", at the medians" if uncertain else "")
        if not self.referrer:
            raise ValueError("referrer: nobody can come into need; expected at least one referrer")
        return self

    def titles(self) -> dict[str, str]:
        """Give the titles of what a person may take part in, by name: interventions, rules and groups."""
        return {name: row.title for table in (self.intervention, self.rule, self.group) for name, row in table.items()}

    def sums(self) -> Iterator[tuple[str, tuple[Quantity, ...], bool]]:
        """Every list of shares of one whole: where it stands, the shares, whether they may add up to less than 1."""
        for name, door in self.referrer.items():
            whole = {"income": door.income.values(), "steps": door.steps, "ages.shares": door.ages.shares}
            whole |= {key: row for key, row in (("households", door.households.values()), ("schooling", door.schooling)) if row}
            yield from ((f"referrer.{name}.{key}", tuple(row), False) for key, row in whole.items())
        outcomes = {"mapping": self.mapping.leads_to} | {f"intervention.{name}": row.leads_to for name, row in self.intervention.items()}
        yield from ((f"{where}.leads_to", tuple(row.values()), True) for where, row in outcomes.items())

    @model_validator(mode="after")
    def _lives(self) -> Self:
        """Refuse lives that cannot be lived: steps that do not exist, a clock for everybody that makes sense for some, a name twice."""
        for name, door in self.referrer.items():
            if len(door.steps) != STEPS:
                raise ValueError(f"referrer.{name}.steps: {len(door.steps)} shares; expected {STEPS}, one per readiness step")
            if len(door.schooling) not in (0, len(SCHOOLING)):
                each = ", ".join(SCHOOLING)
                raise ValueError(f"referrer.{name}.schooling: {len(door.schooling)} shares; expected {len(SCHOOLING)}, one each for {each}")
        for event in self.vocabulary.clock_rows:
            if event.incomes and event.name in self.clock and not self.clock[event.name].incomes:
                raise ValueError(f"clock.{event.name}.incomes: none given; expected some of {', '.join(event.incomes)}")
        twice = sorted({name for name in self.preference if self.preference.count(name) > 1})
        if twice:
            raise ValueError(f'preference: "{twice[0]}" stands twice; expected every intervention once')
        return self

    @model_validator(mode="after")
    def _families(self) -> Self:
        """Hold links between households to the number of children, and every household with children to one that follows."""
        if self.family is None:
            if self.household_change:
                raise ValueError("household_change: there is no table family; expected both or neither")
            return self
        size = {name: sum(row.children) for name, row in self.prices.household.items()}
        seen: dict[str, str] = {}
        for where, links in self.household_links():
            more = {"family.born": 1, "family.gone": -1}.get(where, 0)
            for old, new in links.items():
                if size[new] != size[old] + more:
                    raise ValueError(f"{where}: {old} = {new}, which has {size[new]} children; expected a household of {size[old] + more}")
                if not more and old in seen:
                    raise ValueError(f"{where}: {old} changes by {seen[old]} already; expected one change for each household")
                seen |= {old: where} if not more else {}
        for name, children in size.items():
            if children and name not in self.family.gone:
                raise ValueError(
                    f"family.gone: {name} has children and is not there; expected the household that is left when one of them turns 19"
                )
            if children > MOST_AT_HOME:
                raise ValueError(f"prices.household.{name}: {children} children; expected at most {MOST_AT_HOME} where families grow")
        return self

    @model_validator(mode="after")
    def _official(self) -> Self:
        """Refuse a strategy that sees more than an official: only a labelled oracle may read what is latent."""
        for name, strategy in self.strategy.items():
            if "true_saving" in strategy.weights and not strategy.oracle:
                raise ValueError(
                    f"strategy.{name}.weights: true_saving reads latent fields (frailty, true step), which no official can see; "
                    f"expected observed ones, or oracle = true for a labelled upper bound"
                )
            if "own" in strategy.weights and not strategy.function:
                raise ValueError(f'strategy.{name}: the weight own needs a function = "file.py:name"')
        return self

    @model_validator(mode="after")
    def _resources(self) -> Self:
        """Refuse an intervention whose groups no unit ever has: it can never start."""
        offered = {post.group for unit in self.unit.values() for post in unit.posts} | {
            place.group for unit in self.unit.values() for place in unit.places
        }
        unlimited = any(unit.unlimited for unit in self.unit.values())
        for name, row in self.intervention.items():
            if row.groups and not unlimited and not set(row.groups) & offered:
                raise ValueError(f"intervention.{name}.groups: no unit has a place in any of {', '.join(row.groups)}")
        return self

    def _mentions(self) -> Iterator[tuple[str, str, Iterable[str]]]:
        """Every name that points at another row: where it stands, the name, the names it may be."""
        yield from self._mentions_in_orders()
        yield from self._mentions_in_lives()
        yield from self._mentions_in_services()
        yield from self._mentions_in_rules()
        yield from self._mentions_in_units()
        yield from self._mentions_in_requirement()

    def _mentions_in_orders(self) -> Iterator[tuple[str, str, Iterable[str]]]:
        for step in self.timeline:
            yield "timeline.unit", step.unit, self.unit
            yield from (("timeline.order", word, self.strategy) for word in (step.mapping_order, step.places_order) if word)
        for key, strategy in (("order.mapping", self.order.mapping), ("order.places", self.order.places)):
            yield key, strategy, self.strategy
        for name in self.preference:
            yield "preference", name, self.intervention
        for name in self.intervention:
            yield "preference (every intervention must be listed)", name, self.preference

    def _mentions_in_lives(self) -> Iterator[tuple[str, str, Iterable[str]]]:
        known = self.vocabulary
        for name, door in self.referrer.items():
            yield from ((f"referrer.{name}.income", word, known.arrives_with) for word in door.income)
            yield from ((f"referrer.{name}.traits", word, known.traits) for word in door.traits)
            yield from ((f"referrer.{name}.households", word, self.prices.household) for word in door.households)
            yield from ((f"referrer.{name}.scale", word, known.clocks) for word in door.scale)
        for name, clock in self.clock.items():
            yield "clock", name, known.clocks
            yield from ((f"clock.{name}.stages", word, known.clock_stages(name)) for word in clock.stages)
            yield from ((f"clock.{name}.incomes", word, known.clock_incomes(name)) for word in clock.incomes)
            yield from ((f"clock.{name}.traits", word, known.traits) for word in clock.traits)
            yield from ((f"clock.{name}.entry", word, known.arrives_with) for word in clock.entry)
        for change in self.economy:
            yield from (("economy.factors", word, known.clocks) for word in (*change.factors, *change.on_aid))
        for where, links in self.household_links():
            yield from ((where, word, self.prices.household) for pair in links.items() for word in pair)

    def household_links(self) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Which household follows which: where it stands, and the links."""
        if self.family is not None:
            yield "family.born", self.family.born
            yield "family.gone", self.family.gone
        for name, change in self.household_change.items():
            yield f"household_change.{name}.to", change.to

    def _mentions_in_services(self) -> Iterator[tuple[str, str, Iterable[str]]]:
        known = self.vocabulary
        yield from (("mapping.leads_to", word, known.outcomes) for word in self.mapping.leads_to)
        for name, row in self.intervention.items():
            yield from ((f"intervention.{name}.groups", word, self.group) for word in row.groups)
            yield f"intervention.{name}.counts_as", row.counts_as or name, self.intervention
            yield from ((f"intervention.{name}.leads_to", word, known.outcomes) for word in row.leads_to)
            yield from ((f"intervention.{name}.who.incomes", word, known.incomes) for word in row.who.incomes)
            yield from ((f"intervention.{name}.who.traits", word, known.traits) for word in (*row.who.traits, *row.who.without))
        for name, activity in self.activity.items():
            yield from ((f"activity.{name}.interventions", word, self.intervention) for word in activity.interventions)
        for name, duty in self.duty.items():
            yield from ((f"duty.{name}.referrers", word, self.referrer) for word in duty.referrers)
        yield from (("classes", word, self.group) for word in self.classes)
        if self.effects:
            yield from (("effects.total", word, self.workplace) for word in self.effects.total)
            yield from (("effects.site", word, self.group) for word in self.effects.site)
        for name, group in self.group.items():
            yield f"group.{name}.workplace", group.workplace, self.workplace
        for name, bill in self.prices.per_place.items():
            yield from ((f"prices.per_place.{name}.groups", word, self.group) for word in bill.groups)
        for name, payment in self.prices.payment.items():
            yield from ((f"prices.payment.{name}.groups", word, self.group) for word in payment.groups)
            yield from ((f"prices.payment.{name}.interventions", word, self.intervention) for word in payment.interventions)

    def _mentions_in_rules(self) -> Iterator[tuple[str, str, Iterable[str]]]:
        known = self.vocabulary
        for name, rule in self.rule.items():
            yield f"rule.{name}.intervention", rule.intervention, self.intervention
            yield from ((f"rule.{name}.who.incomes", word, known.incomes) for word in rule.who.incomes)
            yield from ((f"rule.{name}.who.traits", word, known.traits) for word in (*rule.who.traits, *rule.who.without))
        for cohort in self.cohort:
            yield "cohort.intervention", cohort.intervention, self.intervention
            yield "cohort.group", cohort.group, self.group
            if cohort.rule:
                yield "cohort.rule", cohort.rule, self.rule
            yield from (("cohort.referrers", word, self.referrer) for word in cohort.referrers)

    def _mentions_in_requirement(self) -> Iterator[tuple[str, str, Iterable[str]]]:
        known, row = self.vocabulary, self.requirement
        if row is None:
            return
        yield from (("requirement.incomes", word, known.incomes) for word in row.incomes)
        yield from (("requirement.factors", word, known.clocks) for word in row.factors)
        for at, less in enumerate(row.less):
            named = (("stages", less.stages, known.stages), ("incomes", less.incomes, known.incomes), ("traits", less.traits, known.traits))
            yield from ((f"requirement.less[{at}].{key}", word, names) for key, words, names in named for word in words)

    def _mentions_in_units(self) -> Iterator[tuple[str, str, Iterable[str]]]:
        for name, strategy_row in self.strategy.items():
            yield from ((f"strategy.{name}.weights", word, WEIGHTS) for word in strategy_row.weights)
            yield from ((f"strategy.{name}.referrers", word, self.referrer) for word in strategy_row.referrers)
        for name, unit in self.unit.items():
            yield from ((f"unit.{name}.posts.group", post.group, self.group) for post in unit.posts if post.group)
            yield from ((f"unit.{name}.places.group", place.group, self.group) for place in unit.places)

    def orders(self) -> tuple[tuple[date | None, str, str], ...]:
        """Give the strategies of both queues (mapping, places) and from when, the first from the beginning."""
        found: list[tuple[date | None, str, str]] = [(None, self.order.mapping, self.order.places)]
        for step in self.timeline:
            if step.mapping_order or step.places_order:
                found.append((step.from_, step.mapping_order or found[-1][1], step.places_order or found[-1][2]))
        return tuple(found)

    @property
    def derived(self) -> tuple[str, ...]:
        """The parameters of a row that are not drawn but solved from the others."""
        if self.effects is None:
            return ()
        studies = (self.effects.studies.after,) if self.effects.studies else ()
        return (self.effects.advance, *map(after_of, self.effects.site), *studies)

    @property
    def paths(self) -> dict[str, Parameter]:
        """The drawn parameters by which the unit can change open work: those that say what they are when they do nothing."""
        return {name: row for name, row in self.parameter.items() if row.none is not None}

    @property
    def effect_parameters(self) -> tuple[str, ...]:
        """The drawn parameters that decide what a stay does, which no count of people who were helped informs."""
        if self.effects is None:
            return ()
        rows = self.effects
        parts = [rows.lock_in, rows.through_steps, *rows.total.values(), *rows.site.values(), *(row.by for row in self.classes.values())]
        parts += [rows.fade.kept, rows.fade.studies] if rows.fade else []
        parts += [rows.studies.total] if rows.studies else []
        return tuple(dict.fromkeys((*(name for figure in parts for name in sorted(figure.names)), *self.paths)))

    @property
    def later_from(self) -> date:
        """The first day of later years, whose inflow is uncertain: the parting date, never before what has been observed ends."""
        return max(self.parting, self.present) if self.present else self.parting

    def workplace_of(self, group: str, theta: Mapping[str, float]) -> str:
        """Give the type of workplace that a group is at a parameter row."""
        uncertain = self.classes.get(group)
        return uncertain.at(uncertain.by.at(theta)) if uncertain else self.group[group].workplace

    def total_of(self, group: str, theta: Mapping[str, float]) -> float:
        """Give the total effect that is drawn for a group at a parameter row, in percentage points: its type's and its site's."""
        assert self.effects is not None
        kind = self.effects.total.get(self.workplace_of(group, theta))
        return (kind.at(theta) if kind else 0.0) + self.effects.site[group].at(theta)

    def at_medians(self) -> dict[str, float]:
        """Theta of draw 0: every uncertain parameter at its prior median, or at the value set by hand instead; the others solved."""
        return self.solved({})

    def solved(self, theta: Mapping[str, float]) -> dict[str, float]:
        """Complete a parameter row: medians where it says nothing, and what is derived solved anew. ValueError if it cannot be."""
        use = self.effects.use if self.effects else "drawn"
        given = {name: row.used(use, float(theta.get(name, row.first))) for name, row in self.parameter.items()}
        if not self.effects:
            return given
        found = self.effects_at(given)
        studies = (found.studies,) if self.effects.studies else ()
        return given | dict(zip(self.derived, (found.advance, *found.after, *studies), strict=True))

    def effects_at(self, theta: Mapping[str, float]) -> Solved:
        """Solve step effect and after-effects at a parameter row, with the totals that they give."""
        assert self.effects is not None
        try:
            types = [self.workplace_of(group, theta) for group in self.effects.site]
            return solve(wanted_at(self.effects, self.clock, self.bands, self.life.subsidised_share, types, theta))
        except ValueError as error:
            self.refuse_senseless(theta)
            raise InputError(f"{self.name}: {error}") from error

    def refuse_senseless(self, theta: Mapping[str, float]) -> None:
        """Refuse a figure that makes no sense at a parameter row, by its place; what needs derived parameters is passed over."""
        at = "the medians" if all(theta[name] == row.first for name, row in self.parameter.items()) else "a draw of the parameters"
        for where, figure in figures(self):
            if figure.names and figure.names <= set(theta):
                try:
                    figure.at(theta)
                except ValueError as error:
                    raise InputError(f"{where}: {error}, at {at}") from error

    def completed(self, theta: Mapping[str, float] | None = None) -> dict[str, float]:
        """Complete a parameter row as `solved` does, but leave what is derived as it is when the row holds it already.

        Unless effects are switched to something else than what is drawn: then the switch decides.
        """
        if self.effects and self.effects.use != "drawn":
            return dict(theta or {}) | self.solved(theta or {})
        if theta and all(name in theta for name in self.derived):
            return {name: parameter.first for name, parameter in self.parameter.items()} | dict(theta)
        return self.solved(theta or {}) | dict(theta or {})


def refuse_sum(where: str, total: float, at_most: bool, when: str = "") -> None:
    """Refuse shares of one whole that are more than it, or less where they may not be; `when`: at which parameters."""
    if total > 1 + CERTAIN or (not at_most and total < 1 - CERTAIN):
        raise ValueError(f"{where}: shares add up to {total:g}{when}; expected {'at most ' if at_most else ''}1")


def figures(value: Any, where: str = "") -> list[tuple[str, Quantity]]:
    """Every figure in a scenario and the dotted path to it."""
    found: list[tuple[str, Quantity]] = []

    def look(item: Any, at: str) -> None:
        if isinstance(item, Quantity):
            found.append((at, item))
        elif isinstance(item, Strict):
            for name in type(item).model_fields:
                look(getattr(item, name), f"{at}.{name}" if at else name)
        elif isinstance(item, dict):
            for name, part in item.items():
                look(part, f"{at}.{name}")
        elif isinstance(item, tuple):
            for index, part in enumerate(item):
                look(part, f"{at}[{index}]")

    look(value, where)
    return found


Parameters = Literal["median", "posterior", "prior"]
