"""The page of a unit's own log says the same in every language and as numbers for scripts, and shows itself in a notebook."""

import pytest

import ami_sim as ami
from ami_sim.report.hazard_picture import draw, hazard_chart, rates_in
from tests.calibration.own.logs import log_of, map_of

PRIORS = {"mapping_months": {"estimate": "median", "stage": "mapping"}}


@pytest.fixture(scope="module")
def found() -> ami.OwnLog:
    log = log_of(300)
    log.loc[log.index[:12], "Insats"] = "Okänt"
    log.loc[log.index[12:14], "Från"] = "i våras"
    return ami.ingest(log, map_of(prior=PRIORS))


def test_rows_that_are_not_used_are_told_by_their_reason(found: ami.OwnLog) -> None:
    english, swedish = found.page("en").as_text(), found.page("sv").as_text()
    for text, why, few in (
        (english, "the activity is not in the map", "fewer than five"),
        (swedish, "aktiviteten finns inte i kartan", "färre än fem"),
    ):
        lines = [line for line in text.splitlines() if why in line]
        assert len(lines) == 1
        assert " 10 " in lines[0]  # twelve, to the nearest five
        assert few in text  # two starts that are no date
    assert "1–3" in english


def test_a_script_gets_what_the_page_shows(found: ami.OwnLog) -> None:
    data = found.page().as_dict()
    assert data["unused"] == {"unknown_activity": 10, "start_no_date": None}
    assert data["rows"]["rows"] == 5 * round(len(log_of(300)) / 5)
    assert len(data["estimates"]) == len(found.estimates)
    assert data["priors"]["mapping_months"]["median"] == found.priors.rows["mapping_months"]["median"]
    assert data["held_back"] == [*found.priors.held_back, *found.targets.held_back]


def test_a_notebook_shows_the_page(found: ami.OwnLog) -> None:
    assert "What the unit&#39;s own log says" in found._repr_html_() or "What the unit's own log says" in found._repr_html_()
    assert repr(found) == found.page().as_text()
    assert found.page("sv").as_markdown().startswith("# Vad enhetens egen logg säger")


def test_a_log_that_says_nothing_says_so() -> None:
    nothing = ami.ingest(log_of(2), map_of())
    text = nothing.page().as_text()
    assert "the log says nothing that may be shown" in text
    assert nothing.estimates.empty


def test_rates_are_drawn_with_bands(found: ami.OwnLog) -> None:
    chart = hazard_chart(found.estimates, "en")
    assert chart is not None
    assert chart.png().startswith(b"\x89PNG")
    assert "rates a month by months in the stay" in chart.alt
    figure = draw(rates_in(found.estimates), "sv")
    panels = [axes for axes in figure.axes if axes.get_visible()]
    assert len(panels) == rates_in(found.estimates)["stage"].nunique()
    assert all(axes.collections for axes in panels)
    assert hazard_chart(found.estimates.iloc[:0], "en") is None
