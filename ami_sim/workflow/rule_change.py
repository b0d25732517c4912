"""A change as a form has it: refused where it is impossible, and said as the settings of an option of an experiment.

It changes AF's rules or AF's time to answer, the size of the unit, who comes first in the queues, how many come into need, or what the
requirement to take part asks for.

A rule changes on a date: its row closes to new decisions that day, and copies of it open: one with the changed terms, one for those whom
the change is not for, and one that is as today when the change ends.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from ami_sim.scenario.errors import InputError, nearest
from ami_sim.workflow.requirement_change import (
    OWN,
    RequirementChange,
    refuse_requirement,
    requirement_of,
    requirement_settings,
    without_requirement,
)
from ami_sim.workflow.rules_today import FIELDS, RulesToday, RuleToday
from ami_sim.workflow.unit_size import PREFIX, unit_row

FOREVER: Final = date(2099, 12, 31)
CHANGED, OTHERS, AGAIN = "_changed", "_others", "_again"  # behind the name of a rule: its copies
ANSWERS: Final = "application.dated"
ORDERS: Final = ("order.mapping", "order.places")
LEAST_MORE, MOST_MORE = -99.0, 400.0  # per cent more in need that are taken
MOST_PLACES: Final = 500
MOST_TIMES: Final = 52.0  # as slow as AF may be made
Settings = dict[str, Any]


@dataclass(frozen=True)
class RuleChange:
    """A change of one or more rules from a date on.

    ends: from when everything is as today again. stopped: no new decisions; else `values`, by key and in the unit of `FIELDS`.
    incomes: only for those who live on one of these on the day. extended: whoever has a job already may have it extended as today.
    """

    rules: tuple[str, ...]
    begins: date
    ends: date | None = None
    stopped: bool = False
    extended: bool = False
    values: Mapping[str, float] = field(default_factory=dict)
    incomes: tuple[str, ...] = ()


@dataclass(frozen=True)
class AnswerChange:
    """AF answers what is applied for in some calendar months so many times slower than today, from a date on."""

    begins: date
    months: tuple[int, ...]
    times: float
    ends: date | None = None


@dataclass(frozen=True)
class InflowChange:
    """So many per cent more (fewer when negative) come into need from a date on, by these doors; by all of them when none is named."""

    begins: date
    percent: float
    doors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """What is asked: the unit in every option, and what the changed option changes.

    other_unit: another unit of the files; places: that of `unit` with so many places instead. order: who comes first in both queues.
    requirement: against the law before it, asked by itself; the unit may be another one with it. beside: a second option, on the same
    unit. assumed: uncertain parameters at one value in every option, to see what the answer does.
    """

    unit: str
    other_unit: str = ""
    rules: tuple[RuleChange, ...] = ()
    answers: AnswerChange | None = None
    places: int = 0
    order: str = ""
    inflow: InflowChange | None = None
    requirement: RequirementChange | None = None
    beside: "Form | None" = None
    assumed: Mapping[str, float] = field(default_factory=dict)

    @property
    def changes(self) -> int:
        """How many changes the option makes."""
        other = bool(self.other_unit and self.other_unit != self.unit and not self.requirement)
        return len(self.rules) + sum(bool(one) for one in (self.answers, other, self.places, self.order, self.inflow, self.requirement))

    @property
    def empty(self) -> bool:
        """Whether nothing is changed."""
        return not self.changes


def added(forms: Iterable[Form]) -> Form:
    """Put changes of one option together, each kind once but rules; InputError where two would be one change. At least one form."""
    first, *rest = forms
    found = first
    for form in rest:
        if form.requirement or found.requirement:
            raise InputError(ALONE)
        if form.unit != found.unit:
            raise InputError(f'unit: "{form.unit}" beside "{found.unit}"; expected one size in the whole question')
        for name in ("other_unit", "answers", "places", "order", "inflow"):
            own = getattr(form, name)
            if own and getattr(found, name) not in (own, "", None, 0):
                raise InputError(f'{AT_FIELD.get(name, name)}: "{name}" is changed twice; expected one change of it')
            found = replace(found, **{name: own}) if own else found
        found = replace(found, rules=(*found.rules, *(one for one in form.rules if one not in found.rules)))
    return found


def beside(first: Form, other: Form) -> Form:
    """Set a second option beside the first; InputError where the two do not begin alike."""
    if bool(first.requirement) != bool(other.requirement):
        raise InputError(ALONE)
    return replace(first, beside=other)


ALONE: Final = "requirement: begins in another year than other changes; expected it by itself in both options"
AT_FIELD: Final = {"answers": "times"}  # where a form asks for it under another name


def settings_of(form: Form, today: RulesToday) -> Settings:
    """Give the settings of the changed option, by dotted path; InputError for what is impossible or changes nothing."""
    refuse(form, today)
    found: Settings = {}
    for change in form.rules:
        for name in change.rules:
            found |= dict(rule_settings(today.rules[name], change, today))
    if form.answers:
        found[ANSWERS] = answer_rows(form.answers, today)
    if form.places:
        title = f"{form.unit}, {form.places} places"
        found[f"unit.{unit_name(form)}"] = unit_row(form.unit, today.sizes[form.unit], form.places, title, **OWN)
    if form.inflow:
        found |= dict(inflow_rows(form.inflow, today))
    if form.requirement:
        found |= requirement_settings(form.requirement, refuse_requirement(form.requirement, today.requirement))
    return found


def reference_of(form: Form, today: RulesToday) -> Settings:
    """Give the settings of the option that the others are compared with: none, but for the law before the requirement."""
    return without_requirement(refuse_requirement(form.requirement, today.requirement)) if form.requirement else {}


def then_of(form: Form) -> Settings:
    """Give what the changed option changes from the parting date on, by dotted path."""
    return dict.fromkeys(ORDERS, form.order) if form.order else {}


def unit_name(form: Form) -> str:
    """Name the unit of the changed option."""
    return f"{PREFIX}{form.places}" if form.places else form.other_unit or form.unit


def inflow_rows(change: InflowChange, today: RulesToday) -> Iterator[tuple[str, Any]]:
    """Give each door's dated rows: those before as they are, then every one so many times as large."""
    times = f" * {1 + change.percent / 100:.10g}"
    for name in change.doors or today.doors:
        door = today.doors[name]
        dated, own = door.dated, {"source": door.source, "sure": door.sure, "mark": door.mark}
        before = [(when, text) for when, text in dated if when < change.begins]
        now = next((text for when, text in dated if when == change.begins), before[-1][1] if before else "1")
        later = [(when, text) for when, text in dated if when > change.begins]
        more = [(change.begins, now + times), *((when, text + times) for when, text in later)]
        rows = [{"from": when, "factor": text, **own} for when, text in before]
        yield f"referrer.{name}.dated", rows + [{"from": when, "factor": text, **OWN} for when, text in more]


def rule_settings(rule: RuleToday, change: RuleChange, today: RulesToday) -> Iterator[tuple[str, Any]]:
    """Give what one rule's change sets: when it closes, and its copies."""
    last = rule.closes or FOREVER
    until = change.ends or last
    yield f"rule.{rule.name}.closes", change.begins
    yield f"rule.{rule.name}.extended_until", last if change.extended else change.begins

    def copy(suffix: str, opens: date, closes: date, **own: Any) -> tuple[str, Any]:
        row = {"like": rule.name, "opens": opens, "closes": closes, "extended_until": last if change.extended else closes}
        return f"rule.{rule.name}{suffix}", {**row, **own, **OWN}

    whom = {"who": {"incomes": list(within(change, rule))}} if change.incomes else {}
    if not change.stopped:
        values = {key: FIELDS[key].text(value) for key, value in change.values.items()}
        yield copy(CHANGED, change.begins, until, **values, **whom)
    rest = [name for name in rule.incomes or today.incomes if name not in change.incomes]
    if change.incomes and rest:
        yield copy(OTHERS, change.begins, until, who={"incomes": rest})
    if change.ends:
        yield copy(AGAIN, change.ends, last)


def within(change: RuleChange, rule: RuleToday) -> tuple[str, ...]:
    """Give whom of those a rule is for a change is for."""
    return tuple(name for name in change.incomes if not rule.incomes or name in rule.incomes)


def answer_rows(change: AnswerChange, today: RulesToday) -> list[Settings]:
    """Give the dated rows of AF's time to answer: slower from a date on, as today when the change ends."""
    slower = [f"{text} * {change.times:.10g}" if month in change.months else text for month, text in enumerate(today.months, 1)]
    rows: list[Settings] = [{"from": change.begins, "by_month": slower, **OWN}]
    return rows + ([{"from": change.ends, "by_month": list(today.months), **OWN}] if change.ends else [])


def refuse(form: Form, today: RulesToday) -> None:
    """Refuse an impossible form, in one sentence that begins with the field; InputError."""
    refuse_units(form, today)
    if form.empty:
        raise InputError("question: changes nothing; expected a rule, AF's time to answer or the size of the unit other than today")
    taken: set[str] = set()
    for change in form.rules:
        refuse_dates(change.begins, change.ends, today)
        refuse_rules(change, today, taken)
        refuse_terms(change, today)
        taken |= set(change.rules)
    if form.answers:
        refuse_answers(form.answers, today)
    if form.order:
        refuse_order(form.order, today)
    if form.inflow:
        refuse_inflow(form.inflow, today)
    if form.requirement:
        refuse_dates(form.requirement.begins, None, today)
        refuse_requirement(form.requirement, today.requirement)
    refuse_assumed(form.assumed, today)
    if form.requirement and (form.changes > 1 or (form.beside and not form.beside.requirement)):
        raise InputError(ALONE)
    if form.beside:
        refuse(form.beside, today)
        if form.beside.unit != form.unit:
            raise InputError(f'unit: "{form.beside.unit}" beside "{form.unit}"; expected one size in the whole question')


def refuse_units(form: Form, today: RulesToday) -> None:
    """Refuse units that there are not, and a number of places that cannot be or is none."""
    for key, name in (("unit", form.unit), ("other_unit", form.other_unit)):
        if name and name not in today.units:
            raise InputError(f'{key}: "{name}" is not a unit that can be chosen.{nearest(name, today.units)}')
    if not form.places:
        return
    if form.other_unit and form.other_unit != form.unit:
        raise InputError("places: does nothing beside other_unit; expected one of them")
    if form.unit not in today.sizes:
        raise InputError(f'places: "{form.unit}" has no limit; expected a unit with places')
    if not 1 <= form.places <= MOST_PLACES or form.places == today.sizes[form.unit].places:
        raise InputError(f"places: {form.places}; expected 1 to {MOST_PLACES}, and not {today.sizes[form.unit].places:g}")


def refuse_order(order: str, today: RulesToday) -> None:
    """Refuse an order of the queues that there is not, or that is today's."""
    if order not in today.orders:
        raise InputError(f'order: "{order}" is not an order of the queues.{nearest(order, today.orders)}')
    if order == today.order:
        raise InputError(f'order: "{order}" is today\'s; expected another')


def refuse_inflow(change: InflowChange, today: RulesToday) -> None:
    """Refuse an inflow that cannot be, or that is as today."""
    refuse_dates(change.begins, None, today)
    for name in change.doors:
        if name not in today.doors:
            raise InputError(f'doors: "{name}" is not a door.{nearest(name, today.doors)}')
    if not LEAST_MORE <= change.percent <= MOST_MORE or change.percent == 0:
        raise InputError(f"percent: {change.percent:g}; expected {LEAST_MORE:g} to {MOST_MORE:g} %, and not 0")


def refuse_assumed(assumed: Mapping[str, float], today: RulesToday) -> None:
    """Refuse a value of an assumption outside the range that its file gives."""
    for name, value in assumed.items():
        if name not in today.parameters:
            raise InputError(f'assumed: "{name}" is not an uncertain parameter.{nearest(name, today.parameters)}')
        row = today.parameters[name]
        if not row.low <= value <= row.high:
            raise InputError(f"assumed: {value:g}; expected {row.low:g} to {row.high:g}")


def refuse_dates(begins: date, ends: date | None, today: RulesToday) -> None:
    """Refuse dates before the options part, after the last day, or in the wrong order."""
    if begins < today.parting:
        raise InputError(f"begins: {begins} is before the parting date; expected {today.parting} or later")
    for key, when in (("begins", begins), ("ends", ends)):
        if when and when >= today.end:
            raise InputError(f"{key}: {when} is not before the last day; expected a date before {today.end}")
    if ends and ends <= begins:
        raise InputError(f"ends: {ends} is not after {begins}; expected a later date")


def refuse_rules(change: RuleChange, today: RulesToday, taken: Iterable[str]) -> None:
    """Refuse a change of no rule, of one that is not there, that is changed already or that is not open when the change comes."""
    if not change.rules:
        raise InputError("rules: no rule is named; expected at least one")
    for name in change.rules:
        if name not in today.rules:
            raise InputError(f'rules: "{name}" is not a rule that can be changed.{nearest(name, today.rules)}')
        if name in taken:
            raise InputError(f'rules: "{name}" is changed twice; expected one change of a rule')
        rule = today.rules[name]
        if (rule.opens and rule.opens >= change.begins) or (rule.closes and rule.closes <= change.begins):
            raise InputError(f'rules: "{name}" is not open on {change.begins}; expected a rule that is open then')
        if change.ends and rule.closes and rule.closes <= change.ends:
            raise InputError(f'ends: "{name}" closes on {rule.closes}; expected a date before it, or none')


def refuse_terms(change: RuleChange, today: RulesToday) -> None:
    """Refuse terms that cannot be, or that are as today."""
    if change.stopped and change.values:
        raise InputError(f"{next(iter(change.values))} does nothing beside stopped; expected one of them")
    for key, value in change.values.items():
        if key not in FIELDS:
            raise InputError(f'values: "{key}" is not a figure of a rule.{nearest(key, FIELDS)}')
        kind = FIELDS[key]
        if not kind.lowest <= value <= kind.highest:
            raise InputError(f"{key}: {kind.text(value)}; expected {kind.lowest:g} to {kind.highest:.10g} {kind.unit}")
    for name in change.incomes:
        if name not in today.incomes:
            raise InputError(f'incomes: "{name}" is not an income.{nearest(name, today.incomes)}')
    if change.incomes and not change.extended:
        raise InputError("extended: a change for some only leaves running jobs as they are; expected that they may be extended")
    for name in change.rules:
        rule = today.rules[name]
        if change.incomes and not within(change, rule):
            raise InputError(f'incomes: "{name}" is for nobody who lives on these; expected one of {", ".join(rule.incomes)}')
        if not change.stopped and all(rule.figures.get(key) and rule.figures[key].value == value for key, value in change.values.items()):
            raise InputError(f'values: "{name}" is as today; expected a stop, or another value than today\'s')


def refuse_answers(change: AnswerChange, today: RulesToday) -> None:
    """Refuse a change of AF's time to answer that cannot be, or that is none."""
    refuse_dates(change.begins, change.ends, today)
    if not today.months:
        raise InputError("times: the scenario does not say how AF answers; expected one with an application row")
    if not change.months or not set(change.months) <= set(range(1, 13)):
        raise InputError(f"months: {list(change.months)}; expected one or more of 1 to 12")
    if not 0 < change.times <= MOST_TIMES or change.times == 1:
        raise InputError(f"times: {change.times:g}; expected more than 0 and at most {MOST_TIMES:g}, and not 1")


def form_of(
    settings: Mapping[str, Any], then: Mapping[str, Any], unit: str, other_unit: str, today: RulesToday, required: bool = False
) -> Form | None:
    """Read a form back from the settings that it made, and those from the parting on; None for what no form makes.

    required: it is a form of the requirement to take part, as the option that it is compared with tells.
    """
    try:
        if required and today.requirement:
            form = Form(unit, other_unit, requirement=requirement_of(settings, today.requirement))
            return form if settings_of(form, today) == dict(settings) and not then else None
        found: list[RuleChange] = []
        for name in [name for name in today.rules if f"rule.{name}.closes" in settings]:
            found.append(change_of(name, settings, today))
        rows = settings.get(ANSWERS)
        places = int(other_unit.removeprefix(PREFIX)) if other_unit.startswith(PREFIX) else 0
        form = Form(
            unit,
            "" if other_unit == unit or places else other_unit,
            joined(found),
            answers_of(rows) if rows else None,
            places,
            str(then.get(ORDERS[0], "")),
            inflow_of(settings, today),
        )
        return form if settings_of(form, today) == dict(settings) and then_of(form) == dict(then) else None
    except (InputError, KeyError, TypeError, ValueError, AttributeError):  # whatever the settings are, no form has made them
        return None


def inflow_of(settings: Mapping[str, Any], today: RulesToday) -> InflowChange | None:
    """Read the change of the inflow back."""
    doors = tuple(name for name in today.doors if f"referrer.{name}.dated" in settings)
    if not doors:
        return None
    row = next(row for row in settings[f"referrer.{doors[0]}.dated"] if " * " in row["factor"])
    percent = round(100 * (float(row["factor"].rpartition(" * ")[2]) - 1), 6)
    return InflowChange(row["from"], percent, () if len(doors) == len(today.doors) else doors)


def change_of(name: str, settings: Mapping[str, Any], today: RulesToday) -> RuleChange:
    """Read the change of one rule back."""
    begins = settings[f"rule.{name}.closes"]
    changed, again, others = (settings.get(f"rule.{name}{suffix}") for suffix in (CHANGED, AGAIN, OTHERS))
    values = {key: float(str(changed[key]).split()[0]) for key in FIELDS if key in changed} if changed else {}
    whom = tuple(changed["who"]["incomes"]) if changed and "who" in changed else ()
    if others and not whom:
        left = today.rules[name].incomes or today.incomes
        whom = tuple(one for one in left if one not in others["who"]["incomes"])
    extended = settings[f"rule.{name}.extended_until"] != begins
    return RuleChange((name,), begins, again["opens"] if again else None, changed is None, extended, values, whom)


def joined(changes: Iterable[RuleChange]) -> tuple[RuleChange, ...]:
    """Put changes of several rules that are alike into one, in the order of the first rule of each."""
    found: list[RuleChange] = []
    for change in changes:
        at = next((i for i, one in enumerate(found) if replace(one, rules=()) == replace(change, rules=())), None)
        if at is None:
            found.append(change)
        else:
            found[at] = replace(found[at], rules=(*found[at].rules, *change.rules))
    return tuple(found)


def answers_of(rows: list[Mapping[str, Any]]) -> AnswerChange:
    """Read the change of AF's time to answer back."""
    slower = {month: str(text).rpartition(" * ")[2] for month, text in enumerate(rows[0]["by_month"], 1) if " * " in str(text)}
    return AnswerChange(rows[0]["from"], tuple(slower), float(next(iter(slower.values()))), rows[1]["from"] if rows[1:] else None)
