"""Switches and screening on a small question that is run: an option that is the reference differs by nothing whatever is turned."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from ami_sim.report.notes import said_of
from ami_sim.report.pages.screen import screening_page
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.experiment import load_experiment
from ami_sim.workflow import screen as screening
from ami_sim.workflow.compare import compare
from ami_sim.workflow.switches import FILE, Runner, run_switches, switches_of

Floats = NDArray[np.float64]
DRAWS, SEED = 2, 5
QUESTION = """
name = "small"
title = "A small question"
question = "Which?"
base = "{base}"
reference = "no"
[set]
end = 2020-07-01
[option.no]
title = "No unit"
unit = "before_2018"
discharge = true
[option.same]
title = "The same again"
unit = "before_2018"
discharge = true
[option.today]
title = "As in 2019"
unit = "today"
[option.nothing]
title = "Nothing at all"
unit = "empty_world"
discharge = true
diagnostic = true
[variant.effects_zero]
title = "No effects"
about = "effects"
fix = {{ lock_in = 1.0, total_ordinary = 0.0 }}
[variant.discount_5]
title = "5 %"
about = "prices"
set = {{ discount = 0.05 }}
[variant.wages]
title = "Dearer labour"
about = "prices"
set = {{ "prices.labour.wage" = "25000 kr per month" }}
[variant.wide]
title = "Wider"
about = "prior"
prior = "{wide}"
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> Path:
    found = tmp_path_factory.mktemp("switches") / "small.toml"
    folder = checkout / "calibration/ragunda"
    names = {"base": (folder / "scenario.toml").as_posix(), "wide": (folder / "priors_wide.toml").as_posix()}
    found.write_text(QUESTION.format(**names), encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def out(file: Path) -> Path:
    return file.parent / "out"


CHOSEN = ("regime_stop_stays", "effects_zero", "discount_5", "wide")


@pytest.fixture(scope="module")
def frame(file: Path, out: Path) -> pd.DataFrame:
    return run_switches(file, draws=DRAWS, out=out, seed=SEED, workers=1, parameters="prior", only=CHOSEN).rows


def test_every_regime_and_variant_is_listed_and_prices_are_not_run_again(file: Path) -> None:
    how = {switch.name: switch.how for switch in switches_of(file)}
    assert how["discount_5"] == "repriced"
    assert how["wages"] == "run"  # it steers who can be employed
    assert how["effects_zero"] == how["wide"] == how["regime_stop_stays"] == "run"
    assert {name for name in how if name.startswith("regime_")} >= {"regime_autumn_budget", "regime_as_it_turned_out"}


def test_the_same_option_differs_by_nothing_whatever_is_turned(frame: pd.DataFrame) -> None:
    assert list(dict.fromkeys(frame["switch"])) == ["as_it_stands", *CHOSEN]
    assert set(frame["option"]) == {"no", "same", "today"}  # what nobody could choose is not run
    assert (frame.loc[frame["option"] == "same", "mean"] == 0).all()
    today = frame[(frame["option"] == "today") & (frame["payer"] == "municipality")].set_index("switch")["mean"]
    assert today.nunique() == len(today)


def test_fixed_parameters_are_the_same_in_every_draw_and_give_what_compare_gives(file: Path, frame: pd.DataFrame) -> None:
    question = load_experiment(file, variant="effects_zero")
    assert [row["lock_in"] for row in question.fixed([{"lock_in": 0.2, "x": 1.0}, {"lock_in": 0.7, "x": 2.0}])] == [1.0, 1.0]
    settings = {"draws": DRAWS, "replications": 2, "seed": SEED, "workers": 1, "parameters": "prior"}
    again = compare(file, variant="effects_zero", **settings).measures  # type: ignore[arg-type]
    rows = again[(again["measure"] == "net_result") & (again["actor"] == "municipality")]
    mean = rows.groupby("scenario")["value"].mean()
    found = frame[(frame["switch"] == "effects_zero") & (frame["payer"] == "municipality")].set_index("option")["mean"]
    assert found["today"] == pytest.approx(mean["today"] - mean["no"], rel=1e-9)
    assert said_of(compare(file, variant="effects_zero", **settings).manifest).startswith("In every draw lock_in = 1")  # type: ignore[arg-type]


def test_other_prices_on_stored_days_are_what_a_run_gives(file: Path, frame: pd.DataFrame) -> None:
    again = compare(file, variant="discount_5", draws=DRAWS, replications=2, seed=SEED, workers=1, parameters="prior").measures
    mean = again[(again["measure"] == "net_result") & (again["actor"] == "municipality")].groupby("scenario")["value"].mean()
    found = frame[(frame["switch"] == "discount_5") & (frame["payer"] == "municipality")].set_index("option")["mean"]
    assert found["today"] == pytest.approx(mean["today"] - mean["no"], rel=5e-3)


def test_what_is_done_is_not_done_again_and_changed_inputs_begin_anew(
    file: Path, out: Path, frame: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    turned: list[str] = []

    def noted(_: Runner, switch: object) -> pd.DataFrame:
        turned.append(switch.name)  # type: ignore[attr-defined]
        return frame[frame["switch"] == switch.name]  # type: ignore[attr-defined]

    monkeypatch.setattr(Runner, "turn", noted)
    before = (out / FILE).read_bytes()
    again = run_switches(file, draws=DRAWS, out=out, seed=SEED, workers=1, parameters="prior", only=CHOSEN)
    assert turned == []
    assert len(again.rows) == len(frame)
    assert (out / FILE).read_bytes() == before
    run_switches(file, draws=DRAWS + 1, out=out, seed=SEED, workers=1, parameters="prior", only=("wide",))
    assert turned == ["as_it_stands", "wide"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("lock_in = 1.0", "lock_inn = 1.0", 'variant.effects_zero.fix: "lock_inn" is not an uncertain parameter. Did you mean "lock_in"?'),
        ('about = "effects"', 'about = "effect"', "variant.effects_zero.about"),
        ("priors_wide.toml", "priors_wider.toml", "variant.wide.prior"),
        ('reference = "no"', 'reference = "no"\n[decision]\npayer = "me"', "decision.payer"),
    ],
)
def test_a_variant_that_cannot_be_is_refused(file: Path, tmp_path: Path, old: str, new: str, said: str) -> None:
    text = file.read_text(encoding="utf-8").replace(old, new, 1)
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(text, encoding="utf-8")
    variant = "wide" if "wide" in old else "effects_zero"
    with pytest.raises(InputError) as error:
        load_experiment(wrong, variant=variant)
    assert said in str(error.value)


def test_too_few_draws_and_unknown_switches_are_refused(file: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--draws: 1; expected 2 or more"):
        run_switches(file, draws=1, out=tmp_path)
    with pytest.raises(InputError, match='--only: "late" is not a switch'):
        run_switches(file, draws=2, out=tmp_path, only=("late",))


def toy(self: screening.Design, z: Floats) -> dict[str, Floats]:
    """Net result 2 mnkr a unit of the first input, 1 of the second, the rest nothing."""
    return {"today": 2e6 * z[:, 0] + 1e6 * z[:, 1]}


def test_screening_finds_the_inputs_of_a_linear_model(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screening.Design, "run", toy)
    found = screening.screen_experiment(file, trajectories=4, sobol=400, option="today", seed=1, out=tmp_path)
    rows = pd.read_csv(tmp_path / "screening.csv")
    morris = rows[rows["method"] == "morris"].set_index("parameter")
    sobol = rows[rows["method"] == "sobol"].set_index("parameter")
    names = list(morris.index)
    assert morris.loc[names[0], "mu_star"] == pytest.approx(2e6 * 2 * 1.6449, rel=1e-3)
    assert morris.loc[names[2:], "mu_star"].max() == pytest.approx(0, abs=1)
    assert sobol.loc[names[0], "first"] == pytest.approx(0.8, abs=0.08)  # a base sample of 512 points: 0.03 by chance
    assert sobol.loc[names[1], "total"] == pytest.approx(0.2, abs=0.08)
    assert "fitted to 400 prior runs, not on runs themselves" in " ".join(screening_page(found).as_text().split())


def test_a_screening_is_said_in_both_languages_without_a_run() -> None:
    rows = [
        ("morris", "today", "lock_in", 3e6, 1e5, 2e5, np.nan, np.nan, 8),
        ("morris", "today", "(nothing)", 4e5, 1e5, 2e5, np.nan, np.nan, 8),
    ]
    rows += [("sobol", "today", name, np.nan, np.nan, np.nan, share, share, 400) for name, share in (("lock_in", 0.75), ("(nothing)", 0.0))]
    frame = pd.DataFrame(rows, columns=screening.COLUMNS)
    found = screening.Screening("A toy.", "no", "society", 4, 12, 400, {"today": 0.5}, frame)
    assert found.floor("today") == 4e5
    english, swedish = (screening_page(found, language) for language in ("en", "sv"))
    assert "(nothing)" in english.as_text()
    assert "(ingenting)" in swedish.as_text()
    assert "3.00" in english.as_text()
    assert "3,00" in swedish.as_text()
    assert "nettoresultat för samhället" in swedish.as_text()
    assert [row["first"] for row in english.as_dict()["screening"]["options"]["today"]] == [None, None, 0.75, 0.0]


def test_screening_says_what_is_missing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="--trajectories: 2; expected 4 or more"):
        screening.screen_experiment(file, trajectories=2)
    with pytest.raises(InputError, match='--option: "todays" cannot be chosen'):
        screening.screen_experiment(file, trajectories=4, option="todays")
    monkeypatch.setitem(sys.modules, "SALib", None)
    with pytest.raises(InputError, match='the extra "sensitivity"'):
        screening.screen_experiment(file, trajectories=4)


def test_a_file_of_switches_that_was_cut_is_made_whole_again(
    file: Path, frame: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    turned: list[str] = []

    def noted(_: Runner, switch: object) -> pd.DataFrame:
        turned.append(switch.name)  # type: ignore[attr-defined]
        return frame[frame["switch"] == switch.name]  # type: ignore[attr-defined]

    monkeypatch.setattr(Runner, "turn", noted)

    def turn_all() -> bytes:
        run_switches(file, draws=DRAWS, out=tmp_path, seed=SEED, workers=1, parameters="prior", only=CHOSEN)
        return (tmp_path / FILE).read_bytes()

    whole = turn_all()
    (tmp_path / FILE).write_bytes(whole[: len(whole) - 200])
    turned.clear()
    assert turn_all() == whole
    assert len(turned) == 1
