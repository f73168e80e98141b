"""Whom we met at every moment of a time: what we met them at each single moment comes to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.codes import Direction, InteractionKind
from domain.fold import fold
from domain.interaction import Interacted
from domain.network_at import met_in, met_throughout
from domain.tie import Knows
from tests.worlds import TICK, History, account, day, interaction, on, person, seller

FIFTH = 73
"""Days: five times as many are as long as an interaction counts."""
PEOPLE = (person(1), person(2))


def contact(number: int, sellers: tuple[int, ...]) -> Interacted:
    ours = tuple(seller(one) for one in sellers)
    return Interacted(
        interaction(number), account(1), InteractionKind.CALL, Direction.OUTBOUND, ours, PEOPLE[: 1 + number % 2]
    )


steps = st.lists(
    st.tuples(
        st.integers(0, 14),
        st.one_of(
            st.sampled_from([(), (1,), (2,), (1, 2)]),
            st.tuples(
                st.sampled_from([1, 2]), st.sampled_from(PEOPLE), st.sampled_from([None, 0.0, 0.5]), st.booleans()
            ),
        ),
    ),
    max_size=14,
)


@given(steps, st.integers(0, 14), st.integers(0, 14))
def test_whom_one_of_us_met_at_every_moment(said: list[tuple[int, Any]], one: int, other: int) -> None:
    made = History()
    for number, (place, what) in enumerate(said):
        if len(what) == 4:
            ours, theirs, strength, turned = what
            ends = (theirs, seller(ours)) if turned else (seller(ours), theirs)
            made.record(on(place * FIFTH, Knows(*ends, strength, None)))
        else:
            made.record(on(place * FIFTH, contact(number, what)))
    after, until = (day(FIFTH * place) for place in sorted((one, other)))
    changing = {day(FIFTH * place) + timedelta(days=365 * late) for place in range(15) for late in (0, 1)}
    moments = sorted({after, until, *(at for at in changing if after < at < until)})
    each = [met_in(fold(made.facts, as_of=at), PEOPLE, at) for at in (*moments, *(at + TICK for at in moments[:-1]))]
    met = {who: frozenset.intersection(*(frozenset(found.get(who, ())) for found in each)) for who in PEOPLE}
    found = met_throughout(made.facts, after, until)
    assert {who: found.get(who, frozenset()) for who in PEOPLE} == met
    # Met by nobody of us in particular is met, too.
    assert all(who in found_then for who in found for found_then in each)
