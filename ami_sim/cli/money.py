"""The commands about money: budget years, what exclusion costs, other prices on stored results, a krona back to its rows."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

Json = Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")]
Set = Annotated[list[str] | None, typer.Option("--set", help="Override any figure: path=value, for example prices.aid.incentive=0.2")]
Swedish = Annotated[bool, typer.Option("--sv", help="Swedish table.")]
Folder = Annotated[Path, typer.Argument(help="A folder that ami-sim compare has written.")]
File = Annotated[str, typer.Option("--file", help="The experiment file, when it is not where the run found it.")]
RAGUNDA = "calibration/ragunda/scenario.toml"


def add_money_commands(app: typer.Typer) -> None:
    """Add the commands about money to the command line."""
    app.command(epilog="Example: ami-sim budget results/capacity --option sixty")(budget)
    app.command(epilog="Example: ami-sim exclusion --who on_aid_alone")(exclusion)
    app.command(epilog="Example: ami-sim reprice results/capacity --set discount=0.05")(reprice)
    app.command(epilog='Example: ami-sim trace results/capacity "ami: wages_net" --option sixty --year 2021')(trace)


def budget(
    results: Folder,
    option: Annotated[str, typer.Option("--option", help="One option; nothing for all.")] = "",
    sv: Swedish = False,
    as_json: Json = False,
) -> None:
    """Print the budget years of stored results: committee, line, year, in current kronor, with the risk of going over."""
    from ami_sim.report.pages.budget import budget_page

    out(budget_page(results, option, "sv" if sv else "en"), as_json)


def exclusion(
    who: Annotated[str, typer.Option("--who", help="One person type; nothing for all.")] = "",
    file: Annotated[str, typer.Option("--file", help="A scenario file.")] = RAGUNDA,
    cohort: Annotated[int, typer.Option("--cohort", help="Runs: follow everybody in need on the parting date, by age and step.")] = 0,
    unit: Annotated[str, typer.Option("--unit", help="With --cohort: the unit from the parting date on.")] = "before_2018",
    setting: Set = None,
    sv: Swedish = False,
    as_json: Json = False,
) -> None:
    """Tell what one person's exclusion costs, by payer, over 1, 5, 10 and 40 years (an upper bound), or a whole cohort's."""
    from ami_sim.report.pages.exclusion import exclusion_page
    from ami_sim.scenario.experiment import read_settings
    from ami_sim.scenario.load import load_scenario

    scenario = load_scenario(file, read_settings(setting or []))
    if cohort:
        from ami_sim.report.pages.cohort import cohort_page

        out(cohort_page(scenario, cohort, language="sv" if sv else "en", unit=unit), as_json)
        return
    out(exclusion_page(scenario, who, "sv" if sv else "en"), as_json)


def reprice(
    results: Folder,
    setting: Set = None,
    file: File = "",
    to: Annotated[Path | None, typer.Option("--out", help="Folder for summary.csv and budget.csv.")] = None,
    sv: Swedish = False,
    as_json: Json = False,
) -> None:
    """Put other prices or another discount rate on stored results without a new run; refuse a price that steers a run."""
    from ami_sim.scenario.experiment import read_settings
    from ami_sim.workflow.reprice import reprice_results

    page = reprice_results(results, read_settings(setting or []), file, "sv" if sv else "en")
    if to:
        page.write(to)
    out(page, as_json)


def trace(
    results: Folder,
    line: Annotated[str, typer.Argument(help='A line of the budget ("ami: wages_net") or of the accounts ("aid: ifo -> person").')],
    option: Annotated[str, typer.Option("--option", help="Which option.")],
    year: Annotated[int, typer.Option("--year", help="Which budget year.")],
    file: File = "",
    sv: Swedish = False,
    as_json: Json = False,
) -> None:
    """Follow a printed krona back to its rows: condition, days, kronor a month, and the price rows with their sources."""
    from ami_sim.report.pages.trace import trace_results

    out(trace_results(results, line, option, year, file, "sv" if sv else "en"), as_json)


def out(page: Any, as_json: bool) -> None:
    """Print a page as text, or as JSON for a script."""
    typer.echo(json.dumps(page.as_dict(), ensure_ascii=False, indent=2, default=str) if as_json else page.as_text())
