"""What may be one and the same: by which signs, how likely, in which order; and what only looks alike."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.account import Account
from domain.codes import AccountKind
from domain.likeness import MOST_SHARING, find_duplicates, signs
from domain.person import Employment, Person
from tests.worlds import account, day, person


def firm(number: int, name: str, **given: Any) -> Account:
    return Account(account(number), 1, day(0), name, AccountKind.COMPANY, **given)


def somebody(number: int, name: str, employer: int | None = None, **given: Any) -> Person:
    jobs = (Employment(account(employer), None, None, None),) if employer is not None else ()
    return Person(person(number), 1, day(0), None, name, employments=jobs, **given)


ALIKE: dict[str, tuple[Any, Any, float, list[str]]] = {
    "legal forms and case": (firm(1, "ACME Ltd."), firm(2, "Acme, Inc"), 0.6, ["the same name: ACME Ltd. / Acme, Inc"]),
    "spaces": (
        firm(1, "Green Hill"),
        firm(2, "Greenhill Co. Ltd"),
        0.6,
        ["the same name: Green Hill / Greenhill Co. Ltd"],
    ),
    "Chinese legal forms": (
        firm(1, "青山保险股份有限公司"),
        firm(2, "青山保险"),
        0.6,
        ["the same name: 青山保险股份有限公司 / 青山保险"],
    ),
    "wide letters": (firm(1, "Ａcme"), firm(2, "acme"), 0.6, ["the same name: Ａcme / acme"]),
    "external ids": (
        firm(1, "One", external_id="CRM-0017"),
        firm(2, "Two", external_id="crm 17"),
        0.5,
        ["external ids that differ in spelling only: CRM-0017 / crm 17"],
    ),
    "names in either order": (
        somebody(1, "Ann Lee"),
        somebody(2, "Lee, Ann"),
        0.4,
        ["the same name: Ann Lee / Lee, Ann"],
    ),
    "Chinese names": (somebody(1, "王伟"), somebody(2, "王 伟"), 0.4, ["the same name: 王伟 / 王 伟"]),
    "an address": (
        somebody(1, "Ann", emails=("x@example.com", "Ann@Example.com")),
        somebody(2, "A. Lee", emails=("ann@example.com",)),
        0.9,
        ["the same e-mail address: Ann@Example.com / ann@example.com"],
    ),
    "a number": (
        somebody(1, "Ann", phones=("+86 138 0013 8000",)),
        somebody(2, "Lee", phones=("013800138000", "1")),
        0.7,
        ["the same phone number: +86 138 0013 8000 / 013800138000"],
    ),
    "a name at one employer": (
        somebody(1, "Ann", 1),
        somebody(2, "ann", 1),
        0.58,
        ["the same name: Ann / ann", "both work or worked at one account"],
    ),
    "all together": (
        somebody(1, "Ann", 1, emails=("a@b.c",), phones=("1234567",), external_id="p1"),
        somebody(2, "ann", 1, emails=("a@b.c",), phones=("123-4567",), external_id="P-1"),
        1 - 0.5 * 0.6 * 0.3 * 0.1 * 0.7,
        [
            "external ids that differ in spelling only: p1 / P-1",
            "the same name: Ann / ann",
            "the same phone number: 1234567 / 123-4567",
            "the same e-mail address: a@b.c",
            "both work or worked at one account",
        ],
    ),
}


@pytest.mark.parametrize("case", ALIKE)
def test_what_may_be_the_same(case: str) -> None:
    one, other, score, reasons = ALIKE[case]
    found = find_duplicates([other, one])
    assert found.complete
    (pair,) = found.pairs
    assert (pair.first, pair.second) == (one, other)
    assert pair.score == pytest.approx(score, abs=1e-12)
    assert [text.en for text in pair.reasons] == reasons
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in text.zh) for text in pair.reasons)


APART: dict[str, list[Any]] = {
    "other names": [firm(1, "Acme"), firm(2, "Acme North")],
    "an account and a person": [firm(1, "Ann"), somebody(2, "Ann")],
    "a common employer alone": [somebody(1, "Ann", 1), somebody(2, "Bob", 1)],
    "names of signs only": [firm(1, "—"), firm(2, "！")],
    "a legal form that is all": [firm(1, "Company"), firm(2, "公司")],
    "short numbers": [somebody(1, "Ann", phones=("12345",)), somebody(2, "Bob", phones=("12345",))],
    "other numbers": [firm(1, "One", external_id="10"), firm(2, "Two", external_id="100")],
    "one alone": [firm(1, "Acme")],
    "nobody": [],
}


@pytest.mark.parametrize("case", APART)
def test_what_is_not(case: str) -> None:
    assert find_duplicates(APART[case]).pairs == ()


def test_the_likeliest_come_first_then_names_then_ids_whatever_the_order_given() -> None:
    people = [
        *(somebody(number, "Bob") for number in (3, 1, 2)),
        *(somebody(number, "Ann") for number in (5, 4)),
        *(somebody(number, f"Cid {number}", emails=("c@d.e",)) for number in (6, 7)),
    ]
    expected = [(6, 7), (4, 5), (1, 2), (1, 3), (2, 3)]
    for seed in range(5):
        random.Random(seed).shuffle(people)
        found = find_duplicates(people).pairs
        assert [(one.first.id, one.second.id) for one in found] == [(person(a), person(b)) for a, b in expected]


def test_of_one_party_only_its_own() -> None:
    people = [somebody(number, "Bob") for number in (1, 2, 3)]
    found = find_duplicates(people, of=person(2)).pairs
    assert [(one.first.id, one.second.id) for one in found] == [(person(1), person(2)), (person(2), person(3))]
    assert find_duplicates(people, of=person(9)).pairs == ()


def test_a_sign_that_many_share_says_little_and_that_is_said() -> None:
    many = [somebody(number, "Bob") for number in range(MOST_SHARING + 1)]
    two = [somebody(90, "Ann"), somebody(91, "Ann")]
    found = find_duplicates([*many, *two])
    assert [(one.first.id, one.second.id) for one in found.pairs] == [(person(90), person(91))]
    assert not found.complete
    assert find_duplicates(many[1:]).complete
    assert find_duplicates([*many, *two], of=person(90)).complete
    assert not find_duplicates([*many, *two], of=person(0)).complete


@given(
    st.lists(st.tuples(st.sampled_from(["Ann", "ann ", "Bob", "王伟"]), st.sampled_from([(), ("a@b.c",)])), max_size=8)
)
def test_pairs_are_those_that_share_a_sign(told: list[tuple[str, tuple[str, ...]]]) -> None:
    people = [somebody(number, name, emails=emails) for number, (name, emails) in enumerate(told)]
    found = find_duplicates(people)
    assert {(one.first.id, one.second.id) for one in found.pairs} == {
        (one.id, other.id)
        for at, one in enumerate(people)
        for other in people[at + 1 :]
        if {*signs(one)} & {*signs(other)}
    }
    assert all(0 < one.score < 1 for one in found.pairs)
    assert [one.score for one in found.pairs] == sorted((one.score for one in found.pairs), reverse=True)
