"""Each rule over the API: it fires, what its play asks for resolves it, and an undo of that brings it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.rules import RULES
from tests.api.client import Api

SHOWN = "id rule message { en } evidence { node { id } } plays { text { en } }"
FOUND = f"query($id: ID!) {{ account(id: $id) {{ insights {{ {SHOWN} }} }} }}"


def ago(days: float) -> str:
    return (datetime.now(UTC) - timedelta(days=days)).isoformat()


@dataclass
class World:
    """An account with somebody in its map."""

    api: Api
    account: str
    ann: str
    place: str
    me: str

    def do(self, mutation: str, select: str = "", **given: Any) -> dict[str, Any]:
        return self.api.written(mutation, select, **given)

    def assess(self, place: str | None = None, **said: Any) -> str:
        return self.do("assess", stakeholderId=place or self.place, **said)["changeId"]

    def roles(self, *roles: str) -> str:
        return self.do("giveRoles", stakeholderId=self.place, roles=[*roles])["changeId"]

    def another(self, name: str) -> tuple[str, str]:
        person = self.api.person(name, self.account)
        return person, self.api.place(self.account, person)

    def meet(self, *people: str, days: float = 0.01, by: str | None = None, **more: Any) -> str:
        said = {"kind": "MEETING", "direction": "MUTUAL", "at": ago(days), "sellerIds": [by or self.me], **more}
        return self.do("recordInteraction", accountId=self.account, personIds=[*people], **said)["changeId"]


Fix = Callable[[], str]
"""What the play asks for; it returns the change."""


def no_role(role: str) -> Callable[[World], Fix]:
    return lambda world: lambda: world.roles(role)


def no_sponsor(world: World) -> Fix:
    return lambda: world.assess(support="SPONSOR")


def sponsor_left(world: World) -> Fix:
    world.assess(support="SPONSOR")
    world.do("changeEmployment", personId=world.ann, accountId=world.api.account("Elsewhere"))
    return lambda: world.do("removeStakeholder", stakeholderId=world.place)["changeId"]


def opponent_decides(world: World) -> Fix:
    world.roles("DECIDER")
    world.assess(support="OPPONENT")
    return lambda: world.assess(support="NEUTRAL")


def opponent_near_power(world: World) -> Fix:
    bo, place = world.another("Bo")
    world.do("giveRoles", stakeholderId=place, roles=["APPROVER"])
    world.assess(support="NON_SUPPORTER")
    world.do("setInfluence", sourceId=world.ann, targetId=bo, strength=3)
    return lambda: world.do("setInfluence", sourceId=world.ann, targetId=bo, strength=None)["changeId"]


def no_opponent_known(world: World) -> Fix:
    for name in ("Bo", "Cy", "Di", "Ed"):
        world.another(name)
    return lambda: world.assess(support="NON_SUPPORTER")


def outnumbered(world: World) -> Fix:
    world.assess(support="OPPONENT", influence="POLITICAL_STRUCTURE")
    _, place = world.another("Bo")
    return lambda: world.assess(place, support="SUPPORTER", influence="INNER_CIRCLE")


def key_player_uncovered(world: World) -> Fix:
    world.assess(influence="INNER_CIRCLE")
    return lambda: world.meet(world.ann)


def going_dark(world: World) -> Fix:
    world.do("createOpportunity", accountId=world.account, name="Deal", openedAt=ago(60))
    world.assess(support="SPONSOR")
    world.meet(world.ann, days=31)
    return lambda: world.meet(world.ann)


def promise_overdue(world: World) -> Fix:
    said = {"accountId": world.account, "personId": world.ann, "side": "OURS", "text": "A pilot"}
    made = world.do("recordCommitment", "commitment { id }", due=ago(3)[:10], observedAt=ago(30), **said)
    id_ = made["commitment"]["id"]
    return lambda: world.do("settleCommitment", commitmentId=id_, status="KEPT")["changeId"]


def single_thread(world: World) -> Fix:
    world.assess(influence="INNER_CIRCLE")
    world.meet(world.ann)
    other, _ = world.api.seller("Sue")
    return lambda: world.meet(world.ann, by=other)


def hidden_influencer(world: World) -> Fix:
    for name in ("Bo", "Cy"):
        person, _ = world.another(name)
        world.do("setInfluence", sourceId=world.ann, targetId=person, strength=5)
    return lambda: world.assess(influence="POLITICAL_STRUCTURE")


def stale_assessment(world: World) -> Fix:
    world.assess(influence="INNER_CIRCLE", support="NEUTRAL", observedAt=ago(91))
    return lambda: world.assess(support="NEUTRAL")


def inner_circle_unknown(world: World) -> Fix:
    world.assess(influence="INNER_CIRCLE")
    return lambda: world.assess(support="NEUTRAL")


def sponsor_arrived(world: World) -> Fix:
    before = world.api.account("Before")
    gus = world.api.person("Gus", before)
    world.assess(world.api.place(before, gus), support="SPONSOR")
    world.do("changeEmployment", personId=gus, accountId=world.account)
    place = world.api.place(world.account, gus)
    return lambda: world.assess(place, support="SUPPORTER")


def referral_untouched(world: World) -> Fix:
    said = {"referrerId": world.api.account("Referrer"), "referredId": world.ann, "madeAt": ago(8)}
    id_ = world.do("recordReferral", "referral { id }", **said)["referral"]["id"]
    return lambda: world.do("advanceReferral", referralId=id_, status="CONTACTED")["changeId"]


def stalled_stage(world: World) -> Fix:
    world.do("moveStage", accountId=world.account, ladder="CLOSENESS", to="BRAND", at=ago(100))
    return lambda: world.do("moveStage", accountId=world.account, ladder="CLOSENESS", to="TECHNOLOGY")["changeId"]


def advocate_unasked(world: World) -> Fix:
    world.do("moveStage", accountId=world.account, ladder="LOYALTY", to="ADVOCATE", at=ago(1))
    bolt, carl = world.api.account("Bolt"), world.api.person("Carl")
    # Neither what was referred to them, nor what was referred long ago, nor by somebody who has left.
    world.do("recordReferral", referrerId=bolt, referredId=world.account, madeAt=ago(3))
    world.do("recordReferral", referrerId=world.ann, referredId=bolt, madeAt=ago(181))
    gone = world.api.person("Gone", world.account)
    world.do("changeEmployment", personId=gone, accountId=bolt)
    world.do("recordReferral", referrerId=gone, referredId=carl, madeAt=ago(2))
    said = {"referrerId": world.ann, "referredId": carl, "madeAt": ago(1)}
    return lambda: world.do("recordReferral", **said)["changeId"]


PRACTICE: dict[str, Callable[[World], Fix]] = {
    "no-approver": no_role("APPROVER"),
    "no-decider": no_role("DECIDER"),
    "no-evaluator": no_role("EVALUATOR"),
    "no-user": no_role("USER"),
    "no-sponsor": no_sponsor,
    "sponsor-left": sponsor_left,
    "opponent-decides": opponent_decides,
    "opponent-near-power": opponent_near_power,
    "no-opponent-known": no_opponent_known,
    "outnumbered": outnumbered,
    "key-player-uncovered": key_player_uncovered,
    "going-dark": going_dark,
    "promise-overdue": promise_overdue,
    "single-thread": single_thread,
    "hidden-influencer": hidden_influencer,
    "stale-assessment": stale_assessment,
    "inner-circle-unknown": inner_circle_unknown,
    "sponsor-arrived": sponsor_arrived,
    "referral-untouched": referral_untouched,
    "stalled-stage": stalled_stage,
    "advocate-unasked": advocate_unasked,
}


@pytest.fixture
def world(api: Api) -> World:
    me, _ = api.seller("Sam")
    account_id = api.account("Acme", ownerId=me)
    ann = api.person("Ann", account_id)
    place = api.place(account_id, ann, observedAt=ago(200))
    return World(api, account_id, ann, place, me)


def test_every_rule_is_practised() -> None:
    assert [*PRACTICE] == [rule.id for rule in RULES]


@pytest.mark.parametrize("rule", PRACTICE)
def test_a_rule_fires_is_resolved_by_its_play_and_fires_again_after_an_undo(world: World, rule: str) -> None:
    def found() -> list[dict[str, Any]]:
        insights = world.api.read(FOUND, id=world.account)["account"]["insights"]
        # An open deal has a map of its own, in which nobody is yet.
        return [one for one in insights if one["rule"] == rule]

    fix = PRACTICE[rule](world)
    before = found()
    assert len(before) == 1, before
    assert before[0]["plays"]
    # What the evidence names is found again; where nobody is there, there is nothing to name.
    assert all(one["node"] for one in before[0]["evidence"])
    change = fix()
    assert found() == []
    world.do("undo", changeId=change)
    assert found() == before
