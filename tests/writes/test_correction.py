"""Corrections: what was wrong is left out, what is right is said, both stay visible, and no rule is broken by it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.assessment import Assessed
from domain.change import Corrected
from domain.codes import BuyingRole, Circle, Influence, MapStatus, OpportunityStatus, Polarity, Support
from domain.correction import Correction, corrections
from domain.errors import DomainError, ErrorCode
from domain.ids import StakeholderId, StreamId, map_of
from domain.tie import Influences, Knows
from graph.assessment import assess
from graph.correction import (
    correct_acquaintance,
    correct_assessment,
    correct_employment,
    correct_influence,
    correct_manager,
    correct_roles,
)
from graph.opportunity import close_opportunity
from graph.person import change_employment
from graph.recording import Recorded
from graph.stakeholder import add_stakeholder, give_roles, remove_stakeholder
from graph.tie import record_acquaintance, set_influence, set_manager
from tests.worlds import day
from tests.writes.conftest import (
    ACME,
    ANN,
    ANNS,
    BOB,
    CID,
    DEAL,
    DEE,
    FAY,
    OPEN,
    OTHER,
    OWEN,
    SOMEBODY,
    Decide,
    Firm,
)

CONFLICT, CYCLE, FORBIDDEN, INVALID, NOT_FOUND = (
    ErrorCode.CONFLICT,
    ErrorCode.CYCLE,
    ErrorCode.FORBIDDEN,
    ErrorCode.INVALID,
    ErrorCode.NOT_FOUND,
)
WHY = "It was another Ann."


def id_of(made: Recorded) -> str:
    assert made.change_id is not None
    return made.change_id


async def corrected(firm: Firm) -> list[Correction]:
    return corrections(f for one in await firm.store.list_changes(0, 1000) for f in one.facts)


async def support(firm: Firm, **when: Any) -> tuple[Support | None, Influence | None]:
    found = (await firm.world(**when)).stakeholders[ANNS]
    return found.support, found.influence


async def said(firm: Firm, **given: Any) -> str:
    made = await firm.write(assess, stakeholder_id=ANNS, **given)
    return made.result["assessment"]


# ── assessments ──


async def test_what_is_given_replaces_what_was_said_and_the_rest_stays(firm: Firm) -> None:
    id_ = await said(
        firm, support=Support.SPONSOR, influence=Influence.OUTSIDE, evidence="Over lunch.", observed_at=day(400)
    )
    before = firm.now
    made = await firm.write(correct_assessment, assessment_id=id_, reason=f" {WHY} ", support=Support.NEUTRAL)
    assert made.result == {"stakeholder": ANNS, "assessment": id_}
    assert await support(firm) == (Support.NEUTRAL, Influence.OUTSIDE)
    assert await support(firm, as_of=day(400)) == (Support.NEUTRAL, Influence.OUTSIDE)
    assert await support(firm, known_at=before) == (Support.SPONSOR, Influence.OUTSIDE)
    assert await support(firm, as_of=day(399)) == (None, None)
    (found,) = await corrected(firm)
    assert (found.reason, found.by, found.change) == (WHY, OWEN, made.change_id)
    assert found.right is not None
    assert isinstance(found.wrong.statement, Assessed)
    assert isinstance(found.right.statement, Assessed)
    assert (found.wrong.statement.support, found.right.statement.support) == (Support.SPONSOR, Support.NEUTRAL)
    assert found.right.statement.evidence == "Over lunch."


async def test_an_assessment_that_never_was_so_is_gone_and_what_was_said_before_holds_again(firm: Firm) -> None:
    await said(firm, support=Support.OPPONENT)
    id_ = await said(firm, support=Support.SPONSOR)
    made = await firm.write(correct_assessment, assessment_id=id_, reason=WHY, never_so=True)
    assert await support(firm) == (Support.OPPONENT, None)
    assert id_ not in (await firm.world()).assessments
    (found,) = await corrected(firm)
    assert found.right is None
    with firm.refused(NOT_FOUND, "assessmentId", names="corrected away"):
        await firm.write(correct_assessment, assessment_id=id_, reason=WHY, support=Support.NEUTRAL)
    await firm.undo(made)
    assert await support(firm) == (Support.SPONSOR, None)
    assert await corrected(firm) == []


async def test_null_is_not_said(firm: Firm) -> None:
    id_ = await said(firm, support=Support.SPONSOR, influence=Influence.OUTSIDE)
    await firm.write(correct_assessment, assessment_id=id_, reason=WHY, support=None)
    assert await support(firm) == (None, Influence.OUTSIDE)
    with firm.refused(INVALID, "support"):
        await firm.write(correct_assessment, assessment_id=id_, reason=WHY, influence=None)


async def test_the_moment_is_corrected(firm: Firm) -> None:
    id_ = await said(firm, support=Support.SPONSOR, observed_at=day(100))
    await firm.write(correct_assessment, assessment_id=id_, reason=WHY, observed_at=day(200))
    assert await support(firm, as_of=day(199)) == (None, None)
    assert await support(firm, as_of=day(200)) == (Support.SPONSOR, None)


async def test_a_correction_is_corrected_and_the_three_are_known(firm: Firm) -> None:
    id_ = await said(firm, support=Support.SPONSOR)
    first = firm.now
    made = await firm.write(correct_assessment, assessment_id=id_, reason="One", support=Support.NEUTRAL)
    second = firm.now
    again = await firm.write(correct_assessment, assessment_id=id_, reason="Two", support=Support.OPPONENT)
    told = [(await support(firm, known_at=moment))[0] for moment in (first, second, firm.now)]
    assert told == [Support.SPONSOR, Support.NEUTRAL, Support.OPPONENT]
    assert [one.reason for one in await corrected(firm)] == ["Two", "One"]
    with firm.refused(CONFLICT, "changeId", names=id_of(again)):
        await firm.undo(made)
    await firm.undo(again)
    await firm.undo(made)
    assert (await support(firm))[0] is Support.SPONSOR


async def test_what_was_built_on_it_stays(firm: Firm) -> None:
    id_ = await said(firm, support=Support.SPONSOR, influence=Influence.OUTSIDE)
    await said(firm, support=Support.OPPONENT)
    await firm.write(
        correct_assessment,
        assessment_id=id_,
        reason=WHY,
        support=Support.NEUTRAL,
        influence=Influence.INNER_CIRCLE,
    )
    assert await support(firm) == (Support.OPPONENT, Influence.INNER_CIRCLE)


async def test_the_map_status_follows(firm: Firm) -> None:
    await firm.write(give_roles, stakeholder_id=ANNS, roles=[BuyingRole.APPROVER])
    id_ = await said(firm, support=Support.SPONSOR, influence=Influence.INNER_CIRCLE)
    assert (await firm.world()).statuses[map_of(ACME)] is MapStatus.GREEN
    await firm.write(correct_assessment, assessment_id=id_, reason=WHY, support=Support.OPPONENT)
    assert (await firm.world()).statuses[map_of(ACME)] is MapStatus.RED


async def test_versions_move_on(firm: Firm) -> None:
    await firm.write(give_roles, stakeholder_id=ANNS, roles=[BuyingRole.APPROVER])
    version = (await firm.world()).stakeholders[ANNS].version
    await firm.write(correct_roles, stakeholder_id=ANNS, reason=WHY, roles=[BuyingRole.USER])
    assert (await firm.world()).stakeholders[ANNS].version == version + 1


async def test_of_a_removed_stakeholder_history_is_put_right_still(firm: Firm) -> None:
    id_ = await said(firm, support=Support.SPONSOR)
    await firm.write(remove_stakeholder, stakeholder_id=ANNS)
    await firm.write(correct_assessment, assessment_id=id_, reason=WHY, support=Support.NEUTRAL)
    assert (await support(firm))[0] is Support.NEUTRAL


async def test_what_was_taken_back_is_a_conflict_where_the_change_is_named(firm: Firm) -> None:
    made = await firm.write(assess, stakeholder_id=ANNS, support=Support.SPONSOR)
    id_ = made.result["assessment"]
    given = {"assessment_id": id_, "reason": WHY, "support": Support.NEUTRAL, "change_id": id_of(made)}
    undone = await firm.undo(made)
    with firm.refused(CONFLICT, "changeId", names="undone"):
        await firm.write(correct_assessment, **given)
    with firm.refused(NOT_FOUND, "assessmentId"):
        await firm.write(correct_assessment, **{**given, "change_id": "change_nonsense"})
    await firm.undo(undone)
    await firm.write(correct_assessment, **given)
    with firm.refused(CONFLICT, "changeId", names="corrected already"):
        await firm.write(correct_assessment, **given)


# ── roles ──


async def roles(firm: Firm, at: float | None = None, of: Any = ANNS) -> tuple[BuyingRole, ...]:
    world = await firm.world(as_of=None if at is None else day(at))
    return world.stakeholders[of].roles


async def test_roles_of_a_moment_are_put_right_and_those_before_and_after_stay(firm: Firm) -> None:
    for at, role in ((100, BuyingRole.USER), (200, BuyingRole.DECIDER), (300, BuyingRole.EVALUATOR)):
        await firm.write(give_roles, stakeholder_id=ANNS, roles=[role], observed_at=day(at))
    right = [BuyingRole.USER, BuyingRole.APPROVER]
    await firm.write(correct_roles, stakeholder_id=ANNS, held_at=day(250), reason=WHY, roles=right)
    told = [await roles(firm, at) for at in (150, 200, 299, 300)]
    assert told == [
        (BuyingRole.USER,),
        (BuyingRole.APPROVER, BuyingRole.USER),
        (BuyingRole.APPROVER, BuyingRole.USER),
        (BuyingRole.EVALUATOR,),
    ]
    await firm.write(correct_roles, stakeholder_id=ANNS, held_at=day(200), reason=WHY, never_so=True)
    assert await roles(firm, 250) == (BuyingRole.USER,)
    await firm.write(correct_roles, stakeholder_id=ANNS, reason=WHY, roles=[])
    assert await roles(firm) == ()


async def test_the_roles_a_place_was_added_with_are_put_right_under_its_id(firm: Firm) -> None:
    made = await firm.write(
        add_stakeholder, map_id=map_of(ACME), person_id=BOB, roles=[BuyingRole.USER], observed_at=day(100)
    )
    id_ = StakeholderId(made.result["stakeholder"])
    await firm.write(assess, stakeholder_id=id_, support=Support.SPONSOR)
    await firm.write(correct_roles, stakeholder_id=id_, reason=WHY, roles=[BuyingRole.DECIDER])
    assert await roles(firm, 100, id_) == (BuyingRole.DECIDER,)
    assert (await firm.world()).stakeholders[id_].support is Support.SPONSOR
    later = await firm.write(correct_roles, stakeholder_id=id_, reason=WHY, observed_at=day(200))
    assert [await roles(firm, at, id_) for at in (150, 200)] == [(), (BuyingRole.DECIDER,)]
    with firm.refused(INVALID, "observedAt", names="before the stakeholder was added"):
        await firm.write(correct_roles, stakeholder_id=id_, held_at=day(150), reason=WHY, observed_at=day(99), roles=[])
    with firm.refused(CONFLICT, "changeId"):
        await firm.undo(made)
    await firm.undo(later)
    await firm.write(correct_roles, stakeholder_id=id_, reason=WHY, never_so=True)
    assert await roles(firm, None, id_) == ()
    assert len(await corrected(firm)) == 2


async def test_a_closed_map_is_read_only(firm: Firm) -> None:
    made = await firm.write(add_stakeholder, map_id=map_of(DEAL), person_id=BOB, roles=[BuyingRole.USER])
    id_ = StakeholderId(made.result["stakeholder"])
    assessed = await firm.write(assess, stakeholder_id=id_, support=Support.SPONSOR)
    await firm.write(close_opportunity, opportunity_id=DEAL, status=OpportunityStatus.WON)
    with firm.refused(INVALID, "stakeholderId", names="read-only"):
        await firm.write(correct_roles, stakeholder_id=id_, reason=WHY, roles=[])
    with firm.refused(INVALID, "assessmentId", names="read-only"):
        await firm.write(
            correct_assessment, assessment_id=assessed.result["assessment"], reason=WHY, support=Support.NEUTRAL
        )


# ── managers ──


async def managers(firm: Firm, at: float | None = None) -> dict[str, str | None]:
    world = await firm.world(as_of=None if at is None else day(at))
    return {tie.person_id: tie.manager_id for tie in world.reports.values()}


async def manage(firm: Firm, who: str, by: str | None, at: float) -> Recorded:
    return await firm.write(set_manager, person_id=who, manager_id=by, observed_at=day(at))


async def test_a_manager_of_a_moment_is_put_right(firm: Firm) -> None:
    await manage(firm, ANN, BOB, 100)
    await manage(firm, ANN, None, 200)
    made = await firm.write(correct_manager, person_id=ANN, held_at=day(150), reason=WHY, manager_id=CID)
    assert made.result == {"person": ANN}
    assert [await managers(firm, at) for at in (150, 250)] == [{ANN: CID}, {}]
    await firm.write(correct_manager, person_id=ANN, held_at=day(150), reason=WHY, observed_at=day(120))
    assert [await managers(firm, at) for at in (110, 130)] == [{}, {ANN: CID}]
    await firm.write(correct_manager, person_id=ANN, reason=WHY, never_so=True)
    assert await managers(firm) == {ANN: CID}
    await firm.write(correct_manager, person_id=ANN, reason=WHY, manager_id=None)
    assert await managers(firm, 130) == {}


async def test_no_circle_comes_about_then_or_later(firm: Firm) -> None:
    await manage(firm, ANN, BOB, 100)
    none = await manage(firm, ANN, None, 200)
    await manage(firm, BOB, ANN, 300)
    with firm.refused(CYCLE, "managerId"):
        await firm.write(correct_manager, person_id=ANN, reason=WHY, never_so=True)
    with firm.refused(CYCLE, "managerId"):
        await firm.write(correct_manager, person_id=ANN, reason=WHY, observed_at=day(301))
    with firm.refused(CYCLE, "managerId"):
        await firm.write(correct_manager, person_id=ANN, held_at=day(150), reason=WHY, manager_id=ANN)
    moved = await firm.write(correct_manager, person_id=ANN, reason=WHY, observed_at=day(250))
    with firm.refused(CONFLICT, "changeId", names=id_of(moved)):
        await firm.undo(none)
    await firm.undo(moved)


async def test_an_undo_of_a_correction_closes_no_circle(firm: Firm) -> None:
    await manage(firm, ANN, BOB, 100)
    made = await firm.write(correct_manager, person_id=ANN, reason=WHY, never_so=True)
    await manage(firm, BOB, ANN, 300)
    with firm.refused(CONFLICT, "changeId"):
        await firm.undo(made)


async def test_managers_are_employed_there_then(firm: Firm) -> None:
    await manage(firm, ANN, BOB, 100)
    with firm.refused(INVALID, "managerId"):
        await firm.write(correct_manager, person_id=ANN, reason=WHY, manager_id=DEE, by="admin")
    with firm.refused(NOT_FOUND, "managerId"):
        await firm.write(correct_manager, person_id=ANN, reason=WHY, manager_id=FAY)
    with firm.refused(INVALID, "heldAt", names="Nothing holds"):
        await firm.write(correct_manager, person_id=ANN, held_at=day(99), reason=WHY, manager_id=CID)


# ── influence and acquaintance ──


async def test_influence_is_put_right(firm: Firm) -> None:
    given = {"source_id": ANN, "target_id": BOB}
    await firm.write(set_influence, **given, strength=2, polarity=Polarity.NEGATIVE, observed_at=day(100))
    await firm.write(correct_influence, **given, reason=WHY, strength=5)
    assert (await firm.world()).influences == {(ANN, BOB): Influences(ANN, BOB, 5, Polarity.NEGATIVE)}
    await firm.write(correct_influence, **given, reason=WHY, polarity=Polarity.POSITIVE)
    assert (await firm.world()).influences == {(ANN, BOB): Influences(ANN, BOB, 5)}
    with firm.refused(INVALID, "strength"):
        await firm.write(correct_influence, **given, reason=WHY, strength=6)
    with firm.refused(INVALID, "heldAt"):
        await firm.write(correct_influence, source_id=BOB, target_id=ANN, reason=WHY, strength=1)
    await firm.write(correct_influence, **given, reason=WHY, never_so=True)
    assert (await firm.world()).influences == {}
    assert len(await corrected(firm)) == 3


async def test_an_acquaintance_is_put_right_from_either_side(firm: Firm) -> None:
    await firm.write(
        record_acquaintance, source_id=ANN, target_id=BOB, strength=0.2, circle=Circle.SUPERIOR, observed_at=day(100)
    )
    back = {"source_id": BOB, "target_id": ANN, "reason": WHY}
    await firm.write(correct_acquaintance, **back, strength=0.5)
    (found,) = (await firm.world()).acquaintances.values()
    assert found == Knows(ANN, BOB, 0.5, Circle.SUPERIOR)
    await firm.write(correct_acquaintance, **back, circle=Circle.FAMILY)
    (found,) = (await firm.world()).acquaintances.values()
    assert found == Knows(BOB, ANN, 0.5, Circle.FAMILY)
    await firm.write(correct_acquaintance, **back, strength=0)
    assert (await firm.world()).acquaintances == {}
    await firm.write(correct_acquaintance, **back, strength=None)
    (found,) = (await firm.world()).acquaintances.values()
    assert found.strength is None
    await firm.write(correct_acquaintance, **back, never_so=True)
    assert (await firm.world(as_of=day(101))).acquaintances == {}


# ── employment ──


async def employed(firm: Firm, who: Any = ANN) -> list[tuple[str, str | None, date | None, date | None]]:
    found = (await firm.world()).people[who].employments
    return [
        (one.account_id, one.title, one.since and one.since.date(), one.until and one.until.date()) for one in found
    ]


async def test_employer_title_and_day_are_put_right(firm: Firm) -> None:
    await firm.write(change_employment, person_id=ANN, account_id=OPEN, title="CFO", at=day(100).date())
    await firm.write(correct_employment, person_id=ANN, reason=WHY, title="COO", since=day(120).date())
    when = day(120).date()
    assert await employed(firm) == [(ACME, "Chief", None, when), (OPEN, "COO", when, None)]
    assert (await firm.world()).people[ANN].title == "COO"
    await firm.write(correct_employment, person_id=ANN, reason=WHY, account_id=ACME, title=None)
    assert await employed(firm) == [(ACME, "Chief", None, when), (ACME, None, when, None)]
    assert (await firm.world()).people[ANN].title is None
    await firm.write(correct_employment, person_id=ANN, reason=WHY, never_so=True)
    assert await employed(firm) == [(ACME, "Chief", None, None)]
    assert len(await corrected(firm)) == 3


async def test_that_somebody_left_is_put_right(firm: Firm) -> None:
    await firm.write(manage_all)
    await firm.write(change_employment, person_id=BOB, at=day(100).date())
    assert await managers(firm) == {}
    await firm.write(correct_employment, person_id=BOB, reason=WHY, never_so=True)
    assert await managers(firm) == {ANN: BOB}
    assert (await firm.world()).people[BOB].account_id == ACME


async def manage_all(store: Any, now: Any) -> Any:
    return await set_manager(store, now, person_id=ANN, manager_id=BOB, observed_at=day(50))


async def test_employments_do_not_change_places(firm: Firm) -> None:
    await firm.write(change_employment, person_id=ANN, account_id=OPEN, at=day(100).date())
    await firm.write(change_employment, person_id=ANN, account_id=ACME, at=day(200).date())
    for since in (200, 300):
        with firm.refused(INVALID, "since", names="change places"):
            await firm.write(correct_employment, person_id=ANN, held_at=day(150), reason=WHY, since=day(since).date())
    with firm.refused(INVALID, "since", names="change places"):
        await firm.write(correct_employment, person_id=ANN, reason=WHY, since=day(99).date())
    await firm.write(correct_employment, person_id=ANN, held_at=day(150), reason=WHY, since=day(199).date())
    await firm.write(correct_employment, person_id=ANN, held_at=day(50), reason=WHY, since=day(1).date())


async def test_no_circle_comes_about_where_somebody_never_left(firm: Firm) -> None:
    await manage(firm, ANN, BOB, 50)
    await firm.write(change_employment, person_id=BOB, at=day(100).date())
    await firm.write(change_employment, person_id=BOB, account_id=ACME, at=day(200).date())
    await manage(firm, BOB, ANN, 300)
    with firm.refused(CYCLE, "accountId"):
        await firm.write(correct_employment, person_id=BOB, held_at=day(150), reason=WHY, never_so=True)


# ── who may, and what is refused ──

GIVEN: dict[str, tuple[Decide, dict[str, Any], dict[str, Any]]] = {
    "roles": (correct_roles, {"stakeholder_id": ANNS}, {"roles": [BuyingRole.EVALUATOR]}),
    "a manager": (correct_manager, {"person_id": ANN}, {"manager_id": CID}),
    "influence": (correct_influence, {"source_id": ANN, "target_id": BOB}, {"strength": 1}),
    "an acquaintance": (correct_acquaintance, {"source_id": ANN, "target_id": BOB}, {"strength": 1}),
    "employment": (correct_employment, {"person_id": ANN}, {"title": "Clerk"}),
}
FIELDS = {"stakeholder_id": "stakeholderId", "person_id": "personId", "source_id": "sourceId"}


async def tell(firm: Firm) -> None:
    await firm.write(give_roles, stakeholder_id=ANNS, roles=[BuyingRole.USER], observed_at=day(100))
    await manage(firm, ANN, BOB, 100)
    await firm.write(set_influence, source_id=ANN, target_id=BOB, strength=3, observed_at=day(100))
    await firm.write(record_acquaintance, source_id=ANN, target_id=BOB, strength=0.3, observed_at=day(100))


@pytest.mark.parametrize("thing", GIVEN)
async def test_who_may_write_may_correct(firm: Firm, thing: str) -> None:
    await tell(firm)
    decide, named, right = GIVEN[thing]
    for by in ("owner", "team", "manager", "admin"):
        await firm.undo(await firm.write(decide, by, **named, **right, reason=WHY), "admin")
    (first,) = [FIELDS[name] for name in named if name in FIELDS]
    with firm.refused(NOT_FOUND, first):
        await firm.write(decide, "outsider", **named, **right, reason=WHY)
    with pytest.raises(DomainError) as caught:
        await firm.write(decide, "VIEWER", **named, **right, reason=WHY)
    assert caught.value.code is FORBIDDEN


@pytest.mark.parametrize("thing", GIVEN)
async def test_what_is_no_correction(firm: Firm, thing: str) -> None:
    await tell(firm)
    decide, named, right = GIVEN[thing]
    for reason in ("", "  \n"):
        with firm.refused(INVALID, "reason"):
            await firm.write(decide, **named, **right, reason=reason)
    with firm.refused(INVALID, "neverSo", names="or that it never was so"):
        await firm.write(decide, **named, reason=WHY)
    with firm.refused(INVALID, "neverSo", names="give one of the two"):
        await firm.write(decide, **named, **right, reason=WHY, never_so=True)
    with firm.refused(INVALID, "heldAt", names="future"):
        await firm.write(decide, **named, **right, reason=WHY, held_at=day(600))
    with firm.refused(CONFLICT, "changeId", names="holds no more"):
        await firm.write(decide, **named, **right, reason=WHY, change_id="change_nonsense")
    await firm.write(decide, **named, **right, reason=WHY)
    with firm.refused(INVALID, names="what was said"):
        await firm.write(decide, **named, **right, reason=WHY)


@pytest.mark.parametrize("thing", GIVEN)
async def test_a_correction_is_taken_back_and_put_there_again(firm: Firm, thing: str) -> None:
    await tell(firm)
    decide, named, right = GIVEN[thing]
    before = await firm.world()
    made = await firm.write(decide, **named, **right, reason=WHY)
    after = await firm.world()
    gone = await firm.undo(made)
    assert plain(await firm.world()) == plain(before)
    with firm.refused(CONFLICT, "changeId", names="undone already"):
        await firm.undo(made)
    await firm.undo(gone)
    assert plain(await firm.world()) == plain(after)


def plain(world: Any) -> Any:
    """Return what corrections change, without versions."""
    people = {id_: (one.employments, one.title) for id_, one in world.people.items()}
    places = {id_: (one.roles, one.support) for id_, one in world.stakeholders.items()}
    return people, places, world.reports, world.influences, world.acquaintances


@pytest.mark.parametrize("thing", GIVEN)
async def test_what_was_corrected_is_not_undone_before_the_correction(firm: Firm, thing: str) -> None:
    decide, named, _ = GIVEN[thing]
    made: dict[str, Recorded] = {
        "roles": await firm.write(give_roles, stakeholder_id=ANNS, roles=[BuyingRole.USER]),
        "a manager": await firm.write(set_manager, person_id=ANN, manager_id=BOB),
        "influence": await firm.write(set_influence, source_id=ANN, target_id=BOB, strength=3),
        "an acquaintance": await firm.write(record_acquaintance, source_id=ANN, target_id=BOB, strength=0.3),
        "employment": await firm.write(change_employment, person_id=ANN, account_id=ACME, title="Boss"),
    }
    fixed = await firm.write(decide, **named, reason=WHY, never_so=True)
    with firm.refused(CONFLICT, "changeId", names=id_of(fixed)):
        await firm.undo(made[thing])
    await firm.undo(fixed)
    await firm.undo(made[thing])


async def test_who_cannot_tell_a_hidden_employer_from_none_corrects_neither(firm: Firm) -> None:
    await firm.write(change_employment, person_id=ANN, account_id=OTHER, at=day(100).date(), by="admin")
    with firm.refused(FORBIDDEN, "heldAt"):
        await firm.write(correct_employment, person_id=ANN, reason=WHY, never_so=True)
    await firm.write(correct_employment, person_id=ANN, reason=WHY, never_so=True, by="admin")


async def test_a_correction_says_of_what_fact_it_is(firm: Firm) -> None:
    made = await firm.write(give_roles, stakeholder_id=SOMEBODY, roles=[BuyingRole.USER])
    await firm.write(correct_roles, stakeholder_id=SOMEBODY, reason=WHY, never_so=True, change_id=id_of(made))
    *_, before, last = await firm.store.list_changes(0, 1000)
    assert [fact.statement for fact in last.facts] == [Corrected(before.facts[0].id, StreamId(ACME), WHY)]
