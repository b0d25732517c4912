"""Part d: what it would be worth to know more: parameters one by one, groups that a study would reveal, and the studies on offer."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ami_sim.analysis.information import Value, enbs, evpi, evppi, evsi
from ami_sim.analysis.sensitivity import Share, explained
from ami_sim.analysis.studies import Group, Seen, Studies, Study, data_of
from ami_sim.report.number_formats import write_number
from ami_sim.report.pages.decision_parts import Grid, Part, Section, Writer, percent
from ami_sim.report.pages.decision_what_changes import bars_of
from ami_sim.report.pages.decision_words import say
from ami_sim.report.vocabulary import Language
from ami_sim.workflow.decide import FEWEST, Decided
from ami_sim.workflow.results import stored_frame

Floats = NDArray[np.float64]
SHOWN: Final = 10  # single parameters
RESAMPLES: Final = 50  # bootstrap samples behind a standard error: enough for one digit
NOTHING: Final = 1000.0  # kr: a value of information below this is called none
YEARLY: Final = ("draw", "replication", "scenario", "year", "stage", "what", "to_stage", "amount")


def what_next(decided: Decided, language: Language) -> Section:
    """Say what knowing more is worth for this decision, in kronor over the horizon, and what no own record can tell."""
    heading = say("what_next", language)
    if not decided.resolved:
        few = say("few", language, needed=FEWEST, draws=decided.draws, replications=decided.replications)
        return Section("what_next", heading, (few,))
    found = worth_of(decided)
    every, studies = found.everything, decided.studies
    names = [value.value for value in (*found.groups.values(), *found.singles.values(), *found.studies.values())]
    costs = [study.cost.value for study in studies.study.values()] if studies else []
    writer = Writer.of(language, [*names, *costs, every.value])
    own = Writer.of(language, [every.value])
    years = write_number(decided.years, 0, language)
    worth = {"value": own.amount(every.value, signed=False), "se": own.amount(every.se, signed=False)}
    parts: list[Part] = [say("evpi", language, years=years, **worth)]
    if every.value < NOTHING:
        parts.append(say("evpi_zero", language))
    parts.append(say("shares", language, **contrast_of(decided)))
    if studies is None:
        parts.append(say("no_studies", language))
    else:
        parts += [grid_of_groups(studies, found, writer, language), *hidden_said(decided, studies, found, language)]
        parts += [grid_of_studies(studies, found, writer, language), paying_said(studies, found, language)]
    parts.append(grid_of_singles(found, writer, language))
    return Section("what_next", heading, tuple(parts), as_values(decided, studies, found))


def contrast_of(decided: Decided) -> dict[str, str]:
    """Name the two options that the shares are about."""
    first, second = decided.contrast
    return {"first": decided.options[first], "second": decided.options[second]}


@dataclass(frozen=True)
class Worth:
    """Values of knowing, kr over the horizon, and shares of the variance of the expected lead that knowing removes; by name."""

    everything: Value
    groups: dict[str, Value]
    singles: dict[str, Value]
    studies: dict[str, Value]
    shares: dict[str, Share]  # of groups, single parameters and studies: their names differ


def worth_of(decided: Decided) -> Worth:
    """Give the value of knowing everything, groups of parameters, single parameters and studies."""
    every = evpi(decided.runs, resamples=RESAMPLES)
    lead, tau2 = decided.lead.mean(axis=1), decided.lead_tau2

    def columns(names: list[str]) -> Floats:
        return decided.phi[:, [decided.names.index(name) for name in names if name in decided.names]]

    def known(names: list[str]) -> Value:
        return evppi(decided.runs, columns(names), resamples=RESAMPLES, at_most=every.value)

    file = decided.studies
    groups = {name: list(group.parameters) for name, group in file.group.items()} if file else {}
    singles = {bar.name: [bar.name] for bar in bars_of(decided)[:SHOWN]}
    shares = {name: explained(columns(parameters), lead, tau2) for name, parameters in {**groups, **singles}.items()}
    values = {name: known(parameters) for name, parameters in groups.items()}, {name: known(one) for name, one in singles.items()}
    sampled: dict[str, Value] = {}
    if file:
        data, rest = apart(decided)
        first, second = decided.contrast
        later = (rest[:, first] - rest[:, second]).mean(axis=1)
        for name, study in file.study.items():
            summary = data_of(study, data, study.option or decided.reference)
            most = known(file.parameters(study.reveals)).value
            sampled[name] = evsi(rest, summary, resamples=RESAMPLES, at_most=most)
            shares[f"study {name}"] = explained(summary, later, tau2)
    return Worth(every, *values, sampled, shares)


def apart(decided: Decided) -> tuple[Seen, Floats]:
    """Split replications: the first half gives studies their data, the rest gives the benefits, so that they share no chance."""
    half = decided.replications // 2
    numbers = sorted(int(number) for number in decided.measures["replication"].unique())
    stored = stored_frame(decided.stored.folder / "replications.parquet", columns=list(YEARLY))
    seen = Seen(decided.stored.thetas[: decided.draws], decided.measures, stored, numbers[:half])
    return seen, decided.runs[:, :, half:]


def grid_of_groups(studies: Studies, found: Worth, writer: Writer, language: Language) -> Grid:
    """Write the groups of parameters, those that explain most first."""
    rows = []
    for name in sorted(found.groups, key=lambda name: -order_of(found.shares[name])):
        group, value = studies.group[name], found.groups[name]
        record = say("yes" if group.own_record else "no_word", language)
        cells = (*numbers_of(value, writer), share_said(found.shares[name], language), writer.number(value.dummy, signed=False))
        rows.append((titled(group, language), *cells, record))
    keys = ("group", "worth", "se", "of_variance", "dummy", "record")
    return Grid(say("groups", language, unit=writer.unit), tuple(say(key, language) for key in keys), tuple(rows))


def hidden_said(decided: Decided, studies: Studies, found: Worth, language: Language) -> list[Part]:
    """Say what no record of the unit's own can tell, and how much of the doubt it is."""
    parts: list[Part] = []
    for name, group in studies.group.items():
        if not group.own_record:
            share = found.shares[name]
            given = {
                "parameters": ", ".join(group.parameters),
                "share": percent(share.share, language),
                "floor": percent(share.floor, language),
            }
            parts.append(say("own_effects" if share.seen else "own_effects_unseen", language, **given, **contrast_of(decided)))
    return parts


def grid_of_studies(studies: Studies, found: Worth, writer: Writer, language: Language) -> Grid:
    """Write the studies, those worth most beyond their cost first."""
    lines = []
    for name in sorted(found.studies, key=lambda name: -enbs(found.studies[name], studies.study[name].cost.value)):
        study, value = studies.study[name], found.studies[name]
        cost = study.cost.value
        cells = (*numbers_of(value, writer), share_said(found.shares[f"study {name}"], language), writer.number(cost, signed=False))
        lines.append((titled(study, language), *cells, writer.number(enbs(value, cost))))
    keys = ("study", "worth", "se", "of_variance", "cost", "enbs")
    return Grid(say("studies", language, unit=writer.unit), tuple(say(key, language) for key in keys), tuple(lines))


def paying_said(studies: Studies, found: Worth, language: Language) -> str:
    """Say which studies are worth more than their cost, by more than a standard error."""
    paying = [name for name, value in found.studies.items() if enbs(value, studies.study[name].cost.value) > value.se]
    titles = "; ".join(titled(studies.study[name], language) for name in paying)
    return say("pays", language, studies=titles) if paying else say("none_pays", language)


def grid_of_singles(found: Worth, writer: Writer, language: Language) -> Grid:
    """Write the single parameters, those that explain most first."""
    rows = []
    for name in sorted(found.singles, key=lambda name: -order_of(found.shares[name])):
        value = found.singles[name]
        cells = (*numbers_of(value, writer), share_said(found.shares[name], language), writer.number(value.dummy, signed=False))
        rows.append((name, *cells))
    keys = ("parameter", "worth", "se", "of_variance", "dummy")
    return Grid(say("singles", language, unit=writer.unit), tuple(say(key, language) for key in keys), tuple(rows))


def titled(row: Group | Study, language: Language) -> str:
    """Give the title of a group or study in the language."""
    return row.title_sv if language == "sv" else row.title


def order_of(share: Share) -> float:
    """Give what shares are sorted by; those that are not known come last."""
    return share.share if np.isfinite(share.share) else -1.0


def share_said(share: Share, language: Language) -> str:
    """Write a share; what shuffled numbers give as well is marked."""
    return percent(share.share, language) + ("" if share.seen or not np.isfinite(share.share) else " ~")


def numbers_of(value: Value, writer: Writer) -> tuple[str, str]:
    """Write a value and its standard error."""
    return writer.number(value.value, signed=False), writer.number(value.se, signed=False)


def as_values(decided: Decided, studies: Studies | None, found: Worth) -> dict[str, Any]:
    """Give the part's numbers for scripts, kr over the horizon."""

    def told(value: Value, share: Share) -> dict[str, Any]:
        known = {"share": share.share, "share_of_shuffled": share.floor, "share_above_chance": share.seen}
        return {"value": value.value, "se": value.se, "nothing_to_know": value.dummy} | known

    every = found.everything
    values: dict[str, Any] = {
        "evpi": {"value": every.value, "se": every.se, "nothing_to_know": every.dummy},
        "shares_are_of": contrast_of(decided),
        "parameters": {name: told(value, found.shares[name]) for name, value in found.singles.items()},
        "groups": {name: told(value, found.shares[name]) for name, value in found.groups.items()},
    }
    if studies:
        values["no_own_record"] = studies.effects
        values["studies"] = {}
        for name, value in found.studies.items():
            cost = studies.study[name].cost.value
            values["studies"][name] = told(value, found.shares[f"study {name}"]) | {"cost": cost, "worth_less_cost": enbs(value, cost)}
    return values
