"""The pages of a forecast and of its score: counts with intervals, what their spread comes from, and whether they held what came."""

from typing import Any

from ami_sim.report.columns import columns
from ami_sim.report.document import Page, Row, Section, Sentence, Table
from ami_sim.report.number_formats import write_number
from ami_sim.report.vocabulary import Language
from ami_sim.report.words import known_title, say
from ami_sim.workflow.forecast import Counted, Forecast, Scored, as_json

SHARES = ("left_to_work", "left_to_studies", "share_from_aid", "share_with_children", "aid_share")  # counts that are written in percent


def page_of(result: Forecast, language: Language = "en") -> Page:
    """Give the page of a forecast."""
    lead = [say(language, "forecast.lead", municipality=result.municipality.capitalize(), since=result.since, until=result.until)]
    lead.append(say(language, f"forecast.at-{result.parameters}", draws=result.draws))
    if result.reason:
        lead.append(say(language, "forecast.no-posterior"))
    if result.known:
        lead.append(say(language, "forecast.known", names=", ".join(result.known)))
    rows = tuple(
        Row((title_of(name, one, language), *ends_of(one, language), most_of(one, language))) for name, one in result.counts.items()
    )
    heads = columns(language, "forecast", ("count",), ("low", "median", "high", "spread"))
    parts: list[Sentence | Table] = [Table("", heads, rows, key="counts")]
    if result.path:
        parts.append(Sentence(say(language, "forecast.written", path=str(result.path), hash=result.hash[:16])))
    sections = (Section("forecast", say(language, "forecast.counts"), tuple(parts)),)
    notes = (say(language, "forecast.note-interval"), say(language, "forecast.note-spread"))
    data = as_json(result) | {"hash": result.hash}
    return Page(say(language, "forecast.title"), tuple(lead), sections, notes, data, language)


def score_page(result: Scored, language: Language = "en") -> Page:
    """Give the page of a forecast's score."""
    made = result.forecast
    window = {"since": made.since, "until": made.until, "made": made.made, "hash": made.hash[:16]}
    lead = (
        say(language, "forecast.score-lead", municipality=made.municipality.capitalize(), **window),
        say(language, "forecast.coverage", inside=result.inside, count=len(result.scores)),
    )
    rows = []
    for name, one in result.scores.items():
        count = made.counts[name].count
        numbers = (written(value, count, language) for value in (one.observed, one.low, one.median, one.high))
        held = say(language, "forecast.inside" if one.inside else "forecast.outside")
        rows.append(
            Row((title_of(name, made.counts[name], language), *numbers, held, written(one.crps, count, language), off(one.off, language)))
        )
    heads = columns(language, "forecast", ("count",), ("observed", "low", "median", "high", "held", "crps", "off"))
    parts: list[Sentence | Table] = [Table("", heads, tuple(rows), key="scores")]
    if result.left:
        names = ", ".join(title_of(name, made.counts[name], language) for name in result.left)
        parts.append(Sentence(say(language, "forecast.left", names=names)))
    shares = sorted(result.by_part.items(), key=lambda part: -part[1])
    by_part = tuple(Row((say(language, f"forecast.part-{part}"), f"{write_number(100 * share, 0, language)} %")) for part, share in shares)
    miss = Table("", columns(language, "forecast", ("part",), ("share",)), by_part, key="miss")
    sections = (
        Section("scores", say(language, "forecast.scores"), tuple(parts)),
        Section("miss", say(language, "forecast.miss"), (Sentence(say(language, "forecast.miss-said")), miss)),
    )
    notes = (say(language, "forecast.note-crps"), say(language, "forecast.note-reported"))
    return Page(say(language, "forecast.score-title"), lead, sections, notes, data_of(result), language)


def title_of(name: str, one: Counted, language: Language) -> str:
    """Give a count's title."""
    return known_title(language, "forecast", f"count-{one.count}") or name


def ends_of(one: Counted, language: Language) -> tuple[str, ...]:
    """Write low, median and high."""
    return tuple(written(value, one.count, language) for value in one.ends)


def most_of(one: Counted, language: Language) -> str:
    """Say what most of the spread comes from."""
    part = max(one.shares, key=lambda name: one.shares[name])
    return f"{say(language, f'forecast.part-{part}')} {write_number(100 * one.shares[part], 0, language)} %"


def written(value: float, count: str, language: Language) -> str:
    """Write a count's value: percent for a share, one digit for small numbers that are not whole."""
    if count in SHARES:
        return f"{write_number(100 * value, 0, language)} %"
    return write_number(value, 0 if value >= 100 or float(value).is_integer() else 1, language)


def off(value: float, language: Language) -> str:
    """Write by how many standard deviations a forecast missed."""
    return write_number(value, 1, language)


def data_of(result: Scored) -> dict[str, Any]:
    """Give plain values for scripts."""
    return {
        "forecast": {"hash": result.forecast.hash, "made": str(result.forecast.made), "until": str(result.forecast.until)},
        "inside": result.inside,
        "counts": len(result.scores),
        "expected_inside": 0.9,
        "scores": {name: {key: value for key, value in one._asdict().items() if key != "name"} for name, one in result.scores.items()},
        "not_observed": list(result.left),
        "miss_from": dict(result.by_part),
    }
