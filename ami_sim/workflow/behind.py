"""The figures that a result rests on: every figure of the files with its source, sureness and mark, and what each option has otherwise."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ami_sim.scenario.errors import InputError
from ami_sim.scenario.moved import Leaf, figures_of
from ami_sim.scenario.priors import Parameter
from ami_sim.scenario.scenario import Scenario
from ami_sim.workflow.compare import Comparison
from ami_sim.workflow.results import read_results


class Behind(NamedTuple):
    """One figure: its dotted path, as it is written, and where it comes from. option: whose it is; "" for every option's."""

    option: str
    path: str
    written: str
    source: str
    sure: str
    mark: str


@dataclass(frozen=True)
class Rests:
    """What a result rests on. why_not: in one sentence, why the files of stored results could not be read; then there are no figures."""

    figures: tuple[Behind, ...] = ()
    parameters: Mapping[str, Parameter] | None = None
    why_not: str = ""


def rests_on(result: Comparison) -> Rests:
    """List the figures of the reference, what other options have otherwise, and the uncertain parameters.

    Of stored results the question's files are read again; they may have changed or stay behind, which `why_not` says.
    """
    try:
        scenarios = scenarios_of(result)
    except InputError as error:
        return Rests(why_not=str(error))
    reference = scenarios[result.reference] if result.reference else next(iter(scenarios.values()))
    common = {leaf.dotted: leaf for leaf in figures_of(reference)}
    found = [behind("", leaf, reference) for leaf in common.values()]
    for option, scenario in scenarios.items():
        found += [behind(option, leaf, scenario) for leaf in changed(scenario, common)]
    return Rests(tuple(found), reference.parameter)


def scenarios_of(result: Comparison) -> Mapping[str, Scenario]:
    """Give what was run, or for stored results read it again; InputError when it cannot be."""
    if result.work is not None:
        return result.work.scenarios
    if result.folder is None:
        raise InputError("answer: it does not know what was run; expected one from compare or load")
    return read_results(result.folder).question.scenarios


def changed(scenario: Scenario, common: Mapping[str, Leaf]) -> Iterator[Leaf]:
    """Go through the figures that an option has otherwise than the reference, or that the reference lacks."""
    for leaf in figures_of(scenario):
        same = common.get(leaf.dotted)
        if same is None or same.written != leaf.written:
            yield leaf


def behind(option: str, leaf: Leaf, scenario: Scenario) -> Behind:
    """Say where a figure comes from: its own source, else that of the row it stands in."""
    row = scenario.provenance.get(leaf.dotted) or leaf.row
    return Behind(option, leaf.dotted, leaf.written, row.source if row else "", row.sure if row else "", row.mark if row else "")
