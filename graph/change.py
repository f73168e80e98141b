"""Undo: taking back what one earlier change wrote, if nothing has been built on it since."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from domain.change import Corrected, Undone
from domain.errors import ConflictError
from domain.fact import Stated
from domain.ids import ChangeId, MapId, StreamId, id_type, owner_of_map
from domain.referral import Referral, Referred
from domain.seller import SellerDescribed
from domain.stakeholder import Stakeholder
from domain.text import Text
from domain.tie import Influences, Knows
from domain.undo import BuiltOnError, check_undo, created, going, refers_to
from domain.undo_text import named_by
from graph.access import forbidden, not_found, require_role, writable_parties
from graph.aftermath import check_aftermath
from graph.recording import Decision
from graph.seen_facts import around
from graph.store import Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from domain.fact import Change, Fact
    from graph.store import Node, ViewerStore


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
    try:
        # Beside the loop, as all that follows a whole import is.
        await asyncio.to_thread(check_undo, change.id, touched, change.recorded_at, history)
    except BuiltOnError as error:
        raise BuiltOnError(error.fact, await _names(store, error.fact)) from error
    await _check_hidden(store, change, await asyncio.to_thread(created, change.facts, history))
    await _check_there(store, touched, history)
    streams = frozenset(StreamId(fact.statement.stream) for fact in touched)
    stated = Stated(Undone(change.id, change.facts[0].statement.stream), now)
    await check_aftermath(store, touched, stated)
    return Decision((stated,), {}, {}, position=position, touching=streams)


async def _names(store: ViewerStore, fact: Fact) -> dict[str, str]:
    """Return the names of those that a fact is about and of who said it, by id; a stakeholder's is its person's."""
    found = await _nodes(store, {*named_by(fact.statement), *([fact.by] if fact.by is not None else [])})
    people = await _nodes(store, {s.person_id for s in found.values() if isinstance(s, Stakeholder) and s.person_id})
    names: dict[str, str] = {}
    for id_, node in found.items():
        one = people.get(node.person_id or "", node) if isinstance(node, Stakeholder) else node
        name = one.label if isinstance(one, Stakeholder) else getattr(one, "name", None)
        if name is not None:
            names[id_] = name
    return names


async def _touched(store: ViewerStore, change: Change) -> list[Fact]:
    """Return the change's facts, and those that its own undos and corrections name, to the end."""
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
    wrong = tuple(f.statement.fact_id for f in found if isinstance(f.statement, Corrected))
    named_facts = await store.load_facts([Selection(ids=wrong)]) if wrong else []
    if {fact.id for fact in named_facts}.issuperset(wrong):
        return [*found, *(fact for fact in named_facts if fact.id in wrong)]
    # Of what was left out not all may be seen: it cannot be told what would come back.
    raise not_found("changeId")


async def _history(store: ViewerStore, change: Change, touched: Sequence[Fact]) -> list[Fact]:
    """Read every fact of the same subjects, every fact about what the change created, and what names the change.

    About a seller is also what they said of others.
    """
    subjects = tuple(sorted({f.statement.subject for f in touched if not isinstance(f.statement, Undone)}))
    same = await store.load_facts([Selection(subjects=subjects), Selection(changes=(change.id,))])
    made = await asyncio.to_thread(lambda: tuple(sorted(created(going(touched, same), same))))
    sellers = tuple(id_ for id_ in made if id_type(id_) == "seller")
    found = await store.load_facts([*around(made), Selection(stated_by=sellers)] if made else [])
    return [*{fact.id: fact for fact in (*same, *found)}.values()]


async def _check_writable(store: ViewerStore, touched: Sequence[Fact]) -> None:
    """Raise ForbiddenError unless the viewer may write to what each fact is about: to one end of a tie or referral.

    What is gone altogether is written by who said it.
    """
    if store.viewer.is_admin:
        return
    stated = [fact for fact in touched if not isinstance(fact.statement, Undone | Corrected)]
    found = await _nodes(store, {id_ for fact in stated for id_ in _written_through(fact)})
    ends: dict[str, tuple[str, ...]] = {
        r.id: (r.referrer, r.referred) for r in found.values() if isinstance(r, Referral)
    }
    found |= await _nodes(store, {end for pair in ends.values() for end in pair})
    writable = await writable_parties(store, found.values())
    for fact in stated:
        ids = [end for id_ in _written_through(fact) for end in ends.get(id_, (id_,)) if found[end] is not None]
        may = bool(writable.intersection(ids)) if ids else fact.by == store.viewer.id
        if not may or isinstance(fact.statement, SellerDescribed):
            raise forbidden("changeId")


def _written_through(fact: Fact) -> tuple[str, ...]:
    said = fact.statement
    return said.mentions if isinstance(said, Influences | Knows | Referred) else (said.stream,)


async def _nodes(store: ViewerStore, ids: Iterable[str]) -> dict[str, Node | None]:
    wanted = sorted(ids)
    return dict(zip(wanted, await store.list_nodes(wanted), strict=True))


async def _check_hidden(store: ViewerStore, change: Change, made: set[str]) -> None:
    """Raise ConflictError where something that the viewer may not see is about what the change created."""
    # An admin has seen all of it.
    if made and not store.viewer.is_admin and await store.is_needed(sorted(made), change.id):
        raise ConflictError(Text("Something builds on it.", "有其他内容依赖于它。"), field="changeId")


async def _check_there(store: ViewerStore, touched: Sequence[Fact], history: Sequence[Fact]) -> None:
    """Raise ConflictError where an undo of an undo would bring back what is about something that is gone."""
    back = [fact for fact in touched if not isinstance(fact.statement, Undone | Corrected)]
    if len(back) == len(touched):
        return
    named = {id_ for fact in back for id_ in refers_to(fact)} - created(back, history)
    # Advice of the playbook is read from its facts and is no object of the graph.
    owners = {
        owner_of_map(MapId(id_)) if type_ == "map" else id_
        for id_ in named
        if (type_ := id_type(id_)) is not None and type_ != "play"
    }
    if None in (await _nodes(store, owners)).values():
        raise ConflictError(
            Text(
                "What it is about has been taken back since; undo that first.", "其所涉及的对象此后已被撤销，请先恢复。"
            ),
            field="changeId",
        )
