"""What would stop a run after it has begun, found before anything is written."""

from collections.abc import Callable

from ami_sim.engines.protocol import SimpyEngine, engine_of
from ami_sim.model.arrivals import people_in_need
from ami_sim.model.calendar import refuse_no_slot
from ami_sim.model.person import as_people
from ami_sim.model.strategies import as_official, no_own_rank, sees_all
from ami_sim.model.tables import Plan
from ami_sim.runs.batch import Work, prepare
from ami_sim.runs.trusted import refuse_code
from ami_sim.scenario.errors import InputError, nearest
from ami_sim.scenario.scenario import figures, refuse_sum


def refuse_unusable(work: Work) -> None:
    """Refuse an engine that is not there, a figure that makes no sense at some draw, and a strategy that cannot be used.

    Raises:
        InputError: names what is wrong and what was expected. Nothing has been written.
    """
    engine_of(work.engine)  # says which there are
    for name in work.own or {}:
        if name not in work.scenarios:
            raise InputError(f'own: "{name}" is not an option.{nearest(name, work.scenarios)}')
    refuse_code(work)
    same_parameters(work)
    sensible_at_every_draw(work)
    options, _ = prepare(work, 0)
    engine = engine_of(work.engine)
    for option in options.values():
        refuse_no_slot(option.plan)
        if isinstance(engine, SimpyEngine):
            engine.refuse(option.plan)
        elif option.plan.scenario.resource:
            named = next(iter(option.plan.scenario.resource))
            raise InputError(f"resource.{named}: only a stage of one's own asks for it; expected one, on SimPy")
    tried: set[Callable[..., float]] = {no_own_rank}
    for name, option in options.items():
        if option.own not in tried:
            tried.add(option.own)
            try_rank(name, option.own, option.plan, work)


def same_parameters(work: Work) -> None:
    """Refuse options with parameters of their own: a draw is one row for all of them, so that only what is decided differs."""
    first, *others = work.scenarios.items()
    for name, scenario in others:
        for key in sorted({*first[1].parameter, *scenario.parameter}):
            if scenario.parameter.get(key) != first[1].parameter.get(key):
                raise InputError(
                    f"option.{name}.set: parameter.{key}: differs from option {first[0]}; expected uncertain parameters that are the "
                    f"same in every option (change the figure that uses it instead)"
                )


def sensible_at_every_draw(work: Work) -> None:
    """Evaluate every figure that depends on a parameter at every draw."""
    for name, scenario in work.scenarios.items():
        uncertain = {figure: where for where, figure in figures(scenario) if figure.names}
        for draw, theta in enumerate(work.thetas):
            for figure, where in uncertain.items():
                try:
                    figure.at(theta)
                except ValueError as error:
                    at = "the medians" if len(work.thetas) == 1 else f"draw {draw}"
                    raise InputError(f"option {name}: {where}: {error}, at {at}") from error
        sums = [(where, shares, most) for where, shares, most in scenario.sums() if any(share.names for share in shares)]
        for draw, theta in enumerate(work.thetas):
            for where, shares, most in sums:
                try:
                    refuse_sum(where, sum(share.at(theta) for share in shares), most, f", at draw {draw}")
                except ValueError as error:
                    raise InputError(f"option {name}: {error}") from error


def try_rank(option: str, rank: Callable[..., float], plan: Plan, work: Work) -> None:
    """Rank everybody of a replication by a function of one's own, twice, and compile it where the engine needs that."""
    compiles = engine_of(work.engine).compiles
    official = as_official(option, rank, sees_all(plan.scenario)) if compiles else rank
    theta = list(plan.theta.values())
    for person in as_people(people_in_need(plan.scenario, plan.theta, work.seed, 0, 0)):
        first, again = official(person, 0.0, theta), official(person, 0.0, theta)
        if first != again:
            raise InputError(
                f"strategy {rank.__name__} of {option} gives {first!r}, then {again!r} for the same person; expected one number"
            )
    if compiles:
        from ami_sim.engines.compiled import compile_rank

        compile_rank(rank)
