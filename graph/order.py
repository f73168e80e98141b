"""Writes of orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.deciding import moment
from domain.fact import Stated
from domain.ids import OrderId, new_id
from domain.order import order
from graph.access import load_named_versions, opportunity_of, writable_account
from graph.recording import Decision

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from graph.store import ViewerStore


async def record_order(
    store: ViewerStore,
    now: datetime,
    *,
    account_id: str,
    at: datetime,
    amount: Decimal,
    currency: str,
    cost: Decimal | None = None,
    product: str | None = None,
    opportunity_id: str | None = None,
) -> Decision:
    """Record what an account ordered."""
    moment(at, now, "at")
    versions = await load_named_versions(store, account_id)
    account = await writable_account(store, account_id)
    opportunity = await opportunity_of(store, opportunity_id, account.id)
    said = order(
        OrderId(new_id("order")),
        account.id,
        amount,
        currency,
        cost=cost,
        product=product,
        opportunity_id=opportunity.id if opportunity else None,
    )
    return Decision((Stated(said, at),), versions, {"order": said.order_id})
