"""Network influence of maps, against networkx computing the same three figures; and what is read around a map."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import networkx.algorithms.link_analysis.pagerank_alg

from bench.measure import Ratio, compare, timed
from bench.worlds import NOW, admin_of, map_of_twenty
from domain.account import Account
from domain.codes import AccountKind
from domain.decision_map import DecisionMap, MapGraph, build_decision_map
from domain.ids import AccountId, PersonId, StakeholderId, map_of, new_id
from domain.network_influence import Surroundings, influence_ties
from domain.person import Person
from domain.stakeholder import Stakeholder
from domain.tie import Influences, ReportsTo
from graph.analytics import network_influence
from graph.decision_map import load_decision_map
from graph.network import load_surroundings
from graph.sqlite import open_sqlite

if TYPE_CHECKING:
    from collections.abc import Callable

NOBODY = Surroundings({}, {})
# networkx.pagerank wants scipy, which the product does without; this is its own version without.
PAGE_RANK: Any = vars(networkx.algorithms.link_analysis.pagerank_alg)["_pagerank_python"]


async def run() -> list[Ratio]:
    """Compare the figures of maps of 20 and of 200 people; and the reading of surroundings with that of the map."""
    return [
        _figures(20, 40, 100, "≤ 1"),
        _figures(200, 400, 10, "≤ 1"),
        await _surroundings(),
    ]


def _figures(people: int, ties: int, rounds: int, goal: str) -> Ratio:
    map_ = _map(people, ties)
    ours, base = _medians(lambda: network_influence(map_, NOBODY), lambda: _by_networkx(map_), rounds)
    return Ratio(f"network influence of {people:,} people and {ties:,} ties, against networkx", ours, base, goal)


def _medians(ours: Callable[[], object], base: Callable[[], object], rounds: int) -> tuple[float, float]:
    turns = sorted((timed(ours), timed(base)) for _ in range(rounds))
    theirs = sorted(turn[1] for turn in turns)
    return turns[rounds // 2][0], theirs[rounds // 2]


def _by_networkx(map_: DecisionMap) -> tuple[Any, Any, Any]:
    graph: Any = nx.DiGraph()
    graph.add_nodes_from(map_.graph.people)
    for tie in influence_ties(map_):
        if isinstance(tie, ReportsTo):
            graph.add_edge(tie.person_id, tie.manager_id, weight=3)
        else:
            graph.add_edge(tie.target, tie.source, weight=tie.strength)
    simple = graph.to_undirected()
    return PAGE_RANK(graph, tol=1e-13, max_iter=1000), nx.betweenness_centrality(simple), nx.constraint(simple)


def _map(people: int, ties: int) -> DecisionMap:
    """Make a map in which each reports to one of those before, and influence makes up the rest of the ties."""
    seeded = random.Random(people)
    account = Account(AccountId(new_id("account")), 1, NOW, "Large", AccountKind.COMPANY)
    ids = [PersonId(new_id("person")) for _ in range(people)]
    places = tuple(
        Stakeholder(StakeholderId(new_id("stakeholder")), 1, map_of(account.id), account.id, NOW, person_id=one)
        for one in ids
    )
    pairs = {tuple(seeded.sample(ids, 2)) for _ in range(2 * ties)}
    graph = MapGraph(
        map_of(account.id),
        NOW,
        account,
        None,
        places,
        {one: Person(one, 1, NOW, None, f"Person {at}") for at, one in enumerate(ids)},
        reports=tuple(ReportsTo(account.id, one, ids[(at - 1) // 4]) for at, one in enumerate(ids) if at),
        influences=tuple(Influences(a, b, 1 + len(a) % 5) for a, b in sorted(pairs)[: ties - people + 1]),
    )
    return build_decision_map(graph)


async def _surroundings() -> Ratio:
    with tempfile.TemporaryDirectory() as folder:
        store = await open_sqlite(str(Path(folder) / "bench.db"))
        try:
            admin = await admin_of(store)
            map_id = await map_of_twenty(admin)
            found = await load_decision_map(admin, map_id, now=NOW)
            assert found is not None
            people = list(found.graph.people)
            ours, base = await compare(
                lambda: load_surroundings(admin, people, now=NOW),
                lambda: load_decision_map(admin, map_id, now=NOW),
                rounds=500,
            )
        finally:
            await store.close()
    return Ratio("whom we know around a map of 20 (nobody met), against reading the map", ours, base, "≤ 1")
