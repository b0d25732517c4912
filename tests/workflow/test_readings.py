"""A reading of the published words chooses which posterior draws a question is run at, and decision pages turn the other one."""

import shutil
from pathlib import Path

import pytest

from ami_sim.calibration.calibrate import Municipality, calibrate_folder, write_posterior
from ami_sim.calibration.reference_table import Waves
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.experiment import load_experiment
from ami_sim.workflow.parameters import choose, kind_for
from ami_sim.workflow.switches import readings_of

DRAWS = 4
QUESTION = """
name = "small"
title = "Today and no unit"
question = "What does the unit give?"
base = "ragunda/scenario.toml"
reference = "no"
{settings}
[option.no]
title = "None"
unit = "before_2018"
[option.today]
title = "Today"
unit = "sixty"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> Path:
    """A municipality with a small posterior of its own, fitted under both readings."""
    home = tmp_path_factory.mktemp("readings") / "ragunda"
    shutil.copytree(checkout / "calibration" / "ragunda", home)
    municipality, waves = Municipality(home), Waves(power=5, nearest=16, draws=DRAWS, seed=5)
    write_posterior(municipality, calibrate_folder(municipality, waves, home.parent / "work", 2), waves, 2)
    return home


def question(folder: Path, name: str, settings: str = "") -> Path:
    path = folder.parent / f"{name}.toml"
    path.write_text(QUESTION.format(settings=settings), encoding="utf-8")
    return path


@pytest.mark.slow
def test_a_reading_chooses_the_draws(folder: Path) -> None:
    plain, elsewhere = (
        load_experiment(question(folder, "plain")),
        load_experiment(question(folder, "other", 'set = { reading = "elsewhere" }')),
    )
    rows = []
    for asked in (plain, elsewhere, load_experiment(folder.parent / "plain.toml", {"reading": "elsewhere"})):
        kind, posterior, notes = kind_for("", folder, "compiled", asked.reading)
        assert (kind, posterior is None) == ("posterior", False)
        rows.append(choose(kind, posterior, asked.scenarios, 1, DRAWS, "compiled", notes).rows)
    assert rows[1] == rows[2] != rows[0]


@pytest.mark.slow
def test_the_other_reading_is_a_switch_by_itself(folder: Path) -> None:
    found = readings_of(load_experiment(question(folder, "plain")), "")
    assert [(row.name, row.about, row.settings) for row in found] == [("reading_elsewhere", "reading", {"reading": "elsewhere"})]
    assert found[0].title == "Ten to twenty-five of the fifty are employed elsewhere"
    turned = load_experiment(question(folder, "other", 'set = { reading = "elsewhere" }'))
    assert [row.name for row in readings_of(turned, "")] == ["reading_at_the_unit"]
    assert readings_of(load_experiment(folder.parent / "plain.toml"), "prior") == []


@pytest.mark.slow
def test_a_reading_that_nothing_would_read_is_refused(folder: Path) -> None:
    with pytest.raises(
        InputError, match='reading: "elsewhere" changes nothing: --parameters is prior; expected a posterior, or no reading'
    ):
        kind_for("prior", folder, "compiled", "elsewhere")
    with pytest.raises(InputError, match=r'reading: "elsewere" has not been fitted in .*Did you mean "elsewhere"'):
        kind_for("", folder, "compiled", "elsewere")
    path = question(folder, "own")
    text = path.read_text(encoding="utf-8").replace('unit = "sixty"', 'unit = "sixty"\nset = { reading = "elsewhere" }')
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"option\.today\.set: reading: holds for all options"):
        load_experiment(path)
