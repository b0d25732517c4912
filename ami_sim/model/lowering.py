"""Lower a scenario at one parameter row: from rows of files to the tables that both engines read."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from ami_sim.model.bearable import refuse_unbearable
from ami_sim.model.calendar import Dated
from ami_sim.model.lengths import quantiles
from ami_sim.model.limits import refuse_too_many
from ami_sim.model.person import COUNTED
from ami_sim.model.pooling import pool_tables
from ami_sim.model.randomness import purpose_named
from ami_sim.model.tables import Plan, ServiceRow, Tables
from ami_sim.scenario.contracts import yearly_net_cost
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.named_rows import IN_NEED_WORD
from ami_sim.scenario.quantities import Quantity
from ami_sim.scenario.registry import (
    ADVANCE,
    DROP_OUT,
    FIND_WORK,
    SHIPPED_CLOCKS,
    STEPS,
    WORKPLACES,
    Vocabulary,
)
from ami_sim.scenario.scenario import WEIGHTS, Scenario, figures
from ami_sim.scenario.services import Length, Who
from ami_sim.scenario.terms import aid_without_income, job_terms


def lower(scenario: Scenario, theta: Mapping[str, float] | None = None) -> Plan:
    """Lower a scenario at a parameter row (default: medians); InputError names the figure that makes no sense there."""
    values = {name: parameter.first for name, parameter in scenario.parameter.items()} | dict(theta or {})
    try:
        values = scenario.completed(theta)
        refuse_unbearable(scenario, values)
        return Lowering(scenario, values).plan()
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
    theta: dict[str, float]

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
    def groups(self) -> tuple[str, ...]:
        """The groups in the order of the file."""
        return tuple(self.scenario.group)

    @cached_property
    def referrers(self) -> tuple[str, ...]:
        """The doors in the order of the file."""
        return tuple(self.scenario.referrer)

    @cached_property
    def dated(self) -> Dated:
        """What holds from each date."""
        return Dated(self.scenario, self.theta, self.rows, self.groups)

    def plan(self) -> Plan:
        """Put the parts together."""
        refuse_too_many(self.scenario, len(self.rows) - 1)
        parts: dict[str, Any] = self.words() | self.lives() | self.services() | self.dated.tables() | self.queues() | self.rules_of_life()
        parts |= pool_tables(self.scenario, self.theta, parts["dates"])
        parts |= {"rows": len(self.rows), "groups": len(self.groups), "entries": len(parts["dates"])}
        parts["theta"] = list(self.theta.values()) or [0.0]
        tables = Tables(**{name: parts[name] for name in Tables._fields})
        households = tuple(self.scenario.prices.household)
        return Plan(self.scenario, self.theta, tables, self.rows, self.groups, self.referrers, households)

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
            "stream": [clock if clock < SHIPPED_CLOCKS else purpose_named(f"clock:{name}") for name, clock in clocks.items()],
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
        factors |= {"by_stage": np.ones((len(stage) + 1, clocks)), "by_age": np.ones((len(bands.ages) + 1, clocks))}
        for name, clock in self.scenario.clock.items():
            k = known.clocks.index(name)
            rate = self.at(clock.rate)
            incomes = np.array([self.at(clock.incomes[i]) if i in clock.incomes else float(not clock.incomes) for i in known.incomes])
            for word, factor in clock.stages.items():
                for s in known.in_need if word == IN_NEED_WORD else [known.stages.index(word)]:
                    hazard[s, :, k] = rate * self.at(factor) * incomes
            for key, row in (
                ("by_step", clock.by_step),
                ("by_need", clock.by_need),
                ("by_stage", clock.by_stage_time),
                ("by_age", clock.by_age),
            ):
                if row and len(row) != len(factors[key]):
                    raise ValueError(f"clock.{name}.{key}: {len(row)} factors for {len(factors[key])} bands")
                if row:
                    factors[key][:, k] = [self.at(factor) for factor in row]
        idle = {self.at(edge) for who in self._whos() for edge in (who.idle, who.idle_below)}
        ages = set(bands.ages) | {age for who in self._whos() for age in who.ages}
        by_condition = hazard.reshape(-1, clocks)
        live = [[k for k, runs in enumerate(row) if runs] for row in (by_condition != 0.0).tolist()]
        return {
            "hazard": by_condition.tolist(),
            "live": [run + [-1] * (clocks + 1 - len(run)) for run in live],
            **{key: self._by_age(table, sorted(ages)) if key == "by_age" else table.tolist() for key, table in factors.items()},
            "need_marks": increasing("bands.need", [*need, math.inf]),
            "stage_marks": increasing("bands.stage", [*stage, math.inf]),
            "age_marks": [*(age * 365.25 for age in sorted(ages)), math.inf],
            "idle_marks": [*sorted(mark for mark in idle if 0.0 < mark < 36525.0), math.inf],
        }

    def _by_age(self, table: np.ndarray, marks: list[float]) -> list[list[float]]:
        """Age factors over the finer bands that rules with age limits cut."""
        bands = list(self.scenario.bands.ages)
        return [table[sum(low >= edge for edge in bands)].tolist() for low in (-1.0, *marks)]

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
        logs = {name: self.at(place.after) for name, place in self.scenario.workplace.items()}
        places = [WORKPLACES[0], *(self.scenario.workplace_of(name, self.theta) for name in self.groups)]
        more: dict[str, Any] = {
            "eligible": self.at(rule.eligible) if rule else 2.0,
            "longest": self.at(rule.longest) if rule else math.inf,
            "intervention": list(self.scenario.intervention).index(self.shares_with(row.intervention)),
            "counted": self.limited.get(self.shares_with(row.intervention), COUNTED - 1),
            "wait": max(self.at(thing.hold_out), self.at(rule.decision if rule and rule.decision else thing.decision)),
            "pays": ("unchanged", "wage", "activity").index(thing.pays),
            "money": yearly_net_cost(job_terms(thing, rule, self.scenario.prices, self.theta)) if thing.pays == "wage" else 0,
            "place": round(100 * self.at(thing.place)),
            "order": [self.groups.index(name) for name in thing.groups] or [-1],
            "effect": effect,
            "after": [math.exp(share * logs.get(place, 0.0)) for place in places],
            "extend": self.at(thing.extend),
            "akassa": int(thing.akassa),
            "early": self.at(rule.grant_period) if rule else 0.0,
        }
        return self._row(f"intervention.{row.intervention}", whos, thing.length, thing.leads_to, self.at(thing.pause)) | more

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
            "pays": 0,
            "money": 0,
            "place": 0,
            "order": [-1],
            "effect": [1.0] * len(known.clocks),
            "after": [1.0] * (1 + len(self.groups)),
            "pause": pause,
            "extend": 0.0,
            "shares": np.cumsum(shares).tolist() or [-1.0],
            "leads_to": [known.stages.index(word) for word in leads_to] or [0],
            "akassa": 0,
            "early": 0.0,
            "grid": length.grid,
            "quantiles": quantiles(length.kind, self.at(length.typical), self.at(length.spread)),
        }

    def queues(self) -> dict[str, Any]:
        """Give the strategies of both queues as weights, two for every order that holds in turn, and what a place may save."""
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
            "saving": self.saving(),
        }

    def saving(self) -> list[list[float]]:
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
        return [[aid * stay for stay in stays] for aid in aid_without_income(prices)] or [[0.0] * STEPS]

    def rules_of_life(self) -> dict[str, Any]:
        """Give the scalars of life, shares and days."""
        life = self.scenario.life
        names: tuple[str, ...] = ("subsidised_share", "back_on_benefit", "sick_with_right", "compensation_refused")
        names += ("restart_after", "akassa_condition")
        names += ("akassa_length", "akassa_length_with_child", "establishment_length", "incentive_after", "assessment_error")
        return {name: self.at(getattr(life, name)) for name in names} | {"patience": self.at(life.case_patience)}


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
