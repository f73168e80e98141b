"""What one of us is to somebody of theirs, and should be (domain.md §4, "Team × contact matrix")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from domain.fact import UNSET
from domain.ids import StreamId

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.codes import RelationshipLevel
    from domain.ids import AccountId, SellerId, StakeholderId


@dataclass(frozen=True, slots=True)
class ContactLevelStated:
    """The relation of a seller to a stakeholder is and should be of these levels from `observed_at`; null: unknown."""

    seller_id: SellerId
    stakeholder_id: StakeholderId
    account_id: AccountId
    current: RelationshipLevel | None = None
    desired: RelationshipLevel | None = None

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    @property
    def stream(self) -> StreamId:
        return StreamId(self.account_id)

    @property
    def subject(self) -> str:
        return f"{self.seller_id}/{self.stakeholder_id}"

    @property
    def mentions(self) -> tuple[str, ...]:
        return (self.seller_id, self.stakeholder_id)


@dataclass(frozen=True, slots=True)
class ContactLevel:
    """What was last stated of a seller and a stakeholder; at least one of the levels is known."""

    seller_id: SellerId
    stakeholder_id: StakeholderId
    account_id: AccountId
    current: RelationshipLevel | None = None
    desired: RelationshipLevel | None = None

    @property
    def pair(self) -> tuple[SellerId, StakeholderId]:
        """What it is known by."""
        return (self.seller_id, self.stakeholder_id)


def state_level(known: ContactLevelStated, given: Mapping[str, Any]) -> ContactLevelStated | None:
    """Return what holds with `current` and `desired` as given; what is left out stays. Null where nothing differs."""
    values = {name: given.get(name, UNSET) for name in ("current", "desired")}
    said = ContactLevelStated(
        known.seller_id,
        known.stakeholder_id,
        known.account_id,
        **{name: getattr(known, name) if value is UNSET else value for name, value in values.items()},
    )
    return said if said != known else None
