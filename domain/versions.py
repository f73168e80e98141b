"""Versions: how often an object's own fields were changed, by which two readers tell whether they saw the same."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from domain.account import AccountDescribed
from domain.change import Corrected, Undone
from domain.opportunity import OpportunityClosed, OpportunityDescribed
from domain.person import EmployedAt, PersonDescribed
from domain.referral import ReferralAdvanced, Referred
from domain.seller import SellerDescribed
from domain.stage import StageMoved
from domain.stakeholder import RoleGiven, StakeholderAdded, StakeholderNamed, StakeholderRemoved

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from domain.fact import Fact

_VERSIONED: Mapping[type, str] = {
    AccountDescribed: "account_id",
    StageMoved: "account_id",
    PersonDescribed: "person_id",
    EmployedAt: "person_id",
    SellerDescribed: "seller_id",
    OpportunityDescribed: "opportunity_id",
    OpportunityClosed: "opportunity_id",
    StakeholderAdded: "stakeholder_id",
    RoleGiven: "stakeholder_id",
    StakeholderNamed: "stakeholder_id",
    StakeholderRemoved: "stakeholder_id",
    Referred: "referral_id",
    ReferralAdvanced: "referral_id",
}
"""Whose `version` a statement counts for: the object whose own fields it states."""


def versions(known: Iterable[Fact]) -> dict[str, int]:
    """Count, for each object, the changes of its own fields, undone ones and undos included: it only ever grows."""
    changes: dict[str, set[str]] = defaultdict(set)
    touched_by: dict[str, set[str]] = defaultdict(set)
    takings: list[Fact] = []
    owners: dict[str, str] = {}
    for fact in known:
        said = fact.statement
        if isinstance(said, Undone | Corrected):
            takings.append(fact)
        elif (attribute := _VERSIONED.get(type(said))) is not None:
            owner: str = getattr(said, attribute)
            changes[owner].add(fact.change)
            touched_by[fact.change].add(owner)
            owners[fact.id] = owner
    for fact in sorted(takings, key=lambda f: f.recorded_at):
        said = fact.statement
        hit = touched_by[said.change_id] if isinstance(said, Undone) else {owners.get(said.subject, "")}
        for owner in hit:
            changes[owner].add(fact.change)
        touched_by[fact.change] |= hit
    return {owner: len(found) for owner, found in changes.items()}
