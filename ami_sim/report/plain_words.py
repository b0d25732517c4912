"""What happened, where a person stands and what a person lives on, in plain English and Swedish."""

from collections.abc import Mapping
from typing import Final

from ami_sim.report.vocabulary import Titles


def _both(en: str, sv: str) -> Titles:
    return {"en": en, "sv": sv}


EVENT_WORDS: Final[Mapping[str, Titles]] = {
    "find_work": _both("finds work", "får arbete"),
    "start_studies": _both("starts studying", "börjar studera"),
    "advance": _both("moves a step closer to work", "tar ett steg närmare arbete"),
    "fall_back": _both("falls back a step", "faller tillbaka ett steg"),
    "benefit_ends": _both("the benefit runs out", "ersättningen tar slut"),
    "gap_begins": _both("aid is interrupted", "försörjningsstödet avbryts"),
    "gap_ends": _both("aid is paid again", "försörjningsstödet betalas igen"),
    "become_sick": _both("falls ill", "blir sjuk"),
    "recover": _both("recovers", "blir frisk"),
    "sickness_decision": _both("a decision on sickness compensation comes", "beslut om sjukersättning kommer"),
    "aid_ends": _both("aid is refused or withdrawn", "försörjningsstödet nekas eller dras in"),
    "other_support": _both("is supported in another way", "får sin försörjning på annat sätt"),
    "leave": _both("leaves (moves, retires or dies)", "lämnar (flyttar, går i pension eller avlider)"),
    "refer": _both("is referred to the unit", "hänvisas till enheten"),
    "drop_out": _both("drops out of the intervention", "avbryter insatsen"),
    "relapse": _both("loses the livelihood and is in need again", "förlorar sin försörjning och behöver stöd igen"),
    "planned_end": _both("what was planned comes to its end", "det planerade tar slut"),
    "band": _both("time in need passes a limit", "tiden i behov passerar en gräns"),
    "rights_expire": _both("a right runs out", "en rättighet löper ut"),
    "wait_too_long": _both("has waited too long and is paused", "har väntat för länge och pausas"),
    "retire": _both("reaches pension age", "når pensionsåldern"),
    "calendar": _both("a date in the calendar changes the conditions", "ett datum i kalendern ändrar villkoren"),
    "arrival": _both("the need begins", "behovet börjar"),
    "start": _both("starts", "börjar"),
    "suspend": _both("the place is withdrawn for now", "platsen dras in tills vidare"),
    "discharge": _both("is discharged when the unit closes", "skrivs ut när enheten stänger"),
}
STAGE_WORDS: Final[Mapping[str, Titles]] = {
    "unborn": _both("not yet in need", "ännu inte i behov"),
    "not_referred": _both("in need, not referred", "i behov, inte hänvisad"),
    "waiting_mapping": _both("waits for mapping", "väntar på kartläggning"),
    "mapping": _both("is being mapped", "kartläggs"),
    "waiting_place": _both("waits for a place", "väntar på plats"),
    "in_intervention": _both("in an intervention", "i insats"),
    "paused": _both("paused", "pausad"),
    "work": _both("in open work", "i öppet arbete"),
    "subsidised_elsewhere": _both("in subsidised work elsewhere", "i subventionerat arbete på annat håll"),
    "studies": _both("studies", "studerar"),
    "sick_on_aid": _both("found unable to work, still on aid", "saknar arbetsförmåga, kvar i försörjningsstöd"),
    "sick_pay": _both("on sick pay", "har sjukpenning"),
    "sickness_compensation": _both("has sickness compensation", "har sjukersättning"),
    "aid_ended": _both("aid has ended without work", "försörjningsstödet har upphört utan arbete"),
    "other_support": _both("supported in another way", "försörjs på annat sätt"),
    "left": _both("has left", "har lämnat"),
}
INCOME_WORDS: Final[Mapping[str, Titles]] = {
    "aid": _both("aid (försörjningsstöd)", "försörjningsstöd"),
    "aid_gap": _both("an interruption of aid", "avbrott i försörjningsstödet"),
    "state_benefit": _both("activity support", "aktivitetsstöd"),
    "establishment": _both("establishment benefit", "etableringsersättning"),
    "akassa": _both("unemployment insurance (a-kassa)", "a-kassa"),
    "family": _both("the family", "familjen"),
    "ami_wage": _both("a wage from the unit", "lön från enheten"),
    "work": _both("a wage", "lön"),
    "subsidised": _both("a subsidised wage", "lön med subvention"),
    "studies": _both("study support", "studiestöd"),
    "sick_pay": _both("sick pay", "sjukpenning"),
    "sickness_compensation": _both("sickness compensation", "sjukersättning"),
    "refused": _both("nothing: aid refused", "inget: försörjningsstöd nekat"),
    "other": _both("other support", "annan försörjning"),
    "none": _both("nothing of their own", "ingen egen inkomst"),
    "activity": _both("activity support topped up by aid", "aktivitetsstöd med kompletterande försörjningsstöd"),
}
