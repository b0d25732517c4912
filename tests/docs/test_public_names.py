"""The page of public names shows every one of them and no other, and each says what it is."""

import re
from collections.abc import Callable
from inspect import getdoc

import ami_sim

SHOWN = re.compile(r"^\.\. auto\w+:: ami_sim\.(\w+)", re.MULTILINE)


def test_every_public_name_is_on_the_page(page: Callable[[str], str]) -> None:
    shown = SHOWN.findall(page("docs/api/index.md"))
    assert sorted(shown) == sorted(ami_sim.__all__)


def test_every_public_name_says_what_it_is() -> None:
    assert [name for name in ami_sim.__all__ if not (getdoc(getattr(ami_sim, name)) or "").strip()] == []
