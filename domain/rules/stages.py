"""Where it does not move: `stalled-stage`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from domain.codes import Severity
from domain.insight import Evidence, fill
from domain.ladder import LADDERS
from domain.rule import Hit, Rule, RuleLevel, RuleSettings
from domain.rules.wording import day, for_owner
from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from domain.ladder import Ladder, Stage
    from domain.situation import Situation
    from domain.stage import Transition


def _check(situation: Situation, _settings: RuleSettings) -> Iterator[Hit]:
    for stay in situation.stays:
        move, ladder = stay.move, LADDERS[stay.move.ladder]
        stalled_from = move.at + timedelta(days=stay.stalled_after_days)
        following = _next(ladder, move.to)
        if following is not None and stalled_from < situation.at:
            yield _stalled(situation, move, ladder, following, stalled_from)


def _stalled(situation: Situation, move: Transition, ladder: Ladder, following: Stage, since: datetime) -> Hit:
    names = {"ladder": ladder.label, "stage": ladder.stage(move.to).label, "next": following.label, "day": day(move.at)}
    stands = Text("on {stage} since {day}", "{day} 起处于“{stage}”")
    decide = Text(
        "Decide what it takes to reach {next}, who does it, and by when.",
        "明确进入“{next}”需要做什么、由谁做、何时完成。",
    )
    return Hit(
        (move.id,),
        lambda: (for_owner(situation, decide, names),),
        lambda: (Evidence(move.id, fill(stands, names), move.at),),
        names,
        since,
    )


def _next(ladder: Ladder, key: str) -> Stage | None:
    """Return the stage above; at the top of a ladder there is nowhere to go."""
    place = [stage.key for stage in ladder.stages].index(key) + 1
    if place == len(ladder.stages):
        return ladder.stages[0] if ladder.loop else None
    return ladder.stages[place]


RULES: Final = (
    Rule(
        id="stalled-stage",
        title=Text("Stalled on a stage", "阶段停滞"),
        version=1,
        severity=Severity.INFO,
        level=RuleLevel.ACCOUNT,
        message=Text(
            "On {stage} ({ladder}) since {day}: longer than three of four accounts stayed there.",
            "自 {day} 起处于“{stage}”（{ladder}）：停留时间长于四分之三的客户。",
        ),
        advice=Text(
            "What stands still falls back. Take the next step, or say that this is where it stays.",
            "停滞即后退。请推进到下一步，或明确维持现状。",
        ),
        check=_check,
    ),
)
