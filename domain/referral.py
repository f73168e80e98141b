"""Referrals: who recommended us to whom, and what came of it (domain.md §5, §13)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Final

from domain.codes import ReferralStatus
from domain.errors import DuplicateError, InvalidError
from domain.fact import Stated
from domain.ids import AccountId, PersonId, StreamId
from domain.text import Text, clean_note

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from domain.ids import ReferralId, SellerId
    from domain.money import Money

OPEN_STATUSES: Final = frozenset({ReferralStatus.MADE, ReferralStatus.CONTACTED})
"""While a referral stands on one of these, the same pair may not be referred again."""

_ENDS: Final = (ReferralStatus.CONVERTED, ReferralStatus.DECLINED)
_NEXT: Final[Mapping[ReferralStatus, tuple[ReferralStatus, ...]]] = {
    ReferralStatus.MADE: (ReferralStatus.CONTACTED, *_ENDS),
    ReferralStatus.CONTACTED: _ENDS,
    ReferralStatus.CONVERTED: (),
    ReferralStatus.DECLINED: (),
}


@dataclass(frozen=True, slots=True)
class Referred:
    """The referrer recommended us to the referred at `observed_at`; each is an account or a person."""

    referral_id: ReferralId
    referrer: AccountId | PersonId
    referred: AccountId | PersonId
    external_id: str | None = None
    note: str | None = None

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"note"})

    @property
    def stream(self) -> StreamId:
        return StreamId(self.referral_id)

    @property
    def subject(self) -> str:
        return self.referral_id

    @property
    def mentions(self) -> tuple[str, ...]:
        return (self.referrer, self.referred)


@dataclass(frozen=True, slots=True)
class ReferralAdvanced:
    """The referral reached a further status at `observed_at`; a value only with CONVERTED."""

    referral_id: ReferralId
    status: ReferralStatus
    value: Money | None = None

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    @property
    def stream(self) -> StreamId:
        return StreamId(self.referral_id)

    @property
    def subject(self) -> str:
        return self.referral_id

    @property
    def mentions(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class ReferralStep:
    """A status after MADE, since when, and the value won with it."""

    status: ReferralStatus
    at: datetime
    value: Money | None = None


@dataclass(frozen=True, slots=True)
class Referral:
    """One recorded referral with the steps it took, in order of validity."""

    id: ReferralId
    version: int
    referrer: AccountId | PersonId
    referred: AccountId | PersonId
    made_at: datetime
    recorded_at: datetime
    recorded_by: SellerId | None
    external_id: str | None = None
    note: str | None = None
    steps: tuple[ReferralStep, ...] = ()

    @property
    def status(self) -> ReferralStatus:
        """The status of the last step."""
        return self.steps[-1].status if self.steps else ReferralStatus.MADE

    @property
    def value_won(self) -> Money | None:
        """What the referral won, where that was said."""
        return self.steps[-1].value if self.steps else None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be won or lost."""
        return self.status in OPEN_STATUSES

    def at(self, moment: datetime) -> Referral:
        """Return the referral with the status and value it had at `moment`."""
        return replace(self, steps=tuple(step for step in self.steps if step.at <= moment))


def refer(said: Referred, made_at: datetime, same_pair: Iterable[Referral]) -> Stated:
    """Record a referral, given those of the same pair. Raises InvalidError for a party that refers itself.

    Raises DuplicateError where one of the pair was, or is, open at any time from `made_at` on.
    """
    if said.referrer == said.referred:
        raise InvalidError(
            Text("Nobody refers themselves; name two parties.", "不能推荐自己，请指定两方。"), field="referredId"
        )
    for known in same_pair:
        if known.is_open or known.steps[-1].at > made_at:
            raise DuplicateError(
                Text(
                    "This pair has an open referral at that time already; advance that one.",
                    "该推荐人与被推荐人当时已有未结束的推荐，请直接推进。",
                ),
                field="referredId",
            )
    return Stated(replace(said, note=clean_note(said.note, "note")), made_at)


def advance(referral: Referral, status: ReferralStatus, at: datetime, value: Money | None) -> Stated:
    """Move a referral on: MADE to CONTACTED, and both to CONVERTED or DECLINED. Anything else is InvalidError.

    So are a date before the last step's, and a value without CONVERTED.
    """
    if status not in _NEXT[referral.status]:
        following = _NEXT[referral.status]
        allowed, allowed_zh = ", ".join(following) or "none", "、".join(one.label.zh for one in following) or "无"
        raise InvalidError(
            Text(
                f"A referral does not go from {referral.status} to {status} (next: {allowed}); a mistake is undone.",
                f"推荐状态不能从“{referral.status.label.zh}”变为“{status.label.zh}”（下一步：{allowed_zh}）；如有错误请撤销。",
            ),
            field="status",
        )
    last = referral.steps[-1].at if referral.steps else referral.made_at
    if at < last:
        raise InvalidError(
            Text(
                f"It lies before the last step ({last.isoformat()}).",
                f"早于上一步的时间（{last.isoformat()}）。",
            ),
            field="at",
        )
    if value is not None and status is not ReferralStatus.CONVERTED:
        raise InvalidError(
            Text("Only a CONVERTED referral has won a value.", "只有已成交的推荐才有成交金额。"),
            field="amount",
        )
    return Stated(ReferralAdvanced(referral.id, status, value), at)
