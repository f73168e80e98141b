"""Changes, their facts, streams, runs, and the counter of positions."""

from __future__ import annotations

from typing import Final, LiteralString

from graph.neo4j.cypher.columns import FACT

# Locks first, in the order of the ids given, the counter last; what is compared is read under the locks.
# Writing to a node locks it. That the counter is taken before anything else is written makes writers take turns
# from there on: no deadlock, `recorded_at` in the order of positions, and a projection that sees all there is.
LOCK: Final[LiteralString] = """
CALL () {
  UNWIND $streams AS id
  MERGE (s:Stream {id: id}) ON CREATE SET s.version = 0
  SET s.locked_by = $change_id
  WITH s
  RETURN collect([s.id, s.version]) AS versions
}
MERGE (c:Counter {name: 'changes'}) ON CREATE SET c.position = 0
SET c.locked_by = $change_id
WITH versions, c
RETURN versions, c.position, c.recorded_at,
  EXISTS { MATCH (:Change {id: $change_id}) } AS done,
  EXISTS { MATCH (:Remembered {key: $once}) } AS repeated,
  c.behind, c.caught_up
"""

# (:Fact)-[:MENTIONS]->(:Mention)
INSERT: Final[LiteralString] = """
CALL () {
  UNWIND $facts AS row
  CREATE (f:Fact) SET f = row.properties
  FOREACH (id IN row.mentions |
    CREATE (f)-[:MENTIONS]->(:Mention {kind: row.properties.kind, subject: id,
      observed_at: row.properties.observed_at, recorded_at: row.properties.recorded_at}))
}
CALL () {
  UNWIND $streams AS id
  MATCH (s:Stream {id: id})
  SET s.version = s.version + 1
}
CALL () {
  UNWIND $changes AS row
  CREATE (n:Change) SET n = row
}
CALL () {
  UNWIND $remembered AS row
  CREATE (n:Remembered) SET n = row
}
UNWIND $counter AS last
MATCH (c:Counter {name: 'changes'})
SET c.position = last.position,
  c.recorded_at = CASE WHEN c.recorded_at > last.recorded_at THEN c.recorded_at ELSE last.recorded_at END
"""

# A fact that an undo or a correction names is flagged, so that readers of others need not look for these.
FLAG_CHANGES: Final[LiteralString] = """
UNWIND $subjects AS id
MATCH (f:Fact) WHERE f.change = id AND f.ordinal >= 0 AND f.flagged IS NULL
SET f.flagged = true
"""

FLAG_SOME: Final[LiteralString] = """
MATCH (f:Fact) WHERE f.change = $change_id AND f.ordinal >= $start AND f.ordinal < $end AND f.flagged IS NULL
SET f.flagged = true
"""

FLAG_FACTS: Final[LiteralString] = """
UNWIND $subjects AS id
MATCH (f:Fact {id: id})
SET f.flagged = true
"""

FACTS_BY_STREAM: Final[LiteralString] = (
    """
MATCH (f:Fact)
WHERE f.stream IN $ids AND f.kind IN $kinds AND f.observed_at <= $observed_to AND f.recorded_at <= $known_at
RETURN collect("""
    + FACT
    + ")"
)

FACTS_BY_SUBJECT: Final[LiteralString] = (
    """
MATCH (f:Fact)
WHERE f.kind IN $kinds AND f.subject IN $ids AND f.observed_at <= $observed_to AND f.recorded_at <= $known_at
RETURN collect("""
    + FACT
    + ")"
)

# (:Mention)<-[:MENTIONS]-(:Fact)
FACTS_BY_MENTION: Final[LiteralString] = (
    """
MATCH (m:Mention)
WHERE m.kind IN $kinds AND m.subject IN $ids AND m.observed_at <= $observed_to AND m.recorded_at <= $known_at
MATCH (m)<-[:MENTIONS]-(f)
WITH DISTINCT f
RETURN collect("""
    + FACT
    + ")"
)

# Those with an ordinal from `start` to before `end`, and the last ordinal there is among them, of whatever kind.
FACTS_BY_CHANGE: Final[LiteralString] = (
    """
MATCH (f:Fact)
WHERE f.change IN $ids AND f.ordinal >= $start AND f.ordinal < $end
RETURN max(f.ordinal), collect(
  CASE WHEN f.kind IN $kinds AND f.observed_at <= $observed_to AND f.recorded_at <= $known_at THEN """
    + FACT
    + " END)"
)

# How many facts a change has, and which changes its undos name.
COUNT_FACTS: Final[LiteralString] = """
MATCH (f:Fact) WHERE f.change = $change_id AND f.ordinal >= 0
RETURN count(f), collect(CASE WHEN f.kind = $undone THEN f.subject END)
"""

FALL_BEHIND: Final[LiteralString] = """
MATCH (c:Counter {name: 'changes'})
SET c.behind = $change_id, c.caught_up = 0
"""

CATCH_UP: Final[LiteralString] = """
MATCH (c:Counter {name: 'changes'})
SET c.behind = $behind, c.caught_up = $caught_up
"""

LOAD_BEHIND: Final[LiteralString] = """
MATCH (c:Counter {name: 'changes'}) WHERE c.behind IS NOT NULL
RETURN c.behind, c.caught_up
"""

FACTS_BY_ID: Final[LiteralString] = (
    """
MATCH (f:Fact)
WHERE f.id IN $ids AND f.kind IN $kinds AND f.observed_at <= $observed_to AND f.recorded_at <= $known_at
RETURN collect("""
    + FACT
    + ")"
)

FACTS_BY_SELLER: Final[LiteralString] = (
    """
MATCH (f:Fact)
WHERE f.by IN $ids AND f.kind IN $kinds AND f.observed_at <= $observed_to AND f.recorded_at <= $known_at
RETURN collect("""
    + FACT
    + ")"
)

FACTS_BY_KIND: Final[LiteralString] = (
    """
MATCH (f:Fact)
WHERE f.kind IN $kinds AND f.subject IS NOT NULL AND f.observed_at <= $observed_to AND f.recorded_at <= $known_at
RETURN collect("""
    + FACT
    + ")"
)

LOAD_VERSIONS: Final[LiteralString] = """
MATCH (s:Stream) WHERE s.id IN $ids
RETURN collect([s.id, s.version])
"""

LOAD_POSITION: Final[LiteralString] = "MATCH (c:Counter {name: 'changes'}) RETURN c.position"

LOAD_REMEMBERED: Final[LiteralString] = """
MATCH (n:Remembered {key: $once})
RETURN n.input_hash, n.change_id, n.result
"""

LOAD_CHANGE: Final[LiteralString] = """
MATCH (n:Change {id: $change_id})
RETURN collect([n.id, n.position, n.recorded_at, n.by, n.mutation])
"""

LIST_CHANGES: Final[LiteralString] = """
MATCH (n:Change) WHERE n.position > $after
WITH n ORDER BY n.position LIMIT $first
OPTIONAL MATCH (r:Remembered {change_id: n.id})
WITH n, r ORDER BY n.position
RETURN collect([n.id, n.position, n.recorded_at, n.by, n.mutation, r.key, r.input_hash, r.result])
"""

# The facts of a change from an ordinal on, in the order in which they were stated.
CHANGE_FACTS: Final[LiteralString] = (
    """
MATCH (f:Fact) WHERE f.change = $change_id AND f.ordinal >= $ordinal
WITH f ORDER BY f.ordinal LIMIT $limit
RETURN collect("""
    + FACT
    + ")"
)

OPEN_RUN: Final[LiteralString] = """
MERGE (n:Run {id: $change_id})
ON CREATE SET n.mutation = $mutation, n.by = $by, n.recorded_at = $recorded_at, n.facts = 0,
  n.of = $of, n.writer = $writer
WITH n
MATCH (c:Counter {name: 'changes'})
SET c.recorded_at = CASE WHEN c.recorded_at > n.recorded_at THEN c.recorded_at ELSE n.recorded_at END
RETURN [n.id, n.mutation, n.by, n.of, n.writer, n.recorded_at, n.facts]
"""

LOCK_RUN: Final[LiteralString] = """
MATCH (n:Run {id: $change_id})
SET n.locked_by = $change_id
WITH n
RETURN [n.id, n.mutation, n.by, n.of, n.writer, n.recorded_at, n.facts]
"""

TAKE_RUN: Final[LiteralString] = "MATCH (n:Run {id: $change_id}) SET n.writer = $writer"

COUNT_RUN: Final[LiteralString] = "MATCH (n:Run {id: $change_id}) SET n.facts = $facts"

DELETE_RUN: Final[LiteralString] = "MATCH (n:Run {id: $change_id}) DELETE n"

LIST_RUNS: Final[LiteralString] = """
MATCH (n:Run) WHERE n.id > ''
RETURN collect([n.id, n.mutation, n.by, n.of, n.writer, n.recorded_at, n.facts])
"""

# The last facts of an open run: they are taken back in the opposite order.
LAST_RUN_FACTS: Final[LiteralString] = (
    """
MATCH (f:Fact) WHERE f.change = $change_id AND f.ordinal >= 0
WITH f ORDER BY f.ordinal DESC LIMIT $limit
RETURN collect("""
    + FACT
    + ")"
)

DELETE_FACTS: Final[LiteralString] = """
UNWIND $ids AS id
MATCH (f:Fact {id: id})
OPTIONAL MATCH (f)-[:MENTIONS]->(m)
DETACH DELETE f, m
"""
