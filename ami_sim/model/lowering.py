"""Lower a scenario at one parameter row: from rows of files to the tables that both engines read."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ami_sim.model.bearable import refuse_unbearable
from ami_sim.model.calendar import Dated
from ami_sim.model.common import Common
from ami_sim.model.doors import Doors, parents_by
from ami_sim.model.lengths import quantiles
from ami_sim.model.limits import refuse_too_many
from ami_sim.model.open_cases import refuse_no_room
from ami_sim.model.person import CHILDREN, COUNTED
from ami_sim.model.pooling import pool_tables
from ami_sim.model.randomness import TURN_STREAMS, purpose_named
from ami_sim.model.requirement import requirement_tables
from ami_sim.model.tables import BY_AGE, BY_FADE, BY_NEED, BY_STAGE, QUANTILES, Plan, ServiceRow, Tables
from ami_sim.scenario.contracts import yearly_net_cost
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.named_rows import IN_NEED_WORD
from ami_sim.scenario.quantities import MONTH, Quantity
from ami_sim.scenario.registry import (
    ADVANCE,
    DROP_OUT,
    FIND_WORK,
    IN_INTERVENTION,
    MAPPING,
    STEPS,
    WAITING_MAPPING,
    WAITING_PLACE,
    WORKPLACES,
    Vocabulary,
)
from ami_sim.scenario.scenario import WEIGHTS, Scenario, figures
from ami_sim.scenario.services import Length, Who
from ami_sim.scenario.terms import aid_without_income, job_terms
from ami_sim.scenario.total_effect import LASTING, Steps, steps_of

# Tables of a scenario that lives and services are lowered from. What else there is hangs on unit, calendar and queues.
OF_LIVES: Final = (
    *(
        "start",
        "present",
        "parting",
        "end",
        "bands",
        "life",
        "preference",
        "mapping",
        "referrer",
        "clock",
        "family",
        "household_change",
        "group",
    ),
    *("workplace", "classes", "effects", "intervention", "rule", "economy", "later", "prices", "parameter"),
)


def lower(scenario: Scenario, theta: Mapping[str, float] | None = None, common: Common | None = None) -> Plan:
    """Lower a scenario at a parameter row (default: medians); InputError names the figure that makes no sense there.

    common: where what scenarios and rows share is kept, when several are lowered.
    """
    values = {name: parameter.first for name, parameter in scenario.parameter.items()} | dict(theta or {})
    try:
        values = scenario.completed(theta)
        return Lowering(scenario, values).plan(common or Common())
    except ValueError as error:
        for where, figure in figures(scenario):
            try:
                if figure.names <= set(values):
                    figure.at(values)
            except ValueError:
                raise InputError(f"{scenario.name}: {where}: {error}") from error
        raise InputError(f"{scenario.name}: {error}") from error


@dataclass(frozen=True)
class Lowering:
    """One scenario at one parameter row, part by part."""

    scenario: Scenario
    theta: Mapping[str, float]

    @property
    def known(self) -> Vocabulary:
        """The stages, incomes, events and traits of the scenario."""
        return self.scenario.vocabulary

    def at(self, figure: Quantity) -> float:
        """Give the value of a figure at this parameter row."""
        return figure.at(self.theta)

    def day(self, when: date) -> float:
        """Days from the start date."""
        return float((when - self.scenario.start).days)

    @cached_property
    def rows(self) -> tuple[ServiceRow, ...]:
        """Mapping first, then every intervention in order of preference, once for each rule of AF it has."""
        found = [ServiceRow("mapping", "", "")]
        for name in self.scenario.preference:
            rules = [key for key, rule in self.scenario.rule.items() if rule.intervention == name]
            found += [ServiceRow(rule, name, rule) for rule in rules] or [ServiceRow(name, name, "")]
        return tuple(found)

    @cached_property
    def limited(self) -> dict[str, int]:
        """Give each intervention whose days a rule limits a slot to count them in."""
        names = dict.fromkeys(self.shares_with(row.intervention) for row in self.rows if row.rule)
        if len(names) >= COUNTED:
            raise ValueError(f"{len(names)} interventions have rules of AF that limit their days; at most {COUNTED - 1} can be counted")
        return {name: slot for slot, name in enumerate(names)}

    def shares_with(self, name: str) -> str:
        """Give the intervention whose finding by AF and whose used months an intervention shares: as a rule itself."""
        return self.scenario.intervention[name].counts_as or name

    @cached_property
    def afters(self) -> list[float]:
        """The after-effects of completing a stay in no group and in each group, on the log rate of finding work."""
        types = {name: self.at(place.after) for name, place in self.scenario.workplace.items()}
        found = [types.get(WORKPLACES[0], 0.0)]
        for name, group in self.scenario.group.items():
            kind = self.scenario.workplace_of(name, self.theta)
            found.append(self.at(group.after) if group.after is not None else types.get(kind, 0.0))
        return found

    def answers(self, dates: Sequence[float]) -> dict[str, Any]:
        """Say how long AF takes to answer, against the mean, and for how long a grant holds."""
        row = self.scenario.application
        if row is None:
            return {"valid_for": math.inf, "answer_times": [1.0] * (2 * QUANTILES + 2), "pace": [1.0] * len(dates)}
        days = [self.scenario.start + timedelta(days=max(day, 0.0)) for day in dates]
        pace = [self.at(months[day.month - 1]) if (months := row.months_on(day)) else 1.0 for day in days]
        return {"valid_for": self.at(row.valid), "answer_times": quantiles("gamma", 1.0, self.at(row.shape)), "pace": pace}

    @cached_property
    def fading(self) -> "Fading":
        """After-effects, and how they fall."""
        effects = self.scenario.effects
        return Fading(*(steps_of(effects, self.theta, studies) if effects else LASTING for studies in (False, True)))

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The groups in the order of the file."""
        return tuple(self.scenario.group)

    @cached_property
    def referrers(self) -> tuple[str, ...]:
        """The doors in the order of the file."""
        return tuple(self.scenario.referrer)

    def plan(self, common: Common) -> Plan:
        """Put the parts together; ValueError for a figure that makes no sense or that no run can bear."""
        refuse_too_many(self.scenario, len(self.rows) - 1)
        parts = self.of_lives(common)
        for what, make in OF_THE_UNIT.items():
            parts |= common.once(what, (self.scenario,), self.theta, partial(self.part, partial(make, parts)))
        parts |= {"rows": len(self.rows), "groups": len(self.groups), "entries": len(parts["dates"])}
        parts["theta"] = list(self.theta.values()) or [0.0]
        tables = Tables(**{name: parts[name] for name in Tables._fields})
        households = tuple(row.kind for row in self.scenario.prices.compositions)
        theta, rows = dict(self.theta), parts["service_rows"]
        plan = Plan(self.scenario, theta, tables, rows, self.groups, self.referrers, households, parts["who_come"], common)
        refuse_no_room(plan)
        return plan

    def part(self, make: Callable[["Lowering"], Any], theta: Mapping[str, float]) -> Any:
        """Make a part at a parameter row that notes what is read of it."""
        return make(Lowering(self.scenario, theta))

    def of_lives(self, common: Common) -> dict[str, Any]:
        """Give what hangs on neither unit, calendar nor queues: the same for all scenarios that have the tables of lives in common."""
        scenario = self.scenario
        of = (scenario.vocabulary, *(getattr(scenario, name) for name in OF_LIVES))
        others = dict.fromkeys(name for name in Scenario.model_fields if name not in (*OF_LIVES, "name"))
        # Reading any other table is an error, in every scenario.
        bare = common.once("bare", of, {}, lambda theta: Lowering(scenario.model_copy(update=others), theta))
        parts: dict[str, Any] = {}
        for what, make in PARTS_OF_LIVES.items():
            parts |= common.once(what, of, self.theta, partial(bare.part, make))
        return parts

    def borne(self) -> dict[str, Any]:
        """Refuse what no run can bear; ValueError."""
        refuse_unbearable(self.scenario, self.theta)
        return {}

    def whose(self) -> dict[str, Any]:
        """Give those who come, by door, and the service rows."""
        return {"who_come": Doors(self.scenario, dict(self.theta)), "service_rows": self.rows}

    def stays(self) -> dict[str, Any]:
        """Give services and rules of life; the after-effects are listed last, when all are known."""
        return self.services() | self.rules_of_life() | self.fading.tables()

    @cached_property
    def dated(self) -> Dated:
        """Give what holds from each date."""
        return Dated(self.scenario, self.theta, self.rows, self.groups)

    def words(self) -> dict[str, Any]:
        """Give what the rules need of the vocabulary, by code."""
        known = self.known
        clocks = {name: clock for clock, name in enumerate(known.clocks)}

        def code(word: str, names: Sequence[str]) -> int:
            return names.index(word) if word else -1

        return {
            "in_need": [int(row.in_need) for row in known.stage_rows],
            "lives_on": [code(row.income, known.incomes) for row in known.stage_rows],
            "clock_of": [clocks.get(name, -1) for name in known.events],
            "event_of": list(known.events_of_clocks),
            "turn_stream": list(TURN_STREAMS),
            "stream": [purpose_named(f"clock:{name}") for name in clocks],
            "leads": [code(row.leads_to, known.stages) for row in known.event_rows],
            "gives": [code(row.income, known.incomes) for row in known.event_rows],
            "sources": len(known.incomes),
        }

    def lives(self) -> dict[str, Any]:
        """Life clocks: base rates by stage and income, and the factors that time, age and step put on them."""
        bands = self.scenario.bands
        need = [self.at(mark) for mark in bands.need]
        stage = [self.at(mark) for mark in bands.stage]
        known, clocks = self.known, len(self.known.clocks)
        hazard = np.zeros((len(known.stages), len(known.incomes), clocks))
        factors = {"by_step": np.ones((STEPS, clocks)), "by_need": np.ones((len(need) + 1, clocks))}
        ages = sorted({*bands.ages, *self.age_limits()})
        factors |= {"by_stage": np.ones((len(stage) + 1, clocks)), "by_age": np.ones((len(ages) + 1, clocks))}
        for name, clock in self.scenario.clock.items():
            k = known.clocks.index(name)
            rate = self.at(clock.rate)
            incomes = np.array([self.at(clock.incomes[i]) if i in clock.incomes else float(not clock.incomes) for i in known.incomes])
            everywhere = {known.stages[s]: factor for word, factor in clock.stages.items() if word == IN_NEED_WORD for s in known.in_need}
            for word, factor in (everywhere | {word: f for word, f in clock.stages.items() if word != IN_NEED_WORD}).items():
                hazard[known.stages.index(word), :, k] = rate * self.at(factor) * incomes  # the narrower of two keys holds
            for key, row in (
                ("by_step", clock.by_step),
                ("by_need", clock.by_need),
                ("by_stage", clock.by_stage_time),
            ):
                if row and len(row) != len(factors[key]):
                    raise ValueError(f"clock.{name}.{key}: {len(row)} factors for {len(factors[key])} bands")
                if row:
                    factors[key][:, k] = [self.at(factor) for factor in row]
            edges = clock.ages or bands.ages
            if clock.by_age and len(clock.by_age) != len(edges) + 1:
                raise ValueError(f"clock.{name}.by_age: {len(clock.by_age)} factors for {len(edges) + 1} bands")
            if clock.by_age:  # over the finer bands that other clocks and rules with age limits cut
                by_age = [self.at(factor) for factor in clock.by_age]
                factors["by_age"][:, k] = [by_age[sum(low >= edge for edge in edges)] for low in (-1.0, *ages)]
        follows = self.follows(hazard, factors)
        idle = {self.at(edge) for who in self._whos() for edge in (who.idle, who.idle_below)}
        return {
            "hazard": hazard.reshape(-1, clocks).tolist(),
            **{key: table.tolist() for key, table in factors.items()},
            "follows": follows.ravel().tolist(),
            "need_marks": increasing("bands.need", [*need, math.inf]),
            "stage_marks": increasing("bands.stage", [*stage, math.inf]),
            "age_marks": [*(age * 365.25 for age in ages), math.inf],
            "idle_marks": [*sorted(mark for mark in idle if 0.0 < mark < 36525.0), math.inf],
        }

    def follows(self, hazard: NDArray[np.float64], factors: Mapping[str, NDArray[np.float64]]) -> NDArray[np.int64]:
        """Say at which marks of elapsed time anything changes, bits [stage, income]: where a clock that runs has another rate beyond one.

        An after-effect is one on finding work; time in need stands still out of need. Whoever is with the unit is looked at anew at every
        mark: for what suits them, which hangs on their age, and for what they wait for.
        """
        runs, found = hazard > 0.0, np.zeros(hazard.shape[:2], np.int64)
        for key, mark in (("by_need", BY_NEED), ("by_stage", BY_STAGE), ("by_age", BY_AGE)):
            varies = (factors[key] != factors[key][0]).any(axis=0)
            found |= np.where((runs & varies).any(axis=-1), mark, 0)
        found |= np.where(runs[..., FIND_WORK], BY_FADE, 0)
        found[[WAITING_MAPPING, MAPPING, WAITING_PLACE, IN_INTERVENTION]] = BY_NEED | BY_STAGE | BY_AGE | BY_FADE
        found[[not row.in_need for row in self.known.stage_rows]] &= ~BY_NEED
        return found

    def age_limits(self) -> set[float]:
        """Give the ages at which a clock of its own bands or a condition of a service changes, years."""
        limits = {age for who in self._whos() for age in who.ages}
        return limits | {age for clock in self.scenario.clock.values() for age in clock.ages}

    def families(self) -> dict[str, Any]:
        """Say which household becomes which, how often, and at which ages of a parent children are born."""
        rows, family = self.scenario.prices.compositions, self.scenario.family
        place = {(row.kind, row.household.children): i for i, row in enumerate(rows)}
        found: dict[str, Any] = {"grows": [[-1] * 3 for _ in rows]}
        found |= {name: [-1] * len(rows) for name in ("born", "becomes")} | {name: [0.0] * len(rows) for name in ("partners", "births")}
        found |= {"parent_ages": [0.0, math.inf], "parent_shares": [0.0, 1.0]}
        if family is None:
            return found
        changes = {old: (new, row.rate) for row in self.scenario.household_change.values() for old, new in row.to.items()}
        for i, (kind, row) in enumerate(rows):
            small, middle, old = row.children
            if small:
                found["grows"][i][0] = place[kind, (small - 1, middle + 1, old)]
            if middle:
                found["grows"][i][1] = place[kind, (small, middle - 1, old + 1)]
            if old:
                found["grows"][i][2] = place[family.gone[kind], (small, middle, old - 1)]
            if kind in family.born and small + middle + old < CHILDREN:
                found["born"][i] = place[family.born[kind], (small + 1, middle, old)]
                found["births"][i] = self.at(family.children) * (self.at(family.alone) if row.adults == 1 else 1.0)
            if kind in changes:
                found["becomes"][i] = place[changes[kind][0], row.children]
                found["partners"][i] = self.at(changes[kind][1])
        ages, part = parents_by(family.parents, self.theta)
        return found | {"parent_ages": (ages * 365.25).tolist(), "parent_shares": part.tolist()}

    def _whos(self) -> list[Who]:
        things = [row.who for row in self.scenario.intervention.values()]
        return things + [row.who for row in self.scenario.rule.values()]

    def services(self) -> dict[str, Any]:
        """Service rows: whom they suit, what they need, what they do and what follows."""
        rows = [self.service(row) for row in self.rows]
        parts: dict[str, Any] = {key: [row[key] for row in rows] for key in rows[0]}
        choices = max(len(row["shares"]) for row in rows)
        widest = max(len(row["order"]) for row in rows)
        parts["shares"] = [list(row["shares"]) + [-1.0] * (choices - len(row["shares"])) for row in rows]
        parts["leads_to"] = [list(row["leads_to"]) + [0] * (choices - len(row["leads_to"])) for row in rows]
        parts["order"] = [list(row["order"]) + [-2] * (widest - len(row["order"])) for row in rows]
        lengths = list(dict.fromkeys(parts["length"]))
        parts["length"] = [lengths.index(each) for each in parts["length"]]
        parts["quantiles"] = [quantiles(*each) for each in lengths]
        parts["enters"] = [self.known.stages.index(door.enters) for door in self.scenario.referrer.values()]
        parts["wait_marks"] = [*sorted({row["wait"] for row in rows if row["wait"] > 0.0}), math.inf]
        parts["fits_group"] = [mask(s - 1 for s in self.scenario.group[name].steps) for name in self.groups] or [31]
        return parts

    def service(self, row: ServiceRow) -> dict[str, Any]:
        """One service row."""
        if not row.intervention:
            mapping = self.scenario.mapping
            return self._row("mapping", [Who()], mapping.length, mapping.leads_to, self.at(mapping.pause))
        thing = self.scenario.intervention[row.intervention]
        rule = self.scenario.rule.get(row.rule)
        whos = [thing.who] + ([rule.who] if rule else [])
        effect = [1.0] * len(self.known.clocks)
        effect[FIND_WORK], effect[ADVANCE], effect[DROP_OUT] = (self.at(f) for f in (thing.lock_in, thing.advance, thing.drop_out))
        share = self.at(thing.effect)
        more: dict[str, Any] = {
            "eligible": self.at(rule.eligible) if rule else 2.0,
            "longest": self.at(rule.longest) if rule else math.inf,
            "intervention": list(self.scenario.intervention).index(self.shares_with(row.intervention)),
            "counted": self.limited.get(self.shares_with(row.intervention), COUNTED - 1),
            "wait": self.at(thing.hold_out) if rule else max(self.at(thing.hold_out), self.at(thing.decision)),
            "asks": self.at(rule.decision or thing.decision) if rule else 0.0,
            "pays": ("unchanged", "wage", "activity").index(thing.pays),
            "money": yearly_net_cost(job_terms(thing, rule, self.scenario.prices, self.theta)) if thing.pays == "wage" else 0,
            "place": self.per_cent(f"intervention.{row.intervention}.place", thing.place),
            "order": [self.groups.index(name) for name in thing.groups] or [-1],
            "effect": effect,
            "after": [self.fading.place(share * log) for log in self.afters],
            "extend": self.at(thing.extend),
            "akassa": int(thing.akassa),
            "joins": self.at(thing.joins),
            "early": self.at(rule.grant_period) if rule else 0.0,
        }
        return self._row(f"intervention.{row.intervention}", whos, thing.length, thing.leads_to, self.at(thing.pause)) | more

    def per_cent(self, where: str, share: Quantity) -> int:
        """Give a share in whole per cent; ValueError when there is some and it would count as none."""
        value = round(100 * self.at(share))
        if value == 0 and self.at(share) > 0.0:
            raise ValueError(f"{where}: {share.text}; expected 0, or at least 0.01: places are counted in hundredths")
        return value

    def _row(self, name: str, whos: Sequence[Who], length: Length, leads_to: Mapping[str, Quantity], pause: float) -> dict[str, Any]:
        """Say what every service row has; all conditions of an intervention and its rule must hold."""
        known = self.known
        everyone = (1 << len(known.incomes)) - 1
        incomes = everyone
        for who in whos:
            incomes &= mask(known.incomes.index(word) for word in who.incomes) if who.incomes else everyone
        shares = [self.at(share) for share in leads_to.values()]
        if sum(shares) > 1 + 1e-9:
            raise ValueError(f"{name}.leads_to: shares add up to {sum(shares):g}; expected at most 1")
        steps = 31
        for who in whos:
            steps &= mask(step - 1 for step in who.steps)
        return {
            "steps": steps,
            "incomes": incomes,
            "needs_traits": mask(known.traits.index(word) for who in whos for word in who.traits),
            "bars_traits": mask(known.traits.index(word) for who in whos for word in who.without),
            "youngest": max(who.ages[0] for who in whos) * 365.25,
            "oldest": min(who.ages[1] for who in whos) * 365.25,
            "idle_least": max(self.at(who.idle) for who in whos),
            "idle_most": min(self.at(who.idle_below) for who in whos),
            "eligible": 2.0,
            "longest": math.inf,
            "intervention": 0,
            "counted": COUNTED - 1,
            "wait": 0.0,
            "asks": 0.0,
            "pays": 0,
            "money": 0,
            "place": 0,
            "order": [-1],
            "effect": [1.0] * len(known.clocks),
            "after": [0] * (1 + len(self.groups)),
            "pause": pause,
            "extend": 0.0,
            "shares": np.cumsum(shares).tolist() or [-1.0],
            "leads_to": [known.stages.index(word) for word in leads_to] or [0],
            "akassa": 0,
            "joins": 0.0,
            "early": 0.0,
            "grid": length.grid,
            "length": (length.kind, self.at(length.typical), self.at(length.spread)),
        }

    def queues(self) -> dict[str, Any]:
        """Give the strategies of both queues as weights, two for every order that holds in turn."""
        orders = self.scenario.orders()
        strategies = [self.scenario.strategy[name] for _, *names in orders for name in names]
        moves = [bool({"age", "time_on_aid", "own"} & set(s.weights)) or bool(s.function) for s in strategies]
        return {
            "weights": [[self.at(s.weights[w]) if w in s.weights else 0.0 for w in WEIGHTS] for s in strategies],
            "doors": [[s.referrers.get(name, 99.0) if s.referrers else 0.0 for name in self.referrers] for s in strategies],
            "ageing": [self.at(s.ageing) for s in strategies],
            "moving": [int(any(moves[queue::2])) for queue in range(2)],
            "order_from": [*(self.day(when) for when, *_ in orders if when), math.inf],
            "strict": int(self.scenario.order.strict),
        }

    def saving(self) -> dict[str, list[list[float]]]:
        """Aid that a place may save, kr a month, by household and step: the household's aid while need would last within a year.

        Expected months on aid in the next twelve, given the average rate of finding work at that step, times the household's
        monthly aid. A heuristic from median parameters, fixed before the run; not an optimum.
        """
        clock = self.scenario.clock.get("find_work")
        prices = self.scenario.prices
        rates = [0.0] * STEPS
        if clock:
            median = self.scenario.at_medians()
            steps = [factor.at(median) for factor in clock.by_step] or [1.0] * STEPS
            rates = [clock.rate.at(median) * 365.25 * factor for factor in steps]
        stays = [(1 - math.exp(-rate)) / rate if rate > 0 else 1.0 for rate in rates]
        return {"saving": [[aid * stay for stay in stays] for aid in aid_without_income(prices)] or [[0.0] * STEPS]}

    def rules_of_life(self) -> dict[str, Any]:
        """Give the scalars of life, shares and days."""
        life = self.scenario.life
        studies = self.scenario.effects.studies if self.scenario.effects else None
        after = self.fading.place(self.theta[studies.after], of_studies=True) if studies else 0
        known = {"studies_after": after, "studies_least": self.at(studies.least) if studies else math.inf}
        names: tuple[str, ...] = ("subsidised_share", "back_on_benefit", "sick_with_right", "compensation_refused")
        names += ("restart_after", "akassa_condition", "akassa_membership")
        names += ("akassa_length", "akassa_length_with_child", "establishment_length", "incentive_after", "assessment_error")
        return {name: self.at(getattr(life, name)) for name in names} | {"patience": self.at(life.case_patience)} | known


# Parts of a plan, each lowered once for all scenarios and rows that have in common what it reads. In this order: what is refused first.
PARTS_OF_LIVES: Final[dict[str, Callable[[Lowering], dict[str, Any]]]] = {
    "bearable": Lowering.borne,
    "words": Lowering.words,
    "lives": Lowering.lives,
    "stays": Lowering.stays,
    "families": Lowering.families,
    "saving": Lowering.saving,
    "whose": Lowering.whose,
}
# What these read of the parts before them hangs on the scenario alone: the calendar's dates.
OF_THE_UNIT: Final[dict[str, Callable[[dict[str, Any], Lowering], dict[str, Any]]]] = {
    "calendar": lambda parts, low: low.dated.tables(),
    "limits": lambda parts, low: low.dated.limits(parts["since"], parts["held"]),
    "queues": lambda parts, low: low.queues(),
    "requirement": lambda parts, low: requirement_tables(low.scenario, low.theta),
    "answers": lambda parts, low: low.answers(parts["dates"]),
    "pool": lambda parts, low: pool_tables(low.scenario, low.theta, parts["dates"]),
}


class Fading:
    """The after-effects that a plan lists: what each is at every time since completion. The first is none."""

    def __init__(self, stay: Steps, studies: Steps) -> None:
        self.steps = {False: stay, True: studies}
        self.found: dict[tuple[float, bool], int] = {(0.0, False): 0}

    def place(self, log: float, of_studies: bool = False) -> int:
        """Give the number of an after-effect, a log rate; the same one has the same number, and none has 0."""
        return self.found.setdefault((log, of_studies), len(self.found)) if log != 0.0 else 0

    def tables(self) -> dict[str, Any]:
        """Give the factors on finding work [after-effect][time since completion], and the days from which each holds."""
        marks = [month * MONTH for month in self.steps[False].months[1:]]
        fade = [[math.exp(log * share) for share in self.steps[studies].shares] for log, studies in self.found]
        return {"fade": fade, "fade_marks": [*marks, math.inf]}


def increasing(where: str, marks: list[float]) -> list[float]:
    """Refuse marks of elapsed time that do not increase."""
    if any(later <= earlier for earlier, later in zip(marks, marks[1:], strict=False)):
        raise ValueError(f"{where}: {', '.join(f'{mark:g}' for mark in marks[:-1])} days; expected marks that increase")
    return marks


def mask(bits: Iterable[int]) -> int:
    """Set one bit for each number."""
    total = 0
    for bit in bits:
        total |= 1 << bit
    return total
