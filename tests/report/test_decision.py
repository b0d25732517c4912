"""The decision page on stored results whose answers are known: `today` is best where lock_in is over its median, `half` never."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ami_sim.analysis.differences import summarise
from ami_sim.analysis.turned import TURNED_COLUMNS
from ami_sim.analysis.uncertainty import intervals
from ami_sim.model.draws import parameter_rows
from ami_sim.report.pages.decision import decision_page, pictures
from ami_sim.runs.store import write_frame, write_json
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.experiment import load_experiment
from ami_sim.scenario.registry import DROP_OUT, IN_INTERVENTION, PAUSED
from ami_sim.workflow.decide import decide
from ami_sim.workflow.decision import Decision
from ami_sim.workflow.manifest import hashes_of

DRAWS, REPLICATIONS, SEED = 60, 2, 11
ACTORS = ("municipality", "public", "society", "state")
MEDIAN = 0.4  # of lock_in: the decision turns there
QUESTION = """
name = "toy"
title = "A toy."
question = "Which?"
base = "{base}"
reference = "no"
delta = "100 tkr"
[decision]
studies = "studies.toml"
[option.no]
title = "No unit"
unit = "before_2018"
discharge = true
[option.today]
title = "As in 2019"
unit = "today"
[option.half]
title = "Half"
unit = "half"
"""
STUDIES = """
[group.effects]
title = "Effects"
title_sv = "Effekter"
parameters = ["lock_in", "total_ordinary"]
own_record = false
source = "a test"
sure = "L"
mark = "assumed"
[group.stays]
title = "Stays"
title_sv = "Insatser"
parameters = ["stay_months"]
source = "a test"
sure = "L"
mark = "assumed"
[study.exact]
title = "Measure lock-in exactly"
title_sv = "Mät inlåsningen exakt"
cost = "1 tkr"
reveals = ["effects"]
source = "a test"
sure = "L"
mark = "assumed"
data = [{ law = "normal", sd = 0.01, log = true, parameter = "lock_in" }]
[study.drop_outs]
title = "Count drop-outs"
title_sv = "Räkna avbrott"
cost = "50 tkr"
option = "today"
reveals = ["stays"]
source = "a test"
sure = "L"
mark = "assumed"
data = [{ law = "poisson", size = 100, events = { kinds = ["drop_out"], per = ["in_intervention"] } }]
"""


def measures_of(thetas: list[float]) -> pd.DataFrame:
    """Every number the page reads, of every run, with chance of 200 tkr."""
    rng = np.random.default_rng(3)
    rows: list[tuple[int, int, str, str, str, str, str, float]] = []
    for draw, lock_in in enumerate(thetas):
        for replication in range(REPLICATIONS):
            worth = {"no": 0.0, "today": 2e6 * np.log(lock_in / MEDIAN), "half": -4e6}
            for name, mean in worth.items():
                kr = mean + (0.0 if name == "no" else 2e5 * rng.standard_normal())
                key = (draw, replication, name)
                for actor in ACTORS:
                    rows.append((*key, "net_result", actor, "", "kr", kr))
                    rows += [
                        (*key, f"payback_within_{y}y", actor, "", "share", np.nan if name == "no" else float(kr > 0)) for y in (1, 3, 5, 10)
                    ]
                for measure, actors in (("displacement_low", ACTORS[:3]), ("displacement", ACTORS), ("displacement_high", ACTORS[:3])):
                    rows += [
                        (*key, measure, actor, "", "kr", -1e7 if measure.endswith("high") and name == "today" else 0.0) for actor in actors
                    ]
                rows.append((*key, "net_result_dearer_public_money", "society", "", "kr", kr))
                for group in ("", "sex:woman", "sex:man"):
                    amounts = {"people_followed": 20.0, "people_met": 10.0, "months_waiting": 5.0, "aid_household_months": 40.0}
                    amounts["months_in_work"] = 60.0 + (name == "today") * 20
                    rows += [(*key, measure, "", group, "months", amount) for measure, amount in amounts.items()]
                    rows.append((*key, "result_of_persons", "municipality", group, "kr", kr / 2))
    return pd.DataFrame(rows, columns=["draw", "replication", "scenario", "measure", "actor", "group", "unit", "value"])


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> Path:
    found = tmp_path_factory.mktemp("toy")
    file = found / "toy.toml"
    file.write_text(QUESTION.format(base=(checkout / "calibration/ragunda/scenario.toml").as_posix()), encoding="utf-8")
    (found / "studies.toml").write_text(STUDIES, encoding="utf-8")
    question = load_experiment(file)
    thetas = parameter_rows(question.scenarios["no"], SEED, DRAWS, "prior")
    out = found / "out"
    out.mkdir()
    measures = measures_of([theta["lock_in"] for theta in thetas])
    write_frame(out / "measures.parquet", measures)
    about: dict[str, Any] = {"experiment": "toy", "references": ["no"], "scenarios": ["no", "today", "half"]}
    summary = pd.concat([summarise(measures, **about), intervals(measures, **about)], ignore_index=True)
    write_frame(out / "summary.csv", summary)
    stored = [
        {
            "draw": draw,
            "replication": r,
            "scenario": "today",
            "year": 2020,
            "stage": IN_INTERVENTION,
            "what": what,
            "to_stage": to,
            "amount": amount,
        }
        for draw in range(DRAWS)
        for r in range(REPLICATIONS)
        for what, to, amount in ((-1, -1, 3e4), (DROP_OUT, PAUSED, 10.0 + draw % 3))
    ]
    write_frame(out / "replications.parquet", pd.DataFrame(stored))
    budget = {
        "scenario": "today",
        "committee": "ifo",
        "line": "aid",
        "year": [2020, 2021],
        "mean": 9e6,
        "p10": 8e6,
        "p90": 10e6,
        "budget": 9e6,
    }
    write_frame(out / "budget.csv", pd.DataFrame(budget | {"overrun_probability": [0.25, 0.0], "overrun_mean": [5e5, 0.0]}))
    plan = {"seed": SEED, "draws": DRAWS, "replications": REPLICATIONS, "parameters": "prior", "regime": question.regime, "variant": ""}
    plan |= {"set": {}, "options": ["no", "today", "half"]}
    manifest = {"reference": "no", "inputs": hashes_of(question), "plan": plan, "run": {"file": str(file)}}
    write_json(out / "manifest.json", manifest)
    return out


@pytest.fixture(scope="module")
def decision(results: Path) -> Decision:
    return decide(results)


@pytest.fixture(scope="module")
def page(decision: Decision) -> dict[str, object]:
    found: dict[str, object] = json.loads(json.dumps(decision_page(decision).as_dict(), allow_nan=False))  # fails on NaN
    return found


def test_options_are_ranked_and_one_that_is_never_best_loses_what_it_costs(
    decision: Decision, page: dict[str, dict[str, list[dict[str, float]]]]
) -> None:
    rows = {row["option"]: row for row in page["which"]["ranked"]}
    mu = decision.choice.mu
    assert rows["half"]["mean"] == pytest.approx(-4e6, abs=5e4)  # type: ignore[index]
    assert rows["half"]["p_best"] == 0  # type: ignore[index]
    assert rows["today"]["p_best"] == pytest.approx((mu[:, 1] > 0).mean())  # type: ignore[index]
    assert rows["half"]["expected_loss"] == pytest.approx(np.maximum(mu[:, 1], 0).mean() + 4e6, rel=0.02)  # type: ignore[index]


def test_the_three_intervals_are_named_and_the_credible_one_is_the_narrower(page: dict[str, dict[str, list[object]]]) -> None:
    said = " ".join(str(line) for line in page["how_sure"]["said"])
    for name in ("credible interval", "prediction interval", "computing error"):
        assert name in said
    today = next(row for row in page["which"]["ranked"] if row["option"] == "today")  # type: ignore[index]
    assert today["credible_high"] - today["credible_low"] < today["prediction_high"] - today["prediction_low"]  # type: ignore[index]
    split = next(row for row in page["how_sure"]["split"] if row["option"] == "today")  # type: ignore[index]
    assert split["parameters"] + split["chance"] == pytest.approx(1)  # type: ignore[index]
    assert split["chance"] * split["sd"] ** 2 == pytest.approx(4e10, rel=0.5)  # type: ignore[index]


def test_the_decision_turns_at_the_median_of_the_parameter_it_hangs_on(page: dict[str, dict[str, list[dict[str, object]]]]) -> None:
    first = page["what_changes"]["tornado"][0]
    assert first["name"] == "lock_in"
    assert float(str(first["importance"])) > 0.9
    turns = page["what_changes"]["thresholds"][0]
    assert turns["parameter"] == "lock_in"
    assert [float(turn["value"]) for turn in turns["turns"]] == pytest.approx([MEDIAN], abs=0.05)  # type: ignore[attr-defined]


def test_a_correction_that_takes_an_option_down_turns_the_best(page: dict[str, dict[str, list[dict[str, object]]]]) -> None:
    best = {str(row["switch"]): row["best"] for row in page["what_changes"]["switches"]}
    assert best["displacement_high"] == "no"
    assert set(best) == {"displacement_low", "displacement_central", "displacement_high"}


def test_only_a_study_of_the_parameter_it_hangs_on_is_worth_anything(page: dict[str, dict[str, object]]) -> None:
    part = page["what_next"]
    studies, groups = part["studies"], part["groups"]
    every = part["evpi"]["value"]  # type: ignore[index]
    assert every > 1e5
    assert studies["exact"]["value"] == pytest.approx(every, rel=0.15)  # type: ignore[index]
    assert studies["drop_outs"]["worth_less_cost"] < 0  # type: ignore[index]
    assert groups["effects"]["share"] > 0.9  # type: ignore[index]
    assert groups["effects"]["share_above_chance"]  # type: ignore[index]
    assert part["no_own_record"] == ["lock_in", "total_ordinary"]


def test_the_text_tells_effects_apart_and_prints_in_both_languages(decision: Decision) -> None:
    text, swedish = (decision_page(decision, language).as_text() for language in ("en", "sv"))
    assert "No record of the unit's own can tell what a stay does to finding work (lock_in, total_ordinary)" in " ".join(text.split())
    assert "Measure lock-in exactly" in text
    assert "25\u00a0%: 500" in text
    assert "Vilket alternativ?" in swedish
    assert "osäkerhetsintervallet rymmer" in " ".join(swedish.split())
    assert "{" not in text + swedish


def test_backgrounds_show_months_in_work_per_person_followed(page: dict[str, dict[str, list[dict[str, object]]]]) -> None:
    rows = [row for row in page["who_gains"]["by_background"] if row["group"] == "sex:woman" and row["measure"] == "months_in_work"]
    assert [row["mean"] for row in rows] == [pytest.approx(1.0)]


def test_regimes_are_shown_one_by_one_and_then_weighted(results: Path) -> None:
    rows = []
    for regime, kr in (("autumn_budget", 1e6), ("stop_stays", -1e6), ("extra_jobs_end", 0.5e6)):
        for option, mean in (("no", 0.0), ("today", kr), ("half", -4e6)):
            rows.append((f"regime_{regime}", "regime", regime, option, "municipality", mean, mean - 1, mean + 1, 0.5, 8, 2, "run"))
    rows += [
        ("as_it_stands", "reading", "As it stands", o, "municipality", 0.0, 0.0, 0.0, 1.0, 8, 2, "run") for o in ("no", "today", "half")
    ]
    write_frame(results / "switches.csv", pd.DataFrame(rows, columns=TURNED_COLUMNS))
    try:
        found = decision_page(decide(results)).as_dict()["what_changes"]["switches"]
    finally:
        (results / "switches.csv").unlink()
    means = {row["switch"]: row["mean"]["today"] for row in found}
    assert means["regime_stop_stays"] == -1e6
    assert means["regimes_weighted"] == pytest.approx(0.5 * 1e6 - 0.3 * 1e6 + 0.2 * 0.5e6)
    assert [row["best"] for row in found if row["switch"] == "regime_stop_stays"] == ["no"]


def test_every_picture_is_drawn(decision: Decision, tmp_path: Path) -> None:
    written = pictures.save(decision, tmp_path, "sv")
    assert [path.name for path in written] == ["plane.png", "acceptability.png", "variance.png", "tornado.png", "information.png"]
    assert all(path.stat().st_size > 5_000 for path in written)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"payer": "municipalty"}, '--payer: "municipalty"; expected one of municipality'),
        ({"option": "hlaf"}, 'Did you mean "half"?'),
        ({"option": "no"}, '"no" is not an option that can be chosen'),
    ],
)
def test_a_wrong_word_is_refused_with_the_nearest(results: Path, arguments: dict[str, str], said: str) -> None:
    with pytest.raises(InputError) as error:
        decide(results, **arguments)
    assert said in str(error.value)


def test_a_folder_without_measures_and_changed_studies_are_refused(results: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no manifest\.json"):
        decide(tmp_path)
    file = results.parent / "studies.toml"
    file.write_text(STUDIES.replace('"lock_in", ', '"lock_inn", '), encoding="utf-8")
    try:
        with pytest.raises(InputError, match='"lock_inn" is not an uncertain parameter'):
            decide(results)
    finally:
        file.write_text(STUDIES, encoding="utf-8")
