"""Best moves: which single changes improve a map most, worked out by hand; and that each holds what it promises."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.account import Account
from domain.best_move import BestMove, best_moves, standing
from domain.codes import Influence, MapStatus, MoveKind, Severity, Support
from domain.decision_map import ContactCount, build_decision_map
from domain.ids import PersonId
from domain.network_influence import NetworkFigures, Surroundings
from domain.rules import find
from domain.situation import Situation
from domain.supposition import suppose_in
from domain.text import Text
from domain.what_if import SupposedAssessment, SupposedDeparture, SupposedMeeting, SupposedName
from graph.analytics import hidden_influencers, network_influence
from tests.situations import HELPER, OWNER, RECENTLY, Scene, Who
from tests.worlds import person, seller, stakeholder

INNER, POLITICAL, OUTSIDE = Influence
SPONSOR, SUPPORTER, NEUTRAL, NON_SUPPORTER, OPPONENT = Support


def moves(scene: Scene) -> tuple[BestMove, ...]:
    return best_moves(scene.situation(), hidden_influencers)


def met(*numbers: int) -> dict[PersonId, ContactCount]:
    """Count interactions with these people, so that they are covered."""
    return {person(n): ContactCount(3, 1) for n in numbers}


def points(situation: Situation) -> float:
    return standing(situation.map, find(situation))


def test_an_empty_map_has_no_moves() -> None:
    assert moves(Scene()) == ()


def test_how_a_map_stands_is_the_sum_that_the_documents_say() -> None:
    scene = Scene(
        (Who("Ann", "AD", INNER, SUPPORTER, met=RECENTLY), Who("Ben", "EU", OUTSIDE, NEUTRAL)), contacts=met(1)
    )
    found = find(scene.situation())
    # Weights 12 and 2: 100 × 12 ÷ 28. Green. Six of seven are done: no sponsor is found. Ann is covered.
    by_severity = {Severity.CRITICAL: 20, Severity.WARNING: 10, Severity.INFO: 2}
    less = sum(by_severity[one.severity] for one in found)
    assert scene.situation().map.status is MapStatus.GREEN
    assert points(scene.situation()) == pytest.approx(100 * 12 / 28 + 100 + 100 * 6 / 7 + 50 - less)


def test_support_is_raised_by_a_step_where_we_reach_somebody() -> None:
    scene = Scene(
        (
            Who("Ann", "A", INNER, NEUTRAL, met=RECENTLY),
            Who("Ben", "D", INNER, OPPONENT),
            Who("Cid", "E", OUTSIDE, None, met=RECENTLY),
            Who("Dan", "U", OUTSIDE, SPONSOR, met=RECENTLY),
        ),
        contacts=met(1, 2, 3, 4),
    )
    raised = [one for one in moves(scene) if one.kind is MoveKind.RAISE_SUPPORT]
    # Nobody reaches Ben; Cid's support is unknown; Dan is a sponsor already.
    assert [(one.standing.label, one.change, one.steps) for one in raised] == [
        ("Ann", SupposedAssessment(stakeholder(1), SUPPORTER), 1)
    ]
    (ann,) = raised
    assert (ann.after.map.status, ann.play.seller_id, ann.contact is not None) == (MapStatus.GREEN, OWNER.id, True)


def test_who_is_not_met_is_reached_through_whoever_manages_or_moves_them() -> None:
    scene = Scene(
        (Who("Ann", "A", INNER, NEUTRAL), Who("Ben", "U", OUTSIDE, SUPPORTER, met=RECENTLY)),
        moves=[(2, 1)],
        contacts=met(1, 2),
    )
    (raised,) = (one for one in moves(scene) if one.standing.label == "Ann" and one.kind is MoveKind.RAISE_SUPPORT)
    assert (raised.play.through_id, raised.contact, raised.play.seller_id) == (person(2), None, OWNER.id)


@pytest.mark.parametrize(("support", "steps"), [(OPPONENT, 3), (NON_SUPPORTER, 2), (NEUTRAL, 1), (SUPPORTER, 0)])
def test_steps_lead_up_to_supporter(support: Support, steps: int) -> None:
    scene = Scene((Who("Ann", "A", INNER, support, met=RECENTLY),), contacts=met(1))
    (raised,) = (one for one in moves(scene) if one.kind is MoveKind.RAISE_SUPPORT)
    assert raised.steps == steps


def test_a_key_player_whom_nobody_meets_is_to_be_met() -> None:
    scene = Scene((Who("Ann", "A", INNER, SPONSOR), Who("Ben", "U", OUTSIDE, NEUTRAL)))
    (meet,) = (one for one in moves(scene) if one.kind is MoveKind.MEET)
    assert (meet.standing.label, meet.change) == ("Ann", SupposedMeeting(stakeholder(1), OWNER.id))
    assert meet.play.text == Text("Meet Ann. Olga owns the account.", "约见Ann。客户负责人：Olga。")
    assert "key-player-uncovered" in {finding.rule for finding in meet.gone}


def test_a_placeholder_is_to_be_found_out() -> None:
    scene = Scene((Who(None, "A"), Who("Ben", "U", OUTSIDE, SUPPORTER, met=RECENTLY)))
    (name,) = (one for one in moves(scene) if one.kind is MoveKind.NAME)
    assert name.change == SupposedName(stakeholder(1))
    assert {finding.rule for finding in name.gone} == {"no-approver"}
    assert name.play.text.en == "Ask Ben: who is “somebody”? Olga is best placed."
    assert name.why == Text("completeness 1/7 → 2/7; insights resolved: 1", "完整度 1/7 → 2/7；解决的洞察：1")
    assert name.steps == 0


def test_a_second_thread_is_tied_where_one_of_us_alone_knows_them() -> None:
    around = Surroundings({person(1): frozenset({OWNER.id}), person(2): frozenset({OWNER.id})}, {})
    scene = Scene(
        (
            Who("Ann", "A", INNER, SPONSOR, met=RECENTLY),
            Who("Ben", "D", POLITICAL, SPONSOR, met=RECENTLY),
            Who("Cid", "EU", OUTSIDE, SUPPORTER, met=RECENTLY, by=HELPER),
        ),
        given={"surroundings": around},
        contacts=met(1, 2, 3),
    )
    second = [one for one in moves(scene) if one.kind is MoveKind.SECOND_THREAD]
    assert {(one.standing.label, one.change) for one in second} == {
        ("Ann", SupposedMeeting(stakeholder(1), HELPER.id)),
        ("Ben", SupposedMeeting(stakeholder(2), HELPER.id)),
    }
    assert all("single-thread" in {finding.rule for finding in one.gone} for one in second)
    assert all((one.play.through_id, one.play.seller_id) == (None, HELPER.id) for one in second)


def test_the_greater_effect_comes_first_then_the_easier_move() -> None:
    scene = Scene(
        (
            Who("Zoe", "E", OUTSIDE, NEUTRAL, met=RECENTLY, strength=10),
            Who("Amy", "E", OUTSIDE, NEUTRAL, met=RECENTLY, strength=10),
            Who("Kim", "E", OUTSIDE, NEUTRAL, met=RECENTLY, strength=90),
            Who("Max", "A", INNER, NEUTRAL, met=RECENTLY, strength=1),
        ),
        contacts=met(1, 2, 3, 4),
    )
    raised = [one for one in moves(scene) if one.kind is MoveKind.RAISE_SUPPORT]
    assert [one.standing.label for one in raised] == ["Max", "Kim", "Amy", "Zoe"]


def test_who_has_left_moves_nothing() -> None:
    assert moves(Scene((Who("Ann", "A", INNER, NEUTRAL, met=RECENTLY, left=True),))) == ()


# ── a situation as it would be ──


def test_a_supposed_meeting_makes_a_contact() -> None:
    situation = Scene((Who("Ann", "A", INNER, NEUTRAL),)).situation()
    after, impossible = suppose_in(situation, [SupposedMeeting(stakeholder(1))], hidden_influencers)
    assert impossible == ()
    contact = after.contact(person(1))
    assert contact is not None
    # 30 now, 25 ÷ 12 for one of twelve, 15 both for mutual and for in person, 15 ÷ 12 for one month.
    assert (contact.seller_id, contact.value) == (OWNER.id, pytest.approx(30 + 25 / 12 + 15 + 15 + 15 / 12))
    nobodys = replace(situation, map=build_decision_map(replace(situation.map.graph, account=unowned(situation))))
    after, _ = suppose_in(nobodys, [SupposedMeeting(stakeholder(1))], hidden_influencers)
    assert after.contact(person(1)) is None
    assert after.map.standings[0].coverage.interactions == 1


def unowned(situation: Situation) -> Account:
    return replace(situation.map.graph.account, owner_id=None)


def test_figures_of_the_network_follow() -> None:
    around = Surroundings({person(2): frozenset({OWNER.id})}, {person(1): frozenset({person(2)})})
    scene = Scene(
        (Who("Ann", "A", INNER, SPONSOR), Who("Ben", "U", OUTSIDE, NEUTRAL, met=RECENTLY)),
        moves=[(2, 1)],
        given={"surroundings": around},
    )
    before = scene.situation()
    before = replace(before, hidden=hidden_influencers(before.map))
    assert before.hidden == {stakeholder(2)}
    assert figures(before)[stakeholder(2)].cut
    after, _ = suppose_in(before, [SupposedMeeting(stakeholder(1), seller(2))], hidden_influencers)
    assert after.hidden == before.hidden
    assert not figures(after)[stakeholder(2)].cut
    assert after.surroundings is not None
    assert after.surroundings.met[person(1)] == {seller(2)}
    gone, _ = suppose_in(before, [SupposedDeparture(stakeholder(2))], hidden_influencers)
    assert not gone.hidden
    assert set(figures(gone)) == {stakeholder(1)}


def figures(situation: Situation) -> NetworkFigures:
    assert situation.surroundings is not None
    return network_influence(situation.map, situation.surroundings)


WHO = st.builds(
    Who,
    name=st.sampled_from(["Ann", "Ben", None]),
    roles=st.sampled_from(["", "A", "D", "EU"]),
    influence=st.none() | st.sampled_from(Influence),
    support=st.none() | st.sampled_from(Support),
    met=st.none() | st.just(RECENTLY),
    left=st.booleans(),
)


@given(st.lists(WHO, max_size=5))
def test_each_move_holds_what_it_promises_and_the_order_is_one(people: list[Who]) -> None:
    situation = Scene(tuple(people)).situation()
    before, found = points(situation), best_moves(situation, hidden_influencers)
    assert [one.effect for one in found] == sorted((one.effect for one in found), key=lambda e: -round(e, 9))
    for one in found:
        after, impossible = suppose_in(situation, [one.change], hidden_influencers)
        assert impossible == ()
        assert points(after) - before == pytest.approx(one.effect)
        assert one.effect > 0
        assert one.after.map == after.map
        assert one.why.en
        assert one.why.zh
        assert one.play.text.zh
    mirrored = replace(situation.map.graph, stakeholders=situation.map.graph.stakeholders[::-1])
    again = best_moves(replace(situation, map=build_decision_map(mirrored)), hidden_influencers)
    assert [(one.kind, one.standing.stakeholder.id) for one in again] == [
        (one.kind, one.standing.stakeholder.id) for one in found
    ]
