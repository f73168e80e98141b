"""Notes on findings: that one needs no attention, is somebody's to see to, or is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.errors import InvalidError
from domain.fact import Stated
from domain.finding_note import (
    FindingAssigned,
    FindingDismissed,
    FindingDone,
    FindingNote,
    FindingReopened,
    dismissal_reason,
    dismissed_until,
)
from domain.ids import InsightId
from domain.insight import account_of_finding
from domain.rules import DEFAULTS
from domain.seller import Seller
from domain.text import Text, clean_note
from graph.access import get, not_found, sees_account, writable_account
from graph.insight import load_account_findings
from graph.recording import Decision

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from domain.account import Account
    from domain.fact import Statement
    from domain.ids import AccountId, StreamId
    from domain.insight import Finding
    from domain.rule import RuleSettings
    from graph.store import ViewerStore


@dataclass(frozen=True, slots=True)
class _Open:
    """A finding as it is now, what was noted on it, and the version of the account before it was read."""

    insight_id: InsightId
    account: Account
    finding: Finding
    note: FindingNote
    versions: Mapping[StreamId, int]

    @property
    def account_id(self) -> AccountId:
        return self.account.id

    @property
    def evidence_hash(self) -> str:
        return self.finding.evidence_hash

    def decide(self, said: Statement | None, now: datetime) -> Decision:
        """Return the decision to state something of it, or nothing."""
        stated = (Stated(said, now),) if said is not None else ()
        return Decision(stated, self.versions, {"insight": self.insight_id})


async def dismiss_insight(
    store: ViewerStore,
    now: datetime,
    *,
    insight_id: str,
    reason: str,
    until: date | None = None,
    rules: RuleSettings = DEFAULTS,
) -> Decision:
    """Say why a finding needs no attention until a day, or at all.

    It comes back when its evidence changes, and when it was gone in between.
    """
    found = await _read(store, now, insight_id, rules)
    said = FindingDismissed(
        found.insight_id, found.account_id, dismissal_reason(reason), found.evidence_hash, dismissed_until(until, now)
    )
    known = found.note.dismissed
    holds = known is not None and known.holds(said.evidence_hash, found.finding.since, now)
    same = holds and known is not None and (known.reason, known.until) == (said.reason, said.until)
    return found.decide(None if same else said, now)


async def assign_insight(
    store: ViewerStore, now: datetime, *, insight_id: str, seller_id: str | None = None, rules: RuleSettings = DEFAULTS
) -> Decision:
    """Say who of us is to see to a finding; null: nobody in particular."""
    found = await _read(store, now, insight_id, rules)
    seller = await get(store, Seller, seller_id, "sellerId") if seller_id is not None else None
    if seller is not None and not await sees_account(store, seller, found.account):
        raise InvalidError(
            Text(
                f"{seller.name} may not read the account; name its owner, one of its team, or a manager above them.",
                f"{seller.name}无权查看该客户；请指定客户负责人、团队成员或其上级。",
            ),
            field="sellerId",
        )
    said = FindingAssigned(found.insight_id, found.account_id, seller.id if seller is not None else None)
    return found.decide(None if said.seller_id == found.note.assignee_id else said, now)


async def complete_insight(
    store: ViewerStore, now: datetime, *, insight_id: str, note: str | None = None, rules: RuleSettings = DEFAULTS
) -> Decision:
    """Say that what a finding asks for is done.

    It comes back when its evidence changes, and when it was gone in between.
    """
    found = await _read(store, now, insight_id, rules)
    said = FindingDone(found.insight_id, found.account_id, found.evidence_hash, clean_note(note, "note"))
    known = found.note.done
    same = known is not None and known.holds(said.evidence_hash, found.finding.since) and known.note == said.note
    return found.decide(None if same else said, now)


async def reopen_insight(
    store: ViewerStore, now: datetime, *, insight_id: str, rules: RuleSettings = DEFAULTS
) -> Decision:
    """Take a finding up again that was dismissed or done."""
    found = await _read(store, now, insight_id, rules)
    if found.note.dismissed is None and found.note.done is None:
        raise InvalidError(
            Text("It is open: it was neither dismissed nor done.", "该洞察未被忽略，也未完成，无需重新打开。"),
            field="insightId",
        )
    return found.decide(FindingReopened(found.insight_id, found.account_id), now)


async def _read(store: ViewerStore, now: datetime, insight_id: str, rules: RuleSettings) -> _Open:
    """Read a finding to write to; InvalidError where the rules find it no longer."""
    account_id = account_of_finding(insight_id)
    if account_id is None:
        raise not_found("insightId")
    versions = await store.load_versions([account_id])
    account = await writable_account(store, account_id, "insightId")
    (found,) = await load_account_findings(store, [account.id], now=now, rules=rules)
    finding = next((one for one in found.findings if one.id == insight_id), None)
    if finding is None:
        raise InvalidError(
            Text(
                "It is resolved: the rules find it no longer, so that nothing is left to note on it.",
                "该洞察已经解决：规则不再发现它，无需再作标注。",
            ),
            field="insightId",
        )
    known = InsightId(finding.id)
    note = next((one for one in found.notes if one.insight_id == known), FindingNote(known, account.id))
    return _Open(known, account, finding, note, versions)
