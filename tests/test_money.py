"""nanoTON in and out of TON: exact, or refused. Nothing is ever rounded."""

from decimal import Context, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocoonpool.money import NANO, SUPPLY_LIMIT, Nanoton, from_ton, to_ton

amounts = st.integers(0, SUPPLY_LIMIT).map(Nanoton)
signed = st.integers(-SUPPLY_LIMIT, SUPPLY_LIMIT).map(Nanoton)


@given(amounts)
def test_every_amount_comes_back_as_it_was(amount: Nanoton) -> None:
    assert from_ton(to_ton(amount)) == amount
    assert from_ton(f"{to_ton(amount):f}") == amount


@given(signed)
def test_an_amount_in_ton_is_plain_exact_and_short(amount: Nanoton) -> None:
    text = f"{to_ton(amount):f}"
    whole, _, fraction = text.partition(".")
    assert int(whole + fraction.ljust(9, "0")) == amount
    assert len(fraction) <= 9 and not fraction.endswith("0")


@given(signed, signed)
def test_sums_are_the_same_before_and_after(one: Nanoton, two: Nanoton) -> None:
    assert to_ton(one) + to_ton(two) == to_ton(Nanoton(one + two))


@pytest.mark.parametrize(
    ("value", "nano"),
    [
        ("0", 0),
        ("0.000000001", 1),
        ("1.5", 1_500_000_000),
        ("1.500000000000", 1_500_000_000),
        (3, 3 * NANO),
        (Decimal("1E+2"), 100 * NANO),
        (Decimal("1E-9"), 1),
        ("6000000000", SUPPLY_LIMIT),
    ],
)
def test_plain_numbers_are_read(value: Decimal | int | str, nano: int) -> None:
    assert from_ton(value) == nano


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("", "plain"),
        ("1e3", "plain"),
        ("1,5", "plain"),
        (" 1", "plain"),
        ("1\n", "plain"),
        ("+1", "plain"),
        (".5", "plain"),
        ("1_000", "plain"),
        ("\u0661", "plain"),
        ("inf", "plain"),
        (Decimal("NaN"), "plain"),
        (Decimal("Infinity"), "plain"),
        (Decimal("1e999999999"), "plain"),
        (Decimal("1e-999999999"), "plain"),
        (True, "plain"),
        ("0.0000000001", "nine decimals"),
        ("5000000000.0000000000000000001", "nine decimals"),
        ("-0.000000001", "negative"),
        ("6000000000.000000001", "supply"),
    ],
)
def test_anything_else_is_refused_with_the_reason(value: Decimal | int | str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        from_ton(value)


@given(amounts, st.integers(10, 20))
def test_more_than_nine_decimals_are_refused_however_large_the_number(amount: Nanoton, places: int) -> None:
    fraction = f"{amount % NANO:09d}".ljust(places - 1, "0") + "1"
    with pytest.raises(ValueError, match=r"nine decimals|supply"):
        from_ton(f"{amount // NANO}.{fraction}")


@given(amounts)
def test_the_precision_a_caller_has_set_for_decimals_does_not_matter(amount: Nanoton) -> None:
    with localcontext(Context(prec=5)):
        assert to_ton(amount) == Decimal(amount).scaleb(-9, Context(prec=50))
        assert from_ton(to_ton(amount)) == amount
