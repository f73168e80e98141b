"""Reading what rules look at: what is known around maps, for many of them in a few calls of the store."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from domain.assessment import Assessment
from domain.decision_map import COVERAGE_WINDOW
from domain.fold import fold
from domain.ids import AccountId, PersonId, StakeholderId, id_type
from domain.network_influence import key_people, single_threads
from domain.opportunity import OpportunityClosed, OpportunityDescribed
from domain.person import Person
from domain.seller import Seller
from domain.situation import FOR_US, Situation
from domain.strength import strengths_by_person
from graph.analytics import hidden_influencers
from graph.assessment import load_past_assessments
from graph.network import load_surroundings
from graph.store import Page, Selection
from graph.strength import load_dealings

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from domain.decision_map import DecisionMap
    from domain.ids import SellerId
    from domain.network_influence import Surroundings
    from domain.opportunity import Opportunity
    from graph.store import Node, ViewerStore

OPPORTUNITIES: Final = 1_000
"""How many of the latest opened opportunities of an account are looked at."""
FEW: Final = 50
"""For so many people at most, the work takes a few milliseconds."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class When:
    """The moment that maps are read for: `at`, and, unless it is the present, as of when and known by when."""

    at: datetime
    now: datetime
    as_of: datetime | None = None
    known_at: datetime | None = None

    @property
    def is_now(self) -> bool:
        """Whether the present is meant."""
        return self.as_of is None and self.known_at is None


async def load_situations(
    store: ViewerStore,
    maps: Sequence[DecisionMap],
    when: When,
    opportunities: Mapping[AccountId, tuple[Opportunity, ...]] | None = None,
    concerned: Iterable[PersonId] = (),
    sellers: Iterable[SellerId] = (),
    won: Iterable[PersonId] = (),
) -> list[Situation]:
    """Return what is known around each of some maps, all read for the same moment.

    `opportunities`: those open then by account, where they have been read already. `concerned`: whose contacts with
    us and names matter besides the maps' people. `sellers`: who of us matters besides those who own the accounts or
    met them. `won`: who of the maps' people is supposed to be for us, besides those who are.
    """
    people = sorted({person_id for map_ in maps for person_id in map_.graph.people})
    open_then, met, assessments, around, dealings = await asyncio.gather(
        _opportunities(store, maps, when, opportunities),
        _last_met(store, {*won, *(id_ for map_ in maps for id_ in for_us(map_))}, when),
        _assessments(store, maps, when),
        _surroundings(store, maps, when),
        load_dealings(store, sorted({*people, *concerned}), at=when.at, known_at=when.known_at),
    )
    owners = {map_.graph.account.owner_id for map_ in maps}
    met_by = {seller for one in around for sellers in one.met.values() for seller in sellers}
    ours = {*owners, *met_by, *sellers, *(one.seller_id for one in dealings)}
    outside = {*concerned, *await _single_threads(maps, around)}.difference(people)
    named = await _named(store, {*outside, *(id_ for id_ in ours if id_ is not None)})
    of_us = {one.id: one for one in named if isinstance(one, Seller)}
    others = {one.id: one for one in named if isinstance(one, Person)}

    def put_together() -> list[Situation]:
        strengths = strengths_by_person(dealings, when.at, of_us)
        return [
            Situation(
                map_,
                when.at,
                hidden=hidden_influencers(map_),
                strengths=strengths,
                last_met=met,
                sellers=of_us,
                assessments=assessments,
                surroundings=known,
                open_opportunities=open_then[map_.graph.account.id],
                people=others,
            )
            for map_, known in zip(maps, around, strict=True)
        ]

    return await off_the_loop(put_together, sum(len(map_.standings) for map_ in maps))


def for_us(map_: DecisionMap) -> list[PersonId]:
    """Return who of a map is for us."""
    places = [one.stakeholder for one in map_.standings if one.stakeholder.support in FOR_US]
    return [place.person_id for place in places if place.person_id is not None]


async def _last_met(store: ViewerStore, people: Collection[PersonId], when: When) -> Mapping[PersonId, datetime]:
    """Return when these people were last met in the 365 days before, by interactions that name none of us too."""
    if not people:
        return {}
    times = await store.list_contact_times(sorted(people), when.at - COVERAGE_WINDOW, when.at, when.known_at)
    return {id_: found[-1][0] for id_, found in times.items()}


async def _surroundings(store: ViewerStore, maps: Sequence[DecisionMap], when: When) -> list[Surroundings]:
    """Return what is around each map: read for all together, or, where that is too much, for fewer at a time."""
    people = sorted({person_id for map_ in maps for person_id in map_.graph.people})
    found = await load_surroundings(store, people, now=when.now, as_of=when.as_of, known_at=when.known_at)
    if (found.complete and found.far) or len(maps) <= 1:
        return [found] * len(maps)
    half = len(maps) // 2
    return [one for part in (maps[:half], maps[half:]) for one in await _surroundings(store, part, when)]


async def _single_threads(maps: Sequence[DecisionMap], around: Sequence[Surroundings]) -> list[PersonId]:
    """Return the people through whom alone we reach key players."""

    def find() -> list[PersonId]:
        asked = [(key_people(map_), known) for map_, known in zip(maps, around, strict=True)]
        # Where all key players are met, none of theirs is on every way to them.
        unmet = [(players, known) for players, known in asked if any(one not in known.met for one in players)]
        ids = {one for players, known in unmet for one in single_threads(known, players)}
        return sorted(PersonId(id_) for id_ in ids if id_type(id_) == "person")

    return await off_the_loop(find, sum(len(map_.standings) for map_ in maps))


async def _named(store: ViewerStore, ids: Iterable[str]) -> Sequence[Node | None]:
    wanted = sorted(ids)
    return await store.list_nodes(wanted) if wanted else []


async def off_the_loop(work: Callable[[], T], people: int) -> T:
    """Do some work on so many people in a thread, or at once where there are few of them."""
    return work() if people <= FEW else await asyncio.to_thread(work)


async def _opportunities(
    store: ViewerStore,
    maps: Iterable[DecisionMap],
    when: When,
    known: Mapping[AccountId, tuple[Opportunity, ...]] | None,
) -> Mapping[AccountId, tuple[Opportunity, ...]]:
    if known is not None:
        return known
    return await load_open_opportunities(store, sorted({map_.graph.account.id for map_ in maps}), when)


async def load_open_opportunities(
    store: ViewerStore, account_ids: Sequence[AccountId], when: When
) -> dict[AccountId, tuple[Opportunity, ...]]:
    """Return the opportunities of each account that were open then, as they were then, the latest opened first."""
    if when.is_now:
        return dict(zip(account_ids, await store.list_open_opportunities(account_ids), strict=True))
    found = await _past(store, account_ids, when)
    return {id_: tuple(one for one in some if one.is_open_at(when.at)) for id_, some in found.items()}


async def _past(
    store: ViewerStore, account_ids: Sequence[AccountId], when: When
) -> dict[AccountId, tuple[Opportunity, ...]]:
    kinds = (OpportunityDescribed, OpportunityClosed)
    asked = Selection(kinds, streams=tuple(account_ids), observed_to=when.as_of, known_at=when.known_at)
    known = fold(await store.load_facts([asked]), as_of=when.as_of, known_at=when.known_at).opportunities.values()
    in_order = sorted(sorted(known, key=lambda one: one.id), key=lambda one: one.opened_at, reverse=True)
    return {id_: tuple(one for one in in_order if one.account_id == id_) for id_ in account_ids}


async def load_every_opportunity(
    store: ViewerStore, account_ids: Sequence[AccountId]
) -> dict[AccountId, tuple[Opportunity, ...]]:
    """Return the opportunities of each account, the latest opened first."""
    found = await store.page_opportunities(account_ids, Page(OPPORTUNITIES))
    return {account_id: page.items for account_id, page in zip(account_ids, found, strict=True)}


async def _assessments(
    store: ViewerStore, maps: Iterable[DecisionMap], when: When
) -> Mapping[StakeholderId, tuple[Assessment, ...]]:
    """Return the latest assessments of everybody in the maps, of support and influence too, latest first."""
    ids = sorted({one.stakeholder.id for map_ in maps for one in map_.standings})
    if not ids:
        return {}
    if when.is_now:
        return dict(zip(ids, await store.list_latest_assessments(ids), strict=True))
    found = await load_past_assessments(store, ids, as_of=when.as_of, known_at=when.known_at)
    return dict(zip(ids, found, strict=True))
