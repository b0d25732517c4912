"""Monthly bands: the same as computing on everything at once, exact for counts, and bit-identical however batches finish."""

import numpy as np
import pandas as pd
import pytest

from ami_sim.record.moments import MONTHLY_COLUMNS, Moments, bin_of, merge_in_order

MONTHS = pd.date_range("2020-01-01", periods=4, freq="MS")


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
    frame = Moments.of(values).frame()
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
    frame = Moments.of(values).frame().set_index(["scenario", "month"])
    exact = values.groupby(["scenario", "month"])["value"].quantile(0.95)
    assert np.abs(frame["q95"] / exact - 1).max() < 1 / 2048


def test_bins_are_exact_for_whole_numbers_and_tight_for_all_others() -> None:
    whole = np.arange(-2048.0, 2049.0)
    assert (bin_of(whole) == whole).all()
    numbers = np.random.default_rng(1).normal(0, 1, 10_000) * 10.0 ** np.arange(-5, 5).repeat(1_000)
    assert np.abs(bin_of(numbers) / numbers - 1).max() <= 1 / 2048
    assert not np.signbit(bin_of(np.array([-0.0])))[0]


def test_merging_batches_gives_what_one_batch_gives() -> None:
    parts = {number: Moments.of(values_of(range(7 * number, 7 * number + 7))) for number in range(4)}
    merged, whole = merge_in_order(parts).frame(), Moments.of(values_of(range(28))).frame()
    pd.testing.assert_frame_equal(merged, whole, rtol=1e-12)
    exact = ["count", "q05", "q25", "q50", "q75", "q95"]
    pd.testing.assert_frame_equal(merged[exact], whole[exact], check_exact=True)


def test_bins_are_the_same_however_many_wait_to_be_added_up(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = {number: Moments.of(values_of(range(7 * number, 7 * number + 7), money=number % 2 > 0)) for number in range(6)}
    at_once = merge_in_order(parts)
    monkeypatch.setattr("ami_sim.record.moments.AT_ONCE", 100)
    few_by_few = merge_in_order(parts)
    pd.testing.assert_frame_equal(few_by_few.frame(), at_once.frame(), check_exact=True)
    assert (few_by_few.bins == at_once.bins).all()
    assert few_by_few.counts.sum() == 42 * 2 * len(MONTHS)


def test_the_order_in_which_batches_finish_changes_no_bit() -> None:
    batches = {number: Moments.of(values_of(range(5 * number, 5 * number + 5), money=True)) for number in range(5)}
    finished_late = {number: batches[number] for number in (3, 0, 4, 2, 1)}
    pd.testing.assert_frame_equal(merge_in_order(batches).frame(), merge_in_order(finished_late).frame(), check_exact=True)


def test_the_order_of_rows_within_a_batch_changes_no_bit() -> None:
    values = values_of(range(9), money=True)
    first, second = (Moments.of(rows).frame() for rows in (values, values.sample(frac=1.0, random_state=2)))
    pd.testing.assert_frame_equal(first, second, check_exact=True)


def test_memory_does_not_grow_with_replications_beyond_the_bins_in_use() -> None:
    few, many = (len(Moments.of(values_of(range(size))).bins) for size in (200, 400))
    assert many < 1.3 * few


def test_values_not_defined_are_left_out_and_cells_of_one_batch_survive() -> None:
    first, second = values_of(range(3)), values_of(range(3, 6))
    first.loc[first["scenario"] == "60", "value"] = np.nan
    merged = merge_in_order({0: Moments.of(first), 1: Moments.of(second)}).frame()
    assert dict(merged.groupby("scenario")["count"].first()) == {"60": 3, "no": 6}
    only = second[(second["scenario"] == "60") & (second["month"] == MONTHS[0])]["value"]
    assert merged[(merged["scenario"] == "60") & (merged["month"] == MONTHS[0])]["mean"].iloc[0] == pytest.approx(only.mean())


def test_an_empty_batch_merges_to_nothing_new() -> None:
    values = values_of(range(3))
    empty = Moments.of(values.assign(value=np.nan))
    assert empty.frame().empty
    pd.testing.assert_frame_equal(merge_in_order({0: Moments.of(values), 1: empty}).frame(), Moments.of(values).frame(), check_exact=True)


def test_gaps_in_the_plan_and_infinite_values_are_refused() -> None:
    batch = Moments.of(values_of(range(2)))
    with pytest.raises(ValueError, match="batch 1 is missing"):
        merge_in_order({0: batch, 2: batch})
    with pytest.raises(ValueError, match="batch 0 is missing"):
        merge_in_order({})
    with pytest.raises(ValueError, match="queue_place is infinite in scenario 60, month 2020-01"):
        Moments.of(values_of(range(1)).assign(value=np.inf))
    lone = values_of(range(2))
    lone.loc[3, "value"] = -np.inf
    with pytest.raises(ValueError, match=f"queue_place is infinite in scenario {lone.scenario[3]}, month {lone.month[3]:%Y-%m}"):
        Moments.of(lone)
    with pytest.raises(ValueError, match="column draw is missing"):
        Moments.of(values_of(range(1)).drop(columns="draw"))
