"""Rows that are like another: what differs is put in, the rest is taken over."""

from typing import Any

import pytest

from ami_sim.scenario.alike import resolve_alikes
from ami_sim.scenario.errors import InputError

UNIT: dict[str, Any] = {"title": "Sixty", "costs": {"cars": {"amount": 90}}, "posts": [{"count": 1}, {"count": 2}]}


def test_a_row_takes_over_what_it_does_not_say() -> None:
    more = {
        "like": "sixty",
        "title": "More",
        "posts[1].count": 3,
        "posts.+": [{"count": 4}, {"count": 5}],
        "costs": {"rent": {"amount": 10}},
    }
    found = resolve_alikes({"unit": {"sixty": UNIT, "more": more}, "name": "x"}, "file")
    assert found["unit"]["more"] == {
        "title": "More",
        "costs": {"cars": {"amount": 90}, "rent": {"amount": 10}},
        "posts": [{"count": 1}, {"count": 3}, {"count": 4}, {"count": 5}],
    }
    assert found["unit"]["sixty"] == UNIT
    assert found["name"] == "x"


def test_a_row_may_be_like_one_that_is_like_another_whatever_the_order() -> None:
    rows = {"c": {"like": "b", "x": 3}, "b": {"like": "a", "y": 2}, "a": {"x": 1, "y": 1, "z": 1}}
    assert resolve_alikes({"rule": rows}, "file")["rule"]["c"] == {"x": 3, "y": 2, "z": 1}


def test_tables_without_such_rows_are_the_same_tables() -> None:
    tables = {"unit": {"sixty": UNIT}}
    assert resolve_alikes(tables, "file") is tables


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ({"a": {"x": 1}, "b": {"like": "aa"}}, r'file: unit\.b\.like: "aa" is not another row of unit.*"a"'),
        ({"b": {"like": "b"}}, r'file: unit\.b\.like: "b" is not another row of unit'),
        ({"a": {"like": "b"}, "b": {"like": "a"}}, r"file: unit\.b\.like: a is like b is like a; expected a row written out in full"),
        ({"a": {"x": 1}, "b": {"like": "a", "y.z.w": 1, "x.y": 2}}, r'file: unit\.b: "x\.y" does not lead anywhere'),
    ],
)
def test_a_row_that_cannot_be_written_out_is_named(rows: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        resolve_alikes({"unit": rows}, "file")
