"""What an undo must not bring back: two places or two open referrals at one time. (The rest: test_change.py.)"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.codes import ReferralStatus
from domain.errors import ConflictError
from domain.fold import fold
from domain.ids import MapId, map_of
from domain.referral import Referral
from domain.stakeholder import RoleGiven, StakeholderAdded, StakeholderNamed, StakeholderRemoved
from domain.undo import check_pairs, check_places
from tests.referrals import CONTACTED, CONVERTED, DECLINED, made
from tests.worlds import History, account, day, on, opportunity, person, stakeholder

ACME = account(1)
ANN, BOB = person(1), person(2)


def refuses(check: Callable[[Any], None], told: Any) -> bool:
    try:
        check(told)
    except ConflictError as error:
        return error.field == ("changeId",)
    return False


def add(number: int, who: Any, at: float, in_map: MapId | None = None) -> Any:
    return on(at, StakeholderAdded(stakeholder(number), in_map or map_of(ACME), ACME, who, None))


def name(number: int, who: Any, at: float) -> Any:
    return on(at, StakeholderNamed(stakeholder(number), ACME, who))


def remove(number: int, at: float) -> Any:
    return on(at, StakeholderRemoved(stakeholder(number), ACME))


@pytest.mark.parametrize(
    ("told", "twice"),
    [
        ([add(1, ANN, 1), add(2, ANN, 2)], True),
        ([add(1, ANN, 1), add(2, BOB, 2)], False),
        ([add(1, ANN, 1), add(2, ANN, 2, map_of(opportunity(1)))], False),
        ([add(1, ANN, 1), remove(1, 5), add(2, ANN, 5)], False),
        ([add(1, ANN, 1), remove(1, 5), add(2, ANN, 4)], True),
        ([add(2, ANN, 5), add(1, ANN, 1), remove(1, 5), remove(2, 7), add(3, ANN, 6), remove(3, 7)], True),
        ([add(1, ANN, 1), remove(1, 9), add(2, ANN, 2), remove(2, 3), add(3, ANN, 8)], True),
        ([add(1, None, 1), name(1, ANN, 5), add(2, ANN, 2), remove(2, 5)], False),
        ([add(1, None, 1), name(1, ANN, 5), add(2, ANN, 2), remove(2, 6)], True),
        ([add(1, None, 1), add(2, None, 1)], False),
        ([add(1, ANN, 1), add(2, ANN, 5), remove(2, 5)], False),  # it was never there
        ([add(1, ANN, 1), add(2, None, 2), name(2, ANN, 9), remove(2, 5)], False),
        ([add(1, ANN, 1), on(2, RoleGiven(stakeholder(1), ACME, ()))], False),
        ([name(1, ANN, 1), add(2, ANN, 1)], False),  # one that was never added
        ([], False),
    ],
)
def test_places_of_a_person_in_a_map_at_one_time(told: list[Any], twice: bool) -> None:
    history = History()
    for said in told:
        history.record(said)
    assert refuses(check_places, history.facts) is twice


def test_what_is_taken_back_does_not_count_and_what_is_put_back_does() -> None:
    history = History()
    history.record(add(1, ANN, 1))
    gone = history.record(remove(1, 5))
    history.record(add(2, ANN, 5))
    assert not refuses(check_places, history.facts)
    undone = history.undo(gone)
    assert refuses(check_places, history.facts)
    history.undo(undone)
    assert not refuses(check_places, history.facts)


ADDED = st.tuples(st.integers(0, 6), st.integers(1, 7) | st.none(), st.sampled_from([ANN, BOB]))


@given(st.lists(ADDED, max_size=4))
def test_places_are_as_the_fold_of_each_day_has_them(told: list[tuple[int, int | None, Any]]) -> None:
    history = History()
    for number, (since, until, who) in enumerate(told):
        history.record(add(number, who, since))
        if until is not None:
            history.record(remove(number, max(since, until)))
    twice = False
    for number in range(9):
        world = fold(history.facts, as_of=day(number))
        live = [one.person_id for one in world.stakeholders.values() if one.until is None]
        twice = twice or len(live) != len(set(live))
    assert refuses(check_places, history.facts) is twice


def closed(number: int, at: float, until: float, status: ReferralStatus = DECLINED) -> Referral:
    open_ = made(number, "a", "b", at=at, status=CONTACTED)
    end = made(number, "a", "b", at=until - 1, status=status).steps
    return Referral(open_.id, 1, open_.referrer, open_.referred, day(at), day(99), None, steps=end)


@pytest.mark.parametrize(
    ("told", "twice"),
    [
        ([made(1, "a", "b"), made(2, "a", "b", at=5)], True),
        ([made(1, "a", "b"), made(2, "b", "a"), made(3, "a", "c")], False),
        ([made(1, "a", "b", at=9, status=CONTACTED), closed(2, 1, 9)], False),
        ([closed(1, 1, 5), closed(2, 5, 9, CONVERTED), made(3, "a", "b", at=9)], False),
        ([closed(1, 1, 5), closed(2, 4, 9)], True),
        ([closed(1, 1, 9), closed(2, 3, 4)], True),
        ([made(1, "a", "b", at=1), closed(2, 3, 4)], True),
        ([], False),
    ],
)
def test_open_referrals_of_a_pair_at_one_time(told: list[Referral], twice: bool) -> None:
    assert refuses(check_pairs, told) is twice
