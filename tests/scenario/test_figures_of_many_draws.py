"""Figures evaluated at many parameter rows at once: the same bits as one by one, and refused in the same words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ami_sim.scenario.quantities import Quantity

ROWS = st.lists(st.tuples(st.floats(0.1, 9.0), st.floats(-5.0, 5.0)), min_size=1, max_size=8)


@pytest.mark.parametrize("text", ["3", "a", "a * (b + 1.7) / 3 - -b", "a ** 1.3", "exp(b) + log(a)", "max(a, b, 0.5)"])
@given(rows=ROWS)
def test_a_figure_of_many_rows_is_that_of_each(text: str, rows: list[tuple[float, float]]) -> None:
    figure = Quantity(text, text, 30.4375, -np.inf, np.inf)
    columns = dict(zip("ab", np.array(rows).T, strict=True))
    assert figure.over(columns, len(rows)).tolist() == [figure.at({"a": a, "b": b}) for a, b in rows]


@pytest.mark.parametrize(("text", "said"), [("a", '"a" is 2; expected 0 to 1'), ("1 / (a - 0.5)", "cannot be evaluated")])
def test_one_row_out_of_range_is_refused(text: str, said: str) -> None:
    figure = Quantity(text, text, 1.0, 0.0, 1.0)
    with pytest.raises(ValueError, match=said):
        figure.over({"a": np.array([0.5, 2.0])}, 2)
