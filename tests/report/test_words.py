"""Every message has its twin in every language with the same placeholders, and says its numbers as the language writes them."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Junk, Message, Term, VariableReference
from fluent.syntax.visitor import Visitor

from ami_sim.report import words
from ami_sim.report.number_formats import write_number
from ami_sim.report.words import languages, say, shipped, title
from ami_sim.scenario.errors import InputError

ROOT = Path(__file__).resolve().parents[2]


class Variables(Visitor):
    """Which values a message asks for."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:
        self.names.add(node.id.name)


def messages(path: Path) -> dict[str, set[str]]:
    """Give each message of a file with the values it asks for; a message twice, or one that cannot be read, fails."""
    found: dict[str, set[str]] = {}
    for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
        assert not isinstance(entry, Junk), f"{path}: {entry.content}"
        if isinstance(entry, Message | Term):
            name = f"-{entry.id.name}" if isinstance(entry, Term) else entry.id.name
            assert name not in found, f"{path}: {name} stands twice"
            visitor = Variables()
            visitor.visit(entry)
            found[name] = visitor.names
    return found


def catalogues(language: str) -> dict[str, dict[str, set[str]]]:
    return {path.stem: messages(path) for path in sorted((words.FOLDER / language).glob("*.ftl"))}


@pytest.mark.parametrize("language", languages())
def test_every_message_has_its_twin_with_the_same_values(language: str) -> None:
    assert catalogues(language) == catalogues("en")


def said(root: Path) -> set[str]:
    """Find `say(language, "file.message"` in the package's source, and the fixed beginnings of those with a name put in."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in root.rglob("*.py"))
    return set(re.findall(r'"([a-z_]+\.[a-zA-Z][\w:-]*)"', text))


def test_what_the_code_says_stands_in_the_catalogue() -> None:
    known = catalogues("en")
    asked = {key for key in said(words.FOLDER.parents[1]) if key.partition(".")[0] in known}
    missing = {key for key in asked if key.partition(".")[2].replace(":", "-") not in known[key.partition(".")[0]]}
    endings = (".toml", ".csv", ".json", ".parquet", ".png", ".html", ".md", ".ftl", ".py")
    assert {key for key in missing if not key.endswith(endings)} == set()
    assert "evidence.title" in asked


def given(root: Path) -> Iterator[tuple[str, set[str], str]]:
    """Give each `say(language, "file.message", ...)` whose key and values stand in the call: the key, the values, where it is."""
    for path in sorted(root.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or len(node.args) != 2 or not isinstance(node.args[1], ast.Constant):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
            names = {word.arg for word in node.keywords}
            if called == "say" and None not in names and "." in str(node.args[1].value):
                yield str(node.args[1].value), {name for name in names if name}, f"{path.name}:{node.lineno}"


def test_every_message_is_given_the_values_it_asks_for() -> None:
    known = catalogues("en")
    found = list(given(words.FOLDER.parents[1]))
    wrong = []
    for key, values, where in found:
        file, _, message = key.partition(".")
        if values != known.get(file, {}).get(message):
            wrong.append((where, key, values))
    assert wrong == []
    assert len(found) > 30


def test_whole_numbers_choose_the_plural_and_have_hard_spaces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for language, (one, many) in {"en": ("run", "runs"), "sv": ("körning", "körningar")}.items():
        folder = tmp_path / language
        folder.mkdir()
        (folder / "language.toml").write_text((words.FOLDER / language / "language.toml").read_text(encoding="utf-8"), encoding="utf-8")
        text = f"runs = {{ $n ->\n    [one] {{ $n }} {one}\n   *[other] {{ $n }} {many}\n }}\non = {{ $day }}\n"
        (folder / "try.ftl").write_text(text, encoding="utf-8")
    monkeypatch.setattr(words, "FOLDER", tmp_path)
    words.catalogue.cache_clear()
    assert [say("sv", "try.runs", n=n) for n in (1, 2, 12345)] == ["1 körning", "2 körningar", "12\u00a0345 körningar"]
    assert say("en", "try.runs", n=12345) == "12\u00a0345 runs"
    assert say("sv", "try.on", day=date(2021, 7, 1)) == "1 juli 2021"
    with pytest.raises(ValueError, match="write others before"):
        say("sv", "try.runs", n=1.5)
    with pytest.raises(ValueError, match="Unknown external"):
        say("sv", "try.runs", m=1)
    with pytest.raises(LookupError, match="holds no message rums"):
        say("sv", "try.rums")


def test_a_wrong_language_is_refused_by_name() -> None:
    with pytest.raises(InputError, match=r'language: "se"; expected one of en, sv'):
        say("se", "evidence.title-all")
    with pytest.raises(InputError, match=r'language: "se"; expected one of en, sv'):
        write_number(1.0, 0, "se")


def test_a_name_nobody_has_titled_is_printed_as_it_is() -> None:
    assert title("sv", "evidence", "sure-H") == "säkert"
    assert title("sv", "evidence", "my_own:measure") == "my own:measure"


def test_words_cost_nothing_until_something_is_said() -> None:
    code = "import sys, ami_sim.report.document, ami_sim.report.words; print([m for m in ('babel', 'fluent') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def read(path: Path) -> dict[str, Any]:
    """Read a file of TOML."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def titled(table: object) -> Iterator[str]:
    """Give the titles and questions of a file that reports print."""
    if isinstance(table, dict):
        for key, value in table.items():
            if key in ("title", "question", "who", "legal") and isinstance(value, str):
                yield value
            else:
                yield from titled(value)


def test_every_title_and_question_of_the_shipped_files_is_in_every_language() -> None:
    folders = (ROOT / "experiments", ROOT / "calibration" / "ragunda")
    found = {text for folder in folders for path in folder.glob("*.toml") for text in titled(read(path))}
    assert len(found) > 200
    found |= {row["note"] for path in folders[0].glob("*.toml") for row in read(path).get("option", {}).values() if "note" in row}
    assert {text for text in found if shipped("sv", text) == text} <= {"Extratjänst", "3 x 470 = 1 410 tkr."}


def test_another_title_stands_as_it_is() -> None:
    assert shipped("sv", "My own option [x]") == "My own option [x]"
