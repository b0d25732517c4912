"""The municipality's own scenario at constant rates against its Markov generator."""

import numpy as np
import pytest

from ami_sim.scenario.errors import InputError
from tests.oracles.generator import refuse, ways
from tests.theory import chains
from tests.theory.queues import RAGUNDA, Finding, plan_of
from tests.theory.test_queueing import assert_close


def assert_occupied_as_computed(findings: list[Finding]) -> None:
    cells = [f for f in findings if f.quantity.startswith("chi-square")]
    assert len(cells) == len(chains.MONTHS)
    assert [f.check for f in cells if chains.p_value(f) < 0.001] == []
    assert_close([f for f in findings if f not in cells])


def test_one_doors_occupancy_is_the_matrix_exponential() -> None:
    assert_occupied_as_computed(chains.occupancy(chains.municipality(30.0, "ifo"), 8, "Occupancy, door ifo"))


def test_one_doors_discounted_money_is_the_resolvent_for_every_actor() -> None:
    assert_close(chains.costs(chains.municipality(1.0, "ifo"), 100))


@pytest.mark.parametrize("door", ["ifo", "care"])
def test_expected_days_through_the_ledger_are_worth_the_resolvent_without_any_chance(door: str) -> None:
    for actor, (worth, booked) in chains.without_chance(door).items():
        assert booked == pytest.approx(worth, rel=1e-4, abs=1e3), actor  # months are discounted as wholes


def test_the_closed_stock_is_the_generators_steady_state_and_stays_there() -> None:
    assert_close(chains.steady_state(60))


def test_the_generator_conserves_people() -> None:
    for way in ways(chains.municipality(1.0, "care"), 4):
        assert np.abs(way.generator.sum(axis=1)).max() < 1e-12
        assert way.begin.sum() == pytest.approx(1.0)
        assert way.at(1000.0).min() > -1e-12


def test_what_is_no_markov_chain_is_refused_with_the_reason() -> None:
    with pytest.raises(InputError, match="no Markov chain: factors change by time in need"):
        refuse(plan_of(str(RAGUNDA)))


@pytest.mark.slow
def test_all_doors_occupancy_is_the_matrix_exponential() -> None:
    assert_occupied_as_computed(chains.occupancy(chains.municipality(10.0), 20, "Occupancy, all doors"))


@pytest.mark.slow
def test_frailty_integrates_over_the_matrix_exponentials_of_its_values() -> None:
    plan = chains.municipality(20.0, variance="frailty_variance", closed=True)
    assert_occupied_as_computed(chains.occupancy(plan, 20, "Occupancy, closed, frailty"))


@pytest.mark.slow
def test_counts_by_stage_are_independent_poisson() -> None:
    assert_close(chains.poisson_counts(chains.municipality(4.0, "ifo"), 800))


@pytest.mark.soak
def test_all_doors_discounted_money_is_the_resolvent_for_every_actor() -> None:
    assert_close(chains.costs(chains.municipality(5.0), 60))
