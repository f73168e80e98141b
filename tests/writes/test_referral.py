"""Recording and advancing referrals."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from domain.codes import ReferralStatus
from domain.errors import ErrorCode
from domain.ids import ReferralId
from domain.money import Money
from domain.referral import Referral, ReferralStep
from graph.account import create_account
from graph.person import create_person
from graph.referral import advance_referral, load_chains, load_tree, record_referral
from tests.referrals import CONTACTED, CONVERTED, DECLINED, MADE
from tests.worlds import TICK, account, day, person, referral
from tests.writes.conftest import ACME, ANN, BOB, DEAL, DEE, EVE, OPEN, OTHER, OWEN, Firm

INVALID, FORBIDDEN, NOT_FOUND = ErrorCode.INVALID, ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND
DUPLICATE, CONFLICT = ErrorCode.DUPLICATE, ErrorCode.CONFLICT
FUTURE = day(600)


async def refer(firm: Firm, at: float, by: str = ANN, whom: str = BOB) -> str:
    made = await firm.write(record_referral, referrer_id=by, referred_id=whom, made_at=day(at))
    return made.result["referral"]


async def advance(firm: Firm, id_: str, to: ReferralStatus, at: float) -> None:
    await firm.write(advance_referral, referral_id=id_, status=to, at=day(at))


async def found(firm: Firm, id_: str) -> Referral:
    return (await firm.world()).referrals[ReferralId(id_)]


async def test_a_referral_is_recorded_and_won(firm: Firm) -> None:
    made = await firm.write(
        record_referral, referrer_id=ACME, referred_id=EVE, made_at=day(100), note=" Over lunch.\n "
    )
    id_ = ReferralId(made.result["referral"])
    recorded = Referral(id_, 1, ACME, EVE, day(100), firm.now, OWEN, None, "Over lunch.")
    assert await found(firm, id_) == recorded
    await advance(firm, id_, CONTACTED, 100)
    won = {"status": CONVERTED, "amount": Decimal(12), "currency": "EUR", "at": day(120)}
    await firm.write(advance_referral, referral_id=id_, **won, expected_version=2)
    after = await found(firm, id_)
    assert after.steps == (ReferralStep(CONTACTED, day(100)), ReferralStep(CONVERTED, day(120), Money(1200, "EUR")))
    assert (after.status, after.version) == (CONVERTED, 3)
    assert (await firm.world(as_of=day(110))).referrals[id_].status is CONTACTED


@pytest.mark.parametrize(("by", "whom"), [(ACME, OPEN), (ACME, ANN), (ANN, ACME), (ANN, BOB), (EVE, ANN)])
async def test_accounts_and_people_refer_accounts_and_people(firm: Firm, by: str, whom: str) -> None:
    await refer(firm, 100, by, whom)


async def test_nobody_refers_themselves(firm: Firm) -> None:
    for one in (ACME, ANN):
        with firm.refused(INVALID, "referredId"):
            await refer(firm, 100, one, one)


async def test_cycles_are_legal_and_survived(firm: Firm) -> None:
    await refer(firm, 100, ANN, BOB)
    await refer(firm, 101, BOB, ANN)
    store = firm.viewer("owner")
    ways = await load_chains(store, ANN, now=firm.now)
    assert [chain.party_ids for chain in ways.chains] == [(BOB, ANN)]
    tree = await load_tree(store, ANN, now=firm.now)
    assert tree is not None
    assert [[via.referred for via in level] for level in tree.levels] == [[BOB]]


# ── while one is open ──


async def test_a_pair_is_referred_once_while_open(firm: Firm) -> None:
    first = await refer(firm, 100)
    for at in (50, 100, 150):
        with firm.refused(DUPLICATE, "referredId"):
            await refer(firm, at)
    await refer(firm, 100, BOB, ANN)
    await advance(firm, first, CONTACTED, 150)
    with firm.refused(DUPLICATE, "referredId"):
        await refer(firm, 160)
    await advance(firm, first, DECLINED, 200)
    for at in (50, 150, 199):
        with firm.refused(DUPLICATE, "referredId"):
            await refer(firm, at)
    with firm.refused(DUPLICATE, "referredId"):
        await firm.write(record_referral, referrer_id=ANN, referred_id=BOB, made_at=day(200) - TICK)
    second = await refer(firm, 200)
    assert second != first


async def test_an_undone_referral_is_in_nobodys_way(firm: Firm) -> None:
    made = await firm.write(record_referral, referrer_id=ANN, referred_id=BOB)
    gone = await firm.undo(made)
    await refer(firm, 100)
    with firm.refused(CONFLICT, "changeId"):
        await firm.undo(gone)


# ── steps ──


async def test_what_does_not_follow_is_refused(firm: Firm) -> None:
    id_ = await refer(firm, 100)
    for to in (MADE,):
        with firm.refused(INVALID, "status"):
            await advance(firm, id_, to, 110)
    await advance(firm, id_, CONTACTED, 110)
    for to in (MADE, CONTACTED):
        with firm.refused(INVALID, "status", names="CONTACTED"):
            await advance(firm, id_, to, 120)
    with firm.refused(INVALID, "at"):
        await advance(firm, id_, DECLINED, 109)
    await advance(firm, id_, DECLINED, 110)
    for to in ReferralStatus:
        with firm.refused(INVALID, "status"):
            await advance(firm, id_, to, 120)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"status": CONVERTED, "amount": Decimal(1)}, "currency"),
        ({"status": CONVERTED, "currency": "EUR"}, "amount"),
        ({"status": CONTACTED, "amount": Decimal(1), "currency": "EUR"}, "amount"),
        ({"status": DECLINED, "amount": Decimal(1), "currency": "EUR"}, "amount"),
        ({"status": CONVERTED, "amount": Decimal(1), "currency": "XXX"}, "currency"),
        ({"status": CONVERTED, "amount": Decimal("0.001"), "currency": "EUR"}, "amount"),
        ({"status": CONTACTED, "at": FUTURE}, "at"),
        ({"status": CONTACTED, "at": day(99)}, "at"),
    ],
)
async def test_what_is_wrong_with_a_step(firm: Firm, given: dict[str, Any], field: str) -> None:
    id_ = await refer(firm, 100)
    with firm.refused(INVALID, field):
        await firm.write(advance_referral, referral_id=id_, **given)


async def test_what_is_wrong_with_a_referral(firm: Firm) -> None:
    given = {"referrer_id": ANN, "referred_id": BOB}
    with firm.refused(INVALID, "madeAt"):
        await firm.write(record_referral, **given, made_at=FUTURE)
    with firm.refused(INVALID, "note"):
        await firm.write(record_referral, **given, note="x" * 10_001)
    id_ = await refer(firm, 100)
    with firm.refused(CONFLICT, "expectedVersion", names="version 2 was expected, it is at 1"):
        await firm.write(advance_referral, referral_id=id_, status=CONTACTED, expected_version=2)


# ── who ──


async def test_one_writable_end_is_enough(firm: Firm) -> None:
    id_ = await refer(firm, 100, EVE, ANN)
    await advance(firm, id_, CONTACTED, 110)
    await refer(firm, 100, ANN, EVE)
    with firm.refused(NOT_FOUND, "referralId"):
        await firm.write(advance_referral, "outsider", referral_id=id_, status=DECLINED)
    with firm.refused(FORBIDDEN):
        await firm.write(advance_referral, "VIEWER", referral_id=id_, status=DECLINED)
    for by in ("VIEWER",):
        with firm.refused(FORBIDDEN):
            await firm.write(record_referral, by, referrer_id=ACME, referred_id=ANN)
    new = await firm.write(create_person, "outsider", name="New", account_id=OPEN)
    with firm.refused(FORBIDDEN):
        await firm.write(record_referral, referrer_id=EVE, referred_id=new.result["person"])
    theirs = await firm.write(record_referral, "outsider", referrer_id=EVE, referred_id=new.result["person"])
    with firm.refused(FORBIDDEN):
        await firm.write(advance_referral, referral_id=theirs.result["referral"], status=CONTACTED)


@pytest.mark.parametrize("id_", [person(99), account(99), DEE, OTHER, OWEN, DEAL, referral(99), ""])
async def test_unknown_invisible_and_of_another_type_are_told_alike(firm: Firm, id_: str) -> None:
    for given, field in (
        ({"referrer_id": id_, "referred_id": ANN}, "referrerId"),
        ({"referrer_id": ANN, "referred_id": id_}, "referredId"),
    ):
        with firm.refused(NOT_FOUND, field):
            await firm.write(record_referral, **given)
    with firm.refused(NOT_FOUND, "referralId"):
        await firm.write(advance_referral, referral_id=id_, status=CONTACTED)


# ── as it was known ──


async def test_ways_and_trees_as_they_were_known_outlive_a_party_that_was_taken_back(firm: Firm) -> None:
    made = await firm.write(create_account, name="Gone", kind="COMPANY")
    gone = made.result["account"]
    referred = await firm.write(record_referral, referrer_id=gone, referred_id=ANN)
    await refer(firm, 100, EVE, ANN)
    then = firm.now
    await firm.undo(referred)
    await firm.undo(made)
    store = firm.viewer("owner")
    ways = await load_chains(store, ANN, now=firm.now, known_at=then)
    assert [chain.party_ids for chain in ways.chains] == [(EVE, ANN)]
    tree = await load_tree(store, EVE, now=firm.now, known_at=then)
    assert tree is not None
    assert [[via.referred for via in level] for level in tree.levels] == [[ANN]]
