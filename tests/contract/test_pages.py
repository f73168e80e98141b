"""Pages of every connection: whoever turns them, at whatever size, reads each row once, in order, to the end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

import pytest

from domain.codes import AccountOrder
from domain.ids import AccountId, StakeholderId
from graph.store import Page, ReferralFilter, Slice, ViewerStore
from tests.contract.conftest import Filled
from tests.contract.firm import ACME, ADMIN, ANN, BOB, DECOY, OPEN, OWNER, VIEWERS, WIDE
from tests.contract.reference import Reference
from tests.worlds import account, day, stakeholder

Turn = Callable[[Any, Page], Any]

CONNECTIONS: Final[dict[str, tuple[Turn, int]]] = {
    **{
        f"accounts {order}": (lambda store, page, order=order: store.page_accounts(None, order, page), 6)
        for order in AccountOrder
    },
    "sellers": (lambda store, page: store.page_sellers(page), 7),
    "people": (lambda store, page: store.page_people([ACME], page), 2),
    "people elsewhere": (lambda store, page: store.page_people([DECOY], page), 3),
    "opportunities": (lambda store, page: store.page_opportunities([ACME], page), 4),
    "interactions": (lambda store, page: store.page_interactions([ACME], page), 5),
    "interactions with a person": (lambda store, page: store.page_interactions_with([ANN], page), 5),
    "assessments": (lambda store, page: store.page_assessments([stakeholder(1)], page), 3),
    "referrals": (lambda store, page: store.page_referrals(ReferralFilter(), page, None), 12),
    "referrals of a party": (lambda store, page: store.page_referrals(ReferralFilter(party_id=OPEN), page, None), 4),
    "referrals once": (lambda store, page: store.page_referrals(ReferralFilter(), page, day(54)), 8),
}


async def only(answer: Awaitable[Any]) -> Slice[Any]:
    """Return the one slice of a connection of one object."""
    found = await answer
    return found[0] if isinstance(found, list) else found


async def turned(turn: Turn, store: ViewerStore, first: int) -> tuple[list[Any], list[Any]]:
    """Read all pages, and check what each says of itself."""
    rows: list[Any] = []
    keys: list[Any] = []
    page = Page(first)
    while True:
        found = await only(turn(store, page))
        assert len(found.items) == len(found.keys) <= first
        rows += found.items
        keys += found.keys
        if not found.has_next:
            return rows, keys
        assert len(found.items) == first
        page = Page(first, found.keys[-1])


@pytest.mark.parametrize("name", CONNECTIONS)
async def test_pages_of_any_size_make_the_whole_list(filled: Filled, name: str) -> None:
    turn, count = CONNECTIONS[name]
    store = filled.store.for_viewer(ADMIN)
    whole = await only(turn(store, Page(1000)))
    assert (len(whole.items), whole.has_next) == (count, False)
    for first in range(1, count + 2):
        assert await turned(turn, store, first) == (list(whole.items), list(whole.keys))


@pytest.mark.parametrize("name", CONNECTIONS)
async def test_after_the_last_row_there_is_an_empty_page(filled: Filled, name: str) -> None:
    turn, _ = CONNECTIONS[name]
    store = filled.store.for_viewer(ADMIN)
    whole = await only(turn(store, Page(1000)))
    assert await only(turn(store, Page(5, whole.keys[-1]))) == Slice((), (), has_next=False)


@pytest.mark.parametrize("name", CONNECTIONS)
async def test_the_pages_of_who_sees_less_pass_over_what_is_hidden(filled: Filled, name: str) -> None:
    turn, _ = CONNECTIONS[name]
    for viewer in (OWNER, VIEWERS["stranger"]):
        whole = turn(Reference(filled.everything, viewer), Page(1000))
        expected = whole[0] if isinstance(whole, list) else whole
        for first in (1, 2):
            found = await turned(turn, filled.store.for_viewer(viewer), first)
            assert found == (list(expected.items), list(expected.keys))


async def test_the_pages_of_many_objects_are_cut_each_on_its_own(filled: Filled) -> None:
    store = filled.store.for_viewer(ADMIN)
    accounts: list[AccountId] = [OPEN, ACME, account(99), DECOY, ACME]
    reference = Reference(filled.everything, ADMIN)
    for first in (1, 2, 3):
        page = Page(first)
        assert await store.page_people(accounts, page) == reference.page_people(accounts, page)
        assert await store.page_opportunities(accounts, page) == reference.page_opportunities(accounts, page)
        assert await store.page_interactions(accounts, page) == reference.page_interactions(accounts, page)
        stakeholders: list[StakeholderId] = [stakeholder(2), stakeholder(99), stakeholder(1)]
        assert await store.page_assessments(stakeholders, page) == reference.page_assessments(stakeholders, page)


async def test_names_are_in_the_order_of_code_points_and_equal_names_of_ids(filled: Filled) -> None:
    """Not of UTF-16 units, in which what is beyond the basic plane would come before full-width letters."""
    found = await filled.store.for_viewer(ADMIN).page_accounts(None, AccountOrder.NAME_ASC, Page(10))
    assert [(one.name, one.id) for one in found.items] == [
        ("Acme", ACME),
        ("Acme", DECOY),
        ("Beta 100%", account(6)),
        ("青山保险", OPEN),
        ("\uff37ide Ltd", WIDE),
        ("𠮷野", account(4)),
    ]
    down = await filled.store.for_viewer(ADMIN).page_accounts(None, AccountOrder.NAME_DESC, Page(10))
    assert [one.id for one in down.items] == [account(4), WIDE, OPEN, account(6), ACME, DECOY]


async def test_the_employer_of_a_hidden_person_gives_no_page(filled: Filled) -> None:
    store = filled.store.for_viewer(OWNER)
    assert await store.page_people([DECOY], Page(5)) == [Slice((), (), has_next=False)]
    assert await store.count_people([DECOY, ACME]) == [0, 2]
    assert await store.list_nodes([BOB]) == [None]
