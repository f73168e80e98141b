"""Accounts: pages, counts and filters."""

from __future__ import annotations

from typing import Final, LiteralString

from graph.neo4j.cypher.columns import ACCOUNT
from graph.neo4j.cypher.visibility import ACCOUNT_SEEN

# $any: null, or alternatives of conditions that hold together, as domain.account_filter.normal_form gives them.
# CASE looks only at what the condition is about. A map that nobody is in is RED. The names c, one, stands, m
# and h are of its own: one that the statement around it has matched (t) would narrow what is looked for.
ACCOUNT_MATCHES: Final[LiteralString] = """($any IS NULL OR any(together IN $any WHERE all(c IN together WHERE
  c.negated <> coalesce(CASE c.field
    WHEN 'name' THEN a.name IN c.values
    WHEN 'name_contains' THEN any(one IN c.values WHERE a.name_folded CONTAINS one)
    WHEN 'kind' THEN a.kind IN c.values
    WHEN 'tier' THEN a.tier IN c.values
    WHEN 'industry' THEN a.industry IN c.values
    WHEN 'industry_contains' THEN any(one IN c.values WHERE a.industry_folded CONTAINS one)
    WHEN 'owner' THEN a.owner_id IN c.values
    WHEN 'tag' THEN any(one IN a.tags WHERE one IN c.values)
    WHEN 'archived' THEN toString(a.archived) IN c.values
    WHEN 'stage' THEN EXISTS { MATCH (a)-[:STANDS_ON]->(stands) WHERE stands.ladder + '/' + stands.to IN c.values }
    WHEN 'map_status' THEN coalesce(
      head(COLLECT { MATCH (m:DecisionMap {id: 'map_' + a.id}) RETURN m.status }), 'RED') IN c.values
    WHEN 'stakeholder' THEN EXISTS {
      MATCH (:DecisionMap {id: 'map_' + a.id})<-[:IN]-(h) WHERE h.until IS NULL
        AND (c.roles IS NULL OR any(one IN h.roles WHERE one IN c.roles))
        AND (c.influence IS NULL OR h.influence IN c.influence)
        AND (c.support IS NULL OR h.support IN c.support)
        AND (c.person_id IS NULL OR h.person_id = c.person_id)
    }
  END, false))))"""

LIST_ACCOUNTS: Final[LiteralString] = (
    "MATCH (a:Account) WHERE a.id IN $ids AND " + ACCOUNT_SEEN + " RETURN collect(" + ACCOUNT + ")"
)

# What is described no longer is a bare node, without a version.
LOAD_ABOVE: Final[LiteralString] = """
MATCH (p:Party) WHERE p.id IN $ids AND p.version IS NOT NULL
RETURN collect([p.id, coalesce(p.parent_id, p.manager_id)])
"""

LIST_ACCOUNTS_BY_KEY: Final[LiteralString] = (
    "MATCH (a:Account) WHERE a.external_id IN $keys AND " + ACCOUNT_SEEN + " RETURN collect(" + ACCOUNT + ")"
)

WALK_ACCOUNTS: Final[LiteralString] = (
    "MATCH (a:Account) WHERE a.id > $after AND "
    + ACCOUNT_SEEN
    + " WITH a ORDER BY a.id LIMIT $limit RETURN collect("
    + ACCOUNT
    + ")"
)

_SEEN_AND_MATCHING: Final[LiteralString] = " AND " + ACCOUNT_SEEN + " AND " + ACCOUNT_MATCHES

PAGE_ACCOUNTS_NAME_ASC: Final[LiteralString] = (
    "MATCH (a:Account) WHERE a.by_name > $after"
    + _SEEN_AND_MATCHING
    + " WITH a ORDER BY a.by_name LIMIT $limit RETURN collect("
    + ACCOUNT
    + ")"
)

PAGE_ACCOUNTS_NAME_DESC: Final[LiteralString] = (
    "MATCH (a:Account) WHERE a.by_name_down > $after"
    + _SEEN_AND_MATCHING
    + " WITH a ORDER BY a.by_name_down LIMIT $limit RETURN collect("
    + ACCOUNT
    + ")"
)

PAGE_ACCOUNTS_CREATED_ASC: Final[LiteralString] = (
    "MATCH (a:Account) WHERE a.earliest > $after"
    + _SEEN_AND_MATCHING
    + " WITH a ORDER BY a.earliest LIMIT $limit RETURN collect("
    + ACCOUNT
    + ")"
)

PAGE_ACCOUNTS_CREATED_DESC: Final[LiteralString] = (
    "MATCH (a:Account) WHERE a.latest > $after"
    + _SEEN_AND_MATCHING
    + " WITH a ORDER BY a.latest LIMIT $limit RETURN collect("
    + ACCOUNT
    + ")"
)

COUNT_ACCOUNTS: Final[LiteralString] = (
    "MATCH (a:Account) WHERE a.by_name > ''" + _SEEN_AND_MATCHING + " RETURN count(a)"
)
