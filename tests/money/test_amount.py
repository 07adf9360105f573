"""Amounts are whole cents: rounded once, half up; shared without losing a cent."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cabas.money import Money, NothingToShareBy, NotWholeCents


@pytest.mark.parametrize(
    ("price", "quantity", "total"),
    [
        ("3.33", "0.5", "1.67"),  # 1.665
        ("1.11", "1.5", "1.67"),  # 1.665
        ("2.50", "0.333", "0.83"),  # 0.8325
        ("0.01", "0.5", "0.01"),
        ("0.01", "0.49", "0.00"),
        ("1.05", "0.7", "0.74"),  # 0.735: a float would say 0.73
        ("3.00", "0.24", "0.72"),
        ("-3.33", "0.5", "-1.67"),  # a reversal rounds like what it reverses
        ("12.90", 3, "38.70"),
        ("4.20", Decimal("1.250"), "5.25"),
        ("0.00", "7", "0.00"),
    ],
)
def test_a_price_times_a_quantity_rounds_once_half_up(price: str, quantity: str | int | Decimal, total: str) -> None:
    assert Money.of(price).times(quantity) == Money.of(total)


@pytest.mark.parametrize(("written", "cents"), [("3.45", 345), (Decimal("0.1"), 10), (12, 1200), ("-0.05", -5)])
def test_euros_become_cents(written: str | Decimal | int, cents: int) -> None:
    assert Money.of(written) == Money(cents)


@pytest.mark.parametrize("written", ["1.665", Decimal("0.001"), "NaN", "Infinity"])
def test_half_a_cent_is_refused(written: str | Decimal) -> None:
    with pytest.raises(NotWholeCents):
        Money.of(written)


def test_a_float_is_refused_everywhere() -> None:
    with pytest.raises(NotWholeCents):
        Money.of(3.45)  # type: ignore[arg-type]
    with pytest.raises(NotWholeCents):
        Money(345.0)  # type: ignore[arg-type]
    with pytest.raises(NotWholeCents):
        Money(345).times(0.5)  # type: ignore[arg-type]


def test_amounts_add_compare_and_are_true_when_not_zero() -> None:
    assert Money(345) + Money(55) - Money(100) == Money(300)
    assert -Money(5) == Money(-5)
    assert abs(Money(-5)) == Money(5)
    assert Money(-1) < Money.zero < Money(1) <= Money(1)
    assert sorted([Money(3), Money(-2)]) == [Money(-2), Money(3)]
    assert [bool(Money(1)), bool(Money.zero)] == [True, False]
    assert Money.zero.is_zero
    assert Money.sum([Money(1), Money(2)]) == Money(3)
    assert Money.sum([]) == Money.zero
    assert len({Money(1), Money(1)}) == 1


def test_money_does_not_mix_with_bare_numbers() -> None:
    with pytest.raises(TypeError):
        Money(1) + 1  # type: ignore[operator]
    with pytest.raises(TypeError):
        assert Money(1) < 1  # type: ignore[operator]
    assert Money(1) != 1


def test_an_amount_reads_like_a_machine_writes_it() -> None:
    assert [str(Money(1250)), str(Money(-5)), str(Money.zero)] == ["12.50", "-0.05", "0.00"]
    assert Money(1250).euros == Decimal("12.50")


def test_sharing_gives_the_last_cents_to_the_largest_remainders() -> None:
    assert Money(1000).share([1, 1, 1]) == [Money(334), Money(333), Money(333)]
    assert Money(100).share([1, 5, 0]) == [Money(17), Money(83), Money(0)]
    assert Money(-1000).share([1, 1, 1]) == [Money(-334), Money(-333), Money(-333)]


def test_nothing_is_shared_by_nothing() -> None:
    for weights in ([], [0, 0], [1, -1], [3, -1]):
        with pytest.raises(NothingToShareBy):
            Money(100).share(weights)


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=30).filter(sum))
def test_shares_always_add_up_and_stay_within_a_cent(cents: int, weights: list[int]) -> None:
    shares = Money(cents).share(weights)
    assert Money.sum(shares) == Money(cents)
    assert all(
        abs(share.cents * sum(weights) - cents * weight) < sum(weights)
        for share, weight in zip(shares, weights, strict=True)
    )


@given(st.integers(-(10**9), 10**9), st.decimals(0, 1000, places=3))
def test_the_opposite_price_gives_the_opposite_total(cents: int, quantity: Decimal) -> None:
    assert Money(-cents).times(quantity) == -Money(cents).times(quantity)
