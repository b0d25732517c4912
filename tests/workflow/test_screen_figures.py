"""A screening finds a cliff that was built into a small scenario, and a figure that moves the answer smoothly is none."""

from pathlib import Path

import pytest

from ami_sim.scenario.errors import InputError
from ami_sim.scenario.experiment import load_experiment
from ami_sim.workflow.manifest import hashes_of
from ami_sim.workflow.screen_figures import SHOWN, read_screened, screen_figures

# One place, just enough for one person: a hundredth less, and nobody ever starts.
EXPERIMENT = """
name = "cliff"
title = "One place, just enough"
question = "What does one place gain?"
base = "{base}"
reference = "closed"
seed = 7
[set]
end = 2003-07-01
"referrer.first.rate" = "0.2 per day"
"mapping.length.typical" = "0.1 days"
"intervention.stay.revenue" = "9000 kr per month"
"intervention.stay.length.typical" = "2 months"
[option.closed]
title = "No place"
set = {{ "unit.servers.posts[1].count" = 0 }}
[option.open]
title = "One place"
set = {{ "unit.servers.posts[1].count" = 1 }}
"""


@pytest.fixture
def question(tmp_path: Path) -> Path:
    path = tmp_path / "cliff.toml"
    base = Path(__file__).parents[1] / "theory" / "scenarios" / "places.toml"
    path.write_text(EXPERIMENT.format(base=base.as_posix()), encoding="utf-8")
    return path


@pytest.mark.slow
def test_the_cliff_is_found_and_what_moves_smoothly_is_none(question: Path, tmp_path: Path) -> None:
    only = ("intervention.stay", "unit.servers.posts", "discount")
    found = screen_figures(question, only=only, replications=2, workers=1, out=tmp_path / "out")
    assert (found.option, found.reference, found.payer) == ("open", "closed", "municipality")
    assert found.headline > 0
    assert set(found.cliffs) == {"unit.servers.posts[1].count", "unit.servers.posts[1].places"}
    by_name = found.frame.set_index("figure")
    place, fee = by_name.loc["unit.servers.posts[1].count"], by_name.loc["intervention.stay.revenue"]
    assert (place["step_low"], place["step_high"]) == (-0.05, 0.0)
    assert abs(place["step"]) == pytest.approx(found.headline), "with a little less of a place there is none"
    assert not fee["cliff"]
    assert (fee["mark"], fee["sure"], fee["source"]) == ("assumed", "H", "Theory: the second service")
    assert list(found.leading["figure"]) == list(found.frame["figure"].head(SHOWN))


def test_the_table_is_read_again_as_it_was_and_only_for_the_same_files(question: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    found = screen_figures(question, only=("intervention.stay.revenue",), workers=1, out=out, payer="society")
    inputs = hashes_of(load_experiment(question))
    again = read_screened(out, "society", inputs)
    assert again is not None
    assert (again.headline, again.titles) == (found.headline, {"closed": "No place", "open": "One place"})
    assert again.frame["change"].tolist() == found.frame["change"].tolist()
    assert read_screened(out, "municipality", inputs) is None
    assert read_screened(out, "society", inputs | {"other.toml": "0"}) is None
    (out / "figures-society.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match=r"figures-society\.json: cannot be read"):
        read_screened(out, "society", inputs)


def test_a_beginning_that_no_figure_has_is_refused(question: Path) -> None:
    with pytest.raises(InputError, match=r'--only: "intervention\.sta.y" is not the beginning of a figure'):
        screen_figures(question, only=("intervention.sta.y",))
    with pytest.raises(InputError, match=r'--option: "opn" is not an option that can be chosen. Did you mean "open"'):
        screen_figures(question, option="opn")
