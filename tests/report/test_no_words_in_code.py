"""No word that a reader meets stands in code: what is left outside the catalogues is counted here, and only becomes less."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from ami_sim.report import words

PACKAGE = words.FOLDER.parents[1]
WORDS = re.compile(r"[^\W\d_]{2,}[,:;.]? [^\W\d_]{2,}|^[A-ZÅÄÖ][a-zåäö]{2,}[:. ]|^[A-ZÅÄÖ][a-zåäö]{3,}$")
# What other packages read, and no reader: styles and places of pictures, addresses, formats.
NOT_SAID = re.compile(
    r"offset points|upper (left|right|center)|lower (left|right)|center (left|right)|outside lower|data:image|bold underline|Software|Agg"
    r"|Callable|axes fraction|default import|svg|^utf|^\s*ami-sim |^Path$"
    r"|\(\?P<|^(Arial|Caption|Heading \d|Normal|Table Grid|List (Number|Bullet))$"
)
# Sentences and words by file that are not in the catalogues yet. A number that is too high fails as one that is too low does.
LEFT: dict[str, int] = {}


def annotations(node: ast.AST) -> list[ast.expr]:
    """Give the annotations of a node."""
    if isinstance(node, ast.FunctionDef):
        return [node.returns] if node.returns else []
    return [node.annotation] if isinstance(node, ast.AnnAssign | ast.arg) and node.annotation else []


def named_types(annotation: ast.expr) -> Iterator[ast.AST]:
    """Give the nodes of an annotation that name types; a call in it, such as an option's, says words."""
    if not isinstance(annotation, ast.Call):
        yield annotation
        for inner in ast.iter_child_nodes(annotation):
            if isinstance(inner, ast.expr):
                yield from named_types(inner)


def said_in(path: Path) -> Iterator[str]:
    """Give the texts in a file's code that hold words; docstrings, type names and what an error says stand apart."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            silent.add(id(node.value))
        if isinstance(node, ast.Raise) or (isinstance(node, ast.Assign) and "__all__" in ast.unparse(node.targets[0])):
            silent |= {id(inner) for inner in ast.walk(node)}
        silent |= {id(inner) for kept in annotations(node) for inner in named_types(kept)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in silent:
            continue
        if WORDS.search(node.value) and not NOT_SAID.search(node.value):
            yield node.value


def counted() -> Counter[str]:
    found: Counter[str] = Counter()
    for room in ("report", "cli"):
        for path in (PACKAGE / room).rglob("*.py"):
            found[path.relative_to(PACKAGE).as_posix()] += sum(1 for _ in said_in(path))
    return +found


def test_words_outside_the_catalogues_only_become_fewer() -> None:
    assert dict(sorted(counted().items())) == LEFT


def test_a_word_in_code_is_found(tmp_path: Path) -> None:
    path = tmp_path / "page.py"
    path.write_text(
        '"""Not said."""\nHEAD = "Net result"\nLINE = f"Files: {HEAD}"\nKEY = "net_result"\nraise ValueError("not said here")\n'
    )
    assert list(said_in(path)) == ["Net result", "Files: "]
