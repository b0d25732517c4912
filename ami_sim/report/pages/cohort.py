"""The page on what the exclusion of everybody in need on one day costs: expected, with a range over runs."""

from typing import Any, Final

from ami_sim.report.document import Column, Number, Page, Row, Section, Sentence, Table
from ami_sim.report.number_formats import MILLION, THOUSAND, Scale, write_number
from ami_sim.report.vocabulary import Language
from ami_sim.report.words import actor_title
from ami_sim.workflow.cohort import PAYERS, CohortResult

MNKR, TKR, KR = Scale(MILLION, "mnkr", 1), Scale(THOUSAND, "tkr", 0), Scale(1.0, "kr", 0)
PERSONS, YEARS = Scale(1.0, "", 0), Scale(1.0, "", 1)
WORDS: Final[dict[str, dict[Language, str]]] = {
    "page": {
        "en": "What the exclusion of everybody in need costs: {scenario}",
        "sv": "Vad utanförskapet för alla i behov kostar: {scenario}",
    },
    "payers": {"en": "By payer", "sv": "Per betalare"},
    "groups": {"en": "By group", "sv": "Per grupp"},
    "title": {
        "en": "Everybody out of work and in need on {day} ({persons} persons on average), as their lives go on in the model",
        "sv": "Alla utan arbete och i behov den {day} ({persons} personer i snitt), så som deras liv går vidare i modellen",
    },
    "who": {"en": "Who pays, mnkr", "sv": "Vem betalar, mnkr"},
    "group": {"en": "Group", "sv": "Grupp"},
    "persons": {"en": "persons", "sv": "personer"},
    "years": {"en": "{years} y", "sv": "{years} år"},
    "each": {"en": "municipality, tkr each, {years} y", "sv": "kommunen, tkr per person, {years} år"},
    "society": {"en": "society, tkr each, {years} y", "sv": "samhället, tkr per person, {years} år"},
    "out": {"en": "years out of {years}", "sv": "år utanför av {years}"},
    "month": {"en": "a month less, municipality, kr", "sv": "en månad mindre, kommunen, kr"},
    "child": {"en": "child-years out of {years} y", "sv": "barnår utanför av {years} år"},
    "said": {
        "en": "Expected over {runs} runs with the unit `{unit}`, each month out of work against the same person's month in open work."
        " Second line: one run in ten is below the first number, one in ten above the second (chance only: the rates are assumptions)."
        " Exits, relapses and retirement count, so these are below the certain and lasting exclusion of ami-sim exclusion. What"
        " children carry on into their own lives is not priced: child-years are a count. Prices of {year}, at {rate} % a year.",
        "sv": "Förväntat över {runs} körningar med enheten `{unit}`, varje månad utan arbete mot samma persons månad i öppet arbete."
        " Andra raden: en körning av tio ligger under det första talet, en av tio över det andra (bara slump: takterna är antaganden)."
        " Utträden, återfall och pension räknas, så summorna ligger under det säkra och varaktiga utanförskapet i ami-sim exclusion."
        " Vad barnen bär med sig i sina liv prissätts inte: barnår är ett antal. {year} års priser, {rate} % ränta.",
    },
}


def page_of(result: CohortResult, language: Language = "en") -> Page:
    """Give the page in a language."""
    words = {name: text[language] for name, text in WORDS.items()}
    rate = write_number(100 * result.scenario.discount, 1, language)
    said = words["said"].format(runs=result.runs, unit=result.cohort.unit, year=result.scenario.prices.price_year, rate=rate)
    return Page(
        words["page"].format(scenario=result.scenario.name),
        sections=(
            Section("payers", words["payers"], (by_payer(result, words, language),)),
            Section("groups", words["groups"], (by_group(result, words), Sentence(said))),
        ),
        data=data_of(result),
        language=language,
    )


def by_payer(result: CohortResult, words: dict[str, str], language: Language) -> Table:
    """Put one row for each payer: the sum over each span, and where eight runs of ten lie."""
    title = words["title"].format(day=result.scenario.parting, persons=write_number(result.persons[:, 0].mean(), 0, language))
    columns = (Column(words["who"], "left"), *(Column(words["years"].format(years=f"{span:g}")) for span in result.cohort.spans))
    rows = (
        Row((actor_title(language, actor), *(Number(s.mean, "kr", s.low, s.high, MNKR) for s in result.sums(actor)))) for actor in PAYERS
    )
    return Table(title, columns, tuple(rows))


def by_group(result: CohortResult, words: dict[str, str]) -> Table:
    """Put one row for each group: what one person costs, how long they are out, what a month less is worth."""
    ten, most = 10.0, result.cohort.spans[-1]
    heads = (
        words["persons"],
        words["each"].format(years=f"{ten:g}"),
        words["each"].format(years=f"{most:g}"),
        words["society"].format(years=f"{most:g}"),
        words["out"].format(years=f"{ten:g}"),
        words["month"],
        words["child"].format(years=f"{ten:g}"),
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
        rows.append(Row((group.name, *numbers)))
    return Table("", (Column(words["group"], "left"), *(Column(head) for head in heads)), tuple(rows))


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
