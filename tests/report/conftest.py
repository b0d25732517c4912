"""A synthetic capacity study with numbers of a realistic size, summarised by the study room as a real one would be."""

import numpy as np
import pandas as pd
import pytest

from ami_sim.analysis.differences import summarise
from ami_sim.analysis.payers import with_groups_of_actors
from tests.monthly import bands_of

OPTIONS = ("no", "half", "60", "70", "100", "today")
SIZES = dict(zip(OPTIONS, (0.0, 35.0, 60.0, 70.0, 100.0, 62.0), strict=True))  # participants
ACTORS = ("ifo", "ami", "other_municipal", "region", "af", "social_insurance", "treasury", "person", "employer")


def _money(size: float, shock: float, luck: np.random.Generator) -> dict[str, float]:
    """Net result per actor in kr, relative to an arbitrary level common to all options."""
    saved = 1.2e6 * np.sqrt(size)
    actors = {
        "ifo": -72e6 + saved,
        "ami": -0.62e6 * size,
        "other_municipal": -0.03e6 * size,
        "region": 0.01e6 * size,
        "af": -0.22e6 * size,
        "social_insurance": 0.06e6 * size,
        "treasury": 0.1e6 * size,
        "person": 0.25e6 * size,
        "employer": 0.02e6 * size,
    }
    return {actor: value + 2e6 * shock + luck.normal(0, 0.02) * (1e5 + 0.25e6 * np.sqrt(size)) for actor, value in actors.items()}


def _counts(size: float, shock: float, luck: np.random.Generator) -> dict[str, tuple[float, str]]:
    room = 110 - size
    noise = luck.normal(0, 1.0)
    return {
        "aid_cost": (72e6 - 1.2e6 * np.sqrt(size) + 2e6 * shock + 2e5 * noise, "kr"),
        "aid_household_months": (9_800 - 150 * np.sqrt(size) + 200 * shock + 20 * noise, "household-months"),
        "child_months_on_aid": (7_400 - 90 * np.sqrt(size) + 150 * shock, "child-months"),
        "queue_mapping_mean": (room**2 / 400 + 2 * shock, "persons"),
        "queue_place_mean": (10 + room / 8 + shock, "persons"),
        "wait_mapping_mean_days": (float("nan") if size == 0 else room**2 / 60 + 5 * shock, "days"),
        "wait_mapping_p90_days": (float("nan") if size == 0 else room**2 / 25 + 9 * shock, "days"),
        "wait_place_mean_days": (20 + room / 2 + 3 * shock, "days"),
        "utilisation": (0.93 + 0.01 * shock, "share"),
        "people_met": (60.0 + 3 * size + 5 * shock, "persons"),
        "people_active": (0.95 * size + 2 * shock, "persons"),
        "counted_to_work": (14 + 1.4 * size + 4 * shock + noise, "persons"),
        "counted_to_studies": (4 + 0.3 * size + 2 * shock, "persons"),
        "in_work_12m": (40 - 0.012 * size + 4 * shock + 0.4 * noise, "persons"),
        "in_work_24m": (43 + 0.02 * size + 4 * shock + 0.5 * noise, "persons"),
        "in_work_36m": (44 + 0.03 * size + 4 * shock + 0.5 * noise, "persons"),
        "in_work_60m": (46 + 0.05 * size + 4 * shock + 0.6 * noise, "persons"),
        "months_in_work": (5_100 + 2.1 * size + 150 * shock, "months"),
    }


def replications_of(count: int) -> pd.DataFrame:
    """Make the long replications frame of the study."""
    luck = np.random.default_rng(2019)
    rows: list[tuple[int, str, str, str, str, float]] = []
    for replication in range(count):
        shock = luck.normal()
        for option, size in SIZES.items():
            rows += [(replication, option, "net_result", actor, "kr", value) for actor, value in _money(size, shock, luck).items()]
            rows += [(replication, option, measure, "", unit, value) for measure, (value, unit) in _counts(size, shock, luck).items()]
    frame = pd.DataFrame(rows, columns=["replication", "scenario", "measure", "actor", "unit", "value"])
    return with_groups_of_actors(frame.assign(draw=0, group=""))


def summary_of(count: int) -> pd.DataFrame:
    """Summarise the study with `no` as the main reference and `today` as the second."""
    return summarise(replications_of(count), experiment="capacity", references=["no", "today"], scenarios=OPTIONS)


@pytest.fixture(scope="session")
def summary() -> pd.DataFrame:
    """Give the summary of forty replications."""
    return summary_of(40)


@pytest.fixture(scope="session")
def single() -> pd.DataFrame:
    """Give the summary of one replication."""
    return summary_of(1)


@pytest.fixture(scope="session")
def monthly() -> pd.DataFrame:
    """Give the monthly frame of both queues: history in common to 2020, then drifting apart."""
    luck = np.random.default_rng(5)
    months = pd.date_range("2018-09-01", "2029-12-01", freq="MS")
    after = np.maximum(0, np.arange(len(months)) - 16)
    parts = []
    for replication in range(30):
        walk = np.cumsum(luck.normal(0, 1.0, len(months)))
        for option, size in SIZES.items():
            for measure, goal in (("queue_mapping", (105 - size) / 2), ("queue_place", 12 + (100 - size) / 8)):
                level = 8 + (goal - 8) * (1 - np.exp(-after / 18)) + (0.8 if measure == "queue_mapping" else 0.4) * walk
                parts.append(
                    pd.DataFrame({"month": months, "value": np.maximum(0, level.round())}).assign(
                        draw=0, replication=replication, scenario=option, measure=measure, group=""
                    )
                )
    return bands_of(pd.concat(parts, ignore_index=True))
