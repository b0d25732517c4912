"""The sentences about a run: what a workflow noted as facts, said in a language."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from ami_sim.report import words
from ami_sim.report.errors import told
from ami_sim.report.number_formats import scale_for, write_number, write_unit
from ami_sim.report.option_titles import Titles, option_titles
from ami_sim.report.vocabulary import measure_title
from ami_sim.report.words import Language, actor_title
from ami_sim.workflow.notes import Note, notes_in

FEW: Final = 3  # names that stand for a long list


def say(note: Note, language: Language = "en", titles: Titles | None = None) -> str:
    """Say one note; LookupError for a note without a sentence, ValueError for one that lacks a fact. titles: of options."""
    called = Titles() if titles is None else titles
    written = {key: WRITERS[key](value, language, called) if key in WRITERS else value for key, value in note.facts.items()}
    return words.say(language, f"notes.{note.name}", **written)


def say_all(notes: Iterable[Note], language: Language = "en", titles: Titles | None = None) -> str:
    """Say notes one after the other; nothing when there are none."""
    return " ".join(say(note, language, titles) for note in notes)


def said_of(manifest: Mapping[str, Any], language: Language = "en") -> str:
    """Say what a manifest notes; one written by version 0.1 holds the sentences themselves."""
    before = manifest.get("note_sv" if language == "sv" else "note", "")
    called = option_titles(manifest.get("titles", {}), language)
    return say_all(notes_in(manifest), language, called) if "notes" in manifest else str(before)


def in_both(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Give the sentences under the keys that scripts read; no key when nothing is noted."""
    said = {"note": said_of(manifest, "en"), "note_sv": said_of(manifest, "sv")}
    return said if any(said.values()) else {}


def shares(found: Mapping[str, float], language: Language, titles: Titles) -> str:
    """Write shares by option."""
    return ", ".join(words.say(language, "notes.share", option=titles[name], share=round(100 * share)) for name, share in found.items())


def values(held: Mapping[str, float], _: Language, __: Titles) -> str:
    """Write parameters and the value each is held at."""
    return ", ".join(f"{name} = {value:g}" for name, value in held.items())


def names(listed: Sequence[str], _: Language, __: Titles) -> str:
    """Write the first few names of a list."""
    return ", ".join(listed[:FEW]) + (" …" if len(listed) > FEW else "")


def half_widths(left: Iterable[Mapping[str, Any]], language: Language, titles: Titles) -> str:
    """Say which half-width each target has that was not reached, and which it was to have."""
    said = []
    for row in left:
        scale = scale_for(row["unit"], [row["half_width"], row["wanted"]])
        has, wanted = (write_number(row[key] / scale.divisor, scale.decimals, language) for key in ("half_width", "wanted"))
        actor = f" ({actor_title(language, row['actor'])})" if row["actor"] else ""
        what = f"{titles[row['option']]}, {measure_title(row['measure'], language)}{actor}"
        said.append(words.say(language, "notes.half-width", what=what, has=has, wanted=wanted, unit=write_unit(scale.unit, language)))
    return "; ".join(said)


def checks(failed: Sequence[str], language: Language, _: Titles) -> str:
    """Say which checks of its own a posterior fails."""
    return "; ".join(words.say(language, f"notes.check-{name}") for name in failed)


WRITERS: Final[Mapping[str, Callable[[Any, Language, Titles], str]]] = {
    "shares": shares,
    "values": values,
    "names": names,
    "failed": checks,
    "left": half_widths,
    "options": lambda listed, _, titles: ", ".join(titles[name] for name in listed),
    "option": lambda name, _, titles: titles[name],
    "reason": lambda sentence, language, _: told(sentence, language),
    "stopped": lambda whole, language, _: words.say(language, f"notes.stopped-{'most' if whole else 'early'}"),
}
