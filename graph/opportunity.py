"""Writes to opportunities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.codes import OpportunityStatus
from domain.deciding import check_version, differing, moment
from domain.fact import Stated
from domain.ids import OpportunityId, StreamId, new_id
from domain.opportunity import Opportunity, OpportunityDescribed, amount_of, close, describe_opportunity
from graph.access import get, writable_account
from graph.recording import Decision

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

    from graph.store import ViewerStore


async def create_opportunity(
    store: ViewerStore,
    now: datetime,
    *,
    account_id: str,
    name: str,
    external_id: str | None = None,
    amount: Decimal | None = None,
    currency: str | None = None,
    expected_close: date | None = None,
    opened_at: datetime | None = None,
) -> Decision:
    """Open an opportunity at an account, now unless said otherwise."""
    account = await writable_account(store, account_id)
    opportunity_id = OpportunityId(new_id("opportunity"))
    said = OpportunityDescribed(
        opportunity_id,
        account.id,
        name=name,
        external_id=external_id,
        amount=amount_of(amount=amount, currency=currency),
        expected_close=expected_close,
    )
    opened = moment(opened_at, now, "openedAt")
    # The account's version is not looked at: nothing else that is said of the account stands in the way.
    return Decision((Stated(describe_opportunity(said), opened),), {}, {"opportunity": opportunity_id})


async def update_opportunity(
    store: ViewerStore,
    now: datetime,
    *,
    opportunity_id: str,
    expected_version: int | None = None,
    **given: Any,
) -> Decision:
    """State fields of an opportunity anew; what is left out stays, null empties where the field may be empty."""
    opportunity, versions = await _writable(store, opportunity_id)
    check_version(opportunity.version, expected_version)
    if "amount" in given or "currency" in given:
        known = opportunity.amount
        amount = given.get("amount", known.amount if known else None)
        currency = given.pop("currency", known.currency if known and amount is not None else None)
        given["amount"] = amount_of(amount=amount, currency=currency)
    said = OpportunityDescribed(opportunity.id, opportunity.account_id, **given)
    differs = differing(describe_opportunity(said), opportunity, "opportunity_id", "account_id")
    stated = (Stated(differs, max(now, opportunity.opened_at)),) if differs is not None else ()
    return Decision(stated, versions, {"opportunity": opportunity.id})


async def close_opportunity(
    store: ViewerStore,
    now: datetime,
    *,
    opportunity_id: str,
    status: OpportunityStatus,
    at: datetime | None = None,
    lost_reason: str | None = None,
    expected_version: int | None = None,
) -> Decision:
    """Say that a deal is WON or LOST; from then on its map is read-only."""
    opportunity, versions = await _writable(store, opportunity_id)
    check_version(opportunity.version, expected_version)
    closed = close(opportunity, status, moment(at, now, "at"), lost_reason)
    return Decision((closed,), versions, {"opportunity": opportunity.id})


async def _writable(store: ViewerStore, opportunity_id: str) -> tuple[Opportunity, dict[StreamId, int]]:
    found = await get(store, Opportunity, opportunity_id, "opportunityId")
    versions = await store.load_versions([found.account_id])
    opportunity = await get(store, Opportunity, opportunity_id, "opportunityId")
    await writable_account(store, opportunity.account_id, "opportunityId")
    return opportunity, versions
