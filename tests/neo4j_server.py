"""A real Neo4j for tests (filled in below)."""
