"""Ties: what one may be, and reporting lines over time, against the fold of each moment."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.codes import Circle, Polarity
from domain.errors import CycleError, InvalidError
from domain.fact import ALWAYS, NEVER
from domain.fold import fold
from domain.person import EmployedAt
from domain.tie import (
    Influences,
    Knows,
    Line,
    ReportsTo,
    acquaint,
    check_forest,
    check_manager,
    influence,
    reporting_lines,
)
from tests.worlds import TICK, History, account, always, day, new_account, new_person, on, person, seller

AT, OTHER = account(1), account(2)
ANN, BOB, CID, DEE = (person(number) for number in range(1, 5))


# ── influence and acquaintance ──


@pytest.mark.parametrize("strength", [None, 1, 2, 3, 4, 5])
def test_influence_has_a_strength_of_one_to_five_or_ends(strength: int | None) -> None:
    assert influence(ANN, BOB, strength, None) == Influences(ANN, BOB, strength, Polarity.POSITIVE)
    assert influence(ANN, BOB, strength, Polarity.NEGATIVE).polarity is Polarity.NEGATIVE


@pytest.mark.parametrize(
    ("strength", "target", "field"), [(0, BOB, "strength"), (6, BOB, "strength"), (1, ANN, "targetId")]
)
def test_what_is_no_influence(strength: int, target: Any, field: str) -> None:
    with pytest.raises(InvalidError) as error:
        influence(ANN, target, strength, None)
    assert error.value.field == (field,)


@pytest.mark.parametrize("strength", [None, 0, 0.5, 1])
def test_an_acquaintance_has_a_strength_of_zero_to_one_or_none_stated(strength: float | None) -> None:
    assert acquaint(BOB, ANN, strength, Circle.ALUMNI) == Knows(BOB, ANN, strength, Circle.ALUMNI)
    assert acquaint(seller(1), ANN, strength, None).pair == acquaint(ANN, seller(1), strength, None).pair
    assert acquaint(BOB, ANN, strength, None).subject == acquaint(ANN, BOB, strength, None).subject


@pytest.mark.parametrize(
    ("source", "target", "strength", "field"),
    [
        (ANN, ANN, 1, "targetId"),
        (seller(1), seller(1), 1, "targetId"),
        (seller(1), seller(2), 1, "targetId"),
        (ANN, BOB, -TICK.total_seconds(), "strength"),
        (ANN, BOB, 1.0001, "strength"),
        (ANN, BOB, math.nan, "strength"),
        (ANN, BOB, math.inf, "strength"),
    ],
)
def test_what_is_no_acquaintance(source: Any, target: Any, strength: float, field: str) -> None:
    with pytest.raises(InvalidError) as error:
        acquaint(source, target, strength, None)
    assert error.value.field == (field,)


# ── reporting lines ──


def started() -> History:
    made = History()
    made.record(new_account(1, "Acme"), new_account(2, "Other"), *(new_person(n, f"P{n}", 1) for n in range(1, 5)))
    return made


def lines(made: History) -> list[Line]:
    return reporting_lines(made.facts, fold(made.facts).people)


def says(who: Any, by: Any, at: Any = AT) -> ReportsTo:
    return ReportsTo(at, who, by)


def test_a_line_holds_until_the_manager_is_stated_anew() -> None:
    made = started()
    made.record(on(30, says(ANN, CID)))
    made.record(on(10, says(ANN, BOB)))
    made.record(on(20, says(ANN, None)))
    assert lines(made) == [Line(says(ANN, CID), day(30), NEVER), Line(says(ANN, BOB), day(10), day(20))]


def test_of_two_at_one_moment_the_later_said_holds() -> None:
    made = started()
    made.record(on(10, says(ANN, BOB)))
    made.record(on(10, says(ANN, CID)))
    assert lines(made) == [Line(says(ANN, CID), day(10), NEVER)]


@pytest.mark.parametrize("who", [ANN, BOB])
def test_a_line_ends_when_either_leaves_and_does_not_come_back(who: Any) -> None:
    made = started()
    made.record(on(10, says(ANN, BOB)))
    made.record(on(20, EmployedAt(who, AT, "Promoted")))
    made.record(on(30, EmployedAt(who, OTHER)))
    made.record(on(40, EmployedAt(who, AT)))
    assert lines(made) == [Line(says(ANN, BOB), day(10), day(30))]


def test_where_either_is_not_employed_there_is_no_line() -> None:
    made = started()
    made.record(new_person(9, "New", 2))
    made.record(on(10, says(ANN, person(9)), says(person(9), ANN), says(person(99), ANN), says(BOB, person(99))))
    made.record(on(20, EmployedAt(person(9), AT)))
    assert lines(made) == []


def test_an_undone_statement_makes_no_line() -> None:
    made = started()
    made.record(on(10, says(ANN, BOB)))
    made.undo(made.record(on(20, says(ANN, CID))))
    assert lines(made) == [Line(says(ANN, BOB), day(10), NEVER)]


def test_a_manager_is_employed_there_then() -> None:
    made = started()
    made.record(on(30, EmployedAt(BOB, OTHER)))
    bob = fold(made.facts).people[BOB]
    check_manager(bob, AT, ALWAYS)
    check_manager(bob, AT, day(30) - TICK)
    check_manager(bob, OTHER, day(30))
    for at, since in ((AT, day(30)), (OTHER, day(30) - TICK)):
        with pytest.raises(InvalidError) as error:
            check_manager(bob, at, since)
        assert error.value.field == ("managerId",)


def closes(*said: tuple[float, float, Any, Any], since: float = 0) -> bool:
    """Whether lines of [from, to) close a circle on a day or later."""
    try:
        check_forest([Line(says(who, by), day(start), day(end)) for start, end, who, by in said], day(since), "x")
    except CycleError as error:
        return error.field == ("x",)
    return False


def test_a_circle_closes_when_its_last_line_begins() -> None:
    assert closes((0, 10, ANN, BOB), (5, 10, BOB, ANN))
    assert closes((0, 10, ANN, BOB), (2, 10, BOB, CID), (9, 10, CID, ANN))
    assert not closes((0, 5, ANN, BOB), (5, 10, BOB, ANN))
    assert not closes((0, 10, ANN, BOB), (0, 10, CID, BOB), (0, 10, BOB, DEE))
    assert not closes()


def test_what_closed_before_is_not_looked_at() -> None:
    circle = ((0, 10, ANN, BOB), (5, 10, BOB, ANN))
    assert closes(*circle, since=5)
    assert not closes(*circle, since=6)


def test_whoever_is_below_a_circle_is_not_in_it() -> None:
    # Walking up from Dee meets the circle, which is found from one of its own.
    assert not closes((7, 10, DEE, ANN), (0, 10, ANN, BOB), (5, 10, BOB, ANN), since=7)


def test_accounts_are_apart() -> None:
    both = [Line(says(ANN, BOB), day(0), NEVER), Line(says(BOB, ANN, OTHER), day(0), NEVER)]
    check_forest(both, ALWAYS)


def test_a_line_of_thousands_is_walked() -> None:
    long = [Line(says(person(n), person(n + 1)), day(0), NEVER) for n in range(10, 1010)]
    check_forest(long, day(0))
    with pytest.raises(CycleError):
        check_forest([*long, Line(says(person(1010), person(10)), day(1), NEVER)], day(1))


def has_circle(reports: Iterable[ReportsTo]) -> bool:
    above = {tie.person_id: tie.manager_id for tie in reports}
    for start in above:
        at, steps = above.get(start), 0
        while at is not None and at != start and steps < 9:
            at, steps = above.get(at), steps + 1
        if at == start:
            return True
    return False


STATED = st.tuples(st.integers(0, 5), st.sampled_from([ANN, BOB, CID]), st.sampled_from([ANN, BOB, CID, None]))
EMPLOYED = st.tuples(st.integers(0, 5), st.sampled_from([ANN, BOB, CID]), st.sampled_from([AT, AT, OTHER, None]))


@given(st.lists(STATED, max_size=8), st.lists(EMPLOYED, max_size=4), st.integers(0, 5))
def test_lines_are_what_the_fold_of_each_moment_says(
    stated: list[tuple[int, Any, Any]], employed: list[tuple[int, Any, Any]], since: int
) -> None:
    made = started()
    made.record(always(says(DEE, ANN)))
    for at, who, employer in employed:
        made.record(on(at, EmployedAt(who, employer)))
    for at, who, by in stated:
        if who != by:
            made.record(on(at, says(who, by)))
    found, facts = lines(made), made.facts
    told = {number: set(fold(facts, as_of=day(number)).reports.values()) for number in range(-1, 7)}
    assert told == {number: {line.said for line in found if line.since <= day(number) < line.until} for number in told}
    # What closed before `since`, and goes on, is not looked at: let there be nothing.
    if not has_circle(told[since - 1]):
        closed = any(has_circle(reports) for number, reports in told.items() if number >= since)
        assert is_refused(found, day(since)) == closed


def is_refused(found: list[Line], since: datetime) -> bool:
    try:
        check_forest(found, since)
    except CycleError:
        return True
    return False
