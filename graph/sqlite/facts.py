"""Reading facts: by selection, by change, and as a viewer may see them."""

from __future__ import annotations

from collections import defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, TypeVar

import orjson

from domain.assessment import DIMENSIONS, Assessed
from domain.change import Corrected, Undone
from domain.fact import Change, Fact
from domain.merge import Merged
from graph.codec import KINDS, decode, from_micros, kind_of, to_micros
from graph.seen_facts import Seen, about, gone_parties, kept_parties, named_parties, needed
from graph.sqlite.query import Query, Snapshot, to_json
from graph.store import Selection

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence

    from domain.ids import ChangeId
    from domain.viewer import Viewer

FOREVER: Final = 2**63 - 1
"""After every moment, in microseconds."""
_TAKINGS: Final = to_json((kind_of(Undone), kind_of(Corrected)))
_EVERY_KIND: Final = to_json(KINDS)

# What `_fact` reads, then whether something has taken the fact back.
_FACT: Final = """
    fact.id, change.id, fact.observed_at, fact.recorded_at, fact.stated_by, fact.kind, fact.public, fact.personal,
    fact.flagged
"""
_IN_TIME: Final = "fact.observed_at <= :observed_to AND fact.recorded_at <= :known_at"

FACTS_BY_STREAM: Final = f"""
    SELECT {_FACT} FROM json_each(:values) AS asked CROSS JOIN json_each(:kinds) AS said
    CROSS JOIN fact ON fact.stream = asked.value AND fact.kind = said.value AND {_IN_TIME}
    CROSS JOIN change ON change.position = fact.change
"""
FACTS_BY_SUBJECT: Final = f"""
    SELECT {_FACT} FROM json_each(:values) AS asked CROSS JOIN json_each(:kinds) AS said
    CROSS JOIN fact ON fact.kind = said.value AND fact.subject = asked.value AND {_IN_TIME}
    CROSS JOIN change ON change.position = fact.change
"""
FACTS_BY_MENTION: Final = f"""
    SELECT {_FACT} FROM json_each(:values) AS asked CROSS JOIN json_each(:kinds) AS said
    CROSS JOIN mention
        ON mention.object = asked.value AND mention.kind = said.value AND mention.observed_at <= :observed_to
    CROSS JOIN fact ON fact.number = mention.fact AND fact.recorded_at <= :known_at
    CROSS JOIN change ON change.position = fact.change
"""
FACTS_BY_CHANGE: Final = f"""
    SELECT {_FACT} FROM json_each(:values) AS asked
    CROSS JOIN change ON change.id = asked.value
    CROSS JOIN fact ON fact.change = change.position AND {_IN_TIME}
    WHERE fact.kind IN (SELECT value FROM json_each(:kinds))
"""
FACTS_BY_ID: Final = f"""
    SELECT {_FACT} FROM json_each(:values) AS asked
    CROSS JOIN fact ON fact.id = asked.value AND {_IN_TIME}
    CROSS JOIN change ON change.position = fact.change
    WHERE fact.kind IN (SELECT value FROM json_each(:kinds))
"""
FACTS_BY_SELLER: Final = f"""
    SELECT {_FACT} FROM json_each(:values) AS asked
    CROSS JOIN fact ON fact.stated_by = asked.value AND {_IN_TIME}
    CROSS JOIN change ON change.position = fact.change
    WHERE fact.kind IN (SELECT value FROM json_each(:kinds))
"""
FACTS_BY_KIND: Final = f"""
    SELECT {_FACT} FROM json_each(:kinds) AS said
    CROSS JOIN fact ON fact.kind = said.value AND {_IN_TIME}
    CROSS JOIN change ON change.position = fact.change
"""
CHANGE: Final = """
    SELECT id, position, recorded_at, made_by, mutation FROM change WHERE id = :id
"""
FACTS_OF_POSITIONS: Final = f"""
    SELECT {_FACT}, change.position
    FROM change CROSS JOIN fact ON fact.change = change.position
    WHERE change.position BETWEEN :first AND :last
    ORDER BY fact.number
"""
# Whether the viewer may see what exists; what exists no more is not among the rows.
SEEN_PARTIES: Final = Query("""
    SELECT account.id, ACCOUNT_VISIBLE FROM json_each(:ids) AS asked
    CROSS JOIN account ON account.id = asked.value
    UNION ALL
    SELECT person.id, PERSON_VISIBLE FROM json_each(:ids) AS asked CROSS JOIN person ON person.id = asked.value
    UNION ALL
    SELECT seller.id, TRUE FROM json_each(:ids) AS asked CROSS JOIN seller ON seller.id = asked.value
""")
SEEN_REFERRALS: Final = Query("""
    SELECT referral.id, PARTY_VISIBLE(referral.referrer) AND PARTY_VISIBLE(referral.referred)
    FROM json_each(:ids) AS asked CROSS JOIN referral ON referral.id = asked.value
""")

Row = tuple[Any, ...]
Asked = tuple[Selection, ...]
T = TypeVar("T")


def load_facts(connection: sqlite3.Connection, viewer: Viewer, selections: Sequence[Selection]) -> list[Fact]:
    """Read the facts of the selections that the viewer may see."""
    return _visible(connection, viewer, select_facts(connection, selections))


def is_needed(connection: sqlite3.Connection, ids: Sequence[str], but: ChangeId) -> bool:
    """Return whether another change says anything about the objects."""
    return needed(select_facts(connection, about(ids)), but)


def load_change(connection: sqlite3.Connection, viewer: Viewer, change_id: ChangeId) -> Change | None:
    """Read a change all of whose facts the viewer may see, in full; else null."""
    row = connection.execute(CHANGE, {"id": change_id}).fetchone()
    if row is None:
        return None
    facts = facts_of_positions(connection, row[1], row[1]).get(row[1], [])
    return to_change(row, facts) if _visible(connection, viewer, facts) == facts else None


def facts_of_positions(connection: sqlite3.Connection, first: int, last: int) -> dict[int, list[Fact]]:
    """Read the facts of changes from one position to another, by position, in the order they were stated in."""
    found: dict[int, list[Fact]] = {}
    for row in connection.execute(FACTS_OF_POSITIONS, {"first": first, "last": last}):
        found.setdefault(row[9], []).append(_fact(row))
    return found


def to_change(row: Row, facts: Iterable[Fact]) -> Change:
    """Make a change of its row and facts."""
    id_, position, recorded_at, by, mutation = row
    return Change(id_, position, from_micros(recorded_at), by, mutation, tuple(facts))


def load_latest_assessed(connection: sqlite3.Connection, viewer: Viewer, selection: Selection) -> list[Fact]:
    """Read assessments without those of which each dimension was said again later, within the selection.

    One that an undo or a correction has named is always read: the fold decides whether it stands.
    """
    rows = _latest(_select(connection, selection).values())
    return _visible(connection, viewer, [_fact(row) for row in rows])


def _latest(rows: Iterable[Row]) -> Iterator[Row]:
    assessed = kind_of(Assessed)
    unsaid: defaultdict[str, set[str]] = defaultdict(lambda: set(DIMENSIONS))
    for row in sorted(rows, key=_validity, reverse=True):
        if row[5] == assessed and not row[8]:
            said: dict[str, Any] = orjson.loads(row[6])
            missing = unsaid[said["stakeholder_id"]]
            if missing.isdisjoint(said):
                continue
            missing.difference_update(said)
        yield row


_validity: Final = itemgetter(2, 3, 0)


def select_facts(connection: sqlite3.Connection, selections: Iterable[Selection]) -> list[Fact]:
    """Read the facts of the selections, each once, with the undos and corrections that name them."""
    found: dict[str, Row] = {}
    for selection in selections:
        found |= _select(connection, selection)
    return [_fact(row) for row in found.values()]


def _select(connection: sqlite3.Connection, selection: Selection) -> dict[str, Row]:
    statement, values = _by(selection)
    known_at = FOREVER if selection.known_at is None else to_micros(selection.known_at)
    asked = {
        "values": to_json(values),
        "kinds": to_json(map(kind_of, selection.kinds)) if selection.kinds else _EVERY_KIND,
        "observed_to": FOREVER if selection.observed_to is None else to_micros(selection.observed_to),
        "known_at": known_at,
    }
    return with_takings(connection, {row[0]: row for row in connection.execute(statement, asked)}, known_at)


def _by(selection: Selection) -> tuple[str, Sequence[str]]:
    named = (
        (FACTS_BY_STREAM, selection.streams),
        (FACTS_BY_SUBJECT, selection.subjects),
        (FACTS_BY_MENTION, selection.mentioning),
        (FACTS_BY_CHANGE, selection.changes),
        (FACTS_BY_ID, selection.ids),
        (FACTS_BY_SELLER, selection.stated_by),
    )
    return next(((statement, values) for statement, values in named if values is not None), (FACTS_BY_KIND, ()))


def with_takings(connection: sqlite3.Connection, found: dict[str, Row], known_at: int) -> dict[str, Row]:
    """Add the undos and corrections that name facts or their changes, and those that name these, to the end."""
    asked: set[str] = set()
    fresh: Iterable[Row] = found.values()
    while wanted := {name for row in fresh if row[8] for name in row[:2]} - asked:
        asked |= wanted
        rows = connection.execute(
            FACTS_BY_SUBJECT,
            {"values": to_json(wanted), "kinds": _TAKINGS, "observed_to": FOREVER, "known_at": known_at},
        )
        fresh = [row for row in rows if row[0] not in found]
        found |= {row[0]: row for row in fresh}
    return found


def drive(work: Generator[Asked, Sequence[Fact], T], read: Callable[[Asked], Sequence[Fact]]) -> T:
    """Return what is worked out by something that yields selections and is sent the facts of them."""
    try:
        wanted = next(work)
        while True:
            wanted = work.send(read(wanted))
    except StopIteration as done:
        return done.value


def _visible(connection: sqlite3.Connection, viewer: Viewer, facts: list[Fact]) -> list[Fact]:
    if viewer.is_admin:
        return facts
    parties, referrals = named_parties(facts)
    snapshot = Snapshot(connection, viewer)
    seen = dict(snapshot.rows(SEEN_PARTIES, ids=to_json(parties)))
    if gone := gone_parties(parties, seen):
        kept = kept_parties(select_facts(connection, [Selection((Merged,), subjects=gone)]))
        sees = dict(snapshot.rows(SEEN_PARTIES, ids=to_json(kept.values())))
        seen |= {id_: sees[one] for id_, one in kept.items() if one in sees}
    seen |= dict(snapshot.rows(SEEN_REFERRALS, ids=to_json(referrals)))
    rule = Seen(viewer, {id_: bool(visible) for id_, visible in seen.items()})
    return [shown for fact in facts if (shown := rule.fact(fact)) is not None]


def _fact(row: Row) -> Fact:
    id_, change, observed_at, recorded_at, by, kind, public, personal = row[:8]
    return Fact(id_, change, from_micros(observed_at), from_micros(recorded_at), by, decode(kind, public, personal))
