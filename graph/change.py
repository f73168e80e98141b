"""Undo: taking back what one earlier change wrote, if nothing has been built on it since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.account import Account
from domain.change import Corrected, Undone
from domain.deciding import supposed
from domain.errors import ConflictError, DomainError
from domain.fact import Stated
from domain.fold import fold
from domain.ids import ChangeId, MapId, StreamId, id_type, owner_of_map
from domain.person import EmployedAt, Person, PersonDescribed
from domain.referral import Referral
from domain.text import Text
from domain.tie import ReportsTo, check_reporting
from domain.undo import check_undo, created, refers_to
from domain.viewer import can_write
from graph.access import forbidden, may_write_party, may_write_person, not_found, require_role
from graph.recording import Decision
from graph.store import Selection

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from domain.fact import Change, Fact
    from graph.store import ViewerStore


async def undo(store: ViewerStore, now: datetime, *, change_id: str) -> Decision:
    """Append one fact that takes a change back; whoever may write all that it touches may do it."""
    require_role(store)
    position = await store.load_position()
    change = await store.load_change(ChangeId(change_id)) if id_type(change_id) == "change" else None
    if change is None or not change.facts:
        raise not_found("changeId")
    touched = await _touched(store, change)
    await _check_writable(store, touched)
    history = await _history(store, change, touched)
    check_undo(change.id, touched, change.recorded_at, history)
    await _check_there(store, touched, history)
    streams = frozenset(StreamId(fact.statement.stream) for fact in touched)
    stated = Stated(Undone(change.id, change.facts[0].statement.stream), now)
    await _check_reporting(store, touched, stated, now)
    return Decision((stated,), {}, {}, position=position, touching=streams)


async def _touched(store: ViewerStore, change: Change) -> list[Fact]:
    """Return the change's facts, and those of the changes that its own undos name, to the end."""
    found: list[Fact] = list(change.facts)
    pending = [fact.statement.change_id for fact in change.facts if isinstance(fact.statement, Undone)]
    seen = {change.id, *pending}
    while pending:
        inner = await store.load_change(pending.pop())
        if inner is None:
            raise not_found("changeId")
        found += inner.facts
        named = [f.statement.change_id for f in inner.facts if isinstance(f.statement, Undone)]
        pending += [one for one in named if one not in seen]
        seen |= set(named)
    return found


async def _history(store: ViewerStore, change: Change, touched: Sequence[Fact]) -> list[Fact]:
    """Read every fact of the same subjects, every fact about what the change created, and what names the change."""
    subjects = tuple(sorted({f.statement.subject for f in touched if not isinstance(f.statement, Undone)}))
    same = await store.load_facts([Selection(subjects=subjects), Selection(changes=(change.id,))])
    made = tuple(sorted(created([f for f in touched if f.change == change.id], same)))
    about = (
        await store.load_facts([Selection(mentioning=made), Selection(streams=made), Selection(subjects=made)])
        if made
        else []
    )
    return [*{fact.id: fact for fact in (*same, *about)}.values()]


async def _check_writable(store: ViewerStore, touched: Sequence[Fact]) -> None:
    """Raise ForbiddenError unless the viewer may write to every object whose stream the facts are in."""
    if store.viewer.is_admin:
        return
    streams = sorted({fact.statement.stream for fact in touched})
    for found in await store.list_nodes(streams):
        if not await _writable(store, found):
            raise forbidden("changeId")


async def _writable(store: ViewerStore, found: object) -> bool:
    if isinstance(found, Account):
        return can_write(store.viewer, found)
    if isinstance(found, Person):
        return await may_write_person(store, found)
    if isinstance(found, Referral):
        ends = await store.list_nodes([found.referrer, found.referred])
        return any([await may_write_party(store, end) for end in ends if isinstance(end, Account | Person)])
    return False


async def _check_there(store: ViewerStore, touched: Sequence[Fact], history: Sequence[Fact]) -> None:
    """Raise ConflictError where an undo of an undo would bring back what is about something that is gone."""
    back = [fact for fact in touched if not isinstance(fact.statement, Undone | Corrected)]
    if len(back) == len(touched):
        return
    named = {id_ for fact in back for id_ in refers_to(fact)} - created(back, history)
    owners = {owner_of_map(MapId(id_)) if id_type(id_) == "map" else id_ for id_ in named if id_type(id_)}
    if None in await store.list_nodes(sorted(owners)):
        raise ConflictError(
            Text(
                "What it is about has been taken back since; undo that first.", "其所涉及的对象此后已被撤销，请先恢复。"
            ),
            field="changeId",
        )


async def _check_reporting(store: ViewerStore, touched: Sequence[Fact], stated: Stated, now: datetime) -> None:
    """Raise ConflictError where an earlier reporting line that comes back would close a circle with later ones."""
    accounts = tuple({f.statement.account_id for f in touched if isinstance(f.statement, ReportsTo)})
    if not accounts:
        return
    lines = await store.load_facts([Selection(kinds=(ReportsTo,), streams=accounts)])
    people = {one for f in lines if isinstance(f.statement, ReportsTo) for one in f.statement.mentions}
    employed = await store.load_facts([Selection(kinds=(EmployedAt, PersonDescribed), subjects=tuple(sorted(people)))])
    facts = {fact.id: fact for fact in (*lines, *employed)}
    world = fold([*facts.values(), *supposed([stated], now)])
    for line in world.reports.values():
        try:
            check_reporting(world, line, "changeId")
        except DomainError as error:
            raise ConflictError(error.message, field="changeId") from error
