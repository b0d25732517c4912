"""Part a: options ranked by expected net benefit, which of them cannot be told apart, and what a wrong choice would cost."""

from typing import Any

import numpy as np

from ami_sim.analysis.estimate import half_width
from ami_sim.analysis.selection import Selection, clark_yang, expected_loss, p_best
from ami_sim.analysis.uncertainty import credible, pooled, resolved
from ami_sim.report.pages.decision_parts import Grid, Part, Section, Writer, percent, probability
from ami_sim.report.pages.decision_words import say
from ami_sim.report.vocabulary import Language
from ami_sim.workflow.decide import PAYERS, Decided


def which(decided: Decided, language: Language) -> Section:
    """Rank the options and say which cannot be told apart."""
    rows = ranked(decided)
    numbers = [row[key] for row in rows for key in ("mean", "prediction_low", "prediction_high")]
    writer = Writer.of(language, numbers)
    parts: list[Part] = [lead_said(decided, writer, language)]
    selection = select(decided)
    values: dict[str, Any] = {"ranked": rows, "best": decided.options[decided.leader]}
    if selection is None:
        parts.append(say("one_draw" if decided.delta > 0 else "no_delta", language))
    else:
        parts.append(selection_said(decided, selection, language))
        values["clark_yang"] = {
            "delta": decided.delta,
            "alpha": decided.stored.question.experiment.decision.alpha,
            "cannot_be_told_apart": [decided.options[at] for at in selection.not_worse],
            "draws": selection.observations,
            "draws_needed": selection.needed,
        }
    values["best_by_payer"] = by_payer = best_by_payer(decided)
    told = ", ".join(f"{say(f'payer_{payer}', language)} `{name}`" for payer, name in by_payer.items() if payer != decided.payer)
    parts.append(say("others", language, told=told))
    cells = []
    for row in rows:
        cells.append(
            (
                f"{row['option']}: {row['title']}",
                writer.number(row["mean"]),
                writer.span(row["credible_low"], row["credible_high"], resolved=row["resolved"]),
                writer.span(row["prediction_low"], row["prediction_high"]),
                writer.number(row["computing_half"], signed=False),
                probability(row["p_best"], decided.draws, language),
                writer.number(row["expected_loss"], signed=False),
            )
        )
    keys = ("option", "mean", "credible", "prediction", "computing", "p_best", "loss")
    title = say("ranked", language, reference=decided.reference, unit=writer.unit)
    parts.append(Grid(title, tuple(say(key, language) for key in keys), tuple(cells)))
    if not all(row["resolved"] for row in rows):
        parts.append(say("chance_too", language))
    if selection is not None:
        parts.append(computing_said(decided, selection, language))
    return Section("which", say("which", language), tuple(parts), values)


def ranked(decided: Decided) -> list[dict[str, Any]]:
    """Give each option's expected net benefit, its three intervals, P(best | parameters) and expected loss, the best first; kr."""
    runs, mu, n = decided.runs, decided.mu, decided.draws
    by_option = np.moveaxis(runs, 1, 0)
    two_levels = n >= 2 and decided.replications >= 2
    low, high = credible(by_option) if two_levels else (np.full(len(by_option), np.nan),) * 2
    told = resolved(by_option) if two_levels else np.ones(len(by_option), np.bool_)
    down, up = pooled(by_option)
    units = decided.means if n > 1 else np.moveaxis(runs[0], 0, 1)
    half = [half_width(values) for values in units.T]
    best = p_best(np.rint(mu)) if n > 1 else np.full(len(by_option), np.nan)
    found = []
    for at in decided.order:
        name = decided.options[at]
        found.append(
            {
                "option": name,
                "title": decided.titles[name],
                "mean": float(runs[:, at].mean()),
                "credible_low": float(low[at]),
                "credible_high": float(high[at]),
                "resolved": bool(told[at]),
                "prediction_low": float(down[at]),
                "prediction_high": float(up[at]),
                "computing_half": float(half[at]),
                "p_best": float(best[at]),
                "expected_loss": expected_loss(mu, at) if n > 1 else float("nan"),
                "p_above_zero_on_average": float((mu[:, at] > 0).mean()) if n > 1 else float("nan"),
                "p_above_zero_in_one_future": float((runs[:, at] > 0).mean()),
            }
        )
    return found


def best_by_payer(decided: Decided) -> dict[str, str]:
    """Give the option with the largest expected net result of each payer."""
    found = {}
    for payer in PAYERS:
        means = decided.paired("net_result", payer).mean(axis=(0, 2))
        found[payer] = decided.options[int(means.argmax())]
    return found


def select(decided: Decided) -> Selection | None:
    """Judge by Clark and Yang which options are not shown to be worse; nothing without a delta. The unit is a draw's mean."""
    if not decided.delta > 0 or len(decided.means) < 2:
        return None
    return clark_yang(decided.means, decided.delta, decided.stored.question.experiment.decision.alpha)


def lead_said(decided: Decided, writer: Writer, language: Language) -> str:
    """Say which option leads, and by how much, with the credible interval of its lead over the next."""
    best, second = decided.order[:2]
    lead = decided.runs[:, best] - decided.runs[:, second]
    low, high = credible(lead[None]) if decided.draws >= 2 and decided.replications >= 2 else (np.array([np.nan]),) * 2
    own = Writer.of(language, [lead.mean(), low[0], high[0]])
    given = {"best": decided.options[best], "second": decided.options[second]}
    given |= {"mean": writer.amount(decided.means[:, best].mean()), "lead": own.amount(lead.mean(), signed=False)}
    if np.isnan(low[0]):
        return say("leads_rough", language, **given)
    words = "leads" if resolved(lead[None])[0] else "leads_chance"
    return say(words, language, **given, low=own.number(low[0]), high=own.amount(high[0]))


def selection_said(decided: Decided, selection: Selection, language: Language) -> str:
    """Say which options cannot be told apart, or that the computing settles the order at the top."""
    writer = Writer.of(language, [decided.delta])
    given = {"delta": writer.amount(decided.delta, signed=False), "best": decided.options[selection.best]}
    if len(selection.not_worse) > 1:
        names = ", ".join(f"`{decided.options[at]}`" for at in decided.order if at in selection.not_worse)
        return say("cannot_tell", language, options=names, **given)
    return say("told_apart", language, **given)


def computing_said(decided: Decided, selection: Selection, language: Language) -> str:
    """Say in an appendix line what the guarantee about the computing asks for, and whether there is as much."""
    enough = say("enough" if selection.enough else "too_few_but" if selection.told_apart else "too_few", language)
    level = percent(1 - decided.stored.question.experiment.decision.alpha, language)
    delta = Writer.of(language, [decided.delta]).amount(decided.delta, signed=False)
    return say("pcs", language, delta=delta, level=level, needed=selection.needed, draws=selection.observations, enough=enough)
