"""The advice that ships: ids, what it answers, and both languages."""

from __future__ import annotations

import re

import pytest

from domain.codes import PlayTopic
from domain.ladder import ladder
from domain.playbook import SHIPPED_BY_ID, answering, plays_for, plays_to
from domain.playbook_entry import Answer
from domain.rules import RULES
from domain.rules.sponsor import STEPS
from domain.shipped_plays import SHIPPED

RULES_TO_BE = re.findall(
    r"\S+",
    "no-approver no-decider no-evaluator no-user no-sponsor opponent-decides opponent-near-power no-opponent-known "
    "outnumbered key-player-uncovered promise-overdue financial-bond-only single-thread hidden-influencer "
    "stale-assessment going-dark sponsor-left sponsor-arrived inner-circle-unknown stage-mismatch stalled-stage "
    "advocate-unasked referral-untouched fading-customer churn-risk complaint-stuck reference-candidate",
)
KEYS = {
    PlayTopic.STYLE: {"DOMINANT_HOSTILE": 1, "TIMID_HOSTILE": 1, "DOMINANT_FRIENDLY": 1, "TIMID_FRIENDLY": 1},
    PlayTopic.TEMPER: {"CHANGEABLE": 2, "HARSH": 2, "SUSPICIOUS": 2, "PICKY": 2},
    PlayTopic.STANCE: {"SELF_DEFENSIVE": 2, "WARM_SURFACE": 2, "DETACHED": 2, "OPINION_LED": 2, "DELIBERATE": 2},
    PlayTopic.COMPLAINT: {"VENT": 1, "RESPECT": 1, "REDRESS": 1},
    PlayTopic.WIDENING: {None: 4},
    PlayTopic.TRUST: {None: 4},
    PlayTopic.UPKEEP: {None: 4},
    PlayTopic.LOSS: {None: 4},
}


def test_ids_are_distinct_and_words() -> None:
    assert len(SHIPPED_BY_ID) == len(SHIPPED)
    assert [entry.id for entry in SHIPPED if not re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", entry.id)] == []


def test_every_play_speaks_both_languages() -> None:
    for entry in SHIPPED:
        assert entry.answers, entry
        assert entry.text.en.isascii(), entry
        assert entry.text.en.endswith("."), entry
        assert re.search("[\u4e00-\u9fff]", entry.text.zh), entry
        assert entry.text.zh.endswith("。"), entry


def test_every_rule_has_a_play() -> None:
    assert [rule for rule in RULES_TO_BE if not plays_for(rule)] == []


def test_rules_and_plays_name_each_other() -> None:
    answered = {answer.key for entry in SHIPPED for answer in entry.answers if answer.topic is PlayTopic.RULE}
    assert answered == set(RULES_TO_BE)
    assert {rule.id for rule in RULES} <= answered
    assert {key for key, _ in STEPS} <= SHIPPED_BY_ID.keys()


def test_every_promotion_on_the_loyalty_ladder_has_plays() -> None:
    stages = [stage.key for stage in ladder("LOYALTY").stages]
    assert [bool(plays_to("LOYALTY", stage)) for stage in stages] == [False, *[True] * 5]


@pytest.mark.parametrize("topic", KEYS)
def test_other_topics_have_as_much_advice_as_the_domain_says(topic: PlayTopic) -> None:
    found = answering(SHIPPED, Answer(topic))
    assert {key: len(answering(SHIPPED, Answer(topic, key))) for key in KEYS[topic]} == KEYS[topic]
    assert len(found) == sum(KEYS[topic].values())


def test_an_unknown_rule_has_no_play() -> None:
    assert plays_for("nothing-of-the-kind") == ()
