"""From records to typed rows, and what is wrong with those that are bad."""

from __future__ import annotations

import tracemalloc
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.codes import (
    AccountKind,
    BuyingRole,
    Confidence,
    Direction,
    Influence,
    InteractionKind,
    OpportunityStatus,
    Polarity,
    ReferralStatus,
    SellerRole,
    Support,
    TieKind,
    Tier,
)
from domain.ladder import LADDERS
from domain.text import Text
from graph.importing.cells import Ref
from graph.importing.files import open_table
from graph.importing.headings import TABLES
from graph.importing.problems import SHOWN, BadRow, FileError, Problems, RowError, shorten
from graph.importing.rows import read_rows
from graph.importing.tables import (
    AccountRow,
    InteractionRow,
    OpportunityRow,
    OrderRow,
    PersonRow,
    ReferralRow,
    Row,
    SellerRow,
    StageRow,
    StakeholderRow,
    TieRow,
)
from graph.importing.times import Clock

if TYPE_CHECKING:
    from pathlib import Path

CLOCK = Clock(ZoneInfo("Asia/Shanghai"), datetime(2026, 11, 24, 12, tzinfo=UTC))


def read(folder: Path, name: str, text: str) -> list[Row | BadRow]:
    file = folder / name
    file.write_text(text, encoding="utf-8", newline="")
    return list(read_rows(open_table(file), CLOCK))


@pytest.mark.parametrize(
    ("name", "text", "row", "stated"),
    [
        (
            "accounts.csv",
            (
                "id,name,kind,tier,owner_email,team_emails,tags,open\n"
                "A1,Acme,企业,a,ann@example.com,bob@example.com；cat@example.com,new|big,公开\n"
            ),
            AccountRow,
            {
                "id": "A1",
                "name": "Acme",
                "kind": AccountKind.COMPANY,
                "tier": Tier.A,
                "owner_email": "ann@example.com",
                "team_emails": ("bob@example.com", "cat@example.com"),
                "tags": ("new", "big"),
                "open": True,
            },
        ),
        (
            "people.csv",
            "name,id,account_id,since,until,phones\nWang Fang, 7 ,A1,2024/3/1,2026年1月31日,138 0000 0000\n",
            PersonRow,
            {
                "name": "Wang Fang",
                "id": "7",
                "account_id": "A1",
                "since": date(2024, 3, 1),
                "until": date(2026, 1, 31),
                "phones": ("138 0000 0000",),
            },
        ),
        (
            "sellers.csv",
            "email,name,role\nann@example.com,Ann,经理\n",
            SellerRow,
            {"email": "ann@example.com", "name": "Ann", "role": SellerRole.MANAGER},
        ),
        (
            "opportunities.csv",
            (
                "id,account_id,name,amount,currency,opened_at,expected_close,status,closed_at,lost_reason\n"
                'O1,A1,Core,"1,200.50",cny,2026-01-05,2027-01-31,lost,2026-03-01 09:00,Price\n'
            ),
            OpportunityRow,
            {
                "id": "O1",
                "account_id": "A1",
                "name": "Core",
                "amount": Decimal("1200.50"),
                "currency": "CNY",
                "opened_at": datetime(2026, 1, 5, tzinfo=UTC),
                "expected_close": date(2027, 1, 31),
                "status": OpportunityStatus.LOST,
                "closed_at": datetime(2026, 3, 1, 1, tzinfo=UTC),
                "lost_reason": "Price",
            },
        ),
        (
            "stakeholders.csv",
            (
                "account_id,person_id,roles,influence,support,evidence,confidence\n"
                'A1,P1,A;D,核心圈,*,"Said so,\ntwice",高\n'
            ),
            StakeholderRow,
            {
                "account_id": "A1",
                "person_id": "P1",
                "roles": (BuyingRole.APPROVER, BuyingRole.DECIDER),
                "influence": Influence.INNER_CIRCLE,
                "support": Support.SPONSOR,
                "evidence": "Said so,\ntwice",
                "confidence": Confidence.HIGH,
            },
        ),
        (
            "ties.csv",
            "kind,source_id,target_id,strength,polarity\nINFLUENCES,P1,person:P2,4,负\n",
            TieRow,
            {
                "kind": TieKind.INFLUENCES,
                "source_id": Ref(None, "P1"),
                "target_id": Ref("person", "P2"),
                "strength": 4.0,
                "polarity": Polarity.NEGATIVE,
            },
        ),
        (
            "interactions.csv",
            (
                "id,account_id,kind,at,direction,duration_minutes,person_ids,sentiment\n"
                "I1,A1,会面,2026-03-01 09:00,MUTUAL,45.0,P1;P2,-1\n"
            ),
            InteractionRow,
            {
                "id": "I1",
                "account_id": "A1",
                "kind": InteractionKind.MEETING,
                "at": datetime(2026, 3, 1, 1, tzinfo=UTC),
                "direction": Direction.MUTUAL,
                "duration_minutes": 45,
                "person_ids": ("P1", "P2"),
                "sentiment": -1,
            },
        ),
        (
            "referrals.csv",
            (
                "id,referrer_id,referred_id,made_at,status,status_at,amount,currency\n"
                "R1,account:A1,P2,2026-01-01,已成交,2026-02-01,100,EUR\n"
            ),
            ReferralRow,
            {
                "id": "R1",
                "referrer_id": Ref("account", "A1"),
                "referred_id": Ref(None, "P2"),
                "made_at": datetime(2026, 1, 1, tzinfo=UTC),
                "status": ReferralStatus.CONVERTED,
                "status_at": datetime(2026, 2, 1, tzinfo=UTC),
                "amount": Decimal(100),
                "currency": "EUR",
            },
        ),
        (
            "stages.csv",
            "account_id,ladder,to,at\nA1,顾客升级,常客,2026-01-01\n",
            StageRow,
            {
                "account_id": "A1",
                "ladder": LADDERS["LOYALTY"],
                "to": "常客",
                "at": datetime(2026, 1, 1, tzinfo=UTC),
            },
        ),
        (
            "orders.csv",
            "id,account_id,at,amount,currency,cost\nR1,A1,2026-01-01,100,JPY,80\n",
            OrderRow,
            {
                "id": "R1",
                "account_id": "A1",
                "at": datetime(2026, 1, 1, tzinfo=UTC),
                "amount": Decimal(100),
                "currency": "JPY",
                "cost": Decimal(80),
            },
        ),
    ],
)
def test_a_row_is_read(tmp_path: Path, name: str, text: str, row: type[Row], stated: dict[str, object]) -> None:
    (found,) = read(tmp_path, name, text)
    headings = text.splitlines()[0].split(",")
    assert list(stated) == headings
    raw = found.raw if isinstance(found, Row) else []
    assert found == row(file=name, line=2, raw=raw, **stated)
    assert len(raw) == len(headings)


def test_lines_are_those_of_the_file_and_empty_rows_are_none(tmp_path: Path) -> None:
    rows = read(tmp_path, "accounts.csv", '\n\nid,name,region\nA1,"Ac\nme",\n,,\n\nA2,Bolt,North\n')
    assert [(row.line, type(row)) for row in rows] == [(4, BadRow), (8, AccountRow)]


def test_an_empty_cell_and_a_heading_that_is_not_there_state_nothing(tmp_path: Path) -> None:
    (row,) = read(tmp_path, "accounts.csv", "id,name,region,tags\nA1,Acme, \u3000,;\n")
    assert row == AccountRow("accounts.csv", 2, ["A1", "Acme", "\u3000", ";"], id="A1", name="Acme")


def errors(rows: list[Row | BadRow]) -> list[tuple[int, str | None, str | None, str]]:
    bad = [row for row in rows if isinstance(row, BadRow)]
    return [(e.line, e.heading, e.value, e.wrong.en) for row in bad for e in row.errors]


def test_everything_wrong_with_a_row_is_told_under_the_files_own_headings(tmp_path: Path) -> None:
    rows = read(tmp_path, "客户.csv", "编号,名称,等级,公开\nA1,,X,maybe\nA2,Acme,A,是\n")
    assert errors(rows) == [
        (2, "名称", "", "It is empty."),
        (2, "等级", "X", "It is none of the values of this column."),
        (2, "公开", "maybe", "It is neither yes nor no."),
    ]
    bad, good = rows
    assert isinstance(bad, BadRow)
    assert bad.cells == ["A1", "", "X", "maybe"]
    assert isinstance(good, AccountRow)
    assert good.line == 3


def test_half_a_row_and_a_row_too_long_are_told(tmp_path: Path) -> None:
    rows = read(tmp_path, "accounts.csv", "id,name,region\nA1,Acme\nA2,Bolt,North,x\nA3,Cog,South\n")
    assert errors(rows) == [
        (2, None, None, "The row has 2 cells; there are 3 headings."),
        (3, None, None, "The row has 4 cells; there are 3 headings."),
    ]
    assert isinstance(rows[2], AccountRow)


def test_broken_quotes_are_told_with_the_lines_they_take(tmp_path: Path) -> None:
    rows = read(tmp_path, "accounts.csv", 'id,name\n"A1"x,Acme\nA2,"Bolt\nA3,"Cog"\nA4,Dyn\n')
    assert errors(rows) == [
        (2, None, '"A1"x,Acme', "The quotes do not fit."),
        (3, None, 'A2,"Bolt\nA3,"Cog"', "The quotes do not fit up to line 4."),
    ]
    assert isinstance(rows[0], BadRow)
    assert rows[0].cells == ['"A1"x,Acme\n']
    assert isinstance(rows[2], AccountRow)


@pytest.mark.parametrize(
    ("name", "headings", "cells", "heading", "wrong"),
    [
        ("people", "since", "2026-01-01", "account_id", "empty beside the employment's dates"),
        ("people", "account_id,since,until", "A1,2026-01-01,2025-12-31", "until", "before since"),
        ("people", "account_id,since", "A1,2027-01-01", "since", "future"),
        ("opportunities", "amount", "5", "currency", "empty beside an amount"),
        ("opportunities", "currency", "CNY", "amount", "empty beside a currency"),
        ("opportunities", "amount,currency", "1.005,CNY", "amount", "2 decimals"),
        ("opportunities", "amount,currency", f"{'9' * 30},CNY", "amount", "at most 15"),
        ("opportunities", "amount,currency", "-5,CNY", "amount", "negative"),
        ("opportunities", "amount,currency", "NaN,CNY", "amount", "not an amount"),
        ("opportunities", "closed_at", "2026-01-01", "status", "closing date"),
        ("opportunities", "closed_at,status", "2026-01-01,OPEN", "status", "closing date"),
        ("opportunities", "lost_reason,status", "Price,WON", "status", "reason for the loss"),
        (
            "opportunities",
            "status,opened_at,closed_at",
            "WON,2026-02-01,2026-01-01",
            "closed_at",
            "before opened_at",
        ),
        ("stakeholders", "roles", "A", "person_id", "Nobody is named"),
        ("stakeholders", "person_id,evidence", "P1,seen", "evidence", "Nothing is assessed"),
        ("stakeholders", "person_id,confidence", "P1,LOW", "confidence", "Nothing is assessed"),
        ("stakeholders", "person_id,support,observed_at", "P1,+,2026-11-25", "observed_at", "future"),
        ("ties", "strength", "1", "strength", "Only ties of the kind INFLUENCES and KNOWS"),
        ("ties", "circle", "FAMILY", "circle", "Only ties of the kind KNOWS"),
        ("ties", "polarity", "+", "polarity", "none of the values"),
        ("ties", "polarity", "POSITIVE", "polarity", "Only ties of the kind INFLUENCES"),
        ("referrals", "amount,currency", "5,CNY", "amount", "Only a CONVERTED referral"),
        ("referrals", "status,amount", "CONVERTED,5", "currency", "empty beside an amount"),
        ("referrals", "status_at", "2026-02-01", "status", "empty beside the date of a status"),
        ("referrals", "status,status_at", "CONTACTED,2025-12-31", "status_at", "before made_at"),
        ("orders", "cost", "1.001", "cost", "2 decimals"),
    ],
)
def test_cells_that_do_not_go_together_are_told(
    tmp_path: Path, name: str, headings: str, cells: str, heading: str, wrong: str
) -> None:
    needed = {
        "people": ("id,name", "P1,Ann"),
        "opportunities": ("id,account_id,name", "O1,A1,Core"),
        "stakeholders": ("account_id", "A1"),
        "ties": ("kind,source_id,target_id", "REPORTS_TO,P1,P2"),
        "referrals": ("id,referrer_id,referred_id,made_at", "R1,A1,P2,2026-01-01"),
        "orders": ("id,account_id,at,amount,currency", "B1,A1,2026-01-01,5,CNY"),
    }[name]
    (row,) = read(tmp_path, f"{name}.csv", f"{needed[0]},{headings}\n{needed[1]},{cells}\n")
    assert isinstance(row, BadRow)
    (error,) = row.errors
    assert error.heading == heading
    assert wrong in error.wrong.en
    assert error.message.zh


@pytest.mark.parametrize("strength", ["0", "6", "2.5"])
def test_a_strength_of_influence_is_a_whole_number_from_1_to_5(tmp_path: Path, strength: str) -> None:
    (row,) = read(tmp_path, "ties.csv", f"kind,source_id,target_id,strength\nINFLUENCES,P1,P2,{strength}\n")
    assert isinstance(row, BadRow)


@pytest.mark.parametrize(("strength", "good"), [("0", True), ("1", True), ("0.35", True), ("1.01", False)])
def test_a_strength_of_acquaintance_is_from_0_to_1(tmp_path: Path, strength: str, good: bool) -> None:
    (row,) = read(tmp_path, "ties.csv", f"kind,source_id,target_id,strength\nKNOWS,P1,P2,{strength}\n")
    assert isinstance(row, TieRow) is good


def test_a_stage_must_be_one_of_its_ladder(tmp_path: Path) -> None:
    text = "account_id,ladder,to,at\nA1,CLASS,CLIENT,2026-01-01\nA1,CORPORATE,CLIENT,2026-01-01\n"
    rows = read(tmp_path, "stages.csv", text)
    assert errors(rows) == [
        (2, "to", "CLIENT", "The ladder CLASS has no such stage."),
        (3, "ladder", "CORPORATE", "There is no such ladder."),
    ]
    assert isinstance(rows[0], BadRow)
    assert rows[0].errors[0].right == Text("One of: POTENTIAL, GENERAL, KEY, LOYAL.", "可填：潜在、一般、重点、忠诚。")


def test_rows_before_a_fault_that_ends_reading_are_given(tmp_path: Path) -> None:
    file = tmp_path / "accounts.csv"
    file.write_text('id,name\nA1,Acme\nA2,"Bolt\n')
    rows = read_rows(open_table(file), CLOCK)
    assert next(rows) == AccountRow("accounts.csv", 2, ["A1", "Acme"], id="A1", name="Acme")
    with pytest.raises(FileError, match="never closed") as refused:
        next(rows)
    assert refused.value.line == 3


@pytest.mark.slow
def test_many_rows_of_unlike_cells_take_no_memory(tmp_path: Path) -> None:
    file = tmp_path / "accounts.csv"
    file.write_text("id,name\n" + "".join(f"A{i},{i:060}\n" for i in range(100_000)))
    table = open_table(file)
    tracemalloc.start()
    try:
        count = sum(1 for _ in read_rows(table, CLOCK))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 100_000
    assert peak < 12_000_000


def test_the_first_errors_are_kept_and_the_others_counted() -> None:
    problems = Problems()
    text = Text("wrong", "错")
    for line in range(600):
        two = (RowError("f", line, "a", "", text, text), RowError("f", line, "b", "", text, text))
        problems.add(BadRow("f", line, [], two))
    assert len(problems.shown) == SHOWN
    assert (problems.errors, problems.rows, problems.not_shown) == (1200, 600, 200)


def test_a_long_value_is_quoted_in_part() -> None:
    assert shorten("x" * 100) == "x" * 100
    assert shorten("x" * 101) == "x" * 100 + "…"


@given(
    table=st.sampled_from(TABLES),
    cells=st.lists(
        st.sampled_from(["", "A1", "2026-01-01", "CNY", "5", "A", "*", "x;y", "a@b.example", "REPORTS_TO", "CALL"])
        | st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
        min_size=14,
        max_size=14,
    ),
)
def test_any_cells_are_a_row_or_told_why_not(tmp_path_factory: pytest.TempPathFactory, table, cells: list[str]) -> None:
    quoted = (f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in cells[: len(table.headings)])
    text = f"{','.join(h.en for h in table.headings)}\n{','.join(quoted)}\n"
    for row in read(tmp_path_factory.mktemp("any"), f"{table.en}.csv", text):
        if isinstance(row, BadRow):
            assert all(error.message.en and error.message.zh for error in row.errors)
            assert row.errors
        else:
            assert isinstance(row, table.row)
