"""Rows of people, and where they work."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from domain.change import standing_facts
from domain.deciding import differing, start_of
from domain.fact import ALWAYS, UNSET, Stated
from domain.ids import PersonId, new_id
from domain.person import MAX_ADDRESSES, EmployedAt, Person, PersonDescribed, describe_person
from graph.importing.deciding import (
    LEFT,
    Claims,
    Decided,
    RefusedError,
    Result,
    correct,
    given,
    place_of,
    said_otherwise,
    shared_fields,
    stated_fields,
)
from graph.importing.employment import Point, Timeline, Work, employments_of, points_of, state_work
from graph.importing.reporting import find_closed_circles
from graph.importing.tables import PersonRow
from graph.store import Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from domain.errors import DomainError
    from domain.fact import Fact
    from graph.importing.deciding import Place
    from graph.importing.shelf import Directory
    from graph.store import ViewerStore

_SHARED: Final = shared_fields(PersonRow, PersonDescribed)


class PersonDecider:
    """People are known by the customer's id. Several rows of one person tell of several employments."""

    def __init__(self, store: ViewerStore, directory: Directory, now: datetime) -> None:
        self._store = store
        self._directory = directory
        self._people = directory.people
        self._accounts = directory.accounts
        self._now = now
        self._employed: dict[str, list[Fact]] = {}
        self._titles = Claims()
        self._titled: set[str] = set()
        self._title_at: dict[str, datetime] = {}
        self._redated: dict[str, Place] = {}

    async def prepare(self, rows: Sequence[PersonRow]) -> None:
        await self._accounts.load(row.account_id for row in rows)
        await self._people.load(row.id for row in rows)
        known = {
            person.id
            for row in rows
            if (person := self._people.find(row.id)) is not None
            and (self._employs(person, row) or (row.title is not None and person.title is None))
        }
        for fact in await self._facts_of(known - self._employed.keys()):
            said, subject = fact.statement, fact.statement.subject
            if isinstance(said, EmployedAt):
                self._employed.setdefault(subject, []).append(fact)
            elif isinstance(said, PersonDescribed) and said.title is not UNSET:
                self._title_at[subject] = max(fact.observed_at, self._title_at.get(subject, ALWAYS))

    def _employs(self, person: Person, row: PersonRow) -> bool:
        """Whether a row says of a known person's employments what is not known: recorded facts count then."""
        account = self._accounts.find(row.account_id) if row.account_id is not None else None
        if account is None:
            return False
        try:
            return not state_work(points_of(person), _work(row, account.id)).same
        except RefusedError:
            return False

    async def _facts_of(self, people: Iterable[str]) -> list[Fact]:
        subjects = tuple(sorted(people))
        if not subjects:
            return []
        asked = Selection(kinds=(EmployedAt, PersonDescribed), subjects=subjects)
        return list(standing_facts(await self._store.load_facts([asked])))

    def decide(self, row: PersonRow) -> Decided:
        known = self._people.find(row.id)
        account = self._accounts.get(row.account_id, "account_id") if row.account_id is not None else None
        work = _work(row, account.id) if account else None
        decided = self._create(row, work) if known is None else self._change(row, work, known)
        self._keep_title(row, work)
        return decided

    def _create(self, row: PersonRow, work: Work | None) -> Decided:
        self._people.check_not_undone(row.id)
        person_id = PersonId(new_id("person"))
        said = PersonDescribed(person_id, external_id=row.id, **given(row, _SHARED))
        # The cells are clean by themselves: only addresses can be too many.
        if max(len(row.emails or ()), len(row.phones or ())) > MAX_ADDRESSES:
            said = describe_person(said)
        timeline = state_work((), work) if work is not None else Timeline(())
        stated = [*self._describe(said, _since(timeline, first=True)), *_begun(person_id, timeline)]
        person = Person(person_id, 0, self._now, None, **stated_fields(said, "person_id"))
        if work is not None:
            person = replace(person, employments=employments_of(person_id, timeline.points))
        self._people.describe(row.id, place_of(row), person)
        return Decided(Result.CREATED, tuple(stated))

    def _change(self, row: PersonRow, work: Work | None, known: Person) -> Decided:
        before = self._people.said.get(row.id)
        points = points_of(known)
        self._check_title(row, work, points)
        timeline = state_work(points, work, may_leave=before is None) if work else Timeline(points)
        stated = given(row, _SHARED)
        if work is not None:
            stated |= _title(work, timeline, known, alone=before is None)
        said = differing(describe_person(PersonDescribed(known.id, **stated)), known, "person_id")
        if before is not None:
            # A further employment may bring its title along.
            may_retitle = work is not None and row.id not in self._titled
            _check_agrees(said, before, timeline, may_retitle=may_retitle)
        first = work is not None and known.title is None
        decided = [] if said is None else self._describe(said, _since(timeline, first=first))
        decided += [*_begun(known.id, timeline), *self._moved(known, timeline)]
        if not timeline.same:
            self._redated[known.id] = place_of(row)
        self._people.describe(row.id, before or place_of(row), self._after(known, said, timeline))
        return Decided(Result.CHANGED, tuple(decided)) if decided else LEFT

    def _describe(self, said: PersonDescribed, begun: datetime | None) -> list[Stated]:
        """State a description: a title that comes with an employment holds since that began.

        So the next employment, from whatever day, brings another one, as it does where it was written one by one.
        """
        if said.title is UNSET:
            return [Stated(said, self._now)]
        latest = self._title_at.get(said.person_id, ALWAYS)
        since = self._title_at[said.person_id] = self._now if begun is None or begun < latest else begun
        title = PersonDescribed(said.person_id, title=said.title)
        other = replace(said, title=UNSET)
        described = [Stated(other, self._now)] if stated_fields(other, "person_id") else []
        return [*described, Stated(title, since)]

    def _moved(self, known: Person, timeline: Timeline) -> Iterable[Stated]:
        for at, point in timeline.moved:
            facts = [fact for fact in self._employed[known.id] if fact.observed_at == at]
            yield from correct(
                max(facts, key=lambda f: f.order),
                EmployedAt(known.id, point.account_id, point.title),
                point.at,
                self._now,
            )

    def _after(self, known: Person, said: PersonDescribed | None, timeline: Timeline) -> Person:
        stated = stated_fields(said, "person_id") if said is not None else {}
        if not timeline.same:
            stated["employments"] = employments_of(known.id, timeline.points)
        return replace(known, **stated) if stated else known

    def _check_title(self, row: PersonRow, work: Work | None, points: Sequence[Point]) -> None:
        """Raise RefusedError where two rows of the run give one employment, or the person, different titles."""
        if row.title is not None:
            self._titles.check(_titled(row, work, points), row.title, "title")

    def _keep_title(self, row: PersonRow, work: Work | None) -> None:
        if row.title is not None:
            known = self._people.find(row.id)
            self._titles.keep(_titled(row, work, points_of(known) if known is not None else ()), row.title, row)
            if work is None:
                self._titled.add(row.id)

    async def finish(self) -> Iterable[tuple[Place, RefusedError | DomainError]]:
        return await find_closed_circles(self._store, self._directory, self._redated) if self._redated else ()


def _check_agrees(said: PersonDescribed | None, before: Place, timeline: Timeline, *, may_retitle: bool) -> None:
    """Raise RefusedError where two rows of the run describe a person, or date an employment, differently."""
    new = stated_fields(said, "person_id") if said is not None else {}
    heading = next((name for name in new if name != "title" or not may_retitle), None)
    if heading is not None or timeline.moved:
        raise said_otherwise(before, heading or "since")


def _titled(row: PersonRow, work: Work | None, points: Sequence[Point]) -> tuple[object, ...]:
    """Return what a row's title is of: the person, or the employment that began then."""
    if work is None:
        return (row.id,)
    begun = (p.at for p in reversed(points) if p.account_id == work.account_id and work.since in (None, p.at))
    return (row.id, work.account_id, next(begun, work.since))


def _title(work: Work, timeline: Timeline, known: Person, *, alone: bool) -> dict[str, Any]:
    """Return the title that the person has now: that of the employment that holds, if the row is about it.

    Whoever moves on has none until it is said; `alone`: no other row of the run may have said it.
    """
    last = timeline.points[-1]
    if last.account_id != work.account_id or (work.since is not None and last.at != work.since):
        return {"title": known.title} if known.title is not None else {}
    moved_on = alone and known.account_id != work.account_id
    return {"title": work.title} if work.title is not None or moved_on else {}


def _since(timeline: Timeline, *, first: bool) -> datetime | None:
    """Return the beginning of the employment that a title comes with: of a new one, or, as the `first`, of a known one.

    Null where it comes with none: when somebody rose from one title to another within an employment is not told.
    """
    began = timeline.new or (timeline.points[-1:] if first else ())
    return began[0].at if began else None


def _work(row: PersonRow, account_id: Any) -> Work:
    since = start_of(row.since) if row.since is not None else None
    return Work(account_id, row.title, since, start_of(row.until) if row.until is not None else None)


def _begun(person_id: PersonId, timeline: Timeline) -> list[Stated]:
    return [Stated(EmployedAt(person_id, p.account_id, p.title), p.at) for p in timeline.new]
