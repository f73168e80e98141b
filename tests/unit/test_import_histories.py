"""Whatever tables say: the good rows are written, the graph is the fold, and again they write nothing."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.importing.headings import TABLES
from graph.importing.report import Report
from tests.examples import examples
from tests.imports import Desk, sqlite_desk
from tests.memory import folder_in_memory

ACCOUNTS = st.sampled_from(["A1", "A2", "A3"])
PEOPLE = st.sampled_from(["P1", "P2", "P3", "P4"])
SELLERS = st.sampled_from(["s1@example.com", "s2@example.com", "root@example.com"])
DATES = st.sampled_from(["", "", "2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"])
DATED = st.sampled_from(["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"])
WORDS = st.sampled_from(["", "", "x", "y"])

# What each column may hold: enough to contradict, repeat and refer to everything.
CELLS: dict[str, dict[str, st.SearchStrategy[str]]] = {
    "sellers": {
        "email": SELLERS,
        "name": st.just("S"),
        "manager_email": st.one_of(st.just(""), SELLERS),
        "team": WORDS,
    },
    "accounts": {
        "id": ACCOUNTS,
        "name": st.sampled_from(["Acme", "Bolt"]),
        "parent_id": st.one_of(st.just(""), ACCOUNTS),
        "owner_email": st.one_of(st.just(""), SELLERS),
        "tags": WORDS,
    },
    "people": {
        "id": PEOPLE,
        "name": st.just("Ann"),
        "account_id": st.one_of(st.just(""), ACCOUNTS),
        "title": WORDS,
        "since": DATES,
        "until": DATES,
    },
    "opportunities": {
        "id": st.sampled_from(["O1", "O2"]),
        "account_id": ACCOUNTS,
        "name": st.just("Core"),
        "opened_at": DATES,
        "status": st.sampled_from(["", "OPEN", "WON", "LOST"]),
        "closed_at": DATES,
    },
    "stakeholders": {
        "account_id": ACCOUNTS,
        "opportunity_id": st.sampled_from(["", "", "O1", "O2"]),
        "person_id": st.one_of(st.just(""), PEOPLE),
        "label": WORDS,
        "roles": st.sampled_from(["", "A", "A;D", "U"]),
        "support": st.sampled_from(["", "*", "X"]),
        "influence": st.sampled_from(["", "OUTSIDE", "INNER_CIRCLE"]),
        "observed_at": DATES,
        "by_email": st.one_of(st.just(""), SELLERS),
    },
    "ties": {
        "kind": st.sampled_from(["REPORTS_TO", "REPORTS_TO", "INFLUENCES", "KNOWS"]),
        "source_id": PEOPLE,
        "target_id": PEOPLE,
        "strength": st.sampled_from(["", "0", "1", "0.5", "3"]),
        "circle": st.sampled_from(["", "", "FAMILY"]),
        "since": DATES,
    },
    "interactions": {
        "id": st.sampled_from(["I1", "I2", "I3"]),
        "account_id": ACCOUNTS,
        "kind": st.sampled_from(["CALL", "MEETING"]),
        "at": DATED,
        "direction": st.just("MUTUAL"),
        "opportunity_id": st.sampled_from(["", "O1"]),
        "person_ids": st.sampled_from(["", "P1", "P2;P3"]),
        "note": WORDS,
    },
    "referrals": {
        "id": st.sampled_from(["R1", "R2", "R3"]),
        "referrer_id": st.one_of(ACCOUNTS, PEOPLE),
        "referred_id": ACCOUNTS,
        "made_at": DATED,
        "status": st.sampled_from(["", "MADE", "CONTACTED", "CONVERTED", "DECLINED"]),
        "status_at": DATES,
        "note": WORDS,
    },
    "stages": {
        "account_id": ACCOUNTS,
        "ladder": st.sampled_from(["LOYALTY", "CLASS"]),
        "to": st.sampled_from(["SUSPECT", "CLIENT", "KEY", "GENERAL"]),
        "at": DATED,
        "reason": WORDS,
    },
    "orders": {
        "id": st.sampled_from(["B1", "B2"]),
        "account_id": ACCOUNTS,
        "at": DATED,
        "amount": st.sampled_from(["5", "6"]),
        "currency": st.just("CNY"),
        "cost": st.sampled_from(["", "4"]),
    },
}


# What the tables drawn may speak of: all, and some of it not what they say.
BASE = {
    "sellers": "email,name\ns1@example.com,S",
    "accounts": "id,name\nA1,Acme\nA2,Bolt",
    "people": "id,name,account_id\nP1,Ann,A1\nP2,Ann,A1\nP3,Ann,A1\nP4,Ann,",
    "opportunities": "id,account_id,name,opened_at\nO1,A1,Core,2026-01-01",
}


@st.composite
def tables(draw: st.DrawFn) -> dict[str, str]:
    """Draw a few rows of some tables."""
    found = {}
    for name, columns in CELLS.items():
        rows = draw(st.lists(st.fixed_dictionaries(columns), max_size=5))
        lines = [",".join(columns), *(",".join(row[column] for column in columns) for row in rows)]
        found[name] = "\n".join(lines)
    return found


async def bring(desk: Desk, drawn: dict[str, str]) -> Report:
    return await desk.bring(desk.lay(**drawn), bad_rows=desk.folder / f"bad {desk.now:%d}")


def without(drawn: dict[str, str], report: Report) -> dict[str, str]:
    """Return the tables without their bad rows."""
    bad = {(error.file, error.line) for error in report.problems.shown}
    return {
        name: "\n".join(line for at, line in enumerate(text.splitlines(), 1) if (f"{name}.csv", at) not in bad)
        for name, text in drawn.items()
    }


async def import_twice(first: dict[str, str], second: dict[str, str]) -> None:
    with folder_in_memory() as folder:
        async with sqlite_desk(folder) as desk:
            await bring(desk, BASE)
            for drawn in (first, second):
                good = without(drawn, await bring(desk, drawn))
                await desk.world()
                again = await desk.take(**good)
                assert not again.refused, again.problems.shown
                assert again.facts == 0, [d.table.en for d in again.tables if d.created or d.changed]


@pytest.mark.slow
@examples(60)
@given(first=tables(), second=tables())
def test_the_good_rows_again_write_nothing(first: dict[str, str], second: dict[str, str]) -> None:
    asyncio.run(import_twice(first, second))


def test_the_columns_drawn_are_columns_of_the_tables() -> None:
    for table in TABLES:
        assert CELLS[table.en].keys() <= {heading.en for heading in table.headings}
