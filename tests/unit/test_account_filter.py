"""The normal form of a filter says what the filter says, whatever its shape, and stays within its limits."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.account_filter import (
    MAX_ALTERNATIVES,
    MAX_VALUES,
    AccountFilter,
    Alternatives,
    Condition,
    StakeholderCondition,
    normal_form,
)
from domain.errors import LimitError

FIELDS = ("name", "kind", "tag", "owner")
Facts = Mapping[Condition, bool]

CONDITIONS = [Condition(field, ("x",)) for field in FIELDS]
A, B, C, D = CONDITIONS


def negated(condition: Condition) -> Condition:
    return Condition(condition.field, condition.values, condition.stakeholder, negated=not condition.negated)


def meets(condition: Condition, facts: Facts) -> bool:
    return facts[negated(condition)] is False if condition.negated else facts[condition]


def holds(filter_: AccountFilter, facts: Facts) -> bool:
    """Evaluate the filter as its docstring reads."""
    return (
        all(meets(condition, facts) for condition in filter_.conditions)
        and all(holds(part, facts) for part in filter_.all_of)
        and (filter_.any_of is None or any(holds(part, facts) for part in filter_.any_of))
        and (filter_.none_of is None or not holds(filter_.none_of, facts))
    )


def met(form: Alternatives, facts: Facts) -> bool:
    return any(all(meets(condition, facts) for condition in conjunction) for conjunction in form)


WORLDS: list[Facts] = [
    dict(zip(CONDITIONS, values, strict=True)) for values in product((False, True), repeat=len(CONDITIONS))
]
SINGLE = st.sampled_from(CONDITIONS) | st.sampled_from(CONDITIONS).map(negated)


def layer(parts: st.SearchStrategy[AccountFilter]) -> st.SearchStrategy[AccountFilter]:
    some = st.lists(parts, max_size=2).map(tuple)
    return st.builds(
        AccountFilter,
        conditions=st.lists(SINGLE, max_size=2).map(tuple),
        all_of=some,
        any_of=st.none() | some,
        none_of=st.none() | parts,
    )


FILTERS = st.recursive(
    st.builds(AccountFilter, conditions=st.lists(SINGLE, max_size=2).map(tuple)), layer, max_leaves=6
)


@given(FILTERS)
def test_the_normal_form_means_the_same_in_every_world(filter_: AccountFilter) -> None:
    try:
        form = normal_form(filter_)
    except LimitError:
        return
    assert [met(form, facts) for facts in WORLDS] == [holds(filter_, facts) for facts in WORLDS]


NOTHING = AccountFilter(any_of=())


@pytest.mark.parametrize(
    ("filter_", "form"),
    [
        (AccountFilter(), ((),)),
        (NOTHING, ()),
        (AccountFilter(none_of=AccountFilter()), ()),
        (AccountFilter(none_of=NOTHING), ((),)),
        (AccountFilter((A, B)), ((A, B),)),
        (AccountFilter(any_of=(AccountFilter((A,)), AccountFilter((B,)))), ((A,), (B,))),
        (AccountFilter((A,), all_of=(AccountFilter((B,)),)), ((A, B),)),
        (AccountFilter(none_of=AccountFilter((A, B))), ((negated(A),), (negated(B),))),
        (AccountFilter(none_of=AccountFilter((negated(A),))), ((A,),)),
        (AccountFilter((A,), all_of=(NOTHING,)), ()),
        (
            AccountFilter((A,), any_of=(AccountFilter((B,)), AccountFilter((C, D)))),
            ((A, B), (A, C, D)),
        ),
    ],
)
def test_the_normal_form_of_small_filters(filter_: AccountFilter, form: Alternatives) -> None:
    assert normal_form(filter_) == form


def test_a_negated_stakeholder_condition_keeps_what_it_says() -> None:
    asked = StakeholderCondition(roles=(), influence=None)
    form = normal_form(AccountFilter(none_of=AccountFilter((Condition("stakeholder", stakeholder=asked),))))
    assert form == ((Condition("stakeholder", stakeholder=asked, negated=True),),)


def either(count: int, size: int = 1) -> AccountFilter:
    return AccountFilter(any_of=tuple(AccountFilter((A,) * size) for _ in range(count)))


def among(count: int) -> Condition:
    return Condition("tag", tuple(f"tag {number}" for number in range(count)))


@pytest.mark.parametrize(
    "filter_",
    [
        either(MAX_ALTERNATIVES),
        AccountFilter(all_of=(either(8), either(8))),
        either(16, 16),
        AccountFilter(none_of=AccountFilter((A,) * 64)),
        AccountFilter((among(MAX_VALUES),)),
    ],
)
def test_a_filter_within_the_limits_is_worked_out(filter_: AccountFilter) -> None:
    assert normal_form(filter_)


@pytest.mark.parametrize(
    "filter_",
    [
        either(MAX_ALTERNATIVES + 1),
        AccountFilter(all_of=(either(8), either(9))),
        AccountFilter(all_of=(either(2),) * 40),
        either(16, 17),
        AccountFilter(none_of=AccountFilter((A,) * 65)),
        AccountFilter((among(MAX_VALUES + 1),)),
        AccountFilter(any_of=(AccountFilter((among(MAX_VALUES),)), AccountFilter((A,)))),
    ],
)
def test_a_filter_that_grows_past_the_limits_is_refused_at_once(filter_: AccountFilter) -> None:
    with pytest.raises(LimitError) as caught:
        normal_form(filter_)
    assert caught.value.field == ("filter",)
