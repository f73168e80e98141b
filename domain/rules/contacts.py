"""Who meets them: `key-player-uncovered`, `going-dark`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from domain.codes import Coverage, ReadingSource, Severity
from domain.insight import Evidence, fill
from domain.rule import Hit, Rule, RuleLevel, RuleSettings, Threshold
from domain.rules.wording import asking, assessed, day, towards
from domain.situation import FOR_US
from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from domain.decision_map import Standing
    from domain.insight import Play
    from domain.situation import Situation

DARK_DAYS: Final = Threshold("GOING_DARK_DAYS", 30, 1, 3650, "after how many days without contact somebody goes dark")


def _uncovered(situation: Situation, _settings: RuleSettings) -> Iterator[Hit]:
    for one in situation.key_players:
        if one.coverage.value is Coverage.NONE:
            yield _unmet(situation, one)


def _unmet(situation: Situation, one: Standing) -> Hit:
    return Hit(
        (one.stakeholder.id,),
        lambda: (_meet(situation, one),),
        lambda: (assessed(situation, one, "influence"), _coverage(one)),
        {"name": one.label},
    )


def _meet(situation: Situation, one: Standing) -> Play:
    if one.person is None:
        return asking(situation, Text("who is “{name}”?", "“{name}”是谁？"), {"name": one.label})
    return towards(situation, one, Text("Meet {name}.", "约见{name}。"))


def _coverage(one: Standing) -> Evidence:
    stated = one.stakeholder.coverage
    if one.coverage.source is ReadingSource.STATED and stated is not None:
        said = Text("no contact, as stated on {day}", "未接触（{day} 声明）")
        return Evidence(one.stakeholder.id, fill(said, {"day": day(stated.observed_at)}), stated.observed_at)
    return Evidence(one.stakeholder.id, Text("no interaction in the last 365 days", "最近 365 天没有互动"))


def _going_dark(situation: Situation, settings: RuleSettings) -> Iterator[Hit]:
    opportunity = situation.map.graph.opportunity
    open_ids = {one.id for one in situation.open_opportunities}
    if not open_ids or (opportunity is not None and opportunity.id not in open_ids):
        return
    patience = timedelta(days=settings.of(DARK_DAYS))
    for one in situation.counted:
        if one.person is None or one.stakeholder.support not in FOR_US:
            continue
        last = last_met(situation, one)
        dark_from = (last or one.stakeholder.since) + patience
        if dark_from <= situation.at:
            yield _dark(situation, one, last, dark_from, settings.of(DARK_DAYS))


def _dark(situation: Situation, one: Standing, last: datetime | None, dark_from: datetime, days: int) -> Hit:
    invite = Text("Get in touch with {name}: ask how it looks from the inside.", "联系{name}，了解内部进展。")
    return Hit(
        (one.stakeholder.id,),
        lambda: (towards(situation, one, invite),),
        lambda: (_last_contact(one, last), assessed(situation, one, "support")),
        {"name": one.label, "days": days},
        dark_from,
    )


def last_met(situation: Situation, one: Standing) -> datetime | None:
    """Return when any of us last had an interaction with somebody."""
    person_id = one.stakeholder.person_id
    found = situation.strengths.get(person_id, ()) if person_id is not None else ()
    times = [contact.last_at for contact in found if contact.last_at is not None]
    if person_id is not None and (unnamed := situation.last_met.get(person_id)) is not None:
        times.append(unnamed)
    return max(times, default=None)


def _last_contact(one: Standing, last: datetime | None) -> Evidence:
    if last is None:
        since = one.stakeholder.since
        said = Text("in the map since {day}, and no interaction yet", "{day} 加入关系图，至今没有互动")
        return Evidence(one.stakeholder.id, fill(said, {"day": day(since)}), since)
    said = Text("last interaction on {day}", "最近互动：{day}")
    return Evidence(one.stakeholder.person_id, fill(said, {"day": day(last)}), last)


RULES: Final = (
    Rule(
        id="key-player-uncovered",
        title=Text("Key player uncovered", "关键人无人接触"),
        version=1,
        severity=Severity.WARNING,
        level=RuleLevel.MAP,
        message=Text("Nobody of us is in contact with the key player {name}.", "我方无人接触关键人{name}。"),
        advice=Text(
            "A key player whom nobody meets decides by what others say of us. Find a reason to meet.",
            "无人接触的关键人只能凭他人之言作决定。请找一个见面的理由。",
        ),
        check=_uncovered,
    ),
    Rule(
        id="going-dark",
        title=Text("Going dark", "联系中断"),
        version=1,
        severity=Severity.WARNING,
        level=RuleLevel.MAP,
        message=Text(
            "{name} is for us, and there was no contact for {days} days or more.",
            "{name}支持我方，但已有 {days} 天以上没有联系。",
        ),
        advice=Text(
            "Silence in an open deal is news. Ask, before somebody else answers.",
            "商机进行中的沉默就是信号。请主动询问，不要等别人先给答案。",
        ),
        check=_going_dark,
        thresholds=(DARK_DAYS,),
    ),
)
