"""Who could speak for us, and is not asked: `advocate-unasked`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from domain.codes import Severity
from domain.insight import Evidence, fill
from domain.ladder import DEFAULT_LADDER, ladder
from domain.rule import Hit, Rule, RuleLevel, RuleSettings, Threshold
from domain.rules.wording import asking, day
from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.situation import Situation

ADVOCATES: Final = frozenset({"SUPPORTER", "ADVOCATE"})
"""The stages of the default ladder on which a customer speaks for us."""
UNASKED_DAYS: Final = Threshold(
    "ADVOCATE_UNASKED_DAYS", 180, 1, 3650, "for how many days a supporter who referred somebody need not be asked again"
)


def _check(situation: Situation, settings: RuleSettings) -> Iterator[Hit]:
    found = situation.advocate
    if found is None or found.move.ladder != DEFAULT_LADDER or found.move.to not in ADVOCATES:
        return
    move, last = found.move, found.last_referral_at
    asked_again = last + timedelta(days=settings.of(UNASKED_DAYS)) if last is not None else move.at
    if asked_again > situation.at:
        return
    names = {
        "account": situation.map.graph.account.name,
        "stage": ladder(DEFAULT_LADDER).stage(move.to).label,
        "days": settings.of(UNASKED_DAYS),
    }
    stands = fill(Text("{stage} since {day}", "{day} 起为“{stage}”"), {**names, "day": day(move.at)})
    evidence = [Evidence(move.id, stands, move.at)]
    if last is not None:
        referred = fill(Text("last referral on {day}", "最近一次推荐：{day}"), {"day": day(last)})
        evidence.append(Evidence(situation.map.graph.account.id, referred, last))
    question = Text("who else has the problem that we solved here?", "还有谁面临同样的问题？")
    yield Hit((), lambda: (asking(situation, question),), lambda: tuple(evidence), names, max(asked_again, move.at))


RULES: Final = (
    Rule(
        id="advocate-unasked",
        version=1,
        severity=Severity.INFO,
        level=RuleLevel.ACCOUNT,
        title=Text("Supporter not asked for referrals", "支持者未被请求转介绍"),
        message=Text(
            "{account} speaks for us ({stage}), and referred nobody in {days} days.",
            "{account}支持我方（{stage}），但 {days} 天内没有推荐过任何人。",
        ),
        advice=Text(
            "Whoever is satisfied is glad to be asked. Ask for one name, and say how it went.",
            "满意的客户乐于被请求。请具体请教一位人选，并反馈进展。",
        ),
        check=_check,
        thresholds=(UNASKED_DAYS,),
    ),
)
