"""A log laid out as spells in one compiled pass, held against the same rows sorted; conditions numbered in their order."""

from types import SimpleNamespace

import numpy as np
import pytest

from ami_sim.model.tables import LOG
from ami_sim.record.measures.entries import add_entries, entries
from ami_sim.record.spells import COLUMNS, add_met, coded, days_by_kind, lay_out, numbered, spells_of, transitions
from ami_sim.scenario.registry import UNBORN

HORIZON = 100.0


def drawn(seed: int, count: int = 400) -> np.ndarray:
    """Draw a log of some people, not all of whom are in it: events in order of time, with any codes."""
    luck = np.random.default_rng(seed)
    log = np.zeros(count, LOG)
    log["time"] = np.sort(luck.integers(0, 90, count))
    log["person"] = luck.choice(np.arange(0, 60, 2), count)
    for name, most in (("what", 20), ("stage", 9), ("income", 4), ("step", 5), ("rights", 200), ("application", 4), ("waits", 6)):
        log[name] = luck.integers(0, most, count)
    for name in ("row", "group"):
        log[name] = luck.integers(-1, 3, count)
    log["household"] = luck.integers(0, 300, count)
    return log


@pytest.mark.parametrize("seed", range(3))
def test_spells_are_the_rows_sorted_by_person(seed: int) -> None:
    log = drawn(seed)
    order = np.argsort(log["person"], kind="stable")
    rows = log[order]
    same = rows["person"][1:] == rows["person"][:-1]
    end, came_from = np.full(len(log), HORIZON), np.full(len(log), UNBORN)
    end[:-1][same], came_from[1:][same] = rows["time"][1:][same], rows["stage"][:-1][same]
    found = spells_of(log, HORIZON)
    assert found.start.tolist() == rows["time"].tolist()
    assert found.end.tolist() == end.tolist()
    assert found.came_from.tolist() == came_from.tolist()
    for name in COLUMNS[:-1]:
        assert getattr(found, name).tolist() == rows[name].tolist(), name
        assert getattr(found, name).dtype == np.int64


def test_nobody_has_no_spells() -> None:
    assert len(spells_of(np.zeros(0, LOG), HORIZON).start) == 0


def test_the_pass_lays_out_in_plain_python_what_it_lays_out_compiled() -> None:
    log = drawn(1)
    found = spells_of(log, HORIZON)
    columns, start, end = np.zeros((len(COLUMNS), len(log)), np.int64), np.zeros(len(log)), np.full(len(log), HORIZON)
    many = np.bincount(log["person"])
    rows = [SimpleNamespace(**dict(zip(log.dtype.names or (), row, strict=True))) for row in log.tolist()]
    lay_out(rows, np.cumsum(many) - many, columns, start, end)
    assert start.tolist() == found.start.tolist()
    assert end.tolist() == found.end.tolist()
    assert columns.tolist() == [getattr(found, name).tolist() for name in COLUMNS]


@pytest.mark.parametrize("since", [0.0, 40.0])
def test_an_entry_lasts_while_the_stage_is_one_of_those_asked_for(since: float) -> None:
    """Held against the stretches numbered one after another and added up."""
    spells = spells_of(drawn(3), HORIZON)
    inside = np.isin(np.arange(256), (2, 4, 5))
    begins = inside[spells.stage] & ~inside[spells.came_from] & (spells.start >= since)
    number = np.cumsum(~(inside[spells.stage] & inside[spells.came_from]))
    expected = np.bincount(number, weights=spells.days)[number][begins]
    found = entries(spells, (2, 4, 5), since)
    assert found.spell.tolist() == np.flatnonzero(begins).tolist()
    assert found.days.tolist() == expected.tolist()
    spell, days = np.zeros(len(begins), np.int64), np.zeros(len(begins))
    assert add_entries(spells.stage, spells.came_from, spells.start, spells.end, inside, since, spell, days) == begins.sum() > 0
    assert spell[: len(expected)].tolist() == found.spell.tolist()
    assert days[: len(expected)].tolist() == expected.tolist()


def test_conditions_are_numbered_in_the_order_of_their_codes() -> None:
    spells = spells_of(drawn(2), HORIZON)
    kinds, kind = numbered(coded(spells))
    expected = np.unique(coded(spells), return_inverse=True)
    assert kinds.tolist() == expected[0].tolist()
    assert kind.tolist() == expected[1].tolist()
    which, found = np.zeros((2, len(kind)), np.int64)
    count = add_met(coded(spells), np.full(1024, -1), which, found)
    assert count == len(kinds)
    assert found[which].tolist() == coded(spells).tolist()
    assert [part.tolist() for part in numbered(np.array([7, 3, 7, 0]))] == [[0, 3, 7], [2, 1, 2, 0]]
    met, days, sums = days_by_kind(kinds % 3, kind, spells, np.array([0.0, 30.0, HORIZON]))
    assert met.tolist() == np.unique(kind[spells.end > spells.start]).tolist()
    assert sums == pytest.approx(np.array([days[:, kinds[met] % 3 == each].sum(axis=1) for each in range(3)]))
    assert days.sum(axis=0) == pytest.approx(np.bincount(kind, weights=spells.days)[met])


def test_transitions_are_those_of_the_log_in_the_order_of_their_codes() -> None:
    spells, edges = spells_of(drawn(0), HORIZON), np.array([10.0, 40.0, 70.0])
    kinds, counts = transitions(spells, edges)
    inside = (spells.start >= 10) & (spells.start < 70)
    rows = np.column_stack((spells.what, spells.came_from, spells.stage, spells.start >= 40))[inside]
    expected, many = np.unique(rows, axis=0, return_counts=True)
    kind, month = np.nonzero(counts)
    assert np.column_stack((kinds[kind], month)).tolist() == expected.tolist()
    assert counts[kind, month].tolist() == many.tolist()
