"""Who carries it for us: `no-sponsor`, `sponsor-left`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.codes import Severity, Support
from domain.insight import Evidence, fill
from domain.rule import Hit, Rule, RuleLevel, RuleSettings
from domain.rules.wording import asking, assessed, day, towards
from domain.situation import by_power
from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from domain.decision_map import Standing
    from domain.situation import Situation

STEPS: Final = (
    ("sponsor-1", Text("Talk with {name} about the problems of their work.", "与{name}谈其工作中的问题。")),
    (
        "sponsor-2",
        Text("Find what gives {name} reason and drive to change.", "找出{name}改变现状的理由与动力。"),
    ),
    ("sponsor-3", Text("Let {name} feel what it costs to leave it so.", "让{name}感受到维持现状的代价。")),
    ("sponsor-4", Text("Learn how {name} pictures the solution.", "了解{name}心目中的解决方案。")),
    ("sponsor-5", Text("Help {name} to that picture.", "帮助{name}实现这一设想。")),
)
"""The five steps that make a sponsor of a supporter, and where the playbook has them."""


def _no_sponsor(situation: Situation, _settings: RuleSettings) -> Iterator[Hit]:
    if any(one.stakeholder.support is Support.SPONSOR for one in situation.counted):
        return
    supporters = [one for one in situation.counted if one.stakeholder.support is Support.SUPPORTER]
    # Somebody can be talked with before anybody whose name is not known.
    named = [one for one in supporters if one.person is not None] or supporters
    if not named:
        yield Hit((), lambda: (asking(situation, Text("who would gain most by it?", "谁会从中受益最多？")),))
        return
    best = by_power(named)[0]
    yield Hit(
        (),
        lambda: tuple(towards(situation, best, text, playbook_id=key) for key, text in STEPS),
        lambda: (assessed(situation, best, "support"),),
    )


def _sponsor_left(situation: Situation, _settings: RuleSettings) -> Iterator[Hit]:
    for one in situation.map.standings:
        if one.left_at is not None and one.stakeholder.support is Support.SPONSOR:
            yield _after(situation, one, one.left_at)


def _after(situation: Situation, one: Standing, left_at: datetime) -> Hit:
    question = Text(
        "who takes over from {name}? When the successor is in the map, take {name} out of it.",
        "谁接替{name}？接替人加入关系图后，请将{name}移出。",
    )
    left = Text("{name} left the account on {day}", "{name}已于 {day} 离开该客户")
    names = {"name": one.label, "day": day(left_at)}
    return Hit(
        (one.stakeholder.id,),
        lambda: (asking(situation, question, {"name": one.label}),),
        lambda: (
            Evidence(one.stakeholder.person_id, fill(left, names), left_at),
            assessed(situation, one, "support"),
        ),
        names,
        left_at,
    )


RULES: Final = (
    Rule(
        id="no-sponsor",
        title=Text("No sponsor", "无赞助者"),
        version=1,
        severity=Severity.WARNING,
        level=RuleLevel.MAP,
        message=Text("Nobody in the decision is a sponsor.", "决策中没有赞助者。"),
        advice=Text(
            "Win the supporter with the most influence as a sponsor: somebody who speaks for us when we are not there.",
            "把影响力最大的支持者发展为赞助者，让其在我方不在场时为我方发声。",
        ),
        check=_no_sponsor,
        stated=True,
    ),
    Rule(
        id="sponsor-left",
        title=Text("Sponsor left", "赞助者离职"),
        version=1,
        severity=Severity.CRITICAL,
        level=RuleLevel.MAP,
        message=Text("The sponsor {name} is no longer at the account.", "赞助者{name}已离开该客户。"),
        advice=Text(
            "Find who takes over, let the one who left introduce us, and win another sponsor.",
            "请找到接替人，请离职者引荐，并发展新的赞助者。",
        ),
        check=_sponsor_left,
        stated=True,
    ),
)
