"""A municipality started from its own public figures: what follows them, what is still Ragunda's, and whose posterior is refused."""

import shutil
import tomllib
from pathlib import Path

import pytest

from ami_sim.calibration.posterior import fresh_posterior, required_posterior
from ami_sim.calibration.public_figures import read_public, read_template, times_by_place
from ami_sim.calibration.targets import load_targets
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.load import bundled, load_scenario
from ami_sim.workflow.check import check_file
from ami_sim.workflow.parameters import kind_for
from ami_sim.workflow.template import start_municipality

FIGURES = """figure;value;year;kpi;licence
inhabitants;10 600;2024;N01951;Kolada, CC BY 4.0
aid_per_inhabitant;399,0;2024;N31807;Kolada, CC BY 4.0
unemployed;600;2024;AF;CC0
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("from")
    (folder / "kolada.csv").write_text(FIGURES, encoding="utf-8")
    start_municipality(folder / "lillstad", folder / "kolada.csv")
    return folder / "lillstad" / "calibration" / "lillstad"


def test_what_follows_a_figure_is_ragundas_times_own_over_ragundas(home: Path) -> None:
    there, here = load_scenario(bundled("calibration/ragunda/scenario.toml")), load_scenario(home / "scenario.toml")

    def times(name: str) -> float:
        return here.parameter[name].median / there.parameter[name].median

    # Twice the inhabitants; a quarter of the aid for each of them: half the aid; 600 of 400 unemployed.
    assert times("new_on_aid") == pytest.approx(10600 / 5300 * 399 / 1596, rel=1e-3) == pytest.approx(0.5, rel=1e-3)
    assert times("new_on_benefit") == pytest.approx(1.5)
    assert times("new_youth") == times("new_newcomers") == pytest.approx(2.0)
    assert times("work_rate") == 1.0
    assert here.referrer["care"].rate.value == pytest.approx(2 * there.referrer["care"].rate.value)
    posts = [
        (a.count.at({}), b.count.at({}))
        for a, b in zip(here.unit["sixty"].posts, there.unit["sixty"].posts, strict=True)
        if not b.count.names
    ]
    assert posts
    assert all(mine == pytest.approx(2 * theirs) for mine, theirs in posts)
    money = here.unit["sixty"].wage_money.amount.value, there.unit["sixty"].wage_money.amount.value
    assert money[0] == pytest.approx(2 * money[1])


def test_every_scaled_row_says_which_figure_and_licence(home: Path) -> None:
    priors = tomllib.loads((home / "priors.toml").read_text(encoding="utf-8"))["parameter"]
    assert priors["new_on_benefit"]["source"].endswith("Ragunda's, times 1.5 for unemployed 600 (AF, 2024, CC0)")
    units = (home / "units.toml").read_text(encoding="utf-8")
    assert "times 2 for inhabitants 10600 (N01951, 2024, Kolada, CC BY 4.0)" in units
    assert "Ragunda's, scaled by 2" in (home.parents[1] / "experiments" / "capacity.toml").read_text(encoding="utf-8")


def test_targets_are_its_own_and_none_of_ragundas_counts(home: Path) -> None:
    found = load_targets(home / "targets.toml", load_scenario(home / "scenario.toml"))
    assert set(found.target) == {"left_to_work", "left_to_studies", "aid_paid"}
    assert found.target["aid_paid"].value == pytest.approx(399 * 10600 / 1e6)
    assert set(found.scored) == set(found.target)


def test_check_counts_what_is_still_ragundas_and_what_per_inhabitant_is_odd(home: Path) -> None:
    found = check_file(home / "scenario.toml").borrowed
    assert found is not None
    assert found.of == "ragunda"
    assert 800 < found.same < found.figures - 100
    assert len(found.most) == 10
    assert next(iter(found.most)) == "clock.find_work.by_step[2]"
    rows = {row.name: row for row in found.plausible}
    assert rows["places"].value == pytest.approx(rows["places"].theirs)
    assert rows["new_ifo"].value == pytest.approx(rows["new_ifo"].theirs / 4, rel=1e-3)
    assert {name for name, row in rows.items() if row.odd} == {"new_ifo"}
    assert check_file(bundled("calibration/ragunda/scenario.toml")).borrowed is None


def test_a_small_municipality_keeps_half_posts_so_that_mapping_is_possible(tmp_path: Path) -> None:
    (tmp_path / "figures.csv").write_text("figure,value,year,kpi,licence\ninhabitants,2500,2024,N01951,CC BY\n", encoding="utf-8")
    start_municipality(tmp_path / "byn", tmp_path / "figures.csv")
    units = load_scenario(tmp_path / "byn/calibration/byn/scenario.toml").unit
    counts = [post.count.value for unit in units.values() for post in unit.posts if not post.count.names]
    assert min(counts) == 0.5
    check_file(tmp_path / "byn/experiments/capacity.toml")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("inhabitants;-5;2024;N01951;CC BY", "line 2: value: -5; expected 500 to 1e+06 persons"),
        ("inhabitants;many;2024;N01951;CC BY", "line 2: value: 'many'; expected a number"),
        ("inhabitants;5000;24;N01951;CC BY", "line 2: year: 24; expected a year, such as 2024"),
        ("inhabitants;5000;2024;;CC BY", "line 2: kpi: missing; expected the figure's id and licence"),
        ("inhabitant;5000;2024;N01951;CC BY", 'Did you mean "inhabitants"?'),
        ("unemployed;500;2024;AF;CC0", 'no row "inhabitants"; expected one, for all others are measured by it'),
        ("inhabitants;5000;2024;A;B\ninhabitants;5001;2023;A;B", 'line 3: figure: "inhabitants" stands twice'),
    ],
)
def test_a_wrong_figure_is_refused(row: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "figures.csv").write_text(f"figure;value;year;kpi;licence\n{row}\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        start_municipality(tmp_path / "x", tmp_path / "figures.csv")
    assert said in str(refused.value)
    assert not (tmp_path / "x").exists()


def test_without_aid_or_unemployed_everything_follows_the_inhabitants(tmp_path: Path) -> None:
    (tmp_path / "figures.csv").write_text("figure,value,year,kpi,licence\ninhabitants,2650,2024,N01951,CC BY\n", encoding="utf-8")
    template = read_template()
    times = times_by_place(read_public(tmp_path / "figures.csv", template), template)
    assert {one.factor for one in times.values()} == {0.5}


def test_ragundas_posterior_is_refused_for_a_scenario_of_another_name(tmp_path: Path) -> None:
    theirs = bundled("calibration/ragunda")
    folder = tmp_path / "stolen"
    shutil.copytree(theirs, folder)
    scenario = (folder / "scenario.toml").read_text(encoding="utf-8")
    (folder / "scenario.toml").write_text(scenario.replace('name = "ragunda"', 'name = "lillstad"'), encoding="utf-8")
    found, reason = fresh_posterior(folder)
    assert found is None
    assert reason.endswith("was fitted to the counts of Ragunda and the scenario is lillstad")
    with pytest.raises(InputError, match="or choose --parameters median or prior"):
        required_posterior(folder)
    kind, posterior, notes = kind_for("", folder, "compiled")
    assert (kind, posterior, [note.name for note in notes]) == ("median", None, ["medians"])
    assert "was fitted to the counts of Ragunda" in notes[0].facts["reason"]
