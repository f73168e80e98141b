"""Undo, sentence by sentence (domain.md §13, "Undo"), and what it must never leave behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from domain.account import AccountDescribed
from domain.change import Undone
from domain.codes import (
    AccountKind,
    BuyingRole,
    Circle,
    Direction,
    InteractionKind,
    OpportunityStatus,
    ReferralStatus,
    SellerRole,
    Support,
)
from domain.errors import ErrorCode
from domain.fact import Stated
from domain.ids import ChangeId, ReferralId, SellerId, map_of
from domain.stakeholder import RoleGiven
from graph.account import create_account, update_account
from graph.assessment import assess
from graph.change import undo
from graph.interaction import record_interaction
from graph.opportunity import close_opportunity, create_opportunity, update_opportunity
from graph.order import record_order
from graph.person import change_employment, create_person, update_person
from graph.recording import Recorded
from graph.referral import advance_referral, record_referral
from graph.seller import create_seller, update_seller
from graph.stage import move_stage
from graph.stakeholder import add_stakeholder, give_roles, name_stakeholder, place_stakeholder, remove_stakeholder
from graph.tie import record_acquaintance, set_influence, set_manager
from tests.worlds import change, day, new_person, on, person
from tests.writes.conftest import (
    ACME,
    ANN,
    ANNS,
    BOB,
    CID,
    DEAL,
    DEE,
    EVE,
    FAY,
    MIA,
    NOBODYS,
    OPEN,
    OTHER,
    OUT,
    OWEN,
    ROOT,
    SOMEBODY,
    Decide,
    Firm,
)

CONFLICT, FORBIDDEN, NOT_FOUND = ErrorCode.CONFLICT, ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND
MAP = map_of(ACME)


# ── "Undo appends one fact that names a change; the fold leaves that change's facts out from then on" ──


async def test_an_undo_is_one_fact_that_names_the_change(firm: Firm) -> None:
    made = await firm.write(update_account, account_id=ACME, region="South")
    undone = await firm.undo(made)
    (found,) = await firm.store.list_changes(3, 10)
    (fact,) = found.facts
    assert fact.statement == Undone(ChangeId(_id(made)), fact.statement.stream)
    assert (found.id, found.mutation, found.by, undone.result) == (undone.change_id, "undo", OWEN, {})
    assert (await firm.world()).accounts[ACME].region is None


async def test_what_was_known_before_shows_it_still(firm: Firm) -> None:
    made = await firm.write(update_account, account_id=ACME, region="South")
    before = firm.now
    await firm.undo(made)
    assert (await firm.world(known_at=before)).accounts[ACME].region == "South"
    assert (await firm.world(known_at=firm.now)).accounts[ACME].region is None
    assert (await firm.world(as_of=before)).accounts[ACME].region is None


async def test_an_undo_moves_versions_on(firm: Firm) -> None:
    made = await firm.write(update_account, account_id=ACME, region="South")
    await firm.undo(made)
    assert (await firm.world()).accounts[ACME].version == 3
    with firm.refused(CONFLICT, "expectedVersion"):
        await firm.write(update_account, account_id=ACME, region="North", expected_version=2)


# ── "An undo can be undone. The same change undone twice: CONFLICT" ──


async def test_to_and_fro(firm: Firm) -> None:
    last = await firm.write(update_account, account_id=ACME, region="South")
    for _ in range(3):
        last = await firm.undo(last)
        assert (await firm.world()).accounts[ACME].region is None
        last = await firm.undo(last)
        assert (await firm.world()).accounts[ACME].region == "South"


async def test_twice_is_a_conflict_until_the_undo_is_undone(firm: Firm) -> None:
    made = await firm.write(update_account, account_id=ACME, region="South")
    first = await firm.undo(made)
    with firm.refused(CONFLICT, "changeId", names="undone already"):
        await firm.undo(made)
    await firm.undo(first)
    with firm.refused(CONFLICT, "changeId", names="undone already"):
        await firm.undo(first)
    await firm.undo(made)


@pytest.mark.parametrize("created", ["account", "person", "opportunity", "stakeholder"])
async def test_what_one_created_one_takes_back_and_puts_there_again(firm: Firm, created: str) -> None:
    decide, given = CREATING[created]
    made = await firm.write(decide, **given)
    gone = await firm.undo(made)
    assert await firm.viewer("owner").list_nodes([made.result[created]]) == [None]
    await firm.undo(gone)
    assert await firm.viewer("owner").list_nodes([made.result[created]]) != [None]


async def test_what_another_created_and_took_back_is_theirs_to_put_there_again(firm: Firm) -> None:
    made = await firm.write(create_person, name="New")
    gone = await firm.undo(made)
    with firm.refused(NOT_FOUND, "changeId"):
        await firm.undo(gone, "outsider")


# ── "CONFLICT if a later change, not undone, refers to an object it created or states the same thing" ──

SAME: dict[str, tuple[Decide, dict[str, Any], dict[str, Any]]] = {
    "an account's field": (update_account, {"account_id": ACME, "region": "S"}, {"region": "N"}),
    "a person's field": (update_person, {"person_id": BOB, "title": "S"}, {"title": "N"}),
    "an opportunity's field": (update_opportunity, {"opportunity_id": DEAL, "name": "S"}, {"name": "N"}),
    "roles": (
        give_roles,
        {"stakeholder_id": ANNS, "roles": [BuyingRole.USER]},
        {"roles": [BuyingRole.DECIDER, BuyingRole.USER]},
    ),
    "a dimension": (
        assess,
        {"stakeholder_id": ANNS, "support": Support.SPONSOR},
        {"support": Support.OPPONENT},
    ),
    "a card's place": (place_stakeholder, {"stakeholder_id": ANNS, "x": 1, "y": 1}, {"x": 2}),
    "a person's manager": (set_manager, {"person_id": ANN, "manager_id": BOB}, {"manager_id": CID}),
    "influence": (set_influence, {"source_id": ANN, "target_id": BOB, "strength": 1}, {"strength": 2}),
    "acquaintance, from either side": (
        record_acquaintance,
        {"source_id": ANN, "target_id": BOB, "strength": 0.1},
        {"source_id": BOB, "target_id": ANN},
    ),
    "account and ladder": (move_stage, {"account_id": ACME, "ladder": "CLASS", "to": "GENERAL"}, {"to": "KEY"}),
    "employment": (change_employment, {"person_id": ANN}, {"account_id": ACME}),
}


@pytest.mark.parametrize("thing", SAME)
async def test_saying_the_same_thing_again_stands_in_the_way(firm: Firm, thing: str) -> None:
    decide, given, again = SAME[thing]
    first = await firm.write(decide, **given)
    second = await firm.write(decide, **{**given, **again})
    with firm.refused(CONFLICT, "changeId", names=_id(second)):
        await firm.undo(first)
    gone = await firm.undo(second)
    await firm.undo(first)
    # The second cannot come back over the first one's undo unnoticed either.
    await firm.undo(gone)


@pytest.mark.parametrize("thing", SAME)
async def test_an_undo_is_not_undone_over_what_was_said_in_between(firm: Firm, thing: str) -> None:
    decide, given, again = SAME[thing]
    gone = await firm.undo(await firm.write(decide, **given))
    second = await firm.write(decide, **{**given, **again}) if thing != "employment" else None
    if second is None or second.change_id is None:
        second = await firm.write(change_employment, person_id=ANN, account_id=OTHER, by="admin")
    with firm.refused(CONFLICT, "changeId", names=_id(second)):
        await firm.undo(gone)
    await firm.undo(second, "admin")
    await firm.undo(gone)


OTHERWISE: dict[str, tuple[Decide, dict[str, Any], Decide, dict[str, Any]]] = {
    "another field": (
        update_account,
        {"account_id": ACME, "region": "S"},
        update_account,
        {"account_id": ACME, "industry": "Tea"},
    ),
    "another dimension": (
        assess,
        {"stakeholder_id": ANNS, "support": Support.SPONSOR},
        assess,
        {"stakeholder_id": ANNS, "influence": "INNER_CIRCLE"},
    ),
    "another stakeholder": (
        assess,
        {"stakeholder_id": ANNS, "support": Support.SPONSOR},
        assess,
        {"stakeholder_id": SOMEBODY, "support": Support.SPONSOR},
    ),
    "another person's manager": (
        set_manager,
        {"person_id": ANN, "manager_id": BOB},
        set_manager,
        {"person_id": BOB, "manager_id": CID},
    ),
    "the tie the other way": (
        set_influence,
        {"source_id": ANN, "target_id": BOB, "strength": 1},
        set_influence,
        {"source_id": BOB, "target_id": ANN, "strength": 1},
    ),
    "another ladder": (
        move_stage,
        {"account_id": ACME, "ladder": "CLASS", "to": "KEY"},
        move_stage,
        {"account_id": ACME, "ladder": "LOYALTY", "to": "CLIENT"},
    ),
}


@pytest.mark.parametrize("thing", OTHERWISE)
async def test_what_is_about_something_else_does_not_stand_in_the_way(firm: Firm, thing: str) -> None:
    decide, given, other, more = OTHERWISE[thing]
    first = await firm.write(decide, **given)
    await firm.write(other, **more)
    await firm.undo(first)


async def test_what_was_said_before_does_not_stand_in_the_way_whatever_its_date(firm: Firm) -> None:
    await firm.write(assess, stakeholder_id=ANNS, support=Support.OPPONENT)
    late = await firm.write(assess, stakeholder_id=ANNS, support=Support.SPONSOR, observed_at=day(100))
    await firm.undo(late)
    assert (await firm.world()).stakeholders[ANNS].support is Support.OPPONENT


# ── what refers to what a change created ──


CALLED = {"account_id": ACME, "kind": InteractionKind.CALL, "direction": Direction.MUTUAL, "at": day(1)}
CREATING: dict[str, tuple[Decide, dict[str, Any]]] = {
    "account": (create_account, {"name": "New", "kind": AccountKind.COMPANY}),
    "person": (create_person, {"name": "New", "account_id": ACME}),
    "seller": (create_seller, {"name": "New"}),
    "opportunity": (create_opportunity, {"name": "New", "account_id": ACME}),
    "stakeholder": (add_stakeholder, {"map_id": MAP, "person_id": BOB}),
}
REFERRING: list[tuple[str, Decide, Callable[[str], dict[str, Any]]]] = [
    ("account", update_account, lambda new: {"account_id": ACME, "parent_id": new}),
    ("account", update_account, lambda new: {"account_id": new, "region": "South"}),
    ("account", change_employment, lambda new: {"person_id": ANN, "account_id": new}),
    ("account", create_opportunity, lambda new: {"account_id": new, "name": "Deal"}),
    ("account", move_stage, lambda new: {"account_id": new, "ladder": "CLASS", "to": "KEY"}),
    ("account", record_referral, lambda new: {"referrer_id": ANN, "referred_id": new}),
    ("account", record_referral, lambda new: {"referrer_id": new, "referred_id": ANN}),
    ("account", add_stakeholder, lambda new: {"map_id": f"map_{new}", "person_id": ANN}),
    ("account", record_interaction, lambda new: {**CALLED, "account_id": new, "seller_ids": [], "person_ids": []}),
    ("person", add_stakeholder, lambda new: {"map_id": MAP, "person_id": new}),
    ("person", name_stakeholder, lambda new: {"stakeholder_id": SOMEBODY, "person_id": new}),
    ("person", set_manager, lambda new: {"person_id": new, "manager_id": ANN}),
    ("person", set_manager, lambda new: {"person_id": ANN, "manager_id": new}),
    ("person", set_influence, lambda new: {"source_id": new, "target_id": ANN, "strength": 1}),
    ("person", set_influence, lambda new: {"source_id": ANN, "target_id": new, "strength": 1}),
    ("person", record_acquaintance, lambda new: {"source_id": OWEN, "target_id": new}),
    ("person", record_interaction, lambda new: {**CALLED, "seller_ids": [], "person_ids": [ANN, new]}),
    ("person", record_referral, lambda new: {"referrer_id": ANN, "referred_id": new}),
    ("person", change_employment, lambda new: {"person_id": new}),
    ("seller", update_account, lambda new: {"account_id": ACME, "owner_id": new}),
    ("seller", update_account, lambda new: {"account_id": ACME, "team_ids": [MIA, new]}),
    ("seller", update_seller, lambda new: {"seller_id": MIA, "manager_id": new}),
    ("seller", record_interaction, lambda new: {**CALLED, "seller_ids": [OWEN, new], "person_ids": []}),
    ("seller", record_acquaintance, lambda new: {"source_id": new, "target_id": ANN}),
    ("opportunity", add_stakeholder, lambda new: {"map_id": f"map_{new}", "person_id": ANN}),
    ("opportunity", close_opportunity, lambda new: {"opportunity_id": new, "status": OpportunityStatus.WON}),
    (
        "opportunity",
        record_interaction,
        lambda new: {**CALLED, "seller_ids": [], "person_ids": [], "opportunity_id": new},
    ),
    (
        "opportunity",
        record_order,
        lambda new: {"account_id": ACME, "at": day(1), "amount": Decimal(1), "currency": "EUR", "opportunity_id": new},
    ),
    ("stakeholder", assess, lambda new: {"stakeholder_id": new, "support": Support.NEUTRAL}),
    ("stakeholder", give_roles, lambda new: {"stakeholder_id": new, "roles": [BuyingRole.USER]}),
    ("stakeholder", place_stakeholder, lambda new: {"stakeholder_id": new, "x": 1, "y": 1}),
    ("stakeholder", remove_stakeholder, lambda new: {"stakeholder_id": new}),
]


@pytest.mark.parametrize(("created", "decide", "given"), REFERRING)
async def test_what_refers_to_what_it_created_stands_in_the_way(
    firm: Firm, created: str, decide: Decide, given: Callable[[str], dict[str, Any]]
) -> None:
    creating, new = CREATING[created]
    made = await firm.write(creating, "admin", **new)
    using = await firm.write(decide, "admin", **given(made.result[created]))
    with firm.refused(CONFLICT, "changeId", names=_id(using)):
        await firm.undo(made, "admin")
    gone = await firm.undo(using, "admin")
    await firm.undo(made, "admin")
    # Nothing comes back that is about what is gone.
    with firm.refused(CONFLICT, "changeId"):
        await firm.undo(gone, "admin")


async def test_what_a_new_seller_said_stands_in_the_way(firm: Firm) -> None:
    made = await firm.write(create_seller, "admin", name="New")
    new = SellerId(made.result["seller"])
    said = [Stated(RoleGiven(ANNS, ACME, (BuyingRole.USER,)), day(30), by=new)]
    using = await firm.said(said, number=901)
    with firm.refused(CONFLICT, "changeId", names="Ann was given roles by New"):
        await firm.undo(made, "admin")
    await firm.undo(using, "admin")
    await firm.undo(made, "admin")


async def test_what_the_viewer_may_not_see_stands_in_the_way_unnamed(firm: Firm) -> None:
    made = await firm.write(create_person, name="New", account_id=ACME)
    hidden = await firm.write(add_stakeholder, "admin", map_id=map_of(OTHER), person_id=made.result["person"])
    with firm.refused(CONFLICT, "changeId", names="Something builds on it."):
        await firm.undo(made)
    await firm.undo(hidden, "admin")
    await firm.undo(made)


# ── places and pairs that are taken again ──


async def test_a_removal_is_not_undone_once_the_person_was_added_again(firm: Firm) -> None:
    gone = await firm.write(remove_stakeholder, stakeholder_id=ANNS)
    again = await firm.write(add_stakeholder, map_id=MAP, person_id=ANN)
    with firm.refused(CONFLICT, "changeId", names="anew"):
        await firm.undo(gone)
    # Nor when the second place was given up: at one time there would have been two.
    left = await firm.write(remove_stakeholder, stakeholder_id=again.result["stakeholder"])
    with firm.refused(CONFLICT, "changeId", names="anew"):
        await firm.undo(gone)
    await firm.undo(left)
    await firm.undo(again)
    await firm.undo(gone)
    assert (await firm.world()).stakeholders[ANNS].until is None


async def test_nor_once_a_placeholder_was_named_as_the_person(firm: Firm) -> None:
    gone = await firm.write(remove_stakeholder, stakeholder_id=ANNS)
    named = await firm.write(name_stakeholder, stakeholder_id=SOMEBODY, person_id=ANN)
    with firm.refused(CONFLICT, "changeId", names="anew"):
        await firm.undo(gone)
    await firm.undo(named)
    await firm.undo(gone)
    await firm.write(remove_stakeholder, stakeholder_id=ANNS)
    with firm.refused(CONFLICT, "changeId"):
        await firm.undo(gone)  # undone already


async def test_another_map_and_another_person_are_no_matter(firm: Firm) -> None:
    gone = await firm.write(remove_stakeholder, stakeholder_id=ANNS)
    await firm.write(add_stakeholder, map_id=map_of(DEAL), person_id=ANN)
    await firm.write(add_stakeholder, map_id=MAP, person_id=BOB)
    await firm.undo(gone)


async def test_a_naming_comes_back_only_if_the_person_has_no_other_place(firm: Firm) -> None:
    gone = await firm.undo(await firm.write(name_stakeholder, stakeholder_id=SOMEBODY, person_id=BOB))
    added = await firm.write(add_stakeholder, map_id=MAP, person_id=BOB)
    with firm.refused(CONFLICT, "changeId", names="anew"):
        await firm.undo(gone)
    await firm.undo(added)
    await firm.undo(gone)


async def test_a_closing_is_not_undone_once_the_pair_was_referred_again(firm: Firm) -> None:
    first = await firm.write(record_referral, referrer_id=ANN, referred_id=EVE)
    closed = await _decline(firm, first)
    second = await firm.write(record_referral, referrer_id=ANN, referred_id=EVE)
    with firm.refused(CONFLICT, "changeId", names="anew"):
        await firm.undo(closed)
    again = await _decline(firm, second)
    with firm.refused(CONFLICT, "changeId", names="anew"):
        await firm.undo(closed)
    await firm.undo(again)
    await firm.undo(second)
    await firm.undo(closed)
    assert (await firm.world()).referrals[ReferralId(first.result["referral"])].is_open


async def test_the_pair_the_other_way_is_no_matter(firm: Firm) -> None:
    closed = await _decline(firm, await firm.write(record_referral, referrer_id=ANN, referred_id=EVE))
    await firm.write(record_referral, referrer_id=EVE, referred_id=ANN)
    await firm.write(record_referral, referrer_id=ANN, referred_id=OPEN)
    await firm.undo(closed)


async def test_an_external_id_that_was_given_away_does_not_come_back(firm: Firm) -> None:
    gone = await firm.write(update_account, account_id=ACME, external_id=None)
    await firm.write(update_account, "admin", account_id=NOBODYS, external_id="a-1")
    with firm.refused(CONFLICT, "changeId"):
        await firm.undo(gone)


async def test_the_map_of_a_closed_deal_stays_as_it_is(firm: Firm) -> None:
    added = await firm.write(add_stakeholder, map_id=map_of(DEAL), person_id=ANN)
    said = await firm.write(assess, stakeholder_id=added.result["stakeholder"], support=Support.SPONSOR)
    gone = await firm.undo(await firm.write(add_stakeholder, map_id=map_of(DEAL), person_id=BOB))
    elsewhere = await firm.write(assess, stakeholder_id=ANNS, support=Support.SPONSOR)
    closed = await firm.write(close_opportunity, opportunity_id=DEAL, status=OpportunityStatus.WON)
    for one in (said, gone):
        with firm.refused(CONFLICT, "changeId", names="read-only"):
            await firm.undo(one)
    await firm.undo(elsewhere)
    open_again = await firm.undo(closed)
    await firm.undo(said)
    await firm.undo(open_again)
    with firm.refused(CONFLICT, "changeId", names="read-only"):
        await firm.undo(added)


# ── hierarchies, and an ADMIN ──


async def test_no_circle_of_parents_comes_back(firm: Firm) -> None:
    await firm.write(update_account, "admin", account_id=ACME, parent_id=OTHER)
    none = await firm.write(update_account, "admin", account_id=ACME, parent_id=None)
    await firm.write(update_account, "admin", account_id=NOBODYS, parent_id=ACME)
    around = await firm.write(update_account, "admin", account_id=OTHER, parent_id=NOBODYS)
    with firm.refused(CONFLICT, "changeId"):
        await firm.undo(none, "admin")
    await firm.undo(around, "admin")
    await firm.undo(none, "admin")


async def test_no_circle_of_managers_of_sellers_comes_back(firm: Firm) -> None:
    await firm.write(update_seller, "admin", seller_id=MIA, manager_id=OUT)
    none = await firm.write(update_seller, "admin", seller_id=MIA, manager_id=None)
    around = await firm.write(update_seller, "admin", seller_id=OUT, manager_id=MIA)
    with firm.refused(CONFLICT, "changeId"):
        await firm.undo(none, "admin")
    await firm.undo(around, "admin")
    await firm.undo(none, "admin")


async def test_an_admin_is_left(firm: Firm) -> None:
    made = await firm.write(update_seller, "admin", seller_id=MIA, role=SellerRole.ADMIN)
    demoted = await firm.write(update_seller, "admin", seller_id=ROOT, role=SellerRole.MEMBER)
    with firm.refused(CONFLICT, "changeId", names="ADMIN"):
        await firm.undo(made, "admin")
    await firm.undo(demoted, "admin")
    await firm.undo(made, "admin")


async def test_no_circle_of_reporting_comes_back_with_a_line(firm: Firm) -> None:
    await firm.write(set_manager, person_id=ANN, manager_id=BOB)
    none = await firm.write(set_manager, person_id=ANN)
    await firm.write(set_manager, person_id=BOB, manager_id=CID)
    around = await firm.write(set_manager, person_id=CID, manager_id=ANN)
    with firm.refused(CONFLICT, "changeId"):
        await firm.undo(none)
    await firm.undo(around)
    await firm.undo(none)


async def test_nor_with_an_employment(firm: Firm) -> None:
    await firm.write(set_manager, person_id=ANN, manager_id=BOB)
    await firm.write(set_manager, person_id=BOB, manager_id=CID)
    left = await firm.write(change_employment, person_id=BOB)
    around = await firm.write(set_manager, person_id=CID, manager_id=ANN)
    with firm.refused(CONFLICT, "changeId"):
        await firm.undo(left)
    await firm.undo(around)
    await firm.undo(left)


async def test_nor_one_that_would_have_held_only_for_a_time(firm: Firm) -> None:
    await firm.write(set_manager, person_id=ANN, manager_id=BOB, observed_at=day(100))
    none = await firm.write(set_manager, person_id=ANN, observed_at=day(200))
    await firm.write(set_manager, person_id=BOB, manager_id=ANN, observed_at=day(300))
    await firm.write(set_manager, person_id=BOB, observed_at=day(310))
    assert (await firm.world()).reports == {}
    with firm.refused(CONFLICT, "changeId"):
        await firm.undo(none)


# ── "Whoever may write all that it touches may undo it" ──


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
async def test_who_undoes(firm: Firm, by: str, code: ErrorCode | None) -> None:
    made = await firm.write(update_account, account_id=ACME, region="South")
    if code is None:
        await firm.undo(made, by)
        return
    with firm.refused(code, *(["changeId"] if code is NOT_FOUND else [])):
        await firm.undo(made, by)


async def test_who_reads_but_does_not_write_undoes_nothing(firm: Firm) -> None:
    made = await firm.write(update_account, "outsider", account_id=OPEN, region="South")
    for by in ("owner", "team", "manager"):
        with firm.refused(FORBIDDEN, "changeId"):
            await firm.undo(made, by)


async def test_all_that_it_touches_must_be_writable(firm: Firm) -> None:
    both = [*on(400, AccountDescribed(ACME, region="S"), AccountDescribed(OPEN, region="S"))]
    made = await firm.said(both)
    for by in ("owner", "outsider"):
        with firm.refused(FORBIDDEN if by == "owner" else NOT_FOUND, "changeId"):
            await firm.undo(made, by)
    await firm.undo(made, "admin")


@pytest.mark.parametrize(
    ("decide", "given"),
    [
        (set_influence, {"source_id": EVE, "target_id": ANN, "strength": 3}),
        (set_influence, {"source_id": ANN, "target_id": EVE, "strength": 3}),
        (record_acquaintance, {"source_id": EVE, "target_id": ANN, "strength": 0.5, "circle": Circle.ALUMNI}),
        (record_acquaintance, {"source_id": OWEN, "target_id": ANN, "strength": 0.5}),
        (record_acquaintance, {"source_id": OWEN, "target_id": EVE, "strength": 0.5}),
        (record_referral, {"referrer_id": OPEN, "referred_id": ANN}),
        (record_referral, {"referrer_id": ACME, "referred_id": EVE}),
    ],
)
async def test_a_tie_or_referral_that_one_could_make_one_can_take_back(
    firm: Firm, decide: Decide, given: dict[str, Any]
) -> None:
    gone = await firm.undo(await firm.write(decide, **given))
    await firm.undo(gone)


async def test_a_referral_that_one_could_advance_one_can_take_back_by_steps(firm: Firm) -> None:
    made = await firm.write(record_referral, referrer_id=OPEN, referred_id=ANN)
    closed = await _decline(firm, made)
    await firm.undo(closed)
    await firm.undo(made)


async def test_of_a_tie_between_others_one_undoes_nothing(firm: Firm) -> None:
    await firm.said(new_person(50, "New", 3))
    made = await firm.write(set_influence, "outsider", source_id=EVE, target_id=person(50), strength=1)
    known = await firm.write(record_acquaintance, "outsider", source_id=OUT, target_id=EVE, strength=1)
    for one in (made, known):
        with firm.refused(FORBIDDEN, "changeId"):
            await firm.undo(one)


async def test_only_an_admin_undoes_what_is_said_of_sellers(firm: Firm) -> None:
    made = await firm.write(update_seller, "admin", seller_id=OWEN, team="North")
    for by in ("owner", "manager"):
        with firm.refused(FORBIDDEN, "changeId"):
            await firm.undo(made, by)
    await firm.undo(made, "admin")


async def test_an_employment_is_undone_by_the_old_and_the_new_employer(firm: Firm) -> None:
    left = await firm.write(change_employment, "outsider", person_id=EVE)
    with firm.refused(FORBIDDEN, "changeId"):
        await firm.undo(left)
    moved = await firm.write(change_employment, "outsider", person_id=EVE, account_id=OTHER)
    with firm.refused(NOT_FOUND, "changeId"):
        await firm.undo(moved)
    await firm.undo(moved, "outsider")
    moved = await firm.write(change_employment, "admin", person_id=DEE, account_id=ACME)
    await firm.undo(moved, "owner")


async def test_rights_that_an_undone_change_gave_are_gone(firm: Firm) -> None:
    moved = await firm.write(change_employment, "admin", person_id=FAY, account_id=ACME)
    await firm.write(update_person, person_id=FAY, department="Seen")
    await firm.undo(moved, "admin")
    with firm.refused(NOT_FOUND, "personId"):
        await firm.write(update_person, person_id=FAY, department="Unseen")
    await firm.write(update_person, "outsider", person_id=FAY, department="Mine")


@pytest.mark.parametrize("change_id", [change(999), ACME, "", "nonsense", "change_1"])
async def test_there_is_nothing_to_undo(firm: Firm, change_id: str) -> None:
    with firm.refused(NOT_FOUND, "changeId"):
        await firm.write(undo, change_id=change_id)


# ── "an import's run is one change" ──


async def test_a_run_is_undone_as_one_change(firm: Firm) -> None:
    said = [one for number in range(100, 400) for one in new_person(number, f"P{number}", 1)]
    async with firm.viewer("admin").open_run(change(800), "import") as run:
        for start in range(0, len(said), 250):
            await run.add(said[start : start + 500])
    before = len((await firm.world()).people)
    gone = await firm.undo(Recorded(change(800), {}), "owner")
    assert len((await firm.world()).people) == before - 300
    await firm.undo(gone, "admin")
    assert len((await firm.world()).people) == before
    later = await firm.write(set_influence, source_id=person(255), target_id=ANN, strength=1)
    with firm.refused(CONFLICT, "changeId", names=_id(later)):
        await firm.undo(Recorded(change(800), {}), "admin")


async def test_the_clock_of_a_request_may_lag_behind(firm: Firm) -> None:
    made = await firm.write(update_account, account_id=ACME, region="South")
    gone = await firm.undo(made)
    firm.clock.now -= timedelta(days=1)
    await firm.undo(gone)
    assert (await firm.world()).accounts[ACME].region == "South"


async def _decline(firm: Firm, made: Recorded) -> Recorded:
    return await firm.write(advance_referral, referral_id=made.result["referral"], status=ReferralStatus.DECLINED)


def _id(made: Recorded) -> str:
    assert made.change_id is not None
    return made.change_id
