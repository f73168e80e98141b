"""The order of what was found: by severity, then by value at stake, then by age; and why it stands where it does."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from domain.codes import Severity
from domain.ids import InsightId
from domain.insight import Finding, fill
from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from domain.finding_note import FindingNote
    from domain.money import Money

_SEVERITIES = {severity: place for place, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Found:
    """What rules found in one map or at one account, what its open opportunities sum to, and what was noted."""

    findings: tuple[Finding, ...]
    at_stake: tuple[Money, ...] = ()
    notes: tuple[FindingNote, ...] = ()

    def shut(self, at: datetime) -> list[tuple[Finding, datetime]]:
        """Return what is dismissed or done on the evidence that there is, with since when."""
        if not self.notes:
            return []
        notes = {one.insight_id: one for one in self.notes}
        noted = [(one, notes[InsightId(one.id)]) for one in self.findings if one.id in notes]
        shut = [(one, note.shut_at(one.evidence_hash, one.since, at)) for one, note in noted]
        return [(one, min(times)) for one, times in shut if times]

    def in_brief(self) -> Found:
        """Return the same with its findings in brief, but for what was noted: it is compared with the evidence."""
        noted = {one.insight_id for one in self.notes}
        return replace(self, findings=tuple(one if one.id in noted else one.in_brief() for one in self.findings))

    def reopened(self, returned: Mapping[str, datetime]) -> Found:
        """Return the same where findings, by their ids, had been gone until they came back at these moments."""
        return replace(
            self,
            notes=tuple(
                one.from_then_on(returned[one.insight_id]) if one.insight_id in returned else one for one in self.notes
            ),
        )


@dataclass(frozen=True, slots=True)
class Ranked:
    """A finding in its place: what is at stake at its account, what put it there, in words, and what was noted."""

    finding: Finding
    at_stake: tuple[Money, ...]
    why: Text
    note: FindingNote | None = None

    def is_open(self, at: datetime) -> bool:
        """Whether it is neither dismissed nor done, on the evidence that there is, and since it holds."""
        note, finding = self.note, self.finding
        return note is None or not note.shut_at(finding.evidence_hash, finding.since, at)


def rank(found: Sequence[Found]) -> list[Ranked]:
    """Return findings by severity, then value at stake, the most first, then since when, the earliest first.

    Equal ones are in the order of the rules, then of their ids.

    Values compare in one currency, the one that most accounts have amounts in, ties alphabetically: nothing is
    converted, and who has none in it comes after who has. What is not dated comes after what is.
    """
    currency = _currency(found)
    rows = [(finding, one.at_stake) for one in found for finding in one.findings]

    def order(row: tuple[Finding, tuple[Money, ...]]) -> tuple[Any, ...]:
        one, at_stake = row
        return (_SEVERITIES[one.severity], -_minor(at_stake, currency), _age(one), one.place, one.id)

    rows.sort(key=order)
    notes: dict[str, FindingNote] = {note.insight_id: note for one in found for note in one.notes}
    return [Ranked(one, stake, _why(one, stake, currency), notes.get(one.id)) for one, stake in rows]


def _currency(found: Iterable[Found]) -> str:
    by_account = {finding.account_id: one.at_stake for one in found for finding in one.findings[:1]}
    counts = Counter(money.currency for at_stake in by_account.values() for money in at_stake)
    return min(counts, key=lambda one: (-counts[one], one), default="")


def _minor(at_stake: Iterable[Money], currency: str) -> int:
    return next((money.minor for money in at_stake if money.currency == currency), 0)


def _age(finding: Finding) -> tuple[bool, datetime | None]:
    return (False, finding.since) if finding.since is not None else (True, None)


def _why(finding: Finding, at_stake: Sequence[Money], currency: str) -> Text:
    compared = [money for money in at_stake if money.currency == currency]
    shown = " + ".join(f"{money.currency} {money.amount:,}" for money in compared or at_stake)
    if compared:
        stake = Text(f"{shown} at stake", f"涉及金额 {shown}")
    elif at_stake:
        stake = Text(f"{shown} at stake, not compared with {currency}", f"涉及金额 {shown}，未与 {currency} 比较")
    else:
        stake = Text("no amount at stake", "无涉及金额")
    day = finding.since.date().isoformat() if finding.since is not None else None
    since = Text(f"since {day}", f"自 {day} 起") if day is not None else Text("not dated", "起始时间不明")
    names = {"severity": finding.severity.label, "stake": stake, "since": since}
    return fill(Text("{severity}; {stake}; {since}.", "{severity}；{stake}；{since}。"), names)
