"""Numbers as an official reads them, in both languages."""

import math

import pytest

from ami_sim.report.number_formats import HARD_SPACE, scale_for, write_amount, write_number, write_scaled, write_span


@pytest.mark.parametrize(
    ("value", "decimals", "signed", "en", "sv"),
    [
        (1_175_000, 0, False, "1_175_000", "1_175_000"),
        (-34.94, 1, False, "−34.9", "−34,9"),
        (0.26, 1, True, "+0.3", "+0,3"),
        (-0.04, 1, True, "0.0", "0,0"),
        (0.0, 0, True, "0", "0"),
        (-12_345.678, 2, False, "−12_345.68", "−12_345,68"),
    ],
)
def test_numbers_have_hard_spaces_true_minus_and_the_decimal_mark_of_the_language(
    value: float, decimals: int, signed: bool, en: str, sv: str
) -> None:
    assert write_number(value, decimals, "en", signed=signed) == en.replace("_", "\u00a0")
    assert write_number(value, decimals, "sv", signed=signed) == sv.replace("_", "\u00a0")


@pytest.mark.parametrize(
    ("value", "unit", "language", "written"),
    [
        (-34_900_000, "kr", "sv", "−34,9_mnkr"),
        (1_425_000, "kr", "en", "1.43_mnkr"),
        (470_000, "kr", "sv", "470_tkr"),
        (9_500, "kr", "en", "9_500_kr"),
        (0.823, "share", "sv", "82,3_%"),
        (51.0, "days", "sv", "51,0_dagar"),
        (154.2, "persons", "en", "154_persons"),
        (3.0, "dogs", "sv", "3,0_dogs"),
    ],
)
def test_amounts_choose_the_unit_that_suits_their_size(value: float, unit: str, language: str, written: str) -> None:
    assert write_amount(value, unit, "sv" if language == "sv" else "en") == written.replace("_", HARD_SPACE)


def test_a_row_has_one_scale_and_ignores_what_is_empty() -> None:
    scale = scale_for("kr", [-34.9e6, 120_000.0, math.nan])
    assert (scale.unit, write_scaled(120_000.0, scale, signed=True)) == ("mnkr", "+0.1")
    assert scale_for("kr", []).unit == "kr"


def test_a_narrow_interval_is_shown_with_a_decimal() -> None:
    scale = scale_for("persons", [240.0], [0.4])
    assert write_span(239.6, 240.4, scale) == "239.6 to 240.4"
    assert write_span(-0.2, 0.4, scale_for("persons", [-0.2, 0.4]), "sv", signed=True) == "−0,20 till +0,40"


def test_what_is_not_finite_is_never_written() -> None:
    with pytest.raises(ValueError, match="expected a finite value"):
        write_number(math.nan)
