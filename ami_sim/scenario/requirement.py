"""A duty to take part in activities for those on aid, and a premium for those who leave aid for work: dated rules, as rows of a file."""

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from ami_sim.scenario.quantities import Count, Duration, Factor, Share
from ami_sim.scenario.rows import Dated, Row, Status, check_ages
from ami_sim.scenario.services import Step

HOURS_OF_WEEK = 168.0


class Less(Row):
    """Hours a week that the requirement does not ask of some persons: an exception, a right to less, or what they are not able to.

    It holds for whoever fits all that is named; what is not named does not matter. hours: taken off; all of them when left out.
    children: bands of age of which the household has a child. steps: of true readiness.
    """

    title: str
    status: Status
    stages: tuple[str, ...] = ()
    incomes: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    traits: tuple[str, ...] = ()
    children: tuple[Literal["0-6", "7-12", "13-18"], ...] = ()
    hours: Count | None = None


class Requirement(Dated):
    """Whoever has lived on aid for some time must take part in activities, between two dates.

    hours: a week, in full; full_time: of work a week, which the hours of a stay are a share of. less: what is not asked, and of whom.
    factors: what the requirement does to life clocks of whoever is under it (`refer`: sent to the unit; `find_work`, `aid_ends`: what it
    does to work and to aid itself, of either sign; `drop_out`). good_cause: of those who leave a stay, the share who have one; the aid of
    the others' households is cut (`prices.aid.cut` says by how much) for `cut_for`, or until they take part again. Hours offered are
    those of the stays and activities that the unit has room for. places_per_post and cases_per_post: what a supervisor and a consultant
    more would give, to say how many are lacking.
    """

    title: str
    status: Status
    from_: date = Field(alias="from")
    after: Duration
    ages: tuple[float, float]
    incomes: tuple[str, ...] = Field(min_length=1)
    hours: Count
    full_time: Count
    less: tuple[Less, ...] = ()
    factors: dict[str, Factor] = {}
    good_cause: Share
    cut_for: Duration
    places_per_post: Count
    cases_per_post: Count

    @model_validator(mode="after")
    def _possible(self) -> Self:
        check_ages(self.ages)
        for name in ("hours", "full_time", "places_per_post", "cases_per_post"):
            figure = getattr(self, name)
            if not figure.names and not 0 < figure.value <= HOURS_OF_WEEK:
                raise ValueError(f'{name}: "{figure.text}"; expected more than 0 and at most {HOURS_OF_WEEK:g}')
        return self


class Premium(Dated):
    """A right to a premium for work, which a closed cohort has: whoever was on aid without a break from a date through another.

    longest: time in work for which it is paid, in all. What it amounts to and who pays is a payment of the prices with the right
    `work_premium`. It holds between two dates.
    """

    title: str
    status: Status
    cohort_from: date
    cohort_until: date
    longest: Duration

    @model_validator(mode="after")
    def _cohort(self) -> Self:
        if self.cohort_until <= self.cohort_from:
            raise ValueError(f"cohort_until {self.cohort_until} is not after cohort_from {self.cohort_from}")
        return self
