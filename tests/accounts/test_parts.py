"""Parts of conditions are numbered as they are met and priced once a year, whoever asks and in whatever order."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ami_sim.accounts.flows import Condition
from ami_sim.accounts.parts import Numbered, Parts, Prices

ROWS = np.array([[stage, 0, -1, -1, 0, 0] for stage in range(6)])


def test_a_code_keeps_its_number_when_smaller_codes_are_met_later() -> None:
    numbered = Numbered()
    assert [each.tolist() for each in numbered.numbers(np.array([50, 20, 50]))] == [[1, 0, 1], [1, 0]]
    assert [each.tolist() for each in numbered.numbers(np.array([50, 20]))] == [[1, 0], []]
    assert [each.tolist() for each in numbered.numbers(np.array([50, 10, 99, 10]))] == [[1, 2, 3, 2], [1, 2]]
    assert [each.tolist() for each in numbered.numbers(np.array([99, 50, 20, 10]))] == [[3, 1, 0, 2], []]


def test_a_part_is_priced_once_in_every_year_of_the_span_and_alone_outside_it() -> None:
    asked: list[tuple[list[int], tuple[int, ...]]] = []

    def price(conditions: Sequence[Condition], years: tuple[int, ...]) -> NDArray[np.float64]:
        asked.append(([one.stage for one in conditions], years))
        return np.array([[[one.stage, year] for year in years] for one in conditions], np.float64)

    parts = Parts(np.array([[1.0, 1.0], [0.0, -2.0]]), (2019, 2020))
    first = parts.numbers(np.array([7, 5]), ROWS[[3, 1]])
    assert parts.prices(2020, price).table(first, 1).tolist() == [[3, 2020], [1, 2020]]
    more = parts.numbers(np.array([5, 6, 7]), ROWS[[1, 2, 3]])
    assert more[[2, 0]].tolist() == first.tolist()
    assert parts.prices(2019, price).table(more, 0).tolist() == [[1, 2019], [2, 2019], [3, 2019]]
    assert parts.prices(2031, price).table(more, 0).tolist() == [[1, 2031], [2, 2031], [3, 2031]]
    assert parts.prices(2019, price).table(np.array([0, more[0], 0]), 0).tolist() == [[0, 0], [1, 2019], [0, 0]]
    assert [view[more, 0].tolist() for view in parts.prices(2019, price).views] == [[2020, 2021, 2022], [-4038, -4038, -4038]]
    assert parts.prices(2031, price).views[0][0].tolist() == [0]
    assert parts.count == 3
    assert asked == [([1, 3], (2019, 2020)), ([2], (2019, 2020)), ([1, 3, 2], (2031,))]


def test_what_costs_nothing_is_left_out_of_the_lines_of_a_part() -> None:
    prices = Prices(np.zeros((0, 3)), (2019, 2020))
    prices.add(np.array([[[0.0, 5.0, 0.0], [0.0, 6.0, 0.0]], [[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]]))
    prices.add(np.array([[[1.0, 0.0, 0.0], [2.0, 0.0, 3.0]]]))
    assert prices.first[:5].tolist() == [0, 0, 1, 1, 3]
    assert prices.lines[:3].tolist() == [1, 0, 2]
    assert prices.amounts[:, :3].tolist() == [[5, 1, 0], [6, 2, 3]]
