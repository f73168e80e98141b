"""The board of a ladder: which accounts stand on which stage."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Final

import strawberry

import domain.stage_board
from graph.store import Slice
from schema.account import Account
from schema.arguments import After, First
from schema.connection import DEFAULT_FIRST, Connection, connect, counted, cut, read_page
from schema.context import Info
from schema.cursor import Ordering
from schema.ladder import Ladder, Stage, ladder_of
from schema.money import Money
from schema.related import find_accounts

COLUMN: Final = Ordering("column", str)


@strawberry.type(description="The accounts on one stage.")
class StageColumn:
    stage: Stage = strawberry.field(description="The stage.")
    count: int = strawberry.field(description="How many accounts stand on it.")
    value: list[Money] = strawberry.field(description="What their open opportunities are worth, by currency.")
    stalled_after_days: float = strawberry.field(
        description="After how many days a stay stalls: three quarters of the completed stays were shorter; "
        "90 where fewer than 5 are known."
    )
    known: strawberry.Private[domain.stage_board.Column]

    @strawberry.field(description="The accounts, by name.")
    async def accounts(self, info: Info, first: First = DEFAULT_FIRST, after: After = None) -> Connection[Account]:
        page = read_page(COLUMN, first, after)
        found = cut([(entry.account_id, (entry.name, entry.account_id)) for entry in self.known.entries], page)
        accounts = await find_accounts(info, found.items)
        pairs = [(one, key) for one, key in zip(accounts, found.keys, strict=True) if one is not None]
        seen = Slice(tuple(one for one, _ in pairs), tuple(key for _, key in pairs), found.has_next)
        return connect(seen, COLUMN, page, lambda account: account, partial(counted, self.count))


@strawberry.type(description="Which accounts stand on which stage of a ladder.")
class StageBoard:
    ladder: Ladder = strawberry.field(description="The ladder.")
    as_of: datetime | None = strawberry.field(description="The moment it is shown as of; null: now.")
    columns: list[StageColumn] = strawberry.field(description="One for each stage, the lowest first.")

    @classmethod
    def from_domain(cls, found: domain.stage_board.Board, as_of: datetime | None) -> StageBoard:
        ladder = ladder_of(found.ladder.key)
        columns = [
            StageColumn(
                stage=stage,
                count=len(column.entries),
                value=[Money.from_domain(value) for value in column.value],
                stalled_after_days=column.stalled_after_days,
                known=column,
            )
            for stage, column in zip(ladder.stages, found.columns, strict=True)
        ]
        return cls(ladder=ladder, as_of=as_of, columns=columns)
