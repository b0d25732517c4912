"""What a stay does to somebody's chances, as rows of a file: every path by which the unit can change open work, with a switch.

A path is an uncertain parameter that says what it is when it does nothing (`none`); the switch `use` sets them all: to nothing, to the
cautious ends of their ranges, to their medians, or lets them be drawn. Lock-in, the step effect and the after-effects of workplaces are
not three guesses: they are solved from one total effect (`total_effect.py`), once for each parameter row.
"""

from typing import Literal, Self

from pydantic import Field, ValidationInfo, model_validator

from ami_sim.scenario.quantities import Duration, Factor, Number, Share
from ami_sim.scenario.registry import STEPS, WORKPLACES, vocabulary_of
from ami_sim.scenario.rows import Row

CERTAIN = 1e-6  # how far shares may be from adding up to 1
STRONGEST = 10.0  # the largest after-effect either way, on the log rate: far beyond any that could be meant
FASTEST = 100.0  # the largest factor on advancing a step
Use = Literal["none", "low", "central", "drawn"]


class Typical(Row):
    """The participant on whom totals are defined: share at each step, frailty, age in years, what they live on, time in need."""

    steps: tuple[float, ...]
    frailty: float = Field(gt=0.0)
    age: float = Field(gt=0.0)
    income: str
    need: Duration

    @model_validator(mode="after")
    def _shares(self, info: ValidationInfo) -> Self:
        arrives_with = vocabulary_of(info.context).arrives_with
        if len(self.steps) != STEPS or min(self.steps) < 0 or abs(sum(self.steps) - 1) > CERTAIN:
            raise ValueError(f"steps {list(self.steps)}: expected {STEPS} shares that add up to 1")
        if self.income not in arrives_with:
            raise ValueError(f"income {self.income!r}: expected one of {', '.join(arrives_with)}")
        return self


class Fade(Row):
    """How after-effects fade, gains and losses alike: the share of one (a log rate) that is left a year later.

    It falls in steps: at each of `steps`, times since completion, to its mean until the next one; after the last it stays. `studies`:
    the share that is left of the after-effect of studies.
    """

    kept: Share
    studies: Share
    steps: tuple[Duration, ...] = Field(min_length=1)


class Studies(Row):
    """What completed studies do: `total` as for a stay, in points, at `months` after they ended, by the name of its after-effect.

    `least`: studies of at least this length leave it.
    """

    total: Number
    after: str
    months: float = Field(gt=0.0)
    least: Duration


class Effects(Row):
    """How after-effects and the step effect are solved from total effects.

    `total`: by type of workplace, the net difference in the probability of being in open work, in percentage points, mean over `months`
    after a stay began; `site`: what a group is better or worse than its type, in the same points. `stay`: how long the typical stay is;
    `lock_in`: the factor on finding work during it; `through_steps`: the share of what the stay gives beyond lock-in that comes from
    steps; `advance`: the name of the factor on advancing a step that is solved from it. The after-effect of group g is the parameter
    `after_g`. Solved values stay inside `advance_range` and `after_range` (log rate): a total that cannot be reached there becomes the
    nearest one.
    """

    use: Use = "drawn"
    months: tuple[float, ...] = Field(min_length=1)
    stay: Duration
    lock_in: Factor
    through_steps: Share
    advance: str
    advance_range: tuple[float, float]
    after_range: tuple[float, float]
    total: dict[str, Number] = Field(min_length=1)
    site: dict[str, Number] = {}
    typical: Typical
    fade: Fade | None = None
    studies: Studies | None = None

    @model_validator(mode="after")
    def _ranges(self) -> Self:
        for name, (low, high), most in (("advance_range", self.advance_range, FASTEST), ("after_range", self.after_range, STRONGEST)):
            if not -most <= low < high <= most:
                raise ValueError(f"{name}: {low:g}..{high:g}; expected low < high, none beyond {most:g}")
        if self.advance_range[0] != 1.0:
            raise ValueError(f"advance_range: begins at {self.advance_range[0]:g}; expected 1 (no step effect)")
        if list(self.months) != sorted(set(self.months)):
            raise ValueError(f"months {list(self.months)}: expected increasing months after the stay began")
        return self


def after_of(group: str) -> str:
    """Give the name of a group's after-effect."""
    return f"after_{group}"


class GroupClass(Row):
    """Which type of workplace a group is, when that is uncertain: shares in order, and the uniform parameter that draws one of them."""

    by: Share
    shares: dict[str, float]

    @model_validator(mode="after")
    def _shares(self) -> Self:
        unknown = [name for name in self.shares if name not in WORKPLACES]
        if unknown:
            raise ValueError(f'shares: "{unknown[0]}" is not a type of workplace; expected some of {", ".join(WORKPLACES)}')
        if not self.shares or min(self.shares.values()) < 0 or abs(sum(self.shares.values()) - 1) > CERTAIN:
            raise ValueError(f"shares {self.shares}: expected shares that add up to 1")
        return self

    @property
    def possible(self) -> tuple[str, ...]:
        """The types that some value of the uniform parameter gives: those with a share, and the last, which holds at its end."""
        if not self.by.names:
            return (self.at(self.by.value),)
        *others, last = self.shares
        return (*(name for name in others if self.shares[name] > 0.0), last)

    def at(self, uniform: float) -> str:
        """Give the type of workplace at a value of the uniform parameter."""
        edge = 0.0
        for name, share in self.shares.items():
            edge += share
            if uniform < edge:
                return name
        return name
