"""Price rules of one's own: payments that a file or a researcher adds to what the accounts reckon."""

from collections.abc import Callable
from typing import Any, Literal, Self

from pydantic import model_validator

from ami_sim.scenario.quantities import Money, MoneyRate
from ami_sim.scenario.registry import ACTORS
from ami_sim.scenario.rows import IndexName, Row


class Payment(Row):
    """A price rule of one's own: who pays whom for what, while a person is somewhere, or each time the person comes there.

    Somewhere is every condition that fits what is named: stages, incomes, interventions, groups and rights; what is not named does
    not matter.
    amount: kr per month (or per day, ...) while it lasts. once: kr each time one of the stages begins; needs stages and nothing else.
    formula: a function handed in from Python that is given the condition (`accounts.payments.Lived`) and gives kr per month in the
    price year's kronor, which then follow the index. One of the three. Payee "resources" marks what is used up, payer "output" what is
    made.
    """

    title: str
    kind: str = ""  # of the flow; the rule's own name where nothing is said
    payer: str
    payee: str
    stages: tuple[str, ...] = ()
    incomes: tuple[str, ...] = ()
    interventions: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()  # any of them
    amount: dict[int, MoneyRate] = {}
    once: dict[int, Money] = {}
    formula: Callable[..., Any] | None = None
    index: IndexName = "prices"

    @model_validator(mode="after")
    def _whole(self) -> Self:
        given = [name for name in ("amount", "once", "formula") if getattr(self, name)]
        if len(given) != 1:
            raise ValueError(f"amount, once, formula: {' and '.join(given) or 'none'} given; expected one of them")
        if self.once and (not self.stages or self.incomes or self.interventions or self.groups or self.rights):
            raise ValueError("once: is paid each time a stage begins; expected stages, and no incomes, interventions or groups")
        if any(money.value < 0 for money in self.once.values()):
            raise ValueError("once: below 0; expected payer and payee the other way round")
        for end, actor in (("payer", self.payer), ("payee", self.payee)):
            if actor not in ACTORS:
                raise ValueError(f'{end}: "{actor}" is not known; expected one of {", ".join(ACTORS)}')
        if (
            self.payer == self.payee
            or self.payer == "resources"
            or self.payee == "output"
            or (self.payer, self.payee) == ("output", "resources")
        ):
            raise ValueError(f"payer and payee: {self.payer} and {self.payee} are no two ends")
        return self

    @property
    def nature(self) -> Literal["transfer", "resource", "production"]:
        """Whether it moves money, uses something up or is output."""
        return "resource" if self.payee == "resources" else "production" if self.payer == "output" else "transfer"
