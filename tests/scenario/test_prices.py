"""Prices as rows of a file: years, indexation, and what is refused."""

import tomllib
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from ami_sim.scenario.prices import Index, Prices, latest
from ami_sim.scenario.provenance import plain

RAGUNDA = Path(__file__).parents[2] / "calibration" / "ragunda"


@pytest.fixture(scope="module")
def tables() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in ("prices.toml", "households.toml"):
        found |= plain(tomllib.loads((RAGUNDA / name).read_text(encoding="utf-8")), name)[0]["prices"]
    return found


@pytest.fixture(scope="module")
def prices(tables: dict[str, Any]) -> Prices:
    return Prices.model_validate(tables)


def test_a_year_takes_the_latest_earlier_figure_carried_by_the_index(prices: Prices) -> None:
    norm = prices.norm
    assert prices.in_year(norm.single, norm.index, 2019) == pytest.approx(3_090)
    assert prices.in_year(norm.single, norm.index, 2020) == pytest.approx(3_150)
    assert prices.in_year(norm.single, norm.index, 2022) == pytest.approx(3_150 * 1.02**2)
    assert prices.in_year(norm.single, norm.index, 2017) == pytest.approx(3_030 / 1.02)
    assert latest({2018: "a", 2020: "b"}, 2019) == (2018, "a")
    assert latest({2018: "a", 2020: "b"}, 2010) == (2018, "a")


def test_the_caps_and_basic_amounts_are_not_indexed(prices: Prices) -> None:
    row = prices.income["akassa"]
    assert prices.in_year(row.amount, row.index, 2030) == pytest.approx(7_910)


def test_an_index_runs_both_ways() -> None:
    index = Index(title="t", growth={2020: 0.1}, later=0.02, source="s", sure="L", mark="assumed")
    assert index.level(2020, 2019) == pytest.approx(1.1)
    assert index.level(2022, 2019) == pytest.approx(1.1 * 1.02**2)
    assert index.level(2019, 2022) == pytest.approx(1 / (1.1 * 1.02**2))
    assert index.level(2019, 2019) == 1.0


def test_the_norm_of_2019_for_a_single_adult_is_4080_kronor(prices: Prices) -> None:
    norm = prices.norm
    assert prices.in_year(norm.single, norm.index, 2019) + prices.in_year(norm.common[0], norm.index, 2019) == pytest.approx(4_080)


def test_every_row_says_where_it_comes_from(prices: Prices) -> None:
    rows = [*prices.income.values(), *prices.care.values(), *prices.household.values(), *prices.index.values()]
    rows += [prices.norm, prices.aid, prices.tax, prices.family, prices.housing, prices.labour, prices.switch]
    assert all(row.source.strip() for row in rows)


def test_half_of_the_household_types_have_children_or_more(prices: Prices) -> None:
    with_children = [name for name, row in prices.household.items() if sum(row.children)]
    assert len(with_children) >= len(prices.household) / 2


REFUSED = [
    (["norm", "source"], None, "Field required"),
    (["norm", "single"], {}, "at least one year"),
    (["norm", "single"], {"219": "3090 kr per month"}, "not a year"),
    (["norm", "single"], {"2019": "3090 kr"}, "has no unit"),
    (["norm", "single"], {"2019": "-3090 kr per month"}, "expected 0"),
    (["norm", "singel"], {"2019": "3090 kr per month"}, "Extra inputs"),
    (["income", "aid"], None, "income.aid is missing"),
    (["income", "aidd"], {}, "Field required"),
    (["index", "wages"], None, "index.wages is missing"),
    (["care", "education", "stages"], ["study"], 'Did you mean "studies"'),
    (["tax", "allowance_slopes"], [0.1], "one slope more"),
    (["tax", "equalised_municipal"], {"2018": 0.9}, "nothing would be kept"),
    (["tax", "municipal"], {"2018": 32.2}, "less than or equal to 1"),
    (["household", "single", "children"], [0, -1, 0], "0 or more"),
    (["household", "single", "other_wage"], "5000 kr per month", "adults = 2"),
    (["household", "youth_with_parents", "sharing"], 1, "more persons in the dwelling"),
    (["household"], {}, "at least 1 item"),
]


@pytest.mark.parametrize(("path", "value", "words"), REFUSED, ids=[".".join(path) + f"={value}"[:24] for path, value, _ in REFUSED])
def test_what_cannot_be_a_price_is_refused(tables: dict[str, Any], path: list[str], value: object, words: str) -> None:
    changed = deepcopy(tables)
    *parents, last = path
    at = changed
    for key in parents:
        at = at[key]
    if value is None:
        del at[last]
    else:
        at[last] = value
    with pytest.raises(ValidationError, match=words):
        Prices.model_validate(changed)


def test_an_unknown_income_names_the_nearest(tables: dict[str, Any]) -> None:
    changed = deepcopy(tables)
    changed["income"]["akasa"] = changed["income"]["akassa"]
    with pytest.raises(ValidationError, match='Did you mean "akassa"'):
        Prices.model_validate(changed)


def test_households_are_listed_once_and_a_copy_with_others_lists_its_own(prices: Prices) -> None:
    listed = prices.compositions
    assert prices.compositions is listed
    assert prices.model_dump().keys() == Prices.model_fields.keys()
    name, row = next(iter(prices.household.items()))
    fewer = prices.model_copy(update={"household": {name: row}})
    assert [kind for kind, _ in fewer.compositions] == [name] * len(fewer.compositions)
    assert len(fewer.compositions) < len(listed)
    assert prices.model_copy() == prices
