"""What a report of a simulation should tell: STRESS-DES and the ISPOR-SMDM list, filled from a run's own metadata, gaps listed.

Monks et al. (2019), Strengthening the reporting of empirical simulation studies; Zhang, Lhachimi and Rogowski (2020), a reporting checklist
for discrete-event simulation after the ISPOR-SMDM task force.
"""

from typing import Any, Final, NamedTuple

from ami_sim.report.columns import columns
from ami_sim.report.document import Page, Row, Section, Sentence, Steps, Table
from ami_sim.report.number_formats import write_number
from ami_sim.report.option_titles import option_titles
from ami_sim.report.pages.memo import command_of
from ami_sim.report.words import Language, say, shipped
from ami_sim.workflow.behind import rests_on
from ami_sim.workflow.compare import Comparison

RUN, DESCRIBED, GAP = "run", "described", "gap"  # filled from the run, described in the project's pages, or missing
LISTS: Final = {"stress": "STRESS-DES", "ispor": "ISPOR-SMDM"}
LIBRARIES: Final = ("numpy", "scipy", "pandas", "numba", "simpy")
HASH: Final = 16  # characters of a checksum that are shown


class Item(NamedTuple):
    """One item of a list: its number there, and where the answer comes from."""

    list: str
    number: str
    state: str

    @property
    def key(self) -> str:
        """Name its messages."""
        return f"{self.list}-{self.number.replace('.', '-')}"


ITEMS: Final = (
    Item("stress", "1.1", RUN),
    Item("stress", "1.2", DESCRIBED),
    Item("stress", "1.3", RUN),
    Item("stress", "2.1", DESCRIBED),
    Item("stress", "2.2", DESCRIBED),
    Item("stress", "2.3", RUN),
    Item("stress", "2.4", DESCRIBED),
    Item("stress", "2.5.1", DESCRIBED),
    Item("stress", "2.5.2", DESCRIBED),
    Item("stress", "2.5.3", DESCRIBED),
    Item("stress", "2.5.4", DESCRIBED),
    Item("stress", "2.5.5", DESCRIBED),
    Item("stress", "3.1", DESCRIBED),
    Item("stress", "3.2", GAP),
    Item("stress", "3.3", RUN),
    Item("stress", "3.4", DESCRIBED),
    Item("stress", "4.1", RUN),
    Item("stress", "4.2", RUN),
    Item("stress", "4.3", RUN),
    Item("stress", "5.1", RUN),
    Item("stress", "5.2", RUN),
    Item("stress", "5.3", RUN),
    Item("stress", "5.4", RUN),
    Item("stress", "6.1", DESCRIBED),
    Item("ispor", "1", RUN),
    Item("ispor", "2", DESCRIBED),
    Item("ispor", "3", DESCRIBED),
    Item("ispor", "4", RUN),
    Item("ispor", "5", RUN),
    Item("ispor", "6", DESCRIBED),
    Item("ispor", "7", DESCRIBED),
    Item("ispor", "8", RUN),
    Item("ispor", "9", RUN),
    Item("ispor", "10", GAP),
    Item("ispor", "11", GAP),
    Item("ispor", "12", DESCRIBED),
    Item("ispor", "13", GAP),
    Item("ispor", "14", GAP),
    Item("ispor", "15", GAP),
    Item("ispor", "16", GAP),
    Item("ispor", "17", GAP),
    Item("ispor", "18", DESCRIBED),
)


def checklist_page(result: Comparison, language: Language = "en") -> Page:
    """Fill both lists for a result; a gap is said to be one, and all gaps are listed at the end."""
    known = facts(result, language)
    said = {item: (say(language, f"checklist.item-{item.key}"), say(language, f"checklist.said-{item.key}", **known)) for item in ITEMS}
    sections = []
    for name in LISTS:
        rows = tuple(
            Row((item.number, title, say(language, f"checklist.state-{item.state}"), text))
            for item, (title, text) in said.items()
            if item.list == name
        )
        heads = columns(language, "checklist", ("column-number", "column-item", "column-state", "column-said"))
        sections.append(Section(name, say(language, f"checklist.{name}"), (Table("", heads, rows, key=name, lead=2),)))
    gaps = [item for item in ITEMS if item.state == GAP]
    lines = tuple(
        say(language, "checklist.gap-item", list=LISTS[item.list], number=item.number, item=said[item][0], said=said[item][1])
        for item in gaps
    )
    listed = (Sentence(say(language, "checklist.gaps-said", count=len(gaps)), strong=True), Steps(lines))
    sections.append(Section("gaps", say(language, "checklist.gaps"), listed))
    title = say(language, "checklist.title", title=shipped(language, result.title))
    return Page(title, (say(language, "checklist.lead"),), tuple(sections), language=language)


def facts(result: Comparison, language: Language) -> dict[str, Any]:
    """Give what is known of a run, by the names that the messages use."""
    plan, run, versions = (result.manifest.get(key, {}) for key in ("plan", "run", "versions"))
    titles = option_titles(result.titles, language)
    rests = rests_on(result)
    parameters = str(len(rests.parameters)) if rests.parameters else "–"
    return {
        "question": shipped(language, result.question),
        "measures": str(result.summary["measure"].nunique()),
        "options": str(len(result.titles) - bool(result.reference)),
        "reference": titles[result.reference],
        "titles": "; ".join(shipped(language, result.titles[name]) for name in result.titles if name != result.reference),
        "file": run.get("file", "–"),
        "hash": next(iter(result.manifest.get("inputs", {}).values()), "–")[:HASH],
        "parameters": parameters,
        "kind": say(language, f"memo.parameters-{result.parameters}"),
        "draws": str(plan.get("draws", "–")),
        "replications": str(plan.get("replications", "–")),
        "runs": str(run.get("replications", "–")),
        "parting": result.parting.date(),
        "years": write_number(result.years, 0 if float(result.years).is_integer() else 1, language),
        "version": versions.get("ami-sim", "–"),
        "python": versions.get("python", "–"),
        "libraries": ", ".join(f"{name} {versions[name]}" for name in LIBRARIES if name in versions),
        "seed": str(plan.get("seed", "–")),
        "engine": run.get("engine", "–"),
        "workers": str(run.get("workers", "–")),
        "command": command_of(result.manifest) or say(language, "checklist.no-command"),
        "machine": run.get("machine", "–"),
        "seconds": write_number(float(run.get("seconds", 0.0)), 0, language),
    }
