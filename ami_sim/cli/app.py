"""The command line: the commands of every family, and one clear error with exit code 2 for anything wrong in what was given."""

import gc
import os
import sys
from typing import Annotated

import typer

from ami_sim import __version__
from ami_sim.cli.answers import add_answer_commands
from ami_sim.cli.calibrate import add_calibration_commands
from ami_sim.cli.compare import add_run_commands
from ami_sim.cli.decide import add_decision_commands
from ami_sim.cli.files import add_file_commands
from ami_sim.cli.forecast import add_forecast_commands
from ami_sim.cli.help import App, Group, asked, wrong
from ami_sim.cli.money import add_money_commands
from ami_sim.cli.output import GONE, STOPPED, WRONG, leave, prepare_streams, say
from ami_sim.cli.own import add_own_commands
from ami_sim.cli.page import add_page_command
from ami_sim.cli.report import add_report_command
from ami_sim.cli.search import add_search_command
from ami_sim.report import words
from ami_sim.report.errors import told
from ami_sim.scenario.errors import InputError

app = App(
    cls=Group,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
SELDOM = 50_000  # objects made between two looks for circles among them: hardly any is in one, and a command ends soon
FAMILIES = (
    add_run_commands,
    add_file_commands,
    add_money_commands,
    add_answer_commands,
    add_search_command,
    add_decision_commands,
    add_calibration_commands,
    add_report_command,
    add_page_command,
    add_own_commands,
    add_forecast_commands,
)
for family in FAMILIES:
    family(app)


def print_version(wanted: bool) -> None:
    """Print the version and leave."""
    if wanted:
        say(words.say(asked(sys.argv[1:]), "commands.version", version=__version__))
        raise typer.Exit


@app.callback()
def about(wanted: Annotated[bool, typer.Option("--version", is_eager=True, callback=print_version)] = False) -> None:
    """Simulate what social exclusion costs and what a municipality can do about it."""


def main() -> None:
    """Run the command line: one message and exit code 2 for anything wrong in what was given, 130 when Ctrl-C stopped it."""
    prepare_streams()
    gc.set_threshold(SELDOM, *gc.get_threshold()[1:])
    try:
        code = app(standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read has seen enough, as `| head -1` has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(GONE) from None
    except InputError as error:
        leave(told(" ".join(str(error).split()), asked(sys.argv[1:])), WRONG)
    except Exception as error:
        if not hasattr(error, "format_message"):  # what is wrong in an option, in words that click has found
            raise
        if type(error).__name__ == "NoArgsIsHelpError":
            say(error.format_message())
            raise SystemExit(WRONG) from error
        leave(wrong(error, asked(sys.argv[1:])), WRONG)
    if code == STOPPED:
        goes_on = sys.argv[1:2] in (["answers"], ["switches"], ["calibrate"])
        leave(words.say(asked(sys.argv[1:]), "commands.goes-on" if goes_on else "commands.stopped"), STOPPED)
    raise SystemExit(code or 0)
