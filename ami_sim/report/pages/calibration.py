"""The page of a calibration: what was observed and predicted, what was learnt, how well the method works, what contradicts what."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from rich.table import Table as Shown

from ami_sim.calibration.calibrate import FIRST_SEED, POSTERIOR, REPORT_SEED, Calibrated, Municipality
from ami_sim.calibration.checks import Expected, Ranks, in_the_cloud, left_out, net_work, predictive, rank_truths, shrinkage
from ami_sim.calibration.posterior import read_posterior
from ami_sim.calibration.reference_table import Table, Waves
from ami_sim.report.pages.assumed import Shown as Laid
from ami_sim.report.pages.assumed import moved, solved_table
from ami_sim.scenario.errors import InputError, at_least

DATA_SETS = 1000  # rows that play the observed year: a coverage of 90 % is then known to one point (standard error)
LEAST_POWER, MOST_POWER = 6, 20  # of 2: 64 rows, of which 60 count as near, to a million
CHANCE = 0.05  # over all ranked quantities together (Bonferroni)


@dataclass(frozen=True, eq=False)
class CalibrationPage:
    """Everything that is said about a calibration."""

    municipality: Municipality
    found: Calibrated
    waves: Waves

    @cached_property
    def observed(self) -> Any:
        """The published figures, transformed."""
        targets = self.municipality.targets
        return targets.transformed(targets.observed[None, :])[0]

    @cached_property
    def parameters(self) -> pd.DataFrame:
        """Prior beside posterior."""
        return shrinkage(self.municipality.prior, self.found.posterior)

    @cached_property
    def figures(self) -> pd.DataFrame:
        """Published figures beside first years simulated at prior and posterior draws."""
        return predictive(self.municipality.targets, self.found.first_counts, self.found.replicated, self.waves.seed)

    @cached_property
    def without(self) -> pd.DataFrame:
        """Each figure predicted from the others."""
        targets = self.municipality.targets
        reports = targets.reports(self.found.first_counts, self.waves.seed + FIRST_SEED + REPORT_SEED)
        return left_out(targets, self.found.first, reports, self.waves.nearest)

    def ranks(self, table: Table, seed: int) -> Ranks:
        """Rank the truth of simulated years over a table."""
        prior = self.municipality.prior
        also = {
            "distance to the figures": Expected(table).distance,
            "net work of the groups": net_work(self.municipality.year.scenario, prior),
        }
        nearest = min(self.waves.nearest, len(table.z) // 3)
        return rank_truths(table, prior.names, nearest, min(DATA_SETS, len(table.z) // 4), seed, also)

    @cached_property
    def both_ranks(self) -> tuple[Ranks, Ranks]:
        """Ranks over the prior, and over the prior truncated around the posterior (posterior SBC)."""
        return self.ranks(self.found.first, 1), self.ranks(self.found.second, 2)

    @cached_property
    def solved(self) -> tuple[Laid, list[str]]:
        """What is solved from the total effects, and how often a total is out of reach."""
        return solved_table(self.municipality.year.scenario, self.municipality.prior, self.found.draws, self.waves.seed)

    def lines(self) -> Iterable[str]:
        """Say the checks in sentences."""
        further = in_the_cloud(self.found.first, self.observed)
        yield f"The published figures lie inside what the prior gives: {further:.0%} of simulated years lie further out."
        for where, ranks in zip(("over the prior", "around the posterior"), self.both_ranks, strict=True):
            fifty, ninety = ranks.coverage(0.5), ranks.coverage(0.9)
            chances = ranks.chances()
            worst = int(np.argmin(chances))
            limit = CHANCE / len(chances)
            yield (
                f"Over {len(ranks.ranks)} simulated years {where}, 50 % intervals held the truth in {fifty.mean():.1%} and 90 % intervals "
                f"in {ninety.mean():.1%} ({ninety.min():.1%} to {ninety.max():.1%} by quantity). Ranks: the least even is "
                f"{ranks.names[worst]}, p = {chances[worst]:.4f}, {'not ' if chances[worst] >= limit else ''}below {limit:.4f} "
                f"(5 % over {len(chances)} quantities)."
            )
        figures = self.figures[self.figures["scored"]]
        out = figures.loc[~figures["inside"], "target"].tolist()
        yield f"Figures outside the 90 % range of reported posterior years: {', '.join(out) or 'none'} of {len(figures)} (one in ten may)."
        missed = self.without.loc[~self.without["inside"], "target"].tolist()
        yield f"Figures outside their 90 % range when predicted from the others: {', '.join(missed) or 'none'} of {len(self.without)}."
        yield from self.solved[1]
        assumed = self.municipality.year.scenario.effect_parameters
        effects = self.parameters[self.parameters["parameter"].isin(assumed)]
        if len(effects):
            yield (
                f"No count informs effects: that {effects['left'].min():.2f} to {effects['left'].max():.2f} is left of their spread "
                f"instead of 1 is the method's own error. They always count as assumed."
            )
        for verdict, rows in self.parameters.groupby("verdict"):
            yield f"{str(verdict).capitalize()}: {', '.join(rows.sort_values('left')['parameter'])}."

    def tables(self) -> list[tuple[str, list[str], list[list[str]]]]:
        """Lay out the page's tables: title, heads, rows."""
        titles = {name: row.title for name, row in self.municipality.targets.target.items()}

        def span(low: float, high: float) -> str:
            return f"{low:.3g} – {high:.3g}"

        figures = [
            [
                titles[row.target] + ("" if row.scored else " (not scored)"),
                f"{row.published:g}",
                span(row.prior_low, row.prior_high),
                f"{row.median:.3g} ({span(row.low, row.high)})",
                span(row.reported_low, row.reported_high),
                "inside" if row.inside else "OUTSIDE",
            ]
            for row in rows_of(self.figures)
        ]
        without = [
            [
                titles[row.target],
                f"{row.published:g}",
                f"{row.median:.3g} ({span(row.low, row.high)})",
                "inside" if row.inside else "OUTSIDE",
            ]
            for row in rows_of(self.without)
        ]
        parameters = [
            [
                row.parameter,
                row.unit,
                f"{row.prior_median:.3g} ({span(row.prior_low, row.prior_high)})",
                f"{row.posterior_median:.3g} ({span(row.posterior_low, row.posterior_high)})",
                f"{row.left:.2f}",
                row.verdict,
            ]
            for row in rows_of(self.parameters.sort_values("left"))
        ]
        solved = [self.solved[0]] if self.solved[0][2] else []
        return [
            (
                "Published figures",
                ["figure", "published", "prior counts, 90 %", "posterior counts", "as reported, 90 %", "published lies"],
                figures,
            ),
            ("Each figure predicted from the others", ["figure", "published", "predicted (90 %)", "published lies"], without),
            ("Parameters", ["parameter", "unit", "prior (90 %)", "posterior (90 %)", "spread left", "the figures say"], parameters),
            *solved,
        ]

    def parts(self) -> Iterable[Any]:
        """Yield what a console prints."""
        for title, heads, rows in self.tables():
            shown = Shown(*heads, title=title, title_justify="left")
            for row in rows:
                shown.add_row(*row)
            yield shown
        yield from self.lines()

    def as_markdown(self) -> str:
        """Write the page."""
        out = []
        for title, heads, rows in self.tables():
            out += [
                f"## {title}",
                "",
                f"| {' | '.join(heads)} |",
                f"|{'---|' * len(heads)}",
                *(f"| {' | '.join(row)} |" for row in rows),
                "",
            ]
        return "\n".join([*out, "## Checks", "", *(f"- {line}" for line in self.lines()), ""])


def rows_of(frame: pd.DataFrame) -> list[Any]:
    """Give the rows of a frame, with its columns as attributes."""
    return list(frame.itertuples())


def calibrate_and_write(
    folder: Path, waves: Waves, work: Path, histories: int, engine: str, progress: Any, wide: bool = False
) -> CalibrationPage:
    """Calibrate a municipality's folder and write its posterior there; with the wider priors, into the working folder."""
    from ami_sim.calibration.calibrate import calibrate_folder, write_posterior

    for name, value, least in (("draws", waves.draws, 1), ("histories", histories, 1), ("seed", waves.seed, 0)):
        at_least(name, value, least)
    if not LEAST_POWER <= waves.power <= MOST_POWER:
        raise InputError(f"--power: {waves.power}; expected {LEAST_POWER} to {MOST_POWER} (2**power rows of a wave)")
    municipality = Municipality(folder, engine, wide)
    found = calibrate_folder(municipality, waves, work, histories, progress)
    write_posterior(municipality, found, waves, histories, work if wide else None)
    return CalibrationPage(municipality, found, waves)


def write_page(found: CalibrationPage, path: Path) -> None:
    """Renew a calibration's part of a page; with the wider priors, the part that compares the two posteriors."""
    municipality = found.municipality
    if not municipality.wide:
        write_part(path, "calibration", found.as_markdown())
        return
    standard = read_posterior(municipality.folder)
    if standard is None:
        raise InputError(f"{municipality.folder / POSTERIOR}: no such file; expected the posterior that the wider one is compared with")
    write_part(path, "wide", moved(standard.frame, found.found.draws, standard.names, len(found.found.second.z)))


def write_part(path: Path, name: str, text: str) -> None:
    """Renew the part of a page between its marks, or begin the page."""
    begin, end = f"<!-- made: {name} -->", "<!-- end -->"
    made = f"{begin}\n{text}\n{end}"
    try:
        page = path.read_text(encoding="utf-8") if path.is_file() else "# Calibration\n"
        head, mark, rest = page.partition(begin)
        whole = f"{head}{made}{rest.partition(end)[2]}" if mark else f"{page}\n{made}\n"
        path.write_text(whole, encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"--page: {path}: cannot be written ({error}); expected a page one may write to") from error
