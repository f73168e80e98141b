"""Interactions: contacts of ours with a customer's people (domain.md §4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from domain.ids import StreamId

if TYPE_CHECKING:
    from datetime import datetime

    from domain.codes import Direction, InteractionKind
    from domain.ids import AccountId, InteractionId, OpportunityId, PersonId, SellerId


@dataclass(frozen=True, slots=True)
class Interacted:
    """Something happened between some of us and some of them at `observed_at`. Duration in minutes, sentiment −2…2."""

    interaction_id: InteractionId
    account_id: AccountId
    kind: InteractionKind
    direction: Direction
    seller_ids: tuple[SellerId, ...]
    person_ids: tuple[PersonId, ...]
    external_id: str | None = None
    opportunity_id: OpportunityId | None = None
    duration_minutes: int | None = None
    sentiment: int | None = None
    note: str | None = None

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"note"})

    @property
    def stream(self) -> StreamId:
        return StreamId(self.account_id)

    @property
    def subject(self) -> str:
        return self.interaction_id

    @property
    def mentions(self) -> tuple[str, ...]:
        named = (*self.person_ids, *self.seller_ids)
        return named if self.opportunity_id is None else (*named, self.opportunity_id)


@dataclass(frozen=True, slots=True)
class Interaction:
    """One recorded interaction."""

    id: InteractionId
    account_id: AccountId
    kind: InteractionKind
    at: datetime
    direction: Direction
    seller_ids: tuple[SellerId, ...]
    person_ids: tuple[PersonId, ...]
    external_id: str | None = None
    opportunity_id: OpportunityId | None = None
    duration_minutes: int | None = None
    sentiment: int | None = None
    note: str | None = None
