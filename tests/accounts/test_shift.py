"""Shift or saving: the aid one option pays less, by where the same people are, and outlays that come back."""

import numpy as np
import pytest

from ami_sim.accounts.corrections import Standing
from ami_sim.accounts.ledger import PriceBook, fold, total_of
from ami_sim.accounts.lines import AID
from ami_sim.accounts.passes import Priced, over_time
from ami_sim.accounts.shift import DESTINATIONS, aid_saved, destinations
from ami_sim.record.paired import side_by_side
from ami_sim.record.spells import Floats, Spells, coded, conditions_of, days_by_condition
from ami_sim.scenario.quantities import MONTH
from ami_sim.scenario.registry import (
    I_ACTIVITY,
    I_AID,
    I_AMI_WAGE,
    I_BENEFIT,
    I_OTHER,
    I_REFUSED,
    I_STUDIES,
    I_WORK,
    IN_INTERVENTION,
    LEFT,
    NOT_REFERRED,
    OTHER_SUPPORT,
    STUDIES,
    WORK,
)

HORIZON = 730.0
MONTHS = np.arange("2019-01", "2021-01", dtype="datetime64[M]")
EDGES = np.append((MONTHS.astype("datetime64[D]") - np.datetime64("2019-01-01")).astype(float), HORIZON)
FACTORS = np.linspace(1.0, 0.9, len(MONTHS))
ON_AID = (NOT_REFERRED, I_AID, -1)
Life = list[tuple[float, tuple[int, int, int]]]


def lives(*people: Life) -> Spells:
    """Spells from each person's (day, (stage, income, row)) events."""
    rows = [
        (who, day, life[at + 1][0] if at + 1 < len(life) else HORIZON, *one)
        for who, life in enumerate(people)
        for at, (day, one) in enumerate(life)
    ]
    person, start, end, stage, income, row = (np.array(column) for column in zip(*rows, strict=True))
    none = np.zeros(len(rows), np.int64)
    return Spells(
        person, start.astype(float), end.astype(float), none, none, stage, income, none, row, none - 1, none, none, none, none, HORIZON
    )


def priced(book: PriceBook, spells: Spells) -> Priced:
    kinds, kind = np.unique(coded(spells), return_inverse=True)
    conditions = conditions_of(kinds)
    aid = book.seen(book.parts(conditions), AID, (2019, 2020))
    return Priced(kind, kinds, aid, destinations(conditions, np.any(aid > 0, axis=1)))


def saved(book: PriceBook, reference: Spells, option: Spells, factors: Floats = FACTORS, alike: bool = True) -> dict[str, float]:
    calendar = over_time(EDGES, factors, np.arange(len(MONTHS)) // 12)
    return aid_saved(side_by_side(reference, option), priced(book, reference), priced(book, option), calendar, alike)


def test_two_lives_are_cut_at_every_change_in_either() -> None:
    first = lives([(0.0, ON_AID), (100.0, (WORK, I_WORK, -1))], [(50.0, ON_AID)])
    second = lives([(0.0, ON_AID), (40.0, (STUDIES, I_STUDIES, -1))], [(60.0, ON_AID)])
    pieces = side_by_side(first, second)
    assert list(zip(pieces.start, pieces.end, pieces.first, pieces.second, strict=True)) == [
        (0.0, 40.0, 0, 0),
        (40.0, 100.0, 0, 1),
        (100.0, HORIZON, 1, 1),
        (50.0, 60.0, 2, -1),
        (60.0, HORIZON, 2, 2),
    ]


def test_people_are_the_same_by_their_own_number_whatever_their_position() -> None:
    first = lives([(0.0, ON_AID)], [(10.0, (WORK, I_WORK, -1))])
    second = lives([(10.0, (WORK, I_WORK, -1))], [(0.0, ON_AID)], [(20.0, ON_AID)])
    ids = np.array([7, 3], np.uint64), np.array([3, 7, 5], np.uint64)
    pieces = side_by_side(first, second, ids)
    met = {(int(one), int(two)) for one, two in zip(pieces.first, pieces.second, strict=True)}
    assert met == {(0, 1), (1, 0), (-1, 2)}


def test_lives_that_end_on_different_days_are_not_compared() -> None:
    first = lives([(0.0, ON_AID)])
    with pytest.raises(ValueError, match="expected the same day"):
        side_by_side(first, Spells(**{**first.__dict__, "horizon": 800.0}))


@pytest.mark.parametrize(
    ("where", "what"),
    [
        ("ami_wage", (IN_INTERVENTION, I_AMI_WAGE, 1)),
        ("open_work", (WORK, I_WORK, -1)),
        ("studies", (STUDIES, I_STUDIES, -1)),
        ("state_benefit", (NOT_REFERRED, I_BENEFIT, -1)),
        ("refused", (10, I_REFUSED, -1)),
        ("moved_or_died", (LEFT, I_AID, -1)),
        ("other", (OTHER_SUPPORT, I_OTHER, -1)),
    ],
)
def test_aid_saved_counts_where_the_household_went_and_back_again(book: PriceBook, where: str, what: tuple[int, int, int]) -> None:
    stays, goes = lives([(0.0, ON_AID)]), lives([(0.0, ON_AID), (365.0, what)])
    gone = saved(book, stays, goes)
    assert {name for name, amount in gone.items() if amount} == {where}
    assert gone[where] > 0
    # Seen from the other side the same kronor are not saved, and stand in the same place.
    back = saved(book, goes, stays)
    assert back[where] == pytest.approx(-gone[where])


def test_a_month_off_aid_saves_a_month_of_aid(book: PriceBook) -> None:
    stays, goes = lives([(0.0, ON_AID)]), lives([(0.0, ON_AID), (10.0, (WORK, I_WORK, -1)), (10.0 + MONTH, ON_AID)])
    parts = saved(book, stays, goes, np.ones(len(MONTHS)))
    assert parts["open_work"] == pytest.approx(8_580.0)


def test_the_parts_add_up_to_the_aid_of_the_two_ledgers(book: PriceBook) -> None:
    rng = np.random.default_rng(3)
    kinds = [ON_AID, (WORK, I_WORK, -1), (IN_INTERVENTION, I_AMI_WAGE, 2), (NOT_REFERRED, I_ACTIVITY, -1), (STUDIES, I_STUDIES, -1)]

    def life() -> Life:
        days = np.sort(rng.uniform(0, HORIZON, 5))
        return [(float(day), kinds[int(rng.integers(len(kinds)))]) for day in days]

    reference, option = lives(*(life() for _ in range(10))), lives(*(life() for _ in range(10)))
    paid = []
    for spells in (reference, option):
        conditions, days = days_by_condition(spells, EDGES)
        paid.append(float(FACTORS @ total_of(fold(days, conditions, MONTHS, book), book.lines, "aid")) / 100)
    parts = saved(book, reference, option)
    assert set(parts) == set(DESTINATIONS)
    assert sum(parts.values()) == pytest.approx(paid[0] - paid[1], abs=0.01 * len(MONTHS))
    for name, amount in saved(book, reference, option, alike=False).items():
        assert amount == pytest.approx(parts[name])
    assert sum(saved(book, reference, reference).values()) == pytest.approx(0, abs=1e-6)


def test_aid_at_two_amounts_is_aid_still() -> None:
    conditions = np.array([Standing(NOT_REFERRED, I_AID), Standing(NOT_REFERRED, I_ACTIVITY)])
    went = destinations(conditions, np.array([True, True]))
    assert [DESTINATIONS[place] for place in went] == ["aid_still", "state_benefit"]
