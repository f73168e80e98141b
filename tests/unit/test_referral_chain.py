"""Up from a party: every way to an origin, loops cut at the party seen twice, in one order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given

from domain.referral import Referral
from domain.referral_chain import MAX_ANSWERED, MAX_EXPLORED, Chain, Chains, chains
from tests.referrals import CONVERTED, DECLINED, made, networks

NAMES: Mapping[str, str] = {party: party.upper() for party in "abcdefghijklmnopqrstuvwxyz"}


def up(referrals: Iterable[Referral], party: str, names: Mapping[str, str] = NAMES) -> Chains:
    return chains(referrals, party, names)


def told(found: Chains) -> list[str]:
    return ["".join(chain.party_ids) for chain in found.chains]


def test_an_origin_has_no_chain() -> None:
    assert up([], "a") == Chains((), complete=True)
    assert up([made(1, "a", "b"), made(2, "x", "y")], "a") == Chains((), complete=True)


def test_a_chain_is_told_from_the_origin_down_with_the_referrals() -> None:
    referrals = [made(2, "b", "c", status=DECLINED), made(1, "a", "b", at=9), made(3, "c", "d", status=CONVERTED)]
    assert up(referrals, "c") == Chains((Chain(("a", "b", "c"), (referrals[1], referrals[0])),), complete=True)


def test_the_longest_come_first_then_by_the_names_from_the_origin_down() -> None:
    referrals = [
        made(1, "b", "z"),
        made(2, "c", "z"),
        made(3, "d", "b"),
        made(4, "e", "c"),
        made(5, "f", "c"),
        made(6, "a", "z"),
    ]
    assert told(up(referrals, "z")) == ["dbz", "ecz", "fcz", "az"]
    # By the name of the origin, whatever the names below; and code points, whatever the language.
    names = {**NAMES, "d": "山", "e": "é", "f": "Z", "b": "a", "c": "Z"}
    assert told(up(referrals, "z", names)) == ["fcz", "ecz", "dbz", "az"]


def test_equal_names_go_by_the_parties_ids_then_the_referrals() -> None:
    same = dict.fromkeys(NAMES, "Ann")
    referrals = [made(4, "b", "z"), made(3, "b", "z"), made(2, "c", "z"), made(9, "a", "z")]
    found = up(referrals, "z", same)
    assert told(found) == ["az", "bz", "bz", "cz"]
    assert [chain.referrals[0].id[-1] for chain in found.chains] == ["9", "3", "4", "2"]


def test_a_pair_referred_twice_makes_two_ways() -> None:
    assert told(up([made(1, "a", "b"), made(2, "a", "b"), made(3, "b", "c")], "c")) == ["abc", "abc"]


@pytest.mark.parametrize(
    ("pairs", "party", "expected"),
    [
        ("ab ba", "b", ["ab"]),
        ("ab ba", "a", ["ba"]),
        ("ab bc ca", "c", ["abc"]),
        ("ab bc ca xa", "c", ["xabc"]),  # not stopped at a: x is not on the way yet
        ("ab ba xb", "b", ["ab", "xb"]),
        ("ab ba xa", "b", ["xab"]),
        ("ab bc cb", "c", ["abc"]),
        ("bc cb", "c", ["bc"]),
    ],
)
def test_loops_are_cut_at_the_party_seen_twice(pairs: str, party: str, expected: list[str]) -> None:
    referrals = [made(number, pair[0], pair[1]) for number, pair in enumerate(pairs.split())]
    assert told(up(referrals, party)) == expected


def test_at_most_twenty_are_answered_the_longest() -> None:
    short = [made(number, chr(97 + number), "z") for number in range(25)]
    found = up([*short, made(99, "y", "a")], "z")
    assert told(found) == ["yaz", *(f"{chr(97 + number)}z" for number in range(1, 20))]
    assert (len(found.chains), found.complete) == (MAX_ANSWERED, True)


def layers(widths: Sequence[int]) -> list[Referral]:
    """Return as many ways up from p0-0 as the product of the widths."""
    return [
        made(10_000 * level + 100 * above + below, f"p{level + 1}-{above}", f"p{level}-{below}")
        for level, width in enumerate(widths)
        for above in range(width)
        for below in range(1 if level == 0 else widths[level - 1])
    ]


def named(referrals: Iterable[Referral]) -> dict[str, str]:
    return {end: end for one in referrals for end in (one.referrer, one.referred)}


@pytest.mark.parametrize(
    ("widths", "complete"), [([10, 10, 10, 10], True), ([10, 10, 10, 11], False), ([2] * 13, True), ([2] * 60, False)]
)
def test_at_most_ten_thousand_ways_are_explored(widths: list[int], complete: bool) -> None:
    referrals = layers(widths)
    found = up(referrals, "p0-0", named(referrals))
    assert found.complete is complete
    assert len(found.chains) == MAX_ANSWERED
    assert {len(chain.referrals) for chain in found.chains} == {len(widths)}


def test_ways_are_explored_depth_first_by_the_referrers_name_then_id() -> None:
    """What lies past the ten thousandth way is not seen, even were it the longest."""
    wide = [made(number, f"b{number:05}", "z") for number in range(MAX_EXPLORED)]
    late = [made(20_000, "late", "z"), made(20_001, "later", "late")]
    names = {**named([*wide, *late]), "late": "c"}
    found = up([*late, *wide], "z", names)
    assert not found.complete
    assert {len(chain.referrals) for chain in found.chains} == {1}
    first = up([*late, *wide], "z", {**names, "late": "a"})
    assert not first.complete
    assert first.chains[0].party_ids == ("later", "late", "z")


def test_a_chain_of_thousands_is_followed() -> None:
    chain = [made(number, f"p{number}", f"p{number + 1}") for number in range(5_000)]
    found = up(chain, "p5000", named(chain))
    assert [one.party_ids for one in found.chains] == [tuple(f"p{number}" for number in range(5_001))]


# ── against the simplest way to work it out ──


def every_way(referrals: Sequence[Referral], way: tuple[str, ...], taken: tuple[Referral, ...]) -> Iterator[Chain]:
    further = [one for one in referrals if one.referred == way[0] and one.referrer not in way]
    if not further and taken:
        yield Chain(way, taken)
    for one in further:
        yield from every_way(referrals, (one.referrer, *way), (one, *taken))


@given(networks())
def test_the_ways_are_all_there_are_in_order(referrals: list[Referral]) -> None:
    names: dict[str, Any] = {**NAMES, "a": "Same", "b": "Same"}
    for party in "abc":
        expected = sorted(
            every_way(referrals, (party,), ()),
            key=lambda way: (
                -len(way.referrals),
                [names[one] for one in way.party_ids],
                way.party_ids,
                [one.id for one in way.referrals],
            ),
        )
        assert up(referrals, party, names) == Chains(tuple(expected[:MAX_ANSWERED]), complete=True)
