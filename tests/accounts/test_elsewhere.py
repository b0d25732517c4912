"""Who moves away lives on elsewhere: the municipality's account ends, everybody else's goes on, and society loses nobody."""

from typing import Any

import numpy as np
import pytest

from ami_sim.accounts.corrections import Standing
from ami_sim.accounts.elsewhere import flows_elsewhere
from ami_sim.accounts.ledger import PriceBook, by_actor, fold
from ami_sim.accounts.lines import Flow
from ami_sim.accounts.pricing import price_book
from ami_sim.engines.protocol import engine_named
from ami_sim.model.history import population
from ami_sim.model.lowering import lower
from ami_sim.record.monthly import month_edges
from ami_sim.record.spells import days_by_condition, spells_of
from ami_sim.scenario.load import bundled, load_scenario
from ami_sim.scenario.registry import (
    ELSEWHERE,
    GROUPS_OF_ACTORS,
    I_AID,
    I_WORK,
    IN_INTERVENTION,
    LEFT,
    MOVE,
    NOT_REFERRED,
    PAUSED,
    SICK_ON_AID,
    WAITING_MAPPING,
    WORK,
)
from tests.record.lives import months_of

TRUST = {"source": "a test", "sure": "L", "mark": "assumed"}
NOBODY_THERE: dict[str, Any] = {
    "timeline": [{"from": "2018-01-01", "unit": "empty_world", **TRUST}],
    "cohort": [],
    "end": "2026-01-01",
}


@pytest.mark.parametrize("at", [(NOT_REFERRED, I_AID), (SICK_ON_AID, I_AID), (WORK, I_WORK)])
def test_only_the_municipality_is_another(book: PriceBook, at: tuple[int, int]) -> None:
    """The same person here and elsewhere: what this municipality pays and is paid, the other one pays and is paid."""
    here, there = (by_actor(book.table([Standing(*at, rights=rights)], 2020)[0], book.lines) for rights in (0, ELSEWHERE))
    assert there["municipality"] == 0.0
    assert there["elsewhere"] == pytest.approx(here["municipality"])
    assert here["elsewhere"] == 0.0
    for actor in ("region", "state", "person", "employer", "public", "society"):
        assert there[actor] == pytest.approx(here[actor])
    assert book.on_aid([Standing(NOT_REFERRED, I_AID, rights=ELSEWHERE)], 2020).tolist() == [False]
    named = {(flow.payer, flow.payee, flow.kind): flow.amount for flow in book.flows(Standing(*at, rights=ELSEWHERE), 2020)}
    row = {line[:3]: kr for line, kr in zip(book.lines, book.row(Standing(*at, rights=ELSEWHERE), 2020).tolist(), strict=True) if kr}
    assert named == pytest.approx(row)


def test_what_passes_within_a_municipality_cancels_elsewhere() -> None:
    inside = Flow("other_municipal", "ami", "sold_services", "transfer", 100.0)
    aid = Flow("ifo", "person", "aid", "transfer", 8_000.0)
    assert list(flows_elsewhere([inside, aid])) == [aid._replace(payer="elsewhere")]


def test_society_is_the_same_whether_people_move_or_not() -> None:
    """Without a unit lives do not touch each other: nobody who moves is cured, and nobody is lost."""
    stay, go = (
        lower(load_scenario(bundled("calibration/ragunda/scenario.toml"), NOBODY_THERE | {"clock.move.rate": f"{rate} per month"}))
        for rate in (0, 0.01)
    )
    engine = engine_named("compiled")
    people = population(stay, 11, 0, 0, live=engine.live)
    months = np.datetime64(stay.scenario.start, "M") + np.arange(len(month_edges(stay)) - 1)
    sums, moved = [], 0
    for plan in (stay, go):
        log = engine.simulate(plan, people).log
        spells, book = spells_of(log, plan.horizon), price_book(plan)
        conditions, days = days_by_condition(spells, month_edges(plan))
        ledger = fold(days, conditions, months, book)
        sums.append({actor: float(kr.sum()) / 100 for actor, kr in by_actor(ledger, book.lines).items()})
        moved = int((log["what"] == MOVE).sum())
    assert moved > 100
    for actor in ("region", "state", "person", "employer", "public", "society"):
        assert sums[1][actor] == pytest.approx(sums[0][actor], rel=1e-7, abs=50.0), actor
    assert sums[0]["elsewhere"] == 0.0
    assert sums[1]["municipality"] + sums[1]["elsewhere"] == pytest.approx(sums[0]["municipality"], rel=1e-7)
    assert abs(sums[1]["elsewhere"]) > 0.05 * abs(sums[0]["municipality"])
    assert set(GROUPS_OF_ACTORS["society"]) - set(GROUPS_OF_ACTORS["public"]) == {"person", "employer"}


def test_who_moves_leaves_the_unit_and_is_counted_apart() -> None:
    plan = lower(load_scenario(bundled("calibration/ragunda/scenario.toml"), {"clock.move.rate": "0.05 per month"}))
    engine = engine_named("compiled")
    people = population(plan, 11, 0, 0, live=engine.live)
    spells = spells_of(engine.simulate(plan, people).log, plan.horizon)
    away = spells.rights & ELSEWHERE > 0
    assert not (away & (spells.stage >= WAITING_MAPPING) & (spells.stage <= PAUSED)).any()
    assert ((spells.what == MOVE) & (spells.came_from == IN_INTERVENTION)).sum() > 5
    edges = month_edges(plan)
    found = months_of(spells, edges, plan.vocabulary)
    there = sum(found[f"stage:{name}"] for name in plan.vocabulary.stages[1:]) + found["moved_away"]
    last = (spells.start <= edges[-1] - 1e-9) & (spells.end >= edges[-1])
    assert float(np.asarray(there)[-1]) == pytest.approx(last.sum(), rel=0.02)
    assert found["moved_away"][-1] > found["moved_away"][5] > 0
    assert (spells.stage[away] == LEFT).any()
