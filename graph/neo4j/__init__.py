"""The store of teams: a Neo4j server."""
