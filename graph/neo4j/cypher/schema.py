"""The version of the schema, and who is changing it."""

from __future__ import annotations

from typing import Final, LiteralString

ONE_SCHEMA: Final[LiteralString] = "CREATE CONSTRAINT schema_name IF NOT EXISTS FOR (s:Schema) REQUIRE s.name IS UNIQUE"

COUNT_ONE_SCHEMA: Final[LiteralString] = "SHOW CONSTRAINTS YIELD name WHERE name = 'schema_name' RETURN count(name)"

# Writing to the node locks it until the transaction ends; the version is read after that.
TAKE_SCHEMA: Final[LiteralString] = """
MERGE (s:Schema {name: 'rapport'}) ON CREATE SET s.version = 0
SET s.taken_at = timestamp()
WITH s
RETURN s.version
"""

COUNT_NODES: Final[LiteralString] = "MATCH (n) RETURN count(n)"

AWAIT_INDEXES: Final[LiteralString] = "CALL db.awaitIndexes(3600)"

WALK_OPPORTUNITY_NAMES: Final[LiteralString] = """
MATCH (o:Opportunity) WHERE o.id > $after
WITH o ORDER BY o.id LIMIT $limit
RETURN collect([o.id, o.name])
"""

SET_OPPORTUNITY_WORDS: Final[LiteralString] = """
UNWIND $rows AS row
MATCH (o:Opportunity {id: row.id})
SET o.words = row.words
"""

FINISH_MIGRATION: Final[LiteralString] = "MATCH (s:Schema {name: 'rapport'}) SET s.version = $version"
