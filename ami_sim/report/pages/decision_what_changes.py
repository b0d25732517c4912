"""Part c: what would change the answer: AF's rules, readings and switches one by one, and the parameters it hangs on."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ami_sim.analysis.selection import p_best
from ami_sim.analysis.sensitivity import Bar, Threshold, threshold, tornado
from ami_sim.analysis.uncertainty import credible
from ami_sim.report.pages.decision_parts import EMPTY, Grid, Part, Section, Writer, figure, percent, probability
from ami_sim.report.pages.decision_words import say
from ami_sim.report.vocabulary import Language
from ami_sim.scenario.load import read_source
from ami_sim.workflow.decide import FEWEST, Decided
from ami_sim.workflow.switches import BASE, SwitchTable, read_switches

Floats = NDArray[np.float64]
SHOWN: Final = 10  # parameters in the tornado and among the thresholds
# Corrections that the stored measures hold already, as what is added to a net result: title, measures, and for whom.
CORRECTIONS: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("displacement_low", "displacement_low", ("municipality", "public", "society")),
    ("displacement_central", "displacement", ("municipality", "public", "society", "state")),
    ("displacement_high", "displacement_high", ("municipality", "public", "society")),
)
DEARER: Final = "net_result_dearer_public_money"


def what_changes(decided: Decided, language: Language, switches: SwitchTable | None = None) -> Section:
    """Show every switch before any average, then thresholds and the tornado of the leading difference."""
    table = read_switches(decided.stored.folder, decided.payer) if switches is None else switches
    parts, values = by_switch(decided, table, language)
    first, second = (decided.options[at] for at in decided.contrast)
    if not decided.resolved:
        parts.append(say("few", language, needed=FEWEST, draws=decided.draws, replications=decided.replications))
        return Section("what_changes", say("what_changes", language), tuple(parts), values)
    bars, turns = bars_of(decided), thresholds(decided)
    values["contrast"] = {"first": first, "second": second}
    values["tornado"] = [vars(bar) | {"swing": bar.swing, "above_chance": bar.seen} for bar in bars]
    values["thresholds"] = [
        {
            "parameter": turn.name,
            "low": turn.low,
            "high": turn.high,
            "turns": [
                {"value": one.value, "before": decided.options[one.before], "after": decided.options[one.after]} for one in turn.turns
            ],
        }
        for turn in turns
    ]
    writer = Writer.of(language, [value for bar in bars[:SHOWN] for value in (bar.low, bar.high)])
    floor = writer.amount(bars[0].floor, signed=False) if bars else EMPTY
    seen = sum(bar.seen for bar in bars)
    parts.append(say("hangs_on", language, first=first, second=second, floor=floor, seen=seen, count=len(bars)))
    turning = {turn.name: turn for turn in turns}
    cells = tuple(bar_cells(bar, turning[bar.name], decided, writer, language) for bar in bars[:SHOWN])
    keys = ("parameter", "range", "at_low", "at_high", "importance", "turns")
    title = say("tornado", language, first=first, second=second, unit=writer.unit)
    parts.append(Grid(title, tuple(say(key, language) for key in keys), cells))
    if not any(turn.turns for turn in turns):
        parts.append(say("never_any", language, best=decided.options[decided.leader], count=len(turns)))
    return Section("what_changes", say("what_changes", language), tuple(parts), values)


def bar_cells(bar: Bar, turn: Threshold, decided: Decided, writer: Writer, language: Language) -> tuple[str, ...]:
    """Write one line of the tornado; a swing that shuffled parameters give as well is marked."""
    mark = "" if bar.seen else " ~"
    where = "; ".join(say("turn", language, value=figure(one.value, language), option=decided.options[one.after]) for one in turn.turns)
    ends = f"{figure(bar.at_low, language)}–{figure(bar.at_high, language)}"
    low, high = writer.number(bar.low), writer.number(bar.high)
    return (bar.name + mark, ends, low, high, percent(bar.importance, language), where or say("never", language))


def bars_of(decided: Decided) -> list[Bar]:
    """Give the tornado of the contrast, all parameters, the largest swing first."""
    return tornado(decided.phi, decided.lead.mean(axis=1), decided.names, decided.lead_tau2)


def thresholds(decided: Decided) -> list[Threshold]:
    """Find where the best option turns along each of the leading parameters."""
    names = [bar.name for bar in bars_of(decided)[:SHOWN]]
    return [threshold(decided.phi[:, decided.names.index(name)], decided.means, name) for name in names]


def by_switch(decided: Decided, table: SwitchTable | None, language: Language) -> tuple[list[Part], dict[str, Any]]:
    """Show what each switch makes of every option, and which option is then the best."""
    base = None if table is None else table.frame[table.frame["switch"] == BASE].iloc[0]
    draws = decided.draws if base is None else min(int(base["draws"]), decided.draws)
    rows = corrected(decided, draws)
    parts: list[Part] = []
    if table is None or base is None:
        parts.append(say("no_switches", language, file=decided.stored.file, folder=decided.stored.folder))
    else:
        rows = [*table.rows(decided.options), *rows]
        rows += averaged(decided, table)
        parts.append(say("switches", language, draws=int(base["draws"]), replications=int(base["replications"])))
    if not rows:
        return parts, {"switches": []}
    writer = Writer.of(language, [row["mean"][name] for row in rows for name in decided.options])
    cells = []
    for row in rows:
        about = say(f"about_{row['about']}", language)
        title = say(f"switch_{row['switch']}", language) if row["title"] == "" else row["title"]
        best = row["best"] if row["best"] == decided.options[decided.leader] else f"{row['best']} !"
        share = probability(row["p_best"], draws, language)
        cells.append((f"{about}: {title}", *(writer.number(row["mean"][name]) for name in decided.options[1:]), best, share))
    columns = (say("switch", language), *decided.options[1:], say("best", language), say("p_its", language))
    parts.append(Grid(say("switch_table", language, reference=decided.reference, unit=writer.unit), columns, tuple(cells)))
    turned = [row for row in rows if row["best"] != decided.options[decided.leader]]
    key = "turned" if turned else "unturned"
    parts.append(say(key, language, count=len(turned), total=len(rows), best=decided.options[decided.leader]))
    return parts, {"switches": rows}


def corrected(decided: Decided, draws: int) -> list[dict[str, Any]]:
    """Give the corrections that stored measures hold: displacement at three levels, and dearer public money for society.

    draws: how many of the draws, from the first: as many as the switches have that the rows stand beside.
    """
    found = []
    for name, measure, payers in CORRECTIONS:
        if decided.payer in payers:
            found.append(described(decided, name, (decided.runs + decided.paired(measure, decided.payer))[:draws]))
    if decided.payer == "society":
        found.append(described(decided, "public_funds", decided.paired(DEARER, "society")[:draws]))
    return found


def described(decided: Decided, name: str, runs: Floats) -> dict[str, Any]:
    """Sum up net benefits [draw, option, replication] under a correction."""
    means = runs.mean(axis=(0, 2))
    mu = replace(decided, runs=runs).mu
    best = int(means.argmax())
    resolved = len(runs) >= 2 and decided.replications >= 2
    low, high = credible(np.moveaxis(runs, 1, 0)) if resolved else (np.full(len(means), np.nan),) * 2
    share = float(p_best(np.rint(mu))[best]) if len(mu) > 1 else float("nan")
    return {
        "switch": name,
        "about": "prices",
        "title": "",
        "mean": dict(zip(decided.options, means.tolist(), strict=True)),
        "credible_low": dict(zip(decided.options, low.tolist(), strict=True)),
        "credible_high": dict(zip(decided.options, high.tolist(), strict=True)),
        "best": decided.options[best],
        "p_best": share,
        "how": "stored",
    }


def averaged(decided: Decided, table: SwitchTable) -> list[dict[str, Any]]:
    """Average AF's regimes by the weights of their file; nothing when one that has a weight is missing."""
    weights = regime_weights(decided)
    rows = {row["switch"]: row for row in table.rows(decided.options) if row["about"] == "regime"}
    if not weights or any(f"regime_{name}" not in rows for name in weights):
        return []
    total = sum(weights.values())
    mean = {
        option: sum(weight * rows[f"regime_{name}"]["mean"][option] for name, weight in weights.items()) / total
        for option in decided.options
    }
    best = max(mean, key=lambda option: mean[option])
    none = dict.fromkeys(decided.options, float("nan"))
    row = {"switch": "regimes_weighted", "about": "regime", "title": "", "mean": mean, "best": best, "p_best": float("nan")}
    return [row | {"credible_low": none, "credible_high": none, "how": "average"}]


def regime_weights(decided: Decided) -> Mapping[str, float]:
    """Read the weights of AF's regimes, those that have one."""
    tables = read_source(decided.stored.question.files[1]).tables.get("regime", {})
    found = pd.Series({name: float(row.get("weight", 0.0)) for name, row in tables.items()}, dtype=float)
    return {str(name): float(weight) for name, weight in found.items() if weight > 0}
