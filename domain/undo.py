"""What stands in the way of taking a change back (domain.md §13, "Undo")."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from domain.account import AccountDescribed
from domain.assessment import DIMENSIONS, Assessed
from domain.change import Corrected, Undone, standing_facts
from domain.commitment import CommitmentMade, CommitmentSettled
from domain.contact_level import ContactLevelStated
from domain.errors import ConflictError
from domain.fact import ALWAYS, NEVER, UNSET
from domain.finding_note import FindingAssigned, FindingDismissed, FindingDone, FindingReopened
from domain.ids import AccountId, OpportunityId, map_of
from domain.interaction import Interacted
from domain.merge import Merged
from domain.opportunity import OpportunityClosed, OpportunityDescribed
from domain.order import Ordered
from domain.person import EmployedAt, PersonDescribed
from domain.playbook_entry import PlayDescribed
from domain.referral import ReferralAdvanced, Referred
from domain.seller import SellerDescribed
from domain.stage import StageMoved
from domain.stakeholder import (
    RoleGiven,
    StakeholderAdded,
    StakeholderNamed,
    StakeholderPlaced,
    StakeholderRemoved,
)
from domain.text import Text
from domain.tie import Influences, Knows, ReportsTo
from domain.undo_text import built_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from domain.fact import Fact
    from domain.ids import ChangeId, PersonId
    from domain.referral import Referral


class BuiltOnError(ConflictError):
    """A later change builds on what would be taken back: `fact` is the first such statement."""

    def __init__(self, fact: Fact, names: Mapping[str, str] | None = None) -> None:
        """Say what it is, with the names of those it is about and who said it, as far as they are given."""
        super().__init__(built_on(fact, names or {}), field="changeId", actual=fact.change)
        self.fact = fact


Thing = tuple[str, str]
"""What a statement settles: a subject, and which of its values."""


def things(fact: Fact) -> set[Thing]:
    """Return what the fact states: stakeholder and dimension, manager, pair's tie, account and ladder, or field."""
    said = fact.statement
    return {(said.subject, value) for value in _VALUES[type(said)](said)}


def _described(said: Any) -> Iterable[str]:
    return [f.name for f in fields(said) if not f.name.endswith(_KEY_FIELDS) and getattr(said, f.name) is not UNSET]


_KEY_FIELDS = ("account_id", "person_id", "seller_id", "opportunity_id", "play_id")
_VALUES: Mapping[type, Callable[[Any], Iterable[str]]] = {
    AccountDescribed: _described,
    PersonDescribed: _described,
    SellerDescribed: _described,
    OpportunityDescribed: _described,
    OpportunityClosed: lambda _: ("status",),
    EmployedAt: lambda _: ("employment",),
    StakeholderAdded: lambda _: ("place", "roles"),
    StakeholderRemoved: lambda _: ("place",),
    StakeholderNamed: lambda _: ("person",),
    StakeholderPlaced: lambda _: ("position",),
    RoleGiven: lambda _: ("roles",),
    Assessed: lambda said: [name for name in DIMENSIONS if getattr(said, name) is not None],
    ReportsTo: lambda _: ("manager",),
    Influences: lambda _: ("influence",),
    Knows: lambda _: ("acquaintance",),
    StageMoved: lambda _: ("stage",),
    Referred: lambda _: ("status",),
    ReferralAdvanced: lambda _: ("status",),
    Interacted: lambda _: ("interaction",),
    Ordered: lambda _: ("order",),
    ContactLevelStated: lambda _: ("level",),
    CommitmentMade: lambda _: ("status",),
    CommitmentSettled: lambda _: ("status",),
    FindingDismissed: lambda _: ("dismissal",),
    FindingDone: lambda _: ("completion",),
    FindingReopened: lambda _: ("dismissal", "completion"),
    FindingAssigned: lambda _: ("assignee",),
    PlayDescribed: _described,
    Undone: lambda _: (),
    Corrected: lambda _: ("correction",),
    Merged: lambda _: ("merge",),
}


_MOVABLE = ("opportunity_", "stakeholder_")


def created(change: Sequence[Fact], history: Iterable[Fact]) -> set[str]:
    """Return the ids of the objects whose first fact is in the change, and of the maps that came with them.

    To the kept one of two accounts that were merged came what was the merged one's. `history` holds all facts of the
    change's subjects.
    """
    first: dict[str, Fact] = {}
    own = {fact.change for fact in change}
    merged = {fact.statement.merged_id for fact in change if isinstance(fact.statement, Merged)}
    came: set[str] = set()
    for fact in history:
        if getattr(fact.statement, "account_id", None) in merged and fact.statement.subject.startswith(_MOVABLE):
            came.add(fact.statement.subject)
        known = first.get(fact.statement.subject)
        if known is None or (fact.recorded_at, fact.id) < (known.recorded_at, known.id):
            first[fact.statement.subject] = fact
    found = {subject for subject, fact in first.items() if fact.change in own and "/" not in subject} | came
    return found | {map_of(_owner(id_)) for id_ in found if id_.startswith(("account_", "opportunity_"))}


def going(touched: Iterable[Fact], history: Iterable[Fact]) -> list[Fact]:
    """Return those of the facts that stand and would not any more: of an undo of an undo, what that brought back."""
    standing = {fact.id for fact in standing_facts(history)}
    return [fact for fact in touched if fact.id in standing]


def _owner(id_: str) -> AccountId | OpportunityId:
    return AccountId(id_) if id_.startswith("account_") else OpportunityId(id_)


def check_undo(change_id: ChangeId, touched: Sequence[Fact], recorded_at: datetime, history: Sequence[Fact]) -> None:
    """Raise ConflictError where a change cannot be taken back.

    `touched`: its facts, and those that its own undos and corrections name; `recorded_at`: when it was recorded;
    `history`: every fact of the same subjects, and every fact that refers to an object that it created.
    """
    standing = standing_facts(history)
    if any(isinstance(f.statement, Undone) and f.statement.change_id == change_id for f in standing):
        raise ConflictError(Text("It is undone already.", "该变更已撤销。"), field="changeId")
    own = {fact.id for fact in touched}
    states = {thing for fact in touched for thing in things(fact)}
    made = created(going(touched, history), history)
    later: defaultdict[str, list[Fact]] = defaultdict(list)
    for fact in standing:
        if fact.recorded_at <= recorded_at or fact.id in own or isinstance(fact.statement, Undone):
            continue
        if states & things(fact) or made & refers_to(fact) or fact.statement.subject in own:
            later[fact.change].append(fact)
    if later:
        raise BuiltOnError(min((f for found in later.values() for f in found), key=lambda f: f.recorded_at))


def refers_to(fact: Fact) -> set[str]:
    """Return the ids of everything the fact is about, the map it is about and who said it included."""
    said = fact.statement
    found: set[str] = {said.subject, said.stream, *said.mentions, *said.subject.split("/")}
    return found | {fact.by} if fact.by is not None else found


def check_places(facts: Iterable[Fact]) -> None:
    """Raise ConflictError where a person would have held two places in a map at once.

    `facts`: all that added, named and removed the stakeholders in question, and what takes any of it back.
    """
    added: dict[str, StakeholderAdded] = {}
    named: dict[str, tuple[PersonId, datetime]] = {}
    left: dict[str, datetime] = {}
    for fact in sorted(standing_facts(facts), key=lambda f: f.order):
        said = fact.statement
        if isinstance(said, StakeholderAdded):
            added[said.stakeholder_id] = said
        if isinstance(said, StakeholderAdded | StakeholderNamed) and said.person_id is not None:
            named[said.stakeholder_id] = (said.person_id, fact.observed_at)
        if isinstance(said, StakeholderRemoved):
            left[said.stakeholder_id] = fact.observed_at
    _check_apart(
        ((said.map_id, named[id_][0]), named[id_][1], left.get(id_, NEVER))
        for id_, said in added.items()
        if id_ in named
    )


def check_pairs(referrals: Iterable[Referral]) -> None:
    """Raise ConflictError where two of the referrals would have been open for one pair at once."""
    _check_apart(
        ((one.referrer, one.referred), one.made_at, NEVER if one.is_open else one.steps[-1].at) for one in referrals
    )


def _check_apart(stretches: Iterable[tuple[object, datetime, datetime]]) -> None:
    latest: dict[object, datetime] = {}
    for key, since, until in sorted(stretches, key=lambda stretch: stretch[1:]):
        if since >= until:
            continue
        if since < latest.get(key, ALWAYS):
            raise ConflictError(
                Text(
                    "What this would bring back has been put there anew since.", "撤销后要恢复的内容此后已被重新建立。"
                ),
                field="changeId",
            )
        latest[key] = max(until, latest.get(key, ALWAYS))
