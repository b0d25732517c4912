"""Pictures exist, have the expected size, carry their units and say what their intervals hold."""

import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import run
from typing import Any

import matplotlib.image
import numpy as np
import pandas as pd
import pytest
from matplotlib import rc_context
from matplotlib.figure import Figure
from matplotlib.text import Text

from ami_sim.report.plots import DPI, STYLE, net_result_by_payer, outcomes, queue_lengths

ORDER = ["no", "half", "60", "70", "100", "today"]


def words(figure: Figure) -> str:
    texts = [text.get_text() for text in figure.findobj(Text)]
    return "\n".join(texts)


def check(figure: Figure, path: Path) -> None:
    picture = matplotlib.image.imread(path)
    width, height = figure.get_size_inches() * DPI
    assert picture.shape[:2] == pytest.approx((height, width), abs=1)
    assert picture[..., :3].std() > 0.03  # not blank
    edge = np.concatenate([picture[0], picture[-1]])
    assert (edge[..., :3] == 1).all()  # nothing is cut off at the top or the bottom


def test_queues_have_a_panel_per_option_with_bands(monthly: pd.DataFrame, tmp_path: Path) -> None:
    figure = queue_lengths(monthly, scenarios=ORDER, parting=pd.Timestamp("2020-01-01"), path=tmp_path / "q.png")
    check(figure, tmp_path / "q.png")
    panels = [axes for axes in figure.axes if axes.get_visible()]
    assert [axes.get_title(loc="left") for axes in panels] == ORDER
    assert all(len(axes.collections) == 2 for axes in panels)
    assert len({axes.get_ylim() for axes in panels}) == 1
    said = words(figure)
    assert "Persons in queue" in said
    assert "90\u00a0% of them lie inside (chance only)" in said


def test_net_result_has_the_municipality_first_and_the_unit_on_the_axis(summary: pd.DataFrame, tmp_path: Path) -> None:
    figure = net_result_by_payer(summary, reference="no", years=10, path=tmp_path / "n.png")
    check(figure, tmp_path / "n.png")
    assert figure.axes[0].get_title(loc="left") == "Municipality"
    said = words(figure)
    assert "mnkr over 10 years, discounted" in said
    assert "chance only" in said
    assert "no finding that an option saves or costs" in said.replace("\n", " ")


def test_outcomes_show_counted_beside_net(summary: pd.DataFrame, tmp_path: Path) -> None:
    figure = outcomes(summary, reference="no", language="sv", path=tmp_path / "o.png")
    check(figure, tmp_path / "o.png")
    said = words(figure)
    for piece in ("Avslutade enligt enheten", "personer", "referens", "endast slump"):
        assert piece in said
    assert figure.axes[1].get_xlim()[0] < 0 < figure.axes[1].get_xlim()[1]


def test_one_replication_is_drawn_without_intervals_and_says_so(single: pd.DataFrame, tmp_path: Path) -> None:
    for draw in (net_result_by_payer, outcomes):
        figure = draw(single, reference="no", path=tmp_path / "one.png")
        check(figure, tmp_path / "one.png")
        assert "only one replication was run" in words(figure)


def test_one_replication_of_the_queues_has_no_band_and_says_so(monthly: pd.DataFrame) -> None:
    said = words(queue_lengths(monthly.assign(count=1), language="sv"))
    assert "en enda körning, alltså inget band" in said
    assert "(endast slump)" not in said


def test_a_study_of_two_options_or_one_payer_is_drawn_too(summary: pd.DataFrame, monthly: pd.DataFrame) -> None:
    two = summary[summary["scenario"].isin(["no", "60"]) & summary["actor"].isin(["", "municipality"])]
    assert len(net_result_by_payer(two, reference="no").axes) == 1
    assert len(queue_lengths(monthly[monthly["scenario"] == "60"]).axes) == 1


def test_what_cannot_be_drawn_is_refused(summary: pd.DataFrame, monthly: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="no queue_mapping and no queue_place"):
        queue_lengths(monthly[monthly["measure"] == "on_aid"])
    with pytest.raises(ValueError, match="counted_to_work or counted_to_studies"):
        outcomes(summary[summary["measure"] == "net_result"], reference="no")


@pytest.mark.parametrize("draw", [net_result_by_payer, outcomes])
def test_the_same_numbers_give_the_same_file(draw: Callable[..., Any], summary: pd.DataFrame, tmp_path: Path) -> None:
    for name in ("a", "b"):
        draw(summary, reference="no", path=tmp_path / f"{name}.png")
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_a_picture_drawn_once_is_as_when_it_is_drawn_twice(summary: pd.DataFrame, tmp_path: Path) -> None:
    once, twice = tmp_path / "once.png", tmp_path / "twice.png"
    with rc_context(STYLE):  # type: ignore[arg-type]
        net_result_by_payer(summary, reference="no", path=once)
        figure = net_result_by_payer(summary, reference="no")
        figure.savefig(twice, dpi=DPI)
    np.testing.assert_array_equal(matplotlib.image.imread(once), matplotlib.image.imread(twice))


def test_matplotlib_is_not_imported_before_a_picture_is_made() -> None:
    code = "import sys, ami_sim.report.plots, ami_sim.report.table, ami_sim.report.pages.life; sys.exit('matplotlib' in sys.modules)"
    assert run([sys.executable, "-c", code], check=False).returncode == 0
