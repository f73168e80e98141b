"""Who comes to us by others: (:Person)-[:WORKS_AT]->(:Account), (:Party)-[:REFERRED]->(:Party)."""

from __future__ import annotations

from typing import Final, LiteralString

from graph.neo4j.cypher.columns import PERSON, REFERRAL, STAKEHOLDER
from graph.neo4j.cypher.visibility import ACCOUNT_SEEN, PARTY_SEEN

# Who is employed at an account that is visible is visible.
_ACCOUNTS: Final[LiteralString] = (
    """
UNWIND $ids AS id
MATCH (a:Account {id: id}) WHERE """
    + ACCOUNT_SEEN
    + """
WITH a AS here
"""
)

LIST_ARRIVALS: Final[LiteralString] = (
    _ACCOUNTS
    + """
CALL (here) {
  MATCH (p:Person) WHERE p.account_id = here.id AND p.by_name > ''
  MATCH (p)<-[:IS]-(h:Stakeholder)-[:AT]->(a)
  WHERE a <> here AND EXISTS { (p)-[w:WORKS_AT]->(a) WHERE w.until IS NOT NULL } AND """
    + ACCOUNT_SEEN
    + """
  WITH p, h, a ORDER BY p.id, h.id
  RETURN collect(["""
    + PERSON
    + ", "
    + STAKEHOLDER
    + """, a.name]) AS found
}
RETURN collect([here.id, found])
"""
)

LIST_UNTOUCHED: Final[LiteralString] = (
    _ACCOUNTS
    + """
CALL (here) {
  CALL (here) {
    RETURN here AS to
  UNION ALL
    MATCH (p:Person) WHERE p.account_id = here.id AND p.by_name > ''
    RETURN p AS to
  }
  MATCH (to)<-[r:REFERRED {status: 'MADE'}]-(x) WHERE """
    + PARTY_SEEN
    + """
  WITH r, x, to ORDER BY r.id
  RETURN collect(["""
    + REFERRAL
    + """, x.name, to.name]) AS found
}
RETURN collect([here.id, found])
"""
)
