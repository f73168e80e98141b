"""The portfolio."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Annotated, Final

import strawberry

from domain.codes import PortfolioOrder
from graph.portfolio import load_portfolio
from resolvers.account import Filter
from schema.account import Account
from schema.account_filter import read_filter
from schema.arguments import After, First
from schema.connection import DEFAULT_FIRST, connect, counted, cut, read_page
from schema.context import Info
from schema.cursor import Ordering
from schema.portfolio import Portfolio

OrderBy = Annotated[PortfolioOrder | None, strawberry.argument(description="What to sort by; ties are by id.")]
Descending = Annotated[
    bool | None, strawberry.argument(description="The greatest first. What has no figure comes last either way.")
]
SellerId = Annotated[
    strawberry.ID | None, strawberry.argument(description="Only what this seller owns or is on the account team of.")
]
Team = Annotated[
    str | None, strawberry.argument(description="Only what sellers of this team own or are on the account team of.")
]
MovedSince = Annotated[
    datetime | None, strawberry.argument(description="Only accounts one of whose maps changed then or since.")
]
Currency = Annotated[
    str | None,
    strawberry.argument(
        description="By which amounts VALUE_AT_STAKE sorts; unless given, the currency that most accounts have some in."
    ),
]

_ORDERINGS: Final = {
    (order, down): Ordering(f"portfolio-{order.value}-{down}", str if order == PortfolioOrder.NAME else int)
    for order in PortfolioOrder
    for down in (False, True)
}


async def resolve_portfolio(
    info: Info,
    first: First = DEFAULT_FIRST,
    after: After = None,
    filter: Filter = None,
    seller_id: SellerId = None,
    team: Team = None,
    moved_since: MovedSince = None,
    order_by: OrderBy = PortfolioOrder.NAME,
    descending: Descending = False,
    currency: Currency = None,
) -> Portfolio:
    order, down = order_by or PortfolioOrder.NAME, bool(descending)
    ordering = _ORDERINGS[order, down]
    page = read_page(ordering, first, after)
    rows = await load_portfolio(
        info.context.store,
        now=info.context.now,
        order=order,
        descending=down,
        filter_=read_filter(filter),
        seller_id=seller_id,
        team=team,
        moved_since=moved_since,
        currency=currency,
        rules=info.context.rules,
    )
    found = cut(rows, page, descending=down)
    accounts = connect(found, ordering, page, Account.from_domain, partial(counted, len(rows)))
    return Portfolio(accounts=accounts, known=[account for account, _ in rows])
