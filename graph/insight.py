"""Reading what the rules find: in maps, and at accounts as a whole."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from domain.decision_map import build_decision_map
from domain.ids import map_of
from domain.rules import DEFAULTS, find
from graph.account_situation import add_account_matters
from graph.situation import When, load_open_opportunities, load_situations

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from domain.decision_map import DecisionMap
    from domain.ids import AccountId
    from domain.insight import Finding
    from domain.rule import RuleSettings
    from domain.situation import Situation
    from graph.store import ViewerStore

BATCH: Final = 100
"""Of how many accounts what rules look at is read at a time, so that memory does not grow with the portfolio."""


async def load_map_findings(
    store: ViewerStore,
    maps: Sequence[DecisionMap],
    *,
    now: datetime,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
    rules: RuleSettings = DEFAULTS,
) -> list[tuple[Finding, ...]]:
    """Return what the rules find in each of some maps, all read as of one time."""
    when = When(as_of if as_of is not None else now, now, as_of, known_at)
    return await _find(await load_situations(store, maps, when), rules)


async def load_account_findings(
    store: ViewerStore, account_ids: Sequence[AccountId], *, now: datetime, rules: RuleSettings = DEFAULTS
) -> list[tuple[Finding, ...]]:
    """Return what the rules find at each account now: in its standing map, those of its open deals, and as a whole.

    In the order of `find`, map by map: the standing one first, then the deals', the latest opened first.
    """
    found: list[tuple[Finding, ...]] = []
    for start in range(0, len(account_ids), BATCH):
        found += await _load_batch(store, account_ids[start : start + BATCH], now, rules)
    return found


async def _load_batch(
    store: ViewerStore, account_ids: Sequence[AccountId], now: datetime, rules: RuleSettings
) -> list[tuple[Finding, ...]]:
    when = When(now, now)
    opportunities = await load_open_opportunities(store, account_ids, when)
    standing = [map_of(id_) for id_ in account_ids]
    deals = [map_of(one.id) for id_ in account_ids for one in opportunities[id_]]
    graphs = await store.list_map_graphs([*standing, *deals], now)
    maps = [build_decision_map(graph) for graph in graphs if graph is not None]
    situations = await load_situations(store, maps, when, opportunities)
    own = [one for one in situations if one.map.graph.opportunity is None]
    rest = [one for one in situations if one.map.graph.opportunity is not None]
    every = [*await add_account_matters(store, own, now), *rest]
    found: dict[AccountId, list[Finding]] = {id_: [] for id_ in account_ids}
    for situation, findings in zip(every, await _find(every, rules), strict=True):
        found[situation.map.graph.account.id] += findings
    return [tuple(found[id_]) for id_ in account_ids]


async def _find(situations: Sequence[Situation], rules: RuleSettings) -> list[tuple[Finding, ...]]:
    """Apply the rules, off the event loop where there is much to look at."""

    def apply() -> list[tuple[Finding, ...]]:
        return [find(situation, rules) for situation in situations]

    small = sum(len(one.map.standings) for one in situations) <= 50
    return apply() if small else await asyncio.to_thread(apply)
