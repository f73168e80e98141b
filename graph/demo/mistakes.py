"""What was wrong and was put right: undone, undone and done again, corrected."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from domain.change import Corrected, Undone
from domain.codes import Direction, InteractionKind
from domain.ids import InteractionId, OrderId, StreamId, TransitionId
from domain.interaction import Interacted
from domain.money import Money
from domain.order import Ordered
from domain.stage import StageMoved

if TYPE_CHECKING:
    from domain.fact import Change
    from graph.demo.cast import Account, Cast
    from graph.demo.script import Script


def err(script: Script, cast: Cast) -> None:
    """Record some mistakes and how they were mended."""
    first, second, third, *_ = cast.accounts
    _undo_a_move(script, first)
    _undo_an_undo(script, second)
    _correct_an_order(script, third)


def _undo_a_move(script: Script, account: Account) -> None:
    wrong = StageMoved(
        TransitionId(script.new_id("transition")), account.id, "CLOSENESS", "INTIMATE", evidence="记错了客户。"
    )
    _undo(script, account, script.say(script.at(40), account.owner, "moveStage", wrong))


def _undo_an_undo(script: Script, account: Account) -> None:
    said = Interacted(
        InteractionId(script.new_id("interaction")),
        account.id,
        InteractionKind.MEETING,
        Direction.MUTUAL,
        (account.owner,),
        (account.people[0].id,),
        note="以为没有开成的会，其实开了。",
    )
    undone = _undo(script, account, script.say(script.at(30), account.owner, "recordInteraction", said))
    _undo(script, account, undone)


def _correct_an_order(script: Script, account: Account) -> None:
    wrong = Ordered(OrderId(script.new_id("order")), account.id, Money(9_900_000_00, account.currency))
    change = script.say(script.at(25), account.owner, "recordOrder", wrong)
    fact = change.facts[0]
    right = Ordered(OrderId(script.new_id("order")), account.id, Money(990_000_00, account.currency))
    correction = Corrected(fact.id, StreamId(account.id), "多写了一个零。")
    recorded = fact.recorded_at + timedelta(days=3)
    script.say(fact.observed_at, account.owner, "import", correction, right, recorded=recorded)


def _undo(script: Script, account: Account, change: Change) -> Change:
    at = change.recorded_at + timedelta(hours=20)
    return script.say(at, account.owner, "undo", Undone(change.id, StreamId(account.id)))
