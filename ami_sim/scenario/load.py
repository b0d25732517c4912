"""Read a scenario from TOML: included files merged, overrides by dotted path, one clear error for anything wrong."""

import re
import tomllib
from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from importlib.resources import files
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.scenario import Scenario

Raw = dict[str, Any]


class Source:
    """The raw tables of a scenario, and which file each top-level key came from."""

    def __init__(self, tables: Raw, origin: dict[str, str], path: Path, files: tuple[Path, ...] = ()) -> None:
        self.tables, self.origin, self.path, self.files = tables, origin, path, files


def bundled(relative: str) -> Path:
    """Find a data file that ships with the package: the installed copy first, then the checkout beside it."""
    inside = Path(str(files("ami_sim"))) / "_bundled" / relative
    return inside if inside.exists() else Path(str(files("ami_sim"))).parent / relative


def find(name: str | Path, beside: Path | None = None) -> Path:
    """Find a file by path, beside another file, or among those that ship with the package."""
    path = Path(name)
    candidates = [path] if path.is_absolute() or beside is None else [beside / path, path]
    for candidate in (*candidates, bundled(str(path))):
        if candidate.is_file():
            return candidate
    if any(candidate.is_dir() for candidate in candidates):
        raise InputError(f"{path}: is a folder; expected a TOML file")
    folder = next((c.parent for c in candidates if c.parent.is_dir()), None)
    known = [str(Path(name).parent / p.name) for p in folder.glob("*.toml")] if folder else []
    raise InputError(f"{path}: no such file.{nearest(str(path), known) if known else ''}")


def read_toml(path: Path) -> Raw:
    """Read one TOML file; InputError names the file and the line when it is not text or not TOML."""
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not a text file (byte {error.start}); expected TOML in UTF-8") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    if not text.strip():
        raise InputError(f"{path}: is empty; expected TOML tables")
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(f"{path}: is not valid TOML: {error}") from error


def read_source(name: str | Path) -> Source:
    """Read a scenario file and those it includes into one set of raw tables; a key may stand in one file only."""
    path = find(name)
    tables = read_toml(path)
    included = tables.pop("include", [])
    if not isinstance(included, list) or not all(isinstance(item, str) for item in included):
        raise InputError(f"{path}: include: expected a list of file names")
    origin = dict.fromkeys(tables, str(path))
    read = [path]
    for item in included:
        part = find(item, path.parent)
        read.append(part)
        for key, value in read_toml(part).items():
            if key in tables and isinstance(value, dict) and isinstance(tables[key], dict) and not set(value) & set(tables[key]):
                tables[key] = {**tables[key], **value}
            elif key in tables:
                raise InputError(f"{part}: {key}: stands in {origin[key]} already; expected once")
            else:
                tables[key], origin[key] = value, str(part)
    return Source(tables, origin, path, tuple(read))


def steps_of(dotted: str) -> list[str | int]:
    """Split "unit.sixty.posts[0].count" into its keys and indexes; a key with a dot in it may be quoted."""
    parts = re.findall(r'"([^"]+)"|\[(\d+)\]|([^.\[\]]+)', dotted)
    if not parts:
        raise InputError(f'set: "{dotted}" is not a dotted path such as life.retirement_age')
    return [int(index) if index else quoted or bare for quoted, index, bare in parts]


def override(tables: Raw, settings: Mapping[str, Any], where: str) -> Raw:
    """Return a copy of the tables with each dotted path set; a list index out of range or a path through a figure is refused."""
    changed = deepcopy(tables)
    for dotted, value in settings.items():
        at: Any = changed
        *parents, last = steps_of(dotted)
        for step in parents:
            if isinstance(at, dict) and isinstance(step, str):
                at = at.setdefault(step, {})
            elif isinstance(at, list) and isinstance(step, int) and step < len(at):
                at = at[step]
            else:
                raise InputError(f'{where}: "{dotted}" does not lead anywhere: nothing at "{step}"')
        if isinstance(at, dict) and isinstance(last, str):
            at[last] = deepcopy(value)
        elif isinstance(at, list) and isinstance(last, int) and last < len(at):
            at[last] = deepcopy(value)
        elif isinstance(at, list) and last == "+":
            at.append(deepcopy(value))
        else:
            raise InputError(f'{where}: "{dotted}" does not lead anywhere: nothing at "{last}"')
    return changed


def build(source: Source, settings: Mapping[str, Any] | None = None, where: str = "--set", regime: str | None = None) -> Scenario:
    """Validate raw tables, under one of AF's regimes and with overrides, into a Scenario; InputError for the first thing that is wrong."""
    tables = deepcopy(source.tables)
    regimes = tables.pop("regime", {})
    chosen = regime if regime is not None else (settings or {}).get("regime_used", tables.pop("regime_used", ""))
    tables.pop("regime_used", None)
    origin = dict(source.origin)
    if chosen:
        if not isinstance(regimes, dict) or chosen not in regimes:
            raise InputError(f'{source.path}: regime_used: "{chosen}" is not a regime.{nearest(str(chosen), regimes)}')
        rules = regimes[chosen].get("set", {})
        tables = override(tables, rules, f"{origin.get('regime', source.path)}: regime.{chosen}.set")
    if settings:
        tables = override(tables, {k: v for k, v in settings.items() if k != "regime_used"}, where)
        origin |= {str(steps_of(dotted)[0]): where for dotted in settings if steps_of(dotted)[0] not in source.tables}
    try:
        return Scenario.model_validate(tables)
    except ValidationError as error:
        raise InputError(explain(error, Scenario, origin, source.path)) from error


def load_scenario(name: str | Path, settings: Mapping[str, Any] | None = None, regime: str | None = None) -> Scenario:
    """Load one scenario file with overrides by dotted path; InputError for anything wrong."""
    return build(read_source(name), settings, regime=regime)


def explain(error: ValidationError, model: type[BaseModel], origin: Mapping[str, str], path: Path) -> str:
    """Say in one sentence the first thing that is wrong: file, key, value, what was expected, nearest valid name."""
    first = error.errors()[0]
    location = [step for step in first["loc"] if not (isinstance(step, str) and "-" in step and "(" in step)]
    key = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in location).lstrip(".")
    file = origin.get(str(location[0]), str(path)) if location else str(path)
    message = first["msg"].removeprefix("Value error, ")
    value = first.get("input")
    shown = f" (value {value!r})" if isinstance(value, str | int | float | bool | date) and repr(value) not in message else ""
    if first["type"] == "extra_forbidden":
        known = names_at(model, location[:-1])
        return f'{file}: {key}: unknown key "{location[-1]}".{nearest(str(location[-1]), known)}'
    if first["type"] == "missing":
        return f'{file}: {key}: missing; expected the key "{location[-1]}"'
    return f"{file}: {key + ': ' if key else ''}{message}{shown}"


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
