"""A folder's pages: its templates filled from stored results. A number comes from results and is never typed.

A page is written in the first language, and in every other language for which a template of the same name lies in a folder named by the
language beside it (`pages/sv/small.md`): then in a folder of that name beside the page (`sv/small.md`), each linked to the other.

Templates are Jinja, and a folder may be a stranger's: they run in a sandbox that reads files of the folder alone, and see nothing of
what they are given but text, numbers, lists and what the quoting objects of this package write.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import takewhile
from pathlib import Path
from types import FunctionType, MethodType
from typing import Any, Final

from jinja2 import FunctionLoader, StrictUndefined, TemplateError
from jinja2.environment import TemplateModule
from jinja2.runtime import LoopContext, Macro, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace

from ami_sim.analysis.estimate import Estimate
from ami_sim.report.document import Page, Sentence, Table
from ami_sim.report.facts import Exclusion, Followed, Lives, quotable
from ami_sim.report.pages.decision import decision_page, pictures
from ami_sim.report.pages.search import QuotedSearch
from ami_sim.report.pictures import DRAWN_FROM, TITLES, draw, kinds_for
from ami_sim.report.quoted_outside import QuotedOutside
from ami_sim.report.quotes import Quotes
from ami_sim.report.render.markdown import part_of
from ami_sim.report.words import Language, languages, say
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.workflow.answer_list import inside
from ami_sim.workflow.answers import Ran
from ami_sim.workflow.decision import Decision
from ami_sim.workflow.facts import Facts
from ami_sim.workflow.results import load_results
from ami_sim.workflow.searched import read_found

FIRST: Final[Language] = "en"  # the language of pages that lie in no folder of a language
HEADING: Final = re.compile(r"^# .*$", re.MULTILINE)
PLAIN: Final = (str, int, float, type(None), tuple, list, dict, range)
JINJA: Final = (LoopContext, Macro, Namespace, TemplateModule, Undefined)
QUOTING: Final = (Quotes, QuotedSearch, QuotedOutside, Exclusion, Followed, Lives)  # whose public methods write text and numbers
SEEN: Final = (*PLAIN, *JINJA, *QUOTING, Estimate)


class Room(ImmutableSandboxedEnvironment):
    """Where a folder's templates run: what is neither text, number, list nor quoting object can be neither looked at nor called."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Say whether a template may read an attribute."""
        seen = (isinstance(obj, SEEN) and isinstance(value, (*SEEN, MethodType, FunctionType))) or isinstance(obj, (*PLAIN, *JINJA))
        return seen and super().is_safe_attribute(obj, attr, value)


@dataclass(frozen=True)
class Filled:
    """What is to be written: the pages' text by place, decisions whose pictures go into a folder, what draws other pictures by place."""

    pages: Mapping[Path, str]
    decisions: Mapping[Path, tuple[Decision, Language]]
    drawings: Mapping[Path, Callable[[], object]]

    def and_also(self, other: "Filled") -> "Filled":
        """Put what is to be written in another language beside it."""
        return Filled(
            {**self.pages, **other.pages},
            {**self.decisions, **other.decisions},
            {**self.drawings, **other.drawings},
        )


class Filling:
    """The pages of one list in one language in the making: what templates may ask for, and the pictures that they have asked for."""

    def __init__(self, ran: Ran, decisions: Mapping[str, Decision], facts: Facts, to: Path, language: Language) -> None:
        """Read nothing yet but what searches found."""
        self.folder, self.listed, self.to, self.language = ran.folder, ran.listed, to, language
        self.runs = {name: Quotes(ran.results / name, language) for name in ran.listed.run}
        self.searches = {name: QuotedSearch(read_found(ran.results / name), language) for name in ran.listed.search}
        self.decisions, self.facts = decisions, facts
        self.pages = {name: decision_page(decision, language) for name, decision in decisions.items()}
        self.drawings: dict[Path, Callable[[], object]] = {}

    @property
    def spoken(self) -> tuple[Language, ...]:
        """The languages that the folder has templates in."""
        templates = [self.folder / row.template for row in self.listed.page.values()]
        own = [language for language in languages() if any(in_folder(path, language).is_file() for path in templates)]
        return (FIRST, *(language for language in own if language != FIRST))

    def has(self, template: str, language: Language) -> bool:
        """Say whether a page is written in a language."""
        return in_folder(self.folder / template, language).is_file()

    def place(self, word: str) -> Path:
        """Say where a page goes: where its row says, or, elsewhere than beside the list, all together."""
        return in_folder(self.folder / word if self.to == self.folder else self.to / Path(word).name, self.language)

    def filled(self) -> Filled:
        """Fill every template, then write the decisions; InputError names a template that cannot be filled."""
        room = Room(loader=FunctionLoader(self.template), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
        known = {
            **quotable(self.facts, self.language),
            "run": self.runs,
            "searched": self.searches,
            "worth_recording": self.worth_recording,
        }
        found: dict[Path, str] = {}
        for row in self.listed.page.values():
            if not self.has(row.template, self.language):
                continue
            place, template = self.place(row.to), in_folder(Path(row.template), self.language).as_posix()

            def picture(run: str, kind: str, beside: Path = place.parent) -> str:
                """Put a run's picture beside the page and give its Markdown."""
                return self.picture(run, kind, beside)

            def drawn(name: str, beside: Path = place.parent) -> str:
                """Put a drawing of a measured path beside the page and give its Markdown."""
                return self.drawn(name, beside)

            try:
                text = room.get_template(template).render(picture=picture, drawn=drawn, **known) + "\n"
                found[place] = self.linked(text, place.name, [one for one in self.spoken if self.has(row.template, one)])
            except (TemplateError, KeyError, TypeError, ValueError, ArithmeticError) as error:
                raise InputError(f"{self.folder / template}: cannot be filled ({type(error).__name__}: {error})") from error
        decided: dict[Path, tuple[Decision, Language]] = {}
        for name, decision in self.listed.decision.items():
            place = self.place(decision.to)
            found[place] = self.linked(with_pictures(self.pages[name], f"img/{name}"), place.name, self.spoken)
            decided[place.parent / "img" / name] = (self.decisions[name], self.language)
        return Filled(found, decided, self.drawings)

    def template(self, name: str) -> str | None:
        """Read a template of the folder; nothing when it is not there."""
        path = inside(self.folder, name, "template")
        return path.read_text(encoding="utf-8") if path.is_file() else None

    def picture(self, run: str, kind: str, beside: Path) -> str:
        """Give the Markdown of a run's picture, and remember that it is to be drawn beside the page."""
        if run not in self.runs:
            raise InputError(f'picture("{run}", "{kind}"): expected a run of the list and a kind such as queues.{nearest(run, self.runs)}')
        result = load_results(self.runs[run].folder, DRAWN_FROM)
        if kind not in (known := kinds_for(result)):
            raise InputError(f'picture("{run}", "{kind}"): expected one of {", ".join(known)}.{nearest(kind, known)}')
        target = beside / "img" / f"{run}-{kind}.png"
        self.drawings[target] = partial(draw, result, kind, language=self.language, path=target)
        return f"![{say(self.language, TITLES[kind])}](img/{target.name})"

    def linked(self, text: str, name: str, spoken: Sequence[Language]) -> str:
        """Put links to the same page in other languages below its heading."""
        folder = {language: "" if language == FIRST else f"{language}/" for language in spoken}
        up = "" if self.language == FIRST else "../"
        links = " · ".join(f"[{say(one, 'quotes.in-this-language')}]({up}{folder[one]}{name})" for one in spoken if one != self.language)
        return HEADING.sub(lambda found: f"{found[0]}\n\n{links}", text, count=1) if links else text

    def drawn(self, name: str, beside: Path) -> str:
        """Give the Markdown of a drawing of a measured path, and remember that it is to be made beside the page."""
        paths = self.facts.outside.path
        if name not in paths:
            raise InputError(f'drawn("{name}"): expected a measured path of the municipality.{nearest(name, paths)}')
        target = beside / "img" / f"{name}.png"
        self.drawings[target] = partial(QuotedOutside(self.facts, self.language).figure, name, target)
        return f"![{paths[name].study}](img/{target.name})"

    def worth_recording(self, name: str) -> str:
        """Give the part of a decision page that says what knowing more is worth: its first sentences and the table of studies."""
        page = self.pages[name]
        parts = next(section for section in page.sections if section.key == "what_next").parts
        said = takewhile(lambda part: isinstance(part, Sentence), parts)  # what stands before the first table
        studies = (part for part in parts if isinstance(part, Table) and part.key == "studies")
        return "\n\n".join(part_of(part, page.language) for part in (*said, *studies))


def fill(ran: Ran, decisions: Mapping[str, Decision], facts: Facts, to: Path) -> Filled:
    """Fill a list's pages in each language from stored results; no page is written. decisions: by the list's names. to: where pages go."""
    first = Filling(ran, decisions, facts, to, FIRST)
    found = first.filled()
    for language in first.spoken[1:]:
        found = found.and_also(Filling(ran, decisions, facts, to, language).filled())
    return found


def in_folder(path: Path, language: Language) -> Path:
    """Give the place of something in a language: as it stands in the first, else in a folder named by the language beside it."""
    return path if language == FIRST else path.parent / language / path.name


def with_pictures(page: Page, folder: str) -> str:
    """Write a decision page as Markdown, each picture as a link into a folder beside it with the sentence on how to read it."""
    others = tuple(section for section in page.sections if section.key != "pictures")
    said = [replace(page, sections=others).as_markdown()]
    for section in page.sections:
        if section.key == "pictures":
            said.append(f"## {section.title}\n")
            said += [f"![{chart.title}]({folder}/{chart.key}.png)\n\n{chart.how_to_read}\n" for chart in pictures.of(section)]
    return "\n".join(said)
