"""Merging two people found to be one: what goes over, what stays, what is refused, and the undo of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from domain.codes import (
    BuyingRole,
    Circle,
    Direction,
    InteractionKind,
    OpportunityStatus,
    Polarity,
    RelationshipLevel,
    Support,
)
from domain.correction import corrections
from domain.errors import ErrorCode
from domain.ids import InteractionId, PersonId, StakeholderId, map_of
from domain.merge import Merged
from domain.tie import Influences, Knows, ReportsTo
from domain.world import World
from graph.assessment import assess
from graph.contact_level import set_contact_level
from graph.correction import correct_influence, load_corrections
from graph.interaction import record_interaction
from graph.kept import find_kept
from graph.merge import merge_people
from graph.opportunity import close_opportunity
from graph.person import change_employment, create_person, update_person
from graph.recording import Recorded
from graph.referral import advance_referral, record_referral
from graph.stakeholder import add_stakeholder, name_stakeholder, remove_stakeholder
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
    DEES,
    FAY,
    OPEN,
    OTHER,
    OWEN,
    ROOT,
    SOMEBODY,
    Firm,
)

CONFLICT, FORBIDDEN, INVALID, NOT_FOUND = (
    ErrorCode.CONFLICT,
    ErrorCode.FORBIDDEN,
    ErrorCode.INVALID,
    ErrorCode.NOT_FOUND,
)
WHY = "The same number."


async def merge(firm: Firm, kept: str = ANN, merged: str = BOB, by: str = "admin") -> Recorded:
    return await firm.write(merge_people, by, keep_id=kept, merge_id=merged, reason=WHY)


async def place(firm: Firm, who: Any, in_map: Any = None, at: float = 50, **given: Any) -> StakeholderId:
    asked = {"map_id": in_map or map_of(ACME), "person_id": who, "observed_at": day(at), **given}
    return StakeholderId((await firm.write(add_stakeholder, "admin", **asked)).result["stakeholder"])


async def test_the_kept_one_goes_on_under_its_name_with_what_it_had_not(firm: Firm) -> None:
    await firm.write(update_person, person_id=ANN, emails=("a@example.com",))
    await firm.write(
        update_person, person_id=BOB, department="IT", emails=("b@example.com", "a@example.com"), phones=("12345678",)
    )
    before = firm.now
    made = await merge(firm)
    assert made.result == {"person": ANN}
    world = await firm.world()
    ann = world.people[ANN]
    assert BOB not in world.people
    assert (ann.name, ann.title, ann.external_id, ann.department) == ("Ann", "Chief", "p-1", "IT")
    assert (ann.emails, ann.phones) == (("a@example.com", "b@example.com"), ("12345678",))
    assert {ANN, BOB} <= (await firm.world(known_at=before)).people.keys()
    assert BOB not in (await firm.world(as_of=before)).people
    (fact, *_) = (await firm.store.list_changes(0, 1000))[-1].facts
    assert fact.statement == Merged(ANN, BOB, WHY)


async def test_an_external_id_goes_over_where_the_kept_one_has_none(firm: Firm) -> None:
    await merge(firm, BOB, ANN)
    assert (await firm.world()).people[BOB].external_id == "p-1"


async def test_ties_go_over_and_to_oneself_vanish(firm: Firm) -> None:
    await firm.write(set_manager, person_id=CID, manager_id=BOB, observed_at=day(100))
    await firm.write(set_manager, person_id=BOB, manager_id=ANN, observed_at=day(100))
    for source, target in ((BOB, CID), (CID, BOB), (ANN, BOB), (BOB, ANN)):
        await firm.write(set_influence, source_id=source, target_id=target, strength=3, observed_at=day(100))
    await firm.write(set_influence, source_id=ANN, target_id=CID, strength=5, polarity=Polarity.NEGATIVE)
    await firm.write(set_influence, source_id=CID, target_id=ANN, strength=1, observed_at=day(90))
    await firm.write(record_acquaintance, source_id=BOB, target_id=ANN, strength=1)
    await firm.write(record_acquaintance, source_id=OWEN, target_id=BOB, strength=0.5, circle=Circle.ALUMNI)
    await merge(firm)
    world = await firm.world()
    assert world.reports == {(ACME, CID): ReportsTo(ACME, CID, ANN)}
    # Of two statements about one tie, the later one holds.
    assert world.influences == {
        (ANN, CID): Influences(ANN, CID, 5, Polarity.NEGATIVE),
        (CID, ANN): Influences(CID, ANN, 3),
    }
    (knows,) = world.acquaintances.values()
    assert knows == Knows(OWEN, ANN, 0.5, Circle.ALUMNI)
    assert (await firm.world(as_of=day(95))).influences[CID, ANN].strength == 1
    assert (await firm.world(as_of=day(101))).influences[ANN, CID].strength == 3
    assert (await firm.world(as_of=day(101))).reports == {(ACME, CID): ReportsTo(ACME, CID, ANN)}


async def test_of_two_statements_from_one_moment_the_one_learned_later_holds(firm: Firm) -> None:
    for source, strength in ((BOB, 2), (ANN, 4), (BOB, 3)):
        await firm.write(set_influence, source_id=source, target_id=CID, strength=strength, observed_at=day(100))
        if strength == 4:
            made = await merge(firm)
            assert (await firm.world()).influences[ANN, CID].strength == 4
            await firm.undo(made, "admin")
    await merge(firm)
    assert (await firm.world()).influences[ANN, CID].strength == 3


async def test_employments_are_one_after_the_other(firm: Firm) -> None:
    made = await firm.write(create_person, "admin", name="A. Lee", account_id=OTHER, title="CEO", since=day(200).date())
    await merge(firm, ANN, made.result["person"])
    found = [(one.account_id, one.title, _day(one.since)) for one in (await firm.world()).people[ANN].employments]
    assert found == [(ACME, "Chief", None), (OTHER, "CEO", day(200).date())]


async def test_an_old_job_beside_the_kept_ones_own_does_not_go_over(firm: Firm) -> None:
    made = await firm.write(create_person, "admin", name="A. Lee", account_id=OTHER, since=day(200).date())
    await firm.write(change_employment, "admin", person_id=made.result["person"], account_id=None, at=day(300).date())
    await merge(firm, ANN, made.result["person"])
    ann = (await firm.world()).people[ANN]
    assert [(one.account_id, one.until) for one in ann.employments] == [(ACME, None)]
    assert ann.left_at(ACME) is None


async def test_a_job_from_before_all_that_is_known_goes_over_with_its_end(firm: Firm) -> None:
    made = await firm.write(create_person, "admin", name="A. Lee", account_id=OTHER, since=day(200).date())
    await firm.write(change_employment, "admin", person_id=made.result["person"], account_id=None, at=day(300).date())
    kept = await firm.write(create_person, "admin", name="Ann Lee", account_id=ACME, since=day(400).date())
    await merge(firm, kept.result["person"], made.result["person"])
    found = (await firm.world()).people[PersonId(kept.result["person"])].employments
    assert [(one.account_id, _day(one.since), _day(one.until)) for one in found] == [
        (OTHER, day(200).date(), day(300).date()),
        (ACME, day(400).date(), None),
    ]


def _day(moment: Any) -> date | None:
    return moment.date() if moment is not None else None


async def test_of_two_employers_at_one_time_the_kept_ones_stays(firm: Firm) -> None:
    await merge(firm, ANN, DEE)
    assert [one.account_id for one in (await firm.world()).people[ANN].employments] == [ACME]
    assert (await firm.world()).stakeholders[DEES].person_id == ANN


async def test_places_go_over_with_what_was_said_in_them(firm: Firm) -> None:
    bobs = await place(firm, BOB, map_of(DEAL), roles=[BuyingRole.USER])
    await firm.write(assess, stakeholder_id=bobs, support=Support.SPONSOR)
    await firm.write(name_stakeholder, stakeholder_id=SOMEBODY, person_id=CID)
    await merge(firm)
    found = (await firm.world()).stakeholders[bobs]
    assert (found.person_id, found.roles, found.support, found.until) == (
        ANN,
        (BuyingRole.USER,),
        Support.SPONSOR,
        None,
    )
    await merge(firm, DEE, CID)
    assert (await firm.world()).stakeholders[SOMEBODY].person_id == DEE


async def test_where_both_have_a_place_the_kept_ones_stays_with_what_was_said_in_either(firm: Firm) -> None:
    bobs = await place(firm, BOB, at=20, roles=[BuyingRole.USER])
    await firm.write(assess, stakeholder_id=bobs, support=Support.SPONSOR, observed_at=day(60))
    await firm.write(assess, stakeholder_id=ANNS, support=Support.NEUTRAL, observed_at=day(50))
    await firm.write(set_contact_level, seller_id=OWEN, stakeholder_id=bobs, desired=RelationshipLevel.VENDOR)
    made = await merge(firm)
    world = await firm.world()
    anns, old = world.stakeholders[ANNS], world.stakeholders[bobs]
    assert (anns.person_id, anns.since, anns.until) == (ANN, day(20), None)
    assert (anns.support, anns.roles) == (Support.SPONSOR, (BuyingRole.USER,))
    assert [*world.contact_levels] == [(OWEN, ANNS)]
    assert (await firm.world(as_of=day(55))).stakeholders[ANNS].support is Support.NEUTRAL
    # The id of the other answers, though nobody was ever there.
    assert (old.person_id, old.since, old.until) == (ANN, day(20), day(20))
    await firm.undo(made, "admin")
    old = (await firm.world()).stakeholders[bobs]
    assert (old.person_id, old.until, old.support) == (BOB, None, Support.SPONSOR)


async def test_a_place_is_held_as_long_as_either_was(firm: Firm) -> None:
    await place(firm, BOB)
    await firm.write(remove_stakeholder, stakeholder_id=ANNS)
    await merge(firm)
    live = [one for one in (await firm.world()).stakeholders.values() if one.map_id == map_of(ACME) and not one.until]
    assert [(one.id, one.since) for one in live if one.person_id == ANN] == [(ANNS, day(30))]


async def test_places_of_three_times_become_one(firm: Firm) -> None:
    await firm.write(remove_stakeholder, stakeholder_id=ANNS, observed_at=day(100))
    named = await place(firm, None, at=40, label="Somebody")
    await firm.write(name_stakeholder, stakeholder_id=named, person_id=BOB, observed_at=day(60))
    await firm.write(remove_stakeholder, stakeholder_id=named, observed_at=day(300))
    later = await place(firm, ANN, at=200)
    await merge(firm)
    found = (await firm.world()).stakeholders
    assert {id_: (found[id_].since, found[id_].until) for id_ in (ANNS, named, later)} == {
        ANNS: (day(30), day(30)),
        named: (day(40), day(40)),
        later: (day(30), None),
    }


async def test_interactions_go_over_nobody_twice(firm: Firm) -> None:
    given = {"account_id": ACME, "seller_ids": (OWEN,), "kind": InteractionKind.CALL, "direction": Direction.MUTUAL}
    both = await firm.write(record_interaction, **given, person_ids=(BOB, ANN, CID), external_id="i-1", at=day(400))
    await merge(firm)
    found = (await firm.world()).interactions[InteractionId(both.result["interaction"])]
    assert (found.person_ids, found.external_id, found.at) == ((ANN, CID), "i-1", day(400))


async def test_referrals_go_over_and_closed_ones_to_oneself_vanish(firm: Firm) -> None:
    out = await firm.write(record_referral, "admin", referrer_id=BOB, referred_id=OPEN, made_at=day(100))
    own = await firm.write(record_referral, "admin", referrer_id=BOB, referred_id=ANN, made_at=day(100))
    with firm.refused(CONFLICT, "mergeId", names="nobody refers themselves"):
        await merge(firm)
    await firm.write(advance_referral, "admin", referral_id=own.result["referral"], status="DECLINED")
    twice = await firm.write(record_referral, "admin", referrer_id=ANN, referred_id=OPEN, made_at=day(200))
    with firm.refused(CONFLICT, "mergeId", names="same party"):
        await merge(firm)
    await firm.undo(twice, "admin")
    made = await merge(firm)
    (found,) = (await firm.world()).referrals.values()
    assert (found.id, found.referrer, found.made_at, found.recorded_by) == (
        out.result["referral"],
        ANN,
        day(100),
        ROOT,
    )
    await firm.undo(made, "admin")
    assert len((await firm.world()).referrals) == 2


async def test_an_undo_brings_both_back_and_its_undo_merges_again(firm: Firm) -> None:
    await place(firm, BOB, map_of(DEAL))
    await firm.write(set_manager, person_id=BOB, manager_id=CID)
    await firm.write(set_influence, source_id=BOB, target_id=ANN, strength=2)
    await firm.write(close_opportunity, opportunity_id=DEAL, status=OpportunityStatus.WON)
    before = plain(await firm.world())
    made = await merge(firm)
    after = plain(await firm.world())
    undone = await firm.undo(made, "admin")
    assert plain(await firm.world()) == before
    await firm.undo(undone, "admin")
    assert plain(await firm.world()) == after


def plain(world: World) -> Any:
    people = {id_: (one.name, one.employments, one.emails) for id_, one in world.people.items()}
    places = {id_: (one.person_id, one.label, one.until is None) for id_, one in world.stakeholders.items()}
    return people, places, world.reports, world.influences, world.acquaintances, [*world.referrals]


async def test_what_is_said_since_stays_and_what_builds_on_it_stands_in_the_way_of_undoing_it(firm: Firm) -> None:
    made = await merge(firm)
    await firm.write(set_influence, source_id=ANN, target_id=CID, strength=1)
    moved = await firm.write(change_employment, person_id=ANN, at=day(450).date())
    undone = await firm.undo(made, "admin")
    assert {ANN, BOB} <= (await firm.world()).people.keys()
    assert moved.change_id is not None
    await firm.undo(undone, "admin")
    again = await firm.write(update_person, person_id=ANN, emails=("new@example.com",))
    assert again.change_id is not None


async def test_who_undoes_a_merge_may_write_all_that_comes_back(firm: Firm) -> None:
    made = await merge(firm)
    with firm.refused(FORBIDDEN, "changeId"):
        await firm.undo(made, "owner")


async def test_ids_of_the_merged_one_lead_to_the_kept_one(firm: Firm) -> None:
    first = await merge(firm, BOB, CID)
    await merge(firm, ANN, BOB)
    owner = firm.viewer("owner")
    found = await find_kept(owner, [BOB, CID, DEE, "nonsense"])
    assert {id_: node.id for id_, node in found.items()} == {BOB: ANN, CID: ANN}
    assert await find_kept(firm.viewer("outsider"), [BOB, CID]) == {}
    for field, given in (("mergeId", (ANN, CID)), ("keepId", (BOB, DEE))):
        with firm.refused(CONFLICT, field, names="it is Ann now"):
            await merge(firm, *given)
    with firm.refused(CONFLICT, "changeId"):
        await firm.undo(first, "admin")


async def test_no_circle_of_reporting_comes_about(firm: Firm) -> None:
    await firm.write(set_manager, person_id=ANN, manager_id=CID)
    await firm.write(set_manager, person_id=CID, manager_id=BOB)
    with firm.refused(CONFLICT, "mergeId", names="close on themselves"):
        await merge(firm)


@pytest.mark.parametrize(
    ("kept", "merged", "code", "field"),
    [
        (ANN, ANN, INVALID, "mergeId"),
        (ANN, ACME, NOT_FOUND, "mergeId"),
        (ACME, ANN, NOT_FOUND, "keepId"),
        (PersonId("person_1"), ANN, NOT_FOUND, "keepId"),
        (ANN, "", NOT_FOUND, "mergeId"),
    ],
)
async def test_what_is_no_merge(firm: Firm, kept: str, merged: str, code: ErrorCode, field: str) -> None:
    with firm.refused(code, field):
        await merge(firm, kept, merged)


async def test_who_may_not_merge(firm: Firm) -> None:
    with firm.refused(NOT_FOUND, "mergeId"):
        await merge(firm, ANN, FAY, "owner")
    for by in ("owner", "manager", "VIEWER"):
        with firm.refused(FORBIDDEN, "mergeId"):
            await merge(firm, ANN, BOB, by)


async def test_a_reason_is_given(firm: Firm) -> None:
    with firm.refused(INVALID, "reason"):
        await firm.write(merge_people, "admin", keep_id=ANN, merge_id=BOB, reason=" ")


async def test_what_is_said_anew_is_not_shown_as_a_correction(firm: Firm) -> None:
    await firm.write(set_influence, source_id=BOB, target_id=CID, strength=3)
    await place(firm, BOB, roles=[BuyingRole.USER])
    wrong = {"source_id": BOB, "target_id": CID, "strength": 4, "reason": "Misheard."}
    await firm.write(correct_influence, **wrong)
    await merge(firm)
    found = await load_corrections(firm.viewer("admin"), [ANN, BOB, CID, ANNS])
    assert [one.reason for one in found[CID]] == ["Misheard."]
    assert (found[ANN], found[ANNS]) == ([], [])
    facts = [fact for one in await firm.store.list_changes(0, 1000) for fact in one.facts]
    assert [one.reason for one in corrections(facts)] == ["Misheard."]
