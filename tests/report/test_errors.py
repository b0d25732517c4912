"""Errors are said in the reader's language: where stands as it is, what is wrong and what was expected come from the catalogue."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ami_sim.report import words
from ami_sim.report.errors import EXPECTED, NEAREST, part_said, problem_said, told

PACKAGE = words.FOLDER.parents[1]
ERRORS_OF_FILES = ("scenario", "model", "calibration")  # rooms whose ValueErrors reach people through whoever reads the file
ONLY_VALUES = re.compile(r"(^|: )(x|x( x|, x|\.\.x)+|[^ ]*)$")  # a place, and then values
NEVER_SENTENCES = ("explain", "_explain")  # what pydantic found, in sentences of its own


def sentences(root: Path = PACKAGE) -> Iterator[tuple[str, str]]:
    """Give every error's sentence that stands in the package, with `x` for each value, and where it stands; no sentence: "?"."""
    for path in sorted(root.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        fixed = {name: text for node in tree.body for name, text in constants(node)}
        kinds = ("InputError", "ValueError") if path.relative_to(root).parts[0] in ERRORS_OF_FILES else ("InputError",)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in kinds and node.args:
                yield from ((text, f"{path.name}:{node.lineno}") for text in written(node.args[0], fixed))


def constants(node: ast.stmt) -> Iterator[tuple[str, str]]:
    """Give a text that a module names, by its name."""
    named = [node.target] if isinstance(node, ast.AnnAssign) else node.targets if isinstance(node, ast.Assign) else []
    value = getattr(node, "value", None)
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield from ((name.id, value.value) for name in named if isinstance(name, ast.Name))


def written(node: ast.expr, fixed: dict[str, str]) -> list[str]:
    """Write a text as it stands in code: `x` for what is known at a run only, and one text for each way that a condition may go."""
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.Name):
        return [fixed.get(node.id, "?")]
    if isinstance(node, ast.IfExp):
        return written(node.body, fixed) + written(node.orelse, fixed)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [a + b for a in written(node.left, fixed) for b in written(node.right, fixed)]
    if isinstance(node, ast.Call):
        called = node.func
        if isinstance(called, ast.Attribute) and called.attr == "format":
            return [re.sub(r"\{[^{}]*\}", "x", text) for text in written(called.value, fixed)]
        if isinstance(called, ast.Attribute) and called.attr == "replace":
            return written(called.value, fixed)
        if isinstance(called, ast.Name) and called.id == "nearest":
            return [' Did you mean "x"?']
        return [] if isinstance(called, ast.Name) and called.id in NEVER_SENTENCES else ["?"]
    if not isinstance(node, ast.JoinedStr):
        return ["?"]
    texts = [""]
    for part in node.values:
        value = part.value if isinstance(part, ast.FormattedValue) else part
        texts = [text + ("x" if end == "?" else end) for text in texts for end in written(value, fixed)]
    return texts


def english(sentence: str) -> bool:
    """Say whether a part of a sentence has no Swedish: no pattern is it, or four of its words in a row are left as they were."""
    near = NEAREST.match(sentence)
    problem, _, expected = (near[1] if near else sentence).partition(EXPECTED)
    known = problem_said(problem, "sv") != problem or ONLY_VALUES.search(problem)
    if not known or bool(expected and part_said("e", expected, "sv") is None and expected != "x"):
        return True
    swedish = f" {told(sentence, 'sv')} "
    said = re.findall(r"[a-z]{2,}", sentence)
    return any(f" {' '.join(run)} " in swedish for run in zip(*(said[at:] for at in range(4)), strict=False))


def test_no_error_is_english_in_swedish() -> None:
    found = list(sentences())
    left = [f"{where}: {sentence}" for sentence, where in found if english(sentence)]
    assert len(found) > 400
    assert left == [], "give each part a pair in locale/en/errors.ftl and locale/sv/errors.ftl"


def test_an_error_without_its_words_is_found(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "new.py").write_text(
        "GO = \"go on elsewhere\"\nraise InputError(f\"{a}: the moon is {b}{' or so' if c else ''}; expected {d}.{nearest(e, f)}\")\n"
        'raise ValueError(f"{a}: missing; {GO}")\nraise InputError(about(a))\n'
    )
    found = [sentence for sentence, _ in sentences(tmp_path)]
    assert found == [
        'x: the moon is x or so; expected x. Did you mean "x"?',
        'x: the moon is x; expected x. Did you mean "x"?',
        "x: missing; go on elsewhere",
        "?",
    ]
    assert [english(sentence) for sentence in found[:3]] == [True, True, True]


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
        (
            'option mine: life.x: "q" is 3; expected 0 to 1, at draw 4',
            'option mine: life.x: "q" är 3; väntat: 0 till 1, vid uppsättning 4 av antagandena',
        ),
        ("life.x: expected a money rate, got [] (value [])", "life.x: väntat: ett belopp per tid, inte [] (värdet [])"),
        ("too many stages: 128; expected at most 127", "för många stadier: 128; väntat: högst 127"),
        (
            "--parameters posterior: c/p: no such file; run `ami-sim calibrate c`, or choose --parameters median or prior",
            "--parameters posterior: c/p: det finns ingen sådan fil; kör ami-sim calibrate c,"
            " eller välj `--parameters median` eller `--parameters prior`",
        ),
        (
            "--cluster: tcp://a: the scheduler is gone; what is finished is kept, go on with --resume",
            "--cluster: tcp://a: schemaläggaren är borta; det som är klart finns kvar, fortsätt med --resume",
        ),
    ],
)
def test_where_is_kept_and_the_rest_is_said_in_swedish(sentence: str, swedish: str) -> None:
    assert told(sentence, "sv") == swedish
    assert told(sentence, "en") == sentence
