"""What graph.neo4j says twice agrees: columns in Cypher and fields in Python; keys and the orders they stand for."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.codec import RowCodec, to_micros
from graph.neo4j import keys, rows
from graph.neo4j.cypher import columns

KINDS = [name for name, value in vars(rows).items() if isinstance(value, RowCodec)]
NAMES = st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=5)
IDS = st.sampled_from(["account_1", "account_2"])
MICROS = st.integers(to_micros(datetime.min.replace(tzinfo=UTC)), to_micros(datetime.max.replace(tzinfo=UTC)))


@pytest.mark.parametrize("kind", KINDS)
def test_columns_are_in_the_order_of_the_fields(kind: str) -> None:
    codec: RowCodec[Any] = getattr(rows, kind)
    text: str = getattr(columns, kind)
    # A column that is more than a property is a list of its own.
    found = [re.sub(r"^\w+\.", "", one) for one in re.sub(r" \[.*?\](?=[,\]])", " whole", text[1:-1]).split(", ")]
    plain = [name if name in codec.names else "whole" for name in (one.strip() for one in found)]
    assert len(plain) == len(codec.names)
    assert all(name in {"whole", field} for name, field in zip(plain, codec.names, strict=True))


@given(st.lists(st.tuples(NAMES, IDS), max_size=8))
def test_names_are_ordered_by_code_point(parties: list[tuple[str, str]]) -> None:
    assert sorted(parties, key=lambda p: keys.by_name(*p)) == sorted(parties)
    down = sorted(sorted(parties, key=lambda p: p[1]), key=lambda p: p[0], reverse=True)
    assert sorted(parties, key=lambda p: keys.by_name_down(*p)) == down


@given(st.lists(st.tuples(MICROS, IDS), max_size=8))
def test_times_are_ordered_both_ways(moments: list[tuple[int, str]]) -> None:
    assert sorted(moments, key=lambda m: keys.earliest_first(*m)) == sorted(moments)
    assert sorted(moments, key=lambda m: keys.latest_first(*m)) == sorted(moments, key=lambda m: (-m[0], m[1]))


@given(MICROS, MICROS, MICROS, IDS)
def test_assessments_follow_the_place_behind_their_moment(first: int, second: int, recorded: int, id_: str) -> None:
    behind = keys.observed_after(first, "") < keys.latest_observed_first(second, recorded, id_)
    assert behind == (second < first)


@given(st.lists(NAMES, max_size=8))
def test_keys_are_ascii(names: list[str]) -> None:
    assert all(keys.by_name(name, "a").isascii() and keys.by_name_down(name, "a").isascii() for name in names)
