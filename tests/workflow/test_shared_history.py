"""Options share what happened before they part; one that would not is refused by the path that reaches back, or says that it means to."""

from pathlib import Path
from typing import Any

import pytest

from ami_sim.report.notes import said_of
from ami_sim.scenario.errors import InputError
from ami_sim.workflow.compare import Comparison, compare
from ami_sim.workflow.search import search
from tests.small import small_question

DATED = '[{from=2020-01-01,factor=0.5,source="t",sure="H",mark="assumed"}]'


@pytest.fixture
def ask(tmp_path: Path, checkout: Path) -> Any:
    """Run a small question about Ragunda whose last option says more."""

    def run(more: str, before: str = "", **how: Any) -> Comparison:
        text = small_question(replications=1, end="2020-07-01").replace(
            "../calibration/town", (checkout / "calibration/ragunda").as_posix()
        )
        text = text.replace("seed = 7", 'seed = 7\ndelta = "1 tkr"')
        (tmp_path / "q.toml").write_text(text.replace("[option.no]", f"{before}\n[option.no]") + more, encoding="utf-8")
        return compare(tmp_path / "q.toml", parameters="median", workers=1, **how)

    return run


REACH = {
    "a rule": ('"rule.new_start_short.longest" = "1 month"', "rule.new_start_short.longest", "option.today.from_parting"),
    "an intervention": ('"intervention.work_practice.pause" = 0.9', "intervention.work_practice.pause", "option.today.from_parting"),
    "an order": ('"order.mapping" = "youngest_first"', "order.mapping", "option.today.from_parting"),
    "a clock": ('"clock.find_work.rate" = "0.5 per month"', "clock.find_work.rate", "a row that is dated 2020-01-01 or later"),
    "an inflow": ('"referrer.ifo.rate" = "9 per month"', "referrer.ifo.rate", "a row that is dated 2020-01-01 or later"),
    "one of two": ('discount = 0.05\n"life.burn_in" = "1 month"', "life.burn_in", "a row that is dated 2020-01-01 or later"),
}


@pytest.mark.parametrize("name", REACH)
def test_what_reaches_back_is_named_with_the_way_that_works(name: str, ask: Any) -> None:
    changes, path, way = REACH[name]
    with pytest.raises(InputError) as refused:
        ask(f"[option.today.set]\n{changes}\n")
    assert f"option.today.set: {path}: changes what happens before 2020-01-01" in str(refused.value)
    assert f"expected {way}, or rewrites_history = true" in str(refused.value)


@pytest.mark.parametrize(
    "more",
    [
        'from_parting = { "rule.new_start_short.longest" = "1 month" }',
        'from_parting = { "order.mapping" = "youngest_first" }',
        'set = { discount = 0.05, "prices.aid.handling.2019" = "1800 kr per month" }',
        f"[option.today.set]\n'referrer.ifo.dated' = {DATED}",
    ],
    ids=["rule", "order", "prices", "dated"],
)
def test_what_begins_at_the_parting_is_run(more: str, ask: Any) -> None:
    assert "rewrites_history" not in str(ask(more).manifest.get("notes"))


def test_the_reference_is_named_when_it_is_the_one_that_differs(ask: Any) -> None:
    with pytest.raises(InputError, match=r"option\.no\.set: clock\.find_work\.rate: changes what happens before"):
        ask("", '[option.no.set]\n"clock.find_work.rate" = "0.5 per month"')


def test_an_order_from_python_holds_for_the_whole_run_and_is_refused(ask: Any) -> None:
    with pytest.raises(InputError, match=r"own: today: orders the queues before 2020-01-01, too.*from_parting"):
        ask("", own={"today": youngest})


def test_an_option_that_means_to_rewrite_history_runs_and_every_page_says_so(ask: Any) -> None:
    found = ask('rewrites_history = true\nset = { "clock.find_work.rate" = "0.5 per month" }')
    assert "Histories differ: As today changes what happened before the parting" in said_of(found.manifest)
    assert "Historien skiljer sig: As today" in said_of(found.manifest, "sv")
    with pytest.raises(InputError, match=r"option\.today\.rewrites_history: nothing before 2020-01-01 differs from option no"):
        ask("rewrites_history = true\nset = { discount = 0.05 }")


def test_a_search_over_what_reaches_back_is_refused_too(ask: Any, tmp_path: Path) -> None:
    sizes = "[search]\nfirst = 10\nper_round = 10\nat_most = 10\nagain = 2\n"
    grid = f'{sizes}[search.set]\n"clock.find_work.rate" = ["0.1 per month", "0.5 per month"]'
    with pytest.raises(InputError):
        ask(grid)
    with pytest.raises(InputError, match=r"\.set: clock\.find_work\.rate: changes what happens before"):
        search(tmp_path / "q.toml", parameters="prior", workers=1)


def youngest(person: Any, today: float, theta: Any) -> float:
    """Rank the youngest first."""
    return -float(person.born)
