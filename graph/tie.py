"""Writes of ties: who reports to, moves and knows whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.deciding import moment, supposed
from domain.errors import CycleError, InvalidError
from domain.fact import Stated
from domain.fold import fold
from domain.person import EmployedAt, Person, PersonDescribed
from domain.seller import Seller
from domain.text import Text
from domain.tie import (
    Influences,
    Knows,
    ReportsTo,
    acquaint,
    check_forest,
    check_manager,
    influence,
    reporting_lines,
)
from graph.access import get, not_found, require_one_writable, writable_account
from graph.recording import Decision
from graph.store import Selection, StaleError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from domain.codes import Circle, Polarity
    from domain.fact import Fact
    from domain.ids import AccountId
    from graph.store import ViewerStore


async def set_manager(
    store: ViewerStore,
    now: datetime,
    *,
    person_id: str,
    manager_id: str | None = None,
    observed_at: datetime | None = None,
) -> Decision:
    """Say whom a person reports to at the account that employs them at that time; null: to nobody."""
    at = moment(observed_at, now)
    person = await get(store, Person, person_id, "personId")
    account_id = employer(person, at)
    ends = [person.id] if manager_id is None else [person.id, manager_id]
    versions = await store.load_versions([account_id, *ends])
    person = await get(store, Person, person_id, "personId")
    if employer(person, at) != account_id:
        raise StaleError
    await writable_account(store, account_id, "personId")
    manager = await get(store, Person, manager_id, "managerId") if manager_id is not None else None
    if manager is not None and manager.id == person.id:
        raise CycleError(Text("Nobody reports to themselves.", "不能向自己汇报。"), field="managerId")
    said = ReportsTo(account_id, person.id, manager.id if manager else None)
    history = await reporting_history(store, [account_id], ends)
    world = fold(history)
    current = world.reports.get((account_id, person.id))
    result = {"person": person.id}
    if observed_at is None and (current.manager_id if current else None) == said.manager_id:
        return Decision((), {}, result)
    if manager is not None:
        check_manager(manager, account_id, at)
    stated = Stated(said, at)
    check_forest(reporting_lines([*history, *supposed([stated])], world.people), at)
    return Decision((stated,), versions, result)


def employer(person: Person, at: datetime) -> AccountId:
    """Return where the person works at a moment; raises InvalidError where they work nowhere."""
    account_id = person.employer_at(at)
    if account_id is None:
        raise InvalidError(
            Text(
                "The person is not employed then, so that nobody manages them.",
                "该人员当时没有任职，无法设置上级。",
            ),
            field="personId",
        )
    return account_id


async def reporting_history(store: ViewerStore, account_ids: Iterable[str], ends: Sequence[str]) -> list[Fact]:
    """Read the reporting lines of accounts, and the employment of everybody in them and of `ends`."""
    lines = await store.load_facts([Selection(kinds=(ReportsTo,), streams=tuple(account_ids))])
    people = {one for fact in lines if isinstance(fact.statement, ReportsTo) for one in fact.statement.mentions}
    employed = await store.load_facts(
        [Selection(kinds=(EmployedAt, PersonDescribed), subjects=tuple(sorted(people | set(ends))))]
    )
    return [*{fact.id: fact for fact in (*lines, *employed)}.values()]


async def set_influence(
    store: ViewerStore,
    now: datetime,
    *,
    source_id: str,
    target_id: str,
    strength: int | None = None,
    polarity: Polarity | None = None,
    observed_at: datetime | None = None,
) -> Decision:
    """Say how strongly one person moves another; without a strength: no longer."""
    at = moment(observed_at, now)
    versions = await store.load_versions([source_id])
    source = await get(store, Person, source_id, "sourceId")
    target = await get(store, Person, target_id, "targetId")
    said = influence(source.id, target.id, strength, polarity)
    await require_one_writable(store, (source, target))
    facts = await store.load_facts([Selection(kinds=(Influences,), subjects=(said.subject,))])
    current = fold(facts).influences.get((source.id, target.id))
    same = observed_at is None and current == (None if strength is None else said)
    result = {"source": source.id, "target": target.id}
    return Decision(() if same else (Stated(said, at),), versions, result)


async def record_acquaintance(
    store: ViewerStore,
    now: datetime,
    *,
    source_id: str,
    target_id: str,
    strength: float | None = None,
    circle: Circle | None = None,
    observed_at: datetime | None = None,
) -> Decision:
    """Say that two people, or one of us and a person, know each other; strength 0: no longer."""
    at = moment(observed_at, now)
    versions = await store.load_versions(sorted({source_id, target_id}))
    source = await one_end(store, source_id, "sourceId")
    target = await one_end(store, target_id, "targetId")
    said = acquaint(source.id, target.id, strength, circle)
    await require_one_writable(store, (source, target))
    facts = await store.load_facts([Selection(kinds=(Knows,), subjects=(said.subject,))])
    current = fold(facts).acquaintances.get(said.pair)
    same = observed_at is None and current == (None if strength == 0 else said)
    result = {"source": source.id, "target": target.id}
    return Decision(() if same else (Stated(said, at),), versions, result)


async def one_end(store: ViewerStore, id_: str, field: str) -> Person | Seller:
    """Read one end of an acquaintance; raises NotFoundError naming the field."""
    (found,) = await store.list_nodes([id_])
    if not isinstance(found, Person | Seller):
        raise not_found(field)
    return found
