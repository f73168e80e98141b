"""Rows of REPORTS_TO: one manager at a time, employed at the same account, and no circle at any moment."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

from domain.errors import CycleError
from domain.fact import ALWAYS, Stated
from domain.ids import AccountId, PersonId
from domain.person import Person
from domain.text import Text
from domain.tie import ReportsTo, check_forest, reporting_lines
from graph.importing.deciding import LEFT, Decided, RefusedError, Result, place_of, removed, said_otherwise, undone
from graph.importing.timeline import Saying, Sayings, read_sayings
from graph.store import Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from domain.errors import DomainError
    from graph.importing.deciding import Place
    from graph.importing.shelf import Directory
    from graph.importing.tables import TieRow
    from graph.store import ViewerStore


@dataclass(slots=True)
class _Lines:
    """The reporting lines of one account, by person, and the rows of this run that state some."""

    by_person: defaultdict[str, Sayings] = field(default_factory=lambda: defaultdict(Sayings))
    stated: dict[str, list[tuple[Place, datetime | None, PersonId]]] = field(default_factory=dict[str, Any])


class ReportingDecider:
    """The part of ties that is about reporting lines."""

    def __init__(self, store: ViewerStore, directory: Directory, now: datetime) -> None:
        self._store = store
        self._directory = directory
        self._now = now
        self._lines: dict[AccountId, _Lines] = {}

    async def prepare(self, rows: Sequence[TieRow]) -> None:
        """Read the lines of the accounts at which the rows' people work then."""
        found = ((row, self._directory.people.find(row.source_id.key)) for row in rows)
        employers = {person.employer_at(row.since or self._now) for row, person in found if person is not None}
        fresh = {account_id for account_id in employers if account_id is not None} - self._lines.keys()
        if not fresh:
            return
        self._lines |= {account_id: _Lines() for account_id in fresh}
        facts = await self._store.load_facts([Selection(kinds=(ReportsTo,), streams=tuple(sorted(fresh)))])
        for subject, sayings in read_sayings(facts, (ReportsTo,)).items():
            account_id, _, person_id = subject.partition("/")
            self._lines[AccountId(account_id)].by_person[person_id] = sayings

    def decide(self, row: TieRow, person: Person, manager: Person) -> Decided:
        """Decide one line."""
        at = row.since or self._now
        account_id = self._account_of(person, manager, at)
        lines = self._lines[account_id]
        self._check_one_manager(row, lines, person.id, manager.id)
        sayings = lines.by_person[person.id]
        known: ReportsTo | None = sayings.at(at)
        if known is not None and known.manager_id == manager.id:
            return LEFT
        if sayings.was_undone(row.since):
            raise undone("The reporting line", "该汇报关系")
        if row.since is None and known is not None and known.manager_id is None:
            raise removed("The reporting line", "该汇报关系")
        said = ReportsTo(account_id, person.id, manager.id)
        result = Result.CHANGED if sayings.known else Result.CREATED
        sayings.add(Saying(at, said, place_of(row)))
        return Decided(result, (Stated(said, at),))

    def _account_of(self, person: Person, manager: Person, at: datetime) -> AccountId:
        if person.id == manager.id:
            raise RefusedError("target_id", Text("Nobody reports to themselves.", "不能向自己汇报。"))
        account_id = person.employer_at(at)
        if account_id is None:
            raise RefusedError(
                "source_id",
                Text(
                    "The person is not employed then.",
                    "该联系人当时没有任职。",
                ),
                Text("Give a date within the employment.", "请填写任职期间的日期。"),
            )
        if manager.employer_at(at) != account_id:
            raise RefusedError(
                "target_id",
                Text("The manager is not employed at the person's account then.", "上级当时不在该客户任职。"),
                Text("Give somebody who is, or another date.", "请填写当时在职的人员，或其他日期。"),
            )
        return account_id

    def _check_one_manager(self, row: TieRow, lines: _Lines, person_id: str, manager_id: PersonId) -> None:
        """Raise RefusedError where two rows give a person two managers at one moment.

        A row without a date stands beside all others: neither tells that it is the later one.
        """
        stated = lines.stated.setdefault(person_id, [])
        for place, since, other in stated:
            if other != manager_id and (since is None or row.since is None or since == row.since):
                raise said_otherwise(place, "target_id")
        stated.append((place_of(row), row.since, manager_id))

    async def finish(self) -> Iterable[tuple[Place, RefusedError | DomainError]]:
        """Return the rows that close a circle."""
        touched = {account_id: lines for account_id, lines in self._lines.items() if lines.stated}
        ends = {end for lines in touched.values() for end in _ends(lines)}
        people = await _load_people(self._store, self._directory, ends)
        found = (fault for account_id, lines in touched.items() for fault in _circles(account_id, lines, people))
        return list(dict(found).items())


async def find_closed_circles(
    store: ViewerStore, directory: Directory, redated: Mapping[str, Place]
) -> list[tuple[Place, DomainError]]:
    """Return the rows whose other dates of employment make recorded reporting lines hold that close a circle.

    `redated`: the rows, by the ids of the people.
    """
    naming = await store.load_facts([Selection(kinds=(ReportsTo,), mentioning=tuple(sorted(redated)))])
    accounts = {f.statement.account_id for f in naming if isinstance(f.statement, ReportsTo)}
    found: list[tuple[Place, DomainError]] = []
    for account_id in sorted(accounts):
        facts = await store.load_facts([Selection(kinds=(ReportsTo,), streams=(account_id,))])
        ends = {end for fact in facts for end in fact.statement.mentions}
        lines = reporting_lines(facts, await _load_people(store, directory, ends))
        try:
            check_forest(lines, ALWAYS, "since")
        except CycleError as error:
            found += [(place, error) for person_id, place in redated.items() if person_id in ends]
    return found


async def _load_people(store: ViewerStore, directory: Directory, ids: set[str]) -> dict[PersonId, Person]:
    """Return people by id, as the run leaves them."""
    found = {person.id: person for person in directory.people.known.values() if person.id in ids}
    missing = sorted(ids - found.keys())
    nodes = await store.list_nodes(missing) if missing else []
    return {**found, **{node.id: node for node in nodes if isinstance(node, Person)}}


def _ends(lines: _Lines) -> Iterator[str]:
    for person_id, sayings in lines.by_person.items():
        yield person_id
        yield from (saying.statement.manager_id for saying in sayings.known if saying.statement.manager_id)


def _circles(
    account_id: AccountId, lines: _Lines, people: Mapping[PersonId, Person]
) -> Iterator[tuple[Place, DomainError]]:
    """Go through the account's lines in the order of validity, and look upwards from everybody who gets a manager."""
    every = sorted((saying for sayings in lines.by_person.values() for saying in sayings.known), key=lambda s: s.at)
    holding: dict[str, Saying] = {}
    for at, group in groupby(every, key=lambda s: s.at):
        fresh = list(group)
        holding |= {saying.statement.person_id: saying for saying in fresh}
        for saying in fresh:
            circle = _circle(account_id, saying, holding, people, at)
            if (place := next((one.place for one in circle if one.place is not None), None)) is not None:
                yield (
                    saying.place or place,
                    CycleError(
                        Text(
                            "The lines of reporting would close on themselves; end one of those above first.",
                            "汇报关系会形成循环，请先结束上级链中的一条。",
                        ),
                        field="target_id",
                    ),
                )


def _circle(
    account_id: AccountId,
    start: Saying,
    holding: Mapping[str, Saying],
    people: Mapping[PersonId, Person],
    at: datetime,
) -> list[Saying]:
    """Return the lines of the circle that goes through a person at a moment; none where there is no circle."""
    passed: list[Saying] = []
    saying: Saying | None = start
    seen: set[str] = set()
    while saying is not None and _holds(account_id, saying, people, at):
        passed.append(saying)
        above: str = saying.statement.manager_id
        if above == start.statement.person_id:
            return passed
        if above in seen:
            return []
        seen.add(above)
        saying = holding.get(above)
    return []


def _holds(account_id: AccountId, saying: Saying, people: Mapping[PersonId, Person], at: datetime) -> bool:
    """Whether both ends work at the account from when the line was stated to a moment, without a break."""
    said: ReportsTo = saying.statement
    if said.manager_id is None:
        return False
    ends = (people.get(said.person_id), people.get(said.manager_id))
    return all(end is not None and (end.works_until(account_id, saying.at) or ALWAYS) > at for end in ends)
