"""What was said of one thing over time, and what rows of the run say of it now."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from domain.change import standing_facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from domain.fact import Fact
    from graph.importing.deciding import Place


@dataclass(frozen=True, slots=True)
class Saying:
    """A statement that holds from `at`; of one of this run `place` is its row, of a recorded one `fact`."""

    at: datetime
    statement: Any
    place: Place | None = None
    fact: Fact | None = None


@dataclass(slots=True)
class Sayings:
    """Statements about one subject in the order of validity, and when there were others that were taken back."""

    known: list[Saying] = field(default_factory=list[Saying])
    undone: set[datetime] = field(default_factory=set[Any])

    def at(self, moment: datetime) -> Any | None:
        """Return the statement that holds at a moment."""
        index = bisect_right([saying.at for saying in self.known], moment)
        return self.known[index - 1].statement if index else None

    def add(self, saying: Saying) -> None:
        """Keep a statement, after those of the same moment."""
        self.known.insert(bisect_right([one.at for one in self.known], saying.at), saying)

    def was_undone(self, moment: datetime | None) -> bool:
        """Whether what was said of a moment (null: all that ever was) was taken back."""
        if moment is None:
            return bool(self.undone) and not self.known
        return moment in self.undone and all(saying.at != moment for saying in self.known)


def read_sayings(facts: Iterable[Fact], kinds: tuple[type, ...]) -> defaultdict[str, Sayings]:
    """Return what recorded facts of these kinds say, by subject."""
    every: Sequence[Fact] = list(facts)
    found: defaultdict[str, Sayings] = defaultdict(Sayings)
    standing = {fact.id for fact in standing_facts(every)}
    for fact in sorted(every, key=lambda f: f.order):
        if not isinstance(fact.statement, kinds):
            continue
        sayings = found[fact.statement.subject]
        if fact.id in standing:
            sayings.known.append(Saying(fact.observed_at, fact.statement, fact=fact))
        else:
            sayings.undone.add(fact.observed_at)
    return found
