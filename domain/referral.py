"""Referrals: who recommended us to whom, and what came of it (domain.md §5, §13)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Final

from domain.codes import ReferralStatus
from domain.ids import AccountId, PersonId, StreamId

if TYPE_CHECKING:
    from datetime import datetime

    from domain.ids import ReferralId, SellerId
    from domain.money import Money

OPEN_STATUSES: Final = frozenset({ReferralStatus.MADE, ReferralStatus.CONTACTED})
"""While a referral stands on one of these, the same pair may not be referred again."""


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
