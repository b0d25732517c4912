"""Every Swedish word is in a dictionary or on the project's list, and none is one that a councillor should not have to read."""

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import files
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import TextElement
from fluent.syntax.visitor import Visitor
from spylls.hunspell import Dictionary

from ami_sim.report import words

OWN = Path(__file__).with_name("swedish_words.txt")
WORD = re.compile(r"[A-Za-zÅÄÖÉåäöé]+(?:-[A-Za-zÅÄÖåäöé]+)*")
CODE = re.compile(
    r"`[^`]*`|--[\w-]+|ami-sim \w+(?: [\w./{-]+)*|\b\w+_\w+\b|\[\w+\]|\b\w+\.(?:toml|csv|json|md)\b"
    r"|\(?\b[a-z\d][\w-]*(?:\.[a-z][\w-]*)+\b\)?"  # names with dots in them, addresses too
)
# Words that are English, of the trade, or word for word, and what to say instead.
INSTEAD = {
    r"posterior\w*": "anpassningen",
    r"\w*dragning(ar|arna|en|ens|arnas)?": "uppsättning antaganden (undanträngning är ett annat ord)",
    r"trovärdighetsintervall\w*": "osäkerhetsintervall",
    r"replikation\w*": "upprepning eller körning",
    r"mapping\w*": "kartläggning",
    r"prior(en|er|erna|n|s)?": "utgångsantagande",
    r"räknade? till (arbete|studier)": "avslutade till arbete enligt enheten",
}


class Texts(Visitor):
    """The text of messages, without values and selectors."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def visit_TextElement(self, node: TextElement) -> None:
        self.said.append(node.value)


def texts(path: Path) -> list[str]:
    visitor = Texts()
    visitor.visit(FluentParser().parse(path.read_text(encoding="utf-8")))
    return visitor.said


def swedish_of(table: object) -> Iterator[str]:
    """Give the Swedish that a file of TOML holds beside its English: keys `sv` and those that end in `_sv`."""
    if isinstance(table, dict):
        for key, value in table.items():
            if isinstance(value, str) and (key == "sv" or key.endswith("_sv")):
                yield value
            else:
                yield from swedish_of(value)


CATALOGUES = sorted((words.FOLDER / "sv").glob("*.ftl"))
CONSEQUENCES = Path(__file__).parents[2] / "calibration" / "ragunda" / "consequences.toml"


@pytest.fixture(scope="module")
def said() -> dict[str, list[str]]:
    """Give all that is said in Swedish, by file."""
    beside = list(swedish_of(tomllib.loads(CONSEQUENCES.read_text(encoding="utf-8"))))
    return {path.name: texts(path) for path in CATALOGUES} | {CONSEQUENCES.name: beside}


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    [affixes] = [file.locate() for file in files("hunspell-sv") or [] if file.name == "sv_SE_expanded.aff"]
    return Dictionary.from_files(str(affixes).removesuffix(".aff"))


def test_every_word_is_in_the_dictionary_or_on_the_projects_list(dictionary: Dictionary, said: dict[str, list[str]]) -> None:
    own = {line for line in OWN.read_text(encoding="utf-8").splitlines() if not line.startswith("#")}
    where = {word: name for name, texts in said.items() for text in texts for word in WORD.findall(CODE.sub(" ", text))}
    wrong = [f"{where[word]}: {word}" for word in sorted(where) if len(word) > 1 and word not in own and not dictionary.lookup(word)]
    assert wrong == []


def test_the_dictionary_knows_a_wrong_word(dictionary: Dictionary) -> None:
    assert dictionary.lookup("försörjningsstöd")
    assert not dictionary.lookup("försörjningstödd")


@pytest.mark.parametrize("word", INSTEAD)
def test_a_councillor_meets_no_word_of_the_trade(word: str, said: dict[str, list[str]]) -> None:
    found = [
        f"{name}: {text.strip()[:80]}"
        for name, texts in said.items()
        for text in texts
        if re.search(rf"(?<![\w-]){word}(?![\w-])", CODE.sub(" ", text), re.IGNORECASE)
    ]
    assert found == [], f"say: {INSTEAD[word]}"
