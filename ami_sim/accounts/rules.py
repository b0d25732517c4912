"""Price rules as rows: who pays whom for what, where the amount comes from, and the formula of what follows a person.

The rows of a prices file (income, care, places, payments of one's own) and the costs of units stand beside the computed ones: together they
are every line of the accounts.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from ami_sim.accounts.elsewhere import line_elsewhere
from ami_sim.accounts.lines import FUNDERS, MUNICIPAL, UNIT_KINDS, Line, Lines, Nature
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.prices import Prices


@dataclass(frozen=True)
class PriceRule:
    """One price rule: the line it books on, what it is, and where the amount comes from.

    source: the rows of the prices file (by dotted path) that it reads. formula: kr per month in the year's kronor, of what its group of
    rules is given (`TAX_AND_AID` and so on say what); None for rows whose amounts are data, by condition, and for the unit's own cost.
    """

    payer: str
    payee: str
    kind: str
    nature: Nature
    doc: str
    source: str
    formula: Callable[..., Any] | None = None
    cash: bool = True

    @property
    def line(self) -> Line:
        """The line of the accounts that it books on."""
        return Line(self.payer, self.payee, self.kind, self.nature, self.cash)


def of_job(payer: str, payee: str, kind: str, doc: str, source: str) -> PriceRule:
    """Make the rule of one payment of a job at the unit; its formula looks it up among the job's payments."""
    return PriceRule(payer, payee, kind, "transfer", doc, source, lambda paid: paid[payer, payee, kind])


# Of a job at the unit; formula(payments), kr per month by payer, payee and kind (`contracts.payments`).
JOB: Final = (
    of_job("ami", "person", "wage", "Gross wage of a job at the unit.", "labour.wage"),
    of_job("ami", "social_insurance", "employer_contributions", "Statutory contributions on it.", "labour.statutory"),
    of_job("ami", "person", "collective_charges", "Collective charges on it (pension, insurance).", "labour.contributions"),
    of_job("af", "ami", "af_subsidy", "AF's share of the wage, up to the cap of the rule.", "rule"),
    of_job("af", "ami", "supervision_grant", "AF's grant for supervision, early in the contract.", "rule"),
)
# Of a job with another employer; formula(income, tariff).
EMPLOYED: Final = (
    PriceRule("employer", "person", "wage", "transfer", "Gross wage of open or subsidised work.", "income.work", lambda i, at: i.wage),
    PriceRule(
        "employer",
        "social_insurance",
        "employer_contributions",
        "transfer",
        "Statutory contributions on it.",
        "labour.statutory",
        lambda i, at: i.wage * at.prices.labour.statutory,
    ),
    PriceRule(
        "af",
        "employer",
        "af_subsidy",
        "transfer",
        "AF's share of wage and contributions of a subsidised job.",
        "income.subsidised",
        lambda i, at: i.source.subsidy * (i.wage + i.wage * at.prices.labour.statutory),
    ),
    PriceRule(
        "output",
        "employer",
        "production",
        "production",
        "Output worth what the employer pays net of the subsidy.",
        "income.work",
        lambda i, at: i.wage + i.wage * at.prices.labour.statutory - i.source.subsidy * (i.wage + i.wage * at.prices.labour.statutory),
    ),
)
# Of taxes and the test of a household's means; formula(taxes, means, tariff). With a `Span` of tariffs the amounts are arrays.
TAX_AND_AID: Final = (
    PriceRule("person", "other_municipal", "municipal_tax", "transfer", "Municipal income tax.", "tax", lambda t, m, at: t.municipal),
    PriceRule("person", "region", "regional_tax", "transfer", "Regional income tax.", "tax", lambda t, m, at: t.region),
    PriceRule("treasury", "person", "job_tax_credit", "transfer", "The job tax credit.", "tax", lambda t, m, at: t.job_credit),
    PriceRule("person", "treasury", "public_fees", "transfer", "Burial and public service fees.", "tax", lambda t, m, at: t.fees),
    PriceRule(
        "other_municipal",
        "treasury",
        "equalisation",
        "transfer",
        "What the equalisation of incomes takes back of the municipality's tax.",
        "tax.equalised_municipal",
        lambda t, m, at: t.base * at.equalised[0],
    ),
    PriceRule(
        "region",
        "treasury",
        "equalisation",
        "transfer",
        "What the equalisation of incomes takes back of the region's tax.",
        "tax.equalised_region",
        lambda t, m, at: t.base * at.equalised[1],
    ),
    PriceRule(
        "social_insurance",
        "person",
        "housing_allowance",
        "transfer",
        "Housing allowance of families with children.",
        "housing",
        lambda t, m, at: m.housing_allowance,
    ),
    PriceRule(
        "social_insurance",
        "person",
        "housing_supplement",
        "transfer",
        "Housing supplement with sickness compensation.",
        "housing",
        lambda t, m, at: m.supplement,
    ),
    PriceRule("ifo", "person", "aid", "transfer", "Aid: the norm and housing less what comes in.", "norm", lambda t, m, at: m.aid),
    PriceRule(
        "ifo",
        "resources",
        "aid_handling",
        "resource",
        "What one active aid case more costs in handling.",
        "aid.handling",
        lambda t, m, at: at.handling * (m.aid > 0),
    ),
)


def regular_worth(row: Any, at: Any) -> float:
    """Give what a month in a service row would be worth if an hour there were a regular employee's, kr in the year's kronor."""
    worth: float = row.hours * row.production * at.replacement
    return worth


# Of a stay in an intervention; formula(row, group, tariff), the group None where there is none.
STAY: Final = (
    PriceRule(
        "af", "ami", "af_fee", "transfer", "AF's fee to the unit.", "intervention", lambda row, group, at: row.revenue * at.price_level
    ),
    PriceRule(
        "output",
        "other_municipal",
        "participants_production",
        "production",
        "Value of what participants make: hours, times the share of a regular employee's hour that one is worth; nobody pays for it.",
        "labour.replacement",
        lambda row, group, at: regular_worth(row, at) * (group.worth if group else 1.0),
        cash=False,
    ),
)
# Of a place in a group of another department; formula(group, tariff).
SUPERVISED: Final = (
    PriceRule(
        "other_municipal",
        "resources",
        "supervision_time",
        "resource",
        "Supervision time that another department gives a participant.",
        "group",
        lambda group, at: group.supervision * at.wages,
    ),
)


def payment_rules(prices: Prices) -> Iterator[PriceRule]:
    """Give the price rules of one's own as rows; InputError when one takes the kind of a computed line."""
    computed = {(rule.payer, rule.payee, rule.kind) for rule in COMPUTED}
    for name, row in prices.payment.items():
        kind = row.kind or name
        if (row.payer, row.payee, kind) in computed:
            raise InputError(
                f'prices.payment.{name}.kind: "{kind}" from {row.payer} to {row.payee} is reckoned already; expected another kind'
            )
        yield PriceRule(row.payer, row.payee, kind, row.nature, row.title, f"payment.{name}", row.formula)


COMPUTED: Final = (*JOB, *EMPLOYED, *TAX_AND_AID, *STAY, *SUPERVISED)
_FIRST: Final = (  # the order of the columns of every ledger that ever was stored
    "aid: ifo -> person",
    "aid_handling: ifo -> resources",
    "wage: ami -> person",
    "wage: employer -> person",
    "employer_contributions: ami -> social_insurance",
    "employer_contributions: employer -> social_insurance",
    "collective_charges: ami -> person",
    "af_subsidy: af -> ami",
    "af_subsidy: af -> employer",
    "supervision_grant: af -> ami",
    "af_fee: af -> ami",
    "housing_allowance: social_insurance -> person",
    "housing_supplement: social_insurance -> person",
    "municipal_tax: person -> other_municipal",
    "regional_tax: person -> region",
    "job_tax_credit: treasury -> person",
    "public_fees: person -> treasury",
    "equalisation: other_municipal -> treasury",
    "equalisation: region -> treasury",
    "supervision_time: other_municipal -> resources",
    "production: output -> employer",
    "participants_production: output -> other_municipal",
)


def rules_of(prices: Prices) -> tuple[PriceRule, ...]:
    """Every price rule of these prices, in the order of the ledger's lines: computed ones, the file's rows, the unit's cost, one's own."""
    named = {str(rule.line): rule for rule in COMPUTED}
    found = [named[name] for name in _FIRST]
    found += [PriceRule(row.payer, "person", row.kind, "transfer", row.title, f"income.{name}") for name, row in prices.income.items()]
    found += [PriceRule(row.payer, "resources", row.kind, "resource", row.title, f"care.{name}") for name, row in prices.care.items()]
    payers = (*MUNICIPAL, "region")
    found += [
        PriceRule(payer, "resources", kind, "resource", f"The unit's own cost: {kind}.", "unit") for kind in UNIT_KINDS for payer in payers
    ]
    outside = (payer for payer in FUNDERS if payer not in payers)
    found += [PriceRule(payer, "ami", "project_grant", "transfer", "External money for the unit.", "unit") for payer in outside]
    found += list(twins_elsewhere(found))
    found += [
        PriceRule(row.payer, row.payee, row.kind, row.nature, row.title, f"per_place.{name}") for name, row in prices.per_place.items()
    ]
    own = tuple(payment_rules(prices))
    return (*found, *own, *twins_elsewhere(own), *lump_rules(prices))


def lump_rules(prices: Prices) -> Iterator[PriceRule]:
    """Give lump sums as rows; InputError when one takes the kind of a computed line."""
    computed = {(rule.payer, rule.payee, rule.kind) for rule in COMPUTED}
    for name, row in prices.lump_sum.items():
        kind = row.kind or name
        if (row.payer, row.payee, kind) in computed:
            raise InputError(
                f'prices.lump_sum.{name}.kind: "{kind}" from {row.payer} to {row.payee} is reckoned already; expected another kind'
            )
        yield PriceRule(row.payer, row.payee, kind, "transfer", row.title, f"lump_sum.{name}")


def twins_elsewhere(rules: Iterable[PriceRule]) -> Iterator[PriceRule]:
    """Give the rule of the same payment to or by the municipality that somebody has moved to; the unit's own have none."""
    own = {rule.line for rule in (*JOB, *STAY, *SUPERVISED)}
    for rule in rules:
        payer, payee = line_elsewhere(rule.payer, rule.payee)
        if (payer, payee) != (rule.payer, rule.payee) and payer != payee and rule.source != "unit" and rule.line not in own:
            yield replace(rule, payer=payer, payee=payee)


def lines_of(prices: Prices) -> Lines:
    """Every line these prices can use, each once, in a fixed order: the columns of a ledger."""
    return Lines(dict.fromkeys(rule.line for rule in rules_of(prices)))
