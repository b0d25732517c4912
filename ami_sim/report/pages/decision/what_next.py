"""Part d: what it would be worth to know more: parameters one by one, groups that a study would reveal, and the studies on offer."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from ami_sim.analysis.choice import Choice
from ami_sim.analysis.sensitivity import Share
from ami_sim.analysis.studies import Group, Studies, Study
from ami_sim.analysis.worth import NOTHING, Known, Worth
from ami_sim.report.document import Cell, Part, Section, Sentence, Table
from ami_sim.report.number_formats import write_number
from ami_sim.report.pages.decision.parts import called, few, section_of, table_of
from ami_sim.report.words import Language, say
from ami_sim.report.writer import Writer, percent
from ami_sim.workflow.decision import Decision

GROUPS = ("group", "worth", "se", "of_variance", "dummy", "record")
STUDIES = ("study", "worth", "se", "of_variance", "cost", "enbs")
SINGLES = ("parameter", "worth", "se", "of_variance", "dummy")


def section(decision: Decision, language: Language) -> Section:
    """Say what knowing more is worth for this decision, in kronor over the horizon, and what no own record can tell."""
    choice, found, studies = decision.choice, decision.worth, decision.studies
    if found is None:
        return section_of("what_next", [few(choice, language)], {}, language)
    every = found.everything
    known = [*found.groups.values(), *found.singles.values(), *(study.known for study in found.studies.values())]
    costs = [study.cost for study in found.studies.values()]
    writer = Writer.of(language, [*(one.value.value for one in known), *costs, every.value])
    parts: list[Part] = worth_said(decision, found, language)
    if studies is None:
        parts.append(Sentence(say(language, "decision.no_studies")))
    else:
        parts += [groups_table(studies, found, writer, language), *hidden_said(decision, studies, found, language)]
        parts += [studies_table(studies, found, writer, language), Sentence(paying_said(studies, found, language))]
    parts.append(singles_table(found, writer, language))
    return section_of("what_next", parts, as_values(choice, studies, found), language)


def worth_said(decision: Decision, found: Worth, language: Language) -> list[Part]:
    """Say what knowing everything is worth, and what the shares are shares of."""
    every = found.everything
    own = Writer.of(language, [every.value])
    worth = {"value": own.amount(every.value, signed=False), "se": own.amount(every.se, signed=False)}
    said = say(language, "decision.evpi", years=write_number(decision.about.years, 0, language), **worth)
    told = say(language, "decision.evpi_zero") if every.value < NOTHING else said
    return [Sentence(told), Sentence(say(language, "decision.shares", **contrast_of(decision, language)))]


def contrast_of(decision: Decision, language: Language) -> dict[str, str]:
    """Name the two options that the shares are about."""
    names = called(decision, language)
    return {"first": names[decision.choice.first], "second": names[decision.choice.second]}


def groups_table(studies: Studies, found: Worth, writer: Writer, language: Language) -> Table:
    """Write the groups of parameters, those that explain most first."""
    rows = []
    for name in by_share(found.groups):
        group, known = studies.group[name], found.groups[name]
        record = say(language, f"decision.{'yes' if group.own_record else 'no_word'}")
        rows.append((titled(group, language), *cells(known, writer, language), writer.cell(known.value.dummy, signed=False), record))
    return table_of(
        "groups", say(language, "decision.groups", unit=writer.unit), [say(language, f"decision.{key}") for key in GROUPS], rows
    )


def hidden_said(decision: Decision, studies: Studies, found: Worth, language: Language) -> list[Part]:
    """Say what no record of the unit's own can tell, and how much of the doubt it is."""
    parts: list[Part] = []
    for name, group in studies.group.items():
        if not group.own_record:
            share = found.groups[name].share
            given = {"share": percent(share.share, language), "floor": percent(share.floor, language), **contrast_of(decision, language)}
            key = "own_effects" if share.seen else "own_effects_unseen"
            parts.append(Sentence(say(language, f"decision.{key}", parameters=", ".join(group.parameters), **given)))
    return parts


def studies_table(studies: Studies, found: Worth, writer: Writer, language: Language) -> Table:
    """Write the studies, those worth most beyond their cost first."""
    rows = []
    for name in sorted(found.studies, key=lambda name: -found.studies[name].net):
        offered = found.studies[name]
        money = writer.cell(offered.cost, signed=False), writer.cell(offered.net)
        rows.append((titled(studies.study[name], language), *cells(offered.known, writer, language), *money))
    return table_of(
        "studies", say(language, "decision.studies", unit=writer.unit), [say(language, f"decision.{key}") for key in STUDIES], rows
    )


def paying_said(studies: Studies, found: Worth, language: Language) -> str:
    """Say which studies are worth more than their cost, by more than a standard error."""
    titles = "; ".join(titled(studies.study[name], language) for name, offered in found.studies.items() if offered.pays)
    return say(language, "decision.pays", studies=titles) if titles else say(language, "decision.none_pays")


def singles_table(found: Worth, writer: Writer, language: Language) -> Table:
    """Write the single parameters, those that explain most first."""
    rows = [
        (name, *cells(found.singles[name], writer, language), writer.cell(found.singles[name].value.dummy, signed=False))
        for name in by_share(found.singles)
    ]
    return table_of(
        "singles", say(language, "decision.singles", unit=writer.unit), [say(language, f"decision.{key}") for key in SINGLES], rows
    )


def titled(row: Group | Study, language: Language) -> str:
    """Give the title of a group or study in the language."""
    return row.title_sv if language == "sv" else row.title


def by_share(known: Mapping[str, Known]) -> list[str]:
    """Order names by their shares, the largest first; those that are not known come last."""
    shares = {name: one.share.share for name, one in known.items()}
    return sorted(known, key=lambda name: -(shares[name] if np.isfinite(shares[name]) else -1.0))


def share_said(share: Share, language: Language) -> str:
    """Write a share; what shuffled numbers give as well is marked."""
    return percent(share.share, language) + ("" if share.seen or not np.isfinite(share.share) else " ~")


def cells(known: Known, writer: Writer, language: Language) -> tuple[Cell, ...]:
    """Write a value, its standard error and its share."""
    money = (writer.cell(amount, signed=False) for amount in (known.value.value, known.value.se))
    return (*money, share_said(known.share, language))


def as_values(choice: Choice, studies: Studies | None, found: Worth) -> dict[str, Any]:
    """Give the part's numbers for scripts, kr over the horizon."""

    def told(known: Known) -> dict[str, Any]:
        value, share = known.value, known.share
        shares = {"share": share.share, "share_of_shuffled": share.floor, "share_above_chance": share.seen}
        return {"value": value.value, "se": value.se, "nothing_to_know": value.dummy} | shares

    every = found.everything
    values: dict[str, Any] = {
        "evpi": {"value": every.value, "se": every.se, "nothing_to_know": every.dummy},
        "shares_are_of": {"first": choice.first, "second": choice.second},
        "parameters": {name: told(known) for name, known in found.singles.items()},
        "groups": {name: told(known) for name, known in found.groups.items()},
    }
    if studies:
        values["no_own_record"] = studies.effects
        costs = {name: {"cost": study.cost, "worth_less_cost": study.net} for name, study in found.studies.items()}
        values["studies"] = {name: told(study.known) | costs[name] for name, study in found.studies.items()}
    return values
