"""Who pays whom in each condition."""

from dataclasses import replace

import pytest

from ami_sim.accounts.corrections import Standing
from ami_sim.accounts.flows import flows
from ami_sim.accounts.ledger import PriceBook
from ami_sim.accounts.lines import Line, check_lines
from ami_sim.accounts.rules import lines_of
from ami_sim.scenario.contracts import net_cost
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.prices import Prices
from ami_sim.scenario.registry import (
    AID_ENDED,
    EARLY_IN_CONTRACT,
    EARNINGS_RELATED,
    I_ACTIVITY,
    I_AID,
    I_AKASSA,
    I_AMI_WAGE,
    I_BENEFIT,
    I_GAP,
    I_REFUSED,
    I_STUDIES,
    I_SUBSIDISED,
    I_WORK,
    IN_INTERVENTION,
    LEFT,
    NOT_REFERRED,
    STUDIES,
    SUBSIDISED,
    UNBORN,
    WAITING_PLACE,
    WORK,
)

FULL_TIME, HALF_TIME, TRAINING = 1, 2, 3
OUTDOOR, WARD = 0, 1


def paid(book: PriceBook, condition: Standing, year: int = 2019) -> dict[str, float]:
    """Amounts by the name of the line."""
    return {f"{flow.kind}: {flow.payer} -> {flow.payee}": flow.amount for flow in book.flows(condition, year)}


def net(found: dict[str, float], *actors: str) -> float:
    """Received less paid by some actors together."""
    total = 0.0
    for name, amount in found.items():
        payer, payee = name.split(": ")[1].split(" -> ")
        total += amount * ((payee in actors) - (payer in actors))
    return total


def test_on_aid_the_committee_pays_the_household_and_its_own_handling(book: PriceBook) -> None:
    found = paid(book, Standing(NOT_REFERRED, I_AID))
    assert found["aid: ifo -> person"] == pytest.approx(8_580)
    assert found["aid_handling: ifo -> resources"] == pytest.approx(900)
    assert not any("tax" in name or "equalisation" in name for name in found)


@pytest.mark.parametrize("stage", [UNBORN, LEFT])
def test_before_the_need_and_after_leaving_nothing_is_paid(book: PriceBook, stage: int) -> None:
    assert paid(book, Standing(stage, I_AID)) == {}


@pytest.mark.parametrize(
    ("stage", "income"), [(NOT_REFERRED, I_GAP), (AID_ENDED, I_REFUSED), (NOT_REFERRED, I_BENEFIT), (STUDIES, I_STUDIES)]
)
def test_conditions_that_mean_no_aid_have_none(book: PriceBook, stage: int, income: int) -> None:
    for household in range(len(book.prices.household)):
        assert "aid: ifo -> person" not in paid(book, Standing(stage, income, household=household))


def test_a_job_at_the_unit_costs_the_unit_its_net_cost(book: PriceBook) -> None:
    terms = book.rows[FULL_TIME].terms
    assert terms is not None
    found = paid(book, Standing(IN_INTERVENTION, I_AMI_WAGE, FULL_TIME, OUTDOOR))
    assert net(found, "ami") == pytest.approx(-net_cost(terms))
    assert found["wage: ami -> person"] == pytest.approx(19_300)
    assert found["employer_contributions: ami -> social_insurance"] == pytest.approx(19_300 * 0.3142)
    assert found["collective_charges: ami -> person"] == pytest.approx(19_300 * 0.0773)


def test_the_supervision_grant_is_paid_early_in_the_contract_only(book: PriceBook) -> None:
    condition = Standing(IN_INTERVENTION, I_AMI_WAGE, FULL_TIME, OUTDOOR)
    early = paid(book, condition._replace(rights=EARLY_IN_CONTRACT))
    assert early["supervision_grant: af -> ami"] == pytest.approx(2_000)
    assert "supervision_grant: af -> ami" not in paid(book, condition)
    assert net(early, "ami") - net(paid(book, condition), "ami") == pytest.approx(2_000)


def test_what_participants_produce_is_its_own_line_and_is_paid_by_nobody(book: PriceBook) -> None:
    condition = Standing(IN_INTERVENTION, I_AMI_WAGE, FULL_TIME, OUTDOOR)
    found = paid(book, condition)
    assert found["participants_production: output -> other_municipal"] == pytest.approx(0.3 * 22_500 * 1.3915)
    assert "participants_production: output -> other_municipal" not in paid(book, condition._replace(stage=WAITING_PLACE))


def test_an_hour_is_worth_what_the_group_makes_of_it(prices: Prices, book: PriceBook) -> None:
    """Half of full time at 0.3 of a job's hour, in a group where a job's hour is worth 0.4 of a regular one: 0.06 of an employee."""
    poorer = PriceBook(prices, book.rows, (replace(book.groups[OUTDOOR], worth=0.4),))
    found = paid(poorer, Standing(IN_INTERVENTION, I_AMI_WAGE, HALF_TIME, OUTDOOR))
    assert found["participants_production: output -> other_municipal"] == pytest.approx(0.06 * 22_500 * 1.3915)


def test_the_fee_for_training_goes_to_the_unit_and_aid_tops_up_the_floor(book: PriceBook) -> None:
    found = paid(book, Standing(IN_INTERVENTION, I_ACTIVITY, TRAINING, OUTDOOR))
    assert found["af_fee: af -> ami"] == pytest.approx(4_200)
    assert found["activity_support: social_insurance -> person"] == pytest.approx(4_830)
    assert found["aid: ifo -> person"] == pytest.approx(4_832.34, abs=0.01)


def test_another_department_gives_supervision_time_and_the_unit_does_not(book: PriceBook) -> None:
    ward = paid(book, Standing(IN_INTERVENTION, I_AMI_WAGE, HALF_TIME, WARD))
    assert ward["supervision_time: other_municipal -> resources"] == pytest.approx(1_500)
    outdoor = paid(book, Standing(IN_INTERVENTION, I_AMI_WAGE, HALF_TIME, OUTDOOR))
    assert "supervision_time: other_municipal -> resources" not in outdoor


def test_an_employer_breaks_even_on_open_and_subsidised_work(book: PriceBook) -> None:
    work = paid(book, Standing(WORK, I_WORK))
    assert net(work, "employer") == pytest.approx(0, abs=1e-9)
    assert work["production: output -> employer"] == pytest.approx(21_000 * 1.3142)
    subsidised = paid(book, Standing(SUBSIDISED, I_SUBSIDISED))
    assert net(subsidised, "employer") == pytest.approx(0, abs=1e-9)
    assert subsidised["production: output -> employer"] == pytest.approx(0.5 * 19_300 * 1.3142)


def test_equalisation_leaves_the_municipality_a_small_part_of_its_tax(book: PriceBook) -> None:
    found = paid(book, Standing(WORK, I_WORK))
    tax, taken = found["municipal_tax: person -> other_municipal"], found["equalisation: other_municipal -> treasury"]
    assert taken / tax == pytest.approx(20.17 / 23.22)
    assert net(found, "ifo", "ami", "other_municipal") == pytest.approx(226_980 / 12 * 0.0305, abs=0.01)


def test_the_earnings_related_right_raises_akassa_and_lowers_aid(book: PriceBook) -> None:
    basic, related = (paid(book, Standing(NOT_REFERRED, I_AKASSA, rights=rights)) for rights in (0, EARNINGS_RELATED))
    assert related["akassa: social_insurance -> person"] > basic["akassa: social_insurance -> person"]
    assert related["aid: ifo -> person"] < basic["aid: ifo -> person"]


def test_caps_and_unindexed_amounts_lose_value_in_fixed_kronor(book: PriceBook) -> None:
    before, after = (paid(book, Standing(NOT_REFERRED, I_AKASSA), year)["akassa: social_insurance -> person"] for year in (2019, 2029))
    assert after == pytest.approx(7_910 / (1.018 * 1.02**9))
    assert after < before
    job = Standing(IN_INTERVENTION, I_AMI_WAGE, FULL_TIME)
    shares = [paid(book, job, year)["af_subsidy: af -> ami"] / paid(book, job, year)["wage: ami -> person"] for year in (2019, 2029)]
    assert shares[1] < shares[0]


def test_current_kronor_are_fixed_kronor_times_the_price_level(prices: Prices, book: PriceBook) -> None:
    current = PriceBook(prices, book.rows, book.groups, basis="current")
    condition = Standing(IN_INTERVENTION, I_AMI_WAGE, HALF_TIME, WARD, household=7)
    fixed, nominal = (paid(which, condition, 2025) for which in (book, current))
    level = prices.level("prices", 2025, 2019)
    assert level > 1.1
    assert nominal == pytest.approx({name: amount * level for name, amount in fixed.items()})


def test_a_wage_without_a_job_is_refused(book: PriceBook) -> None:
    with pytest.raises(InputError, match="needs a service row"):
        book.flows(Standing(IN_INTERVENTION, I_AMI_WAGE), 2019)
    with pytest.raises(InputError, match='"mapping", which pays no wage'):
        book.flows(Standing(IN_INTERVENTION, I_AMI_WAGE, 0), 2019)
    with pytest.raises(InputError, match="household 99"):
        book.flows(Standing(NOT_REFERRED, I_AID, household=99), 2019)


def test_every_flow_of_every_income_has_a_line(book: PriceBook) -> None:
    lines = {line[:3] for line in book.lines}
    for income in range(16):
        for stage in range(16):
            condition = Standing(stage, income, FULL_TIME, WARD, 7, 7)
            found = flows(condition, book.tariff(2020), book.rows, book.groups)
            assert {flow[:3] for flow in found} <= lines
            assert all(flow.amount > 0 for flow in found)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (Line("ifo", "nobody", "aid", "transfer"), 'payee "nobody"'),
        (Line("ifo", "resources", "aid", "transfer"), "a transfer cannot go from ifo to resources"),
        (Line("output", "ifo", "aid", "resource"), "a resource cannot go"),
        (Line("ifo", "person", "aid", "production"), "a production cannot go"),
        (Line("ifo", "ifo", "aid", "transfer"), "a transfer cannot go from ifo to ifo"),
    ],
)
def test_a_line_that_does_not_fit_its_ends_is_refused(line: Line, words: str) -> None:
    with pytest.raises(InputError, match=words):
        check_lines([line])


def test_no_line_stands_twice(prices: Prices) -> None:
    lines = lines_of(prices)
    check_lines(lines)
    with pytest.raises(InputError, match="stands twice"):
        check_lines([*lines, lines[0]])
