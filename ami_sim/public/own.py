"""`ami.ingest`: a case log of one's own, with words for a reader."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ami_sim.calibration.own.mapping import Map
from ami_sim.public.shown import Shown
from ami_sim.report.document import Page
from ami_sim.report.pages.ingest import page_of
from ami_sim.report.words import Language
from ami_sim.scenario.scenario import Scenario
from ami_sim.workflow.ingest import RAGUNDA, Ingested, ingest_log


@dataclass(frozen=True, repr=False)
class OwnLog(Shown, Ingested):
    """What a log of one's own says, with words in a language; the fields are those of `Ingested`."""

    def page(self, language: Language = "en") -> Page:
        """Give the whole page: rows used and not, estimates with standard errors, what is handed over and what stays as before."""
        return page_of(self, language)


def ingest(
    log: str | Path | pd.DataFrame,
    map: str | Path | Map,
    *,
    scenario: str | Path | Scenario = RAGUNDA,
    pseudonymise: bool = False,
    out: str | Path | None = None,
) -> OwnLog:
    """Read a unit's case log: rows used and not used, estimates with standard errors, rows for priors and targets.

    log: a CSV, Excel, parquet, XES or OCEL 2.0 file with a row a spell, or such a frame: case, activity, start, end, and any columns of
    background. map: a file that says which column and activity is what (docs/how-to/own-log.md). scenario: whose stages and parameters the
    map names. pseudonymise: read a log with personal identity numbers or names; they are never kept. out: a folder for own_priors.toml,
    own_targets.toml and own_estimates.csv. No number of fewer than five persons is shown or written, and the log is never copied.

    estimates has a row a figure: persons a month, shares, rates per month, months, each with n and standard error (Kaplan and Meier; Aalen
    and Johansen; events over time at risk). InputError for what cannot be read, or tells who somebody is.

    >>> import ami_sim as ami
    >>> ami.ingest("nowhere.csv", "nowhere.toml")
    Traceback (most recent call last):
    ...
    ami_sim.scenario.errors.InputError: nowhere.toml: cannot be read (No such file or directory)
    """
    found = ingest_log(log, map, scenario=scenario, pseudonymise=pseudonymise, out=None if out is None else Path(out))
    return OwnLog(**vars(found))
