"""A firm whose every fact has decoys: another account, the reversed edge, a missing optional, a hidden end.

`HISTORY` is read by all tests of reading and never changed. Account 1 is Owen's; 2 is another's, with the same name
and people in common; 3 is open; 4 is nobody's; 5 is Mia's; 6 is Owen's and bare.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from domain.account import AccountDescribed
from domain.assessment import Assessed
from domain.codes import (
    AccountKind,
    BuyingRole,
    Circle,
    CommitmentSide,
    CommitmentStatus,
    Coverage,
    Direction,
    Influence,
    InteractionKind,
    OpportunityStatus,
    PlayTopic,
    Polarity,
    ReferralStatus,
    RelationshipLevel,
    SellerRole,
    Support,
    Tier,
)
from domain.commitment import CommitmentMade, CommitmentSettled
from domain.contact_level import ContactLevelStated
from domain.fact import Stated
from domain.finding_note import FindingAssigned, FindingDismissed, FindingDone, FindingReopened
from domain.ids import MapId, PlayId, SellerId, map_of
from domain.interaction import Interacted
from domain.money import Money
from domain.opportunity import OpportunityClosed, OpportunityDescribed
from domain.order import Ordered
from domain.person import EmployedAt, PersonDescribed
from domain.playbook_entry import Answer, PlayDescribed
from domain.referral import ReferralAdvanced, Referred
from domain.seller import SellerDescribed
from domain.stage import StageMoved
from domain.stakeholder import (
    Position,
    RoleGiven,
    StakeholderAdded,
    StakeholderNamed,
    StakeholderPlaced,
    StakeholderRemoved,
)
from domain.tie import Influences, Knows, ReportsTo
from domain.viewer import Viewer
from tests.worlds import (
    TICK,
    History,
    account,
    assessment,
    commitment,
    day,
    ident,
    insight,
    interaction,
    new_account,
    new_person,
    new_seller,
    on,
    opportunity,
    order,
    person,
    referral,
    seller,
    stakeholder,
    transition,
)

NOW: Final = day(500)
"""When the firm is looked at: long after everything in it."""
EDGE: Final = NOW - timedelta(days=365)
"""The window of contacts begins just after it."""

ROOT, DORA, MAX, OWEN, MIA, OUT, VAL = (seller(number) for number in range(1, 8))
VIEWERS: Final = {
    "admin": Viewer(ROOT, SellerRole.ADMIN, frozenset({ROOT})),
    "manager two above": Viewer(DORA, SellerRole.MANAGER, frozenset({DORA, MAX, OWEN})),
    "manager above": Viewer(MAX, SellerRole.MANAGER, frozenset({MAX, OWEN})),
    "owner": Viewer(OWEN, SellerRole.MEMBER, frozenset({OWEN})),
    "team member": Viewer(MIA, SellerRole.MEMBER, frozenset({MIA})),
    "outsider": Viewer(OUT, SellerRole.MEMBER, frozenset({OUT})),
    "VIEWER on the team": Viewer(VAL, SellerRole.VIEWER, frozenset({VAL})),
    "stranger": Viewer(seller(8), SellerRole.VIEWER, frozenset({seller(8)})),
}
ADMIN, OWNER, OUTSIDER, STRANGER = (VIEWERS[name] for name in ("admin", "owner", "outsider", "stranger"))

ACME, DECOY, OPEN, NOBODYS, WIDE, BETA = (account(number) for number in range(1, 7))
ANN, WANG, BOB, CID, DEE, EVE, FAY, GUS, HAL, LINA = (person(number) for number in range(1, 11))
A, D, E, U = BuyingRole
PLAY = PlayId(ident("play", 1))


def placed(number: int, at: Any, who: Any, *roles: BuyingRole, in_map: MapId | None = None) -> StakeholderAdded:
    label = None if who else "A user, name unknown"
    return StakeholderAdded(stakeholder(number), in_map or map_of(at), at, who, label, roles)


def said_of(number: int, of: int, at: Any = ACME, **given: Any) -> Assessed:
    return Assessed(assessment(number), stakeholder(of), at, **given)


def met(number: int, at: Any, *people: Any, kind: InteractionKind = InteractionKind.CALL, **given: Any) -> Interacted:
    sellers = given.pop("seller_ids", (OWEN,))
    return Interacted(interaction(number), at, kind, Direction.MUTUAL, sellers, people, **given)


def deal(number: int, at: Any, **given: Any) -> OpportunityDescribed:
    return OpportunityDescribed(opportunity(number), at, **given)


def referred(number: int, by: Any, whom: Any, **given: Any) -> Referred:
    return Referred(referral(number), by, whom, **given)


def advanced(number: int, status: ReferralStatus, value: Money | None = None) -> ReferralAdvanced:
    return ReferralAdvanced(referral(number), status, value)


def moved(number: int, at: Any, to: str, ladder: str = "LOYALTY", **given: Any) -> StageMoved:
    return StageMoved(transition(number), at, ladder, to, **given)


def _parties(made: History) -> None:
    made.record(new_seller(1, "Root", SellerRole.ADMIN, email="Root@Example.com"))
    made.record(
        new_seller(2, "Dora", SellerRole.MANAGER, email="dora@example.com"),
        new_seller(3, "Max", SellerRole.MANAGER, manager_id=DORA, team="North"),
        new_seller(4, "Owen", email="owen@example.com", manager_id=MAX, team="North"),
        new_seller(5, "Mia"),
        new_seller(6, "王伟", email="out@example.com"),
        new_seller(7, "Val", SellerRole.VIEWER),
        by=ROOT,
    )
    made.record(
        new_account(
            1,
            "Acme",
            owner_id=OWEN,
            team_ids=(MIA, VAL),
            industry="Tea & Coffee",
            region="South",
            tier=Tier.A,
            tags=("key", "tea"),
            external_id="a-1",
        ),
        by=OWEN,
    )
    made.record(new_account(2, "Acme", owner_id=OUT, industry="Tea", tier=Tier.B, tags=("tea",)), by=OUT)
    made.record(
        new_account(
            3, "青山保险", kind=AccountKind.GOVERNMENT, owner_id=OUT, open=True, industry="保险", tags=("key",)
        ),
        new_account(4, "𠮷野", kind=AccountKind.INDIVIDUAL, archived=True, external_id="a-4"),
        # By code points it comes before account 4, by UTF-16 units after it.
        new_account(5, "\uff37ide Ltd", owner_id=MIA, parent_id=ACME, industry="  coffee, tea "),
        by=ROOT,
    )
    made.record(new_account(6, "Beta 100%", owner_id=OWEN, open=False), by=OWEN)
    made.record(on(40, AccountDescribed(BETA, industry=None, tags=("a_b",))), by=OWEN)
    made.record(
        new_person(
            1,
            "Ann Lee",
            1,
            title="Director",
            emails=("ann@acme.example",),
            phones=("+86 138 0013 8000",),
            external_id="p-1",
        ),
        new_person(2, "王伟", title="主任", department="采购部"),
        on(-30, EmployedAt(WANG, DECOY, "Clerk")),
        on(10, EmployedAt(WANG, ACME, "主任")),
        new_person(3, "Bob", 2),
        new_person(4, "Cid", 2, phones=("010-1234",)),
        new_person(6, "Eve", 3),
        new_person(7, "Fay", 1),
        by=ROOT,
    )
    made.record(new_person(5, "Dee"), by=OUT)
    made.record(new_person(8, "Gus"), by=OWEN)
    made.record(new_person(9, "Ann Lee", 4), new_person(10, "李娜", 5), by=ROOT)
    made.record(on(20, EmployedAt(FAY, DECOY, None)), by=OUT)
    made.record(on(9, PersonDescribed(WANG, seniority="Senior")), by=OUT)


def _deals(made: History) -> None:
    made.record(on(5, deal(1, ACME, name="Big deal", amount=Money(123_456_00, "CNY"), external_id="o-1")), by=OWEN)
    made.record(on(6, deal(2, ACME, name="Second", amount=Money(500_000, "USD"))), by=OWEN)
    made.record(on(1, deal(3, ACME, name="Won", amount=Money(77, "CNY"))), by=MIA)
    made.record(on(8, OpportunityClosed(opportunity(3), ACME, OpportunityStatus.WON)), by=MIA)
    made.record(on(5, deal(4, DECOY, name="Theirs", amount=Money(9, "CNY"))), by=OUT)
    made.record(on(5, deal(5, ACME, name="No amount")), by=OWEN)
    made.record(on(3, deal(6, OPEN, name="青山续保", amount=Money(100, "JPY"))), by=OUT)


def _maps(made: History) -> None:
    made.record(
        on(11, placed(1, ACME, ANN, D), placed(2, ACME, WANG, A), placed(3, ACME, CID, E), placed(4, ACME, None, U)),
        on(11, placed(5, ACME, FAY, U), placed(6, ACME, GUS)),
        by=OWEN,
    )
    made.record(on(12, placed(7, ACME, ANN, U, in_map=map_of(opportunity(1)))), by=OWEN)
    made.record(on(12, placed(8, DECOY, BOB, D), placed(9, DECOY, CID, A)), by=OUT)
    made.record(on(12, placed(10, OPEN, EVE), placed(11, OPEN, None, U)), by=OUT)
    made.record(on(30, StakeholderRemoved(stakeholder(6), ACME)), by=OWEN)
    made.record(on(31, StakeholderPlaced(stakeholder(1), ACME, Position(10.5, -20))), by=MIA)
    made.record(on(14, RoleGiven(stakeholder(2), ACME, (A, E))), by=OWEN)
    made.record(on(33, StakeholderNamed(stakeholder(11), OPEN, LINA)), by=OUT)
    made.record(on(15, said_of(1, 1, support=Support.NEUTRAL, influence=Influence.INNER_CIRCLE)), by=OWEN)
    made.record(on(15, said_of(2, 1, support=Support.SPONSOR, evidence="She said so.")), by=MIA)
    made.record(on(13, said_of(3, 1, support=Support.OPPONENT, coverage=Coverage.IN_DEPTH)), by=OWEN)
    made.record([Stated(said_of(4, 2, influence=Influence.POLITICAL_STRUCTURE), day(16), by=MIA)], by=OWEN)
    made.record(on(16, said_of(5, 8, DECOY, support=Support.SUPPORTER, influence=Influence.INNER_CIRCLE)), by=OUT)
    made.record(on(17, said_of(6, 10, OPEN, influence=Influence.OUTSIDE)), by=OUT)


def _ties(made: History) -> None:
    made.record(on(18, ReportsTo(ACME, WANG, ANN), ReportsTo(ACME, FAY, ANN), ReportsTo(DECOY, BOB, CID)), by=ROOT)
    made.record(on(18, Influences(ANN, WANG, 4), Influences(WANG, ANN, 2, Polarity.NEGATIVE)), by=OWEN)
    made.record(on(18, Influences(CID, ANN, 5), Influences(ANN, BOB, 3), Influences(BOB, ANN, 3)), by=ROOT)
    made.record(on(18, Influences(WANG, CID, 1)), by=OWEN)
    made.record(on(25, Influences(WANG, CID, None)), by=OWEN)
    made.record(on(19, Knows(WANG, ANN, 0.75, Circle.SUPERIOR), Knows(OWEN, ANN, None, Circle.CUSTOMER)), by=OWEN)
    made.record(on(19, Knows(OUT, BOB, 0.5), Knows(EVE, ANN, 0.25), Knows(HAL, ANN, 1), Knows(CID, ANN, 0.1)), by=ROOT)
    made.record(on(26, Knows(ANN, CID, 0)), by=ROOT)


def _contacts(made: History) -> None:
    made.record(
        [
            Stated(met(1, ACME, ANN, kind=InteractionKind.MEETING), EDGE),
            Stated(met(2, ACME, ANN, BOB, kind=InteractionKind.MEETING, note="Tea."), EDGE + TICK),
            Stated(met(3, ACME, ANN, WANG, duration_minutes=30, sentiment=-2, external_id="i-3"), day(200)),
            Stated(met(4, ACME, WANG, GUS, seller_ids=(MIA, OWEN), opportunity_id=opportunity(1)), day(200)),
            Stated(met(5, ACME, kind=InteractionKind.EMAIL), day(201)),
        ],
        by=OWEN,
    )
    made.record(on(202, met(6, DECOY, ANN, CID, seller_ids=(OUT,)), met(7, DECOY, BOB, seller_ids=(OUT,))), by=OUT)
    made.record(on(203, met(8, OPEN, EVE, ANN, HAL, kind=InteractionKind.SITE_VISIT, seller_ids=(OUT,))), by=OUT)
    made.record(on(210, Ordered(order(1), ACME, Money(1000, "CNY"), "y-1", Money(900, "CNY"), "Tea")), by=OWEN)
    made.record(on(211, Ordered(order(2), DECOY, Money(5, "EUR"))), by=OUT)


def _referrals(made: History) -> None:
    won = ReferralStatus.CONVERTED
    made.record(
        on(50, referred(1, ACME, OPEN, external_id="r-1", note="Call.")), on(50, referred(2, OPEN, WIDE)), by=ROOT
    )
    made.record(on(52, referred(3, WIDE, ACME)), by=ROOT)  # a loop of three
    made.record(on(53, referred(4, ANN, WANG), referred(5, WANG, ANN)), by=OWEN)  # a loop of two
    made.record(on(54, referred(6, ACME, DECOY), referred(7, DECOY, OPEN), referred(8, BOB, ANN)), by=ROOT)
    made.record(on(55, referred(9, OPEN, EVE), referred(10, EVE, LINA), referred(11, LINA, NOBODYS)), by=ROOT)
    made.record(on(60, advanced(1, ReferralStatus.CONTACTED)), by=OWEN)
    made.record(on(70, advanced(1, won, Money(4_200, "CNY"))), by=OWEN)
    made.record(on(61, advanced(4, ReferralStatus.DECLINED)), by=OWEN)
    made.record(on(80, referred(12, ANN, WANG)), by=OWEN)  # again, after the first was declined
    made.record(on(65, advanced(7, won)), by=OUT)
    made.record(on(66, advanced(6, ReferralStatus.CONTACTED)), by=ROOT)


def _stages(made: History) -> None:
    made.record(on(20, moved(1, ACME, "SUSPECT", evidence="A fair.")), by=OWEN)
    made.record(on(60, moved(2, ACME, "CLIENT")), by=OWEN)
    made.record(on(40, moved(3, ACME, "PROSPECT")), by=MIA)
    made.record(on(90, moved(4, ACME, "PROSPECT", reason="They stopped.")), by=OWEN)
    made.record(on(21, moved(5, ACME, "TRUST", "KEY_ACCOUNT"), moved(6, DECOY, "SUSPECT")), by=ROOT)
    made.record(on(22, moved(7, OPEN, "CLIENT"), moved(8, WIDE, "ADVOCATE"), moved(9, NOBODYS, "CLIENT")), by=ROOT)
    made.record(on(70, moved(10, DECOY, "PROSPECT")), by=OUT)


def promised(number: int, at: Any, who: Any, side: CommitmentSide, **given: Any) -> CommitmentMade:
    return CommitmentMade(commitment(number), at, side, "A visit.", who, **given)


def settled(number: int, at: Any, status: CommitmentStatus) -> CommitmentSettled:
    return CommitmentSettled(commitment(number), at, status)


def _noted(made: History) -> None:
    vendor, source, _, advisor = RelationshipLevel
    made.record(on(41, ContactLevelStated(OWEN, stakeholder(1), ACME, vendor, advisor)), by=OWEN)
    made.record(on(41, ContactLevelStated(MIA, stakeholder(1), ACME, desired=source)), by=MIA)
    made.record(on(42, ContactLevelStated(OWEN, stakeholder(4), ACME, vendor)), by=OWEN)
    made.record(on(43, ContactLevelStated(OWEN, stakeholder(4), ACME)), by=OWEN)
    made.record(on(42, ContactLevelStated(OUT, stakeholder(8), DECOY, source)), by=OUT)
    made.record(on(42, ContactLevelStated(OUT, stakeholder(10), OPEN, source, advisor)), by=OUT)
    ours, theirs = CommitmentSide
    made.record(on(44, promised(1, ACME, ANN, ours, due=day(60).date()), promised(2, ACME, BOB, theirs)), by=OWEN)
    made.record(on(44, promised(3, ACME, None, ours), promised(4, OPEN, HAL, theirs)), by=ROOT)
    made.record(on(45, promised(5, DECOY, ANN, ours), promised(6, OPEN, EVE, ours)), by=OUT)
    made.record(on(46, settled(1, ACME, CommitmentStatus.KEPT)), by=OWEN)
    made.record(on(46, settled(5, DECOY, CommitmentStatus.BROKEN)), by=OUT)
    made.undo(made.record(on(47, settled(3, ACME, CommitmentStatus.WITHDRAWN)), by=OWEN), by=OWEN)
    made.undo(made.record(on(47, promised(7, BETA, GUS, theirs)), by=OWEN), by=OWEN)
    made.record(on(47, PlayDescribed(PLAY, (Answer(PlayTopic.TRUST),), "Call.", withdrawn=False)), by=MAX)
    on_acme = (insight(1), ACME)
    made.record(on(48, FindingDismissed(*on_acme, "Known.", "0" * 32, day(90).date())), by=OWEN)
    made.record(on(49, FindingAssigned(*on_acme, MIA), FindingDone(insight(2), ACME, "1" * 32, "Met her.")), by=OWEN)
    made.record(on(50, FindingReopened(insight(2), ACME), FindingDone(insight(1), DECOY, "1" * 32)), by=OUT)
    made.record(on(51, FindingAssigned(insight(3), OPEN, OUT)), by=OUT)
    made.undo(made.record(on(52, FindingDismissed(insight(4), ACME, "No.", "2" * 32)), by=MIA), by=MIA)


def _taken_back(made: History) -> None:
    made.undo(made.record(on(34, placed(12, ACME, LINA, D)), by=OWEN), by=OWEN)
    undone = made.undo(made.record(on(35, placed(13, BETA, EVE, E)), by=OWEN), by=OWEN)
    made.undo(undone, by=OWEN)
    wrong = made.record(on(36, said_of(7, 2, support=Support.OPPONENT)), by=OWEN).facts[0]
    made.correct(wrong, on(36, said_of(8, 2, support=Support.SUPPORTER)), reason="Another person.", by=OWEN)
    made.undo(made.record(on(37, SellerDescribed(MIA, team="South")), by=ROOT), by=ROOT)
    made.undo(made.record(new_person(11, "Ivy", 1), by=OWEN), by=OWEN)
    made.undo(made.record(on(38, moved(11, BETA, "CLIENT")), by=OWEN), by=OWEN)
    made.undo(made.record(on(39, referred(13, ACME, WIDE)), by=OWEN), by=OWEN)


def build() -> History:
    """Return the firm's history."""
    made = History()
    for part in (_parties, _deals, _maps, _ties, _contacts, _referrals, _stages, _noted, _taken_back):
        part(made)
    return made


def writer(by: SellerId | None) -> Viewer:
    """Return who appends the changes of a seller: what they may see does not matter for that."""
    return Viewer(by or ROOT, SellerRole.ADMIN, frozenset({by or ROOT}))


HISTORY: Final = build()
EVERY_MAP: Final = [
    *(map_of(account(number)) for number in range(1, 8)),
    *(map_of(opportunity(number)) for number in range(1, 8)),
]
EVERY_ID: Final = [
    *(make(number) for make in (account, person, seller, opportunity, stakeholder) for number in range(15)),
    *(
        make(number)
        for make in (assessment, interaction, order, referral, transition, commitment)
        for number in range(15)
    ),
    *EVERY_MAP,
    HISTORY.changes[0].id,
    "nonsense",
    "",
]
EVERY_ACCOUNT: Final = [account(number) for number in (3, 1, 2, 9, 4, 5, 6, 1)]
"""In no order, one unknown and one twice."""
