"""The table an official reads: the municipality first, the reference marked, units and intervals, nothing that claims too much."""

import json
import re

import pandas as pd
import pytest

from ami_sim.report.document import Table
from ami_sim.report.table import ABOUT, result_table
from ami_sim.report.wording import sentences


def printed(text: str, start: str) -> str:
    return next(line for line in text.splitlines() if start in line)


def test_the_municipality_is_the_first_number_and_stands_bold(summary: pd.DataFrame) -> None:
    table = result_table(summary, reference="no")
    assert (table.rows[0].line.measure, table.rows[0].line.actor) == ("net_result", "municipality")
    numbers = [line for line in table.as_text(200).splitlines() if re.search(r"\d\.\d", line)]
    assert numbers[0].split("│")[1].strip() == "Municipality"
    first = table.sections()[0].parts[0]
    assert isinstance(first, Table)
    assert first.rows[0].look == "strong"


def test_columns_are_the_options_in_order_with_the_reference_marked(summary: pd.DataFrame) -> None:
    text = result_table(summary, reference="no").as_text(200)
    assert [cell.strip() for cell in printed(text, "Measure").split("┃")[1:-1]] == [
        "Measure",
        "Unit",
        "no (reference)",
        "half",
        "60",
        "70",
        "100",
        "today",
    ]
    assert [cell.strip() for cell in printed(text, "Municipality").split("│")[2:4]] == ["mnkr", "reference"]


def test_intervals_units_and_notes_are_printed(summary: pd.DataFrame) -> None:
    text = " ".join(result_table(summary, reference="no").as_text(200).split())
    for piece in (
        "95 % interval, chance only, from 40 replications",
        "days",
        "persons",
        "no finding that an option saves or costs",
        "No comparison group exists",
    ):
        assert piece in text
    assert re.search(r"−\d+\.\d to −\d+\.\d", text)


def test_swedish_has_decimal_commas_and_no_english(summary: pd.DataFrame) -> None:
    text = result_table(summary, reference="no", language="sv").as_text(200)
    assert "Kommunen" in text
    assert "endast slump" in text
    assert not re.search(r"\d\.\d", text)
    assert not re.search(r"\b(the|queue|net|reference)\b", text, re.IGNORECASE)


def test_a_narrow_terminal_gets_several_tables_and_loses_nothing(summary: pd.DataFrame) -> None:
    table = result_table(summary, reference="no")
    text = table.as_text(100)
    assert max(len(line) for line in text.splitlines()) <= 100
    assert text.count("no (reference)") > table.as_text(200).count("no (reference)") == len(table.sections())
    assert "…" not in text
    for option in table.options:
        assert option in text


def test_what_is_not_defined_is_a_dash_and_never_a_number(summary: pd.DataFrame) -> None:
    row = next(row for row in result_table(summary, reference="no").rows if row.line.measure == "wait_mapping_mean_days")
    assert row.estimates["no"] is None
    assert row.estimates["60"] is not None
    assert "nan" not in result_table(summary, reference="no").as_text().lower()


def test_one_replication_prints_means_and_says_that_there_are_no_intervals(single: pd.DataFrame) -> None:
    text = result_table(single, reference="no").as_text(200)
    assert "There are no intervals: only one replication was run" in text
    assert not re.search(r"\d to ", text)


def test_a_difference_that_holds_zero_is_marked(summary: pd.DataFrame) -> None:
    doubtful = summary.copy()
    chosen = (doubtful["measure"] == "in_work_24m") & (doubtful["reference"] == "no") & (doubtful["scenario"] == "half")
    doubtful.loc[chosen, ["mean", "ci_low", "ci_high"]] = [0.1, -0.3, 0.5]
    assert "~\u00a0+0.1" in printed(result_table(doubtful, reference="no").as_text(200), "open work at 24")


def test_the_plain_values_are_json_and_unrounded(summary: pd.DataFrame, single: pd.DataFrame) -> None:
    told = result_table(summary, reference="no").as_dict()
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    rows = told["rows"]
    assert isinstance(rows, list)
    found = summary[(summary["measure"] == "net_result") & (summary["actor"] == "municipality") & (summary["reference"] == "no")]
    assert rows[0]["cells"]["60"]["mean"] == found.set_index("scenario").loc["60", "mean"]
    assert (rows[0]["kind"], rows[0]["cells"]["no"], told["interval"]) == ("difference", None, "chance only")
    alone = result_table(single, reference="no").as_dict()["rows"]
    assert isinstance(alone, list)
    assert alone[0]["cells"]["60"]["ci_low"] is None


def test_the_second_reference_can_be_shown_too(summary: pd.DataFrame) -> None:
    table = result_table(summary, reference="today")
    first = table.sections()[0].parts[0]
    assert isinstance(first, Table)
    assert first.columns[2].title == "today (reference)"
    assert table.rows[0].estimates["no"] is not None


def test_without_a_reference_every_number_is_a_level(summary: pd.DataFrame) -> None:
    table = result_table(summary[summary["scenario"] == "60"], reference="")
    assert "difference" not in table.as_text()
    assert {row["kind"] for row in table.as_dict()["rows"]} == {"level"}  # type: ignore[attr-defined]


def test_option_names_are_never_read_as_markup(summary: pd.DataFrame) -> None:
    renamed = summary.replace({"scenario": {"60": "[red]60"}})
    assert "[red]60" in result_table(renamed, reference="no").as_text(200)
    titled = result_table(summary, reference="no", titles={"60": "sixty [/x] <b>"})
    assert "sixty [/x] <b>" in titled.as_text(200)
    assert "sixty [/x] &lt;b&gt;" in titled._repr_html_()


def test_the_first_section_fits_a_screen(summary: pd.DataFrame) -> None:
    page = result_table(summary, reference="no").page()
    text = page.as_text(160, every=False)
    assert len(text.splitlines()) < 45
    assert "Further sections, by --section: net_result, aid" in text


def test_a_missing_reference_or_municipality_is_refused(summary: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="'tomorrow' is not among the scenarios no, half"):
        result_table(summary, reference="tomorrow")
    with pytest.raises(ValueError, match="net_result against no is missing"):
        result_table(summary[summary["actor"] != "municipality"], reference="no")


def test_queues_and_waits_have_paired_differences_and_may_lead(summary: pd.DataFrame) -> None:
    """The difference of the mean wait is the mean of the pairs' differences, in the summary's own row against the reference."""
    table = result_table(summary, reference="no", about="queues")
    first = table.sections()[0].parts[0]
    assert isinstance(first, Table)
    assert str(first.rows[0].cells[0]).endswith(", difference")
    right = summary.query("measure == 'wait_place_mean_days' and scenario == '60' and reference == 'no' and group == ''").iloc[0]
    row = next(row for row in table.rows if row.line.measure == "wait_place_mean_days" and row.line.difference)
    found = row.estimates["60"]
    assert found is not None
    assert (found.mean, found.low, found.high) == (right["mean"], right["ci_low"], right["ci_high"])
    assert [row["kind"] for row in table.as_dict()["rows"] if row["measure"] == "wait_place_mean_days"] == ["difference", "level"]  # type: ignore[attr-defined]
    told = sentences(summary, reference="no", years=10, about="queues")["60"]
    assert told.index("average wait for a place") < told.index("municipality's net result")
    levels = result_table(summary[summary["scenario"] == "60"], reference="", about="queues")
    assert [row.line.measure for row in levels.rows].count("wait_place_mean_days") == 1


@pytest.mark.parametrize("about", list(ABOUT))
def test_the_first_table_fits_a_screen(about: str, summary: pd.DataFrame) -> None:
    first = result_table(summary, reference="no", about=about).sections()[0].parts[0]
    assert isinstance(first, Table)
    assert 2 <= len(first.rows) <= 10
