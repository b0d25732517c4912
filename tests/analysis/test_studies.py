"""Rows of studies: what is refused, what is true of a draw, and the data a study would give."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ami_sim.analysis.studies import Datum, Events, Seen, Study, data_of, observed, read_studies
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.quantities import MONTH
from ami_sim.scenario.registry import DROP_OUT, IN_INTERVENTION, PAUSED

GOOD = """
[group.stays]
title = "Stays"
title_sv = "Insatser"
parameters = ["stay_months"]
source = "a test"
sure = "L"
mark = "assumed"
[study.follow]
title = "Follow"
title_sv = "Följ"
cost = "60 tkr"
reveals = ["stays"]
source = "a test"
sure = "L"
mark = "assumed"
data = [{ law = "poisson", size = 12, events = { kinds = ["drop_out"], per = ["in_intervention"] } }]
"""


def read(tmp_path: Path, text: str) -> object:
    path = tmp_path / "studies.toml"
    path.write_text(text, encoding="utf-8")
    return read_studies(path, ["stay_months", "lock_in"], ["people_met"], ["no", "today"])


def test_a_file_of_studies_is_read(tmp_path: Path) -> None:
    path = tmp_path / "studies.toml"
    path.write_text(GOOD, encoding="utf-8")
    studies = read_studies(path, ["stay_months"], [], ["no"])
    assert studies.study["follow"].cost.value == 60_000
    assert studies.parameters(["stays"]) == ["stay_months"]
    assert studies.effects == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('["stay_months"]', '["stay_month"]', '"stay_month" is not an uncertain parameter. Did you mean "stay_months"?'),
        ('reveals = ["stays"]', 'reveals = ["stay"]', 'study.follow.reveals: "stay" is not a group. Did you mean "stays"?'),
        ('"drop_out"', '"dropout"', 'events.kinds: "dropout" is not an event. Did you mean "drop_out"?'),
        ('"in_intervention"', '"intervention"', 'events.per: "intervention" is not a stage. Did you mean "in_intervention"?'),
        ('cost = "60 tkr"', 'cost = "60 hours"', "study.follow.cost"),
        ("size = 12,", 'size = 12, measure = "people_met",', "measure and events given; expected one of"),
        ("size = 12,", "size = 0,", "size"),
        ('title = "Follow"', 'title = "Follow"\noption = "todays"', 'study.follow.option: "todays" is not an option'),
        ('law = "poisson"', 'law = "poison"', "law"),
        ("[group.stays]", "[group.stays", "not valid TOML"),
    ],
)
def test_what_is_wrong_is_named_with_the_nearest_valid_name(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(InputError) as error:
        read(tmp_path, GOOD.replace(old, new))
    assert said in str(error.value)


@pytest.fixture
def seen() -> Seen:
    """Two draws: in the second there are twice as many drop-outs in the same person-months."""
    rows = []
    for draw, drops in ((0, 4.0), (1, 8.0)):
        shared = {"draw": draw, "scenario": "today", "year": 2020}
        rows.append(shared | {"stage": IN_INTERVENTION, "what": -1, "to_stage": -1, "amount": 100 * MONTH})
        rows.append(shared | {"stage": IN_INTERVENTION, "what": DROP_OUT, "to_stage": PAUSED, "amount": drops})
    measures = pd.DataFrame(
        {"draw": [0, 1], "replication": 0, "scenario": "today", "measure": "people_met", "group": "", "value": [50.0, 70.0]}
    )
    return Seen([{"lock_in": 0.3}, {"lock_in": 0.6}], measures, pd.DataFrame(rows), [0])


def test_the_truth_of_a_draw_is_its_parameter_measure_rate_or_count(seen: Seen) -> None:
    drop_outs = Events(kinds=("drop_out",), before=("in_intervention",), per=("in_intervention",))
    assert seen.truth(Datum(law="normal", parameter="lock_in"), "today").tolist() == [0.3, 0.6]
    assert seen.truth(Datum(law="normal", measure="people_met"), "today").tolist() == [50.0, 70.0]
    assert seen.truth(Datum(law="poisson", events=drop_outs), "today") == pytest.approx([0.04, 0.08])
    assert seen.truth(Datum(law="as_run", events=Events(kinds=("drop_out",))), "today").tolist() == [4.0, 8.0]
    assert seen.truth(Datum(law="as_run", years=(2021,), events=Events(kinds=("drop_out",))), "today").tolist() == [0.0, 0.0]


def test_data_have_the_mean_and_spread_of_their_law() -> None:
    rng, truth = np.random.default_rng(1), np.full(20_000, 0.05)
    counts = observed(Datum(law="poisson", size=360, parameter="x"), truth, rng) ** 2 / 4 - 3 / 8
    assert counts.mean() == pytest.approx(18, rel=0.02)
    assert counts.var() == pytest.approx(18, rel=0.05)
    shares = np.sin(observed(Datum(law="binomial", size=40, parameter="x"), truth, rng)) ** 2
    assert shares.mean() == pytest.approx(0.05, rel=0.05)
    logs = observed(Datum(law="normal", sd=0.3, log=True, parameter="x"), truth, rng)
    assert (logs.mean(), logs.std()) == pytest.approx((np.log(0.05), 0.3), rel=0.02)


def test_a_number_that_is_undefined_in_a_draw_tells_nothing_there(seen: Seen) -> None:
    row = {"title": "t", "title_sv": "t", "cost": "1 tkr", "reveals": [], "source": "s", "sure": "L", "mark": "assumed"}
    study = Study.model_validate(row | {"data": [{"law": "as_run", "measure": "people_met"}, {"law": "as_run", "measure": "never"}]})
    assert data_of(study, seen, "today").shape == (2, 1)
