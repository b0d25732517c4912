"""Which rows of a log are used and which are not, and why: every row counts once, and nothing is clipped in silence."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ami_sim.calibration.own.dates import guessed_formats, read_dates
from ami_sim.calibration.own.mapping import Map, proposed
from ami_sim.calibration.own.privacy import shown, telling_columns
from ami_sim.calibration.own.rows import CLOSED, GAP, GOES_ON, CaseLog, check_rows
from ami_sim.calibration.own.table import pick, read_table
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.personal import is_identity, luhn
from ami_sim.scenario.registry import MAPPING, WAITING_MAPPING
from ami_sim.scenario.registry import STAGES as KNOWN
from tests.calibration.own.logs import log_of, map_of


def checked(*rows: tuple[str, ...], **more: Any) -> CaseLog:
    """Check rows of case, activity, start, end."""
    table = pd.DataFrame(rows, columns=["case", "activity", "start", "end"])
    return check_rows(table, map_of(**more), KNOWN)


def reasons(log: CaseLog) -> dict[str, int]:
    """Give the reasons that rows were not used for."""
    return {reason: many for reason, many in log.unused.items() if many}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("", "Kö", "2018-02-01", "2018-03-01"), "no_case"),
        (("2", "Kurs", "2018-02-01", "2018-03-01"), "unknown_activity"),
        (("2", "Kö", "", "2018-03-01"), "no_start"),
        (("2", "Kö", "i våras", "2018-03-01"), "start_no_date"),
        (("2", "Kö", "2018-02-30", "2018-03-01"), "start_no_date"),
        (("2", "Kö", "2018-02-01", "snart"), "end_no_date"),
        (("2", "Kö", "2018-03-02", "2018-03-01"), "negative"),
        (("2", "Kö", "2020-01-01", ""), "after_window"),
        (("2", "Kö", "2017-01-01", "2017-12-31"), "before_window"),
        (("1", "Kö", "2018-01-05", "2018-01-20"), "duplicate"),
        (("1", "Kö", "2018-01-04", ""), "open_and_goes_on"),
        (("1", "Kartläggning", "2018-01-10", "2018-01-25"), "overlap"),
    ],
)
def test_a_row_that_cannot_be_used_is_counted_by_its_reason(row: tuple[str, ...], reason: str) -> None:
    found = checked(("1", "Kö", "2018-01-05", "2018-01-20"), row)
    assert (reasons(found), found.used, found.rows) == ({reason: 1}, 1, 2)


def test_an_activity_without_a_stage_is_left_out_and_counted() -> None:
    found = checked(("1", "Kurs", "2018-01-05", ""), ("1", "Kö", "2018-02-05", ""), stage={"Kurs": "", "Kö": "waiting_mapping"})
    assert (reasons(found), found.used) == ({"left_out": 1}, 1)


def test_spells_say_what_came_before_and_after() -> None:
    found = checked(
        ("b", "Kartläggning", "2018-02-01", "2018-03-01"),
        ("b", "Kö", "2018-01-05", "2018-02-01"),
        ("a", "Kö", "2018-01-05", "2018-02-01"),
        ("a", "Kartläggning", "2018-02-05", ""),
        ("c", "Kö", "2017-12-22", "2020-02-01"),
    )
    by_person = {person: found.person == person for person in range(3)}
    moves = [(found.before[kept].tolist(), found.next[kept].tolist()) for kept in by_person.values()]
    assert ([-1, WAITING_MAPPING], [MAPPING, CLOSED]) in moves
    assert ([-1, -1], [GAP, GOES_ON]) in moves  # four days between them are longer than a gap may be
    assert ([-1], [GOES_ON]) in moves
    assert (found.late, found.open, found.after) == (1, 1, 1)
    assert found.entry.max() == 10.0  # 22 December to 1 January
    assert found.end.max() == found.window == 730.0


def test_without_a_column_of_ends_a_row_lasts_until_the_next() -> None:
    table = pd.DataFrame([("1", "Kartläggning", "20180201"), ("1", "Kö", "20180101")], columns=["case", "activity", "start"])
    found = check_rows(table, map_of(), KNOWN)
    assert found.end.tolist() == [31.0, 730.0]
    assert found.next.tolist() == [MAPPING, GOES_ON]


def test_an_end_that_is_the_last_day_lasts_through_it() -> None:
    assert checked(("1", "Kö", "2018-01-01", "2018-01-01"), last_day_counts=True).end.tolist() == [1.0]
    assert checked(("1", "Kö", "2018-01-01", "2018-01-01")).end.tolist() == [0.0]


def test_dates_come_from_any_zone_and_habit() -> None:
    texts = ["2018-01-01T12:00:00Z", "2018-07-01 12:00+02:00", "20180101", "2018-01-01 12:00:00,5", "3.2.2018", "2018", "", "31/12/1899"]
    found = read_dates(pd.Series(texts), ["%d.%m.%Y", "%d/%m/%Y"], "Europe/Stockholm")
    known = ["2018-01-01T13:00:00", "2018-07-01T12:00:00", "2018-01-01", "2018-01-01T12:00:00.5", "2018-02-03", "", "", ""]
    assert found.isna().tolist() == [not text for text in known]
    assert found.dropna().tolist() == [pd.Timestamp(text) for text in known if text]


def test_a_format_is_guessed_only_where_one_fits() -> None:
    assert guessed_formats(pd.Series(["31/12/2018", "01/02/2018"])) == ["%d/%m/%Y"]
    assert guessed_formats(pd.Series(["03/12/2018", "01/02/2018"])) == []  # day or month
    assert guessed_formats(pd.Series(["2018-12-31"])) == []


@pytest.mark.parametrize(("text", "known"), [("8112189876", True), ("811218-9876", True), ("19811278-9873", True), ("811218-9875", False)])
def test_a_personal_number_is_known_by_date_and_check_digit(text: str, known: bool) -> None:
    # Skatteverket's own example is 811218-9876; 78 is a co-ordination number's day 18.
    assert is_identity(text) == known
    assert is_identity(f"bor hos {text}, ring") == known


def test_luhn_is_that_of_the_published_example() -> None:
    # 8 1 1 2 1 8 9 8 7 doubled by turns: 16 1 2 2 2 8 18 8 14 -> 7+1+2+2+2+8+9+8+5 = 44; 50 - 44 = 6.
    assert luhn("8112189876")
    assert not luhn("8112189866")


def test_columns_that_tell_who_somebody_is_are_found() -> None:
    table = pd.DataFrame({"id": ["Anna Berg", "Bo Ek-Lund"], "Förnamn": ["a", "b"], "fri": ["", "se 811218-9876"], "insats": ["Kö", "Kö"]})
    assert telling_columns(table, "id", ()) == {"id": "name", "Förnamn": "name", "fri": "number"}
    assert telling_columns(log_of(50), "Ärende", ()) == {}


def test_small_numbers_are_never_shown() -> None:
    assert [shown(many) for many in (0, 1, 4, 5, 7, 8, 12_343)] == [0, None, None, 5, 5, 10, 12_345]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_any_habit_of_csv_gives_the_same_table(encoding: str, separator: str, tmp_path: Path) -> None:
    known = log_of(20)
    known.to_csv(tmp_path / "log.csv", sep=separator, index=False, encoding=encoding)
    assert read_table(tmp_path / "log.csv").frame.equals(known.astype("str"))


@pytest.mark.parametrize("ending", [".parquet", ".xlsx"])
def test_parquet_and_excel_give_the_same_spells(ending: str, tmp_path: Path) -> None:
    known = log_of(20)
    times = known.assign(**{name: pd.to_datetime(known[name]) for name in ("Från", "Till")})
    path = tmp_path / f"log{ending}"
    times.to_parquet(path) if ending == ".parquet" else times.to_excel(path, index=False)
    given = map_of()
    logs = [check_rows(pick(table.frame, given.wanted, ""), given, KNOWN) for table in (read_table(path), read_table(known))]
    assert logs[0].used == len(known)
    for name in ("person", "stage", "start", "end", "next"):
        assert np.array_equal(getattr(logs[0], name), getattr(logs[1], name)), name


def test_a_first_map_is_a_map_once_its_stages_are_filled_in() -> None:
    import tomllib

    text = proposed(log_of(30), KNOWN)
    tables = tomllib.loads(text)
    assert tables["columns"] == {"case": "Ärende", "activity": "Insats", "start": "Från", "end": "Till"}
    with pytest.raises(ValueError, match="no activity is a stage"):
        Map.model_validate(tables)
    Map.model_validate(tables | {"stage": tables["stage"] | {"Kö": "waiting_mapping"}})


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xff\xfe"])
def test_an_empty_file_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_bytes(content)
    with pytest.raises(InputError, match=r"is empty|expected a table with a head"):
        read_table(tmp_path / "log.csv")


def test_a_line_too_long_a_stray_quote_and_a_broken_cell_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    for text, rows, unreadable in (
        ("a;b\n1;2;\n3;4;5\n6\n", [["1", "2"], ["6", ""]], 1),
        ('a;b\n"1\n2";3\n4;5\n', [["1\n2", "3"], ["4", "5"]], 0),
        ('a;b\n"1;2\n3;4\n5;6\n', [["1", "2"], ["3", "4"], ["5", "6"]], 0),
    ):
        path.write_text(text, encoding="utf-8")
        found = read_table(path)
        assert (found.frame.to_numpy().tolist(), found.unreadable) == (rows, unreadable)


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text("a;b;a;;\n1;2;3;;\n", encoding="utf-8")
    with pytest.raises(InputError, match='"a" stands twice in the head'):
        read_table(tmp_path / "log.csv")
