"""The page's numbers are those of the command and of Python, and everybody who has it open gets the answer to their own question."""

import shlex
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner

import ami_sim as ami
from ami_sim.app import page, runs
from ami_sim.cli.app import app as command
from ami_sim.report.document import Page
from ami_sim.report.number_formats import write_number
from ami_sim.report.pages.memo import memo_page
from ami_sim.report.pages.planner import Planner, command_line
from ami_sim.report.render.html import fragment
from ami_sim.report.rule_words import RuleWords
from ami_sim.workflow.question_file import start_of, what_may_change, write_question
from ami_sim.workflow.requirement_change import RequirementChange
from ami_sim.workflow.results import load_results
from ami_sim.workflow.rule_change import Form, InflowChange, RuleChange

NUMBERS = ["scenario", "reference", "measure", "actor", "group", "interval", "mean", "ci_low", "ci_high"]
STOP = RuleChange(("extra_job_2019",), date(2021, 7, 1), stopped=True)


class Here:
    """Runs what it is handed at once, in the thread that hands it over."""

    def submit(self, function: Any, *arguments: Any) -> "Future[Any]":
        job: Future[Any] = Future()
        job.set_result(function(*arguments))
        return job


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> runs.Desk:
    monkeypatch.setattr(runs, "RUNS", {runs.FIRST: 1, runs.SHARP: 2})
    return runs.Desk(root=tmp_path, pools={name: Here() for name in (runs.FIRST, runs.SHARP)})  # type: ignore[misc]


def asked(desk: runs.Desk, form: Form) -> Path:
    today = what_may_change(start_of(form))
    _, session = desk.session("")
    return desk.ask(session, repr(form), lambda path: write_question(path, form, today, RuleWords(today, "sv").named(form)))


def test_page_command_and_python_give_the_same_numbers(desk: runs.Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = asked(desk, Form("today", rules=(STOP,)))
    shown = page.named_result(folder / runs.SHARP, "sv")
    monkeypatch.chdir(folder)
    line = shlex.split(command_line(shown, runs.FILE))
    assert line[:3] == ["ami-sim", "compare", runs.FILE]
    done = CliRunner().invoke(command, [*line[1:], "--out", "by-command", "--workers", "1"])
    assert done.exit_code == 0, done.output
    plan = shown.manifest["plan"]
    how = {key: plan[key] for key in ("draws", "replications", "seed", "parameters")}
    by_python = ami.compare(runs.FILE, workers=1, **how)
    for other in (load_results(folder / "by-command").summary, by_python.summary):
        pd.testing.assert_frame_equal(shown.summary[NUMBERS], other[NUMBERS], check_dtype=False, rtol=1e-12)


@pytest.mark.slow
def test_five_at_once_get_their_own_answers(desk: runs.Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "sharpen", lambda folder, job: None)
    forms = [Form("today", inflow=InflowChange(date(2021, 1, 1), 10.0 * number)) for number in range(1, 6)]
    what_may_change()
    with ThreadPoolExecutor(5) as everybody:
        folders = list(everybody.map(lambda form: asked(desk, form), forms))
    assert len({folder.parent for folder in folders}) == 5
    for number, folder in enumerate(folders, 1):
        assert desk.current(folder.parent) == folder
        assert f"{10 * number}\u00a0% fler i behov" in page.named_result(folder / runs.FIRST, "sv").question
    alone = ami.compare(folders[2] / runs.FILE, replications=1, workers=1).summary
    pd.testing.assert_frame_equal(load_results(folders[2] / runs.FIRST).summary[NUMBERS], alone[NUMBERS], check_dtype=False, rtol=1e-12)


def test_an_assumption_at_another_value_is_the_variant_of_the_same_question(desk: runs.Desk) -> None:
    form, today = Form("today", rules=(STOP,)), what_may_change()
    folder = asked(desk, form)
    held = replace(form, assumed={"af_weeks": 9.0})
    own = desk.assume(folder, lambda path: write_question(path, held, today, RuleWords(today, "sv").named(held)))
    result = load_results(own / runs.SHARP)
    assert result.manifest["plan"]["variant"] == "assumed"
    before = load_results(folder / runs.SHARP)
    assert [len(one.measures) for one in (before, result)] == [len(before.measures)] * 2
    waits = "measure == 'waiting_for_job_af_answer' and group == '' and scenario == 'today'"
    as_it_is, later = (float(one.measures.query(waits)["value"].mean()) for one in (before, result))
    assert later > as_it_is  # AF answers in nine weeks instead of some three


def test_the_requirement_is_told_alike_by_month_on_the_page_and_in_the_memo(desk: runs.Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "sharpen", lambda folder, job: None)
    law = RequirementChange(date(2026, 10, 1), 40.0, 3.0)
    result = page.named_result(asked(desk, Form("in_2026", "in_2026_grant", requirement=law)) / runs.FIRST, "sv")
    monthly: dict[Any, Any] = (
        result.monthly.groupby(["scenario", "measure"], observed=True)["mean"].apply(lambda months: months.to_list()).to_dict()
    )
    excused, met, unmet = (monthly["changed", f"requirement_{name}"] for name in ("excused", "met", "unmet"))
    assert monthly["changed", "requirement_hours"] == pytest.approx([sum(parts) for parts in zip(excused, met, unmet, strict=True)])
    assert max(monthly["today", "requirement_hours"]) == 0 < sum(unmet)
    rows = result.summary[result.summary["scenario"].eq("changed")]
    levels: dict[Any, Any] = {row.measure: row.mean for row in rows[::-1].itertuples() if not row.reference and not row.group}
    for name in ("requirement_hours", "requirement_unmet", "requirement_refusals"):
        assert sum(monthly["changed", name]) == pytest.approx(levels[name])
    shown = fragment(Page("", sections=(Planner(result, "sv").section("requirement"),), language="sv"))  # type: ignore[arg-type]
    memo = memo_page(result, "sv").sections
    assert "memo_requirement" in [section.key for section in memo]
    for text in (shown, fragment(Page("", sections=memo, language="sv"))):
        assert "Inget här är kontrollerat mot lagtexten" in text
        assert any(write_number(levels["requirement_unmet"] / 1000, decimals, "sv") in text for decimals in (0, 1))
        assert "\u22121\u00a0134" in text  # the grant of a whole year, tkr
