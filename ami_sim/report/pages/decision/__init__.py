"""The decision page: which option, how sure, what would change it, what to record next, who gains; a file a question."""

from ami_sim.report.basis import basis
from ami_sim.report.document import Page, Section
from ami_sim.report.notes import say_all
from ami_sim.report.number_formats import write_number
from ami_sim.report.pages.decision import how_sure, pictures, what_changes, what_next, which, who_gains
from ami_sim.report.pages.decision.parts import called
from ami_sim.report.words import Language, say, shipped
from ami_sim.workflow.decision import Decision
from ami_sim.workflow.parameters import ENOUGH

PARTS = (which, how_sure, what_changes, what_next, who_gains, pictures)  # in the order of the page


def decision_page(decision: Decision, language: Language = "en") -> Page:
    """Say what a decision rests on."""
    about, choice = decision.about, decision.choice
    opening = [
        say(
            language,
            "decision.about",
            payer=say(language, f"decision.payer_{about.payer}"),
            years=write_number(about.years, 0, language),
            reference=called(decision, language)[choice.reference],
            draws=choice.draws,
            replications=choice.replications,
            basis=basis(language, about.parameters, choice.draws),
        ),
        say(language, "decision.no_twin"),
    ]
    if about.fit:
        opening.append(say_all(about.fit, language))
    if about.planned:
        opening.append(say(language, "decision.partial", done=about.done, planned=about.planned))
    if 1 < choice.draws < ENOUGH:
        opening.append(say(language, "decision.rough", draws=choice.draws))
    sections: tuple[Section, ...] = tuple(part.section(decision, language) for part in PARTS)
    title = say(language, "decision.title", title=shipped(language, about.title))
    data = {"title": title, "opening": opening, "about": made_from(decision)}
    return Page(title, tuple(opening), tuple(one for one in sections if one.parts), data=data, language=language)


def made_from(decision: Decision) -> dict[str, object]:
    """Say what the page was made from, for scripts."""
    about, choice = decision.about, decision.choice
    return {
        "results": str(about.results),
        "experiment": about.experiment,
        "payer": about.payer,
        "reference": choice.reference,
        "options": list(choice.options),
        "parameters": about.parameters,
        "draws": choice.draws,
        "replications": choice.replications,
        "seed": about.seed,
        "years": round(about.years, 2),
        "delta": choice.delta,
    }
