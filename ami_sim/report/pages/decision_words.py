"""The sentences and headings of the decision page in English and Swedish."""

from collections.abc import Mapping
from typing import Final

from ami_sim.report.pages.decision_words_more import MORE
from ami_sim.report.vocabulary import Language

Words = Mapping[Language, str]

TEXT: Final[Mapping[str, Words]] = {
    "title": {"en": "{title} The decision page", "sv": "{title} Beslutssidan"},
    "about": {
        "en": "Decided on the net result of {payer} over {years} years, present value, against `{reference}` ({draws} parameter draws of"
        " {replications} replications; plus is better). {parameters}",
        "sv": "Avgörs av nettoresultatet för {payer} på {years} år, nuvärde, mot `{reference}` ({draws} parameterdragningar med"
        " {replications} upprepningar; plus är bättre). {parameters}",
    },
    "posterior": {
        "en": "Parameters fit the first year; effects are assumed.",
        "sv": "Parametrarna är anpassade till första året; effekterna är antagna.",
    },
    "prior": {
        "en": "Parameters are drawn from what is assumed; no figure of the first year is used.",
        "sv": "Parametrarna är dragna ur det som antas; inga siffror från första året används.",
    },
    "median": {
        "en": "Parameters are single assumed values: intervals hold chance only.",
        "sv": "Parametrarna är enstaka antagna värden: intervallen rymmer endast slump.",
    },
    "partial": {
        "en": "Partial result: the run was stopped after {done} of {planned} replications.",
        "sv": "Ofullständigt resultat: körningen avbröts efter {done} av {planned} replikationer.",
    },
    "rough": {
        "en": "Only {draws} draws: ends of intervals and small probabilities are rough (100 or more are better).",
        "sv": "Bara {draws} dragningar: intervallens ändar och små sannolikheter är grova (100 eller fler är bättre).",
    },
    "no_twin": {
        "en": "No comparison group exists: differences are between simulated lives of the same people. What only the net result of"
        " one payer"
        " counts is not all that a place is worth: read part e as well.",
        "sv": "Det finns ingen jämförelsegrupp: skillnader är mellan simulerade liv för samma personer. Vad en betalares"
        " nettoresultat räknar"
        " är inte allt en plats är värd: läs också del e.",
    },
    # a. which
    "which": {"en": "a. Which option?", "sv": "a. Vilket alternativ?"},
    "leads": {
        "en": "`{best}` has the largest expected net result: {mean}. It is ahead of `{second}` by {lead} ({low} to {high}, credible"
        " interval).",
        "sv": "`{best}` har det största väntade nettoresultatet: {mean}. Det ligger före `{second}` med {lead} ({low} till {high},"
        " trovärdighetsintervall).",
    },
    "leads_chance": {
        "en": "`{best}` has the largest expected net result: {mean}. It is ahead of `{second}` by {lead} ({low} to {high}: a credible"
        " interval that holds chance too, since draws cannot be told from it).",
        "sv": "`{best}` har det största väntade nettoresultatet: {mean}. Det ligger före `{second}` med {lead} ({low} till {high}:"
        " ett trovärdighetsintervall som också rymmer slump, eftersom dragningarna inte går att skilja från den).",
    },
    "chance_too": {
        "en": "* holds chance too: draws cannot be told from chance there, and the interval is rather too wide.",
        "sv": "* rymmer också slump: dragningarna går inte att skilja från slumpen, och intervallet är snarare för brett.",
    },
    "leads_rough": {
        "en": "`{best}` has the largest expected net result: {mean}. It is ahead of `{second}` by {lead}; there is no credible"
        " interval without replications.",
        "sv": "`{best}` har det största väntade nettoresultatet: {mean}. Det ligger före `{second}` med {lead};"
        " utan upprepningar finns inget trovärdighetsintervall.",
    },
    "told_apart": {
        "en": "More computing would not change the order at the top: by Clark and Yang no other option comes within {delta} of `{best}`.",
        "sv": "Mer datorkraft skulle inte ändra ordningen i toppen: enligt Clark och Yang kommer inget annat alternativ inom {delta} från"
        " `{best}`.",
    },
    "cannot_tell": {
        "en": "Cannot be told apart at {delta}, the smallest difference worth a decision: {options}. Cost and feasibility decide"
        " between them.",
        "sv": "Går inte att skilja åt vid {delta}, den minsta skillnad som är värd ett beslut: {options}. Kostnad och genomförbarhet"
        " får avgöra.",
    },
    "others": {
        "en": "Seen from other payers' net results the largest in expectation is: {told}.",
        "sv": "Sett från andra betalares nettoresultat är det största i väntevärde: {told}.",
    },
    "no_delta": {
        "en": "The file sets no smallest difference worth a decision (delta), so nothing is said about which options can be told apart.",
        "sv": "Filen anger ingen minsta skillnad som är värd ett beslut (delta), så inget sägs om vilka alternativ som går att skilja åt.",
    },
    "one_draw": {
        "en": "There is one draw of the parameters, so nothing is said about which options can be told apart.",
        "sv": "Det finns en enda dragning av parametrarna, så inget sägs om vilka alternativ som går att skilja åt.",
    },
    "pcs": {
        "en": "Appendix, about the computing only: naming the best by {delta} with probability {level} takes {needed} draws (Clark and Yang"
        " 1986); there are {draws}, which is {enough}. This is not the probability that the option is best in reality.",
        "sv": "Bilaga, endast om beräkningen: att peka ut det bästa på {delta} när med sannolikhet {level} kräver {needed} dragningar"
        " (Clark"
        " och Yang 1986); det finns {draws}, vilket {enough}. Det är inte sannolikheten att alternativet är bäst i verkligheten.",
    },
    "enough": {"en": "enough", "sv": "räcker"},
    "too_few_but": {
        "en": "too few for any lead that small, though the lead seen here is larger than the error that is left",
        "sv": "inte räcker för ett så litet försprång, men försprånget här är större än felet som är kvar",
    },
    "payer_municipality": {"en": "the municipality", "sv": "kommunen"},
    "payer_public": {"en": "the public sector", "sv": "den offentliga sektorn"},
    "payer_society": {"en": "society", "sv": "samhället"},
    "payer_state": {"en": "the state", "sv": "staten"},
    "too_few": {"en": "too few", "sv": "inte räcker"},
    "ranked": {
        "en": "Options by expected net result against `{reference}`, {unit}",
        "sv": "Alternativ efter väntat nettoresultat mot `{reference}`, {unit}",
    },
    "option": {"en": "Option", "sv": "Alternativ"},
    "mean": {"en": "Expected", "sv": "Väntat"},
    "credible": {"en": "Credible interval", "sv": "Trovärdighetsintervall"},
    "prediction": {"en": "One future (same fates)", "sv": "En framtid (samma öden)"},
    "computing": {"en": "Computing ±", "sv": "Beräkning ±"},
    "p_best": {"en": "P(best | parameters)", "sv": "P(bäst | parametrar)"},
    "loss": {"en": "Expected loss if chosen", "sv": "Väntad förlust om vald"},
    # b. how sure
    "how_sure": {"en": "b. How sure is that?", "sv": "b. Hur säkert är det?"},
    "three": {
        "en": "Three intervals: the credible interval holds what is not known about the expected effect; the prediction interval where one"
        " realised future may land, chance included (for a difference under the same fates); the computing error what more runs would"
        " remove.",
        "sv": "Tre intervall: trovärdighetsintervallet rymmer det som inte är känt om den väntade effekten; prognosintervallet var en"
        " enskild"
        " framtid kan hamna, med slumpen (för en skillnad under samma öden); beräkningsfelet det som fler körningar skulle ta bort.",
    },
    "example": {
        "en": "Option `{option}`: on average {mean} over {years} years (95 % credible interval {credible} given what we know;"
        " simulation error"
        " ±{half}). A single realised period may land from {prediction}. Probability that it is above zero on average: {p_mean};"
        " in a single period: {p_one}.",
        "sv": "Alternativ `{option}`: i snitt {mean} på {years} år (95 % trovärdighetsintervall {credible} givet det vi vet; simuleringsfel"
        " ±{half}). En enskild period kan hamna från {prediction}. Sannolikhet att det är över noll i snitt: {p_mean};"
        " i en enskild period: {p_one}.",
    },
    "split": {
        "en": "What one future's variance comes from (difference from `{reference}`)",
        "sv": "Vad en framtids varians kommer av (skillnad mot `{reference}`)",
    },
    "from_parameters": {"en": "Parameters", "sv": "Parametrar"},
    "from_chance": {"en": "Chance", "sv": "Slump"},
    "sd": {"en": "Standard deviation", "sv": "Standardavvikelse"},
    "ratio": {"en": "Chance per parameter variance (95 %)", "sv": "Slump per parametervarians (95 %)"},
    "best_m": {"en": "Best replications a draw", "sv": "Bäst antal upprepningar per dragning"},
    "from_prior": {"en": "Of the parameters' part: still the prior", "sv": "Av parametrarnas del: ännu antaget"},
    "prior_said": {
        "en": "“Still the prior” counts the {count} parameters that the first year's figures say next to nothing about, effects among"
        " them; a"
        " straight-line reading, so rather too low.",
        "sv": "”Ännu antaget” räknar de {count} parametrar som första årets siffror nästan inget säger om, effekter bland dem; en rätlinjig"
        " avläsning, alltså snarast för låg.",
    },
}


def say(key: str, language: Language, **given: object) -> str:
    """Write a sentence of the page in a language."""
    words = TEXT if key in TEXT else MORE
    return words[key][language].format(**given)
