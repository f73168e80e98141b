"""The portfolio: accounts side by side, in the order of what their maps and deals come to."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING, Final, TypeVar

from domain.assessment import Assessed
from domain.change import standing_facts
from domain.codes import MapStatus, PortfolioOrder, Severity
from domain.decision_map import build_decision_map
from domain.ids import map_of
from domain.insight_ranking import rank
from domain.money import digits_of, sum_by_currency
from domain.person import EmployedAt
from domain.rules import DEFAULTS
from domain.stakeholder import RoleGiven, StakeholderAdded, StakeholderNamed, StakeholderRemoved
from domain.tie import Influences, Knows, ReportsTo
from graph.access import not_found
from graph.account import list_accounts
from graph.codec import to_micros
from graph.insight import load_account_findings
from graph.store import Page, Selection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from domain.account import Account
    from domain.account_filter import AccountFilter
    from domain.decision_map import DecisionMap
    from domain.fact import Fact
    from domain.ids import AccountId, SellerId
    from domain.insight_ranking import Found
    from domain.money import Money
    from domain.rule import RuleSettings
    from domain.seller import Seller
    from graph.store import SortKey, ViewerStore

T = TypeVar("T")

BATCH: Final = 100
"""Of how many accounts the maps are read and scored at a time, so that memory does not grow with the portfolio."""

_PAGE: Final = 1_000
_LAST: Final = 2**62
_STATUSES: Final = tuple(MapStatus)
_SEVERITIES: Final = tuple(reversed(Severity))
_MANY: Final = 10_000
_MOVES: Final = (StakeholderAdded, StakeholderNamed, StakeholderRemoved, RoleGiven, Assessed, ReportsTo)
"""What moves the maps of an account: who joins, leaves, holds which roles, stands where, and reports to whom."""


async def load_portfolio(
    store: ViewerStore,
    *,
    now: datetime,
    order: PortfolioOrder,
    descending: bool = False,
    filter_: AccountFilter | None = None,
    seller_id: str | None = None,
    team: str | None = None,
    moved_since: datetime | None = None,
    currency: str | None = None,
    rules: RuleSettings = DEFAULTS,
) -> list[tuple[Account, SortKey]]:
    """Return accounts with the place of each, in order: by what is asked for, then by id.

    Of a seller or of a team's sellers: what they own or are on the account team of. What has no figure (no support
    known, never met) comes last either way. `currency`: which amounts order by VALUE_AT_STAKE; unless given, the
    one that most accounts have amounts in, ties alphabetically. Raises NotFoundError for an unknown seller,
    InvalidError for an unknown currency, and LimitError past 10,000 accounts.
    """
    if currency is not None:
        digits_of(currency, "currency")
    sellers = await _sellers(store, seller_id, team)
    accounts = [
        account
        for account in await list_accounts(store, filter_)
        if sellers is None or account.owner_id in sellers or not sellers.isdisjoint(account.team_ids)
    ]
    if moved_since is not None:
        moved = await list_moved(store, [account.id for account in accounts])
        accounts = [a for a, at in zip(accounts, moved, strict=True) if at is not None and at >= moved_since]
    values = await _values(store, accounts, order, now, currency, rules)
    unknown = -_LAST if descending else _LAST
    rows = [
        (account, (value if value is not None else unknown, account.id))
        for account, value in zip(accounts, values, strict=True)
    ]
    rows.sort(key=lambda row: row[0].id)
    return sorted(rows, key=lambda row: row[1][0], reverse=descending)


async def count_statuses(store: ViewerStore, accounts: Iterable[Account], now: datetime) -> Counter[MapStatus]:
    """Return how many accounts have a standing map of each status."""
    ids = [account.id for account in accounts]
    found: Counter[MapStatus] = Counter()
    for start in range(0, len(ids), BATCH):
        statuses = await _read_maps(store, ids[start : start + BATCH], now, lambda map_: map_.status)
        found.update(status for status in statuses if status is not None)
    return found


async def list_open_amounts(store: ViewerStore, account_ids: Sequence[AccountId]) -> list[tuple[Money, ...]]:
    """Return what is at stake at each account: the amounts of its open opportunities, summed by currency."""
    found = await store.list_open_opportunities(account_ids)
    return [sum_by_currency(one.amount for one in own if one.amount is not None) for own in found]


async def list_last_contacts(store: ViewerStore, account_ids: Sequence[AccountId]) -> list[datetime | None]:
    """Return when the latest interaction with each account was; null: never."""
    found = await store.page_interactions(account_ids, Page(1))
    return [page.items[0].at if page.items else None for page in found]


async def list_moved(store: ViewerStore, account_ids: Sequence[AccountId]) -> list[datetime | None]:
    """Return the latest moment at which one of each account's maps changed (§11); null: nobody was ever in them."""
    latest: dict[str, datetime] = {}
    for start in range(0, len(account_ids), BATCH):
        said = await store.load_facts([Selection(kinds=_MOVES, streams=tuple(account_ids[start : start + BATCH]))])
        maps = await asyncio.to_thread(_moved_there, said, latest)
        if maps:
            people = tuple(maps)
            asked = [Selection((EmployedAt,), subjects=people), Selection((Influences, Knows), mentioning=people)]
            await asyncio.to_thread(_moved_with, await store.load_facts(asked), maps, latest)
    return [latest.get(id_) for id_ in account_ids]


def _moved_there(facts: Iterable[Fact], latest: dict[str, datetime]) -> dict[str, set[AccountId]]:
    """Take when the maps of accounts last changed by what was said there; return who was ever in whose maps."""
    maps: dict[str, set[AccountId]] = {}
    for fact in standing_facts(facts):
        said = fact.statement
        if isinstance(said, _MOVES):
            latest[said.stream] = max(fact.observed_at, latest.get(said.stream, fact.observed_at))
        if isinstance(said, StakeholderAdded | StakeholderNamed) and said.person_id is not None:
            maps.setdefault(said.person_id, set()).add(said.account_id)
    return maps


def _moved_with(facts: Iterable[Fact], maps: Mapping[str, set[AccountId]], latest: dict[str, datetime]) -> None:
    """Take when the maps of accounts last changed by what was said of the people in them: ties, and who left."""
    works_at: dict[str, AccountId | None] = {}
    for fact in sorted(standing_facts(facts), key=lambda one: one.order):
        said = fact.statement
        moved: set[AccountId] = set()
        if isinstance(said, EmployedAt):
            # Whoever goes on elsewhere, or nowhere, has left the map.
            before, works_at[said.person_id] = works_at.get(said.person_id), said.account_id
            moved = {id_ for id_ in maps[said.person_id] if id_ == before != said.account_id}
        elif isinstance(said, Influences | Knows):
            moved = maps.get(said.source, set()) & maps.get(said.target, set())
        for id_ in moved:
            latest[id_] = max(fact.observed_at, latest[id_])


async def _sellers(store: ViewerStore, seller_id: str | None, team: str | None) -> frozenset[SellerId] | None:
    if seller_id is None and team is None:
        return None
    known: list[Seller] = []
    page = Page(_PAGE)
    while True:
        found = await store.page_sellers(page)
        known += found.items
        if not found.has_next:
            break
        page = Page(_PAGE, found.keys[-1])
    if seller_id is not None and all(one.id != seller_id for one in known):
        raise not_found("sellerId")
    return frozenset(one.id for one in known if seller_id in (None, one.id) and team in (None, one.team))


async def _values(
    store: ViewerStore,
    accounts: Sequence[Account],
    order: PortfolioOrder,
    now: datetime,
    currency: str | None,
    rules: RuleSettings,
) -> Sequence[str | int | None]:
    ids = [account.id for account in accounts]
    if order == PortfolioOrder.NAME:
        return [account.name for account in accounts]
    if order == PortfolioOrder.VALUE_AT_STAKE:
        return _in_currency(await list_open_amounts(store, ids), currency)
    if order == PortfolioOrder.LAST_CONTACT:
        return _micros(await list_last_contacts(store, ids))
    if order == PortfolioOrder.MOVED:
        return _micros(await list_moved(store, ids))
    if order == PortfolioOrder.TOP_INSIGHT:
        found = await load_account_findings(store, ids, now=now, rules=rules, in_brief=True)
        return await asyncio.to_thread(lambda: [_urgency(one, now) for one in found])
    read = _SCORES[order]
    batches = [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]
    return [value for batch in batches for value in await _read_maps(store, batch, now, read)]


async def _read_maps(
    store: ViewerStore, ids: Sequence[AccountId], now: datetime, read: Callable[[DecisionMap], T]
) -> list[T | None]:
    """Read something of the standing maps of accounts, scored off the event loop."""
    graphs = await store.list_map_graphs([map_of(id_) for id_ in ids], now)

    def score() -> list[T | None]:
        return [read(build_decision_map(graph)) if graph is not None else None for graph in graphs]

    return await asyncio.to_thread(score)


def _scaled(value: float | None) -> int | None:
    return round(value * 1_000_000) if value is not None else None


_SCORES: Final[Mapping[PortfolioOrder, Callable[[DecisionMap], int | None]]] = {
    PortfolioOrder.STATUS: lambda map_: _STATUSES.index(map_.status),
    PortfolioOrder.COMPLETENESS: lambda map_: _scaled(map_.completeness.value),
    PortfolioOrder.SCORE: lambda map_: _scaled(map_.support_score.value),
}


def _urgency(found: Found, now: datetime) -> int | None:
    """Return how severe the worst open insight is, then how many there are of that severity; null without any."""
    severities = Counter(one.finding.severity for one in rank([found]) if one.is_open(now))
    worst = next((severity for severity in Severity if severities[severity]), None)
    return None if worst is None else _SEVERITIES.index(worst) * _MANY + min(severities[worst], _MANY - 1)


def _in_currency(amounts: Sequence[tuple[Money, ...]], currency: str | None) -> list[int | None]:
    counts = Counter(money.currency for found in amounts for money in found)
    chosen = currency or min(counts, key=lambda one: (-counts[one], one), default="")
    by_account = ({money.currency: money.minor for money in found} for found in amounts)
    return [found.get(chosen) for found in by_account]


def _micros(moments: Iterable[datetime | None]) -> list[int | None]:
    return [to_micros(at) if at is not None else None for at in moments]
