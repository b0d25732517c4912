"""An application to AF runs on while people wait or take part, what it grants is moved up to, and no stay has no length."""

from typing import Any

import numpy as np
import pytest

from ami_sim.engines.protocol import engine_named
from ami_sim.model.clocks import what_next
from ami_sim.model.history import population
from ami_sim.model.lowering import lower
from ami_sim.model.person import as_people
from ami_sim.model.strategies import rank
from ami_sim.model.tables import AT_ONCE, Plan
from ami_sim.record.checks import check_run
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.load import load_scenario
from ami_sim.scenario.registry import (
    A_ASKED,
    A_GRANTED,
    AF_ANSWERS,
    I_ACTIVITY,
    I_AID,
    I_AMI_WAGE,
    I_GAP,
    IN_INTERVENTION,
    MOVE_UP,
    PLANNED_END,
    START,
    W_MONEY,
    W_NOTHING,
    W_RULES,
)

RAGUNDA = "calibration/ragunda/scenario.toml"
NO_JOBS = ("extra_job", "introduction_job", "wage_subsidy", "new_start_job")


def planned(settings: dict[str, Any]) -> Plan:
    return lower(load_scenario(RAGUNDA, {"end": "2022-01-01", **settings}))


def lived(plan: Plan, replication: int = 0, engine: str = "compiled") -> tuple[np.ndarray, np.ndarray]:
    """Give a run's log, person by person, and the people."""
    people = population(plan, 1, 0, replication, None, engine_named("compiled").live)
    log = engine_named(engine).simulate(plan, people).log
    check_run(log, plan, people)
    return log[np.lexsort((np.arange(len(log)), log["person"]))], people


def lengths(log: np.ndarray, horizon: float) -> np.ndarray:
    """Days from each row of a person to the next."""
    ends = np.r_[log["time"][1:], horizon]
    ends[np.r_[log["person"][1:] != log["person"][:-1], True]] = horizon
    return np.asarray(ends - log["time"])


def jobs(settings: dict[str, Any], replications: int) -> float:
    """Mean persons in the unit's subsidised jobs."""
    plan = planned(settings)
    found = []
    for replication in range(replications):
        log, _ = lived(plan, replication)
        found.append(lengths(log, plan.horizon)[log["income"] == I_AMI_WAGE].sum() / plan.horizon)
    return float(np.mean(found))


def test_what_af_grants_to_somebody_in_practice_they_move_up_to_and_the_stay_is_neither_completed_nor_dropped() -> None:
    log, _ = lived(planned({}))
    up = np.flatnonzero(log["what"] == MOVE_UP)
    assert len(up) > 20
    assert (log["person"][up] == log["person"][up - 1]).all()
    assert (log["stage"][up - 1] == IN_INTERVENTION).all()
    assert (log["application"][up - 1] == A_GRANTED).all()
    assert (log["row"][up] < log["row"][up - 1]).all()  # to what stands before it in the preference


def test_afs_answer_comes_after_its_time_while_the_person_waits_or_takes_part() -> None:
    fixed = {"application": None, "parameter.af_weeks.median": 5.0}
    log, _ = lived(planned(fixed))
    answers = np.flatnonzero(log["what"] == AF_ANSWERS)
    first = [i for i in answers if log["application"][i - 1] == A_ASKED and log["application"][i - 2] not in (A_ASKED, A_GRANTED)]
    passed = [log["time"][i] - log["time"][i - 1] for i in first if log["what"][i - 1] == PLANNED_END]
    assert len(passed) > 20
    assert np.array(passed) == pytest.approx(35.0)


def test_a_stop_of_jobs_is_seen_in_what_people_wait_for() -> None:
    plan, stopped = planned({}), planned({f"intervention.{name}.closes": "2020-01-01" for name in NO_JOBS})
    found = []
    for one in (plan, stopped):
        log, _ = lived(one)
        day = 600.0
        last = np.array(
            [
                rows[-1]
                for rows in np.split(np.flatnonzero(log["time"] <= day), np.flatnonzero(np.diff(log["person"][log["time"] <= day])) + 1)
            ]
        )
        found.append(np.bincount(log["waits"][last], minlength=6))
    open_, closed = found
    assert open_.sum() == closed.sum()  # everybody waits for one thing or for nothing
    assert closed[W_RULES] > open_[W_RULES] + 10
    assert closed[W_RULES] == closed[W_NOTHING + 1 :].sum() - closed[5]  # besides a case, nothing but the rules stands in the way
    assert closed[W_MONEY] == 0


@pytest.mark.slow
def test_afs_time_and_holding_out_move_jobs_step_by_step() -> None:
    """Jobs fall as AF takes longer, no step is a tenth of the range of what may be, and holding out for better hardly matters."""
    wide = {"parameter.af_weeks.low": 0.5, "parameter.af_weeks.high": 30.0}
    by_weeks = [jobs({**wide, "parameter.af_weeks.median": float(weeks)}, 20) for weeks in range(1, 9)]
    assert by_weeks == sorted(by_weeks, reverse=True)
    assert max(np.abs(np.diff(by_weeks))) < 0.1 * by_weeks[0]
    days = [
        jobs({f"intervention.{name}.hold_out": f"{day} days" for name in ("work_practice", "occupation")}, 20) for day in (1, 10, 25, 60)
    ]
    assert max(days) - min(days) < 0.05 * days[0]
    assert max(np.abs(np.diff(days))) < 0.03 * days[0]


@pytest.mark.slow
def test_ten_more_weeks_of_waiting_cost_about_ten_weeks_of_job_per_start() -> None:
    """Where nothing else binds, a life goes round: waiting w weeks, a job of d; ten more weeks cost 10 d / (d + w) weeks a start, not all.

    Some wait in practice or are found unable to work meanwhile, so that a little less is lost.
    """
    free = {"parameter.af_weeks.low": 0.5, "parameter.af_weeks.high": 30.0, "unit.today.unlimited": True, "application": None}
    found = []
    for weeks in (3.0, 13.0):
        plan = planned({**free, "parameter.af_weeks.median": weeks})
        days = starts = 0.0
        for replication in range(20):
            log, _ = lived(plan, replication)
            job = log["income"] == I_AMI_WAGE
            days += lengths(log, plan.horizon)[job].sum()
            starts += (((log["what"] == START) | (log["what"] == MOVE_UP)) & job).sum()
        found.append((days / 7.0, starts))
    (soon, many), (late, fewer) = found
    lost, length = (soon - late) / ((many + fewer) / 2), soon / many
    assert 0.7 * 10 * length / (length + 13.0) < lost < 10.0


def test_no_stay_ends_on_the_day_it_began() -> None:
    plan = planned({})
    for replication in range(3):
        log, _ = lived(plan, replication)
        started = ((log["what"] == START) | (log["what"] == MOVE_UP)) & (log["stage"] == IN_INTERVENTION)
        over = np.r_[log["what"][1:] == PLANNED_END, False]
        whole = started & over & np.r_[log["person"][1:] == log["person"][:-1], False]
        assert whole.sum() > 20
        assert lengths(log, plan.horizon)[whole].min() >= 1.0 - 1e-9


def test_two_jobs_of_a_year_use_up_two_years_but_for_half_a_day_and_no_third_begins() -> None:
    """365 days twice under 24 months (730.5 days) leave half a day: too little for a stay, which asks for a day."""
    plan = planned({"parameter.job_months.median": 365 / 30.4375, "intervention.new_start_job.length.typical": "365 days"})
    assert plan.rows[0].name == "mapping"
    log, _ = lived(plan)
    new = [i for i, row in enumerate(plan.rows) if row.intervention == "new_start_job"]
    days = np.zeros(log["person"].max() + 1)
    np.add.at(days, log["person"], np.where(np.isin(log["row"], new), lengths(log, plan.horizon), 0.0))
    assert days.max() <= 730.5 + 1e-6


def test_jobs_without_decision_or_pause_end(capsys: pytest.CaptureFixture[str]) -> None:
    lived(planned({"intervention.extra_job.decision": "0 days", "intervention.extra_job.pause": 0.0}))


def test_either_engine_stops_at_the_first_event_beyond_those_that_one_instant_may_hold() -> None:
    """No file can ask for so many, so somebody is made to have had as many as may be when the first day begins; a few less go on."""
    plan, fast = planned({}), engine_named("compiled")
    people = population(plan, 1, 0, 0, None, fast.live)
    who = int(np.argmin([what_next(person)[0] for person in as_people(people)]))
    people["instant"][who], people["at_once"][who] = 0.0, AT_ONCE - 4
    assert len(fast.simulate(plan, people).log) > len(people)
    people["at_once"][who] = AT_ONCE
    said = []
    for engine in (fast, engine_named("simpy")):
        with pytest.raises(InputError, match=r"has more than 5000 events at one instant of 2018-09-01 \(.*, service none\)") as stopped:
            engine.simulate(plan, people)
        said.append(str(stopped.value))
    assert said[0] == said[1]
    assert f"person {people['number'][who]} of " in said[0]


def test_too_little_of_a_place_is_refused() -> None:
    with pytest.raises(InputError, match=r"intervention\.occupation: place: \"0\.004\" is less than can be told from none; expected 0"):
        planned({"intervention.occupation.place": 0.004})


def test_ifo_first_puts_those_who_live_on_aid_today_before_everybody_else() -> None:
    plan = planned({})
    people = as_people(population(plan, 1, 0, 0, None, engine_named("compiled").live))
    luck = np.random.default_rng(1).random(len(people))
    ranks: dict[bool, list[float]] = {True: [], False: []}
    for person, waited in zip(people, luck, strict=True):
        if 0 < person.stage < 7:
            person.queued = 365.0 * (1 - 4 * waited)  # up to four years of waiting
            ranks[person.income in (I_AID, I_GAP, I_ACTIVITY)].append(rank(person, 400.0, plan.tables, 0, lambda *_: 0.0))
    assert len(ranks[True]) > 30
    assert np.mean(np.array(ranks[True]) < min(ranks[False])) >= 0.95
