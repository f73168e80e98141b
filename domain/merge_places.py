"""One person in one map at one time holds one place: where a merge finds two, they become one (domain.md §13)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from domain.assessment import Assessed
from domain.contact_level import ContactLevelStated
from domain.fact import ALWAYS, NEVER, Stated
from domain.stakeholder import RoleGiven, StakeholderAdded, StakeholderNamed, StakeholderRemoved

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from domain.fact import Fact, Statement
    from domain.ids import SellerId, StakeholderId


@dataclass(frozen=True, slots=True)
class JoinedPlace:
    """Into which place one goes over, and from when until when that one holds then; `NEVER`: it still does."""

    into: StakeholderId
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class _Place:
    id: StakeholderId
    stays: bool
    since: datetime
    until: datetime


def join_places(standing: Sequence[Fact], ids: Mapping[Any, Any]) -> dict[StakeholderId, JoinedPlace]:
    """Return the places that become one with others, by id, the one to stay included.

    `standing`: all that added, named and removed the places concerned; `ids`: which people and maps become which. Of
    places of one person in one map that overlap, the last of the kept one's stays, from the earliest beginning of all
    to the latest end.
    """
    found: dict[StakeholderId, JoinedPlace] = {}
    for places in _by_holder(standing, ids).values():
        for group in _overlapping(sorted(places, key=lambda one: (one.since, one.until, one.id))):
            if len(group) > 1:
                last = max(group, key=lambda one: (one.stays, one.since, one.id))
                joined = JoinedPlace(last.id, group[0].since, max(one.until for one in group))
                found |= {one.id: joined for one in group}
    return found


def _by_holder(standing: Sequence[Fact], ids: Mapping[Any, Any]) -> dict[tuple[str, str], list[_Place]]:
    """Return all places by the map and person whose they will be."""
    added: dict[StakeholderId, StakeholderAdded] = {}
    holders: dict[StakeholderId, tuple[str, datetime]] = {}
    until: dict[StakeholderId, datetime] = {}
    for fact in sorted(standing, key=lambda f: f.order):
        said = fact.statement
        if isinstance(said, StakeholderAdded):
            added[said.stakeholder_id] = said
        if isinstance(said, StakeholderAdded | StakeholderNamed) and said.person_id is not None:
            holders[said.stakeholder_id] = (said.person_id, fact.observed_at)
        if isinstance(said, StakeholderRemoved):
            until[said.stakeholder_id] = fact.observed_at
    found: defaultdict[tuple[str, str], list[_Place]] = defaultdict(list)
    for id_, (person_id, since) in holders.items():
        if id_ in added:
            own = (added[id_].map_id, person_id)
            place = _Place(id_, not ids.keys() & set(own), since, until.get(id_, NEVER))
            if place.since < place.until:
                found[ids.get(own[0], own[0]), ids.get(own[1], own[1])].append(place)
    return found


def _overlapping(places: Iterable[_Place]) -> Iterator[list[_Place]]:
    """Give the places, the earliest first, in groups that follow each other without overlapping."""
    group: list[_Place] = []
    end = ALWAYS
    for place in places:
        if group and place.since >= end:
            yield group
            group, end = [], ALWAYS
        group.append(place)
        end = max(end, place.until)
    if group:
        yield group


def said_of_place(said: Statement, fact: Fact, joined: JoinedPlace) -> list[Stated]:
    """Return what is said in the place of a statement about a place that becomes one with others.

    `said`: with the ids of the kept one. What was said in the others is said of the one that stays; they are left
    where nobody ever was, under the person's name, for their ids to answer.
    """
    at, by = fact.observed_at, fact.by
    if getattr(said, "stakeholder_id", None) == joined.into:
        if isinstance(said, StakeholderRemoved):
            return [] if joined.until == NEVER else [Stated(said, joined.until, by)]
        if isinstance(said, StakeholderAdded) and joined.since < at:
            return [Stated(replace(said, roles=()), joined.since, by), *_roles(said, joined, at, by)]
        return [Stated(said, min(at, joined.since) if isinstance(said, StakeholderNamed) else at, by)]
    if isinstance(said, StakeholderAdded):
        gone = StakeholderRemoved(said.stakeholder_id, said.account_id)
        return [Stated(replace(said, roles=()), at, by), Stated(gone, at, by), *_roles(said, joined, at, by)]
    if isinstance(said, RoleGiven | Assessed | ContactLevelStated):
        return [Stated(replace(said, stakeholder_id=joined.into), at, by)]
    return []


def _roles(said: StakeholderAdded, joined: JoinedPlace, at: datetime, by: SellerId | None) -> list[Stated]:
    return [Stated(RoleGiven(joined.into, said.account_id, said.roles), at, by)] if said.roles else []
