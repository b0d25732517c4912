"""Price rules of one's own: what they move in a condition, and what they do not; every rule that ships is a row with its line."""

from typing import Any

import pytest
from pydantic import ValidationError

from ami_sim.accounts.flows import GroupTerms, RowTerms
from ami_sim.accounts.ledger import PriceBook
from ami_sim.accounts.payments import Lived
from ami_sim.accounts.pricing import digest_of
from ami_sim.accounts.rules import COMPUTED, lines_of, rules_of
from ami_sim.record.spells import Condition
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.payment import Payment
from ami_sim.scenario.prices import Prices
from ami_sim.scenario.registry import I_AID, I_WORK, IN_INTERVENTION, JOINED_AKASSA, LEFT, LONG_ON_AID, PAUSED, SHIPPED, WORK

TRUST = {"source": "a test", "sure": "L", "mark": "assumed", "title": "A price of one's own"}
COACH = {"payer": "region", "payee": "resources", "amount": {"2019": "9 tkr per month"}, "stages": ["paused"], "index": "none"}


def with_payment(prices: Prices, **row: Any) -> Prices:
    """Give the same prices with a rule called coach."""
    return prices.model_copy(update={"payment": {"coach": Payment.model_validate({**TRUST, **row})}})


def moved(prices: Prices, rows: tuple[RowTerms, ...], groups: tuple[GroupTerms, ...], where: Condition, year: int = 2019) -> float:
    """Give what the rule moves in a month of a condition, as flows and as the ledger's row: they must be the same."""
    book = PriceBook(prices, rows, groups)
    flows = sum(flow.amount for flow in book.flows(where, year) if flow.kind == "coach")
    line = next(at for at, line in enumerate(book.lines) if line.kind == "coach")
    assert book.row(where, year)[line] == pytest.approx(flows, abs=1e-9)
    return float(flows)


PAUSE = Condition(PAUSED, I_AID, -1, -1, 0, 0)
STAY = Condition(IN_INTERVENTION, I_AID, 3, 1, 0, 0)
FILED = RowTerms("fat", "activity", None, 0.0, 0.0, 0.5, "fat")


@pytest.mark.parametrize(
    ("row", "where", "kr"),
    [
        (COACH, PAUSE, 9_000.0),
        (COACH, STAY, 0.0),
        (COACH, Condition(LEFT, I_AID, -1, -1, 0, 0), 0.0),
        ({**COACH, "amount": {"2019": "300 kr per day"}}, PAUSE, 300 * 365.25 / 12),
        ({**COACH, "stages": [], "incomes": ["aid"]}, PAUSE, 9_000.0),
        ({**COACH, "rights": ["joined_akassa"]}, PAUSE, 0.0),
        ({**COACH, "rights": ["long_on_aid", "joined_akassa"]}, PAUSE._replace(rights=JOINED_AKASSA), 9_000.0),
        ({**COACH, "stages": [], "incomes": ["aid"]}, Condition(WORK, I_WORK, -1, -1, 0, 0), 0.0),
        ({**COACH, "stages": [], "interventions": ["fat"]}, STAY, 9_000.0),
        ({**COACH, "stages": ["in_intervention"], "groups": ["ward"]}, STAY, 9_000.0),
        ({**COACH, "stages": ["in_intervention"], "groups": ["outdoor"]}, STAY, 0.0),
        ({**COACH, "stages": ["paused"], "incomes": ["work"]}, PAUSE, 0.0),
    ],
)
def test_a_rule_moves_its_amount_where_everything_it_names_fits(
    row: dict[str, Any], where: Condition, kr: float, prices: Prices, rows: tuple[RowTerms, ...], groups: tuple[GroupTerms, ...]
) -> None:
    assert moved(with_payment(prices, **row), (*rows[:3], FILED), groups, where) == pytest.approx(kr)


def test_an_amount_follows_its_index_and_the_deflator(prices: Prices, rows: tuple[RowTerms, ...], groups: tuple[GroupTerms, ...]) -> None:
    level, wages = prices.level("prices", 2022, 2019), prices.level("wages", 2022, 2019)
    assert moved(with_payment(prices, **COACH), rows, groups, PAUSE, 2022) == pytest.approx(9_000 / level)
    assert moved(with_payment(prices, **{**COACH, "index": "prices"}), rows, groups, PAUSE, 2022) == pytest.approx(9_000)
    assert moved(with_payment(prices, **{**COACH, "index": "wages"}), rows, groups, PAUSE, 2022) == pytest.approx(9_000 * wages / level)


def test_a_formula_is_given_the_condition_by_name(prices: Prices, rows: tuple[RowTerms, ...], groups: tuple[GroupTerms, ...]) -> None:
    asked: list[Lived] = []

    def formula(lived: Lived) -> float:
        asked.append(lived)
        return 1_000.0 * (lived.stage == "paused") + 10.0 * ("long_on_aid" in lived.rights)

    row = {"payer": "region", "payee": "resources", "formula": formula}
    assert moved(with_payment(prices, **row), rows, groups, PAUSE._replace(rights=LONG_ON_AID), 2022) == pytest.approx(1_010.0)
    assert (asked[0].income, asked[0].household, asked[0].year) == ("aid", next(iter(prices.household)), 2022)


@pytest.mark.parametrize("kr", [0.0, 0.4])
def test_a_formula_may_give_nothing_or_little(
    kr: float, prices: Prices, rows: tuple[RowTerms, ...], groups: tuple[GroupTerms, ...]
) -> None:
    assert moved(with_payment(prices, payer="region", payee="resources", formula=lambda lived: kr), rows, groups, PAUSE) == kr


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        (lambda lived: -1.0, r"payment\.coach: the formula gives -1\.0 for .*; expected kr per month, 0 or more"),
        (lambda lived: "much", r"payment\.coach: the formula gives 'much'"),
        (lambda lived: lived.wage, r"payment\.coach: the formula fails: AttributeError: .*wage.*; expected kr per month"),
    ],
)
def test_a_formula_that_gives_no_amount_is_refused(
    formula: Any, said: str, prices: Prices, rows: tuple[RowTerms, ...], groups: tuple[GroupTerms, ...]
) -> None:
    with pytest.raises(InputError, match=said):
        moved(with_payment(prices, payer="region", payee="resources", formula=formula), rows, groups, PAUSE)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"payee": "region"}, "region and region are no two ends"),
        ({"payer": "regoin"}, 'payer: "regoin" is not known.*region'),
        ({"amount": {}}, "amount, once, formula: none given; expected one of them"),
        ({"once": {"2019": "5 tkr"}}, "amount and once given; expected one of them"),
        ({"amount": {}, "once": {"2019": "5 tkr"}, "incomes": ["aid"]}, "once: is paid each time a stage begins"),
        ({"amount": {}, "once": {"2019": "-5 tkr"}}, "once: below 0"),
        ({"amount": {"2019": "9 tkr"}}, "has no unit of a money rate"),
    ],
)
def test_a_rule_that_is_not_whole_is_refused(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Payment.model_validate({**TRUST, **COACH, **change})


def test_a_rule_may_not_take_the_kind_of_a_line_that_is_reckoned(prices: Prices) -> None:
    with pytest.raises(InputError, match=r'payment\.coach\.kind: "aid" from ifo to person is reckoned already'):
        lines_of(with_payment(prices, payer="ifo", payee="person", kind="aid", amount={"2019": "1 kr per month"}))


def test_every_rule_says_what_it_is_and_where_the_amount_comes_from(prices: Prices) -> None:
    rules = rules_of(with_payment(prices, **COACH))
    assert all(rule.doc and rule.source for rule in rules)
    assert {rule.line for rule in COMPUTED} <= {rule.line for rule in rules}
    assert len({rule.line for rule in COMPUTED}) == len(COMPUTED) == 22
    assert str(rules[-1].line) == "coach: region -> resources"
    assert lines_of(prices) == lines_of(with_payment(prices, **COACH))[:-1]  # stored ledgers keep their columns


def test_an_actor_that_is_none_is_answered_with_those_there_are() -> None:
    with pytest.raises(ValidationError, match=r'payer: "municipality" is not known; expected one of ifo, ami, other_municipal, region'):
        Payment.model_validate({**TRUST, **COACH, "payer": "municipality"})


def test_equal_prices_of_other_words_have_a_book_of_their_own(prices: Prices) -> None:
    one, other = SHIPPED.with_stage("coached", income="aid"), SHIPPED.with_stage("abroad", income="aid").with_stage("coached", income="aid")
    said = {name: getattr(prices, name) for name in Prices.model_fields}
    digests = [digest_of(Prices.model_validate(said, context={"vocabulary": words})) for words in (one, one, other)]
    assert digests[0] == digests[1] != digests[2]
