"""A stage of one's own as a SimPy process: who gets in, how long, what it asks for, what ends it, and what is refused."""

from collections.abc import Callable, Generator
from typing import Any

import pandas as pd
import pytest

import ami_sim as ami

Process = Generator[Any, Any, Any]
SIXTY: dict[str, Any] = {"unit": "sixty"}
IN: dict[str, Any] = {**SIXTY, "mapping.leads_to": {"rehabilitation": "40 %"}, "rewrites_history": True}
ASKED: dict[str, dict[str, Any]] = {"today": SIXTY, "mine": IN}

ABROAD: dict[str, Any] = {
    **{"title": "A grant abroad", "kind": "grant", "payer": "employer", "amount": {2019: "0 kr per month"}, "index": "none"},
    **{"taxable": "no", "aid_tested": False, "why": "It is taxed there.", "source": "A test", "sure": "L", "mark": "assumed"},
}


def rehabilitation(unit: Any, person: Any) -> Process:
    """Wait for a coach at most some months, then take part."""
    with unit.request("coach", person) as turn:
        patience = unit.timeout(person.exponential("patience in rehabilitation", mean="9 months"))
        if turn not in (yield turn | patience):
            return "paused"
        yield unit.timeout(person.gamma("length of rehabilitation", mean="6 months", shape=2))
    return "waiting_place"


def in_rehabilitation(spells: Any, window: Any) -> float:
    """Give the mean number of persons in the stage."""
    return float(spells.stage("rehabilitation").days(window) / window.days)


@pytest.mark.slow
def test_a_stage_gets_days_intervals_and_the_same_bytes_from_two_workers(model: ami.Model, difference: Callable[..., float]) -> None:
    model.stage(income="aid", needs={"coach": 2})(rehabilitation)
    model.measure(unit="persons")(in_rehabilitation)
    model.price("coach", payer="region", payee="resources", amount="9 tkr per month", stage="rehabilitation")
    answer = ami.compare(model.options(ASKED), replications=4, parameters="median", workers=2)
    alone = ami.compare(model.options(ASKED), replications=4, parameters="median", workers=1)
    pd.testing.assert_frame_equal(answer.measures, alone.measures, check_exact=True)
    mean, low = (difference(answer, "mine", "in_rehabilitation", column=column) for column in ("mean", "ci_low"))
    assert 0 < low < mean
    assert answer.note().startswith("Run on SimPy, some ten runs a second: rehabilitation is a process of its own, written in Python. Hist")
    assert "mine changes what happened before the parting" in answer.note()
    assert answer.manifest["run"]["engine"] == "simpy"


def test_a_price_of_days_in_a_stage_is_those_days_at_its_amount(model: ami.Model) -> None:
    @model.stage(income="aid", enters={"mapping": 1.0})
    def rest(unit: Any, person: Any) -> Process:
        yield unit.timeout("6 weeks")
        return "paused"

    model.measure(unit="months")(resting)
    model.set({"discount": 0.0})
    before = model.options(a=SIXTY, b=SIXTY)
    model.price("bed", payer="region", payee="resources", amount="9000 kr per month", stage="rest", index="none")
    after = model.options(a=SIXTY, b=SIXTY)
    free, paid = (ami.compare(asked, replications=1, parameters="median", workers=1).measures for asked in (before, after))

    def one(frame: pd.DataFrame, measure: str, actor: str = "") -> float:
        rows = frame.query("measure == @measure and actor == @actor and group == '' and scenario == 'a'")
        return float(rows["value"].iloc[0])

    months = one(paid, "resting")
    assert months > 1
    deflated = one(free, "net_result", "region") - one(paid, "net_result", "region")
    assert 0.9 * 9000 * months < deflated <= 9000.01 * months  # later years' kronor are worth a little less in the price year's
    assert one(free, "net_result", "society") - one(paid, "net_result", "society") == pytest.approx(deflated, abs=1)
    assert one(free, "net_result", "municipality") == one(paid, "net_result", "municipality")


def resting(spells: Any, window: Any) -> float:
    """Count months in the stage."""
    return float(spells.stage("rest").days(window)) / (365.25 / 12)


def test_a_stay_of_fixed_length_is_that_long_unless_life_ends_it(model: ami.Model) -> None:
    @model.stage(income="aid", enters={"mapping": 1.0})
    def rest(unit: Any, person: Any) -> Process:
        yield unit.timeout(30)
        return "paused"

    @model.measure(unit="stays")
    def ended(spells: Any, window: Any) -> int:
        return int(spells.event("rest_to_paused").starts(window))

    @model.measure(unit="days")
    def days(spells: Any, window: Any) -> float:
        return float(spells.stage("rest").days(window))

    @model.measure(unit="stays")
    def begun(spells: Any, window: Any) -> int:
        return int(spells.stage("rest").came_from("mapping").starts(window))

    answer = ami.compare(model.options(a=SIXTY, b=SIXTY), replications=1, parameters="median", workers=1)
    found = answer.measures.query("scenario == 'a' and actor == '' and group == ''").set_index("measure")["value"]
    assert found["begun"] > 20
    assert found["ended"] > 0.8 * found["begun"]
    assert 30 * (found["ended"] - 5) <= found["days"] <= 30 * (found["begun"] + 5)
    assert (
        found["begun"] == found["people_mapped"] or found["begun"] >= answer.measures.query("measure == 'people_mapped'")["value"].iloc[0]
    )


def test_no_more_take_part_than_there_are_coaches_and_what_is_held_is_given_back(model: ami.Model) -> None:
    at_once: dict[Any, list[int]] = {}

    @model.stage(income="aid", enters={"mapping": 1.0}, needs={"coach": 3})
    def rest(unit: Any, person: Any) -> Process:
        with unit.request("coach", person) as turn:
            yield turn
            seen = at_once.setdefault(unit, [0])
            seen.append(seen[-1] + 1)
            try:
                yield unit.timeout("1 year")
            finally:
                seen.append(seen[-1] - 1)
        return "paused"

    ami.compare(model.options(a=SIXTY, b=SIXTY), replications=1, parameters="median", workers=1)
    assert [max(seen) for seen in at_once.values()] == [3, 3]  # one unit an option
    assert min(map(len, at_once.values())) > 10  # work, illness and moves end stays in the middle, and others take their turn


@pytest.mark.slow
def test_resources_can_differ_between_options_and_open_later(model: ami.Model, difference: Callable[..., float]) -> None:
    model.stage(income="aid", enters={"mapping": 0.5})(rehabilitation)
    model.measure(unit="persons")(in_rehabilitation)
    model.resource("coach", capacity=1, from_="2020-06-01")
    asked = model.options(one=SIXTY, eight={**SIXTY, "resource.coach.capacity": 8})
    answer = ami.compare(asked, replications=2, parameters="median", workers=2)
    assert difference(answer, "eight", "in_rehabilitation") != 0


def test_luck_is_the_persons_own_by_name(model: ami.Model) -> None:
    drawn: dict[str, dict[tuple[int, int], float]] = {}

    @model.stage(income="aid", enters={"mapping": 1.0})
    def rest(unit: Any, person: Any) -> Process:
        seen = drawn.setdefault("length", {})
        first = person.uniform("length")
        assert person.uniform("other") != first
        assert seen.setdefault((person.referrer, person.number), first) == first or (person.referrer, person.number) in again
        again.add((person.referrer, person.number))
        yield unit.timeout(10_000)
        return "paused"

    again: set[tuple[int, int]] = set()
    ami.compare(model.options(a=SIXTY, b={"unit": "half"}), replications=1, parameters="median", workers=1)
    assert len(drawn["length"]) > 20


def test_a_subclass_of_the_model_and_own_stages_go_into_compare(model: ami.Model, difference: Callable[..., float]) -> None:
    class Impatient(ami.Ami):
        """Of those who wait for a place, four in five give up after a week."""

        def waiting_place(self, person: Any) -> Process:
            while (yield from self.live_until(person, self.now + 7)):
                if self.luck(person, "gives up") < 0.8:
                    self.happen(person, "wait_too_long")
                    return

    asked = model.options(a={"unit": "half"}, b=SIXTY)
    plain, own = (
        ami.compare(asked, replications=1, parameters="median", engine=engine) for engine in ("simpy", ami.SimpyEngine(Impatient))
    )
    assert own.manifest["run"]["engine"] == "simpy (Impatient)"
    waits = [found.measures.query("measure == 'wait_place_mean_days' and group == ''")["value"].mean() for found in (plain, own)]
    assert waits[1] < waits[0]


@pytest.mark.slow
def test_an_event_with_its_clock_runs_on_both_engines_alike(model: ami.Model, difference: Callable[..., float]) -> None:
    """It leads to a stage that is no process, with an income there: as many of each as `test_own_vocabulary.py` has, compiled for both."""
    model.words = model.words.with_income("abroad_wage").with_stage("abroad", income="abroad_wage")
    model.set({"prices.income.abroad_wage": ABROAD})
    model.event(
        "moved_abroad", rate="0.05 per month", stages={"in_need": 1.0}, leads_to="abroad", title={"en": "Moves abroad", "sv": "Flyttar"}
    )
    asked = model.options(a={**SIXTY, "clock.moved_abroad.rate": "0 per month", "rewrites_history": True}, b=SIXTY)
    fast, readable = (ami.compare(asked, replications=2, parameters="median", engine=engine, workers=1) for engine in ("compiled", "simpy"))
    pd.testing.assert_frame_equal(fast.measures, readable.measures, check_exact=True)
    assert difference(fast, "b", "months_waiting") < 0


def ends(target: Any) -> Callable[..., Any]:
    """Make a stage that returns something after a day."""

    def rest(unit: Any, person: Any) -> Process:
        yield unit.timeout(1)
        return target

    return rest


def asks(resource: str) -> Callable[..., Any]:
    """Make a stage that asks for a resource."""

    def rest(unit: Any, person: Any) -> Process:
        with unit.request(resource, person) as turn:
            yield turn
        return "paused"

    return rest


def fails(unit: Any, person: Any) -> Process:
    """Read what is not there."""
    yield unit.timeout(person.bron)
    return "paused"


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (ends("pausd"), r'stage rest: rest \(.*test_stage\.py:\d+\) returns "pausd", no stage to go to from here. Did you mean "paused"'),
        (ends("mapping"), r'returns "mapping", no stage to go to from here'),
        (ends(None), 'returns None; expected a stage, as in return "paused"'),
        (asks("coch"), 'request: "coch" is no resource of the model. Did you mean "coach"'),
        (fails, 'stage rest: fails .* fails: AttributeError: a person has no "bron"'),
    ],
)
@pytest.mark.parametrize("workers", [1])
def test_a_process_that_goes_wrong_is_named(model: ami.Model, function: Any, said: str, workers: int) -> None:
    model.stage(income="aid", enters={"mapping": 1.0}, needs={"coach": 1}, name="rest")(function)
    with pytest.raises(ami.InputError, match=said):
        ami.compare(model.options(a=SIXTY, b=SIXTY), replications=1, parameters="median", workers=workers)


def test_what_is_wrong_with_a_stage_is_said_where_it_is_given(model: ami.Model) -> None:
    def nothing(unit: Any, person: Any) -> str:
        return "paused"

    class Misspelt(ami.Ami):
        def wating_place(self, person: Any) -> Process:
            yield self.at(self.now, 0)

    wrong: list[tuple[Callable[[], Any], str]] = [
        (lambda: model.stage(income="aid")(nothing), "stage nothing: .* yields nothing; expected a SimPy process"),
        (lambda: model.stage(income="aidd")(rehabilitation), 'income: "aidd" is not known. Did you mean "aid"'),
        (lambda: model.stage(income="aid", like="pausd")(rehabilitation), 'like: "pausd" is not a stage. Did you mean "paused"'),
        (lambda: model.stage(income="aid", enters={"maping": 0.1}, name="a")(rehabilitation), 'enters: "maping" is neither mapping nor'),
        (lambda: model.stage(income="aid", name="work")(rehabilitation), 'stage "work": there is one of that name already'),
        (lambda: model.event("e", rate="2 per moth", stages="work"), "clock e: rate"),
        (lambda: model.event("e", rate="2 per month", stages="wrok"), 'stages: "wrok" is not known. Did you mean "work"'),
        (lambda: model.price("p", payer="region", payee="resorces", amount="1 kr per month"), 'payee: "resorces" is not known'),
        (lambda: model.price("p", payer="region", payee="resources"), "amount, once, formula: none given; expected one of them"),
        (lambda: model.resource("coach", capacity="3 kg"), "resource coach: capacity: "),
        (
            lambda: ami.compare(model.options(a={}, b={}), engine=ami.SimpyEngine(Misspelt)),
            'Misspelt.wating_place: is no stage.* Did you mean "waiting_place"',
        ),
    ]
    for call, said in wrong:
        with pytest.raises(ami.InputError, match=said):
            call()


def test_the_compiled_engine_refuses_a_process_in_one_sentence(model: ami.Model) -> None:
    model.stage(income="aid", needs={"coach": 1})(rehabilitation)
    with pytest.raises(ami.InputError, match='engine: "compiled" cannot run rehabilitation, a process of your own; expected "simpy"'):
        ami.compare(model.options(ASKED), engine="compiled")
