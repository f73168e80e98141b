"""The worked example: a large insurer's decision with nine people, made up, and labelled so in its data.

The user guide works its scores out by hand; a test compares guide, domain and API.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from domain.account import AccountDescribed, describe_account
from domain.assessment import Assessed, assess
from domain.codes import (
    AccountKind,
    Adaptability,
    BuyingRole,
    ChannelPosition,
    CommitmentSide,
    Confidence,
    Coverage,
    DecisionOrientation,
    Direction,
    Influence,
    InteractionKind,
    Polarity,
    RelationshipLevel,
    Support,
    Tier,
)
from domain.commitment import CommitmentMade
from domain.contact_level import ContactLevelStated
from domain.fact import Stated
from domain.ids import (
    AccountId,
    AssessmentId,
    CommitmentId,
    InteractionId,
    MapId,
    OpportunityId,
    PersonId,
    StakeholderId,
    TransitionId,
    map_of,
)
from domain.interaction import Interacted
from domain.money import Money
from domain.opportunity import OpportunityDescribed
from domain.person import EmployedAt, PersonDescribed
from domain.stage import StageMoved
from domain.stakeholder import Position, StakeholderAdded, StakeholderPlaced
from domain.tie import Influences, Knows, ReportsTo

if TYPE_CHECKING:
    from domain.fact import Statement
    from domain.ids import SellerId
    from graph.demo.cast import Cast
    from graph.demo.script import Script

EXTERNAL_ID: Final = "DEMO-INSURER"
NAME: Final = "某大型保险公司（虚构示例） A large insurer (made up)"
_TAGS: Final = ("demo", "made up", "虚构")
_CREATED: Final = 700


@dataclass(frozen=True, slots=True)
class Part:
    """One of the people: what they are in this decision now, and what we thought of them a year ago.

    `meetings` and `mails`: our contacts with them in the last three months; `x`, `y`: where their card lies.
    """

    key: str
    name: str
    title: str
    department: str
    roles: tuple[BuyingRole, ...]
    influence: Influence
    support: Support | None
    adaptability: Adaptability
    orientation: DecisionOrientation
    manager: str | None
    x: int
    y: int
    earlier: Support | None = None
    meetings: int = 0
    mails: int = 0
    stated: Coverage | None = None


_A, _D, _E, _U = BuyingRole
_IN, _POLITICAL, _OUT = Influence
PARTS: Final = (
    Part("chair", "庄远山", "董事长", "董事会", (_A,), _IN, Support.NEUTRAL, Adaptability.CONSERVATIVE,
         DecisionOrientation.FINANCIAL, None, 400, 0),
    Part("president", "沈若棠", "总裁", "总裁室", (_D,), _IN, Support.SUPPORTER, Adaptability.VISIONARY,
         DecisionOrientation.BUSINESS, "chair", 400, 140, Support.NEUTRAL, meetings=2, mails=2),
    Part("cio", "顾长汀", "首席信息官", "信息技术中心", (_D, _E), _POLITICAL, Support.SPONSOR,
         Adaptability.INNOVATOR, DecisionOrientation.TECHNICAL, "president", 160, 280, Support.SUPPORTER,
         meetings=4, mails=8),
    Part("cfo", "罗敬川", "首席财务官", "计划财务部", (_E,), _IN, Support.NON_SUPPORTER,
         Adaptability.PRAGMATIST, DecisionOrientation.FINANCIAL, "president", 400, 280, Support.NON_SUPPORTER,
         meetings=1, stated=Coverage.BRIEF),
    Part("core", "陆听舟", "核心系统部总经理", "信息技术中心", (_E,), _POLITICAL, Support.SUPPORTER,
         Adaptability.PRAGMATIST, DecisionOrientation.TECHNICAL, "cio", 80, 420, Support.NEUTRAL,
         meetings=1, mails=1),
    Part("architect", "韩知微", "首席架构师", "信息技术中心", (_E,), _OUT, Support.OPPONENT,
         Adaptability.LAGGARD, DecisionOrientation.TECHNICAL, "core", 80, 560, Support.NON_SUPPORTER, mails=1),
    Part("claims", "苏映禾", "理赔总监", "理赔部", (_U,), _POLITICAL, Support.SUPPORTER,
         Adaptability.VISIONARY, DecisionOrientation.BUSINESS, "president", 640, 280, meetings=1),
    Part("contact", "唐小荻", "客户服务中心经理", "理赔部", (_U,), _POLITICAL, Support.NEUTRAL,
         Adaptability.PRAGMATIST, DecisionOrientation.RELATIONSHIP, "claims", 640, 420, mails=1),
    Part("buyer", "方予宁", "采购经理", "计划财务部", (_E,), _OUT, None,
         Adaptability.CONSERVATIVE, DecisionOrientation.FINANCIAL, "cfo", 400, 420),
)  # fmt: skip
"""The nine; all four roles, all five levels of support, all three of influence."""
PLACEHOLDER: Final = "合规审批人（姓名未知） Compliance approver (name unknown)"

_INFLUENCES: Final = (
    ("cfo", "chair", 5, Polarity.POSITIVE),
    ("cio", "president", 4, Polarity.POSITIVE),
    ("core", "cio", 3, Polarity.POSITIVE),
    ("architect", "core", 4, Polarity.POSITIVE),
    ("claims", "president", 2, Polarity.POSITIVE),
    ("contact", "claims", 3, Polarity.POSITIVE),
    ("cio", "cfo", 3, Polarity.NEGATIVE),
)
_MOVES: Final = (
    (640, "LOYALTY", "SUSPECT"),
    (420, "LOYALTY", "PROSPECT"),
    (500, "KEY_ACCOUNT", "ACQUAINTANCE"),
    (150, "KEY_ACCOUNT", "DATING"),
)


@dataclass(frozen=True, slots=True)
class Insurer:
    """Where the worked example is."""

    account_id: AccountId
    map_id: MapId
    people: dict[str, PersonId]


def stage_insurer(script: Script, cast: Cast) -> Insurer:
    """Record the worked example: a map that turned in our favour within a year."""
    account_id = AccountId(script.new_id("account"))
    people = {part.key: PersonId(script.new_id("person")) for part in PARTS}
    insurer = Insurer(account_id, map_of(account_id), people)
    owner = cast.sellers[7]
    _describe(script, insurer, owner, cast)
    _tie(script, insurer, owner)
    seats: dict[str, StakeholderId] = {}
    for index, part in enumerate(PARTS):
        seats[part.key] = _seat(script, insurer, owner, part, index)
        _meet(script, insurer, owner, part)
    added = StakeholderAdded(
        StakeholderId(script.new_id("stakeholder")), insurer.map_id, account_id, None, PLACEHOLDER, (_A,)
    )
    script.say(script.at(380), owner, "addStakeholder", added)
    for ago, ladder, stage in _MOVES:
        moved = StageMoved(TransitionId(script.new_id("transition")), account_id, ladder, stage)
        script.say(script.at(ago), owner, "moveStage", moved)
    _open_deal(script, insurer, owner)
    _promise(script, insurer, owner, seats["cio"])
    return insurer


def _describe(script: Script, insurer: Insurer, owner: SellerId, cast: Cast) -> None:
    account = describe_account(
        AccountDescribed(
            insurer.account_id,
            name=NAME,
            kind=AccountKind.COMPANY,
            external_id=EXTERNAL_ID,
            channel_position=ChannelPosition.END_CUSTOMER,
            industry="保险 Insurance",
            region="华东",
            tier=Tier.A,
            owner_id=owner,
            team_ids=(cast.sellers[8], cast.sellers[9]),
            tags=_TAGS,
            # Whoever looks at the demo may look at its worked example.
            open=True,
            archived=False,
        )
    )
    at = script.at(_CREATED)
    said: list[Stated] = [Stated(account, at)]
    for number, part in enumerate(PARTS, start=1):
        described = PersonDescribed(
            insurer.people[part.key],
            name=part.name,
            external_id=f"DEMO-INSURER-{number}",
            title=part.title,
            department=part.department,
            emails=(f"{part.key}@insurer.example",),
        )
        employed = EmployedAt(insurer.people[part.key], insurer.account_id, part.title)
        said += [Stated(described, at), Stated(employed, at - timedelta(days=400 + 90 * number))]
    script.say(at, owner, "import", *said)


def _tie(script: Script, insurer: Insurer, owner: SellerId) -> None:
    people = insurer.people
    said: list[Statement] = [
        ReportsTo(insurer.account_id, people[part.key], people[part.manager]) for part in PARTS if part.manager
    ]
    said += [Influences(people[a], people[b], strength, polarity) for a, b, strength, polarity in _INFLUENCES]
    said += [Knows(owner, people["cio"], 0.8), Knows(owner, people["claims"], 0.4)]
    script.say(script.at(_CREATED - 20), owner, "import", *said)


def _seat(script: Script, insurer: Insurer, owner: SellerId, part: Part, index: int) -> StakeholderId:
    seat = StakeholderId(script.new_id("stakeholder"))
    added = StakeholderAdded(seat, insurer.map_id, insurer.account_id, insurer.people[part.key], None, part.roles)
    script.say(script.at(400 - index), owner, "addStakeholder", added)
    placed = StakeholderPlaced(seat, insurer.account_id, Position(float(part.x), float(part.y)))
    script.say(script.at(390 - index), owner, "placeStakeholder", placed)

    def say(ago: int, support: Support | None, evidence: str, stated: Coverage | None = None) -> None:
        said = assess(
            Assessed(
                AssessmentId(script.new_id("assessment")),
                seat,
                insurer.account_id,
                support=support,
                influence=part.influence,
                adaptability=part.adaptability,
                coverage=stated,
                orientation=part.orientation,
                confidence=Confidence.MEDIUM,
                evidence=evidence,
            )
        )
        script.say(script.at(ago), owner, "assess", said)

    if part.earlier is not None:
        say(365 - index, part.earlier, "立项前的印象（虚构）。")
    say(60 - index, part.support, "方案汇报会之后的判断（虚构）。", part.stated)
    return seat


def _meet(script: Script, insurer: Insurer, owner: SellerId, part: Part) -> None:
    kinds = [InteractionKind.MEETING] * part.meetings + [InteractionKind.EMAIL] * part.mails
    for number, kind in enumerate(kinds):
        said = Interacted(
            InteractionId(script.new_id("interaction")),
            insurer.account_id,
            kind,
            Direction.MUTUAL if kind is InteractionKind.MEETING else Direction.OUTBOUND,
            (owner,),
            (insurer.people[part.key],),
            duration_minutes=60 if kind is InteractionKind.MEETING else None,
        )
        script.say(script.at(10 + 7 * number), owner, "recordInteraction", said)


def _open_deal(script: Script, insurer: Insurer, owner: SellerId) -> None:
    """An opportunity, whose own map is for whoever tries the product to fill."""
    described = OpportunityDescribed(
        OpportunityId(script.new_id("opportunity")),
        insurer.account_id,
        name="新一代核心系统（虚构） New core system (made up)",
        external_id="DEMO-INSURER-DEAL",
        amount=Money(26_000_000_00, "CNY"),
        expected_close=script.day(-120),
    )
    script.say(script.at(200), owner, "createOpportunity", described)


def _promise(script: Script, insurer: Insurer, owner: SellerId, sponsor: StakeholderId) -> None:
    """What was promised at the last meeting, and what the contact with the sponsor is and should be."""
    ours = CommitmentMade(
        CommitmentId(script.new_id("commitment")),
        insurer.account_id,
        CommitmentSide.OURS,
        "试点方案（虚构） A plan of the pilot (made up)",
        insurer.people["cio"],
        script.day(-14),
    )
    theirs = CommitmentMade(
        CommitmentId(script.new_id("commitment")),
        insurer.account_id,
        CommitmentSide.THEIRS,
        "接口清单（虚构） The list of interfaces (made up)",
        insurer.people["core"],
        script.day(-7),
    )
    script.say(script.at(10), owner, "recordCommitment", ours)
    script.say(script.at(10), owner, "recordCommitment", theirs)
    level = ContactLevelStated(
        owner,
        sponsor,
        insurer.account_id,
        RelationshipLevel.PROBLEM_SOLVER,
        RelationshipLevel.TRUSTED_ADVISOR,
    )
    script.say(script.at(9), owner, "setContactLevel", level)
