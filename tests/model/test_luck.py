"""Luck: uniform, independent in every direction, never shared, and the same for one person at a time as for many at once."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from ami_sim.model.randomness import STRIDE, keys_of, luck, lucks, mix, purpose_named
from tests.model.purposes import PURPOSES

Floats = NDArray[np.float64]
PEOPLE = np.arange(1, 100_001, dtype=np.int64)
A, B = PURPOSES["frailty"], PURPOSES["step"]
RARE = 1e-4  # a p-value below this at a fixed seed is a defect, not chance


def keys(
    seed: int = 2019, draw: int = 0, replication: int = 0, referrer: int = 0, numbers: NDArray[np.int64] = PEOPLE
) -> NDArray[np.uint64]:
    return keys_of(seed, draw, replication, referrer, numbers)


NEIGHBOURS = {
    "persons": (lucks(keys()[:-1], A), lucks(keys()[1:], A)),
    "purposes": (lucks(keys(), A), lucks(keys(), B)),
    "occasions": (lucks(keys(), A, 0), lucks(keys(), A, 1)),
    "replications": (lucks(keys(), A), lucks(keys(replication=1), A)),
    "draws": (lucks(keys(), A), lucks(keys(draw=1), A)),
    "seeds": (lucks(keys(), A), lucks(keys(seed=2020), A)),
    "doors": (lucks(keys(), A), lucks(keys(referrer=1), A)),
}


def test_one_draw_at_a_time_has_the_bits_of_many_at_once() -> None:
    some = keys()[:200]
    for purpose, occasion in ((PURPOSES["frailty"], 0), (PURPOSES["turn:length"], 12345), (purpose_named("mine"), 7)):
        assert [luck(int(key), purpose, occasion) for key in some] == lucks(some, purpose, occasion).tolist()


@pytest.mark.parametrize("purpose", [*PURPOSES.values(), purpose_named("mine")])
def test_luck_is_uniform_for_every_kind_of_purpose(purpose: int) -> None:
    assert stats.kstest(lucks(keys(), purpose), "uniform").pvalue > RARE


@pytest.mark.parametrize("along", NEIGHBOURS)
def test_neighbours_are_uncorrelated(along: str) -> None:
    one, other = NEIGHBOURS[along]
    assert abs(np.corrcoef(one, other)[0, 1]) < 4 / np.sqrt(len(one))


@pytest.mark.parametrize("along", NEIGHBOURS)
def test_neighbours_fill_the_square_evenly(along: str) -> None:
    one, other = NEIGHBOURS[along]
    counts = np.histogram2d(one, other, bins=32, range=[[0, 1], [0, 1]])[0]
    assert stats.chisquare(counts.ravel()).pvalue > RARE


def test_a_persons_own_series_is_uniform_and_uncorrelated() -> None:
    series = lucks(np.full(100_000, keys()[0]), A, np.arange(100_000))
    assert stats.kstest(series, "uniform").pvalue > RARE
    for lag in (1, 2, 3, 16, 64):
        assert abs(np.corrcoef(series[:-lag], series[lag:])[0, 1]) < 4 / np.sqrt(len(series) - lag)


def test_differences_of_neighbours_are_triangular() -> None:
    one, other = NEIGHBOURS["persons"]
    assert stats.kstest((one - other) % 1.0, "uniform").pvalue > RARE


def test_luck_is_never_0_or_1() -> None:
    assert 0.0 < lucks(keys(), A).min() < 1e-4
    assert 1 - 1e-4 < lucks(keys(), A).max() < 1.0


def test_ten_million_draws_share_none() -> None:
    """25 replications x 400 persons (half of them from before the start) x 50 purposes x 20 occasions."""
    numbers = np.r_[np.arange(1, 201), (1 << 40) - np.arange(1, 201)].astype(np.int64)
    everybody = np.concatenate([keys(replication=r, numbers=numbers) for r in range(25)])
    purposes = np.array(sorted(PURPOSES.values())[:50], np.int64).astype(np.uint64)
    steps = (purposes[:, None] + np.uint64(64) * np.arange(20, dtype=np.uint64)).ravel()
    with np.errstate(over="ignore"):
        words = mix((everybody[:, None] + np.uint64(STRIDE) * steps).ravel())
    assert len(words) == 10_000_000
    words.sort()
    assert int((words[1:] == words[:-1]).sum()) == 0
    assert int((words[1:] >> np.uint64(12) == words[:-1] >> np.uint64(12)).sum()) == 0


def test_no_two_people_of_many_runs_share_a_key() -> None:
    found = np.concatenate([keys(s, d, r, door, PEOPLE[:500]) for s in (1, 2) for d in (0, 1) for r in range(100) for door in range(5)])
    assert len(np.unique(found)) == len(found) == 1_000_000


def test_a_thousand_people_keep_their_luck_in_every_purpose_when_others_come_and_go() -> None:
    alone = keys(numbers=PEOPLE[:1000])
    among = keys(numbers=np.r_[PEOPLE[:1000], PEOPLE[5000:9000]])[:1000]
    for purpose in PURPOSES.values():
        assert lucks(alone, purpose).tobytes() == lucks(among, purpose).tobytes()


def test_no_two_purposes_have_the_same_number_and_each_keeps_its_own() -> None:
    """Numbers decide every log that was ever stored: they hang on the name alone."""
    assert len(set(PURPOSES.values())) == len(PURPOSES) >= 50
    assert PURPOSES["frailty"] == -3984078158453276628
    assert PURPOSES["turn:length"] == -1774144237491716094


@pytest.mark.parametrize("purpose", [64, 63, 26, 0, -1, -5, -64, 1 << 40])
def test_a_purpose_without_a_name_is_refused(purpose: int) -> None:
    for draw in (lambda: luck(1, purpose, 0), lambda: lucks(keys()[:2], purpose)):
        with pytest.raises(ValueError, match="use purpose_named"):
            draw()
