"""Groups of actors are sums of their members, replication by replication."""

import pandas as pd
import pytest

from ami_sim.analysis.payers import with_groups_of_actors
from ami_sim.scenario.registry import GROUPS_OF_ACTORS


def frame_of(actors: dict[str, float]) -> pd.DataFrame:
    rows = [(replication, actor, value * (replication + 1)) for replication in range(2) for actor, value in actors.items()]
    frame = pd.DataFrame(rows, columns=["replication", "actor", "value"])
    return frame.assign(draw=0, scenario="60", measure="net_result", group="", unit="kr")


def test_the_municipality_is_the_sum_of_its_three_parts_in_each_replication() -> None:
    summed = with_groups_of_actors(frame_of({"ifo": 5.0, "ami": -20.0, "other_municipal": 1.0}))
    municipality = summed[summed["actor"] == "municipality"].sort_values("replication")
    assert list(municipality["value"]) == [-14.0, -28.0]
    assert "state" not in set(summed["actor"])  # its members are not there


def test_all_groups_come_when_all_actors_are_there_and_only_once() -> None:
    everyone = {actor: float(place) for place, actor in enumerate(GROUPS_OF_ACTORS["society"])}
    once = with_groups_of_actors(frame_of(everyone))
    first = once[once["replication"] == 0].set_index("actor")["value"]
    for name, members in GROUPS_OF_ACTORS.items():
        assert first[name] == sum(everyone[member] for member in members)
    pd.testing.assert_frame_equal(with_groups_of_actors(once), once)


def test_an_actor_without_a_row_is_named() -> None:
    frame = frame_of({"ifo": 5.0, "ami": -20.0, "other_municipal": 1.0})
    with pytest.raises(ValueError, match="actor ami lacks rows"):
        with_groups_of_actors(frame.drop(index=1))


def test_measures_without_actors_are_left_as_they_are() -> None:
    frame = frame_of({"": 4.0})
    pd.testing.assert_frame_equal(with_groups_of_actors(frame), frame)
