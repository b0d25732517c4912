"""The titles of measures, payers and units in English and Swedish, as tables, sentences and pictures print them."""

from collections.abc import Mapping
from typing import Final, Literal

Language = Literal["en", "sv"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "sv")
Titles = Mapping[Language, str]


def _both(en: str, sv: str) -> Titles:
    return {"en": en, "sv": sv}


MEASURE_TITLES: Final[Mapping[str, Titles]] = {
    "net_result": _both("Net result", "Nettoresultat"),
    "net_cost": _both("Net cost", "Nettokostnad"),
    "production": _both("Value of what is produced", "Värde av det som produceras"),
    "aid_cost": _both("Aid (försörjningsstöd) paid", "Utbetalt försörjningsstöd"),
    "entry_effect_persons": _both("Persons in need in this option only", "Personer som bara finns i detta alternativ"),
    "entry_effect": _both("Of it: those present in one option only", "Varav: de som bara finns i ett av alternativen"),
    "aid_saved_by:ami_wage": _both("Aid saved: wage from the unit instead", "Sparat stöd: lön från enheten i stället"),
    "aid_saved_by:open_work": _both("Aid saved: open work", "Sparat stöd: öppet arbete"),
    "aid_saved_by:other_subsidised_job": _both("Aid saved: subsidised elsewhere", "Sparat stöd: subventionerat arbete på annat håll"),
    "aid_saved_by:studies": _both("Aid saved: studies", "Sparat stöd: studier"),
    "aid_saved_by:state_benefit": _both("Aid saved: a state benefit instead", "Sparat stöd: statlig ersättning i stället"),
    "aid_saved_by:refused": _both("Aid saved: aid refused", "Sparat stöd: avslag"),
    "aid_saved_by:moved_or_died": _both("Aid saved: moved or died", "Sparat stöd: flyttat eller avlidit"),
    "aid_saved_by:aid_still": _both("Aid saved: still on aid, another amount", "Sparat stöd: kvar i stöd, annat belopp"),
    "aid_saved_by:other": _both("Aid saved: other, and gaps in aid", "Sparat stöd: annat, och uppehåll i stödet"),
    "displacement": _both("Displacement of others", "Undanträngning"),
    "displacement_low": _both("Displacement, low", "Undanträngning, låg"),
    "displacement_high": _both("Displacement, high", "Undanträngning, hög"),
    "net_result_after_displacement": _both("Net result after displacement", "Nettoresultat efter undanträngning"),
    "net_result_dearer_public_money": _both("Net result, public money dearer", "Nettoresultat, dyrare offentliga medel"),
    "result_of_persons": _both("Net result that follows the persons", "Nettoresultat som följer personerna"),
    "people_followed": _both("People followed", "Personer som följs"),
    "wage_overspend": _both("Wages beyond the wage money", "Löner utöver lönemedlen"),
    "payback_within_1y": _both("Paid back within 1 year", "Återbetalt inom 1 år"),
    "payback_within_3y": _both("Paid back within 3 years", "Återbetalt inom 3 år"),
    "payback_within_5y": _both("Paid back within 5 years", "Återbetalt inom 5 år"),
    "payback_within_10y": _both("Paid back within 10 years", "Återbetalt inom 10 år"),
    "aid_household_months": _both("Household-months with any aid paid", "Hushållsmånader med något försörjningsstöd"),
    "child_months_on_aid": _both("Child-months in households with any aid paid", "Barnmånader i hushåll med något försörjningsstöd"),
    "queue_mapping_mean": _both("Queue before mapping, average", "Kö före kartläggning, medel"),
    "queue_place_mean": _both("Queue for a place, average", "Kö till plats, medel"),
    "wait_mapping_mean_days": _both("Wait for mapping, average", "Väntan på kartläggning, medel"),
    "wait_mapping_p90_days": _both("Wait for mapping, 9 of 10 shorter", "Väntan på kartläggning, 9 av 10 kortare"),
    "wait_place_mean_days": _both("Wait for a place, average", "Väntan på plats, medel"),
    "wait_place_p90_days": _both("Wait for a place, 9 of 10 shorter", "Väntan på plats, 9 av 10 kortare"),
    "utilisation": _both("Use of the places", "Platsernas beläggning"),
    "staff_hours": _both("Staff hours", "Personaltimmar"),
    "people_met": _both("People met", "Personer som träffats"),
    "people_mapped": _both("People mapped", "Personer som kartlagts"),
    "people_started": _both("People who began a stay", "Personer som börjat en insats"),
    "months_waiting": _both("Months waited in the queues", "Månader i köerna"),
    "people_active": _both("People active, average", "Aktiva personer, medel"),
    "counted_to_work": _both("Counted as gone to work", "Räknade till arbete"),
    "counted_to_studies": _both("Counted as gone to studies", "Räknade till studier"),
    "kolada_result": _both("Result by Kolada's definition", "Resultat enligt Koladas definition"),
    "in_work_12m": _both("In open work at 12 months", "I öppet arbete vid 12 månader"),
    "in_work_24m": _both("In open work at 24 months", "I öppet arbete vid 24 månader"),
    "in_work_36m": _both("In open work at 36 months", "I öppet arbete vid 36 månader"),
    "in_work_60m": _both("In open work at 60 months", "I öppet arbete vid 60 månader"),
    "met_in_work_12m": _both("Met, in open work at 12 months", "Träffade, i öppet arbete vid 12 månader"),
    "met_in_work_twin_too_12m": _both("Of them: twin too, at 12 months", "Varav: tvillingen också, vid 12 månader"),
    "met_in_work_24m": _both("Met, in open work at 24 months", "Träffade, i öppet arbete vid 24 månader"),
    "met_in_work_twin_too_24m": _both("Of them: twin too, at 24 months", "Varav: tvillingen också, vid 24 månader"),
    "met_in_work_36m": _both("Met, in open work at 36 months", "Träffade, i öppet arbete vid 36 månader"),
    "met_in_work_twin_too_36m": _both("Of them: twin too, at 36 months", "Varav: tvillingen också, vid 36 månader"),
    "met_in_work_60m": _both("Met, in open work at 60 months", "Träffade, i öppet arbete vid 60 månader"),
    "met_in_work_twin_too_60m": _both("Of them: twin too, at 60 months", "Varav: tvillingen också, vid 60 månader"),
    "months_in_work": _both("Months in open work", "Månader i öppet arbete"),
    "sustained_work_12m": _both("In work twelve months in a row", "I arbete tolv månader i följd"),
    "steps_moved": _both("Readiness steps moved", "Stegförflyttningar"),
    "queue_mapping": _both("Queue before mapping", "Kö före kartläggning"),
    "queue_place": _both("Queue for a place", "Kö till plats"),
    "in_intervention": _both("In an intervention", "I insats"),
    "on_aid": _both("Living on aid (top-ups of a wage not counted)", "Lever på försörjningsstöd (utfyllnad av lön ej räknad)"),
    "in_work": _both("In open work", "I öppet arbete"),
}

ACTOR_TITLES: Final[Mapping[str, Titles]] = {
    "municipality": _both("Municipality", "Kommunen"),
    "ifo": _both("IFO (social services)", "IFO"),
    "ami": _both("AMI (labour-market unit)", "AMI"),
    "other_municipal": _both("Other departments", "Övriga förvaltningar"),
    "region": _both("Region", "Regionen"),
    "state": _both("State", "Staten"),
    "af": _both("Arbetsförmedlingen (AF)", "Arbetsförmedlingen"),
    "social_insurance": _both("Social insurance", "Socialförsäkringen"),
    "treasury": _both("Treasury and taxes", "Statskassan"),
    "person": _both("The persons", "Personerna"),
    "employer": _both("Employers", "Arbetsgivarna"),
    "public": _both("Public sector", "Offentlig sektor"),
    "society": _both("Society", "Samhället"),
    "resources": _both("Resources used", "Förbrukade resurser"),
    "output": _both("Output produced", "Producerat värde"),
}

UNIT_WORDS: Final[Mapping[str, Titles]] = {
    "kr": _both("kr", "kr"),
    "tkr": _both("tkr", "tkr"),
    "mnkr": _both("mnkr", "mnkr"),
    "%": _both("%", "%"),
    "share": _both("share", "andel"),
    "persons": _both("persons", "personer"),
    "days": _both("days", "dagar"),
    "months": _both("months", "månader"),
    "jobs": _both("jobs", "anställningar"),
    "stays": _both("stays", "insatser"),
    "hours": _both("hours", "timmar"),
    "steps": _both("steps", "steg"),
    "household_months": _both("household-months", "hushållsmånader"),
    "household-months": _both("household-months", "hushållsmånader"),
    "child_months": _both("child-months", "barnmånader"),
    "child-months": _both("child-months", "barnmånader"),
    "person_months": _both("person-months", "personmånader"),
    "person-months": _both("person-months", "personmånader"),
}

INTERVAL_LABELS: Final[Mapping[str, Titles]] = {
    # The words behind the column `interval` of the summary. `computing` is the spread of the simulation around one set
    # of assumed parameters (or the mean over several): it holds chance and nothing else, whatever the number of runs.
    "computing": _both("chance only", "endast slump"),
    # `credible` is what is not known about the expected value; `prediction` is where one realised future may lie.
    "credible": _both("credible interval", "trovärdighetsintervall"),
    "prediction": _both("one future", "en enskild framtid"),
}


def title_of(titles: Mapping[str, Titles], name: str, language: Language) -> str:
    """Look up a name's title; a name without one (a user's own measure) is printed as it is, underscores as spaces."""
    known = titles.get(name)
    return name.replace("_", " ") if known is None else known[language]
