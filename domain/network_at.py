"""Whom we know, and who knows whom, in a folded world, and in the facts that make it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from domain.decision_map import COVERAGE_WINDOW
from domain.fact import NEVER
from domain.ids import PersonId, SellerId, id_type
from domain.interaction import Interacted
from domain.network_influence import Surroundings
from domain.tie import Influences, Knows, ReportsTo

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime

    from domain.fact import Fact
    from domain.world import World

_Span: TypeAlias = "tuple[datetime, datetime]"
"""From when to when, without the latter."""
_Met: TypeAlias = "tuple[tuple[PersonId, SellerId | None], datetime, datetime]"


def surroundings_in(world: World, at: datetime) -> Surroundings:
    """Return the surroundings of everybody in the world at a moment."""
    ties: defaultdict[PersonId, set[PersonId]] = defaultdict(set)
    for a, b in tied_in(world):
        if a in world.people and b in world.people:
            ties[a].add(b)
            ties[b].add(a)
    met = met_in(world, world.people.keys(), at)
    return Surroundings(
        {person: frozenset(sellers) for person, sellers in met.items()},
        {person: frozenset(others) for person, others in ties.items()},
    )


def met_in(world: World, people: Collection[PersonId], at: datetime) -> dict[PersonId, set[SellerId]]:
    """Return who of us has a KNOWS with whom, or was in an interaction with them in the 365 days before a moment."""
    met: dict[PersonId, set[SellerId]] = {}
    for tie in world.acquaintances.values():
        for person, seller in _met_by(tie):
            if person in people:
                met.setdefault(person, set()).add(seller)
    for contact in world.interactions.values():
        if at - COVERAGE_WINDOW < contact.at <= at:
            for person in contact.person_ids:
                if person in people:
                    met.setdefault(person, set()).update(contact.seller_ids)
    return met


def tied_in(world: World) -> Iterator[tuple[PersonId, PersonId]]:
    """Give the two ends of each tie between people."""
    for line in world.reports.values():
        if line.manager_id is not None:
            yield line.person_id, line.manager_id
    for tie in (*world.influences.values(), *world.acquaintances.values()):
        if id_type(tie.source) == id_type(tie.target) == "person":
            yield PersonId(tie.source), PersonId(tie.target)


def met_throughout(facts: Iterable[Fact], after: datetime, until: datetime) -> dict[PersonId, frozenset[SellerId]]:
    """Return who of us has met whom at every moment from `after` to `until`, by facts that stand; see `met_in`.

    Nobody of us is named where somebody was met at every moment in interactions that name none of us.
    """
    spans: defaultdict[tuple[PersonId, SellerId | None], list[_Span]] = defaultdict(list)
    for pair, begin, end in (*_acquainted(facts), *_in_contact(facts)):
        spans[pair].append((begin, end))
    always: defaultdict[PersonId, set[SellerId | None]] = defaultdict(set)
    for (person, seller), some in spans.items():
        if _cover(some, after, until):
            always[person].add(seller)
    return {person: frozenset(filter(None, sellers)) for person, sellers in always.items()}


def tied_ever(facts: Iterable[Fact], person_id: PersonId) -> set[PersonId]:
    """Return to whom a person is said to have been tied at any time, by facts about ties."""
    found: set[PersonId] = set()
    for fact in facts:
        said = fact.statement
        if isinstance(said, ReportsTo | Influences | Knows) and person_id in said.mentions:
            found |= {PersonId(one) for one in said.mentions if one != person_id and id_type(one) == "person"}
    return found


def _met_by(tie: Knows) -> Iterator[tuple[PersonId, SellerId]]:
    for one, other in ((tie.source, tie.target), (tie.target, tie.source)):
        if id_type(one) == "person" and id_type(other) == "seller":
            yield PersonId(one), SellerId(other)


def _acquainted(facts: Iterable[Fact]) -> Iterator[_Met]:
    """Give who of us had a KNOWS with whom, and from when to when."""
    since: dict[tuple[PersonId, SellerId], datetime] = {}
    for fact in sorted(facts, key=lambda one: one.order):
        said = fact.statement
        for pair in _met_by(said) if isinstance(said, Knows) else ():
            begin = since.setdefault(pair, fact.observed_at)
            if isinstance(said, Knows) and said.strength == 0:
                del since[pair]
                yield pair, begin, fact.observed_at
    for pair, begin in since.items():
        yield pair, begin, NEVER


def _in_contact(facts: Iterable[Fact]) -> Iterator[_Met]:
    """Give who of us (null: not named) was in an interaction with whom, and from when to when that counts."""
    for fact in facts:
        said = fact.statement
        if isinstance(said, Interacted):
            for person in said.person_ids:
                for seller in said.seller_ids or (None,):
                    yield (person, seller), fact.observed_at, fact.observed_at + COVERAGE_WINDOW


def _cover(spans: Iterable[_Span], after: datetime, until: datetime) -> bool:
    """Whether the spans leave no moment out."""
    reached = after
    for begin, end in sorted(spans):
        if begin > reached:
            break
        reached = max(reached, end)
    return reached > until
