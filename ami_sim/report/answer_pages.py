"""A folder's pages: its templates filled from stored results. A number comes from results and is never typed.

Templates are Jinja, and a folder may be a stranger's: they run in a sandbox that reads files of the folder alone, and see nothing of
what they are given but text, numbers, lists and what the quoting objects of this package write.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import takewhile
from pathlib import Path
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any, Final

from jinja2 import FunctionLoader, StrictUndefined, TemplateError
from jinja2.environment import TemplateModule
from jinja2.runtime import LoopContext, Macro, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace

from ami_sim.analysis.estimate import Estimate
from ami_sim.report.document import Page, Sentence, Table
from ami_sim.report.facts import Exclusion, Followed, quotable
from ami_sim.report.pages.decision import decision_page, pictures
from ami_sim.report.pages.search import QuotedSearch
from ami_sim.report.quoted_outside import QuotedOutside
from ami_sim.report.quotes import Quotes
from ami_sim.report.render.markdown import part_of
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.workflow.answer_list import NAME, inside
from ami_sim.workflow.answers import Ran
from ami_sim.workflow.decision import Decision
from ami_sim.workflow.facts import Facts
from ami_sim.workflow.searched import read_found

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PLAIN: Final = (str, int, float, type(None), tuple, list, dict, range)
JINJA: Final = (LoopContext, Macro, Namespace, TemplateModule, Undefined)
QUOTING: Final = (Quotes, QuotedSearch, QuotedOutside, Exclusion, Followed)  # whose public methods write text and numbers
SEEN: Final = (*PLAIN, *JINJA, *QUOTING, Estimate)


class Room(ImmutableSandboxedEnvironment):
    """Where a folder's templates run: what is neither text, number, list nor quoting object can be neither looked at nor called."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Say whether a template may read an attribute."""
        seen = (isinstance(obj, SEEN) and isinstance(value, (*SEEN, MethodType, FunctionType))) or isinstance(obj, (*PLAIN, *JINJA))
        return seen and super().is_safe_attribute(obj, attr, value)


@dataclass(frozen=True)
class Filled:
    """What is to be written: the pages' text by place, pictures of runs by place, decisions whose pictures go into a folder, drawings."""

    pages: Mapping[Path, str]
    copies: Mapping[Path, Path]
    decisions: Mapping[Path, Decision]
    drawings: Mapping[Path, Callable[[], "Figure"]]


class Filling:
    """The pages of one list in the making: what templates may ask for, and the pictures that they have asked for."""

    def __init__(self, ran: Ran, decisions: Mapping[str, Decision], facts: Facts, to: Path) -> None:
        """Read nothing yet but what searches found."""
        self.folder, self.listed, self.to = ran.folder, ran.listed, to
        self.runs = {name: Quotes(ran.results / name) for name in ran.listed.run}
        self.searches = {name: QuotedSearch(read_found(ran.results / name)) for name in ran.listed.search}
        self.decisions, self.facts = decisions, facts
        self.pages = {name: decision_page(decision) for name, decision in decisions.items()}
        self.copies: dict[Path, Path] = {}
        self.drawings: dict[Path, Callable[[], Figure]] = {}

    def place(self, word: str) -> Path:
        """Say where a page goes: where its row says, or, elsewhere than beside the list, all together."""
        return self.folder / word if self.to == self.folder else self.to / Path(word).name

    def filled(self) -> Filled:
        """Fill every template, then write the decisions; InputError names a template that cannot be filled."""
        room = Room(loader=FunctionLoader(self.template), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
        known = {**quotable(self.facts), "run": self.runs, "searched": self.searches, "worth_recording": self.worth_recording}
        found: dict[Path, str] = {}
        for row in self.listed.page.values():
            place = self.place(row.to)

            def picture(run: str, kind: str, beside: Path = place.parent) -> str:
                """Put a run's picture beside the page and give its Markdown."""
                return self.picture(run, kind, beside)

            def drawn(name: str, beside: Path = place.parent) -> str:
                """Put a drawing of a measured path beside the page and give its Markdown."""
                return self.drawn(name, beside)

            try:
                found[place] = room.get_template(row.template).render(picture=picture, drawn=drawn, **known) + "\n"
            except (TemplateError, KeyError, TypeError, ValueError, ArithmeticError) as error:
                raise InputError(f"{self.folder / row.template}: cannot be filled ({type(error).__name__}: {error})") from error
        decided: dict[Path, Decision] = {}
        for name, decision in self.listed.decision.items():
            place = self.place(decision.to)
            found[place] = with_pictures(self.pages[name], f"img/{name}")
            decided[place.parent / "img" / name] = self.decisions[name]
        return Filled(found, self.copies, decided, self.drawings)

    def template(self, name: str) -> str | None:
        """Read a template of the folder; nothing when it is not there."""
        path = inside(self.folder, name, "template")
        return path.read_text(encoding="utf-8") if path.is_file() else None

    def picture(self, run: str, kind: str, beside: Path) -> str:
        """Give the Markdown of a run's picture, and remember that it is to stand beside the page."""
        if run not in self.runs or not NAME.fullmatch(kind):
            raise InputError(f'picture("{run}", "{kind}"): expected a run of the list and a kind such as queues.{nearest(run, self.runs)}')
        source = self.runs[run].folder / f"{kind}.png"
        if not source.is_file():
            raise InputError(f"{source}: is missing; expected a picture that compare has drawn")
        target = beside / "img" / f"{run}-{kind}.png"
        self.copies[target] = source
        return f"![{kind.replace('_', ' ')}](img/{target.name})"

    def drawn(self, name: str, beside: Path) -> str:
        """Give the Markdown of a drawing of a measured path, and remember that it is to be made beside the page."""
        paths = self.facts.outside.path
        if name not in paths:
            raise InputError(f'drawn("{name}"): expected a measured path of the municipality.{nearest(name, paths)}')
        target = beside / "img" / f"{name}.png"
        self.drawings[target] = partial(QuotedOutside(self.facts).figure, name)
        return f"![{name.replace('_', ' ')}](img/{target.name})"

    def worth_recording(self, name: str) -> str:
        """Give the part of a decision page that says what knowing more is worth: its first sentences and the table of studies."""
        page = self.pages[name]
        parts = next(section for section in page.sections if section.key == "what_next").parts
        said = takewhile(lambda part: isinstance(part, Sentence), parts)  # what stands before the first table
        studies = (part for part in parts if isinstance(part, Table) and part.key == "studies")
        return "\n\n".join(part_of(part, page.language) for part in (*said, *studies))


def fill(ran: Ran, decisions: Mapping[str, Decision], facts: Facts, to: Path) -> Filled:
    """Fill a list's pages from stored results; nothing is written. decisions: by the list's names. to: where pages go."""
    return Filling(ran, decisions, facts, to).filled()


def with_pictures(page: Page, folder: str) -> str:
    """Write a decision page as Markdown, each picture as a link into a folder beside it with the sentence on how to read it."""
    others = tuple(section for section in page.sections if section.key != "pictures")
    said = [replace(page, sections=others).as_markdown()]
    for section in page.sections:
        if section.key == "pictures":
            said.append(f"## {section.title}\n")
            said += [f"![{chart.title}]({folder}/{chart.key}.png)\n\n{chart.how_to_read}\n" for chart in pictures.of(section)]
    return "\n".join(said)
