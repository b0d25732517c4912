"""Measures of people and queues, each worked out by hand in a few lives; the registry refuses what it cannot count."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import CensoredData, ecdf

from ami_sim.record.measures.lives import AddedDays, Lives, add_chosen, add_days
from ami_sim.record.measures.people import share_gone_on
from ami_sim.record.measures.queues import Visits, add_curves, still_waiting, visits, waits
from ami_sim.record.measures.recorded import take
from ami_sim.record.measures.registry import Measure, Measures
from ami_sim.record.measures.tally import COLUMNS, EVENTS, MOST, Tally, add_tallies, bits_of, tallied
from ami_sim.record.measures.view import own_number
from ami_sim.record.spells import Floats
from ami_sim.runs.measures import PRINTED, SHIPPED
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.quantities import MONTH, YEAR
from ami_sim.scenario.registry import I_AMI_WAGE, STAGES, START
from tests.record.lives import Asked, Life, Then, lives_by_hand, spells_by_hand

PARTING = 100.0
HORIZON = PARTING + 2 * YEAR


@dataclass(frozen=True)
class Dates:
    """The dates of a scenario: parting 100 days after the start, the end 800 days after it."""

    start: date = date(2019, 1, 1)
    parting: date = date(2019, 4, 11)
    end: date = date(2021, 3, 11)


# A: queues for mapping before the parting, is mapped on day 160, completes it on 190, waits for a place, starts on 250, completes on
#    310, works from then on (an event in between changes nothing). B: is mapped and finds work from the queue for a place, loses it within
#    a month. C: has children, is placed, drops out, falls back a step, then studies; nobody's case is held when the studies begin.
A: Life = (
    Then(50, "arrival", "waiting_mapping"),
    Then(160, "start", "mapping"),
    Then(190, "planned_end", "waiting_place"),
    Then(250, "start", "in_intervention", "ami_wage", row=1, group=0),
    Then(310, "planned_end", "work", "work"),
    Then(400, "band", "work", "work"),
)
B: Life = (
    Then(120, "arrival", "waiting_mapping"),
    Then(130, "start", "mapping"),
    Then(150, "planned_end", "waiting_place", step=1),
    Then(170, "find_work", "work", "work", step=1),
    Then(190, "relapse", "not_referred", step=1),
)
C: Life = (
    Then(10, "arrival", "waiting_place"),
    Then(130, "start", "in_intervention", row=2, group=1),
    Then(200, "drop_out", "paused"),
    Then(220, "fall_back", "paused"),
    Then(300, "start_studies", "studies", "studies"),
)


@pytest.fixture
def lives() -> Lives:
    """Give the three lives."""
    return lives_by_hand((A, B, C), Asked(PARTING, HORIZON), children=(0, 1, 2))


@pytest.fixture
def counted(lives: Lives) -> dict[tuple[str, str], float]:
    """Take the measures added up over people, by name and group."""
    rows = Measures(SHIPPED.of("each"))
    return {(name, group): value for (name, _, group), value in take(rows, lives).items()}


@pytest.mark.parametrize(
    ("measure", "first", "others"),
    [
        ("people_met", 1, 1),  # A and B were mapped; C was placed at once
        ("people_mapped", 1, 1),
        ("people_started", 1, 1),
        ("people_active", 60 / (2 * YEAR), 70 / (2 * YEAR)),
        ("stays_completed", 1, 0),
        ("stays_dropped", 0, 1),
        ("counted_to_work", 1, 1),  # A from the intervention, B from the queue
        ("counted_to_studies", 0, 0),  # C had been let go
        ("months_in_work", (HORIZON - 310) / MONTH, 20 / MONTH),
        ("sustained_work_12m", 1, 0),  # the birthday on day 400 does not cut A's job in two
        ("steps_moved", 0, -1),
        ("months_waiting", (60 + 60) / MONTH, (10 + 20 + 30) / MONTH),
        ("aid_household_months", (60 + 30 + 60) / MONTH, (10 + 20 + 20 + (HORIZON - 190) + 200) / MONTH),
        ("child_months_on_aid", 0, (10 + 20 + 20 + HORIZON - 190 + 2 * 200) / MONTH),
        ("in_work_12m", 1, 0),
    ],
)
def test_what_adds_up_over_people(measure: str, first: float, others: float, counted: dict[tuple[str, str], float]) -> None:
    assert counted[measure, "sex:woman"] == pytest.approx(first, abs=1e-9)
    assert counted[measure, "sex:man"] == pytest.approx(others, abs=1e-9)
    assert counted[measure, ""] == pytest.approx(first + others, abs=1e-9)


def test_a_date_beyond_the_end_is_not_counted(counted: dict[tuple[str, str], float]) -> None:
    assert {name for name, _ in counted if name.startswith("in_work_")} == {"in_work_12m"}  # 24 months is the end itself


def test_waits_that_began_after_the_parting_count_however_they_end(lives: Lives) -> None:
    found = {(number.measure, number.group): number.value for number in waits(lives)}
    assert found["wait_mapping_mean_days", ""] == 10.0  # B's; A joined before the parting
    assert found["wait_place_mean_days", ""] == (60 + 20) / 2  # A's and B's
    assert (found["wait_place_median_days", ""], found["wait_place_p90_days", ""]) == (20, 60)
    assert found["wait_place_not_over", ""] == 0.0
    assert found["queue_mapping_mean", ""] == pytest.approx((60 + 10) / (2 * YEAR))
    assert found["queue_place_mean", ""] == pytest.approx((60 + 20 + 30) / (2 * YEAR))


def test_every_entry_into_a_queue_is_a_visit_however_it_is_written() -> None:
    """Two visits of one person, the first with an event in between; one that is not over at the end; one that began before the parting."""
    twice: Life = (
        Then(110, "arrival", "waiting_mapping"),
        Then(115, "gap_begins", "waiting_mapping", "aid_gap"),
        Then(130, "start", "mapping"),
        Then(140, "planned_end", "waiting_place"),
        Then(150, "wait_too_long", "paused"),
        Then(160, "refer", "waiting_mapping"),
        Then(165, "start", "mapping"),
    )
    still: Life = (Then(120, "arrival", "waiting_mapping"),)
    before: Life = (Then(90, "arrival", "waiting_mapping"), Then(190, "start", "mapping"))
    found = visits(spells_by_hand((twice, still, before), 200.0), STAGES.index("waiting_mapping"), PARTING)
    rows = list(zip(found.who.tolist(), found.days.tolist(), found.over.tolist(), strict=True))
    assert rows == [(0, 20.0, True), (0, 5.0, True), (1, 80.0, False)]


@dataclass(frozen=True)
class Left:
    """Waits of one group, and what is estimated of them."""

    found: Visits
    most: float

    @classmethod
    def of(cls, days: Floats, over: NDArray[np.bool_], most: float) -> "Left":
        """Take waits of so many persons, one each."""
        return cls(Visits(np.arange(len(days)), days, over), most)

    def row(self, *parts: float) -> list[float]:
        """Estimate everything."""
        row: list[float] = still_waiting(self.found, np.ones((1, len(self.found.who)), np.bool_), self.most, parts)[0].tolist()
        return row

    @property
    def mean(self) -> float:
        """The restricted mean."""
        return self.row()[0]

    def quantile(self, part: float) -> float:
        """The wait within which a part is over."""
        return self.row(part)[1]


def test_a_wait_that_is_not_over_is_longer_than_what_has_been_waited() -> None:
    """Waits of 10 and 30 days, and one not over after 20, of 50 that can be seen: 2 of 3 wait on after 10, none after 30."""
    left = Left.of(np.array([30.0, 10.0, 20.0]), np.array([True, True, False]), 50.0)
    assert left.mean == pytest.approx(10 + 2 / 3 * 20)
    assert (left.quantile(0.3), left.quantile(0.5), left.quantile(0.9)) == (10, 30, 30)
    # The longest is not over: half of those left at 30 wait on, to the end of what can be seen.
    left = Left.of(np.array([10.0, 30.0, 40.0]), np.array([True, True, False]), 50.0)
    assert left.mean == pytest.approx(10 + 2 / 3 * 20 + 1 / 3 * 20)
    assert (left.quantile(0.5), left.quantile(0.9)) == (30, 50)
    nobody = Left.of(np.zeros(0), np.zeros(0, np.bool_), 50.0)
    assert np.isnan([nobody.mean, nobody.quantile(0.5)]).all()


@pytest.mark.parametrize("seed", range(5))
def test_still_waiting_is_the_curve_of_scipy(seed: int) -> None:
    luck = np.random.default_rng(seed)
    days, over = np.round(luck.exponential(100.0, 60)), luck.random(60) < 0.7
    left = Left.of(days, over, 1_000.0)
    curve = ecdf(CensoredData(uncensored=days[over], right=days[~over])).sf
    shares, edges = np.r_[1.0, curve.probabilities], np.r_[0.0, curve.quantiles, 1_000.0]
    assert left.mean == pytest.approx(float(shares @ np.diff(edges)))
    for part in (0.1, 0.5, 0.9):
        reached = np.flatnonzero(curve.probabilities <= 1 - part + 1e-12)
        assert left.quantile(part) == (curve.quantiles[reached[0]] if len(reached) else 1_000.0)
    assert left.row()[-1] == pytest.approx(1 - over.mean())


@pytest.mark.parametrize("seed", range(5))
def test_each_group_waits_as_it_would_alone_and_the_compiled_curve_is_the_plain_one(seed: int) -> None:
    luck = np.random.default_rng(seed)
    who, inside = np.repeat(np.arange(30), 2), luck.random((4, 30)) < 0.5
    inside[3] = False  # nobody
    found = Visits(who, np.round(luck.exponential(50.0, 60)), luck.random(60) < 0.6)
    together = still_waiting(found, inside, 300.0)
    for group, row in zip(inside, together, strict=True):
        kept = group[who]
        alone = Left.of(found.days[kept], found.over[kept], 300.0).row(0.5, 0.9)
        assert row.tolist() == alone or (np.isnan(row).all() and np.isnan(alone).all())
    order = np.argsort(found.days)
    plain = np.full_like(together, np.nan)
    add_curves(who[order], found.days[order], found.over[order], inside, 300.0, np.array([0.5, 0.9]), plain)
    np.testing.assert_array_equal(plain, together)


def test_an_overloaded_queue_shows_its_true_waits() -> None:
    """Ten come a day and one is served: the n-th waits n - n / 10 days to be served, far beyond the end for most of them.

    Who comes on day d waits 9 d. Of 1 000 days the 111 first days' comers are served; the mean restricted to 1 000 days is exact where
    every wait up to 1 000 days is seen: 9 d for d below 1000 / 9, else 1 000. As if over, the mean would be the days left: about 500.
    """
    came = np.arange(0.05, 1_000.0, 0.1)
    true = 9 * came
    over = came + true < 1_000
    left = Left.of(np.where(over, true, 1_000 - came), over, 1_000.0)
    assert np.where(over, true, 1_000 - came).mean() < 500
    assert left.quantile(0.9) == 1_000.0
    assert 1 - over.mean() == pytest.approx(0.9)
    assert left.mean > 850


def test_waits_of_a_known_law_are_found_however_early_the_run_ends() -> None:
    """Exponential waits of 300 days, a tenth a day joining for 1 000: the restricted mean is 300 (1 - exp(-1000 / 300))."""
    luck = np.random.default_rng(7)
    came, true = luck.uniform(0, 1_000, 40_000), luck.exponential(300.0, 40_000)
    over = came + true < 1_000
    left = Left.of(np.minimum(true, 1_000 - came), over, 1_000.0)
    assert left.mean == pytest.approx(300 * (1 - np.exp(-10 / 3)), rel=0.02)
    assert left.quantile(0.5) == pytest.approx(300 * np.log(2), rel=0.02)
    assert left.quantile(0.9) == pytest.approx(300 * np.log(10), rel=0.03)


def test_kolada_counts_an_unbroken_month_of_work_and_studies() -> None:
    spells = spells_by_hand((A, B, C), HORIZON)
    assert share_gone_on(spells, PARTING) == 1 / 3  # A; B worked for twenty days, C paused
    assert np.isnan(share_gone_on(spells_by_hand((C[:1],), HORIZON), PARTING))


@pytest.mark.parametrize(
    ("rest", "share"),
    [
        ((Then(115, "relapse", "not_referred"),), 0.0),
        ((Then(110, "band", "work", "work"), Then(115, "relapse", "not_referred")), 0.0),  # a birthday makes no month of fifteen days
        ((Then(110, "band", "work", "work"), Then(140, "relapse", "not_referred")), 1.0),
        ((Then(110, "find_work", "subsidised_elsewhere", "subsidised"), Then(140, "relapse", "not_referred")), 1.0),
        ((Then(110, "relapse", "not_referred"), Then(111, "find_work", "work", "work"), Then(200, "relapse", "not_referred")), 0.0),
    ],
)
def test_a_month_of_work_is_unbroken_however_it_is_written(rest: Life, share: float) -> None:
    life = (Then(90, "start", "mapping"), Then(100, "find_work", "work", "work"), *rest)
    assert share_gone_on(spells_by_hand((life,), HORIZON), 0.0) == share


def test_work_that_goes_on_at_the_end_counts() -> None:
    late = (Then(90, "start", "mapping"), Then(HORIZON - 10, "find_work", "work", "work"))
    assert share_gone_on(spells_by_hand((late,), HORIZON), 0.0) == 1.0


def own(function: Callable[..., Any], name: str = "mine") -> Measure:
    """Make a row of a function."""
    return Measure(name, "persons", {"en": "Mine", "sv": "Min"}, "What I count.", "spells", function)


@pytest.fixture
def dated() -> Lives:
    """Give the three lives in a run of 800 days from 2019-01-01."""
    rows = tuple(type("Row", (), {"intervention": name})() for name in ("", "extra_job", "occupation"))
    return lives_by_hand((A, B, C), Asked(100.0, 800.0, Dates(), rows, ("outdoor", "school")))


@pytest.mark.parametrize(
    ("function", "value"),
    [
        (lambda spells, window: window.days, 700.0),
        (lambda spells, window: spells.stage("in_intervention").days(window) / window.days, (60 + 70) / 700),
        (lambda spells, window: spells.stage("waiting_mapping", "waiting_place").days(window), 60 + 10 + 60 + 20 + 30),
        (lambda spells, window: spells.income("work").days(window), (800 - 310) + 20),
        (lambda spells, window: spells.on_aid.days(window), 150 + (50 + 610) + 200),
        (lambda spells, window: spells.intervention("occupation").days(window), 70),
        (lambda spells, window: spells.group("outdoor").days(window), 60),
        (lambda spells, window: spells.people("sex:woman").stage("work").days(window), 490),
        (lambda spells, window: spells.event("start").stage("mapping").starts(window), 2),
        (lambda spells, window: spells.event("start").persons_who_start(window), 3),
        (lambda spells, window: spells.came_from("in_intervention").persons(window), 2),
        (lambda spells, window: spells.stage("work").days(window.year(2019)), (365 - 310) + 20),
        (lambda spells, window: spells.stage("work").persons(window.first_days(71)), 1),  # day 170 is within, B works that day
        (lambda spells, window: spells.stage("work").persons(window.first_days(70)), 0),
        (lambda spells, window: np.float64(3.0), 3.0),
        (lambda spells, window: float("nan"), np.nan),
    ],
)
def test_a_measure_of_one_s_own_counts_by_names(function: Callable[..., Any], value: float, dated: Lives) -> None:
    assert own_number(own(function), dated) == pytest.approx(value, nan_ok=True)


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (lambda spells, window: [1.0], r"measure mine gives \[1.0\] \(list\); expected one number, NaN where nothing is defined"),
        (lambda spells, window: None, r"measure mine gives None \(NoneType\); expected one number"),
        (lambda spells, window: 1 / 0.0, "measure mine fails: ZeroDivisionError: .*; expected a number of the spells and the window"),
        (lambda spells, window: float("inf"), "measure mine gives inf; expected a number"),
        (lambda spells, window: spells.stage("maping").days(window), 'measure mine: stage "maping": is not known. .*mapping'),
        (lambda spells, window: spells.group("scool").days(window), 'measure mine: group "scool": is not known. .*school'),
        (lambda spells, window: spells.people("sex:women").days(window), 'measure mine: people "sex:women": is no group .*sex:woman'),
        (lambda spells, window: window.year(2030), "measure mine: window: 2030-01-01 to 2031-01-01 is not within 2019-04-11 to 2021-03-11"),
    ],
)
def test_what_is_no_measure_is_refused_in_a_sentence(function: Callable[..., Any], said: str, dated: Lives) -> None:
    with pytest.raises(InputError, match=said):
        own_number(own(function), dated)


def test_the_registry_refuses_a_name_that_is_taken_and_takes_a_new_one_last() -> None:
    with pytest.raises(InputError, match=r'measure "people_met": is there already \(People met\)'):
        SHIPPED.with_measure(own(len, "people_met"))
    with pytest.raises(InputError, match='measure "my measure": is no name'):
        SHIPPED.with_measure(own(len, "my measure"))
    with pytest.raises(InputError, match=r'measure "people_meet" is not known. .*people_met'):
        SHIPPED["people_meet"]
    wider = SHIPPED.with_measure(own(len))
    assert (list(wider)[-1], wider.printed[-1], "mine" in SHIPPED) == ("mine", "mine", False)


def test_every_measure_says_what_it_is_in_both_languages() -> None:
    assert sorted(PRINTED) == sorted(SHIPPED)
    assert len(set(PRINTED)) == len(SHIPPED)
    for name in SHIPPED:
        row = SHIPPED[name]
        assert row.unit
        assert row.doc.endswith("."), name
        assert row.titles["en"], name
        assert row.titles["sv"], name
        assert row.titles["sv"] != row.titles["en"], name


def test_what_is_added_up_of_chosen_spells_is_theirs_alone() -> None:
    """Two spells of the first person and one of the third count, weighed by a half."""
    person, chosen = np.array([0, 0, 0, 2, 2]), np.array([True, False, True, True, False])
    found = np.zeros(3)
    add_chosen(person, chosen, np.array([1.0, 10.0, 3.0, 8.0, 20.0]), 0.5, found)
    assert found.tolist() == [2.0, 0.0, 4.0]


def drawn(seed: int, people: int = 12, each: int = 9) -> Lives:
    """Draw lives of some stages, incomes and events, two of them of people without children; whom aid is paid is drawn too."""
    luck = np.random.default_rng(seed)

    def life() -> Life:
        days = np.sort(luck.choice(np.arange(0, 700, 2), each, replace=False))
        stages = luck.choice(["mapping", "waiting_place", "in_intervention", "work"], each)
        return [
            Then(float(day), str(event), str(stage), str(income), row=int(row), group=int(row) - 1, waits=str(waits))
            for day, event, stage, income, row, waits in zip(
                days,
                luck.choice(["start", "planned_end", "drop_out"], each),
                stages,
                luck.choice(["aid", "ami_wage"], each),
                luck.integers(0, 3, each),
                luck.choice(["nothing", "place", "money"], each),
                strict=True,
            )
        ]

    plan = Asked(PARTING, HORIZON)
    return lives_by_hand([life() for _ in range(people)], plan, children=[at % 3 for at in range(people)])


WORKS, MAPPED, STAYS = (STAGES.index(name) for name in ("work", "mapping", "in_intervention"))
SOME = (
    Tally("events"),
    Tally("events", what=(START,), stage=(MAPPED, WORKS)),
    Tally("persons", stage=(WORKS,), came_from=(STAYS, MAPPED)),
    Tally("months", stage=(STAYS,), income=(I_AMI_WAGE,)),
    Tally("average", stage=(WORKS,), on_aid=True),
    Tally("months", on_aid=True),
    Tally("child_months", came_from=(WORKS,), on_aid=True),
)


def by_masks(one: Tally, lives: Lives) -> Floats:
    """Count what a tally asks for by marking its spells."""
    spells, children = lives.spells, np.arange(3)[lives.spells.household]
    chosen = lives.on_aid if one.on_aid else np.ones(len(spells.start), np.bool_)
    for name in COLUMNS:
        codes = getattr(one, name)
        chosen = chosen & (np.isin(getattr(spells, name), codes) if codes else True)
    if one.counts in EVENTS:
        found: Floats = np.bincount(spells.person, weights=chosen & lives.since, minlength=len(lives.people)).astype(np.float64)
        return np.minimum(found, 1.0) if one.counts == "persons" else found
    weight = 1 / (HORIZON - PARTING) if one.counts == "average" else 1 / MONTH
    amounts = lives.days * children if one.counts == "child_months" else lives.days
    return np.bincount(spells.person, weights=chosen * (amounts * weight), minlength=len(lives.people)).astype(np.float64)


@pytest.mark.parametrize("seed", range(4))
def test_tallies_counted_together_are_what_each_counts_by_its_own_spells(seed: int) -> None:
    lives = drawn(seed)
    found = tallied(SOME, lives)
    for one, row in zip(SOME, found, strict=True):
        assert row.tolist() == by_masks(one, lives).tolist() == one(lives).tolist()
        assert row.any()


def test_the_compiled_tallies_are_those_of_plain_python() -> None:
    lives, tallies = drawn(5), tuple(one for one in SOME if one.counts not in ("persons", "average"))
    spells, found = lives.spells, np.zeros((len(tallies), len(lives.people)))
    columns = (getattr(spells, name) for name in ("person", "start", "end", *COLUMNS, "household"))
    weights = np.array([1.0 if one.counts == "events" else 1 / MONTH for one in tallies])
    add_tallies(*columns, lives.on_aid, *bits_of(tallies), np.arange(3), weights, PARTING, found)  # type: ignore[call-arg]
    assert found.tolist() == tallied(tallies, lives).tolist()


def test_more_tallies_than_a_number_has_bits_are_refused() -> None:
    with pytest.raises(ValueError, match="63 tallies in one pass; expected 62 at most"):
        bits_of((SOME[0],) * (MOST + 1))


def test_days_are_added_up_by_stage_by_stay_and_by_what_is_waited_for() -> None:
    lives = drawn(6)
    spells, found = lives.spells, lives.added_days
    plain = AddedDays(*(np.zeros_like(each) for each in found))
    add_days(spells.person, spells.stage, spells.row, spells.group, spells.waits, lives.days, *plain)
    stays = spells.stage == STAYS
    expected = AddedDays(np.zeros_like(found.stages), np.zeros_like(found.stays), np.zeros_like(found.waits))
    np.add.at(expected.stages, spells.stage, lives.days)
    np.add.at(expected.stays, (spells.row[stays], spells.group[stays]), lives.days[stays])
    waits = spells.waits > 0
    np.add.at(expected.waits, (spells.person[waits], spells.waits[waits]), lives.days[waits])
    assert [each.tolist() for each in found] == [each.tolist() for each in plain] == [each.tolist() for each in expected]
    assert found.stays[:, -1].any()
    assert found.stays[0, 0] == 0.0
