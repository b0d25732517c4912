"""Every purpose that the package draws luck for, by name."""

from typing import Final

from ami_sim.model.randomness import AT_BIRTH, TURN_NAMES, purpose_named
from ami_sim.scenario.registry import SHIPPED, TRAITS

NAMES: Final = (
    *AT_BIRTH,
    *("eligible", "keep", "gap", "cohort", "residual", "clump", "parameter"),
    *(f"trait:{name}" for name in TRAITS),
    *(f"clock:{name}" for name in SHIPPED.clocks),
    *(f"turn:{name}" for name in TURN_NAMES),
)
PURPOSES: Final = {name: purpose_named(name) for name in NAMES}
