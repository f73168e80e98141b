"""Who a request comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from domain.codes import SellerRole
from domain.viewer import Viewer

if TYPE_CHECKING:
    import sqlite3

    from domain.ids import SellerId

SELLER_BY_ID: Final = "SELECT id, role FROM seller WHERE id = :key"
SELLER_BY_EMAIL: Final = "SELECT id, role FROM seller WHERE email_folded = :key"
FIRST_ADMIN: Final = "SELECT id, role FROM seller WHERE role = 'ADMIN' ORDER BY created_at, id LIMIT 1"
# Nobody is reached twice (UNION drops repetitions), so that a loop, were there one, ends.
REACH: Final = """
    WITH RECURSIVE reach (id) AS (
        SELECT :seller_id
        UNION
        SELECT seller.id FROM reach CROSS JOIN seller ON seller.manager_id = reach.id
    )
    SELECT id FROM reach
"""


def load_viewer(connection: sqlite3.Connection, seller_id: SellerId | None, email: str | None) -> Viewer | None:
    """Read a seller, by id or by e-mail, with everybody below them."""
    if seller_id is not None:
        return _viewer(connection, SELLER_BY_ID, seller_id)
    return _viewer(connection, SELLER_BY_EMAIL, email.casefold()) if email is not None else None


def find_admin(connection: sqlite3.Connection) -> Viewer | None:
    """Read the ADMIN recorded first."""
    return _viewer(connection, FIRST_ADMIN, "")


def _viewer(connection: sqlite3.Connection, statement: str, key: str) -> Viewer | None:
    row = connection.execute(statement, {"key": key}).fetchone()
    if row is None:
        return None
    seller_id, role = row
    reach = connection.execute(REACH, {"seller_id": seller_id}).fetchall()
    return Viewer(seller_id, SellerRole(role), frozenset(id_ for (id_,) in reach))
