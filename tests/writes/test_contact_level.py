"""What one of us is to somebody of theirs, and should be."""

from __future__ import annotations

from typing import Any

import pytest

from domain.codes import RelationshipLevel
from domain.contact_level import ContactLevel
from domain.errors import ErrorCode
from graph.contact_level import load_contact_levels, set_contact_level
from graph.stakeholder import add_stakeholder
from tests.worlds import day, seller, stakeholder
from tests.writes.conftest import ACME, ANN, ANNS, BOB, DEES, MIA, OWEN, SOMEBODY, Firm

INVALID, FORBIDDEN, NOT_FOUND = ErrorCode.INVALID, ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND
CONFLICT = ErrorCode.CONFLICT
VENDOR, SOURCE, SOLVER, ADVISOR = RelationshipLevel
PAIR: dict[str, Any] = {"seller_id": OWEN, "stakeholder_id": ANNS}


async def levels(firm: Firm, **when: Any) -> list[tuple[RelationshipLevel | None, RelationshipLevel | None]]:
    (found,) = await load_contact_levels(firm.viewer("owner"), [ANNS], now=firm.clock(), **when)
    return [(one.current, one.desired) for one in found]


async def test_what_is_left_out_stays_and_null_empties(firm: Firm) -> None:
    made = await firm.write(set_contact_level, **PAIR, current=VENDOR, desired=ADVISOR)
    assert made.result == {"contact": f"{OWEN}/{ANNS}"}
    assert (await firm.world()).contact_levels == {(OWEN, ANNS): ContactLevel(OWEN, ANNS, ACME, VENDOR, ADVISOR)}
    await firm.write(set_contact_level, **PAIR, current=SOURCE)
    assert await levels(firm) == [(SOURCE, ADVISOR)]
    await firm.write(set_contact_level, **PAIR, desired=None)
    assert await levels(firm) == [(SOURCE, None)]
    await firm.write(set_contact_level, **PAIR, current=None)
    assert (await firm.world()).contact_levels == {}


@pytest.mark.parametrize("given", [{}, {"current": VENDOR}, {"desired": None}, {"current": VENDOR, "desired": None}])
async def test_what_changes_nothing_is_not_written(firm: Firm, given: dict[str, Any]) -> None:
    await firm.write(set_contact_level, **PAIR, current=VENDOR)
    assert (await firm.write(set_contact_level, **PAIR, **given)).change_id is None


async def test_nulls_where_nothing_is_known_are_not_written(firm: Firm) -> None:
    assert (await firm.write(set_contact_level, **PAIR, current=None, desired=None)).change_id is None


async def test_a_late_statement_changes_the_past_and_not_today(firm: Firm) -> None:
    await firm.write(set_contact_level, **PAIR, current=SOLVER, desired=ADVISOR, observed_at=day(450))
    before = firm.now
    await firm.write(set_contact_level, **PAIR, current=VENDOR, observed_at=day(420))
    assert await levels(firm) == [(SOLVER, ADVISOR)]
    assert await levels(firm, as_of=day(430)) == [(VENDOR, None)]
    assert await levels(firm, as_of=day(419)) == []
    assert await levels(firm, as_of=day(430), known_at=before) == []


async def test_each_seller_has_their_own_in_order(firm: Firm) -> None:
    await firm.write(set_contact_level, seller_id=MIA, stakeholder_id=ANNS, current=SOURCE)
    await firm.write(set_contact_level, **PAIR, current=VENDOR)
    (now,) = await load_contact_levels(firm.viewer("owner"), [ANNS], now=firm.clock())
    (then,) = await load_contact_levels(firm.viewer("owner"), [ANNS], now=firm.clock(), as_of=firm.now)
    assert [one.seller_id for one in now] == sorted([OWEN, MIA])
    assert then == now


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"seller_id": seller(99)}, NOT_FOUND, "sellerId"),
        ({"seller_id": ANN}, NOT_FOUND, "sellerId"),
        ({"stakeholder_id": stakeholder(99)}, NOT_FOUND, "stakeholderId"),
        ({"stakeholder_id": ANN}, NOT_FOUND, "stakeholderId"),
        ({"stakeholder_id": DEES}, NOT_FOUND, "stakeholderId"),
        ({"stakeholder_id": SOMEBODY}, INVALID, "stakeholderId"),
        ({"observed_at": day(600)}, INVALID, "observedAt"),
    ],
)
async def test_what_is_wrong_with_a_level(firm: Firm, given: dict[str, Any], code: ErrorCode, field: str) -> None:
    with firm.refused(code, field):
        await firm.write(set_contact_level, **{**PAIR, "current": VENDOR, **given})


async def test_undo_takes_the_latest_first(firm: Firm) -> None:
    first = await firm.write(set_contact_level, **PAIR, current=VENDOR)
    second = await firm.write(set_contact_level, **PAIR, desired=ADVISOR)
    with firm.refused(CONFLICT, "changeId", names="The level of a contact (Owen, Ann) was recorded"):
        await firm.undo(first)
    undone = await firm.undo(second)
    assert await levels(firm) == [(VENDOR, None)]
    await firm.undo(undone)
    assert await levels(firm) == [(VENDOR, ADVISOR)]


async def test_a_place_with_a_level_is_not_undone(firm: Firm) -> None:
    made = await firm.write(add_stakeholder, map_id=f"map_{ACME}", person_id=BOB)
    await firm.write(set_contact_level, seller_id=OWEN, stakeholder_id=made.result["stakeholder"], current=VENDOR)
    with firm.refused(CONFLICT, "changeId"):
        await firm.undo(made)


@pytest.mark.parametrize(
    ("by", "code"), [("admin", None), ("team", None), ("outsider", NOT_FOUND), ("VIEWER", FORBIDDEN)]
)
async def test_who_writes(firm: Firm, by: str, code: ErrorCode | None) -> None:
    if code is None:
        await firm.write(set_contact_level, by, **PAIR, current=VENDOR)
        return
    with firm.refused(code, "stakeholderId"):
        await firm.write(set_contact_level, by, **PAIR, current=VENDOR)
