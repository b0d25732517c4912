"""The evidence page says every row in the reader's language, with the numbers of the file."""

import re
import tomllib
from pathlib import Path

import pytest

from ami_sim.calibration.evidence import Words, load_evidence, row_of
from ami_sim.report.evidence_words import Spoken
from ami_sim.report.pages.evidence import evidence_page
from ami_sim.report.words import catalogue
from ami_sim.scenario.errors import InputError
from ami_sim.workflow.evidence import sources_about

HOME = Path(__file__).resolve().parents[2] / "calibration" / "ragunda"
EVIDENCE = HOME / "evidence.toml"
MONTH = re.compile(r"\b(\d{4})-\d\d\b(?:-(\d\d)\b)?")  # a month, or a day of it, as the file writes it


class Heard(Words):
    """Keep every text that is said."""

    def __init__(self) -> None:
        self.texts: set[str] = set()

    def text(self, text: str) -> str:
        self.texts.add(text)
        return text


def in_both() -> dict[str, tuple[str, str]]:
    """Give the texts in English and Swedish by message."""
    english, swedish = (catalogue(language, "sources") for language in ("en", "sv"))
    return {name: (english.said(name, {}), swedish.said(name, {})) for name in english.messages}


def page(about: str, language: str) -> str:
    """Give the page as plain text, hard spaces as spaces."""
    return evidence_page(sources_about(EVIDENCE, about, Spoken(language)), language).as_text(400).replace("\u00a0", " ")


def test_every_text_that_the_page_prints_is_in_every_language() -> None:
    evidence, heard = load_evidence(EVIDENCE), Heard()
    for entry in evidence.entries():
        row_of(evidence.document, entry, heard)
    heard.texts |= {row["source"] for row in tomllib.loads((HOME / "priors.toml").read_text(encoding="utf-8"))["parameter"].values()}
    assert len(heard.texts) > 800
    known = {english for english, _ in in_both().values()}
    assert {text for text in heard.texts if re.search(r"[^\W\d_]", text)} - known == set()


def numbers(text: str) -> list[str]:
    """Give the numbers of a text in order of size of their digits; the month of a date is a word in Swedish."""
    return sorted(re.findall(r"\d+", MONTH.sub(lambda found: f"{found[1]} {int(found[2] or 0) or ''}", text)))


def test_a_text_has_the_same_numbers_in_every_language() -> None:
    assert {name: said for name, said in in_both().items() if numbers(said[0]) != numbers(said[1])} == {}


def test_a_text_has_numbers_as_swedish_writes_them() -> None:
    wrong = r"\d \d{3}(?!\d)|\d (?:%|kr|tkr|mnkr)(?!\w)|\d\.\d+ ?%"
    assert {name: said for name, (_, said) in in_both().items() if re.search(wrong, said)} == {}


def test_a_figure_is_said_in_swedish() -> None:
    said = page("N29", "sv")
    assert "N29 (siffra): Budget för deltagarnas anställningar, sedan AF betalat halva kostnaden" in said
    assert "säger: omkring 2 900 000 kr per år" in said
    assert "när: 1 januari 2019 till 31 december 2019" in said
    assert "källa: AMI:s beslutspromemoria, Ragunda, 13 augusti 2019, avsnittet Redogörelse 1d, budget" in said
    assert "nystartsjobb, lägsta nivån: anställningar som N29 räcker till: 11,6 heltider" in said


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ("N8", "omkring 50 %"),
        ("N30", "−973 000 kr"),
        ("E17", "Vår bedömning: takt till vanligt arbete under en anställning eller praktik: 0,4 (0,2 till 0,7) gånger takten utanför"),
        ("N7", "till arbete, subventionerat eller inte: minst 6 personer; till studier: 2 personer"),
        ("D5", "källa: se N13, N29, N30"),
        ("work_rate", "källa: Bedömt ur att 12 till 18 % av de nya ärendena lämnar per månad (E23)"),
    ],
)
def test_amounts_and_sources_are_swedish(about: str, said: str) -> None:
    assert said in page(about, "sv")


def spaced(row: dict[str, str]) -> dict[str, str]:
    """Give the columns of a row with hard spaces as spaces, without the dates, which a page writes out."""
    return {key: text.replace("\u00a0", " ") for key, text in row.items() if key != "when"}


def test_english_says_what_the_file_says() -> None:
    found = sources_about(EVIDENCE)
    for plain, said in zip(found.rows(), found.rows(Spoken("en")), strict=True):
        assert spaced(said) == spaced(plain)
    assert found.rows(Spoken("en"))[2]["when"] == "1 January 2018 to 31 December 2018"


def test_a_word_is_found_in_ones_own_language() -> None:
    assert "R2" in {entry.id for entry in sources_about(EVIDENCE, "försörjningsstöd", Spoken("sv")).entries}
    with pytest.raises(InputError, match="nothing is said about"):
        sources_about(EVIDENCE, "försörjningsstöd", Spoken("en"))
