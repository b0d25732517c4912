"""A sentence in both languages: what is said when a run is made, before anybody has asked for one of them."""

from typing import NamedTuple

from ami_sim.report.vocabulary import Language


class Told(NamedTuple):
    """The same sentences in English and in Swedish; both are empty when there is nothing to say."""

    en: str = ""
    sv: str = ""

    def then(self, *others: "Told") -> "Told":
        """Add further sentences."""
        return Told(*(" ".join(part for part in parts if part) for parts in zip(self, *others, strict=True)))

    def to(self, language: Language) -> str:
        """Give one language."""
        return self.sv if language == "sv" else self.en


NOTHING = Told()
