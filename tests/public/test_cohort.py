"""`ami.cohort` and `ami-sim exclusion --lives`: frames that agree with each other, layers apart, files that R and Stata read."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import ami_sim as ami
from ami_sim.analysis.life_course import LIFE, months_to_pay
from ami_sim.cli.app import app
from ami_sim.report.life_plots import KINDS

LAYERS = ("hospital", "inherited_aid")


@pytest.fixture(scope="module")
def lived() -> ami.Lived:
    return ami.cohort(cohorts=["youth", "benefit"], lives=30, draws=2, replications=2, layers=LAYERS, parameters="prior")


def of(lived: ami.Lived, **words: Any) -> pd.DataFrame:
    rows = lived.costs
    for name, value in words.items():
        rows = rows[rows[name] == value]
    return rows


def test_payers_add_up_and_a_longer_look_costs_more(lived: ami.Lived) -> None:
    rows = of(lived, part="accounts", discounting="3.5").pivot_table(index=["cohort", "years"], columns="payer", values="mean")
    assert (rows["public"] + rows["person"] + rows["employer"]).to_numpy() == pytest.approx(rows["society"].to_numpy(), abs=0.01)
    assert (rows["municipality"] + rows["region"] + rows["state"] + rows["elsewhere"]).to_numpy() == pytest.approx(
        rows["public"].to_numpy(), abs=0.01
    )
    for _, cohort in rows["society"].groupby("cohort"):
        assert cohort.is_monotonic_increasing


def test_the_frames_tell_one_story(lived: ami.Lived) -> None:
    """Kronor by year since entry add up to the undiscounted life; the first year's months to its first year."""
    for cohort in lived.cohorts:
        life = of(lived, cohort=cohort, part="accounts", payer="society", years=LIFE, discounting="none")["mean"].item()
        by_year = lived.incidence.query("cohort == @cohort and part == 'accounts' and payer == 'society'")["kr"].sum()
        assert by_year == pytest.approx(life, rel=1e-9)
        survival = lived.survival.query("cohort == @cohort and group == 'all'")
        assert survival["mean"].iloc[0] == 1.0
        assert survival["mean"].is_monotonic_decreasing
        assert survival["at_risk"].iloc[0] == 30 * 4
        alive = lived.alive.query("cohort == @cohort")["share"]
        assert alive.iloc[0] == 1.0
        assert alive.is_monotonic_decreasing
        shares = lived.stages.query("cohort == @cohort").groupby("year")["share"].sum()
        assert shares.to_numpy() == pytest.approx(1.0)
    assert set(lived.months["month"]) == set(range(1, 13))
    moves = lived.transitions
    assert (moves["from"] != moves["to"]).all()
    assert moves["rate"].to_numpy() == pytest.approx((moves["moves"] / moves["years"]).to_numpy())
    assert (moves["low"] <= moves["rate"] * 1.0001).mean() > 0.9
    kr = lived.incidence.query("part == 'accounts'")
    assert (kr["low"] <= kr["kr"] + 1e-6).all()
    assert (kr["kr"] <= kr["high"] + 1e-6).all()
    assert set(lived.survival["group"]) >= {"all", "step 1", "age 16-24"}
    worth = (
        lived.rights.query("what == 'sick_pay' and years == inf")["mean"]
        / lived.rights.query("what == 'uninsured' and years == inf")["mean"].to_numpy()
    )
    assert worth.between(3_000, 12_000).all(), "some ten days a year at four fifths of 21 000 kr a month: about 5 400 kr"


def test_single_lives_are_those_that_the_frames_sum_up() -> None:
    lived = ami.cohort(cohorts=["youth"], lives=20, draws=1, replications=1, parameters="median")
    mean = lived.each_life("youth", 20).groupby(["payer", "year"])["kr"].sum() / 20
    whole = lived.incidence.query("part == 'accounts'").set_index(["payer", "year"])["kr"]
    assert mean.sort_index().to_numpy() == pytest.approx(whole.sort_index().to_numpy(), abs=1e-6)


def test_what_comes_to_single_lives_is_on_average_the_layer() -> None:
    """Hospital stays of 600 lives as drawn events against the layer's own sum, within four standard errors; nobody's follow the others."""
    words: Any = {"cohorts": "ill_on_aid", "draws": 1, "replications": 1, "parameters": "median", "layers": "hospital"}
    lived = ami.cohort(lives=600, **words)
    came = lived.happenings("ill_on_aid", 600)
    each = came.groupby("person")["kr"].sum().reindex(range(1, 601), fill_value=0.0)
    expected = of(lived, part="hospital", payer="region", years=LIFE, discounting="none")["mean"].item()
    assert each.mean() == pytest.approx(expected, abs=4 * float(each.std()) / 600**0.5)
    assert came["age"].between(35, 65).all()
    few = ami.cohort(lives=20, **words).happenings("ill_on_aid", 20)
    assert few["years"].tolist() == came[came["person"] <= 20]["years"].tolist()


def test_lives_that_are_not_followed_to_their_end_have_no_pension_and_no_old_age() -> None:
    lived = ami.cohort(cohorts="youth", lives=5, draws=1, parameters="median", until=3)
    assert "pension" not in set(lived.costs["part"])
    assert not lived.rights["what"].str.startswith("alive").any()
    assert lived.survival["years"].max() <= 3
    assert "3 years followed" in lived.page().as_text()


def test_layers_change_no_sum_and_stand_apart(lived: ami.Lived) -> None:
    plain = ami.cohort(cohorts=["youth"], lives=30, draws=2, replications=2, parameters="prior")
    same = of(lived, cohort="youth", part="accounts")["mean"].to_numpy()
    assert np.array_equal(same, of(plain, cohort="youth", part="accounts")["mean"].to_numpy())
    assert set(plain.costs["part"]) == {"accounts", "pension"}
    assert of(lived, part="hospital", payer="region", years=LIFE, discounting="none")["mean"].min() > 0
    assert of(lived, part="inherited_aid")["mean"].abs().max() == 0
    pension = of(lived, part="pension", discounting="3.5", years=LIFE).set_index(["cohort", "payer"])["mean"]
    assert pension["youth", "society"] == 0.0
    assert pension["youth", "person"] == pytest.approx(-pension["youth", "public"])


def test_an_effort_pays_by_the_months_it_takes_away(lived: ami.Lived) -> None:
    found = months_to_pay(100.0, np.array([10.0, 30.0]))
    assert (found.mean, found.low, found.high) == pytest.approx((5.0, 100 / 30, 10.0))
    assert np.isinf(months_to_pay(100.0, np.array([-10.0, -30.0])).mean)
    table = lived.break_even(60_000, "society", "youth").iloc[0]
    worth = lived.month_runs("youth", "society", 0).mean()
    assert table["months"] == pytest.approx(60_000 / worth)
    assert table["months"] < lived.break_even(60_000, "municipality", "youth").iloc[0]["months"]
    with pytest.raises(ami.InputError, match="cost: 0; expected kr a participant, over 0"):
        lived.break_even(0)
    with pytest.raises(ami.InputError, match=r'payer: "states" is not a payer\. Did you mean "state"'):
        lived.break_even(1, "states")


@pytest.mark.parametrize("format", ["csv", "parquet", "dta"])
def test_every_frame_is_written_for_others_to_read(lived: ami.Lived, tmp_path: Path, format: str) -> None:
    written = lived.export(tmp_path, format, lives=5)
    assert len(written) == 14
    read: Any = {"csv": pd.read_csv, "parquet": pd.read_parquet, "dta": pd.read_stata}[format]
    costs, events = read(tmp_path / f"costs.{format}"), read(tmp_path / f"events.{format}")
    assert costs["mean"].to_numpy() == pytest.approx(lived.costs["mean"].to_numpy())
    assert events.groupby("cohort")["person"].nunique().tolist() == [5, 5]
    told = read(tmp_path / f"codebook.{format}")
    assert set(told[told["table"] == "costs"]["column"]) == set(lived.costs.columns)


def test_pictures_are_drawn_and_a_page_says_both_languages(lived: ami.Lived, tmp_path: Path) -> None:
    for kind in KINDS:
        lived.plot(kind, path=tmp_path / f"{kind}.png")
        assert (tmp_path / f"{kind}.png").stat().st_size > 10_000
    assert "step 1" in [line.get_label() for line in lived.plot("survival", "youth").axes[0].lines]
    english, swedish = (" ".join(lived.page(language).as_text().split()) for language in ("en", "sv"))
    assert "What is not known" in english
    assert "Vad som inte är känt" in swedish
    assert "never added to them" in english


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"cohorts": ["yout"]}, 'cohort: "yout" is not a cohort. Did you mean "youth"?'),
        ({"layers": ["hospitals"]}, 'layers: "hospitals" is not a layer. Did you mean "hospital"?'),
        ({"ages": [(15, 20)]}, "cohort: ages: (15, 20); expected two ages from 16 to 65, the lower first"),
        ({"doors": ["iffo"]}, 'cohort: door: "iffo" is not in the scenario. Did you mean "ifo"?'),
        ({"lives": 0}, "--lives: 0; expected 1 to 1000000"),
        ({"workers": 0}, "workers: 0; expected 1 to 1000000"),
        ({"lives": 1.5}, "--lives: 1.5; expected 1 to 1000000"),
        ({"until": 2.5}, "until: 2.5; expected years from 0 (to the age of 85) to 85"),
        ({"layers": "hospitals"}, 'layers: "hospitals" is not a layer. Did you mean "hospital"?'),
    ],
)
def test_what_cannot_be_followed_is_refused(words: Any, said: str) -> None:
    with pytest.raises(ami.InputError) as refused:
        ami.cohort(draws=1, parameters="median", **words)
    assert said in str(refused.value)


def test_any_door_and_age_can_be_followed() -> None:
    found = ami.cohort(doors=["ifo", "af"], ages=[(16, 25), (55, 65)], lives=5, draws=1, parameters="median", until=2)
    assert list(found.cohorts) == ["ifo_16_25", "ifo_55_65", "af_16_25", "af_55_65"]
    assert found.incidence["year"].max() == 1


def test_any_number_of_processes_gives_the_same(lived: ami.Lived) -> None:
    words = {"cohorts": "youth", "lives": 5, "draws": 3, "replications": 1, "until": 1, "parameters": "prior"}
    one, two = ami.cohort(**words), ami.cohort(**words, workers=2)  # type: ignore[arg-type]
    assert one.costs["mean"].tolist() == two.costs["mean"].tolist()


def test_the_command_tells_what_an_effort_must_take_away_and_writes_every_table(tmp_path: Path) -> None:
    asked = ["exclusion", "--who", "youth", "--lives", "5", "--draws", "1", "--cost", "50000", "--export", str(tmp_path / "out")]
    found = CliRunner().invoke(app, asked)
    assert found.exit_code == 0, found.output
    assert "an effort at 50" in " ".join(found.output.split())
    assert (tmp_path / "out" / "incidence.csv").is_file()
