"""Read a scenario from TOML: included files merged, overrides by dotted path, one clear error for anything wrong."""

import os
import pickle
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from ami_sim.scenario.alike import resolve_alikes
from ami_sim.scenario.dotted import Raw, override, steps_of
from ami_sim.scenario.errors import LONGEST_NAME, InputError, nearest, shorten
from ami_sim.scenario.open_cases import find_cases, read_cases
from ami_sim.scenario.parting import THEN, from_parting_on
from ami_sim.scenario.provenance import plain
from ami_sim.scenario.registry import SHIPPED, Vocabulary
from ami_sim.scenario.scenario import Scenario

PLACE = re.compile(r"(?<![\w\".])([a-z_]+(?:\.[A-Za-z0-9_-]+|\[\d+\])*)(?=[: ])")  # what may be a dotted path in a message
SHOULD = "Input should be "  # how pydantic begins


class Source:
    """The raw tables of a scenario, and where each dotted path was set: a file for every top-level key, an option for an override."""

    def __init__(
        self, tables: Raw, origin: dict[str, str], path: Path, files: tuple[Path, ...] = (), vocabulary: Vocabulary = SHIPPED
    ) -> None:
        self.tables, self.origin, self.path, self.files, self.vocabulary = tables, origin, path, files, vocabulary

    def changed(self, tables: Raw, origin: dict[str, str] | None = None) -> "Source":
        """Give other tables from the same files, in the same vocabulary."""
        return Source(tables, self.origin if origin is None else origin, self.path, self.files, self.vocabulary)


def bundled(relative: str) -> Path:
    """Find a data file that ships with the package: the installed copy first, then the checkout beside it."""
    inside = Path(str(files("ami_sim"))) / "_bundled" / relative
    return inside if inside.exists() else Path(str(files("ami_sim"))).parent / relative


def find(name: str | Path, beside: Path | None = None, where: str = "") -> Path:
    """Find a file by path, beside another file, or among those that ship with the package; `where` says who names it."""
    path = Path(name)
    candidates = [path] if path.is_absolute() or beside is None else [beside / path, path]
    for candidate in (*candidates, bundled(str(path))):
        if is_there(candidate):
            short = Path(os.path.normpath(candidate))
            return short if short.is_file() and short.samefile(candidate) else candidate
    said = f"{where}: {path}" if where else f"{path}"
    if len(path.name) > LONGEST_NAME:
        raise InputError(f"{where or 'file'}: {shorten(str(path))}: a name of {len(path.name)} letters; expected a TOML file")
    if any(candidate.is_dir() for candidate in candidates):
        raise InputError(f"{said}: is a folder; expected a TOML file")
    if path.exists():
        raise InputError(f"{said}: is not a regular file; expected a TOML file")
    folder = next((c.parent for c in candidates if c.parent.is_dir()), None)
    known = [str(Path(name).parent / p.name) for p in folder.glob("*.toml")] if folder else []
    raise InputError(f"{said}: no such file; expected a TOML file{'.' + nearest(str(path), known) if known else ''}")


def is_there(path: Path) -> bool:
    """Tell whether a file is there; a name that no system takes is not."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def read_toml(path: Path) -> Raw:
    """Read one TOML file; InputError names the file and the line when it is not text or not TOML."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not a text file (byte {error.start}); expected TOML in UTF-8") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    if not text.strip():
        raise InputError(f"{path}: is empty; expected TOML tables")
    try:
        tables: Raw = pickle.loads(parsed(text))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: is not valid TOML: {error}") from error
    return tables


@lru_cache(maxsize=128)
def parsed(text: str) -> bytes:
    """Parse TOML once for a text; from bytes, everybody gets tables of their own in a twentieth of the time."""
    return pickle.dumps(tomllib.loads(text))


def read_source(name: str | Path, vocabulary: Vocabulary = SHIPPED) -> Source:
    """Read a scenario file and those it includes into one set of raw tables; a key may stand in one file only.

    What the file lists under `set`, by dotted path, it changes of those that it includes.
    vocabulary: the stages, incomes, events and traits that the tables may name.
    """
    path = find(name)
    tables = read_toml(path)
    included, changed = tables.pop("include", []), tables.pop("set", {})
    if not isinstance(included, list) or not all(isinstance(item, str) for item in included):
        raise InputError(f"{path}: include: expected a list of file names")
    origin: dict[str, str] = placed(tables, path)
    read = [path]
    for item in included:
        part = find(item, path.parent, f"{path}: include")
        read.append(part)
        for key, value in read_toml(part).items():
            if key in tables and isinstance(value, dict) and isinstance(tables[key], dict) and not set(value) & set(tables[key]):
                tables[key] = {**tables[key], **value}
                origin = placed({key: value}, part) | origin
            elif key in tables:
                raise InputError(f"{part}: {key}: stands in {origin[key]} already; expected once")
            else:
                tables[key] = value
                origin |= placed({key: value}, part)
    if not isinstance(changed, dict):
        raise InputError(f"{path}: set: expected a table of settings by dotted path (value {shorten(changed)})")
    refuse_misshaped(tables, origin, str(path))
    tables = override(tables, changed, f"{path}: set")
    origin |= set_by(changed, f"{path}: set")
    refuse_misshaped(tables, origin, str(path))
    return Source(tables, origin, path, tuple(read), vocabulary)


class File(str):
    """A file, as where something comes from: not somebody who has changed it."""


def placed(tables: Raw, path: Path) -> dict[str, str]:
    """Say of every top-level key, and of every key of a table there, which file it stands in: a table may stand in several."""
    inside = {dotted_of((key, name)) for key, table in tables.items() if isinstance(table, dict) for name in table}
    return dict.fromkeys((*tables, *sorted(inside)), File(path))


def refuse_misshaped(tables: Raw, origin: Mapping[str, str], where: str) -> None:
    """Refuse what is not a table of tables where rows are changed, closed or added before anything is validated."""
    for key in ("regime", "unit", "rule", "intervention"):
        named = tables.get(key, {})
        if not isinstance(named, dict) or not all(isinstance(row, dict) for row in named.values()):
            raise InputError(f"{origin.get(key, where)}: {key}: expected a table of named tables (value {shorten(named)})")
    for name, row in tables.get("regime", {}).items():
        if not isinstance(row.get("set", {}), dict):
            raise InputError(f"{origin.get('regime', where)}: regime.{name}.set: expected a table (value {shorten(row['set'])})")
    rows = tables.get("timeline", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InputError(f"{origin.get('timeline', where)}: timeline: expected a list of tables (value {shorten(rows)})")


def build(
    source: Source,
    settings: Mapping[str, Any] | None = None,
    where: str = "--set",
    regime: str | None = None,
    then: Mapping[str, Any] | None = None,
    then_by: str = "from_parting",
) -> Scenario:
    """Validate raw tables, under one of AF's regimes and with overrides, into a Scenario; InputError for the first thing that is wrong.

    `then`: what changes on the parting date only, by dotted path, after the regime; `then_by` says who changes it.
    """
    tables = dict(source.tables)
    regimes = tables.pop("regime", {})
    chosen = regime if regime is not None else (settings or {}).get("regime_used", tables.pop("regime_used", ""))
    tables.pop("regime_used", None)
    origin = dict(source.origin)
    if chosen:
        if not isinstance(regimes, dict):
            raise InputError(f"{origin.get('regime', source.path)}: regime: {regimes!r}; expected a table of regimes")
        if not isinstance(chosen, str) or chosen not in regimes:
            key = "--regime" if regime is not None else f"{origin.get('regime_used', source.path)}: regime_used"
            raise InputError(f'{key}: "{chosen}" is not a regime; expected one of those described.{nearest(str(chosen), regimes)}')
        row = regimes[chosen]
        rules = row.get("set", {}) if isinstance(row, dict) else None
        if not isinstance(rules, dict):
            raise InputError(f"{origin.get('regime', source.path)}: regime.{chosen}: expected a table, with what it changes under set")
        place = f"{origin.get('regime', source.path)}: regime.{chosen}.set"
        tables = override(tables, rules, place)
        origin |= set_by(rules, place)
    if settings:
        own = {dotted: value for dotted, value in settings.items() if dotted != "regime_used"}
        tables = override(tables, own, where)
        origin |= set_by(own, where)
    tables = resolve_alikes(tables, then_by if then is not None else str(source.path))
    if then:
        tables = from_parting_on(tables, then, then_by)
        origin |= {f"{kind}.{name}": then_by for kind in ("rule", "intervention") for name in tables.get(kind, {}) if name.endswith(THEN)}
    tables, provenance = plain(tables, str(source.path))
    try:
        found = Scenario.model_validate(tables, context={"vocabulary": source.vocabulary, "provenance": provenance})
    except ValidationError as error:
        raise InputError(explain(error, Scenario, origin, source.path, tables)) from error
    if not found.open_cases:
        return found
    path = find_cases(found.open_cases, source.path.parent)
    return found.with_cases(str(path), read_cases(path, found.start))


def load_scenario(
    name: str | Path, settings: Mapping[str, Any] | None = None, regime: str | None = None, vocabulary: Vocabulary = SHIPPED
) -> Scenario:
    """Load one scenario file with overrides by dotted path; InputError for anything wrong."""
    return build(read_source(name, vocabulary), settings, regime=regime)


def set_by(settings: Mapping[str, Any], where: str) -> dict[str, str]:
    """Where the figures at some dotted paths were set, for `Source.origin`."""
    return {dotted_of(steps_of(dotted)): where for dotted in settings}


def dotted_of(location: Sequence[str | int]) -> str:
    """Write a place in the tables as a dotted path: unit.sixty.posts[0].count."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in location).lstrip(".")


def origin_of(location: Sequence[str | int], origin: Mapping[str, str], path: Path) -> str:
    """Find where a place in the tables was set: the longest path that is known, else what was set inside it, else the first file."""
    for length in range(len(location), 0, -1):
        if (known := origin.get(dotted_of(location[:length]))) is not None:
            return known
    return set_inside(location, origin) or str(path)


def blamed(location: Sequence[str | int], origin: Mapping[str, str], path: Path) -> str:
    """Say who is to blame for a table: whoever has changed a key of it, else where it stands (a row may be added to a list by right)."""
    begins = f"{dotted_of(location)}."
    setters = (known for dotted, known in origin.items() if dotted.startswith(begins) and not isinstance(known, File))
    return next(setters, "") or origin_of(location, origin, path)


def file_of(location: Sequence[str | int], message: str, origin: Mapping[str, str], path: Path) -> str:
    """Say who is to blame for what a message says of a place: who set it, else who wrote a table that the message names inside it."""
    setter, usual = set_inside(location, origin), origin_of(location, origin, path)
    places = (blamed([*location, *steps_of(place)], origin, path) for place in PLACE.findall(message))
    return setter or next((known for known in places if known != usual), usual)


def set_inside(location: Sequence[str | int], origin: Mapping[str, str]) -> str:
    """Find who has set something inside a table; "" for nobody."""
    key = dotted_of(location)
    return next(
        (known for dotted, known in origin.items() if key and not isinstance(known, File) and dotted.startswith((f"{key}.", f"{key}["))), ""
    )


def explain(error: ValidationError, model: type[BaseModel], origin: Mapping[str, str], path: Path, given: Raw | None = None) -> str:
    """Say in one sentence the first thing that is wrong: file, key, value, what was expected, nearest valid name."""
    first = next((found for found in error.errors() if found["type"] == "extra_forbidden"), error.errors()[0])
    location = [step for step in first["loc"] if step != "[key]" and not (isinstance(step, str) and "-" in step and "(" in step)]
    key = dotted_of(location)
    message = first["msg"].removeprefix("Value error, ")
    value = first.get("input")
    file = file_of(location, message, origin, path)
    if first["type"] == "extra_forbidden":
        known = names_at(model, location[:-1])
        return f'{file}: {key}: unknown key "{location[-1]}"; expected a key of this table.{nearest(str(location[-1]), known)}'
    if first["type"] == "missing":
        begun, siblings = set_inside(location[:-1], origin), names_beside(location[:-1], given)
        new = ""
        if begun and siblings:  # a row that an override has begun: most often a name that is misspelt
            new = f'; "{location[-2]}" is no row of {dotted_of(location[:-2])} yet.{nearest(str(location[-2]), siblings)}'
        return f'{begun or file}: {key}: missing; expected the key "{location[-1]}"{new}'
    if first["type"] == "literal_error":
        allowed = re.findall(r"'([^']*)'", str(first["ctx"]["expected"]))
        close = nearest(str(value), allowed)
        return f"{file}: {key}: {shorten(value)} is not known; expected one of {', '.join(allowed)}.{close if '?' in close else ''}"
    if message.startswith(SHOULD):
        message = f"expected {message.removeprefix(SHOULD)}"
    told = repr(value) in message and re.search(rf"(?<![\w.]){re.escape(repr(value))}(?![\w.])", message)
    shown = f" (value {shorten(value)})" if key and not isinstance(value, dict) and not told else ""
    return f"{file}: {key + ': ' if key else ''}{message}{shown}"


def names_beside(location: Sequence[str | int], tables: Any) -> list[str]:
    """List the other names in the table that holds a row."""
    for step in location[:-1]:
        tables = tables[step] if tables else tables
    return [name for name in tables if name != location[-1]] if location and isinstance(tables, dict) else []


def names_at(model: Any, location: list[Any]) -> list[str]:
    """List the keys that a table at this place may have."""
    at = model
    for step in location:
        if isinstance(at, type) and issubclass(at, BaseModel):
            fields = {field.alias or name: field.annotation for name, field in at.model_fields.items()}
            at = fields.get(str(step))
        else:
            inner = [a for a in get_args(at) if a not in (type(None), Ellipsis)]
            at = inner[-1] if inner else None
        while get_origin(at) in (Union, UnionType):
            at = next((a for a in get_args(at) if a is not type(None)), None)
    if isinstance(at, type) and issubclass(at, BaseModel):
        return [field.alias or name for name, field in at.model_fields.items()]
    return []
