"""Rows of moves on ladders."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from domain.errors import DomainError
from domain.fact import Stated
from domain.ids import AccountId, TransitionId, new_id
from domain.ladder import parse_stage
from domain.stage import StageMoved, Transition, move
from graph.importing.deciding import LEFT, Claims, Decided, Result, correct, place_of, undone
from graph.importing.timeline import Saying, Sayings, read_sayings
from graph.store import Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from graph.importing.deciding import Place, RefusedError
    from graph.importing.shelf import Directory
    from graph.importing.tables import StageRow
    from graph.store import ViewerStore


class StageDecider:
    """A move is known by account, ladder, date and stage. Whether the moves fit is seen when all rows are known."""

    def __init__(self, store: ViewerStore, directory: Directory, now: datetime) -> None:
        self._store = store
        self._directory = directory
        self._now = now
        self._sayings: defaultdict[str, Sayings] = defaultdict(Sayings)
        self._loaded: set[str] = set()
        self._undone: set[tuple[str, datetime, str]] = set()
        self._touched: set[str] = set()
        self._claims = Claims()

    async def prepare(self, rows: Sequence[StageRow]) -> None:
        directory = self._directory
        await directory.accounts.load(row.account_id for row in rows)
        await directory.sellers.load(row.by_email.casefold() for row in rows if row.by_email is not None)
        accounts = ((row, directory.accounts.find(row.account_id)) for row in rows)
        subjects = {_subject(row, account.id) for row, account in accounts if account is not None} - self._loaded
        self._loaded |= subjects
        if not subjects:
            return
        facts = await self._store.load_facts([Selection(kinds=(StageMoved,), subjects=tuple(sorted(subjects)))])
        self._sayings |= read_sayings(facts, (StageMoved,))
        standing = {saying.fact.id for s in self._sayings.values() for saying in s.known if saying.fact is not None}
        for fact in facts:
            if isinstance(fact.statement, StageMoved) and fact.id not in standing:
                self._undone.add((fact.statement.subject, fact.observed_at, fact.statement.to))

    def decide(self, row: StageRow) -> Decided:
        account = self._directory.accounts.get(row.account_id, "account_id")
        by = None
        if row.by_email is not None:
            by = self._directory.sellers.get(row.by_email.casefold(), "by_email").id
        stage = parse_stage(row.ladder, row.to)
        to = stage.key if stage is not None else row.to
        subject = _subject(row, account.id)
        sayings = self._sayings[subject]
        known = next((s for s in sayings.known if s.at == row.at and s.statement.to == to), None)
        claim = (row.reason, row.evidence)
        self._claims.check((subject, row.at, to), claim, None)
        self._claims.keep((subject, row.at, to), claim, row)
        if known is not None:
            return self._change(row, sayings, known)
        if (subject, row.at, to) in self._undone:
            raise undone("The move", "该阶段变动")
        said = StageMoved(TransitionId(new_id("transition")), account.id, row.ladder.key, to, row.reason, row.evidence)
        self._touched.add(subject)
        sayings.add(Saying(row.at, said, place_of(row)))
        return Decided(Result.CREATED, (Stated(said, row.at, by),))

    def _change(self, row: StageRow, sayings: Sayings, known: Saying) -> Decided:
        was: StageMoved = known.statement
        said = StageMoved(
            was.transition_id,
            was.account_id,
            was.ladder,
            was.to,
            row.reason or was.reason,
            row.evidence or was.evidence,
        )
        if said == was or known.fact is None:
            return LEFT
        sayings.known[sayings.known.index(known)] = Saying(known.at, said, place_of(row))
        return Decided(Result.CHANGED, correct(known.fact, said, known.at, self._now))

    async def finish(self) -> Iterable[tuple[Place, RefusedError | DomainError]]:
        return [fault for subject in self._touched for fault in self._faults(self._sayings[subject].known)]

    def _faults(self, moves: Sequence[Saying]) -> Iterator[tuple[Place, DomainError]]:
        """Check each move of the run against the one before it and the one after."""
        for index, saying in enumerate(moves):
            if saying.place is None:
                continue
            around = [*moves[max(index - 1, 0) : index], *(m for m in moves[index + 1 : index + 2] if m.at > saying.at)]
            try:
                move(saying.statement, saying.at, [self._transition(one) for one in around])
            except DomainError as error:
                yield saying.place, error

    def _transition(self, saying: Saying) -> Transition:
        said: Any = saying.statement
        return Transition(
            id=said.transition_id,
            account_id=said.account_id,
            ladder=said.ladder,
            from_stage=None,
            to=said.to,
            at=saying.at,
            recorded_at=self._now,
            by=None,
            reason=said.reason,
            evidence=said.evidence,
            skip=False,
            next_at=None,
        )


def _subject(row: StageRow, account_id: AccountId) -> str:
    return f"{row.ladder.key}/{account_id}"
