"""The sentences and headings of parts c, d and e of the decision page in English and Swedish."""

from collections.abc import Mapping
from typing import Final

from ami_sim.report.vocabulary import Language

Words = Mapping[Language, str]

MORE: Final[Mapping[str, Words]] = {
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
        "en": "Expected net result against `{reference}` with one thing turned, {unit}",
        "sv": "Väntat nettoresultat mot `{reference}` när en sak vrids, {unit}",
    },
    "switch": {"en": "What is turned", "sv": "Vad som vrids"},
    "best": {"en": "Best", "sv": "Bäst"},
    "p_its": {"en": "P(it is best)", "sv": "P(det är bäst)"},
    "turned": {
        "en": "In {count} of {total} lines another option than `{best}` is the best in expectation.",
        "sv": "I {count} av {total} rader är ett annat alternativ än `{best}` bäst i väntevärde.",
    },
    "unturned": {
        "en": "In none of the {total} lines is another option than `{best}` the best in expectation.",
        "sv": "I ingen av de {total} raderna är ett annat alternativ än `{best}` bäst i väntevärde.",
    },
    "about_reading": {"en": "reading", "sv": "läsart"},
    "about_effects": {"en": "effects", "sv": "effekter"},
    "about_prices": {"en": "prices", "sv": "priser"},
    "about_horizon": {"en": "horizon", "sv": "horisont"},
    "about_prior": {"en": "prior", "sv": "antagen fördelning"},
    "about_regime": {"en": "AF", "sv": "AF"},
    "switch_displacement_low": {"en": "displacement of others taken off, low", "sv": "undanträngning avdragen, låg"},
    "switch_displacement_central": {"en": "displacement of others taken off, central", "sv": "undanträngning avdragen, mitten"},
    "switch_displacement_high": {"en": "displacement of others taken off, high", "sv": "undanträngning avdragen, hög"},
    "switch_public_funds": {"en": "a krona of public money costs 1.30", "sv": "en offentlig krona kostar 1,30"},
    "switch_regimes_weighted": {"en": "regimes weighted together", "sv": "regimerna sammanvägda"},
    "hangs_on": {
        "en": "What the lead of `{first}` over `{second}` hangs on, one parameter at a time between its 5th and 95th percentile: {seen} of"
        " {count} parameters move it more than shuffled ones do ({floor}); ~ marks those that do not.",
        "sv": "Vad försprånget för `{first}` över `{second}` hänger på, en parameter i taget mellan dess 5:e och 95:e percentil: {seen} av"
        " {count} parametrar flyttar det mer än omblandade gör ({floor}); ~ märker dem som inte gör det.",
    },
    "tornado": {"en": "Lead of `{first}` over `{second}`, {unit}", "sv": "Försprång för `{first}` över `{second}`, {unit}"},
    "parameter": {"en": "Parameter", "sv": "Parameter"},
    "range": {"en": "5th–95th percentile", "sv": "5:e–95:e percentil"},
    "at_low": {"en": "Lead when low", "sv": "Försprång när låg"},
    "at_high": {"en": "Lead when high", "sv": "Försprång när hög"},
    "importance": {"en": "Share of Var(expected lead), cross-validated", "sv": "Del av Var(väntat försprång), korsvaliderad"},
    "turns": {"en": "Decision turns at", "sv": "Beslutet vänder vid"},
    "turn": {"en": "{value} (to {option})", "sv": "{value} (till {option})"},
    "never": {"en": "never within its range", "sv": "aldrig inom sitt spann"},
    "never_any": {
        "en": "None of the {count} leading parameters makes another option than `{best}` the best within its range.",
        "sv": "Ingen av de {count} ledande parametrarna gör ett annat alternativ än `{best}` bäst inom sitt spann.",
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
        "en": "Share of the doubt: of the variance of the expected lead of `{first}` over `{second}`. ~ marks a share that shuffled"
        " numbers reach"
        " as well: it is not told from nothing, which is not the same as nothing.",
        "sv": "Del av tvivlet: av variansen i det väntade försprånget för `{first}` över `{second}`. ~ märker en andel som omblandade"
        " tal också"
        " når: den går inte att skilja från ingenting, vilket inte är detsamma som ingenting.",
    },
    "own_effects": {
        "en": "No record of the unit's own can tell what a stay does to finding work ({parameters}): that takes people like the"
        " participants"
        " who were not offered a place. Those parameters make up {share} of the doubt about the lead of `{first}` over `{second}`.",
        "sv": "Inga av enhetens egna uppgifter kan säga vad en insats gör för chansen till arbete ({parameters}): det kräver personer som"
        " deltagarna som inte erbjöds plats. De parametrarna utgör {share} av tvivlet om försprånget för `{first}` över `{second}`.",
    },
    "own_effects_unseen": {
        "en": "No record of the unit's own can tell what a stay does to finding work ({parameters}): that takes people like the"
        " participants"
        " who were not offered a place. With these draws their part of the doubt about the lead of `{first}` over `{second}`"
        " ({share}) is not"
        " told from what shuffled numbers give (up to {floor}).",
        "sv": "Inga av enhetens egna uppgifter kan säga vad en insats gör för chansen till arbete ({parameters}): det kräver personer som"
        " deltagarna som inte erbjöds plats. Med dessa dragningar går deras del av tvivlet om försprånget för `{first}` över `{second}`"
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
        "en": "Net result by payer against `{reference}`: mean, and credible interval below, {unit}",
        "sv": "Nettoresultat per betalare mot `{reference}`: medel, och under det trovärdighetsintervall, {unit}",
    },
    "payer": {"en": "Payer", "sv": "Betalare"},
    "persons": {
        "en": "`{option}` against `{reference}` by background: mean per person followed, and credible interval in brackets",
        "sv": "`{option}` mot `{reference}` efter bakgrund: medel per person som följs, och trovärdighetsintervall inom parentes",
    },
    "background": {"en": "Background", "sv": "Bakgrund"},
    "followed": {"en": "People followed", "sv": "Personer som följs"},
    "met": {"en": "Met by the unit", "sv": "Träffas av enheten"},
    "waiting": {"en": "Months in queue", "sv": "Månader i kö"},
    "in_work": {"en": "Months in open work", "sv": "Månader i öppet arbete"},
    "on_aid": {"en": "Months on aid", "sv": "Månader med stöd"},
    "follows": {"en": "Municipality's result that follows the person, kr", "sv": "Kommunens resultat som följer personen, kr"},
    "persons_note": {
        "en": "Met and months in queue are levels under `{option}`; the rest are differences. The unit's own posts and running costs"
        " belong to"
        " nobody and are left out here. Least often met: {least}. Longest in queue per person: {longest}.",
        "sv": "Träffas och månader i kö är nivåer under `{option}`; resten är skillnader. Enhetens egna tjänster och driftkostnader"
        " hör inte"
        " till någon och är inte med här. Träffas mest sällan: {least}. Längst i kö per person: {longest}.",
    },
    "no_backgrounds": {
        "en": "These results hold no measures by background; run again.",
        "sv": "Dessa resultat har inga mått efter bakgrund; kör om.",
    },
    "payback": {
        "en": "Chance that the outlay has come back for good within so many years, against `{reference}` (1 / 3 / 5 / 10 years)",
        "sv": "Chans att satsningen betalat sig för gott inom så många år, mot `{reference}` (1 / 3 / 5 / 10 år)",
    },
    "budget": {
        "en": "`{option}`: chance of going over what a line is set against, and by how much on average when it does, tkr of each year",
        "sv": "`{option}`: risk att gå över det som raden jämförs med, och med hur mycket i snitt när det sker, tkr i varje års kronor",
    },
    "line": {"en": "Budget line, and what it is set against", "sv": "Budgetrad, och vad den jämförs med"},
    "set_by_wage_money": {"en": "the year's wage money", "sv": "årets lönemedel"},
    "set_by_amount": {"en": "an amount set aside", "sv": "ett avsatt belopp"},
    "set_by_reference": {"en": "what `{reference}` pays on average, no budget", "sv": "vad `{reference}` betalar i snitt, ingen budget"},
}
