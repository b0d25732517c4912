"""Persons moving month by month: who is where by hand, and a picture that says what its table says and stands still at first."""

import pandas as pd
import pytest

from ami_sim.report.document import Number
from ami_sim.report.moving_picture import LANES, counts, counts_table, moving_figure, where_by_month

SINCE = pd.Timestamp("2021-01-01")
# A waits and is mapped; B waited longer and finds work; C works and is never with the unit; D begins and ends between two firsts.
ROWS = (
    ("A", "waiting_mapping", "2020-12-20", "2021-01-10"),
    ("A", "mapping", "2021-01-10", None),
    ("B", "waiting_mapping", "2020-11-01", "2021-02-01"),
    ("B", "work", "2021-02-01", None),
    ("C", "work", "2020-01-01", None),
    ("D", "waiting_mapping", "2021-01-02", "2021-01-30"),
    ("D", "not_referred", "2021-01-30", None),
)


@pytest.fixture
def where() -> pd.DataFrame:
    log = pd.DataFrame(ROWS, columns=["case", "activity", "start", "end"])
    log[["start", "end"]] = log[["start", "end"]].apply(pd.to_datetime)
    return where_by_month(log, SINCE, 3)


def test_who_is_where_on_the_first_of_each_month(where: pd.DataFrame) -> None:
    rows = [(f"{month:%m}", case, activity, place) for month, case, activity, place in where.itertuples(index=False)]
    assert rows == [
        ("01", "B", "waiting_mapping", 1),
        ("01", "A", "waiting_mapping", 2),
        ("02", "A", "mapping", 1),
        ("02", "B", "work", 1),
        ("03", "A", "mapping", 1),
        ("03", "B", "work", 1),
    ]


def test_the_picture_has_a_frame_a_month_and_the_numbers_of_the_table(where: pd.DataFrame) -> None:
    pytest.importorskip("plotly")
    figure = moving_figure(where, "sv")
    assert [frame.name for frame in figure.frames] == ["2021-01", "2021-02", "2021-03"]
    for frame, (_, row) in zip(figure.frames, counts(where).iterrows(), strict=True):
        persons, many = frame.data
        assert [f"<b>{count}</b>" for count in row] == list(many.text)
        assert len(persons.x) == row.sum()
        assert len(set(persons.ids)) == len(persons.ids)
    first, *_ = counts_table(where, "sv").rows
    assert [cell.value for cell in first.cells if isinstance(cell, Number)] == [2, 0, 0, 0, 0, 0, 0]
    assert figure.layout.yaxis.ticktext[0] == "väntar på kartläggning"
    assert len(figure.layout.yaxis.ticktext) == len(LANES)


def test_nothing_moves_by_itself_and_no_frame_slides_into_the_next(where: pd.DataFrame) -> None:
    pytest.importorskip("plotly")
    figure = moving_figure(where, "en")
    play, pause = figure.layout.updatemenus[0].buttons
    assert (play.label, pause.label) == ("Start", "Pause")
    assert play.args[1]["transition"]["duration"] == 0
    assert list(pause.args[0]) == [None]
    assert all(step.args[1]["transition"]["duration"] == 0 for step in figure.layout.sliders[0].steps)
