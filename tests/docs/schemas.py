"""JSON schemas of the experiment and scenario files, for editors, and the same as tables: both made from the types that read the files."""

import json
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import PydanticOmit, core_schema

from ami_sim.scenario.experiment import Experiment
from ami_sim.scenario.quantities import Quantity
from ami_sim.scenario.scenario import Scenario

ROOT: Final = Path(__file__).resolve().parents[2]
FOLDER: Final = ROOT / "docs" / "schema"
FIGURE: Final = "Figure"
SOURCED: Final[dict[str, Any]] = {
    "type": "object",
    "description": "A figure with a source of its own.",
    "properties": {
        "value": {"type": ["string", "number"]},
        "source": {"type": "string"},
        "sure": {"enum": ["H", "M", "L"]},
        "mark": {"enum": ["memo", "derived", "rule", "assumed"]},
        "note": {"type": "string"},
    },
    "required": ["value", "source", "sure", "mark"],
    "additionalProperties": False,
}
FIGURE_SCHEMA: Final = {
    "title": FIGURE,
    "description": 'A number, or text with its unit or an expression of parameters: "6 months", "2.9 mnkr per year", "25 %", "1 - far".',
    "anyOf": [{"type": "string"}, {"type": "number"}, SOURCED],
}
PLAIN: Final = {"string": "text", "boolean": "true or false", "integer": "whole number", "number": "number"}
WORDS: Final = {"type": "string"}
OF_FILES: Final = {  # what a scenario's files may have besides, which is gone when they have been read
    "include": {"type": "array", "items": WORDS, "description": "Files beside this one that are merged in."},
    "set": {"type": "object", "description": "What this file changes of those that it includes, by dotted path."},
    "regime": {"type": "object", "description": "AF's alternatives after the decision, by name: title, weight, known_at, set."},
    "regime_used": {"type": "string", "description": "The regime that is used unless another is named."},
}
LIKE: Final = {"type": "string", "description": "A row that this one is a copy of; what is not said here is as there."}


class OfFiles(GenerateJsonSchema):
    """A schema of what stands in a file: a figure is text or a number, and no function can be written there."""

    def dataclass_schema(self, schema: core_schema.DataclassSchema) -> JsonSchemaValue:
        """Give a figure as it is written."""
        return dict(FIGURE_SCHEMA) if schema["cls"] is Quantity else super().dataclass_schema(schema)

    def callable_schema(self, schema: core_schema.CallableSchema) -> JsonSchemaValue:
        """Leave out what only Python can hand in."""
        raise PydanticOmit

    def emit_warning(self, kind: Any, detail: str) -> None:
        """Say nothing of defaults that have no form in JSON: figures are shown without theirs."""


def of_experiment() -> dict[str, Any]:
    """Give the schema of an experiment file."""
    return Experiment.model_json_schema(schema_generator=OfFiles)


def of_scenario() -> dict[str, Any]:
    """Give the schema of a scenario's files: each may hold any part, and a row may be like another, so nothing is required."""
    schema = Scenario.model_json_schema(schema_generator=OfFiles)
    schema["properties"] |= OF_FILES
    for row in (schema, *schema["$defs"].values()):
        row.pop("required", None)
        if row.get("type") == "object" and row is not schema:
            row["properties"]["like"] = LIKE
    return schema


SCHEMAS: Final = {"experiment": of_experiment, "scenario": of_scenario}


def written(name: str) -> str:
    """Give a schema as its file has it."""
    return json.dumps(SCHEMAS[name](), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def write_schemas() -> None:
    """Write both files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in SCHEMAS:
        (FOLDER / f"{name}.json").write_text(written(name), encoding="utf-8")


def reference(root: type[BaseModel]) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    """Give every table of a file: its name, what it is, and its keys: name, what may stand there, what holds when nothing does."""
    schema = SCHEMAS[root.__name__.lower()]()
    found = [(root.__name__, schema, root.model_json_schema(schema_generator=OfFiles).get("required", []))]
    found += [(name, row, row.get("required", [])) for name, row in sorted(schema["$defs"].items()) if "properties" in row]
    return [
        (
            name,
            row.get("description", ""),
            [(key, kind_of(value), default_of(key, value, required)) for key, value in row["properties"].items() if key != "like"],
        )
        for name, row, required in found
    ]


def kind_of(value: dict[str, Any]) -> str:
    """Say what may stand behind a key."""
    if "$ref" in value:
        if value["$ref"].endswith("/Quantity"):
            return "figure"
        return f"`{value['$ref'].rsplit('/', 1)[-1]}`"
    if value.get("title") == FIGURE or value.get("anyOf") == FIGURE_SCHEMA["anyOf"]:
        return "figure"
    if "enum" in value or "const" in value:
        return ", ".join(f"`{word}`" for word in value.get("enum", [value.get("const")]))
    if "anyOf" in value:
        return " or ".join(dict.fromkeys(kind_of(one) for one in value["anyOf"] if one.get("type") != "null"))
    if value.get("type") == "array":
        rows = [kind_of(one) for one in value.get("prefixItems", [])] or [kind_of(value["items"])] if "items" in value else []
        return f"list of {' and '.join(dict.fromkeys(rows)) or 'values'}"
    if value.get("type") == "object":
        inner = value.get("additionalProperties")
        return f"table of {kind_of(inner)} by name" if isinstance(inner, dict) else "table"
    if value.get("format") == "date":
        return "date"
    return PLAIN.get(value.get("type", ""), "any")


def default_of(key: str, value: dict[str, Any], required: list[str]) -> str:
    """Say what holds when nothing stands there."""
    if key in required:
        return "has to be there"
    if "default" not in value or value["default"] in ("", None, [], {}):
        return "–"
    return f"`{json.dumps(value['default'], ensure_ascii=False)}`"
