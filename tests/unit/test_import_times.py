"""Dates and times in cells."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.importing.problems import CellError
from graph.importing.times import Clock, day, moment, past_day, past_moment

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
CLOCK = Clock(UTC, datetime(2026, 11, 24, 20, 0, tzinfo=UTC))

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
MOMENTS = st.builds(datetime.combine, st.dates(date(1900, 1, 2), date(2199, 12, 30)), st.times(), tzinfo=st.just(UTC))


@pytest.mark.parametrize(
    "text",
    ["2026-03-01", "2026-3-1", "2026/3/1", "2026/03/01", "2026年3月1日", "2026年03月01日", "２０２６/３/１"],
)
def test_a_day_is_read_in_each_spelling(text: str) -> None:
    assert day(text) == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("3/1/2026", "2026-03-01"),
        ("2026-03/01", "2026-03-01"),
        ("20260301", "2026-03-01"),
        ("2026-03-01 14:30", "2026-03-01"),
        ("2026-02-29", "2026-03-01"),
        ("2026-13-01", "2026-03-01"),
        ("0026-03-01", "1900 to 2199"),
        ("2926-03-01", "1900 to 2199"),
        ("yesterday", "2026年3月1日"),
        ("46082", "2026-03-01"),
    ],
)
def test_what_is_no_day_says_what_would_be(text: str, right: str) -> None:
    with pytest.raises(CellError) as refused:
        day(text)
    assert right in refused.value.right.en


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("2026-03-01", UTC, datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026/3/1", SHANGHAI, datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026-03-01 14:30", UTC, datetime(2026, 3, 1, 14, 30, tzinfo=UTC)),
        ("2026/3/1 9:05", SHANGHAI, datetime(2026, 3, 1, 1, 5, tzinfo=UTC)),
        ("2026年3月1日 14:30", SHANGHAI, datetime(2026, 3, 1, 6, 30, tzinfo=UTC)),
        ("2026年3月1日14:30", SHANGHAI, datetime(2026, 3, 1, 6, 30, tzinfo=UTC)),
        ("2026-03-01T14:30:15Z", SHANGHAI, datetime(2026, 3, 1, 14, 30, 15, tzinfo=UTC)),
        ("2026-03-01T14:30:15.25Z", UTC, datetime(2026, 3, 1, 14, 30, 15, 250_000, tzinfo=UTC)),
        ("2026-03-01T14:30:15.123456789Z", UTC, datetime(2026, 3, 1, 14, 30, 15, 123_456, tzinfo=UTC)),
        ("2026-03-01T14:30:15+08:00", UTC, datetime(2026, 3, 1, 6, 30, 15, tzinfo=UTC)),
        ("2026-03-01 14:30 -0330", UTC, datetime(2026, 3, 1, 18, 0, tzinfo=UTC)),
        ("2026-03-01 14:30+08", UTC, datetime(2026, 3, 1, 6, 30, tzinfo=UTC)),
        ("2026/3/1　14：30", UTC, datetime(2026, 3, 1, 14, 30, tzinfo=UTC)),
        ("2026-07-01 12:00", BERLIN, datetime(2026, 7, 1, 10, 0, tzinfo=UTC)),
        # Twice that night it was half past two: the first is meant.
        ("2026-10-25 02:30", BERLIN, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_in_utc(text: str, zone: ZoneInfo, expected: datetime) -> None:
    assert moment(text, zone) == expected
    assert moment(text, zone).tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("2026-03-01 25:00", "23:59:59"),
        ("2026-03-01 24:00", "23:59:59"),
        ("2026-03-01 14:30:60", "23:59:59"),
        ("2026-03-01 2 pm", "14:30"),
        ("2026-03-01 14", "14:30"),
        ("2026-03-01T14:30+15:00", "+08:00"),
        ("14:30", "2026-03-01"),
        ("", "2026-03-01"),
    ],
)
def test_what_is_no_moment_says_what_would_be(text: str, right: str) -> None:
    with pytest.raises(CellError) as refused:
        moment(text, UTC)
    assert right in refused.value.right.en


def test_a_time_that_the_clocks_skip_is_refused() -> None:
    with pytest.raises(CellError, match="Europe/Berlin skip"):
        moment("2026-03-29 02:30", BERLIN)


def test_what_lies_in_the_future_is_refused() -> None:
    assert past_day("2026-11-24", CLOCK) == date(2026, 11, 24)
    assert past_moment("2026-11-24 20:00", CLOCK) == CLOCK.now
    for read, text in ((past_day, "2026-11-25"), (past_moment, "2026-11-24 20:01")):
        with pytest.raises(CellError, match=r"future.*Not after 2026-11-24 20:00 UTC"):
            read(text, CLOCK)


def test_a_moment_without_a_zone_is_in_that_of_the_run() -> None:
    clock = Clock(SHANGHAI, CLOCK.now)
    assert past_moment("2026-11-25 03:59", clock) == datetime(2026, 11, 24, 19, 59, tzinfo=UTC)
    with pytest.raises(CellError):
        past_moment("2026-11-25 04:01", clock)


@given(DAYS)
def test_every_spelling_of_a_day_is_that_day(that: date) -> None:
    spellings = (
        f"{that:%Y-%m-%d}",
        f"{that.year}/{that.month}/{that.day}",
        f"{that.year}年{that.month}月{that.day}日",
    )
    assert {day(text) for text in spellings} == {that}


@given(MOMENTS, st.integers(-14 * 60, 14 * 60))
def test_a_moment_is_the_same_in_every_offset(that: datetime, minutes: int) -> None:
    there = that.astimezone(timezone(timedelta(minutes=minutes)))
    assert moment(there.isoformat(), UTC) == that
    assert moment(there.isoformat(" "), SHANGHAI) == that


@given(st.text())
def test_any_text_is_a_moment_or_told_why_not(text: str) -> None:
    with suppress(CellError):
        assert moment(text, SHANGHAI).tzinfo is UTC
