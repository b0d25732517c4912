"""Each page of the experiments has its Swedish twin, which asks the results for the same numbers and says them in Swedish words."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

EXPERIMENTS = Path(__file__).resolve().parents[2] / "experiments"
PAGES = sorted(path.name for path in (EXPERIMENTS / "pages").glob("*.md"))
WRITTEN = ("title", "name", "names", "question", "note", "runs", "split")  # what a sentence may need in one language and not in the other
LISTS: dict[str, Any] = {  # what is a list as it stands
    "persons": ["one", "two"],
    "options": ["one", "two"],
    "published": [("one", "2", "1", "3")],
    "payers": [("one", ["1", "2", "3", "4"])],
    "groups": [("one", "2")],
    "months": ["12", "24"],
    "first_budget_years": [2020, 2021],
    "profile": [("one", ["1", "2"])],
    "references": [("one", "1", "2", "3", "4", "5", "6", "7", "8")],
    "rows": [("one", "a year", ["1", "2"])],
    "unknown": [("one", "two")],
    "signs": [("one", "1", "2", "3", "4", "5", "6")],
}
GIVEN: dict[str, Any] = {  # what is one when it is asked for
    "split": ["some"],
    "above": ["half", "sixty"],
    "largest": ["half", "sixty"],
    "places": [("one", "1", "2", "3")],
    "measured": ["1", "2"],
    "predicted": ["1", "2"],
    "fit": ["1", "2"],
}


class Asked:
    """Stands for results: everything can be asked of it, and what is asked is noted. It is no list: what is one stands in `LISTS`."""

    __iter__ = None  # else a template would go through it for ever, by its items

    def __init__(self, path: str, noted: Counter[str]) -> None:
        self.path, self.noted = path, noted

    def __getattr__(self, name: str) -> Any:
        return LISTS[name] if name in LISTS else Asked(f"{self.path}.{name}", self.noted)

    def __getitem__(self, name: str) -> Any:
        return Asked(f"{self.path}.{name}", self.noted)

    def __call__(self, *args: Any, **how: Any) -> Any:
        last = self.path.rpartition(".")[2]
        if last not in WRITTEN:
            told = {key: value for key, value in how.items() if key != "words"}
            self.noted[f"{self.path}{args}{sorted(told.items())}"] += 1
        return GIVEN[last] if last in GIVEN else Asked(f"{self.path}()", self.noted)

    def __repr__(self) -> str:
        return self.path

    def __str__(self) -> str:
        return "one|two|three"


def asked_by(template: str) -> tuple[Counter[str], str]:
    """Fill a template with nothing: what it asks for, and what it says."""
    noted: Counter[str] = Counter()
    room = Environment(loader=FileSystemLoader(EXPERIMENTS), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    known = {
        name: Asked(name, noted)
        for name in (
            "run",
            "searched",
            "exclusion",
            "lives",
            "cohort",
            "outside",
            "picture",
            "drawn",
            "worth_recording",
            "legal",
            "kr",
            "group",
        )
    }
    known["actor"] = lambda name: name  # type: ignore[assignment]
    said = room.get_template(template).render(learnt={"learnt": ["a"], "partly learnt": [], "still the prior": ["b"]}, **known)
    return noted, said


@pytest.mark.parametrize("page", [page for page in PAGES if page != "parts.md"])
def test_both_languages_ask_for_the_same_numbers(page: str) -> None:
    english, swedish = (asked_by(f"pages/{folder}{page}")[0] for folder in ("", "sv/"))
    assert sum(english.values()) > 3
    assert swedish == english


@pytest.mark.parametrize("page", PAGES)
def test_a_swedish_page_has_as_many_headings_and_tables_and_no_english_sentence(page: str) -> None:
    english, swedish = ((EXPERIMENTS / "pages" / folder / page).read_text(encoding="utf-8") for folder in ("", "sv"))
    for mark in (r"^#+ ", r"^\| ---", r"^\{%"):
        assert len(re.findall(mark, swedish, re.MULTILINE)) == len(re.findall(mark, english, re.MULTILINE)), mark
    words = re.sub(r"\{[{%].*?[%}]\}|`[^`]*`|\]\([^)]*\)", " ", swedish)
    assert re.findall(r"\b(?:the|and|with|against|what|which|people|queue)\b", words) == []
