"""The page without a browser: fields, the sentence, refusals at the field, both languages, and how it is started."""

import importlib.util
import socket
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from ami_sim.app import page, runs, server
from ami_sim.app.forms import state_of
from ami_sim.report.pages.planner import SECTIONS
from ami_sim.report.rule_words import RuleWords
from ami_sim.report.words import say
from ami_sim.scenario.errors import InputError
from ami_sim.workflow.question_file import scenario_in, start_of, what_may_change, write_question
from ami_sim.workflow.requirement_change import RequirementChange
from ami_sim.workflow.rule_change import AnswerChange, Form, InflowChange, RuleChange
from ami_sim.workflow.template import start_municipality


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page as it opens, with processes that never begin."""
    monkeypatch.setattr(runs.Desk, "begin", lambda self, show: None)
    page.desk.clear()
    return AppTest.from_file(str(server.PAGE), default_timeout=30).run()


def said(app: AppTest) -> str:
    return "\n".join(str(one.value) for one in (*app.title, *app.header, *app.info, *app.error))


def test_the_page_opens_in_swedish_and_reads_its_form_back(app: AppTest) -> None:
    assert not app.exception
    assert app.title[0].value == "Vad händer med kön?"
    assert app.info[0].value == "Från 1 juli 2021 beviljas inga nya extratjänster; pågående får löpa ut, men förlängs inte."


def test_the_page_opens_for_a_municipality_of_ones_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    start_municipality(tmp_path / "lillstad")
    place = scenario_in(tmp_path / "lillstad")
    assert place == (tmp_path / "lillstad" / "calibration" / "lillstad" / "scenario.toml").resolve()
    monkeypatch.setenv(runs.PLACE, str(place))
    monkeypatch.setattr(runs.Desk, "begin", lambda self, show: None)
    page.desk.clear()
    page.in_force.clear()
    try:
        opened = AppTest.from_file(str(server.PAGE), default_timeout=30).run()
    finally:
        page.in_force.clear()
    assert not opened.exception
    assert any("lillstad" in one.value for one in opened.caption)
    with pytest.raises(InputError, match="0 scenarios; expected the folder of one municipality"):
        scenario_in(tmp_path)


def test_the_same_form_in_english(app: AppTest) -> None:
    app.radio(key="language").set_value("en").run()
    assert app.title[0].value == "What happens to the queue?"
    assert app.info[0].value == "From 1 July 2021 no new extra jobs are granted; running ones may be completed, but are not extended."


@pytest.mark.parametrize(
    ("language", "refused"),
    [("sv", "Från och med: 2019-01-01 är före delningsdagen"), ("en", "From: 2019-01-01 is before the parting date")],
)
def test_an_impossible_date_is_refused_at_its_field_and_nothing_can_be_run(app: AppTest, language: str, refused: str) -> None:
    app.radio(key="language").set_value(language)
    app.date_input(key="begins").set_value(date(2019, 1, 1)).run()
    assert refused in app.error[0].value
    assert "run" not in {button.key for button in app.button}
    assert app.date_input(key="begins").value == date(2019, 1, 1)  # nothing that was written is lost


def test_a_share_over_the_whole_is_refused(app: AppTest) -> None:
    app.radio(key="how").set_value("terms").run()
    app.number_input(key="extra_job_2019_share").set_value(120.0).run()
    assert app.error[0].value == "AF:s andel av lön och avgifter: 120 %; väntat: 0 till 100 %"


def test_only_what_differs_from_today_is_changed(app: AppTest) -> None:
    app.radio(key="how").set_value("terms").run()
    assert "som i dag" in app.error[0].value  # every field is as today
    app.number_input(key="extra_job_2019_share").set_value(60.0).run()
    assert "AF betalar högst 60\u00a0% av lön och avgifter upp till taket (i dag 100\u00a0%)" in app.info[0].value
    assert [one.value for one in app.markdown if "Ändrat" in one.value] == ["**Ändrat.** I dag 100\u00a0%; tas emot: 0–100."]


def test_a_slower_answer_in_summer(app: AppTest) -> None:
    app.radio(key="kind").set_value("answers").run()
    assert "2 gånger så lång tid som i dag på det som enheten ansöker om i juni, juli och augusti" in app.info[0].value


def test_another_size_of_the_unit(app: AppTest) -> None:
    app.radio(key="kind").set_value("unit").run()
    app.selectbox(key="unit").set_value("sixty")
    app.selectbox(key="other").set_value("seventy").run()
    assert app.info[0].value.startswith("Enheten är ”")


FORMS = [
    Form("sixty", "seventy"),
    Form("sixty", answers=AnswerChange(date(2020, 6, 1), (6, 7), 3.0, date(2025, 1, 1))),
    Form("sixty", rules=(RuleChange(("extra_job_2019",), date(2021, 7, 1), date(2022, 7, 1), stopped=True),)),
    Form("sixty", rules=(RuleChange(("fat",), date(2021, 7, 1), values={"longest": 6.0}),)),
    Form("sixty", places=45),
    Form("sixty", order="greatest_need"),
    Form("sixty", inflow=InflowChange(date(2022, 1, 1), -10.0, ("af",))),
    Form("in_2026", "in_2026_grant", requirement=RequirementChange(date(2027, 1, 1), 30.0, 4.0, (1,), cut=False)),
]


@pytest.mark.parametrize("form", FORMS, ids=["unit", "answers", "stop", "terms", "places", "order", "inflow", "required"])
def test_a_saved_form_opens_in_the_fields_it_came_from(app: AppTest, form: Form) -> None:
    today = what_may_change(start_of(form))
    for key, value in state_of(form, today).items():
        app.session_state[key] = value
    app.run()
    assert not app.exception
    assert [one.value for one in app.info] == list(RuleWords(today, "sv").sentences(form))


def test_the_requirement_of_2026_is_asked_by_itself_and_stands_beside_another(app: AppTest) -> None:
    app.radio(key="kind").set_value("required").run()
    assert not app.exception
    assert app.info[0].value.startswith("Från 1 oktober 2026 ska den som haft försörjningsstöd i 3 månader delta i aktiviteter 40 timmar")
    assert "inte kontrollerat mot lagtexten" in app.info[3].value
    assert "add" not in {button.key for button in app.button}
    app.number_input(key="required_hours").set_value(60.0).run()
    assert app.error[0].value == "Timmar i veckan: 60; väntat: 1 till 40"
    app.number_input(key="required_hours").set_value(40.0).run()
    app.button(key="beside").click().run()
    app.selectbox(key="required_unit").set_value("in_2026_grant").run()
    assert [one.value for one in app.markdown if "Alternativ" in one.value] == ["**Alternativ 1**", "**Alternativ 2**"]
    again = AppTest.from_file(str(server.PAGE), default_timeout=30)
    again.query_params["s"] = app.query_params["s"]
    again.run()
    assert [one.value for one in again.info] == [one.value for one in app.info]
    app.radio(key="kind").set_value("order").run()
    assert app.error[0].value.startswith("Aktivitetskravet: börjar ett annat år än andra ändringar; väntat: att det prövas för sig")


def test_changes_are_put_together_and_a_second_option_stands_beside(app: AppTest) -> None:
    app.button(key="add").click().run()
    app.radio(key="kind").set_value("order").run()
    assert [one.value.partition(":")[0] for one in app.info] == [
        "Från 1 juli 2021 beviljas inga nya extratjänster; pågående får löpa ut, men förlängs inte.",
        "Från 1 januari 2020 ordnas båda köerna så här",
    ]
    app.button(key="beside").click().run()
    app.radio(key="kind").set_value("inflow").run()
    assert [one.value for one in app.markdown if "Alternativ" in one.value] == ["**Alternativ 1**", "**Alternativ 2**"]
    assert app.info[2].value == "Från 1 januari 2021 kommer 20\u00a0% fler i behov av stöd."
    app.button(key="clear").click().run()
    assert len(app.info) == 1


def test_what_is_filled_in_is_there_after_a_reload(app: AppTest) -> None:
    app.button(key="add").click().run()
    app.radio(key="kind").set_value("unit").run()
    app.radio(key="size").set_value("places").run()
    app.number_input(key="places").set_value(50).run()
    said_before = [one.value for one in app.info]
    again = AppTest.from_file(str(server.PAGE), default_timeout=30)
    again.query_params["s"] = app.query_params["s"]
    again.run()
    assert not again.exception
    assert [one.value for one in again.info] == said_before
    assert "50 platser" in said_before[1]


@pytest.mark.parametrize(
    ("kind", "key", "value", "refused"),
    [
        ("inflow", "percent", 900.0, "Så många procent fler: 900; väntat: -99 till 400 %, och inte 0"),
        ("answers", "times", 0.0, "Gånger så lång svarstid som i dag: 0; väntat: mer än 0 och högst 52, och inte 1"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(app: AppTest, kind: str, key: str, value: float, refused: str) -> None:
    app.radio(key="kind").set_value(kind).run()
    app.number_input(key=key).set_value(value).run()
    assert app.error[0].value == refused


def test_dates_in_the_wrong_order_are_refused_at_the_field(app: AppTest) -> None:
    app.checkbox(key="rule_ends").check().run()
    app.date_input(key="rule_until").set_value(date(2021, 1, 1)).run()
    assert app.error[0].value == "Dagens regler gäller igen från: 2021-01-01 är inte efter 2021-07-01; väntat: ett senare datum"


@pytest.mark.parametrize("text", ["not a question", 'version = 9\nname = "x"\n', "name = [", "\x00\x01"])
def test_an_upload_that_is_no_question_is_refused_in_one_sentence(app: AppTest, text: str) -> None:
    app.radio(key="kind").set_value("saved").run()
    app.file_uploader(key="upload").upload("mine.toml", text.encode()).run()
    assert not app.exception
    assert len(app.error) == 1
    assert "mine.toml" in app.error[0].value
    assert str(runs.PREFIX) not in app.error[0].value  # no path of the machine


def test_a_run_gives_the_first_answer_and_the_sharper_one_and_a_reload_finds_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process, with few futures: what the processes do is the same function."""
    monkeypatch.setattr(runs, "RUNS", {runs.FIRST: 1, runs.SHARP: 2})
    desk = runs.Desk(root=tmp_path, pools={name: Here() for name in (runs.FIRST, runs.SHARP)})  # type: ignore[misc]
    token, session = desk.session("guessed")
    today, form = what_may_change(), FORMS[2]
    folder = desk.ask(session, "key", lambda path: write_question(path, form, today, RuleWords(today, "sv").named(form)))
    assert all(desk.state(folder, name).there and desk.whole(folder, name) for name in (runs.FIRST, runs.SHARP))
    again, same = desk.session(token)
    assert (again, desk.current(same)) == (token, folder)
    assert token != "guessed"
    shown = "".join(page.section(str(folder / runs.SHARP), "en", False, 0, key) for key in SECTIONS)
    assert "From 1 July 2021 no new extra jobs are granted, and from 1 July 2022" in shown
    assert str(tmp_path) not in shown


def test_a_stopped_question_does_not_run_when_its_turn_comes(tmp_path: Path) -> None:
    (tmp_path / runs.STOP).touch()
    assert runs.run(tmp_path / runs.FILE, tmp_path / runs.SHARP, 2) == ""
    assert not (tmp_path / runs.SHARP).exists()


class Here:
    """Runs what it is handed at once."""

    def submit(self, function: Any, *arguments: Any) -> Any:
        from concurrent.futures import Future

        job: Future[Any] = Future()
        job.set_result(function(*arguments))
        return job

    def shutdown(self, wait: bool = False, cancel_futures: bool = True) -> None:
        """Nothing to stop."""


def test_the_page_is_for_this_machine_alone_and_sends_nothing() -> None:
    words = server.words(8501, browser=False)
    wanted = ("--server.address=127.0.0.1", "--browser.gatherUsageStats=false", "--client.toolbarMode=minimal", "--server.headless=true")
    assert set(wanted) <= set(words)


def test_without_the_extra_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(InputError, match=r'streamlit is not installed; expected the extra "app": pip install "ami-sim\[app\]"'):
        server.words(8501, browser=True)


def test_a_port_that_cannot_be_is_refused() -> None:
    with pytest.raises(InputError, match="--port: 80; expected 1024 to 65535"):
        server.words(80, browser=True)


def test_a_port_that_is_taken_is_refused() -> None:
    with socket.socket() as other:
        other.bind((server.ADDRESS, 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(InputError, match=f"--port: {port} is taken; expected a port that is free"):
            server.words(port, browser=True)


def test_every_message_of_a_refusal_has_a_field() -> None:
    fields = (
        "begins",
        "ends",
        "rules",
        "values",
        "incomes",
        "extended",
        "question",
        "unit",
        "other_unit",
        "months",
        "times",
        "places",
        "order",
        "percent",
        "doors",
        "assumed",
        "hours",
        "after",
        "exceptions",
        "requirement",
    )
    assert all(say(language, f"app.at-{field}") for field in fields for language in ("sv", "en"))
