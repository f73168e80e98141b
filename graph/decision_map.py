"""Reading decision maps, now and as of a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.decision_map import DecisionMap, MapGraph, build_decision_map
from domain.fold import fold
from domain.ids import MapId, id_type
from domain.map_at import graph_in
from graph.kept import kept_ids
from graph.moment import check_moments

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from graph.store import MapFacts, ViewerStore


async def load_decision_maps(store: ViewerStore, map_ids: Sequence[str], *, now: datetime) -> list[DecisionMap | None]:
    """Return maps as they are now, in order; null for a map unknown to the viewer."""
    graphs = await store.list_map_graphs([MapId(map_id) for map_id in map_ids], now)
    if gone := [id_ for id_, graph in zip(map_ids, graphs, strict=True) if graph is None]:
        # The id of a merged account's map keeps answering.
        kept = await kept_ids(store, gone)
        found = await store.list_map_graphs([MapId(id_) for id_ in kept.values()], now) if kept else []
        instead = dict(zip(kept, found, strict=True))
        graphs = [graph or instead.get(id_) for id_, graph in zip(map_ids, graphs, strict=True)]
    return [build_decision_map(graph) if graph is not None else None for graph in graphs]


async def load_decision_map(
    store: ViewerStore,
    map_id: str,
    *,
    now: datetime,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
) -> DecisionMap | None:
    """Return a map at `as_of` (null: now) as known at `known_at` (null: now); null for one unknown to the viewer.

    Before the beginning of everything the map is empty. Raises InvalidError for a moment in the future.
    """
    check_moments(now, as_of, known_at)
    if id_type(map_id) != "map":
        return None
    if as_of is None and known_at is None:
        (found,) = await load_decision_maps(store, [map_id], now=now)
        return found
    at = as_of if as_of is not None else now
    facts = await store.load_map_facts(MapId(map_id), at, known_at)
    if facts is None and (kept := await kept_ids(store, [map_id])):
        map_id = kept[map_id]
        facts = await store.load_map_facts(MapId(map_id), at, known_at)
    return build_decision_map(map_graph(MapId(map_id), facts, at, known_at)) if facts is not None else None


def map_graph(map_id: MapId, history: MapFacts, at: datetime, known_at: datetime | None) -> MapGraph:
    """Fold the facts about a map into what it was made from at a moment."""
    world = fold(history.facts, as_of=at, known_at=known_at)
    return graph_in(world, map_id, at, history.account, history.opportunity, history.contacts)
