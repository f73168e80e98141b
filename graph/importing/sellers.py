"""Rows of sellers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from domain.codes import SellerRole
from domain.deciding import differing
from domain.fact import Stated
from domain.ids import SellerId, new_id
from domain.seller import Seller, SellerDescribed, describe_seller
from domain.text import Text
from graph.importing.deciding import (
    LEFT,
    Decided,
    RefusedError,
    Result,
    given,
    place_of,
    shared_fields,
    stated_fields,
)
from graph.importing.hierarchy import check_hierarchy
from graph.importing.tables import SellerRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from domain.errors import DomainError
    from graph.importing.deciding import Place
    from graph.importing.shelf import Directory
    from graph.store import ViewerStore

_SHARED: Final = shared_fields(SellerRow, SellerDescribed)


class SellerDecider:
    """Sellers are known by their e-mail."""

    def __init__(self, store: ViewerStore, directory: Directory, now: datetime) -> None:
        self._store = store
        self._sellers = directory.sellers
        self._now = now
        self._managed: dict[str, Place] = {}

    async def prepare(self, rows: Sequence[SellerRow]) -> None:
        await self._sellers.load(
            email.casefold() for row in rows for email in (row.email, row.manager_email) if email is not None
        )

    def decide(self, row: SellerRow) -> Decided:
        key = row.email.casefold()
        self._sellers.check_once(key)
        known = self._sellers.find(key)
        if known is None:
            self._sellers.check_not_undone(key)
        seller_id = known.id if known else SellerId(self._sellers.expected(key) or new_id("seller"))
        said = describe_seller(SellerDescribed(seller_id, **self._stated(row, seller_id)))
        decided = self._create(key, row, said) if known is None else self._change(key, row, said, known)
        if row.manager_email is not None:
            self._managed[seller_id] = place_of(row)
        return decided

    def _stated(self, row: SellerRow, seller_id: str) -> dict[str, Any]:
        stated = given(row, _SHARED)
        if row.manager_email is not None:
            key = row.manager_email.casefold()
            if key == row.email.casefold():
                stated["manager_id"] = seller_id
            else:
                stated["manager_id"] = self._sellers.expect(key, place_of(row), "manager_email", new_id("seller"))
        return stated

    def _create(self, key: str, row: SellerRow, said: SellerDescribed) -> Decided:
        stated = stated_fields(said, "seller_id")
        stated.setdefault("role", SellerRole.MEMBER)
        self._sellers.describe(key, place_of(row), Seller(said.seller_id, 0, self._now, **stated))
        return Decided(Result.CREATED, (Stated(SellerDescribed(said.seller_id, **stated), self._now),))

    def _change(self, key: str, row: SellerRow, said: SellerDescribed, known: Seller) -> Decided:
        # Letters of another case are the same address: they are no reason to change what is stored.
        said = replace(said, email=known.email)
        new = differing(said, known, "seller_id")
        if new is None:
            self._sellers.describe(key, place_of(row), known)
            return LEFT
        stated = stated_fields(new, "seller_id")
        if known.id == self._store.viewer.id and stated.get("role", known.role) is not known.role:
            raise RefusedError(
                "role",
                Text("It is your own role.", "这是您自己的权限。"),
                Text("Leave it empty, or have another ADMIN change it.", "请留空，或由其他管理员修改。"),
            )
        self._sellers.describe(key, place_of(row), replace(known, **stated))
        return Decided(Result.CHANGED, (Stated(new, self._now),))

    async def finish(self) -> Iterable[tuple[Place, RefusedError | DomainError]]:
        above = {seller.id: seller.manager_id for seller in self._sellers.known.values()} if self._managed else {}
        circles = await check_hierarchy(self._store, {**above}, self._managed, "manager_email")
        return [*self._sellers.still_expected(), *circles]
