"""Gathering what maps were made of through all time, for both stores."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from domain.assessment import Assessed
from domain.change import Corrected, Undone, standing_facts
from domain.interaction import Interacted
from domain.person import EmployedAt, PersonDescribed
from domain.stakeholder import RoleGiven, StakeholderAdded, StakeholderNamed, StakeholderRemoved
from domain.tie import Influences, Knows, ReportsTo
from graph.store import Selection

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Sequence
    from datetime import datetime

    from domain.codes import InteractionKind
    from domain.fact import Fact
    from domain.ids import MapId, PersonId

_OF_STAKEHOLDERS = (StakeholderNamed, StakeholderRemoved, RoleGiven, Assessed)
_TIES = (ReportsTo, Influences, Knows)


def gather(
    map_ids: Sequence[MapId], known_at: datetime | None
) -> Generator[tuple[Selection, ...], Sequence[Fact], dict[MapId, tuple[Fact, ...]]]:
    """Work out the facts that stand about each map, in the order of validity.

    It does no reading of its own: it yields selections, and is sent the facts of them that the viewer may see.
    """
    added = yield (Selection((StakeholderAdded,), mentioning=tuple(map_ids), known_at=known_at),)
    subjects = tuple(sorted({f.statement.subject for f in added if isinstance(f.statement, StakeholderAdded)}))
    said = yield (Selection(_OF_STAKEHOLDERS, subjects=subjects, known_at=known_at),)
    people = tuple(sorted({id_ for fact in (*added, *said) if (id_ := _person(fact)) is not None}))
    about = yield (
        Selection((PersonDescribed, EmployedAt), subjects=people, known_at=known_at),
        Selection(_TIES, mentioning=people, known_at=known_at),
    )
    facts = {fact.id: fact for fact in (*added, *said, *about)}
    standing = sorted(standing_facts(facts.values()), key=lambda fact: fact.order)
    return _by_map([fact for fact in standing if not isinstance(fact.statement, Undone | Corrected)])


def _by_map(facts: Sequence[Fact]) -> dict[MapId, tuple[Fact, ...]]:
    maps = {f.statement.subject: f.statement.map_id for f in facts if isinstance(f.statement, StakeholderAdded)}
    placed: defaultdict[str, set[MapId]] = defaultdict(set)
    for fact in facts:
        if (person_id := _person(fact)) is not None and fact.statement.subject in maps:
            placed[person_id].add(maps[fact.statement.subject])
    found: defaultdict[MapId, list[Fact]] = defaultdict(list)
    for fact in facts:
        for map_id in _maps_of(fact, maps, placed):
            found[map_id].append(fact)
    return {map_id: tuple(own) for map_id, own in found.items()}


def _maps_of(fact: Fact, maps: dict[str, MapId], placed: defaultdict[str, set[MapId]]) -> Iterable[MapId]:
    said = fact.statement
    if isinstance(said, PersonDescribed | EmployedAt):
        return placed.get(said.person_id, ())
    if isinstance(said, _TIES):
        # A manager elsewhere, or none any more, ends a line within the map.
        ends = said.mentions[:1] if isinstance(said, ReportsTo) else said.mentions
        return set[Any].intersection(*(placed.get(end, set()) for end in ends))
    return (maps[said.subject],) if said.subject in maps else ()


def _person(fact: Fact) -> PersonId | None:
    said = fact.statement
    return said.person_id if isinstance(said, StakeholderAdded | StakeholderNamed) else None


def contact_times(
    facts: Iterable[Fact], person_ids: Iterable[PersonId], after: datetime
) -> dict[PersonId, tuple[tuple[datetime, InteractionKind], ...]]:
    """Return when and how each person was met after a moment, the earliest first, from facts about interactions."""
    found: dict[PersonId, list[tuple[datetime, InteractionKind]]] = {id_: [] for id_ in person_ids}
    for fact in standing_facts(facts):
        said = fact.statement
        if isinstance(said, Interacted) and fact.observed_at > after:
            for person_id in dict.fromkeys(said.person_ids):
                if person_id in found:
                    found[person_id].append((fact.observed_at, said.kind))
    return {person_id: tuple(sorted(times)) for person_id, times in found.items() if times}
