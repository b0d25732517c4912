"""What persons live on, priced for many ways to live and several years at once: the part of a price book that options and draws share.

The rules are those of `flows.py` and `household.py`. What somebody is paid before tax does not follow the household and is reckoned once;
tax and the aid test are reckoned for all who are new in one go, number by number, so that no amount depends on what was priced before.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ami_sim.accounts.elsewhere import Elsewhere
from ami_sim.accounts.flows import Condition, RowTerms, check_household, income_flows, income_of, tax_and_aid
from ami_sim.accounts.household import income_tax, means_test, net_of_tax
from ami_sim.accounts.lines import Flow, check_lines, views_of
from ami_sim.accounts.parts import Parts, Years
from ami_sim.accounts.rules import lines_of
from ami_sim.accounts.tariff import Basis, Span, Tariff, tariff
from ami_sim.scenario.contracts import JobTerms
from ami_sim.scenario.prices import Prices
from ami_sim.scenario.registry import AID_CUT, EARLY_IN_CONTRACT, EARNINGS_RELATED, I_AMI_WAGE, I_SICKNESS_COMPENSATION, LONG_ON_AID

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Pay:
    """What a person is paid before tax: kr per month [year, line], and gross income by kind in the year's kronor [year]."""

    lines: Floats
    wage: Floats
    taxed: Floats
    untaxed: Floats
    aid_tested: bool


Known = dict[tuple[Years, int, int, JobTerms | None], Pay]  # by years, income, the rights it follows, the terms of a job at the unit


class LivingCosts:
    """What persons live on at some prices, by line, remembered by way to live. `basis` and `span`: as a price book's."""

    def __init__(self, prices: Prices, basis: Basis = "fixed", span: Years = ()) -> None:
        self.prices, self.basis = prices, basis
        self.lines: Final = lines_of(prices)
        check_lines(self.lines)
        self.elsewhere: Final = Elsewhere(self.lines)
        self.place: Final = {line[:3]: index for index, line in enumerate(self.lines)}
        self._tariffs: dict[int, Tariff] = {}
        self._spans: dict[Years, Span] = {}
        self._pay: Known = {}
        self._partners: dict[Years, Floats] = {}
        self.views: Final = views_of(self.lines)
        self.ways: Final = Parts(self.views, span)  # without a job at the unit, whose terms follow uncertain parameters

    def tariff(self, year: int) -> Tariff:
        """Prices in force in a year."""
        if year not in self._tariffs:
            self._tariffs[year] = tariff(self.prices, year, self.basis)
        return self._tariffs[year]

    def span(self, years: Years) -> Span:
        """Prices in force in several years, side by side."""
        if years not in self._spans:
            self._spans[years] = Span(self.prices, tuple(self.tariff(year) for year in years))
        return self._spans[years]

    def partners(self, years: Years) -> Floats:
        """Give what the other adult of each household has after tax, kr per month [household, year]."""
        if years not in self._partners:
            at = self.span(years)
            every = at.home(np.arange(len(self.prices.compositions)))
            self._partners[years] = net_of_tax(every.other_wage, 0.0, 0.0, at)
        return self._partners[years]

    def spread(self, found: Iterable[Flow], at: Tariff | Span) -> Floats:
        """Spread flows in a year's kronor over the lines, kr per month [line]; with a `Span` [year, line]."""
        amounts = np.zeros((*np.shape(at.deflator), len(self.lines)))
        for flow in found:
            amounts[..., self.place[flow[:3]]] += flow.amount / at.deflator
        return amounts

    def priced(self, conditions: Sequence[Condition], years: Years, rows: Sequence[RowTerms] = (), known: Known | None = None) -> Floats:
        """Spread income, tax and aid in some conditions over the lines, kr per month [condition, year, line].

        What each is paid comes first, then tax and aid of all of them at once. A wage at the unit follows the terms of its service row;
        `known` keeps what jobs there pay, which follow uncertain parameters.
        """
        for one in conditions:
            check_household(one.household, self.tariff(years[0]))
        pay, at = [self.paid(one, years, rows, self._pay if known is None else known) for one in conditions], self.span(years)
        income, household, rights = np.array([(one.income, one.household, one.rights) for one in conditions], np.int64).T[..., None]
        wage, taxed = np.array([one.wage for one in pay]), np.array([one.taxed for one in pay])
        taxes, homes = income_tax(wage, taxed, at), household[:, 0]
        means = means_test(
            at.home(homes),
            wage,
            taxed,
            np.array([one.untaxed for one in pay]),
            at,
            taxes,
            self.partners(years)[homes],
            aid_tested=np.array([[one.aid_tested] for one in pay]),
            incentive=rights & LONG_ON_AID > 0,
            supplement=income == I_SICKNESS_COMPENSATION,
            cut=rights & AID_CUT > 0,
        )
        found = np.array([one.lines for one in pay])
        for flow in tax_and_aid(taxes, means, at):
            found[:, :, self.place[flow[:3]]] += flow.amount / at.deflator
        return self.elsewhere.booked(found, [one.rights for one in conditions])

    def paid(self, condition: Condition, years: Years, rows: Sequence[RowTerms], known: Known) -> Pay:
        """Say what a person in a condition is paid before tax in each year; `known`: what others are paid, added to."""
        terms = rows[condition.row].terms if is_paid(condition, rows) else None
        key = (years, condition.income, condition.rights & (EARLY_IN_CONTRACT | EARNINGS_RELATED), terms)
        if key not in known:
            at, none = self.span(years), np.zeros(len(years))
            income = income_of(condition, at, rows)
            wage, taxed, untaxed = (none + amount for amount in (income.wage, income.taxed, income.untaxed))
            known[key] = Pay(self.spread(income_flows(income, at), at), wage, taxed, untaxed, income.source.aid_tested)
        return known[key]


def is_paid(condition: Condition, rows: Sequence[RowTerms]) -> bool:
    """Whether the person has a wage at the unit in a service row."""
    return condition.income == I_AMI_WAGE and 0 <= condition.row < len(rows)
