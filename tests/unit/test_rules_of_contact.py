"""Rules about contact, knowledge and what is around a map: worlds that fire each, and worlds that miss by one step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from domain.codes import CommitmentSide, CommitmentStatus, Coverage, Influence, ReferralStatus, Support
from domain.commitment import Commitment
from domain.decision_map import ContactCount
from domain.fact import ALWAYS
from domain.ids import CommitmentId, PersonId, map_of
from domain.ladder import LADDERS
from domain.network_influence import Surroundings
from domain.person import Employment, Person
from domain.referral import Referral, ReferralStep
from domain.situation import Advocate, Arrival, Stay, Untouched
from domain.stage import Transition
from domain.stakeholder import Stakeholder, StatedCoverage
from domain.strength import Strength
from domain.text import Text
from tests.situations import ACME, DEAL, HELPER, LEFT, NOW, OWNER, Who, scene
from tests.worlds import (
    RECORDED,
    TICK,
    account,
    day,
    ident,
    opportunity,
    person,
    referral,
    seller,
    stakeholder,
    transition,
)

INNER, POLITICAL, OUTSIDE = Influence
SPONSOR, SUPPORTER, NEUTRAL, NON_SUPPORTER, OPPONENT = Support
MAP = map_of(account(2))


def days_ago(number: float) -> datetime:
    return NOW - timedelta(days=number)


# ── coverage ──


@pytest.mark.parametrize("influence", [*Influence, None])
@pytest.mark.parametrize("covered", [None, *Coverage])
def test_a_key_player_is_uncovered(influence: Influence | None, covered: Coverage | None) -> None:
    stated = StatedCoverage(covered, days_ago(1)) if covered is not None else None
    found = scene(Who("Ann", "", influence, coverage=stated)).found("key-player-uncovered")
    key = influence in {INNER, POLITICAL}
    assert len(found) == (key and covered in {None, Coverage.NONE})
    for one in found:
        assert one.message == Text("Nobody of us is in contact with the key player Ann.", "我方无人接触关键人Ann。")


def test_a_key_player_who_left_needs_no_contact_and_one_not_named_does() -> None:
    assert scene(Who("Ann", "", INNER, left=True)).found("key-player-uncovered") == []
    (found,) = scene(Who(None, "A", INNER), Who("Bo", met=NOW)).found("key-player-uncovered")
    assert found.plays[0].text.en == "Ask Bo: who is “somebody”? Olga is best placed."


def test_an_interaction_covers() -> None:
    ann = Who("Ann", "", INNER)
    assert scene(ann, contacts={person(1): ContactCount(1, 0)}).found("key-player-uncovered") == []
    assert len(scene(ann, contacts={person(2): ContactCount(1, 0)}).found("key-player-uncovered")) == 1


def test_who_manages_a_key_player_is_the_way_to_them() -> None:
    people = Who("Ann", "", INNER), Who("Bo", met=NOW, by=HELPER), Who("Cy", met=NOW, strength=40)
    (found,) = scene(*people, manages=[(2, 1)], moves=[(3, 1)]).found("key-player-uncovered")
    play = found.plays[0]
    assert (play.seller_id, play.target_id, play.through_id) == (HELPER.id, person(1), person(2))
    assert play.text == Text("Meet Ann. Hugo gets there through Bo.", "约见Ann。由Hugo通过Bo接触。")


@pytest.mark.parametrize(
    ("bo", "cy", "through"),
    [
        # Bo is whom we know best; whoever is not against us goes before, and nobody is asked who would work against us.
        *((support, SPONSOR, 2) for support in (SPONSOR, SUPPORTER, NEUTRAL, None)),
        *((support, cy, 3) for support in (NON_SUPPORTER, OPPONENT) for cy in (SPONSOR, SUPPORTER, NEUTRAL, None)),
        (NON_SUPPORTER, NON_SUPPORTER, 2),
        (NON_SUPPORTER, OPPONENT, 2),
        (OPPONENT, NON_SUPPORTER, 3),
        (OPPONENT, OPPONENT, None),
    ],
)
def test_nobody_against_us_is_the_way_unless_there_is_no_other_and_then_it_is_said(
    bo: Support | None, cy: Support | None, through: int | None
) -> None:
    people = Who("Ann", "", INNER), Who("Bo", "", None, bo, met=NOW), Who("Cy", "", None, cy, met=NOW, strength=40)
    (found,) = scene(*people, moves=[(2, 1), (3, 1)]).found("key-player-uncovered")
    (play,) = found.plays
    assert play.through_id == (person(through) if through is not None else None)
    name = people[through - 1].name if through is not None else ""
    if through is None:
        assert play.text == Text("Meet Ann. Olga owns the account.", "约见Ann。客户负责人：Olga。")
    elif people[through - 1].support is NON_SUPPORTER:
        assert play.text == Text(
            f"Meet Ann. Olga gets there only through {name}, who is against us.",
            f"约见Ann。Olga只能通过{name}接触，而{name}不支持我方。",
        )
    else:
        assert play.text == Text(f"Meet Ann. Olga gets there through {name}.", f"约见Ann。由Olga通过{name}接触。")


@pytest.mark.parametrize(
    ("bo", "through"), [(NON_SUPPORTER, None), (NEUTRAL, person(2)), (None, person(2)), (OPPONENT, None)]
)
def test_whom_we_know_ourselves_is_not_asked_for_through_somebody_against_us(
    bo: Support | None, through: PersonId | None
) -> None:
    people = Who("Ann", "D", INNER, OPPONENT, met=NOW, strength=20, by=HELPER), Who("Bo", "", None, bo, met=NOW)
    (found,) = scene(*people, moves=[(2, 1)]).found("opponent-decides")
    (play,) = found.plays
    assert (play.through_id, play.seller_id) == (through, HELPER.id if through is None else OWNER.id)


# ── going dark ──


@pytest.mark.parametrize("support", [*Support, None])
@pytest.mark.parametrize(
    ("last", "dark"), [(days_ago(30), True), (days_ago(30) + TICK, False), (None, True)], ids=["30", "less", "never"]
)
def test_a_supporter_goes_dark(support: Support | None, last: datetime | None, dark: bool) -> None:
    one = Who("Ann", "", OUTSIDE, support, met=last)
    found = scene(one, opportunity=DEAL, open_opportunities=(DEAL,)).found("going-dark")
    assert len(found) == (dark and support in {SUPPORTER, SPONSOR})
    for finding in found:
        assert finding.since == (NOW if last else day(30))
        assert finding.message.zh == "Ann支持我方，但已有 30 天以上没有联系。"


def test_only_an_open_opportunity_is_waited_for() -> None:
    one, other = Who("Ann", "", INNER, SPONSOR), replace(DEAL, id=opportunity(2))
    assert scene(one, opportunity=DEAL).found("going-dark") == []
    assert scene(one, opportunity=DEAL, open_opportunities=(other,)).found("going-dark") == []
    assert scene(one).found("going-dark") == []
    assert len(scene(one, open_opportunities=(DEAL,)).found("going-dark")) == 1
    assert scene(replace(one, left=True), open_opportunities=(DEAL,)).found("going-dark") == []
    assert scene(Who(None, "", INNER, SPONSOR), open_opportunities=(DEAL,)).found("going-dark") == []


def test_who_just_joined_the_map_is_not_dark_yet() -> None:
    newly = Who("Ann", "", INNER, SPONSOR, since=days_ago(29))
    assert scene(newly, open_opportunities=(DEAL,)).found("going-dark") == []
    assert len(scene(newly, open_opportunities=(DEAL,)).found("going-dark", GOING_DARK_DAYS=29)) == 1


# ── what is not known (any more) ──


@pytest.mark.parametrize("influence", [*Influence, None])
@pytest.mark.parametrize(("age", "stale"), [(89, False), (90, True), (91, True)])
def test_an_assessment_of_a_key_player_goes_stale(influence: Influence | None, age: int, stale: bool) -> None:
    found = scene(Who("Ann", "", influence, assessed=days_ago(age))).found("stale-assessment")
    assert len(found) == (stale and influence in {INNER, POLITICAL})
    for one in found:
        assert one.since == days_ago(age - 90)
        assert one.message == Text(
            "The key player Ann was not assessed for 90 days or more.", "关键人Ann已有 90 天以上未评估。"
        )
        assert one.evidence[0].at == days_ago(age)


@pytest.mark.parametrize("influence", [*Influence, None])
@pytest.mark.parametrize("support", [*Support, None])
def test_the_inner_circle_must_be_known(influence: Influence | None, support: Support | None) -> None:
    found = scene(Who("Ann", "", influence, support)).found("inner-circle-unknown")
    assert len(found) == (influence is INNER and support is None)
    assert scene(Who("Ann", "", influence, support, left=True)).found("inner-circle-unknown") == []


@pytest.mark.parametrize("hidden", [True, False])
def test_a_hidden_influencer_is_told(hidden: bool) -> None:
    found = scene(Who("Ann"), hidden=frozenset({stakeholder(1)} if hidden else ())).found("hidden-influencer")
    assert len(found) == hidden
    for one in found:
        assert one.message.zh == "Ann的实际影响力高于评估：图中的关系指向此人。"


# ── single thread ──


def threads(people: list[Who], met: dict[int, set[int]], *ties: tuple[int, int], complete: bool = True) -> list[str]:
    known = {person(n): frozenset(seller(one) for one in sellers) for n, sellers in met.items()}
    beside: dict[Any, Any] = {}
    for one, other in ties:
        beside[person(one)] = beside.get(person(one), frozenset()) | {person(other)}
    around = Surroundings(known, beside, complete)
    return [one.message.en for one in scene(*people, surroundings=around).found("single-thread")]


ANN, BO, CY = Who("Ann", "", INNER), Who("Bo", "", POLITICAL), Who("Cy", "", OUTSIDE)


@pytest.mark.parametrize(
    ("people", "met", "ties", "names"),
    [
        ([ANN], {1: {1}}, [], ["Olga"]),
        ([ANN, BO], {1: {1}, 2: {2}}, [], []),
        ([ANN, CY], {1: {1}, 2: {2}}, [], ["Olga"]),
        ([ANN], {}, [], []),
        ([CY], {1: {1}}, [], []),
        ([replace(ANN, left=True)], {1: {1}}, [], []),
        ([ANN, BO, CY], {3: {1, 2}}, [(1, 3), (2, 3)], ["Cy"]),
        ([ANN, BO, CY], {3: {1}}, [(1, 3), (2, 3)], ["Cy", "Olga"]),
        ([ANN, BO, CY], {3: {1, 2}, 2: {1, 2}}, [(1, 3)], []),
        ([ANN], {9: {1, 2}}, [(1, 9)], ["somebody outside the map"]),
    ],
    ids=["one-of-us", "two", "other-is-none", "nobody-met", "no-key", "left", "theirs", "both", "second", "outside"],
)
def test_every_tie_to_the_key_players_passes_one(
    people: list[Who], met: dict[int, set[int]], ties: list[tuple[int, int]], names: list[str]
) -> None:
    assert threads(people, met, *ties) == [f"Every tie to the key players passes {name}." for name in names]
    assert threads(people, met, *ties, complete=False) == []


def test_a_single_thread_says_whom_to_reach_otherwise() -> None:
    around = Surroundings({person(3): frozenset({OWNER.id, HELPER.id})}, {person(1): frozenset({person(3)})})
    (one,) = scene(ANN, BO, CY, surroundings=around).found("single-thread")
    assert one.plays[0].target_id == person(1)
    assert one.plays[0].text.en == "Find a way to Ann that does not pass Cy. Olga owns the account."
    assert one.message.zh == "通向关键人的所有关系都经过Cy。"


# ── promises ──

PROMISE = Commitment(
    CommitmentId(ident("commitment", 1)),
    1,
    ACME.id,
    person(1),
    CommitmentSide.OURS,
    "a pilot",
    day(1),
    date(2025, 2, 3),
)


@pytest.mark.parametrize("side", CommitmentSide)
@pytest.mark.parametrize("status", CommitmentStatus)
@pytest.mark.parametrize("due", [None, NOW.date() - timedelta(days=1), NOW.date(), NOW.date() + timedelta(days=1)])
def test_a_promise_of_ours_is_overdue(side: CommitmentSide, status: CommitmentStatus, due: date | None) -> None:
    promise = replace(PROMISE, side=side, status=status, due=due)
    found = scene(Who("Ann"), commitments=(promise,)).found("promise-overdue")
    overdue = due is not None and due < NOW.date()
    assert len(found) == (side is CommitmentSide.OURS and status is CommitmentStatus.OPEN and overdue)
    for one in found:
        assert (one.since, one.map_id) == (NOW, None)
        assert one.message.en == f"We promised “a pilot” by {due}, and it is still open."
        assert one.plays[0].text.zh.startswith("请在今天兑现对Ann的承诺")


def test_a_promise_to_the_account_is_its_owners() -> None:
    (one,) = scene(commitments=(replace(PROMISE, person_id=None),)).found("promise-overdue")
    assert (one.plays[0].seller_id, one.plays[0].target_id) == (OWNER.id, ACME.id)
    away = Person(person(1), 1, RECORDED, None, "Ann")
    met = {person(1): (Strength(HELPER.id, person(1), 3.0, NOW, ()),)}
    (one,) = scene(commitments=(PROMISE,), people={person(1): away}, strengths=met).found("promise-overdue")
    assert (one.plays[0].seller_id, one.plays[0].target_id) == (HELPER.id, person(1))
    assert "to Ann today" in one.plays[0].text.en


# ── arrivals and referrals ──


def arrival(support: Support | None) -> Arrival:
    works = (Employment(account(2), None, None, LEFT), Employment(ACME.id, None, LEFT, None))
    newcomer = Person(person(7), 1, RECORDED, None, "Gus", employments=works)
    elsewhere = Stakeholder(stakeholder(7), 1, MAP, account(2), ALWAYS, person_id=person(7), support=support)
    return Arrival(newcomer, elsewhere, "Bolt")


@pytest.mark.parametrize("support", [*Support, None])
def test_a_friend_from_elsewhere_arrives(support: Support | None) -> None:
    found = scene(arrivals=(arrival(support),)).found("sponsor-arrived")
    assert len(found) == (support in {SPONSOR, SUPPORTER})
    for one in found:
        assert (one.subject_ids, one.since) == ((person(7),), LEFT)
        value = support.label.en.lower() if support else ""
        assert one.message.en == f"Gus, a {value} of ours at Bolt, works here now."


def test_who_was_assessed_here_has_arrived() -> None:
    known = replace(arrival(SPONSOR).person, id=person(1))
    again = replace(arrival(SPONSOR), person=known)
    assert len(scene(Who("Gus"), arrivals=(again,)).found("sponsor-arrived")) == 1
    assert scene(Who("Gus", support=NEUTRAL), arrivals=(again,)).found("sponsor-arrived") == []


@pytest.mark.parametrize(("age", "untouched"), [(6.9, False), (7, True)])
@pytest.mark.parametrize("status", ReferralStatus)
def test_a_referral_waits(age: float, untouched: bool, status: ReferralStatus) -> None:
    steps = () if status is ReferralStatus.MADE else (ReferralStep(status, NOW),)
    made = Referral(referral(1), 1, account(2), ACME.id, days_ago(age), NOW, HELPER.id, steps=steps)
    found = scene(untouched=(Untouched(made, "Bolt", "Acme"),)).found("referral-untouched")
    assert len(found) == (untouched and status is ReferralStatus.MADE)
    for one in found:
        assert one.plays[0].seller_id == HELPER.id
        assert one.message.zh == "Bolt推荐了Acme，但已有 7 天以上无人联系。"


# ── stages ──


@pytest.mark.parametrize(("age", "stalled"), [(90, False), (90.1, True)])
@pytest.mark.parametrize(
    ("ladder", "stage", "moves"),
    [("LOYALTY", "SUSPECT", True), ("LOYALTY", "ADVOCATE", False), ("REPURCHASE", "REPURCHASE", True)],
)
def test_a_stay_stalls_below_the_top(age: float, stalled: bool, ladder: str, stage: str, moves: bool) -> None:
    at = days_ago(age)
    move = Transition(transition(1), ACME.id, ladder, None, stage, at, at, None, None, None, skip=False, next_at=None)
    found = scene(stays=(Stay(move, 90.0),)).found("stalled-stage")
    assert len(found) == (stalled and moves)
    for one in found:
        assert LADDERS[ladder].stage(stage).label.zh in one.message.zh
        assert one.plays[0].seller_id == OWNER.id


@pytest.mark.parametrize(
    ("stage", "moved", "last", "since"),
    [
        ("SUPPORTER", 10, None, days_ago(10)),
        ("ADVOCATE", 0, None, days_ago(0)),
        ("CLIENT", 10, None, None),
        # Moved there after the time had run out, and before.
        ("ADVOCATE", 10, 190, days_ago(10)),
        ("ADVOCATE", 400, 190, days_ago(10)),
        ("ADVOCATE", 400, 180, NOW),
        ("ADVOCATE", 400, 179, None),
        ("ADVOCATE", 400, 0, None),
    ],
)
def test_who_speaks_for_us_is_asked_for_referrals(
    stage: str, moved: float, last: float | None, since: datetime | None
) -> None:
    at = days_ago(moved)
    move = Transition(
        transition(1), ACME.id, "LOYALTY", None, stage, at, at, None, None, None, skip=False, next_at=None
    )
    referred = days_ago(last) if last is not None else None
    found = scene(advocate=Advocate(move, referred)).found("advocate-unasked")
    assert [one.since for one in found] == ([since] if since is not None else [])
    for one in found:
        assert [evidence.at for evidence in one.evidence] == [at, *([referred] if referred is not None else [])]
        assert one.plays[0].seller_id == OWNER.id
    other = scene(advocate=Advocate(replace(move, ladder="REPURCHASE"), referred))
    assert other.found("advocate-unasked") == []
    assert len(scene(advocate=Advocate(move)).found("advocate-unasked", ADVOCATE_UNASKED_DAYS=1)) == (stage != "CLIENT")


def test_names_in_both_languages_are_filled_in_once() -> None:
    braces = scene(Who("{name} {0}", "D", INNER, OPPONENT))
    (found,) = braces.found("opponent-decides")
    assert found.message.en == "{name} {0} approves or decides, and is against us."
    assert seller(1) not in found.message.en
