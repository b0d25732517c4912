"""The evidence file says what the memo says, agrees with itself, and refuses what is wrong in one clear sentence."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ami_sim.calibration.evidence import UNSOURCED, Counted, Evidence, Figure, Finding, Sourced, describe, load_evidence
from ami_sim.scenario.errors import InputError

RAGUNDA = Path(__file__).resolve().parents[2] / "calibration" / "ragunda" / "evidence.toml"
SMALL = """
municipality = "Anywhere"
document = "A memo"

[[figure]]
id = "N1"
what = "Participants met"
value = 100
unit = "persons"
wording = "about"
date = 2019-07-31
where = "Results"
use = "target"
why = "Scored with rounding"
sure = "H"

[[contradiction]]
id = "C1"
what = "Two counts"
concerns = ["N1"]
handled = "Both shown"
"""


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return load_evidence(RAGUNDA)


def figure(evidence: Evidence, id: str) -> Counted:
    entry = evidence.entry(id)
    assert isinstance(entry, Counted)
    return entry


def value(evidence: Evidence, id: str, part: str | None = None) -> float:
    entry = figure(evidence, id)
    found = (entry if part is None else entry.part(part)).value
    assert found is not None
    return found


def test_every_figure_and_contradiction_is_there_in_order(evidence: Evidence) -> None:
    assert [row.id for row in evidence.figures] == [f"N{n}" for n in range(1, 45)]
    assert [row.id for row in evidence.contradictions] == [f"C{n}" for n in range(1, 25)]
    assert [row.id for row in evidence.statements] == [f"R{n}" for n in range(1, 36)]
    for rows, letter in ((evidence.facts, "B"), (evidence.derived, "D"), (evidence.findings, "E")):
        assert [row.id for row in rows] == [f"{letter}{n}" for n in range(1, len(rows) + 1)]


@pytest.mark.parametrize(
    ("id", "part", "expected", "unit"),
    [
        ("N3", None, 25, "persons"),
        ("N4", None, 15, "persons"),
        ("N5", None, 50, "persons"),
        ("N7", "to work, subsidised or not", 6, "persons"),
        ("N7", "to studies", 2, "persons"),
        ("N9", None, 10, "persons"),
        ("N10", None, 100, "persons"),
        ("N11", None, 60, "persons"),
        ("N12", None, 400, "persons"),
        ("N13", None, 50, "persons"),
        ("N15", None, 70, "persons"),
        ("N16", None, 5300, "inhabitants"),
        ("N20", None, 1596, "kr per inhabitant and year"),
        ("N21", None, 1783, "kr per inhabitant and year"),
        ("N22", None, 908, "kr per inhabitant and year"),
        ("N23", None, 1_425_000, "kr per year"),
        ("N27", None, 3.5, "full-time posts"),
        ("N29", None, 2_900_000, "kr per year"),
        ("N30", None, -973_000, "kr"),
        ("N31", None, -214_000, "kr"),
        ("N32", None, 219_000, "kr"),
        ("N34", "wage", 17_500, "kr per month"),
        ("N35", None, 19_300, "kr per month"),
        ("N37", "services", 175_000, "kr per year"),
    ],
)
def test_figures_are_those_of_the_memo(evidence: Evidence, id: str, part: str | None, expected: float, unit: str) -> None:
    entry = figure(evidence, id)
    amount = entry if part is None else entry.part(part)
    assert (amount.value, amount.unit) == (expected, unit)


def test_wording_follows_the_memo(evidence: Evidence) -> None:
    assert figure(evidence, "N11").in_words() == "just under 60 persons"
    assert figure(evidence, "N12").in_words() == "just under 400 persons"
    assert figure(evidence, "N7").part("to work, subsidised or not").in_words() == "at least 6 persons"
    assert figure(evidence, "N8").in_words() == "about 50 %"
    assert figure(evidence, "N30").in_words() == "−973 000 kr"


def test_the_request_is_the_sum_of_its_parts(evidence: Evidence) -> None:
    money, posts = figure(evidence, "N24"), figure(evidence, "N25")
    assert sum(part.value or 0 for part in money.parts) == money.value == value(evidence, "N23")
    assert sum(part.value or 0 for part in posts.parts) == posts.value == 2.5
    staff = value(evidence, "N24", "staff tied to the activity")
    assert staff / 2.5 == value(evidence, "D8")
    consultants = value(evidence, "N25", "consultant") + sum(part.value or 0 for part in figure(evidence, "N26").parts)
    assert consultants == 2


def test_kolada_amounts_agree_with_their_totals(evidence: Evidence) -> None:
    inhabitants = 5_390
    for id, part in (("N20", "from aid"), ("N21", "from measures"), ("N22", "from state income")):
        total = value(evidence, id, "for the municipality")
        assert abs(value(evidence, id) * inhabitants - total) < 50_000, "totals are rounded to 0.1 Mkr"
        assert round(total / value(evidence, id)) == value(evidence, "D1", part)
    assert value(evidence, "N21") - value(evidence, "N22") == value(evidence, "D1", "net cost of measures")
    assert round(value(evidence, "N22") / value(evidence, "N21"), 3) == value(evidence, "D2")


def test_nilssons_sums_are_present_values(evidence: Evidence) -> None:
    contributions = 1.40
    assert value(evidence, "N34", "wage") * 12 * contributions == pytest.approx(294_000)
    aid = 12 * (value(evidence, "N36", "economic aid") + value(evidence, "N36", "housing allowance"))
    assert aid == 108_000
    factor = sum(1.04**-year for year in range(40))
    assert round(factor, 2) == value(evidence, "D6", "factor")
    yearly = {"production": 294_000, "aid and housing allowance": aid, "services": value(evidence, "N37", "services")}
    for part, amount in yearly.items():
        assert amount * factor == pytest.approx(value(evidence, "D6", part), abs=5_000)


def test_job_costs_follow_from_wage_contributions_and_rules(evidence: Evidence) -> None:
    wage, law, municipal = (value(evidence, id) for id in ("N35", "B46", "B47"))
    gross = wage * (1 + municipal)
    grant = value(evidence, "B9", "job of more than half time")
    supported = value(evidence, "B8", "share of wage and statutory contributions")
    subsidy_cap = value(evidence, "B25", "2019") * value(evidence, "B25", "factor for contributions")
    cost = {
        "wage with municipal contributions": gross,
        "half the cost, as in N29": gross / 2,
        "new-start job, lowest level": gross - value(evidence, "B2", "lowest") * law * wage,
        "new-start job, middle level": gross - value(evidence, "B2", "middle") * law * wage,
        "new-start job, highest level": gross - value(evidence, "B2", "highest") * law * wage,
        "introduction job, later months": gross - supported * wage * (1 + law),
        "introduction job, months 1-6": gross - supported * wage * (1 + law) - grant,
        "extra job": gross - value(evidence, "B13", "share") * wage * value(evidence, "B15", "factor"),
        "wage subsidy of half, to the cap": gross - subsidy_cap / 2,
    }
    for part, amount in cost.items():
        assert amount == pytest.approx(value(evidence, "D4", part), abs=1), part
    budget = value(evidence, "N29")
    for jobs in figure(evidence, "D4").parts:
        if jobs.what.endswith(": jobs paid for by N29"):
            kind = jobs.what.removesuffix(": jobs paid for by N29")
            each = next(amount for what, amount in cost.items() if what.startswith(kind))
            assert budget / 12 / each == pytest.approx(jobs.value, abs=0.06), jobs.what


def test_shifts_to_jobs_and_the_stock_on_aid_are_worked_out_right(evidence: Evidence) -> None:
    half = 12 * value(evidence, "D4", "half the cost, as in N29")
    aid = 12 * value(evidence, "N36", "economic aid")
    assert 15 * half == pytest.approx(value(evidence, "D7", "wages net of AF for 15"), abs=5_000)
    assert 15 * aid == value(evidence, "D7", "aid saved for 15, at most")
    assert 25 * aid == value(evidence, "D7", "aid saved for 25, at most")
    net = value(evidence, "D7", "aid saved for 15, at most") - value(evidence, "D7", "wages net of AF for 15")
    assert net == value(evidence, "D7", "net for 15")
    assert 25 * half > value(evidence, "N29") > 12.5 * half
    paid = value(evidence, "N20", "for the municipality")
    assert round(paid / aid, 1) == value(evidence, "D3", "household-years, if all of N20 is paid out at 7 500 kr a month")
    assert round(0.8 * paid / aid) == value(evidence, "D3", "household-years, if a fifth of N20 is handling")
    assert value(evidence, "D12", "households in the year") - value(evidence, "D12", "households on aid at one time") == 55
    per_person = value(evidence, "N29") / value(evidence, "N13") / 12
    assert round(per_person) == value(evidence, "D5", "wage money per person")
    monthly_wage = value(evidence, "D4", "wage with municipal contributions")
    assert round(1 - per_person / monthly_wage, 2) == value(evidence, "D5", "average subsidy at full time")
    assert round(2 * per_person / monthly_wage, 2) == value(evidence, "D5", "or average hours at half subsidy")


def test_norm_for_one_adult_is_the_sum_of_its_parts(evidence: Evidence) -> None:
    norm = figure(evidence, "B37")
    assert sum(part.value or 0 for part in norm.parts) == norm.value == 4_080
    assert value(evidence, "B38", "2018: 3 030 personal and 970 common") == 3_030 + 970


def test_the_stop_has_its_dates(evidence: Evidence) -> None:
    dates = {part.what: date.fromisoformat(part.text or "") for part in figure(evidence, "B16").parts if part.text}
    assert dates == {
        "stop in force": date(2019, 1, 1),
        "stop lifted": date(2019, 10, 28),
        "closed for good": date(2022, 1, 1),
    }


def test_own_groups_and_ordinary_places_have_open_signs(evidence: Evidence) -> None:
    suggested = {row.id: row.suggests[0] for row in evidence.findings if row.id in ("E4", "E5")}
    assert (suggested["E4"].low, suggested["E4"].value, suggested["E4"].high) == (0, 6, 14)
    assert (suggested["E5"].low, suggested["E5"].value, suggested["E5"].high) == (-10, -3, 4)


def test_nothing_without_a_source_is_called_sure(evidence: Evidence) -> None:
    outside = [row for row in evidence.entries() if isinstance(row, Sourced)]
    assert outside
    for row in outside:
        assert row.sure != "H" or not row.source.startswith(UNSOURCED), row.id
    assert {row.id for row in evidence.facts if row.source in UNSOURCED} >= {"B4", "B22", "B24", "B29", "B51", "B59"}


def test_every_id_mentioned_in_words_exists(evidence: Evidence) -> None:
    known = {entry.id for entry in evidence.entries()}
    for row in describe(evidence):
        for said in (row["what"], row["why"]):
            assert set(re.findall(r"\b[NRBDEC][1-9]\d?\b", said)) <= known, row["id"]


def test_no_page_of_the_workplace_is_named() -> None:
    words = RAGUNDA.read_text(encoding="utf-8")
    assert not re.search(r"/(work|tmp|home|usr)/|\.md\b|\bF\d\d\b|\bL\d{2,3}\b", words)
    assert max(len(line) for line in words.splitlines()) <= 140


def test_windows_lie_in_order_and_july_2019_is_the_count(evidence: Evidence) -> None:
    met = evidence.entry("N10")
    assert isinstance(met, Figure)
    assert met.until == date(2019, 7, 31)
    assert met.when() == "2018-09-01 to 2019-07-31"
    assert met.source_in(evidence.document) == "AMI decision memo, Ragunda, 2019-08-13, section Resultat och analys"


def test_describe_by_id_gives_the_row_and_those_that_name_it(evidence: Evidence) -> None:
    rows = describe(evidence, "n13")
    assert [row["id"] for row in rows] == ["N13", "D5", "D14", "C1", "C2"]
    assert rows[0]["says"] == "about 50 persons"
    assert rows[0]["use"] == "target"
    assert rows[-1]["source"] == "see N11, N13, R20"


def test_describe_by_word_searches_every_column(evidence: Evidence) -> None:
    assert {row["id"] for row in describe(evidence, "Vehicles")} >= {"N28", "N40", "C6"}
    assert describe(evidence, "no such word here") == []
    everything = describe(evidence)
    assert len(everything) == sum(1 for _ in evidence.entries())
    assert {tuple(row) for row in everything} == {("id", "kind", "what", "says", "when", "source", "sure", "use", "why")}
    assert all(row["says"] for row in everything if row["kind"] not in ("contradiction", "statement"))


def test_an_unknown_id_is_refused_with_the_nearest(evidence: Evidence) -> None:
    with pytest.raises(InputError, match=r'evidence for Ragunda: no row "N444"\. Did you mean "N44"\?'):
        describe(evidence, "N444")


def test_findings_tell_judgement_from_evidence(evidence: Evidence) -> None:
    (finding,) = [row for row in evidence.findings if row.id == "E17"]
    assert isinstance(finding, Finding)
    assert finding.reason() == "Judged here: rate to open work while in a job or practice: 0.4 (0.2 to 0.7) times the rate outside"


def load_text(folder: Path, words: str) -> Evidence:
    path = folder / "evidence.toml"
    path.write_text(words, encoding="utf-8")
    return load_evidence(path)


def test_a_small_file_is_enough(tmp_path: Path) -> None:
    assert load_text(tmp_path, SMALL).entry("N1").told() == "about 100 persons"


FACT = '[[fact]]\nid = "B1"\nwhat = "x"\nvalue = 1\nunit = "kr"\nyear = "2019"\nsource = "memory, unverified"\nsure = "H"\nuse = "fact"\n'


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("wording", "wordng", 'figure N1: wordng: unknown key "wordng". Did you mean "wording"?'),
        ("[[contradiction]]", "[[contradictions]]", 'contradictions: unknown key "contradictions". Did you mean "contradiction"?'),
        ('"about"', '"abuot"', "figure N1: wording: 'abuot' is not allowed; expected one of exact, about"),
        ('use = "target"', 'use = "targets"', 'Did you mean "target"?'),
        ("value = 100", 'value = "100"', "figure N1: value: Input should be a valid number (value '100')"),
        ("value = 100", "value = true", "figure N1: value: Input should be a valid number"),
        ("value = 100", "value = nan", "figure N1: value: Input should be a finite number"),
        ("value = 100", "low = 3", "figure N1: low and high belong together"),
        ("value = 100", "low = 3\nhigh = 2", "figure N1: expected low <= value <= high, got 3, 3, 2"),
        ("value = 100\n", "", "figure N1: unit or wording without a number"),
        ('unit = "persons"\n', "", "figure N1: a number without unit"),
        ("date = 2019-07-31", "from = 2019-07-31\nuntil = 2019-01-01", "figure N1: until 2019-01-01 is before from 2019-07-31"),
        ("date = 2019-07-31\n", "", "figure N1: expected either date, or a window"),
        ("2019-07-31", '"2019-07-31"', "figure N1: date: Input should be a valid date (value '2019-07-31')"),
        ('where = "Results"\n', "", 'figure N1: where: missing; expected the key "where"'),
        ('sure = "H"', 'sure = "high"', "figure N1: sure: 'high' is not allowed; expected one of H, M, L"),
        ('id = "N1"', 'id = "X1"', 'figure X1: id "X1"; expected N and a number, such as N1'),
        ('handled = "Both shown"', 'handled = " "', "contradiction C1: handled: String should match pattern"),
        ('handled = "Both shown"\n', "", 'contradiction C1: handled: missing; expected the key "handled"'),
        (
            'concerns = ["N1"]',
            'concerns = ["N11"]',
            'contradiction C1: concerns: "N11" is not another row of this file. Did you mean "N1"?',
        ),
        ('concerns = ["N1"]', "concerns = []", "contradiction C1: concerns: Tuple should have at least 1 item"),
        ('use = "target"\nwhy = "Scored with rounding"', 'use = "not used"\nwhy = " "', "figure N1: why: String should match pattern"),
        ("value = 100", 'parts = [{ what = "a", valu = 1 }]', 'figure N1: parts[0].valu: unknown key "valu". Did you mean "value"?'),
        ("[[contradiction]]", FACT + "[[contradiction]]", 'fact B1: sure is "H" and source is "memory, unverified"; expected M or L'),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert SMALL.count(old) >= 1
    with pytest.raises(InputError) as refused:
        load_text(tmp_path, SMALL.replace(old, new, 1))
    assert str(refused.value).startswith(str(tmp_path / "evidence.toml"))
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


def test_an_id_used_twice_is_refused(tmp_path: Path) -> None:
    again = SMALL + SMALL[SMALL.index("[[contradiction]]") :]
    with pytest.raises(InputError, match=r'contradiction C1: id "C1" is used twice'):
        load_text(tmp_path, again)


def test_not_used_needs_a_reason(tmp_path: Path) -> None:
    unused = SMALL + FACT.replace('sure = "H"', 'sure = "L"').replace('use = "fact"', 'use = "not used"')
    with pytest.raises(InputError, match=r'fact B1: use is "not used" and why is missing'):
        load_text(tmp_path, unused)


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", "is empty"), (b"\xff\xfe\x00", "is not a text file"), (b"[[figure]\n", "is not valid TOML")],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "evidence.toml"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        load_evidence(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.toml: cannot be read"):
        load_evidence(tmp_path / "nowhere.toml")


def test_rows_cannot_be_changed(evidence: Evidence) -> None:
    row: Any = evidence.entry("B5")
    with pytest.raises(ValueError, match="frozen"):
        row.value = 1.0
