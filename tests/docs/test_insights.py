"""docs/insights.md: a section for every rule, with its severity, settings, and an example that is true."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from domain.codes import CommitmentSide, Influence, Support
from domain.commitment import Commitment
from domain.ids import CommitmentId, map_of
from domain.network_influence import Surroundings
from domain.person import Employment, Person
from domain.referral import Referral
from domain.rule import Rule
from domain.rules import RULES
from domain.situation import Advocate, Arrival, Stay, Untouched
from domain.stage import Transition
from domain.stakeholder import Stakeholder
from tests.situations import ACME, DEAL, HELPER, LEFT, NOW, OWNER, RECENTLY, Scene, Who, scene
from tests.worlds import RECORDED, START, account, ident, person, referral, stakeholder, transition

GUIDE = (Path(__file__).parents[2] / "docs" / "insights.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### ([a-z-]+)\n(.*?)(?=^##|\Z)", GUIDE, re.DOTALL | re.MULTILINE))

INNER, POLITICAL, OUTSIDE = Influence
SPONSOR, SUPPORTER, _, NON_SUPPORTER, OPPONENT = Support
BO = Who("Bo", "U", OUTSIDE, SUPPORTER, met=RECENTLY, by=HELPER)


def arrival() -> Arrival:
    works = (Employment(account(2), None, None, LEFT), Employment(ACME.id, None, LEFT, None))
    newcomer = Person(person(7), 1, RECORDED, None, "Gus", employments=works)
    place = Stakeholder(
        stakeholder(7), 1, map_of(account(2)), account(2), START, person_id=newcomer.id, support=SPONSOR
    )
    return Arrival(newcomer, place, "Bolt")


def stay() -> Stay:
    at = NOW - timedelta(days=100)
    move = Transition(
        transition(1), ACME.id, "LOYALTY", None, "PROSPECT", at, at, None, None, None, skip=False, next_at=None
    )
    return Stay(move, 90.0)


def promise() -> Commitment:
    return Commitment(
        CommitmentId(ident("commitment", 1)), 1, ACME.id, None, CommitmentSide.OURS, "a pilot", START, date(2025, 1, 31)
    )


def waiting() -> Referral:
    made_at = NOW - timedelta(days=8)
    return Referral(referral(1), 1, account(2), ACME.id, made_at, made_at, HELPER.id)


EXAMPLES: dict[str, Scene] = {
    "no-approver": scene(BO),
    "no-decider": scene(BO),
    "no-evaluator": scene(BO),
    "no-user": scene(replace(BO, roles="D")),
    "no-sponsor": scene(BO),
    "sponsor-left": scene(Who("Ann", "D", INNER, SPONSOR, left=True), BO),
    "opponent-decides": scene(Who("Ann", "D", INNER, NON_SUPPORTER), BO, moves=[(2, 1)]),
    "opponent-near-power": scene(
        Who("Ann", "E", OUTSIDE, OPPONENT), BO, Who("Cy", "D", INNER), manages=[(1, 2)], moves=[(2, 3)]
    ),
    "no-opponent-known": scene(BO, *(Who(name) for name in ("Ann", "Cy", "Di", "Ed"))),
    "outnumbered": scene(Who("Ann", "E", INNER, OPPONENT), BO, Who("Cy", "A", POLITICAL)),
    "key-player-uncovered": scene(Who("Ann", "A", INNER), BO, moves=[(2, 1)]),
    "going-dark": scene(
        Who("Ann", "D", INNER, SPONSOR, met=NOW - timedelta(days=31)), opportunity=DEAL, open_opportunities=(DEAL,)
    ),
    "promise-overdue": scene(commitments=(promise(),)),
    "single-thread": scene(
        Who("Ann", "D", INNER),
        BO,
        surroundings=Surroundings({person(2): frozenset({HELPER.id, OWNER.id})}, {person(1): frozenset({person(2)})}),
    ),
    "hidden-influencer": scene(BO, hidden=frozenset({stakeholder(1)})),
    "stale-assessment": scene(Who("Ann", "D", INNER, SUPPORTER, assessed=NOW - timedelta(days=90))),
    "inner-circle-unknown": scene(Who("Ann", "D", INNER)),
    "sponsor-arrived": scene(arrivals=(arrival(),), people={arrival().person.id: arrival().person}),
    "referral-untouched": scene(untouched=(Untouched(waiting(), "Bolt", "Acme"),)),
    "stalled-stage": scene(stays=(stay(),)),
    "advocate-unasked": scene(BO, advocate=Advocate(replace(stay().move, to="SUPPORTER"))),
}


def test_every_rule_has_a_section_in_order() -> None:
    assert [*SECTIONS] == [rule.id for rule in RULES] == [*EXAMPLES]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_section_is_true(rule: Rule) -> None:
    section = " ".join(SECTIONS[rule.id].split())
    assert f"{rule.severity.label.en} ({rule.severity.label.zh})" in section
    for threshold in rule.thresholds:
        assert f"`{threshold.variable}` ({threshold.default}, {threshold.least}–{threshold.most:,})" in section
    (found,) = EXAMPLES[rule.id].found(rule.id)
    for text in (found.message, found.plays[0].text):
        assert f"“{text.en}”" in section
        assert f"“{text.zh}”" in section
