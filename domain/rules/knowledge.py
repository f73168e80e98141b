"""What we do not know (any more): `hidden-influencer`, `stale-assessment`, `inner-circle-unknown`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from domain.codes import Influence, Severity
from domain.insight import Evidence, fill
from domain.rule import Hit, Rule, RuleLevel, RuleSettings, Threshold
from domain.rules.wording import asking, assessed, day, towards
from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.assessment import Assessment
    from domain.decision_map import Standing
    from domain.insight import Play
    from domain.situation import Situation

HIDDEN_INFLUENCER: Final = "hidden-influencer"
"""The rule that looks at the network of the whole map."""
STALE_DAYS: Final = Threshold("STALE_ASSESSMENT_DAYS", 90, 1, 3650, "for how many days an assessment is fresh")


def _hidden(situation: Situation, _settings: RuleSettings) -> Iterator[Hit]:
    for one in situation.counted:
        if one.stakeholder.id in situation.hidden:
            yield _unnoticed(situation, one)


def _unnoticed(situation: Situation, one: Standing) -> Hit:
    meet = Text(
        "Meet {name}, find out who listens to them, and assess their influence.",
        "约见{name}，了解谁听取其意见，并评估其影响力。",
    )
    first = Text("among the first by the ties in the map", "按图中关系位居前列")
    return Hit(
        (one.stakeholder.id,),
        lambda: (towards(situation, one, meet),),
        lambda: (assessed(situation, one, "influence"), Evidence(one.stakeholder.id, first)),
        {"name": one.label},
    )


def _stale(situation: Situation, settings: RuleSettings) -> Iterator[Hit]:
    fresh = timedelta(days=settings.of(STALE_DAYS))
    for one in situation.key_players:
        known = situation.assessments.get(one.stakeholder.id, ())
        if known and known[0].observed_at + fresh <= situation.at:
            yield _old(situation, one, known[0], fresh)


def _old(situation: Situation, one: Standing, last: Assessment, fresh: timedelta) -> Hit:
    assess = Text("see where {name} stands today, and record it.", "了解{name}目前的立场并记录评估。")
    said = Text("last assessed on {day}", "最近评估：{day}")
    return Hit(
        (one.stakeholder.id,),
        lambda: (_learn(situation, one, assess),),
        lambda: (Evidence(last.id, fill(said, {"day": day(last.observed_at)}), last.observed_at),),
        {"name": one.label, "days": fresh.days},
        last.observed_at + fresh,
    )


def _unknown(situation: Situation, _settings: RuleSettings) -> Iterator[Hit]:
    for one in situation.key_players:
        if one.stakeholder.influence is Influence.INNER_CIRCLE and one.stakeholder.support is None:
            yield _unsaid(situation, one)


def _unsaid(situation: Situation, one: Standing) -> Hit:
    said = situation.stated(one, "influence")
    learn = Text("find out where {name} stands, and record it.", "了解{name}的立场并记录评估。")
    return Hit(
        (one.stakeholder.id,),
        lambda: (_learn(situation, one, learn),),
        lambda: (assessed(situation, one, "influence"), assessed(situation, one, "support")),
        {"name": one.label},
        said.observed_at if said is not None else None,
    )


def _learn(situation: Situation, one: Standing, text: Text) -> Play:
    """Return how to learn of somebody: from themselves if one of us can get there, else from whom we know."""
    if one.person is None:
        return asking(situation, text, {"name": one.label})
    return towards(situation, one, Text(text.en[0].upper() + text.en[1:], text.zh))


RULES: Final = (
    Rule(
        id=HIDDEN_INFLUENCER,
        title=Text("Hidden influencer", "隐藏的影响者"),
        version=1,
        severity=Severity.INFO,
        level=RuleLevel.MAP,
        message=Text(
            "{name} carries more weight than was said: the ties in the map lead there.",
            "{name}的实际影响力高于评估：图中的关系指向此人。",
        ),
        advice=Text(
            "Treat them as a key player until you know better.",
            "在进一步核实之前，请按关键人对待。",
        ),
        check=_hidden,
        stated=True,
    ),
    Rule(
        id="stale-assessment",
        title=Text("Stale assessment", "判断过时"),
        version=1,
        severity=Severity.INFO,
        level=RuleLevel.MAP,
        message=Text(
            "The key player {name} was not assessed for {days} days or more.",
            "关键人{name}已有 {days} 天以上未评估。",
        ),
        advice=Text(
            "People change their minds. Look again, and write down what you saw.",
            "人的立场会变化。请重新观察并记录。",
        ),
        check=_stale,
        thresholds=(STALE_DAYS,),
    ),
    Rule(
        id="inner-circle-unknown",
        title=Text("Inner circle unknown", "核心圈立场未知"),
        version=1,
        severity=Severity.WARNING,
        level=RuleLevel.MAP,
        message=Text(
            "{name} belongs to the inner circle, and nobody knows where they stand.",
            "{name}属于核心圈，但立场未知。",
        ),
        advice=Text(
            "Nobody weighs more. Ask somebody close to them before the decision is made.",
            "核心圈分量最重，请尽早向其身边的人了解。",
        ),
        check=_unknown,
        stated=True,
    ),
)
