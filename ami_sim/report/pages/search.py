"""The page of a search: which option won, which were dropped when, and what the winner gives on fresh luck."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from ami_sim.analysis.differences import COMPUTING
from ami_sim.analysis.uncertainty import CREDIBLE
from ami_sim.report.number_formats import scale_for, write_number
from ami_sim.report.vocabulary import MEASURE_TITLES
from ami_sim.report.words import actor_title

COLUMNS: Final = ("Option", "Rows lived", "Dropped after", "Behind the winner")
NAMED: Final = 3  # options that one sentence names


@dataclass(frozen=True)
class Tried:
    """One option of the grid. rows: lived; dropped_after: rows when it was dropped (0: never); behind: the winner, mean over its rows."""

    option: str
    title: str
    rows: int
    dropped_after: int
    behind: float


@dataclass(frozen=True)
class SearchPage:
    """What a search found. Amounts in the measure's unit; `found`: mean and interval ends of the winner's difference, by interval.

    `paid`: the same of the municipality's net result, kr; nothing when that is the measure.
    """

    title: str
    measure: str
    actor: str
    unit: str
    delta: float
    alpha: float
    reference: str
    winner: str
    settled: bool
    survivors: tuple[str, ...]
    close: tuple[str, ...]
    tried: tuple[Tried, ...]
    rounds: tuple[dict[str, Any], ...]
    spent: int
    factorial: int
    again: int
    found: dict[str, tuple[float, float, float]]
    paid: dict[str, tuple[float, float, float]]
    note: str

    def as_dict(self) -> dict[str, Any]:
        """Give the page for scripts."""
        return asdict(self)

    @classmethod
    def from_dict(cls, found: Mapping[str, Any]) -> "SearchPage":
        """Read a page that `as_dict` gave and JSON kept."""
        lists = {name: tuple(found[name]) for name in ("survivors", "close", "rounds")}
        ends = {name: {kind: tuple(each) for kind, each in found[name].items()} for name in ("found", "paid")}
        return cls(**{**found, **lists, **ends, "tried": tuple(Tried(**row) for row in found["tried"])})

    @property
    def alike(self) -> list[str]:
        """The options that are not shown worse than the winner by more than delta, the nearest first."""
        return [row.option for row in self.tried if row.option in self.close]

    def written(self, value: float, *, signed: bool = False) -> str:
        """Write an amount in the measure's unit."""
        return in_unit(value, self.unit, signed=signed)

    def difference(self, found: Mapping[str, tuple[float, float, float]], unit: str) -> str:
        """Write a difference with its simulation error and, where draws carry one, what is not known about the parameters."""
        mean, low, high = found[COMPUTING]
        said = f"{in_unit(mean, unit, signed=True)} (simulation error ±{in_unit((high - low) / 2, unit)}"
        if CREDIBLE not in found:
            return f"{said})"
        _, low, high = found[CREDIBLE]
        ends = f"{in_unit(low, unit, signed=True)} to {in_unit(high, unit, signed=True)}, 95 % credible interval"
        return f"{said}; {ends if low == low else 'what is not known about the parameters cannot be told from chance with so few lives'})"

    def of_what(self) -> str:
        """Name the measure and its payer."""
        payer = actor_title("en", self.actor)
        measure = MEASURE_TITLES[self.measure]["en"] if self.measure in MEASURE_TITLES else self.measure
        return f"{measure}, {payer}" if payer else measure

    def sentences(self) -> list[str]:
        """Say what was found, how sure that is, and what it cost in lives."""
        said = [self.verdict()]
        near = [row.option for row in self.tried if row.dropped_after and row.behind < self.delta]
        if near:
            said.append(f"Dropped, but behind by less than {self.written(self.delta)} on the lives they shared: {', '.join(near)}.")
        if self.winner == self.reference or COMPUTING not in self.found:
            said.append("The winner is the reference itself: there is no difference to estimate.")
        else:
            told = f"On {self.again} fresh lives it changes {self.of_what()} by {self.difference(self.found, self.unit)}"
            said.append(f"{told} against “{self.reference}”.")
            if self.found[COMPUTING][0] < 0:
                said.append(f"That is worse than “{self.reference}”: the best of this grid is not better than leaving it.")
            if self.paid:
                said.append(f"The municipality's net result changes by {self.difference(self.paid, 'kr')}.")
        saved = 1 - self.spent / self.factorial
        said.append(f"{self.spent} lives were spent; the whole grid to the same row would be {self.factorial} ({saved:.0%} saved).")
        return said

    def verdict(self) -> str:
        """Say which option won, and with what guarantee."""
        chance, delta = f"{1 - self.alpha:.0%}", self.written(self.delta)
        if self.settled:
            return (
                f"{self.winner} has the largest mean. If one option leads all others by {delta} or more, it is the one chosen in"
                f" {chance} of such searches; a smaller lead is not worth a decision. That covers the luck of the simulation, not what is"
                " not known about the parameters."
            )
        return (
            f"Not settled: rows ran out with {len(self.survivors)} options left. {self.winner} has the largest mean; not shown worse by"
            f" more than {delta}: {', '.join(self.alike)}. Cost and feasibility decide between them, or a larger at_most."
        )

    def brief(self) -> str:
        """Say in one sentence which option is best, and which others cannot be told from it by more than delta."""
        others = [name for name in self.alike if name != self.winner]
        what, _, payer = (part[:1].lower() + part[1:] if part[1:2].islower() else part for part in self.of_what().rpartition(", "))
        said = f"`{self.winner}` of {len(self.tried)} has the largest mean {what or payer}{f' ({payer})' if what else ''}"
        if not others:
            return f"{said}; no other is left within {self.written(self.delta)} of it"
        named = ", ".join(f"`{name}`" for name in others[:NAMED]) + (f" and {len(others) - NAMED} more" if len(others) > NAMED else "")
        return f"{said}; not shown worse by more than {self.written(self.delta)}: {named}"

    def rows(self) -> list[tuple[str, str, str, str]]:
        """Write a line for each option tried, under `COLUMNS`."""
        return [
            (
                row.option,
                str(row.rows),
                str(row.dropped_after) if row.dropped_after else "left",
                "" if row.option == self.winner else self.written(row.behind),
            )
            for row in self.tried
        ]

    def as_markdown(self) -> str:
        """Give the table and the sentences for a page."""
        lines = [COLUMNS, ("---", "---:", "---:", "---:"), *((f"`{name}`", *rest) for name, *rest in self.rows())]
        table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        return "\n\n".join([*self.sentences(), table, *([self.note] if self.note else [])])

    def parts(self) -> list[Any]:
        """Give the page for a rich console."""
        from rich.table import Table

        table = Table(title=f"{self.title}: {self.of_what()}", title_justify="left")
        for name in COLUMNS:
            table.add_column(name, justify="left" if name == COLUMNS[0] else "right")
        for row in self.rows():
            table.add_row(*row)
        said = [table, "", *self.sentences()]
        return [*said, self.note] if self.note else said


def in_unit(value: float, unit: str, *, signed: bool = False) -> str:
    """Write an amount in a unit."""
    scale = scale_for(unit, [value])
    return f"{write_number(value / scale.divisor, scale.decimals, signed=signed)} {scale.unit}"
