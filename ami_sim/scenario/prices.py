"""What things cost: dated prices with an indexation rule each, taxes, the aid norm, incomes and households, as rows of a file.

A price is a table of years (`{ 2018 = "3030 kr per month", 2019 = "3090 kr per month" }`). A year between or after the named
ones takes the latest earlier figure, carried forward by the row's index; a year before the first is carried backward.
Amounts here are in the kronor of each year; `ami_sim.accounts` turns them into the kronor of one year where that is asked for.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Annotated, Any, Final, Literal, NamedTuple, Self, TypeVar

from pydantic import AfterValidator, Field, PrivateAttr, ValidationInfo, model_validator

from ami_sim.scenario.errors import nearest, shorten
from ami_sim.scenario.payment import Payment
from ami_sim.scenario.quantities import MONTH, MoneyRate, Quantity
from ami_sim.scenario.registry import GROUPS_OF_ACTORS, SHIPPED, Vocabulary, vocabulary_of
from ami_sim.scenario.rows import Dated, IndexName, Row, Status, Strict, YesNo

T = TypeVar("T")
Payer = Literal["ifo", "ami", "other_municipal", "region", "af", "social_insurance", "treasury", "employer"]
Portion = Annotated[float, Field(ge=0.0, le=1.0)]
Growth = Annotated[float, Field(gt=-1.0, lt=1.0)]
BANDS: Final = ("0-6", "7-12", "13-18")  # ages of children, years
EARLIEST, LATEST = 1900, 2200  # years that a price may be of
# Prices that a run reads before anything happens (the wage budget, the rank by saving): another value needs a new run.
STEERING: Final = ("price_year", "labour.wage", "labour.contributions", "labour.statutory", "norm", "household", "index.wages")


def _is_year(year: int) -> int:
    """Refuse a number that is not a year that a price may be of."""
    if not EARLIEST <= year <= LATEST:
        raise ValueError(f"{year} is not a year between {EARLIEST} and {LATEST}")
    return year


def _has_years(table: dict[int, T]) -> dict[int, T]:
    """Refuse a table of years that is empty or names something that is no year."""
    if not table:
        raise ValueError('a price needs at least one year, for example { 2019 = "900 kr per month" }')
    for year in table:
        _is_year(year)
    return table


Year = Annotated[int, AfterValidator(_is_year)]
ByYear = Annotated[dict[int, MoneyRate], AfterValidator(_has_years)]
PortionByYear = Annotated[dict[int, Portion], AfterValidator(_has_years)]


def steers(path: str) -> bool:
    """Tell whether a price, by its dotted path under `prices`, steers a run and so cannot be changed on stored results."""
    return any(path == name or path.startswith(f"{name}.") or name.startswith(f"{path}.") for name in STEERING)


def monthly(amount: Quantity) -> float:
    """Kr per month of a money rate."""
    return amount.value * MONTH


def latest(table: Mapping[int, T], year: int) -> tuple[int, T]:
    """Find the year in a table that a year takes its figure from, and the figure: the latest not after it, else the first."""
    known = max((named for named in table if named <= year), default=min(table))
    return known, table[known]


class Index(Row):
    """Yearly growth: `growth` of named years over the year before, `later` for all others. 0.02 is two per cent."""

    title: str
    growth: dict[int, Growth] = {}
    later: Growth

    def level(self, year: int, base: int) -> float:
        """Tell what a krona of the base year has become in a year: 1 when they are the same."""
        level = 1.0
        for passed in range(min(base, year) + 1, max(base, year) + 1):
            level *= 1.0 + self.growth.get(passed, self.later)
        return level if year >= base else 1.0 / level


class Price(Row):
    """One dated price with its indexation rule."""

    title: str
    amount: ByYear
    index: IndexName


class LargeHousehold(Row):
    """A cut of the norm in households with many children: of the amount of every child beyond so many, the youngest of them.

    single and couple: the share that is cut, with one adult and with two; dated: a year takes the latest earlier figure, and a year
    before the first has no cut.
    """

    title: str
    status: Status = "unknown"
    beyond: int = Field(ge=0, le=20)  # children who keep the whole amount: the oldest
    single: PortionByYear
    couple: PortionByYear

    def cut(self, adults: int, year: int) -> float:
        """Give the share that is cut in a year."""
        table = self.single if adults == 1 else self.couple
        return 0.0 if year < min(table) else latest(table, year)[1]

    def kept(self, children: Sequence[int], adults: int, year: int) -> tuple[float, ...]:
        """Give the children by band of age, youngest first, as many as the norm counts: one who is cut counts in part."""
        found, cut = list(map(float, children)), self.cut(adults, year)
        over = sum(children) - self.beyond
        for band, count in enumerate(children):
            less = min(max(over, 0), count)
            found[band] -= less * cut
            over -= less
        return tuple(found)


class Norm(Row):
    """The national norm (riksnorm) for aid: personal costs of adults and children, and what a household shares."""

    single: ByYear
    couple: ByYear
    child: tuple[ByYear, ByYear, ByYear]  # by band of age
    common: tuple[ByYear, ...] = Field(min_length=7, max_length=7)  # households of 1 to 7 persons
    beyond: ByYear  # for each person above seven
    index: IndexName
    large: LargeHousehold | None = None  # a cut for households with many children


class Aid(Row):
    """Rules of the aid test and its handling (`handling`: what one active case more costs, not the average).

    cut: the share of a household's aid that is taken while one of it refuses to take part (the right `aid_cut`).
    """

    incentive: Portion  # the share of a net wage that is disregarded after six months on aid
    handling: ByYear
    index: IndexName
    cut: Portion = 0.0


class Tax(Row):
    """Income tax, simplified: rates, basic allowance and job tax credit in units of the base amount (prisbasbelopp).

    Allowance and credit are piecewise linear: `edges` in base amounts, one more slope than edges.
    """

    municipal: PortionByYear
    region: PortionByYear
    equalised_municipal: PortionByYear  # the rate at which equalisation takes away what a krona of tax base brings
    equalised_region: PortionByYear
    funeral: Portion
    public_service: PortionByYear
    public_service_ceiling: ByYear
    base_amount: ByYear
    allowance: float
    allowance_edges: tuple[float, ...]
    allowance_slopes: tuple[float, ...]
    job_edges: dict[int, tuple[float, ...]]
    job_slopes: dict[int, tuple[float, ...]]
    index: IndexName

    @model_validator(mode="after")
    def _fits(self) -> Self:
        pairs = [(self.allowance_edges, self.allowance_slopes)]
        pairs += [(edges, self.job_slopes.get(year, ())) for year, edges in self.job_edges.items()]
        if not self.job_edges or any(len(slopes) != len(edges) + 1 or list(edges) != sorted(edges) for edges, slopes in pairs):
            raise ValueError("tax: allowance and job credit need increasing edges and one slope more than edges, for the same years")
        for year in self.equalised_municipal:
            if self.equalised_municipal[year] > latest(self.municipal, year)[1]:
                raise ValueError(f"tax.equalised_municipal: {year} is over the municipality's own rate; nothing would be kept")
        return self


class Family(Row):
    """Support for children that does not change with the person's condition but counts in the aid test."""

    child: MoneyRate
    siblings: tuple[MoneyRate, ...]  # supplement in all with 2, 3, 4 ... children
    maintenance: tuple[MoneyRate, MoneyRate, MoneyRate]  # to a lone parent, per child by band
    index: IndexName
    year: Year


class Housing(Row):
    """Housing allowance of families with children (1, 2, 3 or more) and the supplement with sickness compensation."""

    special: tuple[MoneyRate, MoneyRate, MoneyRate]
    floor: MoneyRate  # housing cost below which nothing is paid
    limit: tuple[MoneyRate, MoneyRate, MoneyRate]  # housing cost above which nothing more is paid
    share: Portion
    ceiling: tuple[MoneyRate, MoneyRate, MoneyRate]
    free_single: MoneyRate  # income without reduction
    free_each: MoneyRate  # the same for each of a couple
    reduction: Portion
    supplement_share: Portion
    supplement_limit: MoneyRate
    index: IndexName
    year: Year


class Labour(Row):
    """Wages of the unit's jobs and what is paid on top."""

    wage: ByYear  # gross, full time
    contributions: PortionByYear  # all a municipality pays on top (PO): statutory and collective
    statutory: Portion
    replacement: ByYear  # gross wage of a regular employee whom a participant's work would replace, full time
    index: IndexName


class Income(Row):
    """What a person lives on, for one income of the vocabulary: gross amount, tax, payer, and whether aid tops the household up.

    `taxable`: "work" also earns the job tax credit. `earnings_related` is the amount with that right. `subsidy` is the share of
    wage and statutory contributions that AF pays the employer. `why` says why aid is or is not tested.
    """

    title: str
    kind: str  # of the flow
    payer: Payer
    amount: ByYear
    index: IndexName
    taxable: Literal["no", "yes", "work"]
    aid_tested: YesNo
    why: str
    earnings_related: ByYear | None = None
    subsidy: Portion = 0.0


class Care(Row):
    """Services a public actor gives a person in certain stages, beyond what somebody in work uses: a real resource."""

    title: str
    kind: Literal["care_and_services", "education"]
    payer: Literal["other_municipal", "region"]
    stages: tuple[str, ...]
    amount: ByYear
    index: IndexName


class LumpSum(Dated):
    """What one actor pays another whatever happens to anybody: a state grant, a fee. Dated; paid evenly over the year, by the day.

    amount: by year, in that year's kronor; a year takes the latest earlier figure, and one before the first nothing.
    """

    title: str
    status: Status = "unknown"
    kind: str = ""  # of the flow; the row's own name where nothing is said
    payer: str
    payee: str
    amount: ByYear
    index: IndexName = "none"

    @model_validator(mode="after")
    def _ends(self) -> Self:
        society = GROUPS_OF_ACTORS["society"]
        for end, actor in (("payer", self.payer), ("payee", self.payee)):
            if actor not in society:
                raise ValueError(f'{end}: "{actor}" is not known; expected one of {", ".join(society)}')
        if self.payer == self.payee:
            raise ValueError(f"payer and payee: {self.payer} and {self.payee} are no two ends")
        return self


class PerPlace(Row):
    """What a participant's month in some groups moves besides wages and aid: a bought place, services sold, what a buyer gets for them.

    payee "resources" marks what is used up, payer "output" what is made. `amount` is for one participant there in full.
    """

    title: str
    kind: Literal["bought_places", "sold_services", "production", "running"]
    payer: Literal["ami", "ifo", "other_municipal", "employer", "output"]
    payee: Literal["ami", "ifo", "other_municipal", "employer", "resources"]
    groups: tuple[str, ...]
    amount: ByYear
    index: IndexName

    @model_validator(mode="after")
    def _ends(self) -> Self:
        if (self.payer == "output") != (self.kind == "production"):
            raise ValueError('payer: "output" is what production comes from, and only production')
        if self.payer == self.payee or (self.payer, self.payee) == ("output", "resources"):
            raise ValueError(f"payer and payee: {self.payer} and {self.payee} are no two ends")
        return self

    @property
    def nature(self) -> Literal["transfer", "resource", "production"]:
        """Whether it moves money, uses something up or is output."""
        return "resource" if self.payee == "resources" else "production" if self.payer == "output" else "transfer"


CORRECTED: Final = ("displacement_open", "displacement_subsidised", "displacement_ami", "displaced_on_aid", "public_funds")


class Switches(Row):
    """Corrections applied to a finished difference, each with a range that a reader may try (low, central, high)."""

    displacement_open: tuple[Portion, Portion, Portion]  # the share of a net job entry that takes a job from somebody else in need
    displacement_subsidised: tuple[Portion, Portion, Portion]
    displacement_ami: tuple[Portion, Portion, Portion]
    displaced_on_aid: tuple[Portion, Portion, Portion]  # of those displaced, the share who are on this municipality's aid
    public_funds: tuple[float, float, float]  # what a krona of public money costs society

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        for name in CORRECTED:
            low, central, high = getattr(self, name)
            if not low <= central <= high:
                raise ValueError(f"{name}: {low:g}, {central:g}, {high:g}; expected low <= central <= high")
        return self


class Published(Row):
    """A yearly amount that somebody has published for one person's exclusion, and how many years it was summed over."""

    title: str
    amount: MoneyRate
    years: int = Field(gt=0)
    rate: float = Field(gt=-1.0)
    payments: Literal["start", "end", "evenly"]
    other_rates: tuple[float, ...] = ()  # another reading of the same sum
    other_payments: Literal["start", "end", "evenly"] = "end"
    year: Year


class Budget(Row):
    """What a line of a committee's budget is compared with: wage money of the unit, what the reference costs, or an amount.

    `follows`: the index that an amount or the wage money is uplifted by from the price year on.
    """

    title: str
    committee: Literal["ifo", "ami", "other_municipal", "municipality"]
    line: str
    set_by: Literal["wage_money", "reference", "amount"]
    amount: MoneyRate | None = None
    follows: IndexName = "none"

    @model_validator(mode="after")
    def _amount(self) -> Self:
        if (self.set_by == "amount") != (self.amount is not None):
            raise ValueError('amount: expected with set_by = "amount", and only then')
        return self


class Situation(Strict):
    """Where a person stands and what the person lives on, with the rights that change what is paid."""

    stage: str
    income: str
    rights: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _known(self, info: ValidationInfo) -> Self:
        v = vocabulary_of(info.context)
        for key, words, known in (
            ("stage", (self.stage,), v.stages),
            ("income", (self.income,), v.incomes),
            ("rights", self.rights, v.rights),
        ):
            for word in words:
                if word not in known:
                    raise ValueError(f'{key}: "{word}" is not known.{nearest(word, known)}')
        return self


class PersonType(Row):
    """A type of person whose exclusion is priced: the household, the situation outside work and the life it is compared with."""

    title: str
    household: str
    out: Situation
    instead: Situation


MOST_CHILDREN: Final = 20  # of one band of age


class Household(Row):
    """The household that aid is tested on. `sharing`: persons in the dwelling when the household is part of a larger one."""

    title: str
    adults: Literal[1, 2]
    children: tuple[int, int, int] = (0, 0, 0)  # by band of age
    housing: MoneyRate  # reasonable housing cost with household electricity
    other_wage: MoneyRate  # gross wage of the other adult
    sharing: int = Field(default=0, ge=0, le=12)
    year: Year

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if max(self.children) > MOST_CHILDREN:
            raise ValueError(f"children {shorten(list(self.children))}: expected at most {MOST_CHILDREN} of an age")
        if min(self.children) < 0:
            raise ValueError(f"children {list(self.children)}: expected numbers of 0 or more for the ages {', '.join(BANDS)}")
        if self.adults == 1 and monthly(self.other_wage) > 0:
            raise ValueError("other_wage over 0 needs adults = 2")
        if self.sharing and self.sharing <= self.adults + sum(self.children):
            raise ValueError(f"sharing = {self.sharing}: expected more persons in the dwelling than in the household")
        return self


class Composition(NamedTuple):
    """A household with its children at some ages: the row it is of, and what aid is tested on."""

    kind: str
    household: Household


def compositions(rows: Mapping[str, Household]) -> tuple[Composition, ...]:
    """Give every household as its row says, then each with its children at every other ages: what a growing family passes through."""
    found = [Composition(name, row) for name, row in rows.items()]
    for name, row in rows.items():
        size = sum(row.children)
        for small in range(size + 1):
            for middle in range(size + 1 - small):
                children = (small, middle, size - small - middle)
                if children != row.children:
                    found.append(Composition(name, row.model_copy(update={"children": children})))
    return tuple(found)


class Prices(Strict):
    """Every price of a municipality. The order of `compositions` is the household index of a person."""

    price_year: Year
    index: dict[Literal["prices", "wages"], Index]
    norm: Norm
    aid: Aid
    tax: Tax
    family: Family
    housing: Housing
    labour: Labour
    income: dict[str, Income]
    care: dict[str, Care] = {}
    per_place: dict[str, PerPlace] = {}
    payment: dict[str, Payment] = {}
    lump_sum: dict[str, LumpSum] = {}
    switch: Switches
    published: dict[str, Published] = {}
    budget: dict[str, Budget] = {}
    person_type: dict[str, PersonType] = {}
    household: dict[str, Household] = Field(min_length=1)
    _vocabulary: Vocabulary = PrivateAttr(default_factory=lambda: SHIPPED)

    def model_post_init(self, context: Any) -> None:
        """Keep the vocabulary that the prices were read with, which says in what order incomes and stages come."""
        self._vocabulary = vocabulary_of(context)

    @cached_property
    def compositions(self) -> tuple[Composition, ...]:
        """Every household that may be, by its number: the rows of `household`, then those with children of other ages."""
        return compositions(self.household)

    @cached_property
    def children_at_home(self) -> tuple[int, ...]:
        """How many children there are in each of `compositions`."""
        return tuple(sum(row.household.children) for row in self.compositions)

    @property
    def vocabulary(self) -> Vocabulary:
        """The stages and incomes that have prices."""
        return self._vocabulary

    @model_validator(mode="after")
    def _complete(self, info: ValidationInfo) -> Self:
        v = vocabulary_of(info.context)
        for word in ("prices", "wages"):
            if word not in self.index:
                raise ValueError(f"index.{word} is missing")
        for word in self.income:
            if word not in v.incomes:
                raise ValueError(f'income: "{word}" is not known.{nearest(word, v.incomes)}')
        for word in v.incomes:
            if word not in self.income:
                raise ValueError(f"income.{word} is missing: every income source needs a row")
        return self

    @model_validator(mode="after")
    def _known(self, info: ValidationInfo) -> Self:
        for where, word, known in self._mentions(vocabulary_of(info.context)):
            if word not in known:
                raise ValueError(f'{where}: "{word}" is not known.{nearest(word, known)}')
        return self

    def _mentions(self, v: Vocabulary) -> Iterator[tuple[str, str, Collection[str]]]:
        """Every name that points at a row or a word: where it stands, the name, the names it may be."""
        for name, person in self.person_type.items():
            yield f"person_type.{name}.household", person.household, self.household
        for name, row in self.care.items():
            yield from ((f"care.{name}.stages", stage, v.stages) for stage in row.stages)
        for name, payment in self.payment.items():
            yield from ((f"payment.{name}.stages", stage, v.stages) for stage in payment.stages)
            yield from ((f"payment.{name}.incomes", income, v.incomes) for income in payment.incomes)
            yield from ((f"payment.{name}.rights", right, v.rights) for right in payment.rights)

    def level(self, index: IndexName, year: int, base: int) -> float:
        """Tell what a krona of the base year has become in a year by an index."""
        return 1.0 if index == "none" else self.index[index].level(year, base)

    def in_year(self, amounts: Mapping[int, Quantity], index: IndexName, year: int) -> float:
        """Kr per month of a dated price in a year, in that year's kronor."""
        base, amount = latest(amounts, year)
        return monthly(amount) * self.level(index, year, base)
