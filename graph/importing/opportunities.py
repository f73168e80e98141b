"""Rows of opportunities."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from domain.change import standing_facts
from domain.codes import OpportunityStatus
from domain.deciding import differing
from domain.fact import Stated
from domain.ids import OpportunityId, new_id
from domain.opportunity import (
    Opportunity,
    OpportunityClosed,
    OpportunityDescribed,
    amount_of,
    close,
    describe_opportunity,
)
from domain.text import Text
from graph.importing.deciding import (
    LEFT,
    Decided,
    RefusedError,
    Result,
    correct,
    given,
    place_of,
    shared_fields,
    stated_fields,
)
from graph.importing.tables import OpportunityRow
from graph.store import Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from domain.account import Account
    from domain.errors import DomainError
    from domain.fact import Fact
    from graph.importing.deciding import Place
    from graph.importing.shelf import Directory
    from graph.store import ViewerStore

_SHARED: Final = tuple(
    name for name in shared_fields(OpportunityRow, OpportunityDescribed) if name not in {"amount", "account_id"}
)


class OpportunityDecider:
    """Opportunities are known by the customer's id. Another opening or closing date replaces the recorded fact."""

    def __init__(self, store: ViewerStore, directory: Directory, now: datetime) -> None:
        self._store = store
        self._accounts = directory.accounts
        self._opportunities = directory.opportunities
        self._closed_here = directory.closed_here
        self._now = now
        self._facts: dict[str, list[Fact]] = {}

    async def prepare(self, rows: Sequence[OpportunityRow]) -> None:
        await self._accounts.load(row.account_id for row in rows)
        await self._opportunities.load(row.id for row in rows)
        known = ((row, self._opportunities.find(row.id)) for row in rows)
        dated = tuple(
            o.id for row, o in known if o is not None and (_opens_otherwise(row, o) or _ended_otherwise(row, o))
        )
        if dated:
            kinds = (OpportunityDescribed, OpportunityClosed)
            for fact in standing_facts(await self._store.load_facts([Selection(kinds=kinds, subjects=dated)])):
                if isinstance(fact.statement, kinds):
                    self._facts.setdefault(fact.statement.subject, []).append(fact)

    def decide(self, row: OpportunityRow) -> Decided:
        self._opportunities.check_once(row.id)
        account = self._accounts.get(row.account_id, "account_id")
        known = self._opportunities.find(row.id)
        return self._create(row, account) if known is None else self._change(row, account, known)

    def _stated(self, row: OpportunityRow) -> dict[str, Any]:
        stated = given(row, _SHARED)
        if row.amount is not None:
            stated["amount"] = amount_of(amount=row.amount, currency=row.currency)
        return stated

    def _create(self, row: OpportunityRow, account: Account) -> Decided:
        self._opportunities.check_not_undone(row.id)
        opened = row.opened_at or row.closed_at or self._now
        opportunity_id = OpportunityId(new_id("opportunity"))
        said = describe_opportunity(
            OpportunityDescribed(opportunity_id, account.id, external_id=row.id, **self._stated(row))
        )
        known = Opportunity(
            opportunity_id, 0, account.id, opened, **stated_fields(said, "opportunity_id", "account_id")
        )
        closed = self._close(row, known)
        self._opportunities.describe(row.id, place_of(row), _after(known, closed))
        return Decided(Result.CREATED, (Stated(said, opened), *closed))

    def _change(self, row: OpportunityRow, account: Account, known: Opportunity) -> Decided:
        if known.account_id != account.id:
            raise RefusedError(
                "account_id",
                Text("The opportunity is stored as another account's.", "该商机已归属其他客户。"),
                Text("Give it an id of its own.", "请使用新的编号。"),
            )
        keys = ("opportunity_id", "account_id")
        said = differing(
            describe_opportunity(OpportunityDescribed(known.id, known.account_id, **self._stated(row))), known, *keys
        )
        described = [Stated(said, self._now)] if said is not None else []
        reopened = self._open_otherwise(row, known) if row.opened_at and _opens_otherwise(row, known) else ()
        after = replace(known, opened_at=row.opened_at or known.opened_at)
        after = replace(after, **stated_fields(said, *keys)) if said is not None else after
        closed = self._close(row, after)
        self._opportunities.describe(row.id, place_of(row), _after(after, closed))
        stated = (*described, *reopened, *closed)
        return Decided(Result.CHANGED, stated) if stated else LEFT

    def _open_otherwise(self, row: OpportunityRow, known: Opportunity) -> tuple[Stated, ...]:
        """State the opening anew: it is the first description, at its date."""
        first = min(
            (f for f in self._facts[known.id] if isinstance(f.statement, OpportunityDescribed)), key=lambda f: f.order
        )
        if known.closed_at is not None and row.opened_at is not None and row.opened_at > known.closed_at:
            raise RefusedError(
                "opened_at",
                Text("It is after the stored closing.", "开启日期晚于已记录的关闭日期。"),
                Text(f"Not after {known.closed_at.date()}.", f"不晚于 {known.closed_at.date()}。"),
            )
        return correct(first, first.statement, row.opened_at or first.observed_at, self._now)

    def _close(self, row: OpportunityRow, known: Opportunity) -> tuple[Stated, ...]:
        if row.status is None or (row.status is known.status and not _ended_otherwise(row, known)):
            return ()
        if row.status is not known.status:
            closed = close(known, row.status, row.closed_at or self._now, row.lost_reason)
            self._closed_here.add(known.id)
            return (closed,)
        still_open = replace(known, status=OpportunityStatus.OPEN)
        anew = close(
            still_open, row.status, row.closed_at or known.closed_at or self._now, row.lost_reason or known.lost_reason
        )
        fact = max(
            (f for f in self._facts[known.id] if isinstance(f.statement, OpportunityClosed)), key=lambda f: f.order
        )
        return correct(fact, anew.statement, anew.observed_at, self._now)

    async def finish(self) -> Iterable[tuple[Place, RefusedError | DomainError]]:
        return ()


def _opens_otherwise(row: OpportunityRow, known: Opportunity) -> bool:
    return row.opened_at is not None and row.opened_at != known.opened_at


def _ended_otherwise(row: OpportunityRow, known: Opportunity) -> bool:
    """Whether a closed opportunity is stored as closed at another date, or for another reason."""
    if known.status is OpportunityStatus.OPEN:
        return False
    return row.closed_at not in (None, known.closed_at) or row.lost_reason not in (None, known.lost_reason)


def _after(known: Opportunity, closed: Sequence[Stated]) -> Opportunity:
    for stated in closed:
        if isinstance(stated.statement, OpportunityClosed):
            said = stated.statement
            known = replace(known, status=said.status, closed_at=stated.observed_at, lost_reason=said.lost_reason)
    return known
