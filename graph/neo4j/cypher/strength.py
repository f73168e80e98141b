"""How often each of us met each of them, counted in the database in one pass."""

from __future__ import annotations

from typing import Final, LiteralString

from graph.neo4j.cypher.visibility import PARTY_SEEN

# Of the pairs of `x` and `s` over interactions `i`: counts of each kind, then what all kinds have in common.
# $months: when the months of the year before begin; an interaction is in the last one that began by then.
_COUNTED: Final[LiteralString] = """
WITH x.id AS person, s.id AS seller, i.kind AS kind,
  max(i.at) AS last,
  sum(CASE WHEN i.at > $recent THEN 1 ELSE 0 END) AS recent,
  sum(CASE WHEN i.at > $year AND i.direction <> 'OUTBOUND' THEN 1 ELSE 0 END) AS mutual,
  sum(CASE WHEN i.at > $year THEN 1 ELSE 0 END) AS in_year,
  collect(DISTINCT CASE WHEN i.at > $year THEN size([month IN $months WHERE month <= i.at]) END) AS months,
  sum(CASE WHEN i.at > $lately THEN 1 ELSE 0 END) AS lately,
  sum(CASE WHEN i.at > $lately AND COUNT { (i)-[:BY]->() } > 1 THEN 1 ELSE 0 END) AS together
WITH person, seller, max(last) AS last, sum(recent) AS recent, sum(mutual) AS mutual,
  collect([kind, in_year]) AS kinds, collect(months) AS months, sum(lately) AS lately, sum(together) AS together
ORDER BY person, seller
RETURN collect([person, seller, last, recent, mutual, kinds, months, lately, together])
"""

# (:Person)<-[:WITH]-(:Interaction)-[:BY]->(:Seller)
LIST_DEALINGS_OF_PEOPLE: Final[LiteralString] = (
    """
UNWIND $people AS id
MATCH (x:Party {id: id}) WHERE x:Person AND """
    + PARTY_SEEN
    + """
MATCH (x)<-[:WITH]-(i:Interaction)-[:AT]->(v)
WHERE i.at <= $at AND ($admin OR v.open OR any(one IN v.staff WHERE one IN $reach))
MATCH (i)-[:BY]->(s)
WHERE $sellers IS NULL OR s.id IN $sellers
"""
    + _COUNTED
)

LIST_DEALINGS_OF_SELLERS: Final[LiteralString] = (
    """
UNWIND $sellers AS id
MATCH (s:Party {id: id})<-[:BY]-(i:Interaction)-[:AT]->(v)
WHERE i.at <= $at AND ($admin OR v.open OR any(one IN v.staff WHERE one IN $reach))
MATCH (i)-[:WITH]->(x)
WITH x, s, collect(i) AS met
WHERE x:Person AND """
    + PARTY_SEEN
    + """
UNWIND met AS i
"""
    + _COUNTED
)
