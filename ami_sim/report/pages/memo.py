"""A draft of the memo that a committee gets (tjänsteskrivelse), from a comparison: what the model knows is filled in, the rest is asked.

The decision itself is never written: it stands as a marked place. The main sections are the memo; behind them come the whole table and
the pictures, for those who read a file and not a paper.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd

from ami_sim.analysis.futures import differences_by_run
from ami_sim.analysis.uncertainty import CREDIBLE, shown
from ami_sim.report.basis import basis, basis_of, interval_label
from ami_sim.report.causes_picture import causes_charts
from ami_sim.report.columns import columns
from ami_sim.report.document import EMPTY, Cell, Column, Number, Page, Part, Row, Section, Sentence, Steps, Table
from ami_sim.report.futures_picture import futures_charts
from ami_sim.report.monthly_picture import chart, compared
from ami_sim.report.notes import said_of
from ami_sim.report.number_formats import THOUSAND, Scale, write_number, write_span, write_unit
from ami_sim.report.numbers import Estimate, row_scale, write_scaled
from ami_sim.report.option_titles import Titles, first_small, option_titles
from ami_sim.report.pages.comparison import comparison_page, table_of
from ami_sim.report.requirement_picture import in_short, requirement_parts
from ami_sim.report.vocabulary import measure_title
from ami_sim.report.words import Language, actor_title, say, shipped
from ami_sim.scenario.errors import InputError
from ami_sim.workflow.compare import Comparison
from ami_sim.workflow.manifest import MODEL
from ami_sim.workflow.parameters import GIVEN

TKR: Final = Scale(THOUSAND, "tkr", 0)
TOLD: Final = 3  # options that the summary has room for
PAYERS: Final = ("municipality", "region", "state", "person", "society")


class Asked(NamedTuple):
    """A measure of the summary that a table shows a column of; actor "" is nobody's money, group "" everybody."""

    measure: str
    actor: str = ""
    group: str = ""


WAITING, OWN_MONEY = Asked("waiting_for_job"), Asked("net_result", "municipality")
MAIN: Final = (
    WAITING,
    Asked("queue_mapping_mean"),
    Asked("queue_place_mean"),
    Asked("in_work_24m"),
    OWN_MONEY,
    Asked("net_result", "public"),
)
CHILDREN: Final = (
    Asked("child_months_on_aid"),
    Asked("months_waiting", group="children:yes"),
    Asked("months_in_work", group="children:yes"),
)
HEAD: Final = ("to", "date", "number", "official")  # what stands above the title of such a memo, for the official to fill in
LEVELS: Final = (*MAIN[:4], CHILDREN[0])  # what is said of the reference by itself
QUESTIONS: Final = ("which", "heard", "health", "home", "school", "worst", "weighed", "follow")  # about children, which no model answers
RATED: Final = ("data", "model", "behaviour")


class Found(NamedTuple):
    """One number of the summary: the estimate and its unit."""

    estimate: Estimate
    unit: str


def memo_page(result: Comparison, language: Language = "en") -> Page:
    """Write the draft, and behind it every table and picture; InputError where there is nothing to compare with."""
    if not result.reference:
        raise InputError(f"{result.title}: holds one scenario without a reference; expected the results of ami-sim compare")
    memo = Memo(result, language)
    whole = comparison_page(result, language)
    behind = tuple(Section(one.key, one.title, titled(one.parts, one.title), main=False) for one in whole.sections)
    return Page(
        say(language, "memo.title", title=shipped(language, result.title)),
        (say(language, "memo.draft"), *(say(language, f"memo.head-{name}") for name in HEAD)),
        (*memo.sections(), *behind),
        language=language,
    )


def titled(parts: tuple[Part, ...], title: str) -> tuple[Part, ...]:
    """Give a table without a title of its own that of its section."""
    return tuple(Table(**{**vars(part), "title": part.title or title}) if isinstance(part, Table) else part for part in parts)


class Memo:
    """The sections of the memo, from one result in one language."""

    def __init__(self, result: Comparison, language: Language) -> None:
        """Find the summary's numbers once."""
        self.result, self.language = result, language
        self.titles: Titles = option_titles(result.titles, language)
        self.options = compared(result)
        self.interval = shown(result.summary)
        self.numbers = Numbers(result.summary, self.interval)

    def say(self, message: str, **values: Any) -> str:
        """Say a message of the memo's."""
        return say(self.language, f"memo.{message}", **values)

    def found(self, option: str, asked: Asked, difference: bool = True) -> Found | None:
        """Give a number of an option against the reference, or its level; nothing where the summary lacks it."""
        return self.numbers.found((option, self.result.reference if difference else "", *asked))

    def sections(self) -> tuple[Section, ...]:
        """Give the sections in the order in which a committee expects them."""
        made = {
            "decision": (Sentence(self.say("to-decide"), strong=True),),
            "summary": tuple(self.summary()),
            "background": tuple(self.background()),
            "alternatives": tuple(self.alternatives()),
            "requirement": tuple(requirement_parts(self)),
            "economy": tuple(self.economy()),
            "children": tuple(self.children()),
            "uncertainty": (*self.uncertainty(), *futures_charts(self.result, self.language)),
            "record": (self.record(),),
            "recipients": (Sentence(self.say("to-send"), strong=True),),
        }
        return tuple(Section(f"memo_{key}", self.say(key), parts) for key, parts in made.items() if parts)

    def summary(self) -> Iterator[Part]:
        """Say in at most ten lines what the options change, and what the numbers rest on."""
        yield Sentence(shipped(self.language, self.result.question))
        for option in self.options[:TOLD]:
            said = [
                in_short(self, option),
                self.in_words(option, WAITING),
                self.how_often(option, WAITING),
                self.in_words(option, OWN_MONEY),
            ]
            yield Sentence(self.say("option", option=self.titles[option], said=" ".join(part for part in said if part)))
        if len(self.options) > TOLD:
            yield Sentence(self.say("further", count=len(self.options) - TOLD))
        if self.has_intervals:
            yield Sentence(self.say("summary-read", label=interval_label(self.language, self.interval)))
        yield Sentence(self.basis)

    @property
    def basis(self) -> str:
        """Say in a sentence what the parameters are, and what they do not say."""
        return basis(self.language, self.result.parameters, self.draws)

    @property
    def has_intervals(self) -> bool:
        """Say whether the summary has intervals; a single run gives none."""
        return bool(self.result.summary["ci_low"].notna().any())

    @property
    def draws(self) -> int:
        """How many parameter draws the numbers come from."""
        return int(self.result.manifest["plan"]["draws"])

    def in_words(self, option: str, asked: Asked) -> str:
        """Say in a sentence one difference with its interval, and whether it can be told from zero; "" where the summary lacks it."""
        found = self.found(option, asked)
        if found is None:
            return ""
        message = "alike" if found.estimate.cannot_be_told_apart else "differs"
        return self.say(message, measure=self.named(asked), amount=self.amount(found, signed=True))

    def amount(self, found: Found, signed: bool) -> str:
        """Write a number with its unit, and its interval in brackets."""
        estimate, scale = found.estimate, row_scale(found.unit, [found.estimate])
        mean, unit = write_scaled(estimate.mean, scale, self.language, signed=signed), write_unit(scale.unit, self.language)
        if not estimate.has_interval:
            return say(self.language, "sentences.amount", mean=mean, unit=unit)
        span = write_span(estimate.low, estimate.high, scale, self.language, signed=signed)
        return say(self.language, "sentences.amount-interval", mean=mean, span=span, unit=unit)

    def how_often(self, option: str, asked: Asked) -> str:
        """Say in how many of the simulated futures there are more than in the reference; "" where it is not known run by run."""
        differences = differences_by_run(self.result.measures, option, self.result.reference, *asked)
        if not len(differences):
            return ""
        return self.say("how-often", more=int((differences > 0).sum()), fewer=int((differences < 0).sum()), runs=len(differences))

    def named(self, asked: Asked) -> str:
        """Name a measure with whose money it is."""
        title = measure_title(asked.measure, self.language)
        of = first_small(actor_title(self.language, asked.actor)) if asked.actor else self.say("with-children") if asked.group else ""
        return self.say("of", measure=title, whose=of) if of else title

    def background(self) -> Iterator[Part]:
        """Say what is compared, from when and how long."""
        result = self.result
        years = write_number(result.years, 0 if float(result.years).is_integer() else 1, self.language)
        yield Sentence(self.say("parts", day=result.parting.date(), years=years))
        yield Steps(
            (self.say("zero", option=self.titles[result.reference]), *(shipped(self.language, result.titles[one]) for one in self.options))
        )

    def alternatives(self) -> Iterator[Part]:
        """Say how it is in the reference, and show what each option changes: one table, one picture."""
        reference = self.result.reference
        told = [(asked, self.found(reference, asked, difference=False)) for asked in LEVELS]
        levels = tuple(
            self.say("level", measure=self.named(asked), amount=self.amount(found, signed=False)) for asked, found in told if found
        )
        if levels:
            yield Sentence(self.say("zero-first", option=self.titles[reference]))
            yield Steps(levels)
        yield self.table("changes", MAIN)
        drawn = chart(self.result, self.language)
        if drawn:
            yield drawn

    def table(self, name: str, asked: Sequence[Asked]) -> Table:
        """Lay differences out: a row an option, a column a measure, each column on one scale."""
        heads, cells = [Column(self.say("option-head"), "left")], []
        for one in asked:
            found = [self.found(option, one) for option in self.options]
            known = [each for each in found if each]
            if not known:
                continue
            scale = row_scale(known[0].unit, [each.estimate for each in known])
            heads.append(Column(self.say("column", measure=self.named(one), unit=write_unit(scale.unit, self.language))))
            cells.append([self.cell(each, scale) for each in found])
        rows = (Row((self.titles[option], *(column[at] for column in cells))) for at, option in enumerate(self.options))
        zero = Row((self.say("zero", option=self.titles[self.result.reference]), *([say(self.language, "table.reference")] * len(cells))))
        read = self.read("read")
        return Table(self.say(f"table-{name}"), tuple(heads), (zero, *rows), key=name, how_to_read=read)

    @property
    def read_levels(self) -> str:
        """Say what stands in brackets beside a level."""
        return self.read("read-levels")

    def read(self, message: str) -> str:
        """Say how a table of the summary's numbers is read."""
        if not self.has_intervals:
            return say(self.language, "table.note-single")
        return self.say(message, label=interval_label(self.language, self.interval))

    def cell(self, found: Found | None, scale: Scale) -> Cell:
        """Give one difference as a cell."""
        if found is None:
            return EMPTY
        low, high = (found.estimate.low, found.estimate.high)
        return Number(found.estimate.mean, found.unit, low, high, scale, difference=True, resolved=found.estimate.resolved)

    def economy(self) -> Iterator[Part]:
        """Show what each budget year costs the municipality more or less, who pays over the whole time, and why."""
        yield from self.payers()
        yield from causes_charts(self.result, self.language)

    def payers(self) -> Iterator[Part]:
        """Show what each budget year costs, and who pays."""
        if not self.result.budget.empty:
            yield self.budget_table()
        yield self.table("payers", [Asked("net_result", payer) for payer in PAYERS])
        yield Sentence(self.say("plus"))

    def budget_table(self) -> Table:
        """Lay out the municipality's mean cost of each budget year against the reference, tkr; the reference's own cost first."""
        rows = self.result.budget
        rows = rows[(rows["committee"] == "municipality") & (rows["line"] == "total")]
        wide = rows.pivot_table(index="scenario", columns="year", values="mean", observed=True)
        zero = wide.loc[self.result.reference]
        shown = [
            Row(
                (
                    self.say("zero-level", option=self.titles[self.result.reference]),
                    *(Number(float(kr), "kr", scale=TKR) for kr in zero.to_numpy(np.float64)),
                )
            )
        ]
        for option in self.options:
            more = wide.loc[option] - zero
            shown.append(
                Row((self.titles[option], *(Number(float(kr), "kr", scale=TKR, difference=True) for kr in more.to_numpy(np.float64))))
            )
        heads = (Column(self.say("option-head"), "left"), *(Column(str(year)) for year in wide.columns))
        return Table(self.say("table-budget"), heads, tuple(shown), key="budget", how_to_read=self.say("budget-read"))

    def children(self) -> Iterator[Part]:
        """Fill in what the model knows of children, and ask what it does not."""
        yield Sentence(self.say("children-said"))
        yield self.table("children", CHILDREN)
        yield Sentence(self.say("children-left"), strong=True)
        yield Steps(tuple(self.say(f"child-{name}") for name in QUESTIONS), numbered=True)

    def uncertainty(self) -> Iterator[Part]:
        """Rate in words how far data, model and assumed behaviour carry, and say what every reader must know."""
        rests = basis_of(self.result.parameters, self.draws)
        yield Steps(tuple(self.say(f"rating-{name}-{rests}") for name in RATED))
        noted = said_of(self.result.manifest, self.language)
        if noted:
            yield Sentence(noted)
        yield Steps(tuple(note for note in table_of(self.result, self.language).notes if note != self.basis))

    def record(self) -> Table:
        """Say what decided the numbers: enough to make them again."""
        plan, run, versions = (self.result.manifest.get(key, {}) for key in ("plan", "run", "versions"))
        facts = {
            "version": versions.get("ami-sim", ""),
            "made": str(run.get("date", ""))[:10],
            "file": run.get("file", ""),
            "draws": plan.get("draws", ""),
            "replications": plan.get("replications", ""),
            "seed": plan.get("seed", ""),
            "parameters": say(self.language, f"memo.parameters-{self.result.parameters}"),
            "regime": plan.get("regime", ""),
            "set": ", ".join(f"{path}={value}" for path, value in plan.get("set", {}).items()),
            "hash": next(iter(self.result.manifest.get("inputs", {}).values()), "")[:16],
            "seal": self.result.manifest.get("seal", "")[:16],
            "command": command_of(self.result.manifest),
        }
        rows = tuple(Row((self.say(f"fact-{name}"), str(value))) for name, value in facts.items() if str(value))
        return Table(self.say("table-record"), columns(self.language, "memo", ("fact", "value")), rows, key="record")


class Numbers:
    """The summary's numbers by option, reference, measure, actor and group, with the interval that is shown.

    A group has a computing interval where the shown one is not made for it. Only what is asked for is taken out: a summary has thousands.
    """

    def __init__(self, summary: pd.DataFrame, interval: str) -> None:
        """Find where each number stands."""
        keys = ["scenario", "reference", "measure", "actor", "group"]
        self.columns = {column: summary[column].to_numpy() for column in ("mean", "ci_low", "ci_high", "free_of_chance", "unit")}
        names = list(zip(*(summary[key].astype(str).tolist() for key in keys), strict=True))
        kinds = summary["interval"].tolist()
        self.at: dict[tuple[str, ...], int] = {}
        for kind in (interval if interval != CREDIBLE else "computing", interval):
            self.at |= {name: at for at, name in enumerate(names) if kinds[at] == kind}

    def found(self, key: tuple[str, ...]) -> Found | None:
        """Give a number; nothing where the summary lacks it."""
        at = self.at.get(key)
        if at is None:
            return None
        mean, low, high = (float(self.columns[column][at]) for column in ("mean", "ci_low", "ci_high"))
        return Found(Estimate(mean, low, high, bool(self.columns["free_of_chance"][at])), str(self.columns["unit"][at]))


def command_of(manifest: Any) -> str:
    """Write the command that makes the same numbers; "" for what was asked in Python."""
    plan, run = manifest.get("plan", {}), manifest.get("run", {})
    if MODEL in manifest.get("inputs", {}) or run.get("own") or plan.get("parameters") == GIVEN:
        return ""
    words = ["ami-sim compare", quoted(run["file"]), *flags(plan, ("draws", "replications", "seed", "parameters", "regime", "variant"))]
    return " ".join([*words, *(f"--set {quoted(f'{path}={value}')}" for path, value in plan.get("set", {}).items())])


def flags(plan: Any, names: Iterable[str]) -> Iterator[str]:
    """Write a plan's settings as options of the command; one draw of the medians is no option."""
    for name in names:
        value = plan.get(name)
        if value not in (None, "") and not (name == "draws" and value == 1):
            yield f"--{name} {value}"


def quoted(word: str) -> str:
    """Put a word in quotation marks where a shell would cut it."""
    return f'"{word}"' if any(sign in word for sign in ' "[]{}*?;&|') else word
