"""Every how-to page does what it says: its files are written, its commands and its Python run, in the order of the page, with few runs."""

import re
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest

from ami_sim import cli
from tests.docs.blocks import Block, blocks_of

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(path for path in (ROOT / "docs" / "how-to").glob("*.md") if path.stem != "index")
SAVED_AS = re.compile(r"# ([\w.]+\.(?:py|toml))\n")
SLOW = "# slow\n"
QUICK = ("change-a-rule", "own-price", "rules-of-2026")  # of these pages every run; of the others those of the slow part
FEW = 2  # replications


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the pictures beside a run's files, which no page looks at: other tests draw them."""
    monkeypatch.setattr("ami_sim.public.answer.draw_all", lambda *_: [])


def run_command(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run one command line in this process; it has to succeed."""
    words = shlex.split(re.sub(r"--replications \d+", f"--replications {FEW} --workers 1", line))
    monkeypatch.setattr(sys, "argv", words)
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 0, line


def run_block(block: Block, name: str, space: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    if saved := SAVED_AS.match(block.text):
        Path(saved.group(1)).write_text(block.text, encoding="utf-8")
    elif block.language == "python":
        few = "replications=2" if "cluster=" in block.text else "replications=2, workers=1"
        exec(compile(re.sub(r"replications=\d+", few, block.text), name, "exec"), space)
    elif block.language == "":
        for line in block.text.splitlines():
            run_command(line, monkeypatch)


def run_page(path: Path, slow: bool, monkeypatch: pytest.MonkeyPatch) -> int:
    """Run the blocks of a page, either those marked slow or the others; give how many there were."""
    space: dict[str, Any] = {"__name__": "how_to"}
    found = [block for block in blocks_of(path.read_text(encoding="utf-8")) if block.text.startswith(SLOW) == slow]
    for block in found:
        run_block(block, path.name, space, monkeypatch)
    return len(found)


@pytest.mark.parametrize(
    "path", [at if at.stem in QUICK else pytest.param(at, marks=pytest.mark.slow) for at in PAGES], ids=lambda path: path.stem
)
def test_a_page_does_what_it_says(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_page(path, False, monkeypatch) > 0


@pytest.mark.slow
@pytest.mark.parametrize("path", [path for path in PAGES if SLOW in path.read_text(encoding="utf-8")], ids=lambda path: path.stem)
def test_the_slow_blocks_of_a_page_run(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_page(path, True, monkeypatch) > 0


def test_every_page_is_in_the_list() -> None:
    listed = re.search(r"```\{toctree\}\n:maxdepth: 1\n(.*?)```", (ROOT / "docs/how-to/index.md").read_text(encoding="utf-8"), re.DOTALL)
    assert listed is not None
    assert set(listed.group(1).split()) == {path.stem for path in PAGES}
