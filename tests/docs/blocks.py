"""The fenced blocks of a page, so that tests can run what it shows."""

import re
from typing import Final, NamedTuple

FENCE: Final = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """A fenced block: what stands behind its fence (a language, or "" for commands), and its text."""

    language: str
    text: str


def blocks_of(page: str, *languages: str) -> list[Block]:
    """Give the blocks of a page in order; those of some languages when any are named."""
    found = [Block(language, text) for language, text in FENCE.findall(page)]
    return [block for block in found if not languages or block.language in languages]
