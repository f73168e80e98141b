"""Search by words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from graph.search import best
from graph.sqlite.nodes import list_nodes
from graph.sqlite.query import Query, Snapshot

if TYPE_CHECKING:
    from domain.account import Account
    from domain.person import Person
    from domain.seller import Seller

SEARCH: Final = Query("""
    SELECT party.id, party.name, party.words FROM search CROSS JOIN party ON party.number = search.rowid
    WHERE search MATCH :phrase AND PARTY_VISIBLE(party.id)
""")


def search(snapshot: Snapshot, tokens: tuple[str, ...], first: int) -> list[Account | Person | Seller]:
    """Find parties whose words have the tokens next to each other, the last as the beginning of a word."""
    if not tokens:
        return []
    rows = snapshot.rows(SEARCH, phrase=f'"{" ".join(tokens)}" *')
    found = list_nodes(snapshot, best(tokens, cast("list[tuple[str, str, str]]", rows), first))
    return [cast("Account | Person | Seller", node) for node in found if node is not None]
