"""What rules look at besides maps: around the people of maps, and at accounts as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.decision_map import COVERAGE_WINDOW
from domain.ids import map_of
from domain.situation import Arrival, Untouched
from graph.around import AccountsAround, Around, Concerns
from graph.codec import from_micros, to_micros
from graph.neo4j import rows
from graph.neo4j.access import sight
from graph.neo4j.cypher.around import LOAD_ACCOUNTS_AROUND, LOAD_AROUND
from graph.neo4j.cypher.person import LIST_SELLERS
from graph.neo4j.filters import in_order
from graph.neo4j.maps import maps_asked, to_graphs
from graph.neo4j.networks import take_round, walk_on
from graph.neo4j.strength import dealings_asked, to_dealings
from graph.network import Exploration

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from domain.ids import AccountId, MapId
    from domain.viewer import Viewer
    from graph.neo4j.connection import Connection


async def load_around(connection: Connection, viewer: Viewer, map_ids: Sequence[MapId], at: datetime) -> Around:
    """Return what is around some maps and their people, in one round trip where we know all of these."""
    return await _to_around(connection, viewer, at, await connection.row(LOAD_AROUND, _asked(viewer, map_ids, at)))


def _asked(viewer: Viewer, map_ids: Sequence[MapId], at: datetime) -> dict[str, Any]:
    asked = {**sight(viewer), **_window(at), **dealings_asked(at)}
    return {**asked, "maps": maps_asked(map_ids), "sellers": None}


def _window(at: datetime) -> dict[str, int]:
    return {"from": to_micros(at - COVERAGE_WINDOW), "to": to_micros(at)}


async def _to_around(connection: Connection, viewer: Viewer, at: datetime, answer: Sequence[Any]) -> Around:
    people, assessed, surrounding, met, dealt, ours, opportunities, notes = answer
    exploring = Exploration(people)
    if exploring.frontier:
        take_round(exploring, surrounding)
    if exploring.frontier:
        await connection.read(lambda tx: walk_on(tx, exploring, {**sight(viewer), **_window(at)}))
    surroundings = exploring.found()
    sellers = [rows.SELLER.decode(row) for row in ours]
    further = {id_ for met_by in surroundings.met.values() for id_ in met_by} - {one.id for one in sellers}
    if further:
        (found,) = await connection.row(LIST_SELLERS, {"ids": sorted(further)})
        sellers += [rows.SELLER.decode(row) for row in found]
    return Around(
        {id_: tuple(map(rows.ASSESSMENT.decode, found)) for id_, found in assessed if found},
        surroundings,
        {person_id: from_micros(last) for person_id, last in met},
        tuple(map(to_dealings, dealt)),
        {one.id: one for one in sellers},
        {id_: tuple(map(rows.OPPORTUNITY.decode, found)) for id_, found in opportunities},
        {id_: tuple(map(rows.FINDING_NOTE.decode, found)) for id_, found in notes},
    )


async def load_accounts_around(
    connection: Connection, viewer: Viewer, account_ids: Sequence[AccountId], at: datetime
) -> AccountsAround:
    """Return the standing maps of accounts, what is around them, and what concerns each, in one round trip as above."""
    maps = list(map(map_of, account_ids))
    asked = _asked(viewer, maps, at) | {"ids": list(dict.fromkeys(account_ids))}
    graphs, standings, commitments, untouched, arrivals, *around = await connection.row(LOAD_ACCOUNTS_AROUND, asked)
    concerns = _concerns(account_ids, *map(dict, (standings, commitments, untouched, arrivals)))
    return AccountsAround(to_graphs(maps, at, graphs), await _to_around(connection, viewer, at, around), concerns)


def _concerns(
    account_ids: Sequence[AccountId],
    standings: Mapping[AccountId, Sequence[Any]],
    commitments: Mapping[AccountId, Sequence[Any]],
    untouched: Mapping[AccountId, Sequence[Any]],
    arrivals: Mapping[AccountId, Sequence[Any]],
) -> list[Concerns]:
    return in_order(
        account_ids,
        (
            (
                id_,
                Concerns(
                    standings=tuple(map(rows.TRANSITION.decode, standings[id_])),
                    commitments=tuple(map(rows.COMMITMENT.decode, commitments[id_])),
                    untouched=tuple(_untouched(*row) for row in untouched[id_]),
                    arrivals=tuple(_arrival(*row) for row in arrivals[id_]),
                ),
            )
            for id_ in standings
        ),
        Concerns(),
    )


def _arrival(person: Sequence[Any], place: Sequence[Any], account_name: str) -> Arrival:
    return Arrival(rows.PERSON.decode(person), rows.STAKEHOLDER.decode(place), account_name)


def _untouched(referral: Sequence[Any], referrer_name: str, referred_name: str) -> Untouched:
    return Untouched(rows.REFERRAL.decode(referral), referrer_name, referred_name)
