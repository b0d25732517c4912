"""Part b: how sure an answer is, split into parameters, chance and computing, with the three intervals told apart."""

from dataclasses import asdict
from math import isfinite

from ami_sim.analysis.choice import Ranked, Split
from ami_sim.report.document import EMPTY, Cell, Part, Section, Sentence
from ami_sim.report.number_formats import write_number
from ami_sim.report.pages.decision.parts import called, few, section_of, table_of
from ami_sim.report.words import Language, say
from ami_sim.report.writer import Writer, percent, probability
from ami_sim.workflow.decision import Decision

COLUMNS = ("option", "sd", "from_parameters", "from_chance", "computing", "ratio", "best_m", "from_prior")


def section(decision: Decision, language: Language) -> Section:
    """Say the three intervals of the option the page is about, and what the variance of every option's difference is made of."""
    choice, found = decision.choice, decision.how_sure
    parts: list[Part] = [Sentence(say(language, "decision.three")), Sentence(example(decision, language))]
    if not choice.resolved:
        return section_of("how_sure", [*parts, few(choice, language)], {}, language)
    writer, names = Writer.of(language, [row.sd for row in found.split]), called(decision, language)
    title = f"{say(language, 'decision.split', reference=names[choice.reference])}, {writer.unit}"
    rows = [cells(row, names[row.option], writer, language) for row in found.split]
    parts.append(table_of("split", title, [say(language, f"decision.{key}") for key in COLUMNS], rows))
    if found.still_prior:
        parts.append(Sentence(say(language, "decision.prior_said", count=len(found.still_prior))))
    values = {"split": [asdict(row) for row in found.split], "still_the_prior": list(found.still_prior)}
    return section_of("how_sure", parts, values, language)


def cells(row: Split, name: str, writer: Writer, language: Language) -> tuple[Cell, ...]:
    """Write one option's line."""
    high = write_number(row.ratio_high, 2, language) if row.ratio_high < float("inf") else "∞"
    ends = f"{write_number(row.ratio_low, 2, language)}–{high}"
    return (
        name,
        writer.cell(row.sd, signed=False),
        percent(row.parameters, language),
        percent(row.chance, language),
        writer.cell(row.computing_half, signed=False),
        f"{write_number(row.ratio, 2, language)} ({ends})" if row.parameters > 0 else EMPTY,
        str(row.best_replications),
        percent(row.still_prior, language),
    )


def example(decision: Decision, language: Language) -> str:
    """Say in one sentence the three intervals of the option that the page is about; of those that are not defined nothing is said."""
    choice = decision.choice
    row = decision.which.of(choice.focus)
    writer = Writer.of(language, [row.mean, row.prediction_low, row.prediction_high])
    given = {
        "option": called(decision, language)[row.option],
        "mean": writer.amount(row.mean),
        "years": write_number(decision.about.years, 0, language),
        "credible": writer.span(row.credible_low, row.credible_high),
        "half": writer.amount(row.computing_half, signed=False),
        "prediction": f"{writer.span(row.prediction_low, row.prediction_high)} {writer.unit}",
        "p_mean": probability(row.p_above_zero_on_average, choice.draws, language),
        "p_one": probability(row.p_above_zero_in_one_future, choice.draws * choice.replications, language),
    }
    return " ".join(say(language, f"decision.{key}", **given) for key in told(row))


def told(row: Ranked) -> tuple[str, ...]:
    """Name the sentences about an option that its numbers bear: one about all of them, or one about each interval there is."""
    credible, single = isfinite(row.credible_low), isfinite(row.prediction_low)
    both = isfinite(row.p_above_zero_on_average) and isfinite(row.p_above_zero_in_one_future)
    if credible and single and both and isfinite(row.computing_half):
        return ("example",)
    found = ["example_mean"]
    found += ["example_credible"] if credible else []
    found += ["example_half"] if isfinite(row.computing_half) else []
    found += ["example_prediction"] if single else []
    return (*found, *(["example_chances"] if both else []))
