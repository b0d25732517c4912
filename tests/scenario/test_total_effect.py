"""One total effect decides: what is solved from it gives it again, on the chain and in lives that an engine runs."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pytest
from scipy.linalg import expm

from ami_sim.model.arrivals import highest_rates, people_in_need
from ami_sim.model.draws import parameter_rows
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.load import load_scenario
from ami_sim.scenario.scenario import Scenario
from ami_sim.scenario.total_effect import SIZE, SUBSIDISED, WORK, Way, generator, in_stay, solve, wanted_at

HOME = "calibration/ragunda/scenario.toml"
TYPES = ("constructed", "intermediate", "ordinary")


@pytest.fixture(scope="module")
def ragunda() -> Scenario:
    return load_scenario(HOME)


@dataclass(frozen=True)
class Exact:
    """The same typical life by matrix exponentials, written anew."""

    scenario: Scenario
    theta: dict[str, float]

    @cached_property
    def way(self) -> Way:
        """The solver's own way."""
        effects = self.scenario.effects
        assert effects is not None
        return Way(wanted_at(effects, self.scenario.clock, self.scenario.bands, self.scenario.life.subsidised_share, self.theta))

    def effect(self, after: float, lock_in: float, advance: float) -> float:
        """Net difference in open work in percentage points, mean over the months compared."""
        wanted = self.way.wanted
        plain, treated = generator(wanted.life, 1.0), generator(wanted.life, float(np.exp(after)))
        start = np.zeros(SIZE)
        start[:5] = wanted.steps
        stay = np.concatenate((np.zeros(SIZE), wanted.steps)) @ expm(in_stay(wanted.life, plain, lock_in, advance) * wanted.stay)
        done = np.zeros(SIZE)
        done[:5] = stay[SIZE:]
        found = []
        for month in wanted.months:
            rest = month - wanted.stay
            with_stay = stay[:SIZE] @ expm(plain * rest) + done @ expm(treated * rest)
            found.append((with_stay - start @ expm(plain * month))[WORK:SUBSIDISED].sum())
        return 100 * float(np.mean(found))


def test_solved_effects_give_the_drawn_totals_by_matrix_exponentials(ragunda: Scenario) -> None:
    for theta in parameter_rows(ragunda, 7, 12, "prior"):
        exact = Exact(ragunda, theta)
        reached = ragunda.effects_at(theta).reached
        for name, total in zip(TYPES, reached, strict=True):
            assert exact.effect(theta[f"after_{name}"], theta["lock_in"], theta["advance_factor"]) == pytest.approx(total, abs=1e-6)
            inside = abs(theta[f"after_{name}"]) < 3
            assert not inside or total == pytest.approx(theta[f"total_{name}"], abs=1e-3)


def test_a_total_out_of_reach_becomes_the_nearest_one(ragunda: Scenario) -> None:
    theta = ragunda.solved({"total_constructed": -60.0, "total_ordinary": 90.0})
    assert (theta["after_constructed"], theta["after_ordinary"]) == (-3.0, 3.0)
    reached = dict(zip(TYPES, ragunda.effects_at(theta).reached, strict=True))
    assert -60 < reached["constructed"] < -5
    assert 5 < reached["ordinary"] < 90


def test_steps_give_the_share_of_what_the_stay_gives_beyond_lock_in(ragunda: Scenario) -> None:
    theta = ragunda.solved({"through_steps": 0.2})
    exact = Exact(ragunda, theta)
    bare = exact.effect(0.0, theta["lock_in"], 1.0)
    gain = np.mean([theta[f"total_{name}"] for name in TYPES]) - bare
    assert bare < 0 < gain
    assert exact.effect(0.0, theta["lock_in"], theta["advance_factor"]) - bare == pytest.approx(0.2 * gain, abs=1e-3)
    assert ragunda.solved({"total_constructed": -15, "total_intermediate": -15, "total_ordinary": -15})["advance_factor"] == 1.0


def test_effects_set_to_zero_leave_no_step_effect_and_a_total_of_nought(ragunda: Scenario) -> None:
    assert ragunda.effects is not None
    theta = ragunda.solved(ragunda.effects.none)
    assert theta["advance_factor"] == 1.0
    assert theta["lock_in"] == 1.0
    assert np.abs(ragunda.effects_at(theta).reached).max() < 1e-3


def test_a_stronger_total_means_a_stronger_after_effect(ragunda: Scenario) -> None:
    after = [ragunda.solved({"total_ordinary": total})["after_ordinary"] for total in (-5.0, 0.0, 5.0, 10.0)]
    assert after == sorted(after)
    assert after[0] < 0 < after[-1]


def test_every_row_holds_what_is_derived_and_a_given_value_is_kept(ragunda: Scenario) -> None:
    rows = [ragunda.at_medians(), *parameter_rows(ragunda, 1, 3, "prior")]
    assert all(set(row) == {*ragunda.parameter, *ragunda.derived} for row in rows)
    assert rows[0] == ragunda.solved({name: row.first for name, row in ragunda.parameter.items()})
    stale = {**rows[1], "total_ordinary": 0.0}
    assert ragunda.completed(stale)["after_ordinary"] == rows[1]["after_ordinary"]
    assert ragunda.solved(stale)["after_ordinary"] != rows[1]["after_ordinary"]
    assert ragunda.completed({"total_ordinary": 0.0})["after_ordinary"] == ragunda.solved({"total_ordinary": 0.0})["after_ordinary"]


def test_a_solution_is_found_once(ragunda: Scenario) -> None:
    ragunda.at_medians()
    before = solve.cache_info().misses
    ragunda.at_medians()
    assert solve.cache_info().misses == before


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("effects.total.constructed.after", "lock_in", "parameter.lock_in: is solved from the total effects"),
        ("effects.typical.steps", [0.5, 0.5], "expected 5 shares that add up to 1"),
        ("effects.typical.income", "wages", "income 'wages': expected one of"),
        ("effects.advance_range", [0.5, 3.0], "expected 1 \\(no step effect\\)"),
        ("effects.months", [36, 24], "expected increasing months"),
        ("effects.none.lock_inn", 1.0, '"lock_inn" is not known. Did you mean "lock_in"'),
        ("classes.outdoor.shares", {"constructed": 0.5}, "expected shares that add up to 1"),
        ("classes.outdoor.shares", {"construct": 1.0}, '"construct" is not a type of workplace'),
        (
            "classes.outdor",
            {"by": 0.5, "shares": {"ordinary": 1.0}, "source": "s", "sure": "L", "mark": "assumed"},
            '"outdor" is not known',
        ),
        ("parameter.class_school.low", 0.1, "a uniform prior goes from 0 to 1"),
    ],
)
def test_effects_that_make_no_sense_are_refused(key: str, value: object, said: str) -> None:
    with pytest.raises(InputError, match=said):
        load_scenario(HOME, {key: value})


def test_a_stay_longer_than_the_first_comparison_is_refused(ragunda: Scenario) -> None:
    with pytest.raises(ValueError, match=r"effects\.stay: 30 months"):
        ragunda.solved({"job_months": 30.0})


def test_a_group_is_of_one_type_within_a_draw_and_of_several_over_draws(ragunda: Scenario) -> None:
    rows = parameter_rows(ragunda, 1, 300, "prior")
    for group, row in ragunda.classes.items():
        drawn = [ragunda.workplace_of(group, theta) for theta in rows]
        shares = {name: drawn.count(name) / len(drawn) for name in row.shares}
        assert shares == pytest.approx(row.shares, abs=0.1)
        assert ragunda.workplace_of(group, ragunda.at_medians()) == ragunda.group[group].workplace
    assert ragunda.workplace_of("ordinary", rows[0]) == "ordinary"


def test_later_inflow_begins_on_the_parting_date_and_moves_nobody_before_it(ragunda: Scenario) -> None:
    parting = (ragunda.parting - ragunda.start).days
    usual, more = (ragunda.solved({"later_inflow": factor}) for factor in (1.0, 1.5))
    ceiling = highest_rates([(ragunda, usual), (ragunda, more)])
    few, many = (people_in_need(ragunda, theta, 1, 0, 0, ceiling)["arrives"] for theta in (usual, more))
    assert np.array_equal(few[few < parting], many[many < parting])
    assert set(few) <= set(many)
    assert (many >= parting).sum() / (few >= parting).sum() == pytest.approx(1.5, abs=0.15)
    assert highest_rates([(ragunda, more)], ragunda.present) == highest_rates([(ragunda, usual)])
