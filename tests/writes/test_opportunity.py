"""Opening, changing and closing opportunities."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.codes import OpportunityStatus
from domain.errors import ErrorCode
from domain.ids import OpportunityId
from domain.money import Money
from domain.opportunity import Opportunity
from graph.opportunity import close_opportunity, create_opportunity, update_opportunity
from tests.worlds import TICK, account, day, opportunity
from tests.writes.conftest import ACME, ANN, DEAL, OPEN, OTHER, START, WON, Firm

INVALID, FORBIDDEN, NOT_FOUND = ErrorCode.INVALID, ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND
FUTURE = day(600)


async def found(firm: Firm, id_: str = DEAL) -> Opportunity:
    return (await firm.world()).opportunities[OpportunityId(id_)]


async def test_an_opportunity_is_opened_whole(firm: Firm) -> None:
    made = await firm.write(
        create_opportunity,
        account_id=ACME,
        name=" Big ",
        external_id=" o ",
        amount=Decimal("12.5"),
        currency="EUR",
        expected_close=date(2030, 1, 2),
        opened_at=day(100),
    )
    id_ = OpportunityId(made.result["opportunity"])
    assert await found(firm, id_) == Opportunity(
        id_, 1, ACME, day(100), "Big", "o", Money(1250, "EUR"), date(2030, 1, 2), OpportunityStatus.OPEN
    )


async def test_it_is_opened_now_unless_said_otherwise(firm: Firm) -> None:
    made = await firm.write(create_opportunity, account_id=ACME, name="New")
    assert START < (await found(firm, made.result["opportunity"])).opened_at <= firm.now


AMOUNTS: list[tuple[dict[str, Any], str]] = [
    ({"amount": Decimal(1)}, "currency"),
    ({"currency": "EUR"}, "amount"),
    ({"amount": Decimal(1), "currency": "ECU"}, "currency"),
    ({"amount": Decimal("NaN"), "currency": "EUR"}, "amount"),
    ({"amount": Decimal("Infinity"), "currency": "EUR"}, "amount"),
    ({"amount": Decimal("9" * 30), "currency": "EUR"}, "amount"),
    ({"amount": Decimal("0.001"), "currency": "EUR"}, "amount"),
    ({"amount": Decimal("0.1"), "currency": "JPY"}, "amount"),
    ({"amount": Decimal(-1), "currency": "EUR"}, "amount"),
]


@pytest.mark.parametrize(
    ("given", "field"),
    [*AMOUNTS, ({"name": " "}, "name"), ({"external_id": "a\nb"}, "externalId"), ({"opened_at": FUTURE}, "openedAt")],
)
async def test_what_is_wrong_with_a_new_one(firm: Firm, given: dict[str, Any], field: str) -> None:
    with firm.refused(INVALID, field):
        await firm.write(create_opportunity, **{"account_id": ACME, "name": "New", **given})


@pytest.mark.parametrize(
    ("given", "field"), [*AMOUNTS[2:], ({"name": None}, "name"), ({"external_id": "a\x00"}, "externalId")]
)
async def test_what_is_wrong_with_a_change(firm: Firm, given: dict[str, Any], field: str) -> None:
    with firm.refused(INVALID, field):
        await firm.write(update_opportunity, opportunity_id=DEAL, **given)


@pytest.mark.parametrize(
    ("given", "amount"),
    [
        ({"amount": Decimal(7)}, Money(700, "EUR")),
        ({"currency": "USD"}, Money(100, "USD")),
        ({"amount": Decimal(7), "currency": "JPY"}, Money(7, "JPY")),
        ({"amount": None}, None),
        ({"amount": None, "currency": None}, None),
        ({"name": "Other"}, Money(100, "EUR")),
    ],
)
async def test_an_amount_is_changed_alone_or_with_its_currency(
    firm: Firm, given: dict[str, Any], amount: Money | None
) -> None:
    await firm.write(update_opportunity, opportunity_id=DEAL, **given)
    assert (await found(firm)).amount == amount


async def test_without_an_amount_there_is_no_currency_to_change(firm: Firm) -> None:
    with firm.refused(INVALID, "amount"):
        await firm.write(update_opportunity, opportunity_id=WON, currency="EUR")
    with firm.refused(INVALID, "currency"):
        await firm.write(update_opportunity, opportunity_id=WON, amount=Decimal(1))
    with firm.refused(INVALID, "currency"):
        await firm.write(update_opportunity, opportunity_id=DEAL, currency=None)


async def test_what_is_left_out_stays_null_empties_and_the_same_is_nothing(firm: Firm) -> None:
    await firm.write(update_opportunity, opportunity_id=DEAL, expected_close=date(2030, 1, 1), external_id="o")
    await firm.write(update_opportunity, opportunity_id=DEAL, expected_close=None)
    after = await found(firm)
    assert (after.expected_close, after.external_id, after.name, after.version) == (None, "o", "Deal", 3)
    same = await firm.write(update_opportunity, opportunity_id=DEAL, amount=Decimal("1.00"), name="Deal ")
    assert same.change_id is None
    with firm.refused(ErrorCode.CONFLICT, "expectedVersion", names="version 1 was expected, it is at 3"):
        await firm.write(update_opportunity, opportunity_id=DEAL, name="x", expected_version=1)
    with firm.refused(ErrorCode.DUPLICATE, "externalId"):
        await firm.write(create_opportunity, account_id=ACME, name="New", external_id="o")


# ── closing ──


async def test_a_deal_is_closed_once(firm: Firm) -> None:
    await firm.write(
        close_opportunity, opportunity_id=DEAL, status=OpportunityStatus.LOST, at=day(100), lost_reason=" Price.\n "
    )
    after = await found(firm)
    assert (after.status, after.closed_at, after.lost_reason, after.version) == (
        OpportunityStatus.LOST,
        day(100),
        "Price.",
        2,
    )
    for status in OpportunityStatus:
        with firm.refused(INVALID, "status" if status is OpportunityStatus.OPEN else "opportunityId"):
            await firm.write(close_opportunity, opportunity_id=DEAL, status=status)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"status": OpportunityStatus.OPEN}, "status"),
        ({"status": OpportunityStatus.WON, "at": FUTURE}, "at"),
        ({"status": OpportunityStatus.WON, "at": day(10) - TICK}, "at"),
        ({"status": OpportunityStatus.WON, "lost_reason": "Price"}, "lostReason"),
        ({"status": OpportunityStatus.LOST, "lost_reason": "x" * 10_001}, "lostReason"),
    ],
)
async def test_what_is_wrong_with_a_closing(firm: Firm, given: dict[str, Any], field: str) -> None:
    with firm.refused(INVALID, field):
        await firm.write(close_opportunity, opportunity_id=DEAL, **given)


async def test_a_closing_date_may_lie_at_the_opening_and_before_the_recording(firm: Firm) -> None:
    await firm.write(close_opportunity, opportunity_id=DEAL, status=OpportunityStatus.WON, at=day(10), lost_reason=" ")
    assert (await found(firm)).closed_at == day(10)
    assert (await firm.world(as_of=day(10))).opportunities[DEAL].status is OpportunityStatus.WON
    # A closed one is still described.
    await firm.write(update_opportunity, opportunity_id=DEAL, name="Won at once")


async def test_a_stale_version_is_a_conflict(firm: Firm) -> None:
    with firm.refused(ErrorCode.CONFLICT, "expectedVersion"):
        await firm.write(close_opportunity, opportunity_id=DEAL, status=OpportunityStatus.WON, expected_version=2)


# ── who ──


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
    writes: list[tuple[Any, dict[str, Any], str]] = [
        (create_opportunity, {"account_id": ACME, "name": "New"}, "accountId"),
        (update_opportunity, {"opportunity_id": DEAL, "name": "x"}, "opportunityId"),
        (close_opportunity, {"opportunity_id": DEAL, "status": OpportunityStatus.WON}, "opportunityId"),
    ]
    for decide, given, field in writes:
        if code is None:
            await firm.write(decide, by, **given)
        else:
            with firm.refused(code, field):
                await firm.write(decide, by, **given)


async def test_an_open_account_is_read_only_to_others(firm: Firm) -> None:
    with firm.refused(FORBIDDEN, "accountId"):
        await firm.write(create_opportunity, account_id=OPEN, name="New")


@pytest.mark.parametrize("id_", [opportunity(99), account(99), ACME, ANN, OTHER, "", f"map_{DEAL}"])
async def test_unknown_and_of_another_type_are_told_alike(firm: Firm, id_: str) -> None:
    with firm.refused(NOT_FOUND, "opportunityId"):
        await firm.write(update_opportunity, opportunity_id=id_, name="x")
    with firm.refused(NOT_FOUND, "opportunityId"):
        await firm.write(close_opportunity, opportunity_id=id_, status=OpportunityStatus.WON)
