"""Decision maps: as they are now, and the facts that make them as of a time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from domain.assessment import Assessed
from domain.change import standing_facts
from domain.codes import InteractionKind
from domain.decision_map import COVERAGE_WINDOW, ContactCount, MapGraph, count_contacts
from domain.ids import PersonId, owner_of_map
from domain.interaction import Interacted
from domain.merge import Merged
from domain.opportunity import OpportunityClosed, OpportunityDescribed
from domain.person import EmployedAt, PersonDescribed
from domain.stakeholder import (
    RoleGiven,
    StakeholderAdded,
    StakeholderNamed,
    StakeholderPlaced,
    StakeholderRemoved,
)
from domain.tie import Influences, Knows, ReportsTo
from graph.codec import to_micros
from graph.map_owner import kept_maps, merged_of, owners_then
from graph.neo4j import rows
from graph.neo4j.access import seen_facts, sight
from graph.neo4j.cypher import decision_map as cypher
from graph.neo4j.facts import drive, select_facts
from graph.seen_facts import kept_parties
from graph.store import MapFacts, Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from domain.fact import Fact
    from domain.ids import MapId
    from domain.viewer import Viewer
    from graph.map_owner import Owners
    from graph.neo4j.connection import Connection, Transaction

_OF_THE_ACCOUNT = (
    StakeholderAdded,
    RoleGiven,
    StakeholderNamed,
    StakeholderPlaced,
    StakeholderRemoved,
    Assessed,
    ReportsTo,
    OpportunityDescribed,
    OpportunityClosed,
)


async def list_map_graphs(
    connection: Connection, viewer: Viewer, map_ids: Sequence[MapId], at: datetime
) -> list[MapGraph | None]:
    """Return maps as they are now, in one round trip."""
    maps = maps_asked(map_ids)
    window = {"from": to_micros(at - COVERAGE_WINDOW), "to": to_micros(at)}
    (found,) = await connection.row(cypher.LIST_MAP_GRAPHS, {**sight(viewer), **window, "maps": maps})
    return to_graphs(map_ids, at, found)


def to_graphs(map_ids: Sequence[MapId], at: datetime, found: Sequence[Sequence[Any]]) -> list[MapGraph | None]:
    """Return what was read of maps, in the order that they were asked for."""
    graphs = {row[0]: _graph(at, *row) for row in found}
    return [graphs.get(map_id) for map_id in map_ids]


def maps_asked(map_ids: Iterable[MapId]) -> list[dict[str, str | None]]:
    """Return the parameter `$maps`: maps by their ids, and by those of their accounts or opportunities."""
    return [{"id": map_id, **_owner(map_id)} for map_id in dict.fromkeys(map_ids)]


def _owner(map_id: MapId) -> dict[str, str | None]:
    owner = owner_of_map(map_id)
    standing = owner.startswith("account_")
    return {"account_id": owner if standing else None, "opportunity_id": None if standing else owner}


def _graph(
    at: datetime,
    map_id: MapId,
    account: Sequence[Any],
    opportunity: Sequence[Any] | None,
    stakeholders: Sequence[Sequence[Any]],
    members: Sequence[Sequence[Any]],
) -> MapGraph:
    people = [rows.PERSON.decode(member[0]) for member in members]
    return MapGraph(
        map_id=map_id,
        at=at,
        account=rows.ACCOUNT.decode(account),
        opportunity=None if opportunity is None else rows.OPPORTUNITY.decode(opportunity),
        stakeholders=tuple(map(rows.STAKEHOLDER.decode, stakeholders)),
        people={person.id: person for person in people},
        reports=tuple(rows.REPORT.decode(row) for member in members for row in member[1]),
        influences=tuple(rows.INFLUENCE.decode(row) for member in members for row in member[2]),
        acquaintances=tuple(rows.ACQUAINTANCE.decode(row) for member in members for row in member[3]),
        contacts=count_contacts(
            (person.id, InteractionKind(kind))
            for person, member in zip(people, members, strict=True)
            for kind in member[4]
        ),
    )


async def load_map_facts(
    tx: Transaction, viewer: Viewer, map_id: MapId, as_of: datetime, known_at: datetime | None
) -> MapFacts | None:
    """Return what `fold` needs for a map at `as_of`, as it was known at `known_at`."""
    owner = (await owners_known(tx, viewer, [map_id], known_at)).get(map_id)
    if owner is None:
        return None
    account, opportunity = owner
    # What was said before a merge counts for the versions of what it was said of.
    merged = kept_parties(await select_facts(tx, [Selection((Merged,), streams=(account.id,), known_at=known_at)]))
    own = Selection(_OF_THE_ACCOUNT, streams=(account.id, *merged), observed_to=as_of, known_at=known_at)
    facts = await select_facts(tx, [own])
    people = _people(facts)
    if people:
        facts += await _facts_of_people(tx, viewer, people, as_of, known_at)
    contacts = await _contacts(tx, viewer, people, as_of, known_at) if people else {}
    return MapFacts(account, opportunity, tuple({fact.id: fact for fact in facts}.values()), contacts)


async def owners_known(tx: Transaction, viewer: Viewer, map_ids: Sequence[MapId], known_at: datetime | None) -> Owners:
    """Return whose the maps are, or were as known at a moment, without those that may not be seen."""
    owners = await _owners(tx, viewer, map_ids)
    if known_at is None:
        return owners
    if missing := [id_ for id_ in map_ids if id_ not in owners]:
        kept = kept_maps(await select_facts(tx, [merged_of(missing)]))
        found = await _owners(tx, viewer, [*kept.values()])
        owners |= {id_: found[one] for id_, one in kept.items() if one in found}
    return await drive(owners_then(owners, known_at), partial(select_facts, tx))


async def _owners(tx: Transaction, viewer: Viewer, map_ids: Sequence[MapId]) -> Owners:
    (found,) = await tx.row(cypher.LIST_MAP_OWNERS, {**sight(viewer), "maps": maps_asked(map_ids)})
    return {
        map_id: (rows.ACCOUNT.decode(account), rows.OPPORTUNITY.decode(deal) if deal is not None else None)
        for map_id, account, deal in found
    }


def _people(facts: Iterable[Fact]) -> tuple[PersonId, ...]:
    said = (fact.statement for fact in facts)
    placed = (one.person_id for one in said if isinstance(one, StakeholderAdded | StakeholderNamed))
    return tuple(dict.fromkeys(one for one in placed if one is not None))


async def _facts_of_people(
    tx: Transaction, viewer: Viewer, people: tuple[PersonId, ...], as_of: datetime, known_at: datetime | None
) -> list[Fact]:
    found = await select_facts(
        tx,
        [
            # Somebody is known by the name they were recorded with, before the recording too.
            Selection((PersonDescribed,), subjects=people, known_at=known_at),
            Selection((EmployedAt,), subjects=people, observed_to=as_of, known_at=known_at),
            Selection((Influences, Knows), mentioning=people, observed_to=as_of, known_at=known_at),
        ],
    )
    return await seen_facts(tx, viewer, found)


async def _contacts(
    tx: Transaction, viewer: Viewer, people: tuple[PersonId, ...], as_of: datetime, known_at: datetime | None
) -> dict[PersonId, ContactCount]:
    since = as_of - COVERAGE_WINDOW
    if known_at is None:
        window = {"from": to_micros(since), "to": to_micros(as_of)}
        (found,) = await tx.row(cypher.LIST_CONTACTS, {**sight(viewer), **window, "ids": people})
        return count_contacts((PersonId(person_id), InteractionKind(kind)) for person_id, kind in found)
    with_them = Selection((Interacted,), mentioning=people, observed_to=as_of, known_at=known_at)
    facts = await seen_facts(tx, viewer, standing_facts(await select_facts(tx, [with_them])))
    wanted = set(people)
    return count_contacts(
        (person_id, fact.statement.kind)
        for fact in facts
        if isinstance(fact.statement, Interacted) and fact.observed_at > since
        for person_id in dict.fromkeys(fact.statement.person_ids)
        if person_id in wanted
    )
