"""Writes of interactions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.deciding import moment
from domain.fact import Stated
from domain.ids import InteractionId, new_id
from domain.interaction import Interacted, interact
from domain.person import Person
from domain.seller import Seller
from graph.access import get_all, load_named_versions, opportunity_of, writable_account
from graph.recording import Decision

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from graph.store import ViewerStore


async def record_interaction(
    store: ViewerStore,
    now: datetime,
    *,
    account_id: str,
    at: datetime,
    seller_ids: Sequence[str],
    person_ids: Sequence[str],
    opportunity_id: str | None = None,
    **given: Any,
) -> Decision:
    """Log a contact of some of us with some of an account's people."""
    moment(at, now, "at")
    versions = await load_named_versions(store, account_id, *person_ids)
    account = await writable_account(store, account_id)
    sellers = await get_all(store, Seller, seller_ids, "sellerIds")
    people = await get_all(store, Person, person_ids, "personIds")
    opportunity = await opportunity_of(store, opportunity_id, account.id)
    interaction_id = InteractionId(new_id("interaction"))
    said = interact(
        Interacted(
            interaction_id,
            account.id,
            seller_ids=tuple(seller.id for seller in sellers),
            person_ids=tuple(person.id for person in people),
            opportunity_id=opportunity.id if opportunity else None,
            **given,
        )
    )
    return Decision((Stated(said, at),), versions, {"interaction": interaction_id})
