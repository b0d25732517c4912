"""Who pays what for a job: the net cost of each instrument, reckoned by hand, to the krona."""

from dataclasses import replace

import pytest

from ami_sim.scenario.contracts import JobTerms, in_year, labour_cost, net_cost, payments, subsidy, yearly_net_cost
from ami_sim.scenario.errors import InputError

PLAIN = JobTerms(hours=1.0, wage=19_300, contributions=0.3915, statutory=0.3142)
NEW_START = replace(PLAIN, base="contributions", share=1.0, cap=20_000)
INTRODUCTION = replace(PLAIN, share=0.8, cap=20_000, grant=2_000)
EXTRA = replace(PLAIN, share=1.0, cap=20_000, grant=1_000)
FLAT_HALF = replace(PLAIN, base="labour_cost", share=0.5)
WAGE_SUBSIDY = replace(PLAIN, share=0.5, cap=19_100, counted=0.3744)


@pytest.mark.parametrize(
    ("terms", "kronor"),
    [
        (replace(NEW_START, multiple=1.0), 20_792),
        (replace(NEW_START, multiple=2.0), 14_728),
        (replace(NEW_START, multiple=2.5), 11_696),
        (FLAT_HALF, 13_428),
        (replace(INTRODUCTION, early=True), 4_565),
        (INTRODUCTION, 6_565),
        (EXTRA, 1_492),
        (replace(EXTRA, early=True), 492),
        (WAGE_SUBSIDY, 13_730),
    ],
    ids=[
        "new_start_1",
        "new_start_2",
        "new_start_2.5",
        "flat_half",
        "introduction_early",
        "introduction",
        "extra",
        "extra_early",
        "wage_subsidy",
    ],
)
def test_net_municipal_cost_of_each_instrument_to_the_krona(terms: JobTerms, kronor: int) -> None:
    assert round(net_cost(terms)) == kronor


def test_25_simultaneous_full_time_jobs_at_half_subsidy_exceed_the_wage_budget() -> None:
    assert 25 * yearly_net_cost(FLAT_HALF) > 2_900_000
    assert 18 * yearly_net_cost(FLAT_HALF) <= 2_900_000 + 1_000  # 18.0 full-time jobs fit


def test_the_payments_of_a_job_leave_the_net_cost_with_the_unit() -> None:
    for terms in (PLAIN, replace(INTRODUCTION, early=True), EXTRA, WAGE_SUBSIDY, FLAT_HALF, NEW_START):
        net = sum(p.amount * ((p.payer == "ami") - (p.payee == "ami")) for p in payments(terms))
        assert net == pytest.approx(net_cost(terms), abs=1e-9)


def test_the_cap_counts_the_full_time_wage_and_half_time_costs_half() -> None:
    above = replace(INTRODUCTION, wage=25_000)
    assert subsidy(above) == pytest.approx(0.8 * 20_000 * 1.3142)
    assert subsidy(replace(above, hours=0.5)) == pytest.approx(subsidy(above) / 2)
    assert labour_cost(replace(above, hours=0.5)) == pytest.approx(labour_cost(above) / 2)


def test_a_subsidy_never_exceeds_the_labour_cost() -> None:
    generous = replace(NEW_START, multiple=10.0)
    assert subsidy(generous) == labour_cost(generous)
    assert yearly_net_cost(generous) == 0


def test_the_yearly_price_that_steers_is_the_cost_after_the_grant() -> None:
    assert yearly_net_cost(INTRODUCTION) == round(12 * net_cost(INTRODUCTION)) == 78_776
    assert yearly_net_cost(INTRODUCTION, after_grant=False) == 78_776 - 24_000


def test_wages_grow_and_the_cap_does_not() -> None:
    later = in_year(INTRODUCTION, 5, 1.10, 0.4015)
    assert later.wage == pytest.approx(21_230)
    assert later.cap == 20_000
    assert net_cost(later) > 1.10 * net_cost(INTRODUCTION)
    assert in_year(replace(INTRODUCTION, cap_growth=0.02), 5, 1.10, 0.4015).cap == pytest.approx(20_000 * 1.02**5)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"hours": 1.2}, "hours: 1.2; expected 0 to 1"),
        ({"share": -0.1}, "share: -0.1; expected 0 to 1"),
        ({"base": "wages"}, "base is"),
        ({"wage": float("nan")}, "wage: nan; expected 0 or more"),
        ({"statutory": 0.5}, "over all contributions"),
        ({"grant": float("inf")}, "finite"),
    ],
)
def test_impossible_terms_are_refused(change: dict[str, object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        replace(PLAIN, **change)  # type: ignore[arg-type]
