"""An uncertain parameter: its prior, and why."""

from datetime import date
from typing import Final, Literal, Self

from pydantic import model_validator

from ami_sim.scenario.rows import Row

UNIFORM: Final = (0.05, 0.5, 0.95)  # the 90 % range and the median of a uniform number


class Parameter(Row):
    """A named uncertain parameter: median and 90 % range of its prior on its own scale, the shape, unit and reason.

    `start` is the hand-set value of draw 0 where it is not the prior median: it has no part in the prior. `none` makes the parameter a
    path by which the unit can change open work: the value at which it changes nothing; `cautious` is the end of its range at which it
    helps least; `sign` says in words which way it may work, `grade` how well it is founded: A a register-based causal study or an
    experiment, B an association in registers or a count, C a survey, D judgement.
    """

    median: float
    low: float
    high: float
    shape: Literal["lognormal", "normal", "logitnormal", "uniform", "fixed"]
    start: float | None = None
    unit: str
    why: str
    set_on: date
    learns: Literal["counts", "stock", "prior"] = "prior"
    evidence: tuple[str, ...] = ()
    none: float | None = None
    cautious: Literal["low", "median", "high"] = "low"
    sign: str = ""
    grade: Literal["A", "B", "C", "D", ""] = ""

    def used(self, use: str, drawn: float) -> float:
        """Give the value of a path under the switch of effects; a parameter that is no path keeps the drawn one."""
        if self.none is None or use == "drawn":
            return drawn
        cautious = {"low": self.low, "median": self.median, "high": self.high}[self.cautious]
        return {"none": self.none, "low": cautious, "central": self.first}[use]

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low <= self.median <= self.high:
            raise ValueError(f"low {self.low:g} <= median {self.median:g} <= high {self.high:g} does not hold")
        if self.shape == "lognormal" and self.low <= 0:
            raise ValueError(f"a lognormal prior needs low over 0, got {self.low:g}")
        if self.shape == "logitnormal" and not 0 < self.low <= self.high < 1:
            raise ValueError("a logit-normal prior needs a range inside 0 and 1")
        if self.shape == "uniform" and (self.low, self.median, self.high) != UNIFORM:
            raise ValueError("a uniform prior goes from 0 to 1; expected " + "low {}, median {}, high {}".format(*UNIFORM))
        return self

    @property
    def first(self) -> float:
        """The value of draw 0: `start`, or the prior median."""
        return self.median if self.start is None else self.start
