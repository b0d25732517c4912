"""How sharp an experiment's answer is to be, and a search over a grid of options: tables of an experiment file."""

from itertools import product
from typing import Any, Final, Literal, Self

from pydantic import Field, model_validator

from ami_sim.scenario.quantities import MONIES, Count, Money, Share
from ami_sim.scenario.rows import Strict

JOINT: Final = "+"  # between the words of a grid option's name


class Until(Strict):
    """A target: the half-width of the computing interval (95 %) of one measure.

    Give `half_width` ("400 tkr", or a number in the measure's own unit) for the difference from the reference, or `relative` ("5 %") for
    the level under each option. Every option is judged except those marked diagnostic.
    """

    measure: str
    actor: str = ""
    half_width: Money | Count | None = None
    relative: Share | None = None

    @model_validator(mode="after")
    def one_of_two(self) -> Self:
        """Refuse a target with both kinds of width, neither, or one that no computing reaches."""
        if (self.half_width is None) == (self.relative is None):
            raise ValueError("expected either half_width (of the difference from the reference) or relative (of the level)")
        if not self.width > 0:
            raise ValueError(f"a half-width of {self.width:g} is never reached; expected more than 0")
        return self

    @property
    def width(self) -> float:
        """Half-width in the measure's unit, or as a share of the level."""
        return (self.half_width or self.relative).value  # type: ignore[union-attr]

    @property
    def kind(self) -> Literal["absolute", "relative"]:
        """Whether the width is absolute (a difference) or relative (a level)."""
        return "absolute" if self.half_width is not None else "relative"

    @property
    def in_kronor(self) -> bool:
        """Whether the width is written as money."""
        return self.half_width is not None and self.half_width.text.split()[-1] in MONIES


class Precision(Strict):
    """A run in rounds: a pilot, then more parameter draws until every target is met or `at_most` draws are used.

    Runs are what costs: each draw is lived `pilot_replications` times, and more often (`replications_at_most`) when the pilot shows that
    chance outweighs what is not known about the parameters.
    """

    until: tuple[Until, ...] = Field(min_length=1)
    pilot_draws: int = Field(default=50, ge=30)
    pilot_replications: int = Field(default=2, ge=2, le=50)
    replications_at_most: int = Field(default=50, ge=2, le=50)
    per_round: int = Field(default=25, ge=1)
    at_most: int = Field(default=1000, ge=30)

    @model_validator(mode="after")
    def in_order(self) -> Self:
        """Refuse limits below where the pilot starts."""
        if self.at_most < self.pilot_draws:
            raise ValueError(f"at_most is {self.at_most} draws; expected pilot_draws ({self.pilot_draws}) or more")
        if self.replications_at_most < self.pilot_replications:
            least = self.pilot_replications
            raise ValueError(f"replications_at_most is {self.replications_at_most}; expected pilot_replications ({least}) or more")
        return self

    def as_plan(self) -> dict[str, Any]:
        """Give what decides the result, in plain words and numbers, for the manifest."""
        said = [
            {"measure": row.measure, "actor": row.actor, row.kind: (row.half_width or row.relative).text}  # type: ignore[union-attr]
            for row in self.until
        ]
        return {**self.model_dump(exclude={"until"}), "until": said}


class Search(Strict):
    """A grid of options: every unit with every strategy and every value of further figures (`set`: dotted path to values).

    The largest mean of `measure` for `actor` wins. A row is one parameter draw and one set of fates under every option that is left;
    `rows_per_observation` rows are averaged, `first` observations are made before anything is dropped, and `at_most` rows in all. The
    winner is then run again with `again` fresh draws.
    """

    measure: str = "net_result"
    actor: str = "municipality"
    unit: tuple[str, ...] = ()
    strategy: tuple[str, ...] = ()
    set: dict[str, tuple[Any, ...]] = {}
    in_progress: Literal["finish", "suspend"] = "finish"
    discharge: bool = False
    rewrites_history: bool = False
    alpha: float = Field(default=0.05, gt=0, lt=0.5)
    first: int = Field(default=20, ge=10)
    rows_per_observation: int = Field(default=1, ge=1, le=50)
    per_round: int = Field(default=20, ge=1)
    at_most: int = Field(default=400, ge=10)
    again: int = Field(default=100, ge=2)

    @model_validator(mode="after")
    def enough(self) -> Self:
        """Refuse a grid of fewer than two options, and fewer rows than the first stage takes."""
        if len(self.grid()) < 2:
            raise ValueError("the grid has fewer than two options; expected several values of unit, strategy or set")
        least = self.first * self.rows_per_observation
        if self.at_most < least:
            raise ValueError(f"at_most is {self.at_most} rows; expected first times rows_per_observation ({least}) or more")
        return self

    def grid(self) -> dict[str, dict[str, Any]]:
        """Give every combination: the option's name and its table as an experiment file would hold it."""
        axes: list[list[tuple[str, str, dict[str, Any]]]] = []  # word, title, what it sets
        if self.unit:
            axes.append([(unit, f"unit {unit}", {"unit": unit}) for unit in self.unit])
        if self.strategy:
            both = [(name, {"order.mapping": name, "order.places": name}) for name in self.strategy]
            axes.append([(name, f"order {name}", {"from_parting": chosen}) for name, chosen in both])
        for path, values in self.set.items():
            axes.append([(f"{path}={value}", f"{path} = {value}", {"set": {path: value}}) for value in values])
        options = {}
        for combination in product(*axes) if axes else ():
            merged: dict[str, Any] = {"in_progress": self.in_progress, "discharge": self.discharge}
            merged |= {"rewrites_history": True} if self.rewrites_history else {}
            for _, _, table in combination:
                merged |= {key: {**merged.get(key, {}), **value} if isinstance(value, dict) else value for key, value in table.items()}
            merged["title"] = ", ".join(title for _, title, _ in combination)
            options[JOINT.join(word for word, _, _ in combination)] = merged
        return options
