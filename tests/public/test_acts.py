"""What a researcher changes in a notebook, by public names alone: strategy, intervention, prior, draws; each with its interval."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pandas as pd
import pytest

import ami_sim as ami
from ami_sim.record.monthly import BESIDE
from ami_sim.workflow.results import read_results

HALF = {"unit": "half"}


def longest_need(person: Any, today: float, theta: Any) -> float:
    """Rank by time in need; the lowest comes first."""
    return -(today - float(person.need_since))


def aid_cost(spells: Any, window: Any) -> float:
    """Take a name that is taken."""
    return 0.0


def test_a_strategy_handed_in_by_function_becomes_a_row_of_its_name(model: ami.Model, difference: Callable[..., float]) -> None:
    asked = model.options(today=HALF, mine={**HALF, "from_parting": {"order.mapping": longest_need}})
    answer = ami.compare(asked, replications=12, parameters="median", workers=2)
    assert difference(answer, "mine", "wait_mapping_mean_days") != 0.0
    assert difference(answer, "mine", "wait_mapping_mean_days", column="ci_low") < difference(answer, "mine", "wait_mapping_mean_days")
    row = model.scenario.strategy["longest_need"]
    assert row.title == "Rank by time in need; the lowest comes first."
    again = ami.compare(asked, replications=12, parameters="median", workers=1)
    pd.testing.assert_frame_equal(again.measures, answer.measures, check_exact=True)


def named(order: Any) -> dict[str, Any]:
    return {"from_parting": {"order.mapping": order}}


def test_the_same_order_by_decorator_and_by_name_gives_the_same(model: ami.Model) -> None:
    model.strategy(longest_need)
    asked = model.options(today=HALF, mine={**HALF, **named("longest_need")}, also={**HALF, **named(longest_need)})
    found = ami.compare(asked, replications=2, parameters="median", workers=1).measures
    one, other = (found[found["scenario"] == name].drop(columns="scenario").reset_index(drop=True) for name in ("mine", "also"))
    pd.testing.assert_frame_equal(one, other, check_exact=True)


def test_an_order_that_begins_on_the_parting_date_leaves_the_history_alone(model: ami.Model, difference: Callable[..., float]) -> None:
    asked = model.options(today=HALF, mine={**HALF, "from_parting": {"order.mapping": longest_need}})
    answer = ami.compare(asked, replications=2, parameters="median", workers=1)
    paired = answer.monthly["measure"].str.startswith(BESIDE)  # differences from the reference, which has none
    rows = answer.monthly[(answer.monthly["month"] < answer.parting) & ~paired]
    before = {name: part.drop(columns="scenario").reset_index(drop=True) for name, part in rows.groupby("scenario")}
    pd.testing.assert_frame_equal(before["mine"], before["today"], check_exact=True)
    assert difference(answer, "mine", "wait_mapping_mean_days") != 0.0


@pytest.mark.slow
def test_a_function_that_does_not_compile_is_refused_and_runs_on_simpy(model: ami.Model) -> None:
    @model.strategy
    def by_diary(person: Any, today: float, theta: Any) -> float:
        """Rank with something the compiled engine has no word for."""
        diary: dict[Any, Any] = {"born": person.born, 1: str(today)}
        return float(diary["born"]) - len(diary[1])

    asked = model.options(today=HALF, mine={**HALF, "from_parting": {"order.places": by_diary}})
    with pytest.raises(ami.InputError, match=r"strategy by_diary .* does not compile: .*simpy"):
        ami.compare(asked, replications=1, parameters="median")
    answer = ami.compare(asked, replications=2, parameters="median", engine="simpy", workers=2)
    assert answer.manifest["run"]["engine"] == "simpy"


def test_an_intervention_is_another_one_with_changes(model: ami.Model, difference: Callable[..., float]) -> None:
    model.intervention("short_course", like="work_practice", length="10 weeks", first=True, source="own", mark="assumed")
    scenario = model.scenario
    course, practice = scenario.intervention["short_course"], scenario.intervention["work_practice"]
    assert scenario.preference[0] == "short_course"
    assert (course.length.kind, course.length.typical.value) == ("fixed", 70.0)
    assert (course.groups, course.who, course.lock_in) == (practice.groups, practice.who, practice.lock_in)
    nobody = {"intervention.short_course.who.ages": [99, 100]}
    asked = model.options(without={"unit": "sixty", "from_parting": nobody}, offered={"unit": "sixty"})
    answer = ami.compare(asked, replications=4, parameters="median", workers=2)
    assert difference(answer, "offered", "stays_completed") > 0
    assert difference(answer, "offered", "stays_completed", column="ci_high") > difference(answer, "offered", "stays_completed")


def test_a_subsidised_intervention_takes_its_rules_with_it(model: ami.Model) -> None:
    model.intervention("longer_job", like="extra_job", production=0.5)
    rules = [name for name, row in model.scenario.rule.items() if row.intervention == "longer_job"]
    assert rules == [f"longer_job_{name}" for name, row in model.scenario.rule.items() if row.intervention == "extra_job"]
    assert rules


def test_a_measure_gets_its_intervals_and_equals_the_shipped_one(model: ami.Model, difference: Callable[..., float]) -> None:
    @model.measure(unit="months", title={"en": "Months in open work", "sv": "Månader i öppet arbete"})
    def months_at_work(spells: Any, window: Any) -> float:
        """Count person-months in open work."""
        return float(spells.stage("work").days(window)) * 12 / 365.25

    answer = ami.compare(model.options(no={"unit": "before_2018"}, sixty={"unit": "sixty"}), replications=4, parameters="median", workers=2)
    for column in ("mean", "ci_low", "ci_high"):
        own, shipped = (difference(answer, "sixty", name, column=column) for name in ("months_at_work", "months_in_work"))
        assert own == pytest.approx(shipped, rel=1e-9)
    assert set(answer.summary.query("measure == 'months_at_work'")["unit"]) == {"months"}


def test_a_prior_is_drawn_and_the_posterior_kept_for_the_rest(model: ami.Model) -> None:
    model.prior("my_patience", median=6, low=3, high=12, unit="months").set({"life.case_patience": "my_patience months"})
    answer = ami.compare(model.options(today=HALF, sixty={"unit": "sixty"}), draws=3, workers=1)
    assert answer.parameters == "posterior"
    assert "Drawn from priors of one's own, independent of the posterior: my_patience." in answer.note()
    assert set(answer.measures["draw"]) == {0, 1, 2}


def test_draws_of_ones_own_are_run_as_given(model: ami.Model) -> None:
    asked = model.options(today=HALF, sixty={"unit": "sixty"})
    medians = model.scenario.at_medians()
    frame = pd.DataFrame({"new_on_aid": [medians["new_on_aid"], 2 * medians["new_on_aid"]]})
    answer = ami.compare(asked, draws=frame, replications=1, workers=2)
    assert answer.parameters == "given"
    assert answer.note().startswith("Parameters are those of the 2 rows handed in. ")
    assert "parameters that have no column are at their medians in every draw" in answer.note()
    assert answer.note("sv").startswith("Antagandena är de 2 rader som lämnats in. ")
    plain = ami.compare(asked, replications=1, parameters="median", workers=1)
    first = answer.measures[answer.measures["draw"] == 0].reset_index(drop=True)
    pd.testing.assert_frame_equal(first, plain.measures, check_exact=True)
    met = answer.measures.query("measure == 'people_met' and group == '' and scenario == 'sixty'").set_index("draw")["value"]
    assert met[1] > met[0]


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        ({"new_on_ade": [1.0]}, 'draws: the column "new_on_ade" is not an uncertain parameter. Did you mean "new_on_aid"'),
        ({"new_on_aid": [1.0, float("nan")]}, 'draws: row 1, column "new_on_aid": nan; expected a finite number'),
        ({"new_on_aid": []}, "draws: a frame of 0 rows and 1 columns; expected a row a draw"),
    ],
)
def test_draws_that_cannot_be_run_are_refused(model: ami.Model, frame: dict[str, list[float]], said: str) -> None:
    with pytest.raises(ami.InputError, match=said):
        ami.compare(model.options(today=HALF, sixty={"unit": "sixty"}), draws=pd.DataFrame(frame))


def test_what_is_wrong_is_said_where_it_is_given(model: ami.Model) -> None:
    wrong: list[tuple[Callable[[], Any], str]] = [
        (
            lambda: model.intervention("x", like="work_practise"),
            'like: "work_practise" is not an intervention. Did you mean "work_practice"',
        ),
        (lambda: model.intervention("fat", like="work_practice"), 'intervention "fat": there is one of that name already'),
        (lambda: model.intervention("x", like="fat", lenght="3 weeks"), 'unknown key "lenght".*Did you mean "length"'),
        (lambda: model.prior("q", median=1, low=2, high=3), "parameter q: low 2 <= median 1 <= high 3 does not hold"),
        (lambda: model.measure(unit="kr")(aid_cost), r'measure "aid_cost": is there already \(Aid'),
        (lambda: model.options(a={}), "options: 1 given; expected two or more"),
        (lambda: model.options(a={}, b={}, reference="c"), 'reference: "c" is not an option'),
        (lambda: model.options(a={}, b={"unit": "hlaf"}), 'option.b.unit: "hlaf" is not a unit .* Did you mean "half"'),
        (lambda: model.options(a={}, b={"unit": 3}), r"options: b: unit: expected a valid string \(value 3\)"),
        (lambda: model.options(a={}, b={"life.cse_patience": "1 day"}), 'unknown key "cse_patience"'),
        (
            lambda: model.options(a={}, b={"life.case_patience": longest_need}),
            "is a function; expected one under order.mapping, order.places",
        ),
        (lambda: model.strategy(lambda person, today, theta: 0.0), "strategy <lambda>: has no name"),
        (lambda: ami.compare(model.options(a={}, b={}), variant="x"), "variant: 'x'; expected with an experiment file"),
        (lambda: ami.compare(model.options(a={}, b={}), engine="simpi"), '"simpi" is not an engine. Did you mean "simpy"'),
        (
            lambda: ami.compare(model.options(a={}, b={}), engine=cast(Any, ami.SimpyEngine)),
            "engine: SimpyEngine is a class; expected a name",
        ),
    ]
    for call, said in wrong:
        with pytest.raises(ami.InputError, match=said):
            call()


def test_a_strategy_that_sees_what_nobody_can_see_is_refused(model: ami.Model) -> None:
    with pytest.raises(ami.InputError, match='reads the latent field "frailty"'):

        @model.strategy
        def cheat(person: Any, today: float, theta: Any) -> float:
            return -float(person.frailty)


def test_a_run_of_another_model_is_never_gone_on_with(model: ami.Model, tmp_path: Path) -> None:
    asked = model.options(today=HALF, mine={**HALF, "from_parting": {"order.mapping": longest_need}})
    ami.compare(asked, replications=1, parameters="median", workers=1, out=tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert len(manifest["inputs"]["a model made in Python"]) == 64
    model.set({"life.case_patience": "9 months"})
    other = model.options(today=HALF, mine={**HALF, "from_parting": {"order.mapping": longest_need}})
    with pytest.raises(ami.InputError, match="--resume: a model made in Python has changed since the run"):
        ami.compare(other, replications=1, parameters="median", workers=1, out=tmp_path, resume=True)
    with pytest.raises(ami.InputError, match="was asked of a model made in Python; expected the results of an experiment file"):
        read_results(tmp_path)
    assert ami.load(tmp_path).summary.equals(ami.load(tmp_path).summary)
