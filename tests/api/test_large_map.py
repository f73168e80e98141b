"""A map of two thousand people is read, with its figures, or says in words what is left out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from strawberry.types import ExecutionResult

from domain.account import AccountDescribed
from domain.assessment import Assessed
from domain.codes import AccountKind, BuyingRole, Influence, Support
from domain.fact import Stated
from domain.ids import AccountId, AssessmentId, ChangeId, PersonId, StakeholderId, map_of, new_id
from domain.person import EmployedAt, PersonDescribed
from domain.stakeholder import StakeholderAdded
from domain.tie import Influences, ReportsTo
from graph.founding import found
from graph.sqlite import SqliteStore, open_sqlite
from graph.store import Append
from resolvers.root import build_schema
from schema.context import make_context

NOW = datetime.now(UTC)
PEOPLE = 2_000
# Some seconds go into writing so many people.
pytestmark = pytest.mark.slow

MAP = """
query($id: ID!) {
  decisionMap(id: $id) {
    supportScore { value } leftOut { en }
    stakeholders { label network { rank } }
    ties { kind }
    insights { rule }
    changes(since: "0001-01-01T00:00:00Z") { kind }
  }
  whatIf(mapId: $id, changes: [{ leave: "%s" }]) { after { supportScore { value } } userErrors { code } }
}
"""
MOVES = "query($id: ID!) { bestMoves(mapId: $id) { effect } }"


class Large:
    """A hundred managers of twenty; one of them decides and is for us, one is against us."""

    def __init__(self) -> None:
        self.account = AccountId(new_id("account"))
        self.people = [PersonId(new_id("person")) for _ in range(PEOPLE)]

    def said(self, at: datetime) -> list[Stated]:
        said = [Stated(AccountDescribed(self.account, name="Large", kind=AccountKind.COMPANY), at)]
        for number, person in enumerate(self.people):
            place = StakeholderId(new_id("stakeholder"))
            roles = (BuyingRole.DECIDER,) if number == 0 else ()
            said += [
                Stated(PersonDescribed(person, name=f"P{number:04}"), at),
                Stated(EmployedAt(person, self.account), at),
                Stated(StakeholderAdded(place, map_of(self.account), self.account, person, None, roles), at),
            ]
            if number < 2:
                given = {"support": (Support.SPONSOR, Support.OPPONENT)[number], "influence": Influence.INNER_CIRCLE}
                assessed = Assessed(AssessmentId(new_id("assessment")), place, self.account, **given)
                said.append(Stated(assessed, at))
            if number >= 20:
                said.append(Stated(ReportsTo(self.account, person, self.people[number // 20]), at))
                said.append(Stated(Influences(self.people[number - 20], person, 2), at))
        return said


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = await open_sqlite(tmp_path / "rapport.db")
    yield opened
    await opened.close()


async def ask(store: SqliteStore, query: str, map_id: str) -> ExecutionResult:
    viewer = await store.find_admin()
    assert viewer is not None
    context = make_context(store, viewer, NOW, None)
    return await build_schema().execute(query, variable_values={"id": map_id}, context_value=context)


async def test_a_map_of_two_thousand_people(store: SqliteStore) -> None:
    viewer = await found(store, NOW)
    assert viewer is not None
    large = Large()
    said = tuple(large.said(NOW - timedelta(days=10)))
    await store.for_viewer(viewer).append(Append(ChangeId(new_id("change")), "test", said, {}))
    answer = await ask(store, MAP % large.people[0], map_of(large.account))
    assert (answer.errors, answer.data is None) == (None, False)
    data: Any = answer.data
    shown = data["decisionMap"]
    assert len(shown["stakeholders"]) == PEOPLE
    assert len(shown["ties"]) == 2 * (PEOPLE - 20)
    # Of equal weight are a decider for us, 12 × 2, and an opponent without a role, 3 × −2.
    assert shown["supportScore"]["value"] == pytest.approx(100 * (24 - 6) / 30)
    assert shown["leftOut"] == []
    assert sorted(one["network"]["rank"] for one in shown["stakeholders"]) == [*range(1, PEOPLE + 1)]
    assert {"no-approver", "key-player-uncovered"} <= {one["rule"] for one in shown["insights"]}
    assert sum(one["kind"] == "JOINED" for one in shown["changes"]) == PEOPLE
    assert data["whatIf"] == {"after": {"supportScore": {"value": -100}}, "userErrors": []}
    refused = [error.message for error in (await ask(store, MOVES, map_of(large.account))).errors or ()]
    assert ["The map has 2000 people; moves are tried for 200 at most." in one for one in refused] == [True]
