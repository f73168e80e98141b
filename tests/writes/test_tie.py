"""Writing ties: reporting lines, influence, acquaintance; backdated ones, and who may."""

from __future__ import annotations

import math
from typing import Any

import pytest

from domain.codes import Circle, Polarity
from domain.errors import ErrorCode
from domain.ids import map_of
from domain.tie import Influences, Knows, ReportsTo
from graph.person import change_employment
from graph.stakeholder import add_stakeholder
from graph.tie import record_acquaintance, set_influence, set_manager
from tests.worlds import TICK, day, person
from tests.writes.conftest import ACME, ANN, BOB, CID, DEE, EVE, FAY, MIA, OTHER, OWEN, Decide, Firm

INVALID, FORBIDDEN, NOT_FOUND, CYCLE = ErrorCode.INVALID, ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND, ErrorCode.CYCLE
FUTURE = day(600)


async def managers(firm: Firm, at: float | None = None) -> dict[str, str | None]:
    world = await firm.world(as_of=None if at is None else day(at))
    return {tie.person_id: tie.manager_id for tie in world.reports.values()}


async def manage(firm: Firm, who: str, by: str | None, at: float | None = None) -> None:
    await firm.write(set_manager, person_id=who, manager_id=by, observed_at=None if at is None else day(at))


# ── reporting ──


async def test_a_manager_is_set_replaced_and_taken_away(firm: Firm) -> None:
    made = await firm.write(set_manager, person_id=ANN, manager_id=BOB)
    assert made.result == {"person": ANN}
    await manage(firm, ANN, CID)
    assert await managers(firm) == {ANN: CID}
    assert (await firm.write(set_manager, person_id=ANN, manager_id=CID)).change_id is None
    await manage(firm, ANN, None)
    assert await managers(firm) == {}
    assert (await firm.write(set_manager, person_id=ANN)).change_id is None


async def test_lines_close_no_circle(firm: Firm) -> None:
    with firm.refused(CYCLE, "managerId"):
        await manage(firm, ANN, ANN)
    await manage(firm, ANN, BOB)
    with firm.refused(CYCLE, "managerId"):
        await manage(firm, BOB, ANN)
    await manage(firm, BOB, CID)
    with firm.refused(CYCLE, "managerId"):
        await manage(firm, CID, ANN)
    await manage(firm, ANN, None)
    await manage(firm, CID, ANN)


async def test_nor_at_the_date_stated_whatever_holds_today(firm: Firm) -> None:
    await manage(firm, ANN, BOB, 100)
    await manage(firm, ANN, None, 200)
    with firm.refused(CYCLE, "managerId"):
        await manage(firm, BOB, ANN, 150)
    await manage(firm, BOB, ANN, 200)
    assert (await managers(firm, 199), await managers(firm, 200)) == ({ANN: BOB}, {BOB: ANN})


async def test_nor_at_a_later_moment_that_a_backdated_line_reaches(firm: Firm) -> None:
    await manage(firm, ANN, BOB, 200)
    await manage(firm, ANN, None, 300)
    with firm.refused(CYCLE, "managerId"):
        await manage(firm, BOB, ANN, 100)
    # Ended before, it does not reach so far.
    await manage(firm, BOB, None, 150)
    await manage(firm, BOB, ANN, 100)
    assert await managers(firm, 149) == {BOB: ANN}


async def test_nor_through_several_who_come_later(firm: Firm) -> None:
    await manage(firm, ANN, BOB, 200)
    await manage(firm, CID, ANN, 250)
    await manage(firm, ANN, None, 251)
    with firm.refused(CYCLE, "managerId"):
        await manage(firm, BOB, CID, 100)


async def test_a_line_that_ends_because_somebody_left_closes_no_circle(firm: Firm) -> None:
    await manage(firm, ANN, BOB, 200)
    await firm.write(change_employment, person_id=BOB, at=day(300).date())
    await firm.write(change_employment, person_id=BOB, account_id=ACME, at=day(310).date())
    with firm.refused(CYCLE, "managerId"):
        await manage(firm, BOB, ANN, 250)
    await manage(firm, BOB, ANN, 310)


async def test_a_late_statement_with_an_earlier_date_changes_the_past_and_not_today(firm: Firm) -> None:
    await manage(firm, ANN, BOB, 200)
    await manage(firm, ANN, CID, 100)
    assert [await managers(firm, at) for at in (99, 100, 199, 200)] == [{}, {ANN: CID}, {ANN: CID}, {ANN: BOB}]
    assert await managers(firm) == {ANN: BOB}
    # Said of another time, the same is written.
    made = await firm.write(set_manager, person_id=ANN, manager_id=BOB, observed_at=day(300))
    assert made.change_id is not None


async def test_both_are_employed_there_then(firm: Firm) -> None:
    with firm.refused(INVALID, "managerId"):
        await manage(firm, ANN, EVE)
    with firm.refused(INVALID, "personId"):
        await firm.write(set_manager, "outsider", person_id=FAY, manager_id=EVE)
    await firm.write(change_employment, person_id=BOB, at=day(200).date())
    with firm.refused(INVALID, "managerId"):
        await manage(firm, ANN, BOB, 200)
    await manage(firm, ANN, BOB, 199)
    assert (await managers(firm, 199), await managers(firm)) == ({ANN: BOB}, {})
    with firm.refused(INVALID, "personId"):
        await manage(firm, BOB, ANN, 200)
    await manage(firm, BOB, CID, 100)


async def test_the_account_is_the_one_that_employs_the_person_then(firm: Firm) -> None:
    await firm.write(change_employment, "admin", person_id=ANN, account_id=OTHER, at=day(200).date())
    await firm.write(set_manager, "outsider", person_id=ANN, manager_id=DEE)
    with firm.refused(INVALID, "managerId"):
        await firm.write(set_manager, "admin", person_id=ANN, manager_id=DEE, observed_at=day(150))
    # Who may not see the old employer is told no more than that there is none.
    with firm.refused(INVALID, "personId"):
        await firm.write(set_manager, "outsider", person_id=ANN, manager_id=DEE, observed_at=day(150))
    world = await firm.world()
    assert world.reports == {(OTHER, ANN): ReportsTo(OTHER, ANN, DEE)}


async def test_not_of_the_future(firm: Firm) -> None:
    with firm.refused(INVALID, "observedAt"):
        await firm.write(set_manager, person_id=ANN, manager_id=BOB, observed_at=FUTURE)


# ── influence ──


async def test_influence_is_set_turned_and_taken_away(firm: Firm) -> None:
    made = await firm.write(set_influence, source_id=ANN, target_id=BOB, strength=3)
    assert made.result == {"source": ANN, "target": BOB}
    assert (await firm.world()).influences == {(ANN, BOB): Influences(ANN, BOB, 3, Polarity.POSITIVE)}
    assert (await firm.write(set_influence, source_id=ANN, target_id=BOB, strength=3)).change_id is None
    await firm.write(set_influence, source_id=ANN, target_id=BOB, strength=3, polarity=Polarity.NEGATIVE)
    await firm.write(set_influence, source_id=BOB, target_id=ANN, strength=1)
    assert [tie.polarity for tie in (await firm.world()).influences.values()] == [Polarity.NEGATIVE, Polarity.POSITIVE]
    await firm.write(set_influence, source_id=ANN, target_id=BOB)
    assert list((await firm.world()).influences) == [(BOB, ANN)]
    assert (await firm.write(set_influence, source_id=ANN, target_id=BOB)).change_id is None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"target_id": ANN}, "targetId"),
        ({"strength": 0}, "strength"),
        ({"strength": 6}, "strength"),
        ({"strength": -1}, "strength"),
        ({"observed_at": FUTURE}, "observedAt"),
    ],
)
async def test_what_is_wrong_with_influence(firm: Firm, given: dict[str, Any], field: str) -> None:
    with firm.refused(INVALID, field):
        await firm.write(set_influence, **{"source_id": ANN, "target_id": BOB, "strength": 1, **given})


async def test_influence_and_acquaintance_stay_when_somebody_leaves(firm: Firm) -> None:
    await firm.write(set_influence, source_id=ANN, target_id=BOB, strength=3)
    await firm.write(record_acquaintance, source_id=ANN, target_id=BOB, strength=0.3)
    await firm.write(change_employment, person_id=ANN)
    world = await firm.world()
    assert (len(world.influences), len(world.acquaintances)) == (1, 1)


async def test_a_backdated_end_is_not_todays(firm: Firm) -> None:
    await firm.write(set_influence, source_id=ANN, target_id=BOB, strength=3, observed_at=day(200))
    await firm.write(set_influence, source_id=ANN, target_id=BOB, strength=None, observed_at=day(100))
    assert len((await firm.world()).influences) == 1
    await firm.write(set_influence, source_id=ANN, target_id=BOB, strength=None, observed_at=day(200))
    assert (await firm.world()).influences == {}


# ── acquaintance ──


async def test_an_acquaintance_is_one_for_an_unordered_pair(firm: Firm) -> None:
    made = await firm.write(record_acquaintance, source_id=ANN, target_id=BOB, circle=Circle.SUPERIOR)
    assert made.result == {"source": ANN, "target": BOB}
    assert list((await firm.world()).acquaintances.values()) == [Knows(ANN, BOB, None, Circle.SUPERIOR)]
    same = await firm.write(record_acquaintance, source_id=ANN, target_id=BOB, circle=Circle.SUPERIOR)
    assert same.change_id is None
    await firm.write(record_acquaintance, source_id=BOB, target_id=ANN, strength=1, circle=Circle.COLLEAGUE)
    assert list((await firm.world()).acquaintances.values()) == [Knows(BOB, ANN, 1, Circle.COLLEAGUE)]
    await firm.write(record_acquaintance, source_id=ANN, target_id=BOB, strength=0)
    assert (await firm.world()).acquaintances == {}
    assert (await firm.write(record_acquaintance, source_id=ANN, target_id=BOB, strength=0)).change_id is None


async def test_a_seller_may_be_at_either_end(firm: Firm) -> None:
    await firm.write(record_acquaintance, source_id=OWEN, target_id=ANN, strength=0.5)
    await firm.write(record_acquaintance, source_id=ANN, target_id=OWEN, strength=0.75)
    assert list((await firm.world()).acquaintances.values()) == [Knows(ANN, OWEN, 0.75)]
    with firm.refused(INVALID, "targetId"):
        await firm.write(record_acquaintance, source_id=OWEN, target_id=MIA, strength=0.5)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"target_id": ANN}, "targetId"),
        ({"source_id": OWEN, "target_id": OWEN}, "targetId"),
        ({"strength": -0.01}, "strength"),
        ({"strength": 1.01}, "strength"),
        ({"strength": math.nan}, "strength"),
        ({"observed_at": FUTURE}, "observedAt"),
    ],
)
async def test_what_is_wrong_with_an_acquaintance(firm: Firm, given: dict[str, Any], field: str) -> None:
    with firm.refused(INVALID, field):
        await firm.write(record_acquaintance, **{"source_id": ANN, "target_id": BOB, "strength": 0.5, **given})


# ── who ──

BETWEEN: list[tuple[Decide, str, str]] = [
    (set_influence, "source_id", "target_id"),
    (record_acquaintance, "source_id", "target_id"),
]


@pytest.mark.parametrize(("decide", "source", "target"), BETWEEN)
async def test_one_writable_end_is_enough(firm: Firm, decide: Decide, source: str, target: str) -> None:
    await firm.write(decide, **{source: ANN, target: EVE, "strength": 1})
    await firm.write(decide, **{source: EVE, target: BOB, "strength": 1})
    await firm.write(add_stakeholder, "outsider", map_id=map_of(OTHER), person_id=FAY)
    await firm.write(decide, "outsider", **{source: DEE, target: FAY, "strength": 1})
    with firm.refused(NOT_FOUND, "sourceId"):
        await firm.write(decide, **{source: DEE, target: ANN, "strength": 1})
    with firm.refused(NOT_FOUND, "targetId"):
        await firm.write(decide, **{source: ANN, target: DEE, "strength": 1})
    with firm.refused(FORBIDDEN):
        await firm.write(decide, "VIEWER", **{source: ANN, target: BOB, "strength": 1})


@pytest.mark.parametrize("by", ["admin", "manager", "owner", "team"])
async def test_who_writes(firm: Firm, by: str) -> None:
    await firm.write(set_manager, by, person_id=ANN, manager_id=BOB)
    await firm.write(set_influence, by, source_id=ANN, target_id=BOB, strength=1)
    await firm.write(record_acquaintance, by, source_id=ANN, target_id=BOB, strength=1)


async def test_who_manages_is_said_by_the_account(firm: Firm) -> None:
    with firm.refused(NOT_FOUND, "personId"):
        await firm.write(set_manager, "outsider", person_id=ANN, manager_id=BOB)
    with firm.refused(FORBIDDEN, "personId"):
        await firm.write(set_manager, "VIEWER", person_id=ANN, manager_id=BOB)
    with firm.refused(FORBIDDEN, "personId"):
        await firm.write(set_manager, person_id=EVE, manager_id=ANN)


async def test_acquaintances_of_a_seller_are_their_own_and_of_those_above(firm: Firm) -> None:
    await firm.write(record_acquaintance, source_id=OWEN, target_id=EVE, strength=1)
    await firm.write(record_acquaintance, "manager", source_id=EVE, target_id=OWEN, strength=0.5)
    with firm.refused(FORBIDDEN):
        await firm.write(record_acquaintance, source_id=MIA, target_id=EVE, strength=1)
    # Through the person, anybody who writes to them.
    await firm.write(record_acquaintance, source_id=MIA, target_id=ANN, strength=1)


@pytest.mark.parametrize("id_", [person(99), DEE, ACME, "", "nonsense"])
async def test_unknown_invisible_and_of_another_type_are_told_alike(firm: Firm, id_: str) -> None:
    writes: list[tuple[Decide, str, str]] = [(set_manager, "person_id", "manager_id"), *BETWEEN]
    for decide, source, target in writes:
        for given in ({source: id_, target: ANN}, {source: ANN, target: id_}):
            wrong = next(name for name, value in given.items() if value == id_)
            field = wrong.removesuffix("_id") + "Id"
            with firm.refused(NOT_FOUND, field, names="There is no such object that you may see; check the id."):
                await firm.write(decide, **given)


async def test_a_tick_before_is_before(firm: Firm) -> None:
    await manage(firm, ANN, BOB, 100)
    assert (await firm.world(as_of=day(100) - TICK)).reports == {}
