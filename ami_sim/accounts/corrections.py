"""What a paired difference leaves out: jobs taken from others in need, and what public money costs society.

Both are applied to a finished difference and never to a run; the low, central and high values stand in the prices file.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ami_sim.accounts.ledger import PriceBook
from ami_sim.accounts.living import LivingCosts
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.registry import GROUPS_OF_ACTORS, I_AID, I_BENEFIT, I_WORK, NOT_REFERRED, WORK

LEVELS = ("low", "central", "high")


class Standing(NamedTuple):
    """A condition as the accounts see it (`flows.Condition`)."""

    stage: int
    income: int
    row: int = -1
    group: int = -1
    household: int = 0
    rights: int = 0


class Shares(NamedTuple):
    """The corrections at one level: displacement by kind of job, the share of those displaced on aid, the cost of public funds."""

    displaced: dict[str, float]
    on_aid: float
    public_funds: float


def shares_at(book: PriceBook, level: str = "central") -> Shares:
    """Read the corrections of the prices file at their low, central or high level."""
    if level not in LEVELS:
        raise InputError(f'level "{level}" is not known; expected one of {", ".join(LEVELS)}')
    at, switch = LEVELS.index(level), book.prices.switch
    jobs = {"open": switch.displacement_open, "subsidised": switch.displacement_subsidised, "ami": switch.displacement_ami}
    return Shares({kind: values[at] for kind, values in jobs.items()}, switch.displaced_on_aid[at], switch.public_funds[at])


def loss_of_job(book: PriceBook, year: int, households: Mapping[int, float], on_aid: float) -> NDArray[np.float64]:
    """Reckon what changes, kr per month by line, when one person in need does not get a job in open work.

    households: the share of persons in each household, adding up to 1. on_aid: the share of those displaced who live on this
    municipality's aid; the others live on a state benefit. Signed: what stops being paid is negative.
    """
    total = sum(households.values())
    if abs(total - 1) > 1e-9:
        raise InputError(f"household shares add up to {total:g}; expected 1")
    losses = losses_of_job(book.living, year, on_aid)
    lost = np.zeros(len(book.lines))
    for household, weight in households.items():
        lost += weight * losses[household]
    return lost


def losses_of_job(living: LivingCosts, year: int, on_aid: float) -> NDArray[np.float64]:
    """Reckon the same for one person in each household: kr per month [household, line]."""
    work, aid, benefit = with_and_without_job(living, year)
    found: NDArray[np.float64] = on_aid * aid + (1 - on_aid) * benefit - work
    return found


@lru_cache(maxsize=64)
def with_and_without_job(living: LivingCosts, year: int) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Price a person of each household in open work, on aid and on a state benefit: kr per month [household, line].

    Nobody of them is with a unit: the prices are those of all books that share what persons live on.
    """
    book = PriceBook(living.prices, (), (), living.basis, living)
    homes = range(len(book.prices.compositions))
    places = ((WORK, I_WORK), (NOT_REFERRED, I_AID), (NOT_REFERRED, I_BENEFIT))
    work, aid, benefit = (book.table([Standing(stage, income, household=home) for home in homes], year) for stage, income in places)
    return work, aid, benefit


def with_cost_of_public_funds(views: Mapping[str, float], factor: float) -> dict[str, float]:
    """Charge society (factor - 1) for every krona that public actors pay net; a public saving counts as a gain.

    views: amounts by actor and group as `by_actor` gives them. Only `society` changes.
    """
    if factor < 1:
        raise InputError(f"the cost of public funds is {factor}; expected 1 or more")
    public = sum(views[actor] for actor in GROUPS_OF_ACTORS["public"])
    return {**views, "society": views["society"] + (factor - 1) * public}
