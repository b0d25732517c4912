"""The README keeps its word: its two commands, its snippets, its examples, its picture."""

import re
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

import ami_sim
from ami_sim.cli import app

Read = Callable[[str], str]
MAIN = "python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt -e . && .venv/bin/ami-sim compare experiments/capacity.toml"
TESTS = "python3 -m venv .venv && .venv/bin/pip install -q -c constraints.txt -e '.[test]' && .venv/bin/pytest"
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SAVED_AS = re.compile(r"# ([\w.]+\.(?:py|toml))\n")
FEW = 2  # replications
WIDE = 1000  # pixels: a picture that can be read


def blocks(text: str, language: str) -> list[str]:
    return [body for found, body in FENCE.findall(text) if found == language]


def examples(text: str) -> list[str]:
    return [line for body in blocks(text, "") for line in body.splitlines() if line.startswith("ami-sim ")]


@pytest.mark.parametrize("command", [MAIN, TESTS])
def test_the_newcomers_commands_stand_alone_in_a_fence(command: str, page: Read) -> None:
    assert blocks(page("README.md"), "").count(f"{command}\n") == 1


@pytest.mark.slow
def test_python_blocks_run(page: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run = [body for body in blocks(page("README.md"), "python") if not SAVED_AS.match(body)]
    for body in run:
        exec(compile(re.sub(r"replications=\d+", f"replications={FEW}", body), "README.md", "exec"), {"__name__": "readme"})
    assert len(run) > 1
    assert (tmp_path / "queues.png").is_file()


def test_a_strategy_of_ones_own_works_as_shown(page: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for language in ("python", "toml"):
        for body in blocks(page("README.md"), language):
            if name := SAVED_AS.match(body):
                (tmp_path / name.group(1)).write_text(body, encoding="utf-8")
    answer = ami_sim.compare("my_question.toml", replications=FEW, workers=1)
    waits = answer.measures.query("measure == 'wait_mapping_mean_days' and group != ''").pivot_table(
        index=["replication", "group"], columns="scenario", values="value"
    )
    assert (waits["as_today"] != waits["mine"]).any()


def test_examples_use_commands_and_options_that_exist(page: Read) -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    lines = examples(page("README.md"))
    assert lines
    for line in lines:
        _, name, *words = line.split()
        known = {option for parameter in group.commands[name].params for option in parameter.opts}
        assert [word for word in words if word.startswith("--") and word not in known] == [], line


def test_every_command_is_listed(page: Read) -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    assert set(re.findall(r"^\| `ami-sim (\w+)", page("README.md"), re.MULTILINE)) == set(group.commands)


def test_every_option_of_an_example_means_something(page: Read) -> None:
    said = page("README.md")
    for regime in re.findall(r"--regime (\w+)", said):
        ami_sim.load_experiment("experiments/capacity.toml", regime=regime)
    for variant in re.findall(r"--variant (\w+)", said):
        ami_sim.load_experiment("experiments/capacity.toml", variant=variant)
    settings = dict(re.findall(r"--set (\S+?)=([^\s`]+)", said))
    assert settings
    for path, value in settings.items():
        changed = ami_sim.load_experiment("experiments/capacity.toml", {path: float(value) if value.isdigit() else value})
        assert changed.scenarios["sixty"] != ami_sim.load_experiment("experiments/capacity.toml").scenarios["sixty"]


def test_the_pictures_are_ones_that_can_be_read(page: Read, checkout: Path) -> None:
    names = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", page("README.md"))
    assert len(names) == 2
    for name in names:
        head = (checkout / name).read_bytes()[:24]
        assert head[:8] == b"\x89PNG\r\n\x1a\n"
        assert struct.unpack(">I", head[16:20])[0] >= WIDE


def test_no_result_stands_in_prose(page: Read) -> None:
    """A figure of a result would go stale; only figures of the memo and of the question may be named."""
    assert re.findall(r"[-−+]?\d[\d.,]*\s*(?:mnkr|Mkr|MSEK)", page("README.md")) == []
    assert re.findall(r"\b(?:saves|costs) (?:the municipality|society|money)\b", page("README.md")) == []
