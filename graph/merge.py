"""Merging two people, or two accounts, found to be one."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final, TypeVar

from domain.account import Account, AccountDescribed
from domain.contact_level import ContactLevelStated
from domain.deciding import supposed
from domain.errors import ConflictError, CycleError
from domain.fact import ALWAYS
from domain.fold import fold
from domain.merge_accounts import check_apart
from domain.merge_accounts import merge_accounts as merged_accounts
from domain.merge_people import merge_people as merged_people
from domain.person import EmployedAt, Person
from domain.referral import ReferralAdvanced, Referred
from domain.stage import StageMoved
from domain.stakeholder import StakeholderAdded, StakeholderNamed
from domain.text import Text
from domain.tie import ReportsTo, check_forest, reporting_lines
from graph.access import forbidden, not_found, read_above
from graph.kept import find_kept
from graph.recording import Decision
from graph.seen_facts import about
from graph.store import Selection
from graph.tie import reporting_history

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from domain.fact import Fact, Stated
    from graph.store import ViewerStore

PartyT = TypeVar("PartyT", Account, Person)
_MET: Final = (ReportsTo, StageMoved, Referred, StakeholderAdded)
"""What is said of the kept account that something said of the merged one may meet."""


async def merge_people(store: ViewerStore, now: datetime, *, keep_id: str, merge_id: str, reason: str) -> Decision:
    """Say that two people are one: all that was said of one is said of the other from now on. An ADMIN's to do.

    Whatever anybody said of the two is said anew; only who sees all of it can tell that none of it is lost.
    """
    position = await store.load_position()
    kept, merged = await _two(store, Person, keep_id, merge_id)
    facts = await _all_about(store, about([kept.id, merged.id]))
    # Thousands of statements may be said anew: others are answered meanwhile.
    stated = await asyncio.to_thread(merged_people, kept, merged, facts, reason, now)
    await _check_lines(store, facts, stated, [kept.id, merged.id])
    return Decision(stated, {}, {"person": kept.id}, position=position)


async def merge_accounts(store: ViewerStore, now: datetime, *, keep_id: str, merge_id: str, reason: str) -> Decision:
    """Say that two accounts are one customer, as `merge_people` does of people. An ADMIN's to do."""
    position = await store.load_position()
    kept, merged = await _two(store, Account, keep_id, merge_id)
    (above_kept, _), (above_merged, _) = [await read_above(store, [], one.parent_id) for one in (kept, merged)]
    check_apart(kept, merged, above_kept, above_merged)
    own = (Selection(_MET, streams=(kept.id,)), Selection(_MET, mentioning=(kept.id,)))
    facts = await _all_about(store, [*about([merged.id]), *own])
    stated = await asyncio.to_thread(merged_accounts, kept, merged, facts, reason, now)
    await _check_lines(store, facts, stated)
    return Decision(stated, {}, {"account": kept.id}, position=position)


async def _two(store: ViewerStore, type_: type[PartyT], keep_id: str, merge_id: str) -> tuple[PartyT, PartyT]:
    kept, merged = [await _one(store, type_, *one) for one in ((keep_id, "keepId"), (merge_id, "mergeId"))]
    if not store.viewer.is_admin:
        raise forbidden("mergeId")
    return kept, merged


async def _one(store: ViewerStore, type_: type[PartyT], id_: str, field: str) -> PartyT:
    (found,) = await store.list_nodes([id_])
    if isinstance(found, type_):
        return found
    kept: Any = (await find_kept(store, [id_])).get(id_)
    if isinstance(kept, type_):
        raise ConflictError(
            Text(f"It was merged already: it is {kept.name} now.", f"已被合并：现为{kept.name}。"),
            field=field,
            actual=kept.id,
        )
    raise not_found(field)


async def _all_about(store: ViewerStore, selections: Sequence[Selection]) -> list[Fact]:
    """Read some facts, and all about what they are about that something said anew may meet.

    That is: the places in maps, how referrals went on, where people worked, and the parents of accounts.
    """
    facts = await store.load_facts(selections)
    places = _subjects(facts, StakeholderAdded, StakeholderNamed)
    more = [
        Selection(subjects=places),
        Selection(kinds=(ContactLevelStated,), mentioning=places),
        Selection(kinds=(ReferralAdvanced,), subjects=_subjects(facts, Referred)),
        Selection(kinds=(EmployedAt,), subjects=_subjects(facts, EmployedAt)),
        Selection(kinds=(AccountDescribed,), subjects=_subjects(facts, AccountDescribed)),
    ]
    return [*{fact.id: fact for fact in (*facts, *await store.load_facts(more))}.values()]


def _subjects(facts: Iterable[Fact], *kinds: type) -> tuple[str, ...]:
    return tuple(sorted({fact.statement.subject for fact in facts if isinstance(fact.statement, kinds)}))


async def _check_lines(
    store: ViewerStore, facts: Sequence[Fact], stated: Sequence[Stated], people: Sequence[str] = ()
) -> None:
    """Raise ConflictError where the lines of reporting of the two, taken together, close a circle."""
    accounts: set[str] = set()
    for said in (one.statement for one in (*facts, *stated)):
        if isinstance(said, EmployedAt | ReportsTo) and said.account_id is not None:
            accounts.add(said.account_id)
    history = [*await reporting_history(store, sorted(accounts), people), *supposed(stated)]
    await asyncio.to_thread(_check_circles, history)


def _check_circles(history: Sequence[Fact]) -> None:
    try:
        check_forest(reporting_lines(history, fold(history).people), ALWAYS, "mergeId")
    except CycleError as error:
        raise ConflictError(error.message, field="mergeId") from error
