"""Figures with units: "4.8 weeks", "0.155 per month", "470 tkr per year", "25 %" or an expression over named parameters.

An expression may use the uncertain parameters of the priors file by name, `+ - * / **`, and `exp log sqrt min max`;
it is evaluated at one parameter row (theta) when a scenario is lowered, never earlier.
"""

import ast
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType
from typing import Annotated, Any, Final

import numpy as np
from numpy.typing import NDArray
from pydantic import BeforeValidator

MONTH: Final = 365.25 / 12  # days
YEAR: Final = 365.25  # days
TIMES: Final = {"day": 1.0, "week": 7.0, "month": MONTH, "year": YEAR}
MONIES: Final = {"kr": 1.0, "tkr": 1e3, "mnkr": 1e6}
FUNCTIONS: Final = {"exp": math.exp, "log": math.log, "sqrt": math.sqrt, "min": min, "max": max}
NAMESPACE: Final = {"__builtins__": {}, **FUNCTIONS}  # what an expression may call, besides parameters
ALLOWED: Final = (ast.Expression, ast.BinOp, ast.UnaryOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.USub)


LONGEST_FIGURE: Final = 300  # characters; more is no figure that anybody has written


@lru_cache(maxsize=4096)
def compiled(expression: str) -> tuple[CodeType, frozenset[str]]:
    """Compile an arithmetic expression and list the parameter names in it; ValueError for anything but arithmetic."""
    if len(expression) > LONGEST_FIGURE:
        raise ValueError(f"a figure of {len(expression)} characters; expected at most {LONGEST_FIGURE}")
    try:
        tree = ast.parse(expression.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ValueError(f'"{expression}" is not a number or an arithmetic expression') from error
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if not (isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS and not node.keywords):
                raise ValueError(f'"{expression}" calls something other than {", ".join(FUNCTIONS)}')
        elif isinstance(node, ast.Name):
            names.add(node.id)
        elif isinstance(node, ast.Constant):
            if isinstance(node.value, bool) or not isinstance(node.value, int | float):
                raise ValueError(f'"{expression}" is not a number or an arithmetic expression')
            node.value = in_floats(node.value, expression)
        elif not isinstance(node, (*ALLOWED, ast.Load)):
            raise ValueError(f'"{expression}" is not a number or an arithmetic expression')
    return compile(tree, "<figure>", "eval"), frozenset(names - set(FUNCTIONS))


def in_floats(value: int | float, expression: str) -> float:
    """Give a number as a float, so that 9**9**9 overflows at once and does not fill the memory with digits."""
    try:
        return float(value)
    except OverflowError as error:
        raise ValueError(f'"{expression}" holds a number that is too large') from error


@lru_cache(maxsize=4096)
def constant(expression: str) -> float:
    """Evaluate an expression that names no parameter, once."""
    return float(eval(compiled(expression)[0], NAMESPACE))


@dataclass(frozen=True)
class Quantity:
    """A figure as written (`text`), its expression and the factor that brings it to days, kr or kr per day."""

    text: str
    expression: str
    factor: float
    lowest: float
    highest: float

    @property
    def names(self) -> frozenset[str]:
        """The uncertain parameters this figure depends on."""
        return compiled(self.expression)[1]

    def at(self, theta: Mapping[str, float]) -> float:
        """Evaluate at one parameter row; ValueError when the value is outside what the figure can mean."""
        code, names = compiled(self.expression)
        try:
            value = (constant(self.expression) if not names else float(eval(code, NAMESPACE, theta))) * self.factor
        except (ArithmeticError, TypeError, ValueError) as error:
            raise ValueError(f'"{self.text}" cannot be evaluated: {error}') from error
        if not math.isfinite(value):
            raise ValueError(f'"{self.text}" is {value:g}; expected a finite number')
        if not self.lowest <= value <= self.highest:
            low, high = self.lowest / self.factor, self.highest / self.factor
            raise ValueError(f'"{self.text}" is {value / self.factor:g}; expected {low:g} to {high:g}')
        return value

    def over(self, columns: Mapping[str, NDArray[np.float64]], rows: int) -> NDArray[np.float64]:
        """Evaluate at many parameter rows [row], a column a parameter: the same bits as `at` each; ValueError as there."""
        code, names = compiled(self.expression)
        if not names:
            return np.full(rows, self.value)
        if names.issuperset(code.co_names) and "**" not in self.expression:  # plain sums and products are the same for many at once
            with np.errstate(all="ignore"):
                found: NDArray[np.float64] = eval(code, NAMESPACE, columns) * self.factor
            if ((self.lowest <= found) & (found <= self.highest) & np.isfinite(found)).all():
                return found
        return np.array([self.at({name: float(columns[name][i]) for name in names}) for i in range(rows)])

    @property
    def value(self) -> float:
        """The value of a figure that depends on no parameter."""
        return self.at({})


def _units(kind: str) -> dict[str, float]:
    """Every unit of a kind and what one of it is in days, per day, kr or kr per day."""
    times = {word: days for name, days in TIMES.items() for word in (name, name + "s")}
    per = {f"per {name}": 1 / days for name, days in TIMES.items()}
    if kind == "duration":
        return times
    if kind == "rate":
        return per
    if kind == "money":
        return dict(MONIES)
    if kind == "money rate":
        return {f"{unit} {time}": amount * rate for unit, amount in MONIES.items() for time, rate in per.items()}
    return {"%": 0.01, "": 1.0} if kind == "share" else {"": 1.0}


def parse(kind: str, lowest: float, highest: float) -> BeforeValidator:
    """Give a validator that reads a figure of one kind and says which units it may have."""
    units = _units(kind)
    bare = "" in units

    def read(raw: Any) -> Quantity:
        if isinstance(raw, Quantity):
            return raw
        if isinstance(raw, bool) or not isinstance(raw, int | float | str):
            raise ValueError(f"expected a {kind}, got {raw!r}")
        return written(raw)

    @lru_cache(maxsize=4096, typed=True)  # every option's scenario holds the same figures
    def written(raw: float | str) -> Quantity:
        if isinstance(raw, float) and not math.isfinite(raw):
            raise ValueError(f"expected a finite {kind}")
        if isinstance(raw, int | float):
            if not bare:
                raise ValueError(f"a {kind} needs a unit: write it as text, for example {example!r}")
            try:
                text, expression, factor = f"{raw}", repr(float(raw)), 1.0
            except (OverflowError, ValueError) as error:
                raise ValueError(f"a {kind} that is too large; expected at most {highest:g}") from error
        else:
            text = raw.strip()
            unit = max((u for u in units if u and text.endswith(" " + u)), key=len, default="")
            if not unit and text.endswith("%") and "%" in units:
                unit = "%"
            if not unit and not bare:
                raise ValueError(f"{text!r} has no unit of a {kind}; expected one of: {', '.join(sorted(units))}")
            expression, factor = text.removesuffix(unit).strip(), units[unit]
        _, names = compiled(expression)
        quantity = Quantity(text, expression, factor, lowest, highest)
        if not names:
            quantity.at({})
        return quantity

    example = {"duration": "6 months", "rate": "0.1 per month", "money": "250 tkr", "money rate": "19300 kr per month"}.get(kind, "0.5")
    return BeforeValidator(read)


# What a figure can mean at all. Beyond it stands a slip of the pen: a unit too many, an exponent, a sign.
LONGEST_TIME: Final = 10_000 * YEAR  # days; closed forms say "never" with a thousand years
MOST_OFTEN: Final = 10.0  # times a day that anything may happen to one person
MOST_COME: Final = 1e4  # persons a day through one door
MOST_MONEY: Final = 1e12  # kr
MOST_A_DAY: Final = 1e9  # kr
MOST_TIMES: Final = 1e6  # what a figure may be multiplied by
MOST: Final = 1e6  # of anything that is counted
FURTHEST: Final = 1e9  # a number without a unit, either way
Duration = Annotated[Quantity, parse("duration", 0.0, LONGEST_TIME)]  # days
Rate = Annotated[Quantity, parse("rate", 0.0, MOST_COME)]  # per day
PersonalRate = Annotated[Quantity, parse("rate", 0.0, MOST_OFTEN)]  # per day, of one person
Money = Annotated[Quantity, parse("money", -MOST_MONEY, MOST_MONEY)]  # kr
Cap = Annotated[Quantity, parse("money", 0.0, MOST_MONEY)]  # kr, never below 0
MoneyRate = Annotated[Quantity, parse("money rate", 0.0, MOST_A_DAY)]  # kr per day
Share = Annotated[Quantity, parse("share", 0.0, 1.0)]
Factor = Annotated[Quantity, parse("factor", 0.0, MOST_TIMES)]
Variance = Annotated[Quantity, parse("variance", 0.0, 100.0)]  # of a factor with mean 1
Count = Annotated[Quantity, parse("count", 0.0, MOST)]
Hours = Annotated[Quantity, parse("count", 100.0, 3000.0)]  # of work a year, of a full-time post
Number = Annotated[Quantity, parse("number", -FURTHEST, FURTHEST)]
