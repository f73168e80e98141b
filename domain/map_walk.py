"""Walking through a map's facts to what changed in it.

The facts that stand are applied in the order of validity, moment by moment. What the map shows after a moment is
compared with what it showed before: a statement that says again what held, and one that was replaced at its very
moment, change nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from domain.assessment import DIMENSIONS, Assessed
from domain.change import standing_facts
from domain.codes import ChangeKind, TieKind
from domain.fact import NEVER, UNSET
from domain.fold import first_descriptions
from domain.map_change import EMPLOYMENT, MANAGER, PERSON, PLACE, ROLES, UNSTATED, MapChange
from domain.person import EmployedAt, PersonDescribed, employments, left_at, works_until
from domain.stakeholder import RoleGiven, StakeholderAdded, StakeholderNamed, StakeholderRemoved, StatedCoverage
from domain.stakeholder_reading import values_said
from domain.tie import Influences, Knows, ReportsTo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from domain.fact import Fact
    from domain.ids import AccountId, MapId, PersonId

_PLACES = (StakeholderAdded, StakeholderNamed, StakeholderRemoved, RoleGiven, Assessed)
_KINDS: Final = tuple(ChangeKind)


def map_changes(
    facts: Iterable[Fact], map_id: MapId, account_id: AccountId, *, as_of: datetime, known_at: datetime | None = None
) -> tuple[MapChange, ...]:
    """Return everything that changed in a map up to and at `as_of`, as known at `known_at`, the earliest first.

    What changed at one moment is in the order of kinds, then labels. The facts are those of a map's history.
    """
    known = (fact for fact in facts if known_at is None or fact.recorded_at <= known_at)
    standing = sorted(standing_facts(known), key=lambda fact: fact.order)
    by_then = [fact for fact in standing if fact.observed_at <= as_of]
    walk = _Walk(account_id, _names(standing, by_then), _places(standing, map_id))
    return tuple(
        change
        for at, said in groupby(by_then, key=lambda fact: fact.observed_at)
        for change in sorted(walk.go_through(at, said), key=_order)
    )


def _order(change: MapChange) -> tuple[int, str, str, int, str, str]:
    dimension = DIMENSIONS.index(change.field) if change.field in DIMENSIONS else 0
    kind = _KINDS.index(change.kind)
    return (kind, change.label, change.stakeholder_id, dimension, change.field, change.other_id or "")


def _names(standing: Iterable[Fact], by_then: Iterable[Fact]) -> dict[str, str]:
    """Return what people are called: the latest by then, and else what they were recorded as."""
    names: dict[str, str] = {}
    for fact in (*first_descriptions(standing), *by_then):
        said = fact.statement
        if isinstance(said, PersonDescribed) and said.name is not UNSET:
            names[said.person_id] = said.name
    return names


def _places(standing: Iterable[Fact], map_id: MapId) -> dict[str, _Place]:
    added = (fact.statement for fact in standing)
    return {
        one.stakeholder_id: _Place(one) for one in added if isinstance(one, StakeholderAdded) and one.map_id == map_id
    }


@dataclass(slots=True)
class _Place:
    """A stakeholder of the map while its facts are walked through; `sources`: the last fact about each field."""

    said: StakeholderAdded
    added: bool = False
    values: dict[str, Any] = field(default_factory=dict[str, Any])
    sources: dict[str, Fact] = field(default_factory=dict[str, Any])

    @property
    def present(self) -> bool:
        return self.added and "until" not in self.values

    @property
    def person_id(self) -> PersonId | None:
        return self.values.get("person_id", self.said.person_id)

    def take(self, fact: Fact) -> None:
        values = values_said(fact)
        self.values |= values
        self.sources |= dict.fromkeys(values, fact)
        if isinstance(fact.statement, StakeholderAdded):
            self.added = True
            self.sources[PLACE] = fact

    def shown(self) -> dict[str, str | None] | None:
        """Return what the map shows of it, by field; null where it is not in the map."""
        if not self.present:
            return None
        roles = self.values[ROLES]
        shown: dict[str, str | None] = {PERSON: self.person_id, ROLES: ",".join(roles) or None}
        return shown | {dimension: _code(self.values.get(dimension)) for dimension in DIMENSIONS}


def _code(value: Any) -> str | None:
    read = value.value if isinstance(value, StatedCoverage) else value
    return str(read) if read is not None else None


_Key: TypeAlias = tuple[str, str, str]
"""What can change: the field, and the ids of what it is about."""


class _Walk:
    """A map's state while facts are walked through. `there`: the places in the map now, by their person."""

    def __init__(self, account_id: AccountId, names: Mapping[str, str], places: Mapping[str, _Place]) -> None:
        self.account_id = account_id
        self.names = names
        self.places = places
        self.there: dict[str, _Place] = {}
        self.employed: dict[str, list[tuple[datetime, EmployedAt]]] = defaultdict(list)
        self.last: dict[_Key, Fact] = {}

    def go_through(self, at: datetime, facts: Iterable[Fact]) -> list[MapChange]:
        """Apply all facts of one moment and return what they changed."""
        before: dict[_Key, Any] = {}
        for fact in facts:
            key = self._key(fact)
            if key is not None:
                before.setdefault(key, self._shown(key))
                self._apply(key, fact)
        return [
            change
            for key, old in before.items()
            if (new := self._shown(key)) != old
            for change in self._tell(key, at, old, new)
        ]

    def _key(self, fact: Fact) -> _Key | None:
        said = fact.statement
        if isinstance(said, _PLACES):
            return (PLACE, said.stakeholder_id, "") if said.stakeholder_id in self.places else None
        if isinstance(said, EmployedAt):
            return (EMPLOYMENT, said.person_id, "")
        if isinstance(said, ReportsTo):
            return (MANAGER, said.person_id, "") if said.account_id == self.account_id else None
        if isinstance(said, Influences):
            return (TieKind.INFLUENCES, said.source, said.target)
        return (TieKind.KNOWS, *said.pair) if isinstance(said, Knows) else None

    def _apply(self, key: _Key, fact: Fact) -> None:
        self.last[key] = fact
        if isinstance(fact.statement, EmployedAt):
            self.employed[key[1]].append((fact.observed_at, fact.statement))
        elif key[0] == PLACE:
            place = self.places[key[1]]
            if place.present and place.person_id is not None:
                self.there.pop(place.person_id, None)
            place.take(fact)
            if place.present and place.person_id is not None:
                self.there[place.person_id] = place

    def _shown(self, key: _Key) -> Any:
        """Return what the map shows of something that can change."""
        if key[0] == PLACE:
            return self.places[key[1]].shown()
        if key[0] == EMPLOYMENT:
            return left_at(employments(self.employed[key[1]]), self.account_id) is not None
        fact = self.last.get(key)
        if fact is None or not all(end in self.there for end in fact.statement.mentions):
            return None
        return self._line(fact) if isinstance(fact.statement, ReportsTo) else _value(fact.statement)

    def _line(self, fact: Fact) -> PersonId | None:
        said: Any = fact.statement
        ends = (employments(self.employed[end]) for end in said.mentions)
        stay = all(works_until(end, self.account_id, fact.observed_at) == NEVER for end in ends)
        return said.manager_id if stay else None

    def _tell(self, key: _Key, at: datetime, old: Any, new: Any) -> Iterator[MapChange]:
        fact = self.last[key]
        if key[0] == PLACE:
            yield from self._tell_place(self.places[key[1]], at, old, new)
            return
        said: Any = fact.statement
        place = self.there.get(said.source if key[2] else key[1])
        if place is None:
            return
        if key[0] == EMPLOYMENT:
            kind = ChangeKind.LEFT if new else ChangeKind.JOINED
            yield self._change(at, kind, place, EMPLOYMENT, fact)
        elif key[0] == MANAGER:
            yield self._change(
                at, ChangeKind.MANAGER_CHANGED, place, MANAGER, fact, self._name(old), self._name(new), new or old
            )
        else:
            before, after = old and old[0], new and new[0]
            yield self._change(at, ChangeKind.TIE_CHANGED, place, key[0], fact, before, after, said.target)

    def _tell_place(
        self, place: _Place, at: datetime, old: dict[str, Any] | None, new: dict[str, Any] | None
    ) -> Iterator[MapChange]:
        sources = place.sources
        if new is None:
            yield self._change(at, ChangeKind.LEFT, place, PLACE, sources["until"])
            return
        if old is None:
            yield self._change(at, ChangeKind.JOINED, place, PLACE, sources[PLACE], None, new[ROLES])
            old = new | dict.fromkeys(DIMENSIONS)
        if old[PERSON] != new[PERSON]:
            before = self._name(old[PERSON]) or place.said.label
            yield self._change(
                at, ChangeKind.NAMED, place, PERSON, sources["person_id"], before, self._name(new[PERSON])
            )
        if old[ROLES] != new[ROLES]:
            yield self._change(at, ChangeKind.ROLES_CHANGED, place, ROLES, sources[ROLES], old[ROLES], new[ROLES])
        for dimension in DIMENSIONS:
            if old[dimension] != new[dimension]:
                fact = sources[dimension]
                yield self._change(at, ChangeKind.ASSESSED, place, dimension, fact, old[dimension], new[dimension])

    def _change(
        self,
        at: datetime,
        kind: ChangeKind,
        place: _Place,
        field_: str,
        fact: Fact,
        before: str | None = None,
        after: str | None = None,
        other_id: PersonId | None = None,
    ) -> MapChange:
        said = fact.statement
        return MapChange(
            at=at,
            kind=kind,
            stakeholder_id=place.said.stakeholder_id,
            label=self._name(place.person_id) or place.said.label or "",
            field=field_,
            before=before,
            after=after,
            by=fact.by,
            evidence=said.evidence if isinstance(said, Assessed) else None,
            other_id=other_id,
            other_label=self._name(other_id),
        )

    def _name(self, person_id: str | None) -> str | None:
        return self.names.get(person_id, "") if person_id is not None else None


def _value(said: Any) -> tuple[str, str] | None:
    """Return what a tie says; with a circle, read from one side, from which."""
    if isinstance(said, Influences):
        return (f"{said.polarity} {said.strength}", "") if said.strength is not None else None
    if said.strength == 0:
        return None
    strength = UNSTATED if said.strength is None else f"{said.strength:g}"
    return (strength, "") if said.circle is None else (f"{strength} {said.circle}", said.source)
