"""Corrections as the API makes and shows them, and undos that say in words what stands in their way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.api.client import Api

NOW = datetime.now(UTC)
SHOWN = (
    "corrections { changeId reason by { name } right { says { en zh } observedAt } "
    "wrong { says { en zh } by { name } } }"
)


def ago(days: float) -> str:
    return (NOW - timedelta(days=days)).isoformat()


class Firm:
    """An account with a map: Ann, assessed and with roles, reports to Bob, whom she knows and moves."""

    def __init__(self, api: Api) -> None:
        self.account = api.account("Firm")
        self.ann, self.bob, self.cid = (api.person(name, self.account) for name in ("Ann", "Bob", "Cid"))
        self.place = api.place(self.account, self.ann, observedAt=ago(200))
        said = {"stakeholderId": self.place, "observedAt": ago(100)}
        self.assessed = api.written("assess", "assessment { id }", **said, support="SPONSOR", influence="OUTSIDE")
        self.roles = api.written("giveRoles", **said, roles=["USER"])
        api.written("setManager", personId=self.ann, managerId=self.bob, observedAt=ago(100))
        ends = {"sourceId": self.ann, "targetId": self.bob, "observedAt": ago(100)}
        api.written("setInfluence", **ends, strength=2)
        api.written("recordAcquaintance", **ends, strength=0.5, circle="ALUMNI")

    @property
    def assessment(self) -> str:
        return self.assessed["assessment"]["id"]


@pytest.fixture
def firm(api: Api) -> Firm:
    return Firm(api)


def corrections(api: Api, id_: str, of: str) -> list[dict[str, Any]]:
    return api.read(f"query($id: ID!) {{ node(id: $id) {{ ... on {of} {{ {SHOWN} }} }} }}", id=id_)["node"][
        "corrections"
    ]


def test_an_assessment_is_corrected_and_both_are_shown(api: Api, firm: Firm) -> None:
    before = datetime.now(UTC).isoformat()
    told = "stakeholder { support influence } assessment { id support influence observedAt }"
    made = api.written("correctAssessment", told, assessmentId=firm.assessment, reason="Misread.", support="NEUTRAL")
    assert made["stakeholder"] == {"support": "NEUTRAL", "influence": "OUTSIDE"}
    assert (made["assessment"]["id"], made["assessment"]["support"]) == (firm.assessment, "NEUTRAL")
    name = api.read("{ viewer { name } }")["viewer"]
    expected = {
        "changeId": made["changeId"],
        "reason": "Misread.",
        "by": name,
        "wrong": {
            "says": {"en": "support: Sponsor; influence: Outside", "zh": "支持力：赞助者；影响力：圈外"},
            "by": name,
        },
        "right": {
            "says": {"en": "support: Neutral; influence: Outside", "zh": "支持力：中立者；影响力：圈外"},
            "observedAt": made["assessment"]["observedAt"],
        },
    }
    assert corrections(api, firm.assessment, "Assessment") == [expected]
    assert corrections(api, firm.place, "Stakeholder") == [expected]
    query = (
        "query($id: ID!, $at: DateTime) { decisionMap(id: $id, knownAt: $at) "
        "{ stakeholders { support corrections { reason } } } }"
    )
    then = api.read(query, id=f"map_{firm.account}", at=before)["decisionMap"]["stakeholders"]
    assert then == [{"support": "SPONSOR", "corrections": []}]
    now = api.read(query, id=f"map_{firm.account}")["decisionMap"]["stakeholders"]
    assert now == [{"support": "NEUTRAL", "corrections": [{"reason": "Misread."}]}]


def test_what_never_was_is_gone_and_comes_back_by_undo(api: Api, firm: Firm) -> None:
    made = api.written(
        "correctAssessment",
        "assessment { id } stakeholder { support }",
        assessmentId=firm.assessment,
        reason="Of another Ann.",
        neverSo=True,
    )
    assert (made["assessment"], made["stakeholder"]) == (None, {"support": None})
    (shown,) = corrections(api, firm.place, "Stakeholder")
    assert shown["right"] is None
    api.written("undo", "undone", changeId=made["changeId"])
    assert corrections(api, firm.assessment, "Assessment") == []


def test_roles_ties_and_employment_are_corrected(api: Api, firm: Firm) -> None:
    why = {"reason": "A mistake."}
    roles = api.written("correctRoles", "stakeholder { roles }", stakeholderId=firm.place, roles=["DECIDER"], **why)
    assert roles["stakeholder"] == {"roles": ["DECIDER"]}
    (shown,) = corrections(api, firm.place, "Stakeholder")
    assert (shown["wrong"]["says"]["en"], shown["right"]["says"]["zh"]) == ("User", "决策者")

    api.written("correctManager", "person { id }", personId=firm.ann, managerId=firm.cid, **why)
    ends = {"sourceId": firm.ann, "targetId": firm.bob}
    api.written("correctInfluence", "source { id } target { id }", **ends, strength=5, polarity="NEGATIVE", **why)
    api.written("correctAcquaintance", "source { id } target { id }", **ends, strength=0, **why)
    told = "person { title account { id } }"
    moved = api.written("correctEmployment", told, personId=firm.ann, title="CFO", since="2020-01-01", **why)
    assert moved["person"] == {"title": "CFO", "account": {"id": firm.account}}
    assert [
        (one["wrong"]["says"]["en"], one["right"]["says"]["en"], one["right"]["says"]["zh"])
        for one in corrections(api, firm.ann, "Person")
    ] == [
        ("works at Firm", "works at Firm (CFO)", "任职于Firm（CFO）"),
        ("Ann knows Bob, Alumni, strength 0.5", "Ann does not know Bob", "Ann不认识Bob"),
        (
            "Ann influences Bob, strength 2",
            "Ann influences Bob in conflict, strength 5",
            "Ann影响Bob，冲突，强度 5",
        ),
        ("Ann reports to Bob", "Ann reports to Cid", "Ann向Cid汇报"),
    ]
    # The manager who was named wrongly sees whom it was instead.
    assert "Ann reports to Cid" in [one["right"]["says"]["en"] for one in corrections(api, firm.bob, "Person")]


def test_the_same_correction_sent_again_is_made_once(api: Api, firm: Firm) -> None:
    said = {"stakeholderId": firm.place, "roles": [], "reason": "Why.", "clientMutationId": firm.place}
    first = api.written("correctRoles", **said)
    assert api.written("correctRoles", **said)["changeId"] == first["changeId"]
    assert len(corrections(api, firm.place, "Stakeholder")) == 1


REFUSED: list[tuple[str, dict[str, Any], str, str]] = [
    ("correctAssessment", {"reason": ""}, "INVALID", "reason"),
    ("correctAssessment", {"neverSo": True}, "INVALID", "neverSo"),
    ("correctAssessment", {"assessmentId": "assessment_1"}, "NOT_FOUND", "assessmentId"),
    ("correctAssessment", {"changeId": "change_1"}, "CONFLICT", "changeId"),
    ("correctAssessment", {"observedAt": "2999-01-01T00:00:00Z"}, "INVALID", "observedAt"),
    ("correctRoles", {"heldAt": "1999-01-01T00:00:00Z"}, "INVALID", "heldAt"),
    ("correctRoles", {"heldAt": "2999-01-01T00:00:00Z"}, "INVALID", "heldAt"),
    ("correctRoles", {"stakeholderId": "$account"}, "NOT_FOUND", "stakeholderId"),
    ("correctManager", {"managerId": "$ann"}, "CYCLE", "managerId"),
    ("correctManager", {"managerId": "$account"}, "NOT_FOUND", "managerId"),
    ("correctInfluence", {"strength": 6}, "INVALID", "strength"),
    ("correctInfluence", {"targetId": "$ann"}, "INVALID", "targetId"),
    ("correctAcquaintance", {"strength": 1.5}, "INVALID", "strength"),
    ("correctAcquaintance", {"targetId": "$cid"}, "INVALID", "heldAt"),
    ("correctEmployment", {"since": "2999-01-01"}, "INVALID", "since"),
    ("correctEmployment", {"accountId": "$ann"}, "NOT_FOUND", "accountId"),
]
RIGHT: dict[str, dict[str, Any]] = {
    "correctAssessment": {"assessmentId": "$assessment", "support": "NEUTRAL"},
    "correctRoles": {"stakeholderId": "$place", "roles": []},
    "correctManager": {"personId": "$ann", "managerId": "$cid"},
    "correctInfluence": {"sourceId": "$ann", "targetId": "$bob", "strength": 1},
    "correctAcquaintance": {"sourceId": "$ann", "targetId": "$bob", "strength": 1},
    "correctEmployment": {"personId": "$ann", "title": "CFO"},
}


@pytest.mark.parametrize(("mutation", "wrong", "code", "field"), REFUSED)
def test_what_is_refused_is_said_in_both_languages(
    api: Api, firm: Firm, mutation: str, wrong: dict[str, Any], code: str, field: str
) -> None:
    said = {"reason": "Why.", **RIGHT[mutation], **wrong}
    given = {k: getattr(firm, v[1:]) if isinstance(v, str) and v.startswith("$") else v for k, v in said.items()}
    told = [api.speaking(one).write(mutation, **given)["userErrors"] for one in ("en", "zh")]
    assert [(error["code"], error["field"]) for (error,) in told] == [(code, [field])] * 2
    (english,), (chinese,) = told
    assert english["message"] != chinese["message"]


def test_who_may_not_see_the_account_sees_no_correction(api: Api, firm: Firm) -> None:
    api.written("correctRoles", stakeholderId=firm.place, roles=[], reason="Why.")
    _, email = api.seller("Other")
    other = api.by(email)
    assert other.refused("correctRoles", stakeholderId=firm.place, roles=["USER"], reason="Why.") == (
        "NOT_FOUND",
        ["stakeholderId"],
    )
    query = f"query($id: ID!) {{ node(id: $id) {{ ... on Stakeholder {{ {SHOWN} }} }} }}"
    assert other.read(query, id=firm.place)["node"] is None


def test_an_undo_says_what_builds_on_it(api: Api, firm: Firm) -> None:
    name = api.read("{ viewer { name } }")["viewer"]["name"]
    later = api.written("assess", stakeholderId=firm.place, support="OPPONENT")
    when = datetime.now(UTC)
    (english,) = api.write("undo", changeId=firm.assessed["changeId"])["userErrors"]
    (chinese,) = api.speaking("zh").write("undo", changeId=firm.assessed["changeId"])["userErrors"]
    assert english["message"] == (
        f"Ann was assessed by {name} on {when.day} {when:%B} {when.year} since ({later['changeId']}). Undo that first."
    )
    assert chinese["message"] == (
        f"此后{name}于{when.year}年{when.month}月{when.day}日评估了Ann（{later['changeId']}）。请先撤销该变更。"
    )
    assert english["actual"] == later["changeId"]


def test_where_somebody_works_out_of_sight_is_no_more_told_by_a_correction(api: Api) -> None:
    sam, email = api.seller("Sam", role="MEMBER")
    account, hidden = api.account("Firm", ownerId=sam), api.account("Hidden")
    ann = api.person("Ann", account, since="2020-01-01")
    api.written("changeEmployment", personId=ann, accountId=hidden, at="2024-01-01")
    api.written("correctEmployment", personId=ann, title="Chief", reason="Promoted.", heldAt=ago(1))
    api.written("correctEmployment", personId=ann, accountId=None, reason="Never hidden.", heldAt=ago(1))
    query = "query($id: ID!) { person(id: $id) { corrections { reason } } }"
    found = [each.read(query, id=ann)["person"]["corrections"] for each in (api, api.by(email))]
    assert found == [[{"reason": "Never hidden."}, {"reason": "Promoted."}], []]


def test_a_correction_to_somebody_out_of_sight_does_not_read_as_never_so(api: Api) -> None:
    sam, email = api.seller("Sam", role="MEMBER")
    account = api.account("Firm", ownerId=sam)
    ann, bob = (api.person(name, account, since="2020-01-01") for name in ("Ann", "Bob"))
    api.written("setManager", personId=ann, managerId=bob, observedAt=ago(9))
    query = "query($id: ID!) { person(id: $id) { corrections { reason right { observedAt } } } }"
    api.written("correctManager", personId=ann, neverSo=True, reason="Never.")
    (told,) = api.by(email).read(query, id=ann)["person"]["corrections"]
    assert told == {"reason": "Never.", "right": None}
