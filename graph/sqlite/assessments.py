"""Assessments of stakeholders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.assessment import Assessment
from graph.sqlite import columns
from graph.sqlite.paging import LAST_TIME, by_owner, counts, slices
from graph.sqlite.query import Query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.sqlite.query import Snapshot
    from graph.store import Page, Slice

_LATEST: Final = """(
    SELECT own.rowid FROM assessment AS own
    WHERE own.stakeholder_id = stakeholder.id AND own.{} IS NOT NULL
    ORDER BY own.observed_at DESC, own.recorded_at DESC, own.id LIMIT 1
)"""
# The place of a row is when it was observed; of several observed then, when the one named was recorded tells more.
PAGE_ASSESSMENTS: Final = Query(f"""
    SELECT owner.key, {columns.ASSESSMENT} FROM json_each(:owners) AS owner
    CROSS JOIN stakeholder ON stakeholder.id = owner.value
    CROSS JOIN account ON account.id = stakeholder.account_id AND ACCOUNT_VISIBLE
    CROSS JOIN assessment ON assessment.id IN (
        SELECT id FROM assessment AS own
        WHERE own.stakeholder_id = stakeholder.id AND own.observed_at <= :after
        AND (
            own.observed_at < :after
            OR (-own.recorded_at, own.id) > (
                coalesce((SELECT -recorded_at FROM assessment WHERE id = :after_id), -9223372036854775807), :after_id
            )
        )
        ORDER BY own.observed_at DESC, own.recorded_at DESC, own.id LIMIT :most
    )
    ORDER BY owner.key, assessment.observed_at DESC, assessment.recorded_at DESC, assessment.id
""")
COUNT_ASSESSMENTS: Final = Query("""
    SELECT owner.key, count(*) FROM json_each(:owners) AS owner
    CROSS JOIN stakeholder ON stakeholder.id = owner.value
    CROSS JOIN account ON account.id = stakeholder.account_id AND ACCOUNT_VISIBLE
    CROSS JOIN assessment ON assessment.stakeholder_id = stakeholder.id
    GROUP BY owner.key
""")

LIST_LATEST_ASSESSMENTS: Final = Query(f"""
    SELECT owner.key, {columns.ASSESSMENT} FROM json_each(:owners) AS owner
    CROSS JOIN stakeholder ON stakeholder.id = owner.value
    CROSS JOIN account ON account.id = stakeholder.account_id AND ACCOUNT_VISIBLE
    CROSS JOIN assessment ON assessment.rowid IN ({", ".join(map(_LATEST.format, ("id", "support", "influence")))})
    ORDER BY owner.key, assessment.observed_at DESC, assessment.recorded_at DESC, assessment.id
""")


def page_assessments(snapshot: Snapshot, stakeholder_ids: Sequence[str], page: Page) -> list[Slice[Assessment]]:
    """Read a page of the assessments of each stakeholder."""
    return slices(snapshot, PAGE_ASSESSMENTS, Assessment, stakeholder_ids, page, LAST_TIME, 4)


def count_assessments(snapshot: Snapshot, stakeholder_ids: Sequence[str]) -> list[int]:
    """Count the assessments of each stakeholder."""
    return counts(snapshot, COUNT_ASSESSMENTS, stakeholder_ids)


def list_latest_assessments(snapshot: Snapshot, stakeholder_ids: Sequence[str]) -> list[tuple[Assessment, ...]]:
    """Read the latest assessments of each stakeholder."""
    return by_owner(snapshot, LIST_LATEST_ASSESSMENTS, Assessment, stakeholder_ids)
