"""`ami.forecast` and `ami.score`: counts said before they are known, and how good that was, with words for a reader."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ami_sim.calibration.forecast import Progress
from ami_sim.public.shown import Shown
from ami_sim.report.document import Page
from ami_sim.report.pages.forecast import page_of, score_page
from ami_sim.report.words import Language
from ami_sim.workflow.forecast import DRAWS, Forecast, Scored, make_forecast, score_forecast


@dataclass(frozen=True, repr=False)
class MadeForecast(Shown, Forecast):
    """A forecast with words in a language; the fields are those of `Forecast`."""

    @property
    def frame(self) -> pd.DataFrame:
        """A row a count: count, until, low, median, high (90 % interval), each in the count's own unit."""
        rows = [(name, one.until, *one.ends) for name, one in self.counts.items()]
        return pd.DataFrame(rows, columns=["count", "until", "low", "median", "high"])

    def page(self, language: Language = "en") -> Page:
        """Give the whole page: counts with intervals, and what their spread comes from."""
        return page_of(self, language)


@dataclass(frozen=True, repr=False)
class ForecastScore(Shown, Scored):
    """A forecast beside what came, with words in a language; the fields are those of `Scored`."""

    @property
    def frame(self) -> pd.DataFrame:
        """A row a count that came: name, observed, low, median, high, inside, rank, crps, off."""
        return pd.DataFrame([one._asdict() for one in self.scores.values()])

    def page(self, language: Language = "en") -> Page:
        """Give the whole page: which intervals held what came, by how much others missed, and where a miss may come from."""
        return score_page(self, language)


def forecast(
    folder: str | Path = "calibration/ragunda",
    *,
    until: str = "",
    known_until: str = "",
    parameters: str = "",
    draws: int = DRAWS,
    seed: int = 2019,
    out: str | Path | None = None,
    progress: Progress | None = None,
) -> MadeForecast:
    """Forecast a municipality's counts with 90 % intervals, as a dated file that cannot be changed unseen.

    folder: a municipality's. until: the last day of the window; "" for a year from the present. known_until: of the first year instead, as
    if only what was counted up to this day was known. parameters: "posterior" or "prior"; "" takes a fresh posterior, else the prior.
    out: a file that is not there yet. InputError for a date that cannot be, a posterior that is not there, or a file that is.

    >>> import ami_sim as ami
    >>> ami.forecast(until="soon")
    Traceback (most recent call last):
    ...
    ami_sim.scenario.errors.InputError: --until: "soon"; expected a date, such as 2019-02-28
    """
    made = make_forecast(
        Path(folder),
        until=until,
        known_until=known_until,
        parameters=parameters,
        draws=draws,
        seed=seed,
        out=None if out is None else Path(out),
        progress=progress,
    )
    return MadeForecast(**vars(made))


def score(forecast: str | Path, observed: str | Path) -> ForecastScore:
    """Score a forecast's file against what was counted: coverage, CRPS, and what a miss comes from.

    observed: a targets file, or a table with the columns count and value. InputError for a forecast that has changed since it was
    made, and where nothing that was observed was forecast.

    >>> import ami_sim as ami
    >>> ami.score("nowhere.json", "counted.csv")
    Traceback (most recent call last):
    ...
    ami_sim.scenario.errors.InputError: nowhere.json: cannot be read (No such file or directory)
    """
    return ForecastScore(**vars(score_forecast(Path(forecast), Path(observed))))
