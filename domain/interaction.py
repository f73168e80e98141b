"""Interactions: contacts of ours with a customer's people (domain.md §4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Final

from domain.errors import InvalidError
from domain.ids import StreamId
from domain.text import Text, clean_note

if TYPE_CHECKING:
    from datetime import datetime

    from domain.codes import Direction, InteractionKind
    from domain.ids import AccountId, InteractionId, OpportunityId, PersonId, SellerId

MAX_MINUTES: Final = 10_080
"""Longest interaction, in minutes: a week."""
MAX_PARTICIPANTS: Final = 100
"""Most people of either side in one interaction."""


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


def interact(said: Interacted) -> Interacted:
    """Return the interaction with its note cleaned, and nobody in it twice.

    Raises InvalidError for a sentiment that is not −2…2, a duration that is not 1–10,080 minutes (a week), and
    for more than 100 people on either side.
    """
    if said.sentiment is not None and not -2 <= said.sentiment <= 2:
        raise InvalidError(Text("The sentiment is −2 to 2.", "情绪为 −2 到 2。"), field="sentiment")
    if said.duration_minutes is not None and not 1 <= said.duration_minutes <= MAX_MINUTES:
        raise InvalidError(
            Text(f"The duration is 1 to {MAX_MINUTES} minutes.", f"时长为 1 到 {MAX_MINUTES} 分钟。"),
            field="durationMinutes",
        )
    for field, ids in (("sellerIds", said.seller_ids), ("personIds", said.person_ids)):
        if len(ids) > MAX_PARTICIPANTS:
            raise InvalidError(
                Text(f"At most {MAX_PARTICIPANTS} are allowed.", f"最多允许 {MAX_PARTICIPANTS} 人。"),
                field=field,
            )
    return replace(
        said,
        note=clean_note(said.note, "note"),
        seller_ids=tuple(dict.fromkeys(said.seller_ids)),
        person_ids=tuple(dict.fromkeys(said.person_ids)),
    )
