"""Part b: how sure an answer is, split into parameters, chance and computing, with the three intervals told apart."""

from typing import Any

from ami_sim.analysis.allocation import allocate
from ami_sim.analysis.assumptions import share_from
from ami_sim.calibration.checks import STILL, verdict
from ami_sim.calibration.posterior import read_posterior
from ami_sim.report.number_formats import write_number
from ami_sim.report.pages.decision_parts import EMPTY, Grid, Part, Section, Writer, percent, probability
from ami_sim.report.pages.decision_which import ranked
from ami_sim.report.pages.decision_words import say
from ami_sim.report.vocabulary import Language
from ami_sim.workflow.decide import FEWEST, Decided


def how_sure(decided: Decided, language: Language) -> Section:
    """Split the variance of every option's difference, and say the three intervals of the option the page is about."""
    parts: list[Part] = [say("three", language), example(decided, language)]
    values: dict[str, Any] = {}
    if not decided.resolved:
        parts.append(say("few", language, needed=FEWEST, draws=decided.draws, replications=decided.replications))
        return Section("how_sure", say("how_sure", language), tuple(parts), values)
    rows, assumed = split(decided), still_prior(decided)
    values = {"split": rows, "still_the_prior": list(assumed)}
    writer = Writer.of(language, [row["sd"] for row in rows])
    cells = []
    for row in rows:
        ends = f"{write_number(row['ratio_low'], 2, language)}–{bounded(row['ratio_high'], language)}"
        ratio = f"{write_number(row['ratio'], 2, language)} ({ends})" if row["parameters"] > 0 else EMPTY
        cells.append(
            (
                row["option"],
                writer.number(row["sd"], signed=False),
                percent(row["parameters"], language),
                percent(row["chance"], language),
                writer.number(row["computing_half"], signed=False),
                ratio,
                str(row["best_replications"]),
                percent(row["still_prior"], language),
            )
        )
    keys = ("option", "sd", "from_parameters", "from_chance", "computing", "ratio", "best_m", "from_prior")
    title = f"{say('split', language, reference=decided.reference)}, {writer.unit}"
    parts.append(Grid(title, tuple(say(key, language) for key in keys), tuple(cells)))
    if assumed:
        parts.append(say("prior_said", language, count=len(assumed)))
    return Section("how_sure", say("how_sure", language), tuple(parts), values)


def bounded(value: float, language: Language) -> str:
    """Write the upper end of a ratio, which may have none."""
    return write_number(value, 2, language) if value < float("inf") else "∞"


def split(decided: Decided) -> list[dict[str, Any]]:
    """Give for every option but the reference: the standard deviation of one future's difference and the shares of its parts."""
    shares = prior_shares(decided)
    halves = {row["option"]: row["computing_half"] for row in ranked(decided)}
    found = []
    for at in decided.order:
        name = decided.options[at]
        if at == 0:
            continue
        parts = allocate(decided.runs[:, at])
        whole = parts.tau2 + parts.sig2
        found.append(
            {
                "option": name,
                "sd": whole**0.5,
                "parameters": parts.tau2 / whole if whole else 0.0,
                "chance": parts.sig2 / whole if whole else 0.0,
                "computing_half": halves[name],
                "ratio": parts.ratio,
                "ratio_low": parts.low,
                "ratio_high": parts.high,
                "best_replications": parts.for_spread,
                "still_prior": shares.get(name, float("nan")),
            }
        )
    return found


def still_prior(decided: Decided) -> tuple[str, ...]:
    """List the parameters that the first year's figures say next to nothing about; all of them when none was calibrated."""
    if decided.parameters != "posterior":
        return decided.names
    posterior = read_posterior(decided.stored.question.files[1].parent)
    left = posterior.manifest.get("left of the prior's spread", {}) if posterior else {}
    return tuple(name for name in decided.names if name in left and verdict(left[name]) == STILL)


def prior_shares(decided: Decided) -> dict[str, float]:
    """Give by option the share of the expected difference's variance that comes from parameters that are still the prior."""
    assumed = still_prior(decided)
    if not assumed:
        return {}
    if len(assumed) == len(decided.names):
        return dict.fromkeys(decided.options[1:], 1.0)
    rows = decided.measures[decided.measures["scenario"].isin(decided.options)]
    thetas = decided.stored.thetas[: decided.draws]
    return share_from(rows, thetas, assumed, reference=decided.reference, measure="net_result", actor=decided.payer)


def example(decided: Decided, language: Language) -> str:
    """Say in one sentence the three intervals of the leading option, or of the next when the reference leads."""
    at = decided.contrast[0] if decided.contrast[0] != 0 else decided.contrast[1]
    row = next(row for row in ranked(decided) if row["option"] == decided.options[at])
    writer = Writer.of(language, [row["mean"], row["prediction_low"], row["prediction_high"]])
    return say(
        "example",
        language,
        option=row["option"],
        mean=writer.amount(row["mean"]),
        years=write_number(decided.years, 0, language),
        credible=writer.span(row["credible_low"], row["credible_high"]),
        half=writer.amount(row["computing_half"], signed=False),
        prediction=f"{writer.span(row['prediction_low'], row['prediction_high'])} {writer.unit}",
        p_mean=probability(row["p_above_zero_on_average"], decided.draws, language),
        p_one=probability(row["p_above_zero_in_one_future"], decided.draws * decided.replications, language),
    )
