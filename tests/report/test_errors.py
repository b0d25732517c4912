"""Errors are said in the reader's language: where stands as it is, what is wrong and what was expected come from the catalogue."""

import ast
from collections.abc import Iterator

import pytest

from ami_sim.report import words
from ami_sim.report.errors import EXPECTED, NEAREST, part_said, problem_said, told

PACKAGE = words.FOLDER.parents[1]
LEFT = 90  # sentences of which a part is English in Swedish: what people meet who write Python; it may only become less


def sentences() -> Iterator[tuple[str, str]]:
    """Give every error's sentence that stands in the package, with `x` for each value, and where it stands."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "InputError" and node.args:
                text = written(node.args[0])
                if text:
                    yield text, f"{path.name}:{node.lineno}"


def written(node: ast.expr) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if not isinstance(node, ast.JoinedStr):
        return ""
    parts = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(str(part.value))
        elif isinstance(part, ast.FormattedValue):
            parts.append(' Did you mean "x"?' if "nearest(" in ast.unparse(part.value) else "x")
    return "".join(parts)


def english(sentence: str) -> bool:
    """Say whether a part of a sentence has no Swedish."""
    near = NEAREST.match(sentence)
    problem, _, expected = (near[1] if near else sentence).partition(EXPECTED)
    known = problem_said(problem, "sv") != problem or " " not in problem.rpartition(": ")[2]  # a place, and then a value
    return not known or bool(expected and part_said("e", expected, "sv") is None and expected != "x")


def test_errors_that_are_english_in_swedish_only_become_fewer() -> None:
    found = list(sentences())
    left = [f"{where}: {sentence}" for sentence, where in found if english(sentence)]
    assert len(found) > 200
    assert len(left) <= LEFT, "\n".join(left)


@pytest.mark.parametrize(
    ("sentence", "swedish"),
    [
        (
            '--option: "sixti" is not an option of a.toml. Did you mean "sixty"?',
            '--option: "sixti" är inget alternativ i a.toml. Menade du "sixty"?',
        ),
        ("x.toml: no such file; expected a TOML file", "x.toml: det finns ingen sådan fil; väntat: en TOML-fil"),
        ("--draws: 0; expected 1 or more", "--draws: 0; väntat: 1 eller mer"),
        (
            'a.toml: b: "q" is not known; expected one of c, d. Valid names: c, d.',
            'a.toml: b: "q" är inte känt; väntat: en av c, d. Giltiga namn: c, d.',
        ),
        ("C:\\a: odd: is a folder", "C:\\a: odd: är en mapp"),
        ("nobody has said this; expected the same", "nobody has said this; väntat: samma"),
    ],
)
def test_where_is_kept_and_the_rest_is_said_in_swedish(sentence: str, swedish: str) -> None:
    assert told(sentence, "sv") == swedish
    assert told(sentence, "en") == sentence
