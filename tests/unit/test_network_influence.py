"""Cut persons and single threads: by hand, and against looking at each way once everybody is taken out in turn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ids import PersonId
from domain.network_influence import Surroundings, cut_off, single_threads, supposed_surroundings
from domain.tie import Knows
from tests.unit.test_analytics import a_map
from tests.worlds import person, seller


def around(met: Mapping[int, Iterable[int]], *ties: tuple[int, int]) -> Surroundings:
    """People by number with those of us they have met, and ties, those of people whom two or any of us met left out."""
    found: dict[PersonId, set[PersonId]] = {}
    for a, b in ties:
        for one, other in ((a, b), (b, a)):
            if one not in met or len({*met[one]}) == 1:
                found.setdefault(person(one), set()).add(person(other))
    return Surroundings(
        {person(one): frozenset(map(seller, sellers)) for one, sellers in met.items()},
        {one: frozenset(others) for one, others in found.items()},
    )


def cut(surroundings: Surroundings, *key_players: int) -> dict[int, list[int]]:
    found = cut_off(surroundings, [person(number) for number in key_players])
    return {number(one): [number(player) for player in players] for one, players in sorted(found.items())}


def threads(surroundings: Surroundings, *key_players: int) -> list[tuple[str, int]]:
    found = single_threads(surroundings, [person(number) for number in key_players])
    return [(one.partition("_")[0], number(one)) for one in found]


def number(id_: str) -> int:
    return int(id_[-4:], 16)


@pytest.mark.parametrize(
    ("surroundings", "key_players", "expected"),
    [
        (around({}), [1], {}),
        (around({1: []}), [1], {}),
        (around({1: []}, (1, 2)), [2], {1: [2]}),
        (around({1: []}, (1, 2)), [1, 2], {1: [2]}),
        # Who is no key player is nobody's loss.
        (around({1: []}, (1, 2)), [1], {}),
        # Two ways in.
        (around({1: [], 3: []}, (1, 2), (3, 2)), [2], {}),
        # Two ways in that meet: whoever they meet at is the cut.
        (around({1: [], 3: []}, (1, 2), (3, 2), (2, 4)), [4], {2: [4]}),
        # A chain: everybody on it.
        (around({1: []}, (1, 2), (2, 3), (3, 4)), [3, 4], {1: [3, 4], 2: [3, 4], 3: [4]}),
        # A circle has two ways round, and one way in.
        (around({1: []}, (1, 2), (2, 3), (3, 4), (4, 1)), [3], {1: [3]}),
        # Somebody nobody reaches.
        (around({1: []}, (2, 3)), [3], {}),
        # In the order given.
        (around({1: []}, (1, 2), (1, 3)), [3, 2], {1: [3, 2]}),
    ],
)
def test_cut_persons_by_hand(
    surroundings: Surroundings, key_players: list[int], expected: dict[int, list[int]]
) -> None:
    assert cut(surroundings, *key_players) == expected


@pytest.mark.parametrize(
    ("surroundings", "key_players", "expected"),
    [
        # Nobody is reached: it is another finding.
        (around({}), [1], []),
        # One of us alone knows all of them.
        (around({1: [1], 2: [1]}), [1, 2], [("seller", 1)]),
        (around({1: [1]}), [1], [("seller", 1)]),
        # A second of us, for one of them, is enough.
        (around({1: [1], 2: [1, 2]}), [1, 2], []),
        # Two of us, and one of them through whom everybody else is reached.
        (around({1: [1, 2]}, (1, 2), (1, 3)), [1, 2, 3], [("person", 1)]),
        (around({1: [1, 2]}, (1, 2), (1, 3)), [2, 3], [("person", 1)]),
        # That there is nobody else is no thread.
        (around({1: [1, 2]}), [1], []),
        # One of ours and one of theirs in a row, nearest to us first.
        (around({1: [1]}, (1, 2)), [2], [("seller", 1), ("person", 1)]),
        # A colleague of theirs, whom another of us knows, is a second way.
        (around({1: [1], 2: [2]}, (1, 2)), [1], []),
        (around({1: [1], 3: [2]}, (1, 2), (2, 3)), [1], []),
        (around({1: [1], 2: [1], 3: [2]}, (1, 2), (2, 3)), [1], []),
        (around({1: [1], 2: [1]}, (1, 2)), [1], [("seller", 1)]),
        # An interaction that names none of us is of somebody else.
        (around({1: [], 2: [1]}), [1, 2], []),
        (around({1: []}), [1], []),
        # Whom nobody reaches does not matter.
        (around({1: [1], 2: [1]}), [1, 2, 9], [("seller", 1)]),
        # No key player, no finding.
        (around({1: [1]}), [], []),
    ],
)
def test_single_threads_by_hand(
    surroundings: Surroundings, key_players: list[int], expected: list[tuple[str, int]]
) -> None:
    assert threads(surroundings, *key_players) == expected


# ── by taking everybody out in turn ──

WORLDS = st.tuples(
    st.dictionaries(st.integers(1, 9), st.lists(st.integers(1, 3), max_size=2, unique=True), max_size=4),
    st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)).filter(lambda pair: pair[0] != pair[1]), max_size=14),
    st.lists(st.integers(1, 9), max_size=5, unique=True),
)
World = tuple[dict[int, list[int]], list[tuple[int, int]], list[int]]


def reached(met: Mapping[int, Iterable[int]], ties: Iterable[tuple[int, int]], without: str = "") -> set[int]:
    """Whom we reach over all ties, also those between people we have met, without somebody."""
    edges = [(person(a), person(b)) for a, b in ties]
    edges += [(seller(one), person(who)) for who, sellers in met.items() for one in sellers]
    first = {seller(one) for sellers in met.values() for one in sellers}
    first |= {person(who) for who, sellers in met.items() if not sellers}
    seen: set[str] = set()
    pending: list[str] = [one for one in first if one != without]
    while pending:
        at = pending.pop()
        if at not in seen:
            seen.add(at)
            pending += [b if a == at else a for a, b in edges if at in {a, b} and without not in {a, b}]
    return {number(one) for one in seen if one.startswith("person_")}


@given(WORLDS)
def test_cut_persons_are_those_without_whom_somebody_is_not_reached(world: World) -> None:
    met, ties, key_players = world
    # For a cut person all of us are one, so that who of us it is does not matter.
    us: dict[int, list[int]] = {who: [] for who in met}
    expected = {
        one: lost
        for one in range(1, 10)
        if (lost := [k for k in key_players if k != one and k in reached(us, ties) - reached(us, ties, person(one))])
    }
    assert cut(around(met, *ties), *key_players) == expected


@given(WORLDS)
def test_single_threads_are_those_without_whom_nobody_is_reached(world: World) -> None:
    met, ties, key_players = world

    def single(id_: str, but: int | None) -> bool:
        others = reached(met, ties) & set(key_players) - {but}
        return bool(others) and not others & reached(met, ties, id_)

    expected = {("seller", one) for one in range(1, 4) if single(seller(one), None)}
    expected |= {("person", one) for one in range(1, 10) if single(person(one), one)}
    found = threads(around(met, *ties), *key_players)
    assert set(found) == expected
    assert len(found) == len(expected)


# ── supposed maps ──


def test_a_supposed_tie_and_meeting_are_ways_in() -> None:
    before = a_map(None, None, None).graph
    after = a_map(None, None, None, moves=[(1, 2, 3)]).graph
    supposed = supposed_surroundings(around({1: [1]}), before, after, [(person(3), None), (person(1), seller(2))])
    assert supposed == Surroundings(
        {person(3): frozenset(), person(1): frozenset({seller(1), seller(2)})},
        {person(1): frozenset({person(2)}), person(2): frozenset({person(1)})},
    )
    assert cut(supposed, 2) == {1: [2]}


@pytest.mark.parametrize(
    ("before", "after", "there"),
    [
        ({"moves": [(1, 2, 3)]}, {}, False),
        ({"reports": [(2, 1)]}, {}, False),
        ({"acquaintances": (Knows(person(1), person(2), None),)}, {}, False),
        # Another tie of the two remains.
        ({"moves": [(1, 2, -3)], "reports": [(2, 1)]}, {"moves": [(1, 2, -3)]}, True),
        # What the map does not show, as a line of reporting elsewhere, is not touched.
        ({}, {}, True),
    ],
)
def test_a_tie_that_is_supposed_to_end_is_no_way_in(before: dict[str, Any], after: dict[str, Any], there: bool) -> None:
    known = around({1: [1]}, (1, 2), (2, 3))
    supposed = supposed_surroundings(known, a_map(*[None] * 3, **before).graph, a_map(*[None] * 3, **after).graph, [])
    assert (person(1) in supposed.ties[person(2)]) is there
    assert person(3) in supposed.ties[person(2)]
