"""A form of changed rules becomes a question that runs, reads back as the same form and as a sentence, and refuses what cannot be."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ami_sim.report.errors import told
from ami_sim.report.rule_words import RuleWords
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.experiment import load_experiment
from ami_sim.scenario.quantities import Quantity
from ami_sim.scenario.services import Rule
from ami_sim.workflow.compare import compare
from ami_sim.workflow.question_file import BASE_2026, read_form, start_in, start_of, what_may_change, write_question
from ami_sim.workflow.requirement_change import RequirementChange
from ami_sim.workflow.rule_change import AnswerChange, Form, InflowChange, RuleChange, added, settings_of
from ami_sim.workflow.rules_today import FIELDS, RulesToday

STOP = RuleChange(("extra_job_2019",), date(2021, 7, 1), date(2022, 7, 1), stopped=True)
NEWCOMERS = RuleChange(("introduction_job_2019",), date(2020, 1, 1), values={"share": 60.0}, incomes=("establishment",), extended=True)
SUMMER = AnswerChange(date(2020, 6, 1), (6, 7, 8), 2.0)
FORMS = {
    "stop": Form("sixty", rules=(STOP,)),
    "newcomers": Form("sixty", rules=(NEWCOMERS,)),
    "summer": Form("sixty", answers=SUMMER),
    "all": Form("sixty", "seventy", (STOP, NEWCOMERS), SUMMER),
    "places": Form("sixty", places=34),
    "order": Form("sixty", order="greatest_need"),
    "more": Form("sixty", inflow=InflowChange(date(2021, 7, 1), 20.0)),
    "fewer": Form("sixty", inflow=InflowChange(date(2021, 1, 1), -25.0, ("establishment",))),
    "beside": Form("sixty", rules=(STOP,), beside=Form("sixty", "seventy", order="first_come"), assumed={"af_weeks": 5.0}),
}


@pytest.fixture(scope="module")
def today() -> RulesToday:
    return what_may_change()


def test_every_figure_of_a_rule_is_in_the_form() -> None:
    figures = {name for name, field in Rule.model_fields.items() if Quantity.__name__ in str(field.annotation)}
    assert figures == set(FIELDS)


def test_todays_values_are_those_of_the_files(today: RulesToday) -> None:
    rule = today.rules["introduction_job_2019"]
    assert {key: rule.figures[key].value for key in ("share", "cap", "grant", "grant_period", "longest")} == {
        "share": 80.0,
        "cap": 20000.0,
        "grant": 2000.0,
        "grant_period": 6.0,
        "longest": 24.0,
    }
    assert rule.figures["eligible"].uncertain
    assert not rule.figures["share"].uncertain
    assert "extra_job_2018" not in today.rules  # closed before the parting


@pytest.mark.parametrize("name", FORMS)
def test_a_question_reads_back_as_the_same_form(name: str, today: RulesToday, tmp_path: Path) -> None:
    path = write_question(tmp_path / "question.toml", FORMS[name], today, RuleWords(today, "sv").named(FORMS[name]))
    assert read_form(path, today) == FORMS[name]


def test_a_stop_closes_the_rule_and_opens_it_again(today: RulesToday, tmp_path: Path) -> None:
    path = write_question(tmp_path / "question.toml", FORMS["stop"], today, RuleWords(today, "en").named(FORMS["stop"]))
    rules = load_experiment(path).scenarios["changed"].rule
    assert (rules["extra_job_2019"].closes, rules["extra_job_2019"].extended_until) == (date(2021, 7, 1), date(2021, 7, 1))
    assert rules["extra_job_2019_again"].opens == date(2022, 7, 1)
    assert rules["extra_job_2019_again"].share.value == 1.0
    assert load_experiment(path).scenarios["today"].rule["extra_job_2019"].closes is None


def test_a_lower_share_for_some_leaves_the_others_as_they_are(today: RulesToday, tmp_path: Path) -> None:
    path = write_question(tmp_path / "question.toml", FORMS["newcomers"], today, RuleWords(today, "en").named(FORMS["newcomers"]))
    rules = load_experiment(path).scenarios["changed"].rule
    changed, others = rules["introduction_job_2019_changed"], rules["introduction_job_2019_others"]
    assert (changed.share.value, changed.who.incomes) == (0.6, ("establishment",))
    assert (others.share.value, others.who.incomes) == (0.8, ("state_benefit", "aid", "aid_gap", "activity", "ami_wage"))


def test_slower_answers_in_summer_double_three_months_from_a_date_on(today: RulesToday, tmp_path: Path) -> None:
    path = write_question(tmp_path / "question.toml", FORMS["summer"], today, RuleWords(today, "en").named(FORMS["summer"]))
    application = load_experiment(path).scenarios["changed"].application
    assert application is not None
    before, after = ([factor.value for factor in application.months_on(date(2020, 5 + later, 1))] for later in (0, 1))
    assert before == [1.1, 1.0, 1.0, 1.0, 1.0, 1.1, 1.5, 1.2, 1.0, 1.0, 1.0, 1.2]
    assert after == [1.1, 1.0, 1.0, 1.0, 1.0, 2.2, 3.0, 2.4, 1.0, 1.0, 1.0, 1.2]


def test_half_the_places_are_half_of_what_grows_with_them(today: RulesToday, tmp_path: Path) -> None:
    assert today.sizes["sixty"].places == 68.0  # 9 + 4 + 8 + 8 + 8 with staff, 8 in language groups, 23 in ordinary operations
    path = write_question(tmp_path / "question.toml", FORMS["places"], today, RuleWords(today, "en").named(FORMS["places"]))
    scenario = load_experiment(path).scenarios["changed"]
    half, whole, theta = scenario.unit["places_34"], scenario.unit["sixty"], scenario.at_medians()
    for one, other in zip(half.posts, whole.posts, strict=True):
        stays = other.overhead or other.funder == "other_municipal"
        assert one.count.at(theta) == pytest.approx(other.count.at(theta) * (1.0 if stays else 0.5))
    assert half.wage_money.amount.at(theta) == pytest.approx(0.5 * whole.wage_money.amount.at(theta))
    assert half.costs["civic_orientation"].amount.at(theta) == whole.costs["civic_orientation"].amount.at(theta)


def test_a_change_of_the_inflow_multiplies_what_comes_after_it(today: RulesToday, tmp_path: Path) -> None:
    path = write_question(tmp_path / "question.toml", FORMS["more"], today, RuleWords(today, "en").named(FORMS["more"]))
    doors = load_experiment(path).scenarios["changed"].referrer
    newcomers = [(row.from_, row.factor.value) for row in doors["establishment"].dated]  # 0.7, 0.5 and 0.4 as it is
    assert newcomers == [
        (date(2020, 1, 1), 0.7),
        (date(2021, 1, 1), 0.5),
        (date(2021, 7, 1), pytest.approx(0.6)),
        (date(2022, 1, 1), pytest.approx(0.48)),
    ]
    assert [(row.from_, row.factor.value) for row in doors["ifo"].dated] == [(date(2021, 7, 1), 1.2)]


def test_who_comes_first_changes_from_the_parting_on(today: RulesToday, tmp_path: Path) -> None:
    path = write_question(tmp_path / "question.toml", FORMS["order"], today, RuleWords(today, "en").named(FORMS["order"]))
    scenarios = load_experiment(path).scenarios
    ordered = [(when, mapping, places) for when, mapping, places in scenarios["changed"].orders()]
    assert ordered[0][1:] == ("ifo_first", "ifo_first")
    assert (ordered[-1][0], *ordered[-1][1:]) == (today.parting, "greatest_need", "greatest_need")


def test_changes_are_added_and_one_kind_only_once() -> None:
    both = added([FORMS["stop"], FORMS["order"], FORMS["stop"]])
    assert (both.rules, both.order, both.changes) == ((STOP,), "greatest_need", 2)
    with pytest.raises(InputError, match='order: "order" is changed twice; expected one change of it'):
        added([FORMS["order"], Form("sixty", order="first_come")])


@pytest.mark.parametrize("name", ["stop", "newcomers", "summer"])
def test_a_question_runs_and_changes_something(name: str, today: RulesToday, tmp_path: Path) -> None:
    path = write_question(tmp_path / "question.toml", FORMS[name], today, RuleWords(today, "sv").named(FORMS[name]))
    result = compare(path, replications=4, workers=1, parameters="median")
    rows = result.measures[(result.measures["measure"] == "net_result") & (result.measures["actor"] == "public")]
    wide = rows.pivot_table(index="replication", columns="scenario", values="value")
    assert len(wide) == 4
    assert (wide["changed"] != wide["today"]).any()


SENTENCES = {
    (
        "stop",
        "sv",
    ): "Från 1 juli 2021 beviljas inga nya extratjänster, och från 1 juli 2022 gäller dagens regler igen; pågående får löpa ut,"
    " men förlängs inte.",
    ("stop", "en"): "From 1 July 2021 no new extra jobs are granted, and from 1 July 2022 today's rules hold again; running ones may be"
    " completed, but are not extended.",
    (
        "newcomers",
        "sv",
    ): "Från 1 januari 2020 gäller för nya introduktionsjobb till den som lever på etableringsersättning: AF betalar högst"
    " 60\u00a0% av lön och avgifter upp till taket (i dag 80\u00a0%); pågående får löpa ut och förlängas som i dag.",
    ("newcomers", "en"): "From 1 January 2020 new introduction jobs to those who live on establishment benefit have these terms: AF pays at"
    " most 60\u00a0% of wage and contributions up to the cap (today 80\u00a0%); running ones may be completed and extended as today.",
    ("summer", "sv"): "Från 1 juni 2020 tar AF:s svar 2 gånger så lång tid som i dag på det som enheten ansöker om i juni, juli och"
    " augusti.",
    ("summer", "en"): "From 1 June 2020 AF's answers take 2 times as long as today to what the unit applies for in June, July and August.",
}


@pytest.mark.parametrize(("name", "language"), SENTENCES)
def test_a_form_reads_back_as_a_sentence(name: str, language: str, today: RulesToday) -> None:
    assert RuleWords(today, language).sentences(FORMS[name]) == (SENTENCES[name, language],)


RULES = ("introduction_job_2019",)
BEGINS = date(2021, 1, 1)
REFUSED = {
    "begins: 2019-01-01 är före delningsdagen": RuleChange(RULES, date(2019, 1, 1), stopped=True),
    "ends: 2020-06-01 är inte efter 2021-01-01": RuleChange(RULES, BEGINS, date(2020, 6, 1), stopped=True),
    "share: 120 %; väntat: 0 till 100 %": RuleChange(RULES, BEGINS, values={"share": 120.0}),
    "är som i dag": RuleChange(RULES, BEGINS, values={"share": 80.0}),
    'Menade du "introduction_job_2019"?': RuleChange(("introduction_job_201",), BEGINS, stopped=True),
    "extended: en ändring bara för några": RuleChange(RULES, BEGINS, stopped=True, incomes=("aid",)),
    "gäller ingen som lever på det": RuleChange(RULES, BEGINS, stopped=True, incomes=("work",), extended=True),
    "rules: ingen regel är vald": RuleChange((), BEGINS, stopped=True),
}


@pytest.mark.parametrize("said", REFUSED)
def test_an_impossible_change_is_refused_at_its_field_in_the_planners_language(said: str, today: RulesToday) -> None:
    with pytest.raises(InputError) as error:
        settings_of(Form("sixty", rules=(REFUSED[said],)), today)
    assert said in told(str(error.value), "sv")


def test_a_form_that_changes_nothing_is_refused(today: RulesToday) -> None:
    with pytest.raises(InputError, match="question: changes nothing"):
        settings_of(Form("sixty"), today)


def test_a_question_that_no_form_made_is_refused_as_a_form(today: RulesToday, tmp_path: Path) -> None:
    path = write_question(tmp_path / "question.toml", FORMS["stop"], today, RuleWords(today, "en").named(FORMS["stop"]))
    path.write_text(path.read_text() + '"rule.fat.share" = 0.5\n')
    with pytest.raises(InputError, match="holds more than the form can show"):
        read_form(path, today)


LAW = RequirementChange(date(2026, 10, 1), 40.0, 3.0)
TRIED = RequirementChange(date(2027, 1, 1), 30.0, 4.0, (1, 2), cut=False)


@pytest.fixture(scope="module")
def in_2026() -> RulesToday:
    return what_may_change(BASE_2026)


@pytest.mark.parametrize("change", [LAW, TRIED], ids=["law", "tried"])
def test_the_requirement_is_written_and_read_back_against_the_law_before_it(
    in_2026: RulesToday, tmp_path: Path, change: RequirementChange
) -> None:
    form = Form("in_2026", "in_2026_grant", requirement=change, beside=Form("in_2026", "in_2026", requirement=LAW))
    path = write_question(tmp_path / "question.toml", form, in_2026, RuleWords(in_2026, "sv").named(form))
    assert start_in(path) == start_of(form) == BASE_2026
    assert read_form(path, in_2026) == form
    options = load_experiment(path).scenarios
    before, changed, second = (options[name].requirement for name in ("today", "changed", "second"))
    assert before
    assert changed
    assert second
    assert before.from_.year == 2099  # never
    assert not options["today"].referrer["ifo"].dated  # nobody is deterred
    grants = [options[name].prices.lump_sum["activity_grant"].amount[2026].value for name in ("today", "changed")]
    assert grants == pytest.approx([0.0, 960_000 / 365.25])
    assert (second.from_, second.hours.value, second.status) == (date(2026, 10, 1), 40.0, "in_force")
    if change is TRIED:
        assert (changed.from_, changed.hours.value, changed.good_cause.value, changed.status) == (date(2027, 1, 1), 30.0, 1.0, "proposed")
        assert [less.hours.value if less.hours else None for less in changed.less] == [None, 0.0, 0.0, 15.0, 10.0]
        assert options["changed"].referrer["ifo"].dated[0].from_ == date(2027, 1, 1)


def test_other_changes_of_a_start_with_a_requirement_are_read_back_too(in_2026: RulesToday, tmp_path: Path) -> None:
    form = Form("in_2026", order="greatest_need")
    path = write_question(tmp_path / "question.toml", form, in_2026, RuleWords(in_2026, "sv").named(form))
    assert read_form(path, in_2026) == form


def test_the_requirement_reads_back_with_its_status(in_2026: RulesToday) -> None:
    words = RuleWords(in_2026, "sv")
    law, tried = (words.sentences(Form("in_2026", requirement=change)) for change in (LAW, TRIED))
    assert law[0] == "Från 1 oktober 2026 ska den som haft försörjningsstöd i 3 månader delta i aktiviteter 40 timmar i veckan."
    assert law[-1] == "Så gäller kravet enligt offentliga sidor; det är inte kontrollerat mot lagtexten."
    assert tried[0] == (
        "Från 1 januari 2027 ska den som haft försörjningsstöd i 4 månader (i lagen som den läses: 3) delta i aktiviteter 30 timmar i"
        " veckan (i lagen som den läses: 40)."
    )
    assert tried[1] == (
        "Det som undantas: för sjuk för att arbeta; klarar inte mer, på steg 2: 15 timmar mindre; nedsatt arbetsförmåga: 10 timmar mindre."
    )
    assert "ingen lag" in tried[-1]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (Form("in_2026", requirement=replace(LAW, begins=date(2026, 1, 1))), "begins: 2026-01-01 is before the parting date"),
        (Form("in_2026", requirement=replace(LAW, hours=60.0)), "hours: 60; expected 1 to 40"),
        (Form("in_2026", requirement=replace(LAW, after=-1.0)), "after: -1; expected 0 to 60"),
        (Form("in_2026", requirement=replace(LAW, without=(7,))), "exceptions: 7; expected a number of 0 to 4"),
        (Form("in_2026", order="greatest_need", requirement=LAW), "requirement: begins in another year"),
        (Form("in_2026", requirement=LAW, beside=Form("in_2026", order="greatest_need")), "requirement: begins in another year"),
        (Form("sixty", requirement=LAW), 'unit: "sixty" is not a unit that can be chosen'),
    ],
)
def test_a_requirement_that_cannot_be_is_refused_at_its_field(in_2026: RulesToday, form: Form, said: str) -> None:
    with pytest.raises(InputError, match=said):
        settings_of(form, in_2026)


def test_a_requirement_is_no_change_of_a_start_without_one(today: RulesToday) -> None:
    with pytest.raises(InputError, match="requirement: the scenario has none"):
        settings_of(Form("today", requirement=replace(LAW, begins=date(2021, 1, 1))), today)
