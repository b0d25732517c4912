"""Today's open cases as a start: who waits, since when, who is in what and until when, read from a table of one's own."""

import csv
import io
import os
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.personal import PERSON, is_identity
from ami_sim.scenario.registry import IN_INTERVENTION, MAPPING, PAUSED, STAGES, WAITING_MAPPING

COLUMNS: Final = ("case", "stage", "since", "until", "intervention", "rule", "group", "referrer")
NEEDED: Final = ("case", "stage", "since")
UNITS: Final = STAGES[WAITING_MAPPING : PAUSED + 1]  # the stages in which somebody has a case at the unit
ENDS: Final = (STAGES[MAPPING], STAGES[IN_INTERVENTION])  # those whose end may be planned
STAY: Final = STAGES[IN_INTERVENTION]
SEPARATORS: Final = ";\t,"  # where a head has as many of two, the first


class OpenCase(NamedTuple):
    """A case on the start date; what the file leaves empty is None or "". line: of the file. Whose case it is is not kept."""

    line: int
    stage: str
    since: date
    until: date | None
    intervention: str
    rule: str
    group: str
    referrer: str


def find_cases(name: str, beside: Path) -> Path:
    """Find a table of cases from the current folder, or else beside another file."""
    for path in (Path(name), beside / name):
        if path.is_file():
            return Path(os.path.normpath(path))
    raise InputError(f"open_cases: {name}: no such file; expected a CSV with a row for each open case")


def read_cases(path: Path, start: date) -> tuple[OpenCase, ...]:
    """Read open cases as they stood on the start date, one a row: `case`, `stage` and `since`, and whatever else of `COLUMNS` is known.

    InputError names file, row and column of the first thing wrong, and never a personal number.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not a text file (byte {error.start}); expected a CSV in UTF-8") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    first = text.split("\n", 1)[0]
    table = list(csv.reader(io.StringIO(text, newline=""), delimiter=max(SEPARATORS, key=first.count)))
    head = [cell.strip().casefold() for cell in table[0]] if table else []
    refuse_head(head, path)
    found: list[OpenCase] = []
    lines: dict[str, int] = {}
    for line, cells in enumerate(table[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(head):
            raise InputError(f"{path}: row {line}: {len(cells)} cells; expected {len(head)}, as in the head")
        row = dict.fromkeys(COLUMNS, "") | dict(zip(head, (cell.strip() for cell in cells), strict=False))
        refuse_personal(row, f"{path}: row {line}")
        found.append(case_of(row, line, start, f"{path}: row {line}"))
        if row["case"] in lines:
            raise InputError(f"{path}: row {line}: case: stands in row {lines[row['case']]} too; expected one row a case")
        lines[row["case"]] = line
    if not found:
        raise InputError(f"{path}: holds no case; expected a row for each open case")
    return tuple(found)


def refuse_head(head: list[str], path: Path) -> None:
    """Refuse a head with a column too many, twice or missing."""
    for name in head:
        if is_identity(name):
            raise InputError(f"{path}: row 1: holds a personal identity number; expected a head and numbers of cases that say nothing")
        if name not in COLUMNS:
            raise InputError(f'{path}: row 1: "{name}" is no column of open cases.{nearest(name, COLUMNS)}')
        if head.count(name) > 1:
            raise InputError(f'{path}: row 1: "{name}" stands twice; expected columns that differ')
    for name in NEEDED:
        if name not in head:
            raise InputError(f"{path}: row 1: {name}: missing; expected the columns {', '.join(NEEDED)}")


def refuse_personal(row: Mapping[str, str], where: str) -> None:
    """Refuse a row that tells who somebody is, without saying it."""
    for name, cell in row.items():
        if is_identity(cell):
            raise InputError(f"{where}: {name}: holds a personal identity number; expected a number of the case that says nothing")
    if PERSON.fullmatch(row["case"]):
        raise InputError(f"{where}: case: looks like a person's name; expected a number of the case that says nothing")


def case_of(row: Mapping[str, str], line: int, start: date, where: str) -> OpenCase:
    """Read one row; InputError for what cannot be a case on the start date."""
    for name in NEEDED:
        if not row[name]:
            raise InputError(f"{where}: {name}: is empty; expected a value in every row")
    stage = row["stage"]
    if stage not in UNITS:
        raise InputError(f'{where}: stage: "{stage}" is no stage of a case at the unit.{nearest(stage, UNITS)}')
    since = day_in(row["since"], f"{where}: since")
    until = day_in(row["until"], f"{where}: until") if row["until"] else None
    if since > start:
        raise InputError(f"{where}: since: {since} is after the start {start}; expected a day on or before it")
    if until is not None and until <= max(since, start):
        raise InputError(
            f"{where}: until: {until} is not after {max(since, start)}; expected an end to come, or none where it is not known"
        )
    if until is not None and stage not in ENDS:
        raise InputError(f"{where}: until: nobody knows when {stage} ends; expected a value in rows of {' and '.join(ENDS)} only")
    for name in ("intervention", "rule", "group"):
        if row[name] and stage != STAY:
            raise InputError(f"{where}: {name}: stands beside the stage {stage}; expected a value in rows of {STAY} only")
    if stage == STAY and not row["intervention"]:
        raise InputError(f"{where}: intervention: is empty; expected one in every row of {STAY}")
    return OpenCase(line, stage, since, until, row["intervention"], row["rule"], row["group"], row["referrer"])


def day_in(text: str, where: str) -> date:
    """Read a day as 2026-01-31."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f'{where}: "{text}" is no date; expected one such as 2026-01-31') from error


def refuse_strangers(
    cases: Iterable[OpenCase],
    path: str,
    groups_of: Mapping[str, tuple[str, ...]],
    rules_of: Mapping[str, tuple[str, ...]],
    referrers: Iterable[str],
) -> None:
    """Refuse names that a scenario has not: interventions with their groups and rules, referrers; names file, row and column."""
    for case in cases:
        where = f"{path}: row {case.line}"
        if case.referrer and case.referrer not in referrers:
            raise InputError(f'{where}: referrer: "{case.referrer}" is not a referrer.{nearest(case.referrer, referrers)}')
        if case.stage != STAY:
            continue
        if case.intervention not in groups_of:
            raise InputError(f'{where}: intervention: "{case.intervention}" is not an intervention.{nearest(case.intervention, groups_of)}')
        rules, groups = rules_of[case.intervention], groups_of[case.intervention]
        if case.rule and case.rule not in rules:
            raise InputError(f'{where}: rule: "{case.rule}" is not a rule of {case.intervention}.{nearest(case.rule, rules)}')
        if bool(case.group) != bool(groups) or (case.group and case.group not in groups):
            known = nearest(case.group, groups) if groups else ""
            raise InputError(f'{where}: group: "{case.group}" is not a group of {case.intervention}.{known}')
