"""Merging two accounts (domain.md §11): a customer who was recorded twice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from domain.account import MAX_TAGS, MAX_TEAM, AccountDescribed
from domain.change import standing_facts
from domain.errors import ConflictError
from domain.fact import UNSET, Stated
from domain.finding_note import FindingAssigned, FindingDismissed, FindingDone, FindingReopened
from domain.fold import fold
from domain.ids import map_of
from domain.insight import finding_at
from domain.merge import check_referrals, found_the_same, instead, is_of_itself, said_anew, taken_over
from domain.merge_places import join_places, said_of_place
from domain.stage import StageMoved
from domain.stakeholder import StakeholderAdded, StakeholderPlaced
from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from domain.account import Account
    from domain.fact import Fact
    from domain.ids import AccountId

_TAKEN = ("external_id", "channel_position", "industry", "region", "tier", "parent_id", "owner_id")
_NOTES = (FindingDismissed, FindingDone, FindingReopened, FindingAssigned)


def merge_accounts(
    kept: Account, merged: Account, facts: Sequence[Fact], reason: str, now: datetime
) -> tuple[Stated, ...]:
    """Return the statements of a merge.

    `facts`: all about the merged one, and those about the kept one, its map and its people that the former may meet,
    referrals included. Raises InvalidError for one account or no reason, ConflictError where an open
    referral leads from one to the other, or both have one to or from the same party, and for a team that grows too
    large; LimitError past 5,000 statements.
    """
    first = found_the_same(kept.id, merged.id, reason)
    check_referrals(kept.id, merged.id, [*fold(facts).referrals.values()])
    standing = sorted(standing_facts(facts), key=lambda f: (f.recorded_at, f.id))
    said = said_anew(standing, _Anew(kept, merged, standing), first.reason, now)
    return (Stated(first, now), *said, *_children(kept.id, merged.id, standing), *_described(kept, merged, now))


def check_apart(kept: Account, merged: Account, above_kept: Sequence[str], above_merged: Sequence[str]) -> None:
    """Raise ConflictError where one of the two is above the other, given all that is above each."""
    if merged.id in above_kept or kept.id in above_merged:
        above, below = (merged, kept) if merged.id in above_kept else (kept, merged)
        raise ConflictError(
            Text(
                f"{above.name} is above {below.name} in the hierarchy of accounts: if they are one and the same, "
                "change the parent first.",
                f"“{above.name}”是“{below.name}”的上级客户：若确为同一客户，请先修改上级。",
            ),
            field="mergeId",
        )


class _Anew:
    """How each statement about the merged account is said of the kept one."""

    def __init__(self, kept: Account, merged: Account, standing: Sequence[Fact]) -> None:
        self.kept_id = kept.id
        self.standing_map = map_of(merged.id)
        self.ids = {merged.id: kept.id, self.standing_map: map_of(kept.id)}
        self.places = join_places(standing, self.ids)
        stated = [fact.statement for fact in standing]
        self.ladders = {one.ladder for one in stated if isinstance(one, StageMoved) and one.account_id == kept.id}
        self.in_standing_map = {
            one.stakeholder_id
            for one in stated
            if isinstance(one, StakeholderAdded) and one.map_id == self.standing_map
        }

    def __call__(self, fact: Fact) -> list[Stated] | None:
        """Return what takes the place of a statement; null where it is not about the merged one."""
        old = fact.statement
        said: Any = instead(old, self.ids)
        if (place := self.places.get(getattr(old, "stakeholder_id", None))) is not None:  # pyright: ignore[reportArgumentType]
            return said_of_place(said, fact, place)
        if said is old:
            return None
        if isinstance(old, AccountDescribed):
            # Of what it was above, the parent is said anew: they are known since they were described.
            return [] if old.account_id in self.ids else None
        if self._stays_behind(old) or is_of_itself(said):
            return []
        if isinstance(said, _NOTES):
            said = replace(said, insight_id=finding_at(said.insight_id, self.kept_id))
        return [Stated(said, fact.observed_at, fact.by)]

    def _stays_behind(self, said: Any) -> bool:
        """Whether a statement has no place at the kept one.

        Moves on a ladder on which the kept one has its own: nobody made the jumps from the ones to the others. Where
        cards lay: they would cover others.
        """
        if isinstance(said, StageMoved):
            return said.ladder in self.ladders
        return isinstance(said, StakeholderPlaced) and said.stakeholder_id in self.in_standing_map


def _children(kept_id: AccountId, merged_id: AccountId, standing: Iterable[Fact]) -> list[Stated]:
    """Return what is said of the accounts whose parent the merged one was: it was the kept one."""
    parents: dict[tuple[AccountId, datetime], Fact] = {}
    for fact in standing:
        said = fact.statement
        if isinstance(said, AccountDescribed) and said.account_id != merged_id and said.parent_id is not UNSET:
            parents[said.account_id, fact.observed_at] = fact
    return [
        Stated(AccountDescribed(child, parent_id=None if child == kept_id else kept_id), at, fact.by)
        for (child, at), fact in parents.items()
        if isinstance(fact.statement, AccountDescribed) and fact.statement.parent_id == merged_id
    ]


def _described(kept: Account, merged: Account, now: datetime) -> list[Stated]:
    """Return what the kept account takes from the description of the merged one.

    What it has not; the tags of both; into its team whoever saw to the merged one, so that nobody loses a customer.
    It is open only where both were, so that nobody sees more than was meant for them, and archived only where both
    were.
    """
    taken = taken_over(kept, merged, _TAKEN)
    owner = taken.get("owner_id", kept.owner_id)
    staff = {*kept.team_ids, *merged.team_ids, *([merged.owner_id] if merged.owner_id else [])}
    both: dict[str, Any] = {
        "team_ids": tuple(sorted(staff - ({owner} - set(kept.team_ids)))),
        "tags": tuple(sorted(tuple(dict.fromkeys((*kept.tags, *merged.tags)))[:MAX_TAGS])),
        "open": kept.open and merged.open,
        "archived": kept.archived and merged.archived,
    }
    if len(both["team_ids"]) > MAX_TEAM:
        raise ConflictError(
            Text(
                f"The teams of both have more than {MAX_TEAM} members together: make one smaller first.",
                f"两个客户的团队合计超过 {MAX_TEAM} 人：请先精简其中一个。",
            ),
            field="mergeId",
        )
    taken |= {name: value for name, value in both.items() if value != getattr(kept, name)}
    return [Stated(AccountDescribed(kept.id, **taken), now)] if taken else []
