"""Assessments of stakeholders."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.assessment import Assessed
from domain.assessment import assess as assessed
from domain.deciding import moment
from domain.fact import Stated
from domain.ids import AssessmentId, new_id
from graph.recording import Decision
from graph.stakeholder import writable_place

if TYPE_CHECKING:
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
