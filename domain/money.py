"""Money: integer minor units of an ISO 4217 currency, exact throughout (domain.md §13, "Values" and "Money").

Amounts in several currencies are never summed into one. Shares and discounts are exact fractions until the
answer, and only the answer is rounded.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from domain.errors import InvalidError
from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MAX_DIGITS: Final = 15
"""Most digits of an amount before its decimal point."""

_LONGEST: Final = 40
_PLAIN: Final = re.compile(rf"-?[0-9]{{1,{_LONGEST}}}(\.[0-9]{{1,{_LONGEST}}})?")
_ONE: Final = Fraction(1)

# The list as published on 2026-01-01. Metals, bond units, special drawing rights and the test codes are left
# out: the standard gives them no minor unit.
_BY_DIGITS: Final = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: (
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE "
        "CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD "
        "HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK "
        "MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD "
        "RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH "
        "USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG"
    ),
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}

CURRENCIES: Final[Mapping[str, int]] = MappingProxyType(
    {code: digits for digits, codes in _BY_DIGITS.items() for code in codes.split()}
)
"""Every active currency of ISO 4217 with the decimals of its minor unit: 0, 2, 3 or 4."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in the currency's smallest unit: 120050 with EUR is 1200.50 euros, with JPY 120050 yen."""

    minor: int
    currency: str

    @property
    def amount(self) -> Decimal:
        """The amount with all digits of the minor unit, whatever its size; as text it has no exponent."""
        # Built from its digits, because arithmetic would round to the precision of the decimal context.
        digits = tuple(map(int, str(abs(self.minor))))
        return Decimal((int(self.minor < 0), digits, -CURRENCIES[self.currency]))


def parse_decimal(value: str | Decimal, field: str) -> Decimal:
    """Return the number that a plain decimal (`1200.50`, `-3`) writes, with its decimals as written.

    Raises:
        InvalidError: on anything else: not a number, infinity, an exponent, a thousands separator, a sign
            other than a leading minus, more than 40 digits on a side of the point.
    """
    number = _number(value)
    if number is None:
        raise InvalidError(
            Text(
                f"{_quoted(value)} is not a plain decimal number; use digits and one point at most: 1200.50.",
                f"{_quoted(value)} 不是普通的十进制数；请只用数字和至多一个小数点：1200.50。",
            ),
            field=field,
        )
    # There is no negative zero among amounts.
    return number.copy_abs() if number.is_zero() else number


def money(
    amount: Decimal,
    currency: str,
    *,
    field: str = "amount",
    currency_field: str = "currency",
    allow_negative: bool = False,
) -> Money:
    """Return the money, exactly.

    Raises:
        InvalidError: when the currency is not an active one of ISO 4217, or the amount is no finite number,
            is negative, has more decimals than the currency or more than 15 digits before the point.
    """
    number = parse_decimal(amount, field)
    digits = digits_of(currency, currency_field)
    if number < 0 and not allow_negative:
        raise InvalidError(
            Text(f"The amount must not be negative; it is {number:f}.", f"金额不能为负数，现为 {number:f}。"),
            field=field,
        )
    if _decimals(number) > digits:
        raise InvalidError(_too_many_decimals(number, currency, digits), field=field)
    if number.copy_abs() >= 10**MAX_DIGITS:
        whole = number.adjusted() + 1
        raise InvalidError(
            Text(
                f"The amount has {whole} digits before the point; at most {MAX_DIGITS} are allowed.",
                f"金额的整数部分有 {whole} 位，最多允许 {MAX_DIGITS} 位。",
            ),
            field=field,
        )
    return Money(int(Fraction(number) * 10**digits), currency)


def share(value: Money, part: Fraction) -> Money:
    """Return a part of the money, rounded half even to its minor unit."""
    return Money(round(value.minor * part), value.currency)


def exact_fraction(value: float, field: str) -> Fraction:
    """Return the decimal that a float of the API was written as: .1 is 1/10, not the nearest binary number.

    Raises:
        InvalidError: when it is infinite or not a number.
    """
    try:
        return Fraction(str(value))
    except ValueError as error:
        raise InvalidError(
            Text(f"It must be a finite number; it is {value}.", f"必须是有限的数，现为 {value}。"),
            field=field,
        ) from error


def sum_by_currency(values: Iterable[Money]) -> tuple[Money, ...]:
    """Return one sum for each currency, by its code; a sum of zero is left out."""
    return sum_shares((value, _ONE) for value in values)


def sum_shares(values: Iterable[tuple[Money, Fraction]]) -> tuple[Money, ...]:
    """Return Σ value × part for each currency, by its code, exact until it is rounded once, half even.

    What is zero after rounding is left out.
    """
    sums: defaultdict[str, Fraction] = defaultdict(Fraction)
    for value, part in values:
        sums[value.currency] += value.minor * part
    rounded = (Money(round(total), currency) for currency, total in sorted(sums.items()))
    return tuple(value for value in rounded if value.minor)


def _number(value: str | Decimal) -> Decimal | None:
    if isinstance(value, str):
        return Decimal(value) if _PLAIN.fullmatch(value) else None
    _, digits, exponent = value.as_tuple()
    # A positive exponent is only there where one was written; NaN and infinity have a letter for theirs.
    plain = isinstance(exponent, int) and -_LONGEST <= exponent <= 0 and len(digits) + exponent <= _LONGEST
    return value if plain else None


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


def digits_of(currency: str, field: str) -> int:
    """Return how many decimals a currency has; raises InvalidError for what is no active currency."""
    digits = CURRENCIES.get(currency)
    if digits is None:
        raise InvalidError(
            Text(
                f"{_quoted(currency)} is not an active ISO 4217 currency; write its three capital letters, "
                "like CNY, EUR or USD.",
                f"{_quoted(currency)} 不是现行的 ISO 4217 币种；请写三个大写字母，例如 CNY、EUR、USD。",
            ),
            field=field,
        )
    return digits


def _too_many_decimals(number: Decimal, currency: str, digits: int) -> Text:
    right = f"{currency} has {digits} decimals" if digits else f"{currency} has no decimals"
    right_zh = f"{currency} 有 {digits} 位小数" if digits else f"{currency} 没有小数"
    return Text(
        f"{right}; {number:f} has {_decimals(number)}.",
        f"{right_zh}，而 {number:f} 有 {_decimals(number)} 位。",
    )


def _quoted(value: object) -> str:
    text = str(value)
    # A message may repeat what was sent, but not at any length.
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"
