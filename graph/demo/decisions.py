"""Opportunities, decision maps and ties: who decides, how they stand, who moves whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from domain.assessment import Assessed, assess
from domain.codes import (
    Adaptability,
    BuyingRole,
    Circle,
    Confidence,
    Coverage,
    DecisionOrientation,
    Influence,
    OpportunityStatus,
    Polarity,
    Support,
)
from domain.ids import AssessmentId, MapId, OpportunityId, StakeholderId, map_of
from domain.money import Money
from domain.opportunity import OpportunityClosed, OpportunityDescribed
from domain.stakeholder import RoleGiven, StakeholderAdded, sorted_roles
from domain.tie import Influences, Knows, ReportsTo, acquaint, influence

if TYPE_CHECKING:
    from random import Random

    from graph.demo.cast import Account, Cast
    from graph.demo.script import Script

_SEATS: Final = (
    (BuyingRole.APPROVER,),
    (BuyingRole.DECIDER,),
    (BuyingRole.EVALUATOR,),
    (BuyingRole.USER,),
    (BuyingRole.DECIDER, BuyingRole.EVALUATOR),
    (BuyingRole.USER, BuyingRole.EVALUATOR),
    (),
)
_SUPPORT: Final = (*Support, Support.SUPPORTER, Support.NEUTRAL)
_EVIDENCE: Final = (
    ("主动约我们下周去演示。", "Asked us for a demonstration next week."),
    ("会上对预算提出疑问。", "Questioned the budget in the meeting."),
    ("与竞争对手的销售是校友。", "Went to school with a competitor's salesman."),
    ("认可试点的结果。", "Accepts the results of the pilot."),
    (None, None),
)
_DEALS: Final = (
    ("核心系统升级", "Core system upgrade"),
    ("数据平台一期", "Data platform, phase one"),
    ("年度框架采购", "Annual framework purchase"),
    ("客服中心改造", "Contact centre renewal"),
    ("安全加固项目", "Security hardening"),
)


@dataclass(frozen=True, slots=True)
class Deal:
    """An opportunity; `closed_ago` null while it is open."""

    id: OpportunityId
    account: Account
    opened_ago: int
    closed_ago: int | None


def decide(script: Script, cast: Cast) -> list[Deal]:
    """Record ties, standing maps, opportunities and their maps for every account; return the opportunities."""
    choices = script.choices("decisions")
    deals: list[Deal] = []
    for index, account in enumerate(cast.accounts):
        _tie_people(script, choices, cast, account)
        seats = _fill_map(script, choices, account, map_of(account.id), account.ago - 20, 4 + index % 4)
        present = (one.id for one in account.people if one.left is None)
        account.seats = dict(zip(present, seats, strict=False))
        _assess_over_time(script, choices, cast, account, seats, until_ago=1)
        found = [_open_deal(script, choices, account, number) for number in range(1 + index % 3)]
        for deal in found:
            if deal.closed_ago is None:
                filled = _fill_map(script, choices, account, map_of(deal.id), deal.opened_ago - 2, 3)
                _assess_over_time(script, choices, cast, account, filled, until_ago=1)
        deals += found
    return deals


def _tie_people(script: Script, choices: Random, cast: Cast, account: Account) -> None:
    """Say, in one import, who reports to, moves and knows whom."""
    people = account.people
    said: list[ReportsTo | Influences | Knows] = []
    for place, person in enumerate(people[1:], start=1):
        # A tree: the manager is always somebody further up the list.
        manager = people[(place - 1) // 3]
        said.append(ReportsTo(account.id, person.id, manager.id))
    for source, target in dict.fromkeys(tuple(choices.sample(range(len(people)), 2)) for _ in range(4)):
        polarity = Polarity.NEGATIVE if choices.random() < 0.2 else Polarity.POSITIVE
        said.append(influence(people[source].id, people[target].id, 1 + choices.randrange(5), polarity))
    said += [
        acquaint(account.owner, people[place].id, round(0.2 + 0.1 * choices.randrange(7), 1), None)
        for place in sorted(choices.sample(range(len(people)), 3))
    ]
    elsewhere = choices.choice([a for a in cast.accounts if a is not account and a.ago >= account.ago])
    said.append(acquaint(people[-1].id, choices.choice(elsewhere.people).id, 0.5, choices.choice(tuple(Circle))))
    script.say(script.at(account.ago - 15), account.owner, "import", *said)


def _fill_map(
    script: Script, choices: Random, account: Account, map_id: MapId, ago: int, size: int
) -> list[StakeholderId]:
    """Put people, and for every third map a placeholder, into a map; return the places of the people."""
    seats: list[StakeholderId] = []
    at = script.at(ago)
    present = [p for p in account.people if p.left is None]
    for place, person in enumerate(present[:size]):
        seat = StakeholderId(script.new_id("stakeholder"))
        roles = sorted_roles(_SEATS[place % len(_SEATS)])
        added = StakeholderAdded(seat, map_id, account.id, person.id, None, roles)
        script.say(at + timedelta(minutes=place), account.owner, "addStakeholder", added)
        seats.append(seat)
    if choices.random() < 0.33:
        label = "使用部门负责人（姓名未知）" if account.chinese else "Head of the using department (name unknown)"
        placeholder = StakeholderAdded(
            StakeholderId(script.new_id("stakeholder")), map_id, account.id, None, label, (BuyingRole.USER,)
        )
        script.say(at + timedelta(hours=1), account.owner, "addStakeholder", placeholder)
    if choices.random() < 0.25 and len(seats) > 3:
        given = RoleGiven(seats[3], account.id, (BuyingRole.EVALUATOR, BuyingRole.USER))
        script.say(script.at(max(ago - 30, 1)), account.owner, "giveRoles", given)
    return seats


def _assess_over_time(
    script: Script,
    choices: Random,
    cast: Cast,
    account: Account,
    seats: list[StakeholderId],
    until_ago: int,
) -> None:
    """Assess one to three times, most of them; some is recorded weeks after it was seen."""
    for seat in seats:
        for number in range(choices.choice((0, 1, 2, 2, 3))):
            ago = choices.randrange(until_ago, min(account.ago - 22, 640 - 180 * number))
            at = script.at(ago)
            late = timedelta(days=choices.randrange(10, 40) if choices.random() < 0.15 else 0)
            said = _make_assessment(script, choices, account, seat)
            by = account.owner if choices.random() < 0.8 else cast.admin
            script.say(at, by, "assess", said, recorded=at + late)


def _make_assessment(script: Script, choices: Random, account: Account, seat: StakeholderId) -> Assessed:
    evidence = choices.choice(_EVIDENCE)
    return assess(
        Assessed(
            AssessmentId(script.new_id("assessment")),
            seat,
            account.id,
            support=choices.choice(_SUPPORT),
            influence=choices.choice(tuple(Influence)),
            adaptability=choices.choice(tuple(Adaptability)) if choices.random() < 0.5 else None,
            coverage=choices.choice(tuple(Coverage)) if choices.random() < 0.2 else None,
            orientation=choices.choice(tuple(DecisionOrientation)) if choices.random() < 0.5 else None,
            confidence=choices.choice(tuple(Confidence)),
            evidence=evidence[0] if account.chinese else evidence[1],
        )
    )


def _open_deal(script: Script, choices: Random, account: Account, number: int) -> Deal:
    names = choices.choice(_DEALS)
    opened_ago = choices.randrange(30, account.ago - 30)
    closed_ago = choices.randrange(2, opened_ago - 20) if opened_ago > 200 else None
    deal = Deal(OpportunityId(script.new_id("opportunity")), account, opened_ago, closed_ago)
    described = OpportunityDescribed(
        deal.id,
        account.id,
        name=names[0] if account.chinese else names[1],
        external_id=f"O-{account.external_id[2:]}-{number + 1}",
        amount=Money(100_000_00 + 5_000_00 * choices.randrange(400), account.currency),
        expected_close=script.day(closed_ago or choices.randrange(-180, 20)),
    )
    script.say(script.at(opened_ago), account.owner, "createOpportunity", described)
    if closed_ago is not None:
        won = choices.random() < 0.6
        reason = None if won else "预算取消" if account.chinese else "Budget was cut"
        status = OpportunityStatus.WON if won else OpportunityStatus.LOST
        closed = OpportunityClosed(deal.id, account.id, status, reason)
        script.say(script.at(closed_ago), account.owner, "closeOpportunity", closed)
    return deal
