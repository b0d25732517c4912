"""`ami.cohort`: what exclusion costs over a life, as frames for research."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from ami_sim.public.shown import Shown
from ami_sim.report import life_plots
from ami_sim.report.document import Page
from ami_sim.report.pages.life_course import page_of
from ami_sim.report.words import Language
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.scenario import Scenario
from ami_sim.workflow.life_course import RAGUNDA, SHOWN, LifeCourse, followed

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FRAMES: Final = ("costs", "months", "incidence", "survival", "alive", "stages", "transitions", "rights", "figures", "drawn")
FORMATS: Final = ("csv", "parquet", "dta")


class Lived(Shown, LifeCourse):
    """Cohorts that were followed, with words for a reader; frames and fields are those of `LifeCourse`.

    costs: kr a person by cohort, part, payer, span and discounting. months: what the first to the twelfth month less is worth, by step.
    incidence: who bears it, when. survival: share still out of work by Kaplan and Meier, by step and age. alive: lives of working age.
    stages, transitions: where people are and how they move. rights: years out, years without sick pay, survival to 65, 75 and 85. figures,
    drawn: the file's ranges, and what each draw took. events(cohort): a log of single lives; each_life(cohort): what each of them costs,
    whom and when; happenings(cohort): what came to them beyond the accounts. break_even(cost): what an effort must take away.
    Parts ("accounts", "pension", layers) are never summed.
    """

    def page(self, language: Language = "en", cost: float | None = None, short: bool = False) -> Page:
        """Give the page: a year, ten years and a life, whom; rights; layers that were asked for; what is not known. short: one screen."""
        return page_of(self, language, cost, short)

    def plot(self, kind: str = "payers", cohort: str = "", *, language: Language = "en", path: Path | None = None) -> "Figure":
        """Draw "payers" (who bears it, and when), "survival" (share still out of work; of one cohort by step) or "lexis" (single lives)."""
        if kind not in life_plots.KINDS:
            raise InputError(f'kind: "{kind}" is not a picture.{nearest(kind, life_plots.KINDS)}')
        chosen = self.known(cohort) if cohort else next(iter(self.cohorts))
        if kind == "survival":
            return life_plots.by_step(self, chosen, language, path) if cohort else life_plots.survival(self, language, path)
        return (life_plots.payers if kind == "payers" else life_plots.lexis)(self, chosen, language, path)

    def export(self, folder: str | Path, format: str = "csv", lives: int = SHOWN) -> list[Path]:
        """Write every frame, some lives of each cohort and what every column is, for R ("csv", "parquet") or Stata ("dta").

        lives: of each cohort, for "lives" (what each costs), "events" (their log) and "happenings" (what came beyond the accounts).
        """
        if format not in FORMATS:
            raise InputError(f'format: "{format}" is not a format.{nearest(format, FORMATS)}')
        to = Path(folder)
        to.mkdir(parents=True, exist_ok=True)
        frames = {name: getattr(self, name) for name in FRAMES}
        some = min(lives, self.lives)
        for name, made in (("lives", self.each_life), ("events", self.events), ("happenings", self.happenings)):
            frames[name] = pd.concat([made(cohort, some) for cohort in self.cohorts], ignore_index=True)
        frames["codebook"] = codebook(frames)
        written = []
        for name, frame in frames.items():
            path = to / f"{name}.{format}"
            write_frame(frame, path, format)
            written.append(path)
        return written


COLUMNS: Final = {
    "mean": "expected value, in the row's unit",
    "low": "lower end of the 95 % credible interval of the expected value; in incidence and transitions of draws, chance included",
    "high": "upper end of it",
    "computing": "half of the 95 % interval of the computing error",
    "cohort_low": "lower end of the 95 % interval of one future cohort",
    "cohort_high": "upper end of it",
    "resolved": "false where draws cannot be told from chance, so that low and high hold chance too",
    "cohort": "whose lives: a row of the consequences file",
    "part": "accounts, pension or a layer; parts are never summed",
    "payer": "who bears it; plus is a cost of exclusion",
    "years": "years since entry, or person-years (transitions); inf, or missing in Stata, for a life",
    "discounting": "per cent a year, none, or declining",
    "unit": "unit of mean and its intervals",
    "step": "readiness step at entry, 0 for all; in events the step then",
    "month": "month since entry, 1 to 12",
    "year": "whole years since entry",
    "age": "age, years; in incidence the cohort's mean",
    "kr": "kronor of the price year",
    "group": "all, or by step or age at entry",
    "at_risk": "persons of all runs still out of work and followed",
    "share": "share of persons, or of time",
    "stage": "where somebody is",
    "from": "stage before, or years since entry at which a spell begins; from_ in Stata",
    "to": "stage after, or years since entry at which a spell ends; to_ in Stata",
    "moves": "moves for each person who entered",
    "rate": "moves for each year spent in the stage",
    "what": "what is counted",
    "person": "number of a life, the same in every table of single lives",
    "event": "what began the spell",
    "income": "what somebody lives on",
    "household": "number of the household's kind",
    "layer": "consequence beyond the accounts",
    "figure": "dotted path in the consequences file",
    "value": "the figure, or what a draw took of it",
    "grade": "A register causal, B register association or count, C survey, D expert sum or judgement",
    "source": "where the figure is from",
    "draw": "number of the draw",
    "kind": "an uncertain parameter of the model, or a figure of the consequences file",
    "name": "name of the parameter or figure",
}  # what each column of an export is


def codebook(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Tell what every column of every table is."""
    rows = [(table, str(column), COLUMNS[str(column)]) for table, frame in frames.items() for column in frame.columns]
    return pd.DataFrame(rows, columns=["table", "column", "meaning"])


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
    cohorts: Sequence[str] | str = (),
    ages: Sequence[tuple[float, float]] = (),
    doors: Sequence[str] | str = (),
    lives: int = 500,
    draws: int = 20,
    replications: int = 2,
    seed: int = 2019,
    parameters: str = "",
    until: int = 0,
    layers: Sequence[str] | str = (),
    growing: bool = True,
    consequences: str | Path = "",
    workers: int = 1,
) -> Lived:
    """Follow cohorts from the first day of need to death or 85, and tell what their exclusion costs, whom and when.

    scenario: a file or a loaded scenario. cohorts: rows of `consequences.toml`, all of them by default; ages (pairs, 16 to 65) and doors:
    instead, everybody from these doors at these ages. lives: persons of each cohort in a replication. draws: of every uncertain figure.
    parameters: "median", "posterior" or "prior"; "" takes a fresh posterior, else the medians and says why. until: years followed, 0 to
    the end. layers: consequences beyond the accounts, "all" for every one; never part of a sum. growing: prices and wages by their
    indexes. workers: processes. No unit helps: what a unit takes away is a difference between two options, `ami.compare`.

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
        consequences=consequences,
        workers=workers,
    )
    return Lived(**vars(found))
