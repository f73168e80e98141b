"""Moving accounts on ladders, and reading where they stand and stood."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from domain.codes import OpportunityStatus
from domain.errors import ErrorCode
from domain.ids import TransitionId
from domain.money import Money
from domain.stage import Transition
from graph.opportunity import close_opportunity
from graph.stage import load_board, load_stage_histories, load_standings, move_stage
from tests.worlds import TICK, account, day
from tests.writes.conftest import ACME, ANN, DEAL, OPEN, OTHER, OWEN, Firm

INVALID, FORBIDDEN, NOT_FOUND = ErrorCode.INVALID, ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND


async def move(firm: Firm, to: str, at: float, ladder: str = "LOYALTY", **given: Any) -> None:
    await firm.write(move_stage, account_id=ACME, ladder=ladder, to=to, at=day(at), **given)


async def stood(firm: Firm, ladder: str = "LOYALTY", **when: Any) -> list[tuple[str | None, str, bool]]:
    (found,) = await load_stage_histories(firm.viewer("owner"), [ACME], ladder, now=firm.now, **when)
    return [(one.from_stage, one.to, one.skip) for one in found]


async def standing(firm: Firm, as_of: datetime | None = None) -> dict[str, str]:
    (found,) = await load_standings(firm.viewer("owner"), [ACME], now=firm.now, as_of=as_of)
    return {one.ladder: one.to for one in found}


async def test_a_move_is_recorded_whole(firm: Firm) -> None:
    given = {"reason": " They pay.\n", "evidence": " An order ", "expected_version": 1}
    made = await firm.write(move_stage, account_id=ACME, ladder="LOYALTY", to="CLIENT", at=day(100), **given)
    id_ = TransitionId(made.result["transition"])
    assert made.result["account"] == ACME
    assert (await firm.world()).transitions[id_] == Transition(
        id_, ACME, "LOYALTY", None, "CLIENT", day(100), firm.now, OWEN, "They pay.", "An order", False, None
    )
    assert (await firm.world()).accounts[ACME].version == 2
    with firm.refused(ErrorCode.CONFLICT, "expectedVersion"):
        await firm.write(move_stage, account_id=ACME, ladder="LOYALTY", to="ADVOCATE", expected_version=1)


async def test_up_down_and_skips(firm: Firm) -> None:
    await move(firm, "PROSPECT", 100)
    await move(firm, "CLIENT", 110)
    with firm.refused(INVALID, "reason"):
        await move(firm, "CUSTOMER", 120)
    with firm.refused(INVALID, "to"):
        await move(firm, "CLIENT", 120)
    await move(firm, "CUSTOMER", 120, reason="Silent")
    assert await stood(firm) == [
        (None, "PROSPECT", False),
        ("PROSPECT", "CLIENT", True),
        ("CLIENT", "CUSTOMER", False),
    ]
    assert await standing(firm) == {"LOYALTY": "CUSTOMER"}
    assert await standing(firm, day(119)) == {"LOYALTY": "CLIENT"}
    assert await standing(firm, day(110) - TICK) == {"LOYALTY": "PROSPECT"}
    assert await standing(firm, day(99)) == {}


async def test_a_backdated_move_changes_what_came_after_and_not_today(firm: Firm) -> None:
    await move(firm, "PROSPECT", 100)
    await move(firm, "SUPPORTER", 200)
    before = firm.now
    await move(firm, "CUSTOMER", 150)
    assert await stood(firm) == [
        (None, "PROSPECT", False),
        ("PROSPECT", "CUSTOMER", False),
        ("CUSTOMER", "SUPPORTER", True),
    ]
    assert await stood(firm, known_at=before) == [(None, "PROSPECT", False), ("PROSPECT", "SUPPORTER", True)]
    assert await stood(firm, as_of=day(160)) == [(None, "PROSPECT", False), ("PROSPECT", "CUSTOMER", False)]
    assert await standing(firm) == {"LOYALTY": "SUPPORTER"}


async def test_a_backdated_move_makes_no_later_one_a_descent_without_reason(firm: Firm) -> None:
    await move(firm, "PROSPECT", 100)
    await move(firm, "CLIENT", 200)
    for to in ("SUPPORTER", "CLIENT"):
        with firm.refused(INVALID, "at"):
            await move(firm, to, 150)
    with firm.refused(INVALID, "at"):
        await move(firm, "CUSTOMER", 50)
    await move(firm, "SUSPECT", 50)


async def test_ladders_are_apart_and_in_their_order(firm: Firm) -> None:
    await move(firm, "KEY", 100, "CLASS")
    await move(firm, "TRUST", 100, "KEY_ACCOUNT")
    await move(firm, "ADVOCATE", 100)
    await move(firm, "SUSPECT", 100, reason="At once")
    assert list((await standing(firm)).items()) == [("LOYALTY", "SUSPECT"), ("KEY_ACCOUNT", "TRUST"), ("CLASS", "KEY")]


async def test_on_the_loop_the_first_follows_the_last(firm: Firm) -> None:
    for number, to in enumerate(("REPURCHASE", "ATTENTION", "FIRST_PURCHASE")):
        await move(firm, to, 100 + number, "REPURCHASE")
    with firm.refused(INVALID, "reason"):
        await move(firm, "ATTENTION", 110, "REPURCHASE")
    assert [skip for _, _, skip in await stood(firm, "REPURCHASE")] == [False, False, False]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"ladder": "NONE"}, "ladder"),
        ({"ladder": ""}, "ladder"),
        ({"to": "TRUST"}, "to"),
        ({"to": ""}, "to"),
        ({"at": day(600)}, "at"),
        ({"reason": "x" * 10_001}, "reason"),
        ({"evidence": "\x00"}, "evidence"),
    ],
)
async def test_what_is_wrong_with_a_move(firm: Firm, given: dict[str, Any], field: str) -> None:
    with firm.refused(INVALID, field):
        await firm.write(move_stage, **{"account_id": ACME, "ladder": "LOYALTY", "to": "CLIENT", **given})


async def test_undoing_a_move_puts_the_account_back(firm: Firm) -> None:
    await move(firm, "PROSPECT", 100)
    made = await firm.write(move_stage, account_id=ACME, ladder="LOYALTY", to="CLIENT")
    await firm.undo(made)
    assert await standing(firm) == {"LOYALTY": "PROSPECT"}
    assert await stood(firm) == [(None, "PROSPECT", False)]


async def test_a_board_of_a_past_day(firm: Firm) -> None:
    await move(firm, "PROSPECT", 100)
    await move(firm, "CLIENT", 200)
    await firm.write(close_opportunity, opportunity_id=DEAL, status=OpportunityStatus.WON, at=day(250))

    async def column(as_of: datetime | None, stage: str) -> tuple[list[str], tuple[Money, ...]]:
        board = await load_board(firm.viewer("owner"), "LOYALTY", now=firm.now, as_of=as_of)
        (found,) = [one for one in board.columns if one.stage.key == stage]
        return [entry.name for entry in found.entries], found.value

    assert await column(None, "CLIENT") == (["Acme"], ())
    assert await column(day(249), "CLIENT") == (["Acme"], (Money(100, "EUR"),))
    assert await column(day(199), "CLIENT") == ([], ())
    assert await column(day(199), "PROSPECT") == (["Acme"], (Money(100, "EUR"),))
    assert await column(day(99), "PROSPECT") == ([], ())


@pytest.mark.parametrize(
    ("by", "code"),
    [
        ("admin", None),
        ("manager", None),
        ("owner", None),
        ("team", None),
        ("outsider", NOT_FOUND),
        ("VIEWER", FORBIDDEN),
    ],
)
async def test_who_moves(firm: Firm, by: str, code: ErrorCode | None) -> None:
    given = {"account_id": ACME, "ladder": "CLASS", "to": "KEY"}
    if code is None:
        await firm.write(move_stage, by, **given)
        return
    with firm.refused(code, "accountId"):
        await firm.write(move_stage, by, **given)


@pytest.mark.parametrize("id_", [account(99), OTHER, ANN, ""])
async def test_unknown_invisible_and_of_another_type_are_told_alike(firm: Firm, id_: str) -> None:
    with firm.refused(NOT_FOUND, "accountId"):
        await firm.write(move_stage, account_id=id_, ladder="CLASS", to="KEY")
    with firm.refused(FORBIDDEN, "accountId"):
        await firm.write(move_stage, account_id=OPEN, ladder="CLASS", to="KEY")
