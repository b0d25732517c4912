"""Two lives side by side in one compiled pass, held against both lives sorted into one."""

import numpy as np
import pytest

from ami_sim.record.paired import Pieces, lay, side_by_side
from ami_sim.record.spells import Ints, Spells

HORIZON = 100.0


def lives(luck: np.random.Generator, count: int) -> Spells:
    """Draw lives whose spells begin on few days, so that many begin at once; some people have none."""
    person = np.sort(luck.choice(np.arange(0, count, 2), 3 * count)).astype(np.int64)
    start = luck.integers(0, 40, len(person)).astype(np.float64)
    start = start[np.lexsort((start, person))]
    none = np.zeros(len(person), np.int64)
    names = [name for name in Spells.__dataclass_fields__ if name not in ("person", "start", "end", "horizon")]
    return Spells(person=person, start=start, end=start, horizon=HORIZON, **dict.fromkeys(names, none))


def by_sorting(first: Spells, second: Spells, places: tuple[Ints, Ints]) -> Pieces:
    """Sort the beginnings of both by person and time, and look back from each for the spell of either that began last."""
    person = np.concatenate((places[0][first.person], places[1][second.person]))
    time = np.concatenate((first.start, second.start))
    order = np.lexsort((time, person))
    person, time = person[order], time[order]
    last = np.append(person[1:] != person[:-1], True)
    end = np.where(last, HORIZON, np.append(time[1:], HORIZON))
    begins = np.maximum.accumulate(np.where(np.append(True, last[:-1]), np.arange(len(order)), 0))
    found = []
    for inside, spell in ((order < len(first.start), order), (order >= len(first.start), order - len(first.start))):
        position = np.maximum.accumulate(np.where(inside, np.arange(len(order)), -1))
        found.append(np.where(position >= begins, spell[np.maximum(position, 0)], -1))
    kept = end > time
    return Pieces(time[kept], end[kept], found[0][kept], found[1][kept])


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("by_number", [False, True])
def test_pieces_are_those_of_both_lives_sorted_into_one(seed: int, by_number: bool) -> None:
    luck = np.random.default_rng(seed)
    first, second = lives(luck, 30), lives(luck, 20)
    ids = (luck.permutation(40)[:30].astype(np.uint64), luck.permutation(40)[:20].astype(np.uint64))
    places = (ids[0].astype(np.int64), ids[1].astype(np.int64)) if by_number else (np.arange(30), np.arange(30))
    found, expected = side_by_side(first, second, ids if by_number else None), by_sorting(first, second, places)
    for name in ("start", "end", "first", "second"):
        assert getattr(found, name).tolist() == getattr(expected, name).tolist(), name
    assert {-1} < set(found.second.tolist())


def test_the_pass_does_in_plain_python_what_it_does_compiled() -> None:
    """One person: the first life begins on days 0 and 10, the second on day 10 twice; the earlier of the two holds for no time."""
    start, end, one, two = np.zeros(4), np.zeros(4), np.zeros(4, np.int64), np.zeros(4, np.int64)
    count = lay(np.array([[0, 2, 0, 2]]), np.array([0.0, 10.0]), np.array([10.0, 10.0]), HORIZON, start, end, one, two)
    assert (start[:count].tolist(), end[:count].tolist()) == ([0.0, 10.0], [10.0, HORIZON])
    assert (one[:count].tolist(), two[:count].tolist()) == ([0, 1], [-1, 1])
