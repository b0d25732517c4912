"""The decision page: which option, how sure, what would change it, what to record next, who gains; from stored results, nothing is run."""

from pathlib import Path

from ami_sim.report.number_formats import write_number
from ami_sim.report.pages.decision_how_sure import how_sure
from ami_sim.report.pages.decision_parts import Page
from ami_sim.report.pages.decision_what_changes import what_changes
from ami_sim.report.pages.decision_what_next import what_next
from ami_sim.report.pages.decision_which import which
from ami_sim.report.pages.decision_who_gains import who_gains
from ami_sim.report.pages.decision_words import say
from ami_sim.report.vocabulary import Language
from ami_sim.workflow.decide import Decided, note_of, read_decided
from ami_sim.workflow.parameters import ENOUGH


def decision_page(folder: Path, payer: str = "", option: str = "", file: str = "", language: Language = "en") -> Page:
    """Read a results folder and write its decision page.

    payer: whose net result decides; "" takes the file's. option: which option the sensitivity pages are about; "" takes the leader against
    the next. InputError for a folder that is no results, files that have changed since, an unknown payer or option.
    """
    return page_of(read_decided(folder, payer, file).looking_at(option), language)


def page_of(decided: Decided, language: Language = "en") -> Page:
    """Write the decision page of results that have been read."""
    said = decided.stored.question.experiment
    opening = [
        say(
            "about",
            language,
            payer=say(f"payer_{decided.payer}", language),
            years=write_number(decided.years, 0, language),
            reference=decided.reference,
            draws=decided.draws,
            replications=decided.replications,
            parameters=say(decided.parameters, language),
        ),
        say("no_twin", language),
    ]
    made = decided.stored.manifest["run"]
    if made.get("status") == "partial":
        opening.append(say("partial", language, done=made["replications"], planned=made["replications_planned"]))
    if 1 < decided.draws < ENOUGH:
        opening.append(say("rough", language, draws=decided.draws))
    sections = tuple(part(decided, language) for part in (which, how_sure, what_changes, what_next, who_gains))
    return Page(say("title", language, title=said.title), tuple(opening), sections, {"about": note_of(decided)})
