"""Rows of sellers, accounts and opportunities."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from domain.account import Account
from domain.codes import AccountKind, OpportunityStatus, SellerRole, Tier
from domain.money import Money
from domain.opportunity import Opportunity
from domain.seller import Seller
from graph.account import update_account
from graph.opportunity import close_opportunity
from tests.imports import NOW, Desk, sqlite_desk, tell, wrongs


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with sqlite_desk(tmp_path) as desk:
        yield desk


async def sellers(desk: Desk) -> dict[str, Seller]:
    return {seller.name: seller for seller in (await desk.world()).sellers.values()}


async def accounts(desk: Desk) -> dict[str, Account]:
    return {account.external_id or "": account for account in (await desk.world()).accounts.values()}


async def opportunities(desk: Desk) -> dict[str, Opportunity]:
    return {found.external_id or "": found for found in (await desk.world()).opportunities.values()}


# ── sellers ──


async def test_sellers_may_name_a_manager_further_down(desk: Desk) -> None:
    await desk.take(
        sellers="""
            email,name,role,team,manager_email
            ann@example.com,Ann,,,bob@example.com
            bob@example.com,Bob,经理,East,root@example.com
        """
    )
    found = await sellers(desk)
    assert (found["Ann"].role, found["Ann"].manager_id) == (SellerRole.MEMBER, found["Bob"].id)
    assert (found["Bob"].role, found["Bob"].team, found["Bob"].manager_id) == (
        SellerRole.MANAGER,
        "East",
        desk.viewer.id,
    )


async def test_an_address_is_the_same_in_letters_of_any_case(desk: Desk) -> None:
    await desk.take(sellers="email,name\nAnn@Example.com,Ann\n")
    report = await desk.take(sellers="email,name,team\nann@example.COM,Ann,East\n")
    assert tell(report) == {"sellers": (0, 1, 0, 0, 0)}
    found = await sellers(desk)
    assert (found["Ann"].email, found["Ann"].team) == ("Ann@Example.com", "East")
    again = await desk.take(sellers="email,name,team\nANN@example.com,Ann,East\n")
    assert again.facts == 0


@pytest.mark.parametrize(
    ("rows", "errors"),
    [
        (
            "ann@example.com,Ann,ann@example.com",
            [(2, "manager_email", "The lines upwards lead back to it.")],
        ),
        (
            "ann@example.com,Ann,bob@example.com\nbob@example.com,Bob,ann@example.com",
            [
                (2, "manager_email", "The lines upwards lead back to it."),
                (3, "manager_email", "The lines upwards lead back to it."),
            ],
        ),
        (
            "ann@example.com,Ann,who@example.com",
            [(2, "manager_email", "No seller who@example.com is in these files or in the database.")],
        ),
        (
            "ann@example.com,Ann,\nANN@example.com,Anna,",
            [(3, None, "The same is on line 2 of sellers.csv.")],
        ),
    ],
)
async def test_sellers_that_cannot_be(desk: Desk, rows: str, errors: list) -> None:
    report = await desk.take(sellers=f"email,name,manager_email\n{rows}\n")
    assert [error[1:] for error in wrongs(report)] == errors
    assert list(await sellers(desk)) == ["Root"]


async def test_nobody_changes_their_own_role(desk: Desk) -> None:
    report = await desk.take(sellers="email,name,role\nroot@example.com,Root,MEMBER\n")
    assert wrongs(report) == [("sellers.csv", 2, "role", "It is your own role.")]
    same = await desk.take(sellers="email,name,role\nroot@example.com,Roots,ADMIN\n")
    assert tell(same) == {"sellers": (0, 1, 0, 0, 0)}


# ── accounts ──


async def test_an_account_states_only_what_differs_and_an_empty_cell_nothing(desk: Desk) -> None:
    await desk.take(
        sellers="email,name\nann@example.com,Ann\nbob@example.com,Bob\n",
        accounts="""
            id,name,kind,tier,region,owner_email,team_emails,tags,open,parent_id
            A1,Acme,政府,A,North,ann@example.com,bob@example.com;ANN@example.com,new;big,是,A2
            A2,Bolt,,,,,,,,
        """,
    )
    first = (await accounts(desk))["A1"]
    people = await sellers(desk)
    assert first == Account(
        id=first.id,
        version=1,
        created_at=first.created_at,
        name="Acme",
        kind=AccountKind.GOVERNMENT,
        external_id="A1",
        region="North",
        tier=Tier.A,
        owner_id=people["Ann"].id,
        team_ids=tuple(sorted((people["Ann"].id, people["Bob"].id))),
        tags=("big", "new"),
        open=True,
        parent_id=(await accounts(desk))["A2"].id,
    )
    report = await desk.take(
        accounts="""
            id,name,kind,tier,region,owner_email,team_emails,tags,open,parent_id
            A1,Acme,,,South,,,big;new;big,,
        """
    )
    assert tell(report) == {"accounts": (0, 1, 0, 0, 0)}
    assert (await accounts(desk))["A1"] == replace(first, version=2, region="South")
    (fact,) = (await desk.store.list_changes(2, 1))[0].facts
    assert {name for name in ("name", "kind", "region") if getattr(fact.statement, name) == "South"} == {"region"}


@pytest.mark.parametrize(
    ("rows", "errors"),
    [
        ("A1,Acme,A1", [(2, "parent_id", "The lines upwards lead back to it.")]),
        (
            "A1,Acme,A2\nA2,Bolt,A3\nA3,Cog,A1",
            [(n, "parent_id", "The lines upwards lead back to it.") for n in (2, 3, 4)],
        ),
        ("A1,Acme,A9", [(2, "parent_id", "No account A9 is in these files or in the database.")]),
        ("A1,Acme,\nA1,Acme,", [(3, None, "The same is on line 2 of accounts.csv.")]),
    ],
)
async def test_accounts_that_cannot_be(desk: Desk, rows: str, errors: list) -> None:
    report = await desk.take(accounts=f"id,name,parent_id\n{rows}\n")
    assert [error[1:] for error in wrongs(report)] == errors


async def test_a_circle_over_stored_accounts_is_found(desk: Desk) -> None:
    await desk.take(accounts="id,name,parent_id\nA1,Acme,A2\nA2,Bolt,A3\nA3,Cog,\n")
    report = await desk.take(accounts="id,name,parent_id\nA3,Cog,A1\n")
    assert wrongs(report) == [("accounts.csv", 2, "parent_id", "The lines upwards lead back to it.")]


async def test_a_hierarchy_has_at_most_50_levels(desk: Desk) -> None:
    rows = "".join(f"A{n},Account,A{n + 1}\n" for n in range(50))
    assert not (await desk.take(accounts=f"id,name,parent_id\n{rows}A50,Top,\n")).refused
    report = await desk.take(accounts="id,name,parent_id\nB1,Below,A0\n")
    assert wrongs(report) == [("accounts.csv", 2, "parent_id", "At most 50 levels are allowed.")]


async def test_a_rule_of_the_domain_is_told_under_the_heading(desk: Desk) -> None:
    tags = ";".join(f"t{n}" for n in range(51))
    team = ";".join(f"s{n}@example.com" for n in range(101))
    people = "".join(f"s{n}@example.com,S{n}\n" for n in range(101))
    report = await desk.take(
        sellers=f"email,name\n{people}",
        accounts=f"id,name,tags,team_emails\nA1,Acme,{tags},\nA2,Acme,,{team}\n",
    )
    assert wrongs(report) == [
        ("accounts.csv", 2, "tags", "At most 50 are allowed."),
        ("accounts.csv", 3, "team_emails", "At most 100 are allowed."),
    ]
    assert report.problems.shown[0].message.zh == "最多允许 50 个。"


async def test_what_was_edited_here_since_is_stated_anew(desk: Desk) -> None:
    await desk.take(accounts="id,name\nA1,Acme\n")
    account = (await accounts(desk))["A1"]
    await desk.write(await update_account(desk.viewed, desk.now, account_id=account.id, name="Acme Ltd"))
    report = await desk.take(accounts="id,name\nA1,Acme\n")
    assert tell(report) == {"accounts": (0, 1, 0, 0, 0)}
    assert (await accounts(desk))["A1"].name == "Acme"


# ── opportunities ──

HEAD = "id,account_id,name,amount,currency,opened_at,expected_close,status,closed_at,lost_reason\n"
ACCOUNTS = "id,name\nA1,Acme\nA2,Bolt\n"


async def test_opportunities_open_and_close_at_their_dates(desk: Desk) -> None:
    report = await desk.take(
        accounts=ACCOUNTS,
        opportunities=HEAD
        + """O1,A1,Core,"1,200.50",CNY,2026-01-05,2027-01-31,,,
             O2,A1,Data,,,2025-01-05,,WON,2025-06-01,
             O3,A2,Late,,,,,LOST,,Price
             O4,A2,Past,,,,,LOST,2026-02-01,"Budget
             gone"
        """,
    )
    assert tell(report)["opportunities"] == (4, 0, 0, 0, 0)
    found = await opportunities(desk)
    first = found["O1"]
    assert first == Opportunity(
        id=first.id,
        version=1,
        account_id=(await accounts(desk))["A1"].id,
        opened_at=datetime(2026, 1, 5, tzinfo=UTC),
        name="Core",
        external_id="O1",
        amount=Money(120050, "CNY"),
        expected_close=date(2027, 1, 31),
    )
    assert (found["O2"].status, found["O2"].closed_at) == (OpportunityStatus.WON, datetime(2025, 6, 1, tzinfo=UTC))
    assert (found["O3"].opened_at, found["O3"].closed_at, found["O3"].lost_reason) == (NOW, NOW, "Price")
    # Only its closing is dated: it was not opened later than that.
    assert found["O4"].opened_at == found["O4"].closed_at == datetime(2026, 2, 1, tzinfo=UTC)
    assert found["O4"].lost_reason == "Budget\ngone"


async def test_an_opportunity_moves_on(desk: Desk) -> None:
    await desk.take(accounts=ACCOUNTS, opportunities=HEAD + "O1,A1,Core,5,CNY,2026-01-05,,OPEN,,\n")
    later = HEAD + "O1,A1,Core system,6,CNY,2026-01-04,,WON,2026-10-01,\n"
    assert tell(await desk.take(opportunities=later)) == {"opportunities": (0, 1, 0, 0, 0)}
    found = (await opportunities(desk))["O1"]
    assert (found.name, found.amount, found.opened_at) == (
        "Core system",
        Money(600, "CNY"),
        datetime(2026, 1, 4, tzinfo=UTC),
    )
    assert (found.status, found.closed_at) == (OpportunityStatus.WON, datetime(2026, 10, 1, tzinfo=UTC))
    assert (await desk.take(opportunities=later)).facts == 0
    corrected = HEAD + "O1,A1,,,,,,WON,2026-09-30,\n"
    report = await desk.take(opportunities=corrected.replace("O1,A1,,", "O1,A1,Core system,"))
    assert tell(report) == {"opportunities": (0, 1, 0, 0, 0)}
    assert (await opportunities(desk))["O1"].closed_at == datetime(2026, 9, 30, tzinfo=UTC)


async def test_the_reason_of_a_loss_is_added(desk: Desk) -> None:
    await desk.take(accounts=ACCOUNTS, opportunities=HEAD + "O1,A1,Core,,,2026-01-05,,LOST,2026-02-01,\n")
    await desk.take(opportunities=HEAD + "O1,A1,Core,,,,,LOST,,Price\n")
    found = (await opportunities(desk))["O1"]
    assert (found.closed_at, found.lost_reason) == (datetime(2026, 2, 1, tzinfo=UTC), "Price")
    await desk.undo((await desk.store.list_changes(2, 1))[0].id)
    assert (await opportunities(desk))["O1"].lost_reason is None


@pytest.mark.parametrize(
    ("row", "heading", "wrong"),
    [
        ("O1,A2,Core,,,,,,,", "account_id", "The opportunity is stored as another account's."),
        ("O1,A1,Core,,,,,OPEN,,", "status", "It is closed as WON or LOST."),
        ("O1,A1,Core,,,,,LOST,,", "status", "It is closed already; undo that to say otherwise."),
        ("O1,A1,Core,,,,,WON,2025-01-01,", "closed_at", "It lies before the opening (2026-01-05T00:00:00+00:00)."),
        ("O1,A1,Core,,,2026-03-01,,,,", "opened_at", "It is after the stored closing."),
        ("O2,A1,New,,,2026-03-01,,WON,2026-02-01,", "closed_at", "It is before opened_at."),
        ("O2,A9,New,,,,,,,", "account_id", "No account A9 is in these files or in the database."),
    ],
)
async def test_opportunities_that_cannot_be(desk: Desk, row: str, heading: str | None, wrong: str) -> None:
    await desk.take(accounts=ACCOUNTS, opportunities=HEAD + "O1,A1,Core,,,2026-01-05,,WON,2026-02-01,\n")
    report = await desk.take(opportunities=HEAD + row + "\n")
    assert wrongs(report) == [("opportunities.csv", 2, heading, wrong)]


async def test_what_was_closed_here_is_left_by_a_row_without_status(desk: Desk) -> None:
    text = HEAD + "O1,A1,Core,,,2026-01-05,,,,\n"
    await desk.take(accounts=ACCOUNTS, opportunities=text)
    found = (await opportunities(desk))["O1"]
    closing = await close_opportunity(
        desk.viewed, desk.now, opportunity_id=found.id, status=OpportunityStatus.WON, at=desk.now - timedelta(days=1)
    )
    await desk.write(closing)
    assert (await desk.take(opportunities=text)).facts == 0
