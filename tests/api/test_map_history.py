"""A map's history over HTTP: what changed, when, how the figures moved, and what was known at each time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.api.client import Api

NOW = datetime.now(UTC)
CHANGES = """
query($id: ID!, $since: DateTime!, $until: DateTime, $asOf: DateTime, $knownAt: DateTime) {
  decisionMap(id: $id, asOf: $asOf, knownAt: $knownAt) {
    changes(since: $since, until: $until) {
      at kind field before after evidence
      stakeholder { id label until } other { name } by { name } sentence { en zh }
    }
    timeline
  }
}
"""
TREND = """
query($id: ID!, $from: DateTime!, $to: DateTime, $every: TrendStep!, $asOf: DateTime, $knownAt: DateTime) {
  decisionMap(id: $id, asOf: $asOf, knownAt: $knownAt) {
    trend(from: $from, to: $to, every: $every) { at supportScore status completeness coverage }
  }
}
"""
SCORES = """
query($id: ID!, $asOf: DateTime, $knownAt: DateTime) {
  decisionMap(id: $id, asOf: $asOf, knownAt: $knownAt) {
    status supportScore { value } completeness { value }
    stakeholders { support influence coverage { value } keyPlayer leftAt }
  }
}
"""
FIRST = "0001-01-01T00:00:00Z"


def ago(days: float) -> str:
    return (NOW - timedelta(days=days)).isoformat()


def moment() -> str:
    """Return a time after everything that was written so far."""
    return datetime.now(UTC).isoformat()


class Firm:
    """Lin approves and turned to us, Ann decides, manages Lin and left; a placeholder was named Bo, and taken out."""

    def __init__(self, api: Api) -> None:
        self.account = api.account("Past")
        self.map = f"map_{self.account}"
        self.chen, self.email = api.seller("Chen")
        api.written("updateAccount", accountId=self.account, teamIds=[self.chen])
        chen = api.by(self.email)
        self.lin = api.person("Lin", self.account)
        self.ann = api.person("Ann", self.account)
        self.bo = api.person("Bo", self.account)
        self.lin_place = chen.place(self.account, self.lin, roles=["APPROVER"], observedAt=ago(90))
        self.ann_place = chen.place(self.account, self.ann, observedAt=ago(80))
        self.bo_place = chen.place(self.account, label="A user", observedAt=ago(70))
        chen.written(
            "assess", stakeholderId=self.lin_place, support="NEUTRAL", influence="INNER_CIRCLE", observedAt=ago(60)
        )
        chen.written("setManager", personId=self.lin, managerId=self.ann)
        chen.written(
            "assess",
            stakeholderId=self.lin_place,
            support="SUPPORTER",
            evidence="asked for a pilot",
            observedAt=ago(50),
        )
        chen.written("giveRoles", stakeholderId=self.ann_place, roles=["DECIDER"])
        chen.written("nameStakeholder", stakeholderId=self.bo_place, personId=self.bo)
        chen.written("removeStakeholder", stakeholderId=self.bo_place)
        chen.written("changeEmployment", personId=self.ann)


@pytest.fixture(scope="module")
def firm(http: Any) -> Firm:
    return Firm(Api(http))


def changes(api: Api, firm: Firm, since: str = FIRST, **given: Any) -> list[dict[str, Any]]:
    return api.read(CHANGES, id=firm.map, since=since, **given)["decisionMap"]["changes"]


def test_everything_that_changed(api: Api, firm: Firm) -> None:
    found = changes(api, firm)
    told = [(one["kind"], one["field"], one["before"], one["after"], one["stakeholder"]["label"]) for one in found]
    assert sorted(map(str, told)) == sorted(
        map(
            str,
            [
                ("JOINED", "place", None, "APPROVER", "Lin"),
                ("JOINED", "place", None, None, "Ann"),
                ("JOINED", "place", None, None, "Bo"),
                ("ASSESSED", "support", None, "NEUTRAL", "Lin"),
                ("ASSESSED", "influence", None, "INNER_CIRCLE", "Lin"),
                ("ASSESSED", "support", "NEUTRAL", "SUPPORTER", "Lin"),
                ("MANAGER_CHANGED", "manager", None, "Ann", "Lin"),
                ("ROLES_CHANGED", "roles", None, "DECIDER", "Ann"),
                ("NAMED", "person", "A user", "Bo", "Bo"),
                ("LEFT", "place", None, None, "Bo"),
                ("LEFT", "employment", None, None, "Ann"),
            ],
        )
    )
    assert [one["at"] for one in found] == sorted(one["at"] for one in found)
    assert {one["by"]["name"] for one in found} == {"Chen"}
    assert [one["other"]["name"] for one in found if one["other"] is not None] == ["Ann"]


def test_a_change_in_words(api: Api, firm: Firm) -> None:
    turned = next(one for one in changes(api, firm) if one["evidence"] == "asked for a pilot")
    day = NOW - timedelta(days=50)
    assert turned["sentence"] == {
        "en": f"Lin: support from neutral to supporter, assessed by Chen on {day.day} {day:%B} {day.year}: "
        "“asked for a pilot”",
        "zh": f"Lin：支持力由中立者变为支持者，Chen于{day.year}年{day.month}月{day.day}日评估：“asked for a pilot”",
    }


def test_who_was_taken_out_is_shown_as_last(api: Api, firm: Firm) -> None:
    taken = [one for one in changes(api, firm) if one["kind"] in ("NAMED", "LEFT") and one["field"] != "employment"]
    assert {(one["stakeholder"]["id"], one["stakeholder"]["label"]) for one in taken} == {(firm.bo_place, "Bo")}
    assert all(one["stakeholder"]["until"] == taken[-1]["at"] for one in taken)


def test_a_period_has_its_beginning_and_not_its_end(api: Api, firm: Firm) -> None:
    assert [one["after"] for one in changes(api, firm, ago(60), until=ago(50))] == ["NEUTRAL", "INNER_CIRCLE"]
    assert [one["after"] for one in changes(api, firm, ago(59), until=ago(50))] == []
    assert changes(api, firm, ago(50), until=ago(50)) == []
    assert [one["kind"] for one in changes(api, firm, FIRST, asOf=ago(75))] == ["JOINED", "JOINED"]


def test_the_timeline_has_each_moment_once(api: Api, firm: Firm) -> None:
    found = api.read(CHANGES, id=firm.map, since=FIRST)["decisionMap"]["timeline"]
    assert found == sorted({one["at"] for one in changes(api, firm)})
    past = api.read(CHANGES, id=firm.map, since=FIRST, asOf=ago(75))["decisionMap"]["timeline"]
    assert past == found[:2]


@pytest.mark.parametrize(
    ("given", "argument"),
    [
        ({"since": ago(1), "until": ago(2)}, "until"),
        ({"since": ago(-1)}, "since"),
        ({"since": ago(1), "asOf": ago(2)}, "since"),
    ],
    ids=["ends-before-it-begins", "in-the-future", "after-the-map"],
)
def test_a_period_that_is_none_is_refused(api: Api, firm: Firm, given: dict[str, Any], argument: str) -> None:
    error = api.error(CHANGES, id=firm.map, **given)
    assert (error["code"], error["argument"]) == ("INVALID", argument)
    assert api.speaking("zh").error(CHANGES, id=firm.map, **given)["message"] != error["message"]


# ── trend ──


def test_the_trend_is_the_map_as_of_each_moment(api: Api, firm: Firm) -> None:
    for every, begin in (("WEEK", 100), ("MONTH", 400)):
        points = api.read(TREND, id=firm.map, **{"from": ago(begin)}, every=every)["decisionMap"]["trend"]
        assert len(points) == {"WEEK": 16, "MONTH": 15}[every]
        for point in points[:-1]:
            then = api.read(SCORES, id=firm.map, asOf=point["at"])["decisionMap"]
            key = [s["coverage"]["value"] != "NONE" for s in then["stakeholders"] if s["keyPlayer"] and not s["leftAt"]]
            assert point == {
                "at": point["at"],
                "supportScore": then["supportScore"]["value"],
                "status": then["status"],
                "completeness": then["completeness"]["value"],
                "coverage": sum(key) / len(key) if key else None,
            }
    assert [points[0]["status"], points[-1]["status"]] == ["RED", "GREEN"]


@pytest.mark.parametrize(
    ("given", "code", "argument"),
    [
        ({"from": ago(50 * 366), "every": "WEEK"}, "LIMIT", "every"),
        ({"from": ago(51 * 366), "every": "MONTH"}, "LIMIT", "every"),
        ({"from": FIRST, "every": "WEEK"}, "LIMIT", "every"),
        ({"from": ago(1), "to": ago(2), "every": "WEEK"}, "INVALID", "to"),
        ({"from": ago(1), "to": ago(-1), "every": "WEEK"}, "INVALID", "to"),
        ({"from": ago(-1), "every": "WEEK"}, "INVALID", "to"),
    ],
    ids=["fifty-years-of-weeks", "fifty-years-of-months", "all-time", "backwards", "into-the-future", "in-the-future"],
)
def test_a_trend_that_cannot_be_is_refused(
    api: Api, firm: Firm, given: dict[str, Any], code: str, argument: str
) -> None:
    error = api.error(TREND, id=firm.map, **given)
    assert (error["code"], error["argument"]) == (code, argument)


def test_before_the_beginning_there_is_a_trend_of_nothing(api: Api, firm: Firm) -> None:
    given = {"from": FIRST, "to": "0001-01-09T00:00:00Z"}
    points = api.read(TREND, id=firm.map, every="WEEK", **given)["decisionMap"]["trend"]
    assert [(one["supportScore"], one["status"], one["coverage"]) for one in points] == [(None, "RED", None)] * 3


# ── what was known ──


def test_a_late_recording_a_correction_and_an_undo_are_three_truths(api: Api) -> None:
    """Of one past day four things are believed, one after another, and each is still to be read."""
    account = api.account("Truths")
    map_ = f"map_{account}"
    place = api.place(account, api.person("Lin", account), roles=["APPROVER"], observedAt=ago(100))
    api.written("assess", stakeholderId=place, support="NEUTRAL", influence="INNER_CIRCLE", observedAt=ago(90))
    known = [moment()]
    late = api.written("assess", "assessment { id }", stakeholderId=place, support="OPPONENT", observedAt=ago(60))
    known.append(moment())
    api.written("correctAssessment", assessmentId=late["assessment"]["id"], reason="Misread.", support="SUPPORTER")
    known.append(moment())
    wrong = api.written("assess", stakeholderId=place, support="SPONSOR", observedAt=ago(40))
    known.append(moment())
    api.written("undo", changeId=wrong["changeId"])
    known.append(moment())

    def believed(known_at: str | None, as_of: float) -> tuple[str, float, str]:
        then = api.read(SCORES, id=map_, asOf=ago(as_of), knownAt=known_at)["decisionMap"]
        return then["stakeholders"][0]["support"], then["supportScore"]["value"], then["status"]

    neutral, opponent = ("NEUTRAL", 0, "RED"), ("OPPONENT", -100, "RED")
    supporter, sponsor = ("SUPPORTER", 50, "GREEN"), ("SPONSOR", 100, "GREEN")
    for days, expected in {
        80: [neutral, neutral, neutral, neutral, neutral],
        50: [neutral, opponent, supporter, supporter, supporter],
        30: [neutral, opponent, supporter, sponsor, supporter],
    }.items():
        assert [believed(at, days) for at in known] == expected
        assert believed(None, days) == expected[-1]

    def turns(known_at: str | None) -> list[str]:
        read = api.read(CHANGES, id=map_, since=ago(70), knownAt=known_at)["decisionMap"]["changes"]
        return [f"{one['before']} {one['after']}" for one in read]

    assert [turns(at) for at in known] == [
        [],
        ["NEUTRAL OPPONENT"],
        ["NEUTRAL SUPPORTER"],
        ["NEUTRAL SUPPORTER", "SUPPORTER SPONSOR"],
        ["NEUTRAL SUPPORTER"],
    ]
    given = {"from": ago(80), "to": ago(30), "every": "MONTH"}
    trends = [api.read(TREND, id=map_, knownAt=at, **given)["decisionMap"]["trend"][-1] for at in known]
    assert [one["supportScore"] for one in trends] == [0, -100, 50, 100, 50]


def test_what_is_not_seen_has_no_history(api: Api, firm: Firm) -> None:
    _, email = api.seller("Nobody")
    assert api.by(email).read(CHANGES, id=firm.map, since=FIRST)["decisionMap"] is None


# ── of a person, over accounts and time ──

STANDINGS = """
query($id: ID!, $ended: Boolean, $asOf: DateTime) {
  person(id: $id) {
    standings(ended: $ended, asOf: $asOf) { id support leftAt until map { account { name } asOf } }
  }
}
"""


def test_who_has_left_is_in_the_old_map_under_the_title_they_had_there(api: Api) -> None:
    old, new = api.account("Old employer"), api.account("New employer")
    lin, bob = (api.person(name, old, title="Buyer") for name in ("Lin", "Bob"))
    for account, person in ((old, lin), (new, lin), (old, bob)):
        api.place(account, person)
    api.written("updatePerson", personId=lin, title="Head of buying")
    api.written("changeEmployment", personId=lin, accountId=new, title="Director")
    # What they rise to elsewhere is their title there.
    api.written("updatePerson", personId=lin, title="Chief")
    api.written("updatePerson", personId=bob, title="Chief buyer")
    query = "query($id: ID!) { decisionMap(id: $id) { stakeholders { label title leftAt } } }"
    shown = {
        account: {
            one["label"]: (one["title"], one["leftAt"] is None)
            for one in api.read(query, id=f"map_{account}")["decisionMap"]["stakeholders"]
        }
        for account in (old, new)
    }
    assert shown[old] == {"Lin": ("Head of buying", False), "Bob": ("Chief buyer", True)}
    assert shown[new] == {"Lin": ("Chief", True)}
    worked = api.read("query($id: ID!) { person(id: $id) { employments { title account { id } } } }", id=lin)["person"]
    assert [(one["account"]["id"], one["title"]) for one in worked["employments"]] == [
        (old, "Head of buying"),
        (new, "Chief"),
    ]


def test_the_places_of_a_person_over_accounts_and_time(api: Api) -> None:
    old, new = api.account("Old employer"), api.account("New employer")
    lin = api.person("Lin", old)
    first = api.place(old, lin, observedAt=ago(90))
    api.written("assess", stakeholderId=first, support="SPONSOR", observedAt=ago(80))
    moved = (NOW - timedelta(days=40)).date()
    api.written("changeEmployment", personId=lin, accountId=new, at=moved.isoformat())
    second = api.place(new, lin, observedAt=ago(30))
    third = api.place(api.account("Third"), lin, observedAt=ago(20))
    api.written("removeStakeholder", stakeholderId=third)

    def places(**given: Any) -> dict[str, Any]:
        found = api.read(STANDINGS, id=lin, **given)["person"]["standings"]
        return {
            one["id"]: (one["map"]["account"]["name"], one["support"], one["leftAt"], one["until"]) for one in found
        }

    left = f"{moved}T00:00:00Z"
    now = {first: ("Old employer", "SPONSOR", left, None), second: ("New employer", None, None, None)}
    assert places() == places(ended=False) == now
    with_ended = places(ended=True)
    assert with_ended.keys() == {first, second, third}
    assert with_ended[third][0] == "Third"
    assert with_ended[third][3] is not None
    assert places(asOf=ago(100)) == {}
    assert places(asOf=ago(85)) == {first: ("Old employer", None, None, None)}
    assert places(asOf=ago(60)) == {first: ("Old employer", "SPONSOR", None, None)}
    assert places(asOf=ago(10)) == now | {third: ("Third", None, None, None)}


@pytest.mark.parametrize(
    ("given", "argument"), [({"ended": True, "asOf": ago(1)}, "ended"), ({"asOf": ago(-1)}, "asOf")]
)
def test_places_that_cannot_be_asked_for(api: Api, firm: Firm, given: dict[str, Any], argument: str) -> None:
    error = api.error(STANDINGS, id=firm.lin, **given)
    assert (error["code"], error["argument"]) == ("INVALID", argument)
