"""What-if over HTTP: scores before and after, what cannot be supposed, and that nothing is written."""

from __future__ import annotations

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
