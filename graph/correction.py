"""Corrections: a statement that was wrong is left out, and what is right is said, whatever was built on it since."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from domain.account import Account
from domain.assessment import Assessed, Assessment
from domain.assessment import assess as assessed
from domain.change import Corrected, standing_facts
from domain.correction import (
    CORRECTABLE,
    Correction,
    check_between,
    check_change,
    check_differs,
    corrections,
    right_roles,
    said_at,
    titles_with,
    wrong,
)
from domain.deciding import moment, past_day, supposed
from domain.errors import CycleError, InvalidError, NotFoundError
from domain.fact import Stated
from domain.fold import fold
from domain.ids import id_type
from domain.merge import Merged
from domain.person import EmployedAt, Person, PersonDescribed
from domain.stakeholder import RoleGiven, StakeholderAdded, sorted_roles
from domain.text import Text, clean_optional_line
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
from domain.viewer import can_write
from graph.access import forbidden, get, may_write_person, require_one_writable, writable_account
from graph.recording import Decision
from graph.stakeholder import writable_place
from graph.store import Selection, StaleError
from graph.tie import employer, one_end, reporting_history

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from domain.fact import Fact
    from domain.ids import ChangeId
    from graph.store import ViewerStore


async def correct_assessment(
    store: ViewerStore,
    now: datetime,
    *,
    assessment_id: str,
    reason: str,
    never_so: bool | None = None,
    change_id: str | None = None,
    observed_at: datetime | None = None,
    **given: Any,
) -> Decision:
    """Put an assessment right under its own id: what is given replaces what was said, the rest stays."""
    (known,) = await store.list_nodes([assessment_id])
    if not isinstance(known, Assessment):
        if change_id is not None and await _was_said(store, change_id, assessment_id):
            check_change(None, change_id)
        raise NotFoundError(
            Text(
                "There is no such assessment, or it was taken back or corrected away.",
                "没有该评估，或已被撤销、更正取消。",
            ),
            field="assessmentId",
        )
    place = await writable_place(store, known.stakeholder_id, "assessmentId", removed=True)
    facts = await store.load_facts([Selection(kinds=(Assessed,), subjects=(known.stakeholder_id,))])
    fact, said = _assessment(facts, assessment_id)
    check_change(fact, change_id)
    stated = _given(given, observed_at)
    mistake = wrong(fact, reason, never_so, stated)
    result = {"stakeholder": known.stakeholder_id, "assessment": assessment_id}
    if mistake.never_so:
        return Decision(mistake.put_right((), now), place.versions, result)
    at = moment(observed_at, now) if observed_at is not None else fact.observed_at
    right = assessed(replace(said, **given))
    check_differs(fact, right, at)
    return Decision(mistake.put_right([Stated(right, at)], now), place.versions, result)


def _assessment(facts: Sequence[Fact], assessment_id: str) -> tuple[Fact, Assessed]:
    for fact in standing_facts(facts):
        if isinstance(fact.statement, Assessed) and fact.statement.assessment_id == assessment_id:
            return fact, fact.statement
    raise StaleError


async def _was_said(store: ViewerStore, change_id: str, assessment_id: str) -> bool:
    facts = await store.load_facts([Selection(kinds=(Assessed,), changes=(change_id,))])
    return any(isinstance(f.statement, Assessed) and f.statement.assessment_id == assessment_id for f in facts)


def _given(given: dict[str, Any], *also: object) -> list[str]:
    """Return the names of what is said to be right; `also`: optional values that say nothing where they are null."""
    return [*given, *("observed_at" for value in also if value is not None)]


async def correct_roles(
    store: ViewerStore,
    now: datetime,
    *,
    stakeholder_id: str,
    reason: str,
    never_so: bool | None = None,
    change_id: str | None = None,
    held_at: datetime | None = None,
    observed_at: datetime | None = None,
    **given: Any,
) -> Decision:
    """Put right the roles that a stakeholder was said to hold at a moment; those it was added with, too."""
    held = moment(held_at, now, "heldAt")
    place = await writable_place(store, stakeholder_id, removed=True)
    kinds = (RoleGiven, StakeholderAdded)
    facts = await store.load_facts([Selection(kinds=kinds, subjects=(place.stakeholder.id,))])
    fact = said_at(facts, kinds, place.stakeholder.id, held, change_id)
    mistake = wrong(fact, reason, never_so, _given(given, observed_at))
    at = moment(observed_at, now) if observed_at is not None else fact.observed_at
    result = {"stakeholder": place.stakeholder.id}
    if mistake.never_so and isinstance(fact.statement, RoleGiven):
        return Decision(mistake.put_right((), now), place.versions, result)
    known = fact.statement.roles if isinstance(fact.statement, RoleGiven | StakeholderAdded) else ()
    roles = () if mistake.never_so else sorted_roles(given["roles"] or ()) if "roles" in given else known
    right = right_roles(fact, roles, at)
    check_differs(fact, right[-1].statement, right[-1].observed_at)
    return Decision(mistake.put_right(right, now), place.versions, result)


async def correct_manager(
    store: ViewerStore,
    now: datetime,
    *,
    person_id: str,
    reason: str,
    never_so: bool | None = None,
    change_id: str | None = None,
    held_at: datetime | None = None,
    observed_at: datetime | None = None,
    **given: Any,
) -> Decision:
    """Put right whom a person was said to report to at a moment, at the account that employed them then."""
    held = moment(held_at, now, "heldAt")
    manager_id: str | None = given.get("manager_id")
    person = await get(store, Person, person_id, "personId")
    account_id = employer(person, held)
    ends = [person.id] if manager_id is None else [person.id, manager_id]
    versions = await store.load_versions([account_id, *ends])
    person = await get(store, Person, person_id, "personId")
    if employer(person, held) != account_id:
        raise StaleError
    await writable_account(store, account_id, "personId")
    history = await reporting_history(store, [account_id], ends)
    fact = said_at(history, (ReportsTo,), f"{account_id}/{person.id}", held, change_id)
    mistake = wrong(fact, reason, never_so, _given(given, observed_at))
    at = moment(observed_at, now) if observed_at is not None else fact.observed_at
    right = () if mistake.never_so else (Stated(await _manager(store, person, fact, at, given), at),)
    for one in right:
        check_differs(fact, one.statement, at)
    stated = mistake.put_right(right, now)
    people = fold(history).people
    check_forest(reporting_lines([*history, *supposed(stated)], people), min(at, fact.observed_at))
    return Decision(stated, versions, {"person": person.id})


async def _manager(store: ViewerStore, person: Person, fact: Fact, at: datetime, given: dict[str, Any]) -> ReportsTo:
    said = fact.statement
    if not isinstance(said, ReportsTo):
        raise StaleError
    manager_id = given.get("manager_id", said.manager_id)
    if person.works_until(said.account_id, at) is None:
        raise InvalidError(
            Text("The person is not employed there then.", "该人员当时不在该客户任职。"), field="observedAt"
        )
    if manager_id is None:
        return replace(said, manager_id=None)
    manager = await get(store, Person, manager_id, "managerId")
    if manager.id == person.id:
        raise CycleError(Text("Nobody reports to themselves.", "不能向自己汇报。"), field="managerId")
    check_manager(manager, said.account_id, at)
    return replace(said, manager_id=manager.id)


async def correct_influence(
    store: ViewerStore,
    now: datetime,
    *,
    source_id: str,
    target_id: str,
    reason: str,
    never_so: bool | None = None,
    change_id: str | None = None,
    held_at: datetime | None = None,
    observed_at: datetime | None = None,
    **given: Any,
) -> Decision:
    """Put right how strongly one person was said to move another at a moment."""
    held = moment(held_at, now, "heldAt")
    versions = await store.load_versions([source_id])
    source = await get(store, Person, source_id, "sourceId")
    target = await get(store, Person, target_id, "targetId")
    await require_one_writable(store, (source, target))
    subject = influence(source.id, target.id, None, None).subject
    facts = await store.load_facts([Selection(kinds=(Influences,), subjects=(subject,))])
    fact = said_at(facts, (Influences,), subject, held, change_id)
    mistake = wrong(fact, reason, never_so, _given(given, observed_at))
    result = {"source": source.id, "target": target.id}
    if mistake.never_so or not isinstance(fact.statement, Influences):
        return Decision(mistake.put_right((), now), versions, result)
    at = moment(observed_at, now) if observed_at is not None else fact.observed_at
    values: dict[str, Any] = {"strength": fact.statement.strength, "polarity": fact.statement.polarity, **given}
    right = influence(source.id, target.id, **values)
    check_differs(fact, right, at)
    return Decision(mistake.put_right([Stated(right, at)], now), versions, result)


async def correct_acquaintance(
    store: ViewerStore,
    now: datetime,
    *,
    source_id: str,
    target_id: str,
    reason: str,
    never_so: bool | None = None,
    change_id: str | None = None,
    held_at: datetime | None = None,
    observed_at: datetime | None = None,
    **given: Any,
) -> Decision:
    """Put right what was said of an acquaintance at a moment, from either side; a circle is read from the source's."""
    held = moment(held_at, now, "heldAt")
    versions = await store.load_versions(sorted({source_id, target_id}))
    source = await one_end(store, source_id, "sourceId")
    target = await one_end(store, target_id, "targetId")
    await require_one_writable(store, (source, target))
    subject = acquaint(source.id, target.id, None, None).subject
    facts = await store.load_facts([Selection(kinds=(Knows,), subjects=(subject,))])
    fact = said_at(facts, (Knows,), subject, held, change_id)
    mistake = wrong(fact, reason, never_so, _given(given, observed_at))
    result = {"source": source.id, "target": target.id}
    if mistake.never_so or not isinstance(fact.statement, Knows):
        return Decision(mistake.put_right((), now), versions, result)
    at = moment(observed_at, now) if observed_at is not None else fact.observed_at
    said = fact.statement
    ends = (source.id, target.id) if "circle" in given else (said.source, said.target)
    right = acquaint(*ends, given.get("strength", said.strength), given.get("circle", said.circle))
    check_differs(fact, right, at)
    return Decision(mistake.put_right([Stated(right, at)], now), versions, result)


async def correct_employment(
    store: ViewerStore,
    now: datetime,
    *,
    person_id: str,
    reason: str,
    never_so: bool | None = None,
    change_id: str | None = None,
    held_at: datetime | None = None,
    since: date | None = None,
    **given: Any,
) -> Decision:
    """Put right where a person was said to work at a moment, under which title and since when."""
    held = moment(held_at, now, "heldAt")
    account_id: str | None = given.get("account_id")
    accounts = _employers(await _employed(store, person_id)).union([account_id] if account_id is not None else [])
    versions = await store.load_versions([person_id, *sorted(accounts)])
    person = await get(store, Person, person_id, "personId")
    account = await get(store, Account, account_id, "accountId") if account_id is not None else None
    arrives = account is not None and can_write(store.viewer, account)
    if not arrives and not await may_write_person(store, person):
        raise forbidden()
    facts = await _employed(store, person.id)
    if not _employers(facts) <= accounts:
        raise StaleError
    fact = said_at(facts, (EmployedAt,), person.id, held, change_id)
    await _check_seen(store, fact)
    mistake = wrong(fact, reason, never_so, _given(given, since))
    at = past_day(since, now, "since") if since is not None else fact.observed_at
    right = () if mistake.never_so else _employment(facts, fact, at, given)
    stated = mistake.put_right(right, now, titles_with(facts, fact))
    await _check_lines(store, person.id, accounts, stated, min(at, fact.observed_at))
    return Decision(stated, versions, {"person": person.id})


async def _employed(store: ViewerStore, person_id: str) -> list[Fact]:
    return await store.load_facts([Selection(kinds=(EmployedAt, PersonDescribed), subjects=(person_id,))])


def _employers(facts: Sequence[Fact]) -> set[str]:
    said = [fact.statement for fact in facts]
    return {one.account_id for one in said if isinstance(one, EmployedAt) and one.account_id is not None}


async def _check_seen(store: ViewerStore, fact: Fact) -> None:
    """Raise ForbiddenError where the employment may be one at an account that the viewer may not see.

    Such a one reads as none; a change that is seen whole has no such thing in it.
    """
    said = fact.statement
    if isinstance(said, EmployedAt) and said.account_id is None and await store.load_change(fact.change) is None:
        raise forbidden("heldAt")


def _employment(facts: Sequence[Fact], fact: Fact, at: datetime, given: dict[str, Any]) -> tuple[Stated, ...]:
    said = fact.statement
    if not isinstance(said, EmployedAt):
        return ()
    title = clean_optional_line(given["title"], "title") if "title" in given else said.title
    right = EmployedAt(said.person_id, given.get("account_id", said.account_id), title)
    check_differs(fact, right, at)
    check_between(facts, fact, at)
    if right.account_id is None and right.title is None:
        return (Stated(right, at),)
    return (Stated(right, at), Stated(PersonDescribed(said.person_id, title=title), at))


async def _check_lines(
    store: ViewerStore, person_id: str, accounts: set[str], stated: Sequence[Stated], since: datetime
) -> None:
    """Raise CycleError where lines of reporting that hold for longer now close a circle."""
    history = [*await reporting_history(store, sorted(accounts), [person_id]), *supposed(stated)]
    check_forest(reporting_lines(history, fold(history).people), since, "accountId")


async def load_corrections(store: ViewerStore, ids: Sequence[str]) -> dict[str, list[Correction]]:
    """Return the corrections of what was said of stakeholders and people, ties included, the latest first."""
    places = tuple(id_ for id_ in ids if id_type(id_) == "stakeholder")
    people = tuple(id_ for id_ in ids if id_type(id_) == "person")
    facts = await store.load_facts(
        [
            Selection(kinds=(Assessed, RoleGiven, StakeholderAdded), subjects=places),
            Selection(kinds=(EmployedAt,), subjects=people),
            Selection(kinds=(ReportsTo, Influences, Knows), mentioning=people),
        ]
    )
    changes = tuple({fact.change for fact in facts if isinstance(fact.statement, Corrected)})
    # What is right may be about others: a manager wrongly named is not in the statement that names the right one.
    right = await store.load_facts([Selection(kinds=(*CORRECTABLE, Merged), changes=changes)]) if changes else []
    found: dict[str, list[Correction]] = {id_: [] for id_ in ids}
    for one in await _seen_whole(store, corrections({fact.id: fact for fact in (*facts, *right)}.values())):
        said = one.wrong.statement
        for id_ in {said.subject, *said.mentions} & found.keys():
            found[id_].append(one)
    return found


async def _seen_whole(store: ViewerStore, found: Sequence[Correction]) -> list[Correction]:
    """Leave out what may be about somebody hidden: an employment that reads as none, and what reads as never so."""
    if store.viewer.is_admin:
        return list(found)
    doubtful = {id_ for one in found for id_ in _doubtful(one)}
    hidden = {id_ for id_ in sorted(doubtful) if await store.load_change(id_) is None}
    return [one for one in found if hidden.isdisjoint(_doubtful(one))]


def _doubtful(one: Correction) -> set[ChangeId]:
    """Return the changes that a viewer must see whole to tell what was wrong and what is right."""
    cut = {
        fact.change
        for fact in (one.wrong, one.right)
        if fact is not None and isinstance(fact.statement, EmployedAt) and fact.statement.account_id is None
    }
    return cut if one.right is not None else cut | {one.change}
