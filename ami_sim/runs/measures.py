"""The measures that ship with ami-sim, all of them, and how a run takes them: its own first, then those beside the reference."""

from typing import Final

from ami_sim.accounts.shift import DESTINATIONS
from ami_sim.record.deadweight import NAMES
from ami_sim.record.measures.dates import AFTER_MONTHS
from ami_sim.record.measures.jobs import waiting_for
from ami_sim.record.measures.recorded import RECORDED, take
from ami_sim.record.measures.registry import Key, Measures, by_key
from ami_sim.record.measures.view import own_number
from ami_sim.runs.against import PAYBACK_YEARS, TWINS_ROWS
from ami_sim.runs.money import MONEY_ROWS
from ami_sim.runs.seen import Seen
from ami_sim.scenario.registry import WAITS_FOR

PRINTED: Final = (  # the order in which a summary lists them
    "net_result",
    "net_cost",
    "assumed_overhead",
    "production",
    "participants_production",
    "participants_regular_worth",
    "aid_cost",
    "entry_effect_persons",
    "entry_effect",
    *(f"aid_saved_by:{name}" for name in DESTINATIONS),
    "displacement",
    "displacement_low",
    "displacement_high",
    "net_result_after_displacement",
    "net_result_dearer_public_money",
    "result_of_persons",
    "people_followed",
    "wage_overspend",
    "measures_gross",
    "measures_income",
    "measures_net",
    *(f"payback_within_{years}y" for years in PAYBACK_YEARS),
    "aid_household_months",
    "child_months_on_aid",
    "waiting_for_job",
    *(waiting_for(reason) for reason in WAITS_FOR[1:]),
    "people_in_jobs",
    "jobs_by_instrument",
    "queue_mapping_mean",
    "queue_place_mean",
    "wait_mapping_mean_days",
    "wait_mapping_median_days",
    "wait_mapping_p90_days",
    "wait_mapping_not_over",
    "wait_place_mean_days",
    "wait_place_median_days",
    "wait_place_p90_days",
    "wait_place_not_over",
    "utilisation",
    "staff_hours",
    "activity_hours",
    "activity_staff_hours",
    "activity_cost",
    "duties_met",
    "duty_contacts",
    "duty_in_time",
    "requirement_persons",
    "requirement_hours",
    "requirement_excused",
    "requirement_met",
    "requirement_unmet",
    "requirement_share_met",
    "requirement_refusals",
    "requirement_cut_months",
    "requirement_places_lacking",
    "requirement_supervisors_lacking",
    "requirement_consultants_lacking",
    "people_met",
    "people_mapped",
    "people_started",
    "months_waiting",
    "people_active",
    "counted_to_work",
    "counted_to_studies",
    "kolada_result",
    *(f"in_work_{months}m" for months in AFTER_MONTHS),
    *(f"{name}_{months}m" for months in AFTER_MONTHS for name in NAMES),
    "months_in_work",
    "sustained_work_12m",
    "steps_moved",
    "stays_completed",
    "stays_dropped",
)
SHIPPED: Final = Measures((*RECORDED, *MONEY_ROWS, *TWINS_ROWS), PRINTED)


def of_run(measures: Measures, seen: Seen) -> dict[Key, float]:
    """Take every measure of one run that needs no reference, in the registry's order: people and queues, kronor, one's own."""
    found = take(measures, seen.lives)
    for function in measures.functions("money"):
        found |= by_key(function(seen))
    return found | {(row.name, "", ""): own_number(row, seen.lives) for row in measures.of("spells")}


def beside(measures: Measures, reference: Seen, option: Seen, newcomers: bool) -> dict[Key, float]:
    """Take every measure of an option beside the reference, which may be itself; `newcomers`: some people are in one option only."""
    found: dict[Key, float] = {}
    for function in (*measures.functions("twins"), *(measures.functions("newcomers") if newcomers else ())):
        found |= by_key(function(reference, option))
    return found
