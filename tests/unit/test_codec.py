"""Whatever can be stated comes back from its stored form as it was, and so does every row."""

from __future__ import annotations

import json
import types
from dataclasses import FrozenInstanceError, dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import codes, ids
from domain.change import Corrected
from domain.fact import ALWAYS, UNSET, Unset
from domain.fold import STATEMENTS
from domain.interaction import Interacted
from domain.money import CURRENCIES, Money
from domain.person import PersonDescribed
from domain.referral import ReferralStep
from graph.codec import KINDS, decode, encode, from_micros, from_text, row_codec, to_micros, to_text
from graph.store import Node

TIMES = st.datetimes(timezones=st.just(UTC)) | st.just(ALWAYS)
MONEY = st.builds(Money, st.integers(0, 10**19), st.sampled_from(sorted(CURRENCIES)))
LEAVES: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(st.characters(exclude_categories=["Cs"])),
    int: st.integers(-(2**53), 2**53),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    datetime: TIMES,
    date: st.dates(),
    Money: MONEY,
    type(None): st.none(),
    Unset: st.just(UNSET),
}
NAMES = {**vars(codes), **vars(ids), "Money": Money, "date": date, "datetime": datetime}


@cache
def values_of(hint: Any) -> st.SearchStrategy[Any]:
    if isinstance(hint, NewType):
        return values_of(hint.__supertype__)
    if hint in LEAVES:
        return LEAVES[hint]
    if get_origin(hint) in (Union, types.UnionType):
        return st.one_of([values_of(one) for one in get_args(hint)])
    if get_origin(hint) is tuple:
        return st.lists(values_of(get_args(hint)[0]), max_size=4).map(tuple)
    if issubclass(hint, Enum):
        return st.sampled_from(list(hint))
    assert isinstance(hint, type)
    assert is_dataclass(hint)
    hints = get_type_hints(hint, localns=NAMES)
    return st.builds(hint, **{f.name: values_of(hints[f.name]) for f in fields(hint)})


@pytest.mark.parametrize("type_", STATEMENTS, ids=lambda type_: type_.__name__)
@given(data=st.data())
def test_a_statement_comes_back_as_it_was(type_: Any, data: st.DataObject) -> None:
    said = data.draw(values_of(type_))
    kind, public, personal = encode(said)
    back = decode(kind, public, personal)
    assert back == said
    assert [type(getattr(back, f.name)) for f in fields(type_)] == [type(getattr(said, f.name)) for f in fields(type_)]
    assert not set(json.loads(public)) & type_.PERSONAL
    assert personal is None or set(json.loads(personal)) <= type_.PERSONAL


@pytest.mark.parametrize("type_", get_args(Node), ids=lambda type_: type_.__name__)
@given(data=st.data())
def test_a_row_comes_back_as_it_was(type_: Any, data: st.DataObject) -> None:
    value = data.draw(values_of(type_))
    codec = row_codec(type_)
    row = codec.encode(value)
    assert {type(column) for column in row} <= {str, int, float, type(None)}
    assert codec.decode(row) == value
    assert codec.decode((*row, "more")) == value


def test_what_is_read_is_as_frozen_as_what_is_made() -> None:
    step = ReferralStep(codes.ReferralStatus.CONVERTED, datetime(2026, 3, 1, tzinfo=UTC), Money(1, "EUR"))
    codec = row_codec(ReferralStep)
    back = codec.decode(codec.encode(step))
    assert (type(back), hash(back)) == (ReferralStep, hash(step))
    with pytest.raises(FrozenInstanceError):
        back.value = None  # pyright: ignore[reportAttributeAccessIssue] - that it is refused is what is tested


@dataclass(frozen=True, slots=True)
class Checked:
    name: str

    def __post_init__(self) -> None:
        assert self.name


def test_a_row_is_not_read_past_the_checks_of_its_class() -> None:
    with pytest.raises(TypeError, match="Checked checks itself"):
        row_codec(Checked)


@given(TIMES)
def test_times_are_exact(moment: datetime) -> None:
    assert from_micros(to_micros(moment)) == moment


@given(MONEY)
def test_money_is_exact(value: Money) -> None:
    assert from_text(to_text(value)) == value


def test_kinds_are_named_after_their_types() -> None:
    assert set(KINDS.values()) == set(STATEMENTS)
    assert KINDS["Interacted"] is Interacted


def test_what_is_not_said_is_not_kept_and_null_is() -> None:
    said = PersonDescribed(ids.PersonId("person_1"), title=None)
    assert encode(said) == ("PersonDescribed", '{"person_id":"person_1"}', '{"title":null}')


@pytest.mark.parametrize(
    ("said", "erased"),
    [
        (
            PersonDescribed(ids.PersonId("person_1"), name="Ann", emails=("a@example.com",)),
            PersonDescribed(ids.PersonId("person_1")),
        ),
        (
            Corrected(ids.FactId("fact_1"), ids.StreamId("account_1"), "Ann left"),
            Corrected(ids.FactId("fact_1"), ids.StreamId("account_1"), ""),
        ),
    ],
)
def test_an_erased_statement_still_reads(said: Any, erased: Any) -> None:
    kind, public, personal = encode(said)
    assert personal is not None
    assert decode(kind, public, None) == erased
