"""From a register to an answer: a simulated unit's log is ingested, its rows put in place, the model fitted to them and asked."""

import json
from pathlib import Path

import pandas as pd
import pytest

import ami_sim as ami
from ami_sim.calibration.calibrate import Municipality
from ami_sim.calibration.posterior import required_posterior
from ami_sim.calibration.targets import load_targets
from ami_sim.model.draws import parameter_rows
from ami_sim.scenario.load import load_scenario
from ami_sim.workflow.calibrate import calibrate_and_write, waves_of
from ami_sim.workflow.template import start_municipality
from tests.small import small_question

MAP = """observed_from = 2018-09-01
observed_until = 2021-12-31

[columns]
case = "case"
activity = "activity"
start = "start"
end = "end"

[stage]
{stages}

[prior.mapping_months]
estimate = "median"
stage = "mapping"
"""
TRUTH, SEED = 1, 7  # the draw of the prior that is the true unit, and the seed of the question


def put_rows_in_place(home: Path, own: Path) -> None:
    """Put a log's rows in place of those of the same name, as the how-to page does."""

    def rows(path: Path) -> tuple[str, dict[str, str]]:
        head, *found = path.read_text(encoding="utf-8").split("[parameter.")
        return head, {row.split("]")[0]: row for row in found}

    head, theirs = rows(home / "priors.toml")
    mine = rows(own / "own_priors.toml")[1]
    (home / "priors.toml").write_text("[parameter.".join([head, *(theirs | mine).values()]), encoding="utf-8")
    (home / "targets.toml").write_text((own / "own_targets.toml").read_text(encoding="utf-8"), encoding="utf-8")


@pytest.mark.slow
def test_a_register_becomes_priors_targets_a_posterior_and_an_answer(tmp_path: Path) -> None:
    town = tmp_path / "town"
    start_municipality(town)
    home, question = town / "calibration" / "town", town / "experiments" / "small.toml"
    question.write_text(small_question(), encoding="utf-8")
    base = load_scenario(home / "scenario.toml")
    true = parameter_rows(base, SEED, TRUTH + 1, "prior")[TRUTH]
    run = ami.compare(question, workers=1, parameters="prior", draws=TRUTH + 1, replications=1)
    log = run.case_log("today", 0, TRUTH)
    stages = "\n".join(f'"{name}" = "{name}"' for name in pd.unique(log["activity"]))
    (town / "map.toml").write_text(MAP.format(stages=stages), encoding="utf-8")
    found = ami.ingest(log, town / "map.toml", scenario=home / "scenario.toml", out=town / "own")
    counted = {name: row["value"] for name, row in found.targets.rows.items()}
    assert counted["met"] >= 5
    put_rows_in_place(home, town / "own")
    assert load_targets(home / "targets.toml", load_scenario(home / "scenario.toml")).scored

    fitted = calibrate_and_write(home, waves_of(8, 100, 2019), tmp_path / "work", 1, None, False, 1)
    posterior = required_posterior(home)
    assert posterior.municipality == "town"
    prior = Municipality(home).prior
    learnt = json.loads((home / "posterior.json").read_text(encoding="utf-8"))["readings"][""]
    left = next(iter(learnt.values()))
    assert min(left.values()) < 0.8  # the register narrows something by a fifth at least
    held = {name: posterior.frame[name].quantile([0.005, 0.995]).tolist() for name in prior.names}
    outside = [name for name, (low, high) in held.items() if not low <= true[name] <= high]
    assert len(outside) <= 0.1 * len(prior.names), outside
    assert held["mapping_months"][1] - held["mapping_months"][0] < 2.0
    assert fitted.found.draws["counts.met"].median() == pytest.approx(counted["met"], rel=0.25)

    answer = ami.compare(question, workers=1, draws=2, replications=1)
    assert answer.manifest["plan"]["parameters"] == "posterior"
    assert "Town" in answer.page().as_text() or "town" in answer.page().as_text()
