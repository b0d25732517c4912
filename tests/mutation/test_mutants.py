"""The faults that are put in are the ones that are meant, and what a fault changes is found again."""

import json
from pathlib import Path

import pytest

from tests.mutation.mutants import Mutant, mutants_of
from tests.mutation.run import ROOMS, SCORE

LEAST = 0.75  # of a fresh sample, whose faults nobody has looked at; faults that change nothing are among the survivors

MODULE = '''"""A module."""

from typing import Final

LEAST: Final = 20
SEED: Final = 7


def share(values: list[float], most: int = 3) -> float:
    """Say a share, 2 of 3."""
    if len(values) < LEAST and not values:
        raise ValueError(f"{len(values) + 1} values")
    return -values[0] / 2


class Row:
    """A row."""

    def known(self) -> bool:
        """Say whether it is known."""
        return True
'''


@pytest.fixture
def mutants(tmp_path: Path) -> list[Mutant]:
    (tmp_path / "module.py").write_text(MODULE, encoding="utf-8")
    return mutants_of(tmp_path / "module.py", tmp_path)


def test_every_kind_of_fault_is_put_in_once_and_messages_defaults_and_seeds_are_left(mutants: list[Mutant]) -> None:
    found = sorted((mutant.owner, mutant.line, mutant.kind, mutant.before, mutant.after) for mutant in mutants)
    assert found == [
        ("LEAST", 5, "constant", "20", "21"),
        ("Row.known", 21, "constant", "True", "False"),
        ("share", 11, "boolean", "len(values) < LEAST and (not values)", "len(values) < LEAST or not values"),
        ("share", 11, "boolean", "not values", "values"),
        ("share", 11, "comparison", "len(values) < LEAST", "len(values) <= LEAST"),
        ("share", 11, "condition", "len(values) < LEAST and (not values)", "not (len(values) < LEAST and (not values))"),
        ("share", 13, "answer", "return -values[0] / 2", "return None"),
        ("share", 13, "arithmetic", "-values[0] / 2", "-values[0] * 2"),
        ("share", 13, "constant", "0", "1"),
        ("share", 13, "constant", "2", "3"),
        ("share", 13, "sign", "-values[0]", "values[0]"),
    ]


def test_a_fault_changes_one_thing_and_the_module_still_compiles(mutants: list[Mutant]) -> None:
    codes = [mutant.code for mutant in mutants]
    assert len(set(codes)) == len(codes)
    for code in codes:
        compile(code, "module.py", "exec")
    room: dict[str, object] = {}
    exec(next(mutant.code for mutant in mutants if mutant.kind == "sign"), room)
    share = room["share"]
    assert callable(share)
    assert share([4.0]) == 2.0  # -2 as it was written


def test_the_score_that_is_kept_is_of_every_room_and_of_a_whole_sample() -> None:
    kept = json.loads(SCORE.read_text(encoding="utf-8"))
    assert set(kept["rooms"]) == set(ROOMS)
    assert kept["tried"] == sum(sum(count.values()) for count in kept["rooms"].values()) >= 300
    assert kept["tried"] - kept["killed"] == len(kept["survivors"])
    assert kept["killed"] / kept["tried"] >= LEAST
