"""Strength of thousands of pairs in one pass, against raw sqlite3 fetching the interactions that it is made from."""

from __future__ import annotations

import sqlite3
import tempfile
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

import orjson

from bench.measure import Ratio, compare, in_thread
from bench.worlds import NOW, admin_of, write
from domain.account import AccountDescribed
from domain.codes import AccountKind, Direction, InteractionKind
from domain.ids import AccountId, InteractionId, PersonId, SellerId, new_id
from domain.interaction import Interacted
from domain.person import EmployedAt, PersonDescribed
from domain.seller import SellerDescribed
from graph.codec import to_micros
from graph.sqlite import open_sqlite
from graph.strength import load_strengths

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from domain.fact import Statement

ACCOUNTS: Final = 100
PEOPLE: Final = 20
"""Of each account."""
STAFF: Final = 5
"""Of us, who deal with an account."""
DEALINGS: Final = 500
"""Interactions of each account, over three years."""

_RAW: Final = """
    SELECT met.* FROM json_each(:people) AS asked
    CROSS JOIN participation AS met ON met.person_id = asked.value AND met.at <= :at
"""


async def run() -> list[Ratio]:
    """Measure both on one file."""
    people = [PersonId(new_id("person")) for _ in range(ACCOUNTS * PEOPLE)]
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "bench.db")
        store = await open_sqlite(path)
        raw = sqlite3.connect(path, check_same_thread=False)
        try:
            admin = await admin_of(store)
            await write(admin, _world(people))
            asked = {"people": orjson.dumps(people).decode(), "at": to_micros(NOW)}
            ours, base = await compare(
                lambda: load_strengths(admin, people, now=NOW),
                lambda: in_thread(lambda: raw.execute(_RAW, asked).fetchall()),
                rounds=7,
                warm=2,
            )
            found = await load_strengths(admin, people, now=NOW)
        finally:
            raw.close()
            await store.close()
    pairs = sum(map(len, found.by_person.values()))
    return [Ratio(f"strength of {pairs:,} pairs, against raw sqlite3 fetching their interactions", ours, base, "≤ 5")]


def _world(people: list[PersonId]) -> Iterator[tuple[Statement, datetime]]:
    choices = Random(1)
    for number in range(ACCOUNTS):
        account, own = AccountId(new_id("account")), people[number * PEOPLE : (number + 1) * PEOPLE]
        yield AccountDescribed(account, name=f"Account {number}", kind=AccountKind.COMPANY), NOW
        staff = [SellerId(new_id("seller")) for _ in range(STAFF)]
        for one in staff:
            yield SellerDescribed(one, name=f"Seller of {number}"), NOW
        for person_id in own:
            yield PersonDescribed(person_id, name="Somebody"), NOW
            yield EmployedAt(person_id, account), NOW
        for _ in range(DEALINGS):
            yield _dealing(choices, account, staff, own), NOW - timedelta(days=choices.uniform(0, 1_095))


def _dealing(choices: Random, account: AccountId, staff: list[SellerId], people: list[PersonId]) -> Interacted:
    return Interacted(
        InteractionId(new_id("interaction")),
        account,
        choices.choice(tuple(InteractionKind)),
        choices.choice(tuple(Direction)),
        tuple(choices.sample(staff, choices.choice((1, 1, 1, 2)))),
        tuple(choices.sample(people, choices.choice((1, 1, 2)))),
    )
