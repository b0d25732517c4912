"""Make again what the pages take from data and from runs.

    python -m tests.docs.renew             the tables of the pages, and the schemas of the files
    python -m tests.docs.renew --picture   the README's picture too: the experiment as it stands, all its replications
    python -m tests.docs.renew --truth     what registers of the synthetic municipalities teach of their truth, checked while it is made
    python -m tests.docs.renew --notebooks the notebooks too: executed in their own folder, outputs kept

Run it in an environment with the test extra. A page marks a place for a table with `<!-- made: NAME -->` and `<!-- end -->`; a test
compares every such place with the data.
"""

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from ami_sim.analysis.ratios import RATIOS
from ami_sim.model.lowering import Lowering
from ami_sim.model.tables import CASES, GROUPS, SLOTS, UNLIMITED
from ami_sim.runs.measures import SHIPPED
from ami_sim.scenario.consequences import Consequences, Figure, Layer, load_consequences
from ami_sim.scenario.experiment import Experiment
from ami_sim.scenario.load import find, load_scenario, read_source
from ami_sim.scenario.need import Clock
from ami_sim.scenario.quantities import YEAR, Quantity
from ami_sim.scenario.registry import EVENTS
from ami_sim.scenario.scenario import Scenario
from ami_sim.scenario.services import Unit, Who
from ami_sim.workflow.columns import COLUMNS, Column
from ami_sim.workflow.synthetic import Synthetic, read_towns, taught
from tests.docs.schemas import reference, write_schemas

ROOT: Final = Path(__file__).resolve().parents[2]
PAGES: Final = (
    *(ROOT / "docs" / name for name in ("exclusion.md", "model.md", "inputs.md", "results.md")),
    *(ROOT / "docs" / "reference" / name for name in ("experiment.md", "scenario.md")),
)
PICTURE: Final = ROOT / "docs" / "img" / "queues.png"
KNOWN: Final = ROOT / "docs" / "known-truth.md"
REGISTERS: Final = 40  # of a synthetic municipality
COVERED: Final = (0.85, 0.95)  # of 90 % intervals: what a town's must hold, all parameters together
NOTEBOOKS: Final = ROOT / "notebooks"
SECONDS: Final = 900  # the longest a cell of a notebook may take
MARKED: Final = re.compile(r"(<!-- made: (\w+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
EVERYBODY_AGE: Final = 200.0  # the upper age of a row that has none
TKR: Final = 1e3


def filled(page: str, scenario: Scenario) -> str:
    """Give a page with every marked place made anew; ValueError for a name that no table has."""

    def made(match: re.Match[str]) -> str:
        name = match.group(2)
        if name not in TABLES:
            raise ValueError(f'no table is called "{name}"; there are {", ".join(TABLES)}')
        return f"{match.group(1)}{TABLES[name](scenario)}\n{match.group(4)}"

    return MARKED.sub(made, page)


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Write a table in Markdown."""
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *([cell.replace("|", "\\|").strip() or "–" for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def code(words: Iterable[str]) -> str:
    """Write names as code, with commas."""
    return ", ".join(f"`{word}`" for word in words)


def figure(quantity: Quantity) -> str:
    """Write a figure as its file has it; one that uses parameters is code."""
    return f"`{quantity.text}`" if quantity.names else quantity.text


def figures(values: Mapping[str, Quantity]) -> str:
    """Write named figures."""
    return ", ".join(f"`{name}` {figure(value)}" for name, value in values.items())


def whom(who: Who) -> str:
    """Say whom a row is meant for."""
    said = []
    if who.steps != (1, 2, 3, 4, 5):
        said.append(f"steps {who.steps[0]}-{who.steps[-1]}")
    low, high = who.ages
    if low or high < EVERYBODY_AGE:
        said.append(f"from {low:g} until {high:g} years")
    said += [code(who.traits)] if who.traits else []
    said += [f"not {code(who.without)}"] if who.without else []
    if who.idle.value:
        said.append(f"{who.idle.text} without work")
    if who.idle_below.value < EVERYBODY_AGE * YEAR:
        said.append(f"under {who.idle_below.text} without work")
    said += [f"living on {code(who.incomes)}"] if who.incomes else []
    return "; ".join(said) or "everybody"


def own_sources(scenario: Scenario) -> str:
    """Figures that stand with a source of their own, by that source: all others have that of the row they stand in."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for path, row in scenario.provenance.items():
        found.setdefault((row.source, row.mark, row.sure), []).append(path)
    rows = [(source, mark, sure, code(paths)) for (source, mark, sure), paths in found.items()]
    return table(("source", "mark", "sure", "figures"), rows)


def interventions(scenario: Scenario) -> str:
    """Interventions in the order in which a person takes them."""
    rows = []
    for name in scenario.preference:
        row = scenario.intervention[name]
        length = f"{row.length.kind}, {figure(row.length.typical)}"
        wait = max((row.hold_out, row.decision), key=lambda duration: duration.at(scenario.at_medians()))
        leads = ", ".join(f"`{stage}` {figure(share)}" for stage, share in row.leads_to.items())
        rows.append(
            [
                f"`{name}`",
                row.title,
                row.pays,
                whom(row.who),
                code(row.groups),
                figure(row.place),
                length,
                "" if not wait.at(scenario.at_medians()) else f"{'AF decides' if wait is row.decision else 'holds out'} {wait.text}",
                leads,
                "yes" if row.akassa else "no",
            ]
        )
    heads = ("name", "what", "pays", "whom", "groups, best first", "place", "planned length", "not before", "may lead to", "a-kassa")
    return table(heads, rows)


def measures(_: Scenario) -> str:
    """Every measure that ships, as its row defines it."""
    rows = [(f"`{SHIPPED[name].name}`", SHIPPED[name].unit, SHIPPED[name].doc) for name in SHIPPED.printed]
    rows += [(f"`{ratio.name}`", ratio.unit, ratio.doc) for ratio in RATIOS]
    return table(("measure", "unit", "definition"), rows)


def meanings(columns: Mapping[str, Column], _: Scenario) -> str:
    """What the columns of a frame mean."""
    return table(("column", "meaning", "unit"), ((f"`{name}`", column.meaning, column.unit) for name, column in columns.items()))


def tables_of_file(root: type[Experiment] | type[Scenario], _: Scenario) -> str:
    """Every table of a file: what it is, and its keys."""
    heads = ("key", "what may stand there", "when nothing does")
    parts = []
    for name, said, keys in reference(root):
        parts.append(f"## {name}\n\n{said}\n\n{table(heads, [(f'`{key}`', kind, default) for key, kind, default in keys])}\n")
    return "\n".join(parts)


def rules(scenario: Scenario) -> str:
    """AF's rules with their dates."""
    rows = []
    for name, row in scenario.rule.items():
        dates = f"{row.opens or 'always'} – {row.closes or 'open'}"
        pays = f"{figure(row.share)} of {row.base.replace('_', ' ')}"
        if row.multiple.text not in ("1.0", "1"):
            pays += f" × {figure(row.multiple)}"
        grant = f"{figure(row.grant)}, {figure(row.grant_period)}" if row.grant.value else ""
        rows.append(
            [f"`{name}`", f"`{row.intervention}`", dates, whom(row.who), figure(row.eligible), pays, row.cap.text, grant, row.longest.text]
        )
    heads = ("rule", "for", "opens – closes", "whom besides", "found eligible", "AF pays", "wage cap", "grant", "longest in all")
    return table(heads, rows)


def employment(scenario: Scenario) -> str:
    """Make the table of what employment each instrument is."""
    rows = ((code([name]), scenario.intervention[name].title, scenario.intervention[name].employment_law) for name in scenario.preference)
    return table(("instrument", "what", "employment law"), (row for row in rows if row[2]))


def regimes(_: Scenario) -> str:
    """AF's alternatives after the decision."""
    source = read_source(find("calibration/ragunda/scenario.toml"))
    used = source.tables["regime_used"]
    rows = []
    for name, row in source.tables["regime"].items():
        changes = ", ".join(f"`{path}` = {value}" for path, value in row.get("set", {}).items())
        rows.append(
            [f"`{name}`{' (used unless said)' if name == used else ''}", row["title"], f"{row['weight']:g}", str(row["known_at"]), changes]
        )
    return table(("regime", "what", "weight", "known from", "changes"), rows)


def groups(scenario: Scenario) -> str:
    """Where people take part."""
    rows = [
        [
            f"`{name}`",
            row.title,
            row.workplace,
            ", ".join(f"{of} {share:g}" for of, share in scenario.classes[name].shares.items()) if name in scenario.classes else "",
            row.department,
            ", ".join(map(str, row.steps)),
            row.sure,
        ]
        for name, row in scenario.group.items()
    ]
    return table(("group", "what", "likeliest type of workplace", "shares where it is drawn", "department", "assessed steps", "sure"), rows)


def strategies(scenario: Scenario) -> str:
    """Who may come first."""
    used = {scenario.order.mapping, scenario.order.places}
    rows = []
    for name, row in scenario.strategy.items():
        weights = figures(row.weights) or "waiting alone"
        rows.append([f"`{name}`{' (used)' if name in used else ''}", row.title, weights, figure(row.ageing), row.legal])
    return table(("strategy", "what", "points", "off per day", "as policy"), rows)


def capacity(scenario: Scenario) -> str:
    """What every capacity level holds and costs, at medians, in the first year after parting and the next."""
    theta = scenario.at_medians()
    rows = []
    for name, unit in scenario.unit.items():
        for when in (date(2020, 6, 1), date(2021, 6, 1)):
            changed = {"timeline": (scenario.timeline[0].model_copy(update={"unit": name}),)}
            limits = Lowering(scenario.model_copy(update=changed), theta).dated.capacity(when)
            places = ", ".join(f"{group} {limit / 100:g}" for group, limit in zip(scenario.group, limits[GROUPS:], strict=True) if limit)
            own, external = yearly(unit, when, theta)
            money = unit.wage_money.amount.at(theta) * YEAR / TKR
            shown = [f"{limits[SLOTS]}", f"{limits[CASES]}"] if limits[SLOTS] < UNLIMITED else ["no limit", "no limit"]
            rows.append([f"`{name}`", f"{when.year}", *shown, places, f"{money:,.0f}", f"{own:,.0f}", f"{external:,.0f}"])
    heads = (
        "unit",
        "year",
        "mappings at a time",
        "open cases",
        "places",
        "wage money, tkr a year",
        "municipal, tkr a year",
        "external, tkr a year",
    )
    return table(heads, rows)


def yearly(unit: Unit, when: date, theta: Mapping[str, float]) -> tuple[float, float]:
    """Posts and running costs on a date, tkr a year: paid by the municipality, and by others."""
    paid = {True: 0.0, False: 0.0}
    for post in unit.posts:
        if (post.from_ is None or post.from_ <= when) and (post.until is None or when <= post.until):
            paid[post.funder in ("ami", "ifo", "other_municipal")] += post.count.at(theta) * post.cost.at(theta)
    for cost in unit.costs.values():
        if cost.until is None or when <= cost.until:
            paid[cost.funder in ("ami", "ifo", "other_municipal")] += cost.amount.at(theta)
    return paid[True] * YEAR / TKR, paid[False] * YEAR / TKR


def clocks(scenario: Scenario) -> str:
    """Life clocks in the order of the words."""
    rows = []
    for name in (event for event in EVENTS if event in scenario.clock):
        clock = scenario.clock[name]
        rows.append(
            [f"`{name}`", figure(clock.rate), figures(clock.stages), figures(clock.incomes) or "all", changed_by(clock), clock.sure]
        )
    return table(("clock", "rate", "stages, factor", "incomes, factor", "changed by", "sure"), rows)


def changed_by(clock: Clock) -> str:
    """Say what multiplies a clock's rate besides stage and income."""
    bands = {"step": clock.by_step, "time in need": clock.by_need, "time in the stage": clock.by_stage_time, "age": clock.by_age}
    said = [f"{name}: {', '.join(figure(factor) for factor in row)}" for name, row in bands.items() if row]
    said += [f"frailty to the power {clock.frailty:g}"] if clock.frailty else []
    said += [f"traits: {figures(clock.traits)}"] if clock.traits else []
    return "; ".join(said)


def life(scenario: Scenario) -> str:
    """Rules of life that are not rates."""
    rows = []
    for name in type(scenario.life).model_fields:
        value = getattr(scenario.life, name)
        if name not in ("source", "sure", "mark", "note"):
            rows.append([f"`{name}`", figure(value) if isinstance(value, Quantity) else f"{value:g}"])
    bands = {"need": scenario.bands.need, "stage": scenario.bands.stage}
    rows += [[f"`bands.{name}`", ", ".join(mark.text for mark in marks)] for name, marks in bands.items()]
    rows.append(["`bands.ages`", ", ".join(f"{age:g}" for age in scenario.bands.ages) + " years"])
    return table(("rule", "value"), rows)


def referrers(scenario: Scenario) -> str:
    """The doors, and who comes through them."""
    rows = [
        [
            f"`{name}`",
            row.title,
            figure(row.rate),
            figures(row.income),
            ", ".join(figure(share) for share in row.steps),
            figures(row.traits),
        ]
        for name, row in scenario.referrer.items()
    ]
    return table(("door", "who sends", "new persons", "lives on", "steps 1-5", "traits"), rows)


def parameters(scenario: Scenario) -> str:
    """Uncertain parameters: what they are taken to be."""
    rows = [
        [
            f"`{name}`",
            row.why,
            f"{row.first:g}",
            f"{row.median:g}",
            f"{row.low:g} – {row.high:g}",
            row.unit,
            row.shape,
            row.learns,
            row.sure,
        ]
        for name, row in scenario.parameter.items()
    ]
    return table(("parameter", "what", "used", "median", "90 % range", "unit", "prior", "could be learnt from", "sure"), rows)


def cohorts(scenario: Scenario) -> str:
    """Persons in placements on the start date."""
    rows = []
    for row in scenario.cohort:
        together = f"{figure(row.ends_together)} on {row.together}" if row.together else "none"
        rows.append([figure(row.count), f"`{row.intervention}`", f"`{row.group}`", together, figure(row.longest)])
    return table(("persons", "in", "group", "ending together", "the others end within"), rows)


def workplaces(scenario: Scenario) -> str:
    """The total effect of each type of workplace, and the after-effect solved from it."""
    theta = scenario.at_medians()
    totals = scenario.effects.total if scenario.effects else {}
    rows = []
    for name, row in scenario.workplace.items():
        total = f"`{totals[name].expression}` = {totals[name].at(theta):g}" if name in totals else ""
        rows.append([name, total, figure(row.after), f"{row.after.at(theta):.3g}", row.sure])
    return table(("type of workplace", "total effect, points", "after-effect on the log rate of finding work", "as used", "sure"), rows)


ASSUMED_DRAWS: Final = 200  # posterior draws that shares of assumptions are read from


def consequences() -> Consequences:
    """Give the shipped file of consequences."""
    return load_consequences(ROOT / "calibration" / "ragunda" / "consequences.toml")


def layers(scenario: Scenario) -> str:
    """Every layer: rate and price with their ranges, grades and sources."""

    def said(figure: Figure) -> str:
        return f"{figure.value:g} ({figure.low:g} to {figure.high:g}), {figure.grade}: {figure.source}"

    def factors(row: Layer) -> str:
        """Give what the rate is multiplied by, and where."""
        found = [f"{name.replace('_', ' ')} x {said(figure)}" for name, figure in row.figures.items() if name not in ("rate", "amount")]
        if row.by_time:
            times = ", ".join(f"{value:g}" for value in row.by_time.value)
            found.append(f"by time out x {times}, {row.by_time.grade}: {row.by_time.source}")
        return "; ".join(found)

    rows = (
        (
            *(row.en, row.payer, row.per, row.kind, row.grade, code(row.overlaps)),
            *("; ".join(filter(None, (said(row.rate), factors(row)))), f"{said(row.amount)}. Of {row.amount.year}"),
        )
        for row in consequences().layer.values()
    )
    return table(("layer", "payer", "per", "link", "grade", "also in", "a year out of work", "kr"), rows)


def earlier_figures(scenario: Scenario) -> str:
    """Earlier figures, and which part here each corresponds to."""
    rows = ((row.en, row.amount, row.grade, code(row.parts), row.says) for row in consequences().earlier.values())
    return table(("earlier figure", "amount", "grade", "parts here", "how to read it"), rows)


def unknown(scenario: Scenario) -> str:
    """What is not known, and what would be needed."""
    return table(("not known", "what would be needed"), ((row.en, row.needed) for row in consequences().unknown.values()))


TABLES: Final[dict[str, Callable[[Scenario], str]]] = {
    function.__name__: function
    for function in (
        own_sources,
        interventions,
        rules,
        employment,
        regimes,
        groups,
        strategies,
        capacity,
        clocks,
        life,
        referrers,
        parameters,
        cohorts,
        workplaces,
        measures,
        layers,
        earlier_figures,
        unknown,
    )
}
TABLES.update({"experiment_file": partial(tables_of_file, Experiment), "scenario_file": partial(tables_of_file, Scenario)})
TABLES.update({f"columns_{name}": partial(meanings, COLUMNS[name]) for name in COLUMNS})


def renew_tables() -> None:
    """Fill in every marked table of the pages."""
    scenario = load_scenario(ROOT / "calibration" / "ragunda" / "scenario.toml")
    for page in PAGES:
        page.write_text(filled(page.read_text(encoding="utf-8"), scenario), encoding="utf-8")


def renew_picture() -> None:
    """Run the README's question and keep the picture of the queues that the command makes."""
    import ami_sim

    with tempfile.TemporaryDirectory() as folder:
        ami_sim.compare(ROOT / "experiments" / "capacity.toml", out=folder)
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(Path(folder) / "queues.png", PICTURE)


def renew_notebooks() -> None:
    """Execute every notebook where it stands, with this checkout's package, and write it back without times of execution."""
    import nbformat
    from nbclient import NotebookClient

    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        client = NotebookClient(notebook, timeout=SECONDS, record_timing=False, resources={"metadata": {"path": str(NOTEBOOKS)}})
        client.execute()
        notebook.metadata = nbformat.from_dict({"kernelspec": notebook.metadata["kernelspec"], "language_info": {"name": "python"}})
        nbformat.write(notebook, path)


def renew_assumptions() -> None:
    """Run the README's question at posterior draws, as they are and with effects set to zero, and tell it on the calibration's page."""
    from ami_sim.report.pages.assumed import page_of
    from ami_sim.report.pages.calibration import write_part
    from ami_sim.workflow.assumed import assumed

    found = assumed(ROOT / "experiments" / "capacity.toml", draws=ASSUMED_DRAWS, replications=2, workers=2)
    write_part(ROOT / "docs" / "calibration.md", "assumptions", page_of(found))


def known_truth(name: str) -> str:
    """Say of one synthetic municipality what its registers teach; ValueError when its intervals hold too few or too many truths."""
    with tempfile.TemporaryDirectory() as room:
        town = Synthetic(Path(room) / name, name)
        town.start()
        found = taught(town.learnt(REGISTERS))
    covered = (found["covered"] * found["registers"]).sum() / found["registers"].sum()
    if not COVERED[0] <= covered <= COVERED[1]:
        raise ValueError(f"{name}: 90 % intervals hold {covered:.1%} of the truths; expected {COVERED[0]:.0%} to {COVERED[1]:.0%}")
    rows = [
        (
            f"`{row['parameter']}`",
            f"{row['truth']:.3g}",
            f"{row['prior_low']:.3g} – {row['prior_high']:.3g}",
            f"{row['median']:.3g} ({row['low']:.3g} – {row['high']:.3g})",
            f"{100 * row['width']:.0f} %",
            f"{row['covered'] * row['registers']:.0f} of {row['registers']}",
        )
        for row in found.to_dict("records")
    ]
    heads = ("parameter", "truth", "prior, 90 %", "a register says", "width against the prior", "intervals that hold the truth")
    inhabitants = f"{town.town.inhabitants:,}".replace(",", " ")
    return f"`{name}`, {inhabitants} inhabitants: {100 * covered:.1f} % of all 90 % intervals hold the truth.\n\n{table(heads, rows)}"


def renew_truth() -> None:
    """Make the page of known truths anew, every town's table at its place."""
    page = KNOWN.read_text(encoding="utf-8")
    for name in read_towns().town:
        before, mark, rest = page.partition(f"<!-- town: {name} -->\n")
        _, end, after = rest.partition("<!-- end -->")
        page = f"{before}{mark}{known_truth(name)}\n{end}{after}"
    KNOWN.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    renew_tables()
    write_schemas()
    if "--assumptions" in sys.argv:
        renew_assumptions()
    if "--truth" in sys.argv:
        renew_truth()
    if "--picture" in sys.argv:
        renew_picture()
    if "--notebooks" in sys.argv:
        renew_notebooks()
