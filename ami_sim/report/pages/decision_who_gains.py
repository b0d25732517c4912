"""Part e: who gains by background, who is left waiting, which payer bears it, whether it is paid back, and the risk to each budget year."""

from typing import Any, Final

import numpy as np

from ami_sim.analysis.gains import Gain, gains
from ami_sim.analysis.uncertainty import CREDIBLE
from ami_sim.report.number_formats import THOUSAND, write_number
from ami_sim.report.numbers import CHANCE
from ami_sim.report.pages.budget import LINE_TITLES
from ami_sim.report.pages.decision_parts import EMPTY, Grid, Part, Section, Writer, percent, probability
from ami_sim.report.pages.decision_words import say
from ami_sim.report.vocabulary import Language
from ami_sim.report.words import actor_title
from ami_sim.workflow.decide import Decided
from ami_sim.workflow.results import stored_frame

ACTORS: Final = ("municipality", "ifo", "ami", "other_municipal", "region", "state", "public", "person", "employer", "society")
PAYBACK: Final = ("municipality", "state", "public", "society")
YEARS: Final = (1, 3, 5, 10)
DIFFERENCES: Final = ("result_of_persons", "months_in_work", "aid_household_months")
LEVELS: Final = ("people_met", "months_waiting")
FEWEST: Final = 5.0  # persons followed in a group below which its line is left out: it would be about single persons
SMALL: Final = 0.005  # kr: what is smaller is nothing


def who_gains(decided: Decided, language: Language) -> Section:
    """Show backgrounds, payers, payback and budget years."""
    option = in_focus(decided)
    parts: list[Part] = []
    found = gains(decided.measures, option, decided.reference, DIFFERENCES, LEVELS)
    values: dict[str, Any] = {"option": option, "by_background": [vars(gain) for gain in found]}
    if found:
        parts += backgrounds(found, option, decided.reference, language)
    else:
        parts.append(say("no_backgrounds", language))
    payers, rows = by_payer(decided, language)
    parts.append(payers)
    grid, chances = payback(decided, language)
    parts.append(grid)
    values |= {"by_payer": rows, "paid_back": chances}
    budget = overruns(decided, option, language)
    if budget is not None:
        parts.append(budget[0])
        values["budget_overruns"] = budget[1]
    return Section("who_gains", say("who_gains", language), tuple(parts), values)


def in_focus(decided: Decided) -> str:
    """Name the option that the part is about: the one asked for or the leader, or the next when the reference leads."""
    first, second = decided.contrast
    return decided.options[first if first != 0 else second]


def backgrounds(found: list[Gain], option: str, reference: str, language: Language) -> list[Part]:
    """Write one line a background group, and who is met least often and waits longest."""
    table = {(gain.group, gain.measure): gain for gain in found}
    groups = [group for group in dict.fromkeys(gain.group for gain in found) if table[group, "people_met"].people >= FEWEST]
    rows = []
    for group in groups:
        people = table[group, "people_met"].people
        cells = [group_title(group, language), write_number(people, 0, language), percent(table[group, "people_met"].mean, language)]
        cells.append(written(table[group, "months_waiting"], 1, language))
        cells += [written(table[group, name], 2, language) for name in ("months_in_work", "aid_household_months")]
        cells.append(written(table[group, "result_of_persons"], 0, language))
        rows.append(tuple(cells))
    keys = ("background", "followed", "met", "waiting", "in_work", "on_aid", "follows")
    own = [group for group in groups if group]
    told = {"option": option, "least": EMPTY, "longest": EMPTY}
    if own:
        least = min(own, key=lambda group: table[group, "people_met"].mean)
        longest = max(own, key=lambda group: table[group, "months_waiting"].mean)
        told |= {"least": group_title(least, language), "longest": group_title(longest, language)}
    title = say("persons", language, option=option, reference=reference)
    note = say("persons_note", language, **told)
    if any(CHANCE in cell for row in rows for cell in row):
        note += f" {say('chance_too', language)}"
    return [Grid(title, tuple(say(key, language) for key in keys), tuple(rows)), note]


def written(gain: Gain, decimals: int, language: Language) -> str:
    """Write a mean per person, and its credible interval when it has one."""
    if not np.isfinite(gain.mean):
        return EMPTY
    mean = write_number(gain.mean, decimals, language, signed=gain.difference)
    if not gain.difference or not np.isfinite(gain.low):
        return mean
    ends = (write_number(end, decimals, language, signed=True) for end in (gain.low, gain.high))
    return f"{mean} ({'; '.join(ends)}){'' if gain.resolved or gain.low == gain.high else CHANCE}"


GROUP_TITLES: Final[dict[str, dict[Language, str]]] = {
    "": {"en": "Everybody", "sv": "Alla"},
    "sex": {"en": "sex", "sv": "kön"},
    "children": {"en": "children at home", "sv": "barn hemma"},
    "age": {"en": "age", "sv": "ålder"},
    "born_abroad": {"en": "born abroad", "sv": "född utomlands"},
    "language_need": {"en": "needs language support", "sv": "behöver språkstöd"},
    "ill_health": {"en": "ill health", "sv": "ohälsa"},
    "schooling": {"en": "schooling", "sv": "utbildning"},
    "referrer": {"en": "referred by", "sv": "hänvisad av"},
    "step": {"en": "step", "sv": "steg"},
    "woman": {"en": "women", "sv": "kvinnor"},
    "man": {"en": "men", "sv": "män"},
    "yes": {"en": "yes", "sv": "ja"},
    "no": {"en": "no", "sv": "nej"},
    "compulsory_not_completed": {"en": "compulsory school not completed", "sv": "ej fullgjord grundskola"},
    "compulsory": {"en": "compulsory school", "sv": "grundskola"},
    "upper_secondary": {"en": "upper secondary", "sv": "gymnasium"},
}


def group_title(group: str, language: Language) -> str:
    """Write a background group in words."""
    name, _, value = group.partition(":")
    words = [GROUP_TITLES[part][language] if part in GROUP_TITLES else part.replace("_", " ") for part in (name, value) if part or not name]
    return ": ".join(dict.fromkeys(words)) if name else GROUP_TITLES[""][language]


def by_payer(decided: Decided, language: Language) -> tuple[Grid, list[dict[str, Any]]]:
    """Give every payer's net result by option."""
    rows = decided.summary
    rows = rows[(rows["measure"] == "net_result") & (rows["reference"] == decided.reference) & (rows["group"] == "")]
    options = decided.options[1:]
    kept = rows[rows["scenario"].isin(options) & rows["actor"].isin(ACTORS)]
    credible = kept[kept["interval"] == CREDIBLE].set_index(["actor", "scenario"])
    computing = kept[kept["interval"] != CREDIBLE].drop_duplicates(["actor", "scenario"]).set_index(["actor", "scenario"])
    writer = Writer.of(language, computing["mean"].tolist())
    ends = dict(
        zip(credible.index, zip(*(credible[name].tolist() for name in ("ci_low", "ci_high", "resolved")), strict=True), strict=True)
    )
    lines, values = [], []
    for actor in ACTORS:
        cells = []
        for option in options:
            if (actor, option) not in computing.index:
                cells.append(EMPTY)
                continue
            mean = float(computing["mean"].to_dict()[actor, option])
            low, high, told = ends.get((actor, option), (float("nan"), float("nan"), True))
            values.append({"payer": actor, "option": option, "mean": mean, "credible_low": low, "credible_high": high, "resolved": told})
            span = writer.span(low, high, resolved=told)
            cells.append(writer.number(mean) + (f"\n{span}" if np.isfinite(low) and high - low > SMALL else ""))
        lines.append((actor_title(language, actor), *cells))
    title = say("payers", language, reference=decided.reference, unit=writer.unit)
    return Grid(title, (say("payer", language), *options), tuple(lines)), values


def payback(decided: Decided, language: Language) -> tuple[Grid, list[dict[str, Any]]]:
    """Give the chance of having been paid back within so many years, by payer and option; never a mean time."""
    rows = decided.summary
    rows = rows[rows["measure"].str.startswith("payback_within_") & (rows["reference"] == "") & (rows["interval"] != CREDIBLE)]
    shares = rows.drop_duplicates(["measure", "actor", "scenario"]).set_index(["measure", "actor", "scenario"])["mean"]
    options, trials = decided.options[1:], decided.draws * decided.replications
    lines, values = [], []
    for actor in PAYBACK:
        cells = []
        for option in options:
            found = [float(shares.get((f"payback_within_{years}y", actor, option), float("nan"))) for years in YEARS]
            values += [{"payer": actor, "option": option, "years": y, "chance": v} for y, v in zip(YEARS, found, strict=True)]
            cells.append(" / ".join(probability(share, trials, language) for share in found))
        lines.append((actor_title(language, actor), *cells))
    title = say("payback", language, reference=decided.reference)
    return Grid(title, (say("payer", language), *options), tuple(lines)), values


def overruns(decided: Decided, option: str, language: Language) -> tuple[Grid, list[dict[str, Any]]] | None:
    """Give the risk of going over every line that something is set aside for, year by year; nothing when no line is."""
    path = decided.stored.folder / "budget.csv"
    if not path.is_file():
        return None
    frame = stored_frame(path)
    kept = frame[frame["budget"].notna() & frame["scenario"].isin(decided.options)]
    keys = ["scenario", "committee", "line", "year", "budget", "overrun_probability", "overrun_mean"]
    values: list[dict[str, Any]] = [{str(key): value for key, value in row.items()} for row in kept[keys].to_dict(orient="records")]
    mine = kept[kept["scenario"] == option]
    if mine.empty:
        return None
    budgets = decided.stored.question.scenarios[option].prices.budget.values()
    set_by: dict[tuple[str, str], str] = {(row.committee, row.line): row.set_by for row in budgets}
    years = sorted(int(year) for year in mine["year"].unique())
    lines = []
    for (committee, line), rows in mine.groupby(["committee", "line"], sort=False):
        by_year = dict(zip(rows["year"], rows[["overrun_probability", "overrun_mean"]].to_numpy(np.float64).tolist(), strict=True))
        cells = []
        for year in years:
            chance, size = by_year[year]
            said = probability(chance, decided.draws * decided.replications, language)
            cells.append(f"{said}: {write_number(size / THOUSAND, 0, language)}" if chance else said)
        title = LINE_TITLES[str(line)][language] if str(line) in LINE_TITLES else str(line)
        against = say(f"set_by_{set_by[str(committee), str(line)]}", language, reference=decided.reference)
        lines.append((f"{actor_title(language, str(committee))}: {title} ({against})", *cells))
    columns = (say("line", language), *(str(year) for year in years))
    return Grid(say("budget", language, option=option), columns, tuple(lines)), values
