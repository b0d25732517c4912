#!/usr/bin/env python3
# /// script
# dependencies = ["nox>=2025.2.9"]
# ///
"""The checks by name: `nox -l` lists them, `nox -s lint` runs one. A Python that this machine lacks is said and left out."""

import os

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "venv"
nox.options.error_on_missing_interpreters = bool(os.environ.get("CI"))  # elsewhere nox says which one is missing, and goes on

PYTHONS = ["3.11", "3.12", "3.13"]
OLDEST, *_, NEWEST = PYTHONS


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run the default tests with the pinned versions."""
    session.install("-c", "constraints.txt", "-e", ".[test]")
    session.run("pytest", *session.posargs)


@nox.session(python=OLDEST, default=False)
def lowest(session: nox.Session) -> None:
    """Run the default tests with the lowest allowed version of each direct dependency; needs uv, which resolves them."""
    session.install("uv")
    session.run(
        "uv", "pip", "install", "-q", "--resolution", "lowest-direct", "-e", ".[test]", env={"VIRTUAL_ENV": session.virtualenv.location}
    )
    session.run("pytest", *session.posargs)


@nox.session(python=NEWEST, default=False)
def newest(session: nox.Session) -> None:
    """Run the default tests with the newest allowed versions."""
    session.install("--upgrade", "-e", ".[test]")
    session.run("pytest", *session.posargs)


@nox.session(python=OLDEST)
def lint(session: nox.Session) -> None:
    """Check style, types and the direction of imports."""
    session.install("-c", "constraints.txt", "-e", ".[test]")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("mypy")
    session.run("lint-imports")


@nox.session(python=OLDEST)
def docs(session: nox.Session) -> None:
    """Build the docs site without a warning."""
    session.install("-c", "constraints.txt", "-e", ".[docs]")
    session.run("sphinx-build", "-W", "docs", "results/site", *session.posargs)


if __name__ == "__main__":
    nox.main()
