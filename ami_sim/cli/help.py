"""Help in the language asked for: every text is in the catalogue, by the names of commands and their options."""

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, cast, get_type_hints

import typer
from typer.core import TyperCommand, TyperGroup

from ami_sim.cli.output import written
from ami_sim.report.document import Column, Page, Row, Section, Sentence, Table
from ami_sim.report.words import Language, catalogue, languages, preferred, say

NAMED_APART = {"about": "about-what"}  # an argument whose name means something else in the catalogue


def asked(arguments: Sequence[str] = (), environment: Mapping[str, str] | None = None) -> Language:
    """Give the language that is asked for before a command is read: `--sv` among the arguments, else AMI_LANGUAGE, else English.

    A locale (`sv_SE.UTF-8`) is taken for its language. InputError for a language there is no catalogue for.
    """
    for language in languages():
        if f"--{language}" in arguments:
            return language
    return preferred(environment)


def language_for(swedish: bool = False) -> Language:
    """Give the language of a command's output: Swedish when its option says so, else the one asked for by AMI_LANGUAGE."""
    return "sv" if swedish else asked()


class Command(TyperCommand):
    """A command whose help is a page."""

    def get_help(self, ctx: Any) -> str:
        """Write the help."""
        return written(help_page(self, ctx.command_path, asked(sys.argv[1:])))


class Group(TyperGroup):
    """The list of commands, as a page."""

    def get_help(self, ctx: Any) -> str:
        """Write the help."""
        return written(help_page(self, ctx.command_path, asked(sys.argv[1:])))


class App(typer.Typer):
    """A command line whose commands have their help in the catalogues."""

    @cached_property
    def parser(self) -> TyperGroup:
        """What reads the words of a command line, made once when all commands are there; it holds no words of a language."""
        return cast(TyperGroup, typer.main.get_command(self))

    def __call__(self, *words: Any, **how: Any) -> Any:
        """Run the command that some words ask for."""
        return self.parser(*words, **how)

    def command(self, *names: Any, **how: Any) -> Any:
        """Add a command."""
        return super().command(*names, cls=Command, **how)


def help_page(command: Any, path: str, language: Language) -> Page:
    """Write what a command does, how it is called and what its arguments and options mean."""
    group = isinstance(command, Group)
    arguments = [] if group else [one for one in command.params if one.param_type_name == "argument"]
    options = [one for one in command.params if one.param_type_name == "option"]
    line = " ".join([path, say(language, "help.place-options"), *(one.name.upper() for one in arguments)])
    if group:
        line += f" {say(language, 'help.place-command')}"
    lead = [say(language, "help.usage", line=line), say(language, "help.about" if group else f"help.{command.name}")]
    sections = []
    if group:
        rows = [(name, say(language, f"help.{name}")) for name in command.commands]
        sections.append(section("commands", rows, language))
    if arguments:
        sections.append(section("arguments", [(one.name.upper(), meaning(command, one, language)) for one in arguments], language))
    own = [(flags(command, one, language), meaning(command, one, language)) for one in options]
    sections.append(section("options", [*own, ("--help", say(language, "help.help"))], language))
    closing = say(language, "help.language") if group else say(language, "help.example", line=command.epilog)
    sections.append(Section("last", "", (Sentence(closing),)))
    return Page("", tuple(lead), tuple(sections), language=language)


def section(key: str, rows: Sequence[tuple[str, str]], language: Language) -> Section:
    """Lay names and their meanings out beside each other."""
    table = Table("", (Column("", "left"), Column("", "left", wide=1)), tuple(Row(row) for row in rows), key=key)
    return Section(key, say(language, f"help.{key}"), (table,))


def meaning(command: Any, one: Any, language: Language) -> str:
    """Say what an option or argument means, and what stands when it is not given."""
    said = [say(language, f"help.{message_of(command.name, one.name)}")]
    if one.required:
        said.append(say(language, "help.required"))
    elif one.default not in (None, "", False, ()) and not isinstance(one.default, bool):
        said.append(say(language, "help.default", value=str(one.default)))
    return " ".join(said)


def message_of(command: str, name: str) -> str:
    """Name the message of an option: the command's own where there is one."""
    own = f"{command}-{name}"
    return own if catalogue("en", "help").has(own) else NAMED_APART.get(name, name)


def flags(command: Any, one: Any, language: Language) -> str:
    """Write an option's names and the kind of value it takes."""
    names, kind = ", ".join(one.opts), kind_of(command, one)
    return names if kind == "bool" else f"{names} {say(language, f'help.type-{kind}')}"


def kind_of(command: Any, one: Any) -> str:
    """Name the kind of value an option or argument takes: bool, int, float, Path or str."""
    hint = str(get_type_hints(command.callback or (lambda: None)).get(one.name, "str"))
    return next((kind for kind in ("bool", "int", "float", "Path") if kind in hint), "str")


def messages(app: App) -> Iterator[str]:
    """Name the messages that the help of a command line needs."""
    for name, command in app.parser.commands.items():
        yield name
        yield from (message_of(name, one.name) for one in command.params)


def wrong(error: Any, language: Language) -> str:
    """Say what is wrong with an option or argument, as the command line's parser found it."""
    said = " ".join(error.format_message().split())
    told = said if language == "en" else TOLD.get(type(error).__name__, unexpected)(error, said, language)
    return say(language, "commands.wrong", said=told)


def name_of(error: Any) -> str:
    """Name the option or argument that an error is about."""
    return str(error.param.opts[0] if error.param.param_type_name == "option" else error.param.name.upper())


def bad_value(error: Any, _: str, language: Language) -> str:
    """Say which kind of value an option expects."""
    kind = kind_of(error.ctx.command, error.param) if error.ctx else "str"
    return say(language, "commands.bad-value", name=name_of(error), kind=say(language, f"help.type-{kind}"))


def unexpected(_: Any, said: str, language: Language) -> str:
    """Say which word the parser made nothing of."""
    given = re.findall(r"['\"(]([^'\"()]+)['\")]$|['\"]([^'\"]+)['\"]", said)
    return say(language, "commands.unexpected", given=next((word for pair in given for word in pair if word), said))


TOLD = {
    "NoSuchOption": lambda error, _, language: say(language, "commands.no-option", option=error.option_name),
    "MissingParameter": lambda error, _, language: say(language, "commands.missing", name=name_of(error)),
    "BadParameter": bad_value,
}
