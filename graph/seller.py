"""Writes to sellers: an ADMIN's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.codes import SellerRole
from domain.deciding import check_version, differing
from domain.errors import CycleError, ForbiddenError, InvalidError
from domain.fact import UNSET, Stated
from domain.ids import SellerId, new_id
from domain.seller import Seller, SellerDescribed, describe_seller
from domain.text import Text
from graph.access import check_levels, get, read_above
from graph.recording import Decision
from graph.store import Page

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from graph.store import ViewerStore


async def create_seller(store: ViewerStore, now: datetime, **given: Any) -> Decision:
    """Create a seller, a MEMBER unless said otherwise."""
    _require_admin(store)
    given = {field: value for field, value in given.items() if value is not None}
    seller_id = SellerId(new_id("seller"))
    above, versions = await read_above(store, [seller_id], given.get("manager_id"))
    given.setdefault("role", SellerRole.MEMBER)
    said = describe_seller(SellerDescribed(seller_id, **given))
    if said.name is UNSET:
        raise InvalidError(Text("A name is required.", "姓名为必填。"), field="name")
    await _check_manager(store, said)
    check_levels(above, "managerId")
    return Decision((Stated(said, now),), versions, {"seller": seller_id})


async def update_seller(
    store: ViewerStore, now: datetime, *, seller_id: str, expected_version: int | None = None, **given: Any
) -> Decision:
    """State fields of a seller anew; what is left out stays, null empties where the field may be empty."""
    _require_admin(store)
    above, versions = await read_above(store, [seller_id], given.get("manager_id"))
    seller = await get(store, Seller, seller_id, "sellerId")
    check_version(seller.version, expected_version)
    said = differing(describe_seller(SellerDescribed(seller.id, **given)), seller, "seller_id")
    if said is None:
        return Decision((), {}, {"seller": seller.id})
    await _check_manager(store, said)
    if seller.id in above:
        raise CycleError(Text("Nobody manages themselves.", "不能成为自己的上级。"), field="managerId")
    check_levels(above, "managerId")
    if seller.role is SellerRole.ADMIN and said.role is not UNSET:
        await require_admin_left(store, [seller.id], ())
    return Decision((Stated(said, now),), versions, {"seller": seller.id})


def _require_admin(store: ViewerStore) -> None:
    if not store.viewer.is_admin:
        raise ForbiddenError(Text("Only an ADMIN may do this.", "只有管理员可以执行此操作。"))


async def _check_manager(store: ViewerStore, said: SellerDescribed) -> None:
    if said.manager_id is not UNSET and said.manager_id is not None:
        await get(store, Seller, said.manager_id, "managerId")


async def require_admin_left(store: ViewerStore, changed: Collection[str], become: Iterable[Seller]) -> None:
    """Raise InvalidError unless an ADMIN is among those that changed sellers become, or among all others."""
    if any(seller.role is SellerRole.ADMIN for seller in become):
        return
    page: Page | None = Page(1000)
    while page is not None:
        found = await store.page_sellers(page)
        if any(s.role is SellerRole.ADMIN and s.id not in changed for s in found.items):
            return
        page = Page(1000, found.keys[-1]) if found.has_next else None
    raise InvalidError(
        Text("This is the only ADMIN; name another one first.", "这是唯一的管理员，请先指定另一位管理员。"),
        field="role",
    )
