"""One referral: who may be referred, which status follows which, dates and values."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from domain.codes import ReferralStatus
from domain.errors import DuplicateError, InvalidError
from domain.fact import Stated
from domain.money import Money
from domain.referral import Referral, ReferralAdvanced, ReferralStep, Referred, advance, refer
from tests.referrals import CONTACTED, CONVERTED, DECLINED, MADE, made
from tests.worlds import RECORDED, TICK, account, day, person, referral

SAID = Referred(referral(9), account(1), person(1))


def known(*steps: tuple[ReferralStatus, float], at: float = 10) -> Referral:
    taken = tuple(ReferralStep(status, day(when)) for status, when in steps)
    return Referral(referral(1), 1, account(1), person(1), day(at), RECORDED, None, steps=taken)


def test_a_referral_is_stated_at_its_date_with_its_note_cleaned() -> None:
    assert refer(replace(SAID, note="  Over lunch.\n "), day(3), []) == Stated(
        replace(SAID, note="Over lunch."), day(3)
    )
    assert refer(replace(SAID, note=" "), day(3), []) == Stated(SAID, day(3))


def test_nobody_refers_themselves() -> None:
    with pytest.raises(InvalidError) as error:
        refer(Referred(referral(9), person(1), person(1)), day(3), [])
    assert error.value.field == ("referredId",)


@pytest.mark.parametrize(
    ("before", "at"),
    [
        (known(), 20),
        (known(), 10),
        (known(), 5),  # it would still be open when the other was made
        (known((CONTACTED, 15)), 20),
        (known((DECLINED, 15)), 12),
        (known((DECLINED, 15)), 5),
        (known((CONTACTED, 12), (CONVERTED, 15)), 13),
    ],
)
def test_a_pair_that_is_or_was_open_then_is_a_duplicate(before: Referral, at: float) -> None:
    with pytest.raises(DuplicateError) as error:
        refer(SAID, day(at), [before])
    assert error.value.field == ("referredId",)


@pytest.mark.parametrize("end", [CONVERTED, DECLINED])
def test_a_closed_pair_may_be_referred_again(end: ReferralStatus) -> None:
    for at in (day(15), day(15) + TICK, day(20)):
        assert refer(SAID, at, [known((end, 15)), known((end, 3), at=1)]) == Stated(SAID, at)


ALLOWED = {(MADE, CONTACTED), (MADE, CONVERTED), (MADE, DECLINED), (CONTACTED, CONVERTED), (CONTACTED, DECLINED)}


@pytest.mark.parametrize(("before", "to"), list(product(ReferralStatus, ReferralStatus)))
def test_which_status_follows_which(before: ReferralStatus, to: ReferralStatus) -> None:
    found = known() if before is MADE else known((before, 12))
    if (before, to) in ALLOWED:
        assert advance(found, to, day(20), None) == Stated(ReferralAdvanced(referral(1), to), day(20))
        return
    with pytest.raises(InvalidError) as error:
        advance(found, to, day(20), None)
    assert error.value.field == ("status",)
    assert before.value in str(error.value)
    assert to.label.zh in error.value.message.zh


def test_dates_do_not_go_backwards() -> None:
    for found, last in ((known(), 10), (known((CONTACTED, 12)), 12)):
        assert advance(found, DECLINED, day(last), None).observed_at == day(last)
        with pytest.raises(InvalidError) as error:
            advance(found, DECLINED, day(last) - TICK, None)
        assert error.value.field == ("at",)


def test_a_value_comes_with_converted_only() -> None:
    value = Money(500, "EUR")
    assert advance(known(), CONVERTED, day(11), value).statement == ReferralAdvanced(referral(1), CONVERTED, value)
    assert advance(known(), CONVERTED, day(11), None).statement == ReferralAdvanced(referral(1), CONVERTED)
    for status in (CONTACTED, DECLINED):
        with pytest.raises(InvalidError) as error:
            advance(known(), status, day(11), value)
        assert error.value.field == ("amount",)


def test_what_a_referral_is_and_was() -> None:
    new = known()
    assert (new.status, new.value_won, new.is_open) == (MADE, None, True)
    won = replace(new, steps=(ReferralStep(CONTACTED, day(12)), ReferralStep(CONVERTED, day(15), Money(5, "EUR"))))
    assert (won.status, won.value_won, won.is_open) == (CONVERTED, Money(5, "EUR"), False)
    assert won.at(day(15)) == won
    assert (won.at(day(15) - TICK).status, won.at(day(15) - TICK).value_won) == (CONTACTED, None)
    assert won.at(day(12) - TICK) == new
    assert not made(1, "a", "b", status=DECLINED).is_open
