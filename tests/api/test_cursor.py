"""Cursors come back as they went out, and nothing else passes for one."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidError
from graph.store import Page
from schema.connection import cut
from schema.cursor import Ordering, read_cursor, write_cursor

BY_NAME, BY_TIME = Ordering("names", str), Ordering("times", int)
# The same in every process that collects the tests.
ID = "account_" + "7" * 32


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_place_by_name_comes_back(name: str) -> None:
    assert read_cursor(BY_NAME, write_cursor(BY_NAME, (name[:500], ID))) == (name[:500], ID)


@given(st.integers(-(2**63), 2**63 - 1))
def test_a_place_by_time_comes_back(micros: int) -> None:
    assert read_cursor(BY_TIME, write_cursor(BY_TIME, (micros, ID))) == (micros, ID)


def forged(content: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "a",
        "=",
        "not base64!",
        "A" * 100_000,
        write_cursor(BY_NAME, ("a", ID))[:-3],
        write_cursor(BY_NAME, ("a", ID)),
        forged(None),
        forged([]),
        forged("times"),
        forged({"times": 1}),
        forged(["times", 1]),
        forged(["times", 1, ID, 1]),
        forged(["times", "1", ID]),
        forged(["times", 1.5, ID]),
        forged(["times", True, ID]),
        forged(["times", 2**63, ID]),
        forged(["times", 1, "no id"]),
        forged(["times", 1, 1]),
        forged([["times"], 1, ID]),
        base64.urlsafe_b64encode(b"[" * 3000).decode(),
        "\ud800",
    ],
)
def test_anything_else_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidError) as refused:
        read_cursor(BY_TIME, cursor)
    assert refused.value.field == ("after",)


def test_rows_at_hand_are_cut_after_a_place_that_is_there_or_was() -> None:
    rows = [(letter, (letter, f"id {letter}")) for letter in "abde"]
    assert cut(rows, Page(2)).items == ("a", "b")
    assert cut(rows, Page(2, ("b", "id b"))).items == ("d", "e")
    assert cut(rows, Page(2, ("c", "id c"))).items == ("d", "e")
    assert cut(rows, Page(2, ("e", "id e"))).items == ()
    assert (cut(rows, Page(3)).has_next, cut(rows, Page(4)).has_next) == (True, False)
    times = [(number, (number, f"id {number}")) for number in (9, 7, 7, 1)]
    assert cut(times, Page(9, (8, "gone")), descending=True).items == (7, 7, 1)
