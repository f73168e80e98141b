"""Writing the current graph: the rows that changed, each statement one table of `domain.world.World`.

`$ids` are all that may have changed, `$gone` those among them that are no more, `$rows` the others. Unique keys
are cleared first, so that two objects may exchange theirs in one change. A party that is named before it is
described, or is described no longer, stays as a bare `(:Party {id})` that carries the relationships of others.
"""

from __future__ import annotations

from typing import Final, LiteralString

# (:Seller)-[:OWNS|ON_TEAM]->(:Account)-[:PART_OF]->(:Account)
WRITE_ACCOUNTS: Final[LiteralString] = """
CALL () {
  UNWIND $ids AS id
  MATCH (a:Account {id: id})
  REMOVE a.external_id
  WITH a
  OPTIONAL MATCH (a)<-[r:OWNS|ON_TEAM]-()
  DELETE r
  WITH DISTINCT a
  OPTIONAL MATCH (a)-[r:PART_OF]->()
  DELETE r
}
CALL () {
  UNWIND $gone AS id
  MATCH (a:Account {id: id})
  SET a = {id: id}
  REMOVE a:Account
}
UNWIND $rows AS row
MERGE (a:Party {id: row.id})
SET a = row.properties, a:Account
FOREACH (id IN row.owner | MERGE (s:Party {id: id}) CREATE (s)-[:OWNS]->(a))
FOREACH (id IN row.team | MERGE (s:Party {id: id}) CREATE (s)-[:ON_TEAM]->(a))
FOREACH (id IN row.parent | MERGE (b:Party {id: id}) CREATE (a)-[:PART_OF]->(b))
"""

# (:Person)-[:WORKS_AT {ordinal, since, until, title}]->(:Account)
WRITE_PEOPLE: Final[LiteralString] = """
CALL () {
  UNWIND $ids AS id
  MATCH (p:Person {id: id})
  REMOVE p.external_id
  WITH p
  OPTIONAL MATCH (p)-[w:WORKS_AT]->()
  DELETE w
}
CALL () {
  UNWIND $gone AS id
  MATCH (p:Person {id: id})
  SET p = {id: id}
  REMOVE p:Person
}
UNWIND $rows AS row
MERGE (p:Party {id: row.id})
SET p = row.properties, p:Person
FOREACH (work IN row.works |
  MERGE (a:Party {id: work.account_id})
  CREATE (p)-[:WORKS_AT {ordinal: work.ordinal, title: work.title, since: work.since, until: work.until}]->(a))
"""

# (:Seller)-[:MANAGED_BY]->(:Seller)
WRITE_SELLERS: Final[LiteralString] = """
CALL () {
  UNWIND $ids AS id
  MATCH (s:Seller {id: id})
  REMOVE s.email_key
  WITH s
  OPTIONAL MATCH (s)-[r:MANAGED_BY]->()
  DELETE r
}
CALL () {
  UNWIND $gone AS id
  MATCH (s:Seller {id: id})
  SET s = {id: id}
  REMOVE s:Seller
}
UNWIND $rows AS row
MERGE (s:Party {id: row.id})
SET s = row.properties, s:Seller
FOREACH (id IN row.manager | MERGE (m:Party {id: id}) CREATE (s)-[:MANAGED_BY]->(m))
"""

# (:Opportunity)-[:AT]->(:Account)
WRITE_OPPORTUNITIES: Final[LiteralString] = """
CALL () {
  UNWIND $ids AS id
  MATCH (o:Opportunity {id: id})
  REMOVE o.external_id
  WITH o
  OPTIONAL MATCH (o)-[r:AT]->()
  DELETE r
}
CALL () {
  UNWIND $gone AS id
  MATCH (o:Opportunity {id: id})
  DETACH DELETE o
}
UNWIND $rows AS row
MERGE (o:Opportunity {id: row.id})
SET o = row.properties
MERGE (a:Party {id: row.account_id})
CREATE (o)-[:AT]->(a)
"""

# (:Person)<-[:IS]-(:Stakeholder)-[:IN]->(:DecisionMap)-[:AT]->(:Account)
WRITE_STAKEHOLDERS: Final[LiteralString] = """
CALL () {
  UNWIND $ids AS id
  MATCH (h:Stakeholder {id: id})
  REMOVE h.place
  WITH h
  OPTIONAL MATCH (h)-[r:IS|IN|AT]->()
  DELETE r
}
CALL () {
  UNWIND $gone AS id
  MATCH (h:Stakeholder {id: id})
  DETACH DELETE h
}
UNWIND $rows AS row
MERGE (h:Stakeholder {id: row.id})
SET h = row.properties
MERGE (a:Party {id: row.account_id})
MERGE (m:DecisionMap {id: row.map_id})
CREATE (h)-[:IN]->(m)
CREATE (h)-[:AT]->(a)
WITH row, h, m, a
OPTIONAL MATCH (m)-[r:AT]->(b) WHERE b <> a
DELETE r
WITH DISTINCT row, h, m, a
MERGE (m)-[:AT]->(a)
FOREACH (id IN row.person | MERGE (p:Party {id: id}) CREATE (h)-[:IS]->(p))
"""

# (:Assessment)-[:OF]->(:Stakeholder); one that was corrected keeps its id.
WRITE_ASSESSMENTS: Final[LiteralString] = """
CALL () {
  UNWIND $stakeholders AS id
  MATCH (e:Assessment) WHERE e.stakeholder_id = id AND e.latest > '' AND NOT e.id IN $ids
  DETACH DELETE e
}
UNWIND $rows AS row
MERGE (e:Assessment {id: row.id})
SET e = row.properties
WITH e, row
OPTIONAL MATCH (e)-[r:OF|AT]->()
DELETE r
WITH DISTINCT e, row
MATCH (h:Stakeholder {id: row.stakeholder_id})
MERGE (a:Party {id: row.account_id})
CREATE (e)-[:OF]->(h)
CREATE (e)-[:AT]->(a)
"""

# (:Person)-[:REPORTS_TO {account_id}]->(:Person)
WRITE_REPORTS: Final[LiteralString] = """
CALL () {
  UNWIND $ids AS key
  MATCH ()-[r:REPORTS_TO {key: key}]->()
  DELETE r
}
UNWIND $rows AS row
MERGE (p:Party {id: row.from})
MERGE (q:Party {id: row.to})
CREATE (p)-[r:REPORTS_TO]->(q)
SET r = row.properties
"""

# (:Person)-[:INFLUENCES {strength, polarity}]->(:Person)
WRITE_INFLUENCES: Final[LiteralString] = """
CALL () {
  UNWIND $ids AS key
  MATCH ()-[r:INFLUENCES {key: key}]->()
  DELETE r
}
UNWIND $rows AS row
MERGE (p:Party {id: row.from})
MERGE (q:Party {id: row.to})
CREATE (p)-[r:INFLUENCES]->(q)
SET r = row.properties
"""

# (:Person|Seller)-[:KNOWS {strength, circle}]->(:Person|Seller)
WRITE_ACQUAINTANCES: Final[LiteralString] = """
CALL () {
  UNWIND $ids AS key
  MATCH ()-[r:KNOWS {key: key}]->()
  DELETE r
}
UNWIND $rows AS row
MERGE (p:Party {id: row.from})
MERGE (q:Party {id: row.to})
CREATE (p)-[r:KNOWS]->(q)
SET r = row.properties
"""

# (:Account|Person)-[:REFERRED {status, made_at}]->(:Account|Person)
WRITE_REFERRALS: Final[LiteralString] = """
CALL () {
  UNWIND $ids AS id
  MATCH ()-[r:REFERRED {id: id}]->()
  DELETE r
}
UNWIND $rows AS row
MERGE (p:Party {id: row.from})
MERGE (q:Party {id: row.to})
CREATE (p)-[r:REFERRED]->(q)
SET r = row.properties
"""

# (:Seller)<-[:BY]-(:Interaction)-[:WITH]->(:Person), (:Interaction)-[:AT]->(:Account)
WRITE_INTERACTIONS: Final[LiteralString] = """
CALL () {
  UNWIND $ids AS id
  MATCH (i:Interaction {id: id})
  DETACH DELETE i
}
UNWIND $rows AS row
MERGE (a:Party {id: row.account_id})
CREATE (i:Interaction)-[:AT]->(a)
SET i = row.properties
FOREACH (id IN row.people | MERGE (p:Party {id: id}) CREATE (i)-[:WITH]->(p))
FOREACH (id IN row.sellers | MERGE (s:Party {id: id}) CREATE (i)-[:BY]->(s))
"""

# (:Order)-[:AT]->(:Account)
WRITE_ORDERS: Final[LiteralString] = """
CALL () {
  UNWIND $ids AS id
  MATCH (n:Order {id: id})
  DETACH DELETE n
}
UNWIND $rows AS row
MERGE (a:Party {id: row.account_id})
CREATE (n:Order)-[:AT]->(a)
SET n = row.properties
"""

# (:Account)-[:STANDS_ON]->(:Transition) where it stands, (:Transition)-[:AT]->(:Account) wherever it stood
WRITE_TRANSITIONS: Final[LiteralString] = """
CALL () {
  UNWIND $ids AS subject
  MATCH (t:Transition {subject: subject})
  DETACH DELETE t
}
UNWIND $rows AS row
MERGE (a:Party {id: row.account_id})
CREATE (t:Transition)-[:AT]->(a)
SET t = row.properties
FOREACH (id IN row.standing | CREATE (a)-[:STANDS_ON]->(t))
"""

# (:ContactLevel)-[:OF]->(:Stakeholder), (:ContactLevel)-[:BY]->(:Seller)
WRITE_CONTACT_LEVELS: Final[LiteralString] = """
CALL () {
  UNWIND $ids AS key
  MATCH (l:ContactLevel {key: key})
  DETACH DELETE l
}
UNWIND $rows AS row
MATCH (h:Stakeholder {id: row.stakeholder_id})
MERGE (s:Party {id: row.seller_id})
CREATE (l:ContactLevel)-[:OF]->(h)
CREATE (l)-[:BY]->(s)
SET l = row.properties
"""

# (:Commitment)-[:AT]->(:Account), (:Commitment)-[:WITH]->(:Person)
WRITE_COMMITMENTS: Final[LiteralString] = """
CALL () {
  UNWIND $ids AS id
  MATCH (c:Commitment {id: id})
  DETACH DELETE c
}
UNWIND $rows AS row
MERGE (a:Party {id: row.account_id})
CREATE (c:Commitment)-[:AT]->(a)
SET c = row.properties
FOREACH (id IN row.person | MERGE (p:Party {id: id}) CREATE (c)-[:WITH]->(p))
"""

# (:FindingNote)-[:AT]->(:Account)
WRITE_FINDING_NOTES: Final[LiteralString] = """
CALL () {
  UNWIND $ids AS key
  MATCH (d:FindingNote {key: key})
  DETACH DELETE d
}
UNWIND $rows AS row
MERGE (a:Party {id: row.account_id})
CREATE (d:FindingNote)-[:AT]->(a)
SET d = row.properties
"""

# Maps in which nobody is, or ever was, are no more.
WRITE_STATUSES: Final[LiteralString] = """
CALL () {
  UNWIND $ids AS id
  MATCH (m:DecisionMap {id: id})
  WHERE NOT EXISTS { (m)<-[:IN]-() }
  DETACH DELETE m
}
UNWIND $rows AS row
MATCH (m:DecisionMap {id: row.id})
SET m.status = row.status
"""
