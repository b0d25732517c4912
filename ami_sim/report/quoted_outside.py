"""What other studies found, in the words of a page, and this model set beside it: a measured path, a profile, a reference class."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ami_sim.report.number_formats import write_amount, write_number
from ami_sim.report.quotes import Quotes
from ami_sim.report.words import Language, known_title, say
from ami_sim.report.writer import percent
from ami_sim.workflow.facts import Facts

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class QuotedOutside:
    """What lies beside the municipality's files, as templates quote it; a name that is not there raises KeyError."""

    facts: Facts
    language: Language = "en"

    def study(self, name: str) -> str:
        """Name a measured path's study."""
        return self.facts.outside.path[name].study

    def people(self, name: str) -> str:
        """Say how many people a measured path is of."""
        return write_number(self.facts.outside.path[name].people, 0, self.language)

    def measured(self, name: str) -> list[str]:
        """Write a measured path by year, with its bands."""
        path = self.facts.outside.path[name]
        return [self._spread(*row) for row in zip(path.weeks_worked, path.lowest, path.highest, strict=True)]

    def predicted(self, name: str) -> list[str]:
        """Write by year what this model's rows give when they are fitted to the first two."""
        return [write_number(points, 1, self.language, signed=True) for points in self.facts.fits[name].by_year.tolist()]

    def inside(self, name: str) -> bool:
        """Say whether every year is inside its band."""
        path = self.facts.outside.path[name]
        rows = zip(self.facts.fits[name].by_year.tolist(), path.lowest, path.highest, strict=True)
        return all(low <= points <= high for points, low, high in rows)

    def fit(self, name: str) -> list[str]:
        """Write the lock-in and the after-effect (as a factor on finding work) that are fitted."""
        found = self.facts.fits[name]
        return [write_number(value, 2, self.language) for value in (found.lock_in, float(np.exp(found.after)))]

    @property
    def months(self) -> list[str]:
        """Give the months of the profile."""
        return [write_number(month, 0, self.language) for month in self.facts.profile.months]

    @property
    def draws(self) -> int:
        """Give how many draws of the prior the profile is taken over."""
        return int(self.facts.profile.points.shape[1])

    @property
    def profile(self) -> list[tuple[str, list[str]]]:
        """Give the profile: a type of workplace, and by month the mean and where nine draws of ten lie."""
        found = self.facts.profile
        rows = []
        for kind, points in zip(found.types, found.points, strict=True):
            low, high = np.quantile(points, [0.05, 0.95], axis=0)
            cells = zip(points.mean(axis=0).tolist(), low.tolist(), high.tolist(), strict=True)
            rows.append((known_title(self.language, "outside", f"kind-{kind}") or kind, [self._spread(*cell) for cell in cells]))
        return rows

    def point(self, kind: str, month: int) -> str:
        """Write the mean of the profile of one type of workplace at a month."""
        found = self.facts.profile
        at = found.points[found.types.index(kind), :, found.months.index(float(month))]
        return write_number(float(at.mean()), 1, self.language, signed=True)

    @property
    def references(self) -> list[tuple[str, ...]]:
        """Give the reference class: study; taxpayers, participant, others, society in kr; chance that it pays; grade, sureness, source."""
        found = []
        for row in self.facts.outside.reference.values():
            sums = (self._kr(amount, row.kr) for amount in (row.taxpayers, row.participant, row.others, row.society))
            pays = percent(row.pays, self.language) if row.pays is not None else ""
            found.append((row.study, *sums, pays, row.grade, row.sure, row.source))
        return found

    def places(self, run: Quotes, option: str) -> list[tuple[str, str, str, str]]:
        """Set one option's society per participant against every study that gives a chance that it pays.

        Study, its sum in kr, at which percentile of the study's own doubt ours lies, and in how many of our draws ours is below its sum.
        """
        ours = run.per_participant(option, "net_result", "society")
        found = []
        for row in self.facts.outside.reference.values():
            place = row.place_of(ours.mean)
            if place is not None:
                below = float((ours.by_draw < row.society * row.kr).mean())
                place_said, below_said = (percent(share, self.language) for share in (place, below))
                found.append((row.study, self._kr(row.society, row.kr), place_said, below_said))
        return found

    @property
    def signs(self) -> list[tuple[str, ...]]:
        """Give the classes of programmes: study; sign in year one, after two to three years, after about five; size, grade, source."""
        rows = self.facts.outside.signs.values()
        return [(row.study, row.early, row.middle, row.late, row.size, row.grade, row.source) for row in rows]

    def figure(self, name: str, path: Path | None = None) -> "Figure":
        """Draw a measured path with its bands beside what this model's rows give. path: where to write a PNG (150 dpi)."""
        from matplotlib import rc_context
        from matplotlib.figure import Figure

        from ami_sim.report.plots import BLUE, STYLE, VERMILLION, finish

        measured, found = self.facts.outside.path[name], self.facts.fits[name]
        years = np.arange(1, len(measured.weeks_worked) + 1)
        with rc_context(dict(STYLE)):  # type: ignore[arg-type]
            figure = Figure(figsize=(6.9, 3.4), layout="constrained")
            axes = figure.add_subplot()
            reach = np.abs(np.array([measured.lowest, measured.highest]) - np.array(measured.weeks_worked))
            axes.errorbar(years, measured.weeks_worked, reach, fmt="o", color=BLUE, capsize=4, label=self._say("measured"))
            axes.plot(years, found.by_year, "--s", color=VERMILLION, label=self._say("ours"))
            axes.axhline(0, color="0.6", linewidth=0.8)
            axes.axvspan(0.5, 2.5, color="0.94")
            axes.set_xlim(0.5, years[-1] + 0.5)
            axes.set_xticks(years)
            axes.set_xlabel(self._say("year"))
            axes.set_ylabel(self._say("points"))
            axes.legend(frameon=False, loc="lower right")
        return finish(figure, path)

    def _say(self, key: str) -> str:
        return say(self.language, f"outside.{key}")

    def _spread(self, middle: float, low: float, high: float) -> str:
        said = (write_number(value, 1, self.language, signed=True) for value in (middle, low, high))
        return say(self.language, "quotes.spread", **dict(zip(("middle", "low", "high"), said, strict=True)))

    def _kr(self, amount: float | None, kr: float) -> str:
        return write_amount(amount * kr, "kr", self.language, signed=True) if amount is not None else ""
