"""Whom we know around some people, and who knows whom there."""

from __future__ import annotations

from typing import Final, LiteralString

from graph.neo4j.cypher.visibility import ACCOUNT_SEEN, PARTY_SEEN

# One round outwards: of each visible person who of us has a KNOWS with them or was in an interaction of the window
# (nobody, '', where it names none); of those whom at most one of us has met, everybody they are tied to. Whether these
# may be seen, the next round asks.
LIST_SURROUNDINGS: Final[LiteralString] = (
    """
UNWIND $ids AS id
MATCH (x:Person {id: id}) WHERE """
    + PARTY_SEEN
    + """
CALL (x) {
  OPTIONAL MATCH (x)-[:KNOWS]-(s:Seller)
  RETURN collect(DISTINCT s.id) AS known
}
CALL (x) {
  OPTIONAL MATCH (x)<-[:WITH]-(i:Interaction)-[:AT]->(a)
  WHERE i.at > $from AND i.at <= $to AND """
    + ACCOUNT_SEEN
    + """
  UNWIND CASE WHEN i IS NULL THEN [null] WHEN size(i.seller_ids) = 0 THEN [''] ELSE i.seller_ids END AS one
  RETURN collect(DISTINCT one) AS met
}
WITH x, known + [one IN met WHERE NOT one IN known] AS staff
CALL (x, staff) {
  OPTIONAL MATCH (x)-[r:REPORTS_TO|INFLUENCES|KNOWS]-(q:Person)
  WHERE size([one IN staff WHERE one <> '']) < 2
    AND (r.account_id IS NULL OR EXISTS { MATCH (a:Account {id: r.account_id}) WHERE """
    + ACCOUNT_SEEN
    + """ })
  RETURN collect(DISTINCT q.id) AS tied
}
RETURN collect([x.id, staff, tied])
"""
)

LIST_MET: Final[LiteralString] = (
    """
UNWIND $ids AS id
MATCH (x:Person {id: id}) WHERE """
    + PARTY_SEEN
    + """
MATCH (x)<-[:WITH]-(i:Interaction)-[:AT]->(a)
WHERE i.at > $from AND i.at <= $to AND """
    + ACCOUNT_SEEN
    + """
WITH x, collect(DISTINCT i.seller_ids) AS met
RETURN collect([x.id, met])
"""
)
