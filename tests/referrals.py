"""Small networks of referrals for tests: parties are told by one name, dates by their day."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from domain.codes import ReferralStatus
from domain.ids import PersonId, ReferralId
from domain.money import Money
from domain.referral import Referral, ReferralStep
from tests.worlds import RECORDED, day

MADE, CONTACTED, CONVERTED, DECLINED = ReferralStatus


def made(
    number: int,
    referrer: str,
    referred: str,
    *,
    at: float = 0,
    status: ReferralStatus = MADE,
    won: int | Money | None = None,
) -> Referral:
    """Return a referral made on a day; one that won something is CONVERTED, in cents of EUR unless said otherwise."""
    value = Money(won, "EUR") if isinstance(won, int) else won
    status = CONVERTED if value is not None else status
    steps = () if status is MADE else (ReferralStep(status, day(at + 1), value),)
    return Referral(
        ReferralId(f"referral_{number:04}"),
        1,
        PersonId(referrer),
        PersonId(referred),
        day(at),
        RECORDED,
        None,
        steps=steps,
    )


def euros(*minor: int) -> tuple[Money, ...]:
    return tuple(Money(one, "EUR") for one in minor)


@st.composite
def networks(draw: st.DrawFn, *, parties: str = "abcdef", most: int = 12) -> list[Referral]:
    """Draw referrals among a few parties: loops, pairs referred again, equal dates, two currencies."""
    drawn: Sequence[tuple[str, str, int, ReferralStatus, Money | None]] = draw(
        st.lists(
            st.tuples(
                st.sampled_from(parties),
                st.sampled_from(parties),
                st.integers(0, 3),
                st.sampled_from([MADE, CONTACTED, DECLINED, CONVERTED]),
                st.none() | st.builds(Money, st.integers(-3, 1000), st.sampled_from(["EUR", "JPY"])),
            ),
            max_size=most,
        )
    )
    return [
        made(number, referrer, referred, at=at, status=status, won=value if status is CONVERTED else None)
        for number, (referrer, referred, at, status, value) in enumerate(drawn)
        if referrer != referred
    ]
