"""Whole valid scenarios, drawn at random with rare corners: the municipality's own with overrides in every part of the language."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from ami_sim.model.bearable import refuse_length
from ami_sim.scenario.load import bundled, read_source
from ami_sim.scenario.services import Length

SOURCE = read_source(bundled("calibration/ragunda/scenario.toml"))
ROW = {"source": "Drawn at random", "sure": "L", "mark": "assumed"}
START = date(2018, 9, 1)
# Few dates, so that capacity, rules, economy, months and rule changes fall on the same day.
DAYS = [START, date(2018, 12, 31), date(2019, 1, 1), date(2019, 4, 1), date(2019, 10, 28), date(2020, 1, 1)]
UNITS = tuple(SOURCE.tables["unit"])
DOORS = tuple(SOURCE.tables["referrer"])
ORDERS = tuple(name for name, row in SOURCE.tables["strategy"].items())
OUTCOMES = (
    "work",
    "subsidised_elsewhere",
    "studies",
    "sick_on_aid",
    "sick_pay",
    "other_support",
    "aid_ended",
    "left",
    "paused",
    "not_referred",
)


def bearable(row: dict[str, Any]) -> bool:
    """Tell whether a run takes a length: a grid may not move its mean."""
    try:
        refuse_length("", Length.model_validate(row), {})
    except ValueError:
        return False
    return True


LENGTHS: st.SearchStrategy[dict[str, Any]] = st.builds(
    lambda kind, days, spread, grid: {"kind": kind, "typical": f"{days} days", "spread": spread, "grid": grid},
    st.sampled_from(["fixed", "exponential", "lognormal", "gamma"]),
    st.sampled_from([0.01, 1, 30, 90, 400]),
    st.sampled_from([0.3, 1.0, 2.0]),
    st.sampled_from([0.0, 1.0, 30.0]),
).filter(bearable)


@st.composite
def timelines(draw: DrawFn) -> list[dict[str, Any]]:
    """One to four units one after the other."""
    later = draw(st.lists(st.sampled_from(DAYS[1:]), unique=True, max_size=3))
    policy = st.sampled_from(["finish", "suspend"])
    rows = [
        {"from": day, "unit": draw(st.sampled_from(UNITS)), "in_progress": draw(policy), "discharge": draw(st.booleans()), **ROW}
        for day in [START, *sorted(later)]
    ]
    for row in rows[1:]:
        row |= {f"{queue}_order": draw(st.sampled_from(["", *ORDERS])) for queue in ("mapping", "places")}
    return rows


@st.composite
def needs(draw: DrawFn) -> dict[str, Any]:
    """Overrides of who comes into need and how their lives go on."""
    settings: dict[str, Any] = {"life.burn_in": draw(st.sampled_from(["0 days", "2 years"]))}
    for door in DOORS:
        rate = draw(st.sampled_from(["0 per month", "0.3 per month", "1.5 per month", "4 per month"]))
        enters = draw(st.sampled_from(["not_referred", "not_referred", "waiting_mapping", "waiting_place"]))
        settings |= {f"referrer.{door}.rate": rate, f"referrer.{door}.enters": enters, f"referrer.{door}.stock": draw(st.booleans())}
        settings[f"referrer.{door}.stock"] &= enters == "not_referred"
    changes = [{"from": day, "factor": draw(st.sampled_from([0.0, 0.5, 2.0])), **ROW} for day in draw(st.sampled_from([[], DAYS[2:4]]))]
    settings["referrer.ifo.dated"] = changes
    settings["life.frailty_variance"] = draw(st.sampled_from([0.0, 1.0]))
    settings["life.assessment_error"] = draw(st.sampled_from([0.0, 0.3, 1.0]))
    settings["life.case_patience"] = draw(st.sampled_from(["0 days", "1 day", "6 months"]))
    settings["life.retirement_age"] = draw(st.sampled_from([40.0, 65.0]))
    factors = {"find_work": draw(st.sampled_from([0.0, 0.5, 20.0])), "refer": draw(st.sampled_from([0.0, 1.0, 30.0]))}
    on_aid = {"find_work": draw(st.sampled_from([1.0, 3.0])), "gap_begins": draw(st.sampled_from([0.0, 1.0]))}
    settings["economy"] = [
        {"from": day, "factors": factors, "on_aid": on_aid, **ROW} for day in draw(st.sampled_from([[], [DAYS[2]], DAYS[1:3]]))
    ]
    return settings


@st.composite
def offers(draw: DrawFn) -> dict[str, Any]:
    """Overrides of what the unit and AF offer."""
    settings: dict[str, Any] = {"timeline": draw(timelines()), "order.strict": draw(st.booleans())}
    settings |= {f"order.{queue}": draw(st.sampled_from(ORDERS)) for queue in ("mapping", "places")}
    settings |= {"mapping.length": draw(LENGTHS), "mapping.pause": draw(st.sampled_from([0.0, 0.5, 1.0]))}
    settings["mapping.leads_to"] = draw(st.dictionaries(st.sampled_from(OUTCOMES), st.just(0.25), max_size=3))
    for name, row in SOURCE.tables["intervention"].items():
        if draw(st.booleans()):
            settings[f"intervention.{name}.length"] = draw(LENGTHS)
            settings[f"intervention.{name}.leads_to"] = draw(st.dictionaries(st.sampled_from(OUTCOMES), st.just(0.3), max_size=3))
            settings[f"intervention.{name}.hold_out"] = draw(st.sampled_from(["0 days", "5 days", "2 months"]))
            settings[f"intervention.{name}.closes"] = draw(st.sampled_from([None, DAYS[2]]))
            settings[f"intervention.{name}.extended_until"] = draw(st.sampled_from([None, DAYS[3]]))
            settings[f"intervention.{name}.extend"] = draw(st.sampled_from([0.0, 0.5, 1.0 if "rule" in row else 0.9]))
    for name in SOURCE.tables["rule"]:
        if draw(st.booleans()):
            settings[f"rule.{name}.longest"] = draw(st.sampled_from(["1 day", "6 months", "24 months"]))
            settings[f"rule.{name}.opens"] = draw(st.sampled_from([None, DAYS[0], DAYS[2]]))
            settings[f"rule.{name}.closes"] = draw(st.sampled_from([None, DAYS[3], DAYS[4]]))
    for unit in {step["unit"] for step in settings["timeline"]}:
        settings[f"unit.{unit}.wage_money.hard"] = draw(st.booleans())
        away = {"role": draw(st.sampled_from(["", "supervisor"])), "share": draw(st.sampled_from([0.3, 1.0])), **ROW}
        settings[f"unit.{unit}.away"] = draw(st.sampled_from([[], [{**away, "months": [9, 11]}], [{**away, "from": DAYS[1]}]]))
        settings[f"unit.{unit}.referral_aid"] = draw(st.sampled_from([0.0, 1.0, 4.0]))
        settings[f"unit.{unit}.unlimited"] = draw(st.sampled_from([False, False, False, True]))
        for index in range(len(SOURCE.tables["unit"][unit].get("posts", []))):
            if draw(st.booleans()):
                settings[f"unit.{unit}.posts[{index}].count"] = draw(st.sampled_from([0.0, 0.25, 1.0, 3.0]))
    settings["cohort"] = [
        {**row, "count": draw(st.sampled_from([0.0, 5.0, 60.0])), "longest": draw(st.sampled_from(["1 day", "12 months"]))}
        for row in SOURCE.tables["cohort"]
    ]
    return settings


@st.composite
def families(draw: DrawFn) -> dict[str, Any]:
    """Overrides of how households change, who dies and who moves away."""
    settings: dict[str, Any] = {"clock.die.rate": draw(st.sampled_from(["0 per year", "0.00137 per year", "0.5 per year"]))}
    settings["clock.move.rate"] = draw(st.sampled_from(["0 per month", "0.0025 per month", "0.2 per month"]))
    if draw(st.booleans()) and draw(st.booleans()):
        return settings | {"family": None, "household_change": {}}
    settings["family.children"] = draw(st.sampled_from([0.0, 2.6, 400.0]))
    for name in SOURCE.tables["household_change"]:
        settings[f"household_change.{name}.rate"] = draw(st.sampled_from(["0 per year", "0.05 per year", "1 per day"]))
    return settings


@st.composite
def worlds(draw: DrawFn) -> dict[str, Any]:
    """Overrides that make another whole, valid scenario of the municipality's own."""
    length = draw(st.sampled_from([1, 40, 200, 500]))
    end = START + timedelta(days=length)
    settings = draw(needs()) | draw(families()) | draw(offers())
    return settings | {"start": START, "present": None, "parting": START + timedelta(days=length // 2), "end": end}
