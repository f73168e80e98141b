"""Reading objects by id and by key, and what of them the viewer may not see."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from domain.account import Account
from domain.assessment import Assessment
from domain.commitment import Commitment
from domain.ids import id_type
from domain.interaction import Interaction
from domain.opportunity import Opportunity
from domain.order import Order
from domain.person import Person
from domain.referral import Referral
from domain.seller import Seller
from domain.stage import Transition
from domain.stakeholder import Stakeholder
from graph.codec import row_codec
from graph.sqlite import columns
from graph.sqlite.query import Query, Snapshot, to_json

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from graph.store import KeyedType, Node

T = TypeVar("T")

BY_ID: Final = {
    Account: Query(f"""
        SELECT {columns.ACCOUNT} FROM json_each(:ids) AS asked
        CROSS JOIN account ON account.id = asked.value
        WHERE ACCOUNT_VISIBLE
    """),
    Person: Query(f"""
        SELECT {columns.PERSON} FROM json_each(:ids) AS asked
        CROSS JOIN person ON person.id = asked.value
        WHERE PERSON_VISIBLE
    """),
    Seller: Query(f"""
        SELECT {columns.SELLER} FROM json_each(:ids) AS asked
        CROSS JOIN seller ON seller.id = asked.value
    """),
    Opportunity: Query(f"""
        SELECT {columns.OPPORTUNITY} FROM json_each(:ids) AS asked
        CROSS JOIN opportunity ON opportunity.id = asked.value
        JOIN account ON account.id = opportunity.account_id
        WHERE ACCOUNT_VISIBLE
    """),
    Stakeholder: Query(f"""
        SELECT {columns.STAKEHOLDER} FROM json_each(:ids) AS asked
        CROSS JOIN stakeholder ON stakeholder.id = asked.value
        JOIN account ON account.id = stakeholder.account_id
        WHERE ACCOUNT_VISIBLE
    """),
    Assessment: Query(f"""
        SELECT {columns.ASSESSMENT} FROM json_each(:ids) AS asked
        CROSS JOIN assessment ON assessment.id = asked.value
        JOIN account ON account.id = assessment.account_id
        WHERE ACCOUNT_VISIBLE
    """),
    Interaction: Query(f"""
        SELECT {columns.INTERACTION} FROM json_each(:ids) AS asked
        CROSS JOIN interaction ON interaction.id = asked.value
        JOIN account ON account.id = interaction.account_id
        WHERE ACCOUNT_VISIBLE
    """),
    Order: Query(f"""
        SELECT {columns.PURCHASE} FROM json_each(:ids) AS asked
        CROSS JOIN purchase ON purchase.id = asked.value
        JOIN account ON account.id = purchase.account_id
        WHERE ACCOUNT_VISIBLE
    """),
    Referral: Query(f"""
        SELECT {columns.REFERRAL} FROM json_each(:ids) AS asked
        CROSS JOIN referral ON referral.id = asked.value
        WHERE PARTY_VISIBLE(referral.referrer) AND PARTY_VISIBLE(referral.referred)
    """),
    Transition: Query(f"""
        SELECT {columns.TRANSITION} FROM json_each(:ids) AS asked
        CROSS JOIN transition ON transition.id = asked.value
        JOIN account ON account.id = transition.account_id
        WHERE ACCOUNT_VISIBLE
    """),
    Commitment: Query(f"""
        SELECT {columns.COMMITMENT} FROM json_each(:ids) AS asked
        CROSS JOIN commitment ON commitment.id = asked.value
        JOIN account ON account.id = commitment.account_id
        WHERE ACCOUNT_VISIBLE
    """),
}
BY_KEY: Final[dict[KeyedType, tuple[type, Query]]] = {
    "account": (
        Account,
        Query("""
            SELECT asked.key, account.id FROM json_each(:keys) AS asked
            CROSS JOIN account ON account.external_id = asked.value
        """),
    ),
    "person": (
        Person,
        Query("""
            SELECT asked.key, person.id FROM json_each(:keys) AS asked
            CROSS JOIN person ON person.external_id = asked.value
        """),
    ),
    "seller": (
        Seller,
        Query("""
            SELECT asked.key, seller.id FROM json_each(:keys) AS asked
            CROSS JOIN seller ON seller.email_folded = asked.value
        """),
    ),
    "opportunity": (
        Opportunity,
        Query("""
            SELECT asked.key, opportunity.id FROM json_each(:keys) AS asked
            CROSS JOIN opportunity ON opportunity.external_id = asked.value
        """),
    ),
    "interaction": (
        Interaction,
        Query("""
            SELECT asked.key, interaction.id FROM json_each(:keys) AS asked
            CROSS JOIN interaction ON interaction.external_id = asked.value
        """),
    ),
    "order": (
        Order,
        Query("""
            SELECT asked.key, purchase.id FROM json_each(:keys) AS asked
            CROSS JOIN purchase ON purchase.external_id = asked.value
        """),
    ),
    "referral": (
        Referral,
        Query("""
            SELECT asked.key, referral.id FROM json_each(:keys) AS asked
            CROSS JOIN referral ON referral.external_id = asked.value
        """),
    ),
}
WALK_ACCOUNTS: Final = Query(f"""
    SELECT {columns.ACCOUNT} FROM account WHERE account.id > :after AND ACCOUNT_VISIBLE
    ORDER BY account.id LIMIT :first
""")
WALK_PEOPLE: Final = Query(f"""
    SELECT {columns.PERSON} FROM person WHERE person.id > :after AND PERSON_VISIBLE
    ORDER BY person.id LIMIT :first
""")
VISIBLE_ACCOUNTS: Final = Query("""
    SELECT account.id FROM json_each(:ids) AS asked CROSS JOIN account ON account.id = asked.value
    WHERE ACCOUNT_VISIBLE
""")
VISIBLE_PEOPLE: Final = Query("""
    SELECT person.id FROM json_each(:ids) AS asked CROSS JOIN person ON person.id = asked.value
    WHERE PERSON_VISIBLE
""")
ABOVE: Final = """
    SELECT account.id, account.parent_id FROM json_each(:ids) AS asked
    CROSS JOIN account ON account.id = asked.value
    UNION ALL
    SELECT seller.id, seller.manager_id FROM json_each(:ids) AS asked CROSS JOIN seller ON seller.id = asked.value
"""
_TYPES: Final[dict[str, type[Any]]] = {type_.__name__.lower(): type_ for type_ in BY_ID}


def list_nodes(snapshot: Snapshot, ids: Sequence[str]) -> list[Node | None]:
    """Read objects of any types, in the order asked for."""
    by_type: defaultdict[type[Any], list[str]] = defaultdict(list)
    for id_ in dict.fromkeys(ids):
        if (type_ := _TYPES.get(id_type(id_) or "")) is not None:
            by_type[type_].append(id_)
    found: dict[str, Node] = {}
    for type_, asked in by_type.items():
        rows = snapshot.rows(BY_ID[type_], ids=to_json(asked))
        found |= {node.id: node for node in read(snapshot, type_, rows)}
    return [found.get(id_) for id_ in ids]


def list_by_key(snapshot: Snapshot, type_name: KeyedType, keys: Sequence[str]) -> list[Node | None]:
    """Read objects by external id or e-mail, in the order asked for."""
    _, query = BY_KEY[type_name]
    asked = [key.casefold() for key in keys] if type_name == "seller" else keys
    ids: dict[int, str] = dict(snapshot.rows(query, keys=to_json(asked)))
    found = dict(zip(ids, list_nodes(snapshot, list(ids.values())), strict=True))
    return [found.get(place) for place in range(len(keys))]


def walk_accounts(snapshot: Snapshot, after: str, first: int) -> list[Account]:
    """Read the first accounts whose id comes after one."""
    return read(snapshot, Account, snapshot.rows(WALK_ACCOUNTS, after=after, first=first))


def walk_people(snapshot: Snapshot, after: str, first: int) -> list[Person]:
    """Read the first people whose id comes after one."""
    return read(snapshot, Person, snapshot.rows(WALK_PEOPLE, after=after, first=first))


def load_above(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, str | None]:
    """Read what is directly above accounts and sellers, by id."""
    return dict(connection.execute(ABOVE, {"ids": to_json(ids)}))


def read(snapshot: Snapshot, type_: type[T], rows: Iterable[Sequence[Any]]) -> list[T]:
    """Make objects of whole rows, without what of them the viewer may not see."""
    decode = row_codec(type_).decode
    found: list[Any] = [decode(row) for row in rows]
    if snapshot.everything:
        return found
    if type_ is Person:
        return _without_hidden_employments(snapshot, found)
    if type_ is Commitment:
        return _without_hidden_person(snapshot, found)
    return _without_hidden_people(snapshot, found) if type_ is Interaction else found


def visible_accounts(snapshot: Snapshot, ids: Iterable[str]) -> frozenset[str]:
    """Return which of these accounts the viewer may see."""
    return frozenset(id_ for (id_,) in snapshot.rows(VISIBLE_ACCOUNTS, ids=to_json(set(ids))))


def visible_people(snapshot: Snapshot, ids: Iterable[str]) -> frozenset[str]:
    """Return which of these people the viewer may see."""
    return frozenset(id_ for (id_,) in snapshot.rows(VISIBLE_PEOPLE, ids=to_json(set(ids))))


def _without_hidden_employments(snapshot: Snapshot, people: list[Any]) -> list[Any]:
    visible = visible_accounts(snapshot, (e.account_id for person in people for e in person.employments))
    return [
        person
        if all(e.account_id in visible for e in person.employments)
        else replace(person, employments=tuple(e for e in person.employments if e.account_id in visible))
        for person in people
    ]


def _without_hidden_people(snapshot: Snapshot, interactions: list[Any]) -> list[Any]:
    visible = visible_people(snapshot, (one for found in interactions for one in found.person_ids))
    return [
        found
        if visible.issuperset(found.person_ids)
        else replace(found, person_ids=tuple(one for one in found.person_ids if one in visible))
        for found in interactions
    ]


def _without_hidden_person(snapshot: Snapshot, commitments: list[Any]) -> list[Any]:
    visible = visible_people(snapshot, (found.person_id for found in commitments if found.person_id is not None))
    return [
        found if found.person_id is None or found.person_id in visible else replace(found, person_id=None)
        for found in commitments
    ]
