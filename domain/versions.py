"""Versions: how often an object's own fields were changed, by which two readers tell whether they saw the same."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

from domain.account import AccountDescribed
from domain.change import Corrected, Undone
from domain.commitment import CommitmentMade, CommitmentSettled
from domain.fact import ALWAYS
from domain.opportunity import OpportunityClosed, OpportunityDescribed
from domain.person import EmployedAt, PersonDescribed
from domain.referral import ReferralAdvanced, Referred
from domain.seller import SellerDescribed
from domain.stage import StageMoved
from domain.stakeholder import RoleGiven, StakeholderAdded, StakeholderNamed, StakeholderRemoved

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from domain.fact import Fact

T = TypeVar("T")

_VERSIONED: Mapping[type, tuple[str, str]] = {
    AccountDescribed: ("accounts", "account_id"),
    StageMoved: ("accounts", "account_id"),
    PersonDescribed: ("people", "person_id"),
    EmployedAt: ("people", "person_id"),
    SellerDescribed: ("sellers", "seller_id"),
    OpportunityDescribed: ("opportunities", "opportunity_id"),
    OpportunityClosed: ("opportunities", "opportunity_id"),
    StakeholderAdded: ("stakeholders", "stakeholder_id"),
    RoleGiven: ("stakeholders", "stakeholder_id"),
    StakeholderNamed: ("stakeholders", "stakeholder_id"),
    StakeholderRemoved: ("stakeholders", "stakeholder_id"),
    Referred: ("referrals", "referral_id"),
    ReferralAdvanced: ("referrals", "referral_id"),
    CommitmentMade: ("commitments", "commitment_id"),
    CommitmentSettled: ("commitments", "commitment_id"),
}
"""Whose `version` a statement counts for: the object whose own fields it states, and its table in `World`."""

Owner = tuple[str, str]
"""A table of `World` and an id in it."""


def growing_versions(known: Iterable[Fact], created: Collection[str]) -> list[tuple[datetime, Owner]]:
    """Return, in order of time, when the version of which object grows by one.

    It counts the changes of the object's own fields, undone ones and undos included: it only ever grows. A change
    counts from when the first of its facts about the object holds; the facts `created` count from the beginning.
    """
    changes: dict[Owner, dict[str, datetime]] = defaultdict(dict)
    touched_by: dict[str, dict[Owner, datetime]] = defaultdict(dict)
    takings: list[Fact] = []
    stated: dict[str, dict[Owner, datetime]] = {}
    for fact in known:
        said = fact.statement
        if isinstance(said, Undone | Corrected):
            takings.append(fact)
        elif (versioned := _VERSIONED.get(type(said))) is not None:
            owner = (versioned[0], getattr(said, versioned[1]))
            since = ALWAYS if fact.id in created else fact.observed_at
            _earliest(changes[owner], fact.change, since)
            _earliest(touched_by[fact.change], owner, since)
            stated[fact.id] = {owner: since}
    for fact in sorted(takings, key=lambda f: f.recorded_at):
        said = fact.statement
        hit = touched_by[said.change_id] if isinstance(said, Undone) else stated.get(said.subject, {})
        for owner, since in list(hit.items()):
            _earliest(changes[owner], fact.change, since)
            _earliest(touched_by[fact.change], owner, since)
    return sorted((since, owner) for owner, found in changes.items() for since in found.values())


def _earliest(times: dict[T, datetime], key: T, since: datetime) -> None:
    if (known := times.get(key)) is None or since < known:
        times[key] = since
