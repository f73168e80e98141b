"""No N+1: how many calls of the store and statements of the database a query makes does not depend on its size."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from domain.account import AccountDescribed
from domain.change import Corrected
from domain.codes import AccountKind, BuyingRole, Direction, InteractionKind
from domain.errors import ErrorCode
from domain.fact import Stated
from domain.ids import (
    AccountId,
    ChangeId,
    InteractionId,
    PersonId,
    SellerId,
    StakeholderId,
    StreamId,
    TransitionId,
    map_of,
    new_id,
)
from domain.interaction import Interacted
from domain.person import EmployedAt, PersonDescribed
from domain.seller import SellerDescribed
from domain.stage import StageMoved
from domain.stakeholder import RoleGiven, StakeholderAdded
from graph.demo.building import Demo
from graph.founding import found
from graph.sqlite import SqliteStore, open_sqlite
from graph.sqlite.connections import READERS
from graph.store import Append, ViewerStore
from resolvers.root import build_schema
from schema.context import make_context
from schema.loaders import MOST_PAST_MAPS
from tests.ready_queries import ready_queries

NOW = datetime.now(UTC)


@contextmanager
def counting(store: SqliteStore) -> Iterator[Counter[str]]:
    """Count what the readers select."""
    statements: Counter[str] = Counter()

    def trace(statement: str) -> None:
        if statement.lstrip().startswith(("SELECT", "WITH")):
            statements[statement] += 1

    connections = store._connections
    # A thread opens its reader when it first reads: each is given something to wait for, so that all of them do.
    together = threading.Barrier(READERS)

    def read_together() -> None:
        connections._reader()
        together.wait()

    for waiting in [connections._reading.submit(read_together) for _ in range(READERS)]:
        waiting.result()
    for reader in connections._readers:
        reader.set_trace_callback(trace)
    try:
        yield statements
    finally:
        for reader in connections._readers:
            reader.set_trace_callback(None)


class CountingStore:
    """A viewer's store that counts what is asked of it."""

    def __init__(self, store: ViewerStore) -> None:
        self._store = store
        self.calls: Counter[str] = Counter()

    def for_viewer(self, _viewer: object) -> CountingStore:
        return self

    def __getattr__(self, name: str) -> Any:
        found_ = getattr(self._store, name)
        if not callable(found_):
            return found_

        def call(*args: Any, **kwargs: Any) -> Any:
            self.calls[name] += 1
            return found_(*args, **kwargs)

        return call


async def cost(store: SqliteStore, query: str, variables: dict[str, Any]) -> tuple[Counter[str], int, Any]:
    """Return the calls of the store, the number of statements, and the answer."""
    viewer = await store.find_admin()
    assert viewer is not None
    counted = CountingStore(store.for_viewer(viewer))
    counting_store: Any = counted
    context = make_context(counting_store, viewer, NOW, None)
    with counting(store) as statements:
        result = await build_schema().execute(query, variable_values=variables, context_value=context)
    assert result.errors is None
    return counted.calls, statements.total(), result.data


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = await open_sqlite(tmp_path / "rapport.db")
    yield opened
    await opened.close()


# The most calls of the store that each ready query may make, however much it answers.
MOST = {
    "accounts-whose-decider-is-against-us": 4,
    "accounts-with-owners-and-stages": 3,
    "decision-map": 3,
    "decision-map-back-then": 4,
    "people-and-contacts-of-an-account": 12,
    "prepare-a-meeting": 24,
    "referral-chains": 4,
    "referral-tree": 4,
    "referrals": 3,
    "search": 2,
    # One for each ladder says when a stay on it stalls.
    "stage-board": 12,
    "stage-history": 3,
    "weekly-review": 41,
    "what-changed-since": 5,
    "what-if-the-sponsor-leaves": 14,
    "who-we-are": 4,
}


async def test_every_ready_query_makes_few_calls(demo_file: Path, demo: Demo) -> None:
    store = await open_sqlite(demo_file)
    queries = ready_queries(demo, NOW)
    assert {query.name for query in queries} == MOST.keys()
    for query in queries:
        calls, statements, data = await cost(store, query.text, query.variables)
        assert calls.total() <= MOST[query.name], (query.name, calls)
        # A call reads its rows, and whether each may be seen, with a handful of statements.
        assert 0 < statements <= 8 * calls.total(), (query.name, calls, statements)
        assert all(value not in (None, [], {}) for value in data.values()), query.name
    await store.close()


@pytest.mark.parametrize("size", [3, 100])
async def test_accounts_with_owner_and_stages_take_three_calls_whatever_the_size(store: SqliteStore, size: int) -> None:
    await grow(store, size)
    calls, statements, data = await cost(
        store,
        "{ accounts(first: 100) { edges { node { name owner { name } stages { ladder { key } stage { key } } } } } }",
        {},
    )
    assert calls == {"page_accounts": 1, "list_nodes": 1, "list_standings": 1}
    assert statements == 3
    nodes = [edge["node"] for edge in data["accounts"]["edges"]]
    assert len(nodes) == size
    assert all(node["owner"] and node["stages"] for node in nodes)


async def grow(store: SqliteStore, size: int) -> None:
    """Make accounts, each with an owner of its own and a stage."""
    viewer = await found(store, NOW)
    assert viewer is not None
    bound = store.for_viewer(viewer)
    said: list[Stated] = []
    for number in range(size):
        account, seller = AccountId(new_id("account")), SellerId(new_id("seller"))
        said += [
            Stated(SellerDescribed(seller, name=f"Seller {number}"), NOW),
            Stated(AccountDescribed(account, name=f"A {number}", kind=AccountKind.COMPANY, owner_id=seller), NOW),
            Stated(StageMoved(TransitionId(new_id("transition")), account, "LOYALTY", "CLIENT"), NOW),
        ]
    await bound.append(Append(ChangeId(new_id("change")), "test", tuple(said), {}))


async def meet(store: SqliteStore, size: int) -> None:
    """Make accounts with one person each in its map, whom a seller of their own has met."""
    viewer = await found(store, NOW)
    assert viewer is not None
    said: list[Stated] = []
    for number in range(size):
        account, seller = AccountId(new_id("account")), SellerId(new_id("seller"))
        person, place = PersonId(new_id("person")), StakeholderId(new_id("stakeholder"))
        met = Interacted(
            InteractionId(new_id("interaction")), account, InteractionKind.CALL, Direction.MUTUAL, (seller,), (person,)
        )
        statements = [
            SellerDescribed(seller, name=f"Seller {number}"),
            AccountDescribed(account, name=f"A {number}", kind=AccountKind.COMPANY, owner_id=viewer.id),
            PersonDescribed(person, name=f"P {number}"),
            EmployedAt(person, account),
            StakeholderAdded(place, map_of(account), account, person, None, ()),
            met,
        ]
        said += [Stated(one, NOW) for one in statements]
    await store.for_viewer(viewer).append(Append(ChangeId(new_id("change")), "test", tuple(said), {}))


@pytest.mark.parametrize("size", [3, 100])
async def test_contacts_of_a_portfolio_take_five_calls_whatever_the_size(store: SqliteStore, size: int) -> None:
    await meet(store, size)
    query = """
    query($first: Int!, $asOf: DateTime) {
      accounts(first: $first) { edges { node { decisionMap(asOf: $asOf) {
        contacts { seller { name } stakeholder { label } strength { value } gap ownsRelation }
        overlaps { sellers { name } }
      } } } }
    }
    """
    calls, statements, data = await cost(store, query, {"first": size})
    once = {"page_accounts": 1, "list_dealings": 1, "list_nodes": 1}
    assert calls == {**once, "list_map_graphs": 1, "list_contact_levels": 1}
    assert statements <= 15
    for edge in data["accounts"]["edges"]:
        owner, caller = edge["node"]["decisionMap"]["contacts"]
        assert (owner["strength"]["value"], owner["ownsRelation"]) == (0, False)
        assert (caller["strength"]["value"] > 50, caller["ownsRelation"]) == (True, True)
    calls, _, data = await cost(store, query, {"first": size, "asOf": NOW.isoformat()})
    assert calls == {**once, "load_map_facts": size, "load_facts": 1}
    assert len(data["accounts"]["edges"][0]["node"]["decisionMap"]["contacts"]) == 2


@pytest.mark.parametrize("size", [3, 100])
async def test_interactions_with_many_people_take_two_calls(store: SqliteStore, size: int) -> None:
    await meet(store, size)
    people = "people(first: 1) { edges { node { interactions(first: 1) { totalCount edges { node { kind } } } } } }"
    calls, statements, data = await cost(store, f"{{ accounts(first: 100) {{ edges {{ node {{ {people} }} }} }} }}", {})
    assert calls == {"page_accounts": 1, "page_people": 1, "page_interactions_with": 1, "count_interactions_with": 1}
    assert statements <= 8
    employed = [edge["node"]["people"]["edges"][0]["node"] for edge in data["accounts"]["edges"]]
    assert [one["interactions"] for one in employed] == [
        {"totalCount": 1, "edges": [{"node": {"kind": "CALL"}}]}
    ] * size


@pytest.mark.parametrize("size", [3, 100])
async def test_strengths_of_many_people_take_two_calls(store: SqliteStore, size: int) -> None:
    await meet(store, size)
    query = """
    query($first: Int!) {
      accounts(first: $first) { edges { node { people(first: 5) { edges { node {
        strengths { seller { name } value }
      } } } } } }
    }
    """
    calls, _, data = await cost(store, query, {"first": size})
    assert calls == {"page_accounts": 1, "page_people": 1, "list_dealings": 1, "list_nodes": 1}
    people = [edge["node"]["people"]["edges"] for edge in data["accounts"]["edges"]]
    assert [len(one["node"]["strengths"]) for edges in people for one in edges] == [1] * size


async def test_a_count_is_made_only_when_it_is_asked_for(store: SqliteStore) -> None:
    await found(store, NOW)
    calls, _, _ = await cost(store, "{ sellers { edges { node { name } } } }", {})
    assert calls == {"page_sellers": 1}
    calls, _, _ = await cost(store, "{ sellers { totalCount edges { node { name } } } }", {})
    assert calls == {"page_sellers": 1, "count_sellers": 1}


@pytest.mark.parametrize("size", [3, 100])
async def test_histories_of_many_accounts_as_of_a_time_take_one_call(store: SqliteStore, size: int) -> None:
    await grow(store, size)
    for how, call in (("", "list_transitions"), (f', asOf: "{NOW.isoformat()}"', "load_facts")):
        query = f'{{ accounts {{ edges {{ node {{ stageHistory(ladder: "LOYALTY"{how}) {{ to {{ key }} }} }} }} }} }}'
        calls, _, data = await cost(store, query.replace("accounts", "accounts(first: 100)"), {})
        assert calls == {"page_accounts": 1, call: 1}
        histories = [edge["node"]["stageHistory"] for edge in data["accounts"]["edges"]]
        assert histories == [[{"to": {"key": "CLIENT"}}]] * size


async def test_maps_as_of_a_time_are_read_of_so_many_accounts_and_no_more(store: SqliteStore) -> None:
    await grow(store, MOST_PAST_MAPS + 1)
    viewer = await store.find_admin()
    assert viewer is not None
    query = "{ accounts(first: %d) { edges { node { decisionMap(asOf: %s) { status } } } } }"
    for many in (MOST_PAST_MAPS, MOST_PAST_MAPS + 1):
        context = make_context(store, viewer, NOW, None)
        result = await build_schema().execute(query % (many, f'"{NOW.isoformat()}"'), context_value=context)
        errors = {getattr(error.original_error, "code", None) for error in result.errors or ()}
        assert errors == (set() if many == MOST_PAST_MAPS else {ErrorCode.LIMIT})


@pytest.mark.parametrize("size", [3, 60])
async def test_corrections_of_a_whole_map_take_the_same_calls_whatever_its_size(store: SqliteStore, size: int) -> None:
    account_id = await correct_in_a_map(store, size)
    query = (
        "query($id: ID!) { decisionMap(id: $id) { stakeholders { corrections { reason by { name } "
        "wrong { says { en } } right { says { en } by { name } } } person { corrections { reason } } } } }"
    )
    calls, _, data = await cost(store, query, {"id": map_of(account_id)})
    shown = data["decisionMap"]["stakeholders"]
    assert [len(one["corrections"]) for one in shown] == [1] * size
    assert calls == {"list_map_graphs": 1, "load_facts": 2, "list_nodes": 1}


async def correct_in_a_map(store: SqliteStore, size: int) -> AccountId:
    """Make a map of people whose roles were corrected."""
    viewer = await found(store, NOW)
    assert viewer is not None
    bound, account = store.for_viewer(viewer), AccountId(new_id("account"))
    said: list[Stated] = [Stated(AccountDescribed(account, name="A", kind=AccountKind.COMPANY), NOW)]
    places = [StakeholderId(new_id("stakeholder")) for _ in range(size)]
    for number, place in enumerate(places):
        person = PersonId(new_id("person"))
        said += [
            Stated(PersonDescribed(person, name=f"P {number}"), NOW),
            Stated(StakeholderAdded(place, map_of(account), account, person, None), NOW),
            Stated(RoleGiven(place, account, (BuyingRole.USER,)), NOW),
        ]
    made = await bound.append(Append(ChangeId(new_id("change")), "test", tuple(said), {}))
    roles = [fact for fact in made.facts if isinstance(fact.statement, RoleGiven)]
    put_right = [
        one
        for fact in roles
        for one in (
            Stated(Corrected(fact.id, StreamId(account), "Why."), NOW),
            Stated(RoleGiven(StakeholderId(fact.statement.subject), account, (BuyingRole.DECIDER,)), NOW),
        )
    ]
    await bound.append(Append(ChangeId(new_id("change")), "test", tuple(put_right), {}))
    return account


@pytest.mark.parametrize("size", [3, 100])
async def test_insights_of_many_accounts_take_as_many_calls_as_of_one(store: SqliteStore, size: int) -> None:
    await meet(store, size)
    fields = "rule message { en } why { en } evidence { text { en } } plays { text { en } } valueAtStake { amount }"
    calls, _, data = await cost(store, f"{{ insights(first: 1000) {{ {fields} }} }}", {})
    once = {"page_accounts": 1, "load_accounts_around": 1}
    assert calls == once
    # Nobody approves, decides, evaluates, or is a sponsor; the role of a user is not held either.
    assert len(data["insights"]) == 5 * size
    calls, _, _ = await cost(
        store, f"{{ accounts(first: 100) {{ edges {{ node {{ insights {{ {fields} }} }} }} }} }}", {}
    )
    assert calls == once
    query = f"{{ accounts(first: 100) {{ edges {{ node {{ decisionMap {{ insights {{ {fields} }} }} }} }} }} }}"
    calls, _, _ = await cost(store, query, {})
    assert calls == {"page_accounts": 1, "list_map_graphs": 1, "load_around": 1}
