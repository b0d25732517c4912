"""What other studies found, in the words of a page: rows by hand, and this model's sums set beside them."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ami_sim.calibration.outside import Outside, Reference, read_outside
from ami_sim.report.quoted_outside import QuotedOutside
from ami_sim.report.quotes import Quotes
from ami_sim.scenario.load import load_scenario
from ami_sim.workflow.facts import Facts

HOME = Path("calibration/ragunda")
DRAWS = 40


def reference(**more: float) -> Reference:
    said = {"study": "A study", "grade": "A", "money": "USD", "source": "by hand", "sure": "M", "mark": "derived"}
    return Reference.model_validate({**said, "kr": 8.0, "society": 1000.0, **more})


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2212", "-")


def test_a_sum_lies_where_the_studys_own_doubt_says() -> None:
    """A mean of 1 000 that is above 0 with 84.13 % has a standard deviation of 1 000: 0 is one below it, 2 000 one above."""
    row = reference(pays=0.8413447)
    assert row.place_of(8000.0) == pytest.approx(0.5)
    assert row.place_of(0.0) == pytest.approx(0.1586553)
    assert row.place_of(16000.0) == pytest.approx(0.8413447)
    assert reference().place_of(0.0) is None


def test_a_loss_with_a_chance_to_pay_has_its_doubt_the_other_way() -> None:
    row = reference(society=-1000.0, pays=0.1586553)
    assert row.place_of(-8000.0) == pytest.approx(0.5)
    assert row.place_of(0.0) == pytest.approx(0.8413447)


@pytest.fixture
def run(tmp_path: Path) -> Quotes:
    """Sixty gives society 10 000 kr less for each of 20 added participants, give or take 2 000 from draw to draw; no chance."""
    each = -10_000 + 2000 * np.linspace(-1.5, 1.5, DRAWS)
    sums = {("sixty", "net_result", "society"): 20 * each, ("sixty", "people_started", ""): np.full(DRAWS, 30.0)}
    sums |= {("no", "net_result", "society"): np.zeros(DRAWS), ("no", "people_started", ""): np.full(DRAWS, 10.0)}
    rows = [
        (*key, "", "kr" if key[1] == "net_result" else "persons", draw, replication, value)
        for key, values in sums.items()
        for draw, value in enumerate(values)
        for replication in range(2)
    ]
    columns = ["scenario", "measure", "actor", "group", "unit", "draw", "replication", "value"]
    pd.DataFrame(rows, columns=columns).to_parquet(tmp_path / "measures.parquet")
    (tmp_path / "manifest.json").write_text('{"reference": "no", "plan": {"options": ["no", "sixty"]}}')
    return Quotes(tmp_path)


def quoted(**references: Reference) -> QuotedOutside:
    facts = Facts(load_scenario(HOME / "scenario.toml"), None, {}, {}, Outside(reference=references))  # type: ignore[arg-type]
    return QuotedOutside(facts)


def test_ours_stands_beside_a_study_per_added_participant(run: Quotes) -> None:
    assert plain(run.per("sixty", "net_result", "society")).startswith("-10 tkr (-13 to -7)")
    assert run.pays("sixty", "net_result", "society") == "under 3\u00a0%"
    (row,) = quoted(one=reference(society=-1250.0, pays=0.3), two=reference()).places(run, "sixty")
    study, amount, place, below = row
    assert (study, plain(amount)) == ("A study", "-10 tkr")
    assert (plain(place), plain(below)) == ("50 %", "50 %")


def test_sums_are_written_in_kronor_and_what_is_not_known_is_left_open() -> None:
    (row,) = quoted(one=reference(taxpayers=-500.0, pays=0.66)).references
    assert [plain(cell) for cell in row[:6]] == ["A study", "-4 000 kr", "", "", "+8 000 kr", "66 %"]


def test_what_ships_is_read_whole() -> None:
    found = read_outside(HOME)
    assert {"wsipp_with_work", "wsipp_without_work", "future_jobs_fund"} <= set(found.reference)
    assert (found.reference["wsipp_with_work"].society, found.reference["wsipp_with_work"].pays) == (1664, 0.66)
    assert (found.reference["wsipp_without_work"].society, found.reference["wsipp_without_work"].pays) == (-7699, 0.30)
    assert found.signs["public_employment"].middle == "-"


def test_a_measured_path_is_drawn_and_told_from_the_prediction() -> None:
    facts = Facts(load_scenario(HOME / "scenario.toml"), None, {}, {}, read_outside(HOME))  # type: ignore[arg-type]
    found = QuotedOutside(facts, "sv")
    assert plain(found.measured("job_corps")[0]) == "-9,9 (-11,3 till -8,4)"
    assert plain(found.predicted("job_corps")[1]) == "-1,4"
    assert found.inside("job_corps")
    assert found.figure("job_corps").axes[0].get_xlabel() == "år efter att den började"
