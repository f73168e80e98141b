"""Rules about who decides and who is for or against us: worlds that fire each, and worlds that miss by one step."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.codes import Influence, Polarity, Severity, Support
from domain.decision_map import build_decision_map
from domain.rules import RULES, find
from domain.text import Text
from domain.tie import Influences
from tests.situations import DEAL, HELPER, NOW, OWNER, RECENTLY, Scene, Who, scene
from tests.worlds import day, person, stakeholder

INNER, POLITICAL, OUTSIDE = Influence
SPONSOR, SUPPORTER, NEUTRAL, NON_SUPPORTER, OPPONENT = Support
ROLE_RULES = {"no-approver": "A", "no-decider": "D", "no-evaluator": "E", "no-user": "U"}
NOBODY_THERE_YET = {*ROLE_RULES, "no-sponsor"}


def test_on_an_empty_map_only_those_fire_that_say_that_nobody_is_there() -> None:
    assert {finding.rule for finding in find(scene().situation())} == NOBODY_THERE_YET


def test_ids_of_rules_are_unique_and_severities_order_what_is_found() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    found = find(scene(Who("Ann", "A", INNER, OPPONENT)).situation())
    severities = [*Severity]
    assert [severities.index(f.severity) for f in found] == sorted(severities.index(f.severity) for f in found)


# ── roles ──


@pytest.mark.parametrize("rule", ROLE_RULES)
def test_a_role_is_missing_where_nobody_or_only_a_placeholder_has_it(rule: str) -> None:
    role = ROLE_RULES[rule]
    (nobody,) = scene(Who("Ann", "ADEU".replace(role, ""))).found(rule)
    assert nobody.evidence == ()
    (placeholder,) = scene(Who(None, role)).found(rule)
    assert [one.node_id for one in placeholder.evidence] == [stakeholder(1)]
    assert scene(Who("Ann", role, left=True)).found(rule)
    assert scene(Who(None, role), Who("Ann", role)).found(rule) == []


def test_whom_we_know_best_is_asked_for_who_has_a_role() -> None:
    people = Who("Ann", "", support=OPPONENT, met=NOW, strength=90), Who("Bo", "", met=NOW, strength=70)
    cy = Who("Cy", "", support=SUPPORTER, met=NOW, strength=20, by=HELPER)
    (found,) = scene(*people, cy).found("no-approver")
    (play,) = found.plays
    assert (play.seller_id, play.target_id, play.through_id) == (HELPER.id, person(3), None)
    assert play.text == Text(
        "Ask Cy: who signs in the end, and who could still say no? Hugo is best placed.",
        "询问Cy：最后由谁签字？还有谁可以否决？由Hugo出面。",
    )
    (found,) = scene(*people).found("no-approver")
    assert found.plays[0].target_id == person(2)
    (found,) = scene(people[0]).found("no-approver")
    assert (found.plays[0].seller_id, found.plays[0].target_id) == (OWNER.id, found.account_id)


# ── sponsors ──


def test_there_is_no_sponsor_unless_one_who_is_still_here_is() -> None:
    assert scene(Who("Ann", support=SPONSOR)).found("no-sponsor") == []
    assert scene(Who("Ann", support=SPONSOR, left=True)).found("no-sponsor")
    assert scene(Who("Ann", support=SUPPORTER)).found("no-sponsor")


def test_the_supporter_with_the_most_influence_is_led_to_sponsorship_in_five_steps() -> None:
    found = scene(
        Who("Ann", "A", OUTSIDE, SUPPORTER), Who("Bo", "", POLITICAL, SUPPORTER), Who("Cy", "A", INNER, NEUTRAL)
    ).found("no-sponsor")
    assert [play.target_id for play in found[0].plays] == [person(2)] * 5
    assert [play.text.en for play in found[0].plays][4] == "Help Bo to that picture. Olga owns the account."
    assert found[0].evidence[0].text == Text("Bo: supporter, assessed on 2025-01-30", "Bo：支持者（2025-01-30 评估）")


@pytest.mark.parametrize("support", [*Support, None])
@pytest.mark.parametrize("left", [True, False])
def test_a_sponsor_who_left_is_missed(support: Support | None, left: bool) -> None:
    found = scene(Who("Ann", support=support, left=left)).found("sponsor-left")
    assert len(found) == (left and support is SPONSOR)
    for one in found:
        assert one.message == Text("The sponsor Ann is no longer at the account.", "赞助者Ann已离开该客户。")
        assert "who takes over from Ann" in one.plays[0].text.en


# ── opponents ──


@pytest.mark.parametrize("support", [*Support, None])
@pytest.mark.parametrize("roles", ["A", "D", "E", "U", "", "AU"])
def test_an_opponent_decides(support: Support | None, roles: str) -> None:
    one = Who("Ann", roles, INNER, support)
    fires = support in {NON_SUPPORTER, OPPONENT} and bool({*roles} & {*"AD"})
    assert len(scene(one).found("opponent-decides")) == fires
    assert scene(Who("Ann", roles, INNER, support, left=True)).found("opponent-decides") == []


def test_somebody_they_listen_to_is_the_way_to_an_opponent_who_decides() -> None:
    people = Who("Ann", "D", INNER, OPPONENT, met=NOW, strength=80), Who("Bo", met=NOW, strength=30, by=HELPER)
    (found,) = scene(*people, moves=[(2, 1)]).found("opponent-decides")
    (play,) = found.plays
    assert (play.seller_id, play.target_id, play.through_id) == (HELPER.id, person(1), person(2))
    assert play.text.en.endswith("Hugo gets there through Bo.")
    assert found.since == found.evidence[1].at


OPPONENT_ANN, BETWEEN, DECIDER = Who("Ann", "U", OUTSIDE, OPPONENT), Who("Bo"), Who("Cy", "D", INNER)


@pytest.mark.parametrize(
    ("said", "fires"),
    [
        ({"moves": [(1, 3)]}, True),
        ({"moves": [(1, 2), (2, 3)]}, True),
        ({"manages": [(1, 2), (2, 3)]}, True),
        ({"manages": [(1, 2)], "moves": [(2, 3)]}, True),
        ({"moves": [(3, 1)]}, False),
        ({"manages": [(3, 1)]}, False),
        ({"ties": [Influences(person(1), person(3), 5, Polarity.NEGATIVE)]}, False),
        ({}, False),
    ],
    ids=["moves", "two-steps", "manages", "both", "is-moved", "is-managed", "in-conflict", "no-tie"],
)
def test_an_opponent_is_near_power(said: dict[str, object], fires: bool) -> None:
    found = scene(OPPONENT_ANN, BETWEEN, DECIDER, **said).found("opponent-near-power")
    assert [one.subject_ids for one in found] == [(stakeholder(1),)] * fires
    for one in found:
        assert one.message == Text("Ann is against us and has the ear of Cy.", "Ann不支持我方，并能影响Cy。")


def test_what_an_opponent_says_is_heard_from_somebody_we_know() -> None:
    di = Who("Di", "A", INNER)

    def play(*who: Who) -> Text:
        (found,) = scene(OPPONENT_ANN, *who, moves=[(1, 2), (1, 3)]).found("opponent-near-power")
        return found.plays[0].text

    assert play(DECIDER, replace(di, met=RECENTLY)) == Text(
        "Hear from Di what Ann says of us, and give them the answers to it. Olga is best placed.",
        "向Di了解Ann对我方的说法，并提供相应的答复。由Olga出面。",
    )
    assert play(DECIDER, di) == Text(
        "Hear from Cy what Ann says of us, and give them the answers to it. Olga owns the account.",
        "向Cy了解Ann对我方的说法，并提供相应的答复。客户负责人：Olga。",
    )


def test_three_steps_are_far_unless_the_setting_says_otherwise() -> None:
    far = scene(OPPONENT_ANN, BETWEEN, Who("Di"), DECIDER, moves=[(1, 2), (2, 3), (3, 4)])
    assert far.found("opponent-near-power") == []
    assert len(far.found("opponent-near-power", OPPONENT_NEAR_POWER_HOPS=3)) == 1


def test_who_left_carries_no_word_to_power() -> None:
    gone = Who("Bo", left=True)
    assert scene(OPPONENT_ANN, gone, DECIDER, moves=[(1, 2), (2, 3)]).found("opponent-near-power") == []


@pytest.mark.parametrize("people", range(7))
def test_of_five_people_somebody_is_against_us(people: int) -> None:
    friends = [Who(f"P{n}", support=SUPPORTER) for n in range(people)]
    assert len(scene(*friends).found("no-opponent-known")) == (people >= 5)
    for against in (NON_SUPPORTER, OPPONENT):
        assert scene(*friends, Who("Q", support=against)).found("no-opponent-known") == []
    assert len(scene(*friends, Who("Q", support=OPPONENT, left=True)).found("no-opponent-known")) == (people >= 5)


@pytest.mark.parametrize(
    ("people", "fires"),
    [
        ([Who("Ann", "A", INNER, OPPONENT), Who("Bo", "A", INNER, SPONSOR)], True),
        ([Who("Ann", "E", INNER, OPPONENT), Who("Bo", "A", INNER, SUPPORTER)], False),
        ([Who("Ann", "U", OUTSIDE, NON_SUPPORTER)], True),
        ([Who("Ann", "A", INNER, NEUTRAL)], False),
        ([Who("Ann", "A", INNER, OPPONENT, left=True), Who("Bo", "U", OUTSIDE, SUPPORTER)], False),
    ],
    ids=["equal", "lighter", "alone", "neutral", "left"],
)
def test_we_are_outnumbered_by_weight(people: list[Who], fires: bool) -> None:
    assert len(Scene(tuple(people)).found("outnumbered")) == fires


# ── all of them ──

# Rules of domain.md §10 whose facts are not recorded yet, and what is lacking. The list only shrinks.
RULES_TO_COME = {
    "financial-bond-only": "the bonds of an account",
    "stage-mismatch": "satisfaction and loyalty, without which the suggested stage is not known",
    "fading-customer": "the figure, revenue of a window beside the one before, which comes with the value of customers",
    "churn-risk": "complaints, satisfaction and the share of what was lost",
    "complaint-stuck": "cases and their steps",
    "reference-candidate": "satisfaction",
}
ALL_RULES = 27


def test_every_rule_is_there_or_still_to_come() -> None:
    ids = {rule.id for rule in RULES}
    assert not ids & RULES_TO_COME.keys()
    assert len(ids) + len(RULES_TO_COME) == ALL_RULES


def whos() -> st.SearchStrategy[Who]:
    days = st.sampled_from([None, NOW, day(400 - 90), day(400 - 30)])
    return st.builds(
        Who,
        name=st.sampled_from(["Ann", "Bo", "Cy", None]),
        roles=st.text("ADEU", max_size=2),
        influence=st.sampled_from([*Influence, None]),
        support=st.sampled_from([*Support, None]),
        assessed=days,
        left=st.booleans(),
        met=days,
        by=st.sampled_from([OWNER, HELPER]),
        strength=st.sampled_from([0.0, 10.0, 50.0]),
    )


@given(st.lists(whos(), max_size=6), st.data())
def test_findings_do_not_depend_on_the_order_in_which_things_are_read(people: list[Who], data: st.DataObject) -> None:
    pairs = st.tuples(st.integers(1, max(len(people), 1)), st.integers(1, max(len(people), 1)))
    named = {n for n, who in enumerate(people, 1) if who.name is not None}
    moves = [pair for pair in data.draw(st.lists(pairs, max_size=6, unique=True)) if named >= {*pair}]
    made = Scene(tuple(people), moves=moves, opportunity=DEAL, given={"open_opportunities": (DEAL,)}).situation()
    found = find(made)
    graph = made.map.graph
    shuffled = replace(
        graph,
        stakeholders=tuple(data.draw(st.permutations(graph.stakeholders))),
        influences=tuple(data.draw(st.permutations(graph.influences))),
        people=dict(sorted(graph.people.items(), reverse=True)),
    )
    assert find(replace(made, map=build_decision_map(shuffled))) == found
    assert len({one.id for one in found}) == len(found)
    for one in found:
        assert one.plays
        assert all(re.fullmatch(r"insight_[0-9a-f]{64}", one.id) for one in found)
        texts = [one.message, one.advice, *(p.text for p in one.plays), *(e.text for e in one.evidence)]
        assert all("{" not in language for text in texts for language in (text.en, text.zh))
