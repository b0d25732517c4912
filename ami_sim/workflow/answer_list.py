"""The list of a folder's questions: a row a run, a search, a page and a decision, read from `answers.toml` and checked before any run.

A folder may be a stranger's: every path of its list stays inside it, names are plain words, and no code of its own is run unless trusted.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from pydantic import Field, PrivateAttr, ValidationError

from ami_sim.analysis.choice import DECIDERS
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.experiment import Question, load_experiment
from ami_sim.scenario.load import explain, read_toml
from ami_sim.scenario.rows import Strict

LIST: Final = "answers.toml"
NAME: Final = re.compile(r"\w[\w-]*")  # a row's name becomes a folder's and a picture's


class RunRow(Strict):
    """One run: an experiment file of the folder, and what differs from how it stands. `replications`: runs in all."""

    file: str
    variant: str = ""
    regime: str = ""
    replications: int | None = Field(default=None, ge=1)
    set: dict[str, Any] = Field(default_factory=dict)


class PageRow(Strict):
    """One page: a template of the folder, and where in the folder it is written."""

    template: str
    to: str


class DecisionRow(Strict):
    """One decision page: of which run, where it is written, whose net result decides (default: the file's).

    `option`: whose difference the parts on sensitivity and on who gains are about (default: the leader's, or the next after the reference).
    `switches`: draws of each switch that is turned for part c; 0 turns none. `figures`: lives of each figure of the files that is moved
    for part c, 2 or more; 0 moves none.
    """

    run: str
    to: str
    payer: str = ""
    option: str = ""
    switches: int = Field(default=0, ge=0)
    figures: int = Field(default=0, ge=0)


class SearchRow(Strict):
    """One search: an experiment file of the folder that has a `[search]` table."""

    file: str


class AnswerList(Strict):
    """What is run and what is written, in order."""

    run: dict[str, RunRow]
    search: dict[str, SearchRow] = Field(default_factory=dict)
    page: dict[str, PageRow] = Field(default_factory=dict)
    decision: dict[str, DecisionRow] = Field(default_factory=dict)

    _asked: dict[Path, dict[str, Question]] = PrivateAttr(default_factory=dict)

    def questions(self, folder: Path) -> Iterable[tuple[str, Question]]:
        """Give what each run and search asks, with its name in the list; read once."""
        if folder not in self._asked:
            runs = {f"run.{name}": load_experiment(folder / row.file, row.set, row.variant, row.regime) for name, row in self.run.items()}
            searches = {f"search.{name}": load_experiment(folder / asked.file) for name, asked in self.search.items()}
            self._asked[folder] = runs | searches
        return self._asked[folder].items()


def read_list(folder: Path, trust: bool = False) -> AnswerList:
    """Read the list of runs and pages; InputError for anything wrong: files that are missing, paths that lead out of the folder.

    trust: run also what a strategy of the folder names as code of its own; without it such a list is refused.
    """
    path = folder / LIST
    if not path.is_file():
        raise InputError(f"{path}: is missing; expected a list of runs and pages")
    try:
        found = AnswerList.model_validate(read_toml(path))
    except ValidationError as error:
        raise InputError(explain(error, AnswerList, {}, path)) from error
    for table in ("run", "search", "page", "decision"):
        for name in getattr(found, table):
            if not NAME.fullmatch(name):
                raise InputError(f'{path}: {table}."{name}": is no plain name; expected letters, digits, "_" and "-"')
    check_runs(found, folder)
    check_pages(found, folder)
    if not trust:
        refuse_code(found, folder)
    return found


def check_runs(found: AnswerList, folder: Path) -> None:
    """Refuse runs, searches and decisions that cannot be made."""
    path = folder / LIST
    known = sorted(each.name for each in folder.glob("*.toml"))
    files = {f"run.{name}": row.file for name, row in found.run.items()} | {
        f"search.{name}": row.file for name, row in found.search.items()
    }
    for where, file in files.items():
        inside(folder, file, f"{path}: {where}.file")
        if not (folder / file).is_file():
            raise InputError(f'{path}: {where}.file: "{file}" is not there.{nearest(file, known)}')
    for where, question in found.questions(folder):
        if where.startswith("search.") and question.experiment.search is None:
            raise InputError(f"{path}: {where}.file: {files[where]} has no [search] table; expected the file of a search")
    for name in found.search:
        if name in found.run:
            raise InputError(f"{path}: search.{name}: a run has that name, too; expected another name")
    for name, decision in found.decision.items():
        if decision.run not in found.run:
            raise InputError(f'{path}: decision.{name}.run: "{decision.run}" is not a run.{nearest(decision.run, found.run)}')
        asked = found.run[decision.run]
        for key in ("switches", "figures"):
            if getattr(decision, key) and (asked.variant or asked.regime or asked.set):
                raise InputError(f"{path}: decision.{name}.{key}: {decision.run} is a variant; expected a run of a file as it stands")
        if decision.figures == 1:
            raise InputError(f"{path}: decision.{name}.figures: 1; expected 2 or more")
        if decision.payer not in ("", *DECIDERS):
            raise InputError(f'{path}: decision.{name}.payer: "{decision.payer}" is not a payer.{nearest(decision.payer, DECIDERS)}')


def check_pages(found: AnswerList, folder: Path) -> None:
    """Refuse pages whose template is not there, or that would be written out of the folder."""
    path = folder / LIST
    for name, page in found.page.items():
        if not inside(folder, page.template, f"{path}: page.{name}.template").is_file():
            raise InputError(f'{path}: page.{name}.template: "{page.template}" is not there; expected a template in {folder}')
        inside(folder, page.to, f"{path}: page.{name}.to")
    for name, decision in found.decision.items():
        inside(folder, decision.to, f"{path}: decision.{name}.to")


def inside(folder: Path, word: str, where: str) -> Path:
    """Give the path that a word names in a folder; InputError when it leads out of it, by `..`, from the root or through a link."""
    path = folder / word
    if not path.resolve().is_relative_to(folder.resolve()):
        raise InputError(f'{where}: "{word}" leads out of {folder}; expected a path inside it')
    return path


def refuse_code(found: AnswerList, folder: Path) -> None:
    """Refuse a list whose runs would run code of the folder's own: whoever knows whose it is says so."""
    for where, question in found.questions(folder):
        for option, scenario in question.scenarios.items():
            for strategy in dict.fromkeys(name for _, *queues in scenario.orders() for name in queues):
                code = scenario.strategy[strategy].function
                if code:
                    raise InputError(
                        f'{folder / LIST}: {where}: option {option} would run code, strategy.{strategy}.function: "{code}"; expected'
                        " --trust too, from somebody who knows whose code it is"
                    )
