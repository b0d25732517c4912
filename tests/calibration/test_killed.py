"""A calibration that is killed goes on from its parts and writes the same posterior, byte for byte: a real process, really killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SMALL_PARTS = """
import sys
from pathlib import Path
import ami_sim.calibration.first_year as first_year
first_year.PART = 4
from ami_sim.calibration.calibrate import Municipality, calibrate_folder, write_posterior
from ami_sim.calibration.reference_table import Waves
municipality, waves = Municipality(Path(sys.argv[1])), Waves(power=5, nearest=16, draws=6, seed=3)
write_posterior(municipality, calibrate_folder(municipality, waves, Path(sys.argv[2]), 2), waves, 2, Path(sys.argv[3]))
"""
PATIENCE = 240.0  # seconds


@pytest.mark.slow
def test_a_calibration_killed_in_the_middle_goes_on_to_the_same_bytes(checkout: Path, tmp_path: Path) -> None:
    folder = checkout / "calibration" / "ragunda"

    def command(name: str) -> list[str]:
        (tmp_path / name / "out").mkdir(parents=True, exist_ok=True)
        return [sys.executable, "-c", SMALL_PARTS, str(folder), str(tmp_path / name / "work"), str(tmp_path / name / "out")]

    env = os.environ | {"PYTHONPATH": str(checkout)}
    subprocess.run(command("whole"), env=env, check=True, timeout=PATIENCE)
    process = subprocess.Popen(command("killed"), env=env)
    work, until = tmp_path / "killed" / "work", time.monotonic() + PATIENCE
    while len(list(work.glob("first-*.npy"))) < 3 and time.monotonic() < until:
        assert process.poll() is None, "it ended before it could be killed"
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    parts = {path.name: path.stat().st_mtime_ns for path in work.glob("first-*.npy")}
    assert 3 <= len(parts) < 8
    assert not list((tmp_path / "killed" / "out").iterdir())
    subprocess.run(command("killed"), env=env, check=True, timeout=PATIENCE)
    assert {name: (work / name).stat().st_mtime_ns for name in parts} == parts, "what was simulated before the kill is not simulated again"
    for name in ("posterior.parquet", "posterior.json"):
        whole, again = ((tmp_path / which / "out" / name).read_bytes() for which in ("whole", "killed"))
        assert whole == again, name
