"""Four hundred referrals: a chain of six, a tree of thirty, one loop, and the rest at random without further loops."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from domain.codes import ReferralStatus
from domain.ids import AccountId, PersonId, ReferralId
from domain.money import Money
from domain.referral import Referral, ReferralStep, Referred, advance, refer

if TYPE_CHECKING:
    from datetime import datetime
    from random import Random

    from domain.ids import SellerId
    from graph.demo.cast import Account, Cast
    from graph.demo.script import Script

TOTAL: Final = 400
CHAIN: Final = 6
TREE: Final = 30
LOOP: Final = 3


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who may refer or be referred, and who of us writes it down."""

    id: AccountId | PersonId
    account: Account

    @property
    def by(self) -> SellerId:
        return self.account.owner


@dataclass(frozen=True, slots=True)
class Shapes:
    """Where the chain, the tree and the loop begin."""

    chain: Party
    tree: Party
    loop: Party


def recommend(script: Script, cast: Cast) -> Shapes:
    """Record all referrals; return where the three shapes begin."""
    choices = script.choices("referrals")
    parties = _parties(cast)
    choices.shuffle(parties)
    chain, parties = parties[: CHAIN + 1], parties[CHAIN + 1 :]
    tree, parties = parties[: TREE + 1], parties[TREE + 1 :]
    loop, parties = parties[:LOOP], parties[LOOP:]
    pairs = [
        *pairwise(chain),
        *((tree[(place - 1) // 3], tree[place]) for place in range(1, TREE + 1)),
        *zip(loop, [*loop[1:], loop[0]], strict=True),
    ]
    pairs += _others(choices, parties, TOTAL - len(pairs))
    for number, (referrer, referred) in enumerate(pairs, start=1):
        _recommend(script, choices, referrer, referred, number)
    return Shapes(chain[0], tree[0], loop[0])


def _parties(cast: Cast) -> list[Party]:
    """Everybody known for at least a year."""
    old = [account for account in cast.accounts if account.ago > 365]
    return [
        *(Party(account.id, account) for account in old),
        *(Party(person.id, account) for account in old for person in account.people),
    ]


def _others(choices: Random, parties: list[Party], count: int) -> list[tuple[Party, Party]]:
    """Refer only down the list, so that there is no loop; a fifth of them make all the referrals."""
    referrers = len(parties) // 5
    found: dict[tuple[int, int], None] = {}
    while len(found) < count:
        first = choices.randrange(referrers)
        second = first + 1 + choices.randrange(min(len(parties) - first - 1, 250))
        found[first, second] = None
    return [(parties[first], parties[second]) for first, second in found]


def _recommend(script: Script, choices: Random, referrer: Party, referred: Party, number: int) -> None:
    id_ = ReferralId(script.new_id("referral"))
    # Parties are known for a year at least.
    made_ago = choices.randrange(20, 340)
    made_at = script.at(made_ago)
    chinese = referrer.account.chinese
    note = ("饭局上介绍的。" if chinese else "Introduced at a dinner.") if number % 9 == 0 else None
    stated = refer(Referred(id_, referrer.id, referred.id, f"R-{number:03d}", note), made_at, [])
    script.say(made_at, referrer.by, "recordReferral", stated)
    referral = Referral(id_, 1, referrer.id, referred.id, made_at, made_at, referrer.by)
    for status, at in _steps(choices, made_at, script.end - timedelta(days=1)):
        converted = status is ReferralStatus.CONVERTED
        minor = 5_000_00 + 1_000_00 * choices.randrange(90)
        value = Money(minor, referrer.account.currency) if converted else None
        script.say(at, referrer.by, "advanceReferral", advance(referral, status, at, value))
        referral = replace(referral, steps=(*referral.steps, ReferralStep(status, at, value)))


def _steps(choices: Random, made_at: datetime, latest: datetime) -> list[tuple[ReferralStatus, datetime]]:
    """Return how far a referral got: a quarter nowhere, a fifth only to a first contact."""
    contacted = made_at + timedelta(days=1 + choices.randrange(20))
    settled = contacted + timedelta(days=3 + choices.randrange(60))
    drawn = choices.random()
    end = ReferralStatus.CONVERTED if drawn < 0.35 else ReferralStatus.DECLINED
    steps = [(ReferralStatus.CONTACTED, contacted), (end, settled)]
    wanted = steps if drawn < 0.55 else steps[:1] if drawn < 0.75 else []
    return [(status, at) for status, at in wanted if at < latest]
