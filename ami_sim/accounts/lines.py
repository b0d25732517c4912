"""The lines of the accounts: who pays whom for what. The columns of every ledger."""

from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ami_sim.scenario.errors import InputError
from ami_sim.scenario.prices import Prices
from ami_sim.scenario.registry import ACTORS, GROUPS_OF_ACTORS

Nature = Literal["transfer", "resource", "production"]
FUNDERS: Final = ("ami", "ifo", "other_municipal", "region", "af", "treasury")
MUNICIPAL: Final = GROUPS_OF_ACTORS["municipality"]
UNIT_KINDS: Final = ("posts", "vehicles", "running", "premises", "overhead", "unit_other")


class Line(NamedTuple):
    """One line: payer and payee are words of `ACTORS`. `cash`: false for the value of participants' work, which nobody pays for."""

    payer: str
    payee: str
    kind: str
    nature: Nature
    cash: bool = True

    def __str__(self) -> str:
        return f"{self.kind}: {self.payer} -> {self.payee}"


class Flow(NamedTuple):
    """A line with an amount, kr per month."""

    payer: str
    payee: str
    kind: str
    nature: Nature
    amount: float


def _personal() -> tuple[Line, ...]:
    """Lines that follow a person whatever the prices file says."""
    return (
        Line("ifo", "person", "aid", "transfer"),
        Line("ifo", "resources", "aid_handling", "resource"),
        Line("ami", "person", "wage", "transfer"),
        Line("employer", "person", "wage", "transfer"),
        Line("ami", "social_insurance", "employer_contributions", "transfer"),
        Line("employer", "social_insurance", "employer_contributions", "transfer"),
        Line("ami", "person", "collective_charges", "transfer"),
        Line("af", "ami", "af_subsidy", "transfer"),
        Line("af", "employer", "af_subsidy", "transfer"),
        Line("af", "ami", "supervision_grant", "transfer"),
        Line("af", "ami", "af_fee", "transfer"),
        Line("social_insurance", "person", "housing_allowance", "transfer"),
        Line("social_insurance", "person", "housing_supplement", "transfer"),
        Line("person", "other_municipal", "municipal_tax", "transfer"),
        Line("person", "region", "regional_tax", "transfer"),
        Line("treasury", "person", "job_tax_credit", "transfer"),
        Line("person", "treasury", "public_fees", "transfer"),
        Line("other_municipal", "treasury", "equalisation", "transfer"),
        Line("region", "treasury", "equalisation", "transfer"),
        Line("other_municipal", "resources", "supervision_time", "resource"),
        Line("output", "employer", "production", "production"),
        Line("output", "other_municipal", "participants_production", "production", cash=False),
    )


def _of_the_unit() -> tuple[Line, ...]:
    """Lines of the unit's own cost: paid by a municipal committee or the region itself, or by the unit with an external grant."""
    payers = (*MUNICIPAL, "region")
    costs = tuple(Line(payer, "resources", kind, "resource") for kind in UNIT_KINDS for payer in payers)
    grants = tuple(Line(payer, "ami", "project_grant", "transfer") for payer in FUNDERS if payer not in payers)
    return costs + grants


def lines_of(prices: Prices) -> tuple[Line, ...]:
    """Every line these prices can use, in a fixed order: the person's, those of income and care rows, the unit's, those of places."""
    incomes = (Line(row.payer, "person", row.kind, "transfer") for row in prices.income.values())
    care = (Line(row.payer, "resources", row.kind, "resource") for row in prices.care.values())
    places = (Line(row.payer, row.payee, row.kind, row.nature) for row in prices.per_place.values())
    return tuple(dict.fromkeys((*_personal(), *incomes, *care, *_of_the_unit(), *places)))


def check_lines(lines: Iterable[Line]) -> None:
    """Refuse a line without a known payer and payee, whose nature does not fit its ends, or that stands twice."""
    society, seen = GROUPS_OF_ACTORS["society"], set()
    for line in lines:
        for end, actor in (("payer", line.payer), ("payee", line.payee)):
            if actor not in ACTORS:
                raise InputError(f'line "{line}": {end} "{actor}" is not known; expected one of {", ".join(ACTORS)}')
        fits = {
            "transfer": line.payer in society and line.payee in society and line.payer != line.payee,
            "resource": line.payer in society and line.payee == "resources",
            "production": line.payer == "output" and line.payee in society,
        }
        if line.nature not in fits or not fits[line.nature]:
            raise InputError(f'line "{line}": a {line.nature} cannot go from {line.payer} to {line.payee}')
        if line[:3] in seen:
            raise InputError(f'line "{line}" stands twice')
        seen.add(line[:3])


def ends(lines: tuple[Line, ...]) -> NDArray[np.int64]:
    """For each line and actor, +1 where the actor is paid and -1 where the actor pays: [line, actor]; what is not cash counts 0."""
    matrix = np.zeros((len(lines), len(ACTORS)), dtype=np.int64)
    for index, line in enumerate(lines):
        if line.cash:
            matrix[index, ACTORS.index(line.payee)] += 1
            matrix[index, ACTORS.index(line.payer)] -= 1
    return matrix
