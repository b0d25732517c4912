"""The decision page of a decision worked out by hand: no folder, no run; headlines are the numbers that were put in, in both languages."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from ami_sim.analysis.break_even import BreakEven
from ami_sim.analysis.budget import Overrun
from ami_sim.analysis.choice import leads, rank, select, split
from ami_sim.analysis.gains import Gain
from ami_sim.analysis.payback import PAYING, YEARS, PaidBack
from ami_sim.analysis.payers import PayerResult
from ami_sim.analysis.sensitivity import threshold, tornado
from ami_sim.analysis.turned import Turned
from ami_sim.analysis.worth import worth_of
from ami_sim.report.document import Table, written
from ami_sim.report.pages.decision import decision_page, how_sure, pictures
from ami_sim.report.pages.decision.figures import beside
from ami_sim.workflow.decision import About, BothSides, Decision, HowSure, Size, WhatChanges, Which, WhoGains
from tests.analysis.test_choice import MNKR, OPTIONS, gamble_or_sure

LANGUAGES = ("en", "sv")
TITLES = {name: f"{name.capitalize()}: the title of {name}" for name in OPTIONS}

SIDES = tuple(
    PayerResult(payer, option, amount * MNKR, (amount - 1) * MNKR, (amount + 1) * MNKR, True)
    for payer, amounts in (("municipality", {"sure": -3.0, "gamble": -9.0}), ("society", {"sure": 1.0, "gamble": 1.5}))
    for option, amount in amounts.items()
)


def by_hand() -> Decision:
    """The gamble and the sure thing of `tests/analysis/test_choice.py`, decided on society's money."""
    choice = gamble_or_sure()
    mean = {"no": 0.0, "sure": 1 * MNKR, "gamble": -4 * MNKR}
    turned = (Turned("regime_ends", "regime", "It ends", mean, mean, mean, "sure", 1.0, "run"),)
    bars = tuple(tornado(choice.phi, choice.lead.mean(axis=1), choice.names, choice.lead_tau2))
    limits = tuple(threshold(choice.phi[:, choice.names.index(bar.name)], choice.means, bar.name) for bar in bars)
    amounts = {"people_met": 0.4, "months_waiting": 6.0, "months_in_work": 1.25, "aid_household_months": -2.5, "result_of_persons": 1234.0}
    levels = ("people_met", "months_waiting")
    gains = tuple(
        Gain(group, measure, people, amount, amount - 1, amount + 1, True, measure not in levels)
        for group, people in (("", 40.0), ("sex:woman", 20.0), ("sex:man", 20.0), ("age:60", 2.0))
        for measure, amount in amounts.items()
    )
    return Decision(
        about=About(Path("results"), "toy.toml", "toy", "A toy.", TITLES, "society", "prior", 7, 10.0),
        choice=choice,
        which=Which(rank(choice), leads(choice), select(choice), {"municipality": "no", "society": "gamble"}),
        both=BothSides(
            {"sure": -0.25 * MNKR, "gamble": -2 * MNKR}, {"sure": BreakEven(always="above"), "gamble": BreakEven(0.44, 0.31, 0.6)}
        ),
        how_sure=HowSure(split(choice, {}), ("other",)),
        what_changes=WhatChanges(Size(40, 2), turned, bars, limits),
        worth=worth_of(choice, [bar.name for bar in bars]),
        studies=None,
        who_gains=WhoGains(
            "gamble",
            gains,
            (PayerResult("state", "gamble", 2 * MNKR, 1 * MNKR, 3 * MNKR, True), *SIDES),
            tuple(PaidBack(payer, option, years, 0.25) for payer in PAYING for option in OPTIONS[1:] for years in YEARS),
            (Overrun("gamble", "ifo", "aid", 2021, 9e6, 0.25, 5e5), Overrun("sure", "ifo", "aid", 2021, 9e6, 0.75, 9e5)),
            {("ifo", "aid"): "amount"},
        ),
        months_in_work=choice.runs / MNKR,
    )


@pytest.fixture(scope="module")
def decision() -> Decision:
    return by_hand()


def flat(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


@pytest.fixture(scope="module")
def said(decision: Decision) -> dict[str, str]:
    return {language: flat(decision_page(decision, language).as_text()) for language in LANGUAGES}


@pytest.mark.parametrize(
    ("english", "swedish"),
    [
        ("“Gamble” has the largest expected net result: +1.50 mnkr", "”Gamble” har det största väntade nettoresultatet: +1,50 mnkr"),
        ("It is ahead of “Sure” by 0.50 mnkr", "Det ligger före ”Sure” med 0,50 mnkr"),
        ("(−3.00 to +4.00 mnkr, credible interval)", "(osäkerhetsintervall −3,00 till +4,00 mnkr)"),
        ("Gamble: the title of gamble", "Gamble: the title of gamble"),
        (
            "knowing every parameter before deciding would better this decision's expected result by 1.50 mnkr",
            "kännedom om alla antaganden före beslutet förbättra dess väntade resultat med 1,50 mnkr",
        ),
        ("In 1 of 1 lines another option than “Gamble” is the best", "I 1 av 1 rader är ett annat alternativ än ”Gamble” bäst"),
        ("AF: It ends", "AF: It ends"),
        ("25 %: 500", "25 %: 500"),
        ("+1.25 (+0.25; +2.25)", "+1,25 (+0,25; +2,25)"),
        ("25 % / 25 % / 25 % / 25 %", "25 % / 25 % / 25 % / 25 %"),
        ("Only 40 draws", "Bara 40 uppsättningar"),
    ],
)
def test_the_headlines_are_the_numbers_worked_out_by_hand(said: dict[str, str], english: str, swedish: str) -> None:
    assert english in said["en"]
    assert swedish in said["sv"]


def test_a_group_of_few_persons_has_no_line_and_nothing_is_left_unfilled(decision: Decision, said: dict[str, str]) -> None:
    parts = [part for section in decision_page(decision, "sv").sections for part in section.parts]
    (table,) = (part for part in parts if isinstance(part, Table) and part.key == "by_background")
    assert [row.cells[0] for row in table.rows] == ["Alla", "kön: kvinnor", "kön: män"]
    assert not any(sign in text for text in said.values() for sign in "{}`")


def test_the_municipality_and_society_stand_side_by_side_with_overhead_and_the_worth_at_which_society_is_at_0(decision: Decision) -> None:
    (table,) = (part for part in decision_page(decision).sections[0].parts if isinstance(part, Table) and part.key == "both_sides")
    rows = [[flat(written(cell, "en")) for cell in row.cells] for row in table.rows]
    assert rows == [
        ["Sure", "−3.00 −4.00 to −2.00", "−0.25", "~ +1.00 0.00 to +2.00", "above 0 whatever an hour is worth"],
        ["Gamble", "−9.00 −10.00 to −8.00", "−2.00", "+1.50 +0.50 to +2.50", "44 % (31 to 60 %)"],
    ]
    columns = [column.title for part in decision_page(decision).sections[0].parts if isinstance(part, Table) for column in part.columns]
    assert "P(best), given this model's structure" in columns
    worth = decision_page(decision).as_dict()["which"]["both_sides"]["worth_of_an_hour_at_0"]
    assert worth["gamble"]["share"] == 0.44


def test_scripts_get_the_same_numbers_under_keys_that_stay(decision: Decision) -> None:
    page = decision_page(decision).as_dict()
    assert list(page) == ["title", "opening", "about", "which", "how_sure", "what_changes", "what_next", "who_gains"]
    assert {row["option"]: row["p_best"] for row in page["which"]["ranked"]} == {"gamble": 0.5, "sure": 0.5, "no": 0.0}
    assert page["which"]["best_by_payer"] == {"municipality": "no", "society": "gamble"}
    assert page["what_next"]["evpi"]["value"] == pytest.approx(1.5 * MNKR)
    turns = {row["parameter"]: row["turns"] for row in page["what_changes"]["thresholds"]}
    assert [(turn["before"], turn["after"]) for turn in turns["good"]] == [("sure", "gamble")]
    assert turns["good"][0]["value"] == pytest.approx(3 / 7, abs=0.01)
    assert page["who_gains"]["budget_overruns"][0]["overrun_mean"] == 5e5


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_picture_has_words_and_can_be_drawn(decision: Decision, language: str) -> None:
    charts = pictures.charts(decision, language)
    assert [chart.key for chart in charts] == ["plane", "acceptability", "variance", "tornado"]
    assert all(chart.title and chart.how_to_read and "{" not in chart.title + chart.how_to_read for chart in charts)
    assert all(chart.png().startswith(b"\x89PNG") for chart in charts[1:2])


def test_few_draws_are_said_and_nothing_is_split(decision: Decision) -> None:
    few = gamble_or_sure(4)
    small = replace(
        decision,
        choice=few,
        which=Which(rank(few), leads(few), select(few), decision.which.best_by_payer),
        how_sure=HowSure(),
        what_changes=WhatChanges(None, ()),
        worth=None,
        months_in_work=np.zeros_like(few.runs),
    )
    text = flat(decision_page(small).as_text())
    assert text.count("Not shown: it takes 20 draws of two replications, and these results have 4 of 2.") == 3
    assert "AF's rules and other readings have not been run here: ami-sim switches toy.toml --draws 40 --out results" in text
    assert [chart.key for chart in pictures.charts(small, "en")] == ["plane", "acceptability"]


@pytest.mark.parametrize(
    ("language", "said", "left_out"),
    [
        ("en", "on average +1.50 mnkr over 10 years. The 95 % credible interval", "A single realised period"),
        ("sv", "i snitt +1,50 mnkr på 10 år. Osäkerhetsintervallet (95 %)", "En enskild period kan hamna"),
    ],
)
def test_of_an_interval_that_few_runs_do_not_give_nothing_is_said(decision: Decision, language: str, said: str, left_out: str) -> None:
    few = gamble_or_sure(4)  # 8 runs: no interval of a single future
    small = replace(decision, choice=few, which=Which(rank(few), leads(few), select(few), decision.which.best_by_payer))
    whole, short = (flat(how_sure.example(one, language)) for one in (decision, small))
    assert left_out in whole
    assert said in short
    assert left_out not in short
    assert "–" not in short
    one = gamble_or_sure(1)  # no interval at all
    single = replace(small, choice=one, which=Which(rank(one), leads(one), None, decision.which.best_by_payer))
    assert "–" not in how_sure.example(single, language)


def test_names_beside_a_picture_do_not_overlap_however_many_lines_they_have() -> None:
    figure = Figure(figsize=(6.9, 4.6), layout="constrained")
    axes = figure.add_subplot()
    axes.set_ylim(-40, 100)
    long = "As funded and staffed in 2019, with project money for ten years (which nobody has promised)"
    heights = {"100": 35.0, "60": 19.5, long: 19.5, "70": 19.0, "35": 6.0, "No unit": 0.0, "If the 1 425 tkr is refused": -1.5}
    beside(axes, [(height, name, "black") for name, height in heights.items()])
    FigureCanvasAgg(figure).draw()
    boxes = sorted((Text.get_window_extent(text) for text in axes.texts), key=lambda box: box.y0)
    assert len(boxes) == len(heights)
    assert all(later.y0 >= earlier.y1 for earlier, later in pairwise(boxes))
