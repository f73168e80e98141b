"""Two maps side by side."""

from __future__ import annotations

import strawberry

import domain.decision_map
from domain.codes import StakeholderField
from domain.map_comparison import compare_maps
from schema.decision_map import DecisionMap
from schema.loaders import Moments
from schema.person import Person
from schema.stakeholder import Stakeholder


@strawberry.type(description="A person who is in one of two maps, or in both.")
class ComparedPerson:
    person: Person = strawberry.field(description="Who it is.")
    left: Stakeholder | None = strawberry.field(description="The place in the left map; null: not in it.")
    right: Stakeholder | None = strawberry.field(description="The place in the right map; null: not in it.")
    differences: list[StakeholderField] = strawberry.field(
        description="In what the two places differ; empty where there is but one."
    )


@strawberry.type(description="Two maps side by side: of a deal and of its account, of two accounts, or of two moments.")
class MapComparison:
    left: DecisionMap = strawberry.field(description="The left map.")
    right: DecisionMap = strawberry.field(description="The right map.")
    people: list[ComparedPerson] = strawberry.field(
        description="Everybody who is in either, by name. Placeholders are left out."
    )

    @classmethod
    def from_domain(
        cls,
        left: domain.decision_map.DecisionMap,
        right: domain.decision_map.DecisionMap,
        moments: tuple[Moments, Moments],
    ) -> MapComparison:
        shown = DecisionMap.from_domain(left, moments[0]), DecisionMap.from_domain(right, moments[1])
        places = [{str(place.id): place for place in one.stakeholders} for one in shown]
        people = [
            ComparedPerson(
                person=Person.from_domain(one.person),
                left=places[0][one.left.stakeholder.id] if one.left is not None else None,
                right=places[1][one.right.stakeholder.id] if one.right is not None else None,
                differences=list(one.differences),
            )
            for one in compare_maps(left, right)
        ]
        return cls(left=shown[0], right=shown[1], people=people)
