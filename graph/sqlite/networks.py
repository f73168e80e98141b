"""Whom we know around some people, and who knows whom there."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from domain.decision_map import COVERAGE_WINDOW
from graph.codec import to_micros
from graph.network import Exploration
from graph.sqlite.query import Query, Snapshot, to_json

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from domain.ids import PersonId, SellerId
    from domain.network_influence import Surroundings

SEEN_PEOPLE: Final = Query("""
    SELECT person.id FROM json_each(:people) AS asked CROSS JOIN person ON person.id = asked.value
    WHERE PERSON_VISIBLE
""")
# Nobody ('') where an interaction names none of us.
MET_BY: Final = Query("""
    SELECT asked.value, tie.source FROM json_each(:people) AS asked
    CROSS JOIN relationship AS tie ON tie.kind = 'KNOWS' AND tie.target = asked.value
    WHERE substr(tie.source, 1, 7) = 'seller_'
    UNION
    SELECT asked.value, tie.target FROM json_each(:people) AS asked
    CROSS JOIN relationship AS tie ON tie.kind = 'KNOWS' AND tie.source = asked.value
    WHERE substr(tie.target, 1, 7) = 'seller_'
    UNION
    SELECT asked.value, coalesce(staff.value, '') FROM json_each(:people) AS asked
    CROSS JOIN participation AS contact
        ON contact.person_id = asked.value AND contact.at > :after AND contact.at <= :at
    CROSS JOIN account ON account.id = contact.account_id AND ACCOUNT_VISIBLE
    CROSS JOIN interaction ON interaction.id = contact.interaction_id
    LEFT JOIN json_each(interaction.seller_ids) AS staff
""")
MET_WITHIN: Final = Query("""
    SELECT DISTINCT asked.value, coalesce(staff.value, '') FROM json_each(:people) AS asked
    CROSS JOIN person ON person.id = asked.value AND PERSON_VISIBLE
    CROSS JOIN participation AS contact
        ON contact.person_id = person.id AND contact.at > :after AND contact.at <= :at
    CROSS JOIN account ON account.id = contact.account_id AND ACCOUNT_VISIBLE
    CROSS JOIN interaction ON interaction.id = contact.interaction_id
    LEFT JOIN json_each(interaction.seller_ids) AS staff
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
    UNION
    SELECT asked.value, tie.source FROM json_each(:people) AS asked
    CROSS JOIN relationship AS tie INDEXED BY relationship_back
        ON tie.kind IN ('REPORTS_TO', 'INFLUENCES', 'KNOWS') AND tie.target = asked.value
    WHERE substr(tie.source, 1, 7) = 'person_' AND {_TIE_VISIBLE}
""")
_WINDOW: Final = COVERAGE_WINDOW // timedelta(microseconds=1)


def load_surroundings(snapshot: Snapshot, person_ids: Iterable[PersonId], at: datetime) -> Surroundings:
    """Read the surroundings of some people as they are now, round by round outwards."""
    exploring, until = Exploration(person_ids), to_micros(at)
    while exploring.frontier:
        visible = {id_ for (id_,) in snapshot.rows(SEEN_PEOPLE, people=to_json(exploring.frontier))}
        met = _by_person(snapshot.rows(MET_BY, people=to_json(visible), at=until, after=until - _WINDOW))
        ties: dict[PersonId, set[PersonId]] = {one: set() for one in exploring.further(visible, met)}
        for person, other in snapshot.rows(TIED_TO, people=to_json(ties)):
            ties[person].add(other)
        exploring.take(visible, met, ties)
    return exploring.found()


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
