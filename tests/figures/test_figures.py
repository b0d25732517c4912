"""No figure moves unnoticed: logs, days, measures and summaries of every shipped experiment."""

import pytest

from tests.figures.anchors import CLOSE, FEW, FULL, NAMES, QUICK, SAME_TIMES, Anchor, answers_of, logs_of, moved, read

AGAIN = "if results are meant to change, say so in CHANGELOG.md and run: python -m tests.figures.renew"


def refuse_moved_logs(kept: dict[str, Anchor], found: dict[str, Anchor]) -> None:
    assert set(found) == set(kept)
    for option, log in found.items():
        assert (log["events"], log["whole"]) == (kept[option]["events"], kept[option]["whole"]), f"{option}: the log has changed; {AGAIN}"
        assert log["times"] == pytest.approx(kept[option]["times"], rel=0, abs=SAME_TIMES), option


@pytest.mark.parametrize("name", QUICK)
def test_logs_and_figures_of_a_few_draws_are_those_that_are_kept(name: str) -> None:
    kept = read(name)
    refuse_moved_logs(kept["logs"], logs_of(name, "compiled"))
    assert moved(kept["few"], answers_of(name, FEW)) == [], AGAIN


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_logs_of_every_option_are_those_that_are_kept(name: str) -> None:  # the other engine's are equal: tests/engines/test_equal.py
    refuse_moved_logs(read(name)["logs"], logs_of(name, "compiled"))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_figures_of_every_experiment_are_those_that_are_kept(name: str) -> None:
    assert moved(read(name)["full"], answers_of(name, FULL)) == [], AGAIN


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ([2, 5_250.5, 5_250.5], []),
        ([2, 5_250.5 * (1 + CLOSE / 2), 5_250.5], []),
        ([2, 5_250.5 * (1 + 2 * CLOSE), 5_250.5], ["days: a: np.float64(5250.5) is now"]),
        ([3, 5_250.5, 5_250.5], ["days: a: np.float64(2.0) is now np.float64(3.0)"]),
    ],
)
def test_a_last_digit_may_move_and_a_figure_may_not(now: list[float], said: list[str]) -> None:
    found = moved({"days": {"a": [2, 5_250.5, 5_250.5]}}, {"days": {"a": now}})
    assert [line.startswith(part) for line, part in zip(found, said, strict=True)] == [True] * len(said)


def test_whole_numbers_are_compared_exactly_however_large() -> None:
    assert moved({"moves": {"a": [1, 1e12, 1e12]}}, {"moves": {"a": [1, 1e12 + 1, 1e12]}}) != []
    assert moved({"moves": {"a": [1, 1e12, 1e12]}}, {"moves": {"b": [1, 1e12, 1e12]}}) == ["moves: a is gone", "moves: b is new"]
