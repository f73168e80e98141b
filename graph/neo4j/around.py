"""What rules look at besides maps: around the people of maps, and at accounts as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.decision_map import COVERAGE_WINDOW
from domain.situation import Arrival, Untouched
from graph.around import Around, Concerns
from graph.codec import from_micros, to_micros
from graph.neo4j import rows
from graph.neo4j.access import sight
from graph.neo4j.cypher.around import LIST_CONCERNS, LOAD_AROUND
from graph.neo4j.cypher.person import LIST_SELLERS
from graph.neo4j.filters import in_order
from graph.neo4j.maps import maps_asked
from graph.neo4j.networks import take_round, walk_on
from graph.neo4j.strength import dealings_asked, to_dealings
from graph.network import Exploration

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from domain.ids import AccountId, MapId
    from domain.viewer import Viewer
    from graph.neo4j.connection import Connection


async def load_around(connection: Connection, viewer: Viewer, map_ids: Sequence[MapId], at: datetime) -> Around:
    """Return what is around the people of some maps, in one round trip where we know all of them."""
    window = {"from": to_micros(at - COVERAGE_WINDOW), "to": to_micros(at)}
    asked = {**sight(viewer), **window, **dealings_asked(at), "maps": maps_asked(map_ids), "sellers": None}
    people, assessed, surrounding, met, dealt, ours = await connection.row(LOAD_AROUND, asked)
    exploring = Exploration(people)
    if exploring.frontier:
        take_round(exploring, surrounding)
    if exploring.frontier:
        await connection.read(lambda tx: walk_on(tx, exploring, {**sight(viewer), **window}))
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
    )


async def list_concerns(connection: Connection, viewer: Viewer, account_ids: Sequence[AccountId]) -> list[Concerns]:
    """Return what concerns each account as a whole, in one round trip."""
    ids = list(dict.fromkeys(account_ids))
    found = await connection.row(LIST_CONCERNS, {**sight(viewer), "ids": ids})
    opportunities, standings, commitments, untouched, arrivals, notes = map(dict, found)
    return in_order(
        account_ids,
        (
            (
                id_,
                Concerns(
                    opportunities=tuple(map(rows.OPPORTUNITY.decode, opportunities[id_])),
                    standings=tuple(map(rows.TRANSITION.decode, standings[id_])),
                    commitments=tuple(map(rows.COMMITMENT.decode, commitments[id_])),
                    untouched=tuple(_untouched(*row) for row in untouched[id_]),
                    arrivals=tuple(_arrival(*row) for row in arrivals[id_]),
                    notes=tuple(map(rows.FINDING_NOTE.decode, notes[id_])),
                ),
            )
            for id_ in opportunities
        ),
        Concerns(),
    )


def _arrival(person: Sequence[Any], place: Sequence[Any], account_name: str) -> Arrival:
    return Arrival(rows.PERSON.decode(person), rows.STAKEHOLDER.decode(place), account_name)


def _untouched(referral: Sequence[Any], referrer_name: str, referred_name: str) -> Untouched:
    return Untouched(rows.REFERRAL.decode(referral), referrer_name, referred_name)
