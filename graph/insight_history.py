"""Reading when what the rules find in maps was first seen and resolved."""

from __future__ import annotations

import asyncio
from types import MappingProxyType
from typing import TYPE_CHECKING

from domain.change import standing_facts
from domain.fact import ALWAYS, NEVER
from domain.insight_history import EVERYTHING, Look, MapPast, episodes
from domain.opportunity import OpportunityClosed, OpportunityDescribed
from domain.rules import DEFAULTS
from domain.rules.thread import SINGLE_THREAD
from domain.stakeholder import StakeholderAdded, StakeholderNamed
from graph.analytics import hidden_influencers
from graph.moment import check_moments
from graph.network import load_pasts
from graph.store import Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from domain.fact import Fact
    from domain.ids import AccountId, MapId, PersonId
    from domain.insight_history import Episode
    from domain.insight_ranking import Found
    from domain.rule import RuleSettings
    from graph.store import MapHistory, ViewerStore


async def load_episodes(
    store: ViewerStore,
    map_ids: Sequence[MapId],
    *,
    now: datetime,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
    rules: RuleSettings = DEFAULTS,
    looks: Mapping[MapId, Look] = MappingProxyType({}),
) -> list[tuple[Episode, ...]]:
    """Return every time that something was found in each map up to `as_of` (null: now), the latest begun first.

    Three calls of the store, however many maps they are; nothing was found in a map unknown to the viewer. `looks`:
    what is looked at in a map; not given, everything but what depends on whom we know outside it (`single-thread`).
    That is looked at only where it is named, and not too many are around: some calls more for all such maps.
    """
    check_moments(now, as_of, known_at)
    at = as_of if as_of is not None else now
    histories = await store.list_map_histories(map_ids, known_at)
    known = {map_id: one for map_id, one in zip(map_ids, histories, strict=True) if one is not None}
    people = {map_id: [*_people(one)] for map_id, one in known.items()}
    accounts = tuple({one.account.id for one in known.values()})
    contacts, said = await asyncio.gather(
        store.list_contact_times(sorted({id_ for some in people.values() for id_ in some}), ALWAYS, at, known_at),
        store.load_facts([Selection((OpportunityDescribed, OpportunityClosed), streams=accounts, known_at=known_at)]),
    )
    threads = [map_id for map_id in known if SINGLE_THREAD in (looks.get(map_id, EVERYTHING).rules or ())]
    begun = min((looks[map_id].after for map_id in threads), default=at)
    around = dict(
        zip(
            threads,
            await load_pasts(store, [people[one] for one in threads], after=begun, until=at, known_at=known_at),
            strict=True,
        )
    )

    deals: dict[AccountId, tuple[Fact, ...]] = dict.fromkeys(accounts, ())
    for fact in standing_facts(said):
        if isinstance(fact.statement, OpportunityDescribed | OpportunityClosed):
            deals[fact.statement.account_id] += (fact,)

    def walk(map_id: MapId) -> tuple[Episode, ...]:
        if map_id not in known:
            return ()
        history = known[map_id]
        met = {id_: contacts[id_] for id_ in people[map_id] if id_ in contacts}
        opened = deals[history.account.id]
        past = MapPast(map_id, history.account, history.opportunity, history.facts, met, opened, around.get(map_id))
        return episodes(past, at, hidden_influencers, rules, looks.get(map_id, EVERYTHING))

    def walk_all() -> list[tuple[Episode, ...]]:
        return [walk(map_id) for map_id in map_ids]

    return await asyncio.to_thread(walk_all)


async def reopen_returned(
    store: ViewerStore, found: Sequence[Found], *, now: datetime, rules: RuleSettings = DEFAULTS
) -> list[Found]:
    """Return what was found, nothing of it dismissed or done that has been gone since and is there again.

    Of what is about an account as a whole, that is known by since when it holds; of a map, by its history, which is
    read only where something in it is dismissed or done.
    """
    shut = [(one, one.map_id, at) for each in found for one, at in each.shut(now)]
    since = {finding.id: at for finding, _, at in shut}
    looks: dict[MapId, Look] = {}
    for finding, map_id, at in shut:
        if map_id is not None:
            look = looks.get(map_id, Look(at, frozenset()))
            looks[map_id] = Look(min(at, look.after), frozenset({finding.rule, *(look.rules or ())}))
    if not looks:
        return [*found]
    past = await load_episodes(store, [*looks], now=now, rules=rules, looks=looks)
    returned = {
        one.finding.id: one.seen_at
        for episodes_ in past
        for one in episodes_
        if one.resolved_at is None and one.seen_at is not None and one.seen_at > since.get(one.finding.id, NEVER)
    }
    return [one.reopened(returned) if returned else one for one in found]


def _people(history: MapHistory) -> Iterable[PersonId]:
    said = (fact.statement for fact in history.facts)
    placed = (one.person_id for one in said if isinstance(one, StakeholderAdded | StakeholderNamed))
    return dict.fromkeys(id_ for id_ in placed if id_ is not None)
