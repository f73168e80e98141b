"""People: what a description may say, and employment over time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidError
from domain.fact import ALWAYS, NEVER, Stated
from domain.person import (
    EmployedAt,
    Employment,
    Person,
    PersonDescribed,
    clean_email,
    clean_phone,
    describe_person,
    employ,
    employments,
)
from tests.worlds import RECORDED, TICK, account, day, person

ANN = person(1)
ACME, OTHER = account(1), account(2)


def ann(*worked: Employment) -> Person:
    return Person(ANN, 1, RECORDED, None, "Ann", employments=worked)


def work(at: Any, since: float | None, until: float | None, title: str | None = None) -> Employment:
    return Employment(at, title, None if since is None else day(since), None if until is None else day(until))


# ── described ──


def test_a_description_is_cleaned_and_says_no_more_than_it_said() -> None:
    said = PersonDescribed(ANN, name=" Ann ", title=" ", emails=(" a@b.example ", "a@b.example"), phones=("1 ", "2"))
    assert describe_person(said) == PersonDescribed(
        ANN, name="Ann", title=None, emails=("a@b.example",), phones=("1", "2")
    )
    assert describe_person(PersonDescribed(ANN)) == PersonDescribed(ANN)
    nothing: Any = None
    assert describe_person(PersonDescribed(ANN, emails=nothing)) == PersonDescribed(ANN, emails=())


@pytest.mark.parametrize("email", ["a@b.example", "a+b@sub.b.example", "王@例子.例", "root@localhost", "a'b@c.d"])
def test_an_email_address(email: str) -> None:
    assert clean_email(f" {email} ", "emails") == email


@pytest.mark.parametrize(
    "email", ["", "a", "a@", "@b.example", "a@b", "a b@c.example", "a@b@c.example", "a@b.", f"{'a' * 250}@b.example"]
)
def test_what_is_no_email_address(email: str) -> None:
    with pytest.raises(InvalidError) as error:
        clean_email(email, "email")
    assert error.value.field == ("email",)


@pytest.mark.parametrize("phone", ["1", "+86 138 0013 8000", "ext. 5", "(010) 1234-5678", "１２３"])
def test_a_phone_number_is_kept_as_typed(phone: str) -> None:
    assert clean_phone(f" {phone}", "phones") == phone


@pytest.mark.parametrize("phone", ["", "-", "phone", "²", "1" * 41, "1\n2"])
def test_what_is_no_phone_number(phone: str) -> None:
    with pytest.raises(InvalidError):
        clean_phone(phone, "phones")


# ── employments ──


def test_a_statement_ends_the_one_before_it() -> None:
    stated = [
        (ALWAYS, EmployedAt(ANN, ACME, "Clerk")),
        (day(5), EmployedAt(ANN, None)),
        (day(9), EmployedAt(ANN, OTHER)),
    ]
    assert employments(stated) == (work(ACME, None, 5, "Clerk"), work(OTHER, 9, None))
    assert employments([]) == ()
    assert employments([(day(5), EmployedAt(ANN, None))]) == ()


def test_one_replaced_at_its_very_moment_leaves_nothing() -> None:
    stated = [(day(5), EmployedAt(ANN, ACME)), (day(5), EmployedAt(ANN, OTHER))]
    assert employments(stated) == (work(OTHER, 5, None),)


def test_since_is_in_an_employment_and_until_is_not() -> None:
    one = work(ACME, 5, 9)
    assert [one.holds_at(at) for at in (day(5) - TICK, day(5), day(9) - TICK, day(9))] == [False, True, True, False]
    assert work(ACME, None, 9).holds_at(ALWAYS)
    assert work(ACME, 5, None).holds_at(NEVER)


PROMOTED = ann(work(ACME, None, 5), work(ACME, 5, 9, "Chief"), work(OTHER, 9, 12), work(ACME, 20, None))


@pytest.mark.parametrize(
    ("at", "moment", "until"),
    [
        (ACME, ALWAYS, day(9)),
        (ACME, day(5), day(9)),
        (ACME, day(9) - TICK, day(9)),
        (ACME, day(9), None),
        (ACME, day(12), None),
        (ACME, day(20) - TICK, None),
        (ACME, day(20), NEVER),
        (OTHER, day(8), None),
        (OTHER, day(9), day(12)),
        (OTHER, day(12), None),
        (account(3), day(9), None),
    ],
)
def test_until_when_somebody_works_somewhere_without_a_break(at: Any, moment: datetime, until: datetime | None) -> None:
    assert PROMOTED.works_until(at, moment) == until


def test_where_somebody_works_and_when_they_left() -> None:
    assert PROMOTED.account_id == ACME
    assert [PROMOTED.employer_at(day(at)) for at in (-9, 5, 9, 12, 19, 20)] == [ACME, ACME, OTHER, None, None, ACME]
    assert (PROMOTED.left_at(OTHER), PROMOTED.left_at(ACME), PROMOTED.left_at(account(3))) == (day(12), None, None)
    assert (ann().account_id, ann().employer_at(day(1)), ann().works_until(ACME, day(1))) == (None, None, None)
    assert ann(work(ACME, None, 5)).account_id is None


@given(
    st.lists(st.tuples(st.integers(0, 6), st.sampled_from([ACME, OTHER, None])), max_size=8),
    st.integers(-1, 7),
)
def test_any_timeline(stated: list[tuple[int, Any]], moment: int) -> None:
    ordered = sorted(stated, key=lambda one: one[0])
    one = ann(*employments((day(at), EmployedAt(ANN, where)) for at, where in ordered))
    held = [where for at, where in ordered if at <= moment]
    assert one.employer_at(day(moment)) == (held[-1] if held else None)
    # One employment at a time, earliest first.
    for before, after in zip(one.employments, one.employments[1:], strict=False):
        assert before.until is not None
        assert after.since is not None
        assert before.until <= after.since
    until = one.works_until(ACME, day(moment))
    days = [number for number in range(moment, 9) if one.employer_at(day(number)) != ACME]
    assert until == (None if days[:1] == [moment] else day(days[0]) if days else NEVER)


# ── changing it ──

HERE = work(ACME, 10, None, "Clerk")


@pytest.mark.parametrize(
    ("before", "said", "since", "title"),
    [
        ((), EmployedAt(ANN, ACME), 5, None),
        ((), EmployedAt(ANN, ACME, "Chief"), 5, "Chief"),
        ((HERE,), EmployedAt(ANN, OTHER, "Chief"), 20, "Chief"),
        ((HERE,), EmployedAt(ANN, OTHER), 10, None),  # at once: it replaces the one stated
        ((HERE,), EmployedAt(ANN, ACME, "Chief"), 20, "Chief"),
        ((work(ACME, 10, 15),), EmployedAt(ANN, ACME), 15, None),
        ((work(ACME, None, None),), EmployedAt(ANN, OTHER), -10_000, None),
        ((work(ACME, 1, 5), work(OTHER, 7, None)), EmployedAt(ANN, ACME), 7, None),
    ],
)
def test_a_new_employment_brings_its_title(
    before: tuple[Employment, ...], said: EmployedAt, since: float, title: str | None
) -> None:
    assert employ(ann(*before), said, day(since)) == (
        Stated(said, day(since)),
        Stated(PersonDescribed(ANN, title=title), day(since)),
    )


def test_leaving_leaves_the_title() -> None:
    assert employ(ann(HERE), EmployedAt(ANN, None), day(20)) == (Stated(EmployedAt(ANN, None), day(20)),)
    both = employ(ann(HERE), EmployedAt(ANN, None, "Consultant"), day(20))
    assert [one.statement for one in both] == [
        EmployedAt(ANN, None, "Consultant"),
        PersonDescribed(ANN, title="Consultant"),
    ]


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ((HERE,), EmployedAt(ANN, ACME)),
        ((HERE,), EmployedAt(ANN, ACME, "Clerk")),
        ((), EmployedAt(ANN, None)),
        ((work(ACME, 1, 5),), EmployedAt(ANN, None)),
    ],
)
def test_what_is_so_already_is_not_stated(before: tuple[Employment, ...], said: EmployedAt) -> None:
    assert employ(ann(*before), said, day(20)) == ()


@pytest.mark.parametrize(("before", "named"), [((HERE,), "2024-01-11"), ((work(ACME, 1, 10),), "2024-01-11")])
def test_not_before_the_last_one_began_or_ended(before: tuple[Employment, ...], named: str) -> None:
    with pytest.raises(InvalidError) as error:
        employ(ann(*before), EmployedAt(ANN, OTHER), day(10) - TICK)
    assert error.value.field == ("at",)
    assert named in str(error.value)
