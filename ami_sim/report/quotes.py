"""What a page may quote from results: numbers with their intervals, never typed, and words that say no more than they carry."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from math import isnan
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ami_sim.analysis.break_even import MADE, REGULAR, BreakEven, break_even
from ami_sim.analysis.estimate import Estimate, Runs, estimate
from ami_sim.analysis.ratio import Ratio, ratio_of
from ami_sim.analysis.uncertainty import CREDIBLE, resolved, shrunk
from ami_sim.record.monthly import BESIDE
from ami_sim.report.backgrounds import group_title
from ami_sim.report.notes import said_of
from ami_sim.report.number_formats import (
    HARD_SPACE,
    MNKR_TENTHS_FROM,
    Scale,
    scale_for,
    smallest_percent,
    write_number,
    write_scaled,
    write_span,
    write_unit,
)
from ami_sim.report.option_titles import option_titles, quoted
from ami_sim.report.render.markdown import escaped
from ami_sim.report.vocabulary import measure_title
from ami_sim.report.words import Language, actor_title, say, shipped
from ami_sim.runs.store import read_frame, read_manifest

NET, MUNICIPALITY = "net_result", "municipality"
FULL = 0.95  # use above which a limit is said to be full
LIMITS = {"": "places", "limit:mapping": "slots", "limit:cases": "cases", "limit:wage_money": "wage-money"}  # messages, by group
CALM = 12  # months at the end in which a queue has to be as in the reference before it counts as recovered
Row = tuple[str, str] | tuple[str, str, str]  # measure, actor and, where there are groups, group


@dataclass(frozen=True)
class Quotes:
    """The results of one run of an experiment, as templates quote them. Differences are against `reference` unless `against` is given.

    A name that is not in the results raises KeyError, so that a page can never be filled with nothing.
    """

    folder: Path
    language: Language = "en"

    def _say(self, key: str, **values: Any) -> str:
        return say(self.language, f"quotes.{key}", **values)

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """Give what decided the results."""
        return read_manifest(self.folder)

    @cached_property
    def measures(self) -> pd.DataFrame:
        """Give every run's numbers."""
        return read_frame(self.folder, "measures.parquet", self.manifest)

    @cached_property
    def numbers(self) -> Runs:
        """Give the same numbers, found by what they are of."""
        return Runs(self.measures)

    def with_draws_of(self, other: "Quotes") -> "Quotes":
        """Give the same results from no more draws than another run has, so that the two can be set side by side draw by draw."""
        same = Quotes(self.folder, self.language)
        draws = self.measures["draw"].to_numpy()
        object.__setattr__(same, "measures", self.measures[draws <= other.measures["draw"].max()])
        return same

    @cached_property
    def monthly(self) -> pd.DataFrame:
        """Give bands by month."""
        return read_frame(self.folder, "monthly.parquet", self.manifest)

    @cached_property
    def summary(self) -> pd.DataFrame:
        """Give levels and differences with their intervals, and the ratios made of them."""
        return read_frame(self.folder, "summary.csv", self.manifest)

    @cached_property
    def budget_rows(self) -> pd.DataFrame:
        """Give the budget years."""
        return read_frame(self.folder, "budget.csv", self.manifest)

    @property
    def reference(self) -> str:
        """Name the option that others are compared with."""
        return str(self.manifest["reference"])

    @property
    def question(self) -> str:
        """Give what the experiment asks."""
        return shipped(self.language, str(self.manifest["question"]))

    @property
    def options(self) -> list[str]:
        """Name the options in the order of the file."""
        return [str(name) for name in self.manifest["plan"]["options"]]

    @property
    def note(self) -> str:
        """Say what a reader should know about the run."""
        return said_of(self.manifest, self.language)

    @property
    def runs(self) -> str:
        """Say how many draws and replications the numbers rest on."""
        plan = self.manifest["plan"]
        size = {name: str(plan[name]) for name in ("draws", "replications", "seed")}
        return self._say(f"runs-{plan['parameters']}", **size)

    def of(self, option: str, measure: str = NET, actor: str = MUNICIPALITY, group: str = "", against: str | None = None) -> Estimate:
        """Sum up a difference from `against` (default: the reference; "" for the level)."""
        other = self.reference if against is None else against
        return self.numbers.compared(option, other, measure, actor, group)

    def quote(self, option: str, measure: str = NET, actor: str = MUNICIPALITY, group: str = "", against: str | None = None) -> str:
        """Write mean and 95 % credible interval: `-44.9 mnkr (-52.8 to -38.0)`; one that holds chance too says so."""
        return written(self.of(option, measure, actor, group, against), language=self.language, signed=against != "")

    def level(self, option: str, measure: str, actor: str = "", group: str = "") -> str:
        """Write a level with its interval."""
        return self.quote(option, measure, actor, group, "")

    def one_future(self, option: str, measure: str = NET, actor: str = MUNICIPALITY, against: str | None = None) -> str:
        """Write where a single future may lie."""
        found = self.of(option, measure, actor, "", against)
        if isnan(found.lowest):
            return self._say("not-resolved")
        scale = _scale(found, (found.lowest, found.highest))
        span = write_span(found.lowest, found.highest, scale, self.language, signed=against != "")
        return f"{span}{HARD_SPACE}{write_unit(scale.unit, self.language)}"

    def computing(self, option: str, measure: str = NET, actor: str = MUNICIPALITY, against: str | None = None) -> str:
        """Write what more runs would remove: half the width of the interval for computing error, `±0.7 mnkr`."""
        found = self.of(option, measure, actor, "", against)
        if isnan(found.half):
            return self._say("one-run")
        scale = scale_for(found.unit, [found.half])
        return f"±{write_scaled(found.half, scale, self.language)}{HARD_SPACE}{write_unit(scale.unit, self.language)}"

    def gap(self, more: tuple[str, str], less: tuple[str, str], measure: str = NET, actor: str = MUNICIPALITY) -> str:
        """Write how much larger one difference (option, against) is than another, paired run by run."""
        runs = [self.numbers.of(name, measure, actor)[0] for name in (*more, *less)]
        unit = self.numbers.of(more[0], measure, actor)[1]
        return written(estimate(runs[0] - runs[1] - runs[2] + runs[3], unit), language=self.language, signed=True)

    def beyond(self, other: "Quotes", option: str, measure: str = NET, actor: str = MUNICIPALITY) -> str:
        """Write how much larger the difference from the reference is here than in another run of the same draws, paired run by run."""
        runs = [[each.numbers.of(name, measure, actor)[0] for name in (option, each.reference)] for each in (self, other)]
        unit = self.numbers.of(option, measure, actor)[1]
        return written(estimate(runs[0][0] - runs[0][1] - runs[1][0] + runs[1][1], unit), language=self.language, signed=True)

    def full(self, option: str, group: str) -> str:
        """Write in what share of futures a limit is full: over `FULL` of it in use on average after the parting."""
        runs, _ = self.numbers.of(option, "utilisation", "", group)
        return _share(float((runs[~np.isnan(runs)] > FULL).mean()), runs.size, self.language)

    def chance(self, option: str, measure: str = NET, actor: str = MUNICIPALITY, against: str | None = None) -> str:
        """Write how probable it is that the expected difference is above 0, given what is believed: `2 %`, `under 1 %`."""
        found = self.of(option, measure, actor, "", against)
        return _share(found.chance, found.draws, self.language)

    def agree(self, option: str, more: Row, less: Row, against: str | None = None) -> str:
        """Write how probable it is that in one and the same draw `more` is higher and `less` is lower than in the other option."""
        other = self.reference if against is None else against
        means = []
        for measure, actor, *group in (more, less):
            runs = [self.numbers.of(name, measure, actor, *group)[0] for name in (option, other)]
            difference = (runs[0] - runs[1])[None]
            if not resolved(difference)[0]:
                return self._say("not-resolved")
            means.append(shrunk(difference)[0])
        return _share(float(((means[0] > 0) & (means[1] < 0)).mean()), len(means[0]), self.language)

    def verdict(self, option: str, measure: str = NET, actor: str = MUNICIPALITY, against: str | None = None, words: str = "") -> str:
        """Say "more than", "less than" or "cannot be told apart from"; `words`: other words, `more|less|alike`."""
        more, less, alike = words.split("|") if words else (self._say(key) for key in ("more", "less", "alike"))
        found = self.of(option, measure, actor, "", against)
        return alike if not found.told_apart else more if found.mean > 0 else less

    def sign_beside(self, other: "Quotes", option: str, measure: str = NET, actor: str = MUNICIPALITY, against: str | None = None) -> str:
        """Say whether a difference has the same sign in another run of the question, turns, or is not told from nothing in one of them."""
        mine, theirs = (each.of(option, measure, actor, "", against) for each in (self, other))
        if not (mine.told_apart and theirs.told_apart):
            return self._say("sign-open")
        return self._say("sign-same" if (mine.mean > 0) == (theirs.mean > 0) else "sign-turns")

    def largest(self, options: Iterable[str], measure: str = NET, actor: str = MUNICIPALITY) -> list[str]:
        """List the options whose expected value cannot be told apart from the largest (paired, 95 % credible), the largest first."""
        means = {option: self.of(option, measure, actor, "", "").mean for option in options}
        best = max(means, key=means.__getitem__)
        alike = [name for name in means if name != best and not self.of(name, measure, actor, "", best).told_apart]
        return [best, *sorted(alike, key=lambda name: -means[name])]

    def above(self, options: Iterable[str], measure: str = NET, actor: str = MUNICIPALITY, against: str | None = None) -> list[str]:
        """List the options whose expected difference is above 0 and can be told apart from it."""
        found = {name: self.of(name, measure, actor, "", against) for name in options}
        return [name for name, each in found.items() if each.told_apart and each.mean > 0]

    def title(self, option: str) -> str:
        """Give an option's title."""
        return escaped(shipped(self.language, str(self.manifest["titles"][option])))

    def name(self, option: str) -> str:
        """Give an option's title as short as tells it from the others."""
        return escaped(option_titles(self.manifest["titles"], self.language)[option])

    def names(self, options: Iterable[str]) -> str:
        """List options by their short titles."""
        return ", ".join(quoted(self.name(option), self.language) for option in options)

    def table(self, rows: Iterable[Row], options: Iterable[str] | None = None, against: str | None = None, level: bool = False) -> str:
        """Write a Markdown table: a row a measure, a column an option; differences from the reference, or levels."""
        other = "" if level else self.reference if against is None else against
        names = [name for name in (options or self.options) if name != other]
        lines = [["", *map(self.name, names)], ["---"] + ["---:"] * len(names)]
        for measure, actor, *group in rows:
            found = [self.of(name, measure, actor, group[0] if group else "", other) for name in names]
            cells = (written(each, language=self.language, signed=not level) for each in found)
            lines.append([row_title(measure, actor, *group, language=self.language), *cells])
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)

    def gains(self, measure: str, options: Iterable[str], groups: Iterable[str]) -> str:
        """Write a Markdown table of who gains: a measure's difference per person followed, a row a background, a column an option."""
        from ami_sim.report.quoted_gains import gains_table  # what only pages on backgrounds need

        return gains_table(
            self.measures, [(name, self.name(name)) for name in options], self.reference, measure, list(groups), self.language
        )

    def at_month(self, option: str, measure: str, month: str, decimals: int = 0) -> str:
        """Write the mean of a monthly figure and where one future in twenty is below and above: `12 (0 to 40)`."""
        row = self._month(option, measure, month)
        mean, low, high = (write_number(float(row[name]), decimals, self.language) for name in ("mean", "q05", "q95"))
        return self._say("spread", middle=mean, low=low, high=high)

    def mean_at(self, option: str, measure: str, month: str, decimals: int = 0) -> str:
        """Write the mean of a monthly figure alone."""
        return write_number(float(self._month(option, measure, month)["mean"]), decimals, self.language)

    def beside_at(self, option: str, measure: str, month: str) -> str:
        """Write what a monthly figure differs by from the reference, run by run: the mean, and where one future in twenty is beyond."""
        row = self._month(option, f"{BESIDE}{measure}", month)
        mean, low, high = (write_number(float(row[name]), 1, self.language, signed=True) for name in ("mean", "q05", "q95"))
        return self._say("spread", middle=mean, low=low, high=high)

    def months_until(self, option: str, measure: str, near: float, since: str, against: str | None = None) -> str:
        """Say how many months from `since` the mean of a monthly figure takes to come within `near` of the reference's and stay there."""
        other = self.reference if against is None else against
        frame = self.monthly[self.monthly["measure"].eq(measure) & (self.monthly["month"] >= pd.Timestamp(since))]
        table = frame.pivot_table(index="month", columns="scenario", values="mean").sort_index()
        apart = (table[option] - table[other]).abs().to_numpy() > near
        if not apart.any():
            return self._say("never-away")
        last = int(np.flatnonzero(apart).max())
        return self._say("months", months=last + 1) if last + CALM < len(apart) else self._say("not-within")

    def _month(self, option: str, measure: str, month: str) -> "pd.Series[Any]":
        rows = self.monthly[
            self.monthly["scenario"].eq(option) & self.monthly["measure"].eq(measure) & self.monthly["month"].eq(pd.Timestamp(month))
        ]
        if len(rows) != 1:
            raise KeyError(f"{measure} of {option} in {month} is not in the results of {self.folder}")
        return rows.iloc[0]

    @property
    def first_budget_years(self) -> list[int]:
        """Give the first, second and sixth budget year, as far as they are followed."""
        years = sorted(int(year) for year in self.budget_rows["year"].unique())
        return [years[at] for at in (0, 1, 5) if at < len(years)]

    def budget(self, option: str, committee: str, line: str, year: int) -> str:
        """Write a budget line's year in current kronor, mean and the band that 8 futures in 10 fall in, if there is one.

        A line that other options have and this one never has any money on is 0 kr.
        """
        rows = self.budget_rows
        same = rows[rows["committee"].eq(committee) & rows["line"].eq(line) & rows["year"].eq(year)]
        if len(same) and option in set(rows["scenario"]) - set(same["scenario"]):
            return f"0{HARD_SPACE}kr"
        row = self._budget(option, committee, line, year)
        values = [float(row[name]) for name in ("mean", "p10", "p90")]
        scale = scale_for("kr", values)
        mean, span = write_scaled(values[0], scale, self.language), write_span(values[1], values[2], scale, self.language)
        return f"{mean}{HARD_SPACE}{scale.unit}{f' ({span})' if values[1] < values[2] else ''}"

    def overrun(self, option: str, committee: str, line: str, year: int) -> str:
        """Write the probability of going over what is set aside, and by how much then."""
        row = self._budget(option, committee, line, year)
        chance = float(row["overrun_probability"])
        if isnan(chance):
            return self._say("nothing-set-aside")
        if chance == 0:
            return self._say("in-none", futures=str(int(row["draws"]) * int(row["replications"])))
        size = float(row["overrun_mean"])
        scale = scale_for("kr", [size])
        amount = f"{write_scaled(size, scale, self.language)}{HARD_SPACE}{scale.unit}"
        said = self._say("percent", share=f"{100 * chance:.0f}") if chance >= 0.01 else self._say("under", share="1")
        return self._say("overrun", chance=said, amount=amount)

    def _budget(self, option: str, committee: str, line: str, year: int) -> "pd.Series[Any]":
        rows = self.budget_rows
        kept = rows[rows["scenario"].eq(option) & rows["committee"].eq(committee) & rows["line"].eq(line) & rows["year"].eq(year)]
        if len(kept) != 1:
            raise KeyError(f"{committee}: {line} of {option} in {year} is not in the budget of {self.folder}")
        return kept.iloc[0]

    def deadweight(self, option: str, months: int) -> str:
        """Write how many of those met and in open work so many months after the parting would be anyway, by means: `93 % (80 to 105 %)`.

        What is left of them when the net difference in open work is taken off; over 100 % where fewer work than without the unit.
        """
        return self._part_of_met(option, months, "by_means_")

    def deadweight_of_twins(self, option: str, months: int) -> str:
        """Write the share of those met and in open work whose twin is too, as one coupling, and what any coupling can give."""
        said = self._part_of_met(option, months, "twin_too_")
        met, *ends = (self.numbers.of(option, f"met_in_work_{name}{months}m")[0] for name in ("", "least_", "most_"))
        if not met.sum() > 0:
            return said
        least, most = (f"{100 * float(end.mean() / met.mean()):.0f}" for end in ends)
        return self._say("coupling", said=said, least=least, most=most)

    def _part_of_met(self, option: str, months: int, name: str) -> str:
        """Write a part of those met and in open work, with an interval over draws.

        A draw in which nobody is in work has no share: how many have none is said.
        """
        met, part = (self.numbers.of(option, f"met_in_work_{which}{months}m")[0] for which in ("", name))
        if np.isnan(met).any():
            return self._say("not-for-reference")
        kept = met.mean(axis=1) > 0
        if not kept.any():
            return self._say("nobody-in-work")
        left_out = "" if kept.all() else self._say("draws-without", share=_share(float((~kept).mean()), len(kept), self.language))
        found = ratio_of(part, met)
        if min(met.shape) < 2:
            return self._say("share-alone", share=f"{100 * found.mean:.0f}", left_out=left_out)
        most = 1.0 if bool((part <= met).all()) else np.inf
        low, high = (min(end, most) for end in found.interval())
        label = "" if found.told else self._say("chance-included")
        said, *ends = (f"{100 * share:.0f}" for share in (found.mean, low, high))
        if [said, said] == ends and not left_out:  # it does not vary as written
            return self._say("percent", share=said)
        return self._say("share", share=said, low=ends[0], high=ends[1], label=label, left_out=left_out)

    def ratio(self, option: str, name: str) -> str:
        """Write a ratio of means of the summary (a cost per person), with its interval where it has one."""
        rows = self.summary[self.summary["measure"].eq(name) & self.summary["scenario"].eq(option)]
        rows = rows[rows["reference"].isin(["", self.reference])]
        if rows.empty:
            raise KeyError(f"{name} of {option} is not in the summary of {self.folder}")
        told = rows[rows["interval"] == CREDIBLE]
        row = (told if len(told) else rows).iloc[0]
        mean, low, high = (float(row[end]) for end in ("mean", "ci_low", "ci_high"))
        scale = scale_for(str(row["unit"]), [mean], [] if isnan(low) else [(high - low) / 2])
        amount = f"{write_scaled(mean, scale, self.language)}{HARD_SPACE}{write_unit(scale.unit, self.language)}"
        return amount if isnan(low) else f"{amount} ({write_span(low, high, scale, self.language)})"

    def per_participant(self, option: str, measure: str = NET, actor: str = MUNICIPALITY, against: str | None = None) -> Ratio:
        """Divide a difference by the persons who began a stay in the option and not in the other, on balance."""
        other = self.reference if against is None else against
        pairs = ((measure, actor), ("people_started", ""))
        sums, persons = (self.numbers.of(option, *of)[0] - self.numbers.of(other, *of)[0] for of in pairs)
        return ratio_of(sums, persons)

    def per(self, option: str, measure: str = NET, actor: str = MUNICIPALITY, against: str | None = None) -> str:
        """Write a difference per added participant, in kronor to three digits: `-312 tkr (-401 to -228)`."""
        found = self.per_participant(option, measure, actor, against)
        if isnan(found.mean):
            return self._say("not-defined")
        ends = found.interval()
        unit = self.numbers.of(option, measure, actor)[1]
        scale = scale_for(unit, [found.mean, *(end for end in ends if not isnan(end))])
        span = self._say("no-interval") if isnan(ends[0]) else write_span(*ends, scale, self.language, signed=True)
        label = "" if found.told or isnan(ends[0]) else self._say("chance-included")
        amount = f"{write_scaled(found.mean, scale, self.language, signed=True)}{HARD_SPACE}{write_unit(scale.unit, self.language)}"
        return f"{amount} ({span}{label})"

    def break_even_worth(self, option: str, against: str | None = None) -> str:
        """Write at which worth of a participant's hour, in shares of a regular hour, society's difference is 0: `44 % (31 to 60 %)`.

        Where it is above 0, or below, whatever an hour is worth from nothing to a whole regular hour, that is said.
        """
        other = self.reference if against is None else against
        of = ((MADE, ""), (NET, "society"), (REGULAR, ""))
        runs = (self.numbers.of(option, *row)[0] - self.numbers.of(other, *row)[0] for row in of)
        return worth_said(break_even(*runs), self.language)

    def pays(self, option: str, measure: str = NET, actor: str = MUNICIPALITY, against: str | None = None) -> str:
        """Write how probable it is that what a participant gives is above 0, given what is believed."""
        found = self.per_participant(option, measure, actor, against)
        return _share(found.chance if found.told else float("nan"), len(found.by_draw), self.language)

    def crossing(self, options: Iterable[str], at: Iterable[float], measure: str = NET, actor: str = MUNICIPALITY) -> str:
        """Say at which level (price, quality) the expected difference from the reference is 0, by straight lines between options.

        options: in the order of `at`, rising. Each draw's own crossing is found; the median and the middle 95 % of those that have one.
        """
        levels = np.array(list(at), float)
        base, _ = self.numbers.of(self.reference, measure, actor)
        means = np.column_stack([shrunk((self.numbers.of(name, measure, actor)[0] - base)[None])[0] for name in options])
        found = [x for x in (_zero(levels, row) for row in means) if x is not None]
        never = 1 - len(found) / len(means)
        if not found:
            first, last = (write_number(level, 0, self.language) for level in (levels[0], levels[-1]))
            return self._say("no-crossing", first=first, last=last)
        middle, low, high = (write_number(at, 0, self.language) for at in np.quantile(found, [0.5, 0.025, 0.975]))
        spread = self._say("spread", middle=middle, low=low, high=high)
        return spread if never == 0 else self._say("crossing-or-none", spread=spread, share=f"{100 * never:.0f}")

    def break_even(self, cheap: tuple[str, float], dear: tuple[str, float], measure: str = NET, actor: str = MUNICIPALITY) -> str:
        """Say at which price the expected difference is 0, along the straight line through two options that differ in the price alone."""
        base, _ = self.numbers.of(self.reference, measure, actor)
        low, high = (shrunk((self.numbers.of(name, measure, actor)[0] - base)[None])[0] for name, _ in (cheap, dear))
        at = cheap[1] + low * (dear[1] - cheap[1]) / (low - high)
        middle, first, last = np.quantile(at, [0.5, 0.025, 0.975])
        if last < 0:
            return self._say("no-price")
        free = self._say("not-even-free", share=_share(float((at < 0).mean()), len(at), self.language)) if first < 0 else ""
        ends = [write_number(10 * round(max(0.0, value) / 10), 0, self.language) for value in (middle, first, last)]
        return self._say("price", middle=ends[0], low=ends[1], high=ends[2], free=free)


def written(found: Estimate, *, language: Language = "en", signed: bool) -> str:
    """Write a mean with its credible interval, and say when that holds chance too; where there is none, the computing error."""
    if isnan(found.mean):
        return say(language, "quotes.not-defined")
    if found.mean == found.lowest == found.highest or (found.mean == 0 and found.half == 0):
        scale = _scale(found, ())
        return f"{write_scaled(found.mean, scale, language, signed=signed)}{HARD_SPACE}{write_unit(scale.unit, language)}"
    ends = (found.low, found.high) if not isnan(found.low) else (found.mean - found.half, found.mean + found.half)
    scale = _scale(found, ends)
    span = say(language, "quotes.no-interval") if isnan(ends[0]) else write_span(*ends, scale, language, signed=signed)
    partly = isnan(found.low) and min(found.draws, found.replications) > 1
    label = say(language, "quotes.partly") if partly else say(language, "quotes.chance-only") if isnan(found.low) else ""
    label += "" if found.resolved else say(language, "quotes.chance-included")
    amount = f"{write_scaled(found.mean, scale, language, signed=signed)}{HARD_SPACE}{write_unit(scale.unit, language)}"
    if len({write_scaled(value, scale) for value in (found.mean, *ends) if not isnan(value)}) == 1 and not isnan(ends[0]):
        return amount  # it does not vary as written
    return f"{amount} ({span}{label})"


def worth_said(found: BreakEven, language: Language) -> str:
    """Write at which worth of an hour society is at 0, or that no worth turns its sign."""
    if found.always:
        return say(language, "quotes.not-defined" if found.always == "none" else f"quotes.worth-{found.always}")
    said, *ends = (f"{100 * part:.0f}" for part in (found.share, found.low, found.high))
    if isnan(found.low):
        return say(language, "quotes.share-alone", share=said, left_out="")
    label = "" if found.told else say(language, "quotes.chance-included")
    return say(language, "quotes.share", share=said, low=ends[0], high=ends[1], label=label, left_out="")


def row_title(measure: str, actor: str = "", group: str = "", *, language: Language = "en") -> str:
    """Name a row of a table: the measure, whose it is, and of which group."""
    if measure == "utilisation" and group in LIMITS:
        return say(language, f"quotes.in-use-{LIMITS[group]}")
    said = measure_title(measure, language)
    for more in (actor_title(language, actor) if actor else "", group_title(group, language) if group else ""):
        said += f": {more}" if more else ""
    return said


def _scale(found: Estimate, ends: Iterable[float]) -> Scale:
    ends = [end for end in ends if not isnan(end)]
    width = (max(ends) - min(ends)) / 2 if ends else 0.0
    scale = scale_for(found.unit, [found.mean, *ends], [width])
    return scale._replace(decimals=1) if scale.unit == "mnkr" and abs(found.mean) / scale.divisor >= MNKR_TENTHS_FROM else scale


def _share(share: float, draws: int, language: Language) -> str:
    if isnan(share):
        return say(language, "quotes.not-resolved")
    if share in (0.0, 1.0):  # all draws agree: no more can be said than one draw in so many
        edge = smallest_percent(draws)
        return say(language, "quotes.under", share=str(edge)) if share == 0 else say(language, "quotes.over", share=str(100 - edge))
    said = min(max(100 * share, 1), 99)  # a few draws of many are not none
    return say(language, "quotes.percent", share=f"{said:.0f}")


def _zero(levels: np.ndarray, values: np.ndarray) -> float | None:
    """Find the first level at which straight lines through values change sign."""
    for left in range(len(levels) - 1):
        a, b = values[left], values[left + 1]
        if a == 0:
            return float(levels[left])
        if a * b < 0:
            return float(levels[left] + (levels[left + 1] - levels[left]) * a / (a - b))
    return None


Quoter = Callable[[str], Quotes]
