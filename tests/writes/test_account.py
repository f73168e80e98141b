"""Creating and changing accounts: whose they are, what may be empty, hierarchies, versions."""

from __future__ import annotations

from typing import Any

import pytest

from domain.account import Account, AccountDescribed
from domain.codes import AccountKind, ChannelPosition, Tier
from domain.errors import ErrorCode
from domain.ids import AccountId
from graph.account import create_account, update_account
from tests.worlds import account, new_account, person
from tests.writes.conftest import ACME, ANN, MIA, NOBODYS, OPEN, OTHER, OUT, OWEN, ROOT, VAL, Firm

INVALID, FORBIDDEN, NOT_FOUND = ErrorCode.INVALID, ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND
NEW: dict[str, Any] = {"name": "New", "kind": AccountKind.COMPANY}


async def found(firm: Firm, id_: str) -> Account:
    return (await firm.world()).accounts[AccountId(id_)]


async def test_an_account_is_created_whole(firm: Firm) -> None:
    made = await firm.write(
        create_account,
        name="  青山保险 ",
        kind=AccountKind.GOVERNMENT,
        external_id=" x ",
        channel_position=ChannelPosition.INTERNAL,
        industry="Tea",
        region=" ",
        tier=Tier.A,
        parent_id=ACME,
        owner_id=OWEN,
        team_ids=[VAL, MIA, MIA],
        tags=["b", " a ", "b"],
        open=True,
    )
    id_ = AccountId(made.result["account"])
    assert await found(firm, id_) == Account(
        id_,
        1,
        firm.now,
        "青山保险",
        AccountKind.GOVERNMENT,
        "x",
        ChannelPosition.INTERNAL,
        "Tea",
        None,
        Tier.A,
        ACME,
        OWEN,
        (MIA, VAL),
        ("a", "b"),
        open=True,
    )


@pytest.mark.parametrize("by", ["owner", "manager", "admin", "outsider"])
async def test_an_account_is_the_viewers_own_unless_said_otherwise(firm: Firm, by: str) -> None:
    made = await firm.write(create_account, by, **NEW)
    assert (await found(firm, made.result["account"])).owner_id == firm.viewer(by).viewer.id


@pytest.mark.parametrize(
    ("by", "given", "allowed"),
    [
        ("owner", {"owner_id": OUT}, False),
        ("owner", {"owner_id": OUT, "team_ids": [OWEN]}, True),
        ("owner", {"owner_id": None}, False),
        ("manager", {"owner_id": OWEN}, True),
        ("manager", {"owner_id": OUT}, False),
        ("admin", {"owner_id": None}, True),
        ("admin", {"owner_id": OUT}, True),
    ],
)
async def test_whoever_creates_it_must_be_able_to_write_to_it(
    firm: Firm, by: str, given: dict[str, Any], allowed: bool
) -> None:
    if allowed:
        await firm.write(create_account, by, **NEW, **given)
        return
    with firm.refused(FORBIDDEN, "ownerId"):
        await firm.write(create_account, by, **NEW, **given)


REFUSED: list[tuple[dict[str, Any], ErrorCode, str]] = [
    ({"name": ""}, INVALID, "name"),
    ({"name": "\u200b"}, INVALID, "name"),
    ({"name": "x" * 201}, INVALID, "name"),
    ({"name": "a\x00"}, INVALID, "name"),
    ({"industry": "a\nb"}, INVALID, "industry"),
    ({"region": "x" * 201}, INVALID, "region"),
    ({"external_id": "a\tb"}, INVALID, "externalId"),
    ({"external_id": "a-2"}, ErrorCode.DUPLICATE, "externalId"),
    ({"tags": ["a", " "]}, INVALID, "tags"),
    ({"tags": ["x" * 51]}, INVALID, "tags"),
    ({"tags": [str(number) for number in range(51)]}, INVALID, "tags"),
    ({"team_ids": [OWEN] * 101}, INVALID, "teamIds"),
    ({"team_ids": [OWEN, ANN]}, NOT_FOUND, "teamIds"),
    ({"owner_id": account(99)}, NOT_FOUND, "ownerId"),
    ({"parent_id": account(99)}, NOT_FOUND, "parentId"),
    ({"parent_id": OTHER}, NOT_FOUND, "parentId"),
    ({"parent_id": OWEN}, NOT_FOUND, "parentId"),
]


@pytest.mark.parametrize(("given", "code", "field"), REFUSED)
async def test_what_is_wrong_with_a_field_is_said_of_both_writes(
    firm: Firm, given: dict[str, Any], code: ErrorCode, field: str
) -> None:
    with firm.refused(code, field):
        await firm.write(create_account, **{**NEW, **given})
    with firm.refused(code, field):
        await firm.write(update_account, account_id=ACME, **given)
    assert await firm.store.load_position() == 2


async def test_what_is_left_out_stays_and_null_empties(firm: Firm) -> None:
    await firm.write(update_account, account_id=ACME, industry="Tea", tier=Tier.A, tags=["a"], parent_id=OPEN)
    before = await found(firm, ACME)
    made = await firm.write(update_account, account_id=ACME, industry=None, tags=None)
    after = await found(firm, ACME)
    assert made.result == {"account": ACME}
    assert (after.industry, after.tags, after.tier, after.parent_id) == (None, (), Tier.A, OPEN)
    assert (after.name, after.version) == (before.name, before.version + 1)


@pytest.mark.parametrize("field", ["name", "kind", "open", "archived"])
async def test_what_may_not_be_empty(firm: Firm, field: str) -> None:
    given: dict[str, Any] = {field: None}
    with firm.refused(INVALID, field):
        await firm.write(update_account, account_id=ACME, **given)


@pytest.mark.parametrize("given", [{}, {"name": " Acme "}, {"team_ids": [VAL, MIA]}, {"open": False, "industry": " "}])
async def test_what_differs_from_nothing_is_not_written(firm: Firm, given: dict[str, Any]) -> None:
    made = await firm.write(update_account, account_id=ACME, **given)
    assert (made.change_id, made.result) == (None, {"account": ACME})
    assert await firm.store.load_position() == 2


async def test_only_what_differs_is_stated(firm: Firm) -> None:
    """So that an undo or a later change of another field is not in each other's way."""
    await firm.write(update_account, account_id=ACME, name="Acme", region="South", external_id="a-1")
    (change,) = await firm.store.list_changes(2, 10)
    assert [fact.statement for fact in change.facts] == [AccountDescribed(ACME, region="South")]


async def test_a_stale_version_answers_both(firm: Firm) -> None:
    await firm.write(update_account, account_id=ACME, region="South", expected_version=1)
    with firm.refused(ErrorCode.CONFLICT, "expectedVersion", names="version 1 was expected, it is at 2"):
        await firm.write(update_account, account_id=ACME, region="North", expected_version=1)
    await firm.write(update_account, account_id=ACME, region="North", expected_version=2)


# ── above itself ──


async def test_an_account_is_not_above_itself(firm: Firm) -> None:
    with firm.refused(ErrorCode.CYCLE, "parentId"):
        await firm.write(update_account, account_id=ACME, parent_id=ACME)
    await firm.write(update_account, "admin", account_id=NOBODYS, parent_id=ACME)
    await firm.write(update_account, "admin", account_id=OTHER, parent_id=NOBODYS)
    with firm.refused(ErrorCode.CYCLE, "parentId"):
        await firm.write(update_account, "admin", account_id=ACME, parent_id=OTHER)
    await firm.write(update_account, "admin", account_id=NOBODYS, parent_id=None)
    await firm.write(update_account, "admin", account_id=ACME, parent_id=OTHER)


async def test_a_circle_is_refused_that_closes_over_an_account_the_viewer_may_not_see(firm: Firm) -> None:
    """Acme's owner sees Open, and not that Other, between the two, is below Acme."""
    await firm.write(update_account, "admin", account_id=OTHER, parent_id=ACME)
    moved = await firm.write(update_account, "admin", account_id=OPEN, parent_id=OTHER)
    with firm.refused(ErrorCode.CYCLE, "parentId", names="An account cannot be above itself."):
        await firm.write(update_account, account_id=ACME, parent_id=OPEN)
    await firm.undo(moved, "admin")
    await firm.write(update_account, account_id=ACME, parent_id=OPEN)


async def test_how_far_above_hidden_accounts_reach_is_not_told_of_what_is_not_there(firm: Firm) -> None:
    await firm.said(*(new_account(n, f"L{n}", parent_id=account(n - 1) if n > 100 else None) for n in range(100, 160)))
    for hidden_or_unknown in (account(159), account(999)):
        with firm.refused(
            ErrorCode.NOT_FOUND, "parentId", names="There is no such object that you may see; check the id."
        ):
            await firm.write(update_account, account_id=ACME, parent_id=hidden_or_unknown)


async def test_a_hierarchy_has_fifty_levels_at_most(firm: Firm) -> None:
    await firm.said(*(new_account(n, f"L{n}", parent_id=account(n - 1) if n > 100 else None) for n in range(100, 150)))
    await firm.write(update_account, "admin", account_id=ACME, parent_id=account(149))
    with firm.refused(INVALID, "parentId"):
        await firm.write(update_account, "admin", account_id=OTHER, parent_id=ACME)


# ── who ──


@pytest.mark.parametrize(
    ("by", "code"),
    [
        ("admin", None),
        ("manager", None),
        ("owner", None),
        ("team", None),
        ("outsider", NOT_FOUND),
        ("VIEWER", FORBIDDEN),
    ],
)
async def test_who_writes(firm: Firm, by: str, code: ErrorCode | None) -> None:
    if code is None:
        await firm.write(update_account, by, account_id=ACME, region="South")
        return
    with firm.refused(code, "accountId"):
        await firm.write(update_account, by, account_id=ACME, region="South")


async def test_an_open_account_is_written_by_its_own_only(firm: Firm) -> None:
    for by in ("owner", "team", "manager", "VIEWER"):
        with firm.refused(FORBIDDEN, "accountId"):
            await firm.write(update_account, by, account_id=OPEN, region="South")
    await firm.write(update_account, "outsider", account_id=OPEN, region="South")


async def test_a_viewer_creates_nothing(firm: Firm) -> None:
    with firm.refused(FORBIDDEN):
        await firm.write(create_account, "VIEWER", **NEW)


@pytest.mark.parametrize("id_", [account(99), OTHER, ANN, person(99), ROOT, "", "nonsense", f"map_{ACME}"])
async def test_unknown_invisible_and_of_another_type_are_told_alike(firm: Firm, id_: str) -> None:
    with firm.refused(NOT_FOUND, "accountId", names="There is no such object that you may see; check the id."):
        await firm.write(update_account, account_id=id_, region="South")
