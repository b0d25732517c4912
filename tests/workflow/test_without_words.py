"""Workflows know no words: none needs a report, a console or a picture to be imported."""

import subprocess
import sys
from pathlib import Path

import ami_sim

WORKFLOWS = sorted(path.stem for path in (Path(ami_sim.__file__).parent / "workflow").glob("[!_]*.py"))


def test_no_workflow_imports_a_report() -> None:
    imports = ", ".join(f"ami_sim.workflow.{name}" for name in WORKFLOWS)
    wordy = "[m for m in sys.modules if m.startswith(('ami_sim.report', 'ami_sim.public')) or m in ('rich', 'matplotlib')]"
    found = subprocess.run([sys.executable, "-c", f"import sys, {imports}; print({wordy})"], capture_output=True, text=True, check=True)
    assert len(WORKFLOWS) > 20
    assert found.stdout.strip() == "[]"
