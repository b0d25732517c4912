"""What the pages name in the code is there: files, folders, modules and names in them."""

import importlib
import json
import re
from pathlib import Path

import pytest

PATH = re.compile(r"(?<![\w/.-])((?:ami_sim|tests|benchmarks|calibration|experiments)/[\w./-]*\w/?)")
CAPITALS = re.compile(r"[A-Z]{4}")  # a placeholder, such as FOLDER
DOTTED = re.compile(r"(?<![\w.])((?:ami_sim|benchmarks|tests)(?:\.\w+)+)")


def pages(checkout: Path) -> list[Path]:
    docs = [path for path in (checkout / "docs").rglob("*.md") if "_build" not in path.parts]
    return [checkout / "README.md", checkout / "CONTRIBUTING.md", *docs, *(checkout / "notebooks").glob("*.ipynb")]


def text_of(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".ipynb":
        return text
    return "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])


def is_there(name: str) -> bool:
    """Say whether a dotted name is a module, or something in one."""
    parts = name.split(".")
    for many in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:many]))
        except ModuleNotFoundError:
            continue
        for part in parts[many:]:
            if not hasattr(found, part):
                return False
            found = getattr(found, part)
        return True
    return False


def test_every_path_on_a_page_exists(checkout: Path) -> None:
    named = {(path.name, name) for path in pages(checkout) for name in PATH.findall(text_of(path)) if not CAPITALS.search(name)}
    assert ("CONTRIBUTING.md", "ami_sim/record/measures/people.py") in named
    assert sorted((page, name) for page, name in named if not (checkout / name).exists()) == []


def test_every_dotted_name_on_a_page_exists(checkout: Path) -> None:
    named = {(path.name, name) for path in pages(checkout) for name in DOTTED.findall(text_of(path)) if not name.endswith(".md")}
    assert named
    assert sorted((page, name) for page, name in named if not is_there(name)) == []


@pytest.mark.parametrize(
    ("name", "there"),
    [("ami_sim.scenario.load", True), ("ami_sim.public.model.Model", True), ("ami_sim.show.table", False), ("ami_sim.compear", False)],
)
def test_a_name_that_is_gone_is_found(name: str, there: bool) -> None:
    assert is_there(name) == there


def test_every_room_is_on_the_tour(checkout: Path) -> None:
    rooms = {path.name for path in (checkout / "ami_sim").iterdir() if (path / "__init__.py").is_file()}
    told = re.findall(r"^\| `(\w+)` \|", text_of(checkout / "CONTRIBUTING.md"), re.MULTILINE)
    assert set(told) == rooms
