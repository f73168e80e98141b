"""What the rest of the demo leaves to chance: promises, a sponsor who moved, a deal that hangs on one person, and more.

It comes last, so that it changes nothing of the others; each scene is at other accounts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from domain.assessment import Assessed, assess
from domain.change import Corrected
from domain.codes import (
    BuyingRole,
    CommitmentSide,
    CommitmentStatus,
    Confidence,
    Influence,
    PlayTopic,
    RelationshipLevel,
    Support,
)
from domain.commitment import CommitmentMade, CommitmentSettled
from domain.contact_level import ContactLevelStated
from domain.fact import Stated
from domain.finding_note import FindingAssigned, FindingDismissed
from domain.ids import (
    AssessmentId,
    CommitmentId,
    InsightId,
    MapId,
    OpportunityId,
    PlayId,
    StakeholderId,
    StreamId,
    TransitionId,
    map_of,
)
from domain.insight import evidence_hash, finding_id
from domain.ladder import DEFAULT_LADDER
from domain.money import Money
from domain.opportunity import OpportunityDescribed
from domain.person import PersonDescribed
from domain.playbook_entry import Answer, PlayDescribed
from domain.rules import RULES
from domain.stage import StageMoved
from domain.stakeholder import StakeholderAdded
from graph.demo.moves import move

if TYPE_CHECKING:
    from domain.ids import PersonId
    from graph.demo.cast import Account, Cast
    from graph.demo.script import Script


@dataclass(frozen=True, slots=True)
class Promise:
    """Made, due and settled so many days ago; `due` is negative for a day to come, null where none was named."""

    account: str
    side: CommitmentSide
    text: str
    made: int
    due: int | None
    status: CommitmentStatus = CommitmentStatus.OPEN
    settled: int = 0


_OURS, _THEIRS = CommitmentSide
_OPEN, _KEPT, _BROKEN, _WITHDRAWN = CommitmentStatus
_PROMISES: Final = (
    Promise("白鹭洲银行", _OURS, "安排容灾演练", 9, -12),
    Promise("白鹭洲银行", _THEIRS, "引荐首席风险官", 16, -5),
    Promise("鹿鸣零售", _OURS, "派工程师驻店一周", 70, 40, _KEPT, 44),
    Promise("鹿鸣零售", _THEIRS, "提供门店客流数据", 66, 50, _KEPT, 52),
    Promise("听涛港务", _THEIRS, "在预算会之前确认采购清单", 95, 60, _BROKEN, 57),
    Promise("Kitebridge Bank", _OURS, "Return the security questionnaire", 6, -8),
    Promise("Larkhall Insurance", _OURS, "Replace the faulty scanner", 110, 90, _BROKEN, 84),
    Promise("Larkhall Insurance", _OURS, "Introduce our head of research", 30, None),
    Promise("Tamarack Motors", _OURS, "Lend a second test device", 48, 20, _WITHDRAWN, 33),
    Promise("Glasswing Health", _THEIRS, "Name who signs the contract", 40, 15),
)
_OVERDUE: Final = Promise("玄圃农业", _OURS, "提交灌溉系统的试点方案", 24, 5)
_BEGUN: Final = (
    ("竹里酒店", "会员系统二期", (BuyingRole.DECIDER, BuyingRole.EVALUATOR, BuyingRole.USER)),
    ("Emberfield Energy", "Meter data pilot", (BuyingRole.APPROVER, BuyingRole.EVALUATOR, BuyingRole.USER)),
    ("蒹葭环保", "监测站数据接入", (BuyingRole.APPROVER, BuyingRole.DECIDER, BuyingRole.USER)),
)
"""Deals whose maps were just begun, with the roles that are named in them; another one is missing in each."""
_SPEAK_FOR_US: Final = (
    ("凌霄工程", "在行业年会上主动介绍了合作成果。"),
    ("Nettlecombe Water", "Told the trade paper what we did for them."),
)
"""Accounts that became supporters of late, and what they did; nobody has asked them for a referral yet."""


def show(script: Script, cast: Cast) -> None:
    """Record one scene after another."""
    _state_levels(script, cast)
    for promise in _PROMISES:
        _promise(script, cast.account(promise.account), promise)
    for name, deal, roles in _BEGUN:
        _begin_deal(script, cast.account(name), deal, roles)
    _move_sponsor(script, cast.account("云岭精工"), cast.account("听涛港务"))
    _seat_unknown(script, cast.account("澄湖物流"))
    _correct_an_assessment(script, cast.account("沧浪水务"))
    _enter_twice(script, cast.account("Rookwood Media"), cast.account("Glasswing Health"))
    _note_insights(script, cast)
    _add_play(script, cast)
    _hang_on_one(script, cast.account("南汀置业"))
    for name, evidence in _SPEAK_FOR_US:
        _speak_for_us(script, cast.account(name), evidence)


def _state_levels(script: Script, cast: Cast) -> None:
    """Say of every third account what its owner is to the first three in its map, and ought to be."""
    choices = script.choices("levels")
    levels = tuple(RelationshipLevel)
    for account in cast.accounts[::3]:
        for person_id in [one.id for one in account.people if one.id in account.seats][:3]:
            current = choices.randrange(len(levels))
            desired = min(current + choices.randrange(3), len(levels) - 1)
            said = ContactLevelStated(
                account.owner, account.seats[person_id], account.id, levels[current], levels[desired]
            )
            script.say(script.at(choices.randrange(5, 60)), account.owner, "setContactLevel", said)


def _promise(script: Script, account: Account, promise: Promise) -> CommitmentId:
    id_ = CommitmentId(script.new_id("commitment"))
    due = script.day(promise.due) if promise.due is not None else None
    made = CommitmentMade(id_, account.id, promise.side, promise.text, account.people[0].id, due)
    script.say(script.at(promise.made), account.owner, "recordCommitment", made)
    if promise.status is not _OPEN:
        settled = CommitmentSettled(id_, account.id, promise.status)
        script.say(script.at(promise.settled), account.owner, "settleCommitment", settled)
    return id_


def _begin_deal(script: Script, account: Account, name: str, roles: tuple[BuyingRole, ...]) -> None:
    map_id = _open_deal(script, account, name)
    present = [one for one in account.people if one.left is None]
    for person, role in zip(present, roles, strict=False):
        _seat(script, account, map_id, person.id, role, ago=13)


def _open_deal(script: Script, account: Account, name: str) -> MapId:
    id_ = OpportunityId(script.new_id("opportunity"))
    described = OpportunityDescribed(
        id_,
        account.id,
        name=name,
        external_id=f"O-{account.external_id[2:]}-9",
        amount=Money(600_000_00, account.currency),
        expected_close=script.day(-90),
    )
    script.say(script.at(14), account.owner, "createOpportunity", described)
    return map_of(id_)


def _seat(
    script: Script, account: Account, map_id: MapId, person_id: PersonId, role: BuyingRole, *, ago: int
) -> StakeholderId:
    seat = StakeholderId(script.new_id("stakeholder"))
    added = StakeholderAdded(seat, map_id, account.id, person_id, None, (role,))
    script.say(script.at(ago), account.owner, "addStakeholder", added)
    return seat


def _move_sponsor(script: Script, old: Account, new: Account) -> None:
    """Let whoever speaks for us at one account go to another, where nobody has noticed yet."""
    person = next(one for one in old.people[2:] if one.id in old.seats)
    said = _assessment(script, old, old.seats[person.id], support=Support.SPONSOR, evidence="在董事会上主动推荐我方。")
    script.say(script.at(45), old.owner, "assess", said)
    move(script, person, new, script.at(9))


def _seat_unknown(script: Script, account: Account) -> None:
    """Add somebody whom all listen to, and of whom nobody knows where they stand."""
    person = next(one for one in account.people if one.left is None and one.id not in account.seats)
    seat = _seat(script, account, map_of(account.id), person.id, BuyingRole.EVALUATOR, ago=22)
    evidence = "重大采购之前，总经理都会先征求其意见。"
    said = _assessment(script, account, seat, influence=Influence.INNER_CIRCLE, evidence=evidence)
    script.say(script.at(21), account.owner, "assess", said)


def _enter_twice(script: Script, one: Account, another: Account) -> None:
    """Let two people be known by one name and phone: whoever looks for duplicates finds them."""
    twins = [next(who for who in reversed(at.people) if who.left is None) for at in (one, another)]
    for twin, at in zip(twins, (one, another), strict=True):
        said = PersonDescribed(twin.id, name=twins[0].name, phones=("+1 555 019 0042",))
        script.say(script.at(35), at.owner, "updatePerson", said)


def _correct_an_assessment(script: Script, account: Account) -> None:
    seat = account.seats[account.people[0].id]
    wrong = _assessment(script, account, seat, support=Support.OPPONENT, evidence="会上反对我方方案。")
    change = script.say(script.at(8), account.owner, "assess", wrong)
    (fact,) = change.facts
    right = replace(wrong, support=Support.NEUTRAL, evidence="会上没有表态。")
    at = fact.recorded_at + timedelta(days=2)
    mistake = Corrected(fact.id, StreamId(account.id), "看错了会议纪要：反对的是另一位与会者。")
    script.say(at, account.owner, "correctAssessment", mistake, Stated(right, fact.observed_at))


def _assessment(
    script: Script,
    account: Account,
    seat: StakeholderId,
    *,
    evidence: str,
    support: Support | None = None,
    influence: Influence | None = None,
) -> Assessed:
    id_ = AssessmentId(script.new_id("assessment"))
    return assess(Assessed(id_, seat, account.id, support, influence, confidence=Confidence.HIGH, evidence=evidence))


def _note_insights(script: Script, cast: Cast) -> None:
    """Give the promise that is overdue to a colleague of the owner, and dismiss what was looked into elsewhere."""
    account = cast.account(_OVERDUE.account)
    overdue = finding_id(account.id, "promise-overdue", account.id, (_promise(script, account, _OVERDUE),))
    given = FindingAssigned(InsightId(overdue), account.id, cast.sellers[5])
    script.say(script.at(3), cast.sellers[1], "assignInsight", given)
    account = cast.account("识微检测")
    rule = next(one for one in RULES if one.id == "no-opponent-known")
    dismissed = FindingDismissed(
        InsightId(finding_id(account.id, rule.id, map_of(account.id), ())),
        account.id,
        "评审会上已逐一征求意见，无人反对。",
        evidence_hash(rule.id, rule.version, ()),
        script.day(-60),
    )
    script.say(script.at(4), account.owner, "dismissInsight", dismissed)


def _add_play(script: Script, cast: Cast) -> None:
    said = PlayDescribed(
        PlayId(script.new_id("play")),
        (Answer(PlayTopic.RULE, "going-dark"),),
        "Ask their assistant first what fills the calendar: silence is often a business trip.",
        "先向其助理了解近期日程：沉默往往只是出差。",
        withdrawn=False,
    )
    script.say(script.at(50), cast.sellers[2], "addPlay", said)


def _hang_on_one(script: Script, account: Account) -> None:
    """Let two people decide whom none of us has met: whom they report to is the one way to both."""
    chief, *deciding = (account.people[place] for place in (1, 4, 6))
    map_id = _open_deal(script, account, "排班系统试点")
    seat = _seat(script, account, map_id, chief.id, BuyingRole.EVALUATOR, ago=13)
    said = _assessment(script, account, seat, support=Support.SUPPORTER, evidence="愿意在内部推动试点。")
    script.say(script.at(12), account.owner, "assess", said)
    for person, role in zip(deciding, (BuyingRole.APPROVER, BuyingRole.DECIDER), strict=True):
        seat = _seat(script, account, map_id, person.id, role, ago=13)
        evidence = "据其上级介绍，此事由其拍板。"
        said = _assessment(script, account, seat, influence=Influence.POLITICAL_STRUCTURE, evidence=evidence)
        script.say(script.at(12), account.owner, "assess", said)


def _speak_for_us(script: Script, account: Account, evidence: str) -> None:
    moved = StageMoved(
        TransitionId(script.new_id("transition")), account.id, DEFAULT_LADDER, "SUPPORTER", evidence=evidence
    )
    script.say(script.at(25), account.owner, "moveStage", moved)
