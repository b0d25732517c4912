"""What templates ask of results beyond a mean: three intervals, a gap between differences, full limits, a price that breaks even."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ami_sim.show.quotes import Quotes

DRAWS, EACH = 40, 2
NET = ("net_result", "municipality", "")


@pytest.fixture
def quotes(tmp_path: Path) -> Quotes:
    """Results in which a place costs 1 000 kr for each krona of its price, less 3.0 mnkr that it gives whatever it costs."""
    luck = np.random.default_rng(1).normal(0, 1e5, (DRAWS, EACH))
    gives = 3e6 + np.random.default_rng(2).normal(0, 1e5, DRAWS)[:, None] + 0 * luck
    values = {
        ("own", *NET): luck,
        ("cheap", *NET): luck + gives - 2e6,
        ("dear", *NET): luck + gives - 6e6,
        ("own", "utilisation", "", "limit:cases"): np.tile([0.9, 0.99], (DRAWS, 1)),
        ("own", "utilisation", "", "limit:mapping"): np.full((DRAWS, EACH), np.nan),
    }
    rows = [
        (*key, "kr" if key[1] == "net_result" else "share", draw, replication, runs[draw, replication])
        for key, runs in values.items()
        for draw in range(DRAWS)
        for replication in range(EACH)
    ]
    columns = ["scenario", "measure", "actor", "group", "unit", "draw", "replication", "value"]
    pd.DataFrame(rows, columns=columns).to_parquet(tmp_path / "measures.parquet")
    (tmp_path / "manifest.json").write_text(json.dumps({"reference": "own", "plan": {"options": ["own", "cheap", "dear"]}}))
    return Quotes(tmp_path)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2212", "-")


def test_a_price_that_breaks_even_lies_on_the_line_through_two_options(quotes: Quotes) -> None:
    said = plain(quotes.break_even(("cheap", 2000), ("dear", 6000)))
    middle = float(said.split(" kr")[0].replace(" ", ""))
    assert middle == pytest.approx(3000, abs=60)
    assert "not even" not in said
    assert quotes.break_even(("cheap", -9000), ("dear", -5000)) == "no price, not even 0 kr"


def test_a_difference_of_differences_is_paired(quotes: Quotes) -> None:
    assert plain(quotes.gap(("cheap", "own"), ("dear", "own"))).startswith("+4.0")
    assert plain(quotes.gap(("cheap", "own"), ("cheap", "own"))) == "0 kr"
    assert plain(quotes.beyond(quotes, "cheap")) == "0 kr"


def test_computing_error_is_written_apart(quotes: Quotes) -> None:
    half = quotes.of("cheap").half
    assert plain(quotes.computing("cheap")) == f"±{half / 1e3:.0f} tkr"


def test_a_limit_is_full_in_a_share_of_futures(quotes: Quotes) -> None:
    assert plain(quotes.full("own", "limit:cases")) == "50 %"
    assert "In use, of open cases" in quotes.table([("utilisation", "", "limit:cases")], ["own"], level=True)
