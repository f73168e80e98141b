"""Rows of accounts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from domain.account import Account, AccountDescribed, describe_account
from domain.codes import AccountKind
from domain.deciding import differing
from domain.fact import Stated
from domain.ids import AccountId, new_id
from graph.importing.deciding import LEFT, Decided, Result, given, place_of, shared_fields, stated_fields
from graph.importing.hierarchy import check_hierarchy
from graph.importing.tables import AccountRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from domain.errors import DomainError
    from graph.importing.deciding import Place, RefusedError
    from graph.importing.shelf import Directory
    from graph.store import ViewerStore

_SHARED: Final = shared_fields(AccountRow, AccountDescribed)


class AccountDecider:
    """Accounts are known by the customer's id; a new one without a kind is a company."""

    def __init__(self, store: ViewerStore, directory: Directory, now: datetime) -> None:
        self._store = store
        self._accounts = directory.accounts
        self._sellers = directory.sellers
        self._now = now
        self._below: dict[str, Place] = {}

    async def prepare(self, rows: Sequence[AccountRow]) -> None:
        await self._accounts.load(key for row in rows for key in (row.id, row.parent_id))
        emails = (email for row in rows for email in (row.owner_email, *(row.team_emails or ())))
        await self._sellers.load(email.casefold() for email in emails if email is not None)

    def decide(self, row: AccountRow) -> Decided:
        self._accounts.check_once(row.id)
        known = self._accounts.find(row.id)
        if known is None:
            self._accounts.check_not_undone(row.id)
        account_id = known.id if known else AccountId(self._accounts.expected(row.id) or new_id("account"))
        said = describe_account(AccountDescribed(account_id, **self._stated(row, account_id)))
        decided = self._create(row, said) if known is None else self._change(row, said, known)
        if row.parent_id is not None:
            self._below[account_id] = place_of(row)
        return decided

    def _stated(self, row: AccountRow, account_id: str) -> dict[str, Any]:
        stated = given(row, _SHARED)
        if row.parent_id == row.id:
            stated["parent_id"] = account_id
        elif row.parent_id is not None:
            stated["parent_id"] = self._accounts.expect(row.parent_id, place_of(row), "parent_id", new_id("account"))
        if row.owner_email is not None:
            stated["owner_id"] = self._sellers.get(row.owner_email.casefold(), "owner_email").id
        if row.team_emails is not None:
            team = (self._sellers.get(email.casefold(), "team_emails") for email in row.team_emails)
            stated["team_ids"] = tuple(seller.id for seller in team)
        return stated

    def _create(self, row: AccountRow, said: AccountDescribed) -> Decided:
        stated = stated_fields(said, "account_id")
        stated |= {"kind": row.kind or AccountKind.COMPANY, "external_id": row.id}
        self._accounts.describe(row.id, place_of(row), Account(said.account_id, 0, self._now, **stated))
        return Decided(Result.CREATED, (Stated(AccountDescribed(said.account_id, **stated), self._now),))

    def _change(self, row: AccountRow, said: AccountDescribed, known: Account) -> Decided:
        new = differing(said, known, "account_id")
        stated = stated_fields(new, "account_id") if new else {}
        self._accounts.describe(row.id, place_of(row), replace(known, **stated))
        return Decided(Result.CHANGED, (Stated(new, self._now),)) if new else LEFT

    async def finish(self) -> Iterable[tuple[Place, RefusedError | DomainError]]:
        above = {account.id: account.parent_id for account in self._accounts.known.values()} if self._below else {}
        circles = await check_hierarchy(self._store, {**above}, self._below, "parent_id")
        return [*self._accounts.still_expected(), *circles]
