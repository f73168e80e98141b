"""Facts: what somebody stated, when it held, when it was learned, and the change it came with.

Facts are only appended. Everything else (the current graph, a map as of a day, the audit log) follows from
them by `domain.fold`. The source is domain.md §11 and §13, "Facts and time", restated in docs/ARCHITECTURE.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, ClassVar, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.ids import ChangeId, FactId, SellerId, StreamId

ALWAYS: Final = datetime.min.replace(tzinfo=UTC)
"""The moment before all others: what has no known beginning is observed then."""
NEVER: Final = datetime.max.replace(tzinfo=UTC)
"""The moment after all others: what has no end ends then."""


class Unset(Enum):
    """A field of a description that this description says nothing about (null would empty it)."""

    UNSET = "UNSET"


UNSET: Final = Unset.UNSET


class Statement(Protocol):
    """What a fact says. A frozen dataclass whose fields are plain values, enums, money, times or tuples of them."""

    PERSONAL: ClassVar[frozenset[str]]
    """Names of the fields that are personal data: kept apart, so that erasing a person can empty them."""

    @property
    def stream(self) -> StreamId:
        """The stream whose version an append of this statement moves."""
        ...

    @property
    def subject(self) -> str:
        """What the statement is about: statements of one subject, in order, give its value at a moment."""
        ...

    @property
    def mentions(self) -> tuple[str, ...]:
        """Ids of further objects by which the statement must be found."""
        ...


@dataclass(frozen=True, slots=True)
class Stated:
    """A decided statement, not recorded yet: it holds from `observed_at`.

    `by` names who made it where that is not whoever records it (an imported assessment).
    """

    statement: Statement
    observed_at: datetime
    by: SellerId | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A recorded statement. Times are aware, in UTC, to the microsecond; `by` is null for the system's own."""

    id: FactId
    change: ChangeId
    observed_at: datetime
    recorded_at: datetime
    by: SellerId | None
    statement: Statement

    @property
    def order(self) -> tuple[datetime, datetime, str]:
        """The order of validity: of two statements of one subject, the later one in this order holds."""
        return (self.observed_at, self.recorded_at, self.id)


@dataclass(frozen=True, slots=True)
class Answered:
    """What a write with a client's own id answered, for its repetitions: the ids of its objects by name."""

    client_id: str
    input_hash: str
    result: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One mutation or one import run: all its facts, or none of them, are there.

    `position` counts changes of the whole store from 1, without gaps; feeds, cursors and copies follow it.
    """

    id: ChangeId
    position: int
    recorded_at: datetime
    by: SellerId | None
    mutation: str
    facts: tuple[Fact, ...]
    answered: Answered | None = None
