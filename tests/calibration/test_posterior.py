"""The committed posterior is fresh, gives its stored counts again, and a changed file is named."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from ami_sim.calibration.posterior import PosteriorDraws, fresh_posterior, read_posterior, required_posterior, what_is_stale
from ami_sim.record.first_year import COUNTS, same_counts
from ami_sim.scenario.errors import InputError
from ami_sim.workflow.notes import Note
from ami_sim.workflow.parameters import choose, kind_for, spread

ROWS = 20


@pytest.fixture(scope="module")
def posterior(request: pytest.FixtureRequest) -> PosteriorDraws:
    found = read_posterior(Path(request.config.rootpath) / "calibration" / "ragunda")
    assert found is not None, "calibration/ragunda: no posterior is committed; expected one, so that defaults work at once"
    return found


def test_the_posterior_is_fresh(posterior: PosteriorDraws) -> None:
    assert required_posterior(posterior.folder).hash == posterior.hash
    assert what_is_stale(posterior) == ""


def test_simulated_again_rows_give_their_stored_counts(posterior: PosteriorDraws) -> None:
    rows = np.linspace(0, len(posterior.frame) - 1, ROWS).astype(int).tolist()
    assert same_counts(posterior.again(rows), posterior.counts(rows))


@pytest.mark.parametrize(
    ("name", "factor", "same"), [("aid_stock", 1 + 2e-16, True), ("aid_stock", 1 + 2e-9, False), ("queue", 1.1, False)]
)
def test_another_last_digit_of_a_mean_is_the_same_and_another_count_is_not(
    posterior: PosteriorDraws, name: str, factor: float, same: bool
) -> None:
    stored = posterior.counts([0, 1])
    changed = stored.copy()
    changed[1, COUNTS.index(name)] *= factor
    assert not np.array_equal(changed, stored)
    assert same_counts(changed, stored) is same


def test_a_changed_prior_is_named_and_a_changed_comment_is_not(posterior: PosteriorDraws, tmp_path: Path) -> None:
    folder = tmp_path / "ragunda"
    shutil.copytree(posterior.folder, folder)
    priors = folder / "priors.toml"
    text = priors.read_text(encoding="utf-8")
    priors.write_text("# a word\n" + text, encoding="utf-8")
    assert fresh_posterior(folder)[0] is not None
    first = next(line for line in text.splitlines() if line.startswith("median = "))
    priors.write_text(text.replace(first, f"{first}1", 1), encoding="utf-8")
    found, reason = fresh_posterior(folder)
    assert found is None
    assert "priors.toml has changed since posterior.parquet was made" in reason
    with pytest.raises(InputError, match=r"--parameters posterior: .*priors\.toml"):
        required_posterior(folder)
    kind, _, notes = kind_for("", folder, "compiled")
    assert (kind, "priors.toml" in notes[0].facts["reason"]) == ("median", True)


def test_other_lives_than_the_stored_ones_are_told_and_say_what_changed(posterior: PosteriorDraws, tmp_path: Path) -> None:
    folder = tmp_path / "ragunda"
    shutil.copytree(posterior.folder, folder)
    queue = posterior.frame["counts.queue"].to_numpy(np.float64)
    posterior.frame.assign(**{"counts.queue": queue + 1}).to_parquet(folder / "posterior.parquet", index=False)
    assert fresh_posterior(folder)[1].endswith(" changed since posterior.parquet was made, and the first year with it")
    lives = folder / "lives.toml"
    longer = lives.read_text(encoding="utf-8").replace('akassa_length = "60 weeks"', 'akassa_length = "61 weeks"')
    lives.write_text(longer, encoding="utf-8")
    assert f"{lives}" in fresh_posterior(folder)[1]
    (folder / "lives.toml").write_bytes((posterior.folder / "lives.toml").read_bytes())
    (folder / "posterior.parquet").write_bytes((posterior.folder / "posterior.parquet").read_bytes())
    assert fresh_posterior(folder)[0] is not None
    (folder / "posterior.parquet").write_bytes(b"no parquet")
    with pytest.raises(InputError, match=r"posterior\.parquet: cannot be read"):
        fresh_posterior(folder)


def test_without_a_posterior_the_medians_are_used_and_it_says_why(tmp_path: Path) -> None:
    kind, found, notes = kind_for("", tmp_path, "compiled")
    assert (kind, found) == ("median", None)
    assert "posterior.parquet: no such file" in notes[0].facts["reason"]
    with pytest.raises(InputError, match="no such file"):
        kind_for("posterior", tmp_path, "compiled")
    with pytest.raises(InputError, match='"mean"; expected median, posterior or prior'):
        kind_for("mean", tmp_path, "compiled")


def test_more_draws_than_there_are_is_refused(posterior: PosteriorDraws) -> None:
    from ami_sim.scenario.load import load_scenario

    scenario = load_scenario(posterior.folder / "scenario.toml")
    with pytest.raises(InputError, match=r"--draws: 100000; the posterior of .* has"):
        choose("posterior", posterior, {"today": scenario}, 1, 100_000, "compiled")
    chosen = choose("posterior", posterior, {"today": scenario}, 1, 2, "compiled")
    assert (len(chosen.rows), len(chosen.histories)) == (2, 2)
    assert "stand_in" not in {note.name for note in chosen.notes}
    changed = load_scenario(posterior.folder / "scenario.toml", {"clock.find_work.rate": "0.4 per month"})
    found = choose("posterior", posterior, {"today": changed}, 1, 2, "compiled").notes
    assert Note("stand_in", {"option": "today"}) in found


@pytest.mark.parametrize(("runs", "split"), [(1, (1, 1)), (2, (1, 2)), (20, (10, 2)), (200, (100, 2))])
def test_runs_in_all_are_spread_over_draws(runs: int, split: tuple[int, int]) -> None:
    assert spread(runs) == split
