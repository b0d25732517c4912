"""From a list of questions to pages: what is run, what is kept, and pages that are filled from results or not at all."""

import json
from pathlib import Path

import pandas as pd
import pytest
from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError

from ami_sim.cli.answers import answer_all
from ami_sim.report.answer_pages import Room
from ami_sim.report.facts import Followed
from ami_sim.report.option_titles import option_titles
from ami_sim.report.pages.search import QuotedSearch
from ami_sim.report.quotes import Quotes
from ami_sim.runs.batch import Batch, Desk, Done
from ami_sim.scenario.errors import InputError
from ami_sim.workflow.answer_list import read_list
from ami_sim.workflow.searched import read_found
from ami_sim.workflow.template import start_municipality
from tests.small import small_question

QUESTION = small_question()
LIST = """
[run.small]
file = "small.toml"

[run.small_stop]
file = "small.toml"
regime = "stop_stays"

[page.small]
template = "pages/small.md"
to = "small.md"
"""
PAGE = """# {{ run.small.title("today") }}
Net {{ run.small.quote("today") }}, if the stop stays {{ run.small_stop.quote("today") }}.
{{ run.small.table([("net_result", "municipality"), ("queue_place_mean", "")]) }}
{{ picture("small", "queues") }}
"""

GRID = """
[search]
actor = "society"
unit = ["half", "sixty"]
strategy = ["ifo_first", "nearest_first"]
first = 10
at_most = 12
again = 3
"""
SEARCH = """
[search.grid]
file = "grid.toml"
"""
FOUND = """
{{ searched.grid.brief() }}.
{{ searched.grid.as_markdown() }}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a municipality's folder of experiments with one question, asked twice."""
    monkeypatch.chdir(tmp_path)
    start_municipality(Path("town-start"))
    (tmp_path / "calibration").mkdir()
    source = next(path.parent for path in Path("town-start").rglob("scenario.toml"))
    source.rename(tmp_path / "calibration" / "town")
    experiments = tmp_path / "experiments"
    (experiments / "pages").mkdir(parents=True)
    (experiments / "small.toml").write_text(QUESTION)
    (experiments / "answers.toml").write_text(LIST)
    (experiments / "pages" / "small.md").write_text(PAGE)
    return experiments


def test_a_list_is_run_once_and_its_pages_hold_the_results_numbers(folder: Path, tmp_path: Path) -> None:
    found = answer_all(folder, tmp_path / "results", workers=1)
    assert (found.ran, found.kept) == (("small", "small_stop"), ())
    page = (folder / "small.md").read_text()
    quotes = Quotes(tmp_path / "results" / "small")
    assert quotes.quote("today") in page
    assert f"{abs(quotes.of('today').mean) / 1e6:.3g}" in page.replace("\u00a0", " ")
    assert (folder / "img" / "small-queues.png").stat().st_size > 1000
    record = json.loads((folder / "answers.json").read_text())
    assert record["small_stop"]["plan"]["regime"] == "stop_stays"

    again = answer_all(folder, tmp_path / "results", workers=1)
    assert (again.ran, again.kept) == ((), ("small", "small_stop"))
    assert (folder / "small.md").read_text() == page

    (folder / "small.toml").write_text(QUESTION.replace("As today", "As in 2019"))
    third = answer_all(folder, tmp_path / "results", workers=1, only=("small",))
    assert third.ran == ("small",)
    assert third.pages == ()


def test_a_page_with_a_template_in_another_language_is_written_in_both(folder: Path, tmp_path: Path) -> None:
    decision = '\n[decision.size]\nrun = "small"\nto = "size.md"\n'
    (folder / "answers.toml").write_text(LIST + decision)
    (folder / "pages" / "sv").mkdir()
    (folder / "pages" / "sv" / "small.md").write_text(PAGE.replace("Net ", "Netto ").replace('title("today")', 'name("today")'))
    found = answer_all(folder, tmp_path / "results", workers=1)
    assert [path.relative_to(folder).as_posix() for path in found.pages] == ["small.md", "size.md", "sv/small.md", "sv/size.md"]
    english, swedish = ((folder / where / "small.md").read_text() for where in ("", "sv"))
    assert english.splitlines()[2] == "[På svenska](sv/small.md)"
    assert swedish.splitlines()[2] == "[In English](../small.md)"
    quotes = Quotes(tmp_path / "results" / "small", "sv")
    assert f"Netto {quotes.quote('today')}" in swedish
    assert "Nettoresultat: Kommunen" in swedish
    assert "![Köernas längd över tid](img/small-queues.png)" in swedish
    assert (folder / "sv" / "img" / "small-queues.png").read_bytes() != (folder / "img" / "small-queues.png").read_bytes()
    assert (folder / "sv" / "size.md").read_text().splitlines()[2] == "[In English](../size.md)"
    assert "a. Vilket alternativ?" in (folder / "sv" / "size.md").read_text()


def test_a_page_that_quotes_what_is_not_there_is_refused_and_nothing_is_written(folder: Path, tmp_path: Path) -> None:
    (folder / "pages" / "small.md").write_text('{{ run.small.quote("todya") }}')
    with pytest.raises(InputError, match=r'pages/small.md: cannot be filled .*"todya".*today'):
        answer_all(folder, tmp_path / "results", workers=1)
    assert not (folder / "small.md").exists()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('file = "small.toml"', 'file = "smal.toml"', r'run\.small\.file: "smal\.toml" is not there.*small\.toml'),
        ('regime = "stop_stays"', 'regime = "stop_stay"', r'"stop_stay" is not a regime.*stop_stays'),
        ('template = "pages/small.md"', 'template = "pages/large.md"', r"page\.small\.template.*is not there"),
        ("[page.small]", "[pages.small]", r"pages.*unknown"),
        ("[page.small]", '[decision.one]\nrun = "smal"\nto = "one.md"\n\n[page.small]', r'decision\.one\.run: "smal" is not a run.*small'),
        (
            "[page.small]",
            '[decision.one]\nrun = "small"\nto = "one.md"\npayer = "socity"\n\n[page.small]',
            r'"socity" is not a payer.*society',
        ),
        ("[page.small]", '[search.grid]\nfile = "small.toml"\n\n[page.small]', r"search\.grid\.file: small\.toml has no \[search\] table"),
        ("[page.small]", '[search.grid]\nfile = "grd.toml"\n\n[page.small]', r'search\.grid\.file: "grd\.toml" is not there'),
        ("[page.small]", '[decision.one]\nrun = "small"\nto = "one.md"\nfigures = 1\n\n[page.small]', r"figures: 1; expected 2 or more"),
        ("[page.small]", '[decision.one]\nrun = "small_stop"\nto = "one.md"\nswitches = 2\n\n[page.small]', r"small_stop is a variant"),
    ],
)
def test_a_wrong_list_is_refused_before_anything_is_run(folder: Path, old: str, new: str, said: str) -> None:
    (folder / "answers.toml").write_text(LIST.replace(old, new, 1))
    with pytest.raises(InputError, match=said):
        read_list(folder)


def test_a_decision_page_has_its_switches_turned_by_the_same_command(folder: Path, tmp_path: Path) -> None:
    question = QUESTION.replace("replications = 2", "replications = 8") + '\n[decision]\npayer = "municipality"\n'
    (folder / "small.toml").write_text(question)
    listed = '[run.small]\nfile = "small.toml"\n\n[decision.small]\nrun = "small"\nto = "decision.md"\npayer = "society"\nswitches = 2\n'
    (folder / "answers.toml").write_text(listed)
    answer_all(folder, tmp_path / "results", workers=1)
    page = (folder / "decision.md").read_text()
    assert "net result of society" in page
    assert "AF: The stop stays" in page


def test_quick_pages_never_stand_beside_the_experiments(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"--quick.*--pages"):
        answer_all(folder, tmp_path / "results", quick=True)


def test_ctrl_c_ends_it_all_and_a_damaged_result_is_made_again(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    results = tmp_path / "results"

    run = Desk.run

    def stopped(desk: Desk, batch: Batch, parts: Path) -> Done:
        if batch.number == 1:
            raise KeyboardInterrupt
        return run(desk, batch, parts)

    with monkeypatch.context() as patched:
        patched.setattr("ami_sim.workflow.compare.PER_BATCH", 1)
        patched.setattr("ami_sim.runs.batch.Desk.run", stopped)
        with pytest.raises(KeyboardInterrupt):
            answer_all(folder, results, workers=1)
    assert not (folder / "small.md").exists()
    assert not (results / "small_stop").exists()
    assert answer_all(folder, results, workers=1, only=("small", "small_stop"), again=True).ran == ("small", "small_stop")
    (results / "small" / "manifest.json").write_text("{")
    (results / "small_stop" / "measures.parquet").unlink()
    assert answer_all(folder, results, workers=1).ran == ("small", "small_stop")


@pytest.mark.slow
def test_a_search_is_made_once_and_its_page_holds_what_it_found(folder: Path, tmp_path: Path) -> None:
    (folder / "grid.toml").write_text(QUESTION.replace("replications = 2", 'delta = "2 mnkr"') + GRID)
    listed = SEARCH + '[run.small]\nfile = "small.toml"\n\n[page.found]\ntemplate = "pages/found.md"\nto = "found.md"\n'
    (folder / "answers.toml").write_text(listed)
    (folder / "pages" / "found.md").write_text(FOUND)
    results, pages = tmp_path / "results", tmp_path / "pages"

    assert answer_all(folder, results, quick=True, pages=pages, workers=1).ran == ("small", "grid")
    found = read_found(results / "grid")
    page = (pages / "found.md").read_text()
    assert QuotedSearch(found).brief() in page
    called = option_titles({row.option: row.title for row in found.tried}, "en")
    assert all(f"| {called[row.option]} | {row.rows} |" in page for row in found.tried)
    assert "The municipality's net result changes by" in page
    assert {row.rows for row in found.tried} == {10}

    assert answer_all(folder, results, quick=True, pages=pages, workers=1).kept == ("small", "grid")
    full = answer_all(folder, results, workers=1, only=("grid",))
    assert full.ran == ("grid",)  # a quick search does not stand for the whole
    assert read_found(results / "grid").again == 2 * 3
    assert answer_all(folder, results, workers=1, only=("grid",)).kept == ("grid",)

    (folder / "grid.toml").write_text(QUESTION.replace("replications = 2", 'delta = "1 mnkr"') + GRID)
    assert answer_all(folder, results, workers=1, only=("grid",)).ran == ("grid",)


def test_a_search_and_a_run_of_one_name_are_refused(folder: Path) -> None:
    (folder / "grid.toml").write_text(QUESTION + GRID)
    (folder / "answers.toml").write_text(LIST + SEARCH.replace("search.grid", "search.small"))
    with pytest.raises(InputError, match=r"search\.small: a run has that name, too"):
        read_list(folder)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('to = "small.md"', 'to = "../../../x.md"', r'page\.small\.to: "\.\./\.\./\.\./x\.md" leads out of'),
        ('to = "small.md"', 'to = "/x.md"', r'page\.small\.to: "/x\.md" leads out of'),
        ('template = "pages/small.md"', 'template = "../secret.md"', r"page\.small\.template: .* leads out of"),
        ('file = "small.toml"', 'file = "../calibration/town/scenario.toml"', r"run\.small\.file: .* leads out of"),
        ("[run.small]", '[run."../../x"]', r'run\."\.\./\.\./x": is no plain name'),
        ("[page.small]", '[decision.one]\nrun = "small"\nto = "../one.md"\n\n[page.small]', r"decision\.one\.to: .* leads out of"),
    ],
)
def test_a_path_that_leads_out_of_the_folder_is_refused(folder: Path, old: str, new: str, said: str) -> None:
    (folder / "answers.toml").write_text(LIST.replace(old, new, 1))
    with pytest.raises(InputError, match=said):
        read_list(folder)


def test_a_link_out_of_the_folder_is_no_template(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("a secret")
    (folder / "pages" / "small.md").unlink()
    (folder / "pages" / "small.md").symlink_to(tmp_path / "secret.md")
    with pytest.raises(InputError, match=r"page\.small\.template: .* leads out of"):
        read_list(folder)


OWN = """
[set]
strategy.mine.title = "Mine"
strategy.mine.legal = "None."
strategy.mine.ageing = 1.0
strategy.mine.weights = {{ own = 1.0 }}
strategy.mine.function = "{code}"
strategy.mine.source = "own"
strategy.mine.sure = "L"
strategy.mine.mark = "assumed"
order.mapping = "mine"
order.places = "mine"
"""


@pytest.mark.parametrize("code", ["rank.py:rank", "../../rank.py:rank"])
def test_no_code_of_the_folder_runs_without_trust(folder: Path, tmp_path: Path, code: str) -> None:
    code_file = folder / code.partition(":")[0]
    code_file.parent.mkdir(parents=True, exist_ok=True)
    code_file.write_text(f"open({str(tmp_path / 'ran')!r}, 'w').close()\n\n\ndef rank(person, today, theta):\n    return 0.0\n")
    (folder / "small.toml").write_text(QUESTION.replace("[set]", OWN.format(code=code), 1))
    with pytest.raises(InputError, match=r'would run code, strategy\.mine\.function: ".*rank\.py:rank"; expected --trust too'):
        answer_all(folder, tmp_path / "results", workers=1)
    assert not (tmp_path / "ran").exists()
    assert read_list(folder, trust=True).run


@pytest.fixture
def room() -> Room:
    return Room(undefined=StrictUndefined)


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ run.small.folder }}",
        "{{ run.small.folder.write_text('x') }}",
        "{{ run.small.measures.to_csv('x.csv') }}",
        "{{ run.small.of.__globals__ }}",
        "{{ run.small.quote.__func__.__globals__ }}",
        "{{ cohort.facts }}",
        "{{ range(10000000)|list }}",
        "{{ kr.__code__ }}",
        "{% set _ = run.update({}) %}",
    ],
)
def test_a_template_sees_text_and_numbers_only(room: Room, template: str, tmp_path: Path) -> None:
    quotes = Quotes(tmp_path)
    object.__setattr__(quotes, "measures", pd.DataFrame({"draw": [0]}))
    known = {"run": {"small": quotes}, "cohort": Followed(object()), "kr": lambda amount: f"{amount}"}  # type: ignore[arg-type]
    with pytest.raises((SecurityError, OverflowError)):
        room.from_string(template).render(**known)
    assert list(tmp_path.iterdir()) == []


def test_a_template_may_count_and_join(room: Room) -> None:
    text = '{% set ns = namespace(n=0) %}{% for x in [3, 1]|sort %}{% set ns.n = ns.n + x %}{{ x }}{{ "," if not loop.last }}'
    text += "{% endfor %}={{ ns.n }}"
    assert room.from_string(text + '{{ " a b "|trim }}{{ "a.b".split(".")|join("-") }}').render() == "1,3=4a ba-b"
