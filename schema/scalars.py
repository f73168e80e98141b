"""Our own scalars: a moment with its offset, a day, an exact decimal. Nothing is guessed, nothing is rounded."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import strawberry

from domain.errors import InvalidError
from domain.money import parse_decimal
from domain.text import Text

if TYPE_CHECKING:
    from strawberry.types.scalar import ScalarDefinition

_MOMENT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})", re.ASCII)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def parse_moment(value: object) -> datetime:
    """Return the moment that ISO 8601 text with an offset writes, in UTC; raises InvalidError for anything else."""
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        try:
            return datetime.fromisoformat(value).astimezone(UTC)
        except (ValueError, OverflowError):
            pass
    raise InvalidError(
        Text(
            f"{_shown(value)} is no DateTime; write date, time and offset, like “2026-03-01T09:30:00+08:00”.",
            f"{_shown(value)} 不是有效的 DateTime；请写明日期、时间和时区偏移，如“2026-03-01T09:30:00+08:00”。",
        )
    )


def write_moment(value: datetime) -> str:
    """Return a moment in UTC with Z; microseconds only where there are some."""
    return value.astimezone(UTC).isoformat()[:-6] + "Z"


def parse_day(value: object) -> date:
    """Return the day that `YYYY-MM-DD` writes; raises InvalidError for anything else."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise InvalidError(
        Text(
            f"{_shown(value)} is no Date; write year, month and day, like “2026-03-01”.",
            f"{_shown(value)} 不是有效的 Date；请写年月日，如“2026-03-01”。",
        )
    )


def parse_exact(value: object) -> Decimal:
    """Return the number that a plain decimal string writes.

    Raises InvalidError for a number of JSON or GraphQL: it may have been rounded on its way already.
    """
    if isinstance(value, str):
        return parse_decimal(value, "")
    raise InvalidError(
        Text(
            f"A Decimal is sent as a string, like “1200.50”, never as a number; {_shown(value)} was sent.",
            f"Decimal 必须以字符串发送，如“1200.50”，不能用数字；收到的是 {_shown(value)}。",
        )
    )


def write_exact(value: Decimal) -> str:
    """Return a decimal with all its digits, without an exponent."""
    return f"{value:f}"


def _shown(value: object) -> str:
    text = str(value)
    # A message may repeat what was sent, but not at any length.
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"


SCALARS: Final[dict[object, ScalarDefinition]] = {
    datetime: strawberry.scalar(
        name="DateTime",
        description="A moment, in ISO 8601 with an offset: `2026-03-01T09:30:00+08:00`. Answered in UTC, with Z.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc3339",
        serialize=write_moment,
        parse_value=parse_moment,
    ),
    date: strawberry.scalar(
        name="Date",
        description="A day, `YYYY-MM-DD`. Where a moment is meant it is 00:00 UTC of that day.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc3339",
        serialize=date.isoformat,
        parse_value=parse_day,
    ),
    Decimal: strawberry.scalar(
        name="Decimal",
        description="An exact decimal number as a string, `1200.50`: digits and one point at most, no exponent.",
        serialize=write_exact,
        parse_value=parse_exact,
    ),
}
