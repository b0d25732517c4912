"""The first year alone: the same on both engines, resumable, and the same history in every future that starts from it."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from ami_sim.calibration.calibrate import HISTORY_SEED, Municipality, calibrate_folder, claim, hash_of, write_posterior
from ami_sim.calibration.first_year import FirstYear, counts_of, table_of_counts, up_to_present
from ami_sim.calibration.posterior import read_posterior
from ami_sim.calibration.prior import Prior, box_of
from ami_sim.calibration.reference_table import Waves
from ami_sim.engines.protocol import engine_named
from ami_sim.model.arrivals import LATER, History
from ami_sim.model.history import population
from ami_sim.model.lowering import lower
from ami_sim.record.first_year import COUNTS
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.experiment import load_experiment

HISTORY = History(77, 5, 2)


@pytest.fixture(scope="module")
def year(request: pytest.FixtureRequest) -> FirstYear:
    return FirstYear.of(Path(request.config.rootpath) / "calibration" / "ragunda" / "scenario.toml")


def test_both_engines_count_the_same(year: FirstYear) -> None:
    theta = year.scenario.at_medians()
    other = FirstYear(year.source, "simpy")
    assert np.array_equal(year.counts(theta, 3, 1), other.counts(theta, 3, 1))


def test_counts_agree_with_each_other(year: FirstYear) -> None:
    counts = year.counts(year.scenario.at_medians(), 3, 1, range(5))
    of = {name: counts[:, i] for i, name in enumerate(COUNTS)}
    assert (of["met_from_aid"] <= of["met"]).all()
    assert of["share_from_aid"] == pytest.approx(of["met_from_aid"] / of["met"])
    assert (of["employed"] <= of["active"]).all()
    assert (of["aid_stock"] < of["aid_touched"]).all()
    assert of["aid_share"] == pytest.approx(of["aid_stock"] / of["aid_touched"])
    assert (of["to_work"] + of["to_studies"] <= of["met"]).all()


def test_a_killed_table_goes_on_and_gives_the_same(year: FirstYear, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ami_sim.calibration.first_year.PART", 2)
    prior = Prior.of(year.scenario)
    everything = np.full(len(prior.names), 8.0)
    rows = prior.rows(box_of(-everything, everything, np.random.default_rng(1).random((6, len(prior.names)))))
    whole = table_of_counts(year, rows, 5, 1, tmp_path / "whole", "x")

    class Killed(RuntimeError):
        pass

    def die(done: int, total: int) -> None:
        if done >= 2:
            raise Killed

    with pytest.raises(Killed):
        table_of_counts(year, rows, 5, 1, tmp_path / "cut", "x", die)
    assert len(list((tmp_path / "cut").glob("*.npy"))) == 1
    assert np.array_equal(table_of_counts(year, rows, 5, 1, tmp_path / "cut", "x"), whole)
    assert np.array_equal(table_of_counts(year, rows, 5, 1, tmp_path / "two", "x", workers=2), whole)
    assert len(list((tmp_path / "two").glob("x-*.npy"))) == len(list((tmp_path / "whole").glob("x-*.npy"))) > 1


def test_z_and_values_are_each_others_inverse(year: FirstYear) -> None:
    prior = Prior.of(year.scenario)
    z = np.random.default_rng(2).normal(size=(20, len(prior.names)))
    assert prior.z_of(prior.values(z)) == pytest.approx(z)
    medians = prior.values(np.zeros((1, len(prior.names))))[0]
    assert medians == pytest.approx([row.median for row in prior.parameters.values()])


def test_every_future_of_a_draw_has_the_same_past_and_another_life_after_the_present(checkout: Path) -> None:
    question = load_experiment(checkout / "experiments" / "capacity.toml")
    plan = lower(question.scenarios["no"])
    engine = engine_named("compiled")
    present = float((plan.scenario.present - plan.scenario.start).days) if plan.scenario.present else 0.0
    logs = []
    for replication in (0, 1):
        people = population(plan, 1, 4, replication, None, engine.live, HISTORY)
        assert (people["later"][people["number"] < LATER] != 0).all()
        assert (people["arrives"][people["number"] > LATER] >= present).all()
        logs.append(engine.simulate(plan, people).log)
    before, after = ([log[log["time"] < present] for log in logs], [log[log["time"] > present] for log in logs])
    assert [entry.tolist()[0] for entry in before[0]] == [entry.tolist()[0] for entry in before[1]]
    assert len(after[0]) != len(after[1]) or not np.array_equal(after[0]["time"], after[1]["time"])


def test_an_option_has_the_base_scenarios_first_year(year: FirstYear, checkout: Path) -> None:
    question = load_experiment(checkout / "experiments" / "capacity.toml")
    theta = year.scenario.at_medians()
    alone = year.counts(theta, HISTORY.seed, HISTORY.draw, range(HISTORY.number, HISTORY.number + 1))[0]
    for name, option in question.scenarios.items():
        cut = up_to_present({name: option})[name]
        assert np.array_equal(counts_of(cut, theta, HISTORY, "compiled"), alone)


def test_a_first_year_that_several_options_have_in_common_is_lived_once(checkout: Path) -> None:
    scenarios = load_experiment(checkout / "experiments" / "capacity.toml").scenarios
    assert list(up_to_present(scenarios)) == [next(iter(scenarios))]
    today = scenarios["today"]
    sooner = today.model_copy(update={"timeline": (today.timeline[0], today.timeline[-1].model_copy(update={"from_": today.present}))})
    assert list(up_to_present({**scenarios, "sooner": sooner})) == [next(iter(scenarios)), "sooner"]


def test_without_a_history_nobody_has_another_key(year: FirstYear) -> None:
    people = population(lower(year.scenario), 1, 0, 0)
    assert (people["later"] == 0).all()
    assert np.array_equal(people["finding"], people["key"])


def test_only_numbers_decide_whether_a_file_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text('[parameter.x]\nmedian = 1\nlow = 0.5\nhigh = 2\nstart = 1.2\nsource = "a"\n', encoding="utf-8")
    before = hash_of(path)
    path.write_text('# said\n[parameter.x]\nmedian = 1\nlow = 0.5\nhigh = 2\nstart = 1.3\nsource = "b"\n', encoding="utf-8")
    assert hash_of(path) == before
    path.write_text('[parameter.x]\nmedian = 1.1\nlow = 0.5\nhigh = 2\nsource = "b"\n', encoding="utf-8")
    assert hash_of(path) != before


@pytest.mark.slow
def test_a_small_calibration_is_whole_and_the_same_again(tmp_path: Path, checkout: Path) -> None:
    municipality = Municipality(checkout / "calibration" / "ragunda")
    waves = Waves(power=5, nearest=16, draws=5, seed=3)
    said: list[tuple[str, int, int]] = []
    readings = calibrate_folder(municipality, waves, tmp_path / "work", histories=2, progress=lambda *words: said.append(words))
    assert list(readings.by) == ["at_the_unit", "elsewhere"]
    first = readings.by["at_the_unit"]
    assert said[0] == ("Simulating the first wave", 32, 32)
    assert said[-1] == ("Finding histories elsewhere", 5, 5)
    again = calibrate_folder(municipality, waves, tmp_path / "work", histories=2)
    for reading, one in readings.by.items():
        assert one.draws.equals(again.by[reading].draws)
    assert not first.draws.equals(readings.by["elsewhere"].draws)
    assert np.array_equal(first.second_counts, readings.by["elsewhere"].second_counts), "one table for both readings"
    assert first.replicated.shape == (5, len(COUNTS))
    theta = {str(name): float(first.draws[name].iloc[0]) for name in first.draws if "." not in str(name) and name != "history"}
    alone = municipality.year.counts(theta, waves.seed + HISTORY_SEED, 1)
    assert np.array_equal(first.replicated[0], alone[0])  # the first history of each draw: luck that was not chosen
    parts = sorted((tmp_path / "work").glob("*.npy"))
    claim(tmp_path / "work", municipality, waves, 2)
    assert sorted((tmp_path / "work").glob("*.npy")) == parts != []  # of the same plan: gone on with
    claim(tmp_path / "work", municipality, waves._replace(seed=4), 2)
    assert not sorted((tmp_path / "work").glob("*.npy"))  # of another plan: dropped
    written = write_posterior(municipality, readings, waves, 2, tmp_path)
    assert [path.name for path in written] == ["posterior.parquet", "posterior.json"]
    for reading in ("", "at_the_unit", "elsewhere"):
        stored = read_posterior(tmp_path, reading)
        assert stored is not None
        assert (len(stored.frame), stored.reading, stored.readings) == (5, reading or "at_the_unit", ("at_the_unit", "elsewhere"))
        assert stored.frame[first.draws.columns].equals(readings.by[stored.reading].draws)
    with pytest.raises(InputError, match=r'reading: "elsewere" has not been fitted in .*elsewhere'):
        read_posterior(tmp_path, "elsewere")


def test_evidence_that_is_cited_has_to_be_there(tmp_path: Path, checkout: Path) -> None:
    folder = tmp_path / "ragunda"
    shutil.copytree(checkout / "calibration" / "ragunda", folder)
    targets = folder / "targets.toml"
    targets.write_text(targets.read_text(encoding="utf-8").replace('evidence = ["N8"]', 'evidence = ["N80"]'), encoding="utf-8")
    with pytest.raises(InputError, match=r'targets\.toml: target\.\w+\.evidence: .*no row "N80".*N8'):
        _ = Municipality(folder).targets


def test_a_folder_without_targets_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no such folder"):
        Municipality(tmp_path / "nowhere")
    with pytest.raises(InputError, match=r"scenario\.toml: no such file"):
        Municipality(tmp_path)
