from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.translation import money

EXACT = st.decimals(min_value=-10_000_000, max_value=10_000_000, places=5)
CENTS = st.decimals(min_value=-1_000_000, max_value=1_000_000, places=2)
QUANTITIES = st.decimals(min_value=Decimal("0.0001"), max_value=10_000, places=4)


def test_amounts_are_read_from_text_and_whole_numbers():
    assert money.amount("164.7000") == Decimal("164.7")
    assert money.amount(12) == 12
    assert money.amount(Decimal("0.1234567")) == Decimal("0.1234567")


@pytest.mark.parametrize("wrong", [1.5, True, None])
def test_floats_and_other_kinds_are_refused(wrong):
    with pytest.raises(TypeError):
        money.amount(wrong)


@pytest.mark.parametrize("wrong", ["", "12,50", "NaN", "Infinity", "ten"])
def test_what_is_no_amount_is_refused(wrong):
    with pytest.raises(ValueError, match="not an amount"):
        money.amount(wrong)


@pytest.mark.parametrize(("exact", "cents"), [("0.005", "0.01"), ("-0.005", "-0.01"), ("2.675", "2.68"), ("1", "1.00")])
def test_half_a_cent_goes_away_from_zero(exact, cents):
    assert str(money.to_cents(Decimal(exact))) == cents


def test_adding_up_rounds_nothing_however_long_the_numbers():
    assert money.total([Decimal("9999999999.99"), Decimal("0.00000000000000000000000001")]) == Decimal(
        "9999999999.99000000000000000000000001"
    )


def test_four_decimal_labour_still_sums_to_the_rounded_total():
    assert money.split_to_cents([Decimal("10.0050"), Decimal("20.0050"), Decimal("5.00")]) == [
        Decimal("10.01"),
        Decimal("20.00"),
        Decimal("5.00"),
    ]


def test_turned_signs_leave_no_negative_zero():
    assert str(money.split_to_cents([-Decimal("0.00")])[0]) == "0.00"


@given(st.lists(EXACT, max_size=40))
def test_lines_cut_to_cents_sum_to_the_exact_total_rounded_once(values):
    cut = money.split_to_cents(values)
    assert sum(cut, Decimal(0)) == money.to_cents(money.total(values))
    assert all(abs(part - value) < money.CENT for part, value in zip(cut, values, strict=True))
    assert all(part == value for part, value in zip(cut, values, strict=True) if value == money.to_cents(value))


@given(QUANTITIES, CENTS, st.none() | EXACT, st.sampled_from([2, 4]))
def test_a_unit_price_always_multiplies_back_to_the_cent(quantity, total, rate, decimals):
    found = money.unit_price(quantity, total, decimals, rate=rate)
    if found:
        assert money.to_cents(found[0] * found[1]) == total
        assert found[0] == quantity
        assert -found[1].as_tuple().exponent == decimals


def test_autotasks_own_rate_is_kept_when_it_multiplies_back():
    assert money.unit_price(Decimal("0.3333"), Decimal("50.00"), rate=Decimal("150.0000")) == (
        Decimal("0.3333"),
        Decimal("150.00"),
    )
    assert money.unit_price(Decimal("2"), Decimal("-50.00"), rate=Decimal("25")) == (Decimal(2), Decimal("-25.00"))


def test_a_price_is_derived_when_the_rate_is_only_a_list_price():
    assert money.unit_price(Decimal("4"), Decimal("10.00"), rate=Decimal("99")) == (Decimal(4), Decimal("2.50"))
    assert money.unit_price(Decimal("3.1750"), Decimal("0.00"), rate=Decimal("100")) == (
        Decimal("3.175"),
        Decimal("0.00"),
    )


def test_four_decimals_find_prices_that_two_do_not():
    assert money.unit_price(Decimal("1000"), Decimal("12.30")) is None
    assert money.unit_price(Decimal("1000"), Decimal("12.30"), 4) == (Decimal(1000), Decimal("0.0123"))


@pytest.mark.parametrize("quantity", ["0", "-2", "0.12345", "1234567890.1234"])
def test_quantities_that_xero_does_not_take_have_no_unit_price(quantity):
    assert money.unit_price(Decimal(quantity), Decimal("10.00")) is None


def test_plain_numbers_have_no_exponent_and_no_idle_zeros():
    assert [format(money.plain(Decimal(text)), "f") for text in ("3.1750", "1E+2", "0.000", "-7.0")] == [
        "3.175",
        "100",
        "0",
        "-7",
    ]
    with pytest.raises(ValueError, match="not an amount"):
        money.plain(Decimal("Infinity"))


def test_what_xero_cannot_hold_is_too_large():
    assert money.is_too_large(Decimal("10000000000.00"))
    assert money.is_too_large(Decimal("NaN"))
    assert not money.is_too_large(Decimal("-9999999999.99"))


def test_nil_is_nil_to_the_cent():
    assert money.is_nil(Decimal("0.004"))
    assert not money.is_nil(Decimal("0.005"))
    assert not money.is_nil(Decimal("1e500"))
