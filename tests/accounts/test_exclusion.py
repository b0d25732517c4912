"""What exclusion costs by payer, and the published sums beside it."""

import pytest

from ami_sim.accounts.corrections import Standing
from ami_sim.accounts.exclusion import exclusion, other_reading, published_sum
from ami_sim.accounts.ledger import PriceBook
from ami_sim.scenario.prices import Published, steers
from ami_sim.scenario.registry import I_AID, I_WORK, NOT_REFERRED, WORK


def test_a_single_persons_year_on_aid_instead_of_work_by_payer(book: PriceBook) -> None:
    lost = exclusion(book, Standing(NOT_REFERRED, I_AID), Standing(WORK, I_WORK), 2019, (1.0, 10.0), 0.0, growing=False)
    assert lost["ifo"][0] == pytest.approx(12 * (8_580 + 900))
    kept, social = 226_980 * 0.0305, 12 * 250
    assert lost["other_municipal"][0] == pytest.approx(kept + social, abs=0.1)
    assert lost["municipality"][1] == pytest.approx(10 * lost["municipality"][0])
    # Society loses what would have been produced and what aid and care use up; the aid itself is a transfer.
    assert lost["society"][0] == pytest.approx(12 * (21_000 * 1.3142 + 900 + 400 + 250))


def test_each_year_has_its_own_prices(book: PriceBook) -> None:
    """Two years: the first at prices of 2019, the second at those of 2020 in kronor of 2019; later growth is wages over prices."""
    out, work = Standing(NOT_REFERRED, I_AID), Standing(WORK, I_WORK)
    first, second = (exclusion(book, out, work, year, (1.0,), 0.0)["society"][0] for year in (2019, 2020))
    assert second / first == pytest.approx(1.026 / 1.018)  # production, handling and care all follow wages
    assert exclusion(book, out, work, 2019, (2.0,), 0.0)["society"][0] == pytest.approx(first + second, rel=1e-12)
    rate, growth = 0.035, 1.027 / 1.02
    whole = exclusion(book, out, work, 2021, (40.0,), rate)["society"][0]
    year = exclusion(book, out, work, 2021, (1.0,), rate)["society"][0]
    ratio = growth / (1 + rate)  # a growing annuity in closed form
    assert whole == pytest.approx(year * (1 - ratio**40) / (1 - ratio), rel=1e-9)


def test_the_published_sums_are_those_of_the_memo(book: PriceBook) -> None:
    sums = {name: round(published_sum(row) / 1e6, 2) for name, row in book.prices.published.items()}
    assert sums == {"production": 6.05, "support": 2.22, "services": 3.60}


@pytest.mark.parametrize(
    ("path", "answer"), [("labour.wage", True), ("labour", True), ("norm.single", True), ("aid.handling", False), ("income.work", False)]
)
def test_prices_that_steer_a_run_are_known(path: str, answer: bool) -> None:
    assert steers(path) is answer


def published(**more: object) -> Published:
    row = {"title": "t", "amount": "100 tkr per year", "years": 2, "rate": 0.25, "payments": "start", "year": 2019}
    return Published.model_validate({**row, "source": "a test", "sure": "L", "mark": "memo", **more})


def test_a_published_sum_and_its_other_readings() -> None:
    """100 000 now and 80 000 in a year; paid at the ends of the years, 80 000 and 64 000, or at nought per cent 200 000."""
    assert published_sum(published()) == pytest.approx(180_000)
    assert other_reading(published()) == pytest.approx((180_000, 180_000))
    both = published(other_rates=[0.0, 0.25], other_payments="end")
    assert other_reading(both) == pytest.approx((144_000, 200_000))
