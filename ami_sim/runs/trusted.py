"""What code of a file's own may be run: a question may be a stranger's, and a function that it names is a program."""

from pathlib import Path

from ami_sim.model.strategies import file_of, functions_of
from ami_sim.runs.batch import Work
from ami_sim.scenario.errors import InputError


def refuse_code(work: Work) -> None:
    """Refuse to run code that a file names and that is not the user's own, unless the user has said whose it is."""
    if work.trust:
        return
    for option, scenario in work.scenarios.items():
        if option in (work.own or {}):
            continue
        for text, strategy in functions_of(scenario).items():
            path = file_of(text, Path(work.folder))
            if path is not None and not is_the_users(path):
                raise InputError(
                    f'option {option} would run code, strategy.{strategy}.function: "{text}" ({path.resolve()}), which does not lie in or '
                    "below the current folder; expected --trust too, from somebody who knows whose code it is"
                )


def is_the_users(path: Path) -> bool:
    """Tell whether a file lies in or below the folder one works in; a home folder, or one above it, holds too much to be that."""
    here = Path.cwd().resolve()
    return not is_home(here) and path.resolve().is_relative_to(here)


def is_home(folder: Path) -> bool:
    """Tell whether a folder is the user's home, or holds it."""
    try:
        home = Path.home().resolve()
    except RuntimeError:  # there is none
        return folder == Path(folder.anchor)
    return home.is_relative_to(folder)
