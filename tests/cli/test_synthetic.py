"""Synthetic municipalities: their registers are read by their own maps, and intervals hold the truth as often as they say."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import ami_sim as ami
from ami_sim.calibration.own.mapping import read_map
from ami_sim.scenario.errors import InputError
from ami_sim.workflow.synthetic import LEARNT, MAP, REGISTER, TRUTH, Synthetic, read_towns, taught
from tests.docs.renew import KNOWN, REGISTERS, known_truth


def test_a_small_one_is_made_and_its_register_teaches_its_truth(ami_sim: Any, tmp_path: Path) -> None:
    folder = tmp_path / "by"
    said = ami_sim("new", folder, "--synthetic", "small")
    assert said.code == 0, said.err
    town = Synthetic(folder, "small")
    assert read_map(folder / MAP) == town.map
    true = pd.read_csv(folder / TRUTH).set_index("parameter")["value"]
    found = ami.ingest(folder / REGISTER, folder / MAP, scenario=folder / "calibration" / "by" / "scenario.toml")
    assert set(found.priors.rows) <= set(town.map.prior)
    assert found.priors.rows["relapse_early"]["median"] == pytest.approx(true["relapse_early"], rel=0.4)
    assert found.priors.rows["mapping_months"]["median"] == pytest.approx(true["mapping_months"], rel=0.3)
    said = taught(town.learnt(3))
    assert said["covered"].mean() > 0.6
    assert said["width"].median() < 0.8


def test_a_name_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r'"smal" is no synthetic municipality\. Did you mean "small"'):
        Synthetic(tmp_path / "by", "smal")


def test_what_registers_teach_is_summed_up_as_by_hand() -> None:
    rows = [("a", 0, 2.0, 1.0, 2.5, 3.0, 0.0, 4.0), ("a", 1, 2.0, 2.5, 3.0, 3.5, 0.0, 4.0), ("a", 2, 2.0, *(float("nan"),) * 3, 0.0, 4.0)]
    found = taught(pd.DataFrame(rows, columns=list(LEARNT))).iloc[0]
    assert (found["registers"], found["covered"], found["width"], found["median"]) == (2, 0.5, (0.5 + 0.25) / 2, 2.5)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["small", "middle"])
def test_the_page_has_what_registers_teach(name: str, checkout: Path) -> None:
    assert known_truth(name) in KNOWN.read_text(encoding="utf-8")
    assert list(read_towns().town) == ["small", "middle", "large"]
    assert REGISTERS >= 40
