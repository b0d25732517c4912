"""The page of a case log: which rows are used and why others are not, what the log says, what it hands over and what it cannot say."""

from typing import Any, Final

import pandas as pd

from ami_sim.calibration.own.mapping import UNITS
from ami_sim.report.columns import columns
from ami_sim.report.document import EMPTY, Cell, Number, Page, Row, Section, Sentence, Steps, Table
from ami_sim.report.hazard_picture import hazard_chart
from ami_sim.report.number_formats import Scale, write_number, write_unit
from ami_sim.report.vocabulary import Language
from ami_sim.report.words import known_title, say, title
from ami_sim.workflow.ingest import Ingested

PERCENT: Final = Scale(0.01, "%", 1)
SCALES: Final = {UNITS["share"]: PERCENT, UNITS["rate"]: Scale(1.0, UNITS["rate"], 3)}
PLAIN: Final = Scale(1.0, "", 2)
SUMS: Final = ("rows", "used", "people", "late", "open", "after")


def page_of(result: Ingested, language: Language = "en") -> Page:
    """Give the page in a language."""
    window = {"since": result.given.observed_from, "until": result.given.observed_until}
    sections = (
        rows_section(result, language),
        estimates_section(result, language),
        again_section(result, language),
        handed_section(result, language),
    )
    lead = (say(language, "ingest.lead", name=result.name, **window),)
    notes = (say(language, "ingest.note-five"), say(language, "ingest.note-errors"), say(language, "ingest.note-kept"))
    return Page(say(language, "ingest.title"), lead, sections, notes, data_of(result), language)


def count(number: int | None, language: Language) -> Cell:
    """Write a number of rows or persons; words for one to four."""
    return say(language, "ingest.few") if number is None else Number(float(number), "", scale=Scale(1.0, "", 0))


def rows_section(result: Ingested, language: Language) -> Section:
    """Lay out how many rows there were, were used, and were not by reason."""
    sums = tuple(Row((say(language, f"ingest.sum-{name}"), count(getattr(result, name), language))) for name in SUMS)
    unused = tuple(Row((say(language, f"ingest.why-{reason}"), count(many, language))) for reason, many in result.unused.items())
    parts: list[Any] = [Table("", columns(language, "ingest", ("what",), ("count",)), sums, key="rows")]
    if unused:
        parts.append(Table(say(language, "ingest.unused"), columns(language, "ingest", ("why",), ("count",)), unused, key="unused"))
    else:
        parts.append(Sentence(say(language, "ingest.all-used")))
    return Section("rows", say(language, "ingest.rows"), tuple(parts))


def estimates_section(result: Ingested, language: Language) -> Section:
    """Lay out the estimates: a table for what holds for everybody, and one for the hazards and shares by background."""
    if result.estimates.empty:
        return Section("estimates", say(language, "ingest.estimates"), (Sentence(say(language, "ingest.none")),))
    heads = columns(language, "ingest", ("estimate", "stage", "to", "background", "months"), ("n", "value", "error", "unit"))
    rows = tuple(estimate_row(row, language) for row in result.estimates.to_dict(orient="records"))
    picture = hazard_chart(result.estimates, language)
    parts = (Table("", heads, rows, key="estimates", lead=3), *((picture,) if picture else ()))
    return Section("estimates", say(language, "ingest.estimates"), parts)


def estimate_row(row: dict[Any, Any], language: Language) -> Row:
    """Lay out one estimate."""
    scale = SCALES.get(row["unit"], PLAIN)
    stage, to = (stage_title(row[name], language) for name in ("stage", "to"))
    first, last = (write_number(row[name], 0 if float(row[name]).is_integer() else 1, language) for name in ("from_month", "to_month"))
    months = f"{first}–{last}"
    numbers = (Number(row["value"], row["unit"], scale=scale), Number(row["error"], row["unit"], scale=scale))
    unit = unit_of(row["unit"], language)
    texts = (say(language, f"ingest.of-{row['estimate']}"), stage, to, row["background"], months)
    return Row((*texts, count(row["n"], language), *numbers, unit))


def stage_title(name: str, language: Language) -> str:
    """Give the title of a stage, or of what follows when no stage does."""
    own = known_title(language, "ingest", f"to-{name}") if name else ""
    return name if not name else own or title(language, "stages", name)


def again_section(result: Ingested, language: Language) -> Section:
    """Set the log's window, lived again from its own estimates, beside the log: five distances with their floor and a plain baseline."""
    title = say(language, "ingest.again")
    if result.distances.empty:
        return Section("again", title, (Sentence(say(language, "ingest.again-few")),))
    rows = []
    for row in result.distances.to_dict(orient="records"):
        scale = SCALES.get(row["unit"], PLAIN)
        numbers = tuple(Number(row[name], row["unit"], scale=scale) for name in ("floor", "markov", "semi_markov"))
        rows.append(Row((say(language, f"ingest.apart-{row['distance']}"), *numbers, unit_of(row["unit"], language))))
    heads = columns(language, "ingest", ("what",), ("floor", "markov", "semi-markov", "unit"))
    return Section("again", title, (Sentence(say(language, "ingest.again-said")), Table("", heads, tuple(rows), key="again")))


def handed_section(result: Ingested, language: Language) -> Section:
    """Lay out the rows for priors and targets, and say what is held back and what stays as it was."""
    parts: list[Any] = []
    if result.priors.rows:
        heads = columns(language, "ingest", ("parameter",), ("median", "low", "high", "unit"))
        rows = tuple(
            Row((name, *(f"{row[key]:g}" for key in ("median", "low", "high")), unit_of(row["unit"], language)))
            for name, row in result.priors.rows.items()
        )
        parts.append(Table(say(language, "ingest.priors"), heads, rows, key="priors"))
    if result.targets.rows:
        heads = columns(language, "ingest", ("target",), ("value", "unit"))
        rows = tuple(
            Row((name, Number(row["value"], row["unit"], scale=SCALES.get(row["unit"], Scale(1.0, "", 0))), unit_of(row["unit"], language)))
            for name, row in result.targets.rows.items()
        )
        parts.append(Table(say(language, "ingest.targets"), heads, rows, key="targets"))
    if result.missed:
        parts.append(Sentence(say(language, "ingest.missed", scenario=result.scenario)))
    held = (*result.priors.held_back, *result.targets.held_back)
    if held:
        parts.append(Sentence(say(language, "ingest.held-back", names=", ".join(held))))
    parts.append(Sentence(say(language, "ingest.as-before", count=len(result.as_before))))
    if result.written:
        parts += [Sentence(say(language, "ingest.written")), Steps(tuple(str(path) for path in result.written))]
    return Section("handed_over", say(language, "ingest.handed-over"), tuple(parts))


def unit_of(unit: str, language: Language) -> str:
    """Write a unit; one that nobody has named stands as it is."""
    key = unit.replace(" ", "_")
    named = write_unit(key, language)
    return "%" if unit == "share" else (unit if named == key else named) or EMPTY


def data_of(result: Ingested) -> dict[str, Any]:
    """Give plain values for scripts; null for a number of one to four."""
    frame: pd.DataFrame = result.estimates
    return {
        "log": result.name,
        "scenario": result.scenario,
        "observed": {"from": str(result.given.observed_from), "until": str(result.given.observed_until)},
        "rows": {name: getattr(result, name) for name in SUMS},
        "unused": dict(result.unused),
        "rounded_to": 5,
        "estimates": frame.astype(object).where(frame.notna(), None).to_dict(orient="records"),
        "distances": result.distances.astype(object).where(result.distances.notna(), None).to_dict(orient="records"),
        "priors": {
            name: {key: str(item) if key == "set_on" else item for key, item in row.items()} for name, row in result.priors.rows.items()
        },
        "targets": {
            name: {key: str(item) if key in ("from", "until") else item for key, item in row.items()}
            for name, row in result.targets.rows.items()
        },
        "held_back": [*result.priors.held_back, *result.targets.held_back],
        "as_before": list(result.as_before),
        "written": [str(path) for path in result.written],
    }
