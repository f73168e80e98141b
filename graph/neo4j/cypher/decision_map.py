"""Decision maps: who is in them, the ties among them, and how often we met them."""

from __future__ import annotations

from typing import Final, LiteralString

from graph.neo4j.cypher.columns import (
    ACCOUNT,
    ACQUAINTANCE,
    INFLUENCE,
    OPPORTUNITY,
    PERSON,
    REPORT,
    STAKEHOLDER,
)
from graph.neo4j.cypher.visibility import ACCOUNT_SEEN, PARTY_SEEN

# (:Person)<-[:IS]-(:Stakeholder)-[:IN]->(:DecisionMap)
LIST_MAP_MEMBERS: Final[LiteralString] = (
    """
UNWIND $ids AS id
MATCH (m:DecisionMap {id: id})
CALL (m) {
  MATCH (m)<-[:IN]-(h:Stakeholder) WHERE h.until IS NULL
  OPTIONAL MATCH (h)-[:IS]->(p:Person)
  RETURN collect("""
    + STAKEHOLDER
    + """) AS stakeholders, collect(CASE WHEN p IS NOT NULL THEN """
    + PERSON
    + """ END) AS people
}
RETURN collect([m.id, stakeholders, people])
"""
)

# $maps: of each its id, and the id of the account or the opportunity whose map it is.
LIST_MAP_GRAPHS: Final[LiteralString] = (
    """
UNWIND $maps AS map
OPTIONAL MATCH (o:Opportunity {id: map.opportunity_id})
MATCH (a:Account {id: coalesce(map.account_id, o.account_id)})
WHERE """
    + ACCOUNT_SEEN
    + """
CALL (map) {
  OPTIONAL MATCH (:DecisionMap {id: map.id})<-[:IN]-(h:Stakeholder) WHERE h.until IS NULL
  OPTIONAL MATCH (h)-[:IS]->(p:Person)
  RETURN collect(CASE WHEN h IS NOT NULL THEN """
    + STAKEHOLDER
    + """ END) AS stakeholders, collect(DISTINCT p) AS people
}
CALL (a, people) {
  UNWIND people AS p
  OPTIONAL MATCH (p)-[r:REPORTS_TO {account_id: a.id}]->(q) WHERE q IN people
  WITH p, collect(CASE WHEN r IS NOT NULL THEN """
    + REPORT
    + """ END) AS reports
  OPTIONAL MATCH (p)-[r:INFLUENCES]->(q) WHERE q IN people
  WITH p, reports, collect(CASE WHEN r IS NOT NULL THEN """
    + INFLUENCE
    + """ END) AS influences
  OPTIONAL MATCH (p)-[r:KNOWS]->(q) WHERE q IN people
  WITH p, reports, influences, collect(CASE WHEN r IS NOT NULL THEN """
    + ACQUAINTANCE
    + """ END) AS acquaintances
  OPTIONAL MATCH (p)<-[:WITH]-(i:Interaction)-[:AT]->(v)
  WHERE i.at > $from AND i.at <= $to
    AND ($admin OR v.open OR any(one IN v.staff WHERE one IN $reach))
  WITH p, reports, influences, acquaintances, collect(i.kind) AS kinds
  RETURN collect(["""
    + PERSON
    + """, reports, influences, acquaintances, kinds]) AS members
}
RETURN collect([map.id, """
    + ACCOUNT
    + ", CASE WHEN o IS NOT NULL THEN "
    + OPPORTUNITY
    + """ END, stakeholders, members])
"""
)

# $maps as above: of each the account and the opportunity.
LIST_MAP_OWNERS: Final[LiteralString] = (
    """
UNWIND $maps AS map
OPTIONAL MATCH (o:Opportunity {id: map.opportunity_id})
MATCH (a:Account {id: coalesce(map.account_id, o.account_id)})
WHERE """
    + ACCOUNT_SEEN
    + """
RETURN collect([map.id, """
    + ACCOUNT
    + ", CASE WHEN o IS NOT NULL THEN "
    + OPPORTUNITY
    + """ END])
"""
)

# (:Person)<-[:WITH]-(:Interaction)-[:AT]->(:Account), of the last 365 days before a time, as they are known now
LIST_CONTACTS: Final[LiteralString] = """
UNWIND $ids AS id
MATCH (p:Party {id: id})<-[:WITH]-(i:Interaction)-[:AT]->(v)
WHERE i.at > $from AND i.at <= $to AND ($admin OR v.open OR any(one IN v.staff WHERE one IN $reach))
RETURN collect([p.id, i.kind])
"""

# The same of everybody who may be seen, with times, the earliest first.
LIST_CONTACT_TIMES: Final[LiteralString] = (
    """
UNWIND $ids AS id
MATCH (x:Person {id: id}) WHERE """
    + PARTY_SEEN
    + """
MATCH (x)<-[:WITH]-(i:Interaction)-[:AT]->(a)
WHERE i.at > $from AND i.at <= $to AND """
    + ACCOUNT_SEEN
    + """
WITH x, i ORDER BY i.at, i.kind
WITH x, collect([i.at, i.kind]) AS times
RETURN collect([x.id, times])
"""
)
