"""The texts of a decision's pictures in English and Swedish, and what is filled into them."""

from typing import Final

from ami_sim.report.pages.decision.words import say
from ami_sim.report.vocabulary import Language
from ami_sim.report.writer import Writer
from ami_sim.workflow.decision import Decision

TEXT: Final[dict[str, dict[Language, str]]] = {
    "pictures": {"en": "Pictures", "sv": "Bilder"},
    "plane": {
        "en": "Net cost to {payer} and months in open work, against “{reference}”",
        "sv": "Nettokostnad för {payer} och månader i öppet arbete, mot ”{reference}”",
    },
    "plane_x": {"en": "months in open work, more than in “{reference}”", "sv": "månader i öppet arbete, mer än i ”{reference}”"},
    "plane_y": {"en": "net cost, {unit} over {years} years", "sv": "nettokostnad, {unit} på {years} år"},
    "plane_note": {
        "en": "A point is the expected value at one parameter draw, chance shrunk away; a large marker is the mean. {draws} draws.",
        "sv": "En punkt är väntevärdet vid en parameterdragning, med slumpen krympt bort; en stor markör är medlet. {draws} dragningar.",
    },
    "accept": {
        "en": "Which option is best, if a month in open work is worth so much",
        "sv": "Vilket alternativ är bäst, om en månad i öppet arbete är värd så mycket",
    },
    "accept_x": {
        "en": "worth of a month in open work beyond {payer}'s money, kr",
        "sv": "värde av en månad i öppet arbete utöver pengarna för {payer}, kr",
    },
    "accept_y": {"en": "P(best | parameters)", "sv": "P(bäst | parametrar)"},
    "accept_note": {
        "en": "Share of {draws} parameter draws in which the option has the largest expected net benefit; not how likely it is in reality.",
        "sv": "Andel av {draws} parameterdragningar där alternativet har störst väntad nettonytta; inte hur troligt det är i verkligheten.",
    },
    "split": {
        "en": "What one future's difference from “{reference}” varies with",
        "sv": "Vad en framtids skillnad mot ”{reference}” varierar med",
    },
    "split_x": {"en": "share of the variance, %", "sv": "andel av variansen, %"},
    "parameters": {"en": "parameters", "sv": "parametrar"},
    "chance": {"en": "chance", "sv": "slump"},
    "split_note": {
        "en": "Only the computing error goes away with more runs: ±{half} at most here.",
        "sv": "Bara beräkningsfelet försvinner med fler körningar: högst ±{half} här.",
    },
    "tornado": {
        "en": "Lead of “{first}” over “{second}”: one parameter at a time",
        "sv": "Försprång för ”{first}” över ”{second}”: en parameter i taget",
    },
    "tornado_x": {"en": "expected lead, {unit}", "sv": "väntat försprång, {unit}"},
    "tornado_note": {
        "en": "Bars: fitted lead at a parameter's 5th (open) and 95th percentile (filled). Pale bars are within what chance gives."
        " Line: the mean.",
        "sv": "Staplar: anpassat försprång vid parameterns 5:e (tom) och 95:e percentil (fylld). Bleka staplar ryms i slumpen. Linje:"
        " medlet.",
    },
    "evppi": {"en": "What it is worth to know before deciding", "sv": "Vad det är värt att veta före beslutet"},
    "evppi_x": {"en": "value of knowing exactly, {unit} over {years} years", "sv": "värde av att veta exakt, {unit} på {years} år"},
    "share_x": {
        "en": "share of the doubt about the lead of “{first}” over “{second}”, %",
        "sv": "del av tvivlet om försprånget för ”{first}” över ”{second}”, %",
    },
    "no_worth": {
        "en": "nothing: the choice is the same whatever is found",
        "sv": "ingenting: valet blir detsamma vad man än finner",
    },
    "no_own": {"en": "(no own record)", "sv": "(inga egna uppgifter)"},
    "evppi_note": {
        "en": "Bars: groups of parameters that one study would reveal; whiskers ±1 standard error. Everything known: {all}. ~ and"
        " pale: not told"
        " from what shuffled numbers give.",
        "sv": "Staplar: grupper av parametrar som en undersökning skulle avslöja; streck ±1 medelfel. Allt känt: {all}. ~ och blekt:"
        " går inte"
        " att skilja från vad omblandade tal ger.",
    },
}


def words(key: str, language: Language, **given: object) -> str:
    """Write a text of a picture."""
    return TEXT[key][language].format(**given)


def told_of(decision: Decision, language: Language) -> dict[str, str]:
    """Give what the texts name: whose money, which options, how many draws and years, and two amounts."""
    about, choice, split, worth = decision.about, decision.choice, decision.how_sure.split, decision.worth
    half = max((row.computing_half for row in split), default=0.0)
    every = worth.everything.value if worth else 0.0
    # the scales are those of the numbers that stand in the same picture
    by_split = Writer.of(language, [row.sd for row in split])
    by_group = Writer.of(language, [one.value.value + one.value.se for one in worth.groups.values()] + [every] if worth else [])
    return {
        "payer": say(f"payer_{about.payer}", language),
        "years": f"{about.years:.0f}",
        "reference": choice.reference,
        "draws": str(choice.draws),
        "first": choice.first,
        "second": choice.second,
        "half": by_split.amount(half, signed=False),
        "all": by_group.amount(every, signed=False),
    }
