"""Taking back and putting right: facts about facts (domain.md §11, §13)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from domain.fact import Fact

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from domain.ids import ChangeId, FactId, StreamId


@dataclass(frozen=True, slots=True)
class Undone:
    """A change is taken back: from this fact's recording on, the fold leaves the change's facts out.

    An undo is itself a change and can be undone, which puts the facts back.
    """

    change_id: ChangeId
    stream_id: StreamId

    PERSONAL: ClassVar[frozenset[str]] = frozenset()

    @property
    def stream(self) -> StreamId:
        return self.stream_id

    @property
    def subject(self) -> str:
        return self.change_id

    @property
    def mentions(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class Corrected:
    """One fact was wrong: it is left out from now on. What is right is stated by another fact of the same change."""

    fact_id: FactId
    stream_id: StreamId
    reason: str

    PERSONAL: ClassVar[frozenset[str]] = frozenset({"reason"})

    @property
    def stream(self) -> StreamId:
        return self.stream_id

    @property
    def subject(self) -> str:
        return self.fact_id

    @property
    def mentions(self) -> tuple[str, ...]:
        return ()


def standing_facts(facts: Iterable[Fact]) -> list[Fact]:
    """Return the facts that stand: neither of an undone change nor corrected, by the undos and corrections given.

    An undo or a correction counts unless its own change is undone in turn. Later changes can only name earlier
    ones, so the takings-back are settled from the latest to the earliest.
    """
    known = list(facts)
    taken_back, corrected = _taken_back(
        sorted((f for f in known if isinstance(f.statement, Undone | Corrected)), key=lambda f: f.recorded_at)
    )
    if not taken_back and not corrected:
        return known
    return [fact for fact in known if fact.change not in taken_back and fact.id not in corrected]


def _taken_back(takings: Sequence[Fact]) -> tuple[set[ChangeId], set[FactId]]:
    changes: set[ChangeId] = set()
    facts: set[FactId] = set()
    for fact in reversed(takings):
        if fact.change in changes:
            continue
        if isinstance(fact.statement, Undone):
            changes.add(fact.statement.change_id)
        elif isinstance(fact.statement, Corrected):
            facts.add(fact.statement.fact_id)
    return changes, facts
