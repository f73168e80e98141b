"""What-if over HTTP: scores before and after, what cannot be supposed, and that nothing is written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.api.client import Api

WHAT_IF = """
query($map: ID!, $changes: [SupposedChange!]!) {
  whatIf(mapId: $map, changes: $changes) {
    before { ...scores }
    after { ...scores }
    termsChanged { stakeholder { label } before { weight support } after { weight support } }
    userErrors { code field message }
  }
}
fragment scores on DecisionMap {
  id status supportScore { value } completeness { items { check done } }
  stakeholders { id label support influence roles leftAt placeholder coverage { value source } }
  ties { kind source { label } target { label } strength polarity }
}
"""


class Firm:
    """Lin approves and is neutral, Ann decides and supports us and moves Lin; an evaluator is not named yet."""

    def __init__(self, api: Api) -> None:
        self.account = api.account("Supposed")
        self.map = f"map_{self.account}"
        self.lin, self.ann = api.person("Lin", self.account), api.person("Ann", self.account)
        self.lin_place = api.place(self.account, self.lin, roles=["APPROVER"])
        self.ann_place = api.place(self.account, self.ann, roles=["DECIDER"])
        self.nobody = api.place(self.account, label="An evaluator", roles=["EVALUATOR"])
        api.written("assess", stakeholderId=self.lin_place, support="NEUTRAL", influence="INNER_CIRCLE")
        api.written("assess", stakeholderId=self.ann_place, support="SUPPORTER", influence="POLITICAL_STRUCTURE")
        api.written("setManager", personId=self.ann, managerId=self.lin)


@pytest.fixture(scope="module")
def firm(http: Any) -> Firm:
    return Firm(Api(http))


def suppose(api: Api, map_id: str, *changes: dict[str, Any]) -> dict[str, Any]:
    return api.read(WHAT_IF, map=map_id, changes=list(changes))["whatIf"]


def place(map_: dict[str, Any], label: str) -> dict[str, Any]:
    return next(one for one in map_["stakeholders"] if one["label"] == label)


def test_scores_before_and_after(api: Api, firm: Firm) -> None:
    found = suppose(api, firm.map, {"assess": {"stakeholderId": firm.lin_place, "support": "SPONSOR"}})
    assert found["userErrors"] == []
    # Weights 12 and 8: 100 × 8 ÷ 40, then 100 × (24 + 8) ÷ 40.
    assert [found[when]["supportScore"]["value"] for when in ("before", "after")] == [20, 80]
    assert place(found["before"], "Lin")["support"] == "NEUTRAL"
    assert place(found["after"], "Lin")["support"] == "SPONSOR"
    assert found["termsChanged"] == [
        {"stakeholder": {"label": "Lin"}, "before": {"weight": 12, "support": 0}, "after": {"weight": 12, "support": 2}}
    ]


def test_every_kind_of_change_in_order(api: Api, firm: Firm) -> None:
    found = suppose(
        api,
        firm.map,
        {"name": firm.nobody},
        {"assess": {"stakeholderId": firm.nobody, "support": "OPPONENT", "influence": "OUTSIDE"}},
        {"giveRoles": {"stakeholderId": firm.nobody, "roles": ["USER", "EVALUATOR"]}},
        {"tie": {"kind": "INFLUENCES", "sourceId": firm.ann, "targetId": firm.lin_place, "strength": 4}},
        {"tie": {"kind": "KNOWS", "sourceId": firm.ann, "targetId": firm.nobody}},
        {"meet": {"stakeholderId": firm.lin}},
        {"leave": firm.ann_place},
    )
    assert found["userErrors"] == []
    after = found["after"]
    assert place(after, "Ann")["leftAt"] is not None
    assert place(after, "Lin")["coverage"] == {"value": "BRIEF", "source": "COMPUTED"}
    named = place(after, "An evaluator")
    assert (named["placeholder"], named["support"], named["roles"]) == (False, "OPPONENT", ["EVALUATOR", "USER"])
    assert [(t["kind"], t["source"]["label"], t["target"]["label"]) for t in after["ties"]] == [
        ("INFLUENCES", "Ann", "Lin"),
        ("KNOWS", "Ann", "An evaluator"),
    ]
    checks = {item["check"]: item["done"] for item in after["completeness"]["items"]}
    assert (checks["EVALUATOR_NAMED"], checks["DECIDER_NAMED"]) == (True, False)


def test_nothing_is_written(api: Api, firm: Firm) -> None:
    read = "query($id: ID!) { decisionMap(id: $id) { stakeholders { id version support } ties { id } status } }"
    before = api.read(read, id=firm.map)
    suppose(api, firm.map, {"leave": firm.ann_place}, {"name": firm.nobody})
    assert api.read(read, id=firm.map) == before


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"leave": "$nobody"}, "INVALID", ["leave"]),
        ({"meet": {"stakeholderId": "$nobody"}}, "INVALID", ["meet", "stakeholderId"]),
        ({"leave": "stakeholder_" + "0" * 32}, "NOT_FOUND", ["leave"]),
        ({"assess": {"stakeholderId": "$lin_place"}}, "INVALID", ["assess", "support"]),
        ({"giveRoles": {"stakeholderId": "x", "roles": []}}, "NOT_FOUND", ["giveRoles", "stakeholderId"]),
        (
            {"tie": {"kind": "REPORTS_TO", "sourceId": "$lin", "targetId": "$ann"}},
            "CYCLE",
            ["tie", "targetId"],
        ),
        (
            {"tie": {"kind": "INFLUENCES", "sourceId": "$lin", "targetId": "$ann", "strength": 9}},
            "INVALID",
            ["tie", "strength"],
        ),
    ],
)
def test_what_cannot_be_is_said_and_left_out(
    api: Api, firm: Firm, change: dict[str, Any], code: str, path: list[str]
) -> None:
    def fill(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: fill(one) for name, one in value.items()}
        return getattr(firm, value[1:]) if isinstance(value, str) and value.startswith("$") else value

    good = {"assess": {"stakeholderId": firm.lin_place, "support": "SPONSOR"}}
    found = suppose(api, firm.map, good, fill(change))
    assert [(e["code"], e["field"]) for e in found["userErrors"]] == [(code, ["changes", "1", *path])]
    assert found["after"]["supportScore"]["value"] == 80
    (said,) = suppose(api.speaking("zh"), firm.map, fill(change))["userErrors"]
    assert any("\u4e00" <= char <= "\u9fff" for char in said["message"])


def test_contradictions_are_refused_one_by_one(api: Api, firm: Firm) -> None:
    again = {"leave": firm.ann_place}
    found = suppose(api, firm.map, again, again, {"assess": {"stakeholderId": firm.ann, "support": "SPONSOR"}})
    assert [e["field"] for e in found["userErrors"]] == [
        ["changes", "1", "leave"],
        ["changes", "2", "assess", "stakeholderId"],
    ]


def test_fifty_one_are_too_many(api: Api, firm: Firm) -> None:
    changes = [{"leave": firm.ann_place}] * 51
    error = api.error(WHAT_IF, map=firm.map, changes=changes)
    assert (error["code"], error["argument"]) == ("LIMIT", "changes")


def test_one_thing_at_a_time(api: Api, firm: Firm) -> None:
    answer = api.send(WHAT_IF, {"map": firm.map, "changes": [{"leave": firm.lin, "name": firm.lin}]}).json()
    assert "errors" in answer


def test_a_map_that_may_not_be_seen_is_none(api: Api, firm: Firm) -> None:
    _, email = api.seller("Outsider")
    change = {"leave": firm.ann_place}
    hidden = api.by(email).send(WHAT_IF, {"map": firm.map, "changes": [change]})
    unknown = api.by(email).send(WHAT_IF, {"map": "map_account_" + "0" * 32, "changes": [change]})
    assert hidden.json() == {"data": {"whatIf": None}}
    assert hidden.content == unknown.content
    assert api.read(WHAT_IF, map="nonsense", changes=[])["whatIf"] is None


# ── what would be resolved, and what would be best ──

DIFFERENCE = """
query($map: ID!, $changes: [SupposedChange!]!) {
  whatIf(mapId: $map, changes: $changes) {
    insightsGone { rule message { en zh } map { id supportScore { value } } }
    insightsNew { rule severity }
    before { insights { id rule } stakeholders { label network { rank cut } } }
    after { insights { id rule } stakeholders { label network { rank cut } contacts: coverage { value } } }
    userErrors { code field }
  }
}
"""
BEST = """
query($map: ID!, $first: Int) {
  bestMoves(mapId: $map, first: $first) {
    kind effect why { en zh } steps contactStrength
    stakeholder { id label }
    after { status supportScore { value } insights { rule } }
    insightsGone { rule } insightsNew { rule }
    play { text { en zh } seller { name } target { name } through { name } }
  }
}
"""


def test_insights_that_would_go_and_come_are_the_difference(api: Api, firm: Firm) -> None:
    changes = [{"assess": {"stakeholderId": firm.lin_place, "support": "OPPONENT"}}, {"name": firm.nobody}]
    found = api.read(DIFFERENCE, map=firm.map, changes=changes)["whatIf"]
    before, after = ({one["id"]: one["rule"] for one in found[when]["insights"]} for when in ("before", "after"))
    assert sorted(one["rule"] for one in found["insightsGone"]) == sorted(
        rule for id_, rule in before.items() if id_ not in after
    )
    assert sorted(one["rule"] for one in found["insightsNew"]) == sorted(
        rule for id_, rule in after.items() if id_ not in before
    )
    assert "no-evaluator" in {one["rule"] for one in found["insightsGone"]}
    assert {"opponent-decides", "outnumbered"} <= {one["rule"] for one in found["insightsNew"]}
    # An insight that would go is shown in the map as it is.
    assert {one["map"]["supportScore"]["value"] for one in found["insightsGone"]} == {20}


def test_figures_of_the_network_are_those_of_the_supposed_map(api: Api, firm: Firm) -> None:
    tie = {"kind": "INFLUENCES", "sourceId": firm.ann, "targetId": firm.lin, "strength": 5}
    found = api.read(DIFFERENCE, map=firm.map, changes=[{"tie": tie}])["whatIf"]
    ranks = [
        {p["label"]: p["network"] and p["network"]["rank"] for p in found[w]["stakeholders"]}
        for w in ("before", "after")
    ]
    assert ranks[0] == {"Lin": 1, "Ann": 2, "An evaluator": None}
    assert ranks[1]["Ann"] == 1 or ranks[1] == ranks[0]


def test_who_of_us_meets_must_be_one_of_us(api: Api, firm: Firm) -> None:
    met = {"stakeholderId": firm.lin, "sellerId": "seller_" + "0" * 32}
    found = api.read(DIFFERENCE, map=firm.map, changes=[{"meet": met}])["whatIf"]
    assert found["userErrors"] == [{"code": "NOT_FOUND", "field": ["changes", "0", "meet", "sellerId"]}]


def test_a_key_player_who_would_be_met_is_no_longer_uncovered(api: Api, firm: Firm) -> None:
    viewer = api.read("{ viewer { id } }")["viewer"]["id"]
    met = {"stakeholderId": firm.lin, "sellerId": viewer}
    found = api.read(DIFFERENCE, map=firm.map, changes=[{"meet": met}])["whatIf"]
    assert "key-player-uncovered" in {one["rule"] for one in found["insightsGone"]}


MATRIX = """
  query($map: ID!, $changes: [SupposedChange!]!) {
    whatIf(mapId: $map, changes: $changes) { before { ...matrix } after { ...matrix } }
  }
  fragment matrix on DecisionMap {
    contacts { seller { id } stakeholder { label } strength { value lastAt } ownsRelation }
    overlaps { stakeholder { label } sellers { id } alone { id } }
  }
"""


def test_supposed_meetings_are_contacts_of_the_supposed_map(api: Api) -> None:
    account = api.account("Met in thought")
    ann, bob = (api.person(name, account) for name in ("Ann", "Bob"))
    for person in (ann, bob):
        api.place(account, person)
    (first, _), (second, _) = api.seller("First"), api.seller("Second")
    met = {"kind": "CALL", "at": (datetime.now(UTC) - timedelta(days=60)).isoformat(), "direction": "OUTBOUND"}
    api.written("recordInteraction", accountId=account, sellerIds=[first], personIds=[ann], **met)
    changes = [
        {"meet": {"stakeholderId": ann, "sellerId": second}},
        # Whoever knows her best, which the second does now; and of who knows nobody, the owner of the account.
        {"meet": {"stakeholderId": ann}},
        {"meet": {"stakeholderId": bob}},
    ]
    found = api.read(MATRIX, map=f"map_{account}", changes=changes)["whatIf"]
    me = api.read("{ viewer { id } }")["viewer"]["id"]

    def strong(map_: dict[str, Any]) -> dict[tuple[str, str], bool]:
        cells = [one for one in map_["contacts"] if one["strength"]["value"] > 0]
        return {(one["stakeholder"]["label"], one["seller"]["id"]): one["ownsRelation"] for one in cells}

    assert strong(found["before"]) == {("Ann", first): True}
    assert strong(found["after"]) == {("Ann", first): False, ("Ann", second): True, ("Bob", me): True}
    assert found["before"]["overlaps"] == []
    both = [{"id": first}, {"id": second}]
    assert found["after"]["overlaps"] == [{"stakeholder": {"label": "Ann"}, "sellers": both, "alone": both}]
    # As if it were so: two meetings of today, 30 for today, 25 × 2 ÷ 12, 15, 15, and 15 ÷ 12 for one month.
    values = {
        (one["stakeholder"]["label"], one["seller"]["id"]): one["strength"]["value"]
        for one in found["after"]["contacts"]
    }
    assert values["Ann", second] == pytest.approx(30 + 50 / 12 + 15 + 15 + 15 / 12)


def test_a_supposed_assessment_is_an_assessment_of_today(api: Api) -> None:
    account = api.account("Assessed in thought")
    ann = api.person("Ann", account)
    long_ago, lately = ((datetime.now(UTC) - timedelta(days=days)).isoformat() for days in (100, 5))
    place = api.place(account, ann, observedAt=long_ago)
    api.written("assess", stakeholderId=place, support="NEUTRAL", influence="INNER_CIRCLE", observedAt=long_ago)
    api.written("createOpportunity", accountId=account, name="Deal")
    met = {"kind": "CALL", "at": lately, "direction": "MUTUAL", "sellerIds": [], "personIds": [ann]}
    api.written("recordInteraction", accountId=account, **met)
    changes = [{"assess": {"stakeholderId": place, "support": "SUPPORTER"}}]
    found = api.read(DIFFERENCE, map=f"map_{account}", changes=changes)["whatIf"]
    assert "stale-assessment" in {one["rule"] for one in found["insightsGone"]}
    # The interaction names none of us, and is contact all the same.
    assert "going-dark" not in {one["rule"] for one in found["insightsNew"]}
    raised = [one for one in api.read(BEST, map=f"map_{account}", first=9)["bestMoves"] if one["kind"] != "MEET"]
    assert not {"going-dark"} & {new["rule"] for one in raised for new in one["insightsNew"]}


def test_the_best_moves_hold_what_they_promise(api: Api, firm: Firm) -> None:
    moves = api.read(BEST, map=firm.map, first=50)["bestMoves"]
    assert {"MEET", "NAME"} <= {move["kind"] for move in moves}
    effects = [move["effect"] for move in moves]
    assert effects == sorted(effects, reverse=True)
    assert all(effect > 0 for effect in effects)
    meet = next(move for move in moves if move["kind"] == "MEET" and move["stakeholder"]["label"] == "Lin")
    assert "key-player-uncovered" in {one["rule"] for one in meet["insightsGone"]}
    assert meet["play"]["target"] == {"name": "Lin"}
    changes = [{"meet": {"stakeholderId": firm.lin_place}}]
    supposed = api.read(DIFFERENCE, map=firm.map, changes=changes)["whatIf"]
    assert sorted(one["rule"] for one in supposed["after"]["insights"]) == sorted(
        one["rule"] for one in meet["after"]["insights"]
    )
    assert api.read(BEST, map=firm.map, first=1)["bestMoves"] == moves[:1]


def test_moves_of_a_map_that_may_not_be_seen_are_none(api: Api, firm: Firm) -> None:
    _, email = api.seller("Nobody's friend")
    assert api.by(email).read(BEST, map=firm.map)["bestMoves"] is None
    assert api.read(BEST, map="nonsense")["bestMoves"] is None
    empty = api.account("Nobody decides")
    assert api.read(BEST, map=f"map_{empty}")["bestMoves"] == []
    error = api.error(BEST, map=firm.map, first=0)
    assert (error["code"], error["argument"]) == ("LIMIT", "first")


def test_evidence_of_what_is_supposed_is_what_is_supposed(api: Api) -> None:
    account = api.account("Firm")
    place = api.place(account, api.person("Ann", account), roles=["DECIDER"])
    api.written("assess", stakeholderId=place, support="SUPPORTER", influence="INNER_CIRCLE")
    query = (
        "query($id: ID!, $supposed: [SupposedChange!]!) "
        "{ whatIf(mapId: $id, changes: $supposed) { after { insights { rule evidence { text { en zh } at } } } } }"
    )
    supposed = [{"assess": {"stakeholderId": place, "support": "OPPONENT"}}]
    found = api.read(query, id=f"map_{account}", supposed=supposed)["whatIf"]["after"]["insights"]
    (told,) = [one["evidence"] for one in found if one["rule"] == "opponent-decides"]
    assert told[1] == {"text": {"en": "Ann: opponent", "zh": "Ann：反对者"}, "at": None}
