"""Insights dismissed, assigned, done and taken up again over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.api.client import Api

TOLD = "insight { id rule dismissed { reason until by { id } } done { note by { id } } assignee { id } }"
LIST = """query($id: ID!, $all: Boolean) {
  account(id: $id) { insights(includeDismissed: $all) { id rule dismissed { reason } } } }"""


def found(api: Api, account: str, *, every: bool = False) -> dict[str, str]:
    return {one["rule"]: one["id"] for one in api.read(LIST, id=account, all=every)["account"]["insights"]}


def test_an_insight_is_dismissed_listed_where_asked_for_and_taken_up_again(api: Api) -> None:
    account = api.account("Dismissing")
    me = api.read("{ viewer { id } }")["viewer"]
    id_ = found(api, account)["no-sponsor"]
    until = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()
    said = api.written("dismissInsight", TOLD, insightId=id_, reason="Too early.", until=until)
    assert said["insight"] == {
        "id": id_,
        "rule": "no-sponsor",
        "dismissed": {"reason": "Too early.", "until": until, "by": me},
        "done": None,
        "assignee": None,
    }
    assert "no-sponsor" not in found(api, account)
    assert found(api, account, every=True)["no-sponsor"] == id_
    reopened = api.written("reopenInsight", TOLD, insightId=id_)
    assert reopened["insight"]["dismissed"] is None
    assert found(api, account)["no-sponsor"] == id_
    api.written("undo", changeId=reopened["changeId"])
    assert "no-sponsor" not in found(api, account)


def test_what_came_back_is_dismissed_no_more(api: Api) -> None:
    account = api.account("Coming back")
    place = api.place(account, api.person("Ann", account), roles=["DECIDER"])
    api.written("assess", stakeholderId=place, support="OPPONENT")
    id_ = found(api, account)["opponent-decides"]
    api.written("dismissInsight", insightId=id_, reason="Known.")
    api.written("completeInsight", insightId=id_)
    assert "opponent-decides" not in found(api, account)
    api.written("assess", stakeholderId=place, support="NON_SUPPORTER")
    shown = "query($id: ID!) { account(id: $id) { insights { id dismissed { reason } done { note } } } }"
    (back,) = [one for one in api.read(shown, id=account)["account"]["insights"] if one["id"] == id_]
    assert back == {"id": id_, "dismissed": None, "done": None}


def test_what_has_been_gone_since_it_was_noted_comes_back_on_the_same_evidence(api: Api) -> None:
    account = api.account("Gone in between")
    place = api.place(account, api.person("Ann", account))
    done = found(api, account)
    for rule in ("no-user", "no-decider"):
        api.written("completeInsight", insightId=done[rule])
    api.written("dismissInsight", insightId=done["no-user"], reason="Known.")
    assert not {"no-user", "no-decider"} & found(api, account).keys()
    for roles in (["USER"], []):
        api.written("giveRoles", stakeholderId=place, roles=roles)
    told = "id done { at } dismissed { reason }"
    shown = "query($id: ID!) { account(id: $id) { %s { TOLD } decisionMap { %s { TOLD } } } }".replace("TOLD", told)
    read = api.read(shown % ("insights", "insights"), id=account)["account"]
    for listed in (read["insights"], read["decisionMap"]["insights"]):
        back = {one["id"]: (one["done"], one["dismissed"]) for one in listed}
        assert back[done["no-user"]] == (None, None)
        assert done["no-decider"] not in back
    assert api.written("completeInsight", TOLD, insightId=done["no-user"])["insight"]["done"] == {
        "note": None,
        "by": api.read("{ viewer { id } }")["viewer"],
    }
    # It is dismissed anew as well, for the same reason.
    again = api.written("dismissInsight", TOLD, insightId=done["no-user"], reason="Known.")
    assert again["insight"]["dismissed"]["reason"] == "Known."
    assert "no-user" not in found(api, account)


def test_an_insight_is_assigned_and_done(api: Api) -> None:
    seller, _ = api.seller("Assignee")
    outsider, _ = api.seller("Outsider", role="MEMBER")
    account = api.account("Assigning", teamIds=[seller])
    id_ = found(api, account)["no-user"]
    assigned = api.written("assignInsight", TOLD, insightId=id_, sellerId=seller)
    assert assigned["insight"]["assignee"] == {"id": seller}
    assert api.refused("assignInsight", insightId=id_, sellerId=outsider) == ("INVALID", ["sellerId"])
    done = api.written("completeInsight", TOLD, insightId=id_, note="Asked.")
    assert done["insight"]["done"]["note"] == "Asked."
    assert done["insight"]["assignee"] == {"id": seller}
    assert "no-user" not in found(api, account)
    nobody = api.written("assignInsight", TOLD, insightId=id_, sellerId=None)
    assert nobody["insight"]["assignee"] is None


@pytest.mark.parametrize(
    ("mutation", "given"),
    [
        ("dismissInsight", {"reason": "x"}),
        ("assignInsight", {}),
        ("completeInsight", {}),
        ("reopenInsight", {}),
    ],
)
def test_what_is_resolved_is_refused_in_both_languages(api: Api, mutation: str, given: dict[str, Any]) -> None:
    account = api.account("Resolved")
    id_ = found(api, account)["no-user"]
    api.place(account, api.person("Ann", account), roles=["USER"])
    for language, words in (("en", "It is resolved"), ("zh", "该洞察已经解决")):
        (error,) = api.speaking(language).write(mutation, insightId=id_, **given)["userErrors"]
        assert (error["code"], error["field"]) == ("INVALID", ["insightId"])
        assert words in error["message"]


def test_a_day_that_has_begun_is_refused(api: Api) -> None:
    id_ = found(api, api.account("Until"))["no-user"]
    today = datetime.now(UTC).date().isoformat()
    assert api.refused("dismissInsight", insightId=id_, reason="x", until=today) == ("INVALID", ["until"])
    assert api.refused("dismissInsight", insightId=id_, reason=" ") == ("INVALID", ["reason"])


def test_whoever_may_not_see_an_account_learns_nothing_of_its_insights(api: Api) -> None:
    _, outsider = api.seller("Outside of it", role="MEMBER")
    id_ = found(api, api.account("Unseen"))["no-user"]
    refused = api.by(outsider).refused("dismissInsight", insightId=id_, reason="x")
    assert refused == ("NOT_FOUND", ["insightId"])
