"""What-if: what a map would be if some things were so, without anything being written (domain.md §10).

Supposed changes are applied to the present one after another, each to what the ones before it left. What could not
be written could not be supposed either: it is left out, and answered as a refusal beside the map.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from domain.codes import TieKind
from domain.decision_map import NO_CONTACT, ContactCount, DecisionMap, MapGraph
from domain.errors import CycleError, DomainError, InvalidError, LimitError, NotFoundError
from domain.ids import PersonId, StakeholderId
from domain.person import Employment, Person
from domain.stakeholder import Stakeholder, sorted_roles
from domain.text import Text
from domain.tie import ReportsTo, acquaint, influence

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from domain.codes import BuyingRole, Influence, Polarity, Support
    from domain.ids import SellerId

MOST_SUPPOSED: Final = 50
"""How many changes one question may suppose."""

_SOMEBODY: Final = "person_" + "0" * 24
"""How the ids of supposed people begin; no real id has so early a time."""


@dataclass(frozen=True, slots=True)
class SupposedAssessment:
    """Support or influence becomes this; what is null stays."""

    stakeholder_id: str
    support: Support | None = None
    influence: Influence | None = None


@dataclass(frozen=True, slots=True)
class SupposedRoles:
    """The stakeholder holds these roles, and no others."""

    stakeholder_id: str
    roles: Sequence[BuyingRole]


@dataclass(frozen=True, slots=True)
class SupposedDeparture:
    """The person leaves the account; somebody who was never employed there leaves the map."""

    stakeholder_id: str


@dataclass(frozen=True, slots=True)
class SupposedTie:
    """A tie between two people of the map; a strength that would end a written tie ends it here too."""

    kind: TieKind
    source_id: str
    target_id: str
    strength: float | None = None
    polarity: Polarity | None = None


@dataclass(frozen=True, slots=True)
class SupposedMeeting:
    """One of us meets the person now, in person; null: whoever knows them best, else the account's owner."""

    stakeholder_id: str
    seller_id: SellerId | None = None


@dataclass(frozen=True, slots=True)
class SupposedName:
    """Somebody is found to be the placeholder; who does not matter."""

    stakeholder_id: str


SupposedChange: TypeAlias = (
    SupposedAssessment | SupposedRoles | SupposedDeparture | SupposedTie | SupposedMeeting | SupposedName
)

FindHidden: TypeAlias = Callable[[DecisionMap], frozenset[StakeholderId]]
"""Finds the hidden influencers of a map."""


Met: TypeAlias = "tuple[tuple[PersonId, SellerId | None], ...]"
"""Whom who of us is supposed to meet, in order; null: whoever knows them best, else the account's owner."""


@dataclass(frozen=True, slots=True)
class Impossible:
    """A supposed change that could not be: its place in the list, from 0, and why."""

    index: int
    error: DomainError


@dataclass(frozen=True, slots=True)
class Supposed:
    """What is supposed and does not show in the map itself: whom who of us meets, and who is assessed."""

    met: Met = ()
    assessed: frozenset[StakeholderId] = frozenset()


NOTHING_ELSE: Final = Supposed()


@dataclass(frozen=True, slots=True)
class Supposition:
    """The map that follows from supposed changes, what else they come to, and what could not be supposed."""

    graph: MapGraph
    supposed: Supposed = NOTHING_ELSE
    impossible: tuple[Impossible, ...] = ()


def suppose(graph: MapGraph, changes: Sequence[SupposedChange], sellers: Collection[str] | None = None) -> Supposition:
    """Apply supposed changes to a map, in order. Raises LimitError for more than 50 of them.

    People and stakeholders are named by the id of either; both must be in the map. `sellers`: who of us there is, to
    find out whoever is named and is not (null: they are known to be).
    """
    if len(changes) > MOST_SUPPOSED:
        raise LimitError(
            Text(
                f"{len(changes)} changes are supposed; at most {MOST_SUPPOSED} are possible.",
                f"假设了 {len(changes)} 项变化，最多 {MOST_SUPPOSED} 项。",
            ),
            field="changes",
        )
    impossible: list[Impossible] = []
    met: list[tuple[PersonId, SellerId | None]] = []
    seen: set[StakeholderId] = set()
    for index, change in enumerate(changes):
        try:
            _check_seller(change, sellers)
            graph = _APPLY[type(change)](graph, change)
        except DomainError as error:
            impossible.append(Impossible(index, error))
        else:
            if isinstance(change, SupposedMeeting):
                met.append((_person(graph, change.stakeholder_id, "stakeholderId").id, change.seller_id))
            if isinstance(change, SupposedAssessment):
                seen.add(_stakeholder(graph, change.stakeholder_id, "stakeholderId").id)
    return Supposition(graph, Supposed(tuple(met), frozenset(seen)), tuple(impossible))


def _check_seller(change: SupposedChange, sellers: Collection[str] | None) -> None:
    named = change.seller_id if isinstance(change, SupposedMeeting) else None
    if named is not None and sellers is not None and named not in sellers:
        raise NotFoundError(Text("None of us has this id.", "我方没有此 id。"), field="sellerId")


def _assess(graph: MapGraph, said: SupposedAssessment) -> MapGraph:
    known = _stakeholder(graph, said.stakeholder_id, "stakeholderId")
    if said.support is None and said.influence is None:
        raise InvalidError(
            Text("Nothing is supposed: give support or influence.", "未假设任何内容：请给出支持力或影响力。"),
            field="support",
        )
    return _with(
        graph,
        replace(
            known,
            support=said.support if said.support is not None else known.support,
            influence=said.influence if said.influence is not None else known.influence,
        ),
    )


def _give_roles(graph: MapGraph, said: SupposedRoles) -> MapGraph:
    known = _stakeholder(graph, said.stakeholder_id, "stakeholderId")
    return _with(graph, replace(known, roles=sorted_roles(said.roles)))


def _leave(graph: MapGraph, said: SupposedDeparture) -> MapGraph:
    known = _stakeholder(graph, said.stakeholder_id, "stakeholderId")
    person = _person(graph, said.stakeholder_id, "stakeholderId")
    graph = replace(graph, reports=tuple(t for t in graph.reports if person.id not in t.mentions))
    if person.employer_at(graph.at) != known.account_id:
        return replace(graph, stakeholders=tuple(s for s in graph.stakeholders if s.id != known.id))
    return replace(graph, people={**graph.people, person.id: _left(person, graph.at)})


def _left(person: Person, at: datetime) -> Person:
    """Return the person with the employment that holds ended, and later ones never begun."""
    held = [e for e in person.employments if e.since is None or e.since <= at]
    return replace(person, employments=(*held[:-1], replace(held[-1], until=at)))


def _tie(graph: MapGraph, said: SupposedTie) -> MapGraph:
    source, target = _person(graph, said.source_id, "sourceId"), _person(graph, said.target_id, "targetId")
    if said.kind == TieKind.REPORTS_TO:
        return _report(graph, source, target)
    if said.kind == TieKind.INFLUENCES:
        if said.strength is not None and said.strength != int(said.strength):
            raise InvalidError(
                Text("The strength of an influence is a whole number, 1 to 5.", "影响强度应为 1 到 5 的整数。"),
                field="strength",
            )
        strength = int(said.strength) if said.strength is not None else None
        moved = influence(source.id, target.id, strength, said.polarity)
        others = tuple(t for t in graph.influences if t.subject != moved.subject)
        return replace(graph, influences=others if strength is None else (*others, moved))
    met = acquaint(source.id, target.id, said.strength, None)
    kept = tuple(t for t in graph.acquaintances if t.pair != met.pair)
    return replace(graph, acquaintances=kept if met.strength == 0 else (*kept, met))


def _report(graph: MapGraph, person: Person, manager: Person) -> MapGraph:
    account = graph.account.id
    for one, field in ((person, "sourceId"), (manager, "targetId")):
        if one.employer_at(graph.at) != account:
            raise InvalidError(
                Text(f"{one.name} is not employed at the account.", f"{one.name}不在该客户任职。"), field=field
            )
    others = tuple(t for t in graph.reports if t.person_id != person.id)
    above = {t.person_id: t.manager_id for t in others}
    at: PersonId | None = manager.id
    for _ in range(len(above) + 1):
        if at == person.id:
            raise CycleError(
                Text(
                    "The lines of reporting would close on themselves; end one of those above first.",
                    "汇报关系会形成循环，请先结束上级链中的一条。",
                ),
                field="targetId",
            )
        at = above.get(at) if at is not None else None
    return replace(graph, reports=(*others, ReportsTo(account, person.id, manager.id)))


def _meet(graph: MapGraph, said: SupposedMeeting) -> MapGraph:
    person = _person(graph, said.stakeholder_id, "stakeholderId")
    known = graph.contacts.get(person.id, NO_CONTACT)
    met = ContactCount(known.total + 1, known.in_person + 1)
    return replace(graph, contacts={**graph.contacts, person.id: met})


def _name(graph: MapGraph, said: SupposedName) -> MapGraph:
    known = _stakeholder(graph, said.stakeholder_id, "stakeholderId")
    if known.person_id is not None:
        raise InvalidError(
            Text("It is no placeholder: it has a person already.", "这不是占位角色：已对应具体人员。"),
            field="stakeholderId",
        )
    somebody = Person(
        PersonId(f"{_SOMEBODY}{len(graph.people):08x}"),
        1,
        graph.at,
        None,
        known.label or "",
        employments=(Employment(known.account_id, None, graph.at, None),),
    )
    named = _with(graph, replace(known, person_id=somebody.id))
    return replace(named, people={**graph.people, somebody.id: somebody})


_APPLY: Final[Mapping[type, Callable[[MapGraph, Any], MapGraph]]] = {
    SupposedAssessment: _assess,
    SupposedRoles: _give_roles,
    SupposedDeparture: _leave,
    SupposedTie: _tie,
    SupposedMeeting: _meet,
    SupposedName: _name,
}


def _with(graph: MapGraph, changed: Stakeholder) -> MapGraph:
    return replace(graph, stakeholders=tuple(changed if s.id == changed.id else s for s in graph.stakeholders))


def _stakeholder(graph: MapGraph, id_: str, field: str) -> Stakeholder:
    """Return who an id names; who has left counts no longer, so that nothing can be supposed of them."""
    found = next((s for s in graph.stakeholders if id_ in {s.id, s.person_id}), None)
    if found is None:
        raise NotFoundError(Text("Nobody in this map has this id.", "该关系图中没有此 id。"), field=field)
    person = graph.people.get(found.person_id) if found.person_id is not None else None
    if person is not None and person.left_at(found.account_id) is not None:
        raise InvalidError(Text(f"{person.name} has left the account.", f"{person.name}已离开该客户。"), field=field)
    return found


def _person(graph: MapGraph, id_: str, field: str) -> Person:
    found = _stakeholder(graph, id_, field)
    if found.person_id is None:
        raise InvalidError(
            Text(
                f"“{found.label}” is a placeholder: who it is must be known for this.",
                f"“{found.label}”是占位角色：需先明确是谁。",
            ),
            field=field,
        )
    return graph.people[found.person_id]
