"""Places in maps: adding, roles, naming, moving, removing, and assessments."""

from __future__ import annotations

import math
from typing import Any

import pytest

from domain.assessment import Assessment
from domain.codes import (
    Adaptability,
    BuyingRole,
    Confidence,
    Coverage,
    DecisionOrientation,
    Influence,
    OpportunityStatus,
    Support,
)
from domain.errors import ErrorCode
from domain.ids import AssessmentId, StakeholderId, map_of
from domain.stakeholder import Position, Stakeholder
from graph.assessment import assess
from graph.opportunity import close_opportunity
from graph.person import change_employment
from graph.stakeholder import (
    add_stakeholder,
    copy_stakeholders,
    give_roles,
    name_stakeholder,
    place_stakeholder,
    remove_stakeholder,
)
from tests.worlds import TICK, day, opportunity, person, stakeholder
from tests.writes.conftest import (
    ACME,
    ANN,
    ANNS,
    BOB,
    CID,
    DEAL,
    DEE,
    DEES,
    EVE,
    OPEN,
    OTHER,
    OWEN,
    SOMEBODY,
    START,
    WON,
    Decide,
    Firm,
)

INVALID, FORBIDDEN, NOT_FOUND = ErrorCode.INVALID, ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND
DUPLICATE, CONFLICT = ErrorCode.DUPLICATE, ErrorCode.CONFLICT
MAP, DEAL_MAP = map_of(ACME), map_of(DEAL)
A, D, E, U = BuyingRole
FUTURE = day(600)
EACH: list[tuple[Decide, dict[str, Any]]] = [
    (give_roles, {"roles": [U]}),
    (name_stakeholder, {"person_id": BOB}),
    (place_stakeholder, {"x": 1.0, "y": 2.0}),
    (remove_stakeholder, {}),
    (assess, {"support": Support.NEUTRAL}),
]


async def found(firm: Firm, id_: str = ANNS) -> Stakeholder:
    return (await firm.world()).stakeholders[StakeholderId(id_)]


# ── adding ──


async def test_a_person_joins_a_map(firm: Firm) -> None:
    made = await firm.write(
        add_stakeholder, map_id=DEAL_MAP, person_id=BOB, label=" of ours ", roles=[U, A, U], observed_at=day(100)
    )
    id_ = StakeholderId(made.result["stakeholder"])
    assert await found(firm, id_) == Stakeholder(id_, 1, DEAL_MAP, ACME, day(100), None, BOB, "of ours", (A, U))


async def test_a_placeholder_joins_under_its_label(firm: Firm) -> None:
    made = await firm.write(add_stakeholder, map_id=MAP, label=" An approver ", roles=None)
    after = await found(firm, made.result["stakeholder"])
    assert (after.person_id, after.label, after.roles) == (None, "An approver", ())
    assert START < after.since <= firm.now
    with firm.refused(INVALID, "label"):
        await firm.write(add_stakeholder, map_id=MAP)
    for label in ("", " ", "\u200b", "a\nb", "x" * 201):
        with firm.refused(INVALID, "label"):
            await firm.write(add_stakeholder, map_id=MAP, label=label)
    # Two placeholders may be told alike.
    await firm.write(add_stakeholder, map_id=MAP, label="An approver")


async def test_somebody_never_employed_there_may_be_a_stakeholder(firm: Firm) -> None:
    await firm.write(add_stakeholder, map_id=MAP, person_id=EVE)


async def test_a_person_is_in_a_map_once_at_a_time(firm: Firm) -> None:
    with firm.refused(DUPLICATE, "personId", names="Ann"):
        await firm.write(add_stakeholder, map_id=MAP, person_id=ANN)
    with firm.refused(DUPLICATE, "personId", names="Ann"):
        await firm.write(name_stakeholder, stakeholder_id=SOMEBODY, person_id=ANN)
    await firm.write(remove_stakeholder, stakeholder_id=ANNS, observed_at=day(200))
    for early in (day(20), day(199), day(200) - TICK):
        with firm.refused(DUPLICATE, "personId"):
            await firm.write(add_stakeholder, map_id=MAP, person_id=ANN, observed_at=early)
    made = await firm.write(add_stakeholder, map_id=MAP, person_id=ANN, observed_at=day(200))
    assert made.result["stakeholder"] != ANNS


async def test_maps_have_stakeholders_of_their_own(firm: Firm) -> None:
    await firm.write(add_stakeholder, map_id=DEAL_MAP, person_id=ANN, roles=[D])
    assert (await found(firm)).roles == ()


@pytest.mark.parametrize("map_id", [f"map_{opportunity(99)}", map_of(OTHER), ACME, DEAL, "map_", "", f"map_{ANN}"])
async def test_there_is_no_such_map(firm: Firm, map_id: str) -> None:
    with firm.refused(NOT_FOUND, "mapId"):
        await firm.write(add_stakeholder, map_id=map_id, label="x")


@pytest.mark.parametrize("person_id", [person(99), DEE, ACME, ANNS, ""])
async def test_there_is_no_such_person(firm: Firm, person_id: str) -> None:
    with firm.refused(NOT_FOUND, "personId"):
        await firm.write(add_stakeholder, map_id=MAP, person_id=person_id)
    with firm.refused(NOT_FOUND, "personId"):
        await firm.write(name_stakeholder, stakeholder_id=SOMEBODY, person_id=person_id)


# ── roles ──


async def test_roles_are_stated_all_at_once(firm: Firm) -> None:
    await firm.write(give_roles, stakeholder_id=ANNS, roles=[E, D, E])
    assert ((await found(firm)).roles, (await found(firm)).version) == ((D, E), 2)
    assert (await firm.write(give_roles, stakeholder_id=ANNS, roles=[D, E])).change_id is None
    await firm.write(give_roles, stakeholder_id=ANNS, roles=[])
    assert (await found(firm)).roles == ()


async def test_a_late_statement_with_an_earlier_date_changes_the_past_and_not_today(firm: Firm) -> None:
    await firm.write(give_roles, stakeholder_id=ANNS, roles=[D], observed_at=day(200))
    await firm.write(give_roles, stakeholder_id=ANNS, roles=[U], observed_at=day(100))
    roles = [(await firm.world(as_of=day(d))).stakeholders[ANNS].roles for d in (99, 100, 199, 200, 499)]
    assert roles == [(), (U,), (U,), (D,), (D,)]
    # The same is said of another time, and so is written.
    assert (await firm.write(give_roles, stakeholder_id=ANNS, roles=[D], observed_at=day(150))).change_id is not None


# ── naming ──


async def test_naming_a_placeholder_keeps_its_id_roles_and_assessments(firm: Firm) -> None:
    await firm.write(give_roles, stakeholder_id=SOMEBODY, roles=[A], observed_at=day(90))
    await firm.write(assess, stakeholder_id=SOMEBODY, support=Support.SPONSOR, observed_at=day(95))
    await firm.write(name_stakeholder, stakeholder_id=SOMEBODY, person_id=BOB, observed_at=day(100))
    after = await found(firm, SOMEBODY)
    assert (after.person_id, after.roles, after.support, after.since) == (BOB, (A,), Support.SPONSOR, day(30))
    assert (await firm.world(as_of=day(99))).stakeholders[SOMEBODY].person_id is None
    with firm.refused(INVALID, "stakeholderId"):
        await firm.write(name_stakeholder, stakeholder_id=SOMEBODY, person_id=CID)
    with firm.refused(DUPLICATE, "personId"):
        await firm.write(add_stakeholder, map_id=MAP, person_id=BOB)


# ── the canvas ──


async def test_a_card_is_placed_and_given_back_to_the_layout(firm: Firm) -> None:
    await firm.write(place_stakeholder, stakeholder_id=ANNS, x=1.5, y=-2)
    assert ((await found(firm)).position, (await found(firm)).version) == (Position(1.5, -2.0), 1)
    assert (await firm.write(place_stakeholder, stakeholder_id=ANNS, x=1.5, y=-2.0)).change_id is None
    await firm.write(place_stakeholder, stakeholder_id=ANNS)
    assert (await found(firm)).position is None
    # A dragged card does not stand in the way of who edits.
    await firm.write(give_roles, stakeholder_id=ANNS, roles=[U], expected_version=1)


@pytest.mark.parametrize(
    ("x", "y", "field"),
    [
        (1, None, "y"),
        (None, 1, "x"),
        (math.nan, 1, "x"),
        (1, math.inf, "y"),
        (1_000_000.5, 0, "x"),
        (0, -1_000_001, "y"),
    ],
)
async def test_a_place_is_on_the_canvas(firm: Firm, x: float | None, y: float | None, field: str) -> None:
    with firm.refused(INVALID, field):
        await firm.write(place_stakeholder, stakeholder_id=ANNS, x=x, y=y)
    await firm.write(place_stakeholder, stakeholder_id=ANNS, x=-1_000_000, y=1_000_000)


# ── removing ──


async def test_a_removed_one_is_written_to_no_more(firm: Firm) -> None:
    made = await firm.write(remove_stakeholder, stakeholder_id=SOMEBODY, observed_at=day(100))
    assert (made.result, (await found(firm, SOMEBODY)).until) == ({}, day(100))
    for decide, given in EACH:
        with firm.refused(INVALID, "stakeholderId"):
            await firm.write(decide, stakeholder_id=SOMEBODY, **given)


async def test_removed_and_added_again_is_a_new_stakeholder_without_the_old_assessments(firm: Firm) -> None:
    await firm.write(assess, stakeholder_id=ANNS, support=Support.SPONSOR)
    await firm.write(remove_stakeholder, stakeholder_id=ANNS)
    made = await firm.write(add_stakeholder, map_id=MAP, person_id=ANN)
    assert (await found(firm, made.result["stakeholder"])).support is None
    assert (await found(firm)).support is Support.SPONSOR


async def test_a_removal_is_not_before_the_adding(firm: Firm) -> None:
    with firm.refused(INVALID, "observedAt"):
        await firm.write(remove_stakeholder, stakeholder_id=ANNS, observed_at=day(30) - TICK)
    await firm.write(remove_stakeholder, stakeholder_id=ANNS, observed_at=day(30))


# ── assessing ──


async def test_an_assessment_is_added_and_read(firm: Firm) -> None:
    made = await firm.write(
        assess,
        stakeholder_id=ANNS,
        observed_at=day(100),
        support=Support.SUPPORTER,
        influence=Influence.INNER_CIRCLE,
        adaptability=Adaptability.VISIONARY,
        coverage=Coverage.BRIEF,
        orientation=DecisionOrientation.TECHNICAL,
        confidence=Confidence.HIGH,
        evidence=" She said so.\n",
    )
    id_ = AssessmentId(made.result["assessment"])
    assert (await firm.world()).assessments[id_] == Assessment(
        id_,
        ANNS,
        ACME,
        OWEN,
        day(100),
        firm.now,
        Support.SUPPORTER,
        Influence.INNER_CIRCLE,
        Adaptability.VISIONARY,
        Coverage.BRIEF,
        DecisionOrientation.TECHNICAL,
        Confidence.HIGH,
        "She said so.",
    )
    after = await found(firm)
    assert (after.support, after.influence, after.version) == (Support.SUPPORTER, Influence.INNER_CIRCLE, 1)
    assert made.result["stakeholder"] == ANNS


async def test_the_latest_observed_holds_each_dimension_on_its_own(firm: Firm) -> None:
    await firm.write(assess, stakeholder_id=ANNS, support=Support.SPONSOR, observed_at=day(200))
    await firm.write(assess, stakeholder_id=ANNS, support=Support.OPPONENT, observed_at=day(100))
    await firm.write(assess, stakeholder_id=ANNS, influence=Influence.OUTSIDE, observed_at=day(100))
    after = await found(firm)
    assert (after.support, after.influence) == (Support.SPONSOR, Influence.OUTSIDE)
    await firm.write(assess, stakeholder_id=ANNS, support=Support.NEUTRAL, observed_at=day(200))
    assert (await found(firm)).support is Support.NEUTRAL


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "support"),
        ({"evidence": "Nothing else", "confidence": Confidence.LOW}, "support"),
        ({"support": Support.SPONSOR, "observed_at": FUTURE}, "observedAt"),
        ({"support": Support.SPONSOR, "evidence": "x" * 10_001}, "evidence"),
        ({"support": Support.SPONSOR, "evidence": "\x07"}, "evidence"),
    ],
)
async def test_what_is_wrong_with_an_assessment(firm: Firm, given: dict[str, Any], field: str) -> None:
    with firm.refused(INVALID, field):
        await firm.write(assess, stakeholder_id=ANNS, **given)


async def test_of_who_has_left_one_may_still_say_something(firm: Firm) -> None:
    await firm.write(change_employment, person_id=ANN)
    await firm.write(assess, stakeholder_id=ANNS, support=Support.SPONSOR)


# ── what all have in common ──


async def test_nothing_is_stated_of_the_future(firm: Firm) -> None:
    for decide, given in EACH:
        if decide is not place_stakeholder:
            with firm.refused(INVALID, "observedAt"):
                await firm.write(decide, stakeholder_id=SOMEBODY, observed_at=FUTURE, **given)
    with firm.refused(INVALID, "observedAt"):
        await firm.write(add_stakeholder, map_id=MAP, label="x", observed_at=FUTURE)


async def test_the_map_of_a_closed_opportunity_is_read_only(firm: Firm) -> None:
    made = await firm.write(add_stakeholder, map_id=DEAL_MAP, label="x")
    with firm.refused(INVALID, "mapId"):
        await firm.write(add_stakeholder, map_id=map_of(WON), label="x")
    closed = await firm.write(close_opportunity, opportunity_id=DEAL, status=OpportunityStatus.WON)
    for decide, given in EACH:
        with firm.refused(INVALID, "stakeholderId", names="read-only"):
            await firm.write(decide, stakeholder_id=made.result["stakeholder"], **given)
    with firm.refused(INVALID, "mapId", names="read-only"):
        await firm.write(add_stakeholder, map_id=DEAL_MAP, label="x")
    await firm.undo(closed)
    await firm.write(remove_stakeholder, stakeholder_id=made.result["stakeholder"])


async def test_a_stale_version_is_a_conflict(firm: Firm) -> None:
    await firm.write(give_roles, stakeholder_id=SOMEBODY, roles=[U], expected_version=1)
    for decide, given in EACH[:2]:
        with firm.refused(CONFLICT, "expectedVersion", names="version 1 was expected, it is at 2"):
            await firm.write(decide, stakeholder_id=SOMEBODY, expected_version=1, **given)


@pytest.mark.parametrize("id_", [stakeholder(99), DEES, ACME, ANN, "", "nonsense"])
async def test_unknown_invisible_and_of_another_type_are_told_alike(firm: Firm, id_: str) -> None:
    for decide, given in EACH:
        with firm.refused(NOT_FOUND, "stakeholderId", names="There is no such object that you may see; check the id."):
            await firm.write(decide, stakeholder_id=id_, **given)


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
async def test_who_writes(firm: Firm, by: str, code: ErrorCode | None) -> None:
    for decide, given in EACH:
        made = await firm.write(add_stakeholder, label="x", map_id=MAP)
        if code is None:
            await firm.write(decide, by, stakeholder_id=made.result["stakeholder"], **given)
            await firm.undo(await firm.write(add_stakeholder, by, label="x", map_id=MAP), by)
            if decide is name_stakeholder:
                await firm.write(remove_stakeholder, stakeholder_id=made.result["stakeholder"])
        else:
            with firm.refused(code, "stakeholderId"):
                await firm.write(decide, by, stakeholder_id=made.result["stakeholder"], **given)
            with firm.refused(code, "mapId"):
                await firm.write(add_stakeholder, by, label="x", map_id=MAP)


async def test_the_map_of_an_open_account_is_its_owners(firm: Firm) -> None:
    for by in ("owner", "manager", "team", "VIEWER"):
        with firm.refused(FORBIDDEN, "mapId"):
            await firm.write(add_stakeholder, by, map_id=map_of(OPEN), label="x")
    await firm.write(add_stakeholder, "outsider", map_id=map_of(OPEN), label="x")


# ── copying the people of a map ──


async def people_of(firm: Firm, map_id: str) -> set[str | None]:
    return {s.person_id for s in (await firm.world()).stakeholders.values() if s.map_id == map_id and s.until is None}


async def test_people_are_copied_to_another_map_without_what_is_the_maps_own(firm: Firm) -> None:
    await firm.write(assess, stakeholder_id=ANNS, support=Support.SPONSOR)
    await firm.write(give_roles, stakeholder_id=ANNS, roles=[A])
    made = await firm.write(copy_stakeholders, from_map_id=MAP, map_id=DEAL_MAP)
    assert made.result == {"map": DEAL_MAP}
    (copied,) = (s for s in (await firm.world()).stakeholders.values() if s.map_id == DEAL_MAP)
    assert (copied.person_id, copied.roles, copied.support, copied.label) == (ANN, (), None, None)
    assert (await firm.write(copy_stakeholders, from_map_id=MAP, map_id=DEAL_MAP)).change_id is None
    await firm.undo(made)
    assert await people_of(firm, DEAL_MAP) == set()


async def test_only_those_named_are_copied_and_nobody_who_has_left(firm: Firm) -> None:
    for one in (BOB, CID):
        await firm.write(add_stakeholder, map_id=MAP, person_id=one)
    await firm.write(change_employment, person_id=CID, account_id=None)
    await firm.write(copy_stakeholders, from_map_id=MAP, map_id=DEAL_MAP, person_ids=[BOB])
    assert await people_of(firm, DEAL_MAP) == {BOB}
    with firm.refused(INVALID, "personIds", names=CID):
        await firm.write(copy_stakeholders, from_map_id=MAP, map_id=DEAL_MAP, person_ids=[CID])
    await firm.write(copy_stakeholders, from_map_id=MAP, map_id=DEAL_MAP)
    assert await people_of(firm, DEAL_MAP) == {ANN, BOB}


@pytest.mark.parametrize(
    ("source", "target", "code", "field"),
    [
        (MAP, MAP, INVALID, "fromMapId"),
        (map_of(OPEN), DEAL_MAP, INVALID, "fromMapId"),
        (map_of(OTHER), DEAL_MAP, NOT_FOUND, "fromMapId"),
        ("nonsense", DEAL_MAP, NOT_FOUND, "fromMapId"),
        (MAP, map_of(OTHER), NOT_FOUND, "mapId"),
        (MAP, map_of(WON), INVALID, "mapId"),
        (map_of(OPEN), map_of(OPEN), FORBIDDEN, "mapId"),
    ],
)
async def test_a_copy_that_makes_no_sense_is_refused(
    firm: Firm, source: str, target: str, code: ErrorCode, field: str
) -> None:
    with firm.refused(code, field):
        await firm.write(copy_stakeholders, from_map_id=source, map_id=target)
