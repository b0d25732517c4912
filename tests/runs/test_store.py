"""Results folders: what a run wrote is read as it was, and a file that is not that is refused by its name."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from ami_sim.runs.batch import Work
from ami_sim.runs.executor import run_work
from ami_sim.runs.store import is_whole, read_frame, read_manifest, sums_of, write_results
from ami_sim.scenario.errors import InputError

NUMBERS = [0.1 + 0.2, 1e-300, float("nan"), 4.0]


def frame() -> pd.DataFrame:
    """Make a frame with names and numbers that a careless reader changes."""
    columns: dict[str, list[object]] = {"scenario": ["NA", "null", "", "no"], "group": ["", "sex:woman", "nan", "1e5"]}
    return pd.DataFrame(columns | {"mean": NUMBERS, "resolved": [True, False, True, True]})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a small results folder."""
    write_results(tmp_path, {"summary.csv": frame(), "measures.parquet": frame()}, {"run": {"status": "complete"}, "plan": {"seed": 7}})
    return tmp_path


@pytest.mark.parametrize("name", ["summary.csv", "measures.parquet"])
def test_a_frame_is_read_to_the_last_digit_with_its_names(name: str, folder: Path) -> None:
    pd.testing.assert_frame_equal(read_frame(folder, name), frame(), check_exact=True, check_dtype=False)


def test_a_title_that_a_spreadsheet_would_run_is_shown_by_it_and_read_back_as_it_was(tmp_path: Path) -> None:
    titles = ["=HYPERLINK(1)", "+1", "-2", "@cmd", "\t=1", "'=1", "it's", "", "plain"]
    told = pd.DataFrame({"title": titles, "mean": [-1.5] * len(titles)})
    write_results(tmp_path, {"told.csv": told}, {"run": {"status": "complete"}})
    cells = [line.rsplit(",", 1)[0].strip('"') for line in (tmp_path / "told.csv").read_text().splitlines()[1:]]
    assert cells == ["'=HYPERLINK(1)", "'+1", "'-2", "'@cmd", "'\t=1", "''=1", "it's", "", "plain"]
    assert "-1.5" in (tmp_path / "told.csv").read_text()  # a number is a number
    assert list(read_frame(tmp_path, "told.csv")["title"]) == titles


def edited(content: bytes) -> bytes:
    """Change a number as an editor would."""
    return content.replace(b"4.0", b"5.0")


def by_spreadsheet(content: bytes) -> bytes:
    """Save a CSV as a Swedish spreadsheet does: semicolons, decimal commas, a mark at the beginning."""
    return b"\xef\xbb\xbf" + content.replace(b",", b";").replace(b".", b",").replace(b"\n", b"\r\n")


def in_windows(content: bytes) -> bytes:
    """Save a CSV with the ends of lines of Windows."""
    return content.replace(b"\n", b"\r\n")


def cut(content: bytes) -> bytes:
    """Keep the first half."""
    return content[: len(content) // 2]


@pytest.mark.parametrize(
    ("name", "harm", "said"),
    [
        ("summary.csv", edited, "was changed after the run"),
        ("summary.csv", cut, "was cut"),
        ("summary.csv", by_spreadsheet, "was saved by another program, as spreadsheets do"),
        ("summary.csv", in_windows, "was saved by another program"),
        ("summary.csv", lambda content: b"", "is empty"),
        ("measures.parquet", cut, "was cut"),
        ("measures.parquet", lambda content: content.replace(b"null", b"full"), "was changed after the run"),
    ],
)
def test_a_damaged_file_is_named_with_what_to_do(name: str, harm: Callable[[bytes], bytes], said: str, folder: Path) -> None:
    path = folder / name
    before = path.read_bytes()
    path.write_bytes(harm(before))
    assert path.read_bytes() != before
    with pytest.raises(InputError, match=rf"{name}: {said}.*; expected it as the run wrote it \(copy it again, or run again\)"):
        read_frame(folder, name)


def test_a_manifest_that_was_edited_or_is_not_there_is_refused(folder: Path) -> None:
    path = folder / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"seed": 7', '"seed": 8'), encoding="utf-8")
    with pytest.raises(InputError, match=r"manifest\.json: was changed after the run; expected it as the run wrote it"):
        read_manifest(folder)
    path.unlink()
    with pytest.raises(InputError, match=r"holds no manifest\.json that can be read"):
        read_frame(folder, "summary.csv")


def test_a_part_that_was_edited_or_cut_is_made_again(work: Work, tmp_path: Path) -> None:
    parts = tmp_path / "parts"
    first = run_work(work, parts, 1).measures
    part = parts / "batch-00000"
    assert is_whole(part)
    (part / "runs.arrow").write_bytes((parts / "batch-00002" / "runs.arrow").read_bytes() + b" ")
    (parts / "batch-00001" / "sums.json").unlink()
    files = {"cells.arrow": b"of an earlier version"}
    (parts / "batch-00002" / "cells.arrow").write_bytes(files["cells.arrow"])
    (parts / "batch-00002" / "sums.json").write_bytes(sums_of(files))
    assert not any(is_whole(one) for one in parts.glob("batch-*"))
    pd.testing.assert_frame_equal(run_work(work, parts, 1).measures, first)
    assert all(is_whole(one) for one in parts.glob("batch-*"))
