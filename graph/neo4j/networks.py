"""Referrals reachable from parties, over parties that the viewer may see."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Literal

from graph.codec import to_micros
from graph.neo4j import rows
from graph.neo4j.access import sight
from graph.neo4j.cypher.referral import LIST_DOWNSTREAM, LIST_UPSTREAM
from graph.neo4j.facts import FOREVER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from domain.referral import Referral
    from domain.viewer import Viewer
    from graph.neo4j.connection import Connection


async def list_reachable(
    connection: Connection,
    viewer: Viewer,
    party_ids: Sequence[str],
    as_of: datetime | None,
    direction: Literal["down", "up"],
) -> list[Referral]:
    """Return every referral reachable from the parties, each once, by made_at, then id.

    The statement answers the referrals of all parties that can be reached at all; those that only a way over
    hidden parties, or over later referrals, leads to are left out here.
    """
    asked = {
        **sight(viewer),
        "ids": list(dict.fromkeys(party_ids)),
        "as_of": FOREVER if as_of is None else to_micros(as_of),
    }
    statement = LIST_DOWNSTREAM if direction == "down" else LIST_UPSTREAM
    # No row at all where no referral leads anywhere from them.
    nothing: list[Any] = [[], []]
    found, seen = await connection.row(statement, asked) or nothing
    visible = set(seen)
    referrals = [one for one in map(rows.REFERRAL.decode, found) if {one.referrer, one.referred} <= visible]
    starts = [id_ for id_ in dict.fromkeys(party_ids) if id_ in visible]
    kept = _reachable(starts, referrals, direction)
    if as_of is not None:
        kept = [one.at(as_of) for one in kept]
    return sorted(kept, key=lambda one: (one.made_at, one.id))


def _reachable(
    starts: Iterable[str], referrals: Iterable[Referral], direction: Literal["down", "up"]
) -> list[Referral]:
    down = direction == "down"
    by_party: dict[str, list[Referral]] = defaultdict(list)
    for one in referrals:
        by_party[one.referrer if down else one.referred].append(one)
    kept: list[Referral] = []
    frontier = list(starts)
    reached = set(frontier)
    while frontier:
        for one in by_party.get(frontier.pop(), ()):
            kept.append(one)
            further = one.referred if down else one.referrer
            if further not in reached:
                reached.add(further)
                frontier.append(further)
    return kept
