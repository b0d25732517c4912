"""A municipality's own public figures (Kolada, SCB), and what of the files that ship follows each of them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from ami_sim.calibration.own.table import pick, read_table
from ami_sim.scenario.errors import InputError, nearest, shorten
from ami_sim.scenario.load import bundled, explain, read_toml
from ami_sim.scenario.rows import Row, Strict, YesNo

TEMPLATE: Final = "calibration/template.toml"
PUBLIC: Final = "public.csv"  # beside a municipality's scenario: the figures it was started from
COLUMNS: Final = ("figure", "value", "year", "kpi", "licence")
INHABITANTS: Final = "inhabitants"
UNITS: Final = "units"  # what follows a figure: every unit's posts, wage money and running costs
YEARS: Final = (1990, 2100)


class Reference(Row):
    """A public figure as it is in the municipality that is copied: what follows it, and between which values one is believed."""

    value: float
    lowest: float
    highest: float
    unit: str
    per_inhabitant: YesNo = False  # so that inhabitants count beside it
    follows: tuple[str, ...]


class Moves(Row):
    """The figures that moved the copied municipality's own answer most, by dotted path, the largest change first."""

    most: tuple[str, ...]


class Template(Strict):
    """The public figures by name, those that go first first, and what moves an answer."""

    figure: dict[str, Reference]
    moves: Moves


@dataclass(frozen=True)
class PublicFigure:
    """One figure of the municipality's own: its value, year, KPI id (or table) and licence, as they are to be quoted."""

    name: str
    value: float
    year: int
    kpi: str
    licence: str

    @property
    def quoted(self) -> str:
        """Say where it comes from."""
        return f"{self.kpi}, {self.year}, {self.licence}"


@dataclass(frozen=True)
class Times:
    """What something is multiplied by, because of which figure."""

    factor: float
    because: PublicFigure


def read_template() -> Template:
    """Read what follows a public figure; InputError when the file that ships is not whole."""
    path = bundled(TEMPLATE)
    try:
        return Template.model_validate(read_toml(path))
    except ValidationError as error:
        raise InputError(explain(error, Template, {}, path)) from error


def read_public(path: Path, template: Template) -> dict[str, PublicFigure]:
    """Read a table of figures (`COLUMNS`), a row a figure; InputError names the row and what was expected."""
    wanted = {name: name for name in COLUMNS}
    table = pick(read_table(path).frame, wanted, f"{path}")
    found: dict[str, PublicFigure] = {}
    for number, row in enumerate(table.to_dict("records"), start=2):
        figure = figure_of({str(key): str(cell).strip() for key, cell in row.items()}, f"{path}: line {number}", template)
        if figure.name in found:
            raise InputError(f'{path}: line {number}: figure: "{figure.name}" stands twice; expected one year of it')
        found[figure.name] = figure
    if INHABITANTS not in found:
        raise InputError(f'{path}: figure: no row "{INHABITANTS}"; expected one, for all others are measured by it')
    return found


def figure_of(cells: Mapping[str, str], place: str, template: Template) -> PublicFigure:
    """Read one row."""
    name = cells["figure"]
    if name not in template.figure:
        raise InputError(f'{place}: figure: "{name}" is not known.{nearest(name, template.figure)}')
    reference = template.figure[name]
    value, year = number_in(cells["value"], f"{place}: value"), number_in(cells["year"], f"{place}: year")
    if not reference.lowest <= value <= reference.highest:
        raise InputError(f"{place}: value: {value:g}; expected {reference.lowest:g} to {reference.highest:g} {reference.unit}")
    if not YEARS[0] <= year <= YEARS[1] or year != int(year):
        raise InputError(f"{place}: year: {year:g}; expected a year, such as 2024")
    for key in ("kpi", "licence"):
        if not cells[key]:
            raise InputError(f"{place}: {key}: missing; expected the figure's id and licence, such as N01951 and Kolada CC BY 4.0")
    return PublicFigure(name, value, int(year), cells["kpi"], cells["licence"])


def number_in(text: str, place: str) -> float:
    """Read a number as it is written in Sweden or elsewhere: 5 150, 5150, 1 596,5."""
    plain = "".join(sign for sign in text if not sign.isspace()).replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InputError(f"{place}: {shorten(text)}; expected a number")
    return value


def times_by_place(own: Mapping[str, PublicFigure], template: Template) -> dict[str, Times]:
    """Give what each place that follows a figure is multiplied by: the first figure of the template that is known decides."""
    grown = own[INHABITANTS].value / template.figure[INHABITANTS].value
    found: dict[str, Times] = {}
    for name, reference in template.figure.items():
        if name in own:
            factor = own[name].value / reference.value * (grown if reference.per_inhabitant else 1.0)
            for place in reference.follows:
                found.setdefault(place, Times(factor, own[name]))
    return found


def public_text(own: Mapping[str, PublicFigure]) -> str:
    """Write figures as the table they are read from."""
    rows = [(one.name, f"{one.value:.10g}", str(one.year), one.kpi, one.licence) for one in own.values()]
    return "".join(";".join(f'"{cell}"' if ";" in cell else cell for cell in row) + "\n" for row in (COLUMNS, *rows))
