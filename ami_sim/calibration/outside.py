"""What other studies found, as rows of a file beside a municipality's, and this model's effect rows set against them.

Nothing here enters a run. A path measured by lot (`OutsidePath`) is fitted in its first two years by lock-in and after-effect alone, and
the later years are then predicted; the profile of the municipality's own effects is followed month by month through draws of the prior.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Final, Literal, NamedTuple

import numpy as np
from pydantic import Field, ValidationError, model_validator

from ami_sim.model.draws import parameter_rows
from ami_sim.scenario.effect_path import means_by_year, path_of
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.load import explain, read_toml
from ami_sim.scenario.registry import STEPS
from ami_sim.scenario.rows import Row, Strict
from ami_sim.scenario.scenario import Scenario
from ami_sim.scenario.total_effect import Floats, Life, Wanted, Way, root, steps_of, wanted_at

FILE: Final = "outside.toml"
SEED: Final = 20190813  # of the draws that a profile is taken over
START: Final = (0.5, 0.2)  # where a fit begins: lock-in, after-effect
FITTED: Final = 2  # years of a path that are fitted; the others are predicted
Sign = Literal["+", "-", "0", "?"]


class OutsidePath(Row):
    """A measured path: weeks worked by year, percentage points against a group drawn by lot, with its 95 % bands.

    find, lose: how those without the programme find and lose work, a month; stay: its length in months.
    """

    study: str
    grade: str
    people: int = Field(ge=1)
    weeks_worked: tuple[float, ...]
    lowest: tuple[float, ...]
    highest: tuple[float, ...]
    find: float = Field(gt=0.0)
    lose: float = Field(gt=0.0)
    stay: float = Field(gt=0.0)

    @model_validator(mode="after")
    def _years(self) -> "OutsidePath":
        if not FITTED < len(self.weeks_worked) == len(self.lowest) == len(self.highest):
            raise ValueError(f"weeks_worked, lowest, highest: expected as many years in each, more than {FITTED}")
        return self


class Reference(Row):
    """What a programme gave per participant, in its own money: taxpayers, participant, others, society; the chance that it pays.

    kr: kronor of 2019 for a unit of that money.
    """

    study: str
    grade: str
    money: str
    kr: float = Field(gt=0.0)
    society: float
    taxpayers: float | None = None
    participant: float | None = None
    others: float | None = None
    pays: Annotated[float, Field(gt=0.0, lt=1.0)] | None = None

    def place_of(self, kr: float) -> float | None:
        """Say below which share of the study's own doubt a sum in kronor lies; nothing where no chance that it pays is given.

        The doubt is read as normal: its mean and the share of it above 0 are the study's, its spread follows from them.
        """
        from scipy.special import ndtr, ndtri

        if self.pays is None:
            return None
        return float(ndtr((kr / self.kr - self.society) * ndtri(self.pays) / self.society))


class Signs(Row):
    """What a class of programmes does to open work in its first year, after two to three years and after about five."""

    study: str
    grade: str
    early: Sign
    middle: Sign
    late: Sign
    size: str


class Outside(Strict):
    """Everything of the file."""

    path: dict[str, OutsidePath] = Field(default_factory=dict)
    reference: dict[str, Reference] = Field(default_factory=dict)
    signs: dict[str, Signs] = Field(default_factory=dict)


class Fit(NamedTuple):
    """Lock-in and after-effect that give a path its first years, and the path that follows from them, percentage points by year."""

    lock_in: float
    after: float
    by_year: Floats


class Profile(NamedTuple):
    """What a job does to open work, percentage points [type of workplace, draw, month] at some months after it began."""

    types: tuple[str, ...]
    months: tuple[float, ...]
    points: Floats


def read_outside(folder: Path) -> Outside:
    """Read what lies beside a municipality's files; nothing when there is no such file. InputError for a wrong one."""
    path = folder / FILE
    if not path.is_file():
        return Outside()
    try:
        return Outside.model_validate(read_toml(path))
    except ValidationError as error:
        raise InputError(explain(error, Outside, {}, path)) from error


def way_of(path: OutsidePath, scenario: Scenario, lock_in: float, kept: float | None = None) -> Way:
    """Give the typical life of a measured path: work is found and lost, nothing else happens, and the after-effect fades as of studies.

    kept: how much of an after-effect is left a year later, in place of the scenario's.
    """
    assert scenario.effects is not None
    find, lose = (path.find,) * STEPS, (path.lose,) * 3
    life = Life(find, find, (0.0,) * STEPS, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, (0.0, 0.0), (lose, lose), (1 / 3, 1 / 9))
    theta = scenario.at_medians() | ({"studies_kept": kept} if kept is not None else {})
    fade = steps_of(scenario.effects, theta, of_studies=True)
    steps = tuple(float(step == STEPS // 2) for step in range(STEPS))
    return Way(Wanted(life, steps, path.stay, (24.0,), lock_in, 0.0, 0.0, (0.0,), (1.0, 10.0), (-3.0, 3.0), fade))


def by_year(path: OutsidePath, scenario: Scenario, lock_in: float, after: float, kept: float | None = None) -> Floats:
    """Give the net weeks worked in each year of a path, percentage points."""
    months = np.arange(0.5, 12.0 * len(path.weeks_worked))
    return means_by_year(path_of(way_of(path, scenario, lock_in, kept), 1.0, after, months.tolist()))


def fitted(path: OutsidePath, scenario: Scenario, kept: float | None = None) -> Fit:
    """Fit lock-in and after-effect to the first two years and predict the others."""
    from scipy.optimize import fsolve

    def off(x: Floats) -> Floats:
        return by_year(path, scenario, float(x[0]), float(x[1]), kept)[:FITTED] - path.weeks_worked[:FITTED]

    lock_in, after = fsolve(off, START)
    return Fit(float(lock_in), float(after), by_year(path, scenario, float(lock_in), float(after), kept))


def profile(scenario: Scenario, months: Sequence[float], draws: int) -> Profile:
    """Follow what the municipality's own jobs do, by type of workplace, over draws of the prior: no figure of a first year informs them.

    A group differs from its type by what its site is better or worse; that is left out here.
    """
    effects = scenario.effects
    assert effects is not None
    types = tuple(effects.total)
    found = np.empty((len(types), draws, len(months)))
    for draw, theta in enumerate(parameter_rows(scenario, SEED, draws, "prior")):
        at_draw = partial(solved_path, scenario, theta, months)
        found[:, draw] = np.array([at_draw(effects.total[kind].at(theta)) for kind in types])
    return Profile(types, tuple(months), found)


def solved_path(scenario: Scenario, theta: Mapping[str, float], months: Sequence[float], total: float) -> Floats:
    """Solve the after-effect that gives a total and follow its path."""
    effects = scenario.effects
    assert effects is not None
    types = [scenario.workplace_of(group, theta) for group in effects.site]
    wanted = wanted_at(effects, scenario.clock, scenario.bands, scenario.life.subsidised_share, types, theta)
    way = Way(wanted)
    advance = theta[effects.advance]
    after = root(lambda a: way.effect(advance, a) - total, *wanted.after_range)
    return path_of(way, advance, after, months)
