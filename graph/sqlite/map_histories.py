"""What maps were made of through all time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.codes import InteractionKind
from domain.interaction import Interacted
from graph.codec import from_micros, to_micros
from graph.map_history import contact_times, gather
from graph.sqlite.facts import drive, load_facts
from graph.sqlite.maps import owners_known
from graph.sqlite.query import Query, Snapshot, to_json
from graph.store import MapHistory, Selection

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import datetime

    from domain.ids import MapId, PersonId
    from domain.viewer import Viewer
    from graph.store import ContactTimes

_KINDS: Final = {str(kind): kind for kind in InteractionKind}

CONTACT_TIMES: Final = Query("""
    SELECT asked.value, contact.at, contact.kind
    FROM json_each(:people) AS asked
    CROSS JOIN participation AS contact
        ON contact.person_id = asked.value AND contact.at > :after AND contact.at <= :until
    CROSS JOIN account ON account.id = contact.account_id AND ACCOUNT_VISIBLE
    CROSS JOIN person ON person.id = contact.person_id AND PERSON_VISIBLE
    ORDER BY asked.key, contact.at, contact.kind
""")


def list_map_histories(
    connection: sqlite3.Connection, viewer: Viewer, map_ids: Sequence[MapId], known_at: datetime | None
) -> list[MapHistory | None]:
    """Read the histories of maps, in the order asked for; null for one that may not be seen."""
    owners = owners_known(connection, viewer, map_ids, known_at)
    found = drive(gather([*owners], known_at), lambda asked: load_facts(connection, viewer, asked))
    return [MapHistory(*owners[id_], found.get(id_, ())) if id_ in owners else None for id_ in map_ids]


def list_contact_times(
    connection: sqlite3.Connection,
    viewer: Viewer,
    person_ids: Sequence[PersonId],
    after: datetime,
    until: datetime,
    known_at: datetime | None,
) -> dict[PersonId, ContactTimes]:
    """Read when people were met in (after, until]."""
    if known_at is not None:
        kinds = (Interacted,)
        met = Selection(kinds, mentioning=tuple(person_ids), observed_to=until, known_at=known_at)
        return contact_times(load_facts(connection, viewer, [met]), person_ids, after)
    window = {"after": to_micros(after), "until": to_micros(until)}
    found: dict[PersonId, list[tuple[datetime, InteractionKind]]] = {}
    for person_id, at, kind in Snapshot(connection, viewer).each(
        CONTACT_TIMES, people=to_json(dict.fromkeys(person_ids)), **window
    ):
        found.setdefault(person_id, []).append((from_micros(at), _KINDS[kind]))
    return {person_id: tuple(times) for person_id, times in found.items()}
