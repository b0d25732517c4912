"""Who gains under each of several options, as a Markdown table: a row a background group, a column an option, per person followed."""

from collections.abc import Sequence
from math import isfinite
from typing import Final

import pandas as pd

from ami_sim.analysis.gains import Gain, gains
from ami_sim.report.backgrounds import FEWEST, group_title
from ami_sim.report.number_formats import write_number
from ami_sim.report.words import Language, say
from ami_sim.scenario.errors import nearest

DECIMALS: Final = {"kr": 0, "months": 2}  # of an amount per person
CHANCE_TOO: Final = "*"  # after an interval that holds chance as well


def gains_table(
    measures: pd.DataFrame,
    options: Sequence[tuple[str, str]],
    reference: str,
    measure: str,
    groups: Sequence[str],
    language: Language,
) -> str:
    """Write a measure's difference from the reference per person followed, with 95 % credible intervals.

    measures: the stored long frame. options: by key, with what they are called. A group of fewer than `FEWEST` persons followed has no
    row. KeyError for a group or a measure that is not in the results.
    """
    units = measures.loc[measures["measure"].eq(measure), "unit"]
    if units.empty:
        raise KeyError(f"{measure} is not in the results")
    decimals = DECIMALS.get(str(units.iloc[0]), 2)
    found = {
        option: {gain.group: gain for gain in gains(measures, option, reference, [measure], []) if gain.group in groups}
        for option, _ in options
    }
    lines = [["", say(language, "quotes.persons"), *(name for _, name in options)], ["---"] + ["---:"] * (len(options) + 1)]
    known = set(measures["group"].unique())
    for group in groups:
        if group not in known:
            raise KeyError(f'group: "{group}" is not in the results.{nearest(group, map(str, known))}')
        row = [found[option][group] for option, _ in options if group in found[option]]
        if len(row) == len(options) and min(gain.people for gain in row) >= FEWEST:
            lines.append(
                [
                    group_title(group, language),
                    write_number(row[0].people, 0, language),
                    *(in_cell(gain, decimals, language) for gain in row),
                ]
            )
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def in_cell(gain: Gain, decimals: int, language: Language) -> str:
    """Write a mean and its interval, in few characters: `+0.12 (−0.03 to +0.31)*`."""
    mean, low, high = (
        write_number(value, decimals, language, signed=True) if isfinite(value) else "" for value in (gain.mean, gain.low, gain.high)
    )
    if not low or low == high == mean:
        return mean or "–"
    return say(language, "quotes.spread", middle=mean, low=low, high=high) + ("" if gain.resolved else CHANCE_TOO)
