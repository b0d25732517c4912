"""Monthly bands: the same as computing on everything at once, exact for counts, and bit-identical however batches finish."""

import numpy as np
import pandas as pd
import pytest

from ami_sim.record import moments
from ami_sim.record.moments import MONTHLY_COLUMNS, Figures, Moments, monthly_frame, places_of, values_at
from tests.monthly import bands_of, figures_of

MONTHS = pd.date_range("2020-01-01", periods=4, freq="MS")


def bin_of(values: np.ndarray) -> np.ndarray:
    """Round values to the bin they fall in."""
    return values_at(places_of(np.ascontiguousarray(values, np.float64)))


def values_of(replications: range, *, money: bool = False) -> pd.DataFrame:
    parts = []
    for replication in replications:
        luck = np.random.default_rng(replication)
        for scenario in ("no", "60"):
            value = luck.normal(-1e6, 4e5, len(MONTHS)) if money else luck.poisson(12, len(MONTHS)).astype(float)
            parts.append(pd.DataFrame({"month": MONTHS, "value": value}).assign(replication=replication, scenario=scenario))
    return pd.concat(parts, ignore_index=True).assign(draw=0, measure="net_result:ifo" if money else "queue_place", group="")


def test_counts_have_exact_means_and_quantiles() -> None:
    values = values_of(range(31))
    frame = bands_of(values)
    assert list(frame.columns) == MONTHLY_COLUMNS
    for row in frame.to_dict("records"):
        own = values[(values["scenario"] == row["scenario"]) & (values["month"] == row["month"])]["value"].to_numpy()
        assert row["count"] == 31
        assert row["mean"] == pytest.approx(own.mean())
        assert row["m2"] == pytest.approx(((own - own.mean()) ** 2).sum())
        quantiles = [row[name] for name in ("q05", "q25", "q50", "q75", "q95")]
        assert quantiles == pytest.approx(list(np.quantile(own, [0.05, 0.25, 0.5, 0.75, 0.95])), abs=1e-12)


def test_money_quantiles_are_within_the_width_of_a_bin() -> None:
    values = values_of(range(60), money=True)
    frame = bands_of(values).set_index(["scenario", "month"])
    exact = values.groupby(["scenario", "month"])["value"].quantile(0.95)
    assert np.abs(frame["q95"] / exact - 1).max() < 1 / 2048


def test_bins_are_exact_for_whole_numbers_and_tight_for_all_others() -> None:
    whole = np.arange(-2048.0, 2049.0)
    assert (bin_of(whole) == whole).all()
    numbers = np.random.default_rng(1).normal(0, 1, 10_000) * 10.0 ** np.arange(-5, 5).repeat(1_000)
    assert np.abs(bin_of(numbers) / numbers - 1).max() <= 1 / 2048
    assert not np.signbit(bin_of(np.array([-0.0])))[0]


def batches_of(count: int, size: int, *, money: bool = True) -> list[pd.DataFrame]:
    """Give the values of some batches of replications."""
    return [values_of(range(size * number, size * number + size), money=money) for number in range(count)]


def test_merging_batches_gives_what_one_batch_gives() -> None:
    merged, whole = bands_of(*batches_of(4, 7, money=False)), bands_of(values_of(range(28)))
    pd.testing.assert_frame_equal(merged, whole, rtol=1e-12)
    exact = ["count", "q05", "q25", "q50", "q75", "q95"]
    pd.testing.assert_frame_equal(merged[exact], whole[exact], check_exact=True)


def test_moments_are_those_of_chan_golub_and_leveque_to_the_last_bit() -> None:
    luck = np.random.default_rng(3)
    tables = [np.where(luck.uniform(size=(runs, 5)) < 0.3, np.nan, luck.normal(1e6, 1e3, (runs, 5))) for runs in (3, 1, 4, 2)]
    found = Moments(5)
    for table in tables:
        found.add(table)
    for cell in range(5):
        count, mean, m2 = 0, 0.0, 0.0
        for table in tables:
            values = [value for value in table[:, cell].tolist() if value == value]
            if values:
                later, middle = len(values), sum(values) / len(values)
                squares = sum((value - middle) * (value - middle) for value in values)
                step, share = (middle - mean if count else 0.0), later / (count + later)
                mean = mean + step * share if count else middle
                m2, count = m2 + squares + step * step * count * share, count + later
        assert (found.count[cell], found.mean[cell], found.m2[cell]) == (count, mean, m2)


def test_bins_hold_every_value_once_however_many_wait_to_be_added_up(monkeypatch: pytest.MonkeyPatch) -> None:
    batches = [values_of(range(7 * number, 7 * number + 7), money=number % 2 > 0) for number in range(6)]
    at_once = figures_of(*batches)
    monkeypatch.setattr(moments, "AT_ONCE", 20)
    few_by_few = figures_of(*batches)
    pd.testing.assert_frame_equal(monthly_frame(few_by_few), monthly_frame(at_once), check_exact=True)
    every = pd.concat(batches)
    for option, figures in few_by_few.items():
        bins = figures.moments.bins
        for one, other in zip(bins, at_once[option].moments.bins, strict=True):
            np.testing.assert_array_equal(one, other)
        for figure, place in figures.place.items():
            rows = every[(every["scenario"] == option) & (every["measure"] == figure)]
            for at, month in enumerate(MONTHS):
                cell = place * len(MONTHS) + at
                held = slice(bins.starts[cell], bins.starts[cell + 1])
                kinds, counts = np.unique(bin_of(rows[rows["month"] == month]["value"].to_numpy()), return_counts=True)
                assert (moments.values_at(bins.places[held]) == kinds).all()
                assert (bins.counts[held] == counts).all()


def test_quantiles_are_those_of_the_rounded_values() -> None:
    table = np.random.default_rng(7).normal(0, 1, (40, 6)).round(1)
    table[5:, 1], table[:, 2], table[1:, 3] = np.nan, np.nan, np.nan
    found = Moments(6)
    for batch in np.split(table, 8):
        found.add(batch)
    for name, share in moments.QUANTILES.items():
        for cell in (0, 1, 3, 4, 5):
            values = bin_of(table[:, cell][~np.isnan(table[:, cell])])
            assert found.quantiles()[name][cell] == pytest.approx(np.quantile(values, share), abs=1e-15)


def test_the_order_of_rows_within_a_batch_changes_no_bit() -> None:
    values = values_of(range(9), money=True)
    pd.testing.assert_frame_equal(bands_of(values), bands_of(values.sample(frac=1.0, random_state=2)), check_exact=True)


def test_memory_does_not_grow_with_replications_beyond_the_bins_in_use() -> None:
    few, many = (len(figures_of(values_of(range(size)))["no"].moments.bins.places) for size in (200, 400))
    assert many < 1.3 * few


def test_values_not_defined_are_left_out_and_cells_of_one_batch_survive() -> None:
    first, second = values_of(range(3)), values_of(range(3, 6))
    first.loc[first["scenario"] == "60", "value"] = np.nan
    merged = bands_of(first, second)
    assert dict(merged.groupby("scenario")["count"].first()) == {"60": 3, "no": 6}
    only = second[(second["scenario"] == "60") & (second["month"] == MONTHS[0])]["value"]
    assert merged[(merged["scenario"] == "60") & (merged["month"] == MONTHS[0])]["mean"].iloc[0] == pytest.approx(only.mean())


def test_a_figure_that_only_some_runs_have_stands_where_it_belongs() -> None:
    months = MONTHS.to_numpy()
    own, other = np.arange(4.0), np.arange(4.0) + 10
    figures = Figures(months)
    figures.add([(["b"], own[None]), (["c", "b"], np.array([other, own + 2]))])
    figures.add([(["a", "b"], np.array([other, own + 4]))])
    frame = monthly_frame({"no": figures})
    assert frame["measure"].tolist() == ["a", "b", "c"] * 4
    assert frame["month"].is_monotonic_increasing
    by_figure = {name: rows for name, rows in frame.groupby("measure")}
    assert by_figure["a"]["mean"].tolist() == by_figure["c"]["q50"].tolist() == other.tolist()
    assert by_figure["b"]["mean"].tolist() == (own + 2).tolist()
    assert [rows["count"].tolist() for rows in by_figure.values()] == [[1] * 4, [3] * 4, [1] * 4]


def test_an_empty_batch_merges_to_nothing_new() -> None:
    values = values_of(range(3))
    empty = values.assign(value=np.nan)
    assert bands_of(empty).empty
    pd.testing.assert_frame_equal(bands_of(values, empty), bands_of(values), check_exact=True)
