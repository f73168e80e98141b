"""The baselines' own SQL and Cypher: what somebody would write by hand for the same rows, and nothing more."""

from __future__ import annotations

from typing import Final

RAW_MAP: Final = (
    "SELECT * FROM account WHERE id = ?1",
    "SELECT * FROM stakeholder WHERE map_id = 'map_' || ?1 AND until IS NULL",
    """
    SELECT p.* FROM stakeholder s JOIN person p ON p.id = s.person_id
    WHERE s.map_id = 'map_' || ?1 AND s.until IS NULL
    """,
    """
    SELECT r.* FROM stakeholder s JOIN relationship r ON r.kind = 'REPORTS_TO' AND r.source = s.person_id
    WHERE s.map_id = 'map_' || ?1 AND s.until IS NULL AND r.account_id = ?1
    """,
    """
    SELECT r.* FROM stakeholder s JOIN relationship r ON r.kind IN ('INFLUENCES', 'KNOWS') AND r.source = s.person_id
    WHERE s.map_id = 'map_' || ?1 AND s.until IS NULL
    """,
    """
    SELECT i.person_id, i.kind, count(*) FROM stakeholder s JOIN participation i ON i.person_id = s.person_id
    WHERE s.map_id = 'map_' || ?1 AND s.until IS NULL AND i.at > ?2 GROUP BY 1, 2
    """,
)
"""By the account's id, and the beginning of the window in which interactions are counted."""

RAW_TREE: Final = """
WITH RECURSIVE below (id) AS (
    SELECT ?1
    UNION
    SELECT r.referred FROM below b JOIN referral r ON r.referrer = b.id
)
SELECT r.* FROM below b JOIN referral r ON r.referrer = b.id ORDER BY r.made_at, r.id
"""

RAW_CYPHER: Final = """
MATCH (a:Account {id: $account_id})
MATCH (s:Stakeholder {map_id: 'map_' + $account_id})
WHERE s.until IS NULL
OPTIONAL MATCH (p:Person {id: s.person_id})
WITH a, collect(s {.*}) AS stakeholders, collect(p) AS people
RETURN a {.*} AS account, stakeholders, [p IN people | p {.*}] AS people,
  COLLECT { MATCH (x:Person)-[r:REPORTS_TO]->(y:Person) WHERE x IN people AND y IN people
            RETURN [x.id, y.id] } AS reports,
  COLLECT { MATCH (x:Person)-[r:INFLUENCES]->(y:Person) WHERE x IN people AND y IN people
            RETURN [x.id, y.id, r.strength, r.polarity] } AS influences,
  COLLECT { MATCH (x:Person)-[r:KNOWS]->(y:Person) WHERE x IN people AND y IN people
            RETURN [x.id, y.id, r.strength, r.circle] } AS acquaintances
"""
