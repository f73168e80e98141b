"""Rules that every decision shares: dates, expected versions, what differs, and what history would become."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar

from domain.errors import ConflictError, InvalidError
from domain.fact import NEVER, UNSET, Fact
from domain.ids import ChangeId, FactId
from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from dataclasses import Field
    from datetime import date

    from domain.fact import Stated


class Description(Protocol):
    """A dataclass of fields that are stated or `UNSET`."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


S = TypeVar("S", bound=Description)


def moment(value: datetime | None, now: datetime, field: str = "observedAt") -> datetime:
    """Return when something began to hold: now unless given. Raises InvalidError for the future."""
    if value is not None and value > now:
        raise InvalidError(
            Text(
                f"It lies in the future ({value.isoformat()}); what is stated has begun to hold.",
                f"时间在将来（{value.isoformat()}）；只能陈述已经成立的事实。",
            ),
            field=field,
        )
    return value if value is not None else now


def start_of(day: date) -> datetime:
    """Return 00:00 UTC of the day, the moment that a Date stands for."""
    return datetime.combine(day, time(), UTC)


def past_day(day: date, now: datetime, field: str) -> datetime:
    """Return the moment a Date stands for; raises InvalidError for a day that has not begun."""
    return moment(start_of(day), now, field)


def check_version(actual: int, expected: int | None) -> None:
    """Raise ConflictError, with both versions, where the caller supposed another one."""
    if expected is not None and expected != actual:
        raise ConflictError(
            Text(
                f"It has been changed since: version {expected} was expected, it is at {actual}.",
                f"内容已被修改：期望版本 {expected}，当前版本 {actual}。",
            ),
            field="expectedVersion",
            expected=str(expected),
            actual=str(actual),
        )


def differing(said: S, known: Any, *keys: str) -> S | None:
    """Return a description with only the fields that differ from what is known; null where none does.

    `keys`: fields that say what is described, and stay.
    """
    stated = [f.name for f in fields(said) if f.name not in keys and getattr(said, f.name) is not UNSET]
    same = {name: UNSET for name in stated if getattr(known, name) == getattr(said, name)}
    if len(same) == len(stated):
        return None
    return replace(said, **same)


def supposed(stated: Iterable[Stated]) -> list[Fact]:
    """Return statements as facts learned after all others, to fold over what is known before anything is written."""
    return [
        Fact(FactId(f"fact_~{index:06d}"), ChangeId("change_~"), said.observed_at, NEVER, said.by, said.statement)
        for index, said in enumerate(stated)
    ]
