"""Rows of ties: who reports to, moves and knows whom."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from domain.codes import TieKind
from domain.fact import Stated
from domain.ids import PersonId, SellerId
from domain.person import Person
from domain.text import Text
from domain.tie import Influences, Knows, acquaint, influence
from graph.importing.deciding import LEFT, Claims, Decided, RefusedError, Result, place_of, removed, undone
from graph.importing.reporting import ReportingDecider
from graph.importing.timeline import Saying, Sayings, read_sayings
from graph.store import Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from domain.errors import DomainError
    from domain.seller import Seller
    from graph.importing.cells import Ref
    from graph.importing.deciding import Place
    from graph.importing.shelf import Directory
    from graph.importing.tables import TieRow
    from graph.store import ViewerStore

_KINDS: Final = (Influences, Knows)


class TieDecider:
    """A tie is known by kind, pair and date; without a date a row is about the present."""

    def __init__(self, store: ViewerStore, directory: Directory, now: datetime) -> None:
        self._store = store
        self._directory = directory
        self._now = now
        # A pair may have both kinds of tie, under one subject.
        self._sayings: dict[type, defaultdict[str, Sayings]] = {kind: defaultdict(Sayings) for kind in _KINDS}
        self._loaded: set[str] = set()
        self._claims = Claims()
        self._reporting = ReportingDecider(store, directory, now)

    async def prepare(self, rows: Sequence[TieRow]) -> None:
        refs = [ref for row in rows for ref in (row.source_id, row.target_id)]
        directory = self._directory
        await directory.people.load(ref.key for ref in refs if ref.kind in ("person", None))
        await directory.accounts.load(ref.key for ref in refs if ref.kind is None)
        await directory.sellers.load(ref.key.casefold() for ref in refs if ref.kind == "seller")
        pairs = {subject for row in rows if (subject := self._subject(row)) is not None} - self._loaded
        self._loaded |= pairs
        if pairs:
            facts = await self._store.load_facts([Selection(kinds=_KINDS, subjects=tuple(sorted(pairs)))])
            for kind in _KINDS:
                self._sayings[kind] |= read_sayings(facts, (kind,))
        await self._reporting.prepare([row for row in rows if row.kind is TieKind.REPORTS_TO])

    def _subject(self, row: TieRow) -> str | None:
        if row.kind is TieKind.REPORTS_TO:
            return None
        ends = [self._find(ref) for ref in (row.source_id, row.target_id)]
        if None in ends:
            return None
        source, target = (end.id for end in ends if end is not None)
        if row.kind is TieKind.INFLUENCES:
            return Influences(PersonId(source), PersonId(target), None).subject
        return Knows(PersonId(source), PersonId(target), None).subject

    def _find(self, ref: Ref) -> Person | Seller | None:
        if ref.kind == "seller":
            return self._directory.sellers.find(ref.key.casefold())
        return self._directory.people.find(ref.key)

    def decide(self, row: TieRow) -> Decided:
        source = self._end(row, row.source_id, "source_id")
        target = self._end(row, row.target_id, "target_id")
        if row.kind is TieKind.REPORTS_TO:
            return self._reporting.decide(row, _person(source, "source_id"), _person(target, "target_id"))
        if row.kind is TieKind.INFLUENCES:
            return self._influence(row, _person(source, "source_id").id, _person(target, "target_id").id)
        return self._acquaint(row, source.id, target.id)

    def _end(self, row: TieRow, ref: Ref, heading: str) -> Person | Seller:
        if ref.kind == "seller":
            return self._directory.sellers.get(ref.key.casefold(), heading)
        if ref.kind == "account" or (ref.kind is None and self._is_account_only(ref.key)):
            raise RefusedError(
                heading,
                Text("It is an account; ties are between people.", "这是客户编号；关系只存在于人与人之间。"),
                Text(
                    "Give a person, or a seller as seller:ann@example.com.",
                    "请填写联系人，或 我方人员:ann@example.com。",
                ),
            )
        return self._directory.people.get(ref.key, heading)

    def _is_account_only(self, key: str) -> bool:
        directory = self._directory
        return directory.accounts.find(key) is not None and directory.people.find(key) is None

    def _influence(self, row: TieRow, source: PersonId, target: PersonId) -> Decided:
        at = row.since or self._now
        sayings = self._sayings[Influences][Influences(source, target, None).subject]
        known: Influences | None = sayings.at(at)
        if known is not None and known.strength is None:
            known = None
        strength = int(row.strength) if row.strength is not None else known.strength if known else None
        said = influence(source, target, strength, row.polarity or (known.polarity if known else None))
        if strength is None:
            raise RefusedError(
                "strength",
                Text("A new influence needs a strength.", "新的影响关系需要强度。"),
                Text("Give 1 to 5.", "请填 1 至 5。"),
            )
        return self._settle(row, sayings, known, said, ended=_has_ended(sayings))

    def _acquaint(self, row: TieRow, source: PersonId | SellerId, target: PersonId | SellerId) -> Decided:
        at = row.since or self._now
        said = acquaint(source, target, row.strength, row.circle)
        sayings = self._sayings[Knows][said.subject]
        known: Knows | None = sayings.at(at)
        over = known is not None and known.strength == 0
        if known is not None and not over:
            strength = known.strength if row.strength is None else row.strength
            # The circle is read from the source's side: one that is not said anew stays with its own side.
            said = (
                Knows(known.source, known.target, strength, known.circle)
                if row.circle is None
                else Knows(source, target, strength, row.circle)
            )
        elif over and row.strength == 0:
            # It is over already. Before anything is known the end is stated: the beginning may be on a later line.
            known = said
        return self._settle(row, sayings, known, said, ended=_has_ended(sayings))

    def _settle(
        self, row: TieRow, sayings: Sayings, known: Any | None, said: Influences | Knows, *, ended: bool
    ) -> Decided:
        at = row.since or self._now
        thing = (type(said), said.subject, at)
        # Without a circle it does not matter from whose side a tie is told.
        claim = (row.strength, row.polarity, row.circle, said.source if row.circle else None)
        self._claims.check(thing, claim, "since")
        decided = self._state(row, sayings, known, said, at, ended=ended)
        self._claims.keep(thing, claim, row)
        return decided

    def _state(
        self,
        row: TieRow,
        sayings: Sayings,
        known: Any | None,
        said: Influences | Knows,
        at: datetime,
        *,
        ended: bool,
    ) -> Decided:
        if said == known:
            return LEFT
        if sayings.was_undone(row.since):
            raise undone("The tie", "该关系")
        if row.since is None and ended:
            raise removed("The tie", "该关系")
        result = Result.CHANGED if sayings.known else Result.CREATED
        sayings.add(Saying(at, said, place_of(row)))
        return Decided(result, (Stated(said, at),))

    async def finish(self) -> Iterable[tuple[Place, RefusedError | DomainError]]:
        return await self._reporting.finish()


def _person(end: Person | Seller, heading: str) -> Person:
    if not isinstance(end, Person):
        raise RefusedError(
            heading,
            Text("Only KNOWS has a seller at one end.", "只有人际圈关系的一端可以是我方人员。"),
            Text("Give a person.", "请填写联系人。"),
        )
    return end


def _has_ended(sayings: Sayings) -> bool:
    """Whether the tie was ended by the last that was said of it."""
    if not sayings.known:
        return False
    last = sayings.known[-1].statement
    return last.strength is None if isinstance(last, Influences) else last.strength == 0
