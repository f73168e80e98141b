"""Merging two accounts found to be one: what goes over, what stays behind, what is refused, and the undo of it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from domain.codes import (
    AccountKind,
    BuyingRole,
    CommitmentSide,
    Coverage,
    Direction,
    InteractionKind,
    OpportunityStatus,
    RelationshipLevel,
    Support,
)
from domain.errors import ErrorCode
from domain.ids import AccountId, InsightId, OpportunityId, OrderId, PersonId, StakeholderId, map_of
from domain.insight import finding_at, finding_id
from domain.merge import MOST_STATEMENTS, Merged
from domain.money import Money
from domain.order import Ordered
from domain.tie import ReportsTo
from domain.world import World
from graph.account import create_account, update_account
from graph.assessment import assess
from graph.commitment import record_commitment, settle_commitment
from graph.contact_level import set_contact_level
from graph.finding_note import assign_insight
from graph.interaction import record_interaction
from graph.kept import find_kept
from graph.merge import merge_accounts
from graph.opportunity import close_opportunity, create_opportunity, update_opportunity
from graph.order import record_order
from graph.person import change_employment, create_person
from graph.recording import Recorded
from graph.referral import advance_referral, record_referral
from graph.stage import move_stage
from graph.stakeholder import add_stakeholder, give_roles, place_stakeholder, remove_stakeholder
from graph.store import Selection
from graph.tie import set_manager
from tests.worlds import day, on, order
from tests.writes.conftest import (
    ACME,
    ANN,
    ANNS,
    BOB,
    CID,
    DEAL,
    DEE,
    DEES,
    MAX,
    MIA,
    NOBODYS,
    OPEN,
    OTHER,
    OUT,
    OWEN,
    SOMEBODY,
    VAL,
    WON,
    Firm,
)

CONFLICT, FORBIDDEN, INVALID, LIMIT, NOT_FOUND = (
    ErrorCode.CONFLICT,
    ErrorCode.FORBIDDEN,
    ErrorCode.INVALID,
    ErrorCode.LIMIT,
    ErrorCode.NOT_FOUND,
)
WHY = "One tax number."


async def merge(firm: Firm, kept: str = ACME, merged: str = OTHER, by: str = "admin") -> Recorded:
    return await firm.write(merge_accounts, by, keep_id=kept, merge_id=merged, reason=WHY)


async def place(firm: Firm, who: Any, in_map: Any, at: float = 50, **given: Any) -> StakeholderId:
    asked = {"map_id": in_map, "person_id": who, "observed_at": day(at), **given}
    return StakeholderId((await firm.write(add_stakeholder, "admin", **asked)).result["stakeholder"])


async def test_the_kept_one_goes_on_under_its_name_with_what_it_had_not(firm: Firm) -> None:
    await firm.write(update_account, account_id=ACME, industry="Tea", tags=("key",), open=True)
    given = {"industry": "Coffee", "region": "North", "tags": ("new",), "parent_id": NOBODYS, "team_ids": (MAX, MIA)}
    await firm.write(update_account, "admin", account_id=OTHER, **given)
    before = firm.now
    made = await merge(firm)
    assert made.result == {"account": ACME}
    world = await firm.world()
    acme = world.accounts[ACME]
    assert OTHER not in world.accounts
    assert (acme.name, acme.external_id, acme.industry, acme.region) == ("Acme", "a-1", "Tea", "North")
    assert (acme.tags, acme.parent_id, acme.owner_id) == (("key", "new"), NOBODYS, OWEN)
    # Who saw to the merged one sees to the kept one, and nobody else sees what was not open.
    assert set(acme.team_ids) == {MIA, VAL, MAX, OUT}
    assert not acme.open
    assert {ACME, OTHER} <= (await firm.world(known_at=before)).accounts.keys()
    assert OTHER not in (await firm.world(as_of=before)).accounts
    (fact, *_) = (await firm.store.list_changes(0, 1000))[-1].facts
    assert fact.statement == Merged(ACME, OTHER, WHY)


async def test_what_the_kept_one_lacks_goes_over_with_its_key(firm: Firm) -> None:
    await firm.write(update_account, "admin", account_id=NOBODYS, archived=True)
    await merge(firm, NOBODYS, OTHER)
    kept = (await firm.world()).accounts[NOBODYS]
    assert (kept.external_id, kept.owner_id, kept.team_ids, kept.archived) == ("a-2", OUT, (), False)


async def test_who_works_there_and_who_is_whose_manager_goes_over(firm: Firm) -> None:
    boss = PersonId((await firm.write(create_person, "admin", name="Boss", account_id=OTHER)).result["person"])
    await firm.write(set_manager, "admin", person_id=DEE, manager_id=boss, observed_at=day(100))
    # Cid came to Acme from what is Acme itself; the later of two statements holds.
    await firm.write(change_employment, "admin", person_id=CID, account_id=OTHER, at=day(200).date())
    await firm.write(set_manager, "admin", person_id=CID, manager_id=boss, observed_at=day(210))
    await firm.write(change_employment, "admin", person_id=CID, account_id=ACME, at=day(300).date())
    await firm.write(set_manager, "admin", person_id=CID, manager_id=ANN, observed_at=day(310))
    await merge(firm)
    world = await firm.world()
    assert {world.people[one].account_id for one in (ANN, DEE, CID)} == {ACME}
    assert world.reports == {(ACME, DEE): ReportsTo(ACME, DEE, boss), (ACME, CID): ReportsTo(ACME, CID, ANN)}
    assert (await firm.world(as_of=day(250))).reports[ACME, CID].manager_id == boss
    assert world.people[CID].left_at(ACME) is None


async def test_no_circle_of_reporting_comes_about(firm: Firm) -> None:
    await firm.write(set_manager, "admin", person_id=ANN, manager_id=BOB, observed_at=day(100))
    await firm.write(change_employment, "admin", person_id=ANN, account_id=OTHER, at=day(200).date())
    await firm.write(change_employment, "admin", person_id=BOB, account_id=OTHER, at=day(200).date())
    await firm.write(set_manager, "admin", person_id=BOB, manager_id=ANN, observed_at=day(300))
    with firm.refused(CONFLICT, "mergeId", names="close on themselves"):
        await merge(firm)


async def test_deals_go_over_with_their_maps_open_or_closed(firm: Firm) -> None:
    made = await firm.write(create_opportunity, "admin", account_id=OTHER, name="Two", external_id="o-2")
    deal = OpportunityId(made.result["opportunity"])
    dees = await place(firm, DEE, map_of(deal), 450, roles=[BuyingRole.USER])
    await firm.write(assess, "admin", stakeholder_id=dees, support=Support.SPONSOR)
    await firm.write(
        set_contact_level, "admin", seller_id=OUT, stakeholder_id=dees, current=RelationshipLevel.TRUSTED_ADVISOR
    )
    await firm.write(place_stakeholder, "admin", stakeholder_id=dees, x=1, y=2)
    await firm.write(close_opportunity, "admin", opportunity_id=deal, status=OpportunityStatus.WON)
    before = firm.now
    await merge(firm)
    world = await firm.world()
    found = world.opportunities[deal]
    assert (found.account_id, found.external_id, found.status) == (ACME, "o-2", OpportunityStatus.WON)
    one = world.stakeholders[dees]
    assert (one.account_id, one.person_id, one.support, one.roles) == (ACME, DEE, Support.SPONSOR, (BuyingRole.USER,))
    assert one.position is not None
    assert world.contact_levels[OUT, dees].account_id == ACME
    assert {a.account_id for a in world.assessments.values()} == {ACME}
    assert (await firm.world(known_at=before)).opportunities[found.id].account_id == OTHER


async def test_two_standing_maps_become_one_with_one_place_for_each(firm: Firm) -> None:
    guess = await place(firm, None, map_of(OTHER), label="An approver", roles=[BuyingRole.APPROVER])
    anns = await place(firm, ANN, map_of(OTHER), 20, roles=[BuyingRole.USER])
    await firm.write(assess, "admin", stakeholder_id=ANNS, support=Support.OPPONENT, observed_at=day(60))
    await firm.write(assess, "admin", stakeholder_id=anns, support=Support.SPONSOR, observed_at=day(70))
    await firm.write(assess, "admin", stakeholder_id=anns, coverage=Coverage.BRIEF, observed_at=day(25))
    await firm.write(
        set_contact_level, "admin", seller_id=OUT, stakeholder_id=anns, current=RelationshipLevel.TRUSTED_ADVISOR
    )
    await firm.write(place_stakeholder, "admin", stakeholder_id=DEES, x=1, y=2)
    before = plain(await firm.world())
    made = await merge(firm)
    world = await firm.world()
    live = {one.id: one for one in world.stakeholders.values() if one.map_id == map_of(ACME) and one.until is None}
    assert live.keys() == {ANNS, SOMEBODY, DEES, guess}
    # The later statement holds, from whichever of the two maps it was; the place is as old as the older one.
    assert (live[ANNS].support, live[ANNS].roles, live[ANNS].since) == (Support.SPONSOR, (BuyingRole.USER,), day(20))
    assert (await firm.world(as_of=day(65))).stakeholders[ANNS].support is Support.OPPONENT
    assert world.contact_levels[OUT, ANNS].current is RelationshipLevel.TRUSTED_ADVISOR
    assert (live[guess].label, live[guess].roles, live[DEES].position) == ("An approver", (BuyingRole.APPROVER,), None)
    # The id of the other place answers, though nobody was ever in it.
    assert (world.stakeholders[anns].person_id, world.stakeholders[anns].until) == (ANN, day(20))
    assert map_of(OTHER) not in world.statuses
    await firm.undo(made, "admin")
    assert plain(await firm.world()) == before


async def test_a_place_is_held_as_long_as_either_was(firm: Firm) -> None:
    anns = await place(firm, ANN, map_of(OTHER), 50)
    await firm.write(remove_stakeholder, "admin", stakeholder_id=ANNS, observed_at=day(100))
    await firm.write(remove_stakeholder, "admin", stakeholder_id=anns, observed_at=day(200))
    cids = [await place(firm, CID, map_of(account)) for account in (ACME, OTHER)]
    await firm.write(remove_stakeholder, "admin", stakeholder_id=cids[0], observed_at=day(100))
    await merge(firm)
    found = (await firm.world()).stakeholders
    assert [(found[id_].since, found[id_].until) for id_ in (ANNS, cids[0])] == [
        (day(30), day(200)),
        (day(50), None),
    ]


async def test_what_happened_and_was_promised_goes_over(firm: Firm) -> None:
    met = {"kind": InteractionKind.CALL, "direction": Direction.MUTUAL, "seller_ids": (OUT,), "person_ids": (DEE,)}
    await firm.write(record_interaction, "admin", account_id=OTHER, **met, external_id="i-1", at=day(400))
    money = {"amount": Decimal(5), "currency": "EUR"}
    await firm.write(record_order, "admin", account_id=OTHER, **money, at=day(400))
    said = {"account_id": OTHER, "side": CommitmentSide.OURS, "text": "A visit."}
    made = await firm.write(record_commitment, "admin", **said, person_id=DEE)
    await firm.write(settle_commitment, "admin", commitment_id=made.result["commitment"], status="KEPT")
    await merge(firm)
    world = await firm.world()
    (interaction,), (order,), (promise,) = (
        world.interactions.values(),
        world.orders.values(),
        world.commitments.values(),
    )
    assert {interaction.account_id, order.account_id, promise.account_id} == {ACME}
    assert (interaction.at, order.at, promise.status) == (day(400), day(400), "KEPT")


async def test_of_two_histories_on_one_ladder_the_kept_ones_stays(firm: Firm) -> None:
    for account, ladder, to in (
        (ACME, "LOYALTY", "CUSTOMER"),
        (OTHER, "LOYALTY", "CLIENT"),
        (OTHER, "REPURCHASE", "ATTENTION"),
    ):
        await firm.write(move_stage, "admin", account_id=account, ladder=ladder, to=to, at=day(100))
    made = await merge(firm)
    standing = {ladder: one.to for (_, ladder), one in (await firm.world()).standings().items()}
    assert standing == {"LOYALTY": "CUSTOMER", "REPURCHASE": "ATTENTION"}
    moved = await firm.write(move_stage, account_id=ACME, ladder="REPURCHASE", to="FIRST_PURCHASE", at=day(200))
    with firm.refused(CONFLICT, "changeId", names="moved to a stage"):
        await firm.undo(made, "admin")
    await firm.undo(moved, "admin")
    await firm.undo(made, "admin")
    assert len((await firm.world()).standings()) == 3


async def test_referrals_go_over_and_closed_ones_to_oneself_vanish(firm: Firm) -> None:
    out = await firm.write(record_referral, "admin", referrer_id=OTHER, referred_id=OPEN, made_at=day(100))
    own = await firm.write(record_referral, "admin", referrer_id=OTHER, referred_id=ACME, made_at=day(100))
    with firm.refused(CONFLICT, "mergeId", names="nobody refers themselves"):
        await merge(firm)
    await firm.write(advance_referral, "admin", referral_id=own.result["referral"], status="DECLINED")
    twice = await firm.write(record_referral, "admin", referrer_id=ACME, referred_id=OPEN, made_at=day(200))
    with firm.refused(CONFLICT, "mergeId", names="same party"):
        await merge(firm)
    await firm.undo(twice, "admin")
    made = await merge(firm)
    (found,) = (await firm.world()).referrals.values()
    assert (found.id, found.referrer, found.made_at) == (out.result["referral"], ACME, day(100))
    await firm.undo(made, "admin")
    assert len((await firm.world()).referrals) == 2


async def test_what_it_was_above_is_below_the_kept_one_at_any_time(firm: Firm) -> None:
    child = (await firm.write(create_account, "admin", name="Child", kind=AccountKind.COMPANY, parent_id=OTHER)).result
    await firm.write(update_account, "admin", account_id=OPEN, parent_id=OTHER)
    await firm.write(update_account, "admin", account_id=OPEN, parent_id=None)
    created = (await firm.world()).accounts[AccountId(child["account"])].created_at
    made = await merge(firm)
    world = await firm.world()
    found = world.accounts[AccountId(child["account"])]
    assert (found.parent_id, found.created_at, world.accounts[OPEN].parent_id) == (ACME, created, None)
    then = await firm.world(as_of=made_at(world) - timedelta(minutes=90))
    assert then.accounts[found.id].parent_id == ACME
    await firm.undo(made, "admin")
    assert (await firm.world()).accounts[found.id].parent_id == OTHER


def made_at(world: World) -> Any:
    return max(one.created_at for one in world.accounts.values()) + timedelta(hours=4)


@pytest.mark.parametrize("levels", [1, 2])
@pytest.mark.parametrize("upwards", [True, False])
async def test_neither_is_above_the_other(firm: Firm, levels: int, upwards: bool) -> None:
    top = OTHER
    if levels == 2:
        await firm.write(update_account, "admin", account_id=OPEN, parent_id=OTHER)
        top = OPEN
    await firm.write(update_account, "admin", account_id=ACME, parent_id=top)
    with firm.refused(CONFLICT, "mergeId", names="Other is above Acme"):
        await merge(firm, *((OTHER, ACME) if upwards else (ACME, OTHER)))


async def test_notes_on_findings_of_deals_go_on(firm: Firm) -> None:
    deal = (await firm.write(create_opportunity, "admin", account_id=OTHER, name="Two")).result["opportunity"]
    about = ("no-decider", f"map_{deal}", ())
    old = InsightId(finding_id(OTHER, *about))
    assert finding_at(old, ACME) == finding_id(ACME, *about)
    await firm.write(assign_insight, "admin", insight_id=old, seller_id=OUT)
    await merge(firm)
    (note,) = (await firm.world()).finding_notes.values()
    assert (note.account_id, note.insight_id, note.assignee_id) == (ACME, finding_id(ACME, *about), OUT)


async def test_what_builds_on_it_stands_in_the_way_of_undoing_it(firm: Firm) -> None:
    deal = (await firm.write(create_opportunity, "admin", account_id=OTHER, name="Two")).result["opportunity"]
    made = await merge(firm)
    where = map_of(OpportunityId(deal))
    builds: list[tuple[Any, dict[str, Any]]] = [
        (add_stakeholder, {"map_id": where, "person_id": ANN}),
        (assess, {"stakeholder_id": DEES, "support": Support.SPONSOR}),
        (give_roles, {"stakeholder_id": DEES, "roles": [BuyingRole.USER]}),
        (set_contact_level, {"seller_id": OWEN, "stakeholder_id": DEES, "current": RelationshipLevel.TRUSTED_ADVISOR}),
        (update_opportunity, {"opportunity_id": deal, "external_id": "new"}),
        (
            record_order,
            {"account_id": ACME, "amount": Decimal(1), "currency": "EUR", "opportunity_id": deal, "at": day(480)},
        ),
        (change_employment, {"person_id": DEE, "account_id": None, "at": day(490).date()}),
        (update_account, {"account_id": ACME, "team_ids": ()}),
    ]
    for decide, given in builds:
        built = await firm.write(decide, "admin", **given)
        with firm.refused(CONFLICT, "changeId"):
            await firm.undo(made, "admin")
        await firm.undo(built, "admin")
    # What else was said of the kept one stays with it.
    kept = await firm.write(create_opportunity, account_id=ACME, name="Three")
    await firm.undo(made, "admin")
    world = await firm.world()
    assert {id_: one.account_id for id_, one in world.opportunities.items()} == {
        deal: OTHER,
        kept.result["opportunity"]: ACME,
        DEAL: ACME,
        WON: ACME,
    }


async def test_an_undo_brings_both_back_and_its_undo_merges_again(firm: Firm) -> None:
    await firm.write(create_opportunity, "admin", account_id=OTHER, name="Two")
    await place(firm, ANN, map_of(OTHER))
    before = plain(await firm.world())
    made = await merge(firm)
    after = plain(await firm.world())
    undone = await firm.undo(made, "admin")
    assert plain(await firm.world()) == before
    again = await firm.undo(undone, "admin")
    assert plain(await firm.world()) == after
    await firm.undo(again, "admin")
    assert plain(await firm.world()) == before


async def test_what_builds_on_it_done_again_stands_in_the_way_as_well(firm: Firm) -> None:
    made = await merge(firm)
    again = await firm.undo(await firm.undo(made, "admin"), "admin")
    await firm.write(assess, "admin", stakeholder_id=DEES, support=Support.SPONSOR)
    with firm.refused(CONFLICT, "changeId", names="Dee was assessed"):
        await firm.undo(again, "admin")


def plain(world: World) -> Any:
    """Return everything but versions, which only grow."""
    tables = ("accounts", "people", "opportunities", "stakeholders")
    return {
        name: {
            key: {k: getattr(one, k) for k in type(one).__slots__ if k != "version"}
            for key, one in getattr(world, name).items()
        }
        if name in tables
        else getattr(world, name)
        for name in World.__slots__
    }


async def test_ids_of_the_merged_one_lead_to_the_kept_one(firm: Firm) -> None:
    await merge(firm, OPEN, OTHER)
    await merge(firm, ACME, OPEN)
    found = await find_kept(firm.viewer("owner"), [OTHER, OPEN, NOBODYS])
    assert {id_: node.id for id_, node in found.items()} == {OTHER: ACME, OPEN: ACME}
    with firm.refused(CONFLICT, "mergeId", names="it is Acme now"):
        await merge(firm, ACME, OTHER)
    # Whoever sees the kept one sees what was said of the other.
    said = [Selection(subjects=(OTHER,))]
    assert {type(f.statement) for f in await firm.viewer("owner").load_facts(said)} >= {Merged}
    assert len(await firm.viewer("owner").load_facts(said)) == len(await firm.viewer("admin").load_facts(said))


@pytest.mark.parametrize(
    ("kept", "merged", "code", "field"),
    [
        (ACME, ACME, INVALID, "mergeId"),
        (ACME, ANN, NOT_FOUND, "mergeId"),
        (DEAL, ACME, NOT_FOUND, "keepId"),
        (AccountId("account_1"), ACME, NOT_FOUND, "keepId"),
        (ACME, "", NOT_FOUND, "mergeId"),
    ],
)
async def test_what_is_no_merge(firm: Firm, kept: str, merged: str, code: ErrorCode, field: str) -> None:
    with firm.refused(code, field):
        await merge(firm, kept, merged)


async def test_who_may_not_merge(firm: Firm) -> None:
    # What the viewer may not see is not there to be merged.
    with firm.refused(NOT_FOUND, "mergeId"):
        await merge(firm, ACME, OTHER, "owner")
    for by in ("owner", "manager", "VIEWER"):
        with firm.refused(FORBIDDEN, "mergeId"):
            await merge(firm, ACME, OPEN, by)
    made = await merge(firm)
    with firm.refused(FORBIDDEN, "changeId"):
        await firm.undo(made, "owner")


async def test_there_is_a_limit(firm: Firm) -> None:
    many = (Ordered(OrderId(order(n)), OTHER, Money(1, "EUR")) for n in range(MOST_STATEMENTS))
    await firm.said(on(5, *many))
    with firm.refused(LIMIT, "mergeId", names="5,00"):
        await merge(firm)
