"""Ragunda's prices with three service rows and two groups."""

import tomllib
from pathlib import Path

import pytest

from ami_sim.accounts.flows import GroupTerms, RowTerms
from ami_sim.accounts.ledger import PriceBook
from ami_sim.scenario.contracts import JobTerms
from ami_sim.scenario.prices import Prices
from ami_sim.scenario.provenance import plain

RAGUNDA = Path(__file__).parents[2] / "calibration" / "ragunda"
MAPPING, FULL_TIME, HALF_TIME, TRAINING = range(4)
OUTDOOR, WARD = range(2)


@pytest.fixture(scope="session")
def prices() -> Prices:
    tables: dict[str, object] = {}
    for name in ("prices.toml", "households.toml"):
        tables |= plain(tomllib.loads((RAGUNDA / name).read_text(encoding="utf-8")), name)[0]["prices"]
    return Prices.model_validate(tables)


@pytest.fixture(scope="session")
def rows() -> tuple[RowTerms, ...]:
    job = JobTerms(hours=1.0, wage=19_300, contributions=0.3915, statutory=0.3142, share=0.8, cap=20_000, grant=2_000)
    half = JobTerms(hours=0.5, wage=19_300, contributions=0.3915, statutory=0.3142, share=0.8, cap=20_000, grant=1_000)
    return (
        RowTerms("mapping", "unchanged", None, 0.0, 0.0, 0.0),
        RowTerms("introduction_job", "wage", job, 0.0, 0.3, 1.0),
        RowTerms("introduction_job_half", "wage", half, 0.0, 0.3, 0.5),
        RowTerms("fat", "activity", None, 4_200.0, 0.2, 0.5),
    )


@pytest.fixture(scope="session")
def groups() -> tuple[GroupTerms, ...]:
    return GroupTerms("outdoor", "constructed", "ami", 0.0), GroupTerms("ward", "ordinary", "other_municipal", 1_500.0)


@pytest.fixture(scope="session")
def book(prices: Prices, rows: tuple[RowTerms, ...], groups: tuple[GroupTerms, ...]) -> PriceBook:
    return PriceBook(prices, rows, groups)
