"""Logging interactions and orders."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from domain.codes import Direction, InteractionKind
from domain.errors import ErrorCode
from domain.ids import InteractionId, OrderId
from domain.interaction import Interaction
from domain.money import Money
from domain.order import Order
from graph.interaction import record_interaction
from graph.opportunity import create_opportunity
from graph.order import record_order
from tests.worlds import account, day, new_person, opportunity, person, seller
from tests.writes.conftest import ACME, ANN, BOB, DEAL, DEE, EVE, MIA, OPEN, OTHER, OUT, OWEN, WON, Firm

INVALID, FORBIDDEN, NOT_FOUND = ErrorCode.INVALID, ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND
MET: dict[str, Any] = {
    "account_id": ACME,
    "kind": InteractionKind.MEETING,
    "direction": Direction.MUTUAL,
    "at": day(400),
    "seller_ids": [OWEN],
    "person_ids": [ANN],
}
SOLD: dict[str, Any] = {"account_id": ACME, "at": day(400), "amount": Decimal("9.99"), "currency": "EUR"}


async def test_an_interaction_is_logged_whole(firm: Firm) -> None:
    made = await firm.write(
        record_interaction,
        **{**MET, "seller_ids": [OWEN, MIA, OWEN], "person_ids": [BOB, EVE, BOB]},
        opportunity_id=DEAL,
        duration_minutes=10_080,
        sentiment=-2,
        note=" Went well.\n",
    )
    id_ = InteractionId(made.result["interaction"])
    assert (await firm.world()).interactions[id_] == Interaction(
        id_,
        ACME,
        InteractionKind.MEETING,
        day(400),
        Direction.MUTUAL,
        (OWEN, MIA),
        (BOB, EVE),
        None,
        DEAL,
        10_080,
        -2,
        "Went well.",
    )


async def test_nobody_need_have_been_there(firm: Firm) -> None:
    await firm.write(record_interaction, **{**MET, "seller_ids": [], "person_ids": []}, opportunity_id=None, note=" ")


REFUSED: list[tuple[dict[str, Any], ErrorCode, str]] = [
    ({"at": day(600)}, INVALID, "at"),
    ({"sentiment": 3}, INVALID, "sentiment"),
    ({"sentiment": -3}, INVALID, "sentiment"),
    ({"duration_minutes": 0}, INVALID, "durationMinutes"),
    ({"duration_minutes": 10_081}, INVALID, "durationMinutes"),
    ({"note": "x" * 10_001}, INVALID, "note"),
    ({"note": "a\x00"}, INVALID, "note"),
    ({"seller_ids": [OWEN, ANN]}, NOT_FOUND, "sellerIds"),
    ({"seller_ids": [seller(99)]}, NOT_FOUND, "sellerIds"),
    ({"person_ids": [ANN, DEE]}, NOT_FOUND, "personIds"),
    ({"person_ids": [OWEN]}, NOT_FOUND, "personIds"),
    ({"person_ids": [person(99)]}, NOT_FOUND, "personIds"),
]
OF_AN_ACCOUNT: list[tuple[dict[str, Any], ErrorCode, str]] = [
    ({"account_id": account(99)}, NOT_FOUND, "accountId"),
    ({"account_id": OTHER}, NOT_FOUND, "accountId"),
    ({"account_id": OPEN}, FORBIDDEN, "accountId"),
    ({"account_id": DEAL}, NOT_FOUND, "accountId"),
    ({"opportunity_id": opportunity(99)}, NOT_FOUND, "opportunityId"),
    ({"opportunity_id": ACME}, NOT_FOUND, "opportunityId"),
    ({"opportunity_id": ""}, NOT_FOUND, "opportunityId"),
]


@pytest.mark.parametrize(("given", "code", "field"), [*REFUSED, *OF_AN_ACCOUNT])
async def test_what_is_wrong_with_an_interaction(
    firm: Firm, given: dict[str, Any], code: ErrorCode, field: str
) -> None:
    with firm.refused(code, field):
        await firm.write(record_interaction, **{**MET, **given})


async def test_at_most_a_hundred_on_either_side(firm: Firm) -> None:
    many = [person(number) for number in range(100, 201)]
    await firm.said(*(new_person(number, "P", 1) for number in range(100, 201)))
    with firm.refused(INVALID, "personIds"):
        await firm.write(record_interaction, **{**MET, "person_ids": many})
    await firm.write(record_interaction, **{**MET, "person_ids": many[1:]})


async def test_an_order_is_recorded_whole(firm: Firm) -> None:
    made = await firm.write(record_order, **SOLD, cost=Decimal(0), product=" Tea ", opportunity_id=WON)
    id_ = OrderId(made.result["order"])
    assert (await firm.world()).orders[id_] == Order(
        id_, ACME, day(400), Money(999, "EUR"), None, Money(0, "EUR"), "Tea", WON
    )


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"at": day(600)}, INVALID, "at"),
        ({"amount": Decimal(-1)}, INVALID, "amount"),
        ({"amount": Decimal("NaN")}, INVALID, "amount"),
        ({"amount": Decimal("1e20")}, INVALID, "amount"),
        ({"amount": Decimal("1.001")}, INVALID, "amount"),
        ({"currency": "eur"}, INVALID, "currency"),
        ({"currency": ""}, INVALID, "currency"),
        ({"cost": Decimal("1.001")}, INVALID, "cost"),
        ({"cost": Decimal(-1)}, INVALID, "cost"),
        ({"product": "a\nb"}, INVALID, "product"),
        ({"product": "x" * 201}, INVALID, "product"),
        *OF_AN_ACCOUNT,
    ],
)
async def test_what_is_wrong_with_an_order(firm: Firm, given: dict[str, Any], code: ErrorCode, field: str) -> None:
    with firm.refused(code, field):
        await firm.write(record_order, **{**SOLD, **given})


async def test_the_opportunity_is_one_of_the_account(firm: Firm) -> None:
    made = await firm.write(create_opportunity, "outsider", account_id=OPEN, name="Theirs")
    for decide, given in ((record_interaction, MET), (record_order, SOLD)):
        with firm.refused(INVALID, "opportunityId"):
            await firm.write(decide, **given, opportunity_id=made.result["opportunity"])


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
    for decide, given in ((record_interaction, MET), (record_order, SOLD)):
        if code is None:
            await firm.write(decide, by, **given)
        else:
            with firm.refused(code, "accountId"):
                await firm.write(decide, by, **given)


async def test_a_logged_call_does_not_stand_in_the_way_of_an_edit(firm: Firm) -> None:
    before = (await firm.world()).accounts[ACME].version
    await firm.write(record_interaction, **{**MET, "seller_ids": [OUT]})
    await firm.write(record_order, **SOLD)
    assert (await firm.world()).accounts[ACME].version == before
