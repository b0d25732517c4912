"""The commands about money: budget years, what exclusion costs, other prices on stored results, a krona back to its rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ami_sim.cli.help import language_for
from ami_sim.cli.idle import refuse_beside, refuse_language, refuse_without
from ami_sim.cli.options import RAGUNDA, File, Json, Out, Results, Set, Swedish, out_named
from ami_sim.cli.output import say_page

if TYPE_CHECKING:
    from ami_sim.report.document import Page
    from ami_sim.report.vocabulary import Language
    from ami_sim.scenario.scenario import Scenario

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
    bound: Annotated[bool, typer.Option("--bound")] = False,
    cohort: Annotated[int | None, typer.Option("--cohort")] = None,
    unit: Annotated[str, typer.Option("--unit")] = "",
    lives: Annotated[int | None, typer.Option("--lives")] = None,
    draws: Annotated[int | None, typer.Option("--draws")] = None,
    layers: Annotated[str, typer.Option("--layers")] = "",
    cost: Annotated[float | None, typer.Option("--cost")] = None,
    export: Annotated[Path | None, typer.Option("--export", parser=out_named, metavar="PATH")] = None,
    setting: Set = None,
    sv: Swedish = False,
    as_json: Json = False,
) -> None:
    """Tell what exclusion costs, by payer: over whole lives, one person's at most (--bound), or everybody's in need (--cohort)."""
    from ami_sim.scenario.experiment import read_settings
    from ami_sim.scenario.load import load_scenario

    refuse_language(as_json, sv)
    of_lives = {"--lives": lives, "--draws": draws, "--layers": layers, "--cost": cost, "--export": export}
    if bound:
        refuse_beside("--bound", {"--cohort": cohort, **of_lives})
    if cohort is None:
        refuse_without("--cohort", {"--unit": unit})
    else:
        refuse_beside("--cohort", {"--who": who, **of_lives})
    settings = read_settings(setting or [])
    asked = Asked(load_scenario(file, settings), file, settings, language_for(sv))
    if bound:
        page = asked.of_one(who)
    elif cohort is not None:
        page = asked.of_all(cohort, unit or CLOSED)
    else:
        page = asked.of_lives(who, lives, draws, layers, cost, export)
    say_page(page, as_json)


@dataclass(frozen=True)
class Asked:
    """A scenario whose exclusion is asked about, with its file, what was set, and the language of the answer."""

    scenario: "Scenario"
    file: str
    settings: Mapping[str, Any]
    language: "Language"

    def of_one(self, who: str) -> "Page":
        """Give the page on one person of each type: an upper bound."""
        from ami_sim.report.pages.exclusion import page_of
        from ami_sim.workflow.exclusion import cost_of_exclusion, refuse_unread

        found = cost_of_exclusion(self.scenario, who)
        refuse_unread(found, self.scenario, self.file, self.settings, who)
        return page_of(found, self.language)

    def of_all(self, cohort: int, unit: str) -> "Page":
        """Give the page on everybody in need on the parting date."""
        from ami_sim.report.pages.cohort import page_of
        from ami_sim.workflow.cohort import cost_of_cohort

        return page_of(cost_of_cohort(self.scenario, cohort, unit=unit), self.language)

    def of_lives(self, who: str, lives: int | None, draws: int | None, layers: str, cost: float | None, export: Path | None) -> "Page":
        """Give the page on whole lives, and write its frames where they are asked for; where no number of lives is said, one screen."""
        from ami_sim.public.cohort import Lived
        from ami_sim.scenario.consequences import beside
        from ami_sim.workflow.life_course import DRAWS, FEW_DRAWS, FEW_LIVES, followed, refuse_cost
        from ami_sim.workflow.unread import refuse_beyond_lives

        if cost is not None:
            refuse_cost(cost)
        refuse_beyond_lives(self.settings)
        few = lives is None
        found = followed(
            self.scenario,
            cohorts=named(who),
            lives=FEW_LIVES if lives is None else lives,
            draws=(FEW_DRAWS if few else DRAWS) if draws is None else draws,
            layers=named(layers),
            consequences=beside(self.file),
            folder=self.file,
        )
        lived = Lived(**vars(found))
        if export is not None:
            lived.export(export)
        return lived.page(self.language, cost, short=few)


def named(words: str) -> tuple[str, ...]:
    """Read names with commas between."""
    return tuple(word.strip() for word in words.split(",") if word.strip())


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
