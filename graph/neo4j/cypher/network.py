"""Whom we know around some people, and who knows whom there."""

from __future__ import annotations

from typing import Final, LiteralString

from graph.neo4j.cypher.visibility import ACCOUNT_SEEN, PARTY_SEEN

# One round outwards: of each visible person who of us has a KNOWS with them, and who was in each interaction of the
# window; of those with neither, everybody they are tied to. Whether these may be seen, the next round asks.
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
  RETURN collect(DISTINCT i.seller_ids) AS met
}
CALL (x, known, met) {
  OPTIONAL MATCH (x)-[r:REPORTS_TO|INFLUENCES|KNOWS]-(q:Person)
  WHERE size(known) + size(met) = 0
    AND (r.account_id IS NULL OR EXISTS { MATCH (a:Account {id: r.account_id}) WHERE """
    + ACCOUNT_SEEN
    + """ })
  RETURN collect(DISTINCT q.id) AS tied
}
RETURN collect([x.id, known, met, tied])
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
