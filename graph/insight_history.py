"""Reading when what the rules find in maps was first seen and resolved."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from domain.fact import ALWAYS
from domain.insight_history import MapPast, episodes
from domain.rules import DEFAULTS
from domain.stakeholder import StakeholderAdded, StakeholderNamed
from graph.analytics import hidden_influencers
from graph.moment import check_moments
from graph.situation import load_every_opportunity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from domain.ids import MapId, PersonId
    from domain.insight_history import Episode
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
) -> list[tuple[Episode, ...]]:
    """Return every time that something was found in each map up to `as_of` (null: now), the latest begun first.

    Three calls of the store, however many maps they are; nothing was found in a map unknown to the viewer.
    """
    check_moments(now, as_of, known_at)
    at = as_of if as_of is not None else now
    histories = await store.list_map_histories(map_ids, known_at)
    known = [one for one in histories if one is not None]
    accounts = sorted({one.account.id for one in known})
    contacts, opportunities = await asyncio.gather(
        store.list_contact_times(sorted({id_ for one in known for id_ in _people(one)}), ALWAYS, at, known_at),
        load_every_opportunity(store, accounts),
    )

    def walk(map_id: MapId, history: MapHistory | None) -> tuple[Episode, ...]:
        if history is None:
            return ()
        met = {id_: contacts[id_] for id_ in _people(history) if id_ in contacts}
        deals = opportunities[history.account.id]
        past = MapPast(map_id, history.account, history.opportunity, history.facts, met, deals)
        return episodes(past, at, hidden_influencers, rules)

    def walk_all() -> list[tuple[Episode, ...]]:
        return [walk(map_id, history) for map_id, history in zip(map_ids, histories, strict=True)]

    return await asyncio.to_thread(walk_all)


def _people(history: MapHistory) -> Iterable[PersonId]:
    said = (fact.statement for fact in history.facts)
    placed = (one.person_id for one in said if isinstance(one, StakeholderAdded | StakeholderNamed))
    return dict.fromkeys(id_ for id_ in placed if id_ is not None)
