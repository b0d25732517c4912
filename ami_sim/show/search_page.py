"""The page of a search: which option won, which were dropped when, and what the winner gives on fresh luck."""

from dataclasses import asdict, dataclass
from typing import Any

from ami_sim.study.differences import COMPUTING
from ami_sim.study.numbers import scale_for, write_number
from ami_sim.study.uncertainty import CREDIBLE
from ami_sim.study.vocabulary import ACTOR_TITLES, MEASURE_TITLES


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
    """What a search found. Amounts in the measure's unit; `found`: mean and interval ends of the winner's difference, by interval."""

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
    note: str

    def as_dict(self) -> dict[str, Any]:
        """Give the page for scripts."""
        return asdict(self)

    def written(self, value: float, *, signed: bool = False) -> str:
        """Write an amount in the measure's unit."""
        scale = scale_for(self.unit, [value])
        return f"{write_number(value / scale.divisor, scale.decimals, signed=signed)} {scale.unit}"

    def of_what(self) -> str:
        """Name the measure and its payer."""
        payer = ACTOR_TITLES[self.actor]["en"] if self.actor in ACTOR_TITLES else self.actor
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
            mean, low, high = self.found[COMPUTING]
            sentence = (
                f"On {self.again} fresh lives it changes {self.of_what()} by {self.written(mean, signed=True)} against “{self.reference}”"
            )
            sentence += f" (simulation error ±{self.written((high - low) / 2)})."
            if CREDIBLE in self.found:
                _, low, high = self.found[CREDIBLE]
                resolved = low == low
                sentence += (
                    f" What is not known about the parameters: {self.written(low, signed=True)} to {self.written(high, signed=True)} (95 %"
                    " credible interval)."
                    if resolved
                    else " What is not known about the parameters cannot be told from chance with so few lives."
                )
            said.append(sentence)
            if mean < 0:
                said.append(f"That is worse than “{self.reference}”: the best of this grid is not better than leaving it.")
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
            f" more than {delta}: {', '.join(self.close)}. Cost and feasibility decide between them, or a larger at_most."
        )

    def parts(self) -> list[Any]:
        """Give the page for a rich console."""
        from rich.table import Table

        table = Table(title=f"{self.title}: {self.of_what()}", title_justify="left")
        table.add_column("Option")
        for name in ("Rows lived", "Dropped after", "Behind the winner"):
            table.add_column(name, justify="right")
        for row in self.tried:
            behind = "" if row.option == self.winner else self.written(row.behind)
            table.add_row(row.option, str(row.rows), str(row.dropped_after) if row.dropped_after else "left", behind)
        said = [table, "", *self.sentences()]
        return [*said, self.note] if self.note else said
