"""A calibration that is killed goes on from its parts and writes the same posterior, byte for byte: a real process, really killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ami_sim.calibration import first_year
from ami_sim.calibration.calibrate import Municipality, calibrate_folder, write_posterior
from ami_sim.calibration.reference_table import Waves

WAVES = Waves(power=5, nearest=16, draws=6, seed=3)
PART = 4  # rows of a part
CALIBRATE = f"""
import sys
from pathlib import Path
from ami_sim.calibration import first_year
from ami_sim.calibration.calibrate import Municipality, calibrate_folder
from ami_sim.calibration.reference_table import Waves
first_year.PART = {PART}
calibrate_folder(Municipality(Path(sys.argv[1])), {WAVES!r}, Path(sys.argv[2]), 2)
"""
PATIENCE = 240.0  # seconds


@pytest.mark.slow
def test_a_calibration_killed_in_the_middle_goes_on_to_the_same_bytes(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = checkout / "calibration" / "ragunda"
    work, until = tmp_path / "killed", time.monotonic() + PATIENCE
    work.mkdir()
    process = subprocess.Popen([sys.executable, "-c", CALIBRATE, folder, work], env=os.environ | {"PYTHONPATH": str(checkout)})
    while len(list(work.glob("first-*.npy"))) < 3 and time.monotonic() < until:
        assert process.poll() is None, "it ended before it could be killed"
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    parts = {path.name: path.stat().st_mtime_ns for path in work.glob("first-*.npy")}
    assert 3 <= len(parts) < 8
    monkeypatch.setattr(first_year, "PART", PART)
    municipality, written = Municipality(folder), []
    for room in (work, tmp_path / "whole"):
        out = tmp_path / f"posterior of {room.name}"
        out.mkdir()
        written.append(write_posterior(municipality, calibrate_folder(municipality, WAVES, room, 2), WAVES, 2, out))
    assert {name: (work / name).stat().st_mtime_ns for name in parts} == parts, "what was simulated before the kill is not simulated again"
    for again, whole in zip(*written, strict=True):
        assert again.read_bytes() == whole.read_bytes(), again.name
