"""Money: exact, within bounds, and refused with what would be right."""

import math
from collections import defaultdict
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.errors import InvalidError
from domain.money import (
    CURRENCIES,
    MAX_DIGITS,
    Money,
    exact_fraction,
    money,
    parse_decimal,
    share,
    sum_by_currency,
    sum_shares,
)
from domain.text import Text

CODES = st.sampled_from(sorted(CURRENCIES))
MINORS = st.integers(min_value=-(10**24), max_value=10**24)
MONEY = st.builds(Money, MINORS, CODES)
PARTS = st.fractions(min_value=-2, max_value=2, max_denominator=1000)


@pytest.mark.parametrize(
    ("digits", "currencies"),
    [(0, "JPY KRW ISK XAF"), (2, "CNY EUR USD HUF XCG ZWG"), (3, "BHD KWD TND"), (4, "CLF UYW")],
)
def test_minor_digits(digits: int, currencies: str) -> None:
    assert {CURRENCIES[currency] for currency in currencies.split()} == {digits}


def test_the_list_of_currencies() -> None:
    assert len(CURRENCIES) == 165
    assert all(len(code) == 3 and code.isascii() and code.isupper() for code in CURRENCIES)
    assert set(CURRENCIES.values()) == {0, 2, 3, 4}
    # Withdrawn ones, and those without a minor unit.
    assert not CURRENCIES.keys() & {"HRK", "BGN", "ANG", "DEM", "XAU", "XDR", "XTS", "XXX"}


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (120050, "EUR", "1200.50"),
        (0, "EUR", "0.00"),
        (-5, "EUR", "-0.05"),
        (120050, "JPY", "120050"),
        (0, "JPY", "0"),
        (1, "BHD", "0.001"),
        (1, "CLF", "0.0001"),
        (0, "CLF", "0.0000"),
        (10**30, "USD", "1" + "0" * 28 + ".00"),
    ],
)
def test_an_amount_has_all_digits_of_the_minor_unit_and_no_exponent(minor: int, currency: str, text: str) -> None:
    assert str(Money(minor, currency).amount) == text


@pytest.mark.parametrize("text", ["0", "1", "007", "1200.50", "-3", "-0.01", "1" * 40 + "." + "1" * 40])
def test_plain_decimals_are_read_as_written(text: str) -> None:
    assert parse_decimal(text, "amount") == Decimal(text)
    assert parse_decimal(parse_decimal(text, "amount"), "amount") == Decimal(text)


@pytest.mark.parametrize("zero", ["-0", "-0.00", Decimal("-0.0")])
def test_zero_has_no_sign(zero: str | Decimal) -> None:
    assert not parse_decimal(zero, "amount").is_signed()


JUNK = [
    "",
    " ",
    "NaN",
    "sNaN",
    "Infinity",
    "-inf",
    "1e3",
    "1E-2",
    "1,200.50",
    "1_000",
    ".5",
    "5.",
    "+5",
    "--5",
    "-",
    ".",
]
MORE_JUNK = [
    "1.2.3",
    " 1",
    "1 ",
    "1\n",
    "0x10",
    "１２",
    "٣",
    "½",
    "1/2",
    "€5",
    "1" * 41,
    "0." + "1" * 41,
    "\ud800",
]


@pytest.mark.parametrize("text", JUNK + MORE_JUNK)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(InvalidError) as refused:
        parse_decimal(text, "value")
    assert refused.value.field == ("value",)
    assert "1200.50" in refused.value.message.en
    assert "1200.50" in refused.value.message.zh
    assert len(refused.value.message.en) < 200


@pytest.mark.parametrize("number", ["NaN", "-NaN", "sNaN", "Infinity", "-Infinity", "1E+3", "1E+999999", "1E-41"])
def test_decimals_that_are_no_plain_numbers_are_refused(number: str) -> None:
    with pytest.raises(InvalidError):
        parse_decimal(Decimal(number), "value")
    with pytest.raises(InvalidError):
        money(Decimal(number), "EUR")


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("1200.50", "EUR", 120050),
        ("1200.5", "EUR", 120050),
        ("1200", "EUR", 120000),
        ("0", "EUR", 0),
        ("-0.00", "EUR", 0),
        ("1200", "JPY", 1200),
        ("0.001", "KWD", 1),
        ("999999999999999.99", "USD", 99999999999999999),
        ("0000000000000000001", "USD", 100),
    ],
)
def test_money_is_exact(amount: str, currency: str, minor: int) -> None:
    assert money(Decimal(amount), currency) == Money(minor, currency)


def test_money_does_not_depend_on_the_decimal_context() -> None:
    with localcontext() as context:
        context.prec = 3
        value = money(Decimal("999999999999999.99"), "USD")
        assert str(value.amount) == "999999999999999.99"


@pytest.mark.parametrize(
    ("amount", "currency", "message"),
    [
        ("1.234", "EUR", Text("EUR has 2 decimals; 1.234 has 3.", "EUR 有 2 位小数，而 1.234 有 3 位。")),
        ("1.000", "EUR", Text("EUR has 2 decimals; 1.000 has 3.", "EUR 有 2 位小数，而 1.000 有 3 位。")),
        ("1.0", "JPY", Text("JPY has no decimals; 1.0 has 1.", "JPY 没有小数，而 1.0 有 1 位。")),
        ("-1", "EUR", Text("The amount must not be negative; it is -1.", "金额不能为负数，现为 -1。")),
        (
            "1000000000000000",
            "EUR",
            Text(
                "The amount has 16 digits before the point; at most 15 are allowed.",
                "金额的整数部分有 16 位，最多允许 15 位。",
            ),
        ),
    ],
)
def test_amounts_that_are_refused(amount: str, currency: str, message: Text) -> None:
    with pytest.raises(InvalidError) as refused:
        money(Decimal(amount), currency, field="cost", currency_field="unit")
    assert refused.value.message == message
    assert refused.value.field == ("cost",)


@pytest.mark.parametrize("currency", ["", "eur", "EURO", "DEM", "XAU", "XXX", " EUR", "€", "X" * 10_000])
def test_currencies_that_are_refused(currency: str) -> None:
    with pytest.raises(InvalidError) as refused:
        money(Decimal(1), currency, currency_field="unit")
    assert refused.value.field == ("unit",)
    assert "EUR" in refused.value.message.en
    assert len(refused.value.message.en) < 200


def test_negative_money_where_it_is_allowed() -> None:
    assert money(Decimal("-1.50"), "EUR", allow_negative=True) == Money(-150, "EUR")
    with pytest.raises(InvalidError):
        money(Decimal(-(10**MAX_DIGITS)), "EUR", allow_negative=True)


@given(MONEY)
def test_an_amount_round_trips(value: Money) -> None:
    written = str(value.amount)
    number = parse_decimal(written, "amount")
    assert str(number) == written
    assert Fraction(number) * 10 ** CURRENCIES[value.currency] == value.minor
    if abs(number) < 10**MAX_DIGITS:
        assert money(number, value.currency, allow_negative=True) == value


@given(st.text())
def test_any_text_is_a_number_or_invalid(text: str) -> None:
    try:
        number = parse_decimal(text, "amount")
    except InvalidError:
        return
    assert number == Decimal(text)


@pytest.mark.parametrize(
    ("minor", "part", "shared"),
    [
        (100, "1/3", 33),
        (5, "1/2", 2),
        (15, "1/2", 8),
        (25, "1/2", 12),
        (-5, "1/2", -2),
        (7, "1", 7),
        (7, "0", 0),
    ],
)
def test_a_share_is_rounded_half_even(minor: int, part: str, shared: int) -> None:
    assert share(Money(minor, "EUR"), Fraction(part)) == Money(shared, "EUR")


def test_a_sum_for_each_currency_by_code_without_zero() -> None:
    values = [
        Money(5, "USD"),
        Money(1, "EUR"),
        Money(2, "USD"),
        Money(3, "CNY"),
        Money(-3, "CNY"),
        Money(0, "JPY"),
    ]
    assert sum_by_currency(values) == (Money(1, "EUR"), Money(7, "USD"))
    assert sum_by_currency(()) == ()


def test_shares_are_rounded_once_at_the_end() -> None:
    third = Fraction(1, 3)
    assert sum_shares([(Money(100, "EUR"), third)] * 3) == (Money(100, "EUR"),)
    assert sum_shares([(Money(1, "EUR"), third)]) == ()


def test_a_discounted_sum_is_that_of_the_decimal_as_written() -> None:
    discount = exact_fraction(0.1, "discount")
    values = [(Money(10, "EUR"), discount**generation) for generation in range(3)]
    # 10 + 1 + .1 = 11.1
    assert sum_shares(values) == (Money(11, "EUR"),)
    assert exact_fraction(0.3, "discount") == Fraction(3, 10)
    assert exact_fraction(1e-7, "discount") == Fraction(1, 10**7)
    assert exact_fraction(1, "discount") == 1


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_discount_is_a_finite_number(value: float) -> None:
    with pytest.raises(InvalidError) as refused:
        exact_fraction(value, "discount")
    assert refused.value.field == ("discount",)


@given(st.lists(MONEY, max_size=30))
@example([Money(10**24, "EUR"), Money(1, "EUR"), Money(-(10**24), "EUR")])
def test_sums_are_exact_in_any_order(values: list[Money]) -> None:
    expected: defaultdict[str, int] = defaultdict(int)
    for value in values:
        expected[value.currency] += value.minor
    result = sum_by_currency(values)
    assert result == tuple(Money(minor, code) for code, minor in sorted(expected.items()) if minor)
    assert sum_by_currency(reversed(values)) == result


@given(st.lists(st.tuples(MONEY, PARTS), max_size=20))
def test_a_sum_of_shares_is_within_half_a_minor_unit(values: list[tuple[Money, Fraction]]) -> None:
    sums = {value.currency: value.minor for value in sum_shares(values)}
    for code in {value.currency for value, _ in values}:
        exact = sum((value.minor * part for value, part in values if value.currency == code), Fraction())
        assert abs(sums.get(code, 0) - exact) <= Fraction(1, 2)
