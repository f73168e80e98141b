"""Rules that every decision shares."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.account import Account, AccountDescribed
from domain.change import standing_facts
from domain.codes import AccountKind
from domain.deciding import check_version, differing, moment, past_day, start_of, supposed
from domain.errors import ConflictError, InvalidError
from domain.fact import NEVER, UNSET, Stated
from domain.person import PersonDescribed
from tests.worlds import RECORDED, TICK, History, account, day, new_person, person, seller

NOW = day(10)


def test_a_statement_holds_from_now_unless_said_otherwise() -> None:
    assert [moment(at, NOW) for at in (None, NOW, day(1))] == [NOW, NOW, day(1)]
    for at, field in ((NOW + TICK, "observedAt"), (day(99), "at")):
        with pytest.raises(InvalidError) as error:
            moment(at, NOW, field)
        assert error.value.field == (field,)
        assert at.isoformat() in str(error.value)
    early = datetime(2024, 1, 11, 1, tzinfo=timezone(timedelta(hours=2)))
    assert moment(early, NOW) == early


def test_a_date_is_its_first_moment_in_utc() -> None:
    assert start_of(date(2024, 1, 11)) == datetime(2024, 1, 11, tzinfo=UTC) == NOW
    assert past_day(date(2024, 1, 11), NOW, "since") == NOW
    assert past_day(date(1, 1, 1), NOW, "since") == datetime.min.replace(tzinfo=UTC)
    with pytest.raises(InvalidError) as error:
        past_day(date(2024, 1, 11), NOW - TICK, "since")
    assert error.value.field == ("since",)


def test_versions() -> None:
    for expected in (None, 3):
        check_version(3, expected)
    for expected in (0, 2, 4):
        with pytest.raises(ConflictError) as error:
            check_version(3, expected)
        assert (error.value.expected, error.value.actual) == (str(expected), "3")
        assert error.value.field == ("expectedVersion",)
        for text in (error.value.message.en, error.value.message.zh):
            assert str(expected) in text
            assert "3" in text


KNOWN = Account(account(1), 1, RECORDED, "Acme", AccountKind.COMPANY, industry="Tea", tags=("a",), owner_id=seller(1))


@pytest.mark.parametrize(
    ("given_", "left"),
    [
        ({}, None),
        ({"name": "Acme"}, None),
        ({"name": "Acme", "industry": "Tea", "tags": ("a",), "open": False, "region": None}, None),
        ({"name": "New", "industry": "Tea"}, {"name": "New"}),
        ({"industry": None}, {"industry": None}),
        ({"region": "South", "tags": ()}, {"region": "South", "tags": ()}),
        ({"open": True, "archived": False}, {"open": True}),
        ({"owner_id": None, "parent_id": None}, {"owner_id": None}),
    ],
)
def test_only_what_differs_is_left(given_: dict[str, Any], left: dict[str, Any] | None) -> None:
    said = differing(AccountDescribed(account(1), **given_), KNOWN, "account_id")
    assert said == (None if left is None else AccountDescribed(account(1), **left))


FIELDS = st.fixed_dictionaries({}, optional={"name": st.sampled_from("ab"), "title": st.sampled_from([None, "x", "y"])})


@given(FIELDS, FIELDS)
def test_saying_what_differs_comes_to_the_same(first: dict[str, Any], second: dict[str, Any]) -> None:
    known: dict[str, Any] = {"name": "a", "title": None, **first}
    said = PersonDescribed(person(1), **second)
    least = differing(said, PersonDescribed(person(1), **known), "person_id")
    stated = {} if least is None else {n: v for n in known if (v := getattr(least, n)) is not UNSET}
    assert {**known, **stated} == {**known, **second}
    assert all(known[name] != value for name, value in stated.items())


def test_what_is_supposed_is_learned_after_all_else_in_the_order_stated() -> None:
    said = [Stated(PersonDescribed(person(1), name=str(number)), day(1), seller(1)) for number in range(1001)]
    facts = supposed(said)
    assert [(f.statement, f.observed_at, f.by) for f in facts] == [(s.statement, s.observed_at, s.by) for s in said]
    assert {fact.recorded_at for fact in facts} == {NEVER}
    assert sorted(facts, key=lambda fact: fact.order) == facts


def test_a_supposed_undo_takes_back_even_an_undo_recorded_ahead_of_the_clock() -> None:
    made = History()
    first = made.record(new_person(1, "Ann"))
    undone = made.undo(first)
    again = made.undo(undone)
    (undo,) = again.facts
    facts = [*first.facts, *undone.facts, *supposed([Stated(undo.statement, undo.observed_at)])]
    assert first.facts[0] in standing_facts(facts)
