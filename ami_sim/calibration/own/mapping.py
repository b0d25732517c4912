"""What a log's words mean here: which column is what, which activity is which stage, when the log was kept, what it may inform."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final, Literal, Self
from zoneinfo import ZoneInfo

import pandas as pd
from pydantic import Field, ValidationError, model_validator

from ami_sim.calibration.own.dates import guessed_formats, read_dates
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.load import explain, read_toml
from ami_sim.scenario.rows import Strict

UNITS: Final = {
    "arrivals": "persons a month",
    "rate": "per month",
    "share": "share",
    "months": "months",
    "median": "months",
}  # what each estimate is in
LIKELY: Final = {  # how systems call the columns, most telling first
    "case": ("case", "case_id", "ärende", "ärendenummer", "ärendeid", "deltagare", "löpnummer", "id"),
    "activity": ("activity", "aktivitet", "insats", "status", "steg", "stage", "händelse"),
    "start": ("start", "start_timestamp", "från", "fr o m", "from", "startdatum", "datum"),
    "end": ("end", "end_timestamp", "till", "t o m", "tom", "slut", "slutdatum"),
}
MOST_PROPOSED: Final = 200  # activities in a first map
SHAPED: Final = ("lognormal", "normal", "logitnormal")  # priors that a mean and an error can be turned into


class Columns(Strict):
    """Which column holds what. end: nothing where a row lasts until the same case's next one."""

    case: str
    activity: str
    start: str
    end: str = ""


class Informs(Strict):
    """What a parameter is to be taken from: arrivals, a rate, a share, a mean of months or its median.

    months: the band of elapsed time of a rate, or up to which time a share or mean counts. cut_short_by: stages that break a stay off
    before its planned end; a mean or median is then of the planned length.
    """

    estimate: Literal["arrivals", "rate", "share", "months", "median"]
    stage: str = ""
    to: str = ""
    months: tuple[float, float] = (0.0, 12.0)
    where: dict[str, str] = Field(default_factory=dict)
    cut_short_by: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.estimate != "arrivals" and not self.stage:
            raise ValueError(f"stage: missing; expected the stage whose {self.estimate} it is")
        if self.estimate in ("rate", "share") and not self.to:
            raise ValueError("to: missing; expected the stage that follows")
        if self.cut_short_by and self.estimate not in ("months", "median"):
            raise ValueError(f"cut_short_by: stands beside {self.estimate}; expected it beside months or median")
        if not 0 <= self.months[0] < self.months[1]:
            raise ValueError("months: expected two numbers of months, the first from 0 and below the second")
        return self


class Map(Strict):
    """A map from a log's words to ours.

    observed_from, observed_until: first and last day on which the log was kept: what began before is seen only from then on, what goes on
    after is not seen to its end. stage: by activity, the stage it is; "" leaves the activity out. last_day_counts: an end is the last day
    of it, not the first day after. longest_gap: days between two rows of a case that are still a move from one to the other. by: columns
    of background to split estimates by.
    """

    columns: Columns
    observed_from: date
    observed_until: date
    stage: dict[str, str]
    separator: str = Field(default="", max_length=1)
    date_format: tuple[str, ...] = ()
    time_zone: str = "Europe/Stockholm"
    last_day_counts: bool = False
    longest_gap: float = Field(default=1.0, ge=0)
    by: tuple[str, ...] = ()
    prior: dict[str, Informs] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.observed_until <= self.observed_from:
            raise ValueError(f"observed_until: {self.observed_until} is not after observed_from {self.observed_from}")
        try:
            ZoneInfo(self.time_zone)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(f'time_zone: "{self.time_zone}" is not known; expected a name such as Europe/Stockholm') from error
        taken = sorted({*self.background} & set(Columns.model_fields))
        if taken:
            raise ValueError(f'by: "{taken[0]}" is what this map calls a column of its own; expected another name in the log')
        if not any(self.stage.values()):
            raise ValueError("stage: no activity is a stage; expected at least one")
        return self

    @property
    def wanted(self) -> dict[str, str]:
        """The columns that must be there, by what they hold; those of background under their own names."""
        return {what: name for what, name in self.columns.model_dump().items() if name} | {name: name for name in self.background}

    @property
    def background(self) -> tuple[str, ...]:
        """The columns of background that estimates are split by, or taken from a part of."""
        return tuple(sorted({*self.by, *(name for row in self.prior.values() for name in row.where)}))


def read_map(path: Path) -> Map:
    """Read a map; InputError for the first thing that is wrong in it."""
    try:
        return Map.model_validate(read_toml(path))
    except ValidationError as error:
        raise InputError(explain(error, Map, {}, path)) from error


def proposed(table: pd.DataFrame, stages: Sequence[str]) -> str:
    """Write a first map for a table: likely columns, every activity (of a name like a stage's, that stage), the window of its starts.

    What cannot be told stands as "" and is to be filled in: a first map with an empty column is refused.
    """
    heads = [str(name) for name in table.columns]
    columns = {what: likely(heads, names) for what, names in LIKELY.items()}
    lines = ["[columns]", *(f"{what} = {quoted(name)}" for what, name in columns.items()), "", "[stage]"]
    if columns["activity"]:
        kinds = sorted({str(word).strip() for word in table[columns["activity"]].unique() if str(word).strip()})
        near = {stage.replace("_", " "): stage for stage in stages}
        lines += [f"{quoted(word)} = {quoted(near.get(word.casefold().replace('_', ' '), ''))}" for word in kinds[:MOST_PROPOSED]]
    head = []
    if columns["start"]:
        formats = guessed_formats(table[columns["start"]])
        days = read_dates(table[columns["start"]], formats, "Europe/Stockholm").dropna()
        if len(days):
            head = [f"observed_from = {days.min().date()}", f"observed_until = {days.max().date()}"]
        if formats:
            head.append(f"date_format = [{', '.join(map(quoted, formats))}]")
    return "\n".join([*head, *([""] if head else []), *lines, ""])


def likely(heads: Sequence[str], names: Sequence[str]) -> str:
    """Find a column by how systems call it; "" for none."""
    known = {head.strip().casefold(): head for head in heads}
    return next((known[name] for name in names if name in known), "")


def quoted(text: str) -> str:
    """Write a text as TOML has it."""
    signs = {"\\": "\\\\", '"': '\\"'}
    return '"' + "".join(signs.get(sign, sign if sign.isprintable() else f"\\u{ord(sign):04x}") for sign in text) + '"'
