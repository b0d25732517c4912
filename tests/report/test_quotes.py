"""What templates ask of results beyond a mean: three intervals, a gap between differences, full limits, a price that breaks even."""

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ami_sim.report.quotes import Quotes

DRAWS, EACH = 40, 2
NET = ("net_result", "municipality", "")


OF_MET = ("twin_too_", "by_means_", "least_", "most_")


def met_and_twins(option: str, shares: np.ndarray, people: np.ndarray) -> dict[tuple[str, str, str, str], np.ndarray]:
    """Draw how many are met and in work around `people`, and how many of them have a twin in work, each with a draw's own share."""
    luck = np.random.default_rng(5)
    met = luck.poisson(people[:, None], (DRAWS, EACH))
    twins = luck.binomial(met, shares[:, None])
    counts = {"": met, "twin_too_": twins, "by_means_": met + 1, "least_": met // 5, "most_": met}
    return {(option, f"met_in_work_{name}24m", "", ""): runs.astype(float) for name, runs in counts.items()}


TITLES = {"own": "Own places", "cheap": "Cheap: few kr", "dear": "Dear: many kr"}


@pytest.fixture
def quotes(tmp_path: Path) -> Quotes:
    """Results in which a place costs 1 000 kr for each krona of its price, less 3.0 mnkr that it gives whatever it costs."""
    luck = np.random.default_rng(1).normal(0, 1e5, (DRAWS, EACH))
    gives = 3e6 + np.random.default_rng(2).normal(0, 1e5, DRAWS)[:, None] + 0 * luck
    values = {
        ("own", *NET): luck,
        ("cheap", *NET): luck + gives - 2e6,
        ("dear", *NET): luck + gives - 6e6,
        **met_and_twins("cheap", 0.6 + np.random.default_rng(3).normal(0, 0.05, DRAWS), np.full(DRAWS, 50)),
        **met_and_twins("dear", np.full(DRAWS, 0.6), np.repeat([50, 0], DRAWS // 2)),
        ("own", "met_in_work_24m", "", ""): np.full((DRAWS, EACH), np.nan),
        **{
            ("own", f"met_in_work_{name}24m", "", ""): np.full((DRAWS, EACH), np.nan)
            for name in ("twin_too_", "by_means_", "least_", "most_")
        },
        ("own", "utilisation", "", "limit:cases"): np.tile([0.9, 0.99], (DRAWS, 1)),
        ("own", "utilisation", "", "limit:mapping"): np.full((DRAWS, EACH), np.nan),
    }
    rows = [
        (*key, {"net_result": "kr", "utilisation": "share"}.get(key[1], "persons"), draw, replication, runs[draw, replication])
        for key, runs in values.items()
        for draw in range(DRAWS)
        for replication in range(EACH)
    ]
    columns = ["scenario", "measure", "actor", "group", "unit", "draw", "replication", "value"]
    pd.DataFrame(rows, columns=columns).to_parquet(tmp_path / "measures.parquet")
    (tmp_path / "manifest.json").write_text(json.dumps({"reference": "own", "plan": {"options": list(TITLES)}, "titles": TITLES}))
    return Quotes(tmp_path)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2212", "-")


def test_a_price_that_breaks_even_lies_on_the_line_through_two_options(quotes: Quotes) -> None:
    said = plain(quotes.break_even(("cheap", 2000), ("dear", 6000)))
    middle = float(said.split(" kr")[0].replace(" ", ""))
    assert middle == pytest.approx(3000, abs=60)
    assert "not even" not in said
    assert quotes.break_even(("cheap", -9000), ("dear", -5000)) == "no price, not even 0 kr"


def test_a_difference_of_differences_is_paired(quotes: Quotes) -> None:
    assert plain(quotes.gap(("cheap", "own"), ("dear", "own"))).startswith("+4.0")
    assert plain(quotes.gap(("cheap", "own"), ("cheap", "own"))) == "0 kr"
    assert plain(quotes.beyond(quotes, "cheap")) == "0 kr"


def test_a_sign_beside_another_run_is_the_same_turns_or_is_not_told(quotes: Quotes) -> None:
    """Cheap is 1.0 mnkr better and dear 3.0 mnkr worse than own, give or take 0.1; own less own is nothing."""
    assert quotes.sign_beside(quotes, "cheap") == "the same"
    turned = Quotes(quotes.folder)
    rows = quotes.measures.copy()
    rows.loc[rows["measure"].eq("net_result"), "value"] *= -1
    object.__setattr__(turned, "measures", rows)
    assert quotes.sign_beside(turned, "cheap") == "**turns**"
    assert quotes.sign_beside(quotes, "own") == "not told"


def test_computing_error_is_written_apart(quotes: Quotes) -> None:
    half = quotes.of("cheap").half
    assert plain(quotes.computing("cheap")) == f"±{half / 1e3:.0f} tkr"


def test_a_limit_is_full_in_a_share_of_futures(quotes: Quotes) -> None:
    assert plain(quotes.full("own", "limit:cases")) == "50 %"
    assert "In use, of open cases" in quotes.table([("utilisation", "", "limit:cases")], ["own"], level=True)


def test_deadweight_is_a_ratio_of_means_with_an_interval_over_draws(quotes: Quotes) -> None:
    said = plain(quotes.deadweight_of_twins("cheap", 24))
    assert said.endswith("; from 19 to 100 % by other couplings")  # a fifth of about fifty, rounded down
    share, low, high = (float(part) for part in re.findall(r"\d+", said)[:3])
    met, twins = (quotes.of("cheap", f"met_in_work_{name}24m", "", against="").mean for name in ("", "twin_too_"))
    assert share == round(100 * twins / met)
    assert 40 < low < share < high < 80


def test_deadweight_by_means_may_be_more_than_everybody(quotes: Quotes) -> None:
    """One person fewer is in work than without the unit: of about fifty met 51 would be in work anyway."""
    assert plain(quotes.deadweight("cheap", 24)).startswith("102 % (102 to 10")


def test_draws_in_which_nobody_met_is_in_work_have_no_deadweight_and_are_counted(quotes: Quotes) -> None:
    said = plain(quotes.deadweight_of_twins("dear", 24)).partition("; from")[0]
    assert said.endswith("; in 50 % of draws nobody is)")
    assert 55 < float(said.split(" %")[0]) < 65
    assert "chance included" in said  # one share in all draws: draws cannot be told from chance
    assert quotes.deadweight("own", 24) == quotes.deadweight_of_twins("own", 24) == "not defined for the reference"
    with pytest.raises(KeyError, match="met_in_work_48m"):
        quotes.deadweight("dear", 48)


def test_ratios_are_read_from_the_summary(quotes: Quotes) -> None:
    rows = [
        ("dear", "", "cost_per_active_year", "kr", 123_400.0, "computing", np.nan, np.nan),
        ("cheap", "own", "cost_per_added_participant", "kr", 500_000.0, "computing", np.nan, np.nan),
        ("cheap", "own", "cost_per_added_participant", "kr", 500_000.0, "credible", 100_000.0, 900_000.0),
    ]
    columns = ["scenario", "reference", "measure", "unit", "mean", "interval", "ci_low", "ci_high"]
    pd.DataFrame(rows, columns=columns).to_csv(quotes.folder / "summary.csv", index=False)
    assert plain(quotes.ratio("dear", "cost_per_active_year")) == "123 tkr"
    assert plain(quotes.ratio("cheap", "cost_per_added_participant")) == "500 tkr (100 to 900)"
    with pytest.raises(KeyError, match="cost_per_active_year of cheap"):
        quotes.ratio("cheap", "cost_per_active_year")


def test_budget_years_are_the_first_the_second_and_the_sixth_and_a_line_without_money_is_nought(quotes: Quotes) -> None:
    rows = [("cheap", "ami", "total", year, 1e6, 0.8e6, 1.2e6) for year in range(2020, 2024)]
    rows += [("dear", "ifo", "aid", year, 1e6, 1e6, 1e6) for year in range(2020, 2024)]
    columns = ["scenario", "committee", "line", "year", "mean", "p10", "p90"]
    pd.DataFrame(rows, columns=columns).to_csv(quotes.folder / "budget.csv", index=False)
    assert quotes.first_budget_years == [2020, 2021]
    assert plain(quotes.budget("cheap", "ami", "total", 2020)) == "1.00 mnkr (0.80 to 1.20)"
    assert plain(quotes.budget("dear", "ami", "total", 2020)) == "0 kr"
    with pytest.raises(KeyError, match="ami: staff of dear in 2020"):
        quotes.budget("dear", "ami", "staff", 2020)
    with pytest.raises(KeyError, match="ami: total of other in 2020"):
        quotes.budget("other", "ami", "total", 2020)


def test_gains_by_background_are_per_person_followed_and_mark_chance(quotes: Quotes) -> None:
    rows = []
    rough = np.random.default_rng(5).normal(0, 1, (DRAWS, EACH))
    for draw in range(DRAWS):
        for replication in range(EACH):
            for group, people in (("", 40.0), ("sex:woman", 20.0), ("step:1", 2.0)):
                run = {"actor": "", "group": group, "draw": draw, "replication": replication}
                for option, months in (("own", 100.0), ("first", 110.0 + draw), ("last", 110.0 + rough[draw, replication])):
                    rows.append({**run, "scenario": option, "measure": "people_followed", "unit": "persons", "value": people})
                    rows.append({**run, "scenario": option, "measure": "months_in_work", "unit": "months", "value": months})
    pd.DataFrame(rows).to_parquet(quotes.folder / "measures.parquet")
    table = plain(Quotes(quotes.folder).gains("months_in_work", ["first", "last"], ["", "sex:woman", "step:1"]))
    everybody, women = (line.split(" | ") for line in table.splitlines()[2:])
    assert everybody[:2] == ["| Everybody", "40"]
    assert everybody[2].startswith("+0.74 (+0.25 to +1.22)")  # 10 to 49 months among 40
    assert women[2].startswith("+1.48 (+0.50 to +2.45)")
    assert women[3].endswith(")* |")  # draws differ by chance alone
    assert "step" not in table  # two persons: a line would be about single ones
    with pytest.raises(KeyError, match=r"sex:women.*sex:woman"):
        Quotes(quotes.folder).gains("months_in_work", ["first"], ["sex:women"])
