"""How long a planner waits: from the click to the first answer on the page, and where the time goes, in a real browser.

    python -m benchmarks.first_answer

Needs the extra `app`, playwright and Chromium. One line a question: seconds until the question was written, until its results were, until
the answer was read on the page, and in all. The first question comes when the page's processes are warm.
"""

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, expect, sync_playwright

from ami_sim.report.words import say

TIMES: Final = 5
ASKED: Final = 3.0  # seconds that a planner may wait
LANGUAGE: Final = "sv"


def said(message: str) -> str:
    """Say a message of the page."""
    return say(LANGUAGE, f"app.{message}")


def served(folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    """Serve the page with its temporary files in a folder, and wait until it is warm."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    line = [sys.executable, "-m", "ami_sim.cli", "app", "--port", str(port), "--no-browser"]
    log = (folder / "log").open("w")
    server = subprocess.Popen(line, env={**os.environ, "TMPDIR": str(folder), "MPLBACKEND": "Agg"}, stdout=log, stderr=log)
    for _ in range(120):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).close()
        except OSError:
            time.sleep(0.5)
        else:
            break
    return server, f"http://127.0.0.1:{port}"


def ask(page: Page, room: Path, times: float) -> tuple[float, float, float]:
    """Ask a question that nobody has asked, and give when it was written, computed and shown, in seconds after the click."""
    before = page.get_by_test_id("stAlert").first.inner_text()
    page.get_by_label(said("times"), exact=True).fill(str(times))
    page.get_by_label(said("times"), exact=True).press("Enter")
    expect(page.get_by_test_id("stAlert").first).not_to_have_text(before, timeout=30_000)
    expect(page.get_by_test_id("stApp")).not_to_have_attribute("data-test-script-state", "running", timeout=30_000)
    page.wait_for_timeout(500)
    read = page.get_by_test_id("stAlert").first.inner_text().strip()
    began = time.time()
    page.get_by_role("button", name=said("run-now"), exact=True).click()
    expect(page.locator("#read_answer").first).to_contain_text(read[:60], timeout=90_000)
    shown = time.time()
    question = max(room.glob("*/*/question.toml"), key=lambda path: path.stat().st_mtime)
    computed = (question.parent / "first" / "manifest.json").stat().st_mtime
    page.wait_for_timeout(500)
    if (stop := page.get_by_role("button", name=said("stop"), exact=True)).count():
        stop.click()
    page.wait_for_timeout(4000)
    return question.stat().st_mtime - began, computed - began, shown - began


def main() -> None:
    """Ask a few questions, one after the other."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server, address = served(Path(folder))
        try:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(address)
            page.get_by_role("heading", level=1, name=said("title")).wait_for(timeout=60_000)
            [room] = Path(folder).glob("ami-sim-page-*")
            while len(list(room.glob("warm-*/manifest.json"))) < 3:
                time.sleep(0.5)
            page.wait_for_timeout(3000)  # until the page has shown it, too
            waits = []
            page.get_by_text(said("kind-answers"), exact=True).click()
            page.get_by_label(said("times"), exact=True).wait_for()
            for at in range(TIMES):
                written, computed, shown = ask(page, room, 3 + at / 2)
                waits.append(shown)
                print(f"written {written:.2f}  computed {computed:.2f}  shown {shown:.2f}")
            print(f"median {statistics.median(waits):.2f}, longest {max(waits):.2f}, asked for {ASKED:.0f}; load {os.getloadavg()[0]:.1f}")
            browser.close()
        finally:
            server.terminate()
            server.wait(20)


if __name__ == "__main__":
    main()
