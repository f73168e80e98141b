"""Rows of interactions, orders, referrals and stages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.codes import Direction, InteractionKind, ReferralStatus
from domain.interaction import Interaction
from domain.money import Money
from domain.order import Order
from domain.referral import Referral, ReferralStep
from graph.referral import advance_referral
from graph.stage import move_stage
from tests.imports import Desk, sqlite_desk, tell, wrongs


def on(month: int, day: int = 1) -> datetime:
    return datetime(2026, month, day, tzinfo=UTC)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with sqlite_desk(tmp_path) as desk:
        await desk.take(
            sellers="email,name\nann@example.com,Ann\nben@example.com,Ben\n",
            accounts="id,name\nA1,Acme\nA2,Bolt\nA3,Cog\n7,Seven\n",
            people="id,name,account_id\nP1,Pia,A1\nP2,Qin,A2\n7,Viv,\n",
            opportunities="id,account_id,name,opened_at\nO1,A1,Core,2026-01-01\nO2,A2,Data,2026-01-01\n",
        )
        yield desk


async def keys(desk: Desk) -> dict[str, str]:
    world = await desk.world()
    found = [*world.accounts.values(), *world.people.values(), *world.opportunities.values()]
    return {str(one.id): one.external_id or "" for one in found} | {str(s.id): s.name for s in world.sellers.values()}


# ── interactions ──

MET = "id,account_id,kind,at,direction,opportunity_id,duration_minutes,seller_emails,person_ids,sentiment,note\n"


async def interactions(desk: Desk) -> dict[str, Interaction]:
    return {one.external_id or "": one for one in (await desk.world()).interactions.values()}


async def test_an_interaction_and_what_is_said_of_it_later(desk: Desk) -> None:
    text = (
        MET + "I1,A1,会面,2026-03-01 10:00,双向,O1,45,ann@example.com;BEN@example.com,P1;P2,1,Hello\n"
        "I2,A2,CALL,2026-03-02,INBOUND,,,,,,\n"
    )
    assert tell(await desk.take(interactions=text)) == {"interactions": (2, 0, 0, 0, 0)}
    names = await keys(desk)
    first = (await interactions(desk))["I1"]
    assert (names[first.account_id], names[first.opportunity_id or ""], first.duration_minutes) == ("A1", "O1", 45)
    assert (first.kind, first.direction, first.sentiment, first.note) == (
        InteractionKind.MEETING,
        Direction.MUTUAL,
        1,
        "Hello",
    )
    assert ([names[s] for s in first.seller_ids], [names[p] for p in first.person_ids]) == (
        ["Ann", "Ben"],
        ["P1", "P2"],
    )
    assert first.at == datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert (await desk.take(interactions=text)).facts == 0
    later = MET + "I1,A1,CALL,2026-03-01 11:00,MUTUAL,,,ben@example.com,,,\nI2,A2,CALL,2026-03-02,INBOUND,,,,,,\n"
    report = await desk.take(interactions=later)
    assert tell(report) == {"interactions": (0, 1, 1, 0, 0)}
    second = (await interactions(desk))["I1"]
    assert second.id == first.id
    assert (second.kind, second.at.hour, [names[s] for s in second.seller_ids]) == (InteractionKind.CALL, 11, ["Ben"])
    # What the row leaves out is as it was.
    assert (second.person_ids, second.note, second.sentiment, second.duration_minutes, second.opportunity_id) == (
        first.person_ids,
        first.note,
        first.sentiment,
        first.duration_minutes,
        first.opportunity_id,
    )
    assert (await desk.take(interactions=later)).facts == 0
    await desk.undo(report.change_id)
    assert (await interactions(desk))["I1"] == first


async def test_an_interaction_may_turn_out_to_be_another_accounts(desk: Desk) -> None:
    await desk.take(interactions=MET + "I1,A1,CALL,2026-03-01,MUTUAL,,,,,,\n")
    await desk.take(interactions=MET + "I1,A2,CALL,2026-03-01,MUTUAL,,,,,,\n")
    assert (await keys(desk))[(await interactions(desk))["I1"].account_id] == "A2"


@pytest.mark.parametrize(
    ("rows", "error"),
    [
        ("I1,A9,CALL,2026-03-01,MUTUAL,,,,,,", (2, "account_id", "No account A9")),
        ("I1,A1,CALL,2026-03-01,MUTUAL,,,,P1;P9,,", (2, "person_ids", "No person P9")),
        ("I1,A1,CALL,2026-03-01,MUTUAL,,,who@example.com,,,", (2, "seller_emails", "No seller who")),
        ("I1,A1,CALL,2026-03-01,MUTUAL,O2,,,,,", (2, "opportunity_id", "another account's")),
        ("I1,A1,CALL,2027-03-01,MUTUAL,,,,,,", (2, "at", "future")),
        ("I1,A1,CALL,2026-03-01,MUTUAL,,0,,,,", (2, "duration_minutes", "not a whole number")),
        ("I1,A1,CALL,2026-03-01,MUTUAL,,,,,,\nI1,A1,CALL,2026-03-02,MUTUAL,,,,,,", (3, "id", "Another row")),
    ],
)
async def test_interactions_that_cannot_be(desk: Desk, rows: str, error: tuple) -> None:
    report = await desk.take(interactions=MET + rows + "\n")
    ((_, line, heading, wrong),) = wrongs(report)
    assert (line, heading) == error[:2]
    assert error[2] in wrong
    assert await interactions(desk) == {}


async def test_a_stored_interaction_is_checked_like_a_new_one(desk: Desk) -> None:
    await desk.take(interactions=MET + "I1,A1,CALL,2026-03-01,MUTUAL,,,,,,\n")
    report = await desk.take(interactions=MET + "I1,A1,CALL,2026-03-01,MUTUAL,O2,,,,,\n")
    assert [error[1:] for error in wrongs(report)] == [(2, "opportunity_id", "The opportunity is another account's.")]


async def test_more_people_than_one_interaction_may_have(desk: Desk) -> None:
    people = "".join(f"Q{n},Q,\n" for n in range(101))
    report = await desk.take(
        people=f"id,name,account_id\n{people}",
        interactions=MET + f"I1,A1,CALL,2026-03-01,MUTUAL,,,,{';'.join(f'Q{n}' for n in range(101))},,\n",
    )
    assert [error[1:] for error in wrongs(report)] == [(2, "person_ids", "At most 100 are allowed.")]


# ── orders ──

BOUGHT = "id,account_id,at,amount,currency,cost,product,opportunity_id\n"


async def orders(desk: Desk) -> dict[str, Order]:
    return {one.external_id or "": one for one in (await desk.world()).orders.values()}


async def test_an_order_and_what_is_said_of_it_later(desk: Desk) -> None:
    text = BOUGHT + 'B1,A1,2026-03-01,"1,200.50",人民币,900,Licence,O1\nB2,A2,2026-03-02,5,JPY,,,\n'
    assert tell(await desk.take(orders=text)) == {"orders": (2, 0, 0, 0, 0)}
    first = (await orders(desk))["B1"]
    assert (first.value, first.cost, first.product) == (Money(120050, "CNY"), Money(90000, "CNY"), "Licence")
    assert (await desk.take(orders=text)).facts == 0
    report = await desk.take(orders=BOUGHT + "B1,A1,2026-03-01,1300,CNY,,,\nB2,A2,2026-03-03,5,JPY,4,Box,\n")
    assert tell(report) == {"orders": (0, 2, 0, 0, 0)}
    found = await orders(desk)
    assert (found["B1"].value, found["B1"].cost, found["B1"].product) == (Money(130000, "CNY"), first.cost, "Licence")
    assert found["B1"].opportunity_id == first.opportunity_id
    assert (found["B2"].at, found["B2"].cost, found["B2"].product) == (on(3, 3), Money(4, "JPY"), "Box")
    # A cost is not carried over into another currency.
    await desk.take(orders=BOUGHT + "B1,A1,2026-03-01,1300,USD,,,\n")
    assert (await orders(desk))["B1"].cost is None


async def test_an_order_of_anothers_opportunity(desk: Desk) -> None:
    report = await desk.take(orders=BOUGHT + "B1,A1,2026-03-01,5,CNY,,,O2\n")
    assert [error[1:] for error in wrongs(report)] == [(2, "opportunity_id", "The opportunity is another account's.")]


# ── referrals ──

REFERRED = "id,referrer_id,referred_id,made_at,status,status_at,amount,currency,by_email,note\n"


async def referrals(desk: Desk) -> dict[str, Referral]:
    return {one.external_id or "": one for one in (await desk.world()).referrals.values()}


async def test_a_referral_and_how_far_it_comes(desk: Desk) -> None:
    text = (
        REFERRED
        + "R1,A1,P2,2026-01-01,,,,,ann@example.com,Lunch\nR2,person:7,account:7,2026-01-02,已联系,2026-02-01,,,,\n"
    )
    assert tell(await desk.take(referrals=text)) == {"referrals": (2, 0, 0, 0, 0)}
    found, names = await referrals(desk), await keys(desk)
    first, second = found["R1"], found["R2"]
    assert (names[first.referrer], names[first.referred], first.made_at) == ("A1", "P2", on(1))
    assert (names[first.recorded_by or ""], first.note, first.status) == ("Ann", "Lunch", ReferralStatus.MADE)
    assert (second.referrer[:6], second.referred[:7], second.steps) == (
        "person",
        "account",
        (ReferralStep(ReferralStatus.CONTACTED, on(2)),),
    )
    assert (await desk.take(referrals=text)).facts == 0
    won = (
        REFERRED
        + "R1,A1,P2,2026-01-01,CONVERTED,2026-03-01,100,CNY,,\nR2,person:7,account:7,2026-01-02,DECLINED,,,,,\n"
    )
    assert tell(await desk.take(referrals=won)) == {"referrals": (0, 2, 0, 0, 0)}
    found = await referrals(desk)
    assert found["R1"].steps == (ReferralStep(ReferralStatus.CONVERTED, on(3), Money(10000, "CNY")),)
    assert found["R2"].status is ReferralStatus.DECLINED
    assert (await desk.take(referrals=won)).facts == 0
    # A step that is recorded may be said again; it does not go back to it.
    assert (
        await desk.take(referrals=REFERRED + "R2,person:7,account:7,2026-01-02,CONTACTED,2026-02-01,,,,\n")
    ).facts == 0


async def test_what_was_wrong_with_a_referral_is_replaced(desk: Desk) -> None:
    await desk.take(referrals=REFERRED + "R1,A1,P2,2026-01-01,CONVERTED,2026-03-01,100,CNY,ann@example.com,\n")
    text = REFERRED + "R1,A1,P2,2026-01-02,CONVERTED,2026-03-02,120,CNY,,At a fair\n"
    report = await desk.take(referrals=text)
    assert tell(report) == {"referrals": (0, 1, 0, 0, 0)}
    found = (await referrals(desk))["R1"]
    assert (found.made_at, found.note) == (on(1, 2), "At a fair")
    assert found.steps == (ReferralStep(ReferralStatus.CONVERTED, on(3, 2), Money(12000, "CNY")),)
    assert (await keys(desk))[found.recorded_by or ""] == "Ann"
    assert (await desk.take(referrals=text)).facts == 0
    # What a row leaves out stays.
    assert (await desk.take(referrals=REFERRED + "R1,A1,P2,2026-01-02,CONVERTED,,,,,\n")).facts == 0


async def test_a_closed_pair_may_be_referred_again_in_any_order_of_rows(desk: Desk) -> None:
    rows = ["R1,A1,P2,2026-01-01,DECLINED,2026-03-01,,,,", "R2,A1,P2,2026-03-01,,,,,,"]
    assert tell(await desk.take(referrals=REFERRED + "\n".join(rows) + "\n")) == {"referrals": (2, 0, 0, 0, 0)}
    other = [row.replace("A1,P2", "A2,P1").replace("R", "S") for row in reversed(rows)]
    assert tell(await desk.take(referrals=REFERRED + "\n".join(other) + "\n")) == {"referrals": (2, 0, 0, 0, 0)}


async def test_circles_of_referrals_are_fine(desk: Desk) -> None:
    rows = "R1,A1,A2,2026-01-01,,,,,,\nR2,A2,A3,2026-01-01,,,,,,\nR3,A3,A1,2026-01-01,,,,,,\n"
    assert not (await desk.take(referrals=REFERRED + rows)).refused


NO_ACCOUNT = "No account A9 is in these files or in the database."
NOBODY = "No seller who@example.com is in these files or in the database."
NO_WAY = "A referral does not go from CONVERTED to {} (next: none); a mistake is undone."
OPEN = "This pair has an open referral at that time already; advance that one."


@pytest.mark.parametrize(
    ("rows", "error"),
    [
        ("R9,A1,A1,2026-01-01,,,,,,", (2, "referred_id", "Nobody refers themselves; name two parties.")),
        ("R9,A9,A1,2026-01-01,,,,,,", (2, "referrer_id", "No person A9 is in these files or in the database.")),
        ("R9,account:A9,A1,2026-01-01,,,,,,", (2, "referrer_id", NO_ACCOUNT)),
        ("R9,7,A1,2026-01-01,,,,,,", (2, "referrer_id", "Both an account and a person have this id.")),
        ("R9,seller:ann@example.com,A1,2026-01-01,,,,,,", (2, "referrer_id", "A seller refers nobody to us.")),
        ("R9,A1,A2,2026-01-01,,,,,who@example.com,", (2, "by_email", NOBODY)),
        ("R9,A1,A2,2026-01-01,,,,,,\nR9,A1,A3,2026-01-01,,,,,,", (3, None, "The same is on line 2 of referrals.csv.")),
        ("R9,A1,A2,2026-01-01,,,,,,\nR8,A1,A2,2026-06-01,,,,,,", (3, "referred_id", OPEN)),
        ("R9,A1,A2,2026-03-01,,,,,,\nR8,A1,A2,2026-01-01,DECLINED,2026-04-01,,,,", (3, "referred_id", OPEN)),
        # Against what is stored: R1 open since January, R2 converted from February to March.
        ("R9,A1,P2,2026-06-01,,,,,,", (2, "referred_id", OPEN)),
        ("R9,A2,P1,2026-02-15,DECLINED,2026-05-01,,,,", (2, "referred_id", OPEN)),
        ("R1,A1,P1,2026-01-01,,,,,,", (2, "referred_id", "The referral is stored as between others.")),
        ("R1,A2,P2,2026-01-01,,,,,,", (2, "referrer_id", "The referral is stored as between others.")),
        ("R2,A2,P1,2026-02-01,MADE,,,,,", (2, "status", NO_WAY.format("MADE"))),
        ("R2,A2,P1,2026-02-01,CONTACTED,2026-02-02,,,,", (2, "status", NO_WAY.format("CONTACTED"))),
        ("R2,A2,P1,2026-03-15,,,,,,", (2, "made_at", "It is after the referral's next step.")),
        ("R1,A1,P2,2026-01-01,CONTACTED,2025-12-01,,,,", (2, "status_at", "It is before made_at.")),
    ],
)  # fmt: skip
async def test_referrals_that_cannot_be(desk: Desk, rows: str, error: tuple) -> None:
    await desk.take(referrals=REFERRED + "R1,A1,P2,2026-01-01,,,,,,\nR2,A2,P1,2026-02-01,CONVERTED,2026-03-01,,,,\n")
    before = await referrals(desk)
    report = await desk.take(referrals=REFERRED + rows + "\n")
    assert [found[1:] for found in wrongs(report)] == [error]
    assert await referrals(desk) == before


async def test_a_referral_that_went_on_here_stands_against_the_old_file(desk: Desk) -> None:
    text = REFERRED + "R1,A1,P2,2026-01-01,,,,,,\n"
    await desk.take(referrals=text)
    found = (await referrals(desk))["R1"]
    await desk.write(
        await advance_referral(desk.viewed, desk.now, referral_id=found.id, status=ReferralStatus.CONTACTED)
    )
    assert (await desk.take(referrals=text)).facts == 0


async def test_parties_that_were_undone_take_their_referrals_along(desk: Desk) -> None:
    report = await desk.take(accounts="id,name\nB1,New\n")
    await desk.undo(report.change_id)
    again = await desk.take(referrals=REFERRED + "R1,B1,A1,2026-01-01,,,,,,\nR2,A1,account:B1,2026-01-01,,,,,,\n")
    assert tell(again) == {"referrals": (0, 0, 0, 2, 0)}


# ── stages ──

THERE = "The account stands on {} then already, or the next move goes there."
DOWN = "Moving down, from {} to {}, needs a reason."
MOVED = "account_id,ladder,to,at,reason,evidence,by_email\n"


async def stood(desk: Desk, ladder: str = "LOYALTY", account: str = "A1") -> list[tuple[str, int, str | None]]:
    names = await keys(desk)
    moves = [
        t for t in (await desk.world()).transitions.values() if (t.ladder, names[t.account_id]) == (ladder, account)
    ]
    return [(t.to, t.at.month, t.reason) for t in sorted(moves, key=lambda t: t.at)]


async def test_moves_on_ladders_in_any_order_of_rows(desk: Desk) -> None:
    text = (
        MOVED
        + "A1,LOYALTY,顾客,2026-03-01,,Order,ann@example.com\n"
        + "A1,顾客升级,SUSPECT,2026-01-01,,,\n"
        + "A1,LOYALTY,PROSPECT,2026-02-01,,,\n"
        + "A1,KEY_ACCOUNT,TRUST,2026-02-01,,,\n"
        + "A1,LOYALTY,PROSPECT,2026-04-01,Complaint,,\n"
    )
    assert tell(await desk.take(stages=text)) == {"stages": (5, 0, 0, 0, 0)}
    assert await stood(desk) == [
        ("SUSPECT", 1, None),
        ("PROSPECT", 2, None),
        ("CUSTOMER", 3, None),
        ("PROSPECT", 4, "Complaint"),
    ]
    move = next(t for t in (await desk.world()).transitions.values() if t.to == "CUSTOMER")
    assert ((await keys(desk))[move.by or ""], move.evidence) == ("Ann", "Order")
    assert (await desk.take(stages=text)).facts == 0


async def test_a_reason_is_added_to_a_recorded_move(desk: Desk) -> None:
    await desk.take(stages=MOVED + "A1,LOYALTY,CUSTOMER,2026-03-01,,,\n")
    text = MOVED + "A1,LOYALTY,CUSTOMER,2026-03-01,First order,,\nA1,LOYALTY,SUSPECT,2026-01-01,,,\n"
    assert tell(await desk.take(stages=text)) == {"stages": (1, 1, 0, 0, 0)}
    assert await stood(desk) == [("SUSPECT", 1, None), ("CUSTOMER", 3, "First order")]
    assert (await desk.take(stages=text)).facts == 0


@pytest.mark.parametrize(
    ("rows", "errors"),
    [
        ("A9,LOYALTY,CLIENT,2026-02-01,,,", [(2, "account_id", NO_ACCOUNT)]),
        ("A1,LOYALTY,CLIENT,2026-02-01,,,who@example.com", [(2, "by_email", NOBODY)]),
        # CUSTOMER since March, CLIENT since June.
        ("A1,LOYALTY,PROSPECT,2026-04-01,,,", [(2, "reason", DOWN.format("CUSTOMER", "PROSPECT"))]),
        ("A1,LOYALTY,CUSTOMER,2026-04-01,,,", [(2, "to", THERE.format("CUSTOMER"))]),
        ("A1,LOYALTY,CLIENT,2026-05-01,,,", [(2, "at", THERE.format("CLIENT"))]),
        ("A1,LOYALTY,ADVOCATE,2026-05-01,,,", [(2, "at", DOWN.format("ADVOCATE", "CLIENT"))]),
        (
            "A2,LOYALTY,CLIENT,2026-01-01,,,\nA2,LOYALTY,SUSPECT,2026-02-01,,,",
            [(2, "at", DOWN.format("CLIENT", "SUSPECT")), (3, "reason", DOWN.format("CLIENT", "SUSPECT"))],
        ),
        (
            "A2,LOYALTY,CLIENT,2026-01-01,,,\nA2,LOYALTY,CLIENT,2026-01-01,Why,,",
            [(3, None, "Line 2 of stages.csv says otherwise of the same time.")],
        ),
    ],
)  # fmt: skip
async def test_moves_that_cannot_be(desk: Desk, rows: str, errors: list) -> None:
    await desk.take(stages=MOVED + "A1,LOYALTY,CUSTOMER,2026-03-01,,,\nA1,LOYALTY,CLIENT,2026-06-01,,,\n")
    report = await desk.take(stages=MOVED + rows + "\n")
    assert [found[1:] for found in wrongs(report)] == errors
    assert len(await stood(desk)) == 2


async def test_moves_down_with_the_reason_between_are_fine_whatever_comes_first(desk: Desk) -> None:
    await desk.take(stages=MOVED + "A1,LOYALTY,CLIENT,2026-01-01,,,\n")
    rows = "A1,LOYALTY,CUSTOMER,2026-03-01,,,\nA1,LOYALTY,SUSPECT,2026-02-01,Lost touch,,\n"
    assert tell(await desk.take(stages=MOVED + rows)) == {"stages": (2, 0, 0, 0, 0)}


async def test_an_undone_move_is_not_made_again(desk: Desk) -> None:
    account = next(a.id for a in (await desk.world()).accounts.values() if a.external_id == "A1")
    change = await desk.write(
        await move_stage(desk.viewed, desk.now, account_id=account, ladder="LOYALTY", to="CLIENT", at=on(3))
    )
    await desk.undo(change)
    report = await desk.take(stages=MOVED + "A1,LOYALTY,CLIENT,2026-03-01,,,\nA1,LOYALTY,CLIENT,2026-03-02,,,\n")
    assert tell(report) == {"stages": (1, 0, 0, 1, 0)}
    assert report.notes[0].text.en == "The move was undone here; it is not created again."


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("interactions", MET + "I1,A1,CALL,2026-03-01,MUTUAL,,,,,,\n"),
        ("orders", BOUGHT + "B1,A1,2026-03-01,5,CNY,,,\n"),
        ("referrals", REFERRED + "R1,A1,P2,2026-01-01,,,,,,\n"),
        ("opportunities", "id,account_id,name\nO9,A1,New\n"),
    ],
)
async def test_what_was_undone_here_is_not_created_again(desk: Desk, table: str, text: str) -> None:
    await desk.undo((await desk.take(**{table: text})).change_id)
    report = await desk.take(**{table: text})
    assert (tell(report), report.facts) == ({table: (0, 0, 0, 1, 0)}, 0)
    assert "was undone here" in report.notes[0].text.en
