"""Reading objects of any type by id or by key: one statement for each type asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, LiteralString

from domain.ids import id_type
from domain.seller import Seller
from graph.neo4j import rows
from graph.neo4j.connection import chunks
from graph.neo4j.cypher import account, dealing, noted, person, referral, stage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.codec import RowCodec
    from graph.neo4j.connection import Connection
    from graph.store import KeyedType, Node

_BY_ID: Final[Mapping[str, tuple[LiteralString, RowCodec[Any]]]] = {
    "account": (account.LIST_ACCOUNTS, rows.ACCOUNT),
    "person": (person.LIST_PEOPLE, rows.PERSON),
    "seller": (person.LIST_SELLERS, rows.SELLER),
    "opportunity": (dealing.LIST_OPPORTUNITIES, rows.OPPORTUNITY),
    "stakeholder": (dealing.LIST_STAKEHOLDERS, rows.STAKEHOLDER),
    "assessment": (dealing.LIST_ASSESSMENTS, rows.ASSESSMENT),
    "interaction": (dealing.LIST_INTERACTIONS, rows.INTERACTION),
    "order": (dealing.LIST_ORDERS, rows.ORDER),
    "referral": (referral.LIST_REFERRALS, rows.REFERRAL),
    "transition": (stage.LIST_TRANSITIONS_BY_ID, rows.TRANSITION),
    "commitment": (noted.LIST_COMMITMENTS_BY_ID, rows.COMMITMENT),
}
_BY_KEY: Final[Mapping[str, LiteralString]] = {
    "account": account.LIST_ACCOUNTS_BY_KEY,
    "person": person.LIST_PEOPLE_BY_KEY,
    "seller": person.LIST_SELLERS_BY_KEY,
    "opportunity": dealing.LIST_OPPORTUNITIES_BY_KEY,
    "interaction": dealing.LIST_INTERACTIONS_BY_KEY,
    "order": dealing.LIST_ORDERS_BY_KEY,
    "referral": referral.LIST_REFERRALS_BY_KEY,
}


async def list_nodes(connection: Connection, sight: Mapping[str, Any], ids: Sequence[str]) -> list[Node | None]:
    """Return the objects in the order of their ids; null for what is unknown or hidden."""
    by_type: dict[str, list[str]] = {}
    for id_ in dict.fromkeys(ids):
        if (type_name := id_type(id_) or "") in _BY_ID:
            by_type.setdefault(type_name, []).append(id_)
    found: dict[str, Node] = {}
    for type_name, wanted in by_type.items():
        statement, codec = _BY_ID[type_name]
        for some in chunks(wanted):
            (rows_,) = await connection.row(statement, {**sight, "ids": some})
            found |= {row[0]: codec.decode(row) for row in rows_}
    return [found.get(id_) for id_ in ids]


async def list_by_key(
    connection: Connection, sight: Mapping[str, Any], type_name: KeyedType, keys: Sequence[str]
) -> list[Node | None]:
    """Return the objects in the order of their external ids, sellers of their e-mails."""
    if not keys:
        return []
    wanted = [_folded(type_name, key) for key in keys]
    (rows_,) = await connection.row(_BY_KEY[type_name], {**sight, "keys": list(dict.fromkeys(wanted))})
    found = [_BY_ID[type_name][1].decode(row) for row in rows_]
    by_key = {_key(node): node for node in found}
    return [by_key.get(key) for key in wanted]


def _folded(type_name: KeyedType, key: str) -> str:
    return key.casefold() if type_name == "seller" else key


def _key(node: Any) -> str | None:
    return (node.email or "").casefold() if isinstance(node, Seller) else node.external_id
