"""Two maps side by side: who is in which, and in what their places differ."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain.codes import Adaptability, BuyingRole, DecisionOrientation, Influence, StakeholderField, Support
from domain.decision_map import ContactCount, DecisionMap, build_decision_map
from domain.map_comparison import compare_maps
from domain.stakeholder import Stakeholder
from tests.unit.test_decision_map import graph_of, placed
from tests.worlds import person, stakeholder

ANN = placed(1, (BuyingRole.USER,), Influence.OUTSIDE, Support.NEUTRAL)


def map_of_(*places: Stakeholder, met: bool = False) -> DecisionMap:
    contacts = {person(1): ContactCount(1, 0)} if met else {}
    return build_decision_map(graph_of(*places, contacts=contacts))


def elsewhere(place: Stakeholder, **changed: Any) -> Stakeholder:
    return replace(place, id=stakeholder(90 + int(place.id[-2:], 16)), **changed)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, ()),
        ({"roles": (BuyingRole.DECIDER,)}, (StakeholderField.ROLES,)),
        ({"influence": None}, (StakeholderField.INFLUENCE,)),
        ({"support": Support.SPONSOR}, (StakeholderField.SUPPORT,)),
        ({"adaptability": Adaptability.LAGGARD}, (StakeholderField.ADAPTABILITY,)),
        ({"orientation": DecisionOrientation.FINANCIAL}, (StakeholderField.ORIENTATION,)),
        ({"roles": (), "support": None}, (StakeholderField.ROLES, StakeholderField.SUPPORT)),
    ],
)
def test_places_differ_in_what_is_not_the_same(changed: dict[str, Any], expected: tuple[StakeholderField, ...]) -> None:
    (found,) = compare_maps(map_of_(ANN), map_of_(elsewhere(ANN, **changed)))
    assert found.differences == expected


def test_coverage_is_compared_as_read() -> None:
    (found,) = compare_maps(map_of_(ANN), map_of_(elsewhere(ANN), met=True))
    assert found.differences == (StakeholderField.COVERAGE,)


def test_everybody_in_either_is_there_and_no_placeholder() -> None:
    left = map_of_(placed(2), placed(1), placed(5, placeholder=True))
    right = map_of_(elsewhere(placed(2)), elsewhere(placed(3)))
    found = compare_maps(left, right)
    assert [(one.person.id, one.left is not None, one.right is not None) for one in found] == [
        (person(1), True, False),
        (person(2), True, True),
        (person(3), False, True),
    ]
    assert [one.differences for one in found] == [(), (), ()]


def test_the_other_way_round_is_the_mirror() -> None:
    left, right = map_of_(ANN, placed(2)), map_of_(elsewhere(ANN, support=None))
    assert [(one.person, one.right, one.left, one.differences) for one in compare_maps(right, left)] == [
        (one.person, one.left, one.right, one.differences) for one in compare_maps(left, right)
    ]
