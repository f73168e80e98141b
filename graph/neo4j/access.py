"""What one viewer may see, inside a transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, LiteralString

from domain.merge import Merged
from graph.neo4j.connection import chunks
from graph.neo4j.cypher.visibility import LIST_SEEN_PARTIES, LIST_SEEN_REFERRALS
from graph.neo4j.facts import select_facts
from graph.seen_facts import Seen, gone_parties, kept_parties, named_parties
from graph.store import Selection

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from domain.fact import Fact
    from domain.viewer import Viewer
    from graph.neo4j.connection import Transaction


def sight(viewer: Viewer) -> dict[str, Any]:
    """Return the parameters of every condition of visibility."""
    return {"admin": viewer.is_admin, "reach": sorted(viewer.reach), "viewer": viewer.id}


async def seen(tx: Transaction, viewer: Viewer, facts: Sequence[Fact]) -> Seen:
    """Find out which of the parties and referrals that the facts are about the viewer may see."""
    if viewer.is_admin:
        return Seen(viewer, {})
    parties, referrals = named_parties(facts)
    found = await _seen(tx, viewer, LIST_SEEN_PARTIES, parties)
    if gone := gone_parties(parties, found):
        kept = kept_parties(await select_facts(tx, [Selection((Merged,), subjects=gone)]))
        sees = await _seen(tx, viewer, LIST_SEEN_PARTIES, set(kept.values()))
        found |= {id_: sees[one] for id_, one in kept.items() if one in sees}
    return Seen(viewer, found | await _seen(tx, viewer, LIST_SEEN_REFERRALS, referrals))


async def _seen(tx: Transaction, viewer: Viewer, statement: LiteralString, ids: Collection[str]) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for some in chunks(sorted(ids)) if ids else ():
        (rows,) = await tx.row(statement, sight(viewer) | {"ids": some})
        found |= dict(rows)
    return found


async def seen_facts(tx: Transaction, viewer: Viewer, facts: Sequence[Fact]) -> list[Fact]:
    """Return the facts that the viewer may see, as they may see them, in the same order."""
    sees = await seen(tx, viewer, facts)
    return [cut for fact in facts if (cut := sees.fact(fact)) is not None]
