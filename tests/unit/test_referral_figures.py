"""Figures of a party over the referrals downstream of it: by hand, by brute force, and depths by networkx."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.codes import Attribution, ReferralStatus
from domain.errors import InvalidError
from domain.money import Money
from domain.referral import Referral
from domain.referral_figures import Figures, check_discount, depths, figures, referral_graph
from tests.referrals import CONTACTED, CONVERTED, DECLINED, euros, made, networks

RECORDED, FIRST, LAST, SPLIT = Attribution


def of(referrals: Iterable[Referral], party: str = "a", discount: float = 0.5, by: Attribution = RECORDED) -> Figures:
    return figures(referral_graph(referrals, by), party, discount)


NOTHING = Figures(0, 0, 0, None, 0, (), (), ())


def test_who_referred_nobody_has_no_figures() -> None:
    assert of([]) == NOTHING
    assert of([made(1, "x", "a", won=5), made(2, "x", "y", won=7)]) == NOTHING


def test_a_small_tree_by_hand() -> None:
    referrals = [
        made(1, "a", "b", won=100),
        made(2, "a", "c", status=DECLINED),
        made(3, "b", "d", won=40),
        made(4, "d", "e", won=10),
        made(5, "d", "f"),
        made(6, "c", "d", status=CONTACTED),  # d is at depth 2 by either way
        made(7, "x", "a", won=1000),  # above a
        made(8, "x", "b", won=1000),  # beside a
    ]
    assert of(referrals) == Figures(
        direct=2,
        indirect=4,
        conversions=1,
        conversion_rate=0.5,
        depth=3,
        direct_value=euros(100),
        downstream_value=euros(150),
        referral_value=euros(122),  # 100 + 40 ÷ 2 + 10 ÷ 4 = 122.5, half even
    )
    assert of(referrals, "d") == Figures(2, 0, 1, 0.5, 1, euros(10), euros(10), euros(10))


@pytest.mark.parametrize("status", ReferralStatus)
def test_every_status_counts_in_direct_indirect_and_depth(status: ReferralStatus) -> None:
    found = of([made(1, "a", "b", status=status), made(2, "b", "c", status=status)])
    assert (found.direct, found.indirect, found.depth) == (1, 1, 2)
    assert found.conversions == (status is CONVERTED)


def test_the_same_pair_referred_again_counts_each_time() -> None:
    found = of([made(1, "a", "b", status=DECLINED), made(2, "a", "b", at=5, won=30), made(3, "a", "b", at=9)])
    assert found == Figures(3, 0, 1, 1 / 3, 1, euros(30), euros(30), euros(30))


def test_referrals_back_to_the_party_itself_are_left_out() -> None:
    loop = [made(1, "a", "b", won=10), made(2, "b", "c", won=20), made(3, "c", "a", won=40)]
    assert of(loop) == Figures(1, 1, 1, 1.0, 2, euros(10), euros(30), euros(20))
    pair = [made(1, "a", "b", won=10), made(2, "b", "a", won=40)]
    assert of(pair) == Figures(1, 0, 1, 1.0, 1, euros(10), euros(10), euros(10))


def test_a_generation_is_that_of_the_referrers_least_depth() -> None:
    # c is a's own and b's: what c referred is of generation 2, and b → c too, although c itself is at depth 1.
    referrals = [made(1, "a", "b"), made(2, "a", "c"), made(3, "b", "c", won=100), made(4, "c", "d", won=10)]
    assert of(referrals) == Figures(2, 2, 0, 0.0, 2, (), euros(110), euros(55))


def test_a_loop_further_down_is_counted_once() -> None:
    referrals = [made(1, "a", "b", won=8), made(2, "b", "c", won=8), made(3, "c", "b", won=8), made(4, "c", "d", won=8)]
    found = of(referrals)
    assert (found.direct, found.indirect, found.depth) == (1, 3, 3)
    assert found.referral_value == euros(8 + 4 + 2 + 2)


@pytest.mark.parametrize(
    ("discount", "expected"),
    [
        (0, (Money(100, "EUR"),)),  # 0⁰ is 1: its own count in full, what is further down not at all
        (1, (Money(300, "EUR"),)),
        (0.5, (Money(175, "EUR"),)),
        (0.1, (Money(111, "EUR"),)),
        (1 / 3, (Money(144, "EUR"),)),
    ],
)
def test_the_discount(discount: float, expected: tuple[Money, ...]) -> None:
    chain = [made(1, "a", "b", won=100), made(2, "b", "c", won=100), made(3, "c", "d", won=100)]
    assert of(chain, discount=discount).referral_value == expected


@pytest.mark.parametrize(
    ("won", "expected"),
    [(1, ()), (2, euros(1)), (3, euros(2)), (5, euros(2)), (7, euros(4)), (9, euros(4)), (11, euros(6))],
)
def test_only_the_answer_is_rounded_half_even(won: int, expected: tuple[Money, ...]) -> None:
    assert of([made(1, "a", "b"), made(2, "b", "c", won=won)]).referral_value == expected


def test_no_part_is_rounded_before_the_sum() -> None:
    halves = [made(0, "a", "b"), *(made(number, "b", f"c{number}", won=1) for number in range(1, 5))]
    assert of(halves).referral_value == euros(2)
    tenths = [made(0, "a", "b"), *(made(number, "b", f"c{number}", won=1) for number in range(1, 16))]
    # 15 × 0.1 is 1.5 exactly (half even: 2), which binary fractions miss.
    assert of(tenths, discount=0.1).referral_value == euros(2)


def test_a_long_chain_keeps_every_digit() -> None:
    chain = [made(number, f"p{number}", f"p{number + 1}", won=10**18) for number in range(60)]
    assert of(chain, "p0").referral_value == euros(2 * 10**18 - 2)  # Σ 10¹⁸ ÷ 2ⁿ, rounded: 2·10¹⁸ − 1.7…
    assert of(chain, "p0").depth == 60


def test_currencies_are_apart_and_zero_is_left_out() -> None:
    yen = Money(3, "JPY")
    referrals = [made(1, "a", "b", won=10), made(2, "a", "c", won=yen), made(3, "b", "d", won=Money(1, "JPY"))]
    found = of([*referrals, made(4, "a", "e", won=Money(0, "USD"))])
    assert found.direct_value == (Money(10, "EUR"), yen)
    assert found.downstream_value == (Money(10, "EUR"), Money(4, "JPY"))
    assert found.referral_value == (Money(10, "EUR"), Money(4, "JPY"))  # 3.5 yen


@pytest.mark.parametrize("discount", [-0.01, 1.01, float("nan"), float("inf"), -float("inf")])
def test_a_discount_is_a_share(discount: float) -> None:
    with pytest.raises(InvalidError) as refused:
        check_discount(discount)
    assert refused.value.field == ("discount",)
    with pytest.raises(InvalidError):
        of([], discount=discount)


def test_a_discount_is_taken_as_it_was_written() -> None:
    assert [check_discount(one) for one in (0.1, 0.3, 1e-7, 1)] == [
        Fraction(1, 10),
        Fraction(3, 10),
        Fraction(1, 10**7),
        Fraction(1),
    ]


# ── attribution ──

SEVERAL: Sequence[Referral] = [
    made(3, "b", "z", at=2, won=60),
    made(1, "a", "z", at=1),
    made(2, "c", "z", at=3, won=40),
    made(4, "d", "z", at=0, status=DECLINED),
    made(5, "e", "z", at=9, status=DECLINED),
]


@pytest.mark.parametrize(
    ("attribution", "values"),
    [
        (RECORDED, {"b": 60, "c": 40}),
        (FIRST, {"a": 100}),  # not d, who was declined
        (LAST, {"c": 100}),
        (SPLIT, {"a": 33, "b": 33, "c": 33}),
    ],
)
def test_what_a_partys_incoming_referrals_won_is_given_to_whom_it_is_attributed(
    attribution: Attribution, values: dict[str, int]
) -> None:
    found = {party: of(SEVERAL, party, by=attribution) for party in "abcde"}
    given_to = {party: one.direct_value for party, one in found.items() if one.direct_value}
    assert given_to == {party: euros(value) for party, value in values.items()}
    assert all(one.direct_value == one.downstream_value == one.referral_value for one in found.values())
    # What they are counted as does not depend on it.
    assert {party: (one.direct, one.conversions) for party, one in found.items()} == {
        "a": (1, 0),
        "b": (1, 1),
        "c": (1, 1),
        "d": (1, 0),
        "e": (1, 0),
    }


def test_of_those_made_at_once_the_lower_id_is_first() -> None:
    pair = [made(2, "b", "z", won=10), made(1, "a", "z", won=1)]
    assert of(pair, "a", by=FIRST).direct_value == euros(11)
    assert of(pair, "b", by=LAST).direct_value == euros(11)
    assert of(pair, "b", by=FIRST).direct_value == ()


def test_shares_add_up_before_they_are_rounded() -> None:
    # Half of 5 and half of 5: 5, not 2 + 2.
    referrals = [
        made(1, "a", "y", won=5),
        made(2, "b", "y"),
        made(3, "a", "z", won=5),
        made(4, "b", "z"),
    ]
    assert of(referrals, "a", by=SPLIT).direct_value == euros(5)
    assert of(referrals, "b", by=SPLIT).direct_value == euros(5)


def test_each_currency_is_attributed_and_those_declined_alone_win_nothing() -> None:
    referrals = [
        made(1, "a", "z", won=10),
        made(2, "b", "z", at=1, won=Money(7, "JPY")),
        made(3, "c", "y", status=DECLINED),
    ]
    assert of(referrals, "b", by=LAST).direct_value == (Money(10, "EUR"), Money(7, "JPY"))
    assert of(referrals, "a", by=SPLIT).direct_value == (Money(5, "EUR"), Money(4, "JPY"))
    assert of(referrals, "c", by=SPLIT).direct_value == ()


# ── against the simplest way to work it out ──


def downstream_of(referrals: Sequence[Referral], party: str) -> dict[str, int]:
    """Relax until nothing changes."""
    found = {party: 0}
    changed = True
    while changed:
        changed = False
        for one in referrals:
            through = found.get(one.referrer)
            if through is not None and found.get(one.referred, 10**9) > through + 1:
                found[one.referred] = through + 1
                changed = True
    return found


def credited(referrals: Sequence[Referral], one: Referral, attribution: Attribution) -> list[tuple[Money, Fraction]]:
    if attribution is RECORDED:
        return [(one.value_won, Fraction(1))] if one.value_won else []
    rivals = sorted(
        (r for r in referrals if r.referred == one.referred and r.status is not DECLINED),
        key=lambda r: (r.made_at, r.id),
    )
    shares = {FIRST: rivals[:1], LAST: rivals[-1:], SPLIT: rivals}[attribution]
    won = [r.value_won for r in referrals if r.referred == one.referred and r.value_won]
    return [(value, Fraction(1, len(shares))) for value in won if one in shares]


def expected_figures(referrals: Sequence[Referral], party: str, discount: Fraction, by: Attribution) -> Figures:
    reached = downstream_of(referrals, party)
    counted = [one for one in referrals if one.referrer in reached and one.referred != party]
    own = [one for one in counted if one.referrer == party]

    def total(some: Iterable[Referral], rate: Fraction) -> tuple[Money, ...]:
        sums: dict[str, Fraction] = {}
        for one in some:
            for value, part in credited(referrals, one, by):
                factor = Fraction(1)
                for _ in range(reached[one.referrer]):
                    factor *= rate
                sums[value.currency] = sums.get(value.currency, Fraction(0)) + value.minor * part * factor
        return tuple(Money(round(sums[code]), code) for code in sorted(sums) if round(sums[code]))

    converted = sum(one.status is CONVERTED for one in own)
    return Figures(
        len(own),
        len(counted) - len(own),
        converted,
        converted / len(own) if own else None,
        max(reached.values()),
        total(own, Fraction(1)),
        total(counted, Fraction(1)),
        total(counted, discount),
    )


@given(networks(), st.sampled_from(list(Attribution)), st.integers(0, 10), st.randoms(use_true_random=False))
def test_figures_are_what_the_definition_says(
    referrals: list[Referral], attribution: Attribution, tenths: int, random: Any
) -> None:
    expected = [expected_figures(referrals, party, Fraction(tenths, 10), attribution) for party in "abcdef"]
    random.shuffle(referrals)
    graph = referral_graph(referrals, attribution)
    assert [figures(graph, party, tenths / 10) for party in "abcdef"] == expected


@given(networks(most=20))
def test_depths_are_those_of_networkx(referrals: list[Referral]) -> None:
    directed: Any = nx.DiGraph([(one.referrer, one.referred) for one in referrals])
    directed.add_nodes_from("abcdef")
    graph = referral_graph(referrals)
    for party in "abcdef":
        found = depths(graph, party)
        assert found == nx.single_source_shortest_path_length(directed, party)
        assert list(found.values()) == sorted(found.values())


@given(networks(), st.sampled_from([FIRST, LAST, SPLIT]))
def test_nothing_that_was_won_is_lost_or_made_by_attributing_it(
    referrals: list[Referral], attribution: Attribution
) -> None:
    entitled = {one.referred for one in referrals if one.status is not DECLINED}
    won: dict[str, Fraction] = {}
    for one in referrals:
        if one.value_won and one.referred in entitled:
            won[one.value_won.currency] = won.get(one.value_won.currency, Fraction(0)) + one.value_won.minor
    credited_: dict[str, Fraction] = {}
    for parts in referral_graph(referrals, attribution).credit.values():
        for value, part in parts:
            credited_[value.currency] = credited_.get(value.currency, Fraction(0)) + value.minor * part
    assert credited_ == won


def test_a_chain_of_thousands_is_followed() -> None:
    chain = [made(number, f"p{number}", f"p{number + 1}", won=300) for number in range(2_000)]
    found = of(chain, "p0", discount=0.3333333333333333)
    assert (found.direct, found.indirect, found.depth) == (1, 1_999, 2_000)
    assert found.downstream_value == euros(600_000)
    assert found.referral_value == euros(450)
