"""A real Neo4j on this machine, without a container."""
