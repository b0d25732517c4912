"""Part a: options ranked by expected net benefit, which of them cannot be told apart, and what a wrong choice would cost."""

from dataclasses import asdict
from typing import Any

from ami_sim.analysis.choice import Choice, Lead
from ami_sim.analysis.selection import Selection
from ami_sim.report.document import EMPTY, Cell, Part, Section, Sentence, Table
from ami_sim.report.option_titles import Titles, quoted
from ami_sim.report.pages.decision.parts import called, section_of, table_of
from ami_sim.report.quotes import worth_said
from ami_sim.report.words import Language, say, shipped
from ami_sim.report.writer import Writer, percent, probability
from ami_sim.workflow.decision import Decision

SIDES = ("municipality", "society")
COLUMNS = ("option", "mean", "credible", "prediction", "computing", "p_best", "loss")


def section(decision: Decision, language: Language) -> Section:
    """Rank the options and say which cannot be told apart."""
    choice, which, names = decision.choice, decision.which, called(decision, language)
    numbers = [number for row in which.ranked for number in (row.mean, row.prediction_low, row.prediction_high)]
    writer = Writer.of(language, numbers)
    parts: list[Part] = [Sentence(lead_said(which.lead, names, writer, language), strong=True)]
    if which.selection is None:
        parts.append(Sentence(say(language, f"decision.{'one_draw' if choice.delta > 0 else 'no_delta'}")))
    else:
        parts.append(Sentence(selection_said(choice, which.selection, names, language)))
    others = ((payer, name) for payer, name in which.best_by_payer.items() if payer != decision.about.payer)
    told = ", ".join(f"{say(language, f'decision.payer_{payer}')} {quoted(names[name], language)}" for payer, name in others)
    parts += [Sentence(say(language, "decision.others", told=told)), *both_sides(decision, language), ranking(decision, writer, language)]
    if not all(row.resolved for row in which.ranked):
        parts.append(Sentence(say(language, "decision.chance_too")))
    if which.selection is not None:
        parts.append(Sentence(computing_said(choice, which.selection, language)))
    return section_of("which", parts, values_of(decision), language)


def both_sides(decision: Decision, language: Language) -> list[Part]:
    """Set the municipality and society side by side, whoever decides: two questions, and neither answers the other's."""
    names, both, options = called(decision, language), decision.both, decision.choice.options[1:]
    found = {(row.payer, row.option): row for row in decision.who_gains.by_payer}
    if not all((payer, option) in found for payer in SIDES for option in options):
        return []
    numbers = [found[payer, option].mean for payer in SIDES for option in options]
    writer = Writer.of(language, [*numbers, *both.overhead.values()])

    def cells(option: str) -> tuple[Cell, ...]:
        sides = (found[payer, option] for payer in SIDES)
        mine, all_of_us = (writer.cell(row.mean, row.credible_low, row.credible_high, resolved=row.resolved) for row in sides)
        overhead = writer.cell(both.overhead[option]) if both.overhead else EMPTY
        worth = worth_said(both.worth[option], language) if both.worth else EMPTY
        return names[option], mine, overhead, all_of_us, worth

    title = say(language, "decision.both", reference=names[decision.choice.reference], unit=writer.unit)
    columns = [say(language, f"decision.{key}") for key in ("option", "side_municipality", "side_overhead", "side_society", "side_worth")]
    return [table_of("both_sides", title, columns, [cells(option) for option in options]), Sentence(say(language, "decision.both_note"))]


def ranking(decision: Decision, writer: Writer, language: Language) -> Table:
    """Write a row an option, the best first."""
    rows = [
        (
            shipped(language, decision.about.titles[row.option]),
            writer.cell(row.mean),
            writer.span(row.credible_low, row.credible_high, resolved=row.resolved),
            writer.span(row.prediction_low, row.prediction_high),
            writer.cell(row.computing_half, signed=False),
            probability(row.p_best, decision.choice.draws, language),
            writer.cell(row.expected_loss, signed=False),
        )
        for row in decision.which.ranked
    ]
    title = say(language, "decision.ranked", reference=called(decision, language)[decision.choice.reference], unit=writer.unit)
    return table_of("ranked", title, [say(language, f"decision.{key}") for key in COLUMNS], rows)


def values_of(decision: Decision) -> dict[str, Any]:
    """Give the part's numbers for scripts, kr."""
    choice, which = decision.choice, decision.which
    ranked = [{"option": row.option, "title": decision.about.titles[row.option]} | asdict(row) for row in which.ranked]
    values: dict[str, Any] = {"ranked": ranked, "best": choice.leader}
    worth = {option: asdict(row) for option, row in decision.both.worth.items()}
    values["both_sides"] = {"assumed_overhead": dict(decision.both.overhead), "worth_of_an_hour_at_0": worth}
    if which.selection is not None:
        values["clark_yang"] = {
            "delta": choice.delta,
            "alpha": choice.alpha,
            "cannot_be_told_apart": [choice.options[at] for at in which.selection.not_worse],
            "draws": which.selection.observations,
            "draws_needed": which.selection.needed,
        }
    return values | {"best_by_payer": dict(which.best_by_payer)}


def lead_said(lead: Lead, names: Titles, writer: Writer, language: Language) -> str:
    """Say which option leads, and by how much, with the credible interval of its lead over the next."""
    own = Writer.of(language, [lead.lead, lead.low, lead.high])
    ahead = {"best": names[lead.best], "second": names[lead.second]}
    given = {**ahead, "mean": writer.amount(lead.mean), "lead": own.amount(lead.lead, signed=False)}
    if lead.low != lead.low:
        return say(language, "decision.leads_rough", **given)
    return say(
        language, f"decision.{'leads' if lead.resolved else 'leads_chance'}", **given, low=own.number(lead.low), high=own.amount(lead.high)
    )


def selection_said(choice: Choice, selection: Selection, names: Titles, language: Language) -> str:
    """Say which options cannot be told apart, or that the computing settles the order at the top."""
    writer = Writer.of(language, [choice.delta])
    given = {"delta": writer.amount(choice.delta, signed=False), "best": names[choice.options[selection.best]]}
    if len(selection.not_worse) > 1:
        alike = (quoted(names[choice.options[at]], language) for at in choice.order if at in selection.not_worse)
        return say(language, "decision.cannot_tell", options=", ".join(alike), **given)
    return say(language, "decision.told_apart", **given)


def computing_said(choice: Choice, selection: Selection, language: Language) -> str:
    """Say in an appendix line what the guarantee about the computing asks for, and whether there is as much."""
    enough = say(language, f"decision.{'enough' if selection.enough else 'too_few_but' if selection.told_apart else 'too_few'}")
    delta = Writer.of(language, [choice.delta]).amount(choice.delta, signed=False)
    level, draws = percent(1 - choice.alpha, language), selection.observations
    return say(language, "decision.pcs", delta=delta, level=level, needed=selection.needed, draws=draws, enough=enough)
