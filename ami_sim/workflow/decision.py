"""What a decision rests on, as data: which option, how sure, what would change it, what to record next, who gains."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ami_sim.analysis.break_even import BreakEven
from ami_sim.analysis.budget import Overrun
from ami_sim.analysis.choice import Choice, Lead, Ranked, Split
from ami_sim.analysis.gains import Gain
from ami_sim.analysis.payback import PaidBack
from ami_sim.analysis.payers import PayerResult
from ami_sim.analysis.selection import Selection
from ami_sim.analysis.sensitivity import Bar, Threshold
from ami_sim.analysis.studies import Studies
from ami_sim.analysis.turned import Turned
from ami_sim.analysis.worth import Worth
from ami_sim.workflow.notes import Notes
from ami_sim.workflow.screen_figures import Screened

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class About:
    """What a decision was made from. title, titles: as the experiment's file says. done, planned: runs, where a run was stopped (else 0).

    parameters: "median", "posterior" or "prior". years: counted after the parting.
    """

    results: Path
    file: str
    experiment: str
    title: str
    titles: Mapping[str, str]
    payer: str
    parameters: str
    seed: int
    years: float
    done: int = 0
    planned: int = 0
    fit: Notes = ()  # what is said of the posterior


@dataclass(frozen=True)
class Which:
    """Options ranked, the leader's lead, which cannot be told apart (None: no delta or one draw), and the best of each payer."""

    ranked: tuple[Ranked, ...]
    lead: Lead
    selection: Selection | None
    best_by_payer: Mapping[str, str]

    def of(self, option: str) -> Ranked:
        """Give one option's numbers."""
        return next(row for row in self.ranked if row.option == option)


@dataclass(frozen=True)
class BothSides:
    """What stands beside every choice whoever decides, by option: assumed overhead in the municipality's sum, and society's break-even.

    overhead: kr, mean difference from the reference; worth: of a participant's hour. Empty where results hold no such measures.
    """

    overhead: Mapping[str, float] = field(default_factory=dict)
    worth: Mapping[str, BreakEven] = field(default_factory=dict)


@dataclass(frozen=True)
class HowSure:
    """What the variance of one future's difference is made of; nothing where draws are too few to tell. still_prior: parameters."""

    split: tuple[Split, ...] = ()
    still_prior: tuple[str, ...] = ()


@dataclass(frozen=True)
class Size:
    """Draws, and replications of each."""

    draws: int
    replications: int


@dataclass(frozen=True)
class WhatChanges:
    """The options with one thing turned, and what the contrast's lead hangs on; bars and thresholds are empty where draws are too few.

    switched: the size of the runs behind the switches (None: none were turned). turned: switches, then corrections, then the average of
    AF's regimes. bars: every parameter, the largest swing first. thresholds: of the leading parameters, where the best option changes.
    figures: every figure of the files moved alone (None: not screened).
    """

    switched: Size | None
    turned: tuple[Turned, ...]
    bars: tuple[Bar, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    figures: Screened | None = None


@dataclass(frozen=True)
class WhoGains:
    """Who gains, who pays, who waits. option: whose backgrounds these are. set_by: what a budget line is set by, (committee, line)."""

    option: str
    gains: tuple[Gain, ...]
    by_payer: tuple[PayerResult, ...]
    paid_back: tuple[PaidBack, ...]
    overruns: tuple[Overrun, ...] | None
    set_by: Mapping[tuple[str, str], str]


@dataclass(frozen=True, eq=False)
class Decision:
    """Everything a decision page says. worth: None where draws are too few; studies: those on offer, if any file of them is there.

    months_in_work: paired differences of months in open work from the reference [draw, option, replication].
    """

    about: About
    choice: Choice
    which: Which
    both: BothSides
    how_sure: HowSure
    what_changes: WhatChanges
    worth: Worth | None
    studies: Studies | None
    who_gains: WhoGains
    months_in_work: Floats
