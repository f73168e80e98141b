"""Writing the rows of the current graph that a projection changed.

What may have changed is deleted, then what there is now inserted, for all tables before the next step: so no unique
key is taken by a row that is about to go.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from domain.account import Account
from domain.assessment import Assessment
from domain.commitment import Commitment
from domain.contact_level import ContactLevel
from domain.decision_map import map_status
from domain.finding_note import FindingNote
from domain.interaction import Interaction
from domain.opportunity import Opportunity
from domain.order import Order
from domain.person import Person
from domain.referral import Referral
from domain.search_text import fold_name
from domain.seller import Seller
from domain.stage import Transition
from domain.stakeholder import Stakeholder
from graph.codec import row_codec, to_micros
from graph.search import words_of
from graph.sqlite import columns
from graph.sqlite.maps import PERSON_AT
from graph.sqlite.query import to_json

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

    from domain.tie import Influences, Knows, ReportsTo
    from domain.world import World
    from graph.projection import Rows

Row = tuple[Any, ...]


def _forget_words(table: str, index: str) -> tuple[str, str]:
    return (
        f"""
        INSERT INTO {index} ({index}, rowid, words) SELECT 'delete', {table}.number, {table}.words
        FROM json_each(:keys) AS asked CROSS JOIN {table} ON {table}.id = asked.value
        """,
        f"DELETE FROM {table} WHERE id IN (SELECT value FROM json_each(:keys))",
    )


_FORGET_PARTY: Final = _forget_words("party", "search")
DELETES: Final[Mapping[str, tuple[str, ...]]] = {
    "accounts": (
        "DELETE FROM account WHERE id IN (SELECT value FROM json_each(:keys))",
        # Named, since from version 3.46 on SQLite would rather go through all of both kinds.
        """
        DELETE FROM relationship INDEXED BY relationship_back
        WHERE kind IN ('OWNS', 'ON_TEAM') AND target IN (SELECT value FROM json_each(:keys))
        """,
        *_FORGET_PARTY,
    ),
    "people": (
        "DELETE FROM person WHERE id IN (SELECT value FROM json_each(:keys))",
        "DELETE FROM relationship WHERE kind = 'WORKS_AT' AND source IN (SELECT value FROM json_each(:keys))",
        *_FORGET_PARTY,
    ),
    "sellers": ("DELETE FROM seller WHERE id IN (SELECT value FROM json_each(:keys))", *_FORGET_PARTY),
    "opportunities": (
        "DELETE FROM opportunity WHERE id IN (SELECT value FROM json_each(:keys))",
        *_forget_words("opportunity_words", "search_opportunity"),
    ),
    "stakeholders": (
        "DELETE FROM stakeholder WHERE id IN (SELECT value FROM json_each(:keys))",
        "DELETE FROM assessment WHERE stakeholder_id IN (SELECT value FROM json_each(:keys))",
    ),
    # A key is `account/person`, `source/target`, `one/other` in the order of their ids, `ladder/account`.
    "reports": (
        """
        DELETE FROM relationship
        WHERE kind = 'REPORTS_TO' AND (source, account_id) IN (
            SELECT substr(value, instr(value, '/') + 1), substr(value, 1, instr(value, '/') - 1)
            FROM json_each(:keys)
        )
        """,
    ),
    "influences": (
        """
        DELETE FROM relationship
        WHERE kind = 'INFLUENCES' AND (source, target) IN (
            SELECT substr(value, 1, instr(value, '/') - 1), substr(value, instr(value, '/') + 1)
            FROM json_each(:keys)
        )
        """,
    ),
    "acquaintances": (
        """
        DELETE FROM relationship
        WHERE kind = 'KNOWS' AND (source, target) IN (
            SELECT one, other FROM (
                SELECT substr(value, 1, instr(value, '/') - 1) AS one, substr(value, instr(value, '/') + 1) AS other
                FROM json_each(:keys)
                UNION ALL
                SELECT substr(value, instr(value, '/') + 1), substr(value, 1, instr(value, '/') - 1)
                FROM json_each(:keys)
            )
        )
        """,
    ),
    "interactions": (
        """
        DELETE FROM participation
        WHERE (person_id, at, interaction_id) IN (
            SELECT present.value, interaction.at, interaction.id FROM json_each(:keys) AS asked
            CROSS JOIN interaction ON interaction.id = asked.value
            CROSS JOIN json_each(interaction.person_ids) AS present
        )
        """,
        "DELETE FROM interaction WHERE id IN (SELECT value FROM json_each(:keys))",
    ),
    "orders": ("DELETE FROM purchase WHERE id IN (SELECT value FROM json_each(:keys))",),
    "referrals": ("DELETE FROM referral WHERE id IN (SELECT value FROM json_each(:keys))",),
    "standings": (
        """
        DELETE FROM transition
        WHERE (account_id, ladder) IN (
            SELECT substr(value, instr(value, '/') + 1), substr(value, 1, instr(value, '/') - 1)
            FROM json_each(:keys)
        )
        """,
    ),
    # A key is `seller/stakeholder`, `account/insight`.
    "contact_levels": (
        """
        DELETE FROM contact_level
        WHERE (seller_id, stakeholder_id) IN (
            SELECT substr(value, 1, instr(value, '/') - 1), substr(value, instr(value, '/') + 1)
            FROM json_each(:keys)
        )
        """,
    ),
    "commitments": ("DELETE FROM commitment WHERE id IN (SELECT value FROM json_each(:keys))",),
    "finding_notes": (
        """
        DELETE FROM finding_note
        WHERE (account_id, insight_id) IN (
            SELECT substr(value, 1, instr(value, '/') - 1), substr(value, instr(value, '/') + 1)
            FROM json_each(:keys)
        )
        """,
    ),
}
INSERTS: Final[Mapping[str, str]] = {
    "account": columns.insert(Account, "account", "name_folded", "industry_folded"),
    "person": columns.insert(Person, "person"),
    "seller": columns.insert(Seller, "seller", "email_folded"),
    "opportunity": columns.insert(Opportunity, "opportunity"),
    "stakeholder": columns.insert(Stakeholder, "stakeholder"),
    "assessment": columns.insert(Assessment, "assessment"),
    "interaction": columns.insert(Interaction, "interaction"),
    "participation": """
        INSERT INTO participation (person_id, at, interaction_id, account_id, kind, direction, seller_ids)
        VALUES (?, ?, ?, ?, ?, ?, ?)
    """,
    "purchase": columns.insert(Order, "purchase"),
    "referral": columns.insert(Referral, "referral", "status"),
    "transition": columns.insert(Transition, "transition", "place"),
    "contact_level": columns.insert(ContactLevel, "contact_level"),
    "commitment": columns.insert(Commitment, "commitment"),
    "finding_note": columns.insert(FindingNote, "finding_note"),
    "relationship": """
        INSERT INTO relationship (kind, source, target, since, until, account_id, strength, label)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    """,
    "party": "INSERT INTO party (number, id, name, words) VALUES (?, ?, ?, ?)",
    "search": "INSERT INTO search (rowid, words) VALUES (?, ?)",
    "opportunity_words": "INSERT INTO opportunity_words (number, id, words) VALUES (?, ?, ?)",
    "search_opportunity": "INSERT INTO search_opportunity (rowid, words) VALUES (?, ?)",
}
LAST_PARTY: Final = "SELECT coalesce(max(number), 0) FROM party"
LAST_OPPORTUNITY: Final = "SELECT coalesce(max(number), 0) FROM opportunity_words"
MAP_STATUS_MEMBERS: Final = f"""
    SELECT {columns.STAKEHOLDER}, {columns.PERSON} FROM json_each(:maps) AS asked
    CROSS JOIN stakeholder ON stakeholder.map_id = asked.value
    LEFT JOIN person ON person.id = stakeholder.person_id
"""
DELETE_STATUSES: Final = "DELETE FROM map_status WHERE map_id IN (SELECT value FROM json_each(:maps))"
INSERT_STATUS: Final = "INSERT INTO map_status (map_id, status) VALUES (?, ?)"

_ACCOUNT: Final = row_codec(Account).encode
_PERSON: Final = row_codec(Person).encode
_SELLER: Final = row_codec(Seller).encode
_OPPORTUNITY: Final = row_codec(Opportunity).encode
_STAKEHOLDER: Final = row_codec(Stakeholder).encode
_ASSESSMENT: Final = row_codec(Assessment).encode
_INTERACTION: Final = row_codec(Interaction).encode
_ORDER: Final = row_codec(Order).encode
_REFERRAL: Final = row_codec(Referral).encode
_TRANSITION: Final = row_codec(Transition).encode
_CONTACT_LEVEL: Final = row_codec(ContactLevel).encode
_COMMITMENT: Final = row_codec(Commitment).encode
_FINDING_NOTE: Final = row_codec(FindingNote).encode


def write_rows(connection: sqlite3.Connection, changed: Rows) -> None:
    """Write what changed, then the status of every map concerned, from the graph as it is then."""
    for table, keys in changed.touched.items():
        if keys:
            asked = {"keys": to_json(keys)}
            for statement in DELETES[table]:
                connection.execute(statement, asked)
    for table, rows in _tables(changed):
        connection.executemany(INSERTS[table], rows)
    _write_words(connection, changed)
    if changed.maps:
        _write_statuses(connection, to_json(changed.maps))


def _tables(changed: Rows) -> Iterator[tuple[str, Iterable[Row]]]:
    """Give rows table by table. The world may hold more than was touched: what was read for others' sake."""
    world, touched = changed.world, changed.touched
    accounts = _touched(world.accounts, touched.get("accounts"))
    people = _touched(world.people, touched.get("people"))
    interactions = _touched(world.interactions, touched.get("interactions"))
    sellers = _touched(world.sellers, touched.get("sellers"))
    opportunities = _touched(world.opportunities, touched.get("opportunities"))
    stakeholders = _touched(world.stakeholders, touched.get("stakeholders"))
    orders = _touched(world.orders, touched.get("orders"))
    referrals = _touched(world.referrals, touched.get("referrals"))
    yield "account", map(_account, accounts)
    yield "person", map(_PERSON, people)
    yield "seller", ((*_SELLER(one), one.email.casefold() if one.email else None) for one in sellers)
    yield "opportunity", map(_OPPORTUNITY, opportunities)
    yield "stakeholder", map(_STAKEHOLDER, stakeholders)
    yield "assessment", _assessments(world, touched.get("stakeholders"))
    yield "interaction", map(_INTERACTION, interactions)
    yield "participation", sorted(chain.from_iterable(map(_participations, interactions)))
    yield "purchase", map(_ORDER, orders)
    yield "referral", ((*_REFERRAL(one), one.status.value) for one in referrals)
    yield "transition", _moves(world, touched.get("standings"))
    yield "contact_level", map(_CONTACT_LEVEL, _tied(world.contact_levels, touched.get("contact_levels")))
    yield "commitment", map(_COMMITMENT, _touched(world.commitments, touched.get("commitments")))
    yield "finding_note", map(_FINDING_NOTE, _tied(world.finding_notes, touched.get("finding_notes")))
    yield "relationship", chain.from_iterable(map(_staff, accounts))
    yield "relationship", chain.from_iterable(map(_work, people))
    yield "relationship", _ties(world, touched)


def _touched(found: Mapping[Any, Any], keys: frozenset[str] | None) -> list[Any]:
    return [one for key, one in found.items() if key in keys] if keys else []


def _account(account: Account) -> Row:
    return (*_ACCOUNT(account), fold_name(account.name), fold_name(account.industry or ""))


def _assessments(world: World, keys: frozenset[str] | None) -> Iterable[Row]:
    return (_ASSESSMENT(one) for one in world.assessments.values() if keys and one.stakeholder_id in keys)


def _participations(one: Interaction) -> Iterator[Row]:
    at, kind, sellers = to_micros(one.at), str(one.kind), to_json(dict.fromkeys(one.seller_ids))
    said = (at, one.id, one.account_id, kind, str(one.direction), sellers)
    return ((person_id, *said) for person_id in dict.fromkeys(one.person_ids))


def _moves(world: World, keys: frozenset[str] | None) -> Iterator[Row]:
    """Give the moves on each ladder, which the fold has put in the order of validity, with the place of each."""
    places: defaultdict[str, int] = defaultdict(int)
    for move in world.transitions.values() if keys else ():
        subject = f"{move.ladder}/{move.account_id}"
        places[subject] += 1
        yield (*_TRANSITION(move), places[subject])


def _staff(account: Account) -> Iterator[Row]:
    if account.owner_id is not None:
        yield ("OWNS", account.owner_id, account.id, 0, None, None, None, None)
    for seller_id in account.team_ids:
        yield ("ON_TEAM", seller_id, account.id, 0, None, None, None, None)


def _work(person: Person) -> Iterator[Row]:
    for work in person.employments:
        since = to_micros(work.since) if work.since is not None else -(2**63)
        until = to_micros(work.until) if work.until is not None else None
        yield ("WORKS_AT", person.id, work.account_id, since, until, None, None, work.title)


def _ties(world: World, touched: Mapping[str, frozenset[str]]) -> Iterator[Row]:
    yield from map(_report, _tied(world.reports, touched.get("reports")))
    yield from map(_influence, _tied(world.influences, touched.get("influences")))
    yield from map(_knows, _tied(world.acquaintances, touched.get("acquaintances")))


def _tied(found: Mapping[tuple[Any, Any], Any], keys: frozenset[str] | None) -> list[Any]:
    return [tie for ends, tie in found.items() if "/".join(ends) in keys] if keys else []


def _report(tie: ReportsTo) -> Row:
    return ("REPORTS_TO", tie.person_id, tie.manager_id, 0, None, tie.account_id, None, None)


def _influence(tie: Influences) -> Row:
    return ("INFLUENCES", tie.source, tie.target, 0, None, None, tie.strength, tie.polarity.value)


def _knows(tie: Knows) -> Row:
    circle = tie.circle.value if tie.circle is not None else None
    return ("KNOWS", tie.source, tie.target, 0, None, None, tie.strength, circle)


def _write_words(connection: sqlite3.Connection, changed: Rows) -> None:
    world, touched = changed.world, changed.touched
    parties: list[Account | Person | Seller] = [
        *_touched(world.accounts, touched.get("accounts")),
        *_touched(world.people, touched.get("people")),
        *_touched(world.sellers, touched.get("sellers")),
    ]
    if parties:
        (last,) = connection.execute(LAST_PARTY).fetchone()
        rows = [(number, party.id, party.name, words_of(party)) for number, party in enumerate(parties, start=last + 1)]
        connection.executemany(INSERTS["party"], rows)
        connection.executemany(INSERTS["search"], ((number, words) for number, _, _, words in rows))
    if opportunities := _touched(world.opportunities, touched.get("opportunities")):
        (last,) = connection.execute(LAST_OPPORTUNITY).fetchone()
        found = [(number, one.id, words_of(one)) for number, one in enumerate(opportunities, start=last + 1)]
        connection.executemany(INSERTS["opportunity_words"], found)
        connection.executemany(INSERTS["search_opportunity"], ((number, words) for number, _, words in found))


def _write_statuses(connection: sqlite3.Connection, maps: str) -> None:
    members: defaultdict[str, list[Stakeholder]] = defaultdict(list)
    people: dict[Any, Person] = {}
    for row in connection.execute(MAP_STATUS_MEMBERS, {"maps": maps}):
        stakeholder = row_codec(Stakeholder).decode(row)
        found = members[stakeholder.map_id]
        if stakeholder.until is None:
            found.append(stakeholder)
        if row[PERSON_AT] is not None:
            people[row[PERSON_AT]] = row_codec(Person).decode(row[PERSON_AT:])
    connection.execute(DELETE_STATUSES, {"maps": maps})
    statuses = [(map_id, map_status(live, people).value) for map_id, live in members.items()]
    connection.executemany(INSERT_STATUS, statuses)
