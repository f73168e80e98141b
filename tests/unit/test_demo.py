"""The demo: as large as it says, the same each time, sound, and worked out by hand in the user guide."""

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import networkx as nx
import pytest

from domain.codes import (
    BuyingRole,
    CommitmentSide,
    CommitmentStatus,
    Influence,
    ReferralStatus,
    RelationshipLevel,
    SellerRole,
    Support,
)
from domain.correction import corrections
from domain.decision_map import COVERAGE_WINDOW, DecisionMap, MapGraph, build_decision_map, count_contacts
from domain.fact import Fact
from domain.fold import fold
from domain.ladder import LADDERS, direction
from domain.playbook import own_plays
from domain.world import World
from graph.demo.building import Demo, build_demo, list_missing, load_demo
from graph.demo.insurer import EXTERNAL_ID
from graph.sqlite import open_sqlite
from tests.guide import read_tables

TODAY = date(2026, 3, 1)
NOW = datetime.combine(TODAY, time(9), UTC)


@pytest.fixture(scope="module")
def demo() -> Demo:
    return build_demo(TODAY)


@pytest.fixture(scope="module")
def facts(demo: Demo) -> list[Fact]:
    return [fact for change in demo.changes for fact in change.facts]


@pytest.fixture(scope="module")
def world(facts: list[Fact]) -> World:
    return fold(facts)


@pytest.mark.slow
def test_it_is_the_same_for_the_same_day_on_every_machine(demo: Demo):
    again = build_demo(TODAY)
    assert again == demo
    digest = hashlib.sha256(repr(demo.changes).encode()).hexdigest()
    assert digest == "3d7e06148db992fb76ed64d1e402a9fe3cc3a7822a799ae7f047842a0d323f9f"


@pytest.mark.slow
def test_another_day_tells_the_same_story_later(demo: Demo):
    later = build_demo(TODAY + timedelta(days=10))
    assert len(later.changes) == len(demo.changes)
    assert later.changes[-1].recorded_at - demo.changes[-1].recorded_at == timedelta(days=10)


@pytest.mark.slow
async def test_a_demo_whose_loading_was_cut_off_is_gone_on_with_and_nothing_else(tmp_path: Path, demo: Demo):
    store = await open_sqlite(tmp_path / "rapport.db")
    try:
        assert await list_missing(store, TODAY) == demo.changes
        await load_demo(store, demo.changes[:30])
        assert await list_missing(store, TODAY) == demo.changes[30:]
        # A day later it goes on with the demo that it began.
        assert await list_missing(store, TODAY + timedelta(days=1)) == demo.changes[30:]
        await store.append_recorded([replace(demo.changes[30], mutation="another")])
        assert await list_missing(store, TODAY) == ()
    finally:
        await store.close()


def test_it_is_as_large_as_it_says(world: World, facts: list[Fact]):
    assert len(world.accounts) == 60
    assert len(world.people) == 600
    assert len(world.sellers) == 12
    assert len({seller.team for seller in world.sellers.values() if seller.team}) == 3
    assert len(world.referrals) == 400
    assert len(world.opportunities) > 100
    assert len(world.interactions) > 2000
    assert len(world.orders) > 300
    assert len(world.assessments) > 500
    assert 5_000 < len(facts) < 20_000


def test_there_are_managers_an_admin_and_somebody_who_only_looks(world: World):
    roles = [seller.role for seller in world.sellers.values()]
    assert [roles.count(role) for role in SellerRole] == [1, 7, 3, 1]
    below = [seller.manager_id for seller in world.sellers.values() if seller.role is SellerRole.MEMBER]
    assert all(world.sellers[manager].role is SellerRole.MANAGER for manager in below if manager)


def test_names_are_chinese_and_english(world: World):
    ascii_names = sum(account.name.isascii() for account in world.accounts.values())
    assert 20 < ascii_names < 40
    # Two of the six hundred are one person, who was entered twice.
    assert len({person.name for person in world.people.values()}) == 599


def test_history_ends_the_day_before_and_spans_two_years(demo: Demo):
    first, last = demo.changes[0].recorded_at, demo.changes[-1].recorded_at
    assert first == datetime.combine(TODAY - timedelta(days=730), time(), UTC)
    assert last < datetime.combine(TODAY, time(), UTC)
    assert all(fact.observed_at <= fact.recorded_at for change in demo.changes for fact in change.facts)


def test_changes_are_as_a_store_would_have_recorded_them(demo: Demo, facts: list[Fact]):
    assert [change.position for change in demo.changes] == list(range(1, len(demo.changes) + 1))
    assert all(one.recorded_at < two.recorded_at for one, two in pairwise(demo.changes))
    assert len({fact.id for fact in facts}) == len(facts)
    assert len({change.id for change in demo.changes}) == len(demo.changes)
    for change in demo.changes:
        assert {(fact.change, fact.recorded_at) for fact in change.facts} == {(change.id, change.recorded_at)}


def test_what_was_known_then_differs_from_what_is_known_now(facts: list[Fact]):
    then = NOW - timedelta(days=100)
    late = [f for f in facts if f.observed_at <= then < f.recorded_at]
    assert late
    assert len(fold(facts, as_of=then, known_at=then).assessments) < len(fold(facts, as_of=then).assessments)


def test_every_ladder_has_moves_up_and_down_and_none_down_without_a_reason(world: World):
    for ladder in LADDERS.values():
        moves = [t for t in world.transitions.values() if t.ladder == ladder.key]
        ways = [direction(ladder, move.from_stage, move.to) for move in moves]
        assert {"up", "down", None} <= set(ways)
        assert "same" not in ways
        assert all(move.reason for move, way in zip(moves, ways, strict=True) if way == "down")


def test_referrals_hold_a_chain_a_tree_and_exactly_one_loop(demo: Demo, world: World):
    referrals = nx.DiGraph([(r.referrer, r.referred) for r in world.referrals.values()])
    assert referrals.number_of_edges() == 400
    assert [len(loop) for loop in nx.simple_cycles(referrals)] == [3]
    chain, tree = demo.shapes.chain.id, demo.shapes.tree.id
    downstream = nx.descendants(referrals, chain)
    assert len(downstream) == 6
    assert nx.dag_longest_path_length(referrals.subgraph({chain, *downstream})) == 6
    assert len(nx.descendants(referrals, tree)) == 30
    assert demo.shapes.loop.id in nx.descendants(referrals, demo.shapes.loop.id) | {demo.shapes.loop.id}
    assert {r.status for r in world.referrals.values()} == set(ReferralStatus)


def test_reporting_is_a_forest_of_people_who_work_there(world: World):
    lines = nx.DiGraph([(tie.person_id, tie.manager_id) for tie in world.reports.values()])
    assert nx.is_directed_acyclic_graph(lines)
    assert len(world.reports) > 400


def test_no_two_open_referrals_are_of_one_pair_and_no_seat_is_taken_twice(world: World):
    pairs = [(r.referrer, r.referred) for r in world.referrals.values() if r.is_open]
    assert len(set(pairs)) == len(pairs)
    seats = [(s.map_id, s.person_id) for s in world.stakeholders.values() if s.person_id and s.until is None]
    assert len(set(seats)) == len(seats)


def test_nobody_is_met_where_they_do_not_work(world: World):
    for one in world.interactions.values():
        for person_id in one.person_ids:
            assert world.people[person_id].works_until(one.account_id, one.at) is not None


def test_both_sides_promise_and_not_all_is_kept(world: World):
    promises = world.commitments.values()
    assert {one.side for one in promises} == set(CommitmentSide)
    assert {one.status for one in promises} == set(CommitmentStatus)
    assert sorted(one.side for one in promises if one.is_overdue(NOW)) == [CommitmentSide.OURS, CommitmentSide.THEIRS]


def test_every_third_account_and_the_example_say_what_we_are_to_some_and_ought_to_be(world: World):
    levels = world.contact_levels.values()
    assert len({one.account_id for one in levels}) == 21
    order = list(RelationshipLevel)
    gaps = {order.index(one.desired) - order.index(one.current) for one in levels if one.desired and one.current}
    assert gaps == {0, 1, 2}


def test_an_assessment_was_corrected_for_a_reason_and_a_play_is_our_own(facts: list[Fact]):
    (correction,) = corrections(facts)
    assert correction.assessment_id is not None
    assert correction.reason
    assert correction.right is not None
    (play,) = own_plays(facts)
    assert play.text.en != play.text.zh


# ── the worked example ──


def _map_at(demo: Demo, facts: list[Fact], at: datetime) -> DecisionMap:
    world = fold(facts, as_of=at)
    contacts = count_contacts(
        (person_id, interaction.kind)
        for interaction in world.interactions.values()
        if at - COVERAGE_WINDOW < interaction.at <= at
        for person_id in interaction.person_ids
    )
    stakeholders = tuple(s for s in world.stakeholders.values() if s.map_id == demo.insurer.map_id)
    account = world.accounts[demo.insurer.account_id]
    graph = MapGraph(demo.insurer.map_id, at, account, None, stakeholders, world.people, contacts=contacts)
    return build_decision_map(graph)


@pytest.fixture(scope="module")
def insurer(demo: Demo, facts: list[Fact]) -> DecisionMap:
    return _map_at(demo, facts, NOW)


def test_the_example_says_itself_that_it_is_made_up(demo: Demo, world: World):
    account = world.accounts[demo.insurer.account_id]
    assert account.external_id == EXTERNAL_ID
    assert "虚构" in account.name
    assert "made up" in account.name
    assert {"made up", "虚构"} <= set(account.tags)


def test_the_example_shows_every_role_support_and_influence(insurer: DecisionMap):
    seats = [standing.stakeholder for standing in insurer.standings]
    assert sum(standing.person is not None for standing in insurer.standings) == 9
    assert sum(standing.person is None for standing in insurer.standings) == 1
    assert {role for seat in seats for role in seat.roles} == set(BuyingRole)
    assert {seat.support for seat in seats} == {*Support, None}
    assert {seat.influence for seat in seats} == {*Influence, None}


def test_the_guide_tells_who_they_are(insurer: DecisionMap, demo: Demo, world: World):
    rows = read_tables("A worked example: the insurer's decision")[0]
    told = {row["Stakeholder"]: row for row in rows}
    managers = {
        world.people[tie.person_id].name: world.people[tie.manager_id].name
        for tie in world.reports.values()
        if tie.account_id == demo.insurer.account_id and tie.manager_id
    }
    assert set(told) == {standing.label for standing in insurer.standings}
    for standing in insurer.standings:
        row, seat = told[standing.label], standing.stakeholder
        assert row["Roles"].split() == [role.symbol for role in seat.roles]
        assert row["Influence"] == (seat.influence or "unknown")
        assert row["Support"] == (f"{seat.support} `{seat.support.symbol}`" if seat.support else "unknown")
        assert row["Title"] == ((standing.person.title or "") if standing.person else "")
        assert row["Reports to"] == managers.get(standing.label, "")


def test_the_guide_works_out_the_support_score(insurer: DecisionMap):
    *rows, total = read_tables("Support score")[0]
    told = {row["Stakeholder"]: (_number(row["Weight"]), _number(row["Support"])) for row in rows}
    assert told == {t.standing.label: (t.weight, t.support) for t in insurer.support_score.terms}
    for row in rows:
        influence, role = (int(factor) for factor in row["Influence × role"].split(" × "))
        weight, support = told[row["Stakeholder"]]
        assert influence * role == weight
        assert _number(row["Weight × support"]) == weight * support
        assert _number(row["Weight × 2"]) == weight * 2
    sums = sum(w * s for w, s in told.values()), sum(w * 2 for w, _ in told.values())
    assert (_number(total["Weight × support"]), _number(total["Weight × 2"])) == sums == (24, 96)
    assert insurer.support_score.value == 100 * 24 / 96 == 25


def test_the_guide_works_out_the_score_of_300_days_ago(demo: Demo, facts: list[Fact]):
    then = _map_at(demo, facts, NOW - timedelta(days=300))
    assert then.support_score.value == 0
    assert sum(term.weight * 2 for term in then.support_score.terms) == 64


def test_the_guide_works_out_status_and_completeness(insurer: DecisionMap):
    assert insurer.status == "GREEN"
    rows = read_tables("Completeness")[0]
    told = [(row["Item"], row["Done"] == "yes") for row in rows]
    assert told == [(check.value, done) for check, done in insurer.completeness.items]
    assert insurer.completeness.value == pytest.approx(6 / 7)


def test_the_guide_works_out_the_coverage(insurer: DecisionMap):
    told = {row["Stakeholder"]: (row["Coverage"], _number(row["Contacts"])) for row in read_tables("Coverage")[0]}
    assert told == {
        standing.label: (
            f"{standing.coverage.value}, {standing.coverage.source.lower()}",
            standing.coverage.interactions,
        )
        for standing in insurer.standings
        if standing.person is not None
    }


def _number(cell: str) -> int:
    return int(cell.strip("*").replace("−", "-"))
