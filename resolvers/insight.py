"""Insights over many accounts."""

from __future__ import annotations

from typing import Annotated

import strawberry

from domain.codes import Severity
from graph.insight import load_insights
from schema.arguments import IncludeDismissed
from schema.connection import DEFAULT_FIRST, read_first
from schema.context import Info
from schema.insight import Insight

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
    most = read_first(first)
    context = info.context
    found = await load_insights(
        context.store,
        now=context.now,
        rules=context.rules,
        mine=bool(mine),
        account_id=account_id,
        severity=severity,
        rule=rule,
        assignee_id=assignee_id,
        every=bool(include_dismissed),
    )
    return [Insight.from_domain(one) for one in found[:most]]
