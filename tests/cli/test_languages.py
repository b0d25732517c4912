"""Every command speaks the language asked for: help, errors and what it prints; AMI_LANGUAGE and --sv before anything is read."""

from typing import Any

import pytest

from ami_sim.cli.app import app
from ami_sim.cli.help import asked, messages
from ami_sim.report.words import catalogue, languages
from ami_sim.scenario.errors import InputError


@pytest.mark.parametrize("language", languages())
def test_every_command_and_option_has_its_help_in_every_language(language: str) -> None:
    needed = set(messages(app))
    assert len(needed) > 80
    assert needed - set(catalogue(language, "help").messages) == set()


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ([], {}, "en"),
        (["compare", "--sv", "x.toml"], {}, "sv"),
        ([], {"AMI_LANGUAGE": "sv"}, "sv"),
        ([], {"AMI_LANGUAGE": "sv_SE.UTF-8"}, "sv"),
        ([], {"AMI_LANGUAGE": "en-GB"}, "en"),
        (["--sv"], {"AMI_LANGUAGE": "en"}, "sv"),
    ],
)
def test_the_language_is_known_before_a_command_is_read(arguments: list[str], environment: dict[str, str], language: str) -> None:
    assert asked(arguments, environment) == language


def test_a_language_without_catalogues_is_refused_by_name() -> None:
    with pytest.raises(InputError, match=r'language: "de"; expected one of en, sv'):
        asked([], {"AMI_LANGUAGE": "de"})


def test_help_is_in_swedish_and_loses_no_bracket(ami_sim: Any) -> None:
    said = ami_sim("search", "--help", "--sv")
    assert said.code == 0
    text = " ".join(said.out.split())
    assert "En experimentfil med en tabell [search]." in text
    assert "Exempel: ami-sim search experiments/search.toml" in text
    again = " ".join(ami_sim("search", "--help").out.split())  # the same process: what reads a command line is made once, for all languages
    assert "[search]" in again
    assert again.startswith("Usage: ")
    for english in ("Usage", "Options", "Arguments", "Show", "required", "default"):
        assert english not in said.out


def test_the_list_of_commands_follows_the_environment(ami_sim: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMI_LANGUAGE", "sv")
    said = ami_sim("--help")
    assert "Kommandon" in said.out
    assert "Simulera vad utanförskap kostar" in said.out
    none = ami_sim()
    assert none.code == 2
    assert "Kommandon" in none.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("compare", "--sv", "--drws", "3"), "Det finns inget val --drws."),
        (("compare", "--sv", "x.toml", "--draws", "many"), "--draws: ska vara TAL."),
        (("compare", "--sv"), "EXPERIMENT: saknas."),
        (("decyde", "--sv"), "Förstår inte: decyde."),
        (("compare", "a", "b", "--sv"), "Förstår inte: b."),
    ],
)
def test_what_is_wrong_on_the_command_line_is_said_in_swedish(ami_sim: Any, words: tuple[str, ...], said: str) -> None:
    found = ami_sim(*words)
    assert found.code == 2
    assert found.err == f"ami-sim: {said} (ami-sim --help visar kommandon och val)\n"


def test_the_version_is_told(ami_sim: Any) -> None:
    said = ami_sim("--version")
    assert said.code == 0
    assert said.out.startswith("ami-sim ")
