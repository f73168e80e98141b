"""People and sellers: by id, by key, by account, by words."""

from __future__ import annotations

from typing import Final, LiteralString

from graph.neo4j.cypher.columns import PERSON, SELLER
from graph.neo4j.cypher.visibility import ACCOUNT_SEEN, PARTY_SEEN

LIST_PEOPLE: Final[LiteralString] = (
    "MATCH (p:Person) WHERE p.id IN $ids AND any(x IN [p] WHERE " + PARTY_SEEN + ") RETURN collect(" + PERSON + ")"
)

WALK_PEOPLE: Final[LiteralString] = (
    "MATCH (p:Person) WHERE p.id > $after AND any(x IN [p] WHERE "
    + PARTY_SEEN
    + ") WITH p ORDER BY p.id LIMIT $limit RETURN collect("
    + PERSON
    + ")"
)

LIST_PEOPLE_BY_KEY: Final[LiteralString] = (
    "MATCH (p:Person) WHERE p.external_id IN $keys AND any(x IN [p] WHERE "
    + PARTY_SEEN
    + ") RETURN collect("
    + PERSON
    + ")"
)

# Who is employed at an account that is visible is visible.
PAGE_PEOPLE: Final[LiteralString] = (
    """
UNWIND $ids AS id
MATCH (a:Account {id: id}) WHERE """
    + ACCOUNT_SEEN
    + """
CALL (a) {
  MATCH (p:Person) WHERE p.account_id = a.id AND p.by_name > $after
  WITH p ORDER BY p.by_name LIMIT $limit
  RETURN collect("""
    + PERSON
    + """) AS people
}
RETURN collect([a.id, people])
"""
)

COUNT_PEOPLE: Final[LiteralString] = (
    """
UNWIND $ids AS id
MATCH (a:Account {id: id}) WHERE """
    + ACCOUNT_SEEN
    + """
CALL (a) {
  MATCH (p:Person) WHERE p.account_id = a.id AND p.by_name > ''
  RETURN count(p) AS number
}
RETURN collect([a.id, number])
"""
)

LIST_SELLERS: Final[LiteralString] = "MATCH (s:Seller) WHERE s.id IN $ids RETURN collect(" + SELLER + ")"

LIST_SELLERS_BY_KEY: Final[LiteralString] = "MATCH (s:Seller) WHERE s.email_key IN $keys RETURN collect(" + SELLER + ")"

PAGE_SELLERS: Final[LiteralString] = (
    "MATCH (s:Seller) WHERE s.by_name > $after WITH s ORDER BY s.by_name LIMIT $limit RETURN collect(" + SELLER + ")"
)

COUNT_SELLERS: Final[LiteralString] = "MATCH (s:Seller) WHERE s.by_name > '' RETURN count(s)"

# (:Seller)<-[:MANAGED_BY*]-(:Seller), a forest
LOAD_VIEWER_BY_ID: Final[LiteralString] = """
MATCH (s:Seller {id: $id})<-[:MANAGED_BY*0..]-(below:Seller)
WITH s, collect(DISTINCT below.id) AS reach
RETURN s.id, s.role, reach
"""

LOAD_VIEWER_BY_EMAIL: Final[LiteralString] = """
MATCH (s:Seller {email_key: $email})<-[:MANAGED_BY*0..]-(below:Seller)
WITH s, collect(DISTINCT below.id) AS reach
RETURN s.id, s.role, reach
"""

FIND_ADMIN: Final[LiteralString] = """
MATCH (s:Seller {role: 'ADMIN'})
RETURN s.id ORDER BY s.created_at, s.id LIMIT 1
"""

# The index finds the words in any order; that they stand next to each other is asked of the text itself.
SEARCH: Final[LiteralString] = (
    """
CALL db.index.fulltext.queryNodes('party_words', $query) YIELD node AS x
WHERE ' ' + x.words CONTAINS $phrase AND """
    + PARTY_SEEN
    + """
RETURN collect([x.id, x.name, x.words])
"""
)
