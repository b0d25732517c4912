"""What may be said: the municipality first, chance only, and never that an option saves or costs."""

import re

import numpy as np
import pandas as pd
import pytest

from ami_sim.analysis.differences import summarise
from ami_sim.report.basis import basis, interval_label
from ami_sim.report.wording import sentences
from ami_sim.report.words import Language, languages

CLAIMS: dict[Language, str] = {
    "en": r"\b(sav(e|es|ed|ing|ings)|costs?|cheaper|dearer|profit|loss|pays? off)\b",
    "sv": r"\b(spar(a|ar|ade|at)|besparing|kosta(r|de)?|billigare|dyrare|vinst|förlust|lönar sig)\b",
}


def summary_of(net: dict[str, float], replications: int = 30, spread: float = 1e5) -> pd.DataFrame:
    luck = np.random.default_rng(4)
    rows = []
    for replication in range(replications):
        for scenario, mean in net.items():
            rows.append((replication, scenario, "net_result", "municipality", "kr", mean + luck.normal(0, spread)))
            rows.append((replication, scenario, "in_work_24m", "", "persons", 40.0 + luck.normal(0, 1)))
            rows.append((replication, scenario, "queue_place_mean", "", "persons", 12.0 + luck.normal(0, 1)))
    frame = pd.DataFrame(rows, columns=["replication", "scenario", "measure", "actor", "unit", "value"])
    return summarise(frame.assign(draw=0, group=""), experiment="capacity", references=["no"], scenarios=list(net))


def test_the_english_sentence_leads_with_the_municipality_its_interval_and_its_label() -> None:
    said = sentences(summary_of({"no": 0.0, "60": -34.9e6}), reference="no", years=10)["60"]
    number = r"−3[45]\.\d"
    opening = "“60”: the municipality's net result differs from the reference by "
    assert re.match(rf"{opening}{number} \({number} to {number}\)\u00a0mnkr over 10\u00a0years", said)
    assert said.count("95\u00a0% interval, chance only") == 1
    assert said.endswith("This is no finding that an option saves or costs.")


def test_the_swedish_sentence_has_hard_spaces_decimal_comma_and_true_minus() -> None:
    said = sentences(summary_of({"no": 0.0, "60": -34.9e6}), reference="no", years=10, language="sv")["60"]
    number = r"−3[45],\d"
    opening = "”60”: kommunens nettoresultat skiljer sig från referensen med "
    assert re.match(rf"{opening}{number} \({number} till {number}\)\u00a0mnkr", said)
    assert "på 10\u00a0år" in said
    assert said.count("95\u00a0%-intervall, endast slump") == 1
    assert "-" not in said.replace("%-intervall", "")
    assert said.endswith("Detta är inget besked om att ett alternativ sparar eller kostar.")


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("net", [-34.9e6, 12.0e6, 0.0])
@pytest.mark.parametrize("replications", [1, 30])
def test_no_sentence_says_that_an_option_saves_or_costs(language: Language, net: float, replications: int) -> None:
    for said in sentences(summary_of({"no": 0.0, "60": net}, replications), reference="no", years=10, language=language).values():
        claims = said.replace(basis(language, "median"), "")
        assert not re.search(CLAIMS[language], claims, re.IGNORECASE), said


def test_what_holds_zero_cannot_be_told_apart() -> None:
    summary = summary_of({"no": 0.0, "60": 0.0})
    assert "net result cannot be told apart from the reference" in sentences(summary, reference="no", years=10)["60"]
    assert "nettoresultat går inte att skilja från referensen" in sentences(summary, reference="no", years=10, language="sv")["60"]


def test_what_is_equal_in_every_replication_is_said_to_be_the_same() -> None:
    said = sentences(summary_of({"no": 5.0, "60": 5.0}, spread=0.0), reference="no", years=10)["60"]
    assert "net result is the same as in the reference in every replication" in said


def test_one_replication_has_no_interval_and_says_so() -> None:
    summary = summary_of({"no": 0.0, "60": -34.9e6}, replications=1)
    said = sentences(summary, reference="no", years=10)["60"]
    assert "There is no interval: only one replication was run" in said
    assert "chance only" not in said.replace(basis("en", "median"), "")
    assert "bara en upprepning kördes" in sentences(summary, reference="no", years=10, language="sv")["60"]


def test_several_draws_are_said_to_be_drawn_from_assumptions_and_stay_chance_only() -> None:
    summary = summary_of({"no": 0.0, "60": -34.9e6}).assign(draws=50)
    said = sentences(summary, reference="no", years=10, parameters="prior")["60"]
    assert "The parameters are drawn from what is assumed of them" in said
    assert interval_label() in said


def test_an_option_is_called_by_its_title() -> None:
    titles = {"no": "No unit [x]", "60": "Sixty places"}
    said = sentences(summary_of({"no": 0.0, "60": -34.9e6}), reference="no", years=10, titles=titles)
    assert said["60"].startswith("“Sixty places”: ")
    assert said["no"].startswith("“No unit [x]” is the reference")


def test_the_reference_is_named_as_such_and_small_sums_are_written_in_tkr() -> None:
    said = sentences(summary_of({"no": 0.0, "60": -470_000.0}, spread=100.0), reference="no", years=1)
    assert said["no"].startswith("“no” is the reference")
    assert re.search("by −470 .*tkr over one year ", said["60"])


def test_a_summary_without_the_municipality_is_refused() -> None:
    summary = summary_of({"no": 0.0, "60": 1e6})
    with pytest.raises(ValueError, match="net_result of 60 against no is missing"):
        sentences(summary[summary["actor"] == ""], reference="no", years=10)
    with pytest.raises(ValueError, match="'today' is not among"):
        sentences(summary, reference="today", years=10)


def test_aid_that_own_wages_replace_is_called_a_shift() -> None:
    rows = [
        {"draw": 0, "replication": run, "scenario": name, "measure": measure, "actor": actor, "group": "", "unit": "kr"}
        | {"value": value + run}
        for name, net, aid, own in (("no", 0.0, 9e6, 0.0), ("sixty", -4e6, 7e6, 3e6))
        for measure, actor, value in (("net_result", "municipality", net), ("aid_cost", "", aid), ("aid_saved_by:ami_wage", "", own))
        for run in range(3)
    ]
    summary = summarise(pd.DataFrame(rows), experiment="e", references=["no"])
    said = sentences(summary, reference="no", years=10)["sixty"]
    assert "wages take the place of (a shift between committees, not a saving) differs from the reference by +3.00" in said
    assert "en växling mellan nämnder, ingen besparing" in sentences(summary, reference="no", years=10, language="sv")["sixty"]
