"""Where accounts stand on the ladders, and their dated moves (domain.md §6, §13)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from domain.errors import InvalidError
from domain.fact import Stated
from domain.ids import StreamId
from domain.ladder import LADDERS, direction, is_skip, ladder
from domain.text import Text, clean_note

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from domain.fact import Fact
    from domain.ids import AccountId, SellerId, TransitionId
    from domain.ladder import Ladder


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


def move(said: StageMoved, at: datetime, moves: Sequence[Transition]) -> Stated:
    """Decide a move, given the account's moves on the ladder in order of validity.

    Raises InvalidError for an unknown ladder or stage, for a move to where the account stands then, for one down
    without a reason, and where it would make a later move one of these.
    """
    on = ladder(said.ladder)
    on.stage(said.to, "to")
    said = replace(said, reason=clean_note(said.reason, "reason"), evidence=clean_note(said.evidence, "evidence"))
    earlier = [m for m in moves if m.at <= at]
    later = [m for m in moves if m.at > at]
    if earlier:
        _check_move(on, earlier[-1].to, said.to, said.reason, "to")
    if later:
        _check_move(on, said.to, later[0].to, later[0].reason, "at")
    return Stated(said, at)


def _check_move(on: Ladder, from_stage: str, to: str, reason: str | None, field: str) -> None:
    if from_stage == to:
        raise InvalidError(
            Text(
                f"The account stands on {to} then already, or the next move goes there.",
                f"该客户当时已处于“{on.stage(to).label.zh}”，或下一次移动正是到该阶段。",
            ),
            field=field,
        )
    if direction(on, from_stage, to) == "down" and reason is None:
        raise InvalidError(
            Text(
                f"Moving down, from {from_stage} to {to}, needs a reason.",
                f"从“{on.stage(from_stage).label.zh}”下移到“{on.stage(to).label.zh}”需要说明原因。",
            ),
            field="reason" if field == "to" else field,
        )


def transitions(moves: Iterable[tuple[Fact, StageMoved]]) -> list[Transition]:
    """Return the moves of one account on one ladder, given in order of validity, with what follows from the order."""
    found: list[Transition] = []
    for fact, said in moves:
        before = found[-1] if found else None
        if before is not None:
            found[-1] = replace(before, next_at=fact.observed_at)
        from_stage = before.to if before is not None else None
        found.append(
            Transition(
                id=said.transition_id,
                account_id=said.account_id,
                ladder=said.ladder,
                from_stage=from_stage,
                to=said.to,
                at=fact.observed_at,
                recorded_at=fact.recorded_at,
                by=fact.by,
                reason=said.reason,
                evidence=said.evidence,
                skip=is_skip(LADDERS[said.ladder], from_stage, said.to),
                next_at=None,
            )
        )
    return found
