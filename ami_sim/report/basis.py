"""What numbers rest on: whether parameters are calibrated, drawn or assumed. Every output asks here, so that all say the same."""

from typing import Literal

from ami_sim.report.words import Language, say

Basis = Literal["calibrated", "drawn", "assumed"]


def basis_of(parameters: str, draws: int = 1) -> Basis:
    """Name what a run rests on. parameters: "posterior", "prior" or "median", as its manifest says; draws: parameter sets.

    Calibrated: drawn from a posterior, so that the first year's counts are in it. Drawn: many sets from what is assumed. Assumed: one set,
    and intervals hold chance only.
    """
    if parameters == "posterior":
        return "calibrated"
    return "drawn" if parameters == "prior" and draws > 1 else "assumed"


def basis(language: Language, parameters: str, draws: int = 1) -> str:
    """Say what a run rests on, that effects are assumed, and that no option is found to save or cost."""
    return say(language, f"basis.{basis_of(parameters, draws)}")


def basis_in_short(language: Language, parameters: str, draws: int = 1) -> str:
    """Say the same in the few words a picture has room for."""
    return say(language, f"basis.{basis_of(parameters, draws)}-short")


def interval_label(language: Language = "en", interval: str = "computing") -> str:
    """Say what an interval holds: `computing` is chance only, `credible` what is not known of the mean, `prediction` one future."""
    return say(language, f"basis.interval-{interval}")
