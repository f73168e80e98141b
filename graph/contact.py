"""The contacts matrices of maps, many at once."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING

from domain.account import AccountDescribed
from domain.contact import contacts_of
from domain.contact_level import ContactLevelStated
from domain.fold import fold
from domain.supposition import dealings_after
from graph.store import Selection
from graph.strength import FEW, load_dealings, load_sellers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from domain.account import Account
    from domain.contact import ContactCell, Contacts
    from domain.contact_level import ContactLevel
    from domain.decision_map import DecisionMap
    from domain.ids import AccountId, PersonId, SellerId, StakeholderId
    from domain.strength import Dealings
    from domain.what_if import Met
    from graph.store import ViewerStore


async def load_contacts(
    store: ViewerStore,
    maps: Sequence[DecisionMap],
    *,
    now: datetime,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
    supposed: Sequence[Met] | None = None,
) -> list[Contacts]:
    """Return the matrix of each map, in order; the maps are as of that moment, read or supposed.

    Rows are the owner and the team that the account had then, and whoever of us had met one of the map's people.
    `supposed`: for each map whom who of us is supposed to meet besides.
    The calls of the store are as many for a thousand maps as for one.
    """
    people = list(dict.fromkeys(id_ for map_ in maps for id_ in map_.graph.people))
    dealings = await load_dealings(store, people, at=as_of if as_of is not None else now, known_at=known_at)
    past = as_of is not None or known_at is not None
    accounts, levels = await (_then(store, maps, as_of, known_at) if past else _now(store, maps))
    staff = {id_: _staff(account) for id_, account in accounts.items()}
    besides: Sequence[Met] = supposed if supposed is not None else [()] * len(maps)
    met_by = {seller_id for met in besides for _, seller_id in met if seller_id is not None}
    named = {id_ for ids in staff.values() for id_ in ids}.union((one.seller_id for one in dealings), met_by)
    sellers = await load_sellers(store, named)
    by_person: defaultdict[PersonId, list[Dealings]] = defaultdict(list)
    for one in dealings:
        by_person[one.person_id].append(one)

    def contacts(map_: DecisionMap, met: Met) -> Contacts:
        known = [one for id_ in map_.graph.people for one in by_person.get(id_, ())]
        dealt = dealings_after(known, met, map_, sellers) if met else known
        return contacts_of(map_, staff.get(map_.graph.account.id, ()), dealt, sellers, levels)

    def score() -> list[Contacts]:
        return [contacts(map_, met) for map_, met in zip(maps, besides, strict=True)]

    # A hundred take about a millisecond, in which nobody else is served.
    return score() if len(people) + len(dealings) <= FEW else await asyncio.to_thread(score)


async def load_contact(
    store: ViewerStore, map_: DecisionMap, seller_id: SellerId, stakeholder_id: StakeholderId, *, now: datetime
) -> ContactCell | None:
    """Return one of us, who need not be in the matrix, against one of them now; null where either is not there."""
    people = [s.person.id for s in map_.standings if s.stakeholder.id == stakeholder_id and s.person is not None]
    dealings = await load_dealings(store, people, at=now, known_at=None)
    sellers = await load_sellers(store, {seller_id, *(one.seller_id for one in dealings)})
    (levels,) = await store.list_contact_levels([stakeholder_id])
    found = contacts_of(map_, (seller_id,), dealings, sellers, {level.pair: level for level in levels})
    return next(
        (c for c in found.cells if c.seller.id == seller_id and c.standing.stakeholder.id == stakeholder_id), None
    )


def _staff(account: Account) -> tuple[SellerId, ...]:
    return account.team_ids if account.owner_id is None else (account.owner_id, *account.team_ids)


def _stakeholders(maps: Sequence[DecisionMap]) -> list[StakeholderId]:
    return [standing.stakeholder.id for map_ in maps for standing in map_.standings]


async def _now(
    store: ViewerStore, maps: Sequence[DecisionMap]
) -> tuple[Mapping[AccountId, Account], Mapping[tuple[SellerId, StakeholderId], ContactLevel]]:
    found = await store.list_contact_levels(_stakeholders(maps))
    levels = {level.pair: level for of_one in found for level in of_one}
    return {map_.graph.account.id: map_.graph.account for map_ in maps}, levels


async def _then(
    store: ViewerStore, maps: Sequence[DecisionMap], as_of: datetime | None, known_at: datetime | None
) -> tuple[Mapping[AccountId, Account], Mapping[tuple[SellerId, StakeholderId], ContactLevel]]:
    accounts = tuple(dict.fromkeys(map_.graph.account.id for map_ in maps))
    described = Selection((AccountDescribed,), subjects=accounts, known_at=known_at)
    stated = Selection((ContactLevelStated,), mentioning=tuple(_stakeholders(maps)), known_at=known_at)
    world = fold(await store.load_facts([described, stated]), as_of=as_of, known_at=known_at)
    return world.accounts, world.contact_levels
