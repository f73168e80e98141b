"""Stages: (:Account)-[:STANDS_ON]->(:Transition)."""

from __future__ import annotations

from typing import Final, LiteralString

from graph.neo4j.cypher.account import ACCOUNT_MATCHES
from graph.neo4j.cypher.columns import TRANSITION
from graph.neo4j.cypher.visibility import ACCOUNT_SEEN

LIST_TRANSITIONS_BY_ID: Final[LiteralString] = (
    "MATCH (t:Transition)-[:AT]->(a) WHERE t.id IN $ids AND " + ACCOUNT_SEEN + " RETURN collect(" + TRANSITION + ")"
)

LIST_TRANSITIONS: Final[LiteralString] = (
    """
UNWIND $ids AS id
MATCH (a:Account {id: id}) WHERE """
    + ACCOUNT_SEEN
    + """
CALL (a) {
  MATCH (t:Transition) WHERE t.account_id = a.id
  WITH t ORDER BY t.at, t.recorded_at, t.ladder, t.ordinal
  RETURN collect("""
    + TRANSITION
    + """) AS found
}
RETURN collect([a.id, found])
"""
)

LIST_STANDINGS: Final[LiteralString] = (
    """
UNWIND $ids AS id
MATCH (a:Account {id: id}) WHERE """
    + ACCOUNT_SEEN
    + """
CALL (a) {
  MATCH (a)-[:STANDS_ON]->(t)
  WITH t ORDER BY t.ladder
  RETURN collect("""
    + TRANSITION
    + """) AS found
}
RETURN collect([a.id, found])
"""
)

LIST_BOARD_ROWS: Final[LiteralString] = (
    """
MATCH (t:Transition {ladder: $ladder, standing: true})-[:AT]->(a:Account)
WHERE """
    + ACCOUNT_SEEN
    + " AND "
    + ACCOUNT_MATCHES
    + """
WITH a, t ORDER BY a.by_name
RETURN collect([a.id, a.name, t.to, t.at,
  COLLECT { MATCH (o:Opportunity) WHERE o.account_id = a.id AND o.latest > '' AND o.status = 'OPEN'
    AND o.amount IS NOT NULL WITH o ORDER BY o.latest RETURN o.amount }])
"""
)

LIST_STAYS: Final[LiteralString] = (
    """
MATCH (t:Transition)-[:AT]->(a:Account)
WHERE t.ladder = $ladder AND t.standing IN [true, false] AND t.at <= $as_of
  AND """
    + ACCOUNT_SEEN
    + " AND "
    + ACCOUNT_MATCHES
    + """
WITH t ORDER BY t.account_id, t.ordinal
RETURN collect("""
    + TRANSITION
    + ")"
)

LIST_STAY_LENGTHS: Final[LiteralString] = (
    """
MATCH (t:Transition)-[:AT]->(a:Account)
WHERE t.ladder = $ladder AND t.standing = false AND t.next_at <= $until AND """
    + ACCOUNT_SEEN
    + """
RETURN collect([t.to, t.next_at - t.at])
"""
)
