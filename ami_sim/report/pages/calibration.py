"""The page of a calibration: what was observed and predicted, what was learnt, how well the method works, what contradicts what."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import pandas as pd

from ami_sim.report.document import Column, Page, Row, Section, Sentence, Steps, Table
from ami_sim.report.number_formats import MINUS, write_number
from ami_sim.report.vocabulary import Language
from ami_sim.scenario.errors import InputError
from ami_sim.workflow.calibrate import Calibration, Coverage, Missed, Moved, Range, Widened, widened

FEW: Final = 12  # parameters that are shown of those that move under wider priors
NEAR: Final = 0.5  # posterior standard deviations: moving less counts as little
WORDS: Final[dict[str, dict[Language, str]]] = {
    "page": {"en": "Calibration of {folder}", "sv": "Kalibrering av {folder}"},
    "figures": {"en": "Published figures", "sv": "Publicerade siffror"},
    "others": {"en": "Each figure predicted from the others", "sv": "Varje siffra förutsagd ur de andra"},
    "parameters": {"en": "Parameters", "sv": "Parametrar"},
    "solved": {"en": "Solved from the total effects", "sv": "Lösta ur totaleffekterna"},
    "checks": {"en": "Checks", "sv": "Kontroller"},
    "figure": {"en": "figure", "sv": "siffra"},
    "published": {"en": "published", "sv": "publicerad"},
    "prior_counts": {"en": "prior counts, 90 %", "sv": "antal före anpassning, 90 %"},
    "posterior_counts": {"en": "posterior counts", "sv": "antal efter anpassning"},
    "reported": {"en": "as reported, 90 %", "sv": "som de rapporteras, 90 %"},
    "lies": {"en": "published lies", "sv": "den publicerade ligger"},
    "predicted": {"en": "predicted (90 %)", "sv": "förutsagd (90 %)"},
    "parameter": {"en": "parameter", "sv": "parameter"},
    "unit": {"en": "unit", "sv": "enhet"},
    "prior": {"en": "prior (90 %)", "sv": "före anpassning (90 %)"},
    "posterior": {"en": "posterior (90 %)", "sv": "efter anpassning (90 %)"},
    "left": {"en": "spread left", "sv": "spridning kvar"},
    "say": {"en": "the figures say", "sv": "siffrorna säger"},
    "not_scored": {"en": "{title} (not scored)", "sv": "{title} (räknas inte)"},
    "inside": {"en": "inside", "sv": "innanför"},
    "outside": {"en": "OUTSIDE", "sv": "UTANFÖR"},
    "learnt": {"en": "learnt", "sv": "lärd"},
    "partly learnt": {"en": "partly learnt", "sv": "delvis lärd"},
    "still the prior": {"en": "still the prior", "sv": "oförändrad"},
    "none": {"en": "none", "sv": "inga"},
    "further_out": {
        "en": "The published figures lie inside what the prior gives: {share} % of simulated years lie further out.",
        "sv": "De publicerade siffrorna ligger inom vad antagandena ger: {share} % av de simulerade åren ligger längre ut.",
    },
    "over the prior": {"en": "over the prior", "sv": "över antagandena"},
    "around the posterior": {"en": "around the posterior", "sv": "kring de anpassade parametrarna"},
    "coverage": {
        "en": "Over {years} simulated years {where}, 50 % intervals held the truth in {fifty} % and 90 % intervals in {ninety} %"
        " ({least} % to {most} % by quantity). Ranks: the least even is {quantity}, p = {p}, {verdict} {limit} (5 % over {count}"
        " quantities).",
        "sv": "Över {years} simulerade år {where} höll 50 %-intervallen sanningen i {fifty} % och 90 %-intervallen i {ninety} %"
        " ({least} % till {most} % per storhet). Ranger: minst jämn är {quantity}, p = {p}, {verdict} {limit} (5 % över {count}"
        " storheter).",
    },
    "below": {"en": "below", "sv": "under"},
    "not_below": {"en": "not below", "sv": "inte under"},
    "figures_out": {
        "en": "Figures outside the 90 % range of reported posterior years: {names} of {count} (one in ten may).",
        "sv": "Siffror utanför 90 % av de rapporterade åren efter anpassning: {names} av {count} (en av tio får).",
    },
    "others_out": {
        "en": "Figures outside their 90 % range when predicted from the others: {names} of {count}.",
        "sv": "Siffror utanför sina 90 % när de förutsägs ur de andra: {names} av {count}.",
    },
    "missed_prior": {
        "en": "Draws of the prior whose total effect is out of reach and becomes the nearest one that is not: {told}.",
        "sv": "Dragningar före anpassning vars totaleffekt inte kan nås och blir den närmaste som kan: {told}.",
    },
    "missed_posterior": {
        "en": "Draws of the posterior whose total effect is out of reach and becomes the nearest one that is not: {told}.",
        "sv": "Dragningar efter anpassning vars totaleffekt inte kan nås och blir den närmaste som kan: {told}.",
    },
    "missed": {"en": "{name} {share} %", "sv": "{name} {share} %"},
    "missed_by": {
        "en": "{name} {share} % (by {points} points on average)",
        "sv": "{name} {share} % (med {points} procentenheter i snitt)",
    },
    "effects": {
        "en": "No count informs effects: that {least} to {most} is left of their spread instead of 1 is the method's own error. They always"
        " count as assumed.",
        "sv": "Inga antal säger något om effekter: att {least} till {most} är kvar av deras spridning i stället för 1 är metodens eget fel."
        " De räknas alltid som antagna.",
    },
    "verdict": {"en": "{Verdict}: {names}.", "sv": "{Verdict}: {names}."},
    "wide": {"en": "With wider priors", "sv": "Med vidare antaganden"},
    "with_wide": {"en": "with wider priors", "sv": "med vidare antaganden"},
    "moved": {"en": "median moved, posterior sd", "sv": "medianen flyttad, standardavvikelser"},
    "times": {"en": "spread times", "sv": "spridning gånger"},
    "said_of_moved": {
        "en": "The {few} that move most, of {count}, solved ones among them. The median parameter moves {middle} posterior sd; {share} %"
        " move less than half an sd. The wider posterior rests on {years} simulated years.",
        "sv": "De {few} som flyttar sig mest, av {count}, lösta bland dem. Medianparametern flyttar sig {middle} standardavvikelser;"
        " {share} % flyttar sig mindre än en halv. De vidare antagandena vilar på {years} simulerade år.",
    },
}


def page_of(result: Calibration, language: Language = "en") -> Page:
    """Give the page in a language."""
    words = {name: text[language] for name, text in WORDS.items()}
    sections = [
        Section("figures", words["figures"], (figures(result, words, language),)),
        Section("others", words["others"], (others(result, words, language),)),
        Section("parameters", words["parameters"], (parameters(result, words, language),)),
    ]
    if result.solved:
        sections.append(Section("solved", words["solved"], (solved(result, words, language),)))
    sections.append(Section("checks", words["checks"], (Steps(tuple(checks(result, words, language))),)))
    title = words["page"].format(folder=result.municipality.folder)
    return Page(title, sections=tuple(sections), language=language)


def figures(result: Calibration, words: dict[str, str], language: Language) -> Table:
    """Lay the published figures out beside what prior and posterior give."""
    titles = {name: row.title for name, row in result.municipality.targets.target.items()}
    rows = [
        (
            titles[row.target] if row.scored else words["not_scored"].format(title=titles[row.target]),
            short(row.published, language),
            span(row.prior_low, row.prior_high, language),
            f"{short(row.median, language)} ({span(row.low, row.high, language)})",
            span(row.reported_low, row.reported_high, language),
            words["inside" if row.inside else "outside"],
        )
        for row in rows_of(result.figures)
    ]
    return table_of(("figure", "published", "prior_counts", "posterior_counts", "reported", "lies"), rows, words)


def others(result: Calibration, words: dict[str, str], language: Language) -> Table:
    """Lay each figure out beside what the others say of it."""
    titles = {name: row.title for name, row in result.municipality.targets.target.items()}
    rows = [
        (
            titles[row.target],
            short(row.published, language),
            f"{short(row.median, language)} ({span(row.low, row.high, language)})",
            words["inside" if row.inside else "outside"],
        )
        for row in rows_of(result.without)
    ]
    return table_of(("figure", "published", "predicted", "lies"), rows, words)


def parameters(result: Calibration, words: dict[str, str], language: Language) -> Table:
    """Lay prior and posterior out, what was learnt first."""
    rows = [
        (
            row.parameter,
            row.unit,
            ranged(Range(row.prior_low, row.prior_median, row.prior_high), language),
            ranged(Range(row.posterior_low, row.posterior_median, row.posterior_high), language),
            write_number(row.left, 2, language),
            words[row.verdict],
        )
        for row in rows_of(result.parameters.sort_values("left"))
    ]
    return table_of(("parameter", "unit", "prior", "posterior", "left", "say"), rows, words)


def solved(result: Calibration, words: dict[str, str], language: Language) -> Table:
    """Lay out what is solved from the total effects."""
    rows = [(row.name, ranged(row.prior, language), ranged(row.posterior, language)) for row in result.solved]
    return table_of(("parameter", "prior", "posterior"), rows, words)


def checks(result: Calibration, words: dict[str, str], language: Language) -> Iterator[str]:
    """Say the checks in sentences."""
    yield words["further_out"].format(share=write_number(100 * result.further_out, 0, language))
    for where, found in zip(("over the prior", "around the posterior"), result.coverage, strict=True):
        yield covered(found, words[where], words, language)
    scored = result.figures[result.figures["scored"]]
    for key, frame in (("figures_out", scored), ("others_out", result.without)):
        names = ", ".join(frame.loc[~frame["inside"], "target"])
        yield words[key].format(names=names or words["none"], count=len(frame))
    for word, missed in result.missed.items():
        yield words[f"missed_{word}"].format(told=", ".join(out_of_reach(name, miss, words, language) for name, miss in missed.items()))
    if len(left := result.effects["left"]):
        least, most = (write_number(end, 2, language) for end in (left.min(), left.max()))
        yield words["effects"].format(least=least, most=most)
    for verdict, rows in result.parameters.groupby("verdict"):
        said = words[str(verdict)]
        yield words["verdict"].format(Verdict=said[:1].upper() + said[1:], names=", ".join(rows.sort_values("left")["parameter"]))


def covered(found: Coverage, where: str, words: dict[str, str], language: Language) -> str:
    """Say how often intervals held the truth, and whether the ranks are even."""
    shares = {"fifty": found.fifty, "ninety": found.ninety, "least": found.ninety_least, "most": found.ninety_most}
    percent = {name: write_number(100 * share, 1, language) for name, share in shares.items()}
    chances = {name: write_number(value, 4, language) for name, value in (("p", found.p), ("limit", found.limit))}
    verdict = words["below" if found.p < found.limit else "not_below"]
    named = {"years": found.years, "where": where, "quantity": found.least_even, "count": found.quantities, "verdict": verdict}
    return words["coverage"].format(**percent, **chances, **named)


def out_of_reach(name: str, missed: Missed, words: dict[str, str], language: Language) -> str:
    """Say how often, and by how much, a drawn total is out of reach."""
    share, points = (write_number(value, 1, language) for value in (100 * missed.share, missed.points))
    return words["missed_by" if missed.points else "missed"].format(name=name, share=share, points=points)


def widened_page(result: Widened, language: Language = "en") -> Page:
    """Give the page that sets two posteriors side by side, in a language."""
    words = {name: text[language] for name, text in WORDS.items()}
    rows = [moved_row(row, language) for row in result.moved[:FEW]]
    far = pd.Series([row.distance for row in result.moved])
    said = words["said_of_moved"].format(
        few=len(rows),
        count=len(far),
        middle=write_number(float(far.median()), 2, language),
        share=write_number(100 * float((far < NEAR).mean()), 0, language),
        years=write_number(result.years, 0, language),
    )
    table = table_of(("parameter", "posterior", "with_wide", "moved", "times"), rows, words)
    return Page("", sections=(Section("wide", "", (table, Sentence(said))),), language=language)


def moved_row(row: Moved, language: Language) -> tuple[str, ...]:
    """Write one parameter of two posteriors."""
    numbers = (write_number(value, 2, language) for value in (row.distance, row.spread))
    return (row.name, ranged(row.standard, language), ranged(row.wide, language), *numbers)


def table_of(heads: Iterable[str], rows: Iterable[tuple[str, ...]], words: dict[str, str]) -> Table:
    """Lay texts out, all from the left."""
    return Table("", tuple(Column(words[head], "left") for head in heads), tuple(map(Row, rows)))


def rows_of(frame: pd.DataFrame) -> list[Any]:
    """Give the rows of a frame, with its columns as attributes."""
    return list(frame.itertuples())


def short(value: float, language: Language) -> str:
    """Write a number by its three first digits."""
    said = f"{value:.3g}".replace("-", MINUS)
    return said.replace(".", ",") if language == "sv" else said


def span(low: float, high: float, language: Language) -> str:
    """Write the ends of a range."""
    return f"{short(low, language)} – {short(high, language)}"


def ranged(found: Range, language: Language) -> str:
    """Write a median and its range."""
    return f"{short(found.median, language)} ({span(found.low, found.high, language)})"


def write_into(path: Path, result: Calibration) -> None:
    """Renew a calibration's part of a Markdown page; with the wider priors, the part that compares the two posteriors."""
    if result.municipality.wide:
        write_part(path, "wide", widened_page(widened(result)).as_markdown().strip())
    else:
        page = page_of(result)
        write_part(path, "calibration", Page("", sections=page.sections).as_markdown().strip())


def write_part(path: Path, name: str, text: str) -> None:
    """Renew the part of a page between its marks, or begin the page."""
    begin, end = f"<!-- made: {name} -->", "<!-- end -->"
    made = f"{begin}\n{text}\n{end}"
    try:
        page = path.read_text(encoding="utf-8") if path.is_file() else "# Calibration\n"
        head, mark, rest = page.partition(begin)
        whole = f"{head}{made}{rest.partition(end)[2]}" if mark else f"{page}\n{made}\n"
        path.write_text(whole, encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"--page: {path}: cannot be written ({error}); expected a page one may write to") from error
