"""What a part holds is what its runs gave, and parts put together are the frames that an answer is made of."""

import shutil
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from ami_sim.accounts.outturn import Outturn
from ami_sim.record.measures.registry import Key
from ami_sim.runs.batch import Desk, Work, write_part
from ami_sim.runs.gathered import measures_of, months_of, outturns_of
from ami_sim.runs.measures import SHIPPED
from ami_sim.runs.parts import Outcomes, Runs, files_of, read_days, read_runs
from ami_sim.runs.replicate import DAYS, Outcome
from ami_sim.runs.rows import Rows
from ami_sim.runs.shapes import refuse_misshapen
from ami_sim.scenario.errors import InputError

MONTHS = np.array(["2026-01-01", "2026-02-01", "2026-02-15"], "datetime64[D]")
PAIRS = (("ifo", "aid"), ("ami", "staff"))


def outcome(
    measures: Mapping[Key, float], monthly: Mapping[str, list[float]], days: int = 0, pairs: tuple[tuple[str, str], ...] = PAIRS
) -> Outcome:
    """Make up what a run gave; as many rows of days, of household 130 and with right 255."""
    keys = np.array([(2026, after, 1, 0, -1, -1, 130, 255, -1, -1) for after in range(days)], np.int16).reshape(days, len(DAYS)).T
    amounts = np.arange(days, dtype=np.float64) + 0.5
    outturn = Outturn(np.array([2026, 2027]), pairs, np.arange(2.0 * len(pairs)).reshape(2, -1))
    return Outcome(dict(measures), {name: np.array(values) for name, values in monthly.items()}, (keys, amounts), 7, outturn)


def part(folder: Path, draw: int, outcomes: Outcomes) -> Path:
    """Write a part, its months those of every option."""
    write_part(folder, files_of(draw, outcomes, SHIPPED, dict.fromkeys({name for _, name, _ in outcomes}, MONTHS)))
    return folder


@pytest.fixture
def made_up(tmp_path: Path) -> list[Path]:
    """Write two parts: options and runs whose numbers are not the same ones, and a run of which there are no days."""
    net, aid, women = ("net_result", "ifo", ""), ("aid_cost", "", ""), ("months_in_work", "", "sex:woman")
    first = [
        (0, "no", outcome({net: 1.0, aid: 2.0}, {"queue_place": [1.0, 2.0, 3.0]}, days=2)),
        (0, "60", outcome({net: 3.0, aid: float("nan"), women: 5.0}, {"queue_place": [4.0] * 3, "job:x": [1.0] * 3}, pairs=PAIRS[::-1])),
        (1, "no", outcome({net: 6.0, aid: 7.0}, {"queue_place": [2.0, 4.0, 6.0]}, days=1)),
        (1, "60", outcome({net: 8.0, aid: 9.0}, {"queue_place": [5.0] * 3}, days=3, pairs=PAIRS[:1])),
    ]
    second = [(0, "no", outcome({aid: 10.0}, {"on_aid": [0.0] * 3})), (0, "60", outcome({net: 11.0}, {"queue_place": [6.0] * 3}, days=1))]
    return [part(tmp_path / "one", 0, first), part(tmp_path / "two", 1, second)]


def runs_of(parts: list[Path], *lists: str) -> list[Runs]:
    """Read some lists of parts."""
    return [read_runs(folder, lists) for folder in parts]


def test_measures_are_a_row_each_with_their_units_in_the_order_of_the_runs(made_up: list[Path]) -> None:
    frame = measures_of(runs_of(made_up, "measures"))
    assert frame["value"].to_numpy()[:3].tolist() == [1.0, 2.0, 3.0]
    assert np.isnan(frame["value"][3])
    assert frame["value"].tolist()[4:] == [5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0]
    assert frame["draw"].tolist() == [0] * 9 + [1] * 2
    assert frame["replication"].tolist() == [0] * 5 + [1] * 4 + [0] * 2
    assert frame["scenario"].tolist() == ["no"] * 2 + ["60"] * 3 + ["no"] * 2 + ["60"] * 2 + ["no", "60"]
    assert frame["group"].tolist() == [""] * 4 + ["sex:woman"] + [""] * 6
    assert [f"{row.measure} {row.actor} {row.unit}" for row in frame.itertuples()][2:5] == [
        "net_result ifo kr",
        "aid_cost  kr",
        f"months_in_work  {SHIPPED['months_in_work'].unit}",
    ]
    for name in ("scenario", "measure", "actor", "group", "unit"):
        assert frame[name].cat.categories.is_monotonic_increasing


def test_some_measures_are_what_all_of_them_hold_of_these(made_up: list[Path]) -> None:
    found = measures_of(runs_of(made_up, "measures"))
    some = measures_of(runs_of(made_up, "measures"), {("net_result", "ifo", "")})
    columns = {name: str for name in ("scenario", "measure", "actor", "group", "unit")}
    wanted = found[found["measure"] == "net_result"].astype(columns).reset_index(drop=True)
    pd.testing.assert_frame_equal(some.astype(columns), wanted, check_exact=True)
    assert measures_of(runs_of(made_up, "measures"), {("net_result", "ami", "")}).empty


def test_months_are_put_together_by_option_with_figures_that_only_some_have(made_up: list[Path]) -> None:
    found = months_of(runs_of(made_up, "months"))
    assert list(found) == ["no", "60"]
    assert found["no"].place == {"queue_place": 0, "on_aid": 1}
    assert found["no"].moments.count.tolist() == [2] * 3 + [1] * 3
    assert found["no"].moments.mean.tolist() == [1.5, 3.0, 4.5, 0.0, 0.0, 0.0]
    assert found["60"].place == {"queue_place": 0, "job:x": 1}
    assert found["60"].moments.mean.tolist() == [5.0] * 3 + [1.0] * 3
    assert (found["no"].months == MONTHS).all()


def test_outturns_have_a_column_each_pair_and_0_where_an_option_has_none(made_up: list[Path]) -> None:
    frame = outturns_of(runs_of(made_up, "outturn"))
    assert frame["year"].tolist() == [2026, 2027] * 6
    assert frame["ifo: aid"].tolist()[:8] == [0.0, 2.0, 1.0, 3.0, 0.0, 2.0, 0.0, 1.0]
    assert frame["ami: staff"].tolist()[:8] == [1.0, 3.0, 0.0, 2.0, 1.0, 3.0, 0.0, 0.0]
    assert frame["scenario"].tolist()[:4] == ["no", "no", "60", "60"]


def test_days_are_keyed_by_run_and_every_right_and_household_is_kept(made_up: list[Path]) -> None:
    frame = read_days(made_up[0]).to_pandas()
    assert frame["scenario"].tolist() == ["no", "no", "no", "60", "60", "60"]
    assert frame["replication"].tolist() == [0, 0, 1, 1, 1, 1]
    assert frame["amount"].tolist() == [0.5, 1.5, 0.5, 0.5, 1.5, 2.5]
    assert set(frame["rights"]) == {255}
    assert set(frame["household"]) == {130}
    assert read_days(made_up[1]).to_pandas()["draw"].tolist() == [1]


def test_a_year_that_the_parting_cuts_is_two_rows(tmp_path: Path) -> None:
    frame = read_days(
        part(tmp_path / "part", 0, [(0, "a", outcome({("aid_cost", "", ""): 1.0}, {"on_aid": [0.0] * 3}, days=2))])
    ).to_pandas()
    assert refuse_misshapen("replications.parquet", frame, "x") is frame
    twice = pd.concat([frame, frame.iloc[:1]])
    with pytest.raises(InputError, match="comes twice"):
        refuse_misshapen("replications.parquet", twice, "x")


def test_an_infinite_figure_is_refused_by_its_name(tmp_path: Path) -> None:
    good, bad = (outcome({("aid_cost", "", ""): 1.0}, {"on_aid": [0.0] * 3, "in_work": [1.0, value, 1.0]}) for value in (1.0, -np.inf))
    with pytest.raises(ValueError, match="in_work is infinite in scenario 60, month 2026-02; expected a number"):
        part(tmp_path / "part", 0, [(0, "no", good), (0, "60", bad)])


def test_a_part_gives_back_what_its_runs_gave(work: Work, tmp_path: Path) -> None:
    desk = Desk(replace(work, per_batch=2, reference=next(iter(work.scenarios))))
    batch = desk.work.batches()[0]
    outcomes = desk.outcomes(batch)
    desk.run(batch, tmp_path)
    runs = read_runs(tmp_path / batch.name, ("measures", "months", "outturn"))
    assert runs.column("events").tolist() == [each.events for _, _, each in outcomes]
    lists = {name: runs.lists(name) for name in ("measures", "months", "outturn")}
    days = read_days(tmp_path / batch.name).to_pandas()
    for at, (replication, option, each) in enumerate(outcomes):
        keys = [key[:3] for key in runs.names.measures[runs.column("measures_of")[at]]]
        np.testing.assert_array_equal(lists["measures"][at], list(each.measures.values()))
        assert keys == list(each.measures)
        figures, months = runs.names.months[runs.column("months_of")[at]]
        values: list[NDArray[np.float64]] = list(lists["months"][at].reshape(-1, len(months)))
        assert figures == tuple(each.monthly)
        np.testing.assert_array_equal(values, list(each.monthly.values()))
        pairs, years = runs.names.outturn[runs.column("outturn_of")[at]]
        assert (pairs, years.tolist()) == (each.outturn.pairs, each.outturn.years.tolist())
        np.testing.assert_array_equal(lists["outturn"][at], each.outturn.kronor.ravel())
        own = days[(days["replication"] == replication) & (days["scenario"] == option)]
        np.testing.assert_array_equal(own[list(DAYS)].to_numpy(), each.days[0].T)
        np.testing.assert_array_equal(own["amount"].to_numpy(), each.days[1])


def test_rows_of_parts_are_the_same_from_memory_and_from_a_file_written_beside(
    made_up: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ami_sim.runs.rows.AT_ONCE", 4)  # a group for each part
    rows = Rows(parts=lambda: map(read_days, made_up))
    rows.write(tmp_path / "at-once.parquet")
    with ThreadPoolExecutor(1) as beside:
        begun = rows.begun(tmp_path / "beside.parquet", beside)
        begun.write(tmp_path / "copy.parquet")
    for name in ("at-once", "beside", "copy"):
        found = Rows(tmp_path / f"{name}.parquet").frame
        pd.testing.assert_frame_equal(found, rows.frame, check_exact=True)
        assert found["rights"].dtype == np.int16
        assert found["stage"].dtype == np.int8
    kept = rows.kept()
    for folder in made_up:
        shutil.rmtree(folder)
    pd.testing.assert_frame_equal(kept.frame, begun.frame, check_exact=True)


def test_what_goes_wrong_with_a_file_beside_is_said_to_who_needs_it(made_up: list[Path], tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as beside:
        begun = Rows(parts=lambda: map(read_days, made_up)).begun(tmp_path / "nowhere" / "rows.parquet", beside)
    with pytest.raises(FileNotFoundError):
        begun.write(tmp_path / "nowhere" / "rows.parquet")
