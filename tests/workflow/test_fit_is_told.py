"""Whose counts parameters were fitted to is said wherever the fit is used, and so is a fit that fails its own checks."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from ami_sim.calibration.calibrate import MANIFEST, POSTERIOR
from ami_sim.report.notes import said_of
from ami_sim.report.pages import budget, check, reprice
from ami_sim.report.pages.comparison import comparison_page
from ami_sim.report.pages.decision import decision_page
from ami_sim.workflow.budget import read_budget
from ami_sim.workflow.calibrate import Calibration, calibrate_and_write, waves_of
from ami_sim.workflow.check import check_file
from ami_sim.workflow.compare import compare
from ami_sim.workflow.decide import decide
from ami_sim.workflow.reprice import reprice_results
from tests.small import small_question

UNEVEN = "ranks of known truths over the prior are uneven"
WORDS = {
    "recorded nowhere": (None, "Whether the fit passes its own checks is not recorded"),
    "passed": ({"ranks_prior": {"passed": True}}, ""),
    "failed": ({"ranks_prior": {"passed": False}, "cloud": {"passed": True}}, "The fit does not pass its own checks, so that"),
}


@pytest.fixture
def question(tmp_path: Path, checkout: Path) -> Path:
    """Give a small question beside a copy of Ragunda's files, posterior and all."""
    shutil.copytree(checkout / "calibration" / "ragunda", tmp_path / "calibration" / "town")
    (tmp_path / "experiments").mkdir()
    file = tmp_path / "experiments" / "q.toml"
    file.write_text(small_question(end="2020-07-01"), encoding="utf-8")
    return file


@pytest.mark.parametrize("case", WORDS)
def test_every_output_says_whose_counts_and_whether_checks_pass(case: str, question: Path, tmp_path: Path) -> None:
    checks, said = WORDS[case]
    folder = tmp_path / "calibration" / "town"
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    manifest.pop("checks", None)
    (folder / MANIFEST).write_text(json.dumps(manifest | ({"checks": checks} if checks else {})), encoding="utf-8")
    found = compare(question, draws=2, replications=1, workers=1, parameters="posterior", out=tmp_path / "out")
    texts: dict[str, str] = {
        "table": comparison_page(found).as_text(),
        "json": json.dumps(comparison_page(found).as_dict()),
        "note": said_of(found.manifest),
        "budget": budget.page_of(read_budget(tmp_path / "out")).as_text(),
        "reprice": reprice.page_of(reprice_results(tmp_path / "out", {})).as_text(),
        "check": check.page_of(check_file(question)).as_text(),
        "decision": decision_page(decide(tmp_path / "out")).as_text(),
    }
    for output, text in texts.items():
        flat = " ".join(text.split())
        assert "Parameters are fitted to the counts of Ragunda." in flat, output
        assert said in flat, output
        assert (UNEVEN in flat) == (case == "failed"), output
        for other, (_, words) in WORDS.items():
            assert other == case or not words or words not in flat, output


@pytest.mark.slow
def test_a_calibration_records_its_checks_beside_the_draws(tmp_path: Path, checkout: Path) -> None:
    folder = tmp_path / "town"
    shutil.copytree(checkout / "calibration" / "ragunda", folder)
    (folder / MANIFEST).unlink()
    (folder / POSTERIOR).unlink()
    result: Calibration = calibrate_and_write(folder, waves_of(6, 4, 1), tmp_path / "work", 1)
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    assert manifest["municipality"] == "Ragunda"
    assert list(manifest["checks"]) == ["ranks_prior", "ranks_posterior", "predicted", "left_out", "cloud"]
    first, ranks = manifest["checks"]["ranks_prior"], result.coverage[0]
    assert (first["years"], first["passed"]) == (ranks.years, ranks.p >= ranks.limit)
    assert first["ninety"] == pytest.approx(ranks.ninety, abs=1e-4)
    out = manifest["checks"]["predicted"]["outside"]
    assert out == result.figures.query("scored and not inside")["target"].tolist()
    assert manifest["checks"]["predicted"]["of"] == int(result.figures["scored"].sum())
