"""The vocabulary: what ships keeps its codes, what is one's own comes behind it, and what cannot be is refused by name."""

import pickle

import pytest

from ami_sim.model.lowering import lower
from ami_sim.model.randomness import luck, named_luck, purpose_named
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.load import bundled, load_scenario
from ami_sim.scenario.registry import (
    DISCHARGE,
    I_ACTIVITY,
    LEFT,
    RELAPSE,
    SHIPPED,
    SHIPPED_CLOCKS,
    SHIPPED_COUNT,
    Vocabulary,
)
from tests.model.purposes import PURPOSES

RAGUNDA = bundled("calibration/ragunda/scenario.toml")


def test_the_codes_of_what_ships_are_those_that_logs_and_files_hold() -> None:
    assert (len(SHIPPED.stages), len(SHIPPED.incomes), len(SHIPPED.events), SHIPPED_CLOCKS) == (16, 16, 30, 17)
    assert (SHIPPED.stages[LEFT], SHIPPED.incomes[I_ACTIVITY]) == ("left", "activity")
    assert (SHIPPED.events[RELAPSE], SHIPPED.events[DISCHARGE]) == ("relapse", "discharge")
    assert SHIPPED.events_of_clocks == tuple(range(17))  # a clock that ships is its event's code
    assert SHIPPED.in_need == (1, 2, 3, 4, 5, 6, 13)  # whose aid was ended is in need still


def test_rows_of_ones_own_come_behind_those_that_ship() -> None:
    known = (
        SHIPPED.with_stage("rehabilitation", {"en": "Rehabilitation"}, in_need=True, income="aid")
        .with_income("grant")
        .with_event("called", clock=False, stages=("rehabilitation",), leads_to="waiting_place")
        .with_event("win", {"sv": "Vinner"}, stages=("paused",), leads_to="rehabilitation", income="grant")
        .with_trait("tall")
    )
    assert (known.stages.index("rehabilitation"), known.incomes.index("grant"), known.traits.index("tall")) == (16, 16, 7)
    assert (known.events.index("called"), known.events.index("win")) == (SHIPPED_COUNT, SHIPPED_COUNT + 1)
    assert (known.clocks[17], known.events_of_clocks[17]) == ("win", SHIPPED_COUNT + 1)  # clock 17 brings event 31
    assert known.in_need == (1, 2, 3, 4, 5, 6, 13, 16)
    assert known.outcomes == (*SHIPPED.outcomes, "rehabilitation")
    assert known.clock_stages("win") == ("paused",)
    assert Vocabulary() == SHIPPED  # a new one was made each time
    assert pickle.loads(pickle.dumps(known)) == known
    assert hash(pickle.loads(pickle.dumps(known))) == hash(known)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: SHIPPED.with_stage("work", income="work"), 'stage "work": there is one of that name already'),
        (lambda: SHIPPED.with_stage("in_need", in_need=True), 'stage "in_need": expected a name of its own'),
        (lambda: SHIPPED.with_stage("Two words", in_need=True), 'stage "Two words": expected a name of its own'),
        (lambda: SHIPPED.with_stage("coached"), 'stage coached: income: "" is not known'),
        (lambda: SHIPPED.with_stage("coached", income="akasa"), 'stage coached: income: "akasa" is not known. Did you mean "akassa"'),
        (lambda: SHIPPED.with_income("aid"), 'income "aid": there is one of that name already'),
        (lambda: SHIPPED.with_event("win", leads_to="wrk"), 'event win: leads_to: "wrk" is not known. Did you mean "work"'),
        (lambda: SHIPPED.with_event("win", stages=("pausd",)), 'event win: stages: "pausd" is not known. Did you mean "paused"'),
        (lambda: SHIPPED.with_event("win", income="welth"), 'event win: income: "welth" is not known'),
        (lambda: SHIPPED.with_event("win", leads_to="unborn"), 'event win: leads_to: "unborn" is not known'),
        (lambda: SHIPPED.with_trait("woman"), 'trait "woman": there is one of that name already'),
    ],
)
def test_what_cannot_be_is_refused_by_name(make: object, said: str) -> None:
    with pytest.raises(InputError) as error:
        make()  # type: ignore[operator]
    assert said in str(error.value)


def test_a_file_may_name_what_is_ones_own_only_with_its_vocabulary() -> None:
    settings = {"mapping.leads_to.rehabilitation": 0.1}
    with pytest.raises(InputError, match=r'mapping.leads_to: "rehabilitation" is not known'):
        load_scenario(RAGUNDA, settings)
    known = SHIPPED.with_stage("rehabilitation", in_need=True)
    scenario = load_scenario(RAGUNDA, settings, vocabulary=known)
    assert scenario.vocabulary == scenario.model_copy(update={"name": "other"}).vocabulary == known
    plan = lower(scenario)
    assert 16 in plan.tables.leads_to[0]
    assert len(plan.tables.hazard) == 17 * 16
    assert plan.tables.in_need[16] == 1


def test_an_income_of_ones_own_needs_its_price() -> None:
    with pytest.raises(InputError, match=r"income\.grant is missing"):
        load_scenario(RAGUNDA, vocabulary=SHIPPED.with_income("grant"))


def test_streams_of_names_cannot_meet() -> None:
    """A draw's place is purpose + 64 * occasion modulo 2**64: each name has a stretch of its own from 2**63 up."""
    names = [f"purpose {i}" for i in range(1000)]
    first = [purpose_named(name) % 2**64 for name in names]
    assert min(first) >= 2**63
    assert max(first) + 64 * (2**23 - 1) < 2**64  # never round to 0
    assert len({(place >> 29, place & 63) for place in first}) == len(names)
    key, known = 0x0123456789ABCDEF, PURPOSES.values()
    assert named_luck(key, "patience", 3) == luck(key, purpose_named("patience"), 3)
    assert named_luck(key, "patience", 3) not in {luck(key, purpose, occasion) for purpose in known for occasion in range(50)}
    with pytest.raises(InputError, match="occasion -1; expected 0 to 8388607"):
        named_luck(key, "patience", -1)
