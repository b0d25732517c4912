"""A choice between options: net benefits against a reference, draw by draw, and what they say of the best one and how sure that is."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ami_sim.analysis.allocation import allocate
from ami_sim.analysis.estimate import half_width
from ami_sim.analysis.information import expected_variance, shrunk_together
from ami_sim.analysis.selection import ALPHA, Selection, clark_yang, expected_loss, p_best
from ami_sim.analysis.uncertainty import credible, pooled, resolved
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.experiment import DecisionPayer

Floats = NDArray[np.float64]
DECIDERS: Final[tuple[str, ...]] = get_args(DecisionPayer)  # whose net result may decide
FEWEST: Final = 20  # draws below which no share of a variance and no value of information is given
NAN: Final = float("nan")


@dataclass(frozen=True, eq=False)
class Choice:
    """Options to choose between; the reference comes first and its net benefit is 0.

    runs: net benefit against the reference, kr [draw, option, replication]. phi: uncertain parameters, `names` by column [draw, parameter].
    delta: the smallest difference worth a decision, kr (NaN: none set). alpha: the accepted chance of choosing wrong by chance alone.
    asked: an option to look at instead of the leader ("": none).
    """

    options: tuple[str, ...]
    runs: Floats
    names: tuple[str, ...]
    phi: Floats
    delta: float = NAN
    alpha: float = ALPHA
    asked: str = ""

    @property
    def reference(self) -> str:
        """The option all are compared with."""
        return self.options[0]

    @property
    def draws(self) -> int:
        """Parameter draws."""
        return len(self.runs)

    @property
    def replications(self) -> int:
        """Replications of each draw."""
        return int(self.runs.shape[2])

    @property
    def resolved(self) -> bool:
        """Whether there are draws and replications enough to tell parameters from chance."""
        return self.draws >= FEWEST and self.replications >= 2

    @property
    def means(self) -> Floats:
        """Draw means, kr [draw, option]."""
        found: Floats = self.runs.mean(axis=2)
        return found

    @cached_property
    def mu(self) -> Floats:
        """Expected net benefit at each draw, kr [draw, option]."""
        return expected(self.runs)

    @cached_property
    def order(self) -> list[int]:
        """Options by number, from the largest expected net benefit to the smallest."""
        return [int(at) for at in np.argsort(-self.runs.mean(axis=(0, 2)), kind="stable")]

    @property
    def leader(self) -> str:
        """The option with the largest expected net benefit."""
        return self.options[self.order[0]]

    @cached_property
    def contrast(self) -> tuple[int, int]:
        """Which two options sensitivity sets against each other: leader and next, or the one asked for and the reference."""
        if self.asked:
            return self.options.index(self.asked), 0
        return self.order[0], self.order[1]

    @property
    def first(self) -> str:
        """The first option of the contrast."""
        return self.options[self.contrast[0]]

    @property
    def second(self) -> str:
        """The second option of the contrast."""
        return self.options[self.contrast[1]]

    @property
    def focus(self) -> str:
        """The option that a page is about: the first of the contrast, or the second when the first is the reference."""
        return self.second if self.first == self.reference else self.first

    @cached_property
    def lead(self) -> Floats:
        """Net benefit of the first of the contrast less the second, kr [draw, replication]."""
        first, second = self.contrast
        return self.runs[:, first] - self.runs[:, second]

    @cached_property
    def lead_tau2(self) -> float:
        """Variance over draws of the expected lead, kr²; NaN without replications."""
        return expected_variance(self.lead) if self.replications >= 2 else NAN


@dataclass(frozen=True)
class Ranked:
    """One option's net benefit against the reference, kr: its mean, three intervals, and how often it is the best; NaN: not defined.

    credible: what is not known of the expected value (`resolved`: free of chance). prediction: one realised future. computing_half: half
    of what more runs would remove. p_best: share of draws in which it has the largest expected benefit. expected_loss: lost by choosing it.
    """

    option: str
    mean: float
    credible_low: float
    credible_high: float
    resolved: bool
    prediction_low: float
    prediction_high: float
    computing_half: float
    p_best: float
    expected_loss: float
    p_above_zero_on_average: float
    p_above_zero_in_one_future: float


@dataclass(frozen=True)
class Lead:
    """By how much one option leads the next, kr: its own mean, the lead, and the lead's credible interval (NaN: none)."""

    best: str
    second: str
    mean: float
    lead: float
    low: float
    high: float
    resolved: bool


@dataclass(frozen=True)
class Split:
    """What one option's difference in one future varies with. sd: kr; parameters, chance: shares of the variance.

    ratio: chance per parameter variance with its exact interval. best_replications: a draw, when the spread is wanted. still_prior: share
    of the parameters' part that comes from parameters no figure informs (NaN: not known).
    """

    option: str
    sd: float
    parameters: float
    chance: float
    computing_half: float
    ratio: float
    ratio_low: float
    ratio_high: float
    best_replications: int
    still_prior: float


def decider(word: str, given: str) -> str:
    """Give whose net result decides: the word, or what is given when it is empty; InputError for an unknown payer."""
    if word and word not in DECIDERS:
        raise InputError(f'--payer: "{word}"; expected one of {", ".join(DECIDERS)}.{nearest(word, DECIDERS)}')
    return word or given


def expected(runs: Floats) -> Floats:
    """Give expected values [draw, option] of runs [draw, option, replication]: draw means, chance shrunk away where runs allow it."""
    found: Floats = shrunk_together(runs) if len(runs) >= 3 and runs.shape[2] >= 2 else runs.mean(axis=2)
    return found


def shares_best(mu: Floats) -> Floats:
    """Give the share of draws in which each option is best [option]; whole kronor, so that options that are alike share their draws."""
    return p_best(np.rint(mu))


def intervals_of(runs: Floats) -> tuple[Floats, Floats]:
    """Give the credible interval of each option [option] of runs [draw, option, replication]; NaN with one draw or one replication."""
    if len(runs) < 2 or runs.shape[2] < 2:
        none = np.full(runs.shape[1], np.nan)
        return none, none
    return credible(np.moveaxis(runs, 1, 0))


def rank(choice: Choice) -> tuple[Ranked, ...]:
    """Give each option's net benefit with all that may be said of it, the best first."""
    runs, mu, several = choice.runs, choice.mu, choice.draws > 1
    by_option = np.moveaxis(runs, 1, 0)
    two_levels = several and choice.replications > 1
    low, high = intervals_of(runs)
    told = resolved(by_option) if two_levels else np.ones(len(by_option), np.bool_)
    down, up = pooled(by_option)
    units = choice.means if several else np.moveaxis(runs[0], 0, 1)
    best = shares_best(mu) if several else np.full(len(by_option), np.nan)
    return tuple(
        Ranked(
            option=choice.options[at],
            mean=float(runs[:, at].mean()),
            credible_low=float(low[at]),
            credible_high=float(high[at]),
            resolved=bool(told[at]),
            prediction_low=float(down[at]),
            prediction_high=float(up[at]),
            computing_half=half_width(units[:, at]),
            p_best=float(best[at]),
            expected_loss=expected_loss(mu, at) if several else NAN,
            p_above_zero_on_average=float((mu[:, at] > 0).mean()) if several else NAN,
            p_above_zero_in_one_future=float((runs[:, at] > 0).mean()),
        )
        for at in choice.order
    )


def leads(choice: Choice) -> Lead:
    """Give by how much the best option leads the next."""
    best, second = choice.order[:2]
    lead = (choice.runs[:, best] - choice.runs[:, second])[:, None]
    (low,), (high,) = intervals_of(lead)
    told = bool(resolved(np.moveaxis(lead, 1, 0))[0]) if np.isfinite(low) else False
    mean = float(choice.means[:, best].mean())
    return Lead(choice.options[best], choice.options[second], mean, float(lead.mean()), float(low), float(high), told)


def select(choice: Choice) -> Selection | None:
    """Judge by Clark and Yang which options are not shown to be worse; nothing without a delta. The unit is a draw's mean."""
    if not choice.delta > 0 or choice.draws < 2:
        return None
    return clark_yang(choice.means, choice.delta, choice.alpha)


def split(choice: Choice, still_prior: Mapping[str, float]) -> tuple[Split, ...]:
    """Split the variance of one future's difference for every option but the reference, the best option first.

    still_prior: by option, the share of the parameters' part that comes from parameters no figure informs.
    """
    halves = {row.option: row.computing_half for row in rank(choice)}
    found = []
    for at in choice.order:
        if at == 0:
            continue
        name, parts = choice.options[at], allocate(choice.runs[:, at])
        whole = parts.tau2 + parts.sig2
        shares = (parts.tau2 / whole, parts.sig2 / whole) if whole else (0.0, 0.0)
        ends = (parts.ratio, parts.low, parts.high)
        found.append(Split(name, whole**0.5, *shares, halves[name], *ends, parts.for_spread, still_prior.get(name, NAN)))
    return tuple(found)


def best_by_payer(measures: pd.DataFrame, options: tuple[str, ...], where: Path) -> dict[str, str]:
    """Give the option with the largest expected net result of each payer."""
    means = {payer: paired(measures, "net_result", payer, options, where).mean(axis=(0, 2)) for payer in DECIDERS}
    return {payer: options[int(each.argmax())] for payer, each in means.items()}


def paired(measures: pd.DataFrame, measure: str, actor: str, options: tuple[str, ...], where: Path) -> Floats:
    """Lay out one measure's paired differences from the first option [draw, option, replication], of everybody together.

    measures: the stored long frame, read from the folder `where`. InputError when an option lacks the measure or runs differ in number.
    """
    rows = measures[(measures["measure"] == measure) & (measures["actor"] == actor) & (measures["group"] == "")]
    wide = rows.pivot(index=["draw", "replication"], columns="scenario", values="value")
    missing = [name for name in options if name not in wide.columns]
    said = f"{measure}{f' of {actor}' if actor else ''}"
    if missing:
        raise InputError(f"{where}: measures.parquet holds no {said} of option {missing[0]}; expected results of this version (run again)")
    values = wide[list(options)].sort_index()
    sizes = values.groupby(level="draw").size()
    if sizes.nunique() > 1 or values.isna().any(axis=None):
        raise InputError(f"{where}: draws have different numbers of replications, or {said} is missing in some; expected whole results")
    array = values.to_numpy(np.float64).reshape(len(sizes), int(sizes.iloc[0]), len(options))
    return np.moveaxis(array - array[:, :, :1], 2, 1)
