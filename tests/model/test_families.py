"""Families grow: children have dates of birth that fit their parents, and a household changes on its day."""

from math import inf
from typing import Any

import numpy as np
import pytest

from ami_sim.engines.protocol import engine_named
from ami_sim.model.arrivals import people_in_need
from ami_sim.model.clocks import what_next
from ami_sim.model.family import BIRTHDAYS, along, change_household, next_birth, plan_family
from ami_sim.model.history import population
from ami_sim.model.income import akassa_days
from ami_sim.model.lowering import lower
from ami_sim.model.person import Person, as_people
from ami_sim.model.stages import happen
from ami_sim.model.tables import Plan
from ami_sim.record.spells import spells_of
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.load import bundled, load_scenario
from ami_sim.scenario.registry import HOUSEHOLD_CHANGES, LEFT

YEAR = 365.25
RAGUNDA = bundled("calibration/ragunda/scenario.toml")


@pytest.fixture(scope="module")
def plan() -> Plan:
    return lower(load_scenario(RAGUNDA))


@pytest.fixture(scope="module")
def crowd(plan: Plan) -> np.ndarray:
    """Everybody of many runs, as they come into need."""
    return np.concatenate([people_in_need(plan.scenario, plan.theta, 5, 0, replication) for replication in range(20)])


def place(plan: Plan, kind: str, children: tuple[int, int, int]) -> int:
    return [(row.kind, row.household.children) for row in plan.scenario.prices.compositions].index((kind, children))


def parent(plan: Plan, kind: str, *ages: float) -> Person:
    """Give a person of 40 whose children have these ages on day 0, in a household where nobody comes or goes."""
    person = as_people(population(plan, 1, 0, 0, live=engine_named("compiled").live)[:1])[0]
    person.born, person.retires, person.later = -40 * YEAR, 25 * YEAR, 0
    person.child_born = [-age * YEAR for age in ages] + [-inf] * (8 - len(ages))
    counts = [sum(low <= age < high for age in ages) for low, high in ((0, 7), (7, 13), (13, 19))]
    person.household, person.children = place(plan, kind, (counts[0], counts[1], counts[2])), len(ages)
    person.birth, person.partner = inf, inf
    person.family = min((age for age in (date - old * YEAR for old in ages for date in BIRTHDAYS) if age > 0.0), default=inf)
    return person


def test_a_child_turns_7_and_13_and_leaves_at_19_on_its_day(plan: Plan) -> None:
    person, world, seen = parent(plan, "single_one_child", 5.0), plan.world(), []
    still = plan.tables._replace(births=[0.0] * len(plan.households), partners=[0.0] * len(plan.households))
    for _ in range(3):
        today = person.family
        happen(person, HOUSEHOLD_CHANGES, today, still, world)
        seen.append((today / YEAR, person.household, person.children))
    homes = [place(plan, "single_one_child", (0, 1, 0)), place(plan, "single_one_child", (0, 0, 1)), place(plan, "single", (0, 0, 0))]
    assert [day for day, _, _ in seen] == pytest.approx([2.0, 8.0, 14.0])
    assert [home for _, home, _ in seen] == homes
    assert [count for _, _, count in seen] == [1, 1, 0]
    assert person.family == inf


def test_of_two_children_the_elder_leaves_and_the_younger_stays(plan: Plan) -> None:
    person = parent(plan, "couple_two_children", 18.5, 3.0)
    still = plan.tables._replace(births=[0.0] * len(plan.households), partners=[0.0] * len(plan.households))
    assert what_next(person)[0] <= person.family == pytest.approx(0.5 * YEAR)
    change_household(person, person.family, still)
    assert (person.household, person.children) == (place(plan, "couple_one_child", (1, 0, 0)), 1)
    assert person.family == pytest.approx(4.0 * YEAR)


def test_a_birth_and_a_partner_lead_to_the_household_the_rows_name(plan: Plan) -> None:
    person = parent(plan, "single_one_child", 8.0)
    person.birth = person.family = 100.0
    change_household(person, 100.0, plan.tables)
    assert (person.household, person.children) == (place(plan, "single_more_children", (1, 1, 0)), 2)
    assert sorted(person.child_born)[-1] == 100.0
    person.partner, person.birth = 200.0, inf
    change_household(person, 200.0, plan.tables)
    assert person.household == place(plan, "couple_two_children", (1, 1, 0))


def test_births_follow_the_parents_age_and_the_pace_of_the_household(plan: Plan) -> None:
    """From 16 on: the mean number of births before 55 is the pace; and the share of first births before 30 is 1 - exp(-pace x F(30))."""
    person = parent(plan, "couple")
    person.children, pace = 0, plan.tables.births[place(plan, "couple", (0, 0, 0))]
    person.household, person.child_born = place(plan, "couple", (0, 0, 0)), [-inf] * 8
    person.born = 0.0
    first = np.array([next_birth(person, 16 * YEAR, plan.tables) / YEAR for _ in range(4000)])
    before_30 = 1 - np.exp(-pace * along(30 * YEAR, plan.tables.parent_ages, plan.tables.parent_shares))
    assert pace == pytest.approx(2.6)
    assert (first < 30).mean() == pytest.approx(before_30, abs=0.03)
    assert (first < inf).mean() == pytest.approx(1 - np.exp(-pace), abs=0.03)
    assert first.min() > 16
    person.household = place(plan, "youth_with_parents", (0, 0, 0))
    assert next_birth(person, 16 * YEAR, plan.tables) == inf  # no row says which household that would be


def test_on_arrival_the_household_and_the_children_agree(plan: Plan, crowd: np.ndarray) -> None:
    rows = plan.scenario.prices.compositions
    age = (crowd["arrives"][:, None] - crowd["child_born"]) / YEAR
    for band, (low, high) in enumerate(((0, 7), (7, 13), (13, 19))):
        by_date = ((age >= low - 1e-9) & (age < high - 1e-9)).sum(axis=1)
        assert by_date.tolist() == [rows[home].household.children[band] for home in crowd["household"].tolist()]
    assert crowd["children"].tolist() == [sum(rows[home].household.children) for home in crowd["household"].tolist()]


def test_no_parent_over_sixty_has_a_child_under_seven_beyond_one_in_a_hundred(plan: Plan) -> None:
    """On arrival and ever after."""
    engine = engine_named("compiled")
    small = np.array([row.household.children[0] > 0 for row in plan.scenario.prices.compositions])
    old, found = 0.0, 0.0
    for replication in range(8):
        people = population(plan, 7, 0, replication, live=engine.live)
        spells = spells_of(engine.simulate(plan, people).log, plan.horizon)
        days = np.clip(spells.end - np.maximum(spells.start, people["born"][spells.person] + 60 * YEAR), 0.0, None)
        days[spells.stage == LEFT] = 0.0
        old, found = old + days.sum(), found + days[small[spells.household]].sum()
    assert old > 100_000
    assert found / old < 0.01


def test_a_doors_share_of_families_holds_and_follows_age(plan: Plan, crowd: np.ndarray) -> None:
    for index, (name, door) in enumerate(plan.scenario.referrer.items()):
        mine = crowd[crowd["referrer"] == index]
        wanted = sum(share.at({}) for home, share in door.households.items() if sum(plan.scenario.prices.household[home].children))
        if len(mine) < 400:
            continue
        age = (mine["arrives"] - mine["born"]) / YEAR
        lives = mine["retires"] > mine["arrives"] + 1  # who retires before the start is in no run
        assert (mine["children"][lives] > 0).mean() == pytest.approx(wanted, abs=0.09), name
        if wanted > 0.3:
            with_children = mine["children"] > 0
            assert with_children[(age > 33) & (age < 43)].mean() > 2 * with_children[age > 56].mean()


def test_shares_that_a_doors_ages_cannot_have_are_refused(plan: Plan) -> None:
    old = {"edges": [70, 80], "shares": [1.0]}
    wrong = load_scenario(RAGUNDA, {"referrer.ifo.ages": old, "life.retirement_age": 90.0})
    with pytest.raises(InputError, match=r"referrer\.ifo\.households: 57% have children at home; expected at most \d+%"):
        people_in_need(wrong, wrong.at_medians(), 1, 0, 0)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"family.born.single": "couple"}, "family.born: single = couple, which has 0 children; expected a household of 1"),
        (
            {"household_change.moves_out.to.couple": "single"},
            "moves_out.to: couple changes by household_change.partner_goes",
        ),
        ({"family.gone": {}}, "family.gone: single_one_child has children and is not there"),
        ({"family": None}, "household_change: there is no table family; expected both or neither"),
        ({"household_change.moves_out.to.single": "couples"}, '"couples" is not known'),
        ({"prices.household.single.children": [9, 0, 0]}, "single"),
    ],
)
def test_households_that_do_not_fit_are_refused(settings: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said.replace("(", r"\(")):
        load_scenario(RAGUNDA, settings)


def test_akassa_is_longer_for_whoever_has_a_child_under_18_when_the_plain_days_end(plan: Plan) -> None:
    plain, longer = plan.tables.akassa_length, plan.tables.akassa_length_with_child
    edge = 18.0 - plain / YEAR
    assert akassa_days(parent(plan, "single_one_child", edge - 0.01), 0.0, plan.tables) == longer
    assert akassa_days(parent(plan, "single_one_child", edge + 0.01), 0.0, plan.tables) == plain
    person = parent(plan, "single_one_child", 3.0)
    person.child_born = [-inf] * 8
    assert akassa_days(person, 0.0, plan.tables) == plain


def test_without_the_table_family_nobody_ages_out_of_a_household() -> None:
    still = lower(load_scenario(RAGUNDA, {"family": None, "household_change": {}}))
    engine = engine_named("compiled")
    people = population(still, 3, 0, 0, live=engine.live)
    log = engine.simulate(still, people).log
    assert not (log["what"] == HOUSEHOLD_CHANGES).any()
    assert (log["household"] == people["household"][log["person"]]).all()
    person = as_people(people[people["children"] > 0][:1])[0]
    plan_family(person, 0.0, still.tables)
    assert person.family == inf
    assert akassa_days(person, 0.0, still.tables) == still.tables.akassa_length_with_child


def test_by_age_keeps_both_shares(plan: Plan) -> None:
    """At a grid of ages that is the door's own, the chosen shares are those asked for, to a hundredth."""
    door = plan.scenario.referrer["ifo"]
    shares = np.array([share.at({}) for share in door.households.values()])
    rng = np.random.default_rng(1)
    edges, weights = np.array(door.ages.edges), np.array([share.at({}) for share in door.ages.shares])
    band = rng.choice(len(weights), 40_000, p=weights)
    age = edges[band] + (edges[band + 1] - edges[band]) * rng.random(40_000)
    chosen = plan.doors.homes.chosen(np.full(40_000, plan.referrers.index("ifo")), age, rng.random(40_000))
    assert (np.bincount(chosen, minlength=len(shares)) / 40_000).tolist() == pytest.approx(shares.tolist(), abs=0.01)
