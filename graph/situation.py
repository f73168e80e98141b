"""Reading what rules look at: what is known around maps, for many of them in a few calls of the store."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from domain.decision_map import COVERAGE_WINDOW
from domain.fold import fold
from domain.ids import AccountId, PersonId, id_type
from domain.network_influence import key_people, single_threads
from domain.opportunity import OpportunityClosed, OpportunityDescribed
from domain.person import Person
from domain.seller import Seller
from domain.situation import Situation
from domain.strength import strengths_by_person
from graph.analytics import hidden_influencers
from graph.around import Around
from graph.assessment import load_past_assessments
from graph.network import load_surroundings
from graph.store import Page, Selection
from graph.strength import load_dealings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from domain.decision_map import DecisionMap
    from domain.network_influence import Surroundings
    from domain.opportunity import Opportunity
    from graph.account_situation import Given, Matters
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


async def load_situations(store: ViewerStore, maps: Sequence[DecisionMap], when: When) -> list[Situation]:
    """Return what is known around each of some maps, all read for the same moment."""
    return await build_situations(store, maps, when, await load_around(store, maps, when))


async def build_situations(
    store: ViewerStore,
    maps: Sequence[DecisionMap],
    when: When,
    around: Around,
    matters: Mapping[AccountId, Matters] | None = None,
) -> list[Situation]:
    """Return the situations of maps from what is around them, for rules to look at.

    `matters`: what concerns the accounts as a whole, if these are their standing maps and that is asked for.
    """
    people = {person_id for map_ in maps for person_id in map_.graph.people}
    concerning = matters or {}
    concerned = {id_ for one in concerning.values() for id_ in one.concerned} - people
    dealings = await load_dealings(store, sorted(concerned), at=when.at, known_at=when.known_at)
    surroundings = await _surroundings(store, maps, when, around.surroundings)
    outside = {*concerned, *await _single_threads(maps, surroundings)} - people
    ours = {id_ for one in concerning.values() for id_ in one.sellers} | {one.seller_id for one in dealings}
    if any(known is not around.surroundings for known in surroundings):
        ours |= {id_ for known in surroundings for sellers in known.met.values() for id_ in sellers}
    named = await list_named(store, {*outside, *(ours - around.sellers.keys())})
    sellers = {**around.sellers, **{one.id: one for one in named if isinstance(one, Seller)}}
    others = {one.id: one for one in named if isinstance(one, Person)}

    def given(map_: DecisionMap) -> Given:
        return concerning[map_.graph.account.id].given if concerning else {}

    def put_together() -> list[Situation]:
        strengths = strengths_by_person([*around.dealings, *dealings], when.at, sellers)
        return [
            Situation(
                map_,
                when.at,
                hidden=hidden_influencers(map_),
                strengths=strengths,
                last_met=around.last_met,
                sellers=sellers,
                assessments=around.assessments,
                surroundings=known,
                open_opportunities=around.opportunities[map_.graph.account.id],
                people=others,
                **given(map_),
            )
            for map_, known in zip(maps, surroundings, strict=True)
        ]

    return await off_the_loop(put_together, sum(len(map_.standings) for map_ in maps))


async def load_around(store: ViewerStore, maps: Sequence[DecisionMap], when: When) -> Around:
    """Return what is around maps at a moment; what was noted on findings is about the present."""
    if when.is_now:
        return await store.load_around([map_.graph.map_id for map_ in maps], when.at)
    people = sorted({person_id for map_ in maps for person_id in map_.graph.people})
    places = sorted({one.stakeholder.id for map_ in maps for one in map_.standings})
    accounts = sorted({map_.graph.account.id for map_ in maps})
    times, assessments, surroundings, dealings, opportunities = await asyncio.gather(
        store.list_contact_times(people, when.at - COVERAGE_WINDOW, when.at, when.known_at),
        load_past_assessments(store, places, as_of=when.as_of, known_at=when.known_at),
        load_surroundings(store, people, now=when.now, as_of=when.as_of, known_at=when.known_at),
        load_dealings(store, people, at=when.at, known_at=when.known_at),
        _open_opportunities(store, accounts, when),
    )
    owners = {map_.graph.account.owner_id for map_ in maps}
    met_by = {seller_id for sellers in surroundings.met.values() for seller_id in sellers}
    ours = {*owners, *met_by, *(one.seller_id for one in dealings)}
    named = await list_named(store, {id_ for id_ in ours if id_ is not None})
    return Around(
        dict(zip(places, assessments, strict=True)),
        surroundings,
        {id_: found[-1][0] for id_, found in times.items()},
        tuple(dealings),
        {one.id: one for one in named if isinstance(one, Seller)},
        opportunities,
        {},
    )


async def _surroundings(
    store: ViewerStore, maps: Sequence[DecisionMap], when: When, found: Surroundings
) -> list[Surroundings]:
    """Return what is around each map: what was found for all, or, where that was too much, read for fewer at a time."""
    if (found.complete and found.far) or len(maps) <= 1:
        return [found] * len(maps)
    half = len(maps) // 2
    each: list[Surroundings] = []
    for part in (maps[:half], maps[half:]):
        people = sorted({person_id for map_ in part for person_id in map_.graph.people})
        own = await load_surroundings(store, people, now=when.now, as_of=when.as_of, known_at=when.known_at)
        each += await _surroundings(store, part, when, own)
    return each


async def _single_threads(maps: Sequence[DecisionMap], around: Sequence[Surroundings]) -> list[PersonId]:
    """Return the people through whom alone we reach key players."""
    asked = [(key_people(map_), known) for map_, known in zip(maps, around, strict=True)]
    # Where all key players are met, none of theirs is on every way to them.
    unmet = [(players, known) for players, known in asked if any(one not in known.met for one in players)]

    def find() -> list[PersonId]:
        ids = {one for players, known in unmet for one in single_threads(known, players)}
        return sorted(PersonId(id_) for id_ in ids if id_type(id_) == "person")

    return await off_the_loop(find, sum(len(players) for players, _ in unmet)) if unmet else []


async def list_named(store: ViewerStore, ids: Iterable[str]) -> Sequence[Node | None]:
    """Return objects by id, without asking where there are none."""
    wanted = sorted(ids)
    return await store.list_nodes(wanted) if wanted else []


async def off_the_loop(work: Callable[[], T], people: int) -> T:
    """Do some work on so many people in a thread, or at once where there are few of them."""
    return work() if people <= FEW else await asyncio.to_thread(work)


async def _open_opportunities(
    store: ViewerStore, account_ids: Sequence[AccountId], when: When
) -> dict[AccountId, tuple[Opportunity, ...]]:
    """Return the opportunities of each account that were open then, as they were then, the latest opened first."""
    kinds = (OpportunityDescribed, OpportunityClosed)
    asked = Selection(kinds, streams=tuple(account_ids), observed_to=when.as_of, known_at=when.known_at)
    known = fold(await store.load_facts([asked]), as_of=when.as_of, known_at=when.known_at).opportunities.values()
    then = [one for one in known if one.is_open_at(when.at)]
    in_order = sorted(sorted(then, key=lambda one: one.id), key=lambda one: one.opened_at, reverse=True)
    return {id_: tuple(one for one in in_order if one.account_id == id_) for id_ in account_ids}


async def load_every_opportunity(
    store: ViewerStore, account_ids: Sequence[AccountId]
) -> dict[AccountId, tuple[Opportunity, ...]]:
    """Return the opportunities of each account, the latest opened first."""
    found = await store.page_opportunities(account_ids, Page(OPPORTUNITIES))
    return {account_id: page.items for account_id, page in zip(account_ids, found, strict=True)}
