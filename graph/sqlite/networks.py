"""Whom we know around some people, and who knows whom there."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from domain.decision_map import COVERAGE_WINDOW
from graph.codec import to_micros
from graph.network import Exploration
from graph.sqlite.query import Query, Snapshot, to_json

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from domain.ids import PersonId, SellerId
    from domain.network_influence import Surroundings

SEEN_PEOPLE: Final = Query("""
    SELECT person.id FROM json_each(:people) AS asked CROSS JOIN person ON person.id = asked.value
    WHERE PERSON_VISIBLE
""")
_KNOWN_BY: Final = """
    SELECT asked.value, tie.source FROM json_each(:people) AS asked
    CROSS JOIN relationship AS tie ON tie.kind = 'KNOWS' AND tie.target = asked.value
    WHERE substr(tie.source, 1, 7) = 'seller_'
    UNION
    SELECT asked.value, tie.target FROM json_each(:people) AS asked
    CROSS JOIN relationship AS tie ON tie.kind = 'KNOWS' AND tie.source = asked.value
    WHERE substr(tie.target, 1, 7) = 'seller_'
"""
KNOWN_BY: Final = Query(_KNOWN_BY)
# Nobody ('') where an interaction names none of us.
MET_BY: Final = Query(f"""
    {_KNOWN_BY}
    UNION
    SELECT asked.value, coalesce(ours.value, '') FROM json_each(:people) AS asked
    CROSS JOIN participation AS contact
        ON contact.person_id = asked.value AND contact.at > :after AND contact.at <= :at
    CROSS JOIN account ON account.id = contact.account_id AND ACCOUNT_VISIBLE
    LEFT JOIN json_each(contact.seller_ids) AS ours
""")
MET_WITHIN: Final = Query("""
    SELECT DISTINCT asked.value, coalesce(ours.value, '') FROM json_each(:people) AS asked
    CROSS JOIN person ON person.id = asked.value AND PERSON_VISIBLE
    CROSS JOIN participation AS contact
        ON contact.person_id = person.id AND contact.at > :after AND contact.at <= :at
    CROSS JOIN account ON account.id = contact.account_id AND ACCOUNT_VISIBLE
    LEFT JOIN json_each(contact.seller_ids) AS ours
""")
_TIE_VISIBLE: Final = """(
    tie.account_id IS NULL
    OR EXISTS (SELECT 1 FROM account WHERE account.id = tie.account_id AND ACCOUNT_VISIBLE)
)"""
# Whether the other end may be seen is asked once they are all known.
TIED_TO: Final = Query(f"""
    SELECT asked.value, tie.target FROM json_each(:people) AS asked
    CROSS JOIN relationship AS tie
        ON tie.kind IN ('REPORTS_TO', 'INFLUENCES', 'KNOWS') AND tie.source = asked.value
    WHERE substr(tie.target, 1, 7) = 'person_' AND {_TIE_VISIBLE}
    UNION ALL
    SELECT asked.value, tie.source FROM json_each(:people) AS asked
    CROSS JOIN relationship AS tie INDEXED BY relationship_back
        ON tie.kind IN ('REPORTS_TO', 'INFLUENCES', 'KNOWS') AND tie.target = asked.value
    WHERE substr(tie.source, 1, 7) = 'person_' AND {_TIE_VISIBLE}
""")
_WINDOW: Final = COVERAGE_WINDOW // timedelta(microseconds=1)


def load_surroundings(snapshot: Snapshot, person_ids: Iterable[PersonId], at: datetime) -> Surroundings:
    """Read the surroundings of some people as they are now."""
    return _explore(snapshot, Exploration(person_ids), at)


def surroundings_of(
    snapshot: Snapshot, person_ids: Sequence[PersonId], at: datetime, met: Mapping[PersonId, Collection[SellerId]]
) -> Surroundings:
    """Read the same of people who may be seen, where it has been read who of us has met them."""
    exploring = Exploration(person_ids)
    if exploring.frontier:
        exploring.take(person_ids, met, _tied_to(snapshot, exploring.further(person_ids, met)))
    return _explore(snapshot, exploring, at)


def known_by(snapshot: Snapshot, person_ids: Iterable[PersonId]) -> dict[PersonId, frozenset[SellerId]]:
    """Read who of us has a KNOWS with whom."""
    return _by_person(snapshot.rows(KNOWN_BY, people=to_json(person_ids)))


def _explore(snapshot: Snapshot, exploring: Exploration, at: datetime) -> Surroundings:
    """Go on round by round outwards."""
    until = to_micros(at)
    while exploring.frontier:
        visible = {id_ for (id_,) in snapshot.rows(SEEN_PEOPLE, people=to_json(exploring.frontier))}
        met = _by_person(snapshot.rows(MET_BY, people=to_json(visible), at=until, after=until - _WINDOW))
        exploring.take(visible, met, _tied_to(snapshot, exploring.further(visible, met)))
    return exploring.found()


def _tied_to(snapshot: Snapshot, person_ids: Sequence[PersonId]) -> dict[PersonId, set[PersonId]]:
    ties: dict[PersonId, set[PersonId]] = {one: set() for one in person_ids}
    if ties:
        for person, other in snapshot.rows(TIED_TO, people=to_json(ties)):
            ties[person].add(other)
    return ties


def list_met(snapshot: Snapshot, person_ids: Iterable[PersonId], at: datetime) -> dict[PersonId, frozenset[SellerId]]:
    """Read who of us was in an interaction with each person in the 365 days before a moment."""
    until = to_micros(at)
    return _by_person(snapshot.rows(MET_WITHIN, people=to_json(person_ids), at=until, after=until - _WINDOW))


def _by_person(rows: Iterable[tuple[Any, ...]]) -> dict[PersonId, frozenset[SellerId]]:
    """Gather who of us met whom; '' is nobody in particular."""
    met: dict[PersonId, set[SellerId]] = {}
    for person, seller in rows:
        met.setdefault(person, set()).update({seller} if seller else ())
    return {person: frozenset(sellers) for person, sellers in met.items()}
