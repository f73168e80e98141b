"""A map's figures at the edges of weeks and months: each is that of the map as of then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.assessment import Assessed
from domain.codes import BuyingRole, Coverage, Influence, InteractionKind, MapStatus, Support, TrendStep
from domain.decision_map import build_decision_map, count_contacts
from domain.errors import InvalidError, LimitError
from domain.fold import fold
from domain.ids import map_of
from domain.interaction import Interacted
from domain.map_trend import MOST_POINTS, TrendPoint, trend, trend_moments
from domain.person import EmployedAt
from domain.stakeholder import StakeholderAdded
from graph.decision_map import map_graph
from graph.map_history import contact_times
from graph.store import MapFacts
from tests.histories import Step, histories
from tests.worlds import (
    START,
    TICK,
    History,
    account,
    assessment,
    day,
    new_account,
    new_person,
    on,
    person,
    stakeholder,
)

AT = account(1)
MAP = map_of(AT)
WEEK, MONTH = TrendStep


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("begin", "end", "every", "expected"),
    [
        (day(0), day(15), WEEK, [day(0), day(7), day(14), day(15)]),
        (day(0), day(14), WEEK, [day(0), day(7), day(14)]),
        (day(0), day(0), WEEK, [day(0)]),
        (day(0), day(1), MONTH, [day(0), day(1)]),
        (
            utc(2024, 1, 31, 8),
            utc(2024, 5, 1),
            MONTH,
            [utc(2024, 1, 31, 8), utc(2024, 2, 29, 8), utc(2024, 3, 31, 8), utc(2024, 4, 30, 8), utc(2024, 5, 1)],
        ),
        (utc(2023, 12, 15), utc(2024, 1, 15), MONTH, [utc(2023, 12, 15), utc(2024, 1, 15)]),
        (utc(9999, 11, 30), utc(9999, 12, 31), MONTH, [utc(9999, 11, 30), utc(9999, 12, 30), utc(9999, 12, 31)]),
    ],
    ids=[
        "weeks",
        "whole-weeks",
        "nothing",
        "less-than-a-month",
        "last-days-of-months",
        "over-new-year",
        "the-last-year",
    ],
)
def test_the_moments(begin: datetime, end: datetime, every: TrendStep, expected: list[datetime]) -> None:
    assert trend_moments(begin, end, every) == expected


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InvalidError) as refused:
        trend_moments(day(1), day(1) - TICK, WEEK)
    assert refused.value.field == ("to",)


@pytest.mark.parametrize(
    ("begin", "every"), [(utc(1974, 1, 1), WEEK), (utc(1974, 1, 1), MONTH), (utc(1, 1, 1), WEEK), (utc(1, 1, 1), MONTH)]
)
def test_a_trend_over_fifty_years_is_refused(begin: datetime, every: TrendStep) -> None:
    with pytest.raises(LimitError) as refused:
        trend_moments(begin, utc(2024, 1, 2), every)
    assert refused.value.field == ("every",)
    assert str(MOST_POINTS) in refused.value.message.zh


def test_as_many_points_as_there_may_be() -> None:
    longest = START + timedelta(weeks=MOST_POINTS - 1)
    assert len(trend_moments(START, longest, WEEK)) == MOST_POINTS
    with pytest.raises(LimitError):
        trend_moments(START, longest + TICK, WEEK)


def test_by_hand() -> None:
    """Ann approves, in the inner circle; Bob decides. Her support turns, his contact lapses, and he leaves."""
    made = History()
    made.record(new_account(1, "Acme"), new_person(1, "Ann", 1), new_person(2, "Bob", 1))

    def joined(number: int, role: BuyingRole) -> StakeholderAdded:
        return StakeholderAdded(stakeholder(number), MAP, AT, person(number), None, (role,))

    def assessed(number: int, of: int, **given: Any) -> Assessed:
        return Assessed(assessment(number), stakeholder(of), AT, **given)

    made.record(on(1, joined(1, BuyingRole.APPROVER), joined(2, BuyingRole.DECIDER)))
    made.record(on(2, assessed(1, 1, support=Support.NON_SUPPORTER, influence=Influence.INNER_CIRCLE)))
    made.record(on(2, assessed(2, 2, support=Support.NEUTRAL, influence=Influence.POLITICAL_STRUCTURE)))
    made.record(on(20, assessed(3, 1, support=Support.SPONSOR, coverage=Coverage.BRIEF)))
    made.record(on(400, EmployedAt(person(2), None)))
    facts = made.facts
    contacts = {person(2): ((day(10), InteractionKind.CALL),)}
    account_ = fold(facts).accounts[AT]
    moments = [day(0), day(1), day(2), day(9), day(10), day(20), day(375), day(400)]
    # Weights 12 and 8: −12 ÷ 40; 24 ÷ 40; 24 ÷ 24.
    assert list(trend(facts, MAP, account_, contacts, moments)) == [
        TrendPoint(day(0), None, MapStatus.RED, 0, None),
        TrendPoint(day(1), None, MapStatus.RED, 2 / 7, None),
        TrendPoint(day(2), -30, MapStatus.RED, 3 / 7, 0),
        TrendPoint(day(9), -30, MapStatus.RED, 3 / 7, 0),
        TrendPoint(day(10), -30, MapStatus.RED, 3 / 7, 1 / 2),
        TrendPoint(day(20), 60, MapStatus.GREEN, 5 / 7, 1),
        TrendPoint(day(375), 60, MapStatus.GREEN, 4 / 7, 1 / 2),
        TrendPoint(day(400), 100, MapStatus.GREEN, 3 / 7, 0),
    ]


@given(histories(least=4, most=12), st.lists(st.sampled_from([0, 2, 3, 4, 6, 371, 500]), min_size=1, max_size=3))
def test_each_point_is_the_map_as_of_then(steps: tuple[Step, ...], days: list[int]) -> None:
    facts = [fact for step in steps if not step.refused for fact in step.drafted.facts]
    world = fold(facts)
    met = [fact for fact in facts if isinstance(fact.statement, Interacted)]
    standing = {one.id for one in world.interactions.values()}
    contacts = contact_times(
        [f for f in met if f.statement.subject in standing], world.people, START - timedelta(days=400)
    )
    moments = [day(n) for n in sorted(days)]
    for point in trend(facts, MAP, world.accounts[AT], contacts, moments):
        counted = {
            who: [kind for at, kind in times if point.at - timedelta(days=365) < at <= point.at]
            for who, times in contacts.items()
        }
        counts = count_contacts((who, kind) for who, kinds in counted.items() for kind in kinds)
        graph = map_graph(MAP, MapFacts(world.accounts[AT], None, tuple(facts), counts), point.at, None)
        expected = build_decision_map(graph)
        key = [one.coverage.value is not Coverage.NONE for one in expected.standings if one.counts and one.key_player]
        assert point == TrendPoint(
            point.at,
            expected.support_score.value,
            expected.status,
            expected.completeness.value,
            sum(key) / len(key) if key else None,
        )
