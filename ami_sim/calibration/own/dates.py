"""Dates of a log as they were written: ISO 8601 or eight digits, or formats that the map names; zones brought to one clock."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

ISO: Final = r"(?:\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?|\d{8})"
ZONE: Final = r"(?: ?(?:Z|[+-]\d{2}:?\d{2}))"
OTHERS: Final = ("%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%d-%m-%Y", "%y%m%d")  # looked for when a map is proposed
FIRST, LAST = pd.Timestamp("1900-01-01"), pd.Timestamp("2200-01-01")  # what lies outside is no date of a case


def read_dates(column: pd.Series, formats: Sequence[str], zone: str) -> pd.Series:
    """Read a column as times of a zone's clock (no zone, microseconds); what is no date is NaT.

    formats: as `strptime` has them, tried in order after ISO 8601; a text that fits several is read by the first. A text with an offset or
    Z is brought to the zone's clock; one without is on it already. Seconds may have a decimal comma.
    """
    if pd.api.types.is_datetime64_any_dtype(column):
        own = column.dt.tz_convert(zone).dt.tz_localize(None) if getattr(column.dtype, "tz", None) is not None else column
        return inside(own)
    codes, texts = pd.factorize(column.astype("str").str.strip().str.replace(",", ".", regex=False))
    words = pd.Series(texts, dtype="str")
    found = pd.Series(np.full(len(words), np.datetime64("NaT"), "datetime64[us]"))
    plain = words.str.fullmatch(ISO)
    zoned = words.str.fullmatch(ISO + ZONE)
    if plain.any():
        found[plain] = pd.to_datetime(words[plain], format="ISO8601", errors="coerce").astype("datetime64[us]")
    if zoned.any():
        there = pd.to_datetime(words[zoned].str.replace(" +", "+", regex=False), format="ISO8601", errors="coerce", utc=True)
        found[zoned] = there.dt.tz_convert(zone).dt.tz_localize(None).astype("datetime64[us]")
    for form in formats:
        left = found.isna()
        if left.any():
            found[left] = naive(pd.to_datetime(words[left], format=form, errors="coerce"), zone)
    known = inside(found).to_numpy()
    return pd.Series(np.append(known, np.datetime64("NaT"))[codes], index=column.index)


def naive(times: pd.Series, zone: str) -> pd.Series:
    """Bring times to a zone's clock, whatever the format gave."""
    if getattr(times.dtype, "tz", None) is not None:
        times = times.dt.tz_convert(zone).dt.tz_localize(None)
    return times.astype("datetime64[us]")


def inside(times: pd.Series) -> pd.Series:
    """Take times that no case can have for no date."""
    return times.where((times >= FIRST) & (times < LAST)).astype("datetime64[us]")


def guessed_formats(column: pd.Series) -> list[str]:
    """Give the one further format that reads all that ISO 8601 does not; none where several do, since nothing then tells day from month."""
    if pd.api.types.is_datetime64_any_dtype(column):
        return []
    words = column.astype("str").str.strip()
    words = words[words != ""].drop_duplicates()
    left = words[read_dates(words, (), "UTC").isna()]
    if not len(left):
        return []
    fits = [form for form in OTHERS if pd.to_datetime(left, format=form, errors="coerce").notna().all()]
    return fits if len(fits) == 1 else []
