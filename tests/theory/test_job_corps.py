"""The rows can take a randomised path: Job Corps, weeks worked by year, fitted to years 1 and 2 and predicted in 3 and 4.

Impacts in percentage points of weeks worked (9 240 youths, as reported): -9.9 (-11.3 to -8.4), -1.4 (-3.1 to 0.2), +2.2 (0.7 to 3.8),
+3.3 (1.6 to 4.9). It is eight months of schooling and training: its after-effect fades as that of studies.
"""

from pathlib import Path

import numpy as np
import pytest
from scipy.linalg import expm

from ami_sim.calibration.outside import OutsidePath, by_year, fitted, profile, read_outside, way_of
from ami_sim.scenario.effect_path import means_by_year, path_of
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.load import load_scenario
from ami_sim.scenario.scenario import Scenario
from ami_sim.scenario.total_effect import SIZE, SUBSIDISED, WORK, generator, in_stay

MEASURED = (-9.9, -1.4, 2.2, 3.3)
BANDS = ((-11.3, -8.4), (-3.1, 0.2), (0.7, 3.8), (1.6, 4.9))
HOME = Path("calibration/ragunda")


@pytest.fixture(scope="module")
def ragunda() -> Scenario:
    return load_scenario(HOME / "scenario.toml")


@pytest.fixture(scope="module")
def job_corps() -> OutsidePath:
    return read_outside(HOME).path["job_corps"]


def test_the_file_holds_what_was_measured(job_corps: OutsidePath) -> None:
    assert job_corps.weeks_worked == MEASURED
    assert tuple(zip(job_corps.lowest, job_corps.highest, strict=True)) == BANDS
    assert (job_corps.people, job_corps.stay) == (9240, 8.0)


def test_fitted_to_two_years_the_rows_predict_the_third_and_the_fourth_inside_their_bands(
    ragunda: Scenario, job_corps: OutsidePath
) -> None:
    found = fitted(job_corps, ragunda)
    assert found.by_year[:2] == pytest.approx(MEASURED[:2], abs=1e-4)
    assert 0.18 < found.lock_in < 0.8  # inside the prior's range
    assert 0.0 < found.after < 3.0
    for year in (2, 3):
        assert BANDS[year][0] < found.by_year[year] < BANDS[year][1], found
    assert found.by_year[3] > found.by_year[2] > 0.0  # it grows still, as the measured one


def test_an_after_effect_that_is_gone_within_a_year_cannot_take_that_path(ragunda: Scenario, job_corps: OutsidePath) -> None:
    found = fitted(job_corps, ragunda, kept=0.02)
    assert by_year(job_corps, ragunda, found.lock_in, found.after, kept=0.02)[3] < BANDS[3][0]


def test_a_path_is_that_of_matrix_exponentials(ragunda: Scenario, job_corps: OutsidePath) -> None:
    """During the stay and after it, across a step of the fading (half a year after the stay of eight months ended)."""
    way, after = way_of(job_corps, ragunda, 0.4), 0.3
    steps, life, fade = np.array(way.wanted.steps), way.life, way.wanted.fade
    inside = np.r_[np.zeros(SIZE), steps]
    start = np.r_[steps, np.zeros(SIZE - 5)]
    end = inside @ expm(in_stay(life, way.plain, 0.4, 1.5) * 8.0)
    done = np.r_[end[SIZE:], np.zeros(SIZE - 5)]
    for share, months in ((fade.shares[0], 6.0), (fade.shares[1], 2.0)):
        done = done @ expm(generator(life, float(np.exp(after * share))) * months)
    at_16 = (end[:SIZE] @ expm(way.plain * 8.0) + done)[WORK:SUBSIDISED].sum() - (start @ expm(way.plain * 16.0))[WORK:SUBSIDISED].sum()
    at_5 = (inside @ expm(in_stay(life, way.plain, 0.4, 1.5) * 5.0))[WORK:SUBSIDISED].sum() - (start @ expm(way.plain * 5.0))[
        WORK:SUBSIDISED
    ].sum()
    assert path_of(way, 1.5, after, [5.0, 16.0]) == pytest.approx([100 * at_5, 100 * at_16], abs=1e-9)


def test_means_by_year_leave_out_months_that_fill_no_year() -> None:
    assert means_by_year(np.r_[np.zeros(12), np.ones(12), np.full(5, 9.0)]).tolist() == [0.0, 1.0]


def test_the_profile_meets_the_drawn_totals_at_24_and_36_months_and_fades(ragunda: Scenario) -> None:
    found = profile(ragunda.model_copy(), (24.0, 36.0, 60.0, 120.0), draws=4)
    assert found.types == ("constructed", "intermediate", "ordinary")
    means = found.points[:, :, :2].mean(axis=2)
    assert (np.diff(means, axis=0) > 0).sum() >= 6  # ordinary beats constructed in nearly every draw
    assert abs(found.points[2, :, 3]).mean() < abs(found.points[2, :, 1]).mean()


def test_a_path_with_bands_of_another_length_is_refused(tmp_path: Path) -> None:
    text = (HOME / "outside.toml").read_text(encoding="utf-8")
    (tmp_path / "outside.toml").write_text(text.replace("lowest = [-11.3, ", "lowest = ["), encoding="utf-8")
    with pytest.raises(InputError, match=r"path\.job_corps.*expected as many years in each"):
        read_outside(tmp_path)
    assert read_outside(tmp_path / "nowhere").reference == {}
