"""The one policy of who sees and who writes what: all roles against all ways of being near an account."""

from __future__ import annotations

from itertools import product

import pytest

from domain.account import Account
from domain.codes import AccountKind, SellerRole
from domain.viewer import Viewer, can_read, can_write
from tests.worlds import RECORDED, account, seller

ME, BELOW, OTHER = seller(1), seller(2), seller(3)
REACH = frozenset({ME, BELOW})
VIEWER, MEMBER, MANAGER, ADMIN = SellerRole

# Who is on the account: owner, team.
STAFF = {
    "nobody": (None, ()),
    "I own it": (ME, ()),
    "I am on its team": (OTHER, (OTHER, ME)),
    "its owner is below me": (BELOW, ()),
    "its team is below me": (None, (BELOW, OTHER)),
    "others": (OTHER, (OTHER,)),
}
MINE = {"I own it", "I am on its team"}
BELOW_ME = {"its owner is below me", "its team is below me"}
CASES = [*product(STAFF, SellerRole, (False, True))]


def given(case: str, is_open: bool) -> Account:
    owner, team = STAFF[case]
    return Account(account(1), 1, RECORDED, "Acme", AccountKind.COMPANY, owner_id=owner, team_ids=team, open=is_open)


@pytest.mark.parametrize(("case", "role", "is_open"), CASES)
def test_who_reads_an_account(case: str, role: SellerRole, is_open: bool) -> None:
    expected = role is ADMIN or is_open or case in MINE | BELOW_ME
    assert can_read(Viewer(ME, role, REACH), given(case, is_open)) is expected


@pytest.mark.parametrize(("case", "role", "is_open"), CASES)
def test_who_writes_an_account(case: str, role: SellerRole, is_open: bool) -> None:
    writers = {VIEWER: set[str](), MEMBER: MINE, MANAGER: MINE | BELOW_ME, ADMIN: set(STAFF)}
    assert can_write(Viewer(ME, role, REACH), given(case, is_open)) is (case in writers[role])


@pytest.mark.parametrize(("role", "is_admin", "may_write"), [
    (VIEWER, False, False), (MEMBER, False, True), (MANAGER, False, True), (ADMIN, True, True),
])  # fmt: skip
def test_what_a_role_may(role: SellerRole, is_admin: bool, may_write: bool) -> None:
    viewer = Viewer(ME, role, REACH)
    assert (viewer.is_admin, viewer.may_write) == (is_admin, may_write)


def test_who_writes_reads() -> None:
    for case, role, is_open in CASES:
        viewer, found = Viewer(ME, role, REACH), given(case, is_open)
        assert can_read(viewer, found) or not can_write(viewer, found)
