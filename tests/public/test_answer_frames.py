"""An answer's labelled arrays, its log in words, twins, and a meaning for every column."""

import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import ami_sim as ami
from ami_sim.scenario.errors import InputError
from ami_sim.workflow.columns import COLUMNS
from ami_sim.workflow.template import start_municipality
from tests.small import small_question


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Path]:
    """Run the small question into a folder: the answer, and where it lies."""
    town = tmp_path_factory.mktemp("frames") / "town"
    start_municipality(town)
    shutil.rmtree(town / "experiments")
    (town / "experiments").mkdir()
    (town / "experiments" / "small.toml").write_text(small_question(), encoding="utf-8")
    return ami.compare(town / "experiments" / "small.toml", workers=1, out=town / "answer"), town / "answer"


@pytest.mark.parametrize("frame", ["summary", "monthly", "measures", "days", "budget"])
def test_no_column_lacks_a_meaning_and_none_is_told_that_is_not_there(frame: str, stored: tuple[Any, Path]) -> None:
    assert list(getattr(stored[0], frame).columns) == list(COLUMNS[frame])
    told = ami.columns(frame)
    assert (told["meaning"].str.len() > 10).all()
    assert told["meaning"].str.endswith(".").all()


def test_an_answer_and_its_table_show_themselves_as_words_and_as_html(stored: tuple[Any, Path]) -> None:
    answer, _ = stored
    for shown in (answer, answer.table()):
        assert "Net result" in repr(shown)
        assert "DataFrame" not in repr(shown)
        assert "<table" in shown._repr_html_()


def test_labelled_arrays_hold_the_numbers_of_the_frame(stored: tuple[Any, Path]) -> None:
    answer = stored[0]
    met = answer.runs["people_met"]
    assert met.dims == ("option", "draw", "replication", "group")
    rows = answer.measures[(answer.measures["measure"] == "people_met") & (answer.measures["group"] == "")]
    mean = rows[rows["scenario"] == "today"]["value"].mean()
    assert float(met.sel(option="today", group="").mean()) == pytest.approx(mean, rel=1e-12)
    assert met.attrs["units"] == "persons"
    assert (met.attrs["long_name"], met.attrs["title_sv"]) == ("People met", "Personer som träffats")
    assert answer.runs["net_result"].sel(actor="society").dims == ("option", "draw", "replication")
    bands = answer.months["queue_place"].sel(option="today", band="mean")
    frame = answer.monthly[(answer.monthly["measure"] == "queue_place") & (answer.monthly["scenario"] == "today")]
    assert bands.values.tolist() == frame.sort_values("month")["mean"].tolist()


def test_the_log_of_a_run_gives_what_was_counted(stored: tuple[Any, Path]) -> None:
    answer = stored[0]
    log = answer.log("today", replication=1)
    assert list(log.columns) == list(COLUMNS["log"])
    after = log[log["date"] >= answer.parting]
    ended = after[(after["event"] == "planned_end") & (after["from"] == "in_intervention")]
    rows = answer.measures.query("scenario == 'today' and replication == 1 and group == ''").set_index(["measure", "actor"])["value"]
    assert len(ended) == rows["stays_completed", ""] > 0
    met = after[(after["event"] == "start") & (after["to"] == "mapping")]["person"].nunique()
    assert met == rows["people_met", ""]
    assert log["time"].is_monotonic_increasing
    with pytest.raises(InputError, match=r'option: "todai" is not an option.*today'):
        answer.log("todai")
    with pytest.raises(InputError, match="replication: 2; expected 0 to 1"):
        answer.log("today", replication=2)


def test_a_stored_answer_tells_the_same_log_and_the_same_twin(stored: tuple[Any, Path]) -> None:
    answer, folder = stored
    loaded = ami.load(folder)
    log = answer.log("today", 1)
    pd.testing.assert_frame_equal(loaded.log("today", 1), log)
    moved = log[(log["date"] >= answer.parting) & (log["event"] == "start")]["person"].iloc[0]
    twin, again = answer.twin(moved, replication=1), loaded.twin(moved, replication=1)
    pd.testing.assert_frame_equal(twin.lives, again.lives)
    assert twin.parted == again.parted
    assert twin.parted >= answer.parting.date()  # one history up to the parting
    assert twin.lives["days"].sum() == pytest.approx(log.loc[log["person"] == moved, "days"].sum())
