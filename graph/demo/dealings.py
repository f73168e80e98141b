"""Interactions and orders."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from domain.codes import Direction, InteractionKind
from domain.ids import InteractionId, OrderId
from domain.interaction import Interacted, interact
from domain.money import Money
from domain.order import Ordered

if TYPE_CHECKING:
    from random import Random

    from graph.demo.cast import Account, Cast
    from graph.demo.decisions import Deal
    from graph.demo.script import Script

_KINDS: Final = (
    *(InteractionKind.EMAIL,) * 6,
    *(InteractionKind.CALL,) * 5,
    *(InteractionKind.MESSAGE,) * 4,
    *(InteractionKind.MEETING,) * 4,
    InteractionKind.EVENT,
    InteractionKind.SITE_VISIT,
    InteractionKind.CARE,
    InteractionKind.GIFT,
    *(InteractionKind.SUPPORT_CASE,) * 2,
)
_NOTES: Final = (
    ("讨论了下一步安排。", "Talked about the next steps."),
    ("对方希望年底前看到方案。", "They want to see a proposal before the year ends."),
    ("介绍了新任负责人。", "Introduced the new person in charge."),
    ("反馈响应速度太慢。", "Complained about slow answers."),
)
_PRODUCTS: Final = (("标准版许可", "Standard licence"), ("实施服务", "Implementation"), ("年度维护", "Yearly support"))


def deal_with(script: Script, cast: Cast, deals: list[Deal]) -> None:
    """Record contacts and orders of every account; the livelier it is, the more."""
    choices = script.choices("dealings")
    for index, account in enumerate(cast.accounts):
        own = [deal for deal in deals if deal.account is account]
        for _ in range(14 + 7 * (index % 7)):
            _meet(script, choices, cast, account, own)
        for _ in range((0, 1, 4, 9, 14)[index % 5]):
            _order(script, choices, account, own)


def _meet(script: Script, choices: Random, cast: Cast, account: Account, deals: list[Deal]) -> None:
    ago = choices.randrange(1, account.ago - 1)
    at = script.at(ago)
    present = [p for p in account.people if p.is_there(at)]
    kind = choices.choice(_KINDS)
    about = [d for d in deals if d.opened_ago > ago > (d.closed_ago or 0)]
    notes = choices.choice(_NOTES)
    together = choices.random() < 0.15
    said = interact(
        Interacted(
            InteractionId(script.new_id("interaction")),
            account.id,
            kind,
            choices.choice((Direction.OUTBOUND, Direction.OUTBOUND, Direction.INBOUND, Direction.MUTUAL)),
            (account.owner, cast.admin) if together else (account.owner,),
            tuple(p.id for p in choices.sample(present, 1 + choices.randrange(2))),
            opportunity_id=choices.choice(about).id if about and choices.random() < 0.5 else None,
            duration_minutes=15 * (1 + choices.randrange(8)) if kind is not InteractionKind.EMAIL else None,
            sentiment=choices.choice((-1, 0, 0, 1, 1, 2)) if choices.random() < 0.6 else None,
            note=(notes[0] if account.chinese else notes[1]) if choices.random() < 0.3 else None,
        )
    )
    # Written down the same evening, or some days later.
    recorded = at + timedelta(hours=2) if choices.random() < 0.8 else at + timedelta(days=choices.randrange(1, 8))
    script.say(at, account.owner, "recordInteraction", said, recorded=recorded)


def _order(script: Script, choices: Random, account: Account, deals: list[Deal]) -> None:
    ago = choices.randrange(1, account.ago - 40)
    won = [deal for deal in deals if deal.closed_ago is not None and deal.closed_ago > ago]
    value = Money(8_000_00 + 1_000_00 * choices.randrange(150), account.currency)
    product = choices.choice(_PRODUCTS)
    said = Ordered(
        OrderId(script.new_id("order")),
        account.id,
        value,
        cost=Money(value.minor * choices.randrange(40, 80) // 100, account.currency),
        product=product[0] if account.chinese else product[1],
        opportunity_id=choices.choice(won).id if won and choices.random() < 0.4 else None,
    )
    script.say(script.at(ago), account.owner, "recordOrder", said)
