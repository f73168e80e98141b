"""The store of teams: facts and the current graph in Neo4j 5.26 or 2026.x, with the official driver."""

from graph.neo4j.store import Neo4jStore, open_neo4j

__all__ = ["Neo4jStore", "open_neo4j"]
