"""The model's page says what the code has: its words, its transitions, its rows, its measures."""

import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from ami_sim.analysis.ratios import RATIOS
from ami_sim.record.measures.requirement import REQUIREMENT_ROWS
from ami_sim.runs.measures import SHIPPED
from ami_sim.scenario.registry import CALENDAR, EVENTS, IN_NEED, INCOMES, STAGES, UNBORN
from ami_sim.scenario.scenario import Scenario
from ami_sim.workflow.compare import Comparison

Read = Callable[[str], str]
PAGES = ("README.md", "docs/results.md", "docs/model.md", "docs/inputs.md", "docs/money.md")
OF_REQUIREMENT = {row.name for row in REQUIREMENT_ROWS}
ARROW = re.compile(r"^\s*(\[\*\]|\w+) --> (\[\*\]|\w+)(?:: (.*))?$", re.MULTILINE)
HEADINGS = {
    "STRESS-DES": ("Objectives", "Logic", "Data", "Experimentation", "Implementation"),
    "CHEERS 2022": (
        "study population",
        "comparators",
        "perspective",
        "time horizon",
        "discount rate",
        "price date",
        "heterogeneity",
        "uncertainty",
        "limitations",
        "funding",
    ),
}


def first_column(text: str, head: str) -> list[str]:
    """Read the names of the table whose first heading this is."""
    lines = text.splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith(f"| {head} |"))
    names: list[str] = []
    for line in lines[at + 2 :]:
        if not line.startswith("|"):
            return names
        names.append(line.split("|")[1].split("`")[1])
    return names


def family(measure: str) -> str:
    """Name the family of a measure such as `stage:work`: the part up to the colon, and it."""
    head, colon, _ = measure.partition(":")
    return head + colon


def drawn(text: str) -> set[tuple[str, str, str]]:
    """Read the diagram as (event, from, to), the group of stages spelled out."""
    groups = {"in_need": [STAGES[stage] for stage in IN_NEED]}
    arrows = set()
    for before, after, label in ARROW.findall(text.split("```mermaid")[1].split("```")[0]):
        for start in groups.get(before, [before]):
            arrows |= {(event.strip(), start, after) for event in label.split(",")}
    return arrows


@pytest.mark.parametrize(
    "name", ["docs/model.md", "docs/inputs.md", "docs/results.md", "docs/reference/experiment.md", "docs/reference/scenario.md"]
)
def test_tables_made_from_data_are_fresh(name: str, page: Read, scenario: Scenario, renew: ModuleType) -> None:
    assert renew.filled(page(name), scenario) == page(name), "run: python -m tests.docs.renew"


def test_a_marked_place_without_a_table_is_refused(scenario: Scenario, renew: ModuleType) -> None:
    with pytest.raises(ValueError, match='no table is called "nothing"'):
        renew.filled("<!-- made: nothing -->\n<!-- end -->", scenario)


@pytest.mark.parametrize(("head", "words"), [("stage", STAGES), ("income", INCOMES), ("event", EVENTS)])
def test_the_page_lists_every_word_in_its_order(head: str, words: tuple[str, ...], page: Read) -> None:
    assert first_column(page("docs/model.md"), head) == list(words)


def test_the_page_lists_every_intervention_and_rule(page: Read, scenario: Scenario) -> None:
    text = page("docs/model.md")
    assert first_column(text, "name") == list(scenario.preference)
    assert first_column(text, "rule") == list(scenario.rule)
    assert first_column(text, "strategy") == list(scenario.strategy)


def test_the_diagram_has_every_stage(page: Read) -> None:
    stages = {stage for _, before, after in drawn(page("docs/model.md")) for stage in (before, after)}
    assert stages - {"[*]"} == set(STAGES) - {STAGES[UNBORN]}


def test_the_diagram_names_known_events_only(page: Read) -> None:
    events = {event for event, _, after in drawn(page("docs/model.md")) if after != "[*]"}
    assert events - set(EVENTS) == set()


def test_no_transition_happens_that_is_not_drawn(page: Read, comparison: Comparison) -> None:
    arrows = drawn(page("docs/model.md"))
    moved = comparison.days.query("what >= 0 and stage != to_stage")
    seen = set(moved[["what", "stage", "to_stage"]].itertuples(index=False, name=None))
    # The log begins with where everybody stands on the start date: a standing, not a transition.
    seen = {(what, before, after) for what, before, after in seen if not (what == CALENDAR and before == UNBORN)}
    named = {(EVENTS[what], "[*]" if before == UNBORN else STAGES[before], STAGES[after]) for what, before, after in seen}
    assert named - arrows == set()
    assert len(named) > len(STAGES)


def test_every_measure_is_defined_and_nothing_else(page: Read, comparison: Comparison) -> None:
    assert sorted(first_column(page("docs/model.md"), "measure")) == sorted([*SHIPPED, *(ratio.name for ratio in RATIOS)])
    absent = {"entry_effect", "entry_effect_persons", *OF_REQUIREMENT}  # the inflow is the same, and nobody must take part in anything
    assert set(SHIPPED) - set(comparison.summary["measure"]) == absent


def test_units_of_measures_are_those_of_the_summary(page: Read, comparison: Comparison) -> None:
    rows = re.findall(r"^\| `([\w:]+)` \| ([\w ]+) \| \S", page("docs/model.md").split("## 7. Measures")[1], re.MULTILINE)
    found = dict(comparison.summary[["measure", "unit"]].drop_duplicates().itertuples(index=False, name=None))
    assert {name: unit for name, unit in rows if not name.startswith("entry_effect") and name not in OF_REQUIREMENT} == found


def test_monthly_measures_are_named(page: Read, comparison: Comparison) -> None:
    text = page("docs/model.md")
    names = {family(name) for name in comparison.monthly["measure"].unique()}
    assert [name for name in sorted(names) if f"`{name}" not in text] == []


@pytest.mark.parametrize("guideline", HEADINGS)
def test_the_page_follows_its_reporting_guidelines(guideline: str, page: Read) -> None:
    text = page("docs/model.md").lower()
    assert guideline.lower() in text
    assert [heading for heading in HEADINGS[guideline] if heading.lower() not in text] == []


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str, page: Read, checkout: Path) -> None:
    links = re.findall(r"\]\(([^)#]*)(#[^)]*)?\)", page(name))
    assert links or name == "docs/money.md"
    for target, anchor in links:
        if target.startswith("https://"):  # another site
            continue
        path = (checkout / name).parent / target if target else checkout / name
        assert path.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
            slugs = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
            assert anchor[1:] in slugs
