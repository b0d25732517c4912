"""What the unit can offer and under which of AF's rules: interventions, groups, dated rules, as rows of a file."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Final, Literal, Self

from pydantic import Field, model_validator

from ami_sim.scenario.quantities import Cap, Count, Duration, Factor, MoneyRate, Number, Share
from ami_sim.scenario.registry import STEPS
from ami_sim.scenario.rows import Dated, Row, Strict, YesNo, check_ages

Step = Annotated[int, Field(ge=1, le=STEPS)]  # of readiness


LEAST_PLACE: Final = 0.005  # of a place: they are counted in hundredths


class Length(Strict):
    """How long a stay is planned: fixed, exponential (mean), lognormal (median, sdlog) or gamma (mean, shape).

    In whole days unless `grid` is 0.
    """

    kind: Literal["fixed", "exponential", "lognormal", "gamma"]
    typical: Duration  # the value, mean or median
    spread: Factor = Field(default=0.0, validate_default=True)  # sd of the log, or the shape
    grid: float = Field(default=1.0, ge=0.0)  # days

    @model_validator(mode="after")
    def _spread(self) -> Self:
        if self.kind in ("lognormal", "gamma") and self.spread.expression in ("0.0", "0"):
            raise ValueError(f"a {self.kind} length needs a spread over 0")
        return self


class Who(Strict):
    """Whom something is meant for: assessed steps 1-5, ages, income on the day, traits, time without work."""

    steps: tuple[Step, ...] = Field(default=(1, 2, 3, 4, 5), min_length=1)
    ages: tuple[float, float] = (0.0, 200.0)
    incomes: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    idle: Duration = Field(default="0 days", validate_default=True)
    idle_below: Duration = Field(default="200 years", validate_default=True)

    @model_validator(mode="after")
    def _ages(self) -> Self:
        check_ages(self.ages)
        return self


class Group(Row):
    """Where people take part: a service group of the unit, an indoor group or places in ordinary operations."""

    title: str
    workplace: Literal["none", "constructed", "intermediate", "ordinary"]
    department: Literal["ami", "other_municipal"]
    supervision: MoneyRate  # value of a place's supervision time that the department gives, when it is not the unit's own staff
    steps: tuple[Step, ...] = (1, 2, 3, 4, 5)
    after: Number | None = None  # its own after-effect, on the log rate of finding work; its type's when left out
    worth: Share = Field(default=1.0, validate_default=True)  # of an hour in a job there, as a share of a regular employee's hour


class Workplace(Row):
    """A type of workplace: its after-effect, on the log rate of finding work after completion, where a group has none of its own."""

    after: Number


def refuse_closed_first(opens: date | None, closes: date | None) -> None:
    """Refuse a row that closes before it opens."""
    if opens and closes and closes <= opens:
        raise ValueError(f"closes {closes} is not after opens {opens}")


class Intervention(Row):
    """A measure: who it suits, what the person lives on, how long, with what effect, and what follows."""

    title: str
    pays: Literal["unchanged", "wage", "activity"]
    who: Who
    groups: tuple[str, ...] = ()  # in order of preference; none: no place needed
    place: Share  # the share of a place one participant takes
    hours: Share  # of full time
    length: Length
    lock_in: Factor  # multiplies the rate of finding work while it lasts
    advance: Factor  # multiplies the rate of advancing a step
    drop_out: Factor  # multiplies the rate of dropping out
    effect: Factor  # the share of the workplace's after-effect that completion carries
    pause: Share  # at the end, the share that is paused by own or the unit's choice
    extend: Share  # of those who may, the share whose stay is extended in place
    leads_to: dict[str, Share] = {}  # outcomes at completion
    hold_out: Duration = Field(default="0 days", validate_default=True)  # waits this long for a better row first
    decision: Duration = Field(default="0 days", validate_default=True)  # AF's decision time
    revenue: MoneyRate  # AF to the unit, per participant
    production: Share  # what an hour is worth, as a share of an hour in a job in the same group
    akassa: YesNo = False  # qualifies for a-kassa
    joins: Share = Field(default="0", validate_default=True)  # of those who are in no a-kassa, the share who join one on the first day
    opens: date | None = None  # for new stays
    closes: date | None = None  # to new and extended stays; running ones go on to their end
    extended_until: date | None = None  # running stays may be extended before this date, though it has closed
    counts_as: str = ""  # the intervention whose finding by AF and whose used months it shares; its own when empty
    employment_law: str = ""  # in words: which contract it is, and what the law says of its end; nothing where nobody is employed

    @model_validator(mode="after")
    def _shares(self) -> Self:
        if self.pays == "wage" and self.hours.expression in ("0", "0.0"):
            raise ValueError("a wage needs hours over 0")
        if not self.place.names and 0 < self.place.value < LEAST_PLACE:
            raise ValueError(f'place: "{self.place.text}" is less than can be told from none; expected 0, or {LEAST_PLACE:g} or more')
        return self

    @model_validator(mode="after")
    def _opens_first(self) -> Self:
        refuse_closed_first(self.opens, self.closes)
        return self


class Rule(Row):
    """AF's rule for a subsidised job, with dates: who qualifies, what AF pays, how long. Closed: to new and extended decisions."""

    title: str
    intervention: str
    opens: date | None = None
    closes: date | None = None
    who: Who
    eligible: Share  # of those who qualify by the conditions, the share AF finds eligible
    base: Literal["wage_and_contributions", "contributions", "labour_cost"]
    share: Share  # of the base that AF pays
    multiple: Factor = Field(default=1.0, validate_default=True)  # of the employer contributions, for new-start jobs
    counted: Share | None = None  # contributions in AF's base when they are not the statutory ones
    cap: Cap  # gross wage a month at full time above which AF pays nothing more
    cap_index: float = 0.0  # yearly growth of the cap; caps are not indexed
    grant: MoneyRate  # supervision grant
    grant_period: Duration
    longest: Duration  # in all, for one person
    decision: Duration | None = None  # AF's decision time under this rule, where it differs from the intervention's
    extended_until: date | None = None  # running jobs may be extended before this date, though it has closed

    @model_validator(mode="after")
    def _opens_first(self) -> Self:
        refuse_closed_first(self.opens, self.closes)
        return self


def refuse_part_of_a_year(by_month: tuple[object, ...]) -> None:
    """Refuse factors by calendar month that are neither none nor twelve."""
    if len(by_month) not in (0, 12):
        raise ValueError(f"by_month: {len(by_month)} factors; expected 12, one a calendar month")


class AnswersFrom(Row):
    """How long AF takes to answer by the month in which the unit applies, from a date on; none: all months alike."""

    from_: date = Field(alias="from")
    by_month: tuple[Factor, ...] = ()

    @model_validator(mode="after")
    def _months(self) -> Self:
        refuse_part_of_a_year(self.by_month)
        return self


class Application(Row):
    """How AF answers what the unit applies for: the rows' `decision` is the mean time; around it a gamma distribution of a shape.

    `by_month`: the mean in each calendar month against the row's, by the month in which the unit applies; none: all alike. `dated`: other
    months from a date on. `valid`: for how long a grant holds; then the unit applies anew.
    """

    shape: Factor
    by_month: tuple[Factor, ...] = ()
    dated: tuple[AnswersFrom, ...] = ()
    valid: Duration

    @model_validator(mode="after")
    def _months(self) -> Self:
        refuse_part_of_a_year(self.by_month)
        dates = [row.from_ for row in self.dated]
        if dates != sorted(set(dates)):
            raise ValueError("dated: dates are out of order")
        return self

    def months_on(self, when: date) -> tuple[Factor, ...]:
        """Give the factors that hold for an application on a date."""
        return next((row.by_month for row in reversed(self.dated) if row.from_ <= when), self.by_month)


class Mapping(Row):
    """Mapping (kartläggning): the first service, by a consultant."""

    length: Length
    pause: Share
    leads_to: dict[str, Share] = {}


class Post(Dated):
    """Posts of one role: how many, what one costs, who pays until when, and the supervised places they give."""

    role: str
    count: Count
    cost: MoneyRate  # per post
    funder: Literal["ami", "ifo", "other_municipal", "treasury", "af", "region"]
    mappings: Count = Field(default=0, validate_default=True)  # parallel mappings per post
    cases: Count = Field(default=0, validate_default=True)  # open cases per post
    group: str = ""
    places: Count = Field(default=0, validate_default=True)  # per post
    overhead: YesNo = False  # booked as overhead, not as staff: a manager whom the unit shares


class Places(Row):
    """Places without staff of the unit's own: in ordinary operations, or a programme with money of its own."""

    group: str
    places: Count
    until: date | None = None


class Resource(Row):
    """Something of the unit's that a stage of one's own asks for, such as coaches: how many, and from when (from the start)."""

    title: str
    capacity: Count
    from_: date | None = Field(default=None, alias="from")


class Away(Dated):
    """Staff who are paid but not there: a share of the posts whose role begins so, between dates or in some months of every year."""

    role: str = ""  # every post when empty
    share: Share
    months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = ()  # of every year; all when empty

    def holds(self, role: str, when: date) -> bool:
        """Tell whether posts of a role are away on a date."""
        return self.runs(when) and role.startswith(self.role) and (not self.months or when.month in self.months)


class WageMoney(Row):
    """The net wage budget a year. `hard`: starts stop at the amount and `overspend` beyond it; `hard = false` lifts the limit.

    What is paid beyond the amount is reported as an overrun, whatever is tolerated.
    """

    amount: MoneyRate
    hard: YesNo
    overspend: MoneyRate = Field(default="0 kr per year", validate_default=True)


class Cost(Dated):
    """A yearly cost of the unit that is not staff."""

    amount: MoneyRate
    funder: Literal["ami", "ifo", "other_municipal", "treasury"] = "ami"
    overhead: YesNo = False  # booked as overhead, whatever it is called


class Unit(Row):
    """A capacity level: posts, places, wage money, running costs. `unlimited` lifts every limit."""

    title: str
    posts: tuple[Post, ...] = ()
    places: tuple[Places, ...] = ()
    wage_money: WageMoney
    costs: dict[str, Cost] = {}
    away: tuple[Away, ...] = ()
    referral: Factor = Field(default=1.0, validate_default=True)  # referral to this unit against referral to today's
    referral_aid: Factor = Field(default=1.0, validate_default=True)  # the same besides, of those who live on aid
    unlimited: YesNo = False
    selectable: YesNo = True  # whether it can be chosen in reality
    statutory: dict[str, YesNo] = {}  # duties met

    def ends(self) -> Iterator[tuple[str, date]]:
        """Give the last day of every row that has one, by where it stands in the unit."""
        listed = (("posts", self.posts), ("away", self.away))
        yield from ((f"{key}[{at}]", row.until) for key, rows in listed for at, row in enumerate(rows) if row.until)
        yield from ((f"places[{at}]", row.until) for at, row in enumerate(self.places) if row.until)
        yield from ((f"costs.{key}", row.until) for key, row in self.costs.items() if row.until)


class Timeline(Row):
    """From a date on the unit is this; what happens to work in progress when capacity falls; the order of a queue, if it changes."""

    from_: date = Field(alias="from")
    unit: str
    in_progress: Literal["finish", "suspend"] = "finish"
    discharge: YesNo = False  # those queueing or in mapping are discharged that day
    mapping_order: str = ""  # the strategy of the first queue from now on; as before when empty
    places_order: str = ""


class Pooled(Row):
    """One budget for wages and aid: each month the wage money changes by a share of the aid saved so far that budget year.

    `aid_budget`: what is set aside for aid, in the price year's kronor. `lag_months`: until a month's aid is known. `from`: the first day;
    the parting date when it is left out.
    """

    share: Share
    lag_months: int = Field(ge=0, le=12)
    aid_budget: MoneyRate
    from_: date | None = Field(default=None, alias="from")
