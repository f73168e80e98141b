"""Every statement has an index behind it: the plans, as the servers make them, have no scan of what grows."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any, LiteralString

import pytest
from neo4j import GraphDatabase, NotificationMinimumSeverity

import graph.neo4j.cypher
from graph.neo4j import open_neo4j
from tests.neo4j_server import NEO4J, Neo4jPool

_SCANS = ("AllNodesScan", "NodeByLabelScan", "UndirectedAllRelationshipsScan", "DirectedAllRelationshipsScan",
          "UndirectedRelationshipTypeScan", "DirectedRelationshipTypeScan", "IntersectionNodeByLabelsScan",
          "UnionNodeByLabelsScan", "SubtractionNodeByLabelsScan")  # fmt: skip


def statements() -> Iterator[tuple[str, LiteralString]]:
    """Every public constant of the package that is a whole statement; the others are parts of these."""
    for module in pkgutil.iter_modules(graph.neo4j.cypher.__path__):
        for name, value in vars(importlib.import_module(f"graph.neo4j.cypher.{module.name}")).items():
            if (
                name.isupper()
                and not name.startswith("_")
                and not value.lstrip().startswith(("[", "(", "CREATE", "SHOW"))
            ):
                yield f"{module.name}.{name}", value


def operators(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("children", ()):
        yield from operators(child)


def kind(operator: dict[str, Any]) -> str:
    return operator["operatorType"].partition("@")[0]


def wrong(operator: dict[str, Any]) -> bool:
    """Whether it walks over everything, or pairs everything with everything."""
    if kind(operator) == "CartesianProduct":
        return not all("UniqueIndexSeek" in kind(child) for child in operator["children"])
    return kind(operator) in _SCANS


@pytest.mark.parametrize("version", NEO4J)
async def test_every_statement_finds_what_it_reads_by_an_index(neo4j_pool: Neo4jPool, version: str) -> None:
    server = neo4j_pool.empty(version)
    store = await open_neo4j(server.url, server.user, server.password)
    await store.close()
    found: dict[str, list[str]] = {}
    with GraphDatabase.driver(
        server.url, auth=server.auth, notifications_min_severity=NotificationMinimumSeverity.OFF
    ) as driver:
        driver.execute_query("CALL db.clearQueryCaches()")
        for name, statement in statements():
            explained: LiteralString = "EXPLAIN " + statement
            plan = driver.execute_query(explained).summary.plan
            assert plan is not None
            if scans := [f"{kind(o)} {o['args'].get('Details', '')}" for o in operators(plan) if wrong(o)]:
                found[name] = scans
    assert found == {}
