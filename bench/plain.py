"""The decision map query as the stock parts make it: Strawberry's own types, data loaders and ASGI application.

It serves the same store and the same figures, so that what differs is how a request is executed.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import strawberry
from strawberry.asgi import GraphQL
from strawberry.dataloader import DataLoader
from strawberry.types import Info

from graph.decision_map import load_decision_maps

if TYPE_CHECKING:
    from domain.decision_map import DecisionMap as Map
    from domain.person import Person as PersonRow
    from graph.store import ViewerStore

QUERY = """
query Map($id: ID!) {
  decisionMap(id: $id) {
    stakeholders {
      id label roles influence support weight keyPlayer
      coverage { value source }
      person { id name title }
    }
    ties { kind strength source { id } target { id } }
    supportScore { value }
    status
  }
}
"""


@strawberry.type
class Person:
    id: strawberry.ID
    name: str
    title: str | None


@strawberry.type
class Coverage:
    value: str
    source: str


@strawberry.type
class Stakeholder:
    standing: strawberry.Private[Any]

    @strawberry.field
    async def id(self) -> strawberry.ID:
        return strawberry.ID(self.standing.stakeholder.id)

    @strawberry.field
    async def label(self) -> str:
        return self.standing.label

    @strawberry.field
    async def roles(self) -> list[str]:
        return list(self.standing.stakeholder.roles)

    @strawberry.field
    async def influence(self) -> str | None:
        return self.standing.stakeholder.influence

    @strawberry.field
    async def support(self) -> str | None:
        return self.standing.stakeholder.support

    @strawberry.field
    async def weight(self) -> float:
        return self.standing.weight

    @strawberry.field
    async def key_player(self) -> bool:
        return self.standing.key_player

    @strawberry.field
    async def coverage(self) -> Coverage:
        return Coverage(value=self.standing.coverage.value, source=self.standing.coverage.source)

    @strawberry.field
    async def person(self, info: Info) -> Person | None:
        if self.standing.person is None:
            return None
        row: PersonRow = await info.context["people"].load(self.standing.person.id)
        return Person(id=strawberry.ID(row.id), name=row.name, title=row.title)


@strawberry.type
class Tie:
    kind: str
    strength: float | None
    source: Stakeholder
    target: Stakeholder


@strawberry.type
class Score:
    value: float | None


@strawberry.type
class DecisionMap:
    found: strawberry.Private[Any]

    @strawberry.field
    async def stakeholders(self) -> list[Stakeholder]:
        return [Stakeholder(standing=standing) for standing in self.found.standings]

    @strawberry.field
    async def ties(self) -> list[Tie]:
        places = {s.stakeholder.person_id: Stakeholder(standing=s) for s in self.found.standings}
        graph = self.found.graph
        return [
            *(
                Tie(kind="REPORTS_TO", strength=None, source=places[t.person_id], target=places[t.manager_id])
                for t in graph.reports
            ),
            *(
                Tie(kind="INFLUENCES", strength=t.strength, source=places[t.source], target=places[t.target])
                for t in graph.influences
            ),
            *(
                Tie(kind="KNOWS", strength=t.strength, source=places[t.source], target=places[t.target])
                for t in graph.acquaintances
            ),
        ]

    @strawberry.field
    async def support_score(self) -> Score:
        return Score(value=self.found.support_score.value)

    @strawberry.field
    async def status(self) -> str:
        return self.found.status


@strawberry.type
class Query:
    @strawberry.field
    async def decision_map(self, info: Info, id: strawberry.ID) -> DecisionMap | None:
        found = await info.context["maps"].load(id)
        return DecisionMap(found=found) if found is not None else None


class PlainApp(GraphQL[Any, Any]):
    """Strawberry's ASGI application, with loaders made for each request."""

    def __init__(self, store: ViewerStore) -> None:
        super().__init__(strawberry.Schema(Query))
        self.store = store

    async def get_context(self, request: Any, response: Any) -> dict[str, Any]:
        async def maps(ids: list[str]) -> list[Map | None]:
            return await load_decision_maps(self.store, ids, now=datetime.now(UTC))

        async def people(ids: list[str]) -> list[Any]:
            return await self.store.list_nodes(ids)

        return {"maps": DataLoader(load_fn=maps), "people": DataLoader(load_fn=people)}
