"""What-if: a map as it is and as it would be, and what lies between the two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, Final

import strawberry
from strawberry import UNSET

import domain.what_if
from domain.best_move import missing
from domain.codes import BuyingRole, Influence, Polarity, Support, TieKind
from domain.insight_ranking import rank
from schema.context import Info
from schema.decision_map import DecisionMap, SupportTerm
from schema.error import UserError
from schema.insight import Insight
from schema.loaders import NOW, ShownMap
from schema.stakeholder import Stakeholder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import domain.decision_map
    from schema.language import Language


@strawberry.input(description="Support or influence becomes this; what is left out stays.")
class SupposedAssessment:
    stakeholder_id: strawberry.ID = strawberry.field(description="Of whom: a stakeholder of the map, or its person.")
    support: Support | None = strawberry.field(default=UNSET, description="Our standing with them.")
    influence: Influence | None = strawberry.field(default=UNSET, description="Their political standing.")


@strawberry.input(description="The stakeholder holds these roles, and no others.")
class SupposedRoles:
    stakeholder_id: strawberry.ID = strawberry.field(description="Who: a stakeholder of the map, or its person.")
    roles: list[BuyingRole] = strawberry.field(description="The roles; none takes all away.")


@strawberry.input(
    description="A tie between two people of the map. As where it is written, an influence without strength and an "
    "acquaintance of strength 0 end the tie."
)
class SupposedTie:
    kind: TieKind = strawberry.field(description="What it says.")
    source_id: strawberry.ID = strawberry.field(description="Who reports, moves or knows.")
    target_id: strawberry.ID = strawberry.field(description="Who is reported to, moved or known.")
    strength: float | None = strawberry.field(default=UNSET, description="INFLUENCES: 1 to 5; KNOWS: 0 to 1.")
    polarity: Polarity | None = strawberry.field(default=UNSET, description="INFLUENCES: POSITIVE unless given.")


@strawberry.input(description="One of us meets the person of a stakeholder now, in person.")
class SupposedMeeting:
    stakeholder_id: strawberry.ID = strawberry.field(description="Whom: a stakeholder of the map, or its person.")
    seller_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Who of us; unless given, whoever knows them best, else the account's owner."
    )


@strawberry.input(one_of=True, description="One thing that is supposed to be so.")
class SupposedChange:
    assess: SupposedAssessment | None = strawberry.field(default=UNSET, description="Somebody stands elsewhere.")
    give_roles: SupposedRoles | None = strawberry.field(default=UNSET, description="Roles change hands.")
    leave: strawberry.ID | None = strawberry.field(
        default=UNSET, description="The person of this stakeholder leaves the account."
    )
    tie: SupposedTie | None = strawberry.field(default=UNSET, description="A tie appears, changes or ends.")
    meet: SupposedMeeting | None = strawberry.field(default=UNSET, description="One of us meets somebody.")
    name: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Somebody is found to be this placeholder; who does not matter."
    )


@strawberry.type(description="A stakeholder's part in the support score, where it is not the same before and after.")
class SupportTermChange:
    stakeholder: Stakeholder = strawberry.field(description="Whose part it is.")
    before: SupportTerm | None = strawberry.field(description="Its part before; null where it had none.")
    after: SupportTerm | None = strawberry.field(description="Its part after; null where it would have none.")


@strawberry.type(description="A map as it is and as it would be. Nothing of it is written.")
class WhatIf:
    before: DecisionMap = strawberry.field(description="The map as it is.")
    after: DecisionMap = strawberry.field(description="The map as it would be.")
    terms_changed: list[SupportTermChange] = strawberry.field(
        description="The parts of the support score that would change, by stakeholder."
    )
    user_errors: list[UserError] = strawberry.field(
        description="What could not be supposed, and why: it was left out. The path begins with `changes` and the "
        "place in the list, from 0."
    )

    @strawberry.field(description="The insights that would be resolved.")
    async def insights_gone(self, info: Info) -> list[Insight]:
        return await _insights_only_in(info, self.before, self.after)

    @strawberry.field(description="The insights that would come up.")
    async def insights_new(self, info: Info) -> list[Insight]:
        return await _insights_only_in(info, self.after, self.before)

    @classmethod
    def from_domain(
        cls,
        before: domain.decision_map.DecisionMap,
        after: domain.decision_map.DecisionMap,
        supposed: domain.what_if.Supposed,
        user_errors: list[UserError],
    ) -> WhatIf:
        instead = ShownMap(after, NOW, instead_of=before, supposed=supposed)
        shown = DecisionMap.from_domain(before), DecisionMap.from_domain(after, shown=instead)
        return cls(before=shown[0], after=shown[1], terms_changed=_terms_changed(*shown), user_errors=user_errors)


async def _insights_only_in(info: Info, map_: DecisionMap, other: DecisionMap) -> list[Insight]:
    here, there = await info.context.loaders.findings.load_many([map_.shown, other.shown])
    only = missing(here.findings, there.findings)
    return [Insight.from_domain(one, map_) for one in rank([replace(here, findings=only)])]


def _terms_changed(before: DecisionMap, after: DecisionMap) -> list[SupportTermChange]:
    old = {term.stakeholder.id: term for term in before.support_score.terms}
    new = {term.stakeholder.id: term for term in after.support_score.terms}
    places = {place.id: place for place in (*before.stakeholders, *after.stakeholders)}
    return [
        SupportTermChange(stakeholder=place, before=old.get(id_), after=new.get(id_))
        for id_, place in places.items()
        if _figures(old.get(id_)) != _figures(new.get(id_))
    ]


def _figures(term: SupportTerm | None) -> tuple[float, int] | None:
    return (term.weight, term.support) if term is not None else None


def read_changes(changes: Sequence[SupposedChange]) -> list[domain.what_if.SupposedChange]:
    """Return supposed changes as the domain takes them; each has exactly one of its fields."""
    return [_READ[name](value) for name, value in map(_only, changes)]


def user_errors(
    refused: Sequence[domain.what_if.Impossible], changes: Sequence[SupposedChange], language: Language
) -> list[UserError]:
    """Return refusals with the path in the argument that each is about."""
    found: list[UserError] = []
    for one in refused:
        error = UserError.from_domain(one.error, language)
        name, value = _only(changes[one.index])
        api_name = "giveRoles" if name == "give_roles" else name
        inner = [] if isinstance(value, str) else error.field or []
        error.field = ["changes", str(one.index), api_name, *inner]
        found.append(error)
    return found


def named_sellers(changes: Sequence[SupposedChange]) -> list[str]:
    """Return the ids of those of us who are supposed to meet somebody, as they were given."""
    meetings = (change.meet for change in changes if change.meet is not UNSET and change.meet is not None)
    return [meeting.seller_id for meeting in meetings if meeting.seller_id]


def _only(change: SupposedChange) -> tuple[str, Any]:
    (found,) = ((f.name, value) for f in fields(change) if (value := getattr(change, f.name)) is not UNSET)
    return found


def _stated(said: Any) -> dict[str, Any]:
    return {f.name: value for f in fields(said) if (value := getattr(said, f.name)) is not UNSET}


_READ: Final[Mapping[str, Callable[[Any], domain.what_if.SupposedChange]]] = {
    "assess": lambda said: domain.what_if.SupposedAssessment(**_stated(said)),
    "give_roles": lambda said: domain.what_if.SupposedRoles(**_stated(said)),
    "leave": domain.what_if.SupposedDeparture,
    "tie": lambda said: domain.what_if.SupposedTie(**_stated(said)),
    "meet": lambda said: domain.what_if.SupposedMeeting(**_stated(said)),
    "name": domain.what_if.SupposedName,
}
