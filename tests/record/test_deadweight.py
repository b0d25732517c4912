"""Of those met who are in work at a month, whose twin is too: counted by hand in lives of a few spells."""

import numpy as np
import pytest

from ami_sim.record.deadweight import NAMES, add_counts, deadweight, twins_of
from ami_sim.record.measures.dates import dates_after, look, seen_on
from ami_sim.record.spells import Spells
from ami_sim.scenario.quantities import MONTH
from ami_sim.scenario.registry import ARRIVAL, DIE, FIND_WORK, IN_INTERVENTION, LEFT, MAPPING, START, UNBORN, WAITING_MAPPING, WORK

PARTING = 100.0
HORIZON = PARTING + 30 * MONTH  # 12 and 24 months are within it, 36 and 60 are not
QUEUED, MAPPED, PLACED = (ARRIVAL, WAITING_MAPPING), (START, MAPPING), (START, IN_INTERVENTION)
WORKS = (FIND_WORK, WORK)
Life = list[tuple[float, tuple[int, int]]]  # months from the parting, what happened and the stage it led to


def spells(*lives: Life) -> Spells:
    """Write lives as spells."""
    person = [at for at, life in enumerate(lives) for _ in life]
    start = [PARTING + months * MONTH for life in lives for months, _ in life]
    end = [PARTING + months * MONTH for life in lives for months in [*(later for later, _ in life[1:]), 30.0]]
    what, stage = zip(*(event for life in lives for _, event in life), strict=True)
    none = np.zeros(len(person), np.int64)
    rest = {name: none for name in ("income", "step", "row", "group", "rights", "application", "waits", "household")}
    came_from = np.full(len(person), UNBORN)
    columns = {"person": np.array(person), "what": np.array(what), "stage": np.array(stage), "came_from": came_from}
    return Spells(start=np.array(start), end=np.array(end), horizon=HORIZON, **columns, **rest)


WITH_UNIT: tuple[Life, ...] = (
    [(-5, QUEUED), (1, MAPPED), (10, WORKS)],  # met, in work at 12 and 24; the twin at both
    [(-5, QUEUED), (2, PLACED), (11, WORKS), (20, QUEUED)],  # met, in work at 12 only; the twin never
    [(-5, QUEUED), (-1, MAPPED), (3, WORKS)],  # met before the options part only
    [(-5, QUEUED), (3, WORKS)],  # never met
    [(-5, QUEUED), (20, MAPPED), (23, WORKS)],  # met after 12 months, in work at 24; the twin is in work at 12 and no longer at 24
    [(-5, QUEUED), (5, WORKS), (15, QUEUED), (16, MAPPED)],  # in work at 12 and met later: not yet met then
)
WITHOUT: tuple[Life, ...] = (
    [(-5, QUEUED), (4, WORKS)],
    [(-5, QUEUED)],
    [(-5, QUEUED), (-1, MAPPED), (3, WORKS)],
    [(-5, QUEUED), (3, WORKS)],
    [(-5, QUEUED), (6, WORKS), (20, QUEUED)],
    [(-5, QUEUED), (5, WORKS)],
)
KEYS = np.arange(10, 16, dtype=np.uint64)


def counts(reference: Spells, option: Spells, keys: tuple[np.ndarray, np.ndarray] = (KEYS, KEYS), same: bool = False) -> dict[str, float]:
    """Give the counts by name."""
    days = dates_after(PARTING, HORIZON)
    before, after = (seen_on(spells, len(who), days, PARTING) for spells, who in zip((reference, option), keys, strict=True))
    return {found.measure: found.value for found in deadweight(before, after, keys, days, same=same)}


def test_those_met_and_in_work_are_counted_with_their_twins_at_the_same_date() -> None:
    found = counts(spells(*WITHOUT), spells(*WITH_UNIT))
    assert {name: value for name, value in found.items() if name.startswith(("met_in_work_12", "met_in_work_24", "met_in_work_twin"))} == {
        "met_in_work_12m": 2,
        "met_in_work_twin_too_12m": 1,
        "met_in_work_24m": 2,
        "met_in_work_twin_too_24m": 1,
    }


def test_by_means_and_bounds_by_hand() -> None:
    """At 12 months five of six work with the unit, two of them met; five without it. By means 2 - (5 - 5) would anyway; at the least one.

    At 24 months four work with it, two met; four without it: by means 2; at the least 2 + 4 - 6 = 0, at the most both.
    """
    found = counts(spells(*WITHOUT), spells(*WITH_UNIT))
    assert [found[f"{name}_12m"] for name in NAMES] == [2, 2, 1, 1, 2]
    assert [found[f"{name}_24m"] for name in NAMES] == [2, 2, 1, 0, 2]


@pytest.mark.parametrize("seed", range(40))
def test_the_bounds_hold_both_readings(seed: int) -> None:
    """In lives of any kind: the twins are one coupling, and what is left by means is a count that some coupling has, or beyond them all."""
    luck = np.random.default_rng(seed)

    def life() -> Life:
        days = np.sort(luck.uniform(-10, 29, 3))
        kinds = [(QUEUED, MAPPED, PLACED, WORKS, (DIE, LEFT))[kind] for kind in luck.integers(0, 5, 3)]
        return [(-12.0, QUEUED), *((float(day), kind) for day, kind in zip(days, kinds, strict=True))]

    reference, option = (spells(*(life() for _ in range(12))) for _ in range(2))
    keys = luck.permutation(20)[:12].astype(np.uint64), luck.permutation(20)[:12].astype(np.uint64)
    found = counts(reference, option, keys)
    for month in (12, 24):
        met, means, twins, least, most = (found[f"{name}_{month}m"] for name in NAMES)
        assert 0 <= least <= twins <= most <= met
        assert least <= min(max(means, 0), met) <= most


def test_everybody_s_twin_works_where_the_option_is_like_the_reference() -> None:
    found = counts(spells(*WITH_UNIT), spells(*WITH_UNIT))
    assert found["met_in_work_12m"] == found["met_in_work_twin_too_12m"] == 2
    assert found["met_in_work_24m"] == found["met_in_work_twin_too_24m"] == 2


def test_nothing_is_defined_for_the_reference_itself() -> None:
    lives = spells(*WITH_UNIT)
    assert all(np.isnan(value) for value in counts(lives, lives, same=True).values())


@pytest.mark.parametrize("kept", [(0, 1, 2, 3, 4, 5), (1, 2, 3, 4, 5), (5, 0)])
def test_a_twin_is_found_by_who_somebody_is_and_who_has_none_is_not_counted(kept: tuple[int, ...]) -> None:
    reference = spells(*(WITHOUT[who] for who in kept))
    found = counts(reference, spells(*WITH_UNIT), (KEYS[list(kept)], KEYS))
    assert found["met_in_work_12m"] == len({0, 1} & set(kept))
    assert found["met_in_work_twin_too_12m"] == len({0} & set(kept))
    assert found["met_in_work_24m"] == len({0, 4} & set(kept))


def test_a_job_counts_from_its_first_moment_to_the_moment_before_its_last() -> None:
    """In work from twelve months on, and until twenty-four: counted at twelve, and at twenty-four no more."""
    life = [(-5.0, QUEUED), (1.0, MAPPED), (12.0, WORKS), (24.0, QUEUED)]
    found = counts(spells(life), spells(life), (KEYS[:1], KEYS[:1]))
    assert (found["met_in_work_12m"], found["met_in_work_twin_too_12m"], found["met_in_work_24m"]) == (1, 1, 0)
    late = [(-5.0, QUEUED), (12.0, MAPPED)]
    working = [(-5.0, QUEUED), (12.0, WORKS)]
    assert counts(spells(working), spells(late), (KEYS[:1], KEYS[:1]))["met_in_work_12m"] == 0


def test_the_compiled_look_at_days_says_what_plain_python_says() -> None:
    lives = spells(*WITH_UNIT)
    days = PARTING + np.array([1.0, 3.0, 11.0, 23.0, 29.9]) * MONTH
    found = seen_on(lives, len(WITH_UNIT), days, PARTING)
    stages, met = np.full((len(days), len(WITH_UNIT)), UNBORN), np.full(len(WITH_UNIT), np.inf)
    look(lives.person, lives.start, lives.end, lives.what, lives.stage, days, PARTING, stages, met)
    assert found.stages.tolist() == stages.tolist()
    assert found.met.tolist() == met.tolist()
    assert found.met[2] == found.met[3] == np.inf


def test_the_compiled_counts_are_those_of_plain_python() -> None:
    days = dates_after(PARTING, HORIZON)
    assert days.tolist() == [PARTING + 12 * MONTH, PARTING + 24 * MONTH]
    before, after = (seen_on(spells(*lives), len(lives), days, PARTING) for lives in (WITHOUT, WITH_UNIT))
    counts_in_python = np.full((2, len(NAMES)), np.nan)
    add_counts(before.stages, after.stages, after.met, *twins_of((KEYS, KEYS)), days, counts_in_python)
    found = deadweight(before, after, (KEYS, KEYS), days)
    assert [number.value for number in found] == counts_in_python.ravel().tolist()


def test_dates_at_which_only_one_of_the_two_is_followed_are_not_counted() -> None:
    days = dates_after(PARTING, HORIZON)
    whole, short = (seen_on(spells(*WITH_UNIT), len(WITH_UNIT), dates, PARTING) for dates in (days, days[:1]))
    for pair in ((whole, short), (short, whole)):
        assert {number.measure for number in deadweight(*pair, (KEYS, KEYS), days)} == {f"{name}_12m" for name in NAMES}
