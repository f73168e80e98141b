"""Commitments: what we promised them and what they promised us (domain.md §4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, ClassVar

from domain.codes import CommitmentSide, CommitmentStatus
from domain.deciding import start_of
from domain.errors import InvalidError
from domain.fact import NEVER
from domain.ids import StreamId
from domain.text import MAX_NOTE, Text, clean_note

if TYPE_CHECKING:
    from datetime import date, datetime

    from domain.ids import AccountId, CommitmentId, PersonId


@dataclass(frozen=True, slots=True)
class CommitmentMade:
    """One side promised something at `observed_at`, to or by a person where one is named."""

    commitment_id: CommitmentId
    account_id: AccountId
    side: CommitmentSide
    text: str
    person_id: PersonId | None = None
    due: date | None = None

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"text"})

    @property
    def stream(self) -> StreamId:
        return StreamId(self.account_id)

    @property
    def subject(self) -> str:
        return self.commitment_id

    @property
    def mentions(self) -> tuple[str, ...]:
        return () if self.person_id is None else (self.person_id,)


@dataclass(frozen=True, slots=True)
class CommitmentSettled:
    """A promise was kept, broken or withdrawn at `observed_at`."""

    commitment_id: CommitmentId
    account_id: AccountId
    status: CommitmentStatus

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    @property
    def stream(self) -> StreamId:
        return StreamId(self.account_id)

    @property
    def subject(self) -> str:
        return self.commitment_id

    @property
    def mentions(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class Commitment:
    """One promise, due by the end of `due` (null: no day was named); `settled_at` is null while it is OPEN."""

    id: CommitmentId
    version: int
    account_id: AccountId
    person_id: PersonId | None
    side: CommitmentSide
    text: str
    made_at: datetime
    due: date | None = None
    status: CommitmentStatus = CommitmentStatus.OPEN
    settled_at: datetime | None = None

    @property
    def due_by(self) -> datetime:
        """The end of the day on which it is due, in UTC."""
        return NEVER if self.due is None or self.due == NEVER.date() else start_of(self.due) + timedelta(days=1)

    def is_overdue(self, at: datetime) -> bool:
        """Whether it is OPEN past the end of its day."""
        return self.status is CommitmentStatus.OPEN and at >= self.due_by


def promise_text(text: str) -> str:
    """Return what is promised, cleaned; InvalidError for nothing, control characters or more than 10,000 characters."""
    cleaned = clean_note(text, "text")
    if cleaned is None:
        raise InvalidError(
            Text(
                f"Say what is promised, in 1 to {MAX_NOTE} characters.", f"请写明承诺的内容（1 到 {MAX_NOTE} 个字符）。"
            ),
            field="text",
        )
    return cleaned


def due_day(due: date | None, made_at: datetime) -> date | None:
    """Return the day by whose end it is due; InvalidError for a day that was over when it was promised."""
    if due is not None and due < made_at.astimezone(UTC).date():
        raise InvalidError(
            Text(
                f"It lies before the commitment was made ({made_at.isoformat()}).",
                f"早于作出承诺的时间（{made_at.isoformat()}）。",
            ),
            field="due",
        )
    return due


def settle(known: Commitment, status: CommitmentStatus, at: datetime) -> CommitmentSettled:
    """Return the end of a promise; InvalidError for OPEN, where it has ended already, and before it was made."""
    if status is CommitmentStatus.OPEN:
        raise InvalidError(
            Text(
                "A commitment is settled as KEPT, BROKEN or WITHDRAWN.",
                "承诺的结果只能是 KEPT、BROKEN 或 WITHDRAWN。",
            ),
            field="status",
        )
    if known.status is not CommitmentStatus.OPEN:
        raise InvalidError(
            Text(
                f"It is {known.status.label.en.lower()} already; undo that first if it was a mistake.",
                f"该承诺{known.status.label.zh}；如有误，请先撤销。",
            ),
            field="status",
        )
    if at < known.made_at:
        raise InvalidError(
            Text(
                f"It lies before the commitment was made ({known.made_at.isoformat()}).",
                f"早于作出承诺的时间（{known.made_at.isoformat()}）。",
            ),
            field="at",
        )
    return CommitmentSettled(known.id, known.account_id, status)
