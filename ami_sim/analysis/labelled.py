"""The numbers of all runs as labelled arrays: one a measure, by option, draw, replication and, where it has them, actor and group.

Frames are what runs write and what is summed up; a labelled array is made of one measure's rows when it is asked for, and kept. xarray is
imported then, and not before.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ami_sim.scenario.errors import InputError, nearest

if TYPE_CHECKING:
    from xarray import DataArray, Dataset

Axis = tuple[list[Any], NDArray[np.int64]]  # labels of a dimension, and the place of each row among them
RUN: Final = ("option", "draw", "replication")
BY: Final = ("actor", "group")  # dimensions of a measure that has them; "" is no actor, and everybody
BANDS: Final = ("count", "mean", "m2", "q05", "q25", "q50", "q75", "q95")


class Labelled(Mapping[str, "DataArray"]):
    """Labelled arrays by name, each made when it is asked for."""

    def __init__(self, names: Sequence[str], make: Callable[[str], "DataArray"], what: str) -> None:
        self._names, self._make, self._what = tuple(names), make, what
        self._made: dict[str, DataArray] = {}

    def __getitem__(self, name: str) -> "DataArray":
        if name not in self._names:
            raise InputError(f'{self._what}: "{name}" is not among them.{nearest(name, self._names)}')
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __repr__(self) -> str:
        return f"{self._what}: {', '.join(self._names)}"

    def dataset(self, *names: str) -> "Dataset":
        """Put some of them (all, when none is named) into one `xarray.Dataset`; where one lacks a group or actor of another it is NaN."""
        from xarray import Dataset

        return Dataset({name: self[name] for name in names or self._names})


def runs_of(measures: pd.DataFrame, options: Sequence[str], labels: Mapping[str, Mapping[str, str]]) -> Labelled:
    """Give every run's numbers by measure: `runs["people_met"].sel(option="today").mean("draw")`.

    measures: a row a number (draw, replication, scenario, measure, actor, group, unit, value). options: their order. labels: what
    is said of a measure in `attrs` beside its unit: titles, definition. A number that is not defined is NaN.
    """
    coded = {name: pd.factorize(measures[name]) for name in ("measure", "scenario", *RUN[1:], *BY)}
    order, names = np.argsort(coded["measure"][0], kind="stable"), [str(name) for name in coded["measure"][1]]
    ends = np.cumsum(np.bincount(coded["measure"][0], minlength=len(names)))
    numbers, units = measures["value"].to_numpy(np.float64), measures["unit"]

    def made(name: str) -> "DataArray":
        from xarray import DataArray

        at = names.index(name)
        rows = order[ends[at - 1] if at else 0 : ends[at]]
        axes = [axis_of(coded["scenario"], rows, options)]
        axes += [axis_of(coded[key], rows, np.sort(coded[key][1]).tolist()) for key in RUN[1:]]
        kept = [by for by in BY if any(str(word) for word in coded[by][1][np.unique(coded[by][0][rows])])]
        axes += [axis_of(coded[by], rows, [str(word) for word in coded[by][1]]) for by in kept]
        values = np.full([len(known) for known, _ in axes], np.nan)
        values[tuple(place for _, place in axes)] = numbers[rows]
        coords = {key: known for key, (known, _) in zip((*RUN, *kept), axes, strict=True)}
        attrs = {"units": str(units.iloc[rows[0]]), **labels.get(name, {})}
        return DataArray(values, coords=coords, dims=list(coords), name=name, attrs=attrs)

    return Labelled(names, made, "measures of the runs")


def axis_of(coded: tuple[NDArray[Any], Any], rows: NDArray[np.int64], known: Sequence[Any]) -> Axis:
    """Give the labels that some rows have, in an order, and each row's place among them. coded: a column's codes and its words."""
    codes, words = coded
    met = np.unique(codes[rows])
    present = {words[code]: code for code in met.tolist()}
    labels = [word for word in known if word in present]
    place = np.zeros(len(words), np.int64)
    for at, word in enumerate(labels):
        place[present[word]] = at
    return labels, place[codes[rows]]


def months_of_runs(monthly: pd.DataFrame, options: Sequence[str]) -> Labelled:
    """Give the bands by month, one array a figure: dimensions option, month and band (count, mean, m2 and quantiles over all runs)."""
    places = {str(name): where for name, where in monthly.groupby("measure", sort=False, observed=True).indices.items()}

    def made(name: str) -> "DataArray":
        from xarray import DataArray

        own = monthly.iloc[places[name]]
        months = np.unique(own["month"].to_numpy("datetime64[ns]"))
        at = (
            pd.Index(options).get_indexer(pd.Index(own["scenario"].astype("str"))),
            np.searchsorted(months, own["month"].to_numpy("datetime64[ns]")),
        )
        values = np.full((len(options), len(months), len(BANDS)), np.nan)
        values[at] = own[list(BANDS)].to_numpy(np.float64)
        coords: dict[str, Any] = {"option": list(options), "month": months, "band": list(BANDS)}
        return DataArray(values, coords=coords, dims=list(coords), name=name)

    return Labelled(list(places), made, "figures by month")
