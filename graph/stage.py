"""Stages: moving accounts, and reading where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from domain.account import Account
from domain.codes import AccountOrder, OpportunityStatus
from domain.deciding import check_version, moment
from domain.fold import fold
from domain.ids import AccountId, TransitionId, new_id
from domain.ladder import LADDERS
from domain.ladder import ladder as known_ladder
from domain.opportunity import OpportunityClosed, OpportunityDescribed
from domain.stage import StageMoved, Transition, move
from domain.stage_board import Board, BoardEntry, build_board
from domain.world import World
from graph.access import writable_account
from graph.moment import check_moments
from graph.recording import Decision
from graph.store import Page, Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from domain.account_filter import AccountFilter
    from domain.money import Money
    from graph.store import ViewerStore


async def move_stage(
    store: ViewerStore,
    now: datetime,
    *,
    account_id: str,
    ladder: str,
    to: str,
    at: datetime | None = None,
    expected_version: int | None = None,
    **given: Any,
) -> Decision:
    """Move an account to a stage of a ladder."""
    when = moment(at, now, "at")
    versions = await store.load_versions([account_id])
    account = await writable_account(store, account_id)
    check_version(account.version, expected_version)
    (moves,) = await store.list_transitions([account.id])
    transition_id = TransitionId(new_id("transition"))
    said = StageMoved(transition_id, account.id, ladder, to, **given)
    stated = move(said, when, [m for m in moves if m.ladder == ladder])
    return Decision((stated,), versions, {"account": account.id, "transition": transition_id})


async def load_standings(
    store: ViewerStore,
    account_ids: Sequence[AccountId],
    *,
    now: datetime,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
) -> list[tuple[Transition, ...]]:
    """Return the move by which each account stands on each ladder it is on, in the order of the ladders."""
    check_moments(now, as_of, known_at)
    if as_of is None and known_at is None:
        found = await store.list_standings(account_ids)
    else:
        moves = await _moves(store, account_ids, as_of, known_at)
        found = [[m for m in moves if m.account_id == account_id and m.standing] for account_id in account_ids]
    order = {key: place for place, key in enumerate(LADDERS)}
    return [tuple(sorted(standings, key=lambda t: order[t.ladder])) for standings in found]


async def load_stage_histories(
    store: ViewerStore,
    account_ids: Sequence[AccountId],
    ladder: str,
    *,
    now: datetime,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
) -> list[tuple[Transition, ...]]:
    """Return the moves of each account on a ladder, earliest first."""
    check_moments(now, as_of, known_at)
    known_ladder(ladder)
    moves = [move_ for move_ in await _moves(store, account_ids, as_of, known_at) if move_.ladder == ladder]
    moves.sort(key=lambda m: (m.at, m.recorded_at, m.id))
    found: dict[AccountId, list[Transition]] = {account_id: [] for account_id in account_ids}
    for move_ in moves:
        found[move_.account_id].append(move_)
    return [tuple(found[account_id]) for account_id in account_ids]


async def load_board(
    store: ViewerStore,
    ladder: str,
    *,
    now: datetime,
    filter_: AccountFilter | None = None,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
) -> Board:
    """Return the board of a ladder; the filter is about the accounts as they are now."""
    check_moments(now, as_of, known_at)
    on = known_ladder(ladder)
    if known_at is None and as_of is None:
        rows = await store.list_board_rows(ladder, filter_)
        stays = await store.list_stays(ladder, filter_, None)
        entries = [BoardEntry(r.account_id, r.name, r.stage, r.since, r.open_amounts) for r in rows]
        return build_board(on, now, entries, stays)
    at = as_of if as_of is not None else now
    # Whom the filter lets through is asked of the present; what they were, of the facts.
    accounts = await _filtered(store, filter_)
    facts = await store.load_facts(
        [
            Selection(kinds=(StageMoved,), observed_to=at, known_at=known_at),
            Selection(kinds=(OpportunityDescribed, OpportunityClosed), observed_to=at, known_at=known_at),
        ]
    )
    world = fold(facts, as_of=at, known_at=known_at)
    stays = [m for m in world.transitions.values() if m.ladder == ladder and m.account_id in accounts]
    return build_board(on, at, _entries(world, stays, accounts), stays)


def _entries(world: World, stays: Iterable[Transition], accounts: dict[AccountId, Account]) -> list[BoardEntry]:
    amounts: dict[AccountId, list[Money]] = {account_id: [] for account_id in accounts}
    for opportunity in world.opportunities.values():
        amount = opportunity.amount if opportunity.status is OpportunityStatus.OPEN else None
        if amount is not None and opportunity.account_id in amounts:
            amounts[opportunity.account_id].append(amount)
    return [
        BoardEntry(m.account_id, accounts[m.account_id].name, m.to, m.at, tuple(amounts[m.account_id]))
        for m in stays
        if m.standing
    ]


async def _filtered(store: ViewerStore, filter_: AccountFilter | None) -> dict[AccountId, Account]:
    found: dict[AccountId, Account] = {}
    page = Page(1000)
    while True:
        accounts = await store.page_accounts(filter_, AccountOrder.NAME_ASC, page)
        found |= {account.id: account for account in accounts.items}
        if not accounts.has_next:
            return found
        page = Page(1000, accounts.keys[-1])


async def _moves(
    store: ViewerStore, account_ids: Sequence[AccountId], as_of: datetime | None, known_at: datetime | None
) -> list[Transition]:
    if as_of is None and known_at is None:
        return [move_ for moves in await store.list_transitions(account_ids) for move_ in moves]
    subjects = tuple(f"{key}/{account_id}" for account_id in account_ids for key in LADDERS)
    facts = await store.load_facts(
        [Selection(kinds=(StageMoved,), subjects=subjects, observed_to=as_of, known_at=known_at)]
    )
    return [*fold(facts, as_of=as_of, known_at=known_at).transitions.values()]
