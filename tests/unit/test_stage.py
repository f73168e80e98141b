"""Moves on ladders: where from, up and down, reasons, and what a backdated move would make of later ones."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidError
from domain.fact import Stated
from domain.fold import fold
from domain.ladder import LADDERS, direction
from domain.stage import StageMoved, Transition, move, transitions
from tests.worlds import TICK, History, account, day, new_account, transition

ACME = account(1)


def said(to: str, number: int = 99, *, on: str = "LOYALTY", **given_: Any) -> StageMoved:
    return StageMoved(transition(number), ACME, on, to, **given_)


def moves(*stood: tuple[float, str, str | None], on: str = "LOYALTY") -> list[Transition]:
    """Return moves made on days, each to a stage, with a reason or none."""
    made = History()
    for number, (at, to, reason) in enumerate(stood, start=1):
        made.record([Stated(said(to, number, on=on, reason=reason), day(at))])
    facts = sorted(made.facts, key=lambda fact: fact.order)
    return transitions((f, f.statement) for f in facts if isinstance(f.statement, StageMoved))


def refused(to: str, at: float, known: list[Transition], *, on: str = "LOYALTY", **given_: Any) -> str:
    with pytest.raises(InvalidError) as error:
        move(said(to, on=on, **given_), day(at), known)
    return error.value.field[0]


def test_the_first_move_goes_anywhere_without_a_reason() -> None:
    for stage in LADDERS["LOYALTY"].stages:
        assert move(said(stage.key), day(1), []) == Stated(said(stage.key), day(1))


@pytest.mark.parametrize("to", ["CLIENT", "SUPPORTER", "ADVOCATE"])
def test_up_needs_no_reason(to: str) -> None:
    assert move(said(to), day(2), moves((1, "CUSTOMER", None))) == Stated(said(to), day(2))


@pytest.mark.parametrize("to", ["SUSPECT", "PROSPECT"])
def test_down_needs_a_reason(to: str) -> None:
    known = moves((1, "CUSTOMER", None))
    for reason in (None, "", " \n", "\u200b"):
        assert refused(to, 2, known, reason=reason) == "reason"
    assert move(said(to, reason=" They left. "), day(2), known) == Stated(said(to, reason="They left."), day(2))


def test_where_it_stands_already_it_does_not_move_to() -> None:
    known = moves((1, "CUSTOMER", None))
    assert refused("CUSTOMER", 2, known, reason="Again") == "to"
    assert refused("CUSTOMER", 1, known) == "to"


def test_texts_are_cleaned() -> None:
    stated = move(said("CLIENT", reason=" ", evidence=" Seen.\nTwice. "), day(1), [])
    assert stated.statement == said("CLIENT", evidence="Seen.\nTwice.")
    assert refused("CLIENT", 1, [], evidence="a\x00") == "evidence"
    assert refused("CLIENT", 1, [], reason="x" * 10_001) == "reason"


@pytest.mark.parametrize(
    ("on", "to", "field"), [("NONE", "CLIENT", "ladder"), ("loyalty", "CLIENT", "ladder"), ("LOYALTY", "TRUST", "to")]
)
def test_an_unknown_ladder_or_stage_names_those_there_are(on: str, to: str, field: str) -> None:
    with pytest.raises(InvalidError) as error:
        move(said(to, on=on), day(1), [])
    assert error.value.field == (field,)
    assert ("LOYALTY" if field == "ladder" else "ADVOCATE") in str(error.value)


def test_on_a_loop_from_the_last_to_the_first_is_up() -> None:
    known = moves((1, "REPURCHASE", None), on="REPURCHASE")
    assert move(said("ATTENTION", on="REPURCHASE"), day(2), known).observed_at == day(2)
    assert refused("FIRST_PURCHASE", 2, known, on="REPURCHASE") == "reason"
    first = moves((1, "ATTENTION", None), on="REPURCHASE")
    assert move(said("REPURCHASE", on="REPURCHASE"), day(2), first).observed_at == day(2)


# ── backdated ──


def test_a_move_before_the_first_one_is_the_first_then() -> None:
    known = moves((10, "CUSTOMER", None))
    assert move(said("PROSPECT"), day(5), known).observed_at == day(5)
    assert refused("CLIENT", 5, known) == "at"  # the later one would be a descent without reason
    assert refused("CUSTOMER", 5, known) == "at"  # the later one would lead nowhere


def test_a_move_in_between_must_fit_both_sides() -> None:
    known = moves((10, "PROSPECT", None), (20, "CLIENT", None))
    assert move(said("CUSTOMER"), day(15), known).observed_at == day(15)
    assert move(said("SUSPECT", reason="So it was"), day(15), known).observed_at == day(15)
    assert refused("SUSPECT", 15, known) == "reason"
    assert refused("PROSPECT", 15, known) == "to"
    assert refused("CLIENT", 15, known) == "at"
    assert refused("SUPPORTER", 15, known) == "at"


def test_a_later_descent_that_has_a_reason_may_become_longer() -> None:
    known = moves((10, "CUSTOMER", None), (20, "PROSPECT", "Silent"))
    assert move(said("ADVOCATE"), day(15), known).observed_at == day(15)
    assert refused("PROSPECT", 15, known, reason="x") == "at"


def test_at_the_very_moment_of_a_move_the_later_said_comes_after_it() -> None:
    known = moves((10, "CUSTOMER", None), (20, "CLIENT", None))
    assert refused("CLIENT", 10, known) == "at"
    assert refused("PROSPECT", 10, known) == "reason"
    assert move(said("SUSPECT", reason="x"), day(20), known).observed_at == day(20)
    with pytest.raises(InvalidError):
        move(said("SUPPORTER"), day(20) - TICK, known)


STAGES = [stage.key for stage in LADDERS["REPURCHASE"].stages]


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(STAGES), st.sampled_from([None, "Why"])), max_size=8))
def test_however_moves_come_no_descent_is_left_without_a_reason(tried: list[tuple[int, str, str | None]]) -> None:
    made = History()
    made.record(new_account(1, "Acme"))
    known: list[Transition] = []
    for number, (at, to, reason) in enumerate(tried, start=1):
        try:
            stated = move(said(to, number, on="REPURCHASE", reason=reason), day(at), known)
        except InvalidError:
            continue
        made.record([stated])
        world = fold(made.facts)
        known = sorted(world.transitions.values(), key=lambda m: (m.at, m.recorded_at, m.id))
        for one in known:
            assert one.from_stage != one.to
            assert one.reason or direction(LADDERS["REPURCHASE"], one.from_stage, one.to) in {None, "up"}
        assert [one.standing for one in known] == [False] * (len(known) - 1) + [True]
