"""Labelled arrays hold exactly the numbers of the frames, by their labels."""

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from ami_sim.analysis.labelled import months_of_runs, runs_of
from ami_sim.scenario.errors import InputError

ROWS = [  # draw, replication, scenario, measure, actor, group, unit, value
    (0, 0, "no", "met", "", "", "persons", 1.0),
    (0, 1, "no", "met", "", "", "persons", 2.0),
    (1, 0, "no", "met", "", "", "persons", 3.0),
    (1, 1, "no", "met", "", "", "persons", 4.0),
    (0, 0, "today", "met", "", "", "persons", 10.0),
    (0, 1, "today", "met", "", "", "persons", 20.0),
    (1, 0, "today", "met", "", "", "persons", 30.0),
    (1, 1, "today", "met", "", "", "persons", 60.0),
    (0, 0, "no", "net_result", "region", "", "kr", -5.0),
    (0, 0, "no", "net_result", "state", "", "kr", 7.0),
    (0, 0, "today", "met_by", "", "", "persons", 3.0),
    (0, 0, "today", "met_by", "", "sex:woman", "persons", np.nan),
]
COLUMNS = ["draw", "replication", "scenario", "measure", "actor", "group", "unit", "value"]


@pytest.fixture
def frame() -> pd.DataFrame:
    """Give the rows in another order, with names as categories as parts have them."""
    found = pd.DataFrame(ROWS, columns=COLUMNS).iloc[::-1].reset_index(drop=True)
    return found.astype({name: "category" for name in ("scenario", "measure", "actor", "group", "unit")})


def test_a_measure_is_an_array_by_option_draw_and_replication(frame: pd.DataFrame) -> None:
    runs = runs_of(frame, ["no", "today"], {"met": {"long_name": "People met"}})
    met = runs["met"]
    assert met.dims == ("option", "draw", "replication")
    assert met.sel(option="today").mean("draw").values.tolist() == [20.0, 40.0]
    paired = met - met.sel(option="no")
    assert paired.sel(option="today", draw=1).values.tolist() == [27.0, 56.0]
    assert met.attrs == {"units": "persons", "long_name": "People met"}
    assert list(runs) == ["met_by", "net_result", "met"]  # as the frame has them
    assert runs["met"] is met


def test_actors_and_groups_are_dimensions_where_there_are_any(frame: pd.DataFrame) -> None:
    runs = runs_of(frame, ["no", "today"], {})
    net = runs["net_result"]
    assert net.dims == ("option", "draw", "replication", "actor")
    assert float(net.sel(actor="region").squeeze()) == -5.0
    by_group = runs["met_by"]
    assert float(by_group.sel(group="").squeeze()) == 3.0
    assert np.isnan(float(by_group.sel(group="sex:woman").squeeze()))
    assert set(runs.dataset("met", "net_result").dims) == {"option", "draw", "replication", "actor"}


def test_an_unknown_measure_is_refused_with_the_nearest(frame: pd.DataFrame) -> None:
    with pytest.raises(InputError, match=r'measures of the runs: "mett" is not among them\..*met'):
        runs_of(frame, ["no", "today"], {})["mett"]


def test_months_have_bands() -> None:
    months = pd.to_datetime(["2020-01-01", "2020-02-01"])
    rows = [
        {"scenario": option, "month": month, "measure": "queue", "group": "", "count": 2, "m2": 0.0, "mean": 10.0 * at + number}
        | dict.fromkeys(("q05", "q25", "q50", "q75", "q95"), 1.0)
        for at, option in enumerate(("no", "today"))
        for number, month in enumerate(months)
    ]
    queue = months_of_runs(pd.DataFrame(rows), ["no", "today"])["queue"]
    assert queue.sel(option="today", band="mean").values.tolist() == [10.0, 11.0]
    assert float(queue.sel(option="no", month="2020-02-01", band="mean")) == 1.0


def test_xarray_is_not_imported_until_an_array_is_asked_for() -> None:
    said = "import sys, ami_sim; ami_sim.compare; ami_sim.load; print('xarray' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"
