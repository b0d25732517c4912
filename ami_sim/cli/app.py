"""The command line: the commands of every family, and one clear error with exit code 2 for anything wrong in what was given."""

import sys

import typer

from ami_sim.cli.answers import add_answer_commands
from ami_sim.cli.calibrate import add_calibration_commands
from ami_sim.cli.compare import add_run_commands
from ami_sim.cli.decide import add_decision_commands
from ami_sim.cli.files import add_file_commands
from ami_sim.cli.money import add_money_commands
from ami_sim.cli.output import STOPPED, WRONG, leave, prepare_streams
from ami_sim.cli.search import add_search_command
from ami_sim.scenario.errors import GOES_ON, InputError

app = typer.Typer(
    help="Simulate what social exclusion costs and what a municipality can do about it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
FAMILIES = (
    add_run_commands,
    add_file_commands,
    add_money_commands,
    add_answer_commands,
    add_search_command,
    add_decision_commands,
    add_calibration_commands,
)
for family in FAMILIES:
    family(app)


def main() -> None:
    """Run the command line: one message and exit code 2 for anything wrong in what was given, 130 when Ctrl-C stopped it."""
    prepare_streams()
    try:
        code = app(standalone_mode=False)
    except InputError as error:
        leave(" ".join(str(error).split()), WRONG)
    except Exception as error:
        if not hasattr(error, "format_message"):  # what is wrong in an option, in words that click has found
            raise
        if type(error).__name__ == "NoArgsIsHelpError":  # the help has been printed
            raise SystemExit(WRONG) from error
        leave(f"{' '.join(error.format_message().split())} (ami-sim --help lists the commands and their options)", WRONG)
    if code == STOPPED:
        goes_on = sys.argv[1:2] in (["answers"], ["switches"], ["calibrate"])
        leave(GOES_ON if goes_on else "stopped before there was anything to show", STOPPED)
    raise SystemExit(code or 0)
