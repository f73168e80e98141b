"""Merging people as the API does it: two become one, and the id of the other keeps answering."""

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
