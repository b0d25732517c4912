"""The sentences about a run: what a workflow noted as facts, said in a language."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from ami_sim.report.number_formats import HARD_SPACE, scale_for, write_number, write_unit
from ami_sim.report.vocabulary import Language
from ami_sim.workflow.notes import Note, notes_in

FEW: Final = 3  # names that stand for a long list
SENTENCES: Final[Mapping[str, Mapping[Language, str]]] = {
    "partial": {
        "en": "Partial result: {done} of {planned} replications.",
        "sv": "Ofullständigt resultat: {done} av {planned} upprepningar.",
    },
    "medians": {
        "en": "Medians are used, with chance only in the intervals: {reason}. `ami-sim calibrate {folder}` makes a posterior.",
        "sv": "Medianer används, med bara slump i intervallen: {reason}. `ami-sim calibrate {folder}` gör en posterior.",
    },
    "rough": {
        "en": "Intervals rest on {draws} draws from the posterior and their ends are rough: {enough} or more are better.",
        "sv": "Intervallen vilar på {draws} dragningar ur posteriorn och deras ändar är grova: {enough} eller fler är bättre.",
    },
    "stand_in": {
        "en": "Option {option} changes the first year itself: the posterior was made without that, so its parameters are a stand-in.",
        "sv": "Alternativet {option} ändrar själva första året: posteriorn gjordes utan det, så dess parametrar är en ersättning.",
    },
    "assumed_share": {
        "en": "Of the spread in the municipality's expected net result this much comes from the {parameters} parameters that the first"
        " year's figures say nothing about, effects among them: {shares}.",
        "sv": "Av spridningen i kommunens väntade nettoresultat kommer så här mycket från de {parameters} parametrar som det första"
        " årets siffror inte säger något om, effekterna bland dem: {shares}.",
    },
    "given": {
        "en": "Parameters are those of the {rows} rows handed in.",
        "sv": "Parametrarna är de {rows} rader som lämnats in.",
    },
    "left_at_medians": {
        "en": "{count} parameters that have no column are at their medians in every draw: {names}.",
        "sv": "{count} parametrar utan kolumn har sin median i varje dragning: {names}.",
    },
    "own_priors": {
        "en": "Drawn from priors of one's own, independent of the posterior: {names}.",
        "sv": "Dragna ur egna fördelningar, oberoende av kalibreringen: {names}.",
    },
    "wider_prior": {
        "en": "Parameters are drawn from the wider prior {prior}; no figure of the first year is used.",
        "sv": "Parametrarna är dragna ur den vidare prioren {prior}; ingen siffra från det första året används.",
    },
    "held": {
        "en": "In every draw {values}. The draws and their first years are those that were found with the parameters' own values, so the"
        " start is a stand-in.",
        "sv": "I varje dragning {values}. Dragningarna och deras första år är de som hittades med parametrarnas egna värden, så starten är"
        " en ersättning.",
    },
    "precision_left_aside": {
        "en": "The file's [precision] is left aside: with medians there is one parameter draw.",
        "sv": "Filens [precision] lämnas därhän: med medianer finns bara en parameterdragning.",
    },
    "targets_reached": {
        "en": "Precision: all {targets} targets were reached after {draws} draws of {replications} replications.",
        "sv": "Precision: alla {targets} mål nåddes efter {draws} dragningar om {replications} upprepningar.",
    },
    "targets_left": {
        "en": "Precision: {reached} of {targets} targets were reached after {draws} draws of {replications} replications, {stopped}."
        " Not reached: {left}.",
        "sv": "Precision: {reached} av {targets} mål nåddes efter {draws} dragningar om {replications} upprepningar, {stopped}."
        " Inte nådda: {left}.",
    },
}
STOPPED: Final[Mapping[bool, Mapping[Language, str]]] = {  # by whether the most draws of the file were used
    True: {"en": "the most the file allows", "sv": "det mesta filen tillåter"},
    False: {"en": "where the run stopped", "sv": "där körningen slutade"},
}
HALF_WIDTH: Final[Mapping[Language, str]] = {
    "en": "{what} ±{has} {unit} (wanted ±{wanted})",
    "sv": "{what} ±{has} {unit} (önskat ±{wanted})",
}


def say(note: Note, language: Language = "en") -> str:
    """Say one note; KeyError for a note without a sentence, or one that lacks a fact."""
    written = {key: WRITERS[key](value, language) if key in WRITERS else value for key, value in note.facts.items()}
    return SENTENCES[note.name][language].format(**written)


def say_all(notes: Iterable[Note], language: Language = "en") -> str:
    """Say notes one after the other; nothing when there are none."""
    return " ".join(say(note, language) for note in notes)


def said_of(manifest: Mapping[str, Any], language: Language = "en") -> str:
    """Say what a manifest notes; one written by version 0.1 holds the sentences themselves."""
    before = manifest.get("note_sv" if language == "sv" else "note", "")
    return say_all(notes_in(manifest), language) if "notes" in manifest else str(before)


def in_both(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Give the sentences under the keys that scripts read; no key when nothing is noted."""
    said = {"note": said_of(manifest, "en"), "note_sv": said_of(manifest, "sv")}
    return said if any(said.values()) else {}


def shares(found: Mapping[str, float], language: Language) -> str:
    """Write shares by option."""
    said = ", ".join(f"{name} {share:.0%}" for name, share in found.items())
    return said.replace("%", f"{HARD_SPACE}%") if language == "sv" else said


def values(held: Mapping[str, float], _: Language) -> str:
    """Write parameters and the value each is held at."""
    return ", ".join(f"{name} = {value:g}" for name, value in held.items())


def names(listed: Sequence[str], _: Language) -> str:
    """Write the first few names of a list."""
    return ", ".join(listed[:FEW]) + (" …" if len(listed) > FEW else "")


def half_widths(left: Iterable[Mapping[str, Any]], language: Language) -> str:
    """Say which half-width each target has that was not reached, and which it was to have."""
    told = []
    for row in left:
        scale = scale_for(row["unit"], [row["half_width"], row["wanted"]])
        has, wanted = (write_number(row[key] / scale.divisor, scale.decimals, language) for key in ("half_width", "wanted"))
        what = f"{row['option']}, {row['measure']} {row['actor']}".strip()
        told.append(HALF_WIDTH[language].format(what=what, has=has, wanted=wanted, unit=write_unit(scale.unit, language)))
    return "; ".join(told)


WRITERS: Final[Mapping[str, Callable[[Any, Language], str]]] = {
    "shares": shares,
    "values": values,
    "names": names,
    "left": half_widths,
    "stopped": lambda whole, language: STOPPED[whole][language],
}
