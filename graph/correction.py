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
    Wrong,
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

    from domain.fact import Fact, Statement
    from domain.ids import ChangeId
    from graph.store import ViewerStore


class _Asked:
    """How every correction is asked for: what held when was wrong, said by which change, why, and what is right.

    `given`: the values that are right, by name; a time at which they began to hold is among them.
    """

    def __init__(
        self,
        now: datetime,
        *,
        reason: str,
        never_so: bool | None = None,
        change_id: str | None = None,
        held_at: datetime | None = None,
        observed_at: datetime | None = None,
        since: date | None = None,
        **given: Any,
    ) -> None:
        self.now = now
        self.held = moment(held_at, now, "heldAt")
        self.change_id = change_id
        self.given = given
        self._reason, self._never_so, self._observed_at, self._since = reason, never_so, observed_at, since

    def find(self, facts: Sequence[Fact], kinds: tuple[type, ...], subject: str) -> Wrong:
        """Return what was said of a subject and held at the moment asked about."""
        return self.of(said_at(facts, kinds, subject, self.held))

    def of(self, fact: Fact) -> Wrong:
        """Return a statement as the wrong one."""
        check_change(fact, self.change_id)
        times = {"observed_at": self._observed_at, "since": self._since}
        stated = [*self.given, *(name for name, value in times.items() if value is not None)]
        return wrong(fact, self._reason, self._never_so, stated)

    def at(self, fact: Fact) -> datetime:
        """Return from when what is right holds: from when the wrong statement did, unless given."""
        if self._since is not None:
            return past_day(self._since, self.now, "since")
        return moment(self._observed_at, self.now) if self._observed_at is not None else fact.observed_at

    def right(self, fact: Fact, statement: Statement) -> tuple[Stated]:
        """Return the right statement in place of a fact; raises InvalidError where it is what was said."""
        at = self.at(fact)
        check_differs(fact, statement, at)
        return (Stated(statement, at),)


async def correct_assessment(store: ViewerStore, now: datetime, *, assessment_id: str, **asked: Any) -> Decision:
    """Put an assessment right under its own id: what is given replaces what was said, the rest stays."""
    how = _Asked(now, **asked)
    (known,) = await store.list_nodes([assessment_id])
    if not isinstance(known, Assessment):
        if how.change_id is not None and await _was_said(store, how.change_id, assessment_id):
            check_change(None, how.change_id)
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
    mistake = how.of(fact)
    right = () if mistake.never_so else how.right(fact, assessed(replace(said, **how.given)))
    result = {"stakeholder": known.stakeholder_id, "assessment": assessment_id}
    return Decision(mistake.put_right(right, now), place.versions, result)


def _assessment(facts: Sequence[Fact], assessment_id: str) -> tuple[Fact, Assessed]:
    for fact in standing_facts(facts):
        if isinstance(fact.statement, Assessed) and fact.statement.assessment_id == assessment_id:
            return fact, fact.statement
    raise StaleError


async def _was_said(store: ViewerStore, change_id: str, assessment_id: str) -> bool:
    facts = await store.load_facts([Selection(kinds=(Assessed,), changes=(change_id,))])
    return any(isinstance(f.statement, Assessed) and f.statement.assessment_id == assessment_id for f in facts)


async def correct_roles(store: ViewerStore, now: datetime, *, stakeholder_id: str, **asked: Any) -> Decision:
    """Put right the roles that a stakeholder was said to hold at a moment; those it was added with, too."""
    how = _Asked(now, **asked)
    place = await writable_place(store, stakeholder_id, removed=True)
    kinds = (RoleGiven, StakeholderAdded)
    facts = await store.load_facts([Selection(kinds=kinds, subjects=(place.stakeholder.id,))])
    mistake = how.find(facts, kinds, place.stakeholder.id)
    said = mistake.fact.statement
    right: tuple[Stated, ...] = ()
    if isinstance(said, StakeholderAdded) or (isinstance(said, RoleGiven) and not mistake.never_so):
        given = {"roles": said.roles, **({"roles": ()} if mistake.never_so else how.given)}
        right = right_roles(mistake.fact, sorted_roles(given["roles"] or ()), how.at(mistake.fact))
        check_differs(mistake.fact, right[-1].statement, right[-1].observed_at)
    return Decision(mistake.put_right(right, now), place.versions, {"stakeholder": place.stakeholder.id})


async def correct_manager(store: ViewerStore, now: datetime, *, person_id: str, **asked: Any) -> Decision:
    """Put right whom a person was said to report to at a moment, at the account that employed them then."""
    how = _Asked(now, **asked)
    manager_id: str | None = how.given.get("manager_id")
    person = await get(store, Person, person_id, "personId")
    account_id = employer(person, how.held)
    ends = [person.id] if manager_id is None else [person.id, manager_id]
    versions = await store.load_versions([account_id, *ends])
    person = await get(store, Person, person_id, "personId")
    if employer(person, how.held) != account_id:
        raise StaleError
    await writable_account(store, account_id, "personId")
    history = await reporting_history(store, [account_id], ends)
    mistake = how.find(history, (ReportsTo,), f"{account_id}/{person.id}")
    fact, at = mistake.fact, how.at(mistake.fact)
    right = () if mistake.never_so else how.right(fact, await _manager(store, person, fact, at, how.given))
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
    store: ViewerStore, now: datetime, *, source_id: str, target_id: str, **asked: Any
) -> Decision:
    """Put right how strongly one person was said to move another at a moment."""
    how = _Asked(now, **asked)
    versions = await store.load_versions([source_id])
    source = await get(store, Person, source_id, "sourceId")
    target = await get(store, Person, target_id, "targetId")
    await require_one_writable(store, (source, target))
    subject = influence(source.id, target.id, None, None).subject
    facts = await store.load_facts([Selection(kinds=(Influences,), subjects=(subject,))])
    mistake = how.find(facts, (Influences,), subject)
    said = mistake.fact.statement
    right: tuple[Stated, ...] = ()
    if isinstance(said, Influences) and not mistake.never_so:
        values: dict[str, Any] = {"strength": said.strength, "polarity": said.polarity, **how.given}
        right = how.right(mistake.fact, influence(source.id, target.id, **values))
    return Decision(mistake.put_right(right, now), versions, {"source": source.id, "target": target.id})


async def correct_acquaintance(
    store: ViewerStore, now: datetime, *, source_id: str, target_id: str, **asked: Any
) -> Decision:
    """Put right what was said of an acquaintance at a moment, from either side; a circle is read from the source's."""
    how = _Asked(now, **asked)
    versions = await store.load_versions(sorted({source_id, target_id}))
    source = await one_end(store, source_id, "sourceId")
    target = await one_end(store, target_id, "targetId")
    await require_one_writable(store, (source, target))
    subject = acquaint(source.id, target.id, None, None).subject
    facts = await store.load_facts([Selection(kinds=(Knows,), subjects=(subject,))])
    mistake = how.find(facts, (Knows,), subject)
    said = mistake.fact.statement
    right: tuple[Stated, ...] = ()
    if isinstance(said, Knows) and not mistake.never_so:
        ends = (source.id, target.id) if "circle" in how.given else (said.source, said.target)
        values: dict[str, Any] = {"strength": said.strength, "circle": said.circle, **how.given}
        right = how.right(mistake.fact, acquaint(*ends, **values))
    return Decision(mistake.put_right(right, now), versions, {"source": source.id, "target": target.id})


async def correct_employment(store: ViewerStore, now: datetime, *, person_id: str, **asked: Any) -> Decision:
    """Put right where a person was said to work at a moment, under which title and since when."""
    how = _Asked(now, **asked)
    account_id: str | None = how.given.get("account_id")
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
    mistake = how.find(facts, (EmployedAt,), person.id)
    fact, at = mistake.fact, how.at(mistake.fact)
    await _check_seen(store, fact)
    right = () if mistake.never_so else _employment(facts, fact, at, how.given)
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
