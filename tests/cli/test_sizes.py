"""Sizes and seeds that no machine can have are refused before anything is made."""

import io
import sys
from typing import Any, Final

import pytest

from ami_sim.cli.output import GONE
from tests.cli.test_bad_options import refused

QUESTION: Final = "experiments/small.toml"
BILLION: Final = 10**9


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            ("compare", QUESTION, "--parameters", "prior", "--draws", BILLION, "--replications", 1),
            ["1,000,000,000 draws, 1,000,000,000 runs of each option (about 20,000 GB"],
        ),
        (("compare", QUESTION, "--replications", BILLION), ["--draws, --replications: 1 draws, 1,000,000,000 runs of each option"]),
        (("exclusion", "--cohort", BILLION), ["--cohort: 1 draws, 1,000,000,000 runs of each option"]),
        (("compare", QUESTION, "--seed", 2**64), ["--seed: 18446744073709551616; expected 0 to 18446744073709551615"]),
        (("run", "calibration/town/scenario.toml", "--seed", 2**64), ["--seed: 18446744073709551616; expected 0 to"]),
    ],
)
def test_what_no_machine_has_is_refused_with_what_it_would_take(
    words: tuple[object, ...], expected: list[str], ami_sim: Any, town: Any, snapshot: Any
) -> None:
    before = snapshot(town)
    refused(ami_sim(*words), expected)
    assert snapshot(town) == before


class Closed(io.StringIO):
    """A stream whose reader has gone."""

    def write(self, text: str) -> int:
        """Refuse every text."""
        raise BrokenPipeError

    def fileno(self) -> int:
        """Give a file of no meaning."""
        return self.number

    number = -1


def test_a_reader_that_goes_away_ends_a_command_without_a_traceback(town: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    from ami_sim import cli

    with open(tmp_path / "out", "w", encoding="utf-8") as file:
        closed = Closed()
        closed.number = file.fileno()
        monkeypatch.setattr(sys, "stdout", closed)
        monkeypatch.setattr(sys, "argv", ["ami-sim", "evidence", "N29", "--json"])
        with pytest.raises(SystemExit) as left:
            cli.main()
    assert left.value.code == GONE
