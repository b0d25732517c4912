"""Parts put together: the measures, the months and the outturns of all runs, in the order of the plan."""

from collections.abc import Container, Iterable, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from ami_sim.accounts.outturn import Outturn, outturn_frame
from ami_sim.record.measures.registry import Key
from ami_sim.record.moments import Figures
from ami_sim.runs.parts import Runs

WORDS: Final = ("measure", "actor", "group", "unit")


def measures_of(parts: Sequence[Runs], only: Container[Key] | None = None) -> pd.DataFrame:
    """Give every measure of every run with its unit, one row a number, words as categories; or only some of them."""
    lists: dict[Any, int] = {}  # of names: few, and as a rule the same in every part
    which = [np.array([lists.setdefault(keys, len(lists)) for keys in runs.names.measures])[runs.column("measures_of")] for runs in parts]
    list_of = np.concatenate(which)
    kept = [np.array([only is None or key[:3] in only for key in keys], bool) for keys in lists]
    names = [[key for key, one in zip(keys, some, strict=True) if one] for keys, some in zip(lists, kept, strict=True)]
    lengths = np.array([len(keys) for keys in names])[list_of]
    columns: dict[str, Any] = {name: np.repeat(joined(parts, name), lengths) for name in ("draw", "replication")}
    columns["scenario"] = repeated(joined(parts, "scenario"), lengths)
    for at, name in enumerate(WORDS):
        columns[name] = in_categories([[key[at] for key in keys] for keys in names], list_of)
    numbers = [values for runs in parts for values in runs.lists("measures")]
    columns["value"] = np.concatenate([values[kept[at]] for values, at in zip(numbers, list_of.tolist(), strict=True)])
    return pd.DataFrame(columns, copy=False)


def joined(parts: Iterable[Runs], name: str) -> Any:
    """Join a column of several parts."""
    return np.concatenate([runs.column(name) for runs in parts])


def repeated(names: Any, lengths: Any) -> pd.Categorical:
    """Repeat names, as categories in order of the alphabet."""
    kinds, codes = np.unique(names.astype(str), return_inverse=True)
    return pd.Categorical.from_codes(np.repeat(codes, lengths), categories=pd.Index(kinds.tolist(), dtype="str"))


def in_categories(lists: Sequence[Sequence[str]], which: Any) -> pd.Categorical:
    """Put lists of words after one another, as often as they come: as categories in order of the alphabet."""
    kinds = sorted({word for words in lists for word in words})
    place = {word: at for at, word in enumerate(kinds)}
    codes = [np.array([place[word] for word in words], np.int16) for words in lists]
    return pd.Categorical.from_codes(np.concatenate([codes[at] for at in which.tolist()]), categories=pd.Index(kinds, dtype="str"))


def months_of(parts: Iterable[Runs]) -> dict[str, Figures]:
    """Put the months of all runs together, by option; none of the parts is kept."""
    found: dict[str, Figures] = {}
    for runs in parts:
        said = [runs.names.months[at] for at in runs.column("months_of").tolist()]
        options = runs.column("scenario").tolist()
        numbers = runs.lists("months")
        for option in dict.fromkeys(options):
            own = [at for at, name in enumerate(options) if name == option]
            months = said[own[0]][1]
            figures = found.setdefault(option, Figures(months))
            figures.add([(said[at][0], numbers[at].reshape(-1, len(months))) for at in own])
    return found


def outturns_of(parts: Iterable[Runs]) -> pd.DataFrame:
    """Lay out the outturns of all runs (`accounts.outturn.outturn_frame`)."""
    rows: list[tuple[int, int, str, Outturn]] = []
    for runs in parts:
        keys = zip(*(runs.column(name).tolist() for name in ("draw", "replication", "scenario", "outturn_of")), strict=True)
        for (draw, replication, option, at), kronor in zip(keys, runs.lists("outturn"), strict=True):
            pairs, years = runs.names.outturn[at]
            rows.append((draw, replication, option, Outturn(years, pairs, kronor.reshape(len(years), len(pairs)))))
    return outturn_frame(rows)
