"""Parameter rows: draw 0 is every uncertain parameter at its median; later draws come from the priors, one row a draw."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from scipy import special

from ami_sim.model.randomness import P_PARAMETER, keys_of, lucks, purpose_named
from ami_sim.scenario.errors import InputError
from ami_sim.scenario.priors import Parameter
from ami_sim.scenario.scenario import Scenario

Z90 = float(special.ndtri(0.95))  # half the width of a 90 % range in standard deviations


def parameter_rows(scenario: Scenario, seed: int, draws: int, parameters: str) -> tuple[dict[str, float], ...]:
    """Theta of each draw. "median": one row, the medians. "prior": independent draws from the priors, by luck of their own.

    What is derived is solved in each row.
    The order of parameters, and which others there are, change no row, nor does the number of draws: a parameter's luck is its name's.
    """
    if parameters == "median":
        return (scenario.at_medians(),)
    if parameters != "prior":
        raise InputError(f'parameters: "{parameters}"; expected median or prior')
    names = list(scenario.parameter)
    numbers = np.arange(1, draws + 1, dtype=np.int64)
    columns = {}
    for name in names:
        u = lucks(keys_of(seed, 0, 0, purpose_named(f"parameter:{name}"), numbers), P_PARAMETER)
        columns[name] = quantile(scenario.parameter[name], u)
    return tuple(scenario.solved({name: float(columns[name][draw]) for name in names}) for draw in range(draws))


def quantile(parameter: Parameter, u: np.ndarray) -> np.ndarray:
    """Give the prior's quantile at u: the named shape with its 90 % range; the median is that of the file, each side has its own spread."""
    z = special.ndtri(u)
    if parameter.shape == "fixed":
        return np.full(len(u), parameter.median)
    to, back = SCALES[parameter.shape]
    middle, low, high = (to(np.array(value)) for value in (parameter.median, parameter.low, parameter.high))
    found: np.ndarray = back(middle + z * np.where(z < 0, middle - low, high - middle) / Z90)
    return found


SCALES: Final[dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]]] = {
    "lognormal": (np.log, np.exp),
    "normal": (lambda x: x, lambda x: x),
    "logitnormal": (special.logit, special.expit),
    "uniform": (special.ndtri, special.ndtr),
}
