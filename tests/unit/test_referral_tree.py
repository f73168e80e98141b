"""Down from a party: each party once, at its least depth, by the first referral that reaches it there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.referral import Referral
from domain.referral_figures import referral_graph
from domain.referral_tree import Tree, build_tree
from tests.referrals import DECLINED, made, networks

MANY = 10_000


def tree(referrals: Iterable[Referral], root: str = "a", *, max_depth: int | None = None, most: int = MANY) -> Tree:
    return build_tree(referral_graph(referrals), root, max_depth=max_depth, most=most)


def nodes(found: Tree) -> list[tuple[int, Referral]]:
    return [(depth, via) for depth, level in enumerate(found.levels, 1) for via in level]


def told(found: Tree) -> list[tuple[str, int, str]]:
    return [(via.referred, depth, via.referrer) for depth, via in nodes(found)]


def test_who_referred_nobody_has_an_empty_tree() -> None:
    found = tree([made(1, "x", "a")])
    assert (found.root_id, found.levels, found.truncated) == ("a", (), False)


def test_breadth_first_each_party_with_the_referral_it_came_by() -> None:
    referrals = [
        made(1, "a", "b", at=5),
        made(2, "a", "c", at=1, status=DECLINED),
        made(3, "b", "d", at=9),
        made(4, "c", "e", at=9),
        made(5, "e", "f", at=2),
        made(6, "x", "y"),
        made(7, "x", "a"),
    ]
    found = tree(referrals)
    assert found.levels == (
        (referrals[1], referrals[0]),
        (referrals[3], referrals[2]),
        (referrals[4],),
    )
    assert not found.truncated


@pytest.mark.parametrize(
    "referrals",
    [
        [made(1, "a", "a1"), made(2, "a", "a2"), made(3, "a1", "z", at=2), made(4, "a2", "z", at=1)],  # first made
        [made(1, "a", "a1"), made(2, "a", "a2"), made(5, "a1", "z", at=1), made(4, "a2", "z", at=1)],  # lowest id
        [made(1, "a", "a2", at=9), made(2, "a", "a1"), made(3, "a1", "z", at=1), made(4, "a2", "z", at=0)],
    ],
)
def test_of_several_at_the_least_depth_the_first_made_is_told_then_the_lowest_id(referrals: list[Referral]) -> None:
    ((depth, via),) = [(depth, via) for depth, via in nodes(tree(referrals)) if via.referred == "z"]
    assert (depth, via.id) == (2, "referral_0004")


def test_a_referral_from_further_down_does_not_count_however_early() -> None:
    referrals = [made(1, "a", "b", at=9), made(2, "a", "c", at=9), made(3, "b", "c", at=0)]
    assert told(tree(referrals)) == [("b", 1, "a"), ("c", 1, "a")]


def test_the_same_pair_again_is_told_by_the_first() -> None:
    ((_, via),) = nodes(tree([made(2, "a", "b", at=3), made(1, "a", "b", at=4)]))
    assert via.id == "referral_0002"


def test_loops_are_cut_at_the_party_met() -> None:
    loop = [made(1, "a", "b"), made(2, "b", "c"), made(3, "c", "a"), made(4, "c", "b"), made(5, "c", "d")]
    assert told(tree(loop)) == [("b", 1, "a"), ("c", 2, "b"), ("d", 3, "c")]
    assert told(tree(loop, "c")) == [("a", 1, "c"), ("b", 1, "c"), ("d", 1, "c")]


CHAIN = [made(number, f"p{number}", f"p{number + 1}") for number in range(4)]


@pytest.mark.parametrize(
    ("max_depth", "expected", "truncated"), [(1, 1, True), (3, 3, True), (4, 4, False), (5, 4, False), (0, 0, True)]
)
def test_a_tree_is_cut_at_a_depth(max_depth: int, expected: int, truncated: bool) -> None:
    found = tree(CHAIN, "p0", max_depth=max_depth)
    assert (len(nodes(found)), found.truncated) == (expected, truncated)


def test_what_is_only_reached_again_below_the_depth_is_no_more() -> None:
    assert not tree([made(1, "a", "b"), made(2, "b", "a")], max_depth=1).truncated


@pytest.mark.parametrize(("most", "truncated"), [(0, True), (1, True), (5, True), (6, False), (7, False)])
def test_a_tree_is_cut_at_a_number_of_parties(most: int, truncated: bool) -> None:
    wide = [*(made(number, "a", f"b{number}") for number in range(3)), *(made(9 + n, "b1", f"c{n}") for n in range(3))]
    found = tree(wide, most=most)
    assert (len(nodes(found)), found.truncated) == (min(most, 6), truncated)
    assert nodes(found) == nodes(tree(wide))[:most]


@given(networks(most=20), st.integers(0, 4) | st.none(), st.integers(0, 6), st.randoms(use_true_random=False))
def test_every_party_is_there_once_at_its_least_depth(
    referrals: list[Referral], max_depth: int | None, most: int, random: Any
) -> None:
    directed: Any = nx.DiGraph([(one.referrer, one.referred) for one in referrals])
    directed.add_node("a")
    least: dict[str, int] = dict(nx.single_source_shortest_path_length(directed, "a"))
    del least["a"]
    whole = nodes(tree(referrals))
    assert {via.referred: depth for depth, via in whole} == least
    assert len(whole) == len(least)
    for depth, via in whole:
        reaching = [
            one
            for one in referrals
            if one.referred == via.referred and {"a": 0, **least}.get(one.referrer) == depth - 1
        ]
        assert via == min(reaching, key=lambda one: (one.made_at, one.id))
    within = [(depth, via) for depth, via in whole if max_depth is None or depth <= max_depth]
    random.shuffle(referrals)
    cut = tree(referrals, max_depth=max_depth, most=most)
    assert nodes(cut) == within[:most]
    assert cut.truncated == (len(nodes(cut)) < len(whole))


def test_a_chain_of_thousands_is_followed() -> None:
    chain = [made(number, f"p{number}", f"p{number + 1}") for number in range(5_000)]
    found = tree(chain, "p0")
    assert told(found)[-1] == ("p5000", 5_000, "p4999")
    assert not found.truncated
