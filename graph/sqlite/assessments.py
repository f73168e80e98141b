"""Assessments of stakeholders."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from domain.assessment import Assessment
from graph.sqlite import columns
from graph.sqlite.nodes import read
from graph.sqlite.paging import LAST_TIME, counts, slices
from graph.sqlite.query import Query

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.ids import StakeholderId
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

LATEST_ASSESSMENTS: Final = Query(f"""
    SELECT {columns.ASSESSMENT} FROM json_each(:maps) AS asked
    CROSS JOIN stakeholder ON stakeholder.map_id = asked.value AND stakeholder.until IS NULL
    CROSS JOIN account ON account.id = stakeholder.account_id AND ACCOUNT_VISIBLE
    CROSS JOIN assessment AS latest ON latest.rowid = {_LATEST.format("id")}
    CROSS JOIN assessment ON assessment.rowid IN (
        latest.rowid,
        CASE WHEN latest.support IS NULL THEN {_LATEST.format("support")} END,
        CASE WHEN latest.influence IS NULL THEN {_LATEST.format("influence")} END
    )
    ORDER BY assessment.stakeholder_id, assessment.observed_at DESC, assessment.recorded_at DESC, assessment.id
""")


def page_assessments(snapshot: Snapshot, stakeholder_ids: Sequence[str], page: Page) -> list[Slice[Assessment]]:
    """Read a page of the assessments of each stakeholder."""
    return slices(snapshot, PAGE_ASSESSMENTS, Assessment, stakeholder_ids, page, LAST_TIME, 4)


def count_assessments(snapshot: Snapshot, stakeholder_ids: Sequence[str]) -> list[int]:
    """Count the assessments of each stakeholder."""
    return counts(snapshot, COUNT_ASSESSMENTS, stakeholder_ids)


def latest_assessments(snapshot: Snapshot, maps: str) -> dict[StakeholderId, tuple[Assessment, ...]]:
    """Read the latest assessments of everybody in some maps."""
    found: defaultdict[StakeholderId, list[Assessment]] = defaultdict(list)
    for one in read(snapshot, Assessment, snapshot.each(LATEST_ASSESSMENTS, maps=maps)):
        found[one.stakeholder_id].append(one)
    return {id_: tuple(some) for id_, some in found.items()}
