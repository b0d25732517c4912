"""What every test runs under: one thread per process, pictures to files only, no deadline for examples."""

import gc
import os
import sys

# Before any test imports numpy or numba: their thread pools would compete with the tests' own workers and change sums' order.
for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[_threads] = "1"
os.environ["MPLBACKEND"] = "Agg"
# What is compiled is kept, also where the environment says otherwise: a process that a test starts would compile the whole package again.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
gc.set_threshold(100_000, 20, 20)  # the collector's walks through all that is loaded took a quarter of the tests' time

from pathlib import Path

import pytest
from hypothesis import settings

# Generated examples: the same ones every time on CI, so that a failure there is a failure of the change.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(scope="session")
def checkout() -> Path:
    """Give the folder that holds the package, the data and the experiments."""
    return Path(__file__).resolve().parents[1]


def pytest_collection_finish() -> None:
    """Leave what was imported and collected out of the collector's walks."""
    gc.collect()
    gc.freeze()
