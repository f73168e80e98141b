"""What maps were made of through all time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.codes import InteractionKind
from domain.ids import PersonId
from domain.interaction import Interacted
from graph.codec import from_micros, to_micros
from graph.map_history import contact_times, gather
from graph.neo4j.access import seen_facts, sight
from graph.neo4j.cypher.decision_map import LIST_CONTACT_TIMES
from graph.neo4j.facts import drive, select_facts
from graph.neo4j.maps import owners_known
from graph.store import MapHistory, Selection

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from domain.fact import Fact
    from domain.ids import MapId
    from domain.viewer import Viewer
    from graph.neo4j.connection import Transaction
    from graph.store import ContactTimes


async def list_map_histories(
    tx: Transaction, viewer: Viewer, map_ids: Sequence[MapId], known_at: datetime | None
) -> list[MapHistory | None]:
    """Return the histories of maps, in the order asked for; null for one that may not be seen."""

    async def read(wanted: tuple[Selection, ...]) -> list[Fact]:
        return await seen_facts(tx, viewer, await select_facts(tx, wanted))

    owners = await owners_known(tx, viewer, map_ids, known_at)
    found = await drive(gather([*owners], known_at), read)
    return [MapHistory(*owners[id_], found.get(id_, ())) if id_ in owners else None for id_ in map_ids]


async def list_contact_times(
    tx: Transaction,
    viewer: Viewer,
    person_ids: Sequence[PersonId],
    after: datetime,
    until: datetime,
    known_at: datetime | None,
) -> dict[PersonId, ContactTimes]:
    """Return when people were met in (after, until]."""
    if known_at is not None:
        kinds = (Interacted,)
        met = Selection(kinds, mentioning=tuple(person_ids), observed_to=until, known_at=known_at)
        return contact_times(await seen_facts(tx, viewer, await select_facts(tx, [met])), person_ids, after)
    window = {"from": to_micros(after), "to": to_micros(until)}
    (found,) = await tx.row(LIST_CONTACT_TIMES, {**sight(viewer), **window, "ids": list(dict.fromkeys(person_ids))})
    return {
        PersonId(person_id): tuple((from_micros(at), InteractionKind(kind)) for at, kind in times)
        for person_id, times in found
    }
