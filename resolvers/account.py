"""Accounts."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Final

import strawberry

import domain.account
import graph.account
from domain.codes import AccountOrder
from resolvers.keyed import ExternalId, ObjectId, find_keyed
from resolvers.writing import perform
from schema.account import Account
from schema.account_filter import AccountFilter, read_filter
from schema.account_writing import (
    CreateAccountInput,
    CreateAccountPayload,
    UpdateAccountInput,
    UpdateAccountPayload,
)
from schema.arguments import After, First, Given
from schema.connection import DEFAULT_FIRST, Connection, connect, read_page
from schema.context import Info
from schema.cursor import Ordering

Filter = Annotated[AccountFilter | None, strawberry.argument(description="Which accounts; all unless given.")]
OrderBy = Annotated[AccountOrder | None, strawberry.argument(description="In which order; ties are by id.")]

_ORDERINGS: Final = {
    AccountOrder.NAME_ASC: Ordering("accounts-name-asc", str),
    AccountOrder.NAME_DESC: Ordering("accounts-name-desc", str),
    AccountOrder.CREATED_ASC: Ordering("accounts-created-asc", int),
    AccountOrder.CREATED_DESC: Ordering("accounts-created-desc", int),
}


async def resolve_account(info: Info, id: ObjectId = None, external_id: ExternalId = None) -> Account | None:
    found = await find_keyed(info, "account", id, external_id)
    return Account.from_domain(found) if isinstance(found, domain.account.Account) else None


async def resolve_accounts(
    info: Info,
    first: First = DEFAULT_FIRST,
    after: After = None,
    filter: Filter = None,
    order_by: OrderBy = AccountOrder.NAME_ASC,
) -> Connection[Account]:
    order = order_by or AccountOrder.NAME_ASC
    page = read_page(_ORDERINGS[order], first, after)
    wanted = read_filter(filter)
    store = info.context.store
    found = await store.page_accounts(wanted, order, page)
    return connect(found, _ORDERINGS[order], page, Account.from_domain, partial(store.count_accounts, wanted))


async def create_account(info: Info, input: Given[CreateAccountInput]) -> CreateAccountPayload:
    return await perform(info, input, graph.account.create_account, CreateAccountPayload)


async def update_account(info: Info, input: Given[UpdateAccountInput]) -> UpdateAccountPayload:
    return await perform(info, input, graph.account.update_account, UpdateAccountPayload)
