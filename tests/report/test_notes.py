"""What is noted of a run is said in both languages, whole, with the numbers of the language."""

import re
from typing import Any

import pytest

from ami_sim.report.notes import in_both, said_of, say
from ami_sim.report.option_titles import option_titles
from ami_sim.report.words import catalogue, languages
from ami_sim.workflow.notes import Note, notes_in

LEFT = [
    {"option": "today", "measure": "net_result", "actor": "municipality", "unit": "kr", "half_width": 2_345_678.0, "wanted": 1e6},
    {"option": "no", "measure": "people_met", "actor": "", "unit": "persons", "half_width": 3.25, "wanted": 2.0},
]
CALLED = option_titles({"today": "As today", "no": "No unit: as before"}, "en")
FACTS: dict[str, dict[str, Any]] = {
    "partial": {"done": 2, "planned": 3},
    "medians": {"reason": "town/posterior.parquet: no such file", "folder": "town"},
    "rough": {"draws": 30, "enough": 100},
    "stand_in": {"option": "today"},
    "assumed_share": {"parameters": 7, "shares": {"today": 0.25, "sixty": 0.3}},
    "given": {"rows": 12},
    "left_at_medians": {"count": 5, "names": ["lock_in", "fade", "work_rate", "stay"]},
    "own_priors": {"names": ["lock_in"]},
    "fitted": {"municipality": "Ragunda"},
    "checks_unrecorded": {},
    "checks_failed": {"failed": ["ranks_prior", "left_out"]},
    "rewrites_history": {"options": ["sooner"]},
    "open_cases": {"file": "cases.csv", "cases": 12, "day": "2026-01-01"},
    "outlasting": {"cases": 2},
    "own_stages": {"names": ["rehabilitation"]},
    "wider_prior": {"prior": "wide"},
    "held": {"values": {"lock_in": 1.0, "fade": 0.5}},
    "precision_left_aside": {},
    "targets_reached": {"targets": 2, "draws": 30, "replications": 2},
    "targets_left": {"targets": 4, "reached": 2, "draws": 36, "replications": 2, "stopped": True, "left": LEFT},
}

CHECKS = tuple(f"check-{name}" for name in ("ranks_prior", "ranks_posterior", "predicted", "left_out", "cloud"))


def test_every_note_is_tried() -> None:
    parts = ("share", "stopped-most", "stopped-early", "half-width", *CHECKS)  # what stands inside a sentence
    assert {*FACTS, *parts} == set(catalogue("en", "notes").messages)


@pytest.mark.parametrize("name", FACTS)
def test_a_note_is_said_whole_in_both_languages_and_differently(name: str) -> None:
    english, swedish = (say(Note(name, FACTS[name]), language) for language in languages())
    assert english != swedish
    for text in (english, swedish):
        assert "{" not in text
        assert text.endswith(".")
        assert re.match(r"[A-ZÅÄÖ\d]", text)


def test_half_widths_stand_in_the_languages_own_numbers() -> None:
    said = {language: say(Note("targets_left", FACTS["targets_left"]), language, CALLED) for language in languages()}
    assert "the most the file allows" in said["en"]
    assert "As today, Net result (Municipality) ±2.35 mnkr (wanted ±1.00); No unit, People met ±3.2 persons (wanted ±2.0)" in said["en"]
    assert "As today, Nettoresultat (Kommunen) ±2,35 mnkr (önskat ±1,00)" in said["sv"]
    assert "No unit, Personer som träffats ±3,2 personer (önskat ±2,0)" in said["sv"]


def test_why_medians_are_used_is_said_in_the_language() -> None:
    assert "town/posterior.parquet: det finns ingen sådan fil." in say(Note("medians", FACTS["medians"]), "sv")


def test_shares_have_a_hard_space() -> None:
    note = Note("assumed_share", FACTS["assumed_share"])
    assert say(note).endswith("today 25\u00a0%, sixty 30\u00a0%.")
    assert say(note, "sv").endswith("today 25\u00a0%, sixty 30\u00a0%.")


def test_a_manifest_gives_its_notes_again_and_says_them_under_the_keys_of_scripts() -> None:
    notes = (Note("partial", FACTS["partial"]), Note("rough", FACTS["rough"]))
    manifest = {"notes": [note.as_dict() for note in notes]}
    assert notes_in(manifest) == notes
    assert said_of(manifest).startswith("Partial result: 2 of 3 replications. Intervals rest on 30 draws")
    assert in_both(manifest)["note_sv"].startswith("Ofullständigt resultat: 2 av 3 upprepningar. Intervallen vilar")
    assert in_both({}) == {}


def test_a_manifest_of_an_earlier_version_is_said_as_it_stands() -> None:
    assert said_of({"note": "As it was.", "note_sv": "Som det var."}, "sv") == "Som det var."


def test_a_note_without_a_sentence_is_a_fault() -> None:
    with pytest.raises(LookupError, match="unheard_of"):
        say(Note("unheard_of"))
