"""What exclusion costs over a life beyond the accounts, read from a file: cohorts, dying, lost rights, layers of prices and consequences.

Every figure is a value with a range, a grade and a source of its own. A layer is off unless it is asked for.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, BeforeValidator, Field, ValidationError, model_validator

from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.load import explain, find, read_toml
from ami_sim.scenario.registry import INCOMES, STAGES, TRAITS
from ami_sim.scenario.rows import Strict

FILE: Final = "consequences.toml"
Grade = Literal["A", "B", "C", "D"]  # register causal or experiment; register association or count; survey; expert sum or judgement
Payer = Literal["municipality", "region", "state"]
PARTS: Final = ("accounts", "pension")  # what is reckoned besides layers
MOST: Final = 1e9  # kr of one consequence, beyond which stands a slip of the pen


def read_number(value: Any) -> float:
    """Read a plain number; a word or true is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{value!r} is no number; expected a plain number")
    return float(value)


def read_amount(value: Any) -> float:
    """Read a plain number that counts something: 0 or more, and an end."""
    number = read_number(value)
    if not 0.0 <= number <= MOST:
        raise ValueError(f"{number:g}; expected 0 to {MOST:g}")
    return number


Plain = Annotated[float, BeforeValidator(read_number)]
Counted = Annotated[float, BeforeValidator(read_amount)]


class Figure(Strict):
    """A figure with the range that is believed possible: drawn from a triangle with its top at `value`."""

    value: Plain
    low: Plain
    high: Plain
    grade: Grade
    source: str = Field(min_length=3)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not 0.0 <= self.low <= self.value <= self.high <= MOST:
            raise ValueError(f"{self.low:g}, {self.value:g}, {self.high:g}; expected low, value and high in order, 0 to {MOST:g}")
        return self

    def at(self, u: float) -> float:
        """Give the figure that lies at a uniform number (0 to 1) of its triangle."""
        if self.high == self.low:
            return self.value
        wide, top = self.high - self.low, (self.value - self.low) / (self.high - self.low)
        if u < top:
            return float(self.low + wide * (u * top) ** 0.5)
        return float(self.high - wide * ((1 - u) * (1 - top)) ** 0.5)


class Share(Figure):
    """A figure that is a share of a whole: 0 to 1."""

    @model_validator(mode="after")
    def _of_a_whole(self) -> Self:
        if self.high > 1.0:
            raise ValueError(f"{self.high:g}; expected a share of 0 to 1")
        return self


class Divisor(Figure):
    """A figure that something is divided by: above 0."""

    @model_validator(mode="after")
    def _above_nothing(self) -> Self:
        if self.low <= 0.0:
            raise ValueError(f"{self.low:g}; expected more than 0 and at most {MOST:g}")
        return self


class Amount(Figure):
    """Kronor of a year's price level."""

    year: int = Field(ge=1990, le=2100)


class ByTime(Strict):
    """Factors by time out of work in one stretch: under a year, one to three years, over three years."""

    value: tuple[Counted, Counted, Counted]
    grade: Grade
    source: str = Field(min_length=3)


class CohortRow(Strict):
    """A type of person whose life is followed: door, ages at entry (years), and what is fixed of the door's background.

    sv: without one the Swedish of a shipped title is used.
    """

    en: str
    sv: str = ""
    referrer: str
    ages: tuple[float, float]
    income: dict[str, float]
    households: dict[str, float]
    traits: dict[str, float] = {}
    source: str

    @model_validator(mode="after")
    def _known(self) -> Self:
        if not 16 <= self.ages[0] < self.ages[1] <= 65:
            raise ValueError(f"ages {list(self.ages)}: expected two ages from 16 to 65, the lower first")
        refuse_unknown("income", self.income, INCOMES)
        refuse_unknown("traits", self.traits, TRAITS)
        return self


class Mortality(Strict):
    """Deaths per 1 000 a year from each age on, after retirement, and how many times as often they come to who has been excluded."""

    ages: tuple[Counted, ...] = Field(min_length=1)
    deaths: tuple[Counted, ...]
    times: Figure
    source: str

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if len(self.ages) != len(self.deaths) or list(self.ages) != sorted(set(self.ages)):
            raise ValueError("mortality needs increasing ages and as many deaths per 1 000, 0 or more")
        return self


class Declining(Strict):
    """A discount rate that falls: from each year on, a yearly rate."""

    years: tuple[Counted, ...] = Field(min_length=1)
    rates: tuple[Counted, ...]
    source: str

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if len(self.years) != len(self.rates) or self.years[0] != 0 or list(self.years) != sorted(set(self.years)):
            raise ValueError("a declining rate needs increasing years from 0 and as many rates")
        if max(self.rates) > 1.0:
            raise ValueError(f"{max(self.rates):g}; expected a share of 0 to 1")
        return self


class Pension(Strict):
    """Public pension: shares of pensionable income that become rights, the annuity divisor, and guarantee pension in base amounts."""

    income_share: Share
    premium_share: Share
    divisor: Divisor
    basic: float = Field(gt=0.0, lt=100.0)
    first: float = Field(gt=0.0, lt=100.0)
    slope: float = Field(gt=0.0, lt=1.0)
    earlier_work: Share
    tax: Share
    pensionable: dict[str, Counted]
    source: str

    @model_validator(mode="after")
    def _known(self) -> Self:
        refuse_unknown("pensionable", self.pensionable, INCOMES)
        return self


class SickPay(Strict):
    """Right to sick pay (SGI): days a year that an insured person has, how much of a wage it is, and on which incomes it is lost."""

    days: Figure
    replacement: Share
    without: tuple[str, ...]
    source: str

    @model_validator(mode="after")
    def _known(self) -> Self:
        refuse_unknown("without", self.without, INCOMES)
        return self


class Layer(Strict):
    """A consequence with its price: so many a year out of work beyond others, for each person or child, paid by a payer.

    `stages`, `incomes`: where it holds; everywhere out of work if none. `ill_health`, `well`: times the rate with and without the trait.
    `sick`: times the rate in the stages of `sick_in`, that is while somebody is ill. `overlaps`: parts that hold some of the same cost.
    """

    en: str
    sv: str
    kind: Literal["effect", "association"]
    payer: Payer
    per: Literal["person", "child"]
    stages: tuple[str, ...] = ()
    incomes: tuple[str, ...] = ()
    rate: Figure
    amount: Amount
    by_time: ByTime | None = None
    ill_health: Figure | None = None
    well: Figure | None = None
    sick: Figure | None = None
    sick_in: tuple[str, ...] = ()
    overlaps: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _known(self) -> Self:
        refuse_unknown("stages", self.stages, STAGES)
        refuse_unknown("incomes", self.incomes, INCOMES)
        refuse_unknown("sick_in", self.sick_in, STAGES)
        if (self.sick is None) != (not self.sick_in):
            raise ValueError("sick, sick_in; expected both or neither")
        return self

    @property
    def figures(self) -> dict[str, Figure]:
        """Give its figures that have a range, by name."""
        found = {"rate": self.rate, "amount": self.amount, "ill_health": self.ill_health, "well": self.well, "sick": self.sick}
        return {name: figure for name, figure in found.items() if figure is not None}

    @property
    def grade(self) -> str:
        """Give the worst grade of what it rests on; where the rate is nothing, its own."""
        if self.rate.high == 0:
            return self.rate.grade
        grades = [figure.grade for figure in self.figures.values()] + ([self.by_time.grade] if self.by_time else [])
        return max(grades)


class Unknown(Strict):
    """What is not known, and what would be needed to know it."""

    en: str
    sv: str
    needed: str
    needed_sv: str


class Earlier(Strict):
    """An earlier figure, and which parts here it corresponds to: "accounts", "pension", or layers."""

    en: str
    sv: str
    amount: str
    grade: Grade
    parts: tuple[str, ...]
    says: str
    says_sv: str


class Consequences(Strict):
    """All of the file."""

    cohort: dict[str, CohortRow]
    mortality: Mortality
    declining: Declining
    pension: Pension
    sgi: SickPay
    layer: dict[str, Layer] = {}
    unknown: dict[str, Unknown] = {}
    earlier: dict[str, Earlier] = {}

    @model_validator(mode="after")
    def _parts(self) -> Self:
        for name, layer in self.layer.items():
            if name in PARTS:
                raise ValueError(f'layer: "{name}" is another part; expected a name of its own')
            refuse_unknown(f"layer.{name}.overlaps", layer.overlaps, (*PARTS, *self.layer))
        for name, row in self.earlier.items():
            refuse_unknown(f"earlier.{name}.parts", row.parts, (*PARTS, *self.layer))
        return self

    @property
    def figures(self) -> dict[str, Figure]:
        """Give every figure that has a range and is drawn, by dotted path."""
        pension, sgi = self.pension, self.sgi
        found = {
            "mortality.times": self.mortality.times,
            "pension.income_share": pension.income_share,
            "pension.premium_share": pension.premium_share,
            "pension.divisor": pension.divisor,
            "pension.earlier_work": pension.earlier_work,
            "pension.tax": pension.tax,
            "sgi.days": sgi.days,
            "sgi.replacement": sgi.replacement,
        }
        layers = {f"layer.{name}.{key}": figure for name, row in self.layer.items() for key, figure in row.figures.items()}
        return found | layers

    def chosen(self, layers: Any) -> tuple[str, ...]:
        """Give the names of layers that are asked for, once each, "all" for every one; InputError for one that is not there."""
        asked = tuple(dict.fromkeys((layers,) if isinstance(layers, str) and layers else layers))
        if asked == ("all",):
            return tuple(self.layer)
        for name in asked:
            if name not in self.layer:
                raise InputError(f'layers: "{name}" is not a layer.{nearest(str(name), self.layer)}')
        return asked


def refuse_unknown(key: str, words: Any, known: Any) -> None:
    """Refuse a word that the vocabulary has not, with the nearest that it has."""
    for word in words:
        if word not in known:
            raise ValueError(f'{key}: "{word}" is not known.{nearest(str(word), known)}')


def load_consequences(path: str | Path, settings: Mapping[str, Any] | None = None) -> Consequences:
    """Read the file; InputError names file, key and value that are wrong and what was expected."""
    file = find(path)
    tables: Any = read_toml(file)
    model: type[BaseModel] = Consequences
    try:
        return Consequences.model_validate({**tables, **(settings or {})})
    except ValidationError as error:
        raise InputError(explain(error, model, {}, file, tables)) from error


def beside(scenario_file: str | Path) -> Path:
    """Give the file of consequences of a scenario: beside it, else the one that ships."""
    own = find(scenario_file).parent / FILE
    return own if own.is_file() else find(f"calibration/ragunda/{FILE}")
