"""Reading by plan answers what the stock executor answers, errors included."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import strawberry
from strawberry.schema.config import StrawberryConfig

from app.execution import Executor
from app.http import Operation
from domain.codes import Support
from graph.demo.building import Demo
from graph.sqlite import open_sqlite
from resolvers.root import Mutation, Query, build_schema
from schema.context import make_context
from schema.plans import PlannedExecutor
from schema.scalars import SCALARS
from tests.ready_queries import ready_queries

NOW = datetime.now(UTC)
OURS = build_schema()
STOCK = strawberry.Schema(Query, Mutation, config=StrawberryConfig(scalar_map=SCALARS))

Execute = Callable[[strawberry.Schema, str, dict[str, Any]], Awaitable[Any]]


@pytest.fixture
async def execute(demo_file: Path) -> AsyncIterator[Execute]:
    store = await open_sqlite(demo_file)
    viewer = await store.find_admin()
    assert viewer is not None

    executors = {id(schema): Executor(schema) for schema in (STOCK, OURS)}

    async def run(schema: strawberry.Schema, query: str, variables: dict[str, Any]) -> Any:
        asked = Operation(query, variables)
        result = await executors[id(schema)].run(asked, make_context(store, viewer, NOW, None))
        return result.data, [error.formatted for error in result.errors or ()]

    yield run
    await store.close()


@pytest.mark.slow
async def test_every_ready_query_is_answered_as_by_the_stock_executor(execute: Execute, demo: Demo) -> None:
    for query in ready_queries(demo, NOW):
        ours = [await execute(OURS, query.text, query.variables) for _ in range(2)]
        assert ours[0] == ours[1] == await execute(STOCK, query.text, query.variables), query.name
        assert ours[0][1] == []


async def test_fragments_aliases_merges_and_directives_are_what_they_are(execute: Execute) -> None:
    query = """
      query Mixed($with: Boolean!, $id: String!) {
        a: account(externalId: $id) { ...Map }
        b: account(externalId: $id) {
          ...Map
          decisionMap { id ties { __typename } stakeholders { label weight } }
        }
        c: account(externalId: $id) { decisionMap { again: id stakeholders { ...Card @include(if: $with) id } } }
      }
      fragment Map on Account { decisionMap { status stakeholders { ...Card } } }
      fragment Card on Stakeholder { name: label roles ... on Node { id } person { name } }
    """
    for text in (query, query.replace("@include(if: $with)", "").replace("$with: Boolean!, ", "")):
        for choice in (True, False):
            variables = {"id": "DEMO-INSURER"} | ({"with": choice} if "$with" in text else {})
            ours = await execute(OURS, text, variables)
            assert ours == await execute(STOCK, text, variables)
            assert ours[1] == []


@strawberry.type
class Inner:
    text: str
    number: int | None
    share: float
    flag: bool
    kind: Support | None
    many: list[str]


@strawberry.type
class Outer:
    inner: Inner
    maybe: Inner | None
    inners: list[Inner | None]


SOUND: dict[str, Any] = {
    "text": "a", "number": 1, "share": 1, "flag": True, "kind": Support.SPONSOR, "many": ["a", "b"]
}  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [{}, {"text": None}, {"text": 5}, {"number": 2**40}, {"number": "x"}, {"share": float("nan")}, {"flag": None},
     {"kind": "SPONSOR"}, {"kind": "NOBODY"}, {"kind": None}, {"many": None}, {"many": ["a", None]}, {"many": "ab"}],
)  # fmt: skip
@pytest.mark.parametrize("where", ["inner", "maybe", "inners"])
async def test_what_cannot_be_answered_is_told_as_by_the_stock_executor(where: str, wrong: dict[str, Any]) -> None:
    broken = Inner(**SOUND | wrong)
    outer = Outer(inner=Inner(**SOUND), maybe=None, inners=[Inner(**SOUND), None])
    setattr(outer, where, [None, broken] if where == "inners" else broken)

    @strawberry.type
    class Roots:
        @strawberry.field
        def outer(self) -> Outer:
            return outer

    query = "{ outer { __typename inner { ...I } maybe { ...I } inners { ...I } } } "
    query += "fragment I on Inner { text number share flag kind many }"
    stock = await strawberry.Schema(Roots).execute(query)
    ours = await strawberry.Schema(Roots, execution_context_class=PlannedExecutor).execute(query)
    assert ours.data == stock.data
    assert [e.formatted for e in ours.errors or ()] == [e.formatted for e in stock.errors or ()]
