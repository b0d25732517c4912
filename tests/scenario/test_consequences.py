"""The price and consequence database: every figure graded and sourced, ranges in order, and a wrong file refused by name."""

from pathlib import Path

import numpy as np
import pytest

from ami_sim.scenario.consequences import Figure, load_consequences
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.load import load_scenario
from ami_sim.workflow.life_course import refuse_a_gap

SHIPPED = Path("calibration/ragunda/consequences.toml")


def test_what_is_from_memory_says_so_and_is_wide() -> None:
    file = load_consequences(SHIPPED)
    for path, figure in file.figures.items():
        assert len(figure.source) > 20, path
        if path.startswith("layer.") and "memory" in figure.source and figure.value > 0:
            assert figure.grade == "D", path
            assert figure.high >= 1.5 * figure.value, path


def test_every_row_says_its_name_in_both_languages() -> None:
    file = load_consequences(SHIPPED)
    assert all(row.en and row.sv for rows in (file.cohort, file.layer, file.unknown, file.earlier) for row in rows.values())


def test_a_table_of_deaths_that_begins_after_retirement_is_refused() -> None:
    file, scenario = load_consequences(SHIPPED), load_scenario("calibration/ragunda/scenario.toml")
    refuse_a_gap(file, scenario)
    late = file.model_copy(update={"mortality": file.mortality.model_copy(update={"ages": (70.0, 75.0), "deaths": (1.0, 2.0)})})
    with pytest.raises(InputError, match=r"mortality\.ages: 70; expected 65, the age of retiring, or less"):
        refuse_a_gap(late, scenario)


def test_inheritance_is_nothing_and_an_effect_of_grade_a() -> None:
    row = load_consequences(SHIPPED).layer["inherited_aid"]
    assert (row.rate.value, row.rate.high, row.grade, row.kind) == (0.0, 0.0, "A", "effect")


def test_a_figure_is_drawn_from_its_triangle() -> None:
    figure = Figure(value=2.0, low=1.0, high=5.0, grade="D", source="a test")
    drawn = np.array([figure.at(u) for u in (np.arange(20_000) + 0.5) / 20_000])
    assert drawn.mean() == pytest.approx((1 + 2 + 5) / 3, rel=1e-4)
    assert (figure.at(0.0), figure.at(0.25), figure.at(1.0)) == pytest.approx((1.0, 2.0, 5.0))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "effect"', 'kind = "cause"', "layer.alcohol.kind: 'cause' is not known; expected one of effect, association"),
        (
            "low = 0.0005, high = 0.005",
            "low = 0.05, high = 0.005",
            "layer.alcohol.rate: 0.05, 0.002, 0.005; expected low, value and high in order",
        ),
        ("value = 0.002, low", 'value = "some", low', "layer.alcohol.rate.value: 'some' is no number; expected a plain number"),
        ("[layer.alcohol]", "[layer.alcohol]\ncolour = 1", 'layer.alcohol.colour: unknown key "colour"'),
        ('incomes = ["aid", "aid_gap", "activity", "refused"]', 'incomes = ["aids"]', 'incomes: "aids" is not known. Did you mean "aid"?'),
        (
            'parts = ["social_contract"',
            'parts = ["social_contracts"',
            'earlier.boverket.parts: "social_contracts" is not known. Did you mean "social_contract"?',
        ),
        ("ages = [25, 35]", "ages = [35, 25]", "cohort.on_aid_alone: ages [35.0, 25.0]: expected two ages from 16 to 65, the lower first"),
        (
            "divisor = { value = 16.0, low = 15.0",
            "divisor = { value = 16.0, low = 0.0",
            "pension.divisor: 0; expected more than 0 and at most",
        ),
        (
            "tax = { value = 0.20, low = 0.10, high = 0.28",
            "tax = { value = 0.20, low = 0.10, high = 28",
            "pension.tax: 28; expected a share of 0 to 1",
        ),
        ("value = [0.8, 1.0, 1.1]", "value = [-0.8, 1.0, 1.1]", "layer.hospital.by_time.value[0]: -0.8; expected 0 to 1e+09"),
        ("value = [0.8, 1.0, 1.1]", "value = [0.8, nan, 1.1]", "layer.hospital.by_time.value[1]: nan; expected 0 to 1e+09"),
        ("deaths = [9.5,", "deaths = [nan,", "mortality.deaths[0]: nan; expected 0 to 1e+09"),
        ("work = 0.93", "work = -0.93", "pension.pensionable.work: -0.93; expected 0 to 1e+09"),
        ("rates = [0.035,", "rates = [3.5,", "declining: 3.5; expected a share of 0 to 1"),
        ('sick_in = ["sick_on_aid"]', "", "layer.hospital: sick, sick_in; expected both or neither"),
        (
            'overlaps = ["accounts", "hospital"]',
            'overlaps = ["hospitals"]',
            'layer.alcohol.overlaps: "hospitals" is not known. Did you mean',
        ),
        ("[layer.prison]", "[layer.pension]", 'layer: "pension" is another part; expected a name of its own'),
        ('grade = "B", source = "Kriminal', 'grade = "E", source = "Kriminal', "layer.prison.amount.grade: "),
    ],
)
def test_a_wrong_file_is_refused_by_key_and_value(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    assert old in text
    wrong = tmp_path / "consequences.toml"
    wrong.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load_consequences(wrong)
    assert said in str(refused.value)
    assert "consequences.toml" in str(refused.value)
