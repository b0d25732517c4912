"""The smallest inputs that are nonsense: each is refused in one sentence that names the right file and key."""

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final, cast

import numpy as np
import pytest

from ami_sim.model.strategies import as_official
from ami_sim.scenario.errors import InputError, nearest, shorten
from ami_sim.scenario.experiment import read_settings
from ami_sim.scenario.load import Source, build, bundled, find, read_source, read_toml
from ami_sim.scenario.quantities import LONGEST_FIGURE
from ami_sim.workflow.compare import Settings

SOURCE: Final = read_source(bundled("calibration/ragunda/scenario.toml"))

REFUSED: Final = {
    "life.subsidised_share=" + "9" * 400: "life.subsidised_share: a share that is too large",
    "life.subsidised_share='" + "-" * 1000 + "1'": f"life.subsidised_share: a figure of 1001 characters; expected at most {LONGEST_FIGURE}",
    "life.subsidised_share='" + "**".join(["1"] * 100_000) + "'": "life.subsidised_share: a figure of 299998 characters",
    "hours_per_post=" + "9" * 5000: "hours_per_post: a figure of 5000 characters",
    "hours_per_post=0": 'hours_per_post: "0" is 0; expected 100 to 3000',
    "life.frailty_variance=1e300": 'life.frailty_variance: "1e+300" is 1e+300; expected 0 to 100',
    "life.retirement_age=0.0001": "life.retirement_age: expected greater than or equal to 16",
    "mapping.length.typical=1e300 days": "mapping.length.typical: ",
    "rule.fat.cap=-5 kr": 'rule.fat.cap: "-5 kr" is -5; expected 0 to',
    "order.strict='yes'": "order.strict: expected a valid boolean (value 'yes')",
    "unit.today.unlimited='no'": "unit.today.unlimited: expected a valid boolean",
    "unit.today.posts[0].count=1e18": "unit.today.posts[0].count: ",
    "unit.today.wage_money.amount=1e308 kr per year": "unit.today.wage_money.amount: ",
    "prices.labour.wage={2019='1e308 kr per month'}": "prices.labour.wage.2019: ",
    "prices.household.single.children=[99999999999999999999999,0,0]": "prices.household.single: children [99999999999999999999999, 0, 0]",
    "prices.switch.displacement_open=[0.9,0.5,0.1]": "prices.switch: displacement_open: 0.9, 0.5, 0.1; expected low <= central <= high",
    "price_year=2018": "price_year: 2018; expected prices.price_year (2019), or none",
    "intervention.fat.place=0.004": 'place: "0.004" is less than can be told from none; expected 0, or 0.005 or more',
    "referrer.ifo.steps=['0.9','0.9','0.9','0.9','0.9']": "referrer.ifo.steps: shares add up to 4.5; expected 1",
}


@pytest.mark.parametrize("pair", REFUSED, ids=[shorten(pair) for pair in REFUSED])
def test_nonsense_is_refused_by_name(pair: str) -> None:
    expected = REFUSED[pair]
    with pytest.raises(InputError) as refused:
        build(SOURCE, read_settings([pair]))
    said = str(refused.value)
    assert said.startswith("--set: "), said
    assert expected in said
    assert len(said) < 400
    assert "\n" not in said


def test_shares_that_hang_on_a_parameter_are_summed_at_the_medians() -> None:
    name = next(iter(SOURCE.tables["parameter"]))
    steps = [f"0.9 + 0*{name}", "0.9", "0.9", "0.9", "0.9"]
    with pytest.raises(InputError, match=r"referrer\.ifo\.steps: shares add up to 4\.5, at the medians; expected 1"):
        build(SOURCE, {"referrer.ifo.steps": steps})


def test_a_post_that_ends_before_it_begins_is_refused() -> None:
    settings = {"unit.today.posts[0].from": date(2020, 5, 1), "unit.today.posts[0].until": date(2020, 4, 1)}
    with pytest.raises(InputError, match=r"unit\.today\.posts\[0\]: until 2020-04-01 is before from 2020-05-01"):
        build(SOURCE, settings)


def test_the_year_of_prices_has_one_value() -> None:
    assert build(SOURCE).price_year == 2019
    assert build(SOURCE, {"prices.price_year": 2020}).price_year == 2020


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        ({"rule": SOURCE.tables["rule"] | {"odd": {"like": ["fat"]}}}, "rule.odd.like: expected the name of another row"),
        (
            {"rule": SOURCE.tables["rule"] | {f"r{i}": {"like": f"r{i + 1}"} for i in range(1200)} | {"r1200": {"like": "fat"}}},
            "like: the end of a chain of",
        ),
    ],
    ids=["a list", "a chain of 1200"],
)
def test_rows_that_cannot_be_alike_are_refused(tables: dict[str, Any], expected: str) -> None:
    with pytest.raises(InputError) as refused:
        build(SOURCE.changed({**SOURCE.tables, **tables}))
    assert expected in str(refused.value)


def test_a_wrong_key_is_blamed_on_the_file_that_it_stands_in(tmp_path: Path) -> None:
    """`prices` stands in several files: 199 mistakes in prices.toml were blamed on households.toml."""
    for name in ("prices.toml", "households.toml", "exclusion.toml"):
        assert name in {path.name for path in SOURCE.files}
    blamed: dict[str, str] = {}
    for key, table in SOURCE.tables["prices"].items():
        if isinstance(table, dict):
            prices = {**SOURCE.tables["prices"], key: {**table, "wag": 1}}
            with pytest.raises(InputError) as refused:
                build(Source({**SOURCE.tables, "prices": prices}, SOURCE.origin, SOURCE.path, SOURCE.files))
            blamed[key] = str(refused.value).partition(":")[0]
    for key, file in blamed.items():
        assert key in tomllib.loads(Path(file).read_text(encoding="utf-8"))["prices"], (key, file)
    assert {Path(file).name for file in blamed.values()} == {"prices.toml", "households.toml", "exclusion.toml"}


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        (lambda: read_settings(["x=" + "[" * 2000]), "is nested too deep"),
        (lambda: find("a" * 300), "a name of 300 letters"),
        (lambda: Settings(draws=1_000_000_000, parameters="prior"), "expected at most 100,000 draws"),
        (lambda: Settings(replications=1_000_000_000), "expected at most"),
    ],
    ids=["brackets", "name", "draws", "replications"],
)
def test_what_is_too_large_is_refused_at_once(read: Callable[[], object], expected: str) -> None:
    with pytest.raises(InputError) as refused:
        read()
    assert expected in str(refused.value)
    assert len(str(refused.value)) < 300


def test_a_number_of_5000_digits_in_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text("seed = " + "9" * 5000, encoding="utf-8")
    with pytest.raises(InputError, match=r"x\.toml: is not valid TOML"):
        read_toml(tmp_path / "x.toml")


def test_a_regime_that_sets_a_list_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text('[regime.odd]\ntitle = "x"\nset = [{}]\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"x\.toml: regime\.odd\.set: expected a table"):
        read_source(tmp_path / "x.toml")


def test_a_word_of_ten_megabytes_is_near_nothing() -> None:
    assert "Did you mean" not in nearest("x" * 10_000_000, ["one", "two"])


@pytest.mark.parametrize(("given", "right"), [(np.int64(3), 3.0), (np.float64(0.5), 0.5), (np.int32(-1), -1.0)])
def test_a_number_of_numpy_is_a_number(given: Any, right: float) -> None:
    def rank(person: Any, today: float, theta: Any) -> Any:
        return given

    found = as_official("mine", rank)(cast(Any, None), 0.0, [])
    assert found == right
    assert type(found) is float
