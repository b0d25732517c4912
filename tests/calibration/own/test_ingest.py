"""A log from file to priors and targets: known truth comes out, nobody can be told, and no damage to a file ends in a traceback."""

import math
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ami_sim.calibration.own.estimates import arrivals_by_month, estimates_of, timed_stays
from ami_sim.calibration.own.rows import check_rows
from ami_sim.calibration.own.table import pick, read_table
from ami_sim.calibration.targets import Targets, load_targets
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.load import load_scenario
from ami_sim.scenario.priors import Parameter
from ami_sim.scenario.quantities import MONTH
from ami_sim.scenario.registry import STAGES
from ami_sim.scenario.scenario import Scenario
from ami_sim.workflow.ingest import Ingested, ingest_log, propose_map
from tests.calibration.own.corrupt import corrupted
from tests.calibration.own.logs import log_of, map_of

PRIORS: dict[str, Any] = {
    "mapping_months": {"estimate": "median", "stage": "mapping"},
    "drop_out_rate": {"estimate": "rate", "stage": "in_intervention", "to": "case_closed", "months": (3, 36)},
    "new_on_aid": {"estimate": "arrivals", "where": {"Kön": "man"}},
}


@pytest.fixture(scope="module")
def ragunda() -> Scenario:
    return load_scenario("calibration/ragunda/scenario.toml")


@pytest.fixture(scope="module")
def found(ragunda: Scenario) -> Ingested:
    """Ingest 2 000 cases of known truth."""
    return ingest_log(log_of(2000), map_of(by=("Kön",), prior=PRIORS), scenario=ragunda)


def figure(frame: pd.DataFrame, **asked: Any) -> pd.Series:
    """Give the one row of estimates that is asked for; of all backgrounds."""
    rows = frame
    for column, value in ({"background": ""} | asked).items():
        rows = rows[rows[column] == value]
    assert len(rows) == 1, asked
    return rows.iloc[0]


def close(row: pd.Series, truth: float) -> bool:
    """Say whether an estimate lies within three and a half of its errors of the truth."""
    return bool(abs(row["value"] - truth) < 3.5 * row["error"])


def test_the_truth_a_log_was_made_from_comes_out(found: Ingested) -> None:
    frame = found.estimates
    assert (found.rows, found.used, found.unused) == (found.used, found.rows, {})
    assert close(figure(frame, estimate="arrivals"), 2000 / (700 / MONTH))
    wait = frame[(frame["estimate"] == "rate") & (frame["stage"] == "waiting_mapping") & (frame["background"] == "")]
    assert len(wait) >= 3
    assert all(close(row, MONTH / 40) for _, row in wait.iterrows())
    practice = frame[(frame["estimate"] == "rate") & (frame["to"] == "work") & (frame["background"] == "")]
    assert all(close(row, 0.4 * MONTH / 150) for _, row in practice.iterrows())
    shares = {to: figure(frame, estimate="share", stage="in_intervention", to=to) for to in ("work", "case_closed")}
    seen = 1 - math.exp(-shares["work"]["to_month"] * MONTH / 150)
    assert close(shares["work"], 0.4 * seen)
    assert close(shares["case_closed"], 0.6 * seen)
    assert close(figure(frame, estimate="median", stage="mapping"), 15 * 3.672061 / MONTH)  # the median of a gamma of shape 4


def test_backgrounds_are_estimated_apart(found: Ingested) -> None:
    assert set(found.estimates["background"]) == {"", "Kön=kvinna", "Kön=man"}
    men = figure(found.estimates, estimate="median", stage="waiting_mapping", background="Kön=man")
    assert close(men, 40 * math.log(2) / MONTH)
    assert 950 < men["n"] < 1050


def test_no_number_of_fewer_than_five_is_in_anything_that_is_shown(ragunda: Scenario) -> None:
    for people in (0, 1, 4, 7, 12, 30):
        log = log_of(40)
        kept = log[log["Ärende"].isin([f"A{number}" for number in range(people)])]
        result = ingest_log(kept, map_of(by=("Kön",), prior=PRIORS), scenario=ragunda)
        shown = [result.rows, result.used, result.people, result.late, result.open, result.after, *result.unused.values()]
        assert all(number is None or number % 5 == 0 for number in shown)
        assert (result.estimates["n"] >= 5).all()
        assert all(row["value"] >= 5 for row in result.targets.rows.values() if row["scale"] == "count")
        if people < 5:
            assert result.estimates.empty
            assert not result.priors.rows
            assert not result.targets.rows


def test_exits_of_few_are_told_together() -> None:
    """Six go to work, two to studies and one elsewhere: two and one are three, so that work is among the others, too."""
    rows = [(str(at), "Kö", "2018-01-02", "2018-03-01") for at in range(30)]
    ends = ["Arbete"] * 6 + ["Studier"] * 2 + ["Praktik"]
    rows += [(str(at), word, "2018-03-01", "") for at, word in enumerate(ends)]
    rows = [(case, word, start, "" if int(case) > 8 else end) for case, word, start, end in rows]
    table = pd.DataFrame(rows, columns=["case", "activity", "start", "end"])
    frame = estimates_of(check_rows(table, map_of(), STAGES), pd.Timestamp("2018-01-01"))
    waits = frame[(frame["stage"] == "waiting_mapping") & (frame["estimate"] == "share")]
    assert waits["to"].tolist() == ["others"]
    assert waits["value"].tolist() == pytest.approx([9 / 30])


def test_priors_are_rows_of_a_priors_file(found: Ingested, ragunda: Scenario) -> None:
    assert set(found.priors.rows) == set(PRIORS)
    for name, row in found.priors.rows.items():
        parameter = Parameter.model_validate(row)
        assert parameter.unit == ragunda.parameter[name].unit
        assert parameter.source.startswith("Own log, n = ")
        assert (parameter.grade, parameter.mark) == ("B", "derived")
    rate = found.priors.rows["drop_out_rate"]
    assert rate["low"] < 0.6 * MONTH / 150 < rate["high"]
    # A lognormal's 90 % is exp(+-1.645 of the relative error).
    assert rate["high"] / rate["median"] == pytest.approx(rate["median"] / rate["low"], rel=2e-3)
    men = found.priors.rows["new_on_aid"]
    assert men["low"] < 1000 / (700 / MONTH) < men["high"]
    assert set(found.as_before) == {one for one, row in ragunda.parameter.items() if row.shape != "fixed"} - set(PRIORS)


def test_targets_are_counted_as_by_hand(ragunda: Scenario) -> None:
    """Twelve mapped in the first year; seven in practice on its last day, and five gone on to work from it before."""
    rows = [(str(at), "Kartläggning", "2018-10-01", "2018-12-01") for at in range(12)]
    rows += [(str(at), "Praktik", "2018-12-01", "2019-09-01" if at < 7 else "2019-03-01") for at in range(12)]
    rows += [(str(at), "Arbete", "2019-03-01", "") for at in range(7, 12)]
    rows += [(f"k{at}", "Kö", "2019-07-01", "") for at in range(6)]
    table = pd.DataFrame(rows, columns=["Ärende", "Insats", "Från", "Till"])
    result = ingest_log(table, map_of(), scenario=ragunda)
    values = {name: row["value"] for name, row in result.targets.rows.items()}
    assert values == {"met": 12, "active": 7, "to_work": 5, "queue": 6, "left": 5}
    assert set(result.targets.held_back) == {"to_studies", "paused", "left_to_work", "left_to_studies"}


def test_what_is_handed_over_can_be_read_again(found: Ingested, ragunda: Scenario, tmp_path: Path) -> None:
    result = ingest_log(log_of(300), map_of(prior=PRIORS), scenario=ragunda, out=tmp_path / "own")
    assert [path.name for path in result.written] == ["own_estimates.csv", "own_priors.toml", "own_targets.toml"]
    priors = tomllib.loads((tmp_path / "own/own_priors.toml").read_text(encoding="utf-8"))["parameter"]
    assert {name: Parameter.model_validate(row).median for name, row in priors.items()} == {
        name: row["median"] for name, row in result.priors.rows.items()
    }
    targets = Targets.model_validate(tomllib.loads((tmp_path / "own/own_targets.toml").read_text(encoding="utf-8")))
    assert set(targets.scored) == set(result.targets.rows)
    assert load_targets(tmp_path / "own/own_targets.toml", ragunda) == targets
    texts = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "own").iterdir())
    assert "A17" not in texts


def test_a_log_that_tells_who_somebody_is_is_refused_and_never_written(ragunda: Scenario, tmp_path: Path) -> None:
    log = log_of(100)
    numbered = log.assign(**{"Ärende": [f"811218-9876 {case}" for case in log["Ärende"]]})
    for table, kind in ((numbered, "personal identity numbers"), (log.assign(Namn="Anna Berg"), "names of persons")):
        with pytest.raises(InputError, match=kind) as refused:
            ingest_log(table, map_of(), scenario=ragunda)
        assert "811218" not in str(refused.value)
        assert "Anna" not in str(refused.value)
    ingest_log(numbered.assign(Namn="Anna Berg"), map_of(), scenario=ragunda, pseudonymise=True, out=tmp_path)
    assert not any(word in path.read_text(encoding="utf-8") for path in tmp_path.iterdir() for word in ("811218", "Anna"))
    told = log.assign(Insats="Anna, 811218-9876")
    with pytest.raises(InputError, match="personal identity numbers"):
        propose_map(told)
    assert "811218" not in propose_map(told, pseudonymise=True)
    with pytest.raises(InputError, match="expected a column that tells nobody's identity"):
        ingest_log(log.assign(Namn="Anna Berg"), map_of(by=("Namn",)), scenario=ragunda, pseudonymise=True)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"stage": {"Kö": "waitng_mapping"}}, 'stage.Kö: "waitng_mapping" is not known. Did you mean "waiting_mapping"?'),
        (
            {"prior": {"new_on_ad": {"estimate": "arrivals"}}},
            'prior: "new_on_ad" is not an uncertain parameter. Did you mean "new_on_aid"?',
        ),
        ({"prior": {"new_on_aid": {"estimate": "months", "stage": "work"}}}, 'is in "months"; expected an estimate in "persons a month"'),
        ({"by": ("Köön",)}, 'columns: "Köön" is no column of the log. Did you mean "Kön"?'),
    ],
)
def test_a_map_that_does_not_fit_is_refused(more: dict[str, Any], said: str, ragunda: Scenario) -> None:
    with pytest.raises(InputError) as refused:
        ingest_log(log_of(5), map_of(**more), scenario=ragunda)
    assert said in str(refused.value)


def test_a_log_that_ends_before_it_begins_gives_no_row() -> None:
    log = log_of(20)
    turned = log.assign(Från="2019-06-01", Till="2018-06-01").rename(
        columns=dict(zip(["Ärende", "Insats", "Från", "Till"], ["case", "activity", "start", "end"], strict=True))
    )
    found = check_rows(turned, map_of(), STAGES)
    assert (found.used, found.unused["negative"]) == (0, len(log))
    assert estimates_of(found, pd.Timestamp("2018-01-01")).empty
    with pytest.raises(ValueError, match="is not after observed_from"):
        map_of(observed_until="2017-12-31")


@pytest.mark.parametrize("block", range(4))
def test_no_damage_to_a_file_ends_in_a_traceback(block: int, ragunda: Scenario, tmp_path: Path) -> None:
    """Fifty damaged copies: each is refused in a sentence, or every row is used or counted as not used."""
    log, given, refused, unused = log_of(30), map_of(prior=PRIORS), 0, 0  # too few to be lived again, which no damage changes
    path = tmp_path / "log.csv"
    for seed in range(50 * block, 50 * block + 50):
        text, done = corrupted(log, seed)
        path.write_bytes(text)
        try:
            raw = read_table(path)
            found = check_rows(pick(raw.frame, given.wanted, done), given, STAGES, raw.unreadable)
            ingest_log(path, given, scenario=ragunda)
        except InputError:
            refused += 1
            continue
        assert found.rows == len(raw.frame) + raw.unreadable, done
        assert found.used + sum(found.unused.values()) == found.rows, done
        assert (found.end >= found.start).all(), done
        unused += sum(found.unused.values())
    assert refused < 10
    assert unused > 100


def test_the_order_of_rows_does_not_matter() -> None:
    given, log = map_of(by=("Kön",)), log_of(200)
    logs = [check_rows(pick(table, given.wanted, ""), given, STAGES) for table in (log, log.sample(frac=1, random_state=5))]
    frames = [estimates_of(found, pd.Timestamp("2018-01-01"), given.by) for found in logs]
    numbers = [frame[["from_month", "to_month", "n", "value", "error"]].to_numpy(np.float64) for frame in frames]
    assert np.allclose(numbers[0], numbers[1], rtol=1e-12, atol=0, equal_nan=True)


def test_whoever_is_there_at_the_first_moment_is_no_arrival_and_since_when_is_not_known() -> None:
    there = [(f"a{at}", "Kö", "2018-01-01", "2018-02-01") for at in range(40)]
    come = [(f"b{at}", "Kö", f"2018-{1 + at % 12:02}-15", f"2018-{1 + at % 12:02}-25") for at in range(24)]
    table = pd.DataFrame(there + come, columns=["case", "activity", "start", "end"])
    given = map_of()
    log = check_rows(table, given, STAGES)
    assert arrivals_by_month(log, pd.Timestamp("2018-01-01"))[:12].tolist() == [2] * 12
    waits = timed_stays(log)
    assert waits.end == pytest.approx(np.full(24, 10 / MONTH))
