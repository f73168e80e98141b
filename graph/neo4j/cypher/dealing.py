"""What hangs on an account: opportunities, stakeholders and their assessments, interactions, orders."""

from __future__ import annotations

from typing import Final, LiteralString

from graph.neo4j.cypher.columns import ASSESSMENT, INTERACTION, OPPORTUNITY, ORDER, STAKEHOLDER
from graph.neo4j.cypher.visibility import ACCOUNT_SEEN, PARTY_SEEN

LIST_OPPORTUNITIES: Final[LiteralString] = (
    "MATCH (o:Opportunity)-[:AT]->(a) WHERE o.id IN $ids AND " + ACCOUNT_SEEN + " RETURN collect(" + OPPORTUNITY + ")"
)

LIST_OPPORTUNITIES_BY_KEY: Final[LiteralString] = (
    "MATCH (o:Opportunity)-[:AT]->(a) WHERE o.external_id IN $keys AND "
    + ACCOUNT_SEEN
    + " RETURN collect("
    + OPPORTUNITY
    + ")"
)

PAGE_OPPORTUNITIES: Final[LiteralString] = (
    """
UNWIND $ids AS id
MATCH (a:Account {id: id}) WHERE """
    + ACCOUNT_SEEN
    + """
CALL (a) {
  MATCH (o:Opportunity) WHERE o.account_id = a.id AND o.latest > $after
  WITH o ORDER BY o.latest LIMIT $limit
  RETURN collect("""
    + OPPORTUNITY
    + """) AS found
}
RETURN collect([a.id, found])
"""
)

COUNT_OPPORTUNITIES: Final[LiteralString] = (
    """
UNWIND $ids AS id
MATCH (a:Account {id: id}) WHERE """
    + ACCOUNT_SEEN
    + """
CALL (a) {
  MATCH (o:Opportunity) WHERE o.account_id = a.id AND o.latest > ''
  RETURN count(o) AS number
}
RETURN collect([a.id, number])
"""
)

LIST_OPEN_OPPORTUNITIES: Final[LiteralString] = (
    """
UNWIND $ids AS id
MATCH (a:Account {id: id}) WHERE """
    + ACCOUNT_SEEN
    + """
CALL (a) {
  MATCH (o:Opportunity) WHERE o.account_id = a.id AND o.latest > '' AND o.status = 'OPEN'
  WITH o ORDER BY o.latest
  RETURN collect("""
    + OPPORTUNITY
    + """) AS found
}
RETURN collect([a.id, found])
"""
)

# As of parties: the index finds the words in any order.
SEARCH_OPPORTUNITIES: Final[LiteralString] = (
    """
CALL db.index.fulltext.queryNodes('opportunity_words', $query) YIELD node AS o
WHERE ' ' + o.words CONTAINS $phrase
MATCH (o)-[:AT]->(a) WHERE """
    + ACCOUNT_SEEN
    + """
RETURN collect([o.id, o.name, o.words])
"""
)

LIST_STAKEHOLDERS: Final[LiteralString] = (
    "MATCH (h:Stakeholder)-[:AT]->(a) WHERE h.id IN $ids AND " + ACCOUNT_SEEN + " RETURN collect(" + STAKEHOLDER + ")"
)

LIST_ASSESSMENTS: Final[LiteralString] = (
    "MATCH (e:Assessment)-[:AT]->(a) WHERE e.id IN $ids AND " + ACCOUNT_SEEN + " RETURN collect(" + ASSESSMENT + ")"
)

# An assessment's place in the order has more to it than a cursor says: it is read from the assessment itself.
PAGE_ASSESSMENTS: Final[LiteralString] = (
    """
OPTIONAL MATCH (last:Assessment {id: $after_id})
WITH coalesce(last.latest, $after) AS after
UNWIND $ids AS id
MATCH (h:Stakeholder {id: id})-[:AT]->(a) WHERE """
    + ACCOUNT_SEEN
    + """
CALL (h, after) {
  MATCH (e:Assessment) WHERE e.stakeholder_id = h.id AND e.latest > after
  WITH e ORDER BY e.latest LIMIT $limit
  RETURN collect("""
    + ASSESSMENT
    + """) AS found
}
RETURN collect([h.id, found])
"""
)

COUNT_ASSESSMENTS: Final[LiteralString] = (
    """
UNWIND $ids AS id
MATCH (h:Stakeholder {id: id})-[:AT]->(a) WHERE """
    + ACCOUNT_SEEN
    + """
CALL (h) {
  MATCH (e:Assessment) WHERE e.stakeholder_id = h.id AND e.latest > ''
  RETURN count(e) AS number
}
RETURN collect([h.id, number])
"""
)

LIST_LATEST_ASSESSMENTS: Final[LiteralString] = (
    """
UNWIND $ids AS id
MATCH (h:Stakeholder {id: id})-[:AT]->(a) WHERE """
    + ACCOUNT_SEEN
    + """
CALL (h) {
  CALL (h) {
    MATCH (e:Assessment) WHERE e.stakeholder_id = h.id AND e.latest > ''
    RETURN e ORDER BY e.latest LIMIT 1
  UNION
    MATCH (e:Assessment) WHERE e.stakeholder_id = h.id AND e.latest > '' AND e.support IS NOT NULL
    RETURN e ORDER BY e.latest LIMIT 1
  UNION
    MATCH (e:Assessment) WHERE e.stakeholder_id = h.id AND e.latest > '' AND e.influence IS NOT NULL
    RETURN e ORDER BY e.latest LIMIT 1
  }
  WITH e ORDER BY e.latest
  RETURN collect("""
    + ASSESSMENT
    + """) AS found
}
RETURN collect([h.id, found])
"""
)

# `seen`: the people of an interaction whom the viewer may see.
_WITH_SEEN: Final[LiteralString] = (
    """
WITH a, i, CASE WHEN $admin THEN i.person_ids
  ELSE COLLECT { MATCH (i)-[:WITH]->(x) WHERE """
    + PARTY_SEEN
    + """ RETURN x.id } END AS seen
"""
)

LIST_INTERACTIONS: Final[LiteralString] = (
    "MATCH (i:Interaction)-[:AT]->(a) WHERE i.id IN $ids AND "
    + ACCOUNT_SEEN
    + _WITH_SEEN
    + " RETURN collect("
    + INTERACTION
    + ")"
)

LIST_INTERACTIONS_BY_KEY: Final[LiteralString] = (
    "MATCH (i:Interaction)-[:AT]->(a) WHERE i.external_id IN $keys AND "
    + ACCOUNT_SEEN
    + _WITH_SEEN
    + " RETURN collect("
    + INTERACTION
    + ")"
)

PAGE_INTERACTIONS: Final[LiteralString] = (
    """
UNWIND $ids AS id
MATCH (a:Account {id: id}) WHERE """
    + ACCOUNT_SEEN
    + """
CALL (a) {
  MATCH (i:Interaction) WHERE i.account_id = a.id AND i.latest > $after
  WITH a, i ORDER BY i.latest LIMIT $limit
  """
    + _WITH_SEEN
    + " RETURN collect("
    + INTERACTION
    + """) AS found
}
RETURN collect([a.id, found])
"""
)

COUNT_INTERACTIONS: Final[LiteralString] = (
    """
UNWIND $ids AS id
MATCH (a:Account {id: id}) WHERE """
    + ACCOUNT_SEEN
    + """
CALL (a) {
  MATCH (i:Interaction) WHERE i.account_id = a.id AND i.latest > ''
  RETURN count(i) AS number
}
RETURN collect([a.id, number])
"""
)

# (:Person)<-[:WITH]-(:Interaction)-[:AT]->(:Account)
PAGE_INTERACTIONS_WITH: Final[LiteralString] = (
    """
UNWIND $ids AS id
MATCH (p:Person {id: id}) WHERE any(x IN [p] WHERE """
    + PARTY_SEEN
    + """)
CALL (p) {
  MATCH (p)<-[:WITH]-(i:Interaction)-[:AT]->(a) WHERE i.latest > $after AND """
    + ACCOUNT_SEEN
    + """
  WITH a, i ORDER BY i.latest LIMIT $limit
  """
    + _WITH_SEEN
    + " RETURN collect("
    + INTERACTION
    + """) AS found
}
RETURN collect([p.id, found])
"""
)

COUNT_INTERACTIONS_WITH: Final[LiteralString] = (
    """
UNWIND $ids AS id
MATCH (p:Person {id: id}) WHERE any(x IN [p] WHERE """
    + PARTY_SEEN
    + """)
CALL (p) {
  MATCH (p)<-[:WITH]-(i:Interaction)-[:AT]->(a) WHERE """
    + ACCOUNT_SEEN
    + """
  RETURN count(DISTINCT i) AS number
}
RETURN collect([p.id, number])
"""
)

LIST_ORDERS: Final[LiteralString] = (
    "MATCH (n:Order)-[:AT]->(a) WHERE n.id IN $ids AND " + ACCOUNT_SEEN + " RETURN collect(" + ORDER + ")"
)

LIST_ORDERS_BY_KEY: Final[LiteralString] = (
    "MATCH (n:Order)-[:AT]->(a) WHERE n.external_id IN $keys AND " + ACCOUNT_SEEN + " RETURN collect(" + ORDER + ")"
)
