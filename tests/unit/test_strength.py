"""Strength (domain.md §4): tables worked out by hand, the edges of the windows, and properties of the formula."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from math import isclose, log2
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.codes import Direction, InteractionKind, StrengthComponent
from domain.interaction import Interaction
from domain.seller import Seller
from domain.strength import (
    KIND_WEIGHT,
    Dealings,
    Strength,
    count_dealings,
    no_strength,
    strength,
    strongest_first,
)
from tests.worlds import RECORDED, TICK, account, day, interaction, person, seller

NOW = datetime(2026, 3, 15, 12, tzinfo=UTC)
OLGA, HUGO, MIA = (seller(number) for number in (1, 2, 3))
ANN, BOB = (person(number) for number in (1, 2))
OUTBOUND, INBOUND, MUTUAL = Direction
MEETING, CALL, EMAIL, MESSAGE, EVENT, SITE_VISIT, CARE, GIFT, SUPPORT_CASE = InteractionKind
DAY = timedelta(days=1)


def met(
    ago: float | timedelta = 0,
    kind: InteractionKind = MEETING,
    direction: Direction = MUTUAL,
    by: tuple[Any, ...] = (OLGA,),
    whom: tuple[Any, ...] = (ANN,),
) -> Interaction:
    """Return an interaction so many days ago."""
    at = NOW - (ago if isinstance(ago, timedelta) else timedelta(days=ago))
    return Interaction(interaction(1), account(1), kind, at, direction, by, whom)


def counted(*interactions: Interaction) -> Dealings:
    (one,) = count_dealings(interactions, NOW)
    return one


def parts(*interactions: Interaction) -> list[float]:
    return [part.value for part in strength(counted(*interactions), NOW).parts]


# ── by hand ──


@pytest.mark.parametrize(
    ("interactions", "expected"),
    [
        # 30 + 25/12 + 15 + 15 + 15/12: a meeting just now.
        ([met()], [30, 25 / 12, 15, 15, 1.25]),
        # A call of ours 90 days ago: recency halved; nothing came from them; depth .7.
        ([met(90, CALL, OUTBOUND)], [15, 25 / 12, 0, 10.5, 1.25]),
        ([met(180 - 1e-6, EMAIL, INBOUND)], [7.5, 25 / 12, 15, 4.5, 1.25]),
        # Exactly 180 days ago is before "the 180 days before"; exactly 365 before the year.
        ([met(180, EMAIL, INBOUND)], [7.5, 0, 15, 4.5, 1.25]),
        ([met(365)], [30 * 2 ** (-365 / 90), 0, 0, 0, 0]),
        ([met(3600)], [30 * 2**-40, 0, 0, 0, 0]),
        # 15 March 2026: two in March, one in February; 2 of 3 not only ours; (1 + .3 + .4) ÷ 3.
        (
            [met(1), met(2, EMAIL, OUTBOUND), met(20, GIFT, INBOUND)],
            [30 * 2 ** (-1 / 90), 25 * 3 / 12, 10, 15 * 1.7 / 3, 2.5],
        ),
        # More than twelve count as twelve.
        ([met(number / 10) for number in range(15)], [30, 25, 15, 15, 1.25]),
    ],
    ids=["now", "call", "180-", "180", "365", "long ago", "three", "many"],
)
def test_parts_by_hand(interactions: list[Interaction], expected: list[float]) -> None:
    assert parts(*interactions) == pytest.approx(expected)


def test_a_part_says_its_name_and_the_most_it_can_be() -> None:
    found = strength(counted(met()), NOW)
    assert [(part.name, part.max) for part in found.parts] == [
        (StrengthComponent.RECENCY, 30),
        (StrengthComponent.FREQUENCY, 25),
        (StrengthComponent.RECIPROCITY, 15),
        (StrengthComponent.DEPTH, 15),
        (StrengthComponent.BREADTH, 15),
    ]
    assert (found.seller_id, found.person_id, found.last_at) == (OLGA, ANN, NOW)
    assert found.value == pytest.approx(30 + 25 / 12 + 15 + 15 + 1.25)


def test_the_strongest_there_is() -> None:
    monthly = [met(28 * number) for number in range(13)]
    found = strength(counted(*monthly, *(met(number / 24) for number in range(12))), NOW)
    assert found.value == 100
    assert [part.value for part in found.parts] == [part.max for part in found.parts]


def test_two_who_never_met() -> None:
    found = no_strength(OLGA, ANN)
    assert (found.value, found.last_at) == (0, None)
    assert [(part.name, part.value, part.max) for part in found.parts] == [
        (part.name, 0, part.max) for part in strength(counted(met()), NOW).parts
    ]


DEPTH = {
    MEETING: 15,
    SITE_VISIT: 15,
    CALL: 10.5,
    EVENT: 10.5,
    MESSAGE: 6,
    CARE: 6,
    GIFT: 6,
    SUPPORT_CASE: 6,
    EMAIL: 4.5,
}


@pytest.mark.parametrize("kind", InteractionKind)
def test_how_deep_each_kind_goes(kind: InteractionKind) -> None:
    assert parts(met(1, kind))[3] == pytest.approx(DEPTH[kind])


@pytest.mark.parametrize(("direction", "share"), [(OUTBOUND, 0), (INBOUND, 15), (MUTUAL, 15)])
def test_what_came_from_them_too(direction: Direction, share: float) -> None:
    assert parts(met(1, CALL, direction))[2] == share


# ── counting ──

EDGES = [
    (timedelta(0), "last_at recent year lately"),
    (90 * DAY - TICK, "last_at recent year lately"),
    (90 * DAY, "last_at recent year"),
    (180 * DAY - TICK, "last_at recent year"),
    (180 * DAY, "last_at year"),
    (365 * DAY - TICK, "last_at year"),
    (365 * DAY, "last_at"),
]


@pytest.mark.parametrize(("ago", "counts"), EDGES, ids=[str(number) for number in range(len(EDGES))])
def test_the_edges_of_the_windows(ago: timedelta, counts: str) -> None:
    said = counts.split()
    year = int("year" in said)
    assert counted(met(ago, CALL, INBOUND)) == Dealings(
        OLGA, ANN, NOW - ago, int("recent" in said), year, {CALL: 1} if year else {}, year, int("lately" in said), 0
    )


def test_what_comes_later_does_not_count() -> None:
    assert count_dealings([met(-TICK)], NOW) == []
    assert counted(met(-TICK), met(3)) == counted(met(3))


def test_months_are_those_of_utc() -> None:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    shanghai = timezone(timedelta(hours=8))
    # Half past midnight on 1 March in Shanghai is still February.
    local = replace(met(), at=datetime(2026, 3, 1, 0, 30, tzinfo=shanghai))
    assert counted(replace(met(), at=at), local).months == 2
    assert counted(replace(met(), at=at - TICK), local).months == 1
    # A year from the middle of a month touches thirteen months; the parts of March are two months.
    assert counted(met(1), met(364)).months == 2
    assert parts(*(met(28 * number) for number in range(13)), met(364))[4] == 15


def test_pairs_are_counted_apart_and_in_order() -> None:
    found = count_dealings([met(by=(HUGO, OLGA), whom=(BOB, ANN)), met(by=(OLGA,), whom=(ANN,)), met(by=())], NOW)
    assert [(one.person_id, one.seller_id, one.recent, one.together) for one in found] == [
        (ANN, OLGA, 2, 1),
        (ANN, HUGO, 1, 1),
        (BOB, OLGA, 1, 1),
        (BOB, HUGO, 1, 1),
    ]


def test_who_is_named_twice_took_part_once() -> None:
    assert counted(met(by=(OLGA, OLGA), whom=(ANN, ANN))) == counted(met())


# ── properties ──

ago = st.one_of(
    st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=800)),
    st.sampled_from([edge for days in (90, 180, 365) for edge in (days * DAY - TICK, days * DAY, days * DAY + TICK)]),
)
interactions = st.builds(
    met,
    ago,
    st.sampled_from(InteractionKind),
    st.sampled_from(Direction),
    by=st.lists(st.sampled_from([OLGA, HUGO, MIA]), min_size=1, max_size=3).map(tuple),
)


def independently(found: Iterable[Interaction], at: datetime) -> float:
    """Work a strength out as domain.md says it, over interactions of one pair, without counting first."""
    ours = [one for one in found if one.at <= at]
    days = [(at - one.at).total_seconds() / 86_400 for one in ours]
    year = [one for one in ours if at - one.at < timedelta(365)]
    recency = 30 / 2 ** (min(days) / 90)
    frequency = 25 * min(sum(at - one.at < timedelta(180) for one in ours), 12) / 12
    if not year:
        return recency + frequency
    theirs = sum(one.direction in (INBOUND, MUTUAL) for one in year) / len(year)
    weights = sum({15: 1.0, 10.5: 0.7, 6: 0.4, 4.5: 0.3}[DEPTH[one.kind]] for one in year) / len(year)
    months = min(len({f"{one.at.astimezone(UTC):%Y-%m}" for one in year}), 12) / 12
    return recency + frequency + 15 * theirs + 15 * weights + 15 * months


@given(st.lists(interactions, min_size=1, max_size=30))
def test_strength_equals_an_independent_calculation_within_its_bounds(found: list[Interaction]) -> None:
    for dealings in count_dealings(found, NOW):
        of_pair = [one for one in found if dealings.seller_id in one.seller_ids]
        read = strength(dealings, NOW)
        assert isclose(read.value, independently(of_pair, NOW), rel_tol=1e-12)
        assert 0 < read.value <= 100
        assert all(0 <= part.value <= part.max for part in read.parts)
        assert read.value == sum(part.value for part in read.parts)
        assert read.last_at == max(one.at for one in of_pair)


@given(st.lists(interactions, min_size=1, max_size=20), st.randoms())
def test_the_order_of_interactions_does_not_matter(found: list[Interaction], random: Any) -> None:
    shuffled = [*found]
    random.shuffle(shuffled)
    assert count_dealings(shuffled, NOW) == count_dealings(found, NOW)


@given(st.lists(interactions, min_size=1, max_size=20), st.timedeltas(timedelta(0), timedelta(days=400)))
def test_an_earlier_moment_is_as_if_what_came_later_had_not_been(found: list[Interaction], back: timedelta) -> None:
    at = NOW - back
    assert count_dealings(found, at) == count_dealings([one for one in found if one.at <= at], at)


@given(st.lists(interactions, min_size=1, max_size=20), st.timedeltas(timedelta(0), timedelta(days=400)))
def test_without_contact_it_only_falls(found: list[Interaction], wait: timedelta) -> None:
    then = [strength(one, NOW) for one in count_dealings(found, NOW)]
    later = [strength(one, NOW + wait) for one in count_dealings(found, NOW + wait)]
    for before, after in zip(then, later, strict=True):
        for name in (StrengthComponent.RECENCY, StrengthComponent.FREQUENCY):
            assert _part(after, name) <= _part(before, name)


@given(st.lists(interactions, min_size=1, max_size=20))
def test_half_life(found: list[Interaction]) -> None:
    for now, later in zip(count_dealings(found, NOW), count_dealings(found, NOW + timedelta(days=90)), strict=True):
        halved = _part(strength(later, NOW + timedelta(days=90)), StrengthComponent.RECENCY)
        assert log2(_part(strength(now, NOW), StrengthComponent.RECENCY) / halved) == pytest.approx(1)


def _part(of: Strength, name: StrengthComponent) -> float:
    (value,) = (part.value for part in of.parts if part.name is name)
    return value


def test_every_kind_has_a_weight() -> None:
    assert set(KIND_WEIGHT) == set(InteractionKind)


# ── the order of contacts ──


def named(number: int, name: str) -> Seller:
    return Seller(seller(number), 1, RECORDED, name)


def test_the_strongest_come_first_then_names_then_ids() -> None:
    sellers = {one.id: one for one in (named(1, "Zoe"), named(2, "Amy"), named(3, "Amy"), named(4, "Bo"))}
    found = [Strength(seller(number), ANN, value, day(1), ()) for number, value in ((1, 9), (3, 5), (2, 5), (4, 5))]
    unknown = Strength(seller(9), ANN, 99, day(1), ())
    assert [one.seller_id for one in strongest_first([*found, unknown], sellers)] == [seller(n) for n in (1, 2, 3, 4)]
