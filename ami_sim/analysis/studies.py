"""What could be recorded next: rows of studies, and the data each would give if a draw were the truth.

A study's data are simulated from each draw's stored runs: a measure, a rate or a count of the runs (or the parameter itself, where a study
would estimate it) is the true value, and the study's own sampling comes on top. The draws are those of the posterior, and the data are new.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import Field, ValidationError

from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.load import explain, read_toml
from ami_sim.scenario.quantities import MONTH, Money
from ami_sim.scenario.registry import EVENTS, STAGES
from ami_sim.scenario.rows import Row, Strict

Floats = NDArray[np.float64]
SEED: Final = 20150570  # of the studies' own sampling
RUN: Final = ["draw", "replication"]


class Events(Strict):
    """Events counted in the runs: of these kinds, out of these stages, into these stages; an empty list is any."""

    kinds: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    per: tuple[str, ...] = ()  # stages whose person-months the count is divided by; none: the count itself


class Datum(Strict):
    """One number a study reports: what is true of a draw, and how the study sees it.

    The truth is one of `parameter`, `measure` (of the observed option, with `group`) and `events` (in `years`). law: "poisson" counts
    with mean truth x size; "binomial" counts yes among `size` with the truth as chance; "normal" has standard deviation `sd` about the
    truth (about its logarithm when `log`); "as_run" is what the run itself gave, its chance being the study's.
    """

    law: Literal["poisson", "binomial", "normal", "as_run"]
    parameter: str = ""
    measure: str = ""
    group: str = ""
    events: Events | None = None
    years: tuple[int, ...] = ()
    size: Annotated[float, Field(gt=0)] = 1.0
    sd: Annotated[float, Field(ge=0)] = 0.0
    log: bool = False


class Group(Row):
    """Parameters that the same study would reveal. `own_record`: whether any record of the unit's own could ever say something on them."""

    title: str
    title_sv: str
    parameters: tuple[str, ...]
    own_record: bool = True


class Study(Row):
    """A study on offer: its cost, the groups it tells about, whose world it looks at, and the data it gives."""

    title: str
    title_sv: str
    cost: Money
    reveals: tuple[str, ...]
    option: str = ""
    data: tuple[Datum, ...]


class Studies(Strict):
    """A file of studies."""

    group: dict[str, Group]
    study: dict[str, Study] = Field(default_factory=dict)

    def parameters(self, names: Sequence[str]) -> list[str]:
        """List the parameters of some groups, each once."""
        return list(dict.fromkeys(parameter for name in names for parameter in self.group[name].parameters))

    @property
    def effects(self) -> list[str]:
        """The parameters that no record of the unit's own can inform."""
        return self.parameters([name for name, group in self.group.items() if not group.own_record])


def read_studies(path: Path, parameters: Sequence[str], measures: Sequence[str], options: Sequence[str]) -> Studies:
    """Read a file of studies; InputError names the first thing that is wrong and the nearest valid name."""
    try:
        studies = Studies.model_validate(read_toml(path))
    except ValidationError as error:
        raise InputError(explain(error, Studies, {}, path)) from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: is not valid TOML: {error}") from error

    def known(word: str, valid: Sequence[str], where: str, what: str) -> None:
        if word and word not in valid:
            raise InputError(f'{path}: {where}: "{word}" is not {what}.{nearest(word, valid)}')

    for name, group in studies.group.items():
        for word in group.parameters:
            known(word, parameters, f"group.{name}.parameters", "an uncertain parameter")
    for name, study in studies.study.items():
        known(study.option, options, f"study.{name}.option", "an option of the results")
        for word in study.reveals:
            known(word, list(studies.group), f"study.{name}.reveals", "a group")
        for at, datum in enumerate(study.data):
            where = f"study.{name}.data[{at}]"
            given = [key for key in ("parameter", "measure", "events") if getattr(datum, key)]
            if len(given) != 1:
                raise InputError(f"{path}: {where}: {' and '.join(given) or 'nothing'} given; expected one of parameter, measure, events")
            known(datum.parameter, parameters, f"{where}.parameter", "an uncertain parameter")
            known(datum.measure, measures, f"{where}.measure", "a stored measure")
            _check_events(datum, where, known)
    return studies


def _check_events(datum: Datum, where: str, known: Callable[[str, Sequence[str], str, str], None]) -> None:
    if datum.events:
        for word in datum.events.kinds:
            known(word, EVENTS, f"{where}.events.kinds", "an event")
        for key in ("before", "after", "per"):
            for word in getattr(datum.events, key):
                known(word, STAGES, f"{where}.events.{key}", "a stage")


@dataclass(frozen=True)
class Seen:
    """What studies look at: parameter rows, stored measures [draw, replication], and days and transitions of the same draws.

    replications: the ones that are looked at, whose days and transitions `stored` holds; the others' benefits are what the study would
    decide about, so that data and benefits share no chance.
    """

    thetas: Sequence[Mapping[str, float]]
    measures: pd.DataFrame
    stored: pd.DataFrame
    replications: Sequence[int]

    def truth(self, datum: Datum, option: str) -> Floats:
        """Give what is true of each draw for one number of a study [draw]; NaN where a run does not define it."""
        if datum.parameter:
            return np.array([theta[datum.parameter] for theta in self.thetas])
        if datum.measure:
            rows = self.measures
            rows = rows[(rows["measure"] == datum.measure) & (rows["group"] == datum.group) & (rows["scenario"] == option)]
            rows = rows[rows["replication"].isin(self.replications)]
            return rows.groupby("draw")["value"].mean().reindex(range(len(self.thetas))).to_numpy(np.float64)
        assert datum.events is not None
        rows = self.stored[self.stored["scenario"] == option]
        if datum.years:
            rows = rows[rows["year"].isin(datum.years)]
        return self._rate(rows, datum.events)

    def _rate(self, rows: pd.DataFrame, events: Events) -> Floats:
        chosen = rows["what"] >= 0
        for words, known, column in (
            (events.kinds, EVENTS, "what"),
            (events.before, STAGES, "stage"),
            (events.after, STAGES, "to_stage"),
        ):
            if words:
                chosen &= rows[column].isin([known.index(word) for word in words])
        draws = range(len(self.thetas))
        counts = rows[chosen].groupby("draw")["amount"].sum().reindex(draws, fill_value=0.0).to_numpy(np.float64)
        if not events.per:
            return counts / len(self.replications)
        inside = (rows["what"] == -1) & rows["stage"].isin([STAGES.index(word) for word in events.per])
        months = rows[inside].groupby("draw")["amount"].sum().reindex(draws, fill_value=0.0).to_numpy(np.float64) / MONTH
        return np.asarray(np.divide(counts, months, out=np.full(len(counts), np.nan), where=months > 0))


def data_of(study: Study, seen: Seen, option: str, seed: int = SEED) -> Floats:
    """Simulate a study's data at every draw and give their summary [draw, number], each on a scale where its noise is even.

    Counts as 2 sqrt(z + 3/8), shares as arcsine of the root, other numbers as they are. A draw in which a number is not defined gets the
    mean of the others: it tells nothing there. Numbers that are the same in every draw are left out.
    """
    rng = np.random.default_rng(seed)
    columns = []
    for datum in study.data:
        truth = seen.truth(datum, option)
        column = observed(datum, truth, rng)
        if np.isnan(column).all():
            continue
        column = np.where(np.isnan(column), np.nanmean(column), column)
        if np.ptp(column) > 0:
            columns.append(column)
    return np.column_stack(columns) if columns else np.zeros((len(seen.thetas), 0))


def observed(datum: Datum, truth: Floats, rng: np.random.Generator) -> Floats:
    """Draw what a study would report at each true value, on a scale where its noise is even; NaN where the truth is."""
    defined = np.where(np.isnan(truth), 0.0, truth)
    if datum.law == "normal":
        middle = np.log(defined) if datum.log else defined
        found = middle + datum.sd * rng.standard_normal(len(truth))
    elif datum.law == "binomial":
        share = rng.binomial(round(datum.size), np.clip(defined, 0.0, 1.0)) / round(datum.size)
        found = np.arcsin(np.sqrt(share))
    else:
        counts = rng.poisson(np.maximum(defined * datum.size, 0.0)) if datum.law == "poisson" else defined
        found = 2 * np.sqrt(counts + 3 / 8)
    return np.asarray(np.where(np.isnan(truth), np.nan, found))
