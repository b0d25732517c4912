"""The unit's own cost: posts with funder and end date, month by month."""

from datetime import date

import numpy as np
import pytest

from ami_sim.accounts.ledger import PriceBook, by_actor, by_kind, by_year, check_balance, fold
from ami_sim.accounts.unit import UnitCost, share_of_months, unit_costs
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.services import Timeline, Unit

SOURCE = {"source": "test", "sure": "L", "mark": "assumed"}
MONTHS = np.arange("2019-07", "2023-01", dtype="datetime64[M]")


def unit(**more: object) -> Unit:
    return Unit.model_validate(
        {
            "title": "a unit",
            "posts": [
                {"role": "consultant", "count": 1.5, "cost": "600 tkr per year", "funder": "ami", **SOURCE},
                {
                    "role": "supervisor",
                    "count": 3.5,
                    "cost": "470 tkr per year",
                    "funder": "treasury",
                    "until": date(2020, 12, 31),
                    **SOURCE,
                },
            ],
            "wage_money": {"amount": "2900 tkr per year", "hard": True, **SOURCE},
            "costs": {"vehicles": {"amount": "90 tkr per year", **SOURCE}, "coffee": {"amount": "12 tkr per year", **SOURCE}},
            **SOURCE,
            **more,
        }
    )


def test_a_cost_that_is_not_staff_may_begin_later() -> None:
    later = unit(costs={"premises": {"amount": "12 tkr per year", "from": date(2020, 7, 1), "until": date(2021, 6, 30), **SOURCE}})
    (cost,) = [cost for cost in unit_costs([line(date(2018, 9, 1), "u")], {"u": later}, date(2025, 1, 1)) if cost.kind != "posts"]
    assert (cost.opens, cost.closes) == (date(2020, 7, 1), date(2021, 7, 1))


def line(start: date, name: str) -> Timeline:
    return Timeline.model_validate({"from": start, "unit": name, **SOURCE})


def test_a_year_of_posts_costs_a_year_whatever_its_months(book: PriceBook) -> None:
    costs = unit_costs([line(date(2019, 7, 1), "u")], {"u": unit()}, date(2023, 1, 1))
    ledger = fold(np.zeros((len(MONTHS), 0)), [], MONTHS, book, costs)
    check_balance(ledger, book.lines)
    _, yearly = by_year(ledger, MONTHS)
    wages, level = 1.026, 1.018
    ami = by_kind(yearly, book.lines, "ami")
    assert ami["posts"][1] / -100 == pytest.approx((1.5 * 600_000 + 3.5 * 470_000) * wages / level, abs=0.1)
    assert ami["project_grant"][1] / 100 == pytest.approx(3.5 * 470_000 * wages / level, abs=0.1)
    assert ami["vehicles"][1] == -9_000_000
    assert ami["unit_other"][1] == -1_200_000


def test_project_money_ends_with_its_last_day_and_the_post_with_it(book: PriceBook) -> None:
    costs = unit_costs([line(date(2019, 7, 1), "u")], {"u": unit()}, date(2023, 1, 1))
    ledger = fold(np.zeros((len(MONTHS), 0)), [], MONTHS, book, costs)
    years, yearly = by_year(ledger, MONTHS)
    treasury = by_actor(yearly, book.lines)["treasury"]
    assert dict(zip(years.tolist(), (treasury < 0).tolist(), strict=True)) == {2019: True, 2020: True, 2021: False, 2022: False}
    assert by_kind(yearly, book.lines, "ami")["posts"][2] == pytest.approx(-100 * 900_000 * 1.026 * 1.027 / (1.018 * 1.02), abs=10)


def test_a_change_of_unit_and_the_horizon_cut_costs(book: PriceBook) -> None:
    small = unit(posts=[{"role": "consultant", "count": 1.0, "cost": "600 tkr per year", "funder": "ifo", **SOURCE}], costs={})
    steps = [line(date(2019, 7, 1), "large"), line(date(2020, 1, 16), "small")]
    costs = unit_costs(steps, {"large": unit(), "small": small}, date(2020, 3, 1))
    assert {(cost.title, cost.opens, cost.closes) for cost in costs} == {
        ("consultant", date(2019, 7, 1), date(2020, 1, 16)),
        ("supervisor", date(2019, 7, 1), date(2020, 1, 16)),
        ("vehicles", date(2019, 7, 1), date(2020, 1, 16)),
        ("coffee", date(2019, 7, 1), date(2020, 1, 16)),
        ("consultant", date(2020, 1, 16), date(2020, 3, 1)),
    }
    ledger = fold(np.zeros((len(MONTHS), 0)), [], MONTHS, book, costs)
    ifo = by_actor(ledger, book.lines)["ifo"]
    assert ifo[6] == pytest.approx(ifo[7] * 16 / 31, abs=1)
    assert not ifo[8:].any()


def test_shares_of_months_count_days() -> None:
    months = np.arange("2020-01", "2020-05", dtype="datetime64[M]")
    assert share_of_months(months, date(2020, 1, 16), date(2020, 4, 1)).tolist() == [16 / 31, 1.0, 1.0, 0.0]


@pytest.mark.parametrize(("kind", "funder", "words"), [("post", "ami", 'Did you mean "posts"'), ("posts", "employer", 'funder "employer"')])
def test_an_unknown_kind_or_funder_is_refused(book: PriceBook, kind: str, funder: str, words: str) -> None:
    cost = UnitCost("x", kind, funder, 1.0, "wages", date(2020, 1, 1), date(2021, 1, 1))
    with pytest.raises(InputError, match=words):
        fold(np.zeros((len(MONTHS), 0)), [], MONTHS, book, [cost])
