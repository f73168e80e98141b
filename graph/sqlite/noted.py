"""What we do about it: levels of contacts, commitments, notes on findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.codes import CommitmentStatus
from domain.commitment import Commitment
from domain.contact_level import ContactLevel
from domain.finding_note import FindingNote
from graph.sqlite import columns
from graph.sqlite.paging import LAST_TIME, by_owner, counts, slices
from graph.sqlite.query import Query, to_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.sqlite.query import Snapshot
    from graph.store import Page, Slice

LIST_CONTACT_LEVELS: Final = Query(f"""
    SELECT owner.key, {columns.CONTACT_LEVEL} FROM json_each(:owners) AS owner
    CROSS JOIN stakeholder ON stakeholder.id = owner.value
    CROSS JOIN account ON account.id = stakeholder.account_id AND ACCOUNT_VISIBLE
    CROSS JOIN contact_level ON contact_level.stakeholder_id = stakeholder.id
    ORDER BY owner.key, contact_level.seller_id
""")
LIST_COMMITMENTS: Final = Query(f"""
    SELECT owner.key, {columns.COMMITMENT} FROM json_each(:owners) AS owner
    CROSS JOIN account ON account.id = owner.value AND ACCOUNT_VISIBLE
    CROSS JOIN commitment ON commitment.account_id = account.id
    ORDER BY owner.key, commitment.made_at DESC, commitment.id
""")
PAGE_COMMITMENTS: Final = Query(f"""
    SELECT owner.key, {columns.COMMITMENT} FROM json_each(:owners) AS owner
    CROSS JOIN account ON account.id = owner.value AND ACCOUNT_VISIBLE
    CROSS JOIN commitment ON commitment.id IN (
        SELECT id FROM commitment AS own
        WHERE own.account_id = account.id AND own.made_at <= :after
        AND (own.made_at < :after OR own.id > :after_id)
        AND own.status IN (SELECT value FROM json_each(:statuses))
        ORDER BY own.made_at DESC, own.id LIMIT :most
    )
    ORDER BY owner.key, commitment.made_at DESC, commitment.id
""")
COUNT_COMMITMENTS: Final = Query("""
    SELECT owner.key, count(*) FROM json_each(:owners) AS owner
    CROSS JOIN account ON account.id = owner.value AND ACCOUNT_VISIBLE
    CROSS JOIN commitment ON commitment.account_id = account.id
        AND commitment.status IN (SELECT value FROM json_each(:statuses))
    GROUP BY owner.key
""")
LIST_FINDING_NOTES: Final = Query(f"""
    SELECT owner.key, {columns.FINDING_NOTE} FROM json_each(:owners) AS owner
    CROSS JOIN account ON account.id = owner.value AND ACCOUNT_VISIBLE
    CROSS JOIN finding_note ON finding_note.account_id = account.id
    ORDER BY owner.key, finding_note.insight_id
""")


def list_contact_levels(snapshot: Snapshot, stakeholder_ids: Sequence[str]) -> list[tuple[ContactLevel, ...]]:
    """Read what each of us is to each stakeholder."""
    return by_owner(snapshot, LIST_CONTACT_LEVELS, ContactLevel, stakeholder_ids)


def list_commitments(snapshot: Snapshot, account_ids: Sequence[str]) -> list[tuple[Commitment, ...]]:
    """Read every commitment of each account."""
    return by_owner(snapshot, LIST_COMMITMENTS, Commitment, account_ids)


def page_commitments(
    snapshot: Snapshot, account_ids: Sequence[str], status: CommitmentStatus | None, page: Page
) -> list[Slice[Commitment]]:
    """Read a page of the commitments of each account."""
    return slices(snapshot, PAGE_COMMITMENTS, Commitment, account_ids, page, LAST_TIME, 6, statuses=_statuses(status))


def count_commitments(snapshot: Snapshot, account_ids: Sequence[str], status: CommitmentStatus | None) -> list[int]:
    """Count the commitments of each account."""
    return counts(snapshot, COUNT_COMMITMENTS, account_ids, statuses=_statuses(status))


def list_finding_notes(snapshot: Snapshot, account_ids: Sequence[str]) -> list[tuple[FindingNote, ...]]:
    """Read what was noted on the findings at each account."""
    return by_owner(snapshot, LIST_FINDING_NOTES, FindingNote, account_ids)


def _statuses(status: CommitmentStatus | None) -> str:
    return to_json([status] if status is not None else CommitmentStatus)
