"""The first thing that is ever written: somebody who may write the rest."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

from domain.codes import SellerRole
from domain.fact import Stated
from domain.ids import ChangeId, SellerId, new_id
from domain.seller import SellerDescribed, describe_seller
from graph.store import Append, StaleError

if TYPE_CHECKING:
    from datetime import datetime

    from domain.viewer import Viewer
    from graph.store import Store

FIRST_NAME: Final = "Administrator"
FIRST_EMAIL: Final = "admin@rapport.example"


async def found(store: Store, now: datetime, *, name: str = FIRST_NAME, email: str = FIRST_EMAIL) -> Viewer | None:
    """Write the first ADMIN seller of an empty store; return the ADMIN recorded first, whoever wrote it."""
    if await store.load_position() == 0:
        seller_id = SellerId(new_id("seller"))
        said = describe_seller(SellerDescribed(seller_id, name=name, email=email, role=SellerRole.ADMIN))
        append = Append(ChangeId(new_id("change")), "found", (Stated(said, now),), {}, result={"seller": seller_id})
        # Stale: another server has just done it.
        with contextlib.suppress(StaleError):
            await store.found(append)
    return await store.find_admin()
