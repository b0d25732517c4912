"""Small faults in a module's functions and constants: another comparison, operator, number, condition or answer."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

COMPARISONS: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
OPERATORS: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
BLIND: Final = (ast.Raise, ast.JoinedStr, ast.Assert)  # what a message says, and what never happens, is no figure


@dataclass(frozen=True)
class Mutant:
    """One fault: where it is, what stood there and what stands there now.

    `owner`: the function by its qualified name, or the constant's name where `constant`; `code`: the module's source with the fault.
    """

    file: Path
    line: int
    owner: str
    constant: bool
    kind: str
    before: str
    after: str
    code: str

    @property
    def name(self) -> str:
        """Say in a line what was changed."""
        return f"{self.file.as_posix()}:{self.line} {self.owner}: {self.kind}: {self.before} -> {self.after}"


def changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Give the ways to spoil a node, each as a kind and a node to put in its place."""
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            spoilt = copy.deepcopy(node)
            spoilt.ops[at] = COMPARISONS[type(operator)]()
            yield "comparison", spoilt
    elif isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in OPERATORS:
        changed = copy.deepcopy(node)
        changed.op = OPERATORS[type(node.op)]()
        yield "arithmetic", changed
    elif isinstance(node, ast.BoolOp):
        joined = copy.deepcopy(node)
        joined.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield "boolean", joined
    elif isinstance(node, ast.UnaryOp) and not isinstance(node.op, ast.UAdd):
        yield "sign" if isinstance(node.op, ast.USub) else "boolean", copy.deepcopy(node.operand)
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield "constant", ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield "constant", ast.Constant(node.value + 1)
    elif isinstance(node, ast.If | ast.IfExp | ast.While):
        turned = copy.deepcopy(node)
        turned.test = ast.UnaryOp(ast.Not(), turned.test)
        yield "condition", turned
    elif isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, ast.Constant):
        yield "answer", ast.Return(ast.Constant(None))


def said(node: ast.AST) -> str:
    """Write a node on one line, cut where it is long."""
    text = " ".join(ast.unparse(ast.fix_missing_locations(copy.deepcopy(node))).split())
    return text if len(text) < 70 else f"{text[:67]}..."


class Finder:
    """Walks a module and lists its mutants."""

    def __init__(self, file: Path, root: Path) -> None:
        self.file, self.tree = file.relative_to(root), ast.parse(file.read_text(encoding="utf-8"))
        self.found: list[Mutant] = []

    def mutants(self) -> list[Mutant]:
        """List every mutant of the module."""
        for statement in self.tree.body:
            if isinstance(statement, ast.AnnAssign | ast.Assign) and statement.value is not None:
                target = statement.target if isinstance(statement, ast.AnnAssign) else statement.targets[0]
                of_types = any(isinstance(node, ast.Subscript | ast.BitOr) for node in ast.walk(statement.value))
                figure = isinstance(statement.value, ast.Constant | ast.Tuple | ast.BinOp) and not of_types
                if isinstance(target, ast.Name) and figure and "SEED" not in target.id:  # another seed is other luck and no fault
                    self._inside(statement, "value", target.id, constant=True)
            elif isinstance(statement, ast.FunctionDef | ast.ClassDef):
                self._owner(statement, statement.name)
        return self.found

    def _owner(self, node: ast.FunctionDef | ast.ClassDef, name: str) -> None:
        for statement in node.body:
            if isinstance(node, ast.ClassDef):
                if isinstance(statement, ast.FunctionDef):
                    self._owner(statement, f"{name}.{statement.name}")
            elif not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)):
                self._children_of(statement, node, name)

    def _children_of(self, statement: ast.stmt, parent: ast.FunctionDef, name: str) -> None:
        parent_list = parent.body
        at = parent_list.index(statement)
        self._spoil(statement, name, False, lambda new: parent_list.__setitem__(at, new))
        self._inside(statement, None, name, constant=False)

    def _inside(self, node: ast.AST, only: str | None, owner: str, *, constant: bool) -> None:
        """Spoil what is inside a node, field by field; annotations, defaults and decorators are left."""
        for field, value in ast.iter_fields(node):
            if (only and field != only) or (
                field in ("annotation", "returns", "decorator_list", "args") and isinstance(node, ast.AnnAssign | ast.FunctionDef | ast.arg)
            ):
                continue
            children = value if isinstance(value, list) else [value]
            for at, child in enumerate(children):
                if not isinstance(child, ast.AST) or isinstance(child, BLIND):
                    continue
                if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
                    continue
                if isinstance(child, ast.keyword) and child.arg == "strict":  # of zip: guards what never happens
                    continue

                def put(new: ast.AST, at: int = at, value: object = value, field: str = field) -> None:
                    if isinstance(value, list):
                        value[at] = new
                    else:
                        setattr(node, field, new)

                self._spoil(child, owner, constant, put)
                self._inside(child, None, owner, constant=constant)

    def _spoil(self, node: ast.AST, owner: str, constant: bool, put: object) -> None:
        assert callable(put)
        for kind, new in changes(node):
            put(ast.copy_location(new, node))
            code = ast.unparse(ast.fix_missing_locations(self.tree))
            shown = new.test if isinstance(new, ast.If | ast.While) else new
            was = node.test if isinstance(node, ast.If | ast.While) else node
            self.found.append(Mutant(self.file, getattr(node, "lineno", 0), owner, constant, kind, said(was), said(shown), code))
            put(node)


def mutants_of(file: Path, root: Path) -> list[Mutant]:
    """List the mutants of a file under a root."""
    return Finder(file, root).mutants()
