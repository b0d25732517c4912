"""What a scenario or an experiment means, in plain words: who is simulated, what the unit can do, who pays, what is assumed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from ami_sim.accounts.pricing import costs_of
from ami_sim.accounts.unit import UnitCost
from ami_sim.model.lowering import lower
from ami_sim.model.tables import CASES, GROUPS, MONEY, SLOTS, UNLIMITED, Plan
from ami_sim.report.numbers import write_number
from ami_sim.report.outline import Meaning, Section
from ami_sim.report.words import actor_title
from ami_sim.scenario.contracts import net_cost
from ami_sim.scenario.experiment import Experiment, Question, is_experiment, load_experiment
from ami_sim.scenario.load import build, find, read_source
from ami_sim.scenario.quantities import MONTH, YEAR, Quantity
from ami_sim.scenario.rows import Row, Strict
from ami_sim.scenario.scenario import Scenario
from ami_sim.scenario.services import Intervention, Rule, Who
from ami_sim.scenario.terms import job_terms
from ami_sim.workflow.rounds import targets_of

MARKS: Final = {"memo": "the memo", "rule": "published rule", "derived": "derived", "assumed": "assumed"}
TRUST = ("source", "sure", "mark", "note", "title")  # keys of a row that hold no figure
ALL_STEPS: Final = (1, 2, 3, 4, 5)


def meaning_of(file: str | Path, settings: Mapping[str, Any] | None = None) -> Meaning:
    """Validate a scenario or experiment file, lower it at the medians and say what it means; InputError for the first thing wrong."""
    path = find(file)
    if is_experiment(path):
        question = load_experiment(path, settings)
        refuse_wrong_parts(path, question, settings)
        said, plans = question.experiment, {name: lower(scenario) for name, scenario in question.scenarios.items()}
        main, tables = plans[said.reference], read_source(question.files[1]).tables
        head = [asked(said, plans)]
        title, kind, regime = said.title, "an experiment", question.regime
    else:
        source = read_source(path)
        main = lower(build(source, settings))
        plans, tables, head = {main.scenario.name: main}, source.tables, []
        title, kind, regime = (
            main.scenario.title,
            "a scenario",
            str((settings or {}).get("regime_used", source.tables.get("regime_used", ""))),
        )
    scenario = main.scenario
    sections = [simulated(scenario), inflow(main), *head, capacity(plans), yearly_costs(plans), offered(main), rules(main)]
    sections += [regimes(tables, regime)] if tables.get("regime") else []
    sections += [queues(scenario), known(scenario)]
    return Meaning(path, kind, title, tuple(section for section in sections if section.said or section.rows))


def refuse_wrong_parts(path: Path, question: Question, settings: Mapping[str, Any] | None) -> None:
    """Refuse what a comparison as it stands does not read: variants, measures to be precise about, the file of studies."""
    said = question.experiment
    for name in said.variant:
        load_experiment(path, settings, name)
    if said.precision:
        targets_of(said.precision, path)
    if said.decision.studies:
        find(said.decision.studies, path.parent, f"{path}: decision.studies")


def simulated(scenario: Scenario) -> Section:
    """Say who is simulated, from when to when, and in which kronor."""
    years = write_number((scenario.end - scenario.parting).days / YEAR, 0, "en")
    parts = (
        f"The observed history runs from {scenario.start}. The options part on {scenario.parting} and run {years} years, to {scenario.end}."
    )
    if scenario.start == scenario.parting:
        parts = f"From {scenario.parting} to {scenario.end}, {years} years."
    share = write_number(100 * scenario.discount, 1, "en")
    money = f"Money is counted from {scenario.parting}, in kronor of {scenario.price_year}, discounted by {share} % a year."
    return Section("Who is simulated", (scenario.who, parts, money))


def asked(said: Experiment, plans: Mapping[str, Plan]) -> Section:
    """Say what is compared with what."""
    rows = []
    for name, option in said.option.items():
        part = "reference" if name == said.reference else "also a reference" if name in said.also else ""
        part = "diagnostic only, cannot be chosen" if option.diagnostic else part
        changes = [f"{dotted} = {setting(value)}" for dotted, value in option.set.items()]
        changes += [f"from {plans[name].scenario.parting}: {dotted} = {setting(value)}" for dotted, value in option.from_parting.items()]
        changes += ["those who wait are discharged"] if option.discharge else []
        unit = plans[name].scenario.unit[plans[name].scenario.timeline[-1].unit].title
        rows.append((name, option.title, unit, part, "; ".join(changes)))
    plan = f"{said.replications} replications of {said.draws} parameter draw{'s' if said.draws > 1 else ''}, seed {said.seed}."
    more = [f"--variant {name}: {variant.title}." for name, variant in said.variant.items()]
    more += [f"{name}: {option.note}" for name, option in said.option.items() if option.note]
    columns = ("option", "what it is", "unit at the end", "used as", "also changes")
    return Section("What is compared", (said.question, plan, *more), columns, tuple(rows))


def setting(value: object) -> str:
    """Write what an option sets: a row of figures without the keys that say where they come from."""
    if isinstance(value, dict):
        return "; ".join(f"{key} {setting(item)}" for key, item in value.items() if key not in TRUST)
    if isinstance(value, list | tuple):
        return ", ".join(f"({setting(item)})" if isinstance(item, dict) else setting(item) for item in value)
    return f"{value}"


def inflow(plan: Plan) -> Section:
    """Say how many come into need for the first time each year, by the door that would refer them."""
    rows, total = [], 0.0
    for name, door in plan.scenario.referrer.items():
        yearly = door.rate.at(plan.theta) * YEAR
        total += yearly
        lives = ", ".join(f"{spaced(word)} {percent(share, plan)}" for word, share in door.income.items())
        later = "; ".join(f"from {change.from_}: times {write_number(change.factor.at(plan.theta), 2, 'en')}" for change in door.dated)
        rows.append((name, door.title, write_number(yearly, 1, "en"), ", ".join(sorted(door.rate.names)), lives, later, *trust(door)))
    said = f"{write_number(total, 0, 'en')} a year in all; returns are events of life and come on top."
    columns = ("referrer", "what it is", "a year", "uncertain parameter", "lives on", "later", "comes from", "sure")
    return Section("Persons new in need a year, by referrer", (said,), columns, tuple(rows))


def capacity(plans: Mapping[str, Plan]) -> Section:
    """Say how large the four limits are: for every option at the start, at the parting and at each later change."""
    rows: list[tuple[str, ...]] = []
    shared: set[tuple[date, tuple[int, ...]]] = set()
    for name, plan in plans.items():
        before: tuple[int, ...] | None = None
        for entry in range(1, plan.tables.entries):
            when, limits = plan.date(plan.tables.dates[entry]), tuple(plan.tables.capacity[entry])
            if limits == before and when != plan.scenario.parting:
                continue
            before = limits
            if when < plan.scenario.parting:
                if (when, limits) in shared:
                    continue
                shared.add((when, limits))
            label = "history" if when < plan.scenario.parting and len(plans) > 1 else name
            rows.append((label, f"{when}", *limits_in_words(limits, plan)))
    columns = ("option", "from", "mappings at once", "open cases", "places", "of which", "wage money a year")
    return Section("The four limits (capacity)", (), columns, tuple(rows))


def limits_in_words(limits: tuple[int, ...], plan: Plan) -> tuple[str, ...]:
    """Write mapping slots, cases, places and wage money."""

    def number(value: float) -> str:
        return "no limit" if value >= UNLIMITED else write_number(value, 0, "en")

    groups = dict(zip(plan.groups, limits[GROUPS:], strict=True))
    free = any(places >= UNLIMITED for places in groups.values())
    each = "" if free else ", ".join(f"{spaced(name)} {number(places / 100)}" for name, places in groups.items() if places)
    places = "no limit" if free else number(sum(groups.values()) / 100)
    money = "no limit" if limits[MONEY] >= UNLIMITED else f"{number(limits[MONEY] / 1000)} tkr"
    return number(limits[SLOTS]), number(limits[CASES]), places, each, money


def yearly_costs(plans: Mapping[str, Plan]) -> Section:
    """Say what the unit itself costs a year by funder, from the parting and from each later change."""
    rows = []
    funders = dict.fromkeys(cost.funder for plan in plans.values() for cost in costs_of(plan))
    for name, plan in plans.items():
        parting, costs = plan.scenario.parting, costs_of(plan)
        changes = {parting} | {day for cost in costs for day in (cost.opens, cost.closes) if parting < day < plan.scenario.end}
        before: dict[str, float] | None = None
        for day in sorted(changes):
            amounts = by_funder(costs, day)
            if amounts != before:
                cells = (write_number(amounts.get(funder, 0.0) / 1000, 0, "en") for funder in funders)
                rows.append((name, f"{day}", *cells, write_number(sum(amounts.values()) / 1000, 0, "en")))
            before = amounts
    columns = ("option", "from", *(actor_title("en", funder) for funder in funders), "in all")
    year = next(iter(plans.values())).scenario.price_year
    said = f"tkr a year in kronor of {year}: posts, vehicles, premises and running costs. Participants' wages are apart (see AF's rules)."
    return Section("What the unit costs, by who pays", (said,) if rows else ("No unit costs anything.",), columns, tuple(rows))


def by_funder(costs: Iterable[UnitCost], day: date) -> dict[str, float]:
    """Add up what runs on a day, kr a year."""
    found: dict[str, float] = {}
    for cost in costs:
        if cost.opens <= day < cost.closes:
            found[cost.funder] = found.get(cost.funder, 0.0) + cost.per_year
    return found


def offered(plan: Plan) -> Section:
    """Say what the unit can offer, to whom, for how long and what follows."""
    rows = []
    for name in plan.scenario.preference:
        thing = plan.scenario.intervention[name]
        lives = {"unchanged": "what they had", "wage": "a wage from the unit", "activity": "activity support"}[thing.pays]
        groups = ", ".join(spaced(group) for group in thing.groups) or "no place needed"
        length = length_in_words(thing.length.kind, thing.length.typical, plan)
        rows.append((thing.title, suits(thing.who, plan), lives, length, groups, follows(thing, plan), *trust(thing)))
    columns = ("intervention", "suits", "lives on", "length", "places, in order", "at the end", "comes from", "sure")
    said = "In the order in which a person takes what can be started."
    return Section("Interventions", (said,) if rows else ("None: people are mapped and live on.",), columns, tuple(rows))


def suits(who: Who, plan: Plan) -> str:
    """Say whom something is meant for."""
    found = []
    if who.steps != ALL_STEPS:
        found.append(steps_in_words(who.steps))
    if who.ages != Who().ages:
        found.append(f"ages {who.ages[0]:g} to {who.ages[1]:g}")
    found += [f"lives on {', '.join(spaced(word) for word in who.incomes)}"] if who.incomes else []
    found += [", ".join(spaced(word) for word in who.traits)] if who.traits else []
    found += [f"not {', '.join(spaced(word) for word in who.without)}"] if who.without else []
    if (least := who.idle.at(plan.theta)) > 0:
        found.append(f"at least {months(least)} without work")
    if who.idle_below.text != Who().idle_below.text:
        found.append(f"under {months(who.idle_below.at(plan.theta))} without work")
    return "; ".join(found) or "everybody"


def steps_in_words(steps: tuple[int, ...]) -> str:
    """Write assessed steps: a range where they follow on each other."""
    if len(steps) > 2 and list(steps) == list(range(steps[0], steps[-1] + 1)):
        return f"steps {steps[0]}-{steps[-1]}"
    return f"step{'s' if len(steps) > 1 else ''} {' and '.join(map(str, steps))}"


def follows(thing: Intervention, plan: Plan) -> str:
    """Say what comes after an intervention."""
    found = [f"{spaced(stage)} {percent(share, plan)}" for stage, share in thing.leads_to.items()]
    found += [
        f"{word} {percent(share, plan)}"
        for word, share in (("extended", thing.extend), ("paused", thing.pause))
        if share.at(plan.theta) > 0
    ]
    if thing.pays == "wage":
        found.append("gives a-kassa right" if thing.akassa else "no a-kassa right")
    return ", ".join(found)


def rules(plan: Plan) -> Section:
    """Say AF's rules with dates, and what is left for the municipality to pay."""
    rows = []
    for rule in plan.scenario.rule.values():
        thing = plan.scenario.intervention[rule.intervention]
        dates = f"{rule.opens or '…'} to {rule.closes - timedelta(days=1) if rule.closes else '…'}"
        cells = (
            rule.title,
            dates,
            suits(rule.who, plan),
            percent(rule.eligible, plan),
            *af_pays(thing, rule, plan),
            months(rule.longest.at(plan.theta)),
        )
        rows.append((*cells, *trust(rule)))
    columns = (
        "rule",
        "new decisions",
        "who",
        "found eligible",
        "AF pays",
        "wage cap",
        "municipality pays, kr a month",
        "longest",
        "comes from",
        "sure",
    )
    said = "Municipality: wage and contributions at the job's hours less AF's part; in the first sum less the supervision grant too."
    return Section("AF's rules (Arbetsförmedlingen, the public employment service)", (said,) if rows else (), columns, tuple(rows))


def af_pays(thing: Intervention, rule: Rule, plan: Plan) -> tuple[str, str, str]:
    """Write what AF pays, the wage cap, and the municipality's net cost, kr per month."""
    if thing.pays != "wage":
        revenue = thing.revenue.at(plan.theta) * MONTH
        return f"{kronor(revenue)} kr a month to the unit", "–", "–"
    share = percent(rule.share, plan)
    multiple = write_number(rule.multiple.at(plan.theta), 1, "en")
    base = {
        "wage_and_contributions": f"{share} of wage and contributions",
        "contributions": f"{multiple} times the contributions",
        "labour_cost": f"{share} of the whole labour cost",
    }[rule.base]
    after, early = (net_cost(job_terms(thing, rule, plan.scenario.prices, plan.theta, early)) for early in (False, True))
    granted, longest = rule.grant_period.at(plan.theta), rule.longest.at(plan.theta)
    net = f"{kronor(early)} for {months(granted)}, then {kronor(after)}" if 0 < granted < longest and early != after else kronor(after)
    return base, kronor(rule.cap.at(plan.theta)), kronor(early) if granted >= longest else net


def regimes(tables: Mapping[str, Any], used: str) -> Section:
    """Say what AF may do after the decision, how likely that is held to be, and when it could be known."""
    rows = []
    for name, row in tables["regime"].items():
        sets = "; ".join(f"{dotted} = {value}" for dotted, value in row.get("set", {}).items()) or "the rules as they stand"
        cells = (name, str(row.get("title", "")), f"{row.get('weight', '')}", f"{row.get('known_at', '')}", sets)
        rows.append((*cells, "used here" if name == used else "", MARKS.get(row.get("mark", ""), "")))
    columns = ("regime", "what AF does", "weight", "known from", "changes", "", "comes from")
    return Section("After the decision: AF's possible futures (--regime)", (), columns, tuple(rows))


def queues(scenario: Scenario) -> Section:
    """Say who comes first in each queue."""
    rows = []
    for queue, name in (("for mapping", scenario.order.mapping), ("for a place", scenario.order.places)):
        row = scenario.strategy[name]
        weights = ", ".join(f"{spaced(word)} {weight.text}" for word, weight in row.weights.items()) or "none: the order of arrival"
        rows.append((queue, row.title, weights, row.ageing.text, row.legal, *trust(row)))
    strict = ("Nobody is passed over while the first in line cannot start.",) if scenario.order.strict else ()
    columns = ("queue", "who comes first", "points (the lowest first)", "points off a day", "as policy", "comes from", "sure")
    return Section("The two queues", strict, columns, tuple(rows))


def known(scenario: Scenario) -> Section:
    """Count what is known and what is assumed, by subject."""
    counts: dict[str, Counter[str]] = {}
    for subject, row in rows_of(scenario):
        counts.setdefault(subject, Counter()).update([row.mark, f"sure {row.sure}"])
    columns = ("subject", *MARKS.values(), "of them of low certainty")
    rows = tuple((spaced(name), *(f"{found[mark]}" for mark in (*MARKS, "sure L"))) for name, found in counts.items())
    here = len(scenario.parameter)
    said = (
        "Rows of figures by where they come from. Assumed: this project's own judgement, which neither the memo nor a register says.",
        f"{here} figures are uncertain parameters with a range; they stand at their medians and are not calibrated (ami-sim evidence NAME)."
        if here
        else "No figure is an uncertain parameter with a range.",
    )
    return Section("Known and assumed", said, columns, rows)


def rows_of(scenario: Scenario) -> Iterator[tuple[str, Row]]:
    """Go through every row of figures with the top-level table it stands in."""

    def inside(value: object) -> Iterator[Row]:
        if isinstance(value, Row):
            yield value
        if isinstance(value, Strict):
            for name in type(value).model_fields:
                yield from inside(getattr(value, name))
        elif isinstance(value, dict):
            for item in value.values():
                yield from inside(item)
        elif isinstance(value, tuple):
            for item in value:
                yield from inside(item)

    for name in type(scenario).model_fields:
        for row in inside(getattr(scenario, name)):
            yield name, row


def trust(row: Row) -> tuple[str, str]:
    """Give where a row comes from and how sure it is."""
    return MARKS[row.mark], row.sure


def spaced(word: str) -> str:
    """Write a name of the files as words."""
    return word.replace("_", " ")


def percent(share: Quantity, plan: Plan) -> str:
    """Write a share at the medians."""
    return f"{write_number(100 * share.at(plan.theta), 0, 'en')} %"


def kronor(amount: float) -> str:
    """Write an amount in whole kronor."""
    return write_number(amount, 0, "en")


def months(days: float) -> str:
    """Write a length of time in months, or days when it is short."""
    if days < MONTH:
        return f"{write_number(days, 0, 'en')} days"
    return f"{write_number(days / MONTH, 1, 'en').removesuffix('.0')} months"


def length_in_words(kind: str, typical: Quantity, plan: Plan) -> str:
    """Write a planned length."""
    what = {"fixed": "", "exponential": "mean ", "gamma": "mean ", "lognormal": "median "}[kind]
    return f"{what}{months(typical.at(plan.theta))}"
