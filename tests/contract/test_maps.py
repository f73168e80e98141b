"""A map, a network of referrals and a board in full, worked out by hand, with what is hidden left out."""

from __future__ import annotations

from dataclasses import replace

from domain.account import Account
from domain.codes import (
    AccountKind,
    BuyingRole,
    Circle,
    Coverage,
    Influence,
    InteractionKind,
    Polarity,
    ReferralStatus,
    Support,
    Tier,
)
from domain.decision_map import ContactCount, MapGraph
from domain.ids import map_of
from domain.money import Money
from domain.opportunity import Opportunity
from domain.person import Employment, Person
from domain.referral import Referral
from domain.stakeholder import Position, Stakeholder, StatedCoverage
from domain.strength import Dealings
from domain.tie import Influences, Knows, ReportsTo
from graph.store import BoardRow
from tests.contract import firm
from tests.contract.conftest import Filled
from tests.contract.firm import (
    ACME,
    ADMIN,
    ANN,
    BOB,
    CID,
    DECOY,
    FAY,
    GUS,
    HISTORY,
    MIA,
    NOW,
    OPEN,
    OUT,
    OWEN,
    OWNER,
    ROOT,
    STRANGER,
    VAL,
    WANG,
    WIDE,
)
from tests.contract.test_reads import plain_graph
from tests.worlds import TICK, account, day, opportunity, referral, stakeholder

FIRST, SECOND = (HISTORY.changes[place].recorded_at for place in (2, 7))
THE_ACCOUNT = Account(
    ACME,
    6,
    FIRST,
    "Acme",
    AccountKind.COMPANY,
    external_id="a-1",
    industry="Tea & Coffee",
    region="South",
    tier=Tier.A,
    owner_id=OWEN,
    team_ids=(MIA, VAL),
    tags=("key", "tea"),
)
A, D, E, U = BuyingRole


async def test_a_map_as_its_owner_sees_it(filled: Filled) -> None:
    (found,) = await filled.store.for_viewer(OWNER).list_map_graphs([map_of(ACME)], NOW)
    standing = map_of(ACME)

    def placed(number: int, version: int, roles: tuple[BuyingRole, ...], **given: object) -> Stakeholder:
        return Stakeholder(stakeholder(number), version, standing, ACME, day(11), roles=roles, **given)  # pyright: ignore[reportArgumentType]

    assert plain_graph(found) == MapGraph(
        standing,
        NOW,
        THE_ACCOUNT,
        None,
        (
            placed(
                1,
                1,
                (D,),
                person_id=ANN,
                support=Support.SPONSOR,
                influence=Influence.INNER_CIRCLE,
                coverage=StatedCoverage(Coverage.IN_DEPTH, day(13)),
                position=Position(10.5, -20),
            ),
            placed(
                2,
                2,
                (A, E),
                person_id=WANG,
                support=Support.SUPPORTER,
                influence=Influence.POLITICAL_STRUCTURE,
            ),
            placed(3, 1, (E,), person_id=CID),
            placed(4, 1, (U,), label="A user, name unknown"),
            placed(5, 1, (U,), person_id=FAY),
        ),
        {
            ANN: Person(
                ANN,
                1,
                SECOND,
                ROOT,
                "Ann Lee",
                "p-1",
                "Director",
                emails=("ann@acme.example",),
                phones=("+86 138 0013 8000",),
                employments=(Employment(ACME, "Director", None, None),),
            ),
            WANG: Person(
                WANG,
                2,
                SECOND,
                ROOT,
                "王伟",
                title="主任",
                department="采购部",
                seniority="Senior",
                employments=(Employment(ACME, "主任", day(10), None),),  # not the one before
            ),
            CID: Person(CID, 1, SECOND, ROOT, "Cid", phones=("010-1234",)),  # not where he works
            FAY: Person(FAY, 2, SECOND, ROOT, "Fay", employments=(Employment(ACME, None, None, day(20)),)),
        },
        (ReportsTo(ACME, WANG, ANN),),
        (Influences(ANN, WANG, 4), Influences(WANG, ANN, 2, Polarity.NEGATIVE), Influences(CID, ANN, 5)),
        (Knows(WANG, ANN, 0.75, Circle.SUPERIOR),),
        # Not what was at the very beginning of the window, nor what is another account's; but what is an open one's.
        {ANN: ContactCount(3, 2), WANG: ContactCount(2, 0)},
    )


async def test_the_map_of_an_opportunity_and_who_may_see_more_contacts(filled: Filled) -> None:
    (found,) = await filled.store.for_viewer(ADMIN).list_map_graphs([map_of(opportunity(1))], NOW)
    assert found is not None
    assert found.opportunity == Opportunity(
        opportunity(1), 1, ACME, day(5), "Big deal", external_id="o-1", amount=Money(123_456_00, "CNY")
    )
    assert [(one.person_id, one.roles) for one in found.stakeholders] == [(ANN, (U,))]
    assert (list(found.people), found.reports, found.influences, found.acquaintances) == ([ANN], (), (), ())
    assert found.contacts[ANN] == ContactCount(4, 2)
    (edge,) = await filled.store.for_viewer(ADMIN).list_map_graphs([map_of(opportunity(1))], NOW - TICK)
    assert edge is not None
    assert edge.contacts[ANN] == ContactCount(5, 3)


async def test_who_of_us_met_whom_and_how_often(filled: Filled) -> None:
    calls, visits = {InteractionKind.CALL: 1}, {InteractionKind.SITE_VISIT: 1}
    with_ann = Dealings(OWEN, ANN, day(200), 0, 2, {InteractionKind.MEETING: 1, InteractionKind.CALL: 1}, 2)
    with_wang = Dealings(OWEN, WANG, day(200), 0, 2, {InteractionKind.CALL: 2}, 1)
    mia_with_wang = Dealings(MIA, WANG, day(200), 0, 1, calls, 1)
    out_with_ann = Dealings(OUT, ANN, day(203), 0, 1, visits, 1)
    # Not with Bob, whom Owen does not see, though he was there; not what the decoy's owner did at the decoy.
    owner = filled.store.for_viewer(OWNER)
    assert await owner.list_dealings([BOB, ANN, WANG], None, NOW) == [with_ann, out_with_ann, with_wang, mia_with_wang]
    assert await owner.list_dealings(None, [MIA], NOW) == [mia_with_wang, replace(mia_with_wang, person_id=GUS)]
    assert await owner.list_dealings([WANG], [MIA], NOW) == [mia_with_wang]
    # A day later: within 180 and 90 days, and of two of us together.
    (then,) = await owner.list_dealings([WANG], [MIA], day(201))
    assert then == replace(mia_with_wang, recent=1, lately=1, together=1)
    (seen_by_all,) = await filled.store.for_viewer(ADMIN).list_dealings([ANN], [OUT], NOW)
    assert seen_by_all == replace(out_with_ann, mutual=2, kinds=visits | calls)
    assert await filled.store.for_viewer(STRANGER).list_dealings([ANN, WANG], None, NOW) == []


async def test_networks_of_referrals(filled: Filled) -> None:
    async def ids(viewer: str, party: str, way: str) -> list[int]:
        store = filled.store.for_viewer(firm.VIEWERS[viewer])
        ask = store.list_downstream if way == "down" else store.list_upstream
        return sorted(int(one.id[-4:], 16) for one in await ask([party], None))

    assert await ids("admin", ACME, "down") == [1, 2, 3, 6, 7, 9, 10, 11]
    assert await ids("admin", ACME, "up") == [1, 2, 3, 6, 7]
    assert await ids("admin", ANN, "down") == [4, 5, 12]
    # The way on from the open account leads over what Owen does not see, and ends there.
    assert await ids("owner", ACME, "down") == [1, 9, 10]
    assert await ids("owner", ACME, "up") == []
    assert await ids("stranger", OPEN, "down") == [9, 10]
    assert await ids("stranger", ACME, "down") == []
    (first,) = await filled.store.for_viewer(OWNER).list_nodes([referral(1)])
    assert isinstance(first, Referral)
    assert [(step.status, step.at, step.value) for step in first.steps] == [
        (ReferralStatus.CONTACTED, day(60), None),
        (ReferralStatus.CONVERTED, day(70), Money(4_200, "CNY")),
    ]


async def test_a_board(filled: Filled) -> None:
    rows = await filled.store.for_viewer(ADMIN).list_board_rows("LOYALTY", None)
    amounts = {row.account_id: {*row.open_amounts} for row in rows}
    assert [(row.account_id, row.name, row.stage, row.since) for row in rows] == [
        (ACME, "Acme", "PROSPECT", day(90)),
        (DECOY, "Acme", "PROSPECT", day(70)),
        (OPEN, "青山保险", "CLIENT", day(22)),
        (WIDE, "\uff37ide Ltd", "ADVOCATE", day(22)),
        (account(4), "𠮷野", "CLIENT", day(22)),
    ]
    assert amounts == {
        ACME: {Money(123_456_00, "CNY"), Money(500_000, "USD")},
        DECOY: {Money(9, "CNY")},
        OPEN: {Money(100, "JPY")},
        WIDE: set(),
        account(4): set(),
    }
    assert await filled.store.for_viewer(OWNER).list_board_rows("KEY_ACCOUNT", None) == [
        BoardRow(ACME, "Acme", "TRUST", day(21), tuple(rows[0].open_amounts))
    ]
