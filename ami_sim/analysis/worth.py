"""What it is worth to know more before one decision: everything, groups of parameters, single ones, and the studies on offer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ami_sim.analysis.choice import Choice
from ami_sim.analysis.information import Value, enbs, evpi, evppi, evsi
from ami_sim.analysis.sensitivity import Share, explained
from ami_sim.analysis.studies import Seen, Studies, data_of

Floats = NDArray[np.float64]
RESAMPLES: Final = 50  # bootstrap samples behind a standard error: enough for one digit
NOTHING: Final = 1000.0  # kr: a value of information below this is called none


@dataclass(frozen=True)
class Known:
    """What knowing something is worth, kr over the horizon, and the share of the doubt about the lead that knowing removes."""

    value: Value
    share: Share


@dataclass(frozen=True)
class Offered:
    """What a study on offer is worth, kr over the horizon, and what it costs."""

    known: Known
    cost: float

    @property
    def net(self) -> float:
        """Worth less cost, kr."""
        return enbs(self.known.value, self.cost)

    @property
    def pays(self) -> bool:
        """Whether the study is worth more than it costs by more than a standard error."""
        return self.net > self.known.value.se


@dataclass(frozen=True)
class Worth:
    """Values of knowing, by name. everything: the value of knowing every parameter; groups of parameters, single ones, studies."""

    everything: Value
    groups: Mapping[str, Known]
    singles: Mapping[str, Known]
    studies: Mapping[str, Offered]


def worth_of(choice: Choice, singles: Sequence[str], studies: Studies | None = None, seen: Seen | None = None) -> Worth:
    """Give the value of knowing everything, groups of parameters, single parameters and studies.

    singles: the parameters to look at one by one. seen: what studies look at; the replications it does not look at give the benefits, so
    that a study's data share no chance with what they decide about. Studies are valued only where `seen` is given.
    """
    every = evpi(choice.runs, resamples=RESAMPLES)
    lead, tau2 = choice.lead.mean(axis=1), choice.lead_tau2

    def columns(names: Sequence[str]) -> Floats:
        return choice.phi[:, [choice.names.index(name) for name in names if name in choice.names]]

    def value_of(names: Sequence[str]) -> Value:
        return evppi(choice.runs, columns(names), resamples=RESAMPLES, at_most=every.value)

    def known(names: Sequence[str]) -> Known:
        return Known(value_of(names), explained(columns(names), lead, tau2))

    groups = {name: known(group.parameters) for name, group in studies.group.items()} if studies else {}
    offered = {}
    if studies and seen:
        rest = choice.runs[:, :, len(seen.replications) :]
        first, second = choice.contrast
        later = (rest[:, first] - rest[:, second]).mean(axis=1)
        for name, study in studies.study.items():
            summary = data_of(study, seen, study.option or choice.reference)
            most = value_of(studies.parameters(study.reveals)).value
            value = evsi(rest, summary, resamples=RESAMPLES, at_most=most)
            offered[name] = Offered(Known(value, explained(summary, later, tau2)), study.cost.value)
    return Worth(every, groups, {name: known([name]) for name in singles}, offered)
