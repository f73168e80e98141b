"""Dates and times as people write them in cells.

A cell without a time of day keeps its day: it is 00:00 UTC of that day whatever the zone. A time of day
without an offset of its own is in the zone that the run was given. What is stated has begun to hold.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from domain.deciding import start_of
from domain.text import Text
from graph.importing.problems import CellError

if TYPE_CHECKING:
    from collections.abc import Callable

EARLIEST_YEAR: Final = 1900
LATEST_YEAR: Final = 2199

_DAY: Final = re.compile(r"(\d{4})(?:([-/])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})日)", re.ASCII)
_TIME: Final = re.compile(
    r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(?:(Z)|([+-])(\d{2}):?(\d{2})?)?", re.ASCII | re.IGNORECASE
)


def read_zone(name: str) -> tzinfo:
    """Return a time zone by its name, like UTC or Asia/Shanghai; raises LookupError where there is none."""
    if name.upper() == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ValueError, OSError) as error:
        raise LookupError(name) from error


@dataclass(frozen=True, slots=True)
class Clock:
    """What times in a run go by: the zone of those that name none, and the moment that is now."""

    zone: tzinfo
    now: datetime


@dataclass(frozen=True, slots=True)
class Timed:
    """A parser that needs the run's clock."""

    parse: Callable[[str, Clock], object]

    def bind(self, clock: Clock) -> Callable[[str], object]:
        """Return the parser that goes by this clock."""
        return lambda text: self.parse(text, clock)


def day(text: str) -> date:
    """Read a day: `2026-03-01`, `2026/3/1`, `2026年3月1日`."""
    return _day(_narrow(text))


def moment(text: str, zone: tzinfo) -> datetime:
    """Read a moment, in UTC: a day as `day` reads it, alone or with `14:30`, `14:30:15Z`, `14:30+08:00`."""
    on, time_of_day = _split(_narrow(text))
    if not time_of_day:
        return start_of(_day(on))
    at = _time(time_of_day)
    return _in_utc(datetime.combine(_day(on), at, at.tzinfo or zone))


def past_day(text: str, clock: Clock) -> date:
    """Read a day that has begun, by UTC."""
    found = day(text)
    if found > clock.now.astimezone(UTC).date():
        raise _future(clock)
    return found


def past_moment(text: str, clock: Clock) -> datetime:
    """Read a moment that is not in the future."""
    found = moment(text, clock.zone)
    if found > clock.now:
        raise _future(clock)
    return found


PAST_DAY: Final = Timed(past_day)
PAST_MOMENT: Final = Timed(past_moment)


def _future(clock: Clock) -> CellError:
    now = f"{clock.now:%Y-%m-%d %H:%M} UTC"
    return CellError(Text("It lies in the future.", "时间在将来。"), Text(f"Not after {now}.", f"不能晚于 {now}。"))


def _split(text: str) -> tuple[str, str]:
    on, mark, rest = text.partition("日")
    if mark:
        return on + mark, rest.strip()
    on, _, rest = text.partition("T" if "T" in text else " ")
    return on, rest.strip()


# A table has many rows, but not many days, nor minutes of a day.
@lru_cache(maxsize=1 << 13)
def _day(text: str) -> date:
    match = _DAY.fullmatch(text)
    if match is None:
        raise CellError(
            Text("It is not a date.", "不是日期。"),
            Text("Such as 2026-03-01, 2026/3/1 or 2026年3月1日.", "例如 2026-03-01、2026/3/1 或 2026年3月1日。"),
        )
    year, month, of_month = int(match[1]), int(match[3] or match[5]), int(match[4] or match[6])
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise CellError(
            Text(f"The year {year} cannot be meant.", f"年份 {year} 不合理。"),
            Text(
                f"Give a year from {EARLIEST_YEAR} to {LATEST_YEAR}.",
                f"请填 {EARLIEST_YEAR} 至 {LATEST_YEAR} 年之间的日期。",
            ),
        )
    try:
        return date(year, month, of_month)
    except ValueError as error:
        raise CellError(
            Text("There is no such day.", "没有这一天。"), Text("Such as 2026-03-01.", "例如 2026-03-01。")
        ) from error


@lru_cache(maxsize=1 << 13)
def _time(text: str) -> time:
    match = _TIME.fullmatch(text)
    if match is None:
        raise CellError(
            Text("Its time of day cannot be read.", "无法识别其中的时刻。"),
            Text("Such as 14:30, 14:30:15Z or 14:30+08:00.", "例如 14:30、14:30:15Z 或 14:30+08:00。"),
        )
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    micros = int(f"{match[4]:0<6}"[:6]) if match[4] else 0
    try:
        return time(hour, minute, second, micros, _offset(match))
    except ValueError as error:
        raise CellError(
            Text("There is no such time of day.", "没有这个时刻。"),
            Text("From 00:00 to 23:59:59.", "应在 00:00 至 23:59:59 之间。"),
        ) from error


def _offset(match: re.Match[str]) -> tzinfo | None:
    if match[5]:
        return UTC
    if match[7] is None:
        return None
    hours, minutes = int(match[7]), int(match[8] or 0)
    if hours > 14 or minutes > 59:
        raise CellError(
            Text("There is no such offset from UTC.", "没有这个时区偏移。"),
            Text("Such as +08:00.", "例如 +08:00。"),
        )
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if match[6] == "-" else offset)


def _in_utc(local: datetime) -> datetime:
    if local.tzinfo is UTC:
        return local
    found = local.astimezone(UTC)
    # Read back it is another time where the clocks were put forward over it.
    if found.astimezone(local.tzinfo).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise CellError(
            Text(f"The clocks of {local.tzinfo} skip that time.", f"{local.tzinfo} 的时钟跳过了这个时刻。"),
            Text("Give it with its offset, such as +08:00.", "请写明时区偏移，例如 +08:00。"),
        )
    return found


def _narrow(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFKC", text)
