"""A search drops what loses, spends fewer lives than the whole grid, and is the same for any number of workers."""

import json
import shutil
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pytest

from ami_sim.report.option_titles import option_titles
from ami_sim.report.pages.search import QuotedSearch, search_page, sentences
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.experiment import load_experiment
from ami_sim.workflow.found import Found, Tried
from ami_sim.workflow.search import search
from ami_sim.workflow.template import start_municipality

HEAD: Final = """
name = "grid"
title = "A small grid"
question = "Which of them?"
base = "../calibration/town/scenario.toml"
reference = "no"
seed = 7
delta = "3 mnkr"

[set]
end = 2021-03-01

[option.no]
title = "No unit"
unit = "before_2018"
discharge = true
"""
GRID: Final = """
[search]
unit = ["half", "hundred"]
strategy = ["ifo_first", "nearest_first"]
first = 10
per_round = 2
at_most = 16
again = 3
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Write the question and give the file."""
    folder = tmp_path_factory.mktemp("search") / "town"
    start_municipality(folder)
    shutil.rmtree(folder / "experiments")
    (folder / "experiments").mkdir()

    def written(grid: str, head: str = HEAD) -> Path:
        path = folder / "experiments" / "grid.toml"
        path.write_text(head + grid, encoding="utf-8")
        return path

    return written


@pytest.fixture(scope="module")
def page(file: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Found, Path]:
    """Search with one worker."""
    out = tmp_path_factory.mktemp("page")
    return search(file(GRID), parameters="prior", workers=1, out=out), out


def test_a_grid_is_every_combination_after_the_options_of_the_file(file: Any) -> None:
    question = load_experiment(file(GRID + '\n[search.set]\n"life.retirement_age" = [66, 67]'))
    names = list(question.scenarios)
    assert names[0] == "no"
    assert len(names) == 1 + 2 * 2 * 2
    assert names[1] == "half+ifo_first+life.retirement_age=66"
    chosen = question.scenarios["hundred+nearest_first+life.retirement_age=67"]
    assert chosen.orders()[0] == (None, "ifo_first", "ifo_first")  # the history is the same in every option
    assert chosen.orders()[-1] == (chosen.parting, "nearest_first", "nearest_first")
    assert chosen.life.retirement_age == 67
    assert question.experiment.option["half+ifo_first+life.retirement_age=66"].unit == "half"


def test_what_loses_is_dropped_and_lived_no_more(page: tuple[Found, Path]) -> None:
    found, out = page
    rows = {row.option: row for row in found.tried}
    assert set(rows) == {f"{unit}+{order}" for unit in ("half", "hundred") for order in ("ifo_first", "nearest_first")}
    assert found.winner.startswith("half+")  # places cost at once and pay later than this end
    assert rows["hundred+ifo_first"].dropped_after == rows["hundred+ifo_first"].rows
    assert rows[found.winner].behind == 0
    assert all(row.behind > found.delta for row in found.tried if row.option.startswith("hundred"))
    assert found.spent == sum(row.rows for row in found.tried)
    assert found.spent <= found.factorial
    frame = pd.read_csv(out / "search.csv")
    assert frame["option"].tolist() == [row.option for row in found.tried]
    assert (out / "search.json").is_file()


def test_the_page_says_what_the_winner_gives_on_fresh_lives(page: tuple[Found, Path]) -> None:
    said = " ".join(sentences(page[0], "en"))
    assert "On 6 fresh lives it changes Net result, Municipality by" in said
    assert "lives were spent; the whole grid to the same row would be" in said
    mean, low, high = page[0].found["computing"]
    assert low < mean < high
    assert ("That is worse than “No unit”" in said) == (mean < 0)


def test_one_sentence_names_the_winner_and_who_is_near_it(page: tuple[Found, Path]) -> None:
    found = page[0]
    said = QuotedSearch(found).brief()
    assert said.startswith("“35 + Those who live on aid first, as today” of 4 has the largest mean net result (municipality); ")
    called = option_titles({row.option: row.title for row in found.tried}, "en")
    assert all(f"“{called[name]}”" in said for name in found.alike)
    assert Found.from_dict(json.loads(json.dumps(found.as_dict()))) == found
    assert QuotedSearch(found).as_markdown().count("\n| ") == 2 + 4  # heading, line, options


def test_a_search_is_said_in_both_languages_without_a_run() -> None:
    tried = (Tried("sixty", "Sixty", 40, 0, 0.0), Tried("half", "Half", 40, 0, 0.4e6), Tried("none", "None", 10, 10, 9e6))
    ends = {"computing": (2.5e6, 2.0e6, 3.0e6), "credible": (2.5e6, -1.0e6, 6.0e6)}
    found = Found(
        title="A grid",
        measure="net_result",
        actor="society",
        unit="kr",
        delta=1e6,
        alpha=0.05,
        reference="no",
        winner="sixty",
        settled=False,
        survivors=("sixty", "half"),
        close=("sixty", "half"),
        tried=tried,
        rounds=(),
        spent=90,
        factorial=120,
        again=6,
        found=ends,
        paid={"computing": (-1e6, -1.2e6, -0.8e6)},
    )
    english, swedish = (" ".join(search_page(found, language).as_text().replace("\u00a0", " ").split()) for language in ("en", "sv"))
    assert "by +2.50 mnkr (simulation error ±500 tkr; −1.00 mnkr to +6.00 mnkr, 95 % credible interval)" in english
    assert "(25 % saved)" in english  # 90 lives of 120
    assert "not shown worse by more than 1.00 mnkr: Sixty, Half" in english
    assert "med +2,50 mnkr (simuleringsfel ±500 tkr" in swedish
    assert "Inte avgjort" in swedish
    assert "{" not in english + swedish


@pytest.mark.slow
def test_workers_change_nothing(file: Any, page: tuple[Found, Path]) -> None:
    assert search(file(GRID), parameters="prior", workers=2).as_dict() == page[0].as_dict()


@pytest.mark.parametrize(
    ("grid", "head", "said"),
    [
        ("", HEAD + '\n[option.half]\ntitle = "Half"\nunit = "half"\n', r"search: missing; expected a \[search\] table"),
        (GRID, HEAD.replace('delta = "3 mnkr"', ""), r"delta: missing; expected the smallest difference"),
        ('[search]\nunit = ["half"]', HEAD, r"fewer than two options"),
        ('[search]\nunit = ["half", "hundrd"]', HEAD, r'"hundrd" is not a unit.*Did you mean "hundred"'),
        ('[search]\nunit = ["half", "hundred"]\nat_most = 15', HEAD, r"at_most is 15 rows; expected first"),
    ],
)
def test_a_search_that_cannot_be_made_is_refused(file: Any, grid: str, head: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        search(file(grid, head), parameters="prior", workers=1)
