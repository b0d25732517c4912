"""Who comes into need and how their lives go on: referrers and life clocks, as rows of a file."""

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from ami_sim.scenario.quantities import Count, Duration, Factor, Number, PersonalRate, Rate, Share, Variance
from ami_sim.scenario.registry import STEPS
from ami_sim.scenario.rows import Row, Strict, YesNo


class Change(Row):
    """From a date on, the inflow of a referrer is this many times its base rate."""

    from_: date = Field(alias="from")
    factor: Factor


class Later(Row):
    """Later years: from the parting date on (never before the present) the inflow through every door is this many times what it was."""

    inflow: Factor


OLDEST = 150.0  # years


class Ages(Strict):
    """Ages (years) at the edges of bands and the share of people in each band, spread evenly within it."""

    edges: tuple[float, ...]
    shares: tuple[Share, ...]

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if len(self.edges) != len(self.shares) + 1 or list(self.edges) != sorted(set(self.edges)):
            raise ValueError("ages need increasing edges, one more than the shares")
        if not (self.edges[0] >= 0 and self.edges[-1] <= OLDEST):
            raise ValueError(f"ages {self.edges[0]:g} to {self.edges[-1]:g}; expected years between 0 and {OLDEST:g}")
        return self


class Referrer(Row):
    """A door through which persons come into need for the first time: rate, background and what they live on.

    `rate` counts persons new in need; `referral` multiplies the rate at which the unit gets to know them; `scale` multiplies
    any life clock for everybody from this door. `enters` is the stage on arrival.
    """

    title: str
    rate: Rate
    dated: tuple[Change, ...] = ()
    stock: YesNo = True  # whether people from this door are in need before the start date
    enters: Literal["not_referred", "waiting_mapping", "waiting_place"] = "not_referred"
    income: dict[str, Share]
    steps: tuple[Share, ...]
    ages: Ages
    traits: dict[str, Share] = {}
    schooling: tuple[Share, ...] = ()
    households: dict[str, Share] = {}
    idle: Duration  # mean months without work when the need begins (exponential)
    eligible: Factor  # multiplies the share that AF finds eligible
    scale: dict[str, Factor] = {}


class Family(Row):
    """How families grow: ages of a parent when a child is born, how many children come, and which household follows which.

    `children`: children over a life at the pace of a household with two adults; `alone`: with one adult, times this. `born` and `gone`:
    the household with one child more, and with one less when a child turns 19. Without this row households stay as they are.
    """

    parents: Ages
    children: Number
    alone: Factor
    born: dict[str, str] = {}
    gone: dict[str, str] = {}


class HouseholdChange(Row):
    """A partner who comes or goes, or the young who move out: how often, and which household becomes which."""

    title: str
    rate: Rate
    to: dict[str, str]


class Clock(Row):
    """A life clock: what can happen to a person, at which rate, in which stage and income, and what changes the rate.

    rate x stage x income x step x time in need x time in stage x age x economy x frailty ** `frailty` x traits.
    A stage or income that is not named has factor 0, unless `incomes` is empty (then every income has factor 1); of `in_need` and a
    stage of it, the stage holds. `ages`: where `by_age` changes, years; the ages of `bands` if there are none. `entry`: a factor of
    the person for good, by what they lived on when their need began; 1 if not named.
    """

    rate: PersonalRate
    stages: dict[str, Factor]
    incomes: dict[str, Factor] = {}
    entry: dict[str, Factor] = {}
    by_step: tuple[Factor, ...] = ()
    by_need: tuple[Factor, ...] = ()
    by_stage_time: tuple[Factor, ...] = ()
    by_age: tuple[Factor, ...] = ()
    ages: tuple[float, ...] = ()
    traits: dict[str, Factor] = {}
    frailty: float = 0.0

    @model_validator(mode="after")
    def _steps(self) -> Self:
        if self.by_step and len(self.by_step) != STEPS:
            raise ValueError(f"by_step needs {STEPS} factors, one per readiness step")
        return self


class Bands(Row):
    """Where factors by time change: time in need, time in the stage, age in years."""

    need: tuple[Duration, ...] = ()
    stage: tuple[Duration, ...] = ()
    ages: tuple[float, ...] = ()

    @model_validator(mode="after")
    def _increase(self) -> Self:
        if list(self.ages) != sorted(set(self.ages)):
            raise ValueError(f"bands.ages {list(self.ages)}: expected increasing ages")
        return self


class Economy(Row):
    """From a date on, life clocks run at these multiples of their base (a recession, a drift); `on_aid`: of those on aid, besides."""

    from_: date = Field(alias="from")
    factors: dict[str, Factor] = {}
    on_aid: dict[str, Factor] = {}


class Life(Row):
    """Rules of life that are not rates."""

    frailty_variance: Variance
    frailty_longest: float = Field(default=8.0, gt=0.0)  # a cap on the frailty factor, against tails no register shows
    burn_in: Duration  # how far back needs may have begun
    retirement_age: float = Field(ge=16.0, le=10_000.0)  # far beyond a life: nobody retires, as closed forms ask
    subsidised_share: Share  # of those who find work, the share that is in a subsidised job elsewhere
    back_on_benefit: Share  # after a job without a-kassa right, those who came from a state benefit return to it
    sick_with_right: Share  # of those who fall sick with qualifying income, the share that gets sick pay
    compensation_refused: Share
    restart_after: Duration  # time in need starts anew after work of this length, and resumes after less
    akassa_condition: Duration  # qualifying employment needed
    akassa_membership: Duration = Field(default="12 months", validate_default=True)  # before a-kassa follows what was earned
    akassa_length: Duration
    akassa_length_with_child: Duration
    establishment_length: Duration
    incentive_after: Duration  # time on aid after which the job incentive applies
    assessment_error: Share  # the consultant sees one step too low or too high, half each
    case_patience: Duration  # a case with no suitable place pauses after this long


class Cohort(Row):
    """Persons already in a placement on the start date: how many, in what, and when their contracts end."""

    count: Count
    intervention: str
    rule: str = ""
    group: str
    referrers: tuple[str, ...] = ()
    ends_together: Share  # the share whose contract ends on `together`
    together: date | None = None
    longest: Duration  # the others end evenly over this time


class Strategy(Row):
    """An order of a queue: weights over what an official can see; the lowest sum comes first, ageing lowers it every day.

    `legal` says whether it may be used as policy. `function` names a Python function "file.py:name" of one's own.
    """

    title: str
    legal: str
    weights: dict[str, Number] = {}
    referrers: dict[str, float] = {}  # the order of the doors for the weight `referrer`
    ageing: Number  # rank points a day of waiting is worth
    function: str = ""
    oracle: YesNo = False  # may read latent fields: a labelled upper bound, never a policy
