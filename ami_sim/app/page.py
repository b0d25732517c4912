"""The planner's page, from top to bottom: choose, say, run, read, take away. Streamlit runs this file anew at every step."""

import json
import os
import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path

import pandas as pd
import streamlit as st

from ami_sim.app.forms import KINDS, REQUIRED, SAVED, Fields, state_of
from ami_sim.app.kept import ADDED, keep, restore
from ami_sim.app.kept import FIRST as FIRST_OPTION
from ami_sim.app.runs import FILE, FIRST, HELD, PLACE, SHARP, Desk, State, life_of, lives_of, log_of
from ami_sim.public.answer import Answer
from ami_sim.report.document import Page, Section
from ami_sim.report.documents import PAGES, file_name
from ami_sim.report.errors import told
from ami_sim.report.moving_picture import counts_table, moving_figure, where_by_month
from ami_sim.report.pages.life import page_of as page_of_life
from ami_sim.report.pages.planner import SECTIONS, Planner, assumptions_section, command_line, held_section, python_lines
from ami_sim.report.render.html import fragment
from ami_sim.report.rule_words import RuleWords
from ami_sim.report.words import Language, languages, say, title
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.experiment import load_experiment
from ami_sim.workflow.compare import Comparison
from ami_sim.workflow.question_file import BASE, BASE_2026, file_text, read_form, start_in, start_of, what_may_change, write_question
from ami_sim.workflow.results import load_results
from ami_sim.workflow.rule_change import Form, added, beside
from ami_sim.workflow.rules_today import RulesToday

FIRST_LANGUAGE = "sv"
AT_FIELD = re.compile(r"^([a-z_]+): (.*)$", re.DOTALL)
DRAWN = "difference"  # the section with the picture
EVERY, LATER = "0.3s", "3s"  # how often a run is looked at: before its first answer, and after: a document being fetched would be let go


@st.cache_resource
def desk() -> Desk:
    """Give the runs of everybody who has the page open, with processes that warm up at once."""
    found = Desk()
    found.begin(lambda results: [section(str(results), FIRST_LANGUAGE, True, 0, key) for key in SECTIONS])
    return found


@st.cache_resource
def in_force(base: str = BASE) -> RulesToday:
    """Read what may be changed of a start, once; the first start is that of the municipality that the page was opened for."""
    return what_may_change(os.environ.get(PLACE, base) if base == BASE else base)


def today_of(file: Path) -> RulesToday:
    """Give what is in force where a question file begins."""
    return in_force(start_in(file))


def words_of(form: Form, language: Language) -> RuleWords:
    """Give the words of what is in force where a form begins."""
    return RuleWords(in_force(start_of(form)), language)


def main() -> None:
    """Show the page."""
    known = list(languages())
    if st.session_state.get("language") not in known:
        asked = st.query_params.get("language", "")
        st.session_state["language"] = asked if asked in known else FIRST_LANGUAGE
    language = str(st.session_state["language"])
    st.set_page_config(page_title=say(language, "app.title"), layout="wide", initial_sidebar_state="collapsed")
    st.radio(say(language, "app.language"), known, format_func=lambda one: title(one, "app", "name"), key="language", horizontal=True)
    if st.query_params.get("language") != language:
        st.query_params["language"] = language  # a reload speaks the same language
    # Streamlit's page says that it is English; a reader that speaks goes by this attribute.
    st.html(f"<script>document.documentElement.lang = {json.dumps(language)}</script>", unsafe_allow_javascript=True)
    st.title(say(language, "app.title"))
    st.markdown(say(language, "app.lead"))
    if PLACE in os.environ:
        st.caption(say(language, "app.place", place=Path(os.environ[PLACE]).parent.name))
    token, session = desk().session(str(st.query_params.get("s", "")))
    if st.query_params.get("s") != token:
        st.query_params["s"] = token
    visit = Visit(language, session)
    restore(session, today_of)
    visit.show()
    keep(session, partial(words_of, language=language))


@st.cache_resource(max_entries=20, show_spinner=False)
def planner(results: str, language: Language, first: bool, written: int) -> Planner:
    """Read an answer; written: when the results were, which they change by."""
    return Planner(named_result(Path(results), language), language, first)


@st.cache_data(max_entries=200, show_spinner=False)
def section(results: str, language: Language, first: bool, written: int, key: str) -> str:
    """Give a section of an answer as HTML; "" where there is none."""
    found = planner(results, language, first, written).section(key)
    return fragment(Page("", sections=(found,), language=language)) if found else ""


@st.cache_data(max_entries=20, show_spinner=False)
def months(results: str, language: Language, first: bool, written: int) -> str:
    """Give the numbers behind the picture by month as HTML."""
    return fragment(planner(results, language, first, written).behind())


@st.cache_data(max_entries=20, show_spinner=False)
def ways(results: str, language: Language, first: bool, written: int) -> str:
    """Give the map of the process as HTML."""
    return fragment(planner(results, language, first, written).ways())


@st.cache_data(max_entries=20, show_spinner=False)
def persons(file: str, seed: int, option: str) -> tuple[str, ...]:
    """Name persons whose life a question changes."""
    found: tuple[str, ...] = desk().look(lives_of, Path(file), seed, option)
    return found


@st.cache_data(max_entries=50, show_spinner=False)
def life(file: str, seed: int, option: str, person: str, language: Language) -> str:
    """Give one person's two lives as HTML."""
    return fragment(page_of_life(desk().look(life_of, Path(file), seed, option, person), language))


@st.cache_data(max_entries=20, show_spinner=False)
def case_log(results: str, option: str, written: int) -> bytes:
    """Give one run as a case log."""
    found: bytes = desk().look(log_of, Path(results), option)
    return found


def named_result(results: Path, language: Language) -> Comparison:
    """Read results with their titles in a language and the question's file by the name that a reader saves it under."""
    result, today = load_results(results), today_of(results.parent / FILE)
    result = replace(result, manifest={**result.manifest, "run": {**result.manifest["run"], "file": FILE}})
    try:
        return RuleWords(today, language).retitled(result, read_form(results.parent / FILE, today))
    except InputError:  # a question that no form has made has its own titles
        return result


class Visit:
    """One showing of the page to one session."""

    def __init__(self, language: Language, session: Path) -> None:
        """Remember who asks, in which language."""
        self.language, self.session = language, session

    def say(self, message: str, **values: object) -> str:
        """Say a message of the page."""
        return say(self.language, f"app.{message}", **values)

    def show(self) -> None:
        """Show every step."""
        st.header(self.say("choose"))
        kind = str(st.radio(self.say("kind"), KINDS, format_func=lambda one: self.say(f"kind-{one}"), key="kind"))
        st.header(self.say("say"))
        if kind == SAVED:
            self.saved()
        else:
            self.asked(Fields(in_force(BASE_2026 if kind == REQUIRED else BASE), self.language).form(kind))
        if folder := desk().current(self.session):
            self.results(folder)

    def asked(self, piece: Form) -> None:
        """Read a form back as a sentence, refuse what is impossible at its field, and offer to run it."""
        try:
            form = self.whole(piece)
            words = words_of(form, self.language)
            text = file_text(form, words.today, words.named(form))
        except InputError as error:
            st.error(self.refused(str(error)))
            self.aside(None)
            return
        st.subheader(self.say("reads"))
        for at, option in enumerate([form, form.beside] if form.beside else [form], 1):
            if form.beside:
                st.markdown(self.say("option-number", number=at))
            for sentence in words.sentences(option):
                st.info(sentence)
        self.aside(form)
        if table := words.as_today(form):
            with st.expander(self.say("as-today")):
                st.html(fragment(Page("", sections=(Section("rules", "", (table,)),), language=self.language)))
        self.run(repr(form), lambda path: write_question(path, form, words.today, words.named(form)), text)

    def whole(self, piece: Form) -> Form:
        """Put what is in the fields together with the changes before it, beside the option that was put aside."""
        before: Form | None = st.session_state.get(ADDED)
        form = added([before, piece]) if before else piece
        first: Form | None = st.session_state.get(FIRST_OPTION)
        return beside(first, form) if first and form != first else form

    def aside(self, form: Form | None) -> None:
        """Offer to add one more change, to set a second option beside, and to begin anew."""
        state = st.session_state
        own = form.beside or form if form else None
        if own and not state.get(ADDED) and not own.requirement:
            st.button(self.say("add"), key="add", on_click=lambda: state.update({ADDED: own}), help=self.say("add-help"))
        if own and not state.get(FIRST_OPTION):
            st.button(
                self.say("beside"),
                key="beside",
                on_click=lambda: state.update({FIRST_OPTION: own, ADDED: None}),
                help=self.say("beside-help"),
            )
        if own and state.get(FIRST_OPTION) and not (form and form.beside):
            st.markdown(self.say("beside-now"))
        if state.get(ADDED) or state.get(FIRST_OPTION):
            st.button(self.say("clear"), key="clear", on_click=lambda: state.update({ADDED: None, FIRST_OPTION: None}))

    def refused(self, error: str) -> str:
        """Say what is wrong with a form: the field by its label, and the rest in the reader's language."""
        said = AT_FIELD.match(told(error, self.language))
        if said is None:
            return told(error, self.language)
        label = title(self.language, "app", f"at-{said[1]}")
        return self.say("refused", field=label, said=said[2])

    def saved(self) -> None:
        """Take a question file, say what it asks, and offer to run it as it is or to open it in the form."""
        given = st.file_uploader(self.say("upload"), type=["toml"], key="upload")
        if given is None:
            return
        path = self.session / "upload.toml"
        path.write_bytes(given.getvalue())
        try:
            question = load_experiment(path)
        except InputError as error:
            st.error(told(str(error).replace(str(path), given.name), self.language))
            return
        try:
            today = today_of(path)
            form = read_form(path, today)
        except InputError:
            st.info(question.experiment.question)
            self.run(given.getvalue().decode(errors="replace"), lambda place: place.write_bytes(given.getvalue()), "")
            return
        words = RuleWords(today, self.language)
        for sentence in words.sentences(form):
            st.info(sentence)
        if state := state_of(form, today):
            st.button(self.say("open"), on_click=lambda: st.session_state.update(state), key="open")
        self.run(repr(form), lambda place: write_question(place, form, today, words.named(form)), "")

    def run(self, key: str, write: Callable[[Path], object], text: str) -> None:
        """Offer to run a question, and to save it."""
        st.header(self.say("run"))
        if st.button(self.say("run-now"), type="primary", key="run"):
            try:
                desk().ask(self.session, key, write)
            except InputError as error:
                st.error(self.refused(str(error).replace(f"{self.session}/", "")))
        if text:
            st.download_button(self.say("save-question"), text, FILE, "text/plain", key="save")

    def results(self, folder: Path) -> None:
        """Show how the runs stand and the sharpest answer there is."""
        first, sharp = (desk().state(folder, name) for name in (FIRST, SHARP))
        with st.container():  # each in its own place, so that a new answer stands where the old one stood
            if first.running or sharp.running:
                self.progress(folder, sharp.there or first.there)
            elif wrong := first.wrong or sharp.wrong:
                st.error(self.refused(wrong.replace(f"{folder}/", "")))
        with st.container():
            if first.there or sharp.there:
                self.read(folder, SHARP if sharp.there else FIRST, sharp)

    def progress(self, folder: Path, there: bool) -> None:
        """Show how far the runs are, and a button that stops them; the page is shown anew when an answer has come."""

        @st.fragment(run_every=LATER if there else EVERY)
        def bar() -> None:
            first, sharp = (desk().state(folder, name) for name in (FIRST, SHARP))
            share = min(1.0, sharp.share)
            st.progress(share, self.say("sharpening" if first.there else "first-comes", percent=int(100 * share)))
            if st.button(self.say("stop"), key="stop"):
                desk().stop(folder)
            if (first.there and not there) or not (first.running or sharp.running):
                st.rerun()

        bar()

    def read(self, folder: Path, name: str, sharp: State) -> None:
        """Show an answer, and offer what can be taken away."""
        first = name == FIRST and sharp.running
        st.header(self.say("read"))
        what = (str(folder / name), self.language, first, (folder / name / "manifest.json").stat().st_mtime_ns)
        for key in SECTIONS:
            if shown := section(*what, key):
                st.html(shown)
                if key == DRAWN:
                    with st.expander(self.say("months-behind")):
                        st.html(months(*what))
        Closer(self, folder, what).show()
        self.take(Answer.of(planner(*what).result), folder)

    def take(self, answer: Answer, folder: Path) -> None:
        """Offer documents, the question file, the command and the Python that give the same numbers."""
        st.header(self.say("take"))
        for kind in PAGES:
            made = self.made(answer, kind)
            st.download_button(
                self.say(f"take-{kind}"), made, file_name(answer, kind, self.language), key=f"take_{kind}", on_click="ignore"
            )
        st.download_button(
            self.say("take-question"), (folder / FILE).read_bytes(), FILE, "text/plain", key="take_question", on_click="ignore"
        )
        st.markdown(self.say("same", file=FILE))
        st.code(command_line(answer, FILE), language=None, wrap_lines=True)
        st.code(python_lines(answer, FILE, self.language), language=None, wrap_lines=True)  # the colours of a language are too faint

    def made(self, answer: Answer, kind: str) -> Callable[[], bytes]:
        """Give what makes a document when it is asked for."""
        return lambda: answer.report(kind, language=self.language)


class Closer:
    """What lies behind an answer: the process as a map, one life beside its twin, a run as a log, and an assumption that is tried."""

    def __init__(self, visit: Visit, folder: Path, what: tuple[str, Language, bool, int]) -> None:
        """Remember whose answer it is. what: the arguments of `planner`."""
        self.visit, self.folder, self.what = visit, folder, what
        self.say, self.language = visit.say, visit.language
        result = planner(*what).result
        self.option = next(name for name in result.titles if name != result.reference)  # the first beside the reference

    def show(self) -> None:
        """Show every part, closed until somebody opens it."""
        st.header(self.say("closer"))
        with st.expander(self.say("ways")):
            st.html(ways(*self.what))
        with st.expander(self.say("life")):
            self.life()
        with st.expander(self.say("moving")):
            self.moving()
        with st.expander(self.say("log")):
            self.log()
        with st.expander(self.say("assumed")):
            self.assumed()

    def opened(self, key: str) -> bool:
        """Offer to compute what takes a moment; it stays open for the question."""
        state = f"{key}_{self.folder.name}"
        if st.button(self.say(f"{key}-now"), key=f"{key}_now"):
            st.session_state[state] = True
        return bool(st.session_state.get(state))

    def life(self) -> None:
        """Show one simulated person's life with the change beside the same life without."""
        st.markdown(self.say("life-said"))
        if not self.opened("life"):
            return
        file, seed = str(self.folder / FILE), int(planner(*self.what).result.manifest["plan"]["seed"])
        try:
            names = persons(file, seed, self.option)
            if not names:
                st.info(self.say("life-nobody"))
                return
            person = str(st.selectbox(self.say("life-who"), names, key="life_person"))
            st.html(life(file, seed, self.option, person, self.language))
        except InputError as error:
            st.error(self.visit.refused(str(error).replace(f"{self.folder}/", "")))

    def moving(self) -> None:
        """Show the persons of one run moving through queues and places, beside every sixth month in numbers."""
        st.markdown(self.say("moving-said"))
        if not self.opened("moving"):
            return
        try:
            made = case_log(self.what[0], self.option, self.what[3])
        except InputError as error:
            st.error(self.visit.refused(str(error).replace(f"{self.folder}/", "")))
            return
        log = pd.read_csv(BytesIO(made), parse_dates=["start", "end"])
        where = where_by_month(log, planner(*self.what).result.parting)
        figure, alt = moving_figure(where, self.language), say(self.language, "moving.alt")
        st.plotly_chart(figure, key="moving_picture", theme=None, alt=alt, config={"displayModeBar": False})
        table = Section("moving", "", (counts_table(where, self.language),))
        st.html(fragment(Page("", sections=(table,), language=self.language)))

    def log(self) -> None:
        """Offer one run as a case log."""
        st.markdown(self.say("log-said"))
        if self.opened("log"):
            try:
                made = case_log(self.what[0], self.option, self.what[3])
            except InputError as error:
                st.error(self.visit.refused(str(error).replace(f"{self.folder}/", "")))
                return
            st.download_button(self.say("log-take"), made, "case_log.csv", "text/csv", key="log_take", on_click="ignore")

    def assumed(self) -> None:
        """Show what is assumed, with sources, and try another value of one assumption."""
        st.markdown(self.say("assumed-said"))
        today = today_of(self.folder / FILE)
        st.html(assumptions(self.language, today.base))
        try:
            form = read_form(self.folder / FILE, today)
        except InputError:  # a question that no form has made
            return
        fields = Fields(today, self.language)
        name, value = fields.assumption()
        tried = replace(form, assumed={name: value})
        if st.button(self.say("assume"), key="assume"):
            try:
                desk().assume(self.folder, lambda path: write_question(path, tried, today, fields.words.named(tried)))
            except InputError as error:
                st.error(self.visit.refused(str(error)))
        self.tried()

    def tried(self) -> None:
        """Show what the answer does with the assumption that was tried last."""
        held, name = self.folder / HELD, SHARP
        if not (held / FILE).is_file():
            return
        state = desk().state(held, name)
        if state.running:
            self.wait(held)
        elif state.wrong:
            st.error(self.visit.refused(state.wrong.replace(f"{held}/", "")))
        elif state.there:
            words = RuleWords(today_of(held / FILE), self.language)
            said = words.assumed(read_form(held / FILE, words.today))
            after = named_result(held / name, self.language)
            part = held_section(planner(*self.what).result, after, said, self.language)
            st.html(fragment(Page("", sections=(part,), language=self.language)))

    def wait(self, held: Path) -> None:
        """Show how far the run with another assumption is."""

        @st.fragment(run_every=LATER)
        def bar() -> None:
            state = desk().state(held, SHARP)
            percent = int(100 * min(1.0, state.share))
            st.progress(percent, self.say("assuming", percent=percent))
            if not state.running:
                st.rerun()

        bar()


@st.cache_data(show_spinner=False)
def assumptions(language: Language, base: str) -> str:
    """Give the list of assumptions of a start as HTML."""
    return fragment(Page("", sections=(assumptions_section(in_force(base).parameters, language),), language=language))


if __name__ == "__main__":
    main()
