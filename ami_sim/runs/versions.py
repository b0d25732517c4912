"""What a result was made with: versions for the manifest, and all that must agree between machines that work together."""

import platform
from importlib import metadata
from typing import Final

from ami_sim.version import __version__  # what an installer noted of a checkout may be older than the checkout

PACKAGES: Final = ("numpy", "scipy", "pandas", "numba", "simpy", "pydantic", "pyarrow")


def versions() -> dict[str, str]:
    """Give the versions of ami-sim's code as it runs, of the packages that decide a result, and of Python."""
    return {"ami-sim": __version__} | {name: _version(name) for name in PACKAGES} | {"python": platform.python_version()}


def made_of() -> dict[str, str]:
    """Give the versions and a hash of ami-sim's own sources: a checkout may differ from another of the same version."""
    from ami_sim.engines.kernels import sources

    return versions() | {"ami-sim's sources": sources()[:12]}


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"
