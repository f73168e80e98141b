"""Rows of what happened once and is one fact: interactions and orders. A row that differs replaces the fact."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from domain.change import standing_facts
from domain.fact import Stated
from domain.ids import InteractionId, OrderId, new_id
from domain.interaction import Interacted, Interaction, interact
from domain.order import Order, Ordered, order
from domain.text import Text
from graph.importing.deciding import LEFT, Decided, RefusedError, Result, correct, undone
from graph.importing.shelf import load_undone_keys
from graph.importing.tables import InteractionRow, OrderRow
from graph.store import Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from domain.account import Account
    from domain.errors import DomainError
    from domain.fact import Fact
    from domain.ids import OpportunityId
    from graph.importing.deciding import Place
    from graph.importing.shelf import Directory
    from graph.store import KeyedType, ViewerStore

R = TypeVar("R", InteractionRow, OrderRow)
N = TypeVar("N", Interaction, Order)
S = TypeVar("S", Interacted, Ordered)


class _LogDecider(ABC, Generic[R, N, S]):
    """Remembers of a run only which ids it has met, however many rows there are."""

    _type: ClassVar[KeyedType]
    _names: ClassVar[Text]
    _kind: type[S]
    _compared: ClassVar[tuple[str, ...]]

    def __init__(self, store: ViewerStore, directory: Directory, now: datetime) -> None:
        self._store = store
        self._directory = directory
        self._now = now
        self._met: set[str] = set()
        self._undone: frozenset[str] | None = None
        self._stored: dict[str, N] = {}
        self._facts: dict[str, Fact] = {}

    async def prepare(self, rows: Sequence[R]) -> None:
        await self._load_named(rows)
        if self._undone is None:
            self._undone = await load_undone_keys(self._store, self._type)
        keys = list(dict.fromkeys(row.id for row in rows))
        found: Any = zip(keys, await self._store.list_by_key(self._type, keys), strict=True)
        self._stored = {key: node for key, node in found if node is not None}
        self._facts = await self._facts_of({self._stored[row.id].id for row in rows if self._differs(row)})

    async def _load_named(self, rows: Sequence[R]) -> None:
        await self._directory.accounts.load(row.account_id for row in rows)
        await self._directory.opportunities.load(row.opportunity_id for row in rows)

    def _differs(self, row: R) -> bool:
        known = self._stored.get(row.id)
        if known is None:
            return False
        try:
            return not self._same(self._state(row, known), row, known)
        except Exception:  # noqa: BLE001 - whatever it is, `decide` meets it again and says so
            return False

    async def _facts_of(self, subjects: set[str]) -> dict[str, Fact]:
        if not subjects:
            return {}
        facts = await self._store.load_facts([Selection(kinds=(self._kind,), subjects=tuple(sorted(subjects)))])
        return {f.statement.subject: f for f in standing_facts(facts) if isinstance(f.statement, self._kind)}

    def decide(self, row: R) -> Decided:
        if row.id in self._met:
            raise RefusedError(
                "id",
                Text("Another row of this import has the same id.", "本次导入中另有一行使用了相同的编号。"),
                Text("Leave one of the rows.", "请只保留其中一行。"),
            )
        known = self._stored.get(row.id)
        if known is None and self._undone and row.id in self._undone:
            raise undone(f"The {self._names.en} {row.id}", f"{self._names.zh} {row.id} ")
        said = self._state(row, known)
        self._met.add(row.id)
        if known is None:
            return Decided(Result.CREATED, (Stated(said, row.at),))
        if self._same(said, row, known):
            return LEFT
        return Decided(Result.CHANGED, correct(self._facts[known.id], said, row.at, self._now))

    def _same(self, said: S, row: R, known: N) -> bool:
        return row.at == known.at and all(getattr(said, name) == getattr(known, name) for name in self._compared)

    @abstractmethod
    def _state(self, row: R, known: N | None) -> S:
        """Return what the row says; what it leaves out is as it is known."""

    def _opportunity(self, row: R, account: Account, known: N | None) -> OpportunityId | None:
        if row.opportunity_id is None:
            return known.opportunity_id if known else None
        return opportunity_of(self._directory, row.opportunity_id, account)

    async def finish(self) -> Iterable[tuple[Place, RefusedError | DomainError]]:
        return ()


class InteractionDecider(_LogDecider[InteractionRow, Interaction, Interacted]):
    """Interactions are known by the customer's id."""

    _type = "interaction"
    _names = Text("interaction", "互动")
    _kind = Interacted
    _compared = tuple(f.name for f in fields(Interacted) if f.name != "interaction_id")

    async def _load_named(self, rows: Sequence[InteractionRow]) -> None:
        await super()._load_named(rows)
        await self._directory.sellers.load(email.casefold() for row in rows for email in row.seller_emails or ())
        await self._directory.people.load(key for row in rows for key in row.person_ids or ())

    def _state(self, row: InteractionRow, known: Interaction | None) -> Interacted:
        directory = self._directory
        account = directory.accounts.get(row.account_id, "account_id")
        sellers, people = directory.sellers, directory.people
        said = Interacted(
            known.id if known else InteractionId(new_id("interaction")),
            account.id,
            row.kind,
            row.direction,
            tuple([sellers.get(email.casefold(), "seller_emails").id for email in row.seller_emails or ()]),
            tuple([people.get(key, "person_ids").id for key in row.person_ids or ()]),
            row.id,
            self._opportunity(row, account, known),
            row.duration_minutes,
            row.sentiment,
            row.note,
        )
        if known is not None:
            return interact(_completed(said, row, known))
        # The cells are clean and within bounds by themselves: only several people can be too many, or one twice.
        return interact(said) if len(said.seller_ids) > 1 or len(said.person_ids) > 1 else said


class OrderDecider(_LogDecider[OrderRow, Order, Ordered]):
    """Orders are known by the customer's id."""

    _type = "order"
    _names = Text("order", "订单")
    _kind = Ordered
    _compared = tuple(f.name for f in fields(Ordered) if f.name != "order_id")

    def _state(self, row: OrderRow, known: Order | None) -> Ordered:
        account = self._directory.accounts.get(row.account_id, "account_id")
        cost = row.cost
        if cost is None and known is not None and known.cost is not None and known.cost.currency == row.currency:
            cost = known.cost.amount
        return order(
            known.id if known else OrderId(new_id("order")),
            account.id,
            row.amount,
            row.currency,
            cost=cost,
            product=row.product if row.product is not None or known is None else known.product,
            external_id=row.id,
            opportunity_id=self._opportunity(row, account, known),
        )


def opportunity_of(directory: Directory, key: str, account: Account) -> OpportunityId:
    """Return the opportunity that a row names, which must be one of the account's."""
    found = directory.opportunities.get(key, "opportunity_id")
    if found.account_id != account.id:
        raise RefusedError(
            "opportunity_id",
            Text("The opportunity is another account's.", "该商机属于其他客户。"),
            Text("Give one of this account, or leave it empty.", "请填写该客户的商机，或留空。"),
        )
    return found.id


def _completed(said: Interacted, row: InteractionRow, known: Interaction) -> Interacted:
    """Return what a row says of a stored interaction, with what it leaves out as it is stored."""
    left_out: dict[str, Any] = {
        name: getattr(known, name)
        for name, heading in (
            ("seller_ids", "seller_emails"),
            ("person_ids", "person_ids"),
            ("duration_minutes", "duration_minutes"),
            ("sentiment", "sentiment"),
            ("note", "note"),
        )
        if getattr(row, heading) is None
    }
    return replace(said, **left_out)
