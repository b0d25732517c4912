"""The page of a screening of figures made by hand, in both languages, and its place on the decision page."""

from dataclasses import replace

import pandas as pd

from ami_sim.report.pages.decision import decision_page
from ami_sim.report.pages.screen_figures import figures_page
from ami_sim.workflow.screen_figures import COLUMNS, Screened
from tests.report.test_decision_page import by_hand, flat

ROWS = (
    ("life.patience", "25 days", False, "assumed", "L", "Judged", -2.5e6, 1e5, -0.2, -2.4e6, -0.2, -0.1, True, True),
    ("parameter.rate", "0.15", True, "memo", "H", "N1", 1e5, 4e5, 0.2, 5e4, 0.05, 0.1, False, True),
    ("discount", "0.035", False, "", "", "", 0.0, 0.0, 0.2, 0.0, 0.0, 0.0, False, False),
)


def by_figures() -> Screened:
    """Three figures: a cliff, one that chance alone could have moved, and one that moved nothing."""
    frame = pd.DataFrame(list(ROWS), columns=list(COLUMNS))
    titles = {"no": "No unit", "sure": "The sure thing"}
    return Screened("A toy.", "sure", "no", "society", -4e6, 1e7, 6, 5, 3, 1.5, 2, frame, titles)


def test_the_page_says_what_moves_the_answer_and_where_it_breaks() -> None:
    english, swedish = (flat(figures_page(by_figures(), language).as_text()) for language in ("en", "sv"))
    assert "net result of society" in english
    assert "Each of 5 figures of the files, drawn or not, was moved alone by 20 %" in english.replace("\N{NO-BREAK SPACE}", " ")
    assert "Cliffs: one of 2 figures breaks the answer" in english
    assert "a tenth of the interval): life.patience" in english
    assert "Stup: en av 2 siffror bryter svaret" in swedish
    assert "inte dragen; antagen L" in swedish or "inte dragen" in swedish


def test_numbers_for_scripts_are_those_of_the_table() -> None:
    data = figures_page(by_figures()).sections[0].data
    assert (data["option"], data["headline"]) == ("sure", -4e6)
    assert [row["figure"] for row in data["figures"]] == [row[0] for row in ROWS]


def test_a_decision_shows_the_figures_or_says_how_to_find_them() -> None:
    decision = by_hand()
    plain = flat(decision_page(decision, "en").as_text())
    assert "ami-sim screen toy.toml --figures --payer society --out results" in plain
    changed = replace(decision, what_changes=replace(decision.what_changes, figures=by_figures()))
    page = decision_page(changed, "en")
    assert "Cliffs: one of 2 figures breaks the answer" in flat(page.as_text())
