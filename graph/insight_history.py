"""Reading when what the rules find in maps was first seen and resolved."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from domain.change import standing_facts
from domain.fact import ALWAYS, NEVER
from domain.insight_history import MapPast, episodes
from domain.opportunity import OpportunityClosed, OpportunityDescribed
from domain.rules import DEFAULTS
from domain.stakeholder import StakeholderAdded, StakeholderNamed
from graph.analytics import hidden_influencers
from graph.moment import check_moments
from graph.store import Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
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
    after: datetime = ALWAYS,
) -> list[tuple[Episode, ...]]:
    """Return every time that something was found in each map up to `as_of` (null: now), the latest begun first.

    Three calls of the store, however many maps they are; nothing was found in a map unknown to the viewer. What was
    before `after` is not looked at.
    """
    check_moments(now, as_of, known_at)
    at = as_of if as_of is not None else now
    histories = await store.list_map_histories(map_ids, known_at)
    known = [one for one in histories if one is not None]
    accounts = tuple({one.account.id for one in known})
    contacts, said = await asyncio.gather(
        store.list_contact_times(sorted({id_ for one in known for id_ in _people(one)}), ALWAYS, at, known_at),
        store.load_facts([Selection((OpportunityDescribed, OpportunityClosed), streams=accounts, known_at=known_at)]),
    )

    deals: dict[AccountId, tuple[Fact, ...]] = dict.fromkeys(accounts, ())
    for fact in standing_facts(said):
        if isinstance(fact.statement, OpportunityDescribed | OpportunityClosed):
            deals[fact.statement.account_id] += (fact,)

    def walk(map_id: MapId, history: MapHistory | None) -> tuple[Episode, ...]:
        if history is None:
            return ()
        met = {id_: contacts[id_] for id_ in _people(history) if id_ in contacts}
        past = MapPast(map_id, history.account, history.opportunity, history.facts, met, deals[history.account.id])
        return episodes(past, at, hidden_influencers, rules, after)

    def walk_all() -> list[tuple[Episode, ...]]:
        return [walk(map_id, history) for map_id, history in zip(map_ids, histories, strict=True)]

    return await asyncio.to_thread(walk_all)


async def reopen_returned(
    store: ViewerStore, found: Sequence[Found], *, now: datetime, rules: RuleSettings = DEFAULTS
) -> list[Found]:
    """Return what was found, nothing of it marked done that has been gone since and is there again.

    What says itself since when it holds needs no history; what is not in the history stays done on its evidence.
    """
    done = [(finding, at) for one in found for finding, at in one.done_undated() if finding.map_id is not None]
    if not done:
        return [*found]
    map_ids = sorted({finding.map_id for finding, _ in done if finding.map_id is not None})
    past = await load_episodes(store, map_ids, now=now, rules=rules, after=min(at for _, at in done))
    marked = {finding.id: at for finding, at in done}
    returned = {
        one.finding.id
        for episodes_ in past
        for one in episodes_
        if one.resolved_at is None and one.seen_at is not None and one.seen_at > marked.get(one.finding.id, NEVER)
    }
    return [one.reopened(returned) if returned else one for one in found]


def _people(history: MapHistory) -> Iterable[PersonId]:
    said = (fact.statement for fact in history.facts)
    placed = (one.person_id for one in said if isinstance(one, StakeholderAdded | StakeholderNamed))
    return dict.fromkeys(id_ for id_ in placed if id_ is not None)
