"""What is reachable from parties over what the viewer may see: referrals, and whom we know around people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from domain.decision_map import COVERAGE_WINDOW
from graph.codec import to_micros
from graph.neo4j import rows
from graph.neo4j.access import sight
from graph.neo4j.cypher.network import LIST_MET, LIST_SURROUNDINGS
from graph.neo4j.cypher.referral import LIST_DOWNSTREAM, LIST_UPSTREAM
from graph.neo4j.facts import FOREVER
from graph.network import Exploration

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from domain.ids import PersonId, SellerId
    from domain.network_influence import Surroundings
    from domain.referral import Referral
    from domain.viewer import Viewer
    from graph.neo4j.connection import Connection, Transaction

_COLUMN: Final = {"down": rows.REFERRAL.names.index("referred"), "up": rows.REFERRAL.names.index("referrer")}
"""Where a referral's row says to whom it leads."""


async def list_reachable(
    connection: Connection,
    viewer: Viewer,
    party_ids: Sequence[str],
    as_of: datetime | None,
    direction: Literal["down", "up"],
) -> list[Referral]:
    """Return every referral reachable from the parties over visible ones, each once, in any order."""
    asked = {
        **sight(viewer),
        "ids": list(dict.fromkeys(party_ids)),
        "as_of": FOREVER if as_of is None else to_micros(as_of),
    }
    (found,) = await connection.row(LIST_DOWNSTREAM if direction == "down" else LIST_UPSTREAM, asked)
    kept = map(rows.REFERRAL.decode, _reachable(party_ids, dict(found), _COLUMN[direction]))
    return [one if as_of is None else one.at(as_of) for one in kept]


def _reachable(
    starts: Iterable[str], by_party: Mapping[str, Sequence[Sequence[Any]]], further: int
) -> Iterator[Sequence[Any]]:
    """Give the rows of the referrals met on the way, where `further` is the column of the party each leads to."""
    frontier = [id_ for id_ in dict.fromkeys(starts) if id_ in by_party]
    reached = set(frontier)
    while frontier:
        for row in by_party[frontier.pop()]:
            if (party := row[further]) in by_party:
                yield row
                if party not in reached:
                    reached.add(party)
                    frontier.append(party)


async def load_surroundings(
    tx: Transaction, viewer: Viewer, person_ids: Iterable[PersonId], at: datetime
) -> Surroundings:
    """Return the surroundings of some people as they are now."""
    exploring = Exploration(person_ids)
    window = {"from": to_micros(at - COVERAGE_WINDOW), "to": to_micros(at)}
    await walk_on(tx, exploring, {**sight(viewer), **window})
    return exploring.found()


async def walk_on(tx: Transaction, exploring: Exploration, asked: Mapping[str, Any]) -> None:
    """Go on round by round outwards."""
    while exploring.frontier:
        (found,) = await tx.row(LIST_SURROUNDINGS, {**asked, "ids": exploring.frontier})
        take_round(exploring, found)


def take_round(exploring: Exploration, found: Sequence[Sequence[Any]]) -> None:
    """Take the rows of a round."""
    visible = {row[0] for row in found}
    met = {id_: {one for one in staff if one} for id_, staff, _ in found if staff}
    tied = {id_: others for id_, _, others in found}
    exploring.take(visible, met, {id_: tied[id_] for id_ in exploring.further(visible, met)})


async def list_met(
    connection: Connection, viewer: Viewer, person_ids: Sequence[PersonId], at: datetime
) -> dict[PersonId, frozenset[SellerId]]:
    """Return who of us was in an interaction with each person in the 365 days before a moment."""
    window = {"from": to_micros(at - COVERAGE_WINDOW), "to": to_micros(at)}
    asked = {**sight(viewer), **window, "ids": list(dict.fromkeys(person_ids))}
    (found,) = await connection.row(LIST_MET, asked)
    return {person_id: frozenset(one for some in staff for one in some) for person_id, staff in found}
