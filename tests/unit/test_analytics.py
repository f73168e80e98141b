"""Figures of networks: those of networkx, those that were published, and maps worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import networkx as nx
import networkx.algorithms.link_analysis.pagerank_alg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.account import Account
from domain.codes import AccountKind, Influence, Polarity
from domain.decision_map import DecisionMap, MapGraph, build_decision_map
from domain.ids import map_of
from domain.network_influence import NetworkInfluence, Surroundings
from domain.person import Employment, Person
from domain.stakeholder import Stakeholder
from domain.tie import Influences, Knows, ReportsTo
from graph import analytics
from graph.analytics import (
    MOST_WORK,
    betweenness,
    constraint,
    hidden_influencers,
    network_influence,
    page_rank,
    too_large,
)
from tests.worlds import RECORDED, account, day, person, stakeholder

NOW = day(400)
ACME = Account(account(1), 1, RECORDED, "Acme", AccountKind.COMPANY)
INNER, POLITICAL, OUTSIDE = Influence
NOBODY_MET = Surroundings({}, {})
PAGE_RANK: Any = vars(networkx.algorithms.link_analysis.pagerank_alg)["_pagerank_python"]
"""That of networkx without scipy, which `networkx.pagerank` wants."""


def plain(graph: Any) -> tuple[list[Any], list[list[int]]]:
    """Return the nodes of a networkx graph, and their neighbours by number."""
    nodes = list(graph)
    numbers = {node: at for at, node in enumerate(nodes)}
    return nodes, [sorted(numbers[other] for other in graph[node] if other != node) for node in nodes]


def by_node(figures: Sequence[Any], nodes: Sequence[Any]) -> dict[Any, Any]:
    return dict(zip(nodes, figures, strict=True))


# ── published figures ──


@pytest.mark.parametrize(
    ("graph", "published"),
    [
        (nx.krackhardt_kite_graph(), {7: 0.389, 5: 0.231, 6: 0.231, 8: 0.222, 3: 0.102, 0: 0.023, 9: 0}),
        (nx.florentine_families_graph(), {"Medici": 0.522, "Guadagni": 0.255, "Albizzi": 0.212, "Pazzi": 0}),
        (nx.karate_club_graph(), {0: 0.4376, 33: 0.3041}),
        (nx.les_miserables_graph(), {"Valjean": 0.570, "Myriel": 0.177}),
    ],
    ids=["kite", "florentine", "karate", "les-miserables"],
)  # fmt: skip
def test_published_betweenness(graph: Any, published: Mapping[Any, float]) -> None:
    nodes, neighbours = plain(graph)
    found = by_node(betweenness(neighbours), nodes)
    assert {node: found[node] for node in published} == pytest.approx(published, abs=0.0005)


def test_published_betweenness_with_an_isolated_family() -> None:
    graph = nx.florentine_families_graph()
    graph.add_node("Pucci")
    nodes, neighbours = plain(graph)
    assert by_node(betweenness(neighbours), nodes)["Medici"] == pytest.approx(0.452, abs=0.0005)


def test_published_page_rank_of_six_pages() -> None:
    links = {1: [2, 3], 2: [], 3: [1, 2, 5], 4: [5, 6], 5: [4, 6], 6: [4]}
    weights = [dict.fromkeys((to - 1 for to in links[at]), 1.0) for at in sorted(links)]
    published = [0.03721, 0.05396, 0.04151, 0.37508, 0.20600, 0.28625]
    assert page_rank(weights, 0.9) == pytest.approx(published, abs=5e-6)


def test_published_constraint_of_an_ego() -> None:
    edges = ["AB", "AE", "AF", "AG", "BD", "BG", "CG", "DG", "EG", "FG"]
    nodes, neighbours = plain(nx.Graph(tuple(edge) for edge in edges))
    assert by_node(constraint(neighbours), nodes)["G"] == pytest.approx(0.400, abs=0.0005)


# ── the figures of networkx ──

EDGES = st.integers(1, 12).flatmap(
    lambda n: st.tuples(
        st.just(n),
        st.dictionaries(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), st.integers(1, 5), max_size=30),
    )
)
Drawn = tuple[int, dict[tuple[int, int], int]]


@given(EDGES)
def test_page_rank_is_that_of_networkx(drawn: Drawn) -> None:
    n, edges = drawn
    graph: Any = nx.DiGraph()
    graph.add_nodes_from(range(n))
    graph.add_weighted_edges_from((a, b, weight) for (a, b), weight in edges.items())
    weights = [{to: float(graph[at][to]["weight"]) for to in graph[at]} for at in range(n)]
    expected = PAGE_RANK(graph, tol=1e-14, max_iter=10_000)
    found = page_rank(weights)
    assert found == pytest.approx([expected[at] for at in range(n)], abs=1e-9)
    assert sum(found) == pytest.approx(1, abs=1e-12)


@given(EDGES)
def test_betweenness_and_constraint_are_those_of_networkx(drawn: Drawn) -> None:
    n, edges = drawn
    graph: Any = nx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from((a, b) for a, b in edges if a != b)
    _, neighbours = plain(graph)
    expected = nx.betweenness_centrality(graph)
    assert betweenness(neighbours) == pytest.approx([expected[at] for at in range(n)], abs=1e-9)
    constrained = nx.constraint(graph)
    found = constraint(neighbours)
    assert [at for at in range(n) if found[at] is None] == [at for at in range(n) if not graph[at]]
    assert {at: found[at] for at in range(n) if graph[at]} == pytest.approx(
        {at: constrained[at] for at in range(n) if graph[at]}, abs=1e-9
    )


# ── maps ──


def placed(number: int, influence: Influence | None = None) -> Stakeholder:
    return Stakeholder(
        stakeholder(number), 1, map_of(ACME.id), ACME.id, day(0), person_id=person(number), influence=influence
    )


def somebody(number: int, name: str = "", until: float | None = None) -> Person:
    work = Employment(ACME.id, None, None, day(until) if until is not None else None)
    return Person(person(number), 1, RECORDED, None, name or f"P{number:03d}", employments=(work,))


def a_map(
    *standings: Influence | None,
    moves: Sequence[tuple[int, int, int]] = (),
    reports: Sequence[tuple[int, int]] = (),
    people: Sequence[Person] | None = None,
    **given: Any,
) -> DecisionMap:
    """People 1, 2 … with these standings; `moves`: source, target, strength, negative for a conflict."""
    numbers = range(1, len(standings) + 1)
    known = people if people is not None else [somebody(number) for number in numbers]
    graph = MapGraph(
        map_of(ACME.id),
        NOW,
        ACME,
        None,
        tuple(placed(number, standing) for number, standing in zip(numbers, standings, strict=True)),
        {one.id: one for one in known},
        reports=tuple(ReportsTo(ACME.id, person(a), person(b)) for a, b in reports),
        influences=tuple(
            Influences(person(a), person(b), abs(s), Polarity.POSITIVE if s > 0 else Polarity.NEGATIVE)
            for a, b, s in moves
        ),
        **given,
    )
    return build_decision_map(graph)


def figures(map_: DecisionMap, surroundings: Surroundings = NOBODY_MET) -> dict[int, NetworkInfluence]:
    """Return the figures by the number of the person."""
    found = network_influence(map_, surroundings)
    assert hidden_influencers(map_) == {id_ for id_, one in found.items() if one.hidden}
    return {int(id_[-4:], 16): one for id_, one in found.items()}


def test_three_people_by_hand() -> None:
    # 2 and 3 report to 1; 3 moves 1 with strength 3. So 1 spreads to 3 alone, 2 to 1 alone, 3 to 1 alone.
    found = figures(a_map(INNER, None, OUTSIDE, moves=[(3, 1, 3)], reports=[(2, 1), (3, 1)]))
    # y2 = 1; y1 = 1 + .85 (y2 + y3); y3 = 1 + .85 y1: y1 = 2.7 ÷ .2775, y3 = 1 + 2.295 ÷ .2775.
    y1, y2, y3 = 2.7 / 0.2775, 1, 1 + 2.295 / 0.2775
    total = y1 + y2 + y3
    assert [found[n].page_rank for n in (1, 2, 3)] == pytest.approx([y1 / total, y2 / total, y3 / total], abs=1e-13)
    assert [found[n].rank for n in (1, 2, 3)] == [1, 3, 2]
    assert [found[n].betweenness for n in (1, 2, 3)] == [1, 0, 0]
    # 1 gives each half of their time; the others give all of it to 1.
    assert [found[n].constraint for n in (1, 2, 3)] == [0.5, 1, 1]
    assert [found[n].hidden for n in (1, 2, 3)] == [False, False, False]
    assert found[3].ties == (ReportsTo(ACME.id, person(3), person(1)), Influences(person(3), person(1), 3))


def test_parallel_ties_add_their_weights() -> None:
    # 1 is moved by 2 with strength 2 and reports to 2, which weighs 3; and is moved by 3 with strength 5.
    found = figures(a_map(None, None, None, moves=[(2, 1, 2), (3, 1, 5)], reports=[(1, 2)]))
    assert found[2].page_rank == pytest.approx(found[3].page_rank, abs=1e-15)
    assert (found[2].rank, found[3].rank, found[1].rank) == (1, 2, 3)  # by name
    # Two ties of one pair are one neighbour.
    assert found[2].constraint == 1


def test_a_conflict_is_no_tie_here_and_acquaintance_neither() -> None:
    known = (Knows(person(1), person(2), 1.0),)
    found = figures(a_map(None, None, moves=[(1, 2, -5)], acquaintances=known))
    assert [(one.page_rank, one.betweenness, one.constraint, one.ties) for one in found.values()] == [
        (0.5, 0, None, ())
    ] * 2


def test_equal_ranks_go_by_name_then_id() -> None:
    people = [somebody(1, "B"), somebody(2, "A"), somebody(3, "B"), somebody(4, "A")]
    found = figures(a_map(None, None, None, None, people=people))
    assert {number: one.rank for number, one in found.items()} == {2: 1, 4: 2, 1: 3, 3: 4}


def test_placeholders_and_those_who_left_are_not_there() -> None:
    map_ = a_map(
        INNER,
        None,
        None,
        moves=[(1, 2, 3), (2, 3, 5)],
        reports=[(3, 1)],
        people=[somebody(1), somebody(2, until=300), somebody(3)],
    )
    graph = replace(map_.graph, stakeholders=(*map_.graph.stakeholders, replace(placed(4), person_id=None, label="?")))
    found = figures(build_decision_map(graph))
    assert found.keys() == {1, 3}
    assert found[1].ties == (ReportsTo(ACME.id, person(3), person(1)),)
    assert found[1].page_rank == pytest.approx(1.85 / 2.85)


@pytest.mark.parametrize(
    ("standing", "tied", "hidden"),
    [
        (OUTSIDE, True, True),
        (None, True, True),
        (POLITICAL, True, False),
        (INNER, True, False),
        (OUTSIDE, False, False),
        (None, False, False),
    ],
)
def test_who_is_a_hidden_influencer(standing: Influence | None, tied: bool, hidden: bool) -> None:
    # Without ties all are equal, and the first by name is in the top fifth.
    moves = [(1, 2, 5)] if tied else []
    assert figures(a_map(standing, INNER, INNER, moves=moves))[1].hidden is hidden


@pytest.mark.parametrize(("people", "top"), [(1, 1), (5, 1), (6, 2), (10, 2), (11, 3)])
def test_the_top_fifth_is_rounded_up(people: int, top: int) -> None:
    # Each is moved by the one before, so that the first have most weight; the last moves nobody.
    found = figures(a_map(*[None] * people, moves=[(n, n + 1, 1) for n in range(1, people)]))
    assert [n for n in found if found[n].hidden] == list(range(1, top + 1 if people > 1 else top))


def test_whom_a_cut_person_cuts_off() -> None:
    # Us – 1 – 2 – 3, and 4 known by nobody.
    around = Surroundings(
        {person(1): frozenset()},
        {person(2): frozenset({person(1), person(3)}), person(3): frozenset({person(2)}), person(4): frozenset()},
    )
    found = figures(a_map(INNER, OUTSIDE, INNER, INNER), around)
    assert {n: one.cuts_off for n, one in found.items()} == {
        1: (stakeholder(3),),
        2: (stakeholder(3),),
        3: (),
        4: (),
    }
    assert {n: one.cut for n, one in found.items()} == {1: True, 2: True, 3: False, 4: False}


def test_where_too_many_are_around_nobody_is_said_to_be_cut() -> None:
    around = Surroundings({person(1): frozenset()}, {person(2): frozenset({person(1)})}, complete=False)
    found = figures(a_map(INNER, INNER), around)
    assert [(one.cut, one.cut_known) for one in found.values()] == [(False, False)] * 2


def test_an_empty_map_has_no_figures() -> None:
    assert figures(a_map()) == {}


def test_a_map_of_one() -> None:
    assert figures(a_map(None)) == {1: NetworkInfluence(1, 1.0, 0.0, None, hidden=False)}


def test_a_map_too_large_says_so_and_has_no_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analytics, "MOST_WORK", 3 * (3 + 1))
    assert too_large(a_map(None, None, None, moves=[(1, 2, 1)])) is None
    large = a_map(None, None, None, moves=[(1, 2, 1), (2, 1, 1)])
    assert figures(large) == {}
    told = too_large(large)
    assert told is not None
    assert "3 people and 2 ties" in told.en
    assert "3 人、2 条" in told.zh


def test_two_thousand_people_with_four_thousand_ties_are_not_too_many() -> None:
    assert MOST_WORK >= 2_000 * (2_000 + 4_000)


MAPS = st.integers(1, 9).flatmap(
    lambda n: st.tuples(
        st.lists(st.sampled_from([*Influence, None]), min_size=n, max_size=n),
        st.dictionaries(
            st.tuples(st.integers(1, n), st.integers(1, n)).filter(lambda pair: pair[0] != pair[1]),
            st.sampled_from([-3, 1, 2, 3, 4, 5]),
            max_size=16,
        ),
        st.permutations(range(1, n + 1)),
    )
)


@given(MAPS)
def test_the_order_of_people_and_ties_does_not_matter(
    drawn: tuple[list[Influence | None], dict[tuple[int, int], int], list[int]],
) -> None:
    standings, moves, order = drawn
    boss = [(number, order[0]) for number in order[1:3]]
    known = [(a, b, s) for (a, b), s in moves.items()]
    map_ = a_map(*standings, moves=known, reports=boss)
    graph = map_.graph
    turned = replace(
        graph,
        stakeholders=tuple(graph.stakeholders[n - 1] for n in order),
        people={person(n): graph.people[person(n)] for n in order},
        influences=graph.influences[::-1],
        reports=graph.reports[::-1],
    )
    found = figures(map_)
    assert found == figures(build_decision_map(turned))
    assert sum(one.page_rank for one in found.values()) == pytest.approx(1, abs=1e-12)
    assert sorted(one.rank for one in found.values()) == list(range(1, len(order) + 1))
    by_rank = sorted(found.values(), key=lambda one: one.rank)
    assert all(a.page_rank >= b.page_rank - 1e-12 for a, b in pairwise(by_rank))


def test_figures_of_a_map_are_those_of_its_graph_in_networkx() -> None:
    moves = [(1, 2, 4), (2, 3, 1), (3, 1, 5), (4, 1, 2), (5, 4, 3), (1, 5, 1), (6, 5, -4)]
    reports = [(2, 1), (3, 1), (4, 2), (6, 4)]
    found = figures(a_map(*[None] * 6, moves=moves, reports=reports))
    weighted: Any = nx.MultiDiGraph()
    weighted.add_nodes_from(range(1, 7))
    weighted.add_weighted_edges_from([(b, a, s) for a, b, s in moves if s > 0] + [(a, b, 3) for a, b in reports])
    ranks = PAGE_RANK(weighted, tol=1e-14, max_iter=10_000)
    simple = nx.Graph(weighted)
    assert {n: one.page_rank for n, one in found.items()} == pytest.approx(ranks, abs=1e-9)
    assert {n: one.betweenness for n, one in found.items()} == pytest.approx(nx.betweenness_centrality(simple))
    assert {n: one.constraint for n, one in found.items()} == pytest.approx(nx.constraint(simple))
