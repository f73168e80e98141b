"""What-if: supposed changes, one after another, and what cannot be supposed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.account import Account
from domain.codes import AccountKind, BuyingRole, Coverage, Influence, MapStatus, Polarity, Support, TieKind
from domain.decision_map import ContactCount, DecisionMap, MapGraph, build_decision_map
from domain.errors import DomainError, ErrorCode, LimitError
from domain.ids import map_of
from domain.person import Employment, Person
from domain.stakeholder import Stakeholder
from domain.tie import Influences, Knows, ReportsTo
from domain.what_if import (
    MOST_SUPPOSED,
    SupposedAssessment,
    SupposedChange,
    SupposedDeparture,
    SupposedMeeting,
    SupposedName,
    SupposedRoles,
    SupposedTie,
    Supposition,
    suppose,
)
from tests.worlds import RECORDED, account, day, person, seller, stakeholder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.ids import PersonId

NOW = day(400)
ACME = Account(account(1), 1, RECORDED, "Acme", AccountKind.COMPANY)
LIN, ANN, BEN, OUT, NOBODY = (stakeholder(n) for n in (1, 2, 3, 4, 5))
NAMES = {1: "Lin", 2: "Ann", 3: "Ben", 4: "Consultant"}


def employee(number: int, *, employed: bool = True, left: bool = False) -> Person:
    work = (Employment(ACME.id, None, None, day(300) if left else None),) if employed else ()
    return Person(person(number), 1, RECORDED, None, NAMES[number], employments=work)


def place(number: int, roles: Sequence[BuyingRole] = (), **known: Any) -> Stakeholder:
    named = person(number) if number in NAMES else None
    label = None if named else "an approver, name unknown"
    return Stakeholder(
        stakeholder(number),
        1,
        map_of(ACME.id),
        ACME.id,
        day(0),
        person_id=named,
        label=label,
        roles=tuple(roles),
        **known,
    )


GRAPH = MapGraph(
    map_of(ACME.id),
    NOW,
    ACME,
    None,
    (
        place(1, [BuyingRole.APPROVER], influence=Influence.INNER_CIRCLE, support=Support.NEUTRAL),
        place(2, [BuyingRole.DECIDER], influence=Influence.POLITICAL_STRUCTURE, support=Support.SUPPORTER),
        place(3, [BuyingRole.USER]),
        place(4),
        place(5, [BuyingRole.APPROVER]),
    ),
    {person(n): employee(n, employed=n != 4) for n in NAMES},
    reports=(ReportsTo(ACME.id, person(2), person(1)), ReportsTo(ACME.id, person(3), person(2))),
    influences=(Influences(person(2), person(1), 3),),
    acquaintances=(Knows(person(1), person(3), 0.5),),
    contacts={person(2): ContactCount(2, 1)},
)


def after(*changes: SupposedChange, graph: MapGraph = GRAPH) -> DecisionMap:
    supposed = suppose(graph, changes)
    assert supposed.impossible == ()
    return build_decision_map(supposed.graph)


def refusal(change: SupposedChange, graph: MapGraph = GRAPH) -> DomainError:
    supposed = suppose(graph, [change])
    assert supposed.graph == graph
    (found,) = supposed.impossible
    assert found.index == 0
    return found.error


def read(map_: DecisionMap, id_: str) -> Stakeholder:
    return next(s.stakeholder for s in map_.standings if s.stakeholder.id == id_)


def test_nothing_supposed_is_the_present() -> None:
    assert suppose(GRAPH, []) == Supposition(GRAPH)


@pytest.mark.parametrize("named", [LIN, person(1)])
def test_support_and_influence_become_what_is_supposed(named: str) -> None:
    found = after(SupposedAssessment(named, Support.SPONSOR))
    assert (read(found, LIN).support, read(found, LIN).influence) == (Support.SPONSOR, Influence.INNER_CIRCLE)
    found = after(SupposedAssessment(named, influence=Influence.OUTSIDE))
    assert (read(found, LIN).support, read(found, LIN).influence) == (Support.NEUTRAL, Influence.OUTSIDE)


def test_scores_follow() -> None:
    before = build_decision_map(GRAPH)
    # Lin 3 × 4 neutral, Ann 2 × 4 supporter: 100 × 8 ÷ 40; with Lin a sponsor 100 × (24 + 8) ÷ 40.
    assert (before.support_score.value, before.status) == (20, MapStatus.GREEN)
    assert after(SupposedAssessment(LIN, Support.SPONSOR)).support_score.value == 80
    assert after(SupposedAssessment(ANN, Support.NEUTRAL)).status == MapStatus.RED


def test_roles_are_all_that_is_held() -> None:
    found = after(SupposedRoles(BEN, [BuyingRole.EVALUATOR, BuyingRole.APPROVER, BuyingRole.EVALUATOR]))
    assert read(found, BEN).roles == (BuyingRole.APPROVER, BuyingRole.EVALUATOR)


def test_who_leaves_counts_nowhere_and_reports_to_nobody() -> None:
    found = after(SupposedDeparture(ANN))
    gone = next(s for s in found.standings if s.stakeholder.id == ANN)
    assert (gone.left_at, gone.counts) == (NOW, False)
    assert found.graph.reports == ()
    assert found.graph.influences == GRAPH.influences
    assert [term.standing.stakeholder.id for term in found.support_score.terms] == [LIN]


def test_a_consultant_who_leaves_is_out_of_the_map() -> None:
    assert OUT not in {s.stakeholder.id for s in after(SupposedDeparture(OUT)).standings}


def test_a_manager_replaces_the_former_one() -> None:
    found = after(SupposedTie(TieKind.REPORTS_TO, BEN, LIN))
    assert {(t.person_id, t.manager_id) for t in found.graph.reports} == {
        (person(2), person(1)),
        (person(3), person(1)),
    }


@pytest.mark.parametrize(
    ("strength", "polarity", "expected"),
    [
        (5.0, None, (5, Polarity.POSITIVE)),
        (1.0, Polarity.NEGATIVE, (1, Polarity.NEGATIVE)),
        (None, None, None),
    ],
)
def test_an_influence_appears_changes_or_ends(
    strength: float | None, polarity: Polarity | None, expected: tuple[int, Polarity] | None
) -> None:
    found = after(SupposedTie(TieKind.INFLUENCES, ANN, LIN, strength, polarity)).graph.influences
    assert [(t.strength, t.polarity) for t in found] == ([expected] if expected else [])


@pytest.mark.parametrize(("strength", "expected"), [(0.9, [0.9]), (None, [None]), (0, [])])
def test_an_acquaintance_is_one_of_the_pair(strength: float | None, expected: list[float | None]) -> None:
    found = after(SupposedTie(TieKind.KNOWS, BEN, LIN, strength)).graph.acquaintances
    assert [t.strength for t in found] == expected


def test_a_meeting_is_a_contact_in_person() -> None:
    supposed = suppose(GRAPH, [SupposedMeeting(LIN), SupposedMeeting(person(1), seller(1)), SupposedMeeting(ANN)])
    assert supposed.graph.contacts == {person(1): ContactCount(2, 2), person(2): ContactCount(3, 2)}
    assert supposed.supposed.met == ((person(1), None), (person(1), seller(1)), (person(2), None))
    found = build_decision_map(supposed.graph)
    assert [s.coverage.value for s in found.standings if s.stakeholder.id == LIN] == [Coverage.BRIEF]


def test_a_placeholder_found_out_is_somebody_of_the_account() -> None:
    found = after(SupposedName(NOBODY), SupposedAssessment(NOBODY, Support.SUPPORTER), SupposedMeeting(NOBODY))
    named = next(s for s in found.standings if s.stakeholder.id == NOBODY)
    assert (named.label, named.counts, named.stakeholder.roles) == (
        "an approver, name unknown",
        True,
        (BuyingRole.APPROVER,),
    )
    assert named.coverage.interactions == 1


def test_changes_apply_in_order() -> None:
    found = after(SupposedAssessment(LIN, Support.SPONSOR), SupposedAssessment(LIN, Support.OPPONENT))
    assert read(found, LIN).support == Support.OPPONENT


IMPOSSIBLE: list[tuple[SupposedChange, ErrorCode, str]] = [
    (SupposedAssessment(stakeholder(9), Support.SPONSOR), ErrorCode.NOT_FOUND, "stakeholderId"),
    (SupposedAssessment(LIN), ErrorCode.INVALID, "support"),
    (SupposedRoles(person(9), []), ErrorCode.NOT_FOUND, "stakeholderId"),
    (SupposedDeparture(NOBODY), ErrorCode.INVALID, "stakeholderId"),
    (SupposedMeeting(NOBODY), ErrorCode.INVALID, "stakeholderId"),
    (SupposedName(LIN), ErrorCode.INVALID, "stakeholderId"),
    (SupposedTie(TieKind.REPORTS_TO, LIN, BEN), ErrorCode.CYCLE, "targetId"),
    (SupposedTie(TieKind.REPORTS_TO, LIN, LIN), ErrorCode.CYCLE, "targetId"),
    (SupposedTie(TieKind.REPORTS_TO, OUT, LIN), ErrorCode.INVALID, "sourceId"),
    (SupposedTie(TieKind.REPORTS_TO, LIN, OUT), ErrorCode.INVALID, "targetId"),
    (SupposedTie(TieKind.REPORTS_TO, NOBODY, LIN), ErrorCode.INVALID, "sourceId"),
    (SupposedTie(TieKind.INFLUENCES, ANN, ANN, 3), ErrorCode.INVALID, "targetId"),
    (SupposedTie(TieKind.INFLUENCES, ANN, LIN, 6), ErrorCode.INVALID, "strength"),
    (SupposedTie(TieKind.INFLUENCES, ANN, LIN, 2.5), ErrorCode.INVALID, "strength"),
    (SupposedTie(TieKind.KNOWS, ANN, LIN, 1.5), ErrorCode.INVALID, "strength"),
    (SupposedTie(TieKind.KNOWS, ANN, stakeholder(9)), ErrorCode.NOT_FOUND, "targetId"),
]


@pytest.mark.parametrize(("change", "code", "field"), IMPOSSIBLE)
def test_what_could_not_be_is_said(change: SupposedChange, code: ErrorCode, field: str) -> None:
    error = refusal(change)
    assert (error.code, error.field) == (code, (field,))
    assert error.message.en
    assert error.message.zh


def test_nothing_more_is_supposed_of_who_has_left() -> None:
    supposed = suppose(
        GRAPH, [SupposedDeparture(ANN), SupposedAssessment(ANN, Support.SPONSOR), SupposedRoles(BEN, [])]
    )
    assert [(found.index, found.error.code) for found in supposed.impossible] == [(1, ErrorCode.INVALID)]
    assert read(build_decision_map(supposed.graph), BEN).roles == ()
    left = replace(GRAPH, people={**GRAPH.people, person(2): employee(2, left=True)})
    assert refusal(SupposedDeparture(ANN), left).code == ErrorCode.INVALID


def test_fifty_changes_are_the_most() -> None:
    change = SupposedAssessment(LIN, Support.SPONSOR)
    assert suppose(GRAPH, [change] * MOST_SUPPOSED).impossible == ()
    with pytest.raises(LimitError) as refused:
        suppose(GRAPH, [change] * (MOST_SUPPOSED + 1))
    assert refused.value.field == ("changes",)


IDS = st.sampled_from([LIN, ANN, BEN, OUT, NOBODY, stakeholder(9)])
CHANGES = st.lists(
    st.one_of(
        st.builds(
            SupposedAssessment, IDS, st.none() | st.sampled_from(Support), st.none() | st.sampled_from(Influence)
        ),
        st.builds(SupposedRoles, IDS, st.lists(st.sampled_from(BuyingRole))),
        st.builds(SupposedDeparture, IDS),
        st.builds(SupposedTie, st.sampled_from(TieKind), IDS, IDS, st.none() | st.sampled_from([0, 0.5, 1, 3, 5])),
        st.builds(SupposedMeeting, IDS),
        st.builds(SupposedName, IDS),
    ),
    max_size=8,
)


@given(CHANGES)
def test_a_supposed_map_is_a_map(changes: list[SupposedChange]) -> None:
    supposed = suppose(GRAPH, changes)
    graph = supposed.graph
    build_decision_map(graph)
    managers = {t.person_id: t.manager_id for t in graph.reports}
    assert len(managers) == len(graph.reports)
    for start in managers:
        at: PersonId | None = start
        for _ in range(len(managers) + 1):
            at = managers.get(at) if at is not None else None
        assert at is None
    assert {s.person_id for s in graph.stakeholders if s.person_id} <= set(graph.people)


@given(CHANGES, CHANGES)
def test_supposing_in_two_steps_is_supposing_at_once(first: list[SupposedChange], then: list[SupposedChange]) -> None:
    assert suppose(suppose(GRAPH, first).graph, then).graph == suppose(GRAPH, [*first, *then]).graph


def test_who_of_us_meets_must_be_one_of_us() -> None:
    supposed = suppose(GRAPH, [SupposedMeeting(LIN, seller(9)), SupposedMeeting(LIN, seller(1))], {seller(1)})
    assert [(found.index, found.error.code, found.error.field) for found in supposed.impossible] == [
        (0, ErrorCode.NOT_FOUND, ("sellerId",))
    ]
    assert supposed.supposed.met == ((person(1), seller(1)),)
