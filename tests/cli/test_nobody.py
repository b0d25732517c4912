"""Runs in which nobody came: they count with what the unit costs, in a budget, in other prices and in the answer alike."""

import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from ami_sim.workflow.reprice import reprice_results

RARE = "0.003 per month"  # of every referrer, and nobody when it begins: about half of the runs stay empty


@pytest.fixture
def rare(town: Path) -> list[str]:
    """Give the settings under which hardly anybody comes."""
    referrers = tomllib.loads((town / "calibration/town/people.toml").read_text(encoding="utf-8"))["referrer"]
    paths = [f"referrer.{name}.rate={RARE}" for name in referrers] + [f"referrer.{name}.stock=false" for name in referrers]
    return [word for path in [*paths, "life.burn_in=0 days"] for word in ("--set", path)]


@pytest.mark.parametrize("rate", [RARE, "0 per month"])
def test_repriced_results_and_budgets_count_every_run(ami_sim: Any, town: Path, rare: list[str], rate: str) -> None:
    rare = [word.replace(RARE, rate) for word in rare]
    size = ("--parameters", "median", "--replications", "8", "--workers", "1", "--out", "out")
    said = ami_sim("compare", "experiments/small.toml", *size, *rare, "--json")
    assert said.code == 0, said.err
    summary = pd.read_csv(town / "out" / "summary.csv")
    days = pd.read_parquet(town / "out" / "replications.parquet")
    assert days["replication"].nunique() < 8, "somebody came in every run"
    wanted = summary[summary["measure"].eq("net_result") & summary["group"].isna() & summary["reference"].isna()]
    then = wanted.drop_duplicates(["scenario", "actor"]).set_index(["scenario", "actor"])["mean"]
    rows = reprice_results(Path("out"), {}).summary
    now = rows[rows["measure"].eq("net_result") & rows["group"].eq("") & rows["reference"].eq("")]
    found = now.drop_duplicates(["scenario", "actor"]).set_index(["scenario", "actor"])["mean"]
    for key, right in zip(then.index.tolist(), then.tolist(), strict=True):
        assert found[key] == pytest.approx(right, rel=0.018, abs=1.0), key  # priced by the year: half a year off at most
    budget = pd.read_csv(town / "out" / "budget.csv")
    assert budget["replications"].eq(8).all()
    again = reprice_results(Path("out"), {}).budget
    keys = ["scenario", "committee", "line", "year"]
    both = budget.merge(again, on=keys, how="outer", suffixes=("", "_again"), indicator=True)
    assert both["_merge"].eq("both").all()
    for column in ("mean", "p10", "p90"):  # the run rounds to öre by month, stored days by year
        assert both[column].to_numpy() == pytest.approx(both[f"{column}_again"].to_numpy(), abs=1.0)
