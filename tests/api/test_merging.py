"""Merging as the API does it: two become one, and the id of the other keeps answering."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.api.client import Api


class Two:
    """Two people who are one: both work at an account, and the second has a place in its map."""

    def __init__(self, api: Api) -> None:
        self.account = api.account("Firm")
        self.ann = api.person("Ann Lee", self.account)
        self.lee = api.person("Lee, Ann", self.account, emails=["lee@example.com"])
        self.place = api.place(self.account, self.lee)


@pytest.fixture
def two(api: Api) -> Two:
    return Two(api)


def who(api: Api, id_: str) -> tuple[str | None, ...]:
    query = "query($id: ID!) { node(id: $id) { id } person(id: $id) { id } }"
    found = api.read(query, id=id_)
    return tuple(one["id"] if one else None for one in (found["node"], found["person"]))


def test_two_become_one_and_the_id_of_the_other_keeps_answering(api: Api, two: Two) -> None:
    before = datetime.now(UTC).isoformat()
    told = "person { id name emails standings { id label } }"
    made = api.written("mergePeople", told, keepId=two.ann, mergeId=two.lee, reason="One and the same.")
    assert made["person"] == {
        "id": two.ann,
        "name": "Ann Lee",
        "emails": ["lee@example.com"],
        "standings": [{"id": two.place, "label": "Ann Lee"}],
    }
    assert who(api, two.lee) == (two.ann, two.ann)
    query = (
        "query($id: ID!, $at: DateTime) { decisionMap(id: $id, knownAt: $at) { stakeholders { label person { id } } } }"
    )
    known = {
        at: api.read(query, id=f"map_{two.account}", at=at)["decisionMap"]["stakeholders"] for at in (before, None)
    }
    assert known == {
        before: [{"label": "Lee, Ann", "person": {"id": two.lee}}],
        None: [{"label": "Ann Lee", "person": {"id": two.ann}}],
    }
    api.written("undo", "undone", changeId=made["changeId"])
    assert who(api, two.lee) == (two.lee, two.lee)


def test_whoever_sees_the_kept_one_sees_two_as_known_before(api: Api) -> None:
    sam, email = api.seller("Sam", role="MEMBER")
    _, other = api.seller("Other", role="MEMBER")
    account = api.account("Firm", ownerId=sam)
    ann, lee = (api.person(name, account) for name in ("Ann Lee", "Lee, Ann"))
    api.place(account, lee)
    before = datetime.now(UTC).isoformat()
    api.written("mergePeople", keepId=ann, mergeId=lee, reason="Same.")
    query = (
        "query($id: ID!, $at: DateTime) { decisionMap(id: $id, knownAt: $at) { stakeholders { label person { id } } } }"
    )
    found = [api.by(one).read(query, id=f"map_{account}", at=before)["decisionMap"] for one in (email, other)]
    assert found == [{"stakeholders": [{"label": "Lee, Ann", "person": {"id": lee}}]}, None]


def test_who_may_not_see_the_kept_one_is_not_led_there(api: Api, two: Two) -> None:
    api.written("mergePeople", keepId=two.ann, mergeId=two.lee, reason="Same.")
    _, email = api.seller("Other")
    assert who(api.by(email), two.lee) == (None, None)


def test_what_is_refused_is_said_in_both_languages(api: Api, two: Two) -> None:
    _, email = api.seller("Sam", role="MEMBER")
    api.written("updateAccount", accountId=two.account, open=True)
    asked = [
        (api, {"keepId": two.ann, "mergeId": two.ann, "reason": "x"}, ("INVALID", ["mergeId"])),
        (api, {"keepId": two.ann, "mergeId": two.account, "reason": "x"}, ("NOT_FOUND", ["mergeId"])),
        (api, {"keepId": two.ann, "mergeId": two.lee, "reason": " "}, ("INVALID", ["reason"])),
        (api.by(email), {"keepId": two.ann, "mergeId": two.lee, "reason": "x"}, ("FORBIDDEN", ["mergeId"])),
    ]
    for by, given, expected in asked:
        told = [by.speaking(one).write("mergePeople", **given)["userErrors"] for one in ("en", "zh")]
        assert [(error["code"], error["field"]) for (error,) in told] == [expected] * 2
        assert told[0][0]["message"] != told[1][0]["message"]
    api.written("mergePeople", keepId=two.ann, mergeId=two.lee, reason="Same.")
    (error,) = api.write("mergePeople", keepId=two.ann, mergeId=two.lee, reason="Same.")["userErrors"]
    assert (error["code"], error["message"], error["actual"]) == (
        "CONFLICT",
        "It was merged already: it is Ann Lee now.",
        two.ann,
    )


class Firms:
    """Two accounts that are one customer, each with a deal and the same person in its map."""

    def __init__(self, api: Api) -> None:
        self.acme, self.other = api.account("Acme"), api.account("Acme Ltd")
        self.ann = api.person("Ann Lee", self.other)
        self.place = api.place(self.other, self.ann)
        api.written("assess", stakeholderId=self.place, support="SPONSOR")
        asked = {"accountId": self.other, "name": "Deal"}
        self.deal = api.written("createOpportunity", "opportunity { id }", **asked)["opportunity"]["id"]
        api.written("addStakeholder", mapId=f"map_{self.deal}", personId=self.ann)

    def merge(self, api: Api) -> str:
        given = {"keepId": self.acme, "mergeId": self.other, "reason": "One tax number."}
        return api.written("mergeAccounts", "account { id name }", **given)["changeId"]


@pytest.fixture
def firms(api: Api) -> Firms:
    return Firms(api)


SHOWN = """query($id: ID!, $at: DateTime) {
  decisionMap(id: $id, knownAt: $at) { id account { id name } stakeholders { label leftAt support } }
}"""


def shown(api: Api, map_id: str, at: str | None = None) -> tuple[str, str, list[str | None]]:
    found = api.read(SHOWN, id=map_id, at=at)["decisionMap"]
    return found["id"], found["account"]["name"], [one["support"] for one in found["stakeholders"]]


def test_two_accounts_become_one_and_the_id_of_the_other_keeps_answering(api: Api, firms: Firms) -> None:
    before = datetime.now(UTC).isoformat()
    change = firms.merge(api)
    query = """query($id: ID!, $map: ID!) {
      node(id: $id) { id } nodes(ids: [$id]) { id } account(id: $id) { id } map: node(id: $map) { id }
      compareMaps(leftId: $map, rightId: $map) { left { id } }
      whatIf(mapId: $map, changes: []) { before { id } }
    }"""
    found = api.read(query, id=firms.other, map=f"map_{firms.other}")
    assert [found["node"]["id"], found["nodes"][0]["id"], found["account"]["id"]] == [firms.acme] * 3
    kept_map = f"map_{firms.acme}"
    assert [found["map"]["id"], found["compareMaps"]["left"]["id"], found["whatIf"]["before"]["id"]] == [kept_map] * 3
    # As known now there was one all along, as known before there were two.
    assert shown(api, f"map_{firms.other}") == (kept_map, "Acme", ["SPONSOR"])
    now = datetime.now(UTC).isoformat()
    assert shown(api, f"map_{firms.other}", now) == (kept_map, "Acme", ["SPONSOR"])
    assert shown(api, f"map_{firms.other}", before) == (f"map_{firms.other}", "Acme Ltd", ["SPONSOR"])
    assert shown(api, f"map_{firms.deal}", before) == (f"map_{firms.deal}", "Acme Ltd", [None])
    assert shown(api, kept_map, before) == (kept_map, "Acme", [])
    api.written("undo", "undone", changeId=change)
    assert shown(api, f"map_{firms.other}") == (f"map_{firms.other}", "Acme Ltd", ["SPONSOR"])


def test_writes_with_the_id_of_the_other_are_about_the_kept_one(api: Api, firms: Firms) -> None:
    bob = api.person("Bob", firms.other)
    firms.merge(api)
    api.written("mergePeople", keepId=firms.ann, mergeId=bob, reason="Nickname.")
    told = api.written("updateAccount", "account { id name }", accountId=firms.other, region="North")
    assert told["account"] == {"id": firms.acme, "name": "Acme"}
    eve = api.person("Eve", firms.other)
    place = api.written("addStakeholder", "stakeholder { map { id } }", mapId=f"map_{firms.other}", personId=eve)
    assert place["stakeholder"]["map"]["id"] == f"map_{firms.acme}"
    now = datetime.now(UTC).isoformat()
    met = {
        "accountId": firms.other,
        "kind": "CALL",
        "direction": "MUTUAL",
        "personIds": [bob, eve],
        "sellerIds": [],
        "at": now,
    }
    made = api.written("recordInteraction", "interaction { account { id } people { id } }", **met)
    assert made["interaction"] == {"account": {"id": firms.acme}, "people": [{"id": firms.ann}, {"id": eve}]}
    api.written("setManager", personId=eve, managerId=bob)
    refers = {"referrerId": firms.other, "referredId": api.account("Third")}
    one = api.written("recordReferral", "referral { id }", **refers)["referral"]["id"]
    query = """query($id: ID!) {
      referrals(filter: {referrerId: $id}) { edges { node { id } } } referralTree(partyId: $id) { root { id } }
      insights(accountId: $id) { id } duplicates(of: $id) { pairs { score } }
    }"""
    found = api.read(query, id=firms.other)
    assert found["referrals"]["edges"] == [{"node": {"id": one}}]
    assert found["referralTree"]["root"]["id"] == firms.acme
    # What was merged already is not merged again in another's place.
    code = api.refused("mergeAccounts", keepId=firms.acme, mergeId=firms.other, reason="x")
    assert code == ("CONFLICT", ["mergeId"])


def test_an_insight_is_assigned_by_the_id_that_it_had(api: Api, firms: Firms) -> None:
    query = "query($id: ID!) { insights(accountId: $id) { id map { id } assignee { id } } }"
    known = api.read(query, id=firms.other)["insights"]
    old = next(one["id"] for one in known if one["map"] and one["map"]["id"] == f"map_{firms.deal}")
    firms.merge(api)
    me = api.read("{ viewer { id } }")["viewer"]["id"]
    api.written("assignInsight", insightId=old, sellerId=me)
    assert me in [one["assignee"]["id"] for one in api.read(query, id=firms.other)["insights"] if one["assignee"]]


def test_what_is_no_merge_of_accounts_is_said_in_both_languages(api: Api, firms: Firms) -> None:
    _, email = api.seller("Sam", role="MEMBER")
    child = api.account("Child", parentId=firms.acme, open=True)
    asked = [
        (api, (firms.acme, firms.acme), ("INVALID", ["mergeId"])),
        (api, (firms.acme, child), ("CONFLICT", ["mergeId"])),
        (api, (child, firms.acme), ("CONFLICT", ["mergeId"])),
        (api, (firms.acme, firms.ann), ("NOT_FOUND", ["mergeId"])),
        (api.by(email), (child, firms.acme), ("NOT_FOUND", ["mergeId"])),
        (api.by(email), (firms.acme, child), ("NOT_FOUND", ["keepId"])),
        (api.by(email), (child, api.account("Open", open=True)), ("FORBIDDEN", ["mergeId"])),
    ]
    for by, (kept, merged), expected in asked:
        given = {"keepId": kept, "mergeId": merged, "reason": "x"}
        told = [by.speaking(one).write("mergeAccounts", **given)["userErrors"] for one in ("en", "zh")]
        assert [(error["code"], error["field"]) for (error,) in told] == [expected] * 2
        assert told[0][0]["message"] != told[1][0]["message"]
