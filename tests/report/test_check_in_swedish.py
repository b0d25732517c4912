"""What a file means is said in the reader's language: what people live on, traits, groups, points, notes and numbers too."""

import re

import pytest

from ami_sim.report.pages.check import page_of
from ami_sim.report.pages.evidence import evidence_page
from ami_sim.report.words import known_title
from ami_sim.scenario.scenario import WEIGHTS
from ami_sim.workflow.check import check_file
from ami_sim.workflow.evidence import sources_about


@pytest.fixture(scope="module")
def swedish() -> str:
    """Give what `check --sv` says of the shipped study of capacity."""
    return re.sub(r"\s+", " ", page_of(check_file("experiments/capacity.toml"), "sv").as_text(400))


@pytest.mark.parametrize(
    "said",
    [
        "uteverksamhet 13",
        "lever på försörjningsstöd, avbrott i försörjningsstödet",
        "nedsatt arbetsförmåga",
        "2,5 gånger avgifterna",
        "poäng (lägst först)",
        "livets klockor",
        "Får användas som regel",
        "De 1 425 tkr lästa som fortsättning",
    ],
)
def test_the_words_of_the_files_are_swedish(swedish: str, said: str) -> None:
    assert said in swedish.replace("\u00a0", " ")


def test_no_name_of_the_vocabulary_is_left(swedish: str) -> None:
    assert re.findall(r"\b(?:aid gap|state benefit|reduced capacity|care home|ill health|first in line)\b", swedish) == []


def test_what_gives_points_has_a_word_in_every_language() -> None:
    assert all(known_title(language, "check", f"weight-{word}") for language in ("en", "sv") for word in WEIGHTS)


def test_a_parameter_says_in_swedish_what_it_is() -> None:
    said = evidence_page(sources_about("calibration/ragunda/evidence.toml", "work_rate"), "sv").as_text(200)
    assert "Att få arbete" in said
    assert "per månad" in said
