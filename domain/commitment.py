"""Commitments: what we promised them and what they promised us (domain.md §4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.codes import CommitmentStatus

if TYPE_CHECKING:
    from datetime import date, datetime

    from domain.codes import CommitmentSide
    from domain.ids import AccountId, CommitmentId, PersonId


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
