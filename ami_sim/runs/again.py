"""A run lived once more from its seed, to be looked at: the same people, luck and events as when it was counted."""

from ami_sim.engines.protocol import engine_of
from ami_sim.model.history import population
from ami_sim.record.in_words import Life
from ami_sim.record.spells import spells_of
from ami_sim.runs.batch import Work, prepare
from ami_sim.runs.trusted import refuse_code
from ami_sim.scenario.errors import InputError, nearest


def live_again(work: Work, names: tuple[str, ...], draw: int, replication: int) -> tuple[Life, ...]:
    """Live some options of a replication again; InputError for an option, a draw or a replication that there was not."""
    for name in names:
        if name not in work.scenarios:
            raise InputError(f'option: "{name}" is not an option.{nearest(name, work.scenarios)}')
    for what, number, count in (("draw", draw, len(work.thetas)), ("replication", replication, work.replications)):
        if not 0 <= number < count:
            raise InputError(f"{what}: {number}; expected 0 to {count - 1}")
    refuse_code(work)
    options, highest = prepare(work, draw)
    engine = engine_of(work.engine)
    history = work.histories[draw] if work.histories else None
    found = []
    for name in names:
        option = options[name]
        people = population(option.plan, work.seed, draw, replication, highest, engine.live, history)
        run = engine.simulate(option.plan, people, option.own)
        found.append(Life(option.plan, people, spells_of(run.log, option.plan.horizon)))
    return tuple(found)
