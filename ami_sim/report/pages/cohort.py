"""The page on what the exclusion of everybody in need on one day costs: expected, with a range over runs."""

from typing import Any

from ami_sim.report.backgrounds import cohort_title
from ami_sim.report.document import Column, Number, Page, Row, Section, Sentence, Table
from ami_sim.report.number_formats import MILLION, THOUSAND, Scale, write_number
from ami_sim.report.vocabulary import Language
from ami_sim.report.words import actor_title, say
from ami_sim.workflow.cohort import PAYERS, CohortResult

MNKR, TKR, KR = Scale(MILLION, "mnkr", 1), Scale(THOUSAND, "tkr", 0), Scale(1.0, "kr", 0)
PERSONS, YEARS = Scale(1.0, "", 0), Scale(1.0, "", 1)


def page_of(result: CohortResult, language: Language = "en") -> Page:
    """Give the page in a language."""
    rate = write_number(100 * result.scenario.discount, 1, language)
    said = say(
        language, "cohort_cost.said", runs=result.runs, unit=result.cohort.unit, year=str(result.scenario.prices.price_year), rate=rate
    )
    return Page(
        say(language, "cohort_cost.page", scenario=result.scenario.name),
        sections=(
            Section("payers", say(language, "cohort_cost.payers"), (by_payer(result, language),)),
            Section("groups", say(language, "cohort_cost.groups"), (by_group(result, language), Sentence(said))),
        ),
        data=data_of(result),
        language=language,
    )


def by_payer(result: CohortResult, language: Language) -> Table:
    """Put one row for each payer: the sum over each span, and where eight runs of ten lie."""
    title = say(
        language, "cohort_cost.title", day=f"{result.scenario.parting}", persons=write_number(result.persons[:, 0].mean(), 0, language)
    )
    columns = (
        Column(say(language, "cohort_cost.who"), "left"),
        *(Column(say(language, "cohort_cost.years", years=f"{span:g}")) for span in result.cohort.spans),
    )
    rows = (
        Row((actor_title(language, actor), *(Number(s.mean, "kr", s.low, s.high, MNKR) for s in result.sums(actor)))) for actor in PAYERS
    )
    return Table(title, columns, tuple(rows))


def by_group(result: CohortResult, language: Language) -> Table:
    """Put one row for each group: what one person costs, how long they are out, what a month less is worth."""
    ten, most = 10.0, result.cohort.spans[-1]
    heads = (
        say(language, "cohort_cost.persons"),
        say(language, "cohort_cost.each", years=f"{ten:g}"),
        say(language, "cohort_cost.each", years=f"{most:g}"),
        say(language, "cohort_cost.society", years=f"{most:g}"),
        say(language, "cohort_cost.out", years=f"{ten:g}"),
        say(language, "cohort_cost.month"),
        say(language, "cohort_cost.child", years=f"{ten:g}"),
    )
    rows = []
    for group in result.groups():
        numbers = (
            Number(group.persons, scale=PERSONS),
            Number(group.each["municipality"][ten], "kr", scale=TKR),
            Number(group.each["municipality"][most], "kr", scale=TKR),
            Number(group.each["society"][most], "kr", scale=TKR),
            Number(group.years_out[ten], scale=YEARS),
            Number(group.month["municipality"], "kr", scale=KR),
            Number(group.child_years[ten], scale=PERSONS),
        )
        rows.append(Row((cohort_title(group.name, language), *numbers)))
    return Table("", (Column(say(language, "cohort_cost.group"), "left"), *(Column(head) for head in heads)), tuple(rows))


def data_of(result: CohortResult) -> dict[str, Any]:
    """Give plain values for scripts: kr by group, actor and span (means over runs), persons and years out."""
    cohort = result.cohort
    spans = [f"{span:g}" for span in cohort.spans]
    groups = {}
    for index, name in enumerate(cohort.groups):
        out, child = (values[:, index].mean(axis=0).tolist() for values in (result.years_out, result.child_years))
        groups[name] = {
            "persons": float(result.persons[:, index].mean()),
            "cost": {actor: dict(zip(spans, result.lost(actor)[:, index].mean(axis=0).tolist(), strict=True)) for actor in PAYERS},
            "years_out": dict(zip(spans, out, strict=True)),
            "child_years_out": dict(zip(spans, child, strict=True)),
        }
    scenario = result.scenario
    how = {"unit": cohort.unit, "replications": result.runs, "price_year": scenario.prices.price_year, "rate": scenario.discount}
    return {"scenario": scenario.name, **how, "kr": True, "groups": groups}
