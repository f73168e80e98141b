"""The world at one moment: what the fold makes of facts, and what a store's current graph holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from domain.account import Account
    from domain.assessment import Assessment
    from domain.codes import MapStatus
    from domain.commitment import Commitment
    from domain.contact_level import ContactLevel
    from domain.finding_note import FindingNote
    from domain.ids import (
        AccountId,
        AssessmentId,
        CommitmentId,
        InsightId,
        InteractionId,
        MapId,
        OpportunityId,
        OrderId,
        PersonId,
        ReferralId,
        SellerId,
        StakeholderId,
        TransitionId,
    )
    from domain.interaction import Interaction
    from domain.opportunity import Opportunity
    from domain.order import Order
    from domain.person import Person
    from domain.referral import Referral
    from domain.seller import Seller
    from domain.stage import Transition
    from domain.stakeholder import Stakeholder
    from domain.tie import Influences, Knows, ReportsTo


@dataclass(slots=True)
class World:
    """Everything known at one moment, by id; ties by the ids of their ends.

    `influences`, `acquaintances` and `reports` hold only ties that hold: with a strength, with a manager, and
    (reporting) with both ends employed at the account. Removed stakeholders are there, with `until`.
    """

    accounts: dict[AccountId, Account] = field(default_factory=dict[Any, Any])
    people: dict[PersonId, Person] = field(default_factory=dict[Any, Any])
    sellers: dict[SellerId, Seller] = field(default_factory=dict[Any, Any])
    opportunities: dict[OpportunityId, Opportunity] = field(default_factory=dict[Any, Any])
    stakeholders: dict[StakeholderId, Stakeholder] = field(default_factory=dict[Any, Any])
    assessments: dict[AssessmentId, Assessment] = field(default_factory=dict[Any, Any])
    reports: dict[tuple[AccountId, PersonId], ReportsTo] = field(default_factory=dict[Any, Any])
    influences: dict[tuple[PersonId, PersonId], Influences] = field(default_factory=dict[Any, Any])
    acquaintances: dict[tuple[str, str], Knows] = field(default_factory=dict[Any, Any])
    interactions: dict[InteractionId, Interaction] = field(default_factory=dict[Any, Any])
    orders: dict[OrderId, Order] = field(default_factory=dict[Any, Any])
    referrals: dict[ReferralId, Referral] = field(default_factory=dict[Any, Any])
    transitions: dict[TransitionId, Transition] = field(default_factory=dict[Any, Any])
    contact_levels: dict[tuple[SellerId, StakeholderId], ContactLevel] = field(default_factory=dict[Any, Any])
    commitments: dict[CommitmentId, Commitment] = field(default_factory=dict[Any, Any])
    finding_notes: dict[tuple[AccountId, InsightId], FindingNote] = field(default_factory=dict[Any, Any])
    statuses: dict[MapId, MapStatus] = field(default_factory=dict[Any, Any])

    def standings(self) -> dict[tuple[AccountId, str], Transition]:
        """Return the move by which each account stands where it stands on each ladder."""
        return {(t.account_id, t.ladder): t for t in self.transitions.values() if t.standing}
