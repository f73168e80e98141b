"""Writes on insights: dismissing, assigning, completing, reopening."""

from __future__ import annotations

from datetime import date

import strawberry
from strawberry import UNSET

from schema.insight import Insight
from schema.writing import Input, Payload


@strawberry.input(description="Why an insight needs no attention.")
class DismissInsightInput(Input):
    insight_id: strawberry.ID = strawberry.field(description="The insight's id; it must not be resolved.")
    reason: str = strawberry.field(description="Why, at most 10,000 characters.")
    until: date | None = strawberry.field(
        default=UNSET, description="The day on which it comes back, at 00:00 UTC, later than today; never unless given."
    )


@strawberry.input(description="Who is to see to an insight.")
class AssignInsightInput(Input):
    insight_id: strawberry.ID = strawberry.field(description="The insight's id; it must not be resolved.")
    seller_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Who of us; nobody in particular unless given."
    )


@strawberry.input(description="That what an insight asks for is done.")
class CompleteInsightInput(Input):
    insight_id: strawberry.ID = strawberry.field(description="The insight's id; it must not be resolved.")
    note: str | None = strawberry.field(default=UNSET, description="What was done, at most 10,000 characters.")


@strawberry.input(description="An insight to take up again.")
class ReopenInsightInput(Input):
    insight_id: strawberry.ID = strawberry.field(description="The id of an insight that is dismissed or done.")


@strawberry.type
class InsightPayload(Payload):
    insight: Insight | None = strawberry.field(
        default=None, description="The insight as it is now; null where it has been resolved meanwhile."
    )


@strawberry.type(description="What `dismissInsight` did.")
class DismissInsightPayload(InsightPayload):
    pass


@strawberry.type(description="What `assignInsight` did.")
class AssignInsightPayload(InsightPayload):
    pass


@strawberry.type(description="What `completeInsight` did.")
class CompleteInsightPayload(InsightPayload):
    pass


@strawberry.type(description="What `reopenInsight` did.")
class ReopenInsightPayload(InsightPayload):
    pass
