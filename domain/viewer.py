"""The one policy of who sees and who writes what (domain.md §13 "Who sees what").

The stores put the same rule into each of their queries; `can_read` is what they are tested against.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.codes import SellerRole

if TYPE_CHECKING:
    from domain.account import Account
    from domain.ids import SellerId


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who reads or writes. `reach` is the viewer and everybody below them in the forest of managers."""

    id: SellerId
    role: SellerRole
    reach: frozenset[SellerId]

    @property
    def is_admin(self) -> bool:
        """Whether everything is visible and writable."""
        return self.role is SellerRole.ADMIN

    @property
    def may_write(self) -> bool:
        """Whether the viewer's role writes anything at all."""
        return self.role is not SellerRole.VIEWER


def can_read(viewer: Viewer, account: Account) -> bool:
    """An account is read by its owner, its team, the managers above them, and all if it is open; ADMIN reads all."""
    return viewer.is_admin or account.open or bool(viewer.reach & _staff(account))


def can_write(viewer: Viewer, account: Account) -> bool:
    """An account is written by its owner and team, by a MANAGER for those below, and by ADMIN; never by a VIEWER."""
    if viewer.is_admin:
        return True
    if viewer.role is SellerRole.MANAGER:
        return bool(viewer.reach & _staff(account))
    return viewer.may_write and viewer.id in _staff(account)


def _staff(account: Account) -> frozenset[SellerId]:
    team = frozenset(account.team_ids)
    return team | {account.owner_id} if account.owner_id else team
