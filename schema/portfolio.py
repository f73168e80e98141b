"""The portfolio: accounts side by side, and what they come to together."""

from __future__ import annotations

import strawberry

import domain.account
from domain.codes import MapStatus
from domain.money import sum_by_currency
from graph.portfolio import count_statuses, list_open_amounts
from schema.account import Account
from schema.connection import Connection
from schema.context import Info
from schema.money import Money


@strawberry.type(description="How many accounts have a standing map of a status.")
class StatusCount:
    status: MapStatus = strawberry.field(description="The status.")
    count: int = strawberry.field(description="How many.")


@strawberry.type(description="Accounts side by side: of a seller, of a team, or all that you may see.")
class Portfolio:
    accounts: Connection[Account] = strawberry.field(description="The accounts, in the order asked for.")
    known: strawberry.Private[list[domain.account.Account]]

    @strawberry.field(description="How many of the accounts have a standing map of each status, RED first.")
    async def by_status(self, info: Info) -> list[StatusCount]:
        found = await count_statuses(info.context.store, self.known, info.context.now)
        return [StatusCount(status=status, count=found[status]) for status in MapStatus]

    @strawberry.field(description="What is at stake in their open opportunities together, by currency.")
    async def value_at_stake(self, info: Info) -> list[Money]:
        amounts = await list_open_amounts(info.context.store, [account.id for account in self.known])
        return [Money.from_domain(one) for one in sum_by_currency(money for found in amounts for money in found)]
