"""Creating and changing sellers: an ADMIN's right."""

from __future__ import annotations

from typing import Any

import pytest

from domain.codes import SellerRole
from domain.errors import ErrorCode
from domain.ids import SellerId
from domain.seller import Seller
from graph.seller import create_seller, update_seller
from tests.worlds import new_seller, seller
from tests.writes.conftest import ACME, MAX, MIA, OUT, OWEN, ROOT, Firm

INVALID, FORBIDDEN, NOT_FOUND = ErrorCode.INVALID, ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND


async def test_a_seller_is_created_whole(firm: Firm) -> None:
    given: dict[str, Any] = {
        "email": " New@Example.com ",
        "role": SellerRole.MANAGER,
        "team": " North ",
        "manager_id": MAX,
    }
    made = await firm.write(create_seller, "admin", name=" New ", **given)
    id_ = SellerId(made.result["seller"])
    found = (await firm.world()).sellers[id_]
    assert found == Seller(id_, 1, firm.now, "New", "New@Example.com", SellerRole.MANAGER, "North", MAX)
    viewer = await firm.store.load_viewer(email="new@example.com")
    assert viewer is not None
    assert viewer.id == id_


async def test_a_seller_is_a_member_unless_said_otherwise(firm: Firm) -> None:
    made = await firm.write(create_seller, "admin", name="New", role=None, email=None)
    assert (await firm.world()).sellers[SellerId(made.result["seller"])].role is SellerRole.MEMBER


@pytest.mark.parametrize("by", ["manager", "owner", "team", "VIEWER"])
async def test_only_an_admin_does(firm: Firm, by: str) -> None:
    with firm.refused(FORBIDDEN):
        await firm.write(create_seller, by, name="New")
    with firm.refused(FORBIDDEN):
        await firm.write(update_seller, by, seller_id=OWEN, name="New")


REFUSED: list[tuple[dict[str, Any], ErrorCode, str]] = [
    ({"name": " "}, INVALID, "name"),
    ({"name": "a\x1b"}, INVALID, "name"),
    ({"email": "nobody"}, INVALID, "email"),
    ({"email": "a b@example.com"}, INVALID, "email"),
    ({"email": "ROOT@example.com"}, ErrorCode.DUPLICATE, "email"),
    ({"team": "x" * 201}, INVALID, "team"),
    ({"manager_id": seller(99)}, NOT_FOUND, "managerId"),
    ({"manager_id": ACME}, NOT_FOUND, "managerId"),
]


@pytest.mark.parametrize(("given", "code", "field"), REFUSED)
async def test_what_is_wrong_with_a_field_is_said_of_both_writes(
    firm: Firm, given: dict[str, Any], code: ErrorCode, field: str
) -> None:
    with firm.refused(code, field):
        await firm.write(create_seller, "admin", **{"name": "New", **given})
    with firm.refused(code, field):
        await firm.write(update_seller, "admin", seller_id=OWEN, **given)


async def test_what_is_left_out_stays_and_null_empties(firm: Firm) -> None:
    await firm.write(update_seller, "admin", seller_id=OWEN, email="o@example.com", team="North")
    await firm.write(update_seller, "admin", seller_id=OWEN, email=None, manager_id=None)
    found = (await firm.world()).sellers[OWEN]
    assert (found.email, found.team, found.manager_id, found.version) == (None, "North", None, 3)
    nothing: list[dict[str, Any]] = [{"name": None}, {"role": None}]
    for given in nothing:
        with firm.refused(INVALID, *given):
            await firm.write(update_seller, "admin", seller_id=OWEN, **given)
    made = await firm.write(update_seller, "admin", seller_id=OWEN, email=" ", team="North")
    assert made.change_id is None


async def test_managers_form_a_forest(firm: Firm) -> None:
    with firm.refused(ErrorCode.CYCLE, "managerId"):
        await firm.write(update_seller, "admin", seller_id=MAX, manager_id=MAX)
    with firm.refused(ErrorCode.CYCLE, "managerId"):
        await firm.write(update_seller, "admin", seller_id=MAX, manager_id=OWEN)
    await firm.write(update_seller, "admin", seller_id=MIA, manager_id=OWEN)
    with firm.refused(ErrorCode.CYCLE, "managerId"):
        await firm.write(update_seller, "admin", seller_id=MAX, manager_id=MIA)
    viewer = await firm.store.load_viewer(seller_id=MAX)
    assert viewer is not None
    assert viewer.reach == {MAX, OWEN, MIA}


async def test_managers_have_fifty_levels_at_most(firm: Firm) -> None:
    levels = [new_seller(n, f"L{n}", manager_id=seller(n - 1) if n > 100 else None) for n in range(100, 150)]
    await firm.said(*levels)
    await firm.write(update_seller, "admin", seller_id=OUT, manager_id=seller(149))
    with firm.refused(INVALID, "managerId"):
        await firm.write(update_seller, "admin", seller_id=MIA, manager_id=OUT)
    with firm.refused(INVALID, "managerId"):
        await firm.write(create_seller, "admin", name="New", manager_id=OUT)


async def test_the_only_admin_stays_one(firm: Firm) -> None:
    with firm.refused(INVALID, "role"):
        await firm.write(update_seller, "admin", seller_id=ROOT, role=SellerRole.MEMBER)
    await firm.write(update_seller, "admin", seller_id=ROOT, role=SellerRole.ADMIN, name="Root II")
    await firm.write(update_seller, "admin", seller_id=MIA, role=SellerRole.ADMIN)
    await firm.write(update_seller, "admin", seller_id=ROOT, role=SellerRole.MEMBER)


async def test_versions_and_ids(firm: Firm) -> None:
    with firm.refused(ErrorCode.CONFLICT, "expectedVersion", names="version 7 was expected, it is at 1"):
        await firm.write(update_seller, "admin", seller_id=OWEN, name="O", expected_version=7)
    for id_ in (seller(99), ACME, ""):
        with firm.refused(NOT_FOUND, "sellerId"):
            await firm.write(update_seller, "admin", seller_id=id_, name="O")
