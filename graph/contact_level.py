"""What one of us is to somebody of theirs, and should be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.contact_level import ContactLevel, ContactLevelStated, state_level
from domain.deciding import moment
from domain.errors import InvalidError
from domain.fact import Stated
from domain.fold import fold
from domain.seller import Seller
from domain.text import Text
from graph.access import get
from graph.moment import check_moments
from graph.recording import Decision
from graph.stakeholder import writable_place
from graph.store import Selection

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from domain.ids import StakeholderId
    from graph.store import ViewerStore


async def set_contact_level(
    store: ViewerStore,
    now: datetime,
    *,
    seller_id: str,
    stakeholder_id: str,
    observed_at: datetime | None = None,
    **given: Any,
) -> Decision:
    """State `current` and `desired` from `observed_at` on; what is left out stays as it was then, null empties."""
    at = moment(observed_at, now)
    place = await writable_place(store, stakeholder_id)
    if place.stakeholder.person_id is None:
        raise InvalidError(
            Text("A placeholder is nobody yet: say who it is first.", "占位角色尚无具体人员：请先指名。"),
            field="stakeholderId",
        )
    seller = await get(store, Seller, seller_id, "sellerId")
    known = ContactLevelStated(seller.id, place.stakeholder.id, place.stakeholder.account_id)
    asked = Selection((ContactLevelStated,), subjects=(known.subject,), observed_to=at)
    held = fold(await store.load_facts([asked]), as_of=at).contact_levels.get((seller.id, place.stakeholder.id))
    if held is not None:
        known = ContactLevelStated(*held.pair, held.account_id, held.current, held.desired)
    said = state_level(known, given)
    result = {"contact": known.subject}
    return Decision((Stated(said, at),) if said is not None else (), place.versions, result)


async def load_contact_levels(
    store: ViewerStore,
    stakeholder_ids: Sequence[StakeholderId],
    *,
    now: datetime,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
) -> list[tuple[ContactLevel, ...]]:
    """Return the levels of each stakeholder's contacts, by the sellers' ids; as of a time as they were then."""
    if as_of is None and known_at is None:
        return await store.list_contact_levels(stakeholder_ids)
    check_moments(now, as_of, known_at)
    asked = Selection((ContactLevelStated,), mentioning=tuple(stakeholder_ids), observed_to=as_of, known_at=known_at)
    found = fold(await store.load_facts([asked]), as_of=as_of, known_at=known_at).contact_levels
    in_order = [found[pair] for pair in sorted(found)]
    return [tuple(one for one in in_order if one.stakeholder_id == id_) for id_ in stakeholder_ids]
