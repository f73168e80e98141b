"""Finding the kept one by the id of one that was merged into it: ids keep answering."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.change import standing_facts
from domain.errors import NotFoundError
from domain.ids import AccountId, InsightId, MapId, id_type, map_of, owner_of_map
from domain.insight import account_of_finding, finding_at
from domain.merge import Merged
from graph.store import Selection

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping
    from datetime import datetime

    from graph.recording import Decision
    from graph.store import Node, ViewerStore

_MERGEABLE = ("account", "person")
"""The types of what can be merged."""


async def find_kept(store: ViewerStore, ids: Iterable[str]) -> dict[str, Node]:
    """Return the people and accounts into which others were merged, by the ids of these.

    What is merged takes along what was merged into it: no merge leads to one that was merged.
    """
    asked = tuple(sorted({id_ for id_ in ids if id_type(id_) in _MERGEABLE}))
    facts = await store.load_facts([Selection(kinds=(Merged,), subjects=asked)]) if asked else []
    leads = {
        fact.statement.merged_id: fact.statement.kept_id
        for fact in standing_facts(facts)
        if isinstance(fact.statement, Merged)
    }
    nodes = await store.list_nodes(list(leads.values())) if leads else []
    return {id_: node for id_, node in zip(leads, nodes, strict=True) if node is not None}


async def kept_ids(store: ViewerStore, ids: Iterable[str]) -> dict[str, str]:
    """Return the ids that answer for some ids: of people and accounts that were merged, their maps and insights."""
    asked = list(ids)
    found = await find_kept(store, [_owner(id_) for id_ in asked])
    return {id_: _as(found[_owner(id_)].id, id_) for id_ in asked if _owner(id_) in found}


def _owner(id_: str) -> str:
    if id_type(id_) == "map":
        return owner_of_map(MapId(id_))
    return account_of_finding(id_) or id_


def _as(kept_id: str, id_: str) -> str:
    if id_type(id_) == "map":
        return map_of(AccountId(kept_id))
    return finding_at(InsightId(id_), AccountId(kept_id)) if account_of_finding(id_) else kept_id


async def decide_on_kept(
    decide: Callable[..., Awaitable[Decision]], store: ViewerStore, now: datetime, given: Mapping[str, Any]
) -> Decision:
    """Decide a write; where an id in it is of one that was merged, on the kept one."""
    try:
        return await decide(store, now, **given)
    except NotFoundError:
        kept = await kept_ids(store, [one for value in given.values() for one in _texts(value)])
        if not kept:
            raise
    return await decide(store, now, **{name: _instead(value, kept) for name, value in given.items()})


def _texts(value: Any) -> list[str]:
    return [one for one in (value if isinstance(value, tuple) else [value]) if isinstance(one, str)]  # pyright: ignore[reportUnknownVariableType]


def _instead(value: Any, kept: Mapping[str, str]) -> Any:
    if isinstance(value, tuple):
        return tuple(_instead(one, kept) for one in value)  # pyright: ignore[reportUnknownVariableType]
    return kept.get(value, value) if isinstance(value, str) else value
