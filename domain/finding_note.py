"""What we noted on a finding: that it is dismissed, whose it is, that it is done (domain.md §10)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from domain.deciding import start_of
from domain.errors import InvalidError
from domain.ids import InsightId, StreamId
from domain.text import Text, clean_note

if TYPE_CHECKING:
    from datetime import date, datetime

    from domain.ids import AccountId, SellerId


@dataclass(frozen=True, slots=True)
class _OnFinding:
    insight_id: InsightId
    account_id: AccountId

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    @property
    def stream(self) -> StreamId:
        return StreamId(self.account_id)

    @property
    def subject(self) -> str:
        return f"{self.account_id}/{self.insight_id}"

    @property
    def mentions(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class FindingDismissed(_OnFinding):
    """The finding needs no attention until the beginning of a day (null: at all), while its evidence is this one."""

    reason: str
    evidence_hash: str
    until: date | None = None

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"reason"})


@dataclass(frozen=True, slots=True)
class FindingDone(_OnFinding):
    """What the finding asked for is done; it is looked at again when its evidence changes."""

    evidence_hash: str
    note: str | None = None

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"note"})


@dataclass(frozen=True, slots=True)
class FindingReopened(_OnFinding):
    """The finding is neither dismissed nor done from `observed_at`."""


@dataclass(frozen=True, slots=True)
class FindingAssigned(_OnFinding):
    """A seller is to see to the finding; null: nobody in particular."""

    seller_id: SellerId | None

    @property
    def mentions(self) -> tuple[str, ...]:
        return () if self.seller_id is None else (self.seller_id,)


@dataclass(frozen=True, slots=True)
class Dismissal:
    """When, by whom and why a finding was dismissed, on which evidence; it comes back on the day `until`."""

    at: datetime
    by: SellerId | None
    reason: str
    evidence_hash: str
    until: date | None = None

    def holds(self, evidence_hash: str, since: datetime | None, at: datetime) -> bool:
        """Whether it holds at a moment for a finding with this evidence, that holds since then (null: unknown)."""
        same = self.evidence_hash == evidence_hash and (since is None or since <= self.at)
        return same and (self.until is None or at < start_of(self.until))


@dataclass(frozen=True, slots=True)
class Completion:
    """When and by whom a finding was marked done, on which evidence."""

    at: datetime
    by: SellerId | None
    evidence_hash: str
    note: str | None = None

    def holds(self, evidence_hash: str, since: datetime | None) -> bool:
        """Whether it holds for a finding with this evidence, that holds since then (null: unknown)."""
        return self.evidence_hash == evidence_hash and (since is None or since <= self.at)


@dataclass(frozen=True, slots=True)
class FindingNote:
    """What was noted on one finding.

    That it is dismissed or done counts for the unbroken stretch in which it was found: what was gone since is open.
    """

    insight_id: InsightId
    account_id: AccountId
    dismissed: Dismissal | None = None
    assignee_id: SellerId | None = None
    done: Completion | None = None

    @property
    def pair(self) -> tuple[AccountId, InsightId]:
        """What it is known by."""
        return (self.account_id, self.insight_id)

    def shut_at(self, evidence_hash: str, since: datetime | None, at: datetime) -> list[datetime]:
        """Return when a finding with this evidence, that holds since then, was dismissed and done, as far as it is."""
        found: list[datetime] = []
        if self.dismissed is not None and self.dismissed.holds(evidence_hash, since, at):
            found.append(self.dismissed.at)
        if self.done is not None and self.done.holds(evidence_hash, since):
            found.append(self.done.at)
        return found

    def from_then_on(self, at: datetime) -> FindingNote:
        """Return it without what dismissed the finding, or marked it done, before a moment."""
        dismissed = self.dismissed if self.dismissed is not None and self.dismissed.at >= at else None
        done = self.done if self.done is not None and self.done.at >= at else None
        return replace(self, dismissed=dismissed, done=done)


def dismissal_reason(reason: str) -> str:
    """Return why a finding is dismissed, cleaned; InvalidError where nothing is said."""
    cleaned = clean_note(reason, "reason")
    if cleaned is None:
        raise InvalidError(Text("Say why it needs no attention.", "请说明为何无需处理。"), field="reason")
    return cleaned


def dismissed_until(until: date | None, now: datetime) -> date | None:
    """Return the day on which it comes back; InvalidError for one that has begun."""
    if until is not None and start_of(until) <= now:
        raise InvalidError(
            Text(
                f"{until.isoformat()} has begun; name a later day, or none.",
                f"{until.isoformat()} 已经开始；请指定更晚的日期，或不指定。",
            ),
            field="until",
        )
    return until
