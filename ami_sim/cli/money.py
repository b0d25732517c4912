"""The commands about money: budget years, what exclusion costs, other prices on stored results, a krona back to its rows."""

from typing import Annotated

import typer

from ami_sim.cli.help import language_for
from ami_sim.cli.idle import refuse_beside, refuse_language, refuse_without
from ami_sim.cli.options import RAGUNDA, File, Json, Out, Results, Set, Swedish
from ami_sim.cli.output import say_page

CLOSED = "before_2018"  # the unit under which a cohort is followed when none is named


def add_money_commands(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command(epilog="ami-sim budget results/capacity --option sixty")(budget)
    app.command(epilog="ami-sim exclusion --who on_aid_alone")(exclusion)
    app.command(epilog="ami-sim reprice results/capacity --set discount=0.05")(reprice)
    app.command(epilog='ami-sim trace results/capacity "ami: wages_net" --option sixty --year 2021')(trace)


def budget(
    results: Results,
    option: Annotated[str, typer.Option("--option")] = "",
    sv: Swedish = False,
    as_json: Json = False,
) -> None:
    """Print the budget years of stored results: committee, line, year, in current kronor, with the risk of going over."""
    from ami_sim.report.pages.budget import page_of
    from ami_sim.workflow.budget import read_budget

    refuse_language(as_json, sv)
    say_page(page_of(read_budget(results, option), language_for(sv)), as_json)


def exclusion(
    who: Annotated[str, typer.Option("--who")] = "",
    file: Annotated[str, typer.Option("--file")] = f"{RAGUNDA}/scenario.toml",
    cohort: Annotated[int | None, typer.Option("--cohort")] = None,
    unit: Annotated[str, typer.Option("--unit")] = "",
    setting: Set = None,
    sv: Swedish = False,
    as_json: Json = False,
) -> None:
    """Tell what one person's exclusion costs, by payer, over 1, 5, 10 and 40 years (an upper bound), or a whole cohort's."""
    from ami_sim.report.pages import cohort as of_all
    from ami_sim.report.pages import exclusion as of_one
    from ami_sim.scenario.experiment import read_settings
    from ami_sim.scenario.load import load_scenario
    from ami_sim.workflow.cohort import cost_of_cohort
    from ami_sim.workflow.exclusion import cost_of_exclusion, refuse_unread

    refuse_language(as_json, sv)
    if cohort is None:
        refuse_without("--cohort", {"--unit": unit})
    else:
        refuse_beside("--cohort", {"--who": who})
    settings, language = read_settings(setting or []), language_for(sv)
    scenario = load_scenario(file, settings)
    if cohort is None:
        found = cost_of_exclusion(scenario, who)
        refuse_unread(found, scenario, file, settings, who)
        say_page(of_one.page_of(found, language), as_json)
    else:
        say_page(of_all.page_of(cost_of_cohort(scenario, cohort, unit=unit or CLOSED), language), as_json)


def reprice(
    results: Results,
    setting: Set = None,
    file: File = "",
    to: Out = None,
    sv: Swedish = False,
    as_json: Json = False,
) -> None:
    """Put other prices or another discount rate on stored results without a new run; refuse a price that steers a run."""
    from ami_sim.report.pages.reprice import page_of
    from ami_sim.scenario.experiment import read_settings
    from ami_sim.workflow.reprice import reprice_results

    found = reprice_results(results, read_settings(setting or []), file)
    if to:
        found.write(to)
    say_page(page_of(found, language_for(sv)), as_json)


def trace(
    results: Results,
    line: Annotated[str, typer.Argument()],
    option: Annotated[str, typer.Option("--option")],
    year: Annotated[int, typer.Option("--year")],
    file: File = "",
    sv: Swedish = False,
    as_json: Json = False,
) -> None:
    """Follow a printed krona back to its rows: condition, days, kronor a month, and the price rows with their sources."""
    from ami_sim.report.pages.trace import page_of
    from ami_sim.workflow.trace import trace_results

    refuse_language(as_json, sv)
    say_page(page_of(trace_results(results, line, option, year, file), language_for(sv)), as_json)
