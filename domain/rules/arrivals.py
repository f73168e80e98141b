"""Who comes to us by others: `sponsor-arrived`, `referral-untouched`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from domain.codes import ReferralStatus, Severity
from domain.insight import Evidence, fill
from domain.rule import Hit, Rule, RuleLevel, RuleSettings, Threshold
from domain.rules.wording import by_seller, day, label, to_party
from domain.situation import FOR_US
from domain.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.situation import Arrival, Situation, Untouched

UNTOUCHED_DAYS: Final = Threshold(
    "REFERRAL_UNTOUCHED_DAYS", 7, 1, 3650, "after how many days a referral that nobody contacted is untouched"
)


def _arrived(situation: Situation, _settings: RuleSettings) -> Iterator[Hit]:
    assessed = {one.stakeholder.person_id for one in situation.counted if one.stakeholder.support is not None}
    for one in situation.arrivals:
        person, place = one.person, one.place
        if place.support in FOR_US and person.id not in assessed:
            yield _welcome(situation, one)


def _welcome(situation: Situation, one: Arrival) -> Hit:
    person, place, since = one.person, one.place, one.person.employments[-1].since
    names = {"name": person.name, "elsewhere": one.account_name, "support": label(place.support)}
    stood = Text("{name} was a {support} at {elsewhere}", "{name}曾是{elsewhere}的{support}")
    evidence = [Evidence(place.id, fill(stood, names))]
    if since is not None:
        began = fill(Text("here since {day}", "{day} 入职"), {"day": day(since)})
        evidence.append(Evidence(person.id, began, since))
    welcome = Text(
        "Welcome {party} in the new place, add them to the map, and assess where they stand here.",
        "祝贺{party}履新，将其加入关系图，并评估其在此的立场。",
    )
    return Hit((person.id,), lambda: (to_party(situation, person.id, welcome),), lambda: tuple(evidence), names, since)


def _untouched(situation: Situation, settings: RuleSettings) -> Iterator[Hit]:
    patience = timedelta(days=settings.of(UNTOUCHED_DAYS))
    for one in situation.untouched:
        referral = one.referral
        if referral.status is ReferralStatus.MADE and referral.made_at + patience <= situation.at:
            yield _waiting(situation, one, patience)


def _waiting(situation: Situation, one: Untouched, patience: timedelta) -> Hit:
    referral = one.referral
    names = {"referrer": one.referrer_name, "referred": one.referred_name, "days": patience.days}
    made = Text("{referrer} referred us to {referred} on {day}", "{referrer}于 {day} 推荐了{referred}")
    contact = Text(
        "Contact {referred} today, and tell {referrer} how it went.",
        "今天就联系{referred}，并把进展告诉{referrer}。",
    )
    seller_id = referral.recorded_by or situation.map.graph.account.owner_id
    said = fill(made, {**names, "day": day(referral.made_at)})
    return Hit(
        (referral.id,),
        lambda: (by_seller(situation, seller_id, fill(contact, names), referral.referred),),
        lambda: (Evidence(referral.id, said, referral.made_at),),
        names,
        referral.made_at + patience,
    )


RULES: Final = (
    Rule(
        id="sponsor-arrived",
        title=Text("Sponsor arrived elsewhere", "赞助者到任新单位"),
        version=1,
        severity=Severity.INFO,
        level=RuleLevel.ACCOUNT,
        message=Text(
            "{name}, a {support} of ours at {elsewhere}, works here now.",
            "{name}曾是{elsewhere}的{support}，现已在此任职。",
        ),
        advice=Text(
            "Somebody who spoke for us once will do so again, if they see that we noticed.",
            "曾为我方发声的人，若感到被重视，会再次支持我方。",
        ),
        check=_arrived,
    ),
    Rule(
        id="referral-untouched",
        title=Text("Referral untouched", "转介绍未跟进"),
        version=1,
        severity=Severity.WARNING,
        level=RuleLevel.ACCOUNT,
        message=Text(
            "Nobody has contacted {referred}, whom {referrer} referred us to, for {days} days or more.",
            "{referrer}推荐了{referred}，但已有 {days} 天以上无人联系。",
        ),
        advice=Text(
            "A referral cools within days, and the one who gave it is watching.",
            "推荐几天内就会变凉，推荐人也在关注。",
        ),
        check=_untouched,
        thresholds=(UNTOUCHED_DAYS,),
    ),
)
