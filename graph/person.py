"""Writes to people."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from domain.account import Account
from domain.deciding import check_version, differing, moment, past_day, supposed
from domain.errors import InvalidError
from domain.fact import ALWAYS, UNSET, Stated
from domain.fold import fold
from domain.ids import PersonId, StreamId, new_id
from domain.person import EmployedAt, Person, PersonDescribed, describe_person, employ
from domain.text import Text, clean_optional_line
from domain.tie import check_forest, reporting_lines
from domain.viewer import can_write
from graph.access import forbidden, get, may_write_person, require_role, writable_account, writable_person
from graph.recording import Decision
from graph.tie import reporting_history

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from domain.ids import AccountId
    from graph.store import ViewerStore


async def create_person(
    store: ViewerStore,
    now: datetime,
    *,
    name: str,
    account_id: str | None = None,
    since: date | None = None,
    **given: Any,
) -> Decision:
    """Create a person, employed at an account that the viewer may write to if one is given."""
    require_role(store)
    given = {field: value for field, value in given.items() if value is not None}
    person_id = PersonId(new_id("person"))
    said = describe_person(PersonDescribed(person_id, name=name, **given))
    stated = [Stated(said, now)]
    if account_id is not None:
        account = await writable_account(store, account_id)
        title = said.title if said.title is not UNSET else None
        begun = past_day(since, now, "since") if since is not None else ALWAYS
        # The title came with the employment, so that the next one, from whatever day, brings another.
        stated = [
            Stated(replace(said, title=UNSET), now),
            Stated(EmployedAt(person_id, account.id, title), begun),
            Stated(PersonDescribed(person_id, title=title), begun),
        ]
    elif since is not None:
        raise InvalidError(
            Text("It needs an accountId: since when they work where.", "需要同时给出 accountId。"),
            field="since",
        )
    return Decision(tuple(stated), {StreamId(person_id): 0}, {"person": person_id})


async def update_person(
    store: ViewerStore, now: datetime, *, person_id: str, expected_version: int | None = None, **given: Any
) -> Decision:
    """State fields of a person anew; what is left out stays, null empties where the field may be empty."""
    versions = await store.load_versions([person_id])
    person = await writable_person(store, person_id)
    check_version(person.version, expected_version)
    said = differing(describe_person(PersonDescribed(person.id, **given)), person, "person_id")
    stated = (Stated(said, now),) if said is not None else ()
    return Decision(stated, versions, {"person": person.id})


async def change_employment(
    store: ViewerStore,
    now: datetime,
    *,
    person_id: str,
    account_id: str | None = None,
    title: str | None = None,
    at: date | None = None,
    expected_version: int | None = None,
) -> Decision:
    """End a person's employment and begin another; the viewer must be able to write to the person or the account."""
    versions = await store.load_versions([person_id] if account_id is None else [person_id, account_id])
    person = await get(store, Person, person_id, "personId")
    account = await get(store, Account, account_id, "accountId") if account_id is not None else None
    arrives = account is not None and can_write(store.viewer, account)
    if not arrives and not await may_write_person(store, person):
        raise forbidden()
    check_version(person.version, expected_version)
    since = past_day(at, now, "at") if at is not None else moment(None, now)
    said = EmployedAt(person.id, account.id if account else None, clean_optional_line(title, "title"))
    stated = employ(person, said, since)
    if account is not None and person.left_at(account.id) == since:
        await _check_return(store, account.id, stated)
    return Decision(stated, versions, {"person": person.id})


async def _check_return(store: ViewerStore, account_id: AccountId, stated: Sequence[Stated]) -> None:
    """Raise CycleError where lines that go on, because the person never left, close a circle with later ones."""
    person_id = stated[0].statement.subject
    facts = [*await reporting_history(store, [account_id], [person_id]), *supposed(stated)]
    check_forest(reporting_lines(facts, fold(facts).people), stated[0].observed_at, "accountId")
