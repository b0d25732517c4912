"""The marker of a function that both engines use: plain Python here, compiled where the compiled engine asks for it."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

F = TypeVar("F", bound=Callable[..., Any])
SHARED: Final[list[Callable[..., Any]]] = []  # what the compiled engine compiles, in the order of definition


def shared(function: F) -> F:
    """Mark a function as one that both engines use; it stays as it is."""
    SHARED.append(function)
    return function
