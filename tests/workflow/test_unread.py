"""A figure of a parameter that nothing would read is refused, with the way that works."""

import re
from dataclasses import dataclass, field
from typing import Any

import pytest

from ami_sim.scenario.errors import InputError
from ami_sim.scenario.load import bundled, load_scenario
from ami_sim.workflow.life_course import followed
from ami_sim.workflow.rules_today import rules_today
from ami_sim.workflow.unread import OF_UNITS, refuse_beyond_lives, refuse_unread

SCENARIO = load_scenario(bundled("calibration/ragunda/scenario.toml"))
STARTED = "work_rate"  # has a value set by hand for the medians
NAME = next(name for name, row in SCENARIO.parameter.items() if row.start is None and row.shape == "lognormal")


@dataclass
class Said:
    """As much of a question as is looked at."""

    said: dict[str, str]
    fix: dict[str, float] = field(default_factory=dict)
    scenarios: dict[str, Any] = field(default_factory=lambda: {"x": SCENARIO})


@pytest.mark.parametrize(
    ("key", "kind", "way"),
    [
        ("median", "posterior", "expected --parameters prior or median"),
        ("low", "posterior", f"a variant with fix = {{ {NAME} = ... }}"),
        ("low", "median", f"expected parameter.{NAME}.median, or --parameters prior"),
        ("start", "prior", f"expected parameter.{NAME}.median"),
    ],
)
def test_what_is_not_read_is_refused_with_the_way_that_works(key: str, kind: str, way: str) -> None:
    with pytest.raises(InputError) as refused:
        refuse_unread(Said({f"parameter.{NAME}.{key}": "--set"}), kind)  # type: ignore[arg-type]
    assert str(refused.value).startswith(f"--set: parameter.{NAME}.{key}: changes nothing: ")
    assert way in str(refused.value)


@pytest.mark.parametrize(("key", "kind"), [("median", "median"), ("median", "prior"), ("low", "prior"), ("why", "posterior")])
def test_what_is_read_or_only_explains_goes_through(key: str, kind: str) -> None:
    refuse_unread(Said({f"parameter.{NAME}.{key}": "--set"}), kind)  # type: ignore[arg-type]


def test_beside_a_value_set_by_hand_the_median_is_not_read() -> None:
    with pytest.raises(InputError, match=f"expected parameter.{STARTED}.start"):
        refuse_unread(Said({f"parameter.{STARTED}.median": "--set"}), "median")  # type: ignore[arg-type]
    refuse_unread(Said({f"parameter.{STARTED}.start": "--set"}), "median")  # type: ignore[arg-type]


def test_a_range_around_a_new_median_goes_through() -> None:
    refuse_unread(Said({f"parameter.{NAME}.median": "--set", f"parameter.{NAME}.high": "--set"}), "median")  # type: ignore[arg-type]


def test_a_prior_of_ones_own_is_read_beside_a_posterior() -> None:
    refuse_unread(Said({f"parameter.{NAME}.median": "model.set"}), "posterior", own=[NAME])  # type: ignore[arg-type]


def test_what_a_variant_or_a_frame_says_wins_and_so_the_rest_is_refused() -> None:
    with pytest.raises(InputError, match="the variant holds the parameter"):
        refuse_unread(Said({f"parameter.{NAME}.median": "--set"}, {NAME: 1.0}), "prior")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="the frame of draws has a column"):
        refuse_unread(Said({f"parameter.{NAME}.median": "--set"}), "given", given=[NAME])  # type: ignore[arg-type]


def test_a_parameter_that_no_figure_hangs_on_is_refused_and_not_offered() -> None:
    with pytest.raises(InputError, match=r"^--set: parameter.education_starts.median: changes nothing: no figure "):
        refuse_unread(Said({"parameter.education_starts.median": "--set"}), "median")  # type: ignore[arg-type]
    refuse_unread(Said({"parameter.education_starts.median": "model.set"}), "median")  # type: ignore[arg-type]  # Python's own code may read it
    offered = rules_today(SCENARIO, "").parameters
    assert "education_starts" not in offered
    for name, row in offered.items():
        key = "median" if row.start is None else "start"
        refuse_unread(Said({f"parameter.{name}.{key}": "--set"}), "median")  # type: ignore[arg-type]


def test_lives_that_meet_no_unit_are_the_same_whatever_is_set_of_it() -> None:
    unit_alone: dict[str, Any] = {
        "unit.today.referral": 0.2,
        "timeline[0].discharge": True,
        "strategy.ifo_first.ageing": 3,
        "order.strict": True,
        "mapping.pause": 0.9,
        "intervention.extra_job.hours": 0.3,
        "activity.afternoons.hours": 20,
        "duty": {},
        "group.ordinary.after": 0.9,
        "workplace.none.after": 0.9,
        "classes.outdoor.by": 0.9,
        "rule.wage_subsidy.share": 0.1,
        "application.shape": 1.5,
        "cohort[0].count": 1,
    }
    chosen: dict[str, Any] = {"cohorts": ["on_aid_alone"], "lives": 2, "draws": 1, "workers": 1}
    changed = load_scenario(bundled("calibration/ragunda/scenario.toml"), unit_alone)
    assert followed(changed, **chosen).costs.equals(followed(SCENARIO, **chosen).costs)
    for path in unit_alone:
        assert re.split(r"[.\[]", path)[0] in OF_UNITS
        with pytest.raises(InputError, match="changes nothing: these lives meet no unit"):
            refuse_beyond_lives([path])
