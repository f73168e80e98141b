"""Opportunities: what a description may say, amounts, closing, and read-only maps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.codes import OpportunityStatus
from domain.errors import InvalidError
from domain.fact import Stated
from domain.money import Money
from domain.opportunity import (
    Opportunity,
    OpportunityClosed,
    OpportunityDescribed,
    amount_of,
    check_open,
    close,
    describe_opportunity,
)
from tests.worlds import TICK, account, day, opportunity

OPEN, WON, LOST = OpportunityStatus
DEAL = Opportunity(opportunity(1), 1, account(1), day(10), "Deal")


def test_a_description_is_cleaned_and_says_no_more_than_it_said() -> None:
    said = OpportunityDescribed(
        opportunity(1), account(1), name=" Deal ", external_id=" ", expected_close=date(2024, 1, 1)
    )
    assert describe_opportunity(said) == replace(said, name="Deal", external_id=None)
    bare = OpportunityDescribed(opportunity(1), account(1))
    assert describe_opportunity(bare) == bare


@pytest.mark.parametrize("name", [None, "", " ", "a\nb", "x" * 201])
def test_a_name_is_a_line(name: Any) -> None:
    with pytest.raises(InvalidError) as error:
        describe_opportunity(OpportunityDescribed(opportunity(1), account(1), name=name))
    assert error.value.field == ("name",)


def test_an_amount_and_its_currency_come_together() -> None:
    assert amount_of(amount=None, currency=None) is None
    assert amount_of(amount=Decimal("1.5"), currency="EUR") == Money(150, "EUR")
    assert amount_of(amount=Decimal(0), currency="JPY") == Money(0, "JPY")
    for amount, currency, field in (
        (None, "EUR", "amount"),
        (Decimal(1), None, "currency"),
        (Decimal(1), "", "currency"),
    ):
        with pytest.raises(InvalidError) as error:
            amount_of(amount=amount, currency=currency)
        assert error.value.field == (field,)


@pytest.mark.parametrize(
    ("status", "reason", "kept"), [(WON, None, None), (WON, " ", None), (LOST, " Price\n", "Price")]
)
def test_a_deal_is_won_or_lost(status: OpportunityStatus, reason: str | None, kept: str | None) -> None:
    for at in (day(10), day(20)):
        stated = Stated(OpportunityClosed(opportunity(1), account(1), status, kept), at)
        assert close(DEAL, status, at, reason) == stated


@pytest.mark.parametrize(
    ("before", "status", "at", "reason", "field"),
    [
        (OPEN, OPEN, day(20), None, "status"),
        (WON, LOST, day(20), None, "opportunityId"),
        (LOST, LOST, day(20), None, "opportunityId"),
        (OPEN, WON, day(10) - TICK, None, "at"),
        (OPEN, WON, day(20), "Price", "lostReason"),
        (OPEN, LOST, day(20), "\x00", "lostReason"),
    ],
)
def test_what_is_no_closing(before: Any, status: Any, at: Any, reason: Any, field: str) -> None:
    with pytest.raises(InvalidError) as error:
        close(replace(DEAL, status=before), status, at, reason)
    assert error.value.field == (field,)


def test_the_map_of_a_closed_one_is_read_only() -> None:
    check_open(None, "mapId")
    check_open(DEAL, "mapId")
    for status in (WON, LOST):
        with pytest.raises(InvalidError) as error:
            check_open(replace(DEAL, status=status), "mapId")
        assert error.value.field == ("mapId",)
