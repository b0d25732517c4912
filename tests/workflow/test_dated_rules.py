"""What `check` says of rules of law with a date: each once, with its status and size, and where it holds."""

import re
from pathlib import Path

import pytest

from ami_sim.report.pages.check import page_of
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.experiment import load_experiment
from ami_sim.workflow.check import Meaning, check_file

FILE = Path(__file__).parents[2] / "experiments" / "activity_requirement.toml"


@pytest.fixture(scope="module")
def meaning() -> Meaning:
    return check_file(FILE)


def test_each_rule_says_its_status_and_where_it_holds(meaning: Meaning) -> None:
    held = {row.rule.title: row for row in meaning.dated}
    requirement = held["Requirement to take part in activities (aktivitetskrav)"]
    assert (requirement.rule.status, requirement.rule.figures) == ("in_force", (40.0,))
    assert "before" not in requirement.options  # there it would begin after the end
    assert len(requirement.options) == 10
    premium = held["Premium for work (jobbpremie)"]
    assert premium.rule.figures[0] == pytest.approx(18 * 365.25 / 12)
    assert premium.options == ()
    cut = held["Cut from the fourth child"]
    assert (cut.rule.status, cut.rule.figures, cut.options) == ("adopted", (0.40, 0.75), ("ceiling",))
    fee = held["Fee for systematic failings (sanktionsavgift)"]
    assert fee.rule.figures[0] == pytest.approx(500_000)
    assert fee.options == ("fee",)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            ["40 hours a week", "adopted, not yet in force", "40 % of a child's amount with one adult", "960 tkr a year"],
        ),
        (
            "sv",
            ["40 timmar per vecka", "beslutad, gäller inte än", "40 % av ett barns belopp med en vuxen", "960 tkr per år"],
        ),
    ],
)
def test_the_page_says_them_in_words(language: str, said: list[str], meaning: Meaning) -> None:
    text = re.sub(r"\s+", " ", page_of(meaning, language).as_text(400)).replace("\u00a0", " ")
    assert [words for words in said if words not in text] == []


def test_a_question_of_2018_has_no_such_section() -> None:
    assert check_file(FILE.with_name("recession.toml")).dated == ()


def test_a_requirement_in_some_options_only_is_refused(tmp_path: Path) -> None:
    text = FILE.read_text(encoding="utf-8").replace("../calibration", str(FILE.parents[1] / "calibration"))
    text = text.replace("ragunda_2026/scenario.toml", "ragunda/scenario.toml").partition("[option.before]")[0]
    row = "{ title = 'x', status = 'proposed', from = 2021-01-01, after = '3 months', ages = [18, 66], incomes = ['aid'], hours = 40, "
    row += "full_time = 40, good_cause = 0.5, cut_for = '1 month', places_per_post = 8, cases_per_post = 25, "
    row += "source = 'x', sure = 'L', mark = 'assumed' }"
    options = "[option.before]\ntitle = 'a'\nunit = 'sixty'\n[option.as_staffed]\ntitle = 'b'\nunit = 'sixty'\n"
    path = tmp_path / "some.toml"
    path.write_text(text + options + f"set = {{ requirement = {row} }}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"option\.before: has no requirement, which others have"):
        load_experiment(path)
