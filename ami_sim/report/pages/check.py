"""The page on what a file means, in plain words: who is simulated, what the unit can do, who pays, what is assumed."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any, Final

from ami_sim.report.basis import basis
from ami_sim.report.document import Column, Page, Row, Section, Sentence, Table
from ami_sim.report.notes import say as say_note
from ami_sim.report.number_formats import write_number
from ami_sim.report.option_titles import first_small
from ami_sim.report.pages.borrowed import borrowed_section
from ami_sim.report.vocabulary import Language
from ami_sim.report.words import actor_title, habits, known_title, say, shipped, title
from ami_sim.scenario.quantities import MONTH
from ami_sim.workflow.check import MARKS, Limits, Meaning, Offered, OptionMeant, RuleMeant, Suits, Trust
from ami_sim.workflow.dated_rules import DatedRule

TYPED: Final = re.compile(r"-?\d+(\.\d+)?")
TRUST: Final = ("source", "sure", "mark", "note", "title")  # keys of a row that hold no figure
Texts = tuple[str, ...]


def page_of(result: Meaning, language: Language = "en") -> Page:
    """Give the page in a language; what a script reads is keyed by the English headings."""
    writer = Writer(result, language)
    kind = writer.word("scenario" if result.asked is None else "experiment")
    heading = writer.word("page", file=result.path, kind=kind, title=shipped(writer.language, result.title))
    return Page(heading, sections=tuple(writer.sections()), data=data_of(result), language=language)


def data_of(result: Meaning) -> dict[str, Any]:
    """Give plain values: sentences and rows by section."""
    writer = Writer(result, "en")
    parts = {}
    for section in writer.sections():
        said = [part.text for part in section.parts if isinstance(part, Sentence)]
        tables = [part for part in section.parts if isinstance(part, Table)]
        rows = [dict(zip((column.title for column in table.columns), row.cells, strict=True)) for table in tables for row in table.rows]
        parts[section.title] = {"said": said, "rows": rows}
    kind = writer.word("scenario" if result.asked is None else "experiment")
    return {"file": str(result.path), "kind": kind, "title": result.title, "sections": parts}


class Writer:
    """Writes what a file means in one language, a method a section."""

    def __init__(self, result: Meaning, language: Language) -> None:
        self.result, self.language = result, language

    def word(self, key: str, /, **values: Any) -> str:
        """Give a text of the page."""
        return say(self.language, f"check.{key.replace('_', '-')}", **{name: str(value) for name, value in values.items()})

    def number(self, value: float, decimals: int = 0) -> str:
        """Write a number."""
        return write_number(value, decimals, self.language)

    def percent(self, share: float) -> str:
        """Write a share."""
        return f"{self.number(100 * share)} %"

    def months(self, days: float) -> str:
        """Write a length of time in months, or in days when it is short."""
        if days < MONTH:
            return self.word("days", count=self.number(days))
        written = self.number(days / MONTH, 1)
        return self.word("months", count=written[:-2] if written.endswith(("0", ",0")) and written[-2] in ".," else written)

    def trust(self, row: Trust) -> Texts:
        """Write where a row comes from and how sure it is."""
        return self.word(f"mark_{row.mark}"), say(self.language, f"evidence.sure-{row.sure}")

    def sections(self) -> Iterator[Section]:
        """Give the sections that say something, in order."""
        writers: tuple[Callable[[], Section | None], ...] = (
            self.simulated,
            self.inflow,
            self.asked,
            self.limits,
            self.costs,
            self.offered,
            self.beside,
            self.dated,
            self.rules,
            self.applications,
            self.regimes,
            self.queues,
            self.known,
            self.borrowed,
        )
        for writer in writers:
            section = writer()
            if section is not None:
                yield section

    def section(self, key: str, said: Iterable[str], heads: Iterable[str] = (), rows: Iterable[Texts] = ()) -> Section | None:
        """Put a section together; nothing when it says nothing. heads: the columns' titles."""
        columns = tuple(Column(head, "left") for head in heads)
        body = tuple(map(Row, rows))
        parts = (*map(Sentence, said), *((Table("", columns, body, key=key),) if body else ()))
        return Section(key, self.word(key), parts) if parts else None

    def heads(self, *names: str) -> Texts:
        """Give the titles of columns."""
        return tuple(map(self.word, names))

    def simulated(self) -> Section | None:
        """Say who is simulated, from when to when, and in which kronor."""
        scenario = self.result.scenario
        dates = {"start": scenario.start, "parting": scenario.parting, "end": scenario.end, "years": self.number(self.result.years)}
        history = self.word("no_history" if scenario.start == scenario.parting else "history", **dates)
        share = self.number(100 * scenario.discount, 1)
        money = self.word("money", parting=scenario.parting, year=scenario.price_year, share=share)
        cases = (say_note(note, self.language) for note in self.result.start)
        return self.section("simulated", (shipped(self.language, scenario.who), history, money, *cases))

    def asked(self) -> Section | None:
        """Say what is compared with what."""
        asked = self.result.asked
        if asked is None:
            return None
        plan = "plan" if asked.draws == 1 else "plan_of_draws"
        said = [
            shipped(self.language, asked.question),
            self.word(plan, replications=asked.replications, draws=asked.draws, seed=asked.seed),
        ]
        said += [self.word("variant", name=name, title=shipped(self.language, title)) for name, title in asked.variants.items()]
        said += [f"{option.name}: {shipped(self.language, option.note)}" for option in asked.options if option.note]
        rows = (
            (
                option.name,
                shipped(self.language, option.title),
                shipped(self.language, option.unit),
                self.word(f"used_{option.used}") if option.used else "",
                self.changes(option),
            )
            for option in asked.options
        )
        return self.section("compared", said, self.heads("option", "what", "unit_at_end", "used_as", "also_changes"), rows)

    def changes(self, option: OptionMeant) -> str:
        """Write what an option changes."""
        changes = [f"{dotted} = {setting(value)}" for dotted, value in option.sets.items()]
        later = option.from_parting.items()
        changes += [self.word("from_parting", day=option.parting, path=dotted, value=setting(value)) for dotted, value in later]
        return "; ".join([*changes, self.word("discharged")] if option.discharge else changes)

    def inflow(self) -> Section | None:
        """Say how many come into need for the first time each year, by the door that would refer them."""
        rows = []
        for door in self.result.inflow:
            lives = ", ".join(f"{title(self.language, 'incomes', word)} {self.percent(share)}" for word, share in door.incomes.items())
            later = "; ".join(self.word("times", day=day, factor=self.number(factor, 2)) for day, factor in door.later)
            rows.append(
                (
                    door.name,
                    shipped(self.language, door.title),
                    self.number(door.per_year, 1),
                    ", ".join(door.parameters),
                    lives,
                    later,
                    *self.trust(door.trust),
                )
            )
        heads = self.heads("referrer", "what", "a_year", "uncertain", "lives_on", "later", "from", "sure")
        return self.section("inflow", (self.word("in_all", count=self.number(self.result.new_a_year)),), heads, rows)

    def limits(self) -> Section | None:
        """Say how large the four limits are: for every option at the start, at the parting and at each later change."""
        rows = ((row.option or self.word("shared"), f"{row.day}", *self.limits_row(row)) for row in self.result.limits)
        said = [
            self.word(
                f"lost_{row.limit}",
                options=", ".join(row.options),
                unit=row.unit,
                day=row.day,
                given=self.number(row.given, 2),
                used=self.number(row.used),
            )
            for row in self.result.lost
        ]
        return self.section("limits", said, self.heads("option", "from_day", "slots", "cases", "places", "of_which", "wage_money"), rows)

    def limits_row(self, row: Limits) -> Texts:
        """Write mapping slots, cases, places and wage money."""

        def limit(value: float | None) -> str:
            return self.word("no_limit") if value is None else self.number(value)

        each = ", ".join(f"{self.group(name)} {self.number(places)}" for name, places in row.groups.items() if places)
        money = self.word("no_limit") if row.wage_money is None else self.word("tkr", count=self.number(row.wage_money / 1000))
        return limit(row.slots), limit(row.cases), limit(row.places), each, money

    def costs(self) -> Section | None:
        """Say what the unit itself costs a year by funder, from the parting and from each later change."""
        funders = tuple(dict.fromkeys(funder for row in self.result.costs for funder in row.by_funder))
        rows = []
        for row in self.result.costs if funders else ():
            kr = (*(row.by_funder.get(funder, 0.0) for funder in funders), sum(row.by_funder.values()))
            rows.append((row.option, f"{row.day}", *(self.number(amount / 1000) for amount in kr)))
        titles = (actor_title(self.language, funder) for funder in funders)
        said = self.word("costs_in", year=self.result.scenario.price_year) if rows else self.word("no_costs")
        return self.section("costs", (said,), (*self.heads("option", "from_day"), *titles, self.word("sum")), rows)

    def offered(self) -> Section | None:
        """Say what the unit can offer, to whom, for how long and what follows."""
        rows = []
        for thing in self.result.offered:
            groups = ", ".join(map(self.group, thing.groups)) or self.word("no_place")
            length = self.word(f"length_{thing.length}", days=self.months(thing.days))
            texts = (
                shipped(self.language, thing.title),
                self.suits(thing.suits),
                self.word(f"pays_{thing.pays}"),
                length,
                groups,
                self.follows(thing),
            )
            rows.append((*texts, *self.trust(thing.trust)))
        heads = self.heads("intervention", "suits", "lives_on", "length", "places_in_order", "at_the_end", "from", "sure")
        return self.section("offered", (self.word("in_order" if rows else "nothing_offered"),), heads, rows)

    def suits(self, who: Suits) -> str:
        """Say whom something is meant for."""
        found = [self.steps(who.steps)] if who.steps else []
        found += [self.word("ages", low=self.typed(f"{who.ages[0]:g}"), high=self.typed(f"{who.ages[1]:g}"))] if who.ages else []
        found += [self.word("living_on", names=self.listed("incomes", who.incomes))] if who.incomes else []
        found += [self.listed("traits", who.traits)] if who.traits else []
        found += [self.word("not", names=self.listed("traits", who.without))] if who.without else []
        found += [self.word("idle", length=self.months(who.idle))] if who.idle is not None else []
        found += [self.word("idle_below", length=self.months(who.idle_below))] if who.idle_below is not None else []
        return "; ".join(found) or self.word("everybody")

    def named(self, kind: str, name: str) -> str:
        """Name a subject of figures or what gives points; one that the page has no word for is called by its key."""
        return known_title(self.language, "check", f"{kind}-{name}") or name.replace("_", " ")

    def typed(self, figure: str) -> str:
        """Write a figure of the files as the language writes numbers; one that is worked out from others stands as it is."""
        return figure.replace(".", habits(self.language).decimal) if TYPED.fullmatch(figure) else figure

    def listed(self, file: str, names: Iterable[str]) -> str:
        """Write names of the files by their titles in a catalogue."""
        return ", ".join(title(self.language, file, name) for name in names)

    def group(self, name: str) -> str:
        """Name a group of places; one that a unit has and no row describes is called by its key."""
        rows = self.result.scenario.group
        return first_small(shipped(self.language, rows[name].title)) if name in rows else name.replace("_", " ")

    def steps(self, steps: tuple[int, ...]) -> str:
        """Write assessed steps: a range where they follow on each other."""
        if len(steps) > 2 and list(steps) == list(range(steps[0], steps[-1] + 1)):
            return self.word("steps", steps=f"{steps[0]}-{steps[-1]}")
        return self.word("steps" if len(steps) > 1 else "step", steps=self.word("and").join(map(str, steps)))

    def follows(self, thing: Offered) -> str:
        """Say what comes after an intervention."""
        found = [f"{title(self.language, 'stages', stage)} {self.percent(share)}" for stage, share in thing.leads_to.items()]
        found += [
            f"{self.word(word)} {self.percent(share)}"
            for word, share in (("extended", thing.extended), ("paused", thing.paused))
            if share > 0
        ]
        found += [] if thing.akassa is None else [self.word("akassa" if thing.akassa else "no_akassa")]
        return ", ".join(found)

    def rules(self) -> Section | None:
        """Say AF's rules with dates, and what is left for the municipality to pay."""
        rows = []
        for rule in self.result.rules:
            closes = rule.closes - timedelta(days=1) if rule.closes else "…"
            texts = (shipped(self.language, rule.title), self.word("dates", opens=rule.opens or "…", closes=closes), self.suits(rule.suits))
            money = (self.percent(rule.eligible), *self.af_pays(rule), self.months(rule.longest))
            rows.append((*texts, *money, *self.trust(rule.trust)))
        heads = self.heads("rule", "decisions", "who", "eligible", "af_pays", "cap", "municipality_pays", "longest", "from", "sure")
        return self.section("rules", (self.word("rules_said"),) if rows else (), heads, rows)

    def beside(self) -> Section | None:
        """Say what participants have beside their stays, and what duties are met whatever the unit does."""
        rows = [
            (
                shipped(self.language, row.title),
                "–" if row.hours is None else self.number(row.hours, 1),
                ", ".join(f"{self.role(role)} {self.number(hours, 2)}" for role, hours in row.staff.items()),
                "–" if row.within is None else self.word("days", count=self.number(row.within)),
                *self.trust(row.trust),
            )
            for row in self.result.beside
        ]
        heads = self.heads("beside_what", "beside_hours", "beside_staff", "beside_within", "from", "sure")
        return self.section("beside", (self.word("beside_said"),) if rows else (), heads, rows)

    def dated(self) -> Section | None:
        """Say which rules of law hold, whether they are law, when, how large they are and in which options."""
        rows = []
        for rule, options in self.result.dated:
            period = f"{rule.opens or '…'} – {rule.closes or '…'}"
            held = ", ".join(options) or self.word("dated_everywhere")
            where = self.word(f"mark_{rule.mark}"), say(self.language, f"evidence.sure-{rule.sure}")
            rows.append((shipped(self.language, rule.title), self.word(f"status_{rule.status}"), period, self.sized(rule), held, *where))
        heads = self.heads("dated_what", "dated_status", "dated_when", "dated_size", "dated_options", "from", "sure")
        return self.section("dated", (self.word("dated_said"),) if rows else (), heads, rows)

    def sized(self, rule: DatedRule) -> str:
        """Write the figures of a rule of law."""
        if rule.kind == "months":
            return self.months(rule.figures[0])
        if rule.kind == "cut":
            single, couple = map(self.percent, rule.figures)
            return self.word("size_cut", single=single, couple=couple)
        if rule.kind == "money":
            payer, payee = (actor_title(self.language, name) for name in rule.ends)
            return self.word("size_money", count=self.number(rule.figures[0] / 1e3), payer=payer, payee=payee)
        return self.word(f"size_{rule.kind}", **{"count": self.number(rule.figures[0])} if rule.figures else {})

    def role(self, name: str) -> str:
        """Name the role of a post, as files begin it."""
        return known_title(self.language, "roles", name.replace(" ", "-")) or name

    def applications(self) -> Section | None:
        """Say how AF answers an application, and what employment each job is."""
        asked = self.result.applied
        said = []
        if asked is not None:
            most, valid = self.number(asked.most, 1), self.months(asked.valid)
            said.append(self.word("applications_said", most=most, valid=valid))
            if asked.factor > 1.0:
                said.append(self.word("slowest", month=asked.slowest, factor=self.number(asked.factor, 1)))
            for later in asked.later:
                said.append(self.word("slowest_from", begins=later.begins, month=later.slowest, factor=self.number(later.factor, 1)))
        rows = [
            (
                shipped(self.language, job.title),
                self.months(job.answer) if job.answer > 0.0 else self.word("not_asked"),
                shipped(self.language, job.law),
                *self.trust(job.trust),
            )
            for job in self.result.jobs
        ]
        heads = self.heads("instrument", "answer_time", "employment_law", "from", "sure")
        return self.section("applications", said if rows else (), heads, rows)

    def af_pays(self, rule: RuleMeant) -> Texts:
        """Write what AF pays, the wage cap, and the municipality's net cost, kr per month."""
        if rule.paid is None:
            return self.word("to_the_unit", kr=self.number(rule.revenue)), "–", "–"
        paid = rule.paid
        base = self.word(f"base_{paid.base}", share=self.percent(paid.share), multiple=self.number(paid.multiple, 1))
        early, after = self.number(paid.early), self.number(paid.after)
        if paid.granted >= paid.longest:
            return base, self.number(paid.cap), early
        net = self.word("first", early=early, length=self.months(paid.granted), after=after)
        return base, self.number(paid.cap), net if paid.granted > 0 and paid.early != paid.after else after

    def regimes(self) -> Section | None:
        """Say what AF may do after the decision, how likely that is held to be, and when it could be known."""
        rows = []
        for row in self.result.regimes:
            sets = "; ".join(f"{dotted} = {value}" for dotted, value in row.sets.items()) or self.word("as_they_stand")
            used, mark = self.word("used_here") if row.used else "", self.word(f"mark_{row.mark}") if row.mark in MARKS else ""
            rows.append((row.name, shipped(self.language, row.title), self.typed(row.weight), row.known_at, sets, used, mark))
        return self.section(
            "regimes", (), (*self.heads("regime", "what_af_does", "weight", "known_from", "changes"), "", self.word("from")), rows
        )

    def queues(self) -> Section | None:
        """Say who comes first in each queue."""
        rows = []
        for row in self.result.queues:
            points = (f"{self.named('weight', word)} {self.typed(weight)}" for word, weight in row.weights.items())
            weights = ", ".join(points) or self.word("arrival")
            texts = (
                self.word(f"queue_{row.queue}"),
                shipped(self.language, row.title),
                weights,
                row.ageing,
                shipped(self.language, row.legal),
            )
            rows.append((*texts, *self.trust(row.trust)))
        strict = (self.word("strict"),) if self.result.scenario.order.strict else ()
        return self.section("queues", strict, self.heads("queue", "first_in_line", "points", "ageing", "as_policy", "from", "sure"), rows)

    def known(self) -> Section | None:
        """Count what is known and what is assumed, by subject."""
        rows = (
            (self.named("subject", row.subject), *(f"{row.marks.get(mark, 0)}" for mark in MARKS), f"{row.low}")
            for row in self.result.known
        )
        here = len(self.result.scenario.parameter)
        uncertain = self.word("no_parameters")
        if here:
            uncertain = say(self.language, "check.parameters", count=here, basis=basis(self.language, self.result.parameters))
        uncertain = " ".join((uncertain, *(say_note(note, self.language) for note in self.result.fit)))
        heads = self.heads("subject", *(f"mark_{mark}" for mark in MARKS), "low")
        return self.section("known", (self.word("known_said"), uncertain), heads, rows)

    def borrowed(self) -> Section | None:
        """Tell what is still another municipality's."""
        doors = {name: door.title for name, door in self.result.scenario.referrer.items()}
        return None if self.result.borrowed is None else borrowed_section(self.result.borrowed, doors, self.language)


def setting(value: object) -> str:
    """Write what an option sets: a row of figures without the keys that say where they come from."""
    if isinstance(value, Mapping):
        return "; ".join(f"{key} {setting(item)}" for key, item in value.items() if key not in TRUST)
    if isinstance(value, list | tuple):
        return ", ".join(f"({setting(item)})" if isinstance(item, Mapping) else setting(item) for item in value)
    return f"{value}"
