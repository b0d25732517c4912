"""The page of a cohort's exclusion: both languages, the range over runs, and the same numbers for scripts."""

import pytest

from ami_sim.report.pages.cohort import PAYERS, SPANS, CohortPage, cohort_page
from ami_sim.scenario.load import load_scenario


@pytest.fixture(scope="module")
def page() -> CohortPage:
    return cohort_page(load_scenario("calibration/ragunda/scenario.toml"), 2, seed=11)


def test_the_page_says_what_it_is_in_both_languages(page: CohortPage) -> None:
    texts = (page.as_text(), CohortPage(page.scenario, page.cohort, "sv").as_text())
    english, swedish = (" ".join(text.split()) for text in texts)
    assert "Everybody out of work and in need on 2020-01-01" in english
    assert "chance only" in english
    assert "Alla utan arbete och i behov" in swedish
    assert "prissätts inte" in swedish
    for name in page.cohort.groups:
        assert name in english


def test_scripts_get_the_same_numbers(page: CohortPage) -> None:
    found = page.as_dict()
    everybody = found["groups"]["all"]
    assert set(everybody["cost"]) == set(PAYERS)
    assert list(everybody["cost"]["society"]) == [f"{span:g}" for span in SPANS]
    parts = [everybody["cost"][actor]["40"] for actor in ("municipality", "region", "state")]
    assert sum(parts) == pytest.approx(everybody["cost"]["public"]["40"])
    assert everybody["cost"]["public"]["40"] > everybody["cost"]["public"]["10"] > 0
    assert everybody["years_out"]["40"] <= 40 * everybody["persons"]
