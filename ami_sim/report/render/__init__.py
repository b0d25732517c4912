"""Renderers: a module of this folder writes a page for one kind of reader. A new one is one file with a function `render(page, ...)`."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from ami_sim.report.document import Page
from ami_sim.scenario.errors import InputError, nearest


def renderers() -> list[str]:
    """List the renderers by name."""
    return sorted(module.name for module in iter_modules(__path__))


def render(page: Page, renderer: str, **how: Any) -> Any:
    """Write a page by the renderer of that name. InputError names the nearest for one that is not there."""
    if renderer not in renderers():
        raise InputError(f'format: "{renderer}"; expected one of {", ".join(renderers())}.{nearest(renderer, renderers())}')
    return import_module(f"{__name__}.{renderer}").render(page, **how)
