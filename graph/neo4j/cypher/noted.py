"""What we do about it: levels of contacts, commitments, notes on findings."""

from __future__ import annotations

from typing import Final, LiteralString

from graph.neo4j.cypher.columns import COMMITMENT, CONTACT_LEVEL, FINDING_NOTE
from graph.neo4j.cypher.visibility import ACCOUNT_SEEN, PARTY_SEEN

LIST_CONTACT_LEVELS: Final[LiteralString] = (
    """
UNWIND $ids AS id
MATCH (h:Stakeholder {id: id})-[:AT]->(a) WHERE """
    + ACCOUNT_SEEN
    + """
CALL (h) {
  MATCH (l:ContactLevel) WHERE l.stakeholder_id = h.id
  WITH l ORDER BY l.seller_id
  RETURN collect("""
    + CONTACT_LEVEL
    + """) AS found
}
RETURN collect([h.id, found])
"""
)

# `seen`: the person of a commitment, where the viewer may see them.
_WITH_SEEN: Final[LiteralString] = (
    """
WITH c, CASE WHEN $admin THEN c.person_id
  ELSE head(COLLECT { MATCH (c)-[:WITH]->(x) WHERE """
    + PARTY_SEEN
    + """ RETURN x.id }) END AS seen
"""
)

LIST_COMMITMENTS_BY_ID: Final[LiteralString] = (
    "MATCH (c:Commitment)-[:AT]->(a) WHERE c.id IN $ids AND "
    + ACCOUNT_SEEN
    + _WITH_SEEN
    + " RETURN collect("
    + COMMITMENT
    + ")"
)

LIST_COMMITMENTS: Final[LiteralString] = (
    """
UNWIND $ids AS id
MATCH (a:Account {id: id}) WHERE """
    + ACCOUNT_SEEN
    + """
CALL (a) {
  MATCH (c:Commitment) WHERE c.account_id = a.id AND c.latest > ''
  WITH c ORDER BY c.latest
  """
    + _WITH_SEEN
    + " RETURN collect("
    + COMMITMENT
    + """) AS found
}
RETURN collect([a.id, found])
"""
)

PAGE_COMMITMENTS: Final[LiteralString] = (
    """
UNWIND $ids AS id
MATCH (a:Account {id: id}) WHERE """
    + ACCOUNT_SEEN
    + """
CALL (a) {
  MATCH (c:Commitment) WHERE c.account_id = a.id AND c.latest > $after AND c.status IN $statuses
  WITH c ORDER BY c.latest LIMIT $limit
  """
    + _WITH_SEEN
    + " RETURN collect("
    + COMMITMENT
    + """) AS found
}
RETURN collect([a.id, found])
"""
)

COUNT_COMMITMENTS: Final[LiteralString] = (
    """
UNWIND $ids AS id
MATCH (a:Account {id: id}) WHERE """
    + ACCOUNT_SEEN
    + """
CALL (a) {
  MATCH (c:Commitment) WHERE c.account_id = a.id AND c.latest > '' AND c.status IN $statuses
  RETURN count(c) AS number
}
RETURN collect([a.id, number])
"""
)

LIST_FINDING_NOTES: Final[LiteralString] = (
    """
UNWIND $ids AS id
MATCH (a:Account {id: id}) WHERE """
    + ACCOUNT_SEEN
    + """
CALL (a) {
  MATCH (d:FindingNote) WHERE d.account_id = a.id
  WITH d ORDER BY d.insight_id
  RETURN collect("""
    + FINDING_NOTE
    + """) AS found
}
RETURN collect([a.id, found])
"""
)
