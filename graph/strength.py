"""How strong our contacts are: counted in the store, scored in the domain; now and as of a time."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from domain.fold import fold
from domain.interaction import Interacted
from domain.seller import Seller
from domain.strength import count_dealings, strengths_by_person
from graph.moment import check_moments
from graph.store import Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from domain.ids import PersonId, SellerId
    from domain.strength import Dealings, Strength
    from graph.store import ViewerStore

FEW: Final = 100
"""So many pairs are scored at once; more, beside the event loop."""


@dataclass(frozen=True, slots=True)
class Strengths:
    """Contacts by person, strongest first, of all of us who ever met them; and who of us they name."""

    by_person: Mapping[PersonId, tuple[Strength, ...]]
    sellers: Mapping[SellerId, Seller]


async def load_strengths(
    store: ViewerStore,
    person_ids: Sequence[PersonId],
    *,
    now: datetime,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
) -> Strengths:
    """Return every contact with these people at `as_of` (null: now), as known at `known_at` (null: now).

    Two calls of the store, however many people they are. Raises InvalidError for a moment in the future.
    """
    check_moments(now, as_of, known_at)
    at = as_of if as_of is not None else now
    dealings = await load_dealings(store, person_ids, at=at, known_at=known_at)
    sellers = await load_sellers(store, (one.seller_id for one in dealings))
    if len(dealings) > FEW:
        # A hundred take about a millisecond, in which nobody else is served.
        return Strengths(await asyncio.to_thread(strengths_by_person, dealings, at, sellers), sellers)
    return Strengths(strengths_by_person(dealings, at, sellers), sellers)


async def load_dealings(
    store: ViewerStore, person_ids: Sequence[PersonId], *, at: datetime, known_at: datetime | None
) -> list[Dealings]:
    """Count the interactions of all of us with these people up to `at`, as known at `known_at` (null: now)."""
    if not person_ids:
        return []
    if known_at is None:
        return await store.list_dealings(person_ids, None, at)
    asked = Selection((Interacted,), mentioning=tuple(person_ids), observed_to=at, known_at=known_at)
    known = fold(await store.load_facts([asked]), known_at=known_at).interactions.values()
    wanted = frozenset(person_ids)
    return [one for one in count_dealings(known, at) if one.person_id in wanted]


async def load_sellers(store: ViewerStore, seller_ids: Iterable[SellerId]) -> dict[SellerId, Seller]:
    """Return sellers by id, without those that are no more."""
    found = await store.list_nodes(sorted(set(seller_ids)))
    return {one.id: one for one in found if isinstance(one, Seller)}
