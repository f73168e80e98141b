"""Two maps side by side: a deal's and the account's, two accounts', or one map at two moments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.codes import StakeholderField

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from domain.decision_map import DecisionMap, Standing
    from domain.ids import PersonId
    from domain.person import Person

_READ: Mapping[StakeholderField, Callable[[Standing], object]] = {
    StakeholderField.ROLES: lambda s: s.stakeholder.roles,
    StakeholderField.INFLUENCE: lambda s: s.stakeholder.influence,
    StakeholderField.SUPPORT: lambda s: s.stakeholder.support,
    StakeholderField.ADAPTABILITY: lambda s: s.stakeholder.adaptability,
    StakeholderField.ORIENTATION: lambda s: s.stakeholder.orientation,
    StakeholderField.COVERAGE: lambda s: s.coverage.value,
}


@dataclass(frozen=True, slots=True)
class ComparedPerson:
    """A person who is in one of two maps, or in both; `differences` are the fields in which the two places differ."""

    person: Person
    left: Standing | None
    right: Standing | None
    differences: tuple[StakeholderField, ...]


def compare_maps(left: DecisionMap, right: DecisionMap) -> tuple[ComparedPerson, ...]:
    """Return everybody who is in either map, by name, then id. Placeholders are nobody, and so in no comparison."""
    places = _by_person(left), _by_person(right)
    people = {id_: s.person for found in places for id_, s in found.items() if s.person is not None}
    ordered = sorted(people.values(), key=lambda person: (person.name, person.id))
    return tuple(_compare(person, *(found.get(person.id) for found in places)) for person in ordered)


def _by_person(map_: DecisionMap) -> dict[PersonId, Standing]:
    return {s.person.id: s for s in map_.standings if s.person is not None}


def _compare(person: Person, left: Standing | None, right: Standing | None) -> ComparedPerson:
    differences: tuple[StakeholderField, ...] = ()
    if left is not None and right is not None:
        differences = tuple(field for field, read in _READ.items() if read(left) != read(right))
    return ComparedPerson(person, left, right, differences)
