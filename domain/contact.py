"""The contacts matrix of a map: each of us against each of them (domain.md §4, §13)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.codes import RelationshipLevel
from domain.strength import no_strength, strength, strongest_first

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from domain.contact_level import ContactLevel
    from domain.decision_map import DecisionMap, Standing
    from domain.ids import PersonId, SellerId, StakeholderId
    from domain.seller import Seller
    from domain.strength import Dealings, Strength

_ORDER = {level: place for place, level in enumerate(RelationshipLevel)}


@dataclass(frozen=True, slots=True)
class ContactCell:
    """One of us and one of them. `owns_relation`: of all of us, this one has the strongest contact, above 0."""

    seller: Seller
    standing: Standing
    strength: Strength
    desired: RelationshipLevel | None
    current: RelationshipLevel | None
    owns_relation: bool

    @property
    def gap(self) -> int | None:
        """How many levels the relation is below (negative: above) what is desired; null if either is unknown."""
        if self.desired is None or self.current is None:
            return None
        return _ORDER[self.desired] - _ORDER[self.current]


@dataclass(frozen=True, slots=True)
class ContactOverlap:
    """Several of us work one person, and perhaps do not know it.

    At least two of us had an interaction with the person in (t − 90 days, t], and one of them not a single one
    together with another of us. `sellers`: all who had one; `alone`: those who only ever had theirs alone. Both
    by name, then id.
    """

    standing: Standing
    sellers: tuple[Seller, ...]
    alone: tuple[Seller, ...]


@dataclass(frozen=True, slots=True)
class Contacts:
    """The matrix of a map, by seller (name, then id), then stakeholder in the map's order; and its overlaps."""

    cells: tuple[ContactCell, ...]
    overlaps: tuple[ContactOverlap, ...]


def contacts_of(
    map_: DecisionMap,
    staff: Iterable[SellerId],
    dealings: Iterable[Dealings],
    sellers: Mapping[SellerId, Seller],
    levels: Mapping[tuple[SellerId, StakeholderId], ContactLevel],
) -> Contacts:
    """Return everybody of `staff` (the account's owner and team) or with dealings against everybody in the map.

    `dealings`: counted up to the map's moment; those of people who are not in the map count for nothing.
    `levels`: what was stated of us and stakeholders. `sellers`: by id, all that are named; one who is not there is
    no more, and left out. Placeholders have no row.
    """
    places = [(standing, standing.person.id) for standing in map_.standings if standing.person is not None]
    people = {person_id for _, person_id in places}
    met: dict[PersonId, dict[SellerId, Dealings]] = {person_id: {} for person_id in people}
    for one in dealings:
        if one.person_id in people and one.seller_id in sellers:
            met[one.person_id][one.seller_id] = one
    ours = {id_ for id_ in staff if id_ in sellers}.union(*met.values())
    ordered = sorted((sellers[id_] for id_ in ours), key=_by_name)
    columns = [
        (standing, {one.id: _strength(one.id, person_id, met[person_id], map_.graph.at) for one in ordered})
        for standing, person_id in places
    ]
    owners = [_owner(column, sellers) for _, column in columns]
    cells = tuple(
        _cell(one, standing, column[one.id], owner, levels)
        for one in ordered
        for (standing, column), owner in zip(columns, owners, strict=True)
    )
    found = (_overlap(standing, met[person_id].values(), sellers) for standing, person_id in places)
    return Contacts(cells, tuple(one for one in found if one is not None))


def _by_name(seller: Seller) -> tuple[str, SellerId]:
    return seller.name, seller.id


def _strength(seller_id: SellerId, person_id: PersonId, met: Mapping[SellerId, Dealings], at: datetime) -> Strength:
    found = met.get(seller_id)
    return strength(found, at) if found is not None else no_strength(seller_id, person_id)


def _owner(column: Mapping[SellerId, Strength], sellers: Mapping[SellerId, Seller]) -> SellerId | None:
    strongest = next(iter(strongest_first(column.values(), sellers)), None)
    return strongest.seller_id if strongest is not None and strongest.value > 0 else None


def _cell(
    seller: Seller,
    standing: Standing,
    found: Strength,
    owner: SellerId | None,
    levels: Mapping[tuple[SellerId, StakeholderId], ContactLevel],
) -> ContactCell:
    level = levels.get((seller.id, standing.stakeholder.id))
    desired, current = (level.desired, level.current) if level is not None else (None, None)
    return ContactCell(seller, standing, found, desired, current, owns_relation=seller.id == owner)


def _overlap(standing: Standing, met: Iterable[Dealings], sellers: Mapping[SellerId, Seller]) -> ContactOverlap | None:
    lately = sorted((one for one in met if one.lately), key=lambda one: _by_name(sellers[one.seller_id]))
    alone = tuple(sellers[one.seller_id] for one in lately if not one.together)
    if len(lately) < 2 or not alone:
        return None
    return ContactOverlap(standing, tuple(sellers[one.seller_id] for one in lately), alone)
