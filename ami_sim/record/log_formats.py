"""Case logs in the formats of process mining: XES (IEEE 1849-2016) and OCEL 2.0 (JSON), written and read with no other package.

A stay is two events, its start and its completion, under one instance; one that is not over has no completion. In both formats the case is
what the events are about, the activity is their name, and whatever else a row tells stands at its start.
"""

import json
from collections.abc import Iterator
from typing import Any, Final
from xml.etree import ElementTree

import pandas as pd

CASE, ACTIVITY, START, END = "case", "activity", "start", "end"
TIMES: Final = "%Y-%m-%dT%H:%M:%S.%f"
BEGUN, DONE = "start", "complete"
XES: Final = "http://www.xes-standard.org/"
NAME, WHEN, TURN, INSTANCE = "concept:name", "time:timestamp", "lifecycle:transition", "concept:instance"
EXTENSIONS: Final = (("Concept", "concept"), ("Time", "time"), ("Lifecycle", "lifecycle"))


def texts(times: pd.Series) -> pd.Series:
    """Write times to the microsecond; "" for none."""
    return pd.Series(times.dt.strftime(TIMES).fillna(""))


def stays_of(log: pd.DataFrame) -> Iterator[tuple[str, dict[str, str], dict[str, str]]]:
    """Give each row of a case log as its case, its four times and names, and what else it tells (what is empty left out)."""
    told = [str(name) for name in log.columns if name not in (CASE, ACTIVITY, START, END)]
    plain = log.assign(**{name: texts(log[name]) for name in (START, END)})
    for row in plain.to_dict("records"):
        also = {name: str(row[name]) for name in told if not pd.isna(row[name]) and str(row[name])}
        yield str(row[CASE]), {name: str(row[name]) for name in (ACTIVITY, START, END)}, also


def as_xes(log: pd.DataFrame) -> bytes:
    """Write a case log as XES."""
    root = ElementTree.Element("log", {"xes.version": "1.0", "xes.features": "", "xmlns": XES})
    for name, prefix in EXTENSIONS:
        ElementTree.SubElement(root, "extension", {"name": name, "prefix": prefix, "uri": f"{XES}{prefix}.xesext"})
    traces: dict[str, ElementTree.Element] = {}
    for number, (case, stay, also) in enumerate(stays_of(log)):
        if case not in traces:
            traces[case] = ElementTree.SubElement(root, "trace")
            attribute(traces[case], "string", NAME, case)
        for turn, key in ((BEGUN, START), (DONE, END)):
            if stay[key]:
                event = ElementTree.SubElement(traces[case], "event")
                attribute(event, "string", NAME, stay[ACTIVITY])
                attribute(event, "date", WHEN, stay[key])
                attribute(event, "string", TURN, turn)
                attribute(event, "string", INSTANCE, str(number))
                for name, value in also.items() if turn == BEGUN else ():
                    attribute(event, "string", name, value)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def attribute(of: ElementTree.Element, kind: str, key: str, value: str) -> None:
    """Write one attribute of a trace or an event."""
    ElementTree.SubElement(of, kind, {"key": key, "value": value})


def from_xes(content: bytes) -> pd.DataFrame:
    """Read XES as a table with a row a stay; ValueError for what is no XES."""
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        raise ValueError(str(error)) from error
    rows: list[dict[str, str]] = []
    for number, trace in enumerate(one for one in root.iter() if local(one) == "trace"):
        about = attributes(trace)
        case = about.get(NAME, str(number))
        events = [attributes(event) for event in trace if local(event) == "event"]
        rows += stays_from(case, events)
    return pd.DataFrame(rows, columns=columns_of(rows)).fillna("")


def local(element: ElementTree.Element) -> str:
    """Name an element without its namespace."""
    return element.tag.rpartition("}")[2]


def attributes(of: ElementTree.Element) -> dict[str, str]:
    """Give the attributes that stand directly in a trace or an event."""
    return {one.get("key", ""): one.get("value", "") for one in of if one.get("key")}


def stays_from(case: str, events: list[dict[str, str]]) -> list[dict[str, str]]:
    """Join starts and completions of one case into stays: by their instance, else in order by activity; a lone completion is a moment."""
    rows: list[dict[str, str]] = []
    begun: dict[tuple[str, str], list[dict[str, str]]] = {}
    known = (NAME, WHEN, TURN, INSTANCE)
    for event in events:
        activity, when, turn = event.get(NAME, ""), event.get(WHEN, ""), event.get(TURN, DONE).lower()
        at = (event.get(INSTANCE, ""), activity)
        if turn == DONE and begun.get(at):
            begun[at].pop(0)[END] = when
            continue
        row = {CASE: case, ACTIVITY: activity, START: when, END: ""} | {key: value for key, value in event.items() if key not in known}
        rows.append(row)
        if turn == BEGUN:
            begun.setdefault(at, []).append(row)
    return rows


def columns_of(rows: list[dict[str, str]]) -> list[str]:
    """Give the columns of rows: the four, then what else any row tells."""
    return list(dict.fromkeys([CASE, ACTIVITY, START, END, *(key for row in rows for key in row)]))


def as_ocel(log: pd.DataFrame) -> bytes:
    """Write a case log as OCEL 2.0 in JSON: the cases are its objects."""
    told = [str(name) for name in log.columns if name not in (CASE, ACTIVITY, START, END)]
    events: list[dict[str, Any]] = []
    for number, (case, stay, also) in enumerate(stays_of(log)):
        about = [{"objectId": case, "qualifier": CASE}]
        for turn, key in ((BEGUN, START), (DONE, END)):
            if stay[key]:
                said = {TURN: turn, INSTANCE: str(number)} | (also if turn == BEGUN else {})
                values = [{"name": name, "value": value} for name, value in said.items()]
                event = {"id": f"{number}-{turn}", "type": stay[ACTIVITY], "time": stay[key]}
                events.append(event | {"attributes": values, "relationships": about})
    kinds = [{"name": name, "type": "string"} for name in (TURN, INSTANCE, *told)]
    content = {
        "objectTypes": [{"name": CASE, "attributes": []}],
        "eventTypes": [{"name": str(name), "attributes": kinds} for name in dict.fromkeys(log[ACTIVITY])],
        "objects": [{"id": str(case), "type": CASE, "attributes": [], "relationships": []} for case in dict.fromkeys(log[CASE])],
        "events": events,
    }
    return json.dumps(content, ensure_ascii=False).encode()


def from_ocel(content: bytes) -> pd.DataFrame:
    """Read OCEL 2.0 in JSON as a table with a row a stay, a case an object that events are about; ValueError for what is none."""
    try:
        found = json.loads(content)
        events = sorted(found["events"], key=lambda event: str(event["time"]))
        by_case: dict[str, list[dict[str, str]]] = {str(one["id"]): [] for one in found["objects"]}
        for event in events:
            said = {str(one["name"]): str(one["value"]) for one in event.get("attributes", [])}
            said |= {NAME: str(event["type"]), WHEN: str(event["time"])}
            for one in event.get("relationships", []):
                by_case[str(one["objectId"])].append(said)
    except (KeyError, TypeError, AttributeError, UnicodeDecodeError) as error:
        raise ValueError(f"{type(error).__name__}: {error}") from error
    rows = [row for case, said_of in by_case.items() for row in stays_from(case, said_of)]
    return pd.DataFrame(rows, columns=columns_of(rows)).fillna("")
