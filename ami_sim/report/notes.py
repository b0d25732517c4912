"""The sentences about a run: what a workflow noted as facts, said in a language."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from ami_sim.report import words
from ami_sim.report.number_formats import scale_for, write_number, write_unit
from ami_sim.report.words import Language
from ami_sim.workflow.notes import Note, notes_in

FEW: Final = 3  # names that stand for a long list


def say(note: Note, language: Language = "en") -> str:
    """Say one note; LookupError for a note without a sentence, ValueError for one that lacks a fact."""
    written = {key: WRITERS[key](value, language) if key in WRITERS else value for key, value in note.facts.items()}
    return words.say(language, f"notes.{note.name}", **written)


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
    return ", ".join(words.say(language, "notes.share", option=name, share=round(100 * share)) for name, share in found.items())


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
        told.append(words.say(language, "notes.half-width", what=what, has=has, wanted=wanted, unit=write_unit(scale.unit, language)))
    return "; ".join(told)


WRITERS: Final[Mapping[str, Callable[[Any, Language], str]]] = {
    "shares": shares,
    "values": values,
    "names": names,
    "left": half_widths,
    "stopped": lambda whole, language: words.say(language, f"notes.stopped-{'most' if whole else 'early'}"),
}
