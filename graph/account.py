"""Accounts: all of them, and writes to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from domain.account import Account, AccountDescribed, describe_account
from domain.codes import AccountOrder
from domain.deciding import check_version, differing
from domain.errors import CycleError, InvalidError, LimitError
from domain.fact import UNSET, Stated
from domain.ids import AccountId, StreamId, new_id
from domain.seller import Seller
from domain.text import Text
from domain.viewer import can_write
from graph.access import check_levels, forbidden, get, get_all, read_above, require_role, writable_account
from graph.recording import Decision
from graph.store import Page

if TYPE_CHECKING:
    from datetime import datetime

    from domain.account_filter import AccountFilter
    from graph.store import ViewerStore

MOST_ACCOUNTS: Final = 10_000
"""How many accounts are looked at together; past that, a filter must choose."""
PAGE: Final = 1_000
"""How many are read at a time."""


async def create_account(store: ViewerStore, now: datetime, **given: Any) -> Decision:
    """Create an account, owned by the viewer unless said otherwise; the viewer must be able to write to it."""
    require_role(store)
    given.setdefault("owner_id", store.viewer.id)
    given = {name: value for name, value in given.items() if value is not None}
    account_id = AccountId(new_id("account"))
    said = describe_account(AccountDescribed(account_id, **given))
    if said.name is UNSET or said.kind is UNSET:
        raise InvalidError(Text("A name and a kind are required.", "名称和性质为必填。"), field="name")
    await _check_named(store, said)
    described: dict[str, Any] = {
        name: value for name in ("owner_id", "team_ids", "open") if (value := getattr(said, name)) is not UNSET
    }
    hypothetical = Account(account_id, 0, now, said.name, said.kind, **described)
    if not can_write(store.viewer, hypothetical):
        raise forbidden("ownerId")
    return Decision((Stated(said, now),), {StreamId(account_id): 0}, {"account": account_id})


async def update_account(
    store: ViewerStore, now: datetime, *, account_id: str, expected_version: int | None = None, **given: Any
) -> Decision:
    """State fields of an account anew; what is left out stays, null empties where the field may be empty."""
    parents, versions = await read_above(store, [account_id], given.get("parent_id"))
    account = await writable_account(store, account_id)
    check_version(account.version, expected_version)
    said = differing(describe_account(AccountDescribed(account.id, **given)), account, "account_id")
    result = {"account": account.id}
    if said is None:
        return Decision((), {}, result)
    await _check_named(store, said)
    if account.id in parents:
        raise CycleError(Text("An account cannot be above itself.", "客户不能是自己的上级。"), field="parentId")
    check_levels(parents, "parentId")
    return Decision((Stated(said, now),), versions, result)


async def _check_named(store: ViewerStore, said: AccountDescribed) -> None:
    if said.parent_id is not UNSET and said.parent_id is not None:
        await get(store, Account, said.parent_id, "parentId")
    if said.owner_id is not UNSET and said.owner_id is not None:
        await get(store, Seller, said.owner_id, "ownerId")
    if said.team_ids is not UNSET:
        await get_all(store, Seller, said.team_ids, "teamIds")


async def list_accounts(store: ViewerStore, filter_: AccountFilter | None) -> list[Account]:
    """Return all accounts that a filter lets through, by name; LimitError past 10,000."""
    found: list[Account] = []
    page = Page(PAGE)
    while True:
        part = await store.page_accounts(filter_, AccountOrder.NAME_ASC, page)
        found += part.items
        if not part.has_next:
            return found
        if len(found) >= MOST_ACCOUNTS:
            raise LimitError(
                Text(
                    f"There are more than {MOST_ACCOUNTS:,} accounts; choose some by a filter.",
                    f"客户超过 {MOST_ACCOUNTS:,} 个，请使用筛选条件。",
                ),
                field="filter",
            )
        page = Page(PAGE, part.keys[-1])
