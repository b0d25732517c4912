"""The sentences and headings of the decision page in English and Swedish; the pictures carry their own."""

from collections.abc import Mapping
from typing import Final

from ami_sim.report.vocabulary import Language

Words = Mapping[Language, str]

TEXT: Final[Mapping[str, Words]] = {
    "quoted": {"en": "“{name}”", "sv": "”{name}”"},
    "title": {"en": "{title} The decision page", "sv": "{title} Beslutssidan"},
    "about": {
        "en": "Decided on the net result of {payer} over {years} years, present value, against “{reference}” ({draws} parameter draws of"
        " {replications} replications; plus is better). {parameters}",
        "sv": "Avgörs av nettoresultatet för {payer} på {years} år, nuvärde, mot ”{reference}” ({draws} parameterdragningar med"
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
        "en": "“{best}” has the largest expected net result: {mean}. It is ahead of “{second}” by {lead} ({low} to {high}, credible"
        " interval).",
        "sv": "”{best}” har det största väntade nettoresultatet: {mean}. Det ligger före ”{second}” med {lead} ({low} till {high},"
        " trovärdighetsintervall).",
    },
    "leads_chance": {
        "en": "“{best}” has the largest expected net result: {mean}. It is ahead of “{second}” by {lead} ({low} to {high}: a credible"
        " interval that holds chance too, since draws cannot be told from it).",
        "sv": "”{best}” har det största väntade nettoresultatet: {mean}. Det ligger före ”{second}” med {lead} ({low} till {high}:"
        " ett trovärdighetsintervall som också rymmer slump, eftersom dragningarna inte går att skilja från den).",
    },
    "chance_too": {
        "en": "* holds chance too: draws cannot be told from chance there, and the interval is rather too wide.",
        "sv": "* rymmer också slump: dragningarna går inte att skilja från slumpen, och intervallet är snarare för brett.",
    },
    "leads_rough": {
        "en": "“{best}” has the largest expected net result: {mean}. It is ahead of “{second}” by {lead}; there is no credible"
        " interval without replications.",
        "sv": "”{best}” har det största väntade nettoresultatet: {mean}. Det ligger före ”{second}” med {lead};"
        " utan upprepningar finns inget trovärdighetsintervall.",
    },
    "told_apart": {
        "en": "More computing would not change the order at the top: by Clark and Yang no other option comes within {delta} of “{best}”.",
        "sv": "Mer datorkraft skulle inte ändra ordningen i toppen: enligt Clark och Yang kommer inget annat alternativ inom {delta} från"
        " ”{best}”.",
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
        "en": "Options by expected net result against “{reference}”, {unit}",
        "sv": "Alternativ efter väntat nettoresultat mot ”{reference}”, {unit}",
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
        "en": "Option “{option}”: on average {mean} over {years} years (95 % credible interval {credible} given what we know;"
        " simulation error"
        " ±{half}). A single realised period may land from {prediction}. Probability that it is above zero on average: {p_mean};"
        " in a single period: {p_one}.",
        "sv": "Alternativ ”{option}”: i snitt {mean} på {years} år (95 % trovärdighetsintervall {credible} givet det vi vet; simuleringsfel"
        " ±{half}). En enskild period kan hamna från {prediction}. Sannolikhet att det är över noll i snitt: {p_mean};"
        " i en enskild period: {p_one}.",
    },
    "split": {
        "en": "What one future's variance comes from (difference from “{reference}”)",
        "sv": "Vad en framtids varians kommer av (skillnad mot ”{reference}”)",
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
    # c. what would change it
    "what_changes": {"en": "c. What would change it?", "sv": "c. Vad skulle ändra svaret?"},
    "no_switches": {
        "en": "AF's rules and other readings have not been run here: ami-sim switches {file} --draws 40 --out {folder}",
        "sv": "AF:s regler och andra läsarter är inte körda här: ami-sim switches {file} --draws 40 --out {folder}",
    },
    "switches": {
        "en": "Each line turns one thing, before any average, at {draws} draws of {replications} replications (rougher than part a)."
        " ! marks"
        " another best option.",
        "sv": "Varje rad vrider på en sak, före varje sammanvägning, med {draws} dragningar och {replications} upprepningar (grövre"
        " än del a)."
        " ! märker ett annat bästa alternativ.",
    },
    "switch_table": {
        "en": "Expected net result against “{reference}” with one thing turned, {unit}",
        "sv": "Väntat nettoresultat mot ”{reference}” när en sak vrids, {unit}",
    },
    "switch": {"en": "What is turned", "sv": "Vad som vrids"},
    "best": {"en": "Best", "sv": "Bäst"},
    "p_its": {"en": "P(it is best)", "sv": "P(det är bäst)"},
    "turned": {
        "en": "In {count} of {total} lines another option than “{best}” is the best in expectation.",
        "sv": "I {count} av {total} rader är ett annat alternativ än ”{best}” bäst i väntevärde.",
    },
    "unturned": {
        "en": "In none of the {total} lines is another option than “{best}” the best in expectation.",
        "sv": "I ingen av de {total} raderna är ett annat alternativ än ”{best}” bäst i väntevärde.",
    },
    "about_reading": {"en": "reading", "sv": "läsart"},
    "about_effects": {"en": "effects", "sv": "effekter"},
    "about_prices": {"en": "prices", "sv": "priser"},
    "about_horizon": {"en": "horizon", "sv": "horisont"},
    "about_prior": {"en": "prior", "sv": "antagen fördelning"},
    "about_regime": {"en": "AF", "sv": "AF"},
    "switch_as_it_stands": {"en": "As it stands", "sv": "Som det står"},
    "switch_displacement_low": {"en": "displacement of others taken off, low", "sv": "undanträngning avdragen, låg"},
    "switch_displacement_central": {"en": "displacement of others taken off, central", "sv": "undanträngning avdragen, mitten"},
    "switch_displacement_high": {"en": "displacement of others taken off, high", "sv": "undanträngning avdragen, hög"},
    "switch_public_funds": {"en": "a krona of public money costs 1.30", "sv": "en offentlig krona kostar 1,30"},
    "switch_regimes_weighted": {"en": "regimes weighted together", "sv": "regimerna sammanvägda"},
    "hangs_on": {
        "en": "What the lead of “{first}” over “{second}” hangs on, one parameter at a time between its 5th and 95th percentile: {seen} of"
        " {count} parameters move it more than shuffled ones do ({floor}); ~ marks those that do not.",
        "sv": "Vad försprånget för ”{first}” över ”{second}” hänger på, en parameter i taget mellan dess 5:e och 95:e percentil: {seen} av"
        " {count} parametrar flyttar det mer än omblandade gör ({floor}); ~ märker dem som inte gör det.",
    },
    "tornado": {"en": "Lead of “{first}” over “{second}”, {unit}", "sv": "Försprång för ”{first}” över ”{second}”, {unit}"},
    "parameter": {"en": "Parameter", "sv": "Parameter"},
    "range": {"en": "5th–95th percentile", "sv": "5:e–95:e percentil"},
    "at_low": {"en": "Lead when low", "sv": "Försprång när låg"},
    "at_high": {"en": "Lead when high", "sv": "Försprång när hög"},
    "importance": {"en": "Share of Var(expected lead), cross-validated", "sv": "Del av Var(väntat försprång), korsvaliderad"},
    "turns": {"en": "Decision turns at", "sv": "Beslutet vänder vid"},
    "turn": {"en": "{value} (to {option})", "sv": "{value} (till {option})"},
    "never": {"en": "never within its range", "sv": "aldrig inom sitt spann"},
    "never_any": {
        "en": "None of the {count} leading parameters makes another option than “{best}” the best within its range.",
        "sv": "Ingen av de {count} ledande parametrarna gör ett annat alternativ än ”{best}” bäst inom sitt spann.",
    },
    # d. what to record next
    "what_next": {"en": "d. What to record next?", "sv": "d. Vad bör antecknas härnäst?"},
    "evpi": {
        "en": "Knowing every parameter before deciding would be worth {value} (±{se} standard error) over {years} years, present value.",
        "sv": "Att veta varje parameter före beslutet vore värt {value} (±{se} medelfel) på {years} år, nuvärde.",
    },
    "evpi_zero": {
        "en": "This decision would be the same whatever the parameters turn out to be: on this payer's money alone no study can pay for"
        " itself. That is a finding about the choice, not that all is known: the shares below show where the doubt about the size lies.",
        "sv": "Beslutet skulle bli detsamma vilka parametrarna än visar sig vara: enbart på denna betalares pengar kan ingen undersökning"
        " betala sig. Det är ett besked om valet, inte att allt är känt: andelarna nedan visar var tvivlet om storleken ligger.",
    },
    "groups": {
        "en": "What it would be worth to know a group of parameters exactly, {unit}",
        "sv": "Vad det vore värt att känna en grupp parametrar exakt, {unit}",
    },
    "singles": {
        "en": "The ten parameters that explain most, known exactly, {unit}",
        "sv": "De tio parametrar som förklarar mest, kända exakt, {unit}",
    },
    "studies": {
        "en": "What the studies on offer would be worth, {unit}",
        "sv": "Vad undersökningarna som kan göras vore värda, {unit}",
    },
    "group": {"en": "Group", "sv": "Grupp"},
    "study": {"en": "Study", "sv": "Undersökning"},
    "worth": {"en": "Worth", "sv": "Värde"},
    "se": {"en": "± standard error", "sv": "± medelfel"},
    "of_variance": {"en": "Share of the doubt", "sv": "Del av tvivlet"},
    "dummy": {"en": "Same for nothing", "sv": "Samma för ingenting"},
    "record": {"en": "Own record can tell", "sv": "Egna uppgifter räcker"},
    "yes": {"en": "yes", "sv": "ja"},
    "no_word": {"en": "no", "sv": "nej"},
    "cost": {"en": "Cost", "sv": "Kostnad"},
    "enbs": {"en": "Worth less cost", "sv": "Värde minus kostnad"},
    "shares": {
        "en": "Share of the doubt: of the variance of the expected lead of “{first}” over “{second}”. ~ marks a share that shuffled"
        " numbers reach"
        " as well: it is not told from nothing, which is not the same as nothing.",
        "sv": "Del av tvivlet: av variansen i det väntade försprånget för ”{first}” över ”{second}”. ~ märker en andel som omblandade"
        " tal också"
        " når: den går inte att skilja från ingenting, vilket inte är detsamma som ingenting.",
    },
    "own_effects": {
        "en": "No record of the unit's own can tell what a stay does to finding work ({parameters}): that takes people like the"
        " participants"
        " who were not offered a place. Those parameters make up {share} of the doubt about the lead of “{first}” over “{second}”.",
        "sv": "Inga av enhetens egna uppgifter kan säga vad en insats gör för chansen till arbete ({parameters}): det kräver personer som"
        " deltagarna som inte erbjöds plats. De parametrarna utgör {share} av tvivlet om försprånget för ”{first}” över ”{second}”.",
    },
    "own_effects_unseen": {
        "en": "No record of the unit's own can tell what a stay does to finding work ({parameters}): that takes people like the"
        " participants"
        " who were not offered a place. With these draws their part of the doubt about the lead of “{first}” over “{second}”"
        " ({share}) is not"
        " told from what shuffled numbers give (up to {floor}).",
        "sv": "Inga av enhetens egna uppgifter kan säga vad en insats gör för chansen till arbete ({parameters}): det kräver personer som"
        " deltagarna som inte erbjöds plats. Med dessa dragningar går deras del av tvivlet om försprånget för ”{first}” över ”{second}”"
        " ({share}) inte att skilja från vad omblandade tal ger (upp till {floor}).",
    },
    "pays": {"en": "Worth more than it costs: {studies}.", "sv": "Värt mer än det kostar: {studies}."},
    "none_pays": {
        "en": "None of the studies on offer is worth its cost on this decision alone.",
        "sv": "Ingen av undersökningarna är värd sin kostnad enbart för detta beslut.",
    },
    "no_studies": {
        "en": "No file of studies is named (decision.studies), so only single parameters are shown.",
        "sv": "Ingen fil med undersökningar är angiven (decision.studies), så bara enskilda parametrar visas.",
    },
    "few": {
        "en": "Not shown: it takes {needed} draws of two replications, and these results have {draws} of {replications}.",
        "sv": "Visas inte: det krävs {needed} dragningar med två upprepningar, och dessa resultat har {draws} med {replications}.",
    },
    # e. who gains
    "who_gains": {"en": "e. Who gains, who pays, who is left waiting?", "sv": "e. Vilka vinner, vilka betalar, vilka lämnas väntande?"},
    "payers": {
        "en": "Net result by payer against “{reference}”: mean, and credible interval below, {unit}",
        "sv": "Nettoresultat per betalare mot ”{reference}”: medel, och under det trovärdighetsintervall, {unit}",
    },
    "payer": {"en": "Payer", "sv": "Betalare"},
    "persons": {
        "en": "“{option}” against “{reference}” by background: mean per person followed, and credible interval in brackets",
        "sv": "”{option}” mot ”{reference}” efter bakgrund: medel per person som följs, och trovärdighetsintervall inom parentes",
    },
    "background": {"en": "Background", "sv": "Bakgrund"},
    "followed": {"en": "People followed", "sv": "Personer som följs"},
    "met": {"en": "Met by the unit", "sv": "Träffas av enheten"},
    "waiting": {"en": "Months in queue", "sv": "Månader i kö"},
    "in_work": {"en": "Months in open work", "sv": "Månader i öppet arbete"},
    "on_aid": {"en": "Months on aid", "sv": "Månader med stöd"},
    "follows": {"en": "Municipality's result that follows the person, kr", "sv": "Kommunens resultat som följer personen, kr"},
    "persons_note": {
        "en": "Met and months in queue are levels under “{option}”; the rest are differences. The unit's own posts and running costs"
        " belong to"
        " nobody and are left out here. Least often met: {least}. Longest in queue per person: {longest}.",
        "sv": "Träffas och månader i kö är nivåer under ”{option}”; resten är skillnader. Enhetens egna tjänster och driftkostnader"
        " hör inte"
        " till någon och är inte med här. Träffas mest sällan: {least}. Längst i kö per person: {longest}.",
    },
    "no_backgrounds": {
        "en": "These results hold no measures by background; run again.",
        "sv": "Dessa resultat har inga mått efter bakgrund; kör om.",
    },
    "payback": {
        "en": "Chance that the outlay has come back for good within so many years, against “{reference}” (1 / 3 / 5 / 10 years)",
        "sv": "Chans att satsningen betalat sig för gott inom så många år, mot ”{reference}” (1 / 3 / 5 / 10 år)",
    },
    "budget": {
        "en": "“{option}”: chance of going over what a line is set against, and by how much on average when it does, tkr of each year",
        "sv": "”{option}”: risk att gå över det som raden jämförs med, och med hur mycket i snitt när det sker, tkr i varje års kronor",
    },
    "line": {"en": "Budget line, and what it is set against", "sv": "Budgetrad, och vad den jämförs med"},
    "set_by_wage_money": {"en": "the year's wage money", "sv": "årets lönemedel"},
    "set_by_amount": {"en": "an amount set aside", "sv": "ett avsatt belopp"},
    "set_by_reference": {"en": "what “{reference}” pays on average, no budget", "sv": "vad ”{reference}” betalar i snitt, ingen budget"},
}


def say(key: str, language: Language, **given: object) -> str:
    """Write a sentence or heading of the page in a language."""
    return TEXT[key][language].format(**given)
