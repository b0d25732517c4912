"""The forms of the page: fields that begin as today, and the form they make; every field says its unit, today's value and its source."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import streamlit as st

from ami_sim.report.rule_words import RuleWords
from ami_sim.report.words import Language, say
from ami_sim.workflow.requirement_change import AFTER, HOURS, RequirementChange, RequirementToday
from ami_sim.workflow.rule_change import AnswerChange, Form, InflowChange, RuleChange
from ami_sim.workflow.rules_today import FIELDS, RulesToday

RULE, ANSWERS, UNIT, ORDER, INFLOW, REQUIRED, SAVED = KINDS = ("rule", "answers", "unit", "order", "inflow", "required", "saved")
STOPPED, TERMS = HOWS = ("stopped", "terms")
CHOSEN, PLACES = SIZES = ("chosen", "places")
RUN_OUT, GO_ON = RUNNING = ("run-out", "go-on")
SUMMER: Final = (6, 7, 8)


class Fields:
    """The fields of one visit, in one language, with what is in force today."""

    def __init__(self, today: RulesToday, language: Language) -> None:
        """Remember what is in force and its words."""
        self.today, self.language, self.words = today, language, RuleWords(today, language)

    def say(self, message: str, **values: Any) -> str:
        """Say a message of the page."""
        return say(self.language, f"app.{message}", **values)

    def form(self, kind: str) -> Form:
        """Show the form of a kind of question and give what stands in it."""
        if kind == REQUIRED and self.today.requirement:
            return self.required(self.today.requirement)
        unit = self.unit("unit", self.say("unit"))
        if kind == RULE:
            return Form(unit, rules=(self.rule_change(),))
        if kind == ANSWERS:
            return Form(unit, answers=self.answer_change())
        if kind == ORDER:
            return Form(unit, order=self.order())
        if kind == INFLOW:
            return Form(unit, inflow=self.inflow())
        return self.size(unit)

    def required(self, today: RequirementToday) -> Form:
        """Ask what the requirement to take part asks for, of whom, and with which unit it is met."""
        st.markdown(self.say("required-said"))
        begins = self.when("required_begins", self.say("begins"), today.begins)
        figures = {
            name: float(
                st.number_input(
                    self.say(f"required-{name}"),
                    key=self.begin(f"required_{name}", value),
                    step=1.0,
                    format="%.10g",
                    help=self.words.about_requirement(value, *limits),
                )
                or 0
            )
            for name, value, limits in (("hours", today.hours, HOURS), ("after", today.after, AFTER))
        }
        every = range(len(today.exceptions))
        kept = st.multiselect(
            self.say("exceptions"),
            list(every),
            format_func=self.words.exception_title,
            key=self.begin("required_exceptions", list(every)),
            placeholder=self.say("no-exceptions"),
            help=self.say("exceptions-help"),
        )
        cut = st.checkbox(self.say("required-cut"), key=self.begin("required_cut", True), help=self.say("required-cut-help"))
        unit = self.unit("required_unit", self.say("required-unit"))
        change = RequirementChange(begins, **figures, without=tuple(at for at in every if at not in kept), cut=cut)
        return Form(self.today.unit, unit, requirement=change)

    def size(self, unit: str) -> Form:
        """Ask for another size of the unit: one that is described, or a number of places."""
        how = st.radio(self.say("size"), SIZES, format_func=lambda one: self.say(f"size-{one}"), key="size", horizontal=True)
        if how == CHOSEN or unit not in self.today.sizes:
            return Form(unit, self.unit("other", self.say("other-unit")))
        today = self.today.sizes[unit].places
        help_ = self.say("places-help", today=f"{today:g}")
        return Form(unit, places=int(st.number_input(self.say("places"), step=1, key=self.begin("places", 45), help=help_) or 0))

    def order(self) -> str:
        """Ask who comes first in both queues, and show what the law says of it."""
        names = [name for name in self.today.orders if name != self.today.order]
        chosen = str(st.selectbox(self.say("order"), names, format_func=self.words.order_title, key="order"))
        st.markdown(self.words.about_order(chosen))
        return chosen

    def inflow(self) -> InflowChange:
        """Ask how many more or fewer come into need, from when, and by which doors."""
        begins = self.when("inflow_begins", self.say("begins"), date(2021, 1, 1))
        percent = st.number_input(
            self.say("percent"), step=5.0, key=self.begin("percent", 20.0), format="%.10g", help=self.say("percent-help")
        )
        doors = st.multiselect(
            self.say("doors"), list(self.today.doors), format_func=self.words.door_title, key="doors", placeholder=self.say("all-doors")
        )
        with st.expander(self.say("doors-source")):
            st.markdown("\n".join(f"- {line}" for line in self.words.about_doors()))
        return InflowChange(begins, float(percent or 0), tuple(doors))

    def assumption(self) -> tuple[str, float]:
        """Ask for one assumption and the value it is held at."""
        names = sorted(self.today.parameters, key=self.words.parameter_title)
        name = str(st.selectbox(self.say("assumption"), names, format_func=self.words.parameter_title, key="assumption"))
        row = self.today.parameters[name]
        value = st.number_input(self.say("assumption-value"), key=self.begin(f"assumed_{name}", row.median), format="%.10g")
        st.markdown(self.words.about_parameter(name))
        return name, float(value or 0)

    def begin(self, key: str, value: Any) -> str:
        """Give a field its first value, unless it has one; gives its key."""
        if key not in st.session_state:
            st.session_state[key] = value
        return key

    def unit(self, key: str, label: str) -> str:
        """Ask for a size of the unit; today's is chosen from the start."""
        names = list(self.today.units)
        first = self.today.unit if self.today.unit in names else names[0]
        return str(st.selectbox(label, names, format_func=self.words.unit_title, key=self.begin(key, first)))

    def when(self, key: str, label: str, first: date) -> date:
        """Ask for a date."""
        found = st.date_input(
            label, key=self.begin(key, first), format="YYYY-MM-DD", min_value=self.today.start, max_value=date(2099, 12, 31)
        )
        return date.fromisoformat(str(found))

    def ends(self, key: str, begins: date) -> date | None:
        """Ask whether today's rules come back, and when."""
        if not st.checkbox(self.say("ends"), key=f"{key}_ends"):
            return None
        return self.when(f"{key}_until", self.say("until"), date(begins.year + 1, begins.month, 1))

    def rule_change(self) -> RuleChange:
        """Ask which rules change, from when, how, for whom, and what becomes of running jobs."""
        instruments = list(dict.fromkeys(rule.intervention for rule in self.today.rules.values()))
        instrument = str(st.selectbox(self.say("instrument"), instruments, format_func=self.instrument, key="instrument"))
        own = self.today.of(instrument)
        rules = own
        if len(own) > 1:
            rules = tuple(
                st.multiselect(
                    self.say("rules"),
                    own,
                    format_func=self.words.rule_title,
                    key=self.begin(f"rules_{instrument}", list(own)),
                    placeholder=self.say("choose-some"),
                )
            )
        how = st.radio(self.say("how"), HOWS, format_func=lambda one: self.say(f"how-{one}"), key="how", horizontal=True)
        begins = self.when("begins", self.say("begins"), date(2021, 7, 1))
        ends = self.ends("rule", begins)
        values = self.terms(rules) if how == TERMS and rules else {}
        possible = self.whom(rules)
        incomes = tuple(
            st.multiselect(
                self.say("whom"),
                possible,
                format_func=self.words.whom,
                key=f"whom_{instrument}",
                placeholder=self.say("everybody"),
                help=self.say("whom-help"),
            )
        )
        running = GO_ON
        if not incomes:
            running = str(st.radio(self.say("running"), RUNNING, format_func=lambda one: self.say(f"running-{one}"), key="running"))
        return RuleChange(rules, begins, ends, how == STOPPED, running == GO_ON, values, incomes)

    def whom(self, rules: tuple[str, ...]) -> list[str]:
        """Give whom the rules are for today, by what they live on."""
        chosen = [self.today.rules[name].incomes or self.today.incomes for name in rules]
        return [name for name in self.today.incomes if any(name in one for one in chosen)]

    def instrument(self, name: str) -> str:
        """Name an instrument."""
        return next(self.words.instrument_title(rule) for rule in self.today.rules.values() if rule.intervention == name)

    def terms(self, rules: tuple[str, ...]) -> Mapping[str, float]:
        """Ask for terms; what is left as today is no change."""
        first = self.today.rules[rules[0]]
        changed = {}
        for key, figure in first.figures.items():
            kind = FIELDS[key]
            figure_title, unit = self.words.figure_title(key), self.words.unit_of(key)
            label = self.say("field", figure=figure_title, unit=unit) if unit else figure_title
            value = st.number_input(
                label, key=self.begin(f"{first.name}_{key}", figure.value), help=self.words.about(first, key), step=1.0, format="%.10g"
            )
            if value != figure.value:
                changed[key] = float(value)
                st.markdown(self.say("field-changed", today=self.words.written(figure), range=f"{kind.lowest:g}–{kind.highest:.10g}"))
        return changed

    def answer_change(self) -> AnswerChange:
        """Ask in which months AF answers slower, and how much."""
        begins = self.when("slow_begins", self.say("begins"), date(2020, 6, 1))
        months = st.multiselect(
            self.say("months"),
            list(range(1, 13)),
            format_func=self.words.month,
            key=self.begin("months", list(SUMMER)),
            placeholder=self.say("choose-some"),
        )
        times = st.number_input(self.say("times"), step=0.5, key=self.begin("times", 2.0), format="%.10g", help=self.words.about_answers())
        return AnswerChange(begins, tuple(sorted(months)), float(times or 0), self.ends("slow", begins))


def state_of(form: Form, today: RulesToday) -> dict[str, Any]:
    """Give what the fields hold for a form, so that a saved question opens in them; {} when it holds more than one change."""
    if form.changes != 1 or form.beside or form.assumed:
        return {}
    if form.requirement and today.requirement:
        return required_state(form.requirement, form.other_unit or form.unit, len(today.requirement.exceptions))
    found: dict[str, Any] = {"unit": form.unit}
    if form.other_unit:
        return found | {"kind": UNIT, "size": CHOSEN, "other": form.other_unit}
    if form.places:
        return found | {"kind": UNIT, "size": PLACES, "places": form.places}
    if form.order:
        return found | {"kind": ORDER, "order": form.order}
    if form.inflow:
        inflow = {"inflow_begins": form.inflow.begins, "percent": form.inflow.percent, "doors": list(form.inflow.doors)}
        return found | {"kind": INFLOW} | inflow
    return found | (answers_state(form.answers) if form.answers else rule_state(form.rules[0], today))


def required_state(change: RequirementChange, unit: str, exceptions: int) -> dict[str, Any]:
    """Give what the fields hold for the requirement to take part."""
    kept = [at for at in range(exceptions) if at not in change.without]
    values = {"begins": change.begins, "hours": change.hours, "after": change.after, "exceptions": kept, "cut": change.cut, "unit": unit}
    return {"kind": REQUIRED} | {f"required_{name}": value for name, value in values.items()}


def ends_state(key: str, ends: date | None) -> dict[str, Any]:
    """Give what the fields of an end hold."""
    return {f"{key}_ends": ends is not None} | ({f"{key}_until": ends} if ends else {})


def answers_state(change: AnswerChange) -> dict[str, Any]:
    """Give what the fields hold for a change of AF's time to answer."""
    own = {"kind": ANSWERS, "slow_begins": change.begins, "months": list(change.months), "times": change.times}
    return own | ends_state("slow", change.ends)


def rule_state(change: RuleChange, today: RulesToday) -> dict[str, Any]:
    """Give what the fields hold for a change of rules of one instrument."""
    instrument = today.rules[change.rules[0]].intervention
    if any(today.rules[name].intervention != instrument for name in change.rules):
        return {}
    found = {"kind": RULE, "instrument": instrument, f"rules_{instrument}": list(change.rules), "begins": change.begins}
    found |= {"how": STOPPED if change.stopped else TERMS, "running": GO_ON if change.extended else RUN_OUT}
    found |= {f"whom_{instrument}": list(change.incomes)} | ends_state("rule", change.ends)
    return found | {f"{change.rules[0]}_{key}": value for key, value in change.values.items()}
