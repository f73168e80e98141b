"""Moves on every ladder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.ids import TransitionId
from domain.ladder import DEFAULT_LADDER, LADDERS
from domain.stage import StageMoved

if TYPE_CHECKING:
    from random import Random

    from domain.ladder import Ladder
    from graph.demo.cast import Account, Cast
    from graph.demo.script import Script


def climb(script: Script, cast: Cast) -> None:
    """Put every account on the default ladder and half of them on each of the others; up mostly, sometimes down."""
    choices = script.choices("stages")
    for index, account in enumerate(cast.accounts):
        for number, ladder in enumerate(LADDERS.values()):
            if ladder.key == DEFAULT_LADDER or (index + number) % 2:
                _move_on(script, choices, account, ladder)


def _move_on(script: Script, choices: Random, account: Account, ladder: Ladder) -> None:
    days = sorted(choices.sample(range(1, account.ago - 2), 1 + choices.randrange(5)), reverse=True)
    last = len(ladder.stages) - 1
    place = choices.randrange(2)
    for number, ago in enumerate(days):
        down = number > 0 and place > 0 and choices.random() < 0.2
        if number > 0:
            place = place - 1 if down else place + (2 if choices.random() < 0.1 else 1)
        if place > last:
            if not ladder.loop:
                return
            place = 0
        reason = ("半年没有联系。" if account.chinese else "No contact for half a year.") if down else None
        evidence = (
            ("季度评审结论。" if account.chinese else "Agreed in the quarterly review.") if number % 3 == 1 else None
        )
        moved = StageMoved(
            TransitionId(script.new_id("transition")),
            account.id,
            ladder.key,
            ladder.stages[place].key,
            reason,
            evidence,
        )
        script.say(script.at(ago), account.owner, "moveStage", moved)
