"""Luck belongs to the person: every random number is a pure function of seed, draw, replication, person, purpose and occasion.

A person's key folds the first five into 64 bits at birth; a draw mixes the key with purpose and occasion by the finaliser of
SplitMix64 (Steele, Lea & Flood 2014). Nothing is drawn in event order, so the same person has the same luck in every
scenario, on any engine and any number of workers.
"""

from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ami_sim.model.shared import shared
from ami_sim.scenario.errors import InputError

BITS: Final = 0xFFFFFFFFFFFFFFFF
STRIDE: Final = 0x9E3779B97F4A7C15  # 2**64 / golden ratio, odd

PLACES: Final = 64  # of a purpose among all draws of a key: purpose + 64 * occasion
BETWEEN: Final = 0x1FFFFFC0  # bits that are never set in the purpose of a name


@lru_cache(maxsize=4096)
def purpose_named(name: str) -> int:
    """Give the purpose of a name: a negative number from a hash of the name, 40 bits of it.

    A draw's place in a key's sequence is purpose + 64 * occasion. Places of names lie from -2**63 up, each name's on a stretch of 2**23
    occasions: no draw of one name can ever meet one of another, whatever else is drawn and in whatever order it stands in a list.
    """
    word = int.from_bytes(blake2b(name.encode(), digest_size=5).digest(), "big")
    return -(1 << 63) + (word >> 6 << 29) + (word & 63)


def named_luck(key: int, name: str, occasion: int = 0) -> float:
    """Return the uniform number in (0, 1) of this key for a purpose of one's own, told by its name, and occasion (0, 1, ...)."""
    if not 0 <= occasion < 1 << 23:
        raise InputError(f'purpose "{name}": occasion {occasion}; expected 0 to {(1 << 23) - 1}')
    return luck(key, purpose_named(name), occasion)


# What happens along the way has a counter of its own for each person, in this order.
TURN_NAMES: Final = (
    *("length", "split", "assess", "pause", "leads", "extend", "return", "refuse", "sick", "answer", "child", "partner"),
    "good cause",
)
P_LENGTH, P_SPLIT, P_ASSESS, P_PAUSE, P_LEADS, P_EXTEND, P_RETURN, P_REFUSE, P_SICK, P_ANSWER, P_CHILD, P_PARTNER, P_CAUSE = range(
    len(TURN_NAMES)
)
TURN_STREAMS: Final = tuple(purpose_named(f"turn:{name}") for name in TURN_NAMES)
P_ELIGIBLE, P_KEEP, P_GAP, P_COHORT, P_RESIDUAL, P_CLUMP, P_JOIN = map(
    purpose_named, ("eligible", "keep", "gap", "cohort", "residual", "clump", "join")
)
P_PARAMETER: Final = purpose_named("parameter")
# What is drawn once, at birth, besides every trait and the first exposure of every clock.
AT_BIRTH: Final = ("frailty", "age_band", "age", "step", "income", "household", "schooling", "idle")


@shared
def luck(key: int, purpose: int, occasion: int) -> float:
    """Return the uniform number in (0, 1) of this key, purpose (`purpose_named`) and occasion (0, 1, ...)."""
    if purpose >= 0 or purpose & BETWEEN or occasion < 0:
        raise ValueError("luck is drawn for a purpose without a name; use purpose_named")
    z = (key + STRIDE * (purpose + PLACES * occasion)) & BITS  # a mask after every shift: the same bits, signed or not
    z = (z ^ ((z >> 30) & 0x3FFFFFFFF)) * 0xBF58476D1CE4E5B9 & BITS
    z = (z ^ ((z >> 27) & 0x1FFFFFFFFF)) * 0x94D049BB133111EB & BITS
    return (((z ^ ((z >> 31) & 0x1FFFFFFFF)) >> 12 & 0xFFFFFFFFFFFFF) + 0.5) * 2.0**-52


def refuse_nameless(purposes: Any) -> None:
    """Refuse purposes without a name: their luck could be that of another."""
    for purpose in np.ravel(purposes).tolist():
        if purpose >= 0 or purpose & BETWEEN:
            raise ValueError(f"luck is drawn for purpose {purpose}, which is that of no name; use purpose_named")


def mix(z: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Finalise 64-bit words, vectorised (SplitMix64)."""
    with np.errstate(over="ignore"):
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def mix_one(z: int) -> int:
    """Finalise one 64-bit word: the same bits as `mix`."""
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & BITS
    z = (z ^ z >> 27) * 0x94D049BB133111EB & BITS
    return z ^ z >> 31


def lucks(keys: NDArray[np.uint64], purpose: Any, occasion: Any = 0) -> NDArray[np.float64]:
    """Return `luck` for many keys, purposes or occasions at once, broadcast together: the same bits as the function of one."""
    refuse_nameless(purpose)
    with np.errstate(over="ignore"):
        step = np.asarray(occasion, np.int64) * PLACES + np.asarray(purpose, np.int64)
        z = mix(keys + np.uint64(STRIDE) * step.astype(np.uint64))
    return ((z >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52


def keys_of(seed: int, draw: int, replication: int, referrer: int, numbers: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Fold (seed, draw, replication, referrer, number) into one 64-bit key per person number."""
    key = 0x243F6A8885A308D3  # pi: an arbitrary start
    for word in (seed, draw, replication, referrer):
        key = mix_one(key + STRIDE * (word & BITS) + 0x13198A2E03707344 & BITS)
    with np.errstate(over="ignore"):
        return mix(np.uint64(key) + np.uint64(STRIDE) * numbers.astype(np.uint64) + np.uint64(0xA4093822299F31D0))
