"""Assessments of stakeholders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.assessment import Assessed, Assessment
from domain.assessment import assess as assessed
from domain.deciding import moment
from domain.fact import Stated
from domain.fold import fold
from domain.ids import AssessmentId, new_id
from domain.stakeholder import StakeholderAdded
from graph.recording import Decision
from graph.stakeholder import writable_place
from graph.store import Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from graph.store import ViewerStore


async def assess(
    store: ViewerStore,
    now: datetime,
    *,
    stakeholder_id: str,
    observed_at: datetime | None = None,
    **given: Any,
) -> Decision:
    """Add what the viewer saw of a stakeholder at `observed_at`: any of five dimensions, evidence, confidence."""
    at = moment(observed_at, now)
    place = await writable_place(store, stakeholder_id)
    known = place.stakeholder
    assessment_id = AssessmentId(new_id("assessment"))
    said = assessed(Assessed(assessment_id, known.id, known.account_id, **given))
    result = {"stakeholder": known.id, "assessment": assessment_id}
    return Decision((Stated(said, at),), place.versions, result)


async def load_past_assessments(
    store: ViewerStore, stakeholder_ids: Sequence[str], *, as_of: datetime | None, known_at: datetime | None
) -> list[tuple[Assessment, ...]]:
    """Return every assessment of each stakeholder as of a time, the latest first."""
    # The fold knows assessments of stakeholders that it knows.
    kinds = (StakeholderAdded, Assessed)
    asked = Selection(kinds, subjects=tuple(stakeholder_ids), observed_to=as_of, known_at=known_at)
    found: dict[str, list[Assessment]] = {id_: [] for id_ in stakeholder_ids}
    for one in fold(await store.load_facts([asked]), as_of=as_of, known_at=known_at).assessments.values():
        found[one.stakeholder_id].append(one)
    return [_latest_first(found[id_]) for id_ in stakeholder_ids]


def _latest_first(assessments: Iterable[Assessment]) -> tuple[Assessment, ...]:
    by_id = sorted(assessments, key=lambda one: one.id)
    return tuple(sorted(by_id, key=lambda one: (one.observed_at, one.recorded_at), reverse=True))
