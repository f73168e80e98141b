"""Merging two people found to be one, and finding the kept one by the id of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.change import standing_facts
from domain.deciding import supposed
from domain.errors import ConflictError, CycleError
from domain.fact import ALWAYS
from domain.fold import fold
from domain.ids import id_type
from domain.merge import Merged
from domain.merge import merge_people as merged_people
from domain.person import EmployedAt, Person
from domain.referral import ReferralAdvanced, Referred
from domain.stakeholder import StakeholderAdded, StakeholderNamed
from domain.text import Text
from domain.tie import ReportsTo, check_forest, reporting_lines
from graph.access import forbidden, not_found
from graph.recording import Decision
from graph.seen_facts import about
from graph.store import Selection
from graph.tie import reporting_history

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from domain.fact import Fact, Stated
    from graph.store import Node, ViewerStore


async def merge_people(store: ViewerStore, now: datetime, *, keep_id: str, merge_id: str, reason: str) -> Decision:
    """Say that two people are one: all that was said of one is said of the other from now on. An ADMIN's to do.

    Whatever anybody said of the two is said anew; only who sees all of it can tell that none of it is lost.
    """
    position = await store.load_position()
    kept = await _person(store, keep_id, "keepId")
    merged = await _person(store, merge_id, "mergeId")
    if not store.viewer.is_admin:
        raise forbidden("mergeId")
    facts = await _everything(store, [kept.id, merged.id])
    referrals = list(fold(facts).referrals.values())
    stated = merged_people(kept, merged, facts, referrals, reason, now)
    await _check_lines(store, kept, merged, facts, stated)
    return Decision(stated, {}, {"person": kept.id}, position=position)


async def _person(store: ViewerStore, id_: str, field: str) -> Person:
    (found,) = await store.list_nodes([id_])
    if isinstance(found, Person):
        return found
    if id_type(id_) == "person" and (kept := (await find_kept(store, [id_])).get(id_)) is not None:
        name = kept.name if isinstance(kept, Person) else ""
        raise ConflictError(
            Text(f"It was merged already: it is {name} now.", f"已被合并：现为{name}。"), field=field, actual=kept.id
        )
    raise not_found(field)


async def _everything(store: ViewerStore, ids: Sequence[str]) -> list[Fact]:
    """Read all about the two, all about the places in maps that they ever had, and how their referrals went on."""
    facts = await store.load_facts(about(ids))
    places = {f.statement.subject for f in facts if isinstance(f.statement, StakeholderAdded | StakeholderNamed)}
    referrals = {f.statement.subject for f in facts if isinstance(f.statement, Referred)}
    more = await store.load_facts(
        [
            Selection(subjects=tuple(sorted(places))),
            Selection(kinds=(ReferralAdvanced,), subjects=tuple(sorted(referrals))),
        ]
    )
    return [*{fact.id: fact for fact in (*facts, *more)}.values()]


async def _check_lines(
    store: ViewerStore, kept: Person, merged: Person, facts: Sequence[Fact], stated: Sequence[Stated]
) -> None:
    """Raise CycleError where the lines of reporting of the two, taken together, close a circle."""
    accounts: set[str] = set()
    for fact in facts:
        said = fact.statement
        if isinstance(said, EmployedAt | ReportsTo) and said.account_id is not None:
            accounts.add(said.account_id)
    history = [*await reporting_history(store, sorted(accounts), [kept.id, merged.id]), *supposed(stated)]
    try:
        check_forest(reporting_lines(history, fold(history).people), ALWAYS, "mergeId")
    except CycleError as error:
        raise ConflictError(error.message, field="mergeId") from error


async def find_kept(store: ViewerStore, ids: Iterable[str]) -> dict[str, Node]:
    """Return the people into whom others were merged, by the ids of these.

    Who is merged takes along those who were merged into them: no merge leads to somebody merged.
    """
    facts = await store.load_facts([Selection(kinds=(Merged,), subjects=tuple(sorted(set(ids))))])
    leads = {
        fact.statement.merged_id: fact.statement.kept_id
        for fact in standing_facts(facts)
        if isinstance(fact.statement, Merged)
    }
    nodes = await store.list_nodes(list(leads.values())) if leads else []
    return {id_: node for id_, node in zip(leads, nodes, strict=True) if node is not None}
