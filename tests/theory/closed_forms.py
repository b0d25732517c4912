"""Closed forms of queueing theory. Rates are per day; service rates are 1 / mean service."""

from math import exp, lgamma, log

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from tests.oracles.generator import evolved

Floats = NDArray[np.float64]


def erlang_b(servers: int, offered: float) -> float:
    """The share lost in M/G/c/c (Erlang 1917): insensitive to the distribution of service."""
    lost = 1.0
    for c in range(1, servers + 1):
        lost = offered * lost / (c + offered * lost)
    return lost


def erlang_c(servers: int, offered: float) -> float:
    """The share that waits in M/M/c (Erlang 1917)."""
    lost = erlang_b(servers, offered)
    return lost / (1 - offered / servers * (1 - lost))


def mmc(arrivals: float, service: float, servers: int) -> dict[str, float]:
    """M/M/c: the share that waits, the mean wait and the mean number in queue."""
    waits = erlang_c(servers, arrivals / service)
    wait = waits / (servers * service - arrivals)
    return {"share that waits": waits, "mean wait, days": wait, "mean queue, persons": arrivals * wait}


def mmc_abandonment(arrivals: float, service: float, servers: int, leaving: float, room: int = 2000) -> dict[str, float]:
    """M/M/c+M (Erlang A, Palm 1957): those in queue leave at a rate each. From the stationary birth-death chain."""
    n = np.arange(room + 1)
    out = service * np.minimum(n, servers) + leaving * np.maximum(n - servers, 0)
    weights = np.concatenate([[0.0], np.cumsum(np.log(arrivals) - np.log(out[1:]))])
    p = np.exp(weights - weights.max())
    p /= p.sum()
    queue = float((np.maximum(n - servers, 0) * p).sum())
    return {
        "share that waits": float(p[servers:].sum()),
        "mean queue, persons": queue,
        "share that leaves": leaving * queue / arrivals,
        "mean wait, days": queue / arrivals,
    }


def pollaczek_khinchine(arrivals: float, mean: float, variance: float) -> dict[str, float]:
    """M/G/1: mean wait and queue (Pollaczek 1930, Khinchine 1932)."""
    wait = arrivals * (variance + mean**2) / (2 * (1 - arrivals * mean))
    return {"share that waits": arrivals * mean, "mean wait, days": wait, "mean queue, persons": arrivals * wait}


def cobham(arrivals: tuple[float, float], means: tuple[float, float], seconds: tuple[float, float]) -> tuple[float, float]:
    """Mean waits of two classes, non-preemptive priority, one server (Cobham 1954). `seconds`: second moments of service."""
    residual = sum(a * s for a, s in zip(arrivals, seconds, strict=True)) / 2
    first = arrivals[0] * means[0]
    both = first + arrivals[1] * means[1]
    return residual / (1 - first), residual / ((1 - first) * (1 - both))


def transient_mmc(arrivals: float, service: float, spans: list[tuple[int, float]], room: int = 1500) -> list[float]:
    """Mean number present at the end of each span (servers, days), from empty: the forward equations of a birth-death chain."""
    p = np.zeros(room + 1)
    p[0] = 1.0
    n = np.arange(room + 1)
    means = []
    for servers, days in spans:
        down = service * np.minimum(n, servers)
        up = np.where(n < room, arrivals, 0.0)
        generator = csr_array(np.diag(up[:-1], 1) - np.diag(up + down) + np.diag(down[1:], -1))
        p = evolved(generator, p, days)
        means.append(float(n @ p))
    return means


def fluid_after_cut(arrivals: float, service: float, before: int, after: int, present: float, days: float) -> float:
    """The fluid limit of the number present `days` after servers are cut, work in progress being finished.

    `present` is over `before` on the day of the cut, and arrivals exceed `after * service`.
    """
    drained = log(before / after) / service
    if days <= drained:
        return present + arrivals * days - before * (1 - exp(-service * days))
    return present + arrivals * drained - (before - after) + (arrivals - after * service) * (days - drained)


def poisson(mean: float, count: int) -> float:
    """The probability of a count."""
    return exp(count * log(mean) - mean - lgamma(count + 1)) if mean > 0 else float(count == 0)


def lognormal_moments(median: float, spread: float) -> tuple[float, float]:
    """Mean and variance of a lognormal with a median and a standard deviation of its log."""
    mean = median * exp(spread**2 / 2)
    return mean, mean**2 * (exp(spread**2) - 1)
