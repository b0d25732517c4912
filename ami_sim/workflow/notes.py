"""What a reader should know about a run, as facts: the name of what is said and the values in it, in no language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final


@dataclass(frozen=True)
class Note:
    """One thing to be said about a run. `name`: which sentence says it; `facts`: plain values that the sentence holds."""

    name: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Give the row of a manifest."""
        return {"name": self.name, **self.facts}


Notes = tuple[Note, ...]
OF_FIT: Final = ("fitted", "checks_unrecorded", "checks_failed")  # what is said of a posterior


def notes_in(manifest: Mapping[str, Any]) -> Notes:
    """Read the notes of a manifest; none where it holds none."""
    rows: list[dict[str, Any]] = manifest.get("notes", [])
    return tuple(Note(str(row["name"]), {key: value for key, value in row.items() if key != "name"}) for row in rows)


def of_fit(notes: Notes) -> Notes:
    """Take those that say whose counts parameters were fitted to, and whether the fit passes its own checks: for pages with few words."""
    return tuple(note for note in notes if note.name in OF_FIT)
