"""Search by words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from graph.search import best
from graph.sqlite.nodes import list_nodes
from graph.sqlite.query import Query, Snapshot

if TYPE_CHECKING:
    from domain.account import Account
    from domain.opportunity import Opportunity
    from domain.person import Person
    from domain.seller import Seller
    from graph.store import Node

SEARCH: Final = Query("""
    SELECT party.id, party.name, party.words FROM search CROSS JOIN party ON party.number = search.rowid
    WHERE search MATCH :phrase AND PARTY_VISIBLE(party.id)
""")

SEARCH_OPPORTUNITIES: Final = Query("""
    SELECT opportunity.id, opportunity.name, opportunity_words.words FROM search_opportunity
    CROSS JOIN opportunity_words ON opportunity_words.number = search_opportunity.rowid
    CROSS JOIN opportunity ON opportunity.id = opportunity_words.id
    CROSS JOIN account ON account.id = opportunity.account_id
    WHERE search_opportunity MATCH :phrase AND ACCOUNT_VISIBLE
""")


def search(snapshot: Snapshot, tokens: tuple[str, ...], first: int) -> list[Account | Person | Seller]:
    """Find parties whose words have the tokens next to each other, the last as the beginning of a word."""
    return cast("list[Account | Person | Seller]", _found(snapshot, SEARCH, tokens, first))


def search_opportunities(snapshot: Snapshot, tokens: tuple[str, ...], first: int) -> list[Opportunity]:
    """Find opportunities whose names have the tokens in the same way."""
    return cast("list[Opportunity]", _found(snapshot, SEARCH_OPPORTUNITIES, tokens, first))


def _found(snapshot: Snapshot, query: Query, tokens: tuple[str, ...], first: int) -> list[Node]:
    if not tokens:
        return []
    rows = snapshot.rows(query, phrase=f'"{" ".join(tokens)}" *')
    nodes = list_nodes(snapshot, best(tokens, cast("list[tuple[str, str, str]]", rows), first))
    return [node for node in nodes if node is not None]
