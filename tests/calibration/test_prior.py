"""Priors by hand: each side of a median has its own spread, wider sets, what decides, and prior beside posterior."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from ami_sim.calibration.checks import net_work, shrinkage
from ami_sim.calibration.prior import Prior
from ami_sim.calibration.reference_table import Posterior
from ami_sim.model.draws import Z90
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.priors import Parameter
from ami_sim.scenario.quantities import Quantity

TRUST = {"unit": "points", "why": "w", "set_on": date(2020, 1, 1), "source": "s", "sure": "L", "mark": "assumed"}
SHAPES = {
    "plain": {"median": 10.0, "low": 4.0, "high": 30.0, "shape": "normal"},
    "rate": {"median": 2.0, "low": 1.0, "high": 8.0, "shape": "lognormal"},
    "share": {"median": 0.5, "low": 0.2, "high": 0.9, "shape": "logitnormal"},
    "even": {"median": 0.5, "low": 0.05, "high": 0.95, "shape": "uniform"},
}


def prior(**rows: Mapping[str, Any]) -> Prior:
    found = {name: Parameter.model_validate({**TRUST, **row}) for name, row in (rows or SHAPES).items()}
    return Prior(found, lambda row: {**row, "twice": 2 * next(iter(row.values()))})


@pytest.mark.parametrize(("z", "row"), [(-Z90, "low"), (0.0, "median"), (Z90, "high")])
def test_the_range_of_ninety_per_cent_is_met_at_its_own_z_on_both_sides(z: float, row: str) -> None:
    assert pytest.approx(1.6449, abs=1e-4) == Z90
    found = prior().values(np.full((1, 4), z))[0]
    assert found == pytest.approx([shape[row] for shape in SHAPES.values()], rel=1e-6)


def test_half_way_to_an_end_is_half_way_on_the_shapes_own_scale() -> None:
    found = prior().values(np.full((1, 4), Z90 / 2))[0]
    assert found[:2] == pytest.approx([20.0, 4.0])  # 10 + 20/2; 2 times the root of 4
    assert found[2] == pytest.approx(3 / 4)  # odds of 1 times the root of 9


def test_values_far_outside_stay_where_every_scale_can_be_computed() -> None:
    assert prior().values(np.full((1, 4), 1e9)) == pytest.approx(prior().values(np.full((1, 4), 6.0)))
    z = np.array([[-1.3, 0.4, 2.0, -0.2]])
    assert prior().z_of(prior().values(z)) == pytest.approx(z)


def test_rows_hold_what_is_derived_too() -> None:
    (row,) = prior(plain=SHAPES["plain"]).rows(np.zeros((1, 1)))
    assert row == {"plain": 10.0, "twice": 20.0}


def test_a_wider_set_stretches_spreads_and_takes_ranges_of_its_own_but_leaves_what_is_even(tmp_path: Path) -> None:
    path = tmp_path / "wide.toml"
    head = 'factor = 2.0\nsource = "s"\nsure = "L"\nmark = "assumed"\n'
    path.write_text(head + "[range]\nrate = [0.5, 32.0]\n", encoding="utf-8")
    wide = prior().wider(path)
    found = wide.values(np.full((1, 4), Z90))[0]
    assert found[0] == pytest.approx(10 + 2 * 20)
    assert found[1] == pytest.approx(2 * 16**2)  # to 32 in one spread, and twice that on the scale of logs
    assert found[3] == pytest.approx(0.95)
    z = np.array([[-1.0, 0.5, 1.0, 0.3]])
    assert wide.z_of(wide.values(z)) == pytest.approx(z)
    path.write_text(head + "[range]\nrat = [1.0, 2.0]\n", encoding="utf-8")
    with pytest.raises(InputError, match=r'range: "rat" is not an uncertain parameter.*rate'):
        prior().wider(path)
    path.write_text(head + "[range]\nrate = [-1.0, 9.0]\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"range\.rate: a lognormal prior needs low over 0"):
        prior().wider(path)
    path.write_text(head.replace("2.0", "0.5"), encoding="utf-8")
    with pytest.raises(InputError, match="factor"):
        prior().wider(path)
    path.write_text("factor = ", encoding="utf-8")
    with pytest.raises(InputError, match="TOML"):
        prior().wider(path)


def test_prior_beside_posterior() -> None:
    """Posterior draws at z = 0 and 1, equally weighted: mean and spread are a half."""
    own = prior(plain=SHAPES["plain"], rate=SHAPES["rate"])
    found = shrinkage(own, Posterior(np.array([[0.0, 0.0], [1.0, -1.0]]), np.array([0.5, 0.5]))).to_dict("records")
    assert [row["parameter"] for row in found] == ["plain", "rate"]
    assert (found[0]["prior_low"], found[0]["prior_median"], found[0]["prior_high"]) == pytest.approx((4.0, 10.0, 30.0))
    assert (found[0]["left"], found[0]["shift"], found[0]["verdict"]) == (0.5, 0.5, "learnt")
    assert (found[1]["left"], found[1]["shift"]) == (0.5, -0.5)
    assert found[0]["posterior_median"] == pytest.approx(10 + 0.5 * 20 / Z90)
    assert found[1]["posterior_high"] == pytest.approx(2.0)


def test_what_decides_is_the_mean_total_of_the_groups_whose_type_is_drawn() -> None:
    """Group one is ordinary below 0.3, else constructed; group two below 0.6. Ordinary 8, constructed none; sites add theirs."""
    site = {"median": 0.0, "low": -5.0, "high": 5.0, "shape": "normal"}
    total = {"median": 8.0, "low": 7.0, "high": 9.0, "shape": "normal"}
    own = prior(total=total, one=SHAPES["even"], two=SHAPES["even"], site_one=site, site_two=site)
    ordinary = {"one": 0.3, "two": 0.6}

    def figure(name: str) -> Quantity:
        return Quantity(name, name, 1.0, -np.inf, np.inf)

    def shares(group: str) -> dict[str, float]:
        return {"ordinary": ordinary[group], "constructed": 1.0 - ordinary[group]}

    scenario: Any = SimpleNamespace(
        effects=SimpleNamespace(total={"ordinary": figure("total")}, site={"one": figure("site_one"), "two": figure("site_two")}),
        classes={name: SimpleNamespace(by=figure(name), shares=shares(name)) for name in ordinary},
    )
    quantity = net_work(scenario, own)
    z = own.z_of(np.array([[8.0, 0.2, 0.5, 0.0, 0.0], [8.0, 0.5, 0.5, 1.0, 2.0], [9.0, 0.9, 0.9, -1.0, -3.0]]))
    assert quantity(z, np.zeros(1)) == pytest.approx([8.0, 5.5, -2.0])
    scenario.classes = {}
    assert net_work(scenario, own)(z, np.zeros(1)) == pytest.approx(z.sum(axis=1))
