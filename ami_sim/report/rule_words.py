"""A change of rules in words: the sentence a form reads back as, today's values with their sources, what the question is called."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from babel.dates import get_month_names
from babel.lists import format_list

from ami_sim.report.document import Column, Row, Table
from ami_sim.report.evidence_words import decimals_of
from ami_sim.report.number_formats import HARD_SPACE, write_number, write_unit
from ami_sim.report.option_titles import first_small
from ami_sim.report.words import Language, habits, known_title, say, shipped, title
from ami_sim.workflow.compare import Comparison
from ami_sim.workflow.question_file import OTHER, SECOND, TODAY, Named
from ami_sim.workflow.requirement_change import Exempted, RequirementChange, RequirementToday, is_as_read
from ami_sim.workflow.rule_change import AnswerChange, Form, InflowChange, RuleChange
from ami_sim.workflow.rules_today import FIELDS, Figure, RulesToday, RuleToday

FILE = "rule_change"
MOST_DECIMALS = 4
UNITS = {"%": "share", "": "none"}  # units whose sign is no name of a message


class RuleWords:
    """The words of rules and changes in one language."""

    def __init__(self, today: RulesToday, language: Language) -> None:
        """Remember what is in force."""
        self.today, self.language = today, language

    def say(self, message: str, **values: object) -> str:
        """Say a message of the rules'."""
        return say(self.language, f"{FILE}.{message}", **values)

    def sentences(self, form: Form) -> tuple[str, ...]:
        """Read a form back, a sentence a change."""
        return tuple(self.each(form)) or (self.say("nothing"),)

    def each(self, form: Form) -> Iterator[str]:
        """Say one change after the other."""
        yield from (self.rule_change(change) for change in form.rules)
        if form.answers:
            yield self.answer_change(form.answers)
        if form.other_unit and form.other_unit != form.unit:
            names = {key: self.unit_title(name) for key, name in (("unit", form.unit), ("other", form.other_unit))}
            yield self.say("unit", begins=self.today.parting, **names)
        if form.places:
            yield self.places(form)
        if form.order:
            orders = {key: self.order_title(name) for key, name in (("order", form.order), ("today", self.today.order))}
            yield self.say("order", begins=self.today.parting, **orders)
        if form.inflow:
            yield self.inflow_change(form.inflow)
        if form.requirement and self.today.requirement:
            yield from self.required(form.requirement, self.today.requirement)

    def required(self, change: RequirementChange, today: RequirementToday) -> Iterator[str]:
        """Say what the requirement to take part asks for, with the law as it is read beside what differs, and whether that is law."""
        said = {}
        for name, value, law in (("hours", change.hours, today.hours), ("after", change.after, today.after)):
            said[name] = self.plain(value)
            said[f"{name}law"] = "" if value == law else self.say("required-differs", law=self.plain(law))
        kept = [at for at in range(len(today.exceptions)) if at not in change.without]
        exceptions = "; ".join(self.exception_title(at) for at in kept) or self.say("required-none")
        yield self.say("required", begins=change.begins, **said)
        yield self.say("required-exceptions", exceptions=exceptions)
        yield self.say("required-cut" if change.cut else "required-no-cut")
        yield self.say("required-law" if is_as_read(change, today) else "required-tried")

    def exception_title(self, at: int) -> str:
        """Name an exception from the requirement, as in a list."""
        return first_small(shipped(self.language, self.today.requirement.exceptions[at].title)) if self.today.requirement else ""

    def about_requirement(self, value: float, lowest: float, highest: float) -> str:
        """Say what the law as it is read asks for, which values are taken, and where it comes from."""
        row = self.today.requirement
        if row is None:
            return ""
        numbers = {key: self.plain(one) for key, one in (("today", value), ("low", lowest), ("high", highest))}
        return self.say("about", **numbers, **self.trust(row.source, row.sure, row.mark))

    def as_today(self, form: Form) -> Table | None:
        """Lay out what a form changes as it is today; nothing where the form says it itself."""
        if form.requirement:
            return self.requirement_table()
        return self.table([name for change in form.rules for name in change.rules]) if form.rules else None

    def requirement_table(self) -> Table | None:
        """Lay out the requirement as the law is read: every part with its status, its source and how sure it is."""
        row = self.today.requirement
        if row is None:
            return None
        heads = ("rule", "status", "sure", "mark", "source")
        columns = tuple(Column(self.say(f"column-{head}"), "left", wide=1 if head == "source" else 0) for head in heads)
        rows = []
        parts: tuple[RequirementToday | Exempted, ...] = (row, *row.exceptions)
        for one in parts:
            trust = self.trust(one.source, one.sure, one.mark)
            status = say(self.language, f"check.status-{one.status.replace('_', '-')}")
            rows.append(Row((shipped(self.language, one.title), status, trust["sure"], trust["mark"], trust["source"])))
        return Table(self.say("required-table"), columns, tuple(rows), key="requirement_rules", lead=1)

    def places(self, form: Form) -> str:
        """Say how many places the unit has, against today's, and what grows with them."""
        today = self.today.sizes[form.unit].places
        said = {"today": write_number(today, 0, self.language), "times": write_number(form.places / today, 2, self.language)}
        return self.say("places", begins=self.today.parting, places=form.places, **said)

    def inflow_change(self, change: InflowChange) -> str:
        """Say how many more or fewer come into need, from when and by which doors."""
        doors = self.listed(self.door_title(name) for name in change.doors) if change.doors else ""
        by = self.say("by-doors", doors=doors) if doors else ""
        percent = write_number(abs(change.percent), 0 if change.percent == int(change.percent) else 1, self.language)
        return self.say("more" if change.percent > 0 else "fewer", begins=change.begins, percent=percent, doors=by)

    def assumed(self, form: Form) -> str:
        """Say which assumptions are held at another value than today's."""
        return self.listed(
            self.say("assumed", what=self.parameter_title(name), value=self.plain(value), unit=self.parameter_unit(name))
            for name, value in form.assumed.items()
        )

    def parameter_title(self, name: str) -> str:
        """Say what an assumption is about."""
        return shipped(self.language, self.today.parameters[name].why)

    def parameter_unit(self, name: str) -> str:
        """Name the unit of an assumption as it stands after a number."""
        unit = write_unit(self.today.parameters[name].unit.replace(" ", "_"), self.language)
        return f"{HARD_SPACE}{unit}" if unit else ""

    def plain(self, value: float) -> str:
        """Write a number with the decimals it needs."""
        return write_number(value, decimals_of(value, MOST_DECIMALS), self.language)

    def about_parameter(self, name: str) -> str:
        """Say an assumption's middle value, its range, its source and how sure it is."""
        row = self.today.parameters[name]
        numbers = {key: self.plain(value) for key, value in (("middle", row.median), ("low", row.low), ("high", row.high))}
        return self.say("about-parameter", **numbers, unit=self.parameter_unit(name), **self.trust(row.source, row.sure, row.mark))

    def about_order(self, name: str) -> str:
        """Say what the law says of an order of the queues, and where it comes from."""
        row = self.today.orders[name]
        return self.say("about-order", legal=shipped(self.language, row.legal), **self.trust(row.source, row.sure, row.mark))

    def about_doors(self) -> Iterator[str]:
        """Say of each door where its inflow comes from."""
        for row in self.today.doors.values():
            yield self.say("about-door", door=self.door_title(row.name), **self.trust(row.source, row.sure, row.mark))

    def order_title(self, name: str) -> str:
        """Name an order of the queues, as in a sentence."""
        return first_small(shipped(self.language, self.today.orders[name].title))

    def door_title(self, name: str) -> str:
        """Name a door, as in a list."""
        return shipped(self.language, self.today.doors[name].title)

    def rule_change(self, change: RuleChange) -> str:
        """Say what changes of some rules, for whom, from when, and what becomes of running jobs."""
        said = {
            "begins": change.begins,
            "what": self.listed(self.what(change.rules)),
            "whom": self.say("whom", incomes=self.listed(title(self.language, "incomes", one) for one in change.incomes))
            if change.incomes
            else "",
            "running": self.say("go-on" if change.extended else "run-out"),
        }
        until = {"ends": change.ends} if change.ends else {}
        how = "-until" if change.ends else ""
        if change.stopped:
            return self.say(f"stopped{how}", **said, **until)
        terms = self.listed(self.term(key, value, change.rules) for key, value in change.values.items())
        return self.say(f"terms{how}", **said, **until, terms=terms)

    def answer_change(self, change: AnswerChange) -> str:
        """Say how much slower AF answers, in which months."""
        until = {"ends": change.ends} if change.ends else {}
        times = write_number(change.times, 0 if change.times == int(change.times) else 1, self.language)
        months = self.listed(self.month(month) for month in sorted(change.months))
        return self.say("answers-until" if change.ends else "answers", begins=change.begins, **until, times=times, months=months)

    def month(self, number: int) -> str:
        """Name a calendar month."""
        return str(get_month_names("wide", locale=habits(self.language).locale)[number])

    def what(self, names: tuple[str, ...]) -> Iterator[str]:
        """Name instruments, each where all its open rules are changed; else rules."""
        for intervention in dict.fromkeys(self.today.rules[name].intervention for name in names):
            own = [name for name in names if self.today.rules[name].intervention == intervention]
            instrument = known_title(self.language, FILE, f"what-{intervention}")
            if instrument and set(own) == set(self.today.of(intervention)):
                yield instrument
            else:
                yield from (self.say("what-rule", rule=self.rule_title(name)) for name in own)

    def term(self, key: str, value: float, names: tuple[str, ...]) -> str:
        """Say one term with today's beside it."""
        today = dict.fromkeys(self.written(figure) for name in names if (figure := self.today.rules[name].figures.get(key)))
        return self.say("term", term=self.say(f"term-{key}", value=self.value(key, value)), today=", ".join(today) or "–")

    def value(self, key: str, value: float) -> str:
        """Write a value with its unit."""
        decimals = 0 if value == int(value) else 1
        return self.say("value", value=write_number(value, decimals, self.language), unit=self.unit_of(key))

    def unit_of(self, key: str) -> str:
        """Write the unit of a figure as it stands after a number."""
        unit = FIELDS[key].unit
        return self.say(f"unit-{UNITS.get(unit, unit.replace(' ', '-'))}")

    def about(self, rule: RuleToday, key: str) -> str:
        """Say today's value of a figure, its source, how sure it is, and which values are taken."""
        kind = FIELDS[key]
        low, high = (self.value(key, end) for end in (kind.lowest, kind.highest))
        return self.say("about", today=self.written(rule.figures[key]), low=low, high=high, **self.trust(rule.source, rule.sure, rule.mark))

    def about_answers(self) -> str:
        """Say where AF's time to answer by month comes from."""
        return self.say("about-answers", **self.trust(**self.today.answers)) if self.today.answers else ""

    def trust(self, source: str, sure: str, mark: str) -> dict[str, str]:
        """Say where a row comes from."""
        return {
            "source": shipped(self.language, source, "sources"),
            "sure": self.say(f"sure-{sure}"),
            "mark": self.say(f"mark-{mark}"),
        }

    def instrument_title(self, rule: RuleToday) -> str:
        """Name the instrument that a rule is for."""
        return shipped(self.language, rule.instrument)

    def written(self, figure: Figure) -> str:
        """Write today's value, and whether it is uncertain."""
        return self.say("today-uncertain" if figure.uncertain else "today-one", value=self.value(figure.key, figure.value))

    def listed(self, words: Iterable[str]) -> str:
        """Write words as a list in a sentence."""
        return str(format_list(list(words), locale=habits(self.language).locale))

    def rule_title(self, name: str) -> str:
        """Name a rule."""
        return shipped(self.language, self.today.rules[name].title)

    def unit_title(self, name: str) -> str:
        """Name a size of the unit."""
        return shipped(self.language, self.today.units[name].title)

    def named(self, form: Form) -> Named:
        """Say what a question and its options are called."""
        change = " ".join(self.sentences(form))
        if form.requirement:
            return self.named_requirement(form)
        kind = "title" if form.rules or form.answers else "title-unit" if form.other_unit or form.places else "title-change"
        question, second = self.say("question", change=change), ""
        if form.beside:
            other = " ".join(self.sentences(form.beside))
            question, second = self.say("question-two", change=change, other=other), self.say("option-second", change=other)
        assumed = self.assumed(form) if form.assumed else ""
        changed = self.say("option-first" if form.beside else "option-changed", change=change)
        return Named(self.say(kind), question, self.say("option-today"), changed, second, assumed)

    def named_requirement(self, form: Form) -> Named:
        """Say what a question on the requirement and its options are called: what tells the options apart, a colon, and the whole."""
        options = [one for one in (form, form.beside) if one]
        changes = [" ".join(self.sentences(one)) for one in options]
        units = [self.unit_title(one.other_unit or one.unit) for one in options]
        by_unit = len(set(units)) == len(units) > 1
        short = [self.required_by(one, unit, by_unit) for one, unit in zip(options, units, strict=True)]
        titles = [self.say("required-option", short=first, change=change) for first, change in zip(short, changes, strict=True)]
        asked, kind = {"change": changes[0]}, "required-question"
        if by_unit and form.beside and form.requirement == form.beside.requirement:
            asked, kind = (
                {"change": " ".join(self.sentences(replace(form, other_unit=""))), "unit": units[0], "other": units[1]},
                f"{kind}-units",
            )
        elif form.beside:
            asked, kind = {**asked, "other": changes[1]}, f"{kind}-two"
        question = self.say(kind, **asked)
        assumed = self.assumed(form) if form.assumed else ""
        return Named(self.say("title-required"), question, self.say("option-before"), titles[0], titles[1] if form.beside else "", assumed)

    def required_by(self, form: Form, unit: str, by_unit: bool) -> str:
        """Name an option with the requirement by its unit, or by what it asks for."""
        if by_unit or not form.requirement:
            return self.say("required-by-unit", unit=first_small(unit.partition(": ")[0]))
        change = form.requirement
        return self.say("required-by-terms", begins=change.begins, hours=self.plain(change.hours), after=self.plain(change.after))

    def retitled(self, result: Comparison, form: Form) -> Comparison:
        """Give a result of a question with its titles in this language."""
        named = self.named(form)
        titles = {**result.titles, TODAY: named.today, OTHER: named.changed}
        titles |= {SECOND: named.second} if form.beside else {}
        return replace(result, title=named.title, question=named.question, titles=titles)

    def table(self, names: Iterable[str] = ()) -> Table:
        """Lay out rules as they are: every figure with its source, how sure it is, and what kind of figure it is."""
        rules = [rule for name, rule in self.today.rules.items() if not names or name in names]
        heads = ("rule", "figure", "today", "sure", "mark", "source")
        columns = tuple(Column(self.say(f"column-{head}"), "left", wide=1 if head == "source" else 0) for head in heads)
        return Table(self.say("table"), columns, tuple(row for rule in rules for row in self.rows(rule)), key="rules", lead=2)

    def rows(self, rule: RuleToday) -> Iterator[Row]:
        """Give the rows of one rule."""
        trust = self.trust(rule.source, rule.sure, rule.mark)
        about = (trust["sure"], trust["mark"], trust["source"])
        name = self.rule_title(rule.name)
        for key, when in (("opens", rule.opens), ("closes", rule.closes)):
            if isinstance(when, date):
                yield Row((name, self.say(f"figure-{key}"), self.say("today-one", value=when), *about))
        for key, figure in rule.figures.items():
            yield Row((name, self.say(f"figure-{key}"), self.written(figure), *about))

    def figure_title(self, key: str) -> str:
        """Name a figure of a rule."""
        return self.say(f"figure-{key}")

    def whom(self, name: str) -> str:
        """Name what somebody lives on, as in a list."""
        return first_small(title(self.language, "incomes", name))
