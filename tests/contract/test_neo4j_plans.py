"""Every statement has an index behind it: the plans, as the servers make them, have no scan of what grows."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any, LiteralString

import pytest
from neo4j import Driver, GraphDatabase, NotificationMinimumSeverity

import graph.neo4j.cypher
from domain.codes import SellerRole
from domain.viewer import Viewer
from graph.neo4j import open_neo4j
from graph.neo4j.connection import bundled
from tests.neo4j_server import NEO4J, Neo4jPool
from tests.worlds import account, seller

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
            explained: LiteralString = "EXPLAIN " + bundled(statement)
            plan = driver.execute_query(explained).summary.plan
            assert plan is not None
            if scans := [f"{kind(o)} {o['args'].get('Details', '')}" for o in operators(plan) if wrong(o)]:
                found[name] = scans
    assert found == {}


@pytest.mark.parametrize("version", NEO4J)
async def test_a_statement_is_planned_once_however_much_is_asked_for(neo4j_pool: Neo4jPool, version: str) -> None:
    server = neo4j_pool.empty(version)
    store = await open_neo4j(server.url, server.user, server.password)

    async def ask(size: int) -> None:
        viewer = Viewer(seller(1), SellerRole.MEMBER, frozenset(seller(number) for number in range(1, size + 1)))
        await store.for_viewer(viewer).list_transitions([account(number) for number in range(size)])

    try:
        with GraphDatabase.driver(server.url, auth=server.auth) as driver:
            forget_plans(driver)
            await ask(1)
            planned = forget_plans(driver)
            for size in (1, 2, 12, 120):
                await ask(size)
            assert forget_plans(driver) == planned
    finally:
        await store.close()


def forget_plans(driver: Driver) -> str:
    """Empty the cache of plans; return what the server says of how many there were."""
    (record,) = driver.execute_query("CALL db.clearQueryCaches()").records
    said: str = record["value"]
    return said
