"""Pages of results made by hand, without a run: whole in both languages, with the numbers that are worked out here."""

import json
import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from ami_sim.analysis.budget import BUDGET_COLUMNS
from ami_sim.report.pages import assumed, budget, calibration, check, exclusion, trace
from ami_sim.report.words import languages
from ami_sim.scenario.load import load_scenario
from ami_sim.workflow.assumed import Assumed, Expected
from ami_sim.workflow.budget import Ask, BudgetYears
from ami_sim.workflow.calibrate import Coverage, Missed, Moved, Range, Widened
from ami_sim.workflow.check import check_file
from ami_sim.workflow.exclusion import SPANS, Cost, ExclusionCost, Published
from ami_sim.workflow.trace import OwnCost, Piece, Trace

RAGUNDA = Path(__file__).parents[2] / "calibration" / "ragunda" / "scenario.toml"


def flat(text: str) -> str:
    """Give text on one line; hard spaces stay."""
    return re.sub(r"[ \n]+", " ", text)


def budget_rows() -> pd.DataFrame:
    """Two years of one committee: 900 tkr of project money pay three quarters of 1 200 tkr of staff in 2020, and are gone in 2021."""
    rows = []
    for year, staff, money in ((2020, 1_200_000.0, -900_000.0), (2021, 1_260_000.0, 0.0)):
        for line, mean in (("staff", staff), ("project_money", money), ("total", staff + money)):
            row = dict.fromkeys(BUDGET_COLUMNS, float("nan")) | {"scenario": "sixty", "committee": "ami", "line": line, "year": year}
            rows.append(row | {"mean": mean, "p10": mean, "p90": mean, "draws": 1, "replications": 4})
    frame = pd.DataFrame(rows)
    over = (frame["line"] == "staff") & (frame["year"] == 2021)
    frame.loc[over, ["p10", "p90", "budget", "overrun_probability", "overrun_mean"]] = [1_100_000, 1_400_000, 1_250_000, 0.25, 80_000]
    return frame


def test_a_budget_says_what_is_asked_for_when_project_money_ends() -> None:
    result = BudgetYears(budget_rows(), ("sixty",))
    assert result.asks("sixty") == [Ask(2021, 960_000.0, 60_000.0, 900_000.0)]
    english, swedish = (flat(budget.page_of(result, language).as_text()) for language in languages())
    assert "2021 against 2020: the unit's own cost to AMI (labour-market unit) changes by +960 tkr (staff +60, project money" in english
    assert "2021 mot 2020: enhetens egen kostnad för AMI ändras med +960 tkr (personal +60, projektmedel som upphör +900)" in swedish
    assert "25 %: 80" in english
    assert "1\u00a0100 to 1\u00a0400" in english
    assert "Mean over 4 runs" in english
    data = budget.page_of(result).as_dict()
    assert data["kronor"] == "current"
    assert data["rows"][0]["budget"] is None


def test_a_trace_adds_up_and_says_its_sources() -> None:
    row = load_scenario(RAGUNDA).prices.aid
    own = OwnCost("Head of unit", "ami", date(2018, 9, 1), date(2022, 1, 1))
    pieces = (
        Piece("aid: ifo -> person", ("waiting_place", "aid", "single"), 365.25, 8_000.0, 96_000.0),
        Piece("posts", own, None, None, 4_000.0),
    )
    titles = {"no": "No unit: as before", "single": "A single person"}
    result = Trace("ifo: aid", "no", 2021, 3, pieces, 100_000.01, {"prices.aid": row}, titles)
    assert result.total == 100_000.0
    english, swedish = (flat(trace.page_of(result, language).as_text()) for language in languages())
    assert "ifo: aid, “No unit”, 2021: mean of 3 runs" in english
    assert "Head of unit (AMI (labour-market unit), from 2018-09-01 to 2022-01-01)" in english
    assert "Head of unit (AMI, från 2018-09-01 till 2022-01-01)" in swedish
    assert "väntar på plats, försörjningsstöd, A single person" in swedish
    assert "försörjningsstöd: IFO → Personerna" in swedish
    assert "The parts add up to 100\u00a0000.00 kr; budget.csv says 100\u00a0000.01 kr" in english
    assert "Delarna blir 100\u00a0000,00 kr" in swedish
    parts = trace.page_of(result).as_dict()["parts"]
    assert [part["where"] for part in parts] == [
        "waiting_place, aid, single",
        "Head of unit (AMI (labour-market unit), from 2018-09-01 to 2022-01-01)",
    ]


def test_a_trace_of_many_parts_adds_the_smallest_up() -> None:
    pieces = tuple(Piece("aid", (f"part {number}",), 1.0, 1.0, 100.0 - number) for number in range(trace.MOST + 2))
    text = flat(trace.page_of(Trace("ifo: aid", "no", 2021, 1, pieces, None, {})).as_text())
    assert "2 smaller parts" in text
    assert f"{100 - trace.MOST + 100 - trace.MOST - 1}.00" in text
    assert "budget.csv" not in text


def test_exclusion_is_an_upper_bound_in_both_languages() -> None:
    prices = load_scenario(RAGUNDA).prices
    cost = Cost(9_480.0, tuple(100_000.0 * span for span in SPANS))
    published = {name: Published(6.05e6, 5.5e6, 6.04e6) for name in prices.published}
    result = ExclusionCost("ragunda", prices, 0.035, {"on_aid_alone": dict.fromkeys(exclusion.ACTORS_SHOWN, cost)}, published)
    english, swedish = (flat(exclusion.page_of(result, language).as_text()) for language in languages())
    assert "9\u00a0480 │ 100 │ 500 │ 1\u00a0000 │ 4\u00a0000" in english
    assert "An upper bound, not a forecast" in english
    assert "5.50–6.04" in english
    assert "En övre gräns, ingen prognos" in swedish
    assert "5,50–6,04" in swedish
    assert exclusion.page_of(result).as_dict()["person_types"]["on_aid_alone"]["cost"]["ifo"]["month"] == 9_480.0


def test_what_was_assumed_is_told_by_option() -> None:
    expected = Expected(-8.2e6, -12.4e6, -4.5e6, 0.1e6)
    result = Assumed(
        titles={"no": "No unit", "half": "Half the unit", "sixty": "Sixty"},
        reference="no",
        draws=200,
        from_effects={"half": 0.05},
        from_prior={"half": 0.35, "sixty": 0.14},
        as_drawn={"half": expected, "sixty": expected},
        without_effects={"half": expected, "sixty": expected._replace(chance=0.2e6)},
    )
    assert result.chance == 0.2e6
    english, swedish = (flat(assumed.page_of(result, language).as_text()) for language in languages())
    assert "200 posterior draws. Net result of the municipality against “No unit”" in english
    assert "at most ±0.4 mnkr" in english
    assert "not resolved" in english
    assert "−12,4 till −4,5" in swedish
    assert "går inte att avgöra" in swedish


def test_two_posteriors_stand_side_by_side() -> None:
    rows = [Moved(f"p{number}", Range(0.1, 0.25, 0.5), Range(0.05, 0.2, 0.9), 2.0 - 0.1 * number, 1.5) for number in range(20)]
    english, swedish = (flat(calibration.widened_page(Widened(tuple(rows), 900), language).as_text()) for language in languages())
    assert "The 12 that move most, of 20" in english
    assert "The median parameter moves 1.05 posterior sd; 20 % move less than half an sd" in english  # 0.4, 0.3, 0.2, 0.1
    assert "0.25 (0.1 – 0.5)" in english
    assert "p11" in english
    assert "p12" not in english
    assert "0,25 (0,1 – 0,5)" in swedish


@pytest.mark.parametrize(("p", "said", "sagt"), [(0.2, "not below 0.0050", "inte under 0,0050"), (0.001, "below 0.0050", "under 0,0050")])
def test_uneven_ranks_are_said(p: float, said: str, sagt: str) -> None:
    found = Coverage(1000, 0.5, 0.9, 0.85, 0.95, 10, "lock_in", p, 0.005)
    assert f"p = {p:.4f}, {said} (5 % over 10 quantities)" in calibration.covered(found, "over the prior", "en")
    assert f", {sagt} (5\N{NO-BREAK SPACE}%" in calibration.covered(found, "över antagandena", "sv")


def test_a_total_that_is_never_out_of_reach_says_no_points() -> None:
    assert calibration.out_of_reach("ordinary", Missed(0.0, 0.0), "en") == "ordinary 0.0 %"
    assert calibration.out_of_reach("ordinary", Missed(0.125, 1.5), "sv") == "ordinary 12,5 % (med 1,5 procentenheter i snitt)"


def test_what_a_file_means_is_said_in_both_languages_and_keyed_in_one() -> None:
    meaning = check_file(RAGUNDA)
    english, swedish = (check.page_of(meaning, language) for language in languages())
    assert english.as_dict() == swedish.as_dict()
    assert json.loads(json.dumps(english.as_dict(), allow_nan=False)) == english.as_dict()
    assert "The options part on 2020-01-01 and run 10 years, to 2030-01-01." in flat(english.as_text())
    assert "Alternativen skiljs åt 2020-01-01 och följs i 10 år, till 2030-01-01." in flat(swedish.as_text())
    for page in (english, swedish):
        assert "{" not in page.as_text()
    headings = {section.title for section in swedish.sections}
    assert not headings & {section.title for section in english.sections}


@pytest.mark.parametrize(("days", "said"), [(10.0, "10 days"), (30.4375, "1 months"), (45.0, "1.5 months"), (304.375, "10 months")])
def test_a_length_is_said_in_months(days: float, said: str) -> None:
    assert check.Writer(check_file(RAGUNDA), "en").months(days) == said
