"""The words of the page on what a file means."""

from collections.abc import Mapping
from typing import Final

from ami_sim.report.vocabulary import Titles


def _both(en: str, sv: str) -> Titles:
    return {"en": en, "sv": sv}


WORDS: Final[Mapping[str, Titles]] = {
    "page": _both("{file}: {kind}. {title}", "{file}: {kind}. {title}"),
    "experiment": _both("an experiment", "ett experiment"),
    "scenario": _both("a scenario", "ett scenario"),
    # sections
    "simulated": _both("Who is simulated", "Vilka som simuleras"),
    "inflow": _both("Persons new in need a year, by referrer", "Personer med nytt behov per år, efter var de kommer ifrån"),
    "compared": _both("What is compared", "Vad som jämförs"),
    "limits": _both("The four limits (capacity)", "De fyra gränserna (kapacitet)"),
    "costs": _both("What the unit costs, by who pays", "Vad enheten kostar, efter vem som betalar"),
    "offered": _both("Interventions", "Insatser"),
    "rules": _both("AF's rules (Arbetsförmedlingen, the public employment service)", "Arbetsförmedlingens regler"),
    "regimes": _both(
        "After the decision: AF's possible futures (--regime)", "Efter beslutet: vad Arbetsförmedlingen kan komma att göra (--regime)"
    ),
    "queues": _both("The two queues", "De två köerna"),
    "known": _both("Known and assumed", "Känt och antaget"),
    # who is simulated
    "history": _both(
        "The observed history runs from {start}. The options part on {parting} and run {years} years, to {end}.",
        "Den observerade historien börjar {start}. Alternativen skiljs åt {parting} och följs i {years} år, till {end}.",
    ),
    "no_history": _both("From {parting} to {end}, {years} years.", "Från {parting} till {end}, {years} år."),
    "money": _both(
        "Money is counted from {parting}, in kronor of {year}, discounted by {share} % a year.",
        "Pengar räknas från {parting}, i {year} års kronor, diskonterade med {share} % per år.",
    ),
    # what is compared
    "plan": _both("{replications} replications of {draws} parameter draw, seed {seed}.", "{replications} upprepningar, frö {seed}."),
    "plan_of_draws": _both(
        "{replications} replications of {draws} parameter draws, seed {seed}.",
        "{replications} upprepningar av {draws} dragningar av parametrarna, frö {seed}.",
    ),
    "variant": _both("--variant {name}: {title}.", "--variant {name}: {title}."),
    "used_reference": _both("reference", "referens"),
    "used_also": _both("also a reference", "också en referens"),
    "used_diagnostic": _both("diagnostic only, cannot be chosen", "bara till för att förstå, kan inte väljas"),
    "from_parting": _both("from {day}: {path} = {value}", "från {day}: {path} = {value}"),
    "discharged": _both("those who wait are discharged", "de som väntar skrivs ut"),
    "option": _both("option", "alternativ"),
    "what": _both("what it is", "vad det är"),
    "unit_at_end": _both("unit at the end", "enhet i slutet"),
    "used_as": _both("used as", "används som"),
    "also_changes": _both("also changes", "ändrar också"),
    # inflow
    "in_all": _both(
        "{count} a year in all; returns are events of life and come on top.",
        "{count} per år sammanlagt; de som återvänder är händelser i livet och kommer därtill.",
    ),
    "times": _both("from {day}: times {factor}", "från {day}: gånger {factor}"),
    "referrer": _both("referrer", "kommer från"),
    "a_year": _both("a year", "per år"),
    "uncertain": _both("uncertain parameter", "osäker parameter"),
    "lives_on": _both("lives on", "lever på"),
    "later": _both("later", "senare"),
    "from": _both("comes from", "hämtat ur"),
    "sure": _both("sure", "säkerhet"),
    # limits
    "shared": _both("history", "historien"),
    "no_limit": _both("no limit", "ingen gräns"),
    "tkr": _both("{count} tkr", "{count} tkr"),
    "from_day": _both("from", "från"),
    "slots": _both("mappings at once", "kartläggningar samtidigt"),
    "cases": _both("open cases", "öppna ärenden"),
    "places": _both("places", "platser"),
    "of_which": _both("of which", "varav"),
    "wage_money": _both("wage money a year", "lönemedel per år"),
    # costs
    "costs_in": _both(
        "tkr a year in kronor of {year}: posts, vehicles, premises and running costs. Participants' wages are apart (see AF's rules).",
        "tkr per år i {year} års kronor: tjänster, fordon, lokaler och drift. Deltagarnas löner står för sig (se reglerna).",
    ),
    "no_costs": _both("No unit costs anything.", "Ingen enhet kostar något."),
    "sum": _both("in all", "summa"),
    # interventions
    "in_order": _both(
        "In the order in which a person takes what can be started.", "I den ordning som en person tar det som går att börja med."
    ),
    "nothing_offered": _both("None: people are mapped and live on.", "Inga: personerna kartläggs och lever vidare."),
    "no_place": _both("no place needed", "ingen plats behövs"),
    "pays_unchanged": _both("what they had", "det de hade"),
    "pays_wage": _both("a wage from the unit", "lön från enheten"),
    "pays_activity": _both("activity support", "aktivitetsstöd"),
    "length_fixed": _both("{days}", "{days}"),
    "length_exponential": _both("mean {days}", "medel {days}"),
    "length_gamma": _both("mean {days}", "medel {days}"),
    "length_lognormal": _both("median {days}", "median {days}"),
    "days": _both("{count} days", "{count} dagar"),
    "months": _both("{count} months", "{count} månader"),
    "extended": _both("extended", "förlängd"),
    "paused": _both("paused", "pausad"),
    "akassa": _both("gives a-kassa right", "ger rätt till a-kassa"),
    "no_akassa": _both("no a-kassa right", "ger ingen rätt till a-kassa"),
    "intervention": _both("intervention", "insats"),
    "suits": _both("suits", "passar"),
    "length": _both("length", "längd"),
    "places_in_order": _both("places, in order", "platser, i ordning"),
    "at_the_end": _both("at the end", "vid slutet"),
    "everybody": _both("everybody", "alla"),
    "steps": _both("steps {steps}", "steg {steps}"),
    "step": _both("step {steps}", "steg {steps}"),
    "and": _both(" and ", " och "),
    "ages": _both("ages {low} to {high}", "{low} till {high} år"),
    "living_on": _both("lives on {names}", "lever på {names}"),
    "not": _both("not {names}", "inte {names}"),
    "idle": _both("at least {length} without work", "minst {length} utan arbete"),
    "idle_below": _both("under {length} without work", "mindre än {length} utan arbete"),
    # rules
    "rules_said": _both(
        "Municipality: wage and contributions at the job's hours less AF's part; in the first sum less the supervision grant too.",
        "Kommunen: lön och avgifter för anställningens timmar minus Arbetsförmedlingens del; i den första summan också minus"
        " handledarstödet.",
    ),
    "dates": _both("{opens} to {closes}", "{opens} till {closes}"),
    "to_the_unit": _both("{kr} kr a month to the unit", "{kr} kr i månaden till enheten"),
    "base_wage_and_contributions": _both("{share} of wage and contributions", "{share} av lön och avgifter"),
    "base_contributions": _both("{multiple} times the contributions", "{multiple} gånger avgifterna"),
    "base_labour_cost": _both("{share} of the whole labour cost", "{share} av hela lönekostnaden"),
    "first": _both("{early} for {length}, then {after}", "{early} i {length}, sedan {after}"),
    "rule": _both("rule", "regel"),
    "decisions": _both("new decisions", "nya beslut"),
    "who": _both("who", "vem"),
    "eligible": _both("found eligible", "får beslutet"),
    "af_pays": _both("AF pays", "Arbetsförmedlingen betalar"),
    "cap": _both("wage cap", "lönetak"),
    "municipality_pays": _both("municipality pays, kr a month", "kommunen betalar, kr i månaden"),
    "longest": _both("longest", "längst"),
    # regimes
    "as_they_stand": _both("the rules as they stand", "reglerna som de är"),
    "used_here": _both("used here", "används här"),
    "regime": _both("regime", "framtid"),
    "what_af_does": _both("what AF does", "vad Arbetsförmedlingen gör"),
    "weight": _both("weight", "vikt"),
    "known_from": _both("known from", "känt från"),
    "changes": _both("changes", "ändrar"),
    # queues
    "queue_mapping": _both("for mapping", "till kartläggning"),
    "queue_places": _both("for a place", "till plats"),
    "arrival": _both("none: the order of arrival", "inga: turordning"),
    "strict": _both(
        "Nobody is passed over while the first in line cannot start.", "Ingen går förbi medan den första i kön inte kan börja."
    ),
    "queue": _both("queue", "kö"),
    "first_in_line": _both("who comes first", "vem som kommer först"),
    "points": _both("points (the lowest first)", "poäng (lägst först)"),
    "ageing": _both("points off a day", "poängavdrag per dag"),
    "as_policy": _both("as policy", "som regel"),
    # known and assumed
    "known_said": _both(
        "Rows of figures by where they come from. Assumed: this project's own judgement, which neither the memo nor a register says.",
        "Rader med siffror efter var de kommer ifrån. Antaget: projektets egen bedömning, som varken underlaget eller något register"
        " säger.",
    ),
    "parameters": _both(
        "{count} figures are uncertain parameters with a range; they stand at their medians and are not calibrated"
        " (ami-sim evidence NAME).",
        "{count} siffror är osäkra parametrar med ett spann; de står på sina medianer och är inte anpassade (ami-sim evidence NAMN).",
    ),
    "no_parameters": _both("No figure is an uncertain parameter with a range.", "Ingen siffra är en osäker parameter med ett spann."),
    "subject": _both("subject", "ämne"),
    "low": _both("of them of low certainty", "varav osäkra"),
    "mark_memo": _both("the memo", "underlaget"),
    "mark_rule": _both("published rule", "publicerad regel"),
    "mark_derived": _both("derived", "härlett"),
    "mark_assumed": _both("assumed", "antaget"),
}
