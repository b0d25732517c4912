"""`ami.cohort`: what exclusion costs over a life, as frames for research."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from ami_sim.report import life_plots
from ami_sim.report.document import Page
from ami_sim.report.pages.life_course import page_of
from ami_sim.report.words import Language, preferred
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.scenario import Scenario
from ami_sim.workflow.life_course import RAGUNDA, LifeCourse, followed

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FRAMES: Final = ("costs", "months", "incidence", "survival", "stages", "transitions", "rights")
FORMATS: Final = ("csv", "parquet", "dta")


class Lived(LifeCourse):
    """Cohorts that were followed, with words for a reader; frames and fields are those of `LifeCourse`.

    costs: kr a person by cohort, part, payer, span and discounting. months: what the first to the twelfth month less is worth, by step.
    incidence: who bears it, when. survival: share still out of work, by time. stages, transitions: where people are and how they move.
    rights: years out, years without sick pay, survival to 65, 75 and 85. events(cohort): a log of single lives; each_life(cohort): what
    each of them costs, whom and when. break_even(cost): what an effort must take away.
    Parts ("accounts", "pension", layers) are never summed.
    """

    def page(self, language: Language = "en", cost: float | None = None) -> Page:
        """Give the page: a year, ten years and a life, whom; rights; layers that were asked for; what is not known."""
        return page_of(self, language, cost)

    def plot(self, kind: str = "payers", cohort: str = "", *, language: Language = "en", path: Path | None = None) -> "Figure":
        """Draw "payers" (who bears it, and when), "survival" (share still out of work) or "lexis" (single lives by age and year)."""
        if kind not in life_plots.KINDS:
            raise InputError(f'kind: "{kind}" is not a picture.{nearest(kind, life_plots.KINDS)}')
        chosen = self.known(cohort) if cohort else next(iter(self.cohorts))
        if kind == "survival":
            return life_plots.survival(self, language, path)
        return (life_plots.payers if kind == "payers" else life_plots.lexis)(self, chosen, language, path)

    def export(self, folder: str | Path, format: str = "csv", lives: int = 100) -> list[Path]:
        """Write every frame, and some lives of each cohort (their cost and log), for R ("csv", "parquet") or Stata ("dta")."""
        if format not in FORMATS:
            raise InputError(f'format: "{format}" is not a format.{nearest(format, FORMATS)}')
        to = Path(folder)
        to.mkdir(parents=True, exist_ok=True)
        frames = {name: getattr(self, name) for name in FRAMES}
        frames["lives"] = pd.concat([self.each_life(name, min(lives, self.lives)) for name in self.cohorts], ignore_index=True)
        frames["events"] = pd.concat([self.events(name, min(lives, self.lives)) for name in self.cohorts], ignore_index=True)
        written = []
        for name, frame in frames.items():
            path = to / f"{name}.{format}"
            write_frame(frame, path, format)
            written.append(path)
        return written

    def __repr__(self) -> str:
        return self.page().as_text()

    def _repr_html_(self) -> str:
        return self.page(preferred())._repr_html_()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return self.page(preferred())._repr_mimebundle_(include, exclude)


def write_frame(frame: pd.DataFrame, path: Path, format: str) -> None:
    """Write a frame; Stata has no name "from" and no endless span, which becomes a missing value there."""
    if format == "csv":
        frame.to_csv(path, index=False)
    elif format == "parquet":
        frame.to_parquet(path, index=False)
    else:
        named = frame.rename(columns={"from": "from_", "to": "to_"}).replace({float("inf"): float("nan")})
        named.to_stata(path, write_index=False, version=118)


def cohort(
    scenario: str | Path | Scenario = RAGUNDA,
    *,
    cohorts: Sequence[str] = (),
    ages: Sequence[tuple[float, float]] = (),
    doors: Sequence[str] = (),
    lives: int = 500,
    draws: int = 20,
    replications: int = 2,
    seed: int = 2019,
    parameters: str = "",
    until: int = 0,
    layers: Sequence[str] | str = (),
    growing: bool = True,
    unit: str = "empty_world",
    consequences: str | Path = "",
    workers: int = 1,
) -> Lived:
    """Follow cohorts from the first day of need to death or 85, and tell what their exclusion costs, whom and when.

    scenario: a file or a loaded scenario. cohorts: rows of `consequences.toml`, all of them by default; ages (pairs, 16 to 65) and doors:
    instead, everybody from these doors at these ages. lives: persons of each cohort in a replication. draws: of every uncertain figure.
    parameters: "median", "posterior" or "prior"; "" takes a fresh posterior, else the medians and says why. until: years followed, 0 to
    the end. layers: consequences beyond the accounts, "all" for every one; never part of a sum. growing: prices and wages by their
    indexes. unit: who helps from the parting date on; nobody as a rule. workers: processes.

    The same seed gives the same lives whatever the layers, growth and discounting, which so can be compared life by life.

    >>> import ami_sim as ami
    >>> lived = ami.cohort(cohorts=["youth"], lives=50, draws=2, parameters="median")
    >>> costs = lived.costs.query("part == 'accounts' and discounting == '3.5' and years == 1")
    >>> sorted(costs["payer"])[:3]
    ['elsewhere', 'employer', 'municipality']
    """
    found = followed(
        scenario,
        cohorts=cohorts,
        ages=ages,
        doors=doors,
        lives=lives,
        draws=draws,
        replications=replications,
        seed=seed,
        parameters=parameters,
        until=until,
        layers=layers,
        growing=growing,
        unit=unit,
        consequences=consequences,
        workers=workers,
    )
    return Lived(**vars(found))
