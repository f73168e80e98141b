"""Where accounts stand on the ladders, and their dated moves (domain.md §6, §13)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from domain.ids import StreamId

if TYPE_CHECKING:
    from datetime import datetime

    from domain.ids import AccountId, SellerId, TransitionId


@dataclass(frozen=True, slots=True)
class StageMoved:
    """The account stands on stage `to` of the ladder from `observed_at` on. Where it came from is derived."""

    transition_id: TransitionId
    account_id: AccountId
    ladder: str
    to: str
    reason: str | None = None
    evidence: str | None = None

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    @property
    def stream(self) -> StreamId:
        return StreamId(self.account_id)

    @property
    def subject(self) -> str:
        return f"{self.ladder}/{self.account_id}"

    @property
    def mentions(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class Transition:
    """One move; the first onto a ladder has no `from_stage` and is no skip. `next_at`: when the stay on `to` ended."""

    id: TransitionId
    account_id: AccountId
    ladder: str
    from_stage: str | None
    to: str
    at: datetime
    recorded_at: datetime
    by: SellerId | None
    reason: str | None
    evidence: str | None
    skip: bool
    next_at: datetime | None

    @property
    def standing(self) -> bool:
        """Whether this is the stage the account stands on."""
        return self.next_at is None
