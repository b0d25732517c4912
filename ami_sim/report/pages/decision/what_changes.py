"""Part c: what would change the answer: AF's rules, readings and switches one by one, and the parameters it hangs on."""

from dataclasses import asdict
from typing import Any

from ami_sim.analysis.sensitivity import Bar, Threshold
from ami_sim.analysis.turned import Turned
from ami_sim.report.document import EMPTY, Cell, Part, Section, Sentence
from ami_sim.report.pages.decision.parts import called, few, section_of, table_of
from ami_sim.report.pages.screen_figures import figures_parts, values_of
from ami_sim.report.words import Language, say, shipped
from ami_sim.report.writer import Writer, figure, percent, probability
from ami_sim.workflow.decision import Decision

COLUMNS = ("parameter", "range", "at_low", "at_high", "importance", "turns")


def section(decision: Decision, language: Language) -> Section:
    """Show every switch before any average, then thresholds and the tornado of the leading difference."""
    choice, found = decision.choice, decision.what_changes
    parts = [*by_switch(decision, language), *by_figure(decision, language)]
    values: dict[str, Any] = {"switches": [asdict(row) for row in found.turned]}
    values |= {"figures": values_of(found.figures)} if found.figures else {}
    if not choice.resolved:
        return section_of("what_changes", [*parts, few(choice, language)], values, language)
    names = called(decision, language)
    contrast = {"first": choice.first, "second": choice.second}
    told = {key: names[option] for key, option in contrast.items()}
    leading = found.bars[: len(found.thresholds)]
    writer = Writer.of(language, [end for bar in leading for end in (bar.low, bar.high)])
    floor = writer.amount(found.bars[0].floor, signed=False) if found.bars else EMPTY
    seen = sum(bar.seen for bar in found.bars)
    parts.append(Sentence(say(language, "decision.hangs_on", **told, floor=floor, seen=seen, count=len(found.bars))))
    rows = [bar_cells(bar, turn, decision, writer, language) for bar, turn in zip(leading, found.thresholds, strict=True)]
    title = say(language, "decision.tornado", **told, unit=writer.unit)
    parts.append(table_of("tornado", title, [say(language, f"decision.{key}") for key in COLUMNS], rows))
    if not any(turn.turns for turn in found.thresholds):
        parts.append(Sentence(say(language, "decision.never_any", best=names[choice.leader], count=len(found.thresholds))))
    values |= {"contrast": contrast, "tornado": [asdict(bar) | {"swing": bar.swing, "above_chance": bar.seen} for bar in found.bars]}
    values["thresholds"] = [turns_of(turn, choice.options) for turn in found.thresholds]
    return section_of("what_changes", parts, values, language)


def by_switch(decision: Decision, language: Language) -> list[Part]:
    """Show what each switch makes of every option, and which option is then the best."""
    choice, found, names = decision.choice, decision.what_changes, called(decision, language)
    if found.switched is None:
        parts: list[Part] = [Sentence(say(language, "decision.no_switches", file=decision.about.file, folder=decision.about.results))]
    else:
        parts = [Sentence(say(language, "decision.switches", draws=found.switched.draws, replications=found.switched.replications))]
    if not found.turned:
        return parts
    draws = min(found.switched.draws, choice.draws) if found.switched else choice.draws
    writer = Writer.of(language, [row.mean[name] for row in found.turned for name in choice.options])
    rows: list[tuple[Cell, ...]] = []
    for row in found.turned:
        best = names[row.best] if row.best == choice.leader else f"{names[row.best]} !"
        means = (writer.cell(row.mean[name]) for name in choice.options[1:])
        rows.append((turned_title(row, language), *means, best, probability(row.p_best, draws, language)))
    heads = (names[option] for option in choice.options[1:])
    columns = (say(language, "decision.switch"), *heads, say(language, "decision.best"), say(language, "decision.p_its"))
    title = say(language, "decision.switch_table", reference=names[choice.reference], unit=writer.unit)
    parts.append(table_of("switches", title, columns, rows))
    turned = sum(row.best != choice.leader for row in found.turned)
    key = "turned" if turned else "unturned"
    return [*parts, Sentence(say(language, f"decision.{key}", count=turned, total=len(found.turned), best=names[choice.leader]))]


def by_figure(decision: Decision, language: Language) -> list[Part]:
    """Show what the answer hangs on among all figures of the files, drawn or not, or how to find out."""
    found, about = decision.what_changes.figures, decision.about
    if found is None:
        return [Sentence(say(language, "decision.no_figures", file=about.file, folder=about.results, payer=about.payer))]
    return figures_parts(found, language)


def turned_title(row: Turned, language: Language) -> str:
    """Name what is turned: as the user's file does, or as the program does."""
    return (
        f"{say(language, f'decision.about_{row.about}')}: {shipped(language, row.title) or say(language, f'decision.switch_{row.switch}')}"
    )


def bar_cells(bar: Bar, turn: Threshold, decision: Decision, writer: Writer, language: Language) -> tuple[Cell, ...]:
    """Write one line of the tornado; a swing that shuffled parameters give as well is marked."""
    options, names = decision.choice.options, called(decision, language)
    turns = ((figure(one.value, language), names[options[one.after]]) for one in turn.turns)
    where = "; ".join(say(language, "decision.turn", value=value, option=option) for value, option in turns)
    ends = f"{figure(bar.at_low, language)}–{figure(bar.at_high, language)}"
    share = percent(bar.importance, language)
    return (
        bar.name + ("" if bar.seen else " ~"),
        ends,
        writer.cell(bar.low),
        writer.cell(bar.high),
        share,
        where or say(language, "decision.never"),
    )


def turns_of(turn: Threshold, options: tuple[str, ...]) -> dict[str, Any]:
    """Give where the decision turns along one parameter, for scripts."""
    turns = [{"value": one.value, "before": options[one.before], "after": options[one.after]} for one in turn.turns]
    return {"parameter": turn.name, "low": turn.low, "high": turn.high, "turns": turns}
