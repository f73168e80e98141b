"""Undo as the API does it, on each store: by whom, of what, and what stands in the way."""

from __future__ import annotations

from typing import Any

import pytest

from domain.account import AccountDescribed
from domain.codes import BuyingRole, SellerRole
from domain.errors import ConflictError, DomainError, ForbiddenError, NotFoundError
from domain.fact import Change, Stated
from domain.fold import fold
from domain.ids import ChangeId, map_of
from domain.opportunity import OpportunityDescribed
from domain.person import EmployedAt
from domain.referral import ReferralAdvanced
from domain.seller import SellerDescribed
from domain.stakeholder import RoleGiven, StakeholderRemoved
from domain.tie import Influences, ReportsTo
from domain.viewer import Viewer
from graph.change import undo
from graph.recording import record
from graph.store import Append, Store
from tests.contract import firm
from tests.contract.firm import ACME, ADMIN, ANN, DECOY, OUTSIDER, OWNER, WANG, placed, referred
from tests.worlds import (
    account,
    change,
    new_account,
    new_person,
    new_seller,
    on,
    opportunity,
    person,
    referral,
    seller,
    stakeholder,
)

NOW = firm.NOW


async def say(store: Store, *said: list[Stated], number: int = 1000) -> Change:
    stated = tuple(one for some in said for one in some)
    return await store.for_viewer(OWNER).append(Append(change(number), "test", stated, {}))


async def take_back(store: Store, change_id: str | None, by: Viewer = ADMIN) -> ChangeId:
    """Undo a change as the API does; raises what that raises."""
    viewer = store.for_viewer(by)
    made = await record(
        viewer,
        "undo",
        lambda: undo(viewer, NOW, change_id=change_id or ""),
        client_mutation_id=None,
        input_hash="",
    )
    assert made.change_id is not None
    return made.change_id


async def check(store: Store) -> Any:
    world = await store.load_world()
    assert world == fold(fact for one in await store.list_changes(0, 1000) for fact in one.facts)
    return world


async def test_a_change_is_taken_back_and_put_there_again(firm_store: Store) -> None:
    made = await say(firm_store, on(300, RoleGiven(stakeholder(1), ACME, (BuyingRole.USER,))))
    undone = await take_back(firm_store, made.id, OWNER)
    assert (await check(firm_store)).stakeholders[stakeholder(1)].roles == (BuyingRole.DECIDER,)
    await take_back(firm_store, undone, OWNER)
    assert (await check(firm_store)).stakeholders[stakeholder(1)].roles == (BuyingRole.USER,)


@pytest.mark.parametrize(
    ("by", "error"),
    [
        ("admin", None),
        ("manager above", None),
        ("owner", None),
        ("team member", None),
        ("VIEWER on the team", ForbiddenError),
        ("outsider", NotFoundError),
        ("stranger", ForbiddenError),  # says nothing: a VIEWER undoes nothing at all
    ],
)
async def test_who_undoes_what_is_said_of_an_account(
    firm_store: Store, by: str, error: type[DomainError] | None
) -> None:
    made = await say(firm_store, on(300, RoleGiven(stakeholder(1), ACME, ())))
    if error is None:
        await take_back(firm_store, made.id, firm.VIEWERS[by])
        return
    with pytest.raises(error):
        await take_back(firm_store, made.id, firm.VIEWERS[by])
    assert await firm_store.load_position() == made.position


@pytest.mark.parametrize("change_id", [change(999), ACME, "nonsense", ""])
async def test_there_is_nothing_to_undo(firm_store: Store, change_id: str) -> None:
    with pytest.raises(NotFoundError):
        await take_back(firm_store, change_id)


async def test_what_was_built_on_it_stands_in_the_way(firm_store: Store) -> None:
    made = await say(firm_store, new_person(50, "New", 1))
    await say(firm_store, on(300, Influences(ANN, person(50), 3)), number=1001)
    with pytest.raises(ConflictError) as caught:
        await take_back(firm_store, made.id)
    assert caught.value.actual == change(1001)
    await take_back(firm_store, change(1001))
    await take_back(firm_store, made.id)
    assert person(50) not in (await check(firm_store)).people


async def test_what_a_seller_said_stands_in_the_way_of_taking_back_their_creation(firm_store: Store) -> None:
    made = await say(firm_store, new_seller(50, "New"))
    spoken = firm_store.for_viewer(Viewer(seller(50), SellerRole.MEMBER, frozenset({seller(50)})))
    await spoken.append(Append(change(1001), "test", tuple(new_person(50, "Their own")), {}))
    with pytest.raises(ConflictError) as caught:
        await take_back(firm_store, made.id)
    assert caught.value.actual == change(1001)
    await take_back(firm_store, change(1001))
    await take_back(firm_store, made.id)
    assert seller(50) not in (await check(firm_store)).sellers


async def test_nothing_comes_back_that_is_about_what_is_gone(firm_store: Store) -> None:
    """An undo is not undone once what its facts are about was taken back in turn."""
    await say(firm_store, new_person(50, "New", 1))
    await say(firm_store, on(300, Influences(ANN, person(50), 3)), number=1001)
    undone = await take_back(firm_store, change(1001))
    creation_undone = await take_back(firm_store, change(1000))
    with pytest.raises(ConflictError):
        await take_back(firm_store, undone)
    await take_back(firm_store, creation_undone)
    await take_back(firm_store, undone)
    assert (await check(firm_store)).influences[ANN, person(50)] == Influences(ANN, person(50), 3)


async def test_no_stakeholder_comes_back_to_the_map_of_an_opportunity_that_is_gone(firm_store: Store) -> None:
    await say(firm_store, on(300, OpportunityDescribed(opportunity(50), ACME, name="New")))
    await say(firm_store, on(301, placed(50, ACME, ANN, in_map=map_of(opportunity(50)))), number=1001)
    undone = await take_back(firm_store, change(1001))
    await take_back(firm_store, change(1000))
    with pytest.raises(ConflictError):
        await take_back(firm_store, undone)
    await check(firm_store)


async def test_what_is_taken_since_stands_in_the_way(firm_store: Store) -> None:
    removed = await say(firm_store, on(300, StakeholderRemoved(stakeholder(1), ACME)))
    await say(firm_store, on(301, placed(50, ACME, ANN)), number=1001)
    with pytest.raises(ConflictError):
        await take_back(firm_store, removed.id)
    closed = await say(firm_store, on(302, ReferralAdvanced(referral(12), firm.ReferralStatus.DECLINED)), number=1002)
    await say(firm_store, on(303, referred(50, ANN, WANG)), number=1003)
    with pytest.raises(ConflictError):
        await take_back(firm_store, closed.id)
    await check(firm_store)


async def test_no_circle_of_reporting_comes_back(firm_store: Store) -> None:
    none = await say(firm_store, on(300, ReportsTo(ACME, WANG, None)))
    await say(firm_store, on(301, ReportsTo(ACME, ANN, WANG)), number=1001)
    with pytest.raises(ConflictError):
        await take_back(firm_store, none.id)
    await check(firm_store)


async def test_what_nobody_may_see_of_those_who_undo_stands_in_the_way_unnamed(firm_store: Store) -> None:
    made = await say(firm_store, new_person(50, "New", 1))
    hidden = tuple(on(300, placed(50, DECOY, person(50))))
    await firm_store.for_viewer(ADMIN).append(Append(change(1001), "test", hidden, {}))
    with pytest.raises(ConflictError) as caught:
        await take_back(firm_store, made.id, OWNER)
    assert (caught.value.actual, str(caught.value)) == (None, "Something builds on it.")
    await take_back(firm_store, change(1001))
    await take_back(firm_store, made.id, OWNER)
    assert person(50) not in (await check(firm_store)).people


async def test_who_undoes_must_be_able_to_write_all_of_it(firm_store: Store) -> None:
    both = await say(
        firm_store,
        on(300, RoleGiven(stakeholder(1), ACME, ()), RoleGiven(stakeholder(8), DECOY, ())),
    )
    for viewer in (OWNER, OUTSIDER):
        with pytest.raises(NotFoundError):
            await take_back(firm_store, both.id, viewer)
    moved = await say(firm_store, on(310, EmployedAt(person(6), None)), number=1001)
    with pytest.raises(ForbiddenError):
        await take_back(firm_store, moved.id, firm.VIEWERS["team member"])
    await take_back(firm_store, moved.id, OUTSIDER)


async def test_what_is_above_is_told_to_who_decides_whether_they_may_see_it_or_not(firm_store: Store) -> None:
    """Accounts and sellers have something above them; nobody else has, and what is gone or was never there."""
    above = on(300, AccountDescribed(ACME, parent_id=DECOY)), on(300, SellerDescribed(seller(50), manager_id=seller(3)))
    await say(firm_store, *above, new_seller(50, "New", manager_id=seller(3)), new_account(51, "Gone", parent_id=ACME))
    gone = await say(firm_store, new_account(52, "Gone", parent_id=ACME), number=1001)
    await take_back(firm_store, gone.id)
    asked = [ACME, DECOY, seller(50), account(51), account(52), account(99), ANN]
    for viewer in firm.VIEWERS.values():
        found = await firm_store.for_viewer(viewer).load_above(asked)
        assert found == {ACME: DECOY, DECOY: None, seller(50): seller(3), account(51): ACME}
    assert await firm_store.for_viewer(ADMIN).load_above([]) == {}
