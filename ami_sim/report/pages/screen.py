"""The page of a screening: which parameters could move an answer at all, before any figure of the first year is used."""

from collections.abc import Mapping
from typing import Final

from ami_sim.report.document import Cell, Column, Page, Part, Row, Section, Sentence, Table
from ami_sim.report.vocabulary import Language
from ami_sim.report.writer import Writer, percent
from ami_sim.workflow.screen import NOTHING, Screening

SHOWN: Final = 20  # parameters of an option
TEXT: Final[Mapping[str, Mapping[Language, str]]] = {
    "title": {"en": "{title} Screening of the priors", "sv": "{title} Sållning av det antagna"},
    "heading": {
        "en": "What could move the answer, before any figure of the first year is used",
        "sv": "Vad som skulle kunna ändra svaret, innan någon siffra från första året används",
    },
    "morris": {
        "en": "Morris: {trajectories} trajectories, {rows} rows, on the priors between their 5th and 95th percentile.",
        "sv": "Morris: {trajectories} vägar, {rows} rader, på de antagna fördelningarna mellan deras 5:e och 95:e percentil.",
    },
    "sobol": {
        "en": "Sobol: on a smooth emulator fitted to {runs} prior runs, not on runs themselves; it predicts this much of the variance of"
        " single runs left out, chance included: {told}. Where that is small the indices are rough.",
        "sv": "Sobol: på en slät emulator anpassad till {runs} körningar med det antagna, inte på körningarna själva; den förutsäger så"
        " här mycket av variansen hos enskilda körningar som lämnats utanför, slumpen inräknad: {told}. Där det är lite är indexen grova.",
    },
    "table": {
        "en": "{option} against {reference}, net result of {payer}, {unit}",
        "sv": "{option} mot {reference}, nettoresultat för {payer}, {unit}",
    },
    "floor": {
        "en": "An input that does nothing shows {floor}: what is not clearly above that is chance.",
        "sv": "En parameter som inte gör något visar {floor}: det som inte ligger klart över det är slump.",
    },
    "nothing": {"en": "(nothing)", "sv": "(ingenting)"},
    "parameter": {"en": "Parameter", "sv": "Parameter"},
    "effect": {"en": "Mean |effect|", "sv": "Medel |effekt|"},
    "half": {"en": "± 95 %", "sv": "± 95 %"},
    "spread": {"en": "Spread", "sv": "Spridning"},
    "first": {"en": "Sobol first", "sv": "Sobol första"},
    "total": {"en": "Sobol total", "sv": "Sobol totalt"},
    "payer_municipality": {"en": "municipality", "sv": "kommunen"},
    "payer_public": {"en": "public", "sv": "det offentliga"},
    "payer_society": {"en": "society", "sv": "samhället"},
    "payer_state": {"en": "state", "sv": "staten"},
}


def say(key: str, language: Language, **given: object) -> str:
    """Write a text of the page."""
    return TEXT[key][language].format(**given)


def screening_page(found: Screening, language: Language = "en") -> Page:
    """Write a screening, an option at a time, the largest mean absolute effect first."""
    said = [say("morris", language, trajectories=found.trajectories, rows=found.rows)]
    if found.sobol:
        told = ", ".join(f"{name} {percent(r2, language)}" for name, r2 in found.fits.items())
        said.append(say("sobol", language, runs=found.sobol, told=told))
    parts: list[Part] = [Sentence(text) for text in said]
    for option in found.options:
        writer = Writer.of(language, found.morris(option)["mu_star"].tolist())
        floor = say("floor", language, floor=writer.amount(found.floor(option), signed=False))
        parts += [option_table(found, option, writer, language), Sentence(floor)]
        said.append(floor)
    frame, heading = found.frame, say("heading", language)
    values = {name: frame[frame["option"] == name].drop(columns="option").to_dict(orient="records") for name in found.options}
    title = say("title", language, title=found.title)
    section = Section("screening", heading, tuple(parts), data={"heading": heading, "said": said, "options": values})
    return Page(title, (), (section,), data={"title": title, "opening": []}, language=language)


def option_table(found: Screening, option: str, writer: Writer, language: Language) -> Table:
    """Write one option's leading parameters."""
    more = found.indices(option)
    rows = []
    for row in found.morris(option).head(SHOWN).to_dict("records"):
        name = str(row["parameter"])
        cells: list[Cell] = [say("nothing", language) if name == NOTHING else name]
        cells += [writer.cell(row[key], signed=False) for key in ("mu_star", "mu_star_half", "sigma")]
        if len(more):
            cells += [percent(max(0.0, float(more[key].to_dict()[name])), language) for key in ("first", "total")]
        rows.append(Row(tuple(cells)))
    keys = ("parameter", "effect", "half", "spread", *(("first", "total") if len(more) else ()))
    columns = tuple(Column(say(key, language), "left" if at == 0 else "right") for at, key in enumerate(keys))
    payer = say(f"payer_{found.payer}", language)
    title = say("table", language, option=option, reference=found.reference, payer=payer, unit=writer.unit)
    return Table(title, columns, tuple(rows), key=option)
