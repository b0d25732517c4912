"""The schemas for editors are those of the types, and every file that ships is valid by them; what is misspelt is not."""

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.docs.schemas import FOLDER, SCHEMAS, written

LISTS = ("answers.toml",)  # no experiment: the list of pages
SUBJECTS = (
    "consequences.toml",
    "outside.toml",
    "evidence.toml",
    "priors_wide.toml",
    "studies.toml",
    "targets.toml",
)  # no part of a scenario: they have types of their own


def plain(value: Any) -> Any:
    """Give what a TOML file holds as JSON has it."""
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def faults(schema: str, content: Any) -> list[str]:
    checker = jsonschema.Draft202012Validator(SCHEMAS[schema]())
    return [f"{list(error.path)}: {error.message}" for error in checker.iter_errors(plain(content))]


@pytest.mark.parametrize("name", list(SCHEMAS))
def test_a_schema_is_fresh(name: str) -> None:
    assert (FOLDER / f"{name}.json").read_text(encoding="utf-8") == written(name), "run: python -m tests.docs.renew"
    json.loads(written(name))


def test_every_file_that_ships_is_valid(checkout: Path) -> None:
    experiments = [path for path in (checkout / "experiments").glob("*.toml") if path.name not in LISTS]
    parts = [path for path in (checkout / "calibration").glob("*/*.toml") if path.name not in SUBJECTS]
    assert len(experiments) > 5
    assert len(parts) > 5
    found = {path.name: faults("experiment", tomllib.loads(path.read_text(encoding="utf-8"))) for path in experiments}
    found |= {f"{path.parent.name}/{path.name}": faults("scenario", tomllib.loads(path.read_text(encoding="utf-8"))) for path in parts}
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.parametrize(
    ("schema", "content", "said"),
    [
        ("scenario", {"life": {"case_patiense": "6 months"}}, "case_patiense"),
        ("scenario", {"life": {"case_patience": ["6 months"]}}, "is not valid"),
        ("experiment", {"name": "x", "title": "x", "question": "x", "base": "x", "option": {}}, "'reference' is a required property"),
    ],
)
def test_what_is_wrong_is_marked(schema: str, content: Any, said: str) -> None:
    assert [one for one in faults(schema, content) if said in one]
