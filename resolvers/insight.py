"""Insights over many accounts."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import strawberry

from domain.codes import Severity
from domain.insight import account_of_finding
from domain.rules import RULES
from graph.finding_note import assign_insight as assigned
from graph.finding_note import complete_insight as completed
from graph.finding_note import dismiss_insight as dismissed
from graph.finding_note import reopen_insight as reopened
from graph.insight import load_insights
from graph.situation import off_the_loop
from resolvers.writing import perform
from schema.arguments import Given, IncludeDismissed
from schema.connection import DEFAULT_FIRST, read_first
from schema.context import Info
from schema.insight import Insight, InsightRule
from schema.insight_writing import (
    AssignInsightInput,
    AssignInsightPayload,
    CompleteInsightInput,
    CompleteInsightPayload,
    DismissInsightInput,
    DismissInsightPayload,
    ReopenInsightInput,
    ReopenInsightPayload,
)
from schema.plans import Handed

WithSeverity = Annotated[Severity | None, strawberry.argument(description="Only those of this severity.")]
Mine = Annotated[
    bool | None,
    strawberry.argument(
        description="Only at accounts that you own or are on the account team of, and what you are to see to."
    ),
]
FirstOf = Annotated[int | None, strawberry.argument(description="How many at most, 1 to 1,000: the first of all.")]
OfRule = Annotated[str | None, strawberry.argument(description="Only what this rule finds, by its id.")]
AssignedTo = Annotated[strawberry.ID | None, strawberry.argument(description="Only what this one of us is to see to.")]
AtAccount = Annotated[strawberry.ID | None, strawberry.argument(description="Only at this account.")]


def resolve_insight_rules() -> list[InsightRule]:
    return [InsightRule.from_domain(rule) for rule in RULES]


async def resolve_insights(
    info: Info,
    severity: WithSeverity = None,
    mine: Mine = None,
    first: FirstOf = DEFAULT_FIRST,
    rule: OfRule = None,
    account_id: AtAccount = None,
    assignee_id: AssignedTo = None,
    include_dismissed: IncludeDismissed = None,
) -> list[Insight]:
    context = info.context
    found = await load_insights(
        context.store,
        now=context.now,
        rules=context.rules,
        mine=bool(mine),
        account_id=await context.loaders.kept_id(account_id),
        severity=severity,
        rule=rule,
        assignee_id=assignee_id,
        every=bool(include_dismissed),
        first=read_first(first),
    )

    def show() -> list[Insight]:
        found.reverse()
        # One by one, so that they are let go here as well: of all at once the event loop would notice.
        return Handed(Insight.from_domain(found.pop()) for _ in range(len(found)))

    return await off_the_loop(show, len(found))


async def dismiss_insight(info: Info, input: Given[DismissInsightInput]) -> DismissInsightPayload:
    return await perform(info, input, partial(dismissed, rules=info.context.rules), DismissInsightPayload, _find)


async def assign_insight(info: Info, input: Given[AssignInsightInput]) -> AssignInsightPayload:
    return await perform(info, input, partial(assigned, rules=info.context.rules), AssignInsightPayload, _find)


async def complete_insight(info: Info, input: Given[CompleteInsightInput]) -> CompleteInsightPayload:
    return await perform(info, input, partial(completed, rules=info.context.rules), CompleteInsightPayload, _find)


async def reopen_insight(info: Info, input: Given[ReopenInsightInput]) -> ReopenInsightPayload:
    return await perform(info, input, partial(reopened, rules=info.context.rules), ReopenInsightPayload, _find)


async def _find(info: Info, insight_id: str) -> Insight | None:
    context = info.context
    account_id = account_of_finding(insight_id)
    found = await load_insights(context.store, now=context.now, rules=context.rules, account_id=account_id, every=True)
    return next((Insight.from_domain(one) for one in found if one.finding.id == insight_id), None)
