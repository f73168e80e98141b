"""The board of a ladder: stages in order, accounts by name, open value, and after how long a stay is stalled."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ids import AccountId, TransitionId
from domain.ladder import LADDERS
from domain.money import Money
from domain.stage import Transition
from domain.stage_board import STALLED_DAYS, BoardEntry, build_board, days, stalled_after
from tests.worlds import RECORDED, TICK, day

LOYALTY = LADDERS["LOYALTY"]
NOW = day(1000)


def stay(stage: str, start: float, end: float | None, number: int = 1) -> Transition:
    """Return a stay on a stage from one day to another, or lasting."""
    return Transition(
        TransitionId(f"transition_{number}"),
        AccountId("a"),
        "LOYALTY",
        None,
        stage,
        day(start),
        RECORDED,
        None,
        None,
        None,
        skip=False,
        next_at=None if end is None else day(end),
    )


def limit(*stays: Transition, stage: str = "CLIENT", at: Any = NOW) -> float:
    return stalled_after(LOYALTY, at, stays)[stage]


def entry(number: int, name: str, stage: str, *amounts: Money) -> BoardEntry:
    return BoardEntry(AccountId(f"account_{number}"), name, stage, day(number), amounts)


def test_an_empty_board_has_every_stage() -> None:
    for ladder in LADDERS.values():
        board = build_board(ladder, NOW, [], [])
        assert [column.stage for column in board.columns] == list(ladder.stages)
        assert {(c.entries, c.value, c.stalled_after_days) for c in board.columns} == {((), (), STALLED_DAYS)}
        assert (board.ladder, board.at) == (ladder, NOW)


def test_accounts_stand_on_their_stage_by_name_then_id_and_what_is_open_is_summed() -> None:
    entries = [
        entry(4, "b", "CLIENT", Money(5, "EUR"), Money(7, "JPY")),
        entry(3, "a", "CLIENT", Money(1, "EUR"), Money(2, "EUR")),
        entry(2, "a", "CLIENT", Money(0, "USD")),
        entry(1, "王伟", "SUSPECT"),
        entry(5, "Z", "CLIENT"),
    ]
    columns = {column.stage.key: column for column in build_board(LOYALTY, NOW, entries, []).columns}
    assert columns["CLIENT"].entries == (entries[4], entries[2], entries[1], entries[0])
    assert columns["CLIENT"].value == (Money(8, "EUR"), Money(7, "JPY"))
    assert columns["SUSPECT"].entries == (entries[3],)
    assert columns["SUSPECT"].value == ()
    assert columns["ADVOCATE"].entries == ()


def test_fewer_than_five_completed_stays_say_nothing() -> None:
    four = [stay("CLIENT", 0, 10)] * 4
    assert limit(*four) == 90
    assert limit(*four, stay("CLIENT", 0, None)) == 90
    assert limit(*four, stay("SUPPORTER", 0, 10)) == 90
    assert limit(*four, stay("CLIENT", 0, 10)) == 10


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [
        ([1, 2, 3, 4, 5], 4),  # place 3 of 0…4
        ([10, 20, 30, 40, 50, 60], 47.5),  # place 3.75: 40 + .75 × 10
        ([1, 2, 3, 4, 5, 6, 7], 5.5),  # place 4.5
        ([1, 1, 1, 1, 100], 1),
        ([0, 0, 0, 100, 100, 100], 100),
        ([5, 3, 1, 4, 2], 4),
        ([0.5, 1.5, 2.5, 3.5, 4.5], 3.5),  # elapsed time, not calendar days
    ],
)
def test_the_75th_percentile_interpolates_linearly(lengths: list[float], expected: float) -> None:
    assert limit(*(stay("CLIENT", 100, 100 + length) for length in lengths)) == pytest.approx(expected, abs=1e-12)


def test_only_what_ended_by_then_is_completed() -> None:
    stays = [stay("CLIENT", 0, 10)] * 4 + [stay("CLIENT", 0, 20)]
    assert limit(*stays, at=day(20)) == 10
    assert limit(*stays, at=day(20) - TICK) == 90


@given(st.lists(st.integers(0, 10_000), min_size=5, max_size=30))
def test_any_stays(seconds: list[int]) -> None:
    stays = [stay("CLIENT", 0, one / 86_400) for one in seconds]
    ordered = sorted(days(one.next_at - one.at) for one in stays if one.next_at)
    place = 0.75 * (len(ordered) - 1)
    low, high = ordered[math.floor(place)], ordered[math.ceil(place)]
    assert limit(*stays) == pytest.approx(low * (1 - place % 1) + high * (place % 1))


def test_days_are_of_24_hours() -> None:
    assert days(timedelta(days=1, hours=6)) == 1.25
