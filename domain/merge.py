"""Merging two parties found to be one: what is said of the one is said of the other (domain.md §11).

A merge is one change: a fact that says so, and for each statement about the merged one a correction that leaves it
out and the same statement about the kept one, from the same time and by the same seller. So the world as known now has
had one all along, `knownAt` before the merge shows two, and an undo brings both back.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, ClassVar, Final

from domain.change import Corrected, Undone
from domain.errors import ConflictError, InvalidError, LimitError
from domain.fact import Stated
from domain.ids import StreamId
from domain.referral import Referred
from domain.stakeholder import StakeholderAdded
from domain.text import Text, clean_note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from domain.fact import Fact, Statement
    from domain.ids import AccountId, PersonId
    from domain.referral import Referral

MOST_STATEMENTS: Final = 5_000
"""Most statements about the merged one: a merge says each of them anew."""


@dataclass(frozen=True, slots=True)
class Merged:
    """Two people, or two accounts, were found to be one and the same: the kept one."""

    kept_id: AccountId | PersonId
    merged_id: AccountId | PersonId
    reason: str

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"reason"})

    @property
    def stream(self) -> StreamId:
        return StreamId(self.kept_id)

    @property
    def subject(self) -> str:
        return self.merged_id

    @property
    def mentions(self) -> tuple[str, ...]:
        return ()


def found_the_same(kept_id: Any, merged_id: Any, reason: str) -> Merged:
    """Return what a merge says first; raises InvalidError for one and the same, and for no reason."""
    if kept_id == merged_id:
        raise InvalidError(
            Text("Nobody is merged with themselves; name two.", "不能与自己合并，请指定两个对象。"), field="mergeId"
        )
    cleaned = clean_note(reason, "reason")
    if cleaned is None:
        raise InvalidError(Text("Say how you know that they are the same.", "请说明合并的依据。"), field="reason")
    return Merged(kept_id, merged_id, cleaned)


def check_referrals(kept_id: str, merged_id: str, referrals: Sequence[Referral]) -> None:
    """Raise ConflictError where an open referral would lead to itself, or a pair would have two open ones."""
    open_ = [one for one in referrals if one.is_open]
    if any({one.referrer, one.referred} == {kept_id, merged_id} for one in open_):
        raise ConflictError(
            Text(
                "An open referral leads from one to the other, and nobody refers themselves: close or undo it first.",
                "两者之间有未完成的推荐，而任何一方不能推荐自己：请先完成或撤销该推荐。",
            ),
            field="mergeId",
        )
    pairs = [tuple(kept_id if end == merged_id else end for end in (one.referrer, one.referred)) for one in open_]
    if len(pairs) != len(set(pairs)):
        raise ConflictError(
            Text(
                "Both have an open referral to or from the same party: close or undo one of the two first.",
                "两者与同一方之间都有未完成的推荐：请先完成或撤销其中一个。",
            ),
            field="mergeId",
        )


def is_of_itself(said: Statement) -> bool:
    """Whether a statement leads from a party to the same party: a tie, a line of reporting, a referral."""
    if isinstance(said, Referred):
        return said.referrer == said.referred
    ends = said.subject.split("/")
    return len(ends) != len(set(ends)) or getattr(said, "manager_id", None) == ends[-1]


def said_anew(
    standing: Sequence[Fact], anew: Callable[[Fact], Sequence[Stated] | None], reason: str, now: datetime
) -> list[Stated]:
    """Return the corrections of facts, each with what is said in its place.

    `standing`: in the order in which they were recorded; `anew`: what takes the place of one, null where it stays.
    One that stays is said anew too where it was learned after one that is now about the same thing from the same
    moment: so the later one still holds. Raises LimitError past 5,000 statements.
    """
    stated: list[Stated] = []
    taken: set[tuple[type, str, datetime]] = set()
    count = 0
    for fact in standing:
        if isinstance(fact.statement, Undone | Corrected):
            continue
        own = Stated(fact.statement, fact.observed_at, fact.by)
        said = anew(fact)
        if said is None or list(said) == [own]:
            if _thing(own) not in taken:
                continue
            said = [own]
        taken |= {_thing(one) for one in said}
        stated += [Stated(Corrected(fact.id, StreamId(fact.statement.stream), reason), now), *said]
        count += 1
    if count > MOST_STATEMENTS:
        raise LimitError(
            Text(
                f"{count:,} statements are about the one to be merged; {MOST_STATEMENTS:,} are possible.",
                f"关于被合并一方的陈述有 {count:,} 条，最多 {MOST_STATEMENTS:,} 条。",
            ),
            field="mergeId",
        )
    # A place begins before anything is said of it.
    return sorted(stated, key=lambda one: not isinstance(one.statement, StakeholderAdded))


def _thing(said: Stated) -> tuple[type, str, datetime]:
    return (type(said.statement), said.statement.subject, said.observed_at)


def taken_over(kept: Any, merged: Any, names: Iterable[str]) -> dict[str, Any]:
    """Return those of the fields named that the merged one has and the kept one has not."""
    return {
        name: getattr(merged, name)
        for name in names
        if getattr(kept, name) is None and getattr(merged, name) is not None
    }


def instead(said: Any, ids: Mapping[Any, Any]) -> Any:
    """Return a statement with some ids in the place of others, nobody twice; the statement itself if none is there."""
    changes: dict[str, Any] = {}
    for field in fields(said):
        value = getattr(said, field.name)
        if isinstance(value, str) and value in ids:
            changes[field.name] = ids[value]
        elif isinstance(value, tuple) and any(isinstance(one, str) and one in ids for one in value):  # pyright: ignore[reportUnknownVariableType]
            changes[field.name] = tuple(dict.fromkeys(ids.get(one, one) for one in value))  # pyright: ignore[reportUnknownVariableType]
    return replace(said, **changes) if changes else said
