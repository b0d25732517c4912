"""How large a question may be: what it would leave is estimated before anything is made, and refused where no machine has the room."""

from typing import Final

from ami_sim.scenario.errors import InputError

MOST_DRAWS: Final = 100_000
MOST_RUNS: Final = 5_000_000  # of an option
RUN_BYTES: Final = 20_000  # what a run of an option leaves, roughly


def refuse_size(named: str, draws: int, replications: int) -> None:
    """Refuse more draws or runs than there can be. named: the options or the key that say them.

    Raises:
        InputError: says how many runs they are and about how much room they would take.
    """
    runs = draws * replications
    if draws > MOST_DRAWS or runs > MOST_RUNS:
        raise InputError(
            f"{named}: {draws:,} draws, {runs:,} runs of each option (about {runs * RUN_BYTES / 1e9:,.0f} GB of results); expected at most "
            f"{MOST_DRAWS:,} draws and {MOST_RUNS:,} runs"
        )
