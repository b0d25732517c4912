"""Part e: who gains by background, who is left waiting, which payer bears it, whether it is paid back, and the risk to each budget year."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from itertools import groupby
from math import isfinite, nan
from typing import Final

from ami_sim.analysis.gains import Gain
from ami_sim.analysis.payback import PAYING, YEARS
from ami_sim.analysis.payers import PAYERS
from ami_sim.report.backgrounds import FEWEST, group_title
from ami_sim.report.document import CHANCE, EMPTY, Cell, Part, Section, Sentence, Table
from ami_sim.report.number_formats import THOUSAND, write_number
from ami_sim.report.pages.decision.parts import called, section_of, table_of
from ami_sim.report.words import Language, actor_title, say
from ami_sim.report.words import title as title_of
from ami_sim.report.writer import Writer, percent, probability
from ami_sim.workflow.decision import Decision

BACKGROUND: Final = ("background", "followed", "met", "waiting", "in_work", "on_aid", "follows")
SMALL: Final = 0.005  # kr: an interval narrower than this is none


def section(decision: Decision, language: Language) -> Section:
    """Show backgrounds, payers, payback and budget years."""
    found = decision.who_gains
    parts: list[Part] = backgrounds(decision, language) if found.gains else [Sentence(say(language, "decision.no_backgrounds"))]
    parts += [*budget_tables(decision, language), payers_table(decision, language), payback_table(decision, language)]
    values = {
        "option": found.option,
        "by_background": [asdict(gain) for gain in found.gains],
        "by_payer": [asdict(row) for row in found.by_payer],
        "paid_back": [asdict(row) for row in found.paid_back],
    }
    if found.overruns is not None:
        values["budget_overruns"] = [asdict(row) for row in found.overruns]
    return section_of("who_gains", parts, values, language)


def backgrounds(decision: Decision, language: Language) -> list[Part]:
    """Write one line a background group, and who is met least often and waits longest."""
    found, names = decision.who_gains, called(decision, language)
    table = {(gain.group, gain.measure): gain for gain in found.gains}
    groups = [group for group in dict.fromkeys(gain.group for gain in found.gains) if table[group, "people_met"].people >= FEWEST]
    rows = []
    for group in groups:
        met = table[group, "people_met"]
        cells = [group_title(group, language), write_number(met.people, 0, language), percent(met.mean, language)]
        cells.append(gain_said(table[group, "months_waiting"], 1, language))
        cells += [gain_said(table[group, name], 2, language) for name in ("months_in_work", "aid_household_months")]
        cells.append(gain_said(table[group, "result_of_persons"], 0, language))
        rows.append(tuple(cells))
    told = {"option": names[found.option], "least": EMPTY, "longest": EMPTY}
    if own := [group for group in groups if group]:
        told["least"] = group_title(min(own, key=lambda group: table[group, "people_met"].mean), language)
        told["longest"] = group_title(max(own, key=lambda group: table[group, "months_waiting"].mean), language)
    note = say(language, "decision.persons_note", **told)
    if any(CHANCE in cell for row in rows for cell in row):
        note += f" {say(language, 'decision.chance_too')}"
    title = say(language, "decision.persons", option=names[found.option], reference=names[decision.choice.reference])
    return [table_of("by_background", title, [say(language, f"decision.{key}") for key in BACKGROUND], rows), Sentence(note)]


def gain_said(gain: Gain, decimals: int, language: Language) -> str:
    """Write a mean per person, and its credible interval when it has one."""
    if not isfinite(gain.mean):
        return EMPTY
    mean = write_number(gain.mean, decimals, language, signed=gain.difference)
    if not gain.difference or not isfinite(gain.low):
        return mean
    ends = (write_number(end, decimals, language, signed=True) for end in (gain.low, gain.high))
    return f"{mean} ({'; '.join(ends)}){'' if gain.resolved or gain.low == gain.high else CHANCE}"


def payers_table(decision: Decision, language: Language) -> Table:
    """Write every payer's net result by option."""
    names, options = called(decision, language), decision.choice.options[1:]
    found = {(row.payer, row.option): row for row in decision.who_gains.by_payer}
    writer = Writer.of(language, [row.mean for row in found.values()])

    def cell(payer: str, option: str) -> Cell:
        row = found.get((payer, option))
        if row is None:
            return EMPTY
        ends = (row.credible_low, row.credible_high) if row.credible_high - row.credible_low > SMALL else (nan, nan)
        return writer.cell(row.mean, *ends, resolved=row.resolved)

    rows = [(actor_title(language, payer), *(cell(payer, option) for option in options)) for payer in PAYERS]
    title = say(language, "decision.payers", reference=names[decision.choice.reference], unit=writer.unit)
    table = table_of("by_payer", title, (say(language, "decision.payer"), *(names[option] for option in options)), rows)
    return replace(table, how_to_read=say(language, "decision.alike"))


def payback_table(decision: Decision, language: Language) -> Table:
    """Write the chance of having been paid back within so many years, by payer and option; never a mean time."""
    choice, names = decision.choice, called(decision, language)
    options, trials = choice.options[1:], choice.draws * choice.replications
    found = {(row.payer, row.option, row.years): row.chance for row in decision.who_gains.paid_back}

    def cell(payer: str, option: str) -> str:
        return " / ".join(probability(found[payer, option, years], trials, language) for years in YEARS)

    rows = [(actor_title(language, payer), *(cell(payer, option) for option in options)) for payer in PAYING]
    title = say(language, "decision.payback", reference=names[choice.reference])
    return table_of("paid_back", title, (say(language, "decision.payer"), *(names[option] for option in options)), rows)


def budget_tables(decision: Decision, language: Language) -> Iterator[Table]:
    """Write the risk of going over every line that something is set aside for, year by year; nothing when no line is."""
    found, choice, names = decision.who_gains, decision.choice, called(decision, language)
    mine = [row for row in found.overruns or () if row.scenario == found.option]
    if not mine:
        return
    years, trials = sorted({row.year for row in mine}), choice.draws * choice.replications
    rows = []
    for (committee, line), own in groupby(mine, key=lambda row: (row.committee, row.line)):
        by_year = {row.year: row for row in own}
        cells = []
        for year in years:
            said = probability(by_year[year].overrun_probability, trials, language)
            size = write_number(by_year[year].overrun_mean / THOUSAND, 0, language)
            cells.append(f"{said}: {size}" if by_year[year].overrun_probability else said)
        name = title_of(language, "lines", line)
        against = say(language, f"decision.set_by_{found.set_by[committee, line]}", reference=names[choice.reference])
        rows.append((f"{actor_title(language, committee)}: {name} ({against})", *cells))
    columns = (say(language, "decision.line"), *(str(year) for year in years))
    yield table_of("budget_overruns", say(language, "decision.budget", option=names[found.option]), columns, rows)
