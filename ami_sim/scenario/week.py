"""The unit's own week beside its stays: activities for participants, and duties toward people whom a law names, as rows of a file."""

from typing import Self

from pydantic import Field, model_validator

from ami_sim.scenario.quantities import Count, Duration, Factor
from ami_sim.scenario.rows import Row, check_ages

Hours = Factor  # a week, on average over the year


class Activity(Row):
    """Hours on top of a stay, for everybody in it: no place of its own and no effect of its own, that of the stay holds it.

    hours: a week of each participant, on average over the year. staff: hours a week that one participant takes of the posts whose role
    begins so; without such posts in the unit it is not held. The posts are paid anyway: what more it costs is among the unit's costs.
    """

    title: str
    interventions: tuple[str, ...] = ()  # the stays it comes with; every stay when empty
    hours: Hours
    staff: dict[str, Hours] = {}


class Duty(Row):
    """A statutory follow-up: posts of a role meet everybody from some doors within some ages, in the unit's services or not.

    within: the time from the day somebody comes into need (or to the age) to the first contact. per_post: persons whom a full-time post
    follows at a time; whoever comes when all are taken waits. hours: a week of the role's posts for each person followed.
    """

    title: str
    referrers: tuple[str, ...] = Field(min_length=1)
    ages: tuple[float, float]
    role: str
    per_post: Count
    hours: Hours
    within: Duration

    @model_validator(mode="after")
    def _ages(self) -> Self:
        check_ages(self.ages)
        return self
