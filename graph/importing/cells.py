"""From the text of a cell to a value of its column, or a `CellError` that says what would be right.

A parser is given trimmed text that is not empty: an empty cell states nothing and never comes here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal, TypeVar

from domain.codes import parse_code
from domain.errors import InvalidError
from domain.ladder import LADDERS, parse_ladder
from domain.money import CURRENCIES
from domain.person import clean_email, clean_phone
from domain.text import MAX_NAME, Text, clean_line, clean_note
from graph.importing.problems import CellError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from domain.codes import Labelled
    from domain.ladder import Ladder, Stage

_T = TypeVar("_T")
_E = TypeVar("_E", bound="Labelled")

RefKind = Literal["account", "person", "seller"]

_REF: Final = re.compile(
    r"(?:(?P<account>account|客户)|(?P<person>person|联系人)|(?P<seller>seller|我方人员))\s*[:：]\s*(?P<key>.+)",
    re.IGNORECASE,
)
_AMOUNT: Final = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
_WHOLE: Final = re.compile(r"[+-]?\d{1,15}(?:\.0+)?")
_NUMBER: Final = re.compile(r"[+-]?(?:\d{1,15}(?:\.\d{0,30})?|\.\d{1,30})")

# The currencies that tables kept in Chinese call by name; all have their ISO code beside.
_CURRENCY_NAMES: Final = {
    "人民币": "CNY",
    "人民币元": "CNY",
    "rmb": "CNY",
    "美元": "USD",
    "欧元": "EUR",
    "港币": "HKD",
    "港元": "HKD",
    "日元": "JPY",
    "英镑": "GBP",
    "新台币": "TWD",
}

_TRUE: Final = frozenset({"是", "yes", "y", "true", "1", "公开", "open"})
_FALSE: Final = frozenset({"否", "no", "n", "false", "0", "不公开", "closed"})


@dataclass(frozen=True, slots=True)
class Ref:
    """A party as a cell names it, by id or e-mail; without `kind`: the account or person that has the id."""

    kind: RefKind | None
    key: str


def line(text: str) -> str:
    """Read a name, a title, an external id: one line of at most 200 characters."""
    # What nearly all cells are needs no cleaning, and this tells so in a third of the time.
    if len(text) <= MAX_NAME and text.isprintable() and unicodedata.is_normalized("NFC", text):
        return text
    try:
        return clean_line(text, "")
    except InvalidError as error:
        raise CellError(
            error.message,
            Text("Give one line of at most 200 characters.", "请填写一行文字，最多 200 个字符。"),
        ) from error


def note(text: str) -> str | None:
    """Read free text, line breaks included: at most 10,000 characters."""
    try:
        return clean_note(text, "")
    except InvalidError as error:
        raise CellError(
            error.message, Text("Give text of at most 10,000 characters.", "请填写文字，最多 10,000 个字符。")
        ) from error


def code(values: type[_E]) -> Callable[[str], _E]:
    """Make the parser of a value list: its codes, its labels in either language, its symbols."""

    def parse(text: str) -> _E:
        value = parse_code(values, text)
        if value is None:
            raise CellError(
                Text("It is none of the values of this column.", "不是此列的可选值。"), _list_values(values)
            )
        return value

    return parse


def _list_values(values: type[Labelled]) -> Text:
    en = ", ".join(f"{v.value}{_in_brackets(v.symbol)}" for v in values)
    zh = "、".join(f"{v.label.zh}{_in_brackets(v.symbol)}" for v in values)
    return Text(f"One of: {en}.", f"可填：{zh}。")


def list_keys(things: Iterable[Ladder | Stage]) -> Text:
    """Return which ladders or stages there are, as what would be right."""
    known = list(things)
    en = ", ".join(thing.key for thing in known)
    zh = "、".join(thing.label.zh for thing in known)
    return Text(f"One of: {en}.", f"可填：{zh}。")


def _in_brackets(symbol: str | None) -> str:
    return f" ({symbol})" if symbol else ""


def several(parse: Callable[[str], _T]) -> Callable[[str], tuple[_T, ...] | None]:
    """Make a parser of values set apart by ; or ； or |, each once; separators alone are nothing."""

    def parse_all(text: str) -> tuple[_T, ...] | None:
        parts = text.replace("；", ";").replace("|", ";").split(";")
        told = [stripped for part in parts if (stripped := part.strip())]
        return tuple(dict.fromkeys(map(parse, told))) or None

    return parse_all


def ref(text: str) -> Ref:
    """Read `account:7`, `person:7`, `seller:ann@example.com`, or a bare id."""
    match = _REF.fullmatch(text)
    if match is None:
        return Ref(None, line(text))
    if match["seller"]:
        return Ref("seller", email(match["key"]))
    return Ref("account" if match["account"] else "person", line(match["key"]))


def email(text: str) -> str:
    """Read an e-mail address."""
    try:
        return clean_email(text, "")
    except InvalidError as error:
        raise CellError(Text("It is not an e-mail address.", "不是邮箱地址。"), _such_as("ann@example.com")) from error


def phone(text: str) -> str:
    """Read a telephone number, kept as it is written."""
    try:
        return clean_phone(text, "")
    except InvalidError as error:
        raise CellError(
            Text("It is not a telephone number.", "不是电话号码。"), _such_as("+86 10 5550 0123")
        ) from error


def yes_no(text: str) -> bool:
    """Read 是/否, yes/no, true/false, 1/0, 公开/不公开."""
    word = _narrow(text).casefold()
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise CellError(
        Text("It is neither yes nor no.", "既不是“是”也不是“否”。"),
        Text("Give yes or no.", "请填“是”或“否”。"),
    )


def amount(text: str) -> Decimal:
    """Read an amount of money: `1200.50`, `1,200.50`, full-width digits too."""
    number = _narrow(text)
    if not _AMOUNT.fullmatch(number):
        raise CellError(Text("It is not an amount.", "不是金额。"), _such_as("1,200.50"))
    return Decimal(number.replace(",", ""))


def currency(text: str) -> str:
    """Read an ISO 4217 code, in any case, or the Chinese name of a currency in everyday use."""
    word = _narrow(text)
    found = _CURRENCY_NAMES.get(word.casefold(), word.upper())
    if found not in CURRENCIES:
        raise CellError(
            Text("It is not an active ISO 4217 currency.", "不是现行的 ISO 4217 币种。"),
            _such_as("CNY, EUR, USD"),
        )
    return found


def ladder(text: str) -> Ladder:
    """Read a ladder of stages, by its key or its label in either language."""
    found = parse_ladder(text)
    if found is None:
        raise CellError(Text("There is no such ladder.", "没有这个阶梯。"), list_keys(LADDERS.values()))
    return found


def whole(low: int, high: int) -> Callable[[str], int]:
    """Make the parser of a whole number within bounds; `45.0`, as spreadsheets write it, is one."""

    def parse(text: str) -> int:
        number = _narrow(text)
        if _WHOLE.fullmatch(number) and low <= (value := int(number.partition(".")[0])) <= high:
            return value
        raise CellError(
            Text("It is not a whole number within bounds.", "不是范围内的整数。"),
            Text(f"Give a whole number from {low} to {high}.", f"请填 {low} 至 {high} 的整数。"),
        )

    return parse


def number(low: float, high: float) -> Callable[[str], float]:
    """Make the parser of a number within bounds, without exponent."""

    def parse(text: str) -> float:
        digits = _narrow(text)
        if _NUMBER.fullmatch(digits) and low <= (value := float(digits)) <= high:
            return value
        raise CellError(
            Text("It is not a number within bounds.", "不是范围内的数字。"),
            Text(f"Give a number from {low:g} to {high:g}.", f"请填 {low:g} 至 {high:g} 的数字。"),
        )

    return parse


def _narrow(text: str) -> str:
    # Full-width digits and signs, and the minus of typesetters, are what input methods produce.
    return unicodedata.normalize("NFKC", text).replace("−", "-").strip()


def _such_as(example: str) -> Text:
    return Text(f"Such as {example}.", f"例如 {example}。")
