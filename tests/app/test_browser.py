"""A planner in a real browser, by keyboard alone: three changed rules, the difference by month with its band, and a Word file."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import docx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from ami_sim.report.words import say

pytestmark = pytest.mark.slow
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
WHOLE_TASK = 300.0  # seconds: what a planner has for three changed rules and a document
# `ami-sim app`, but that answers are of so many futures as a test has time for: nobody here reads the sharpest one.
SERVED = "import sys; from ami_sim.app import runs; runs.RUNS.update(first=4, sharp=16); from ami_sim.cli.app import app; app(sys.argv[1:])"
SHOTS = os.environ.get("AMI_SHOTS", "")  # a folder for pictures, to look at
LANGUAGES = ("sv", "en")
STOPPED = {
    "sv": "Från 1 juli 2021 beviljas inga nya extratjänster, och från 1 juli 2022 gäller dagens regler igen; pågående får löpa ut, men"
    " förlängs inte.",
    "en": "From 1 July 2021 no new extra jobs are granted, and from 1 July 2022 today's rules hold again; running ones may be completed,"
    " but are not extended.",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None and not os.environ.get("CI"):
        pytest.skip("no Chromium on this machine: install chromium to try the page in a browser")
    assert CHROMIUM, "CI needs a browser: apt-get install chromium"
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the page as `ami-sim app` does, with temporary files in a folder of its own, and wait until it is warm."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "tmp").mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    where = {**os.environ, "TMPDIR": str(folder / "tmp"), "MPLBACKEND": "Agg"}
    line = [sys.executable, "-c", SERVED, "app", "--port", str(port), "--no-browser"]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(line, cwd=folder, env=where, stdout=log, stderr=log)
    try:
        wait_for(f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)
    assert sorted(path.name for path in folder.iterdir()) == ["log", "tmp"]  # nothing is written beside the temporary folder


def wait_for(address: str) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(address, timeout=1).close()
        except (OSError, urllib.error.URLError):
            time.sleep(0.5)
        else:
            return
    raise AssertionError("the page was never served")


class Planner:
    """Somebody at a keyboard: Tab until a thing has the focus, then keys."""

    def __init__(self, page: Page, address: str, language: str) -> None:
        self.page, self.language, self.steps = page, language, 0
        page.goto(address)
        page.get_by_role("heading", level=1, name=say("sv", "app.title")).wait_for(timeout=60_000)
        if language != "sv":
            self.go_to(say("sv", "app.language"))
            self.press("ArrowUp")
        page.get_by_role("heading", level=1, name=self.said("title")).wait_for(timeout=60_000)

    def said(self, message: str) -> str:
        return say(self.language, f"app.{message}")

    def focused(self) -> str:
        """Name what has the focus: its own name, label or text."""
        return str(
            self.page.evaluate(
                """() => { const e = document.activeElement; if (!e || e === document.body) return "";
                const label = e.getAttribute("aria-label") || (e.labels && e.labels[0] && e.labels[0].innerText) || "";
                const group = e.closest("[role=radiogroup]"); const named = group ? group.getAttribute("aria-label") + " " : "";
                const said = e.matches("button, summary, a") ? e.innerText : "";
                return (named + label + " " + said.replace(/^keyboard_arrow_\\w+/, "").slice(0, 80)).trim(); }"""
            )
        )

    def go_to(self, name: str, keys: str = "Tab") -> None:
        """Tab to the thing that is called so; its name begins with these words."""
        self.settle()
        seen = []
        for _ in range(120):
            if f"{self.focused()} ".startswith(f"{name} "):
                return
            self.page.keyboard.press(keys)
            self.steps += 1
            seen.append(self.focused())
        raise AssertionError(f"{name!r} cannot be reached by Tab: {list(dict.fromkeys(seen))}")

    def settle(self) -> None:
        """Wait until the page has answered the last key."""
        self.page.wait_for_timeout(150)
        expect(self.page.get_by_test_id("stApp")).not_to_have_attribute("data-test-script-state", "running", timeout=30_000)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.steps += 1
        self.settle()

    def choose(self, label: str, text: str) -> None:
        """Choose in a list by typing."""
        self.go_to(label)
        self.page.keyboard.type(text)
        self.page.wait_for_timeout(300)
        self.press("Enter")

    def reads_as(self, said: str | re.Pattern[str]) -> None:
        """Wait until the form reads back so."""
        expect(self.page.get_by_test_id("stAlert").first).to_have_text(said, timeout=10_000)

    def reads(self) -> str:
        return self.page.get_by_test_id("stAlert").first.inner_text().strip()

    def run(self) -> float:
        """Run the question, and give the seconds to the first answer."""
        self.go_to(self.said("run-now"))
        began = time.monotonic()
        self.press("Enter")
        said = self.reads()
        shown = self.page.locator("#read_answer")
        expect(shown).to_contain_text(said[:60], timeout=90_000)
        return time.monotonic() - began

    def picture(self, name: str) -> None:
        if SHOTS:
            height = int(self.page.evaluate("document.querySelector('[data-testid=stMainBlockContainer]').scrollHeight"))
            old = self.page.viewport_size
            self.page.set_viewport_size({"width": old["width"] if old else 1280, "height": height + 50})
            self.page.wait_for_timeout(800)
            self.page.screenshot(path=str(Path(SHOTS) / f"{name}_{self.language}.png"))
            if old:
                self.page.set_viewport_size(old)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=DESK, accept_downloads=True)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_three_rules_are_changed_and_a_word_file_is_held(page: Page, address: str, language: str) -> None:
    """In the first language each change is run; in the other they are read back, and the last is run: the page draws the same pictures."""
    each = language == LANGUAGES[0]
    began, planner = time.monotonic(), Planner(page, address, language)
    expect(page.locator("html")).to_have_attribute("lang", language)

    planner.go_to(planner.said("ends"))  # 1: extra jobs stopped from 2021-07-01, and open again a year later
    planner.press("Space")
    planner.reads_as(STOPPED[language])
    first = [planner.run()] if each else []
    planner.picture("stop")

    page.keyboard.press("Control+Home")
    planner.choose(
        planner.said("instrument"), {"sv": "Introduktionsjobb", "en": "Introduction job"}[language]
    )  # 2: at most 60 % for newcomers
    planner.go_to(planner.said("how"))
    planner.press("ArrowRight")
    planner.go_to({"sv": "AF:s andel", "en": "AF's share"}[language])
    planner.press("Control+A")
    page.keyboard.type("60")
    planner.press("Enter")
    planner.choose(planner.said("whom"), {"sv": "etableringsersättning", "en": "establishment"}[language])
    planner.press("Escape")
    planner.reads_as(re.compile(r"60\s%.*80\s%"))
    first += [planner.run()] if each else []
    planner.picture("share")

    planner.go_to(planner.said("kind"))  # 3: answers twice as slow in summer
    planner.press("ArrowDown")
    planner.reads_as(re.compile({"sv": "i juni, juli och augusti", "en": "in June, July and August"}[language]))
    first.append(planner.run())

    drawn = page.locator("#read_difference img")
    assert len(str(drawn.get_attribute("alt"))) > 60
    planner.go_to(planner.said("months-behind"))
    planner.press("Enter")
    rows = page.locator("#months_0 tbody tr")
    assert rows.count() == 120  # every month of ten years: a mean and the ends of its band for each of three queues
    assert rows.first.locator("td").count() == 9
    planner.go_to(planner.said("take-docx"))
    planner.settle()  # a sharper answer that comes in between is shown first
    with page.expect_download(timeout=60_000) as given:
        page.keyboard.press("Enter")
    held = given.value
    taken = time.monotonic() - began
    document = docx.Document(BytesIO(Path(held.path()).read_bytes()))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert held.suggested_filename == f"question_{language}.docx"
    assert planner.reads() in text
    print(f"{language}: first answers {', '.join(f'{one:.1f}' for one in first)} s; whole task {taken:.0f} s, {planner.steps} keys")
    assert taken < WHOLE_TASK
    planner.picture("summer")


def test_a_reload_loses_nothing_a_run_can_be_stopped_and_nothing_hinders_whoever_reads_in_another_way(page: Page, address: str) -> None:
    """One visit, in the language that is not the first: what an address has said must hold after the reload, too."""
    planner = Planner(page, address, "en")
    planner.run()
    page.reload()
    expect(page.locator("#read_answer")).to_be_visible(timeout=60_000)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    stop = page.get_by_role("button", name=planner.said("stop"))
    if stop.count():
        stop.press("Enter")
        expect(stop).to_have_count(0, timeout=60_000)
    expect(page.locator("#read_answer")).to_be_visible(timeout=60_000)
    planner.settle()
    parts = page.locator("details")
    assert parts.count() == 7  # AF's rules, the months, and what is closer
    for at in range(7):
        parts.nth(at).locator("summary").press("Enter")
        expect(parts.nth(at)).to_have_attribute("open", "")
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        planner.settle()
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
        assert found.violations_count == 0, found.generate_report()
        planner.picture(f"width_{size['width']}")


def test_the_agent_interface_is_refused(address: str) -> None:
    asked = urllib.request.Request(f"{address}/_stcore/agent/interact", data=b"{}", headers={"Content-Type": "application/json"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(asked, timeout=10)
    assert refused.value.code in (403, 404)
