"""Insights over the API: in a map, at an account, over all accounts; in words, ranked, and only of what is seen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.rules import RULES
from tests.api.client import Api

INSIGHT = """
  id rule severity message { en zh } advice { en zh } since why { en zh } valueAtStake { amount currency }
  account { id } map { id }
  evidence { text { en } at node { __typename id } }
  plays { text { en zh } playbookId seller { id } target { __typename id } through { id } }
"""
ACCOUNT = f"""
  query($id: ID!, $asOf: DateTime, $knownAt: DateTime) {{
    account(id: $id) {{ insights(asOf: $asOf, knownAt: $knownAt) {{ {INSIGHT} }} }}
  }}
"""
MAP = f"""
  query($id: ID!, $asOf: DateTime, $knownAt: DateTime) {{
    decisionMap(id: $id, asOf: $asOf, knownAt: $knownAt) {{ insights {{ {INSIGHT} }} }}
  }}
"""
ALL = """
  query($mine: Boolean, $first: Int, $rule: String, $severity: Severity, $accountId: ID) {
    insights(mine: $mine, first: $first, rule: $rule, severity: $severity, accountId: $accountId) {
      id rule severity account { id }
    }
  }
"""


def at_account(api: Api, account_id: str, **moments: str) -> dict[str, dict[str, Any]]:
    """Return the insights of an account by rule."""
    return {one["rule"]: one for one in api.read(ACCOUNT, id=account_id, **moments)["account"]["insights"]}


def in_map(api: Api, map_id: str, **moments: str) -> dict[str, dict[str, Any]]:
    """Return the insights of a map by rule."""
    return {one["rule"]: one for one in api.read(MAP, id=map_id, **moments)["decisionMap"]["insights"]}


def test_an_empty_map_says_that_nobody_is_there(api: Api) -> None:
    account_id = api.account()
    found = at_account(api, account_id)
    assert found.keys() == {"no-approver", "no-decider", "no-evaluator", "no-user", "no-sponsor"}
    assert found == in_map(api, f"map_{account_id}")
    one = found["no-approver"]
    assert one["message"]["zh"] == "最终批准者尚不明确。"
    assert one["account"]["id"] == account_id
    assert one["map"]["id"] == f"map_{account_id}"
    assert one["why"]["en"] == "Warning; no amount at stake; not dated."


def test_a_play_is_followed_and_the_insight_is_gone_and_undo_brings_it_back(api: Api) -> None:
    account_id = api.account()
    person_id = api.person("Ann", account_id)
    place_id = api.place(account_id, person_id, roles=["DECIDER"])
    said = {"stakeholderId": place_id, "influence": "INNER_CIRCLE", "support": "OPPONENT"}
    api.written("assess", "assessment { id }", **said)
    found = at_account(api, account_id)
    against = found["opponent-decides"]
    assert against["severity"] == "CRITICAL"
    assert against["message"] == {
        "en": "Ann approves or decides, and is against us.",
        "zh": "Ann拥有批准或决策权，且不支持我方。",
    }
    assert [one["node"]["__typename"] for one in against["evidence"]] == ["Stakeholder", "Assessment"]
    assert against["plays"][0]["target"] == {"__typename": "Person", "id": person_id}
    turned = api.written("assess", "assessment { id }", stakeholderId=place_id, support="SPONSOR")
    after = at_account(api, account_id)
    assert not {"opponent-decides", "outnumbered", "no-sponsor"} & after.keys()
    api.written("undo", changeId=turned["changeId"])
    assert at_account(api, account_id)["opponent-decides"] == against


def test_insights_of_the_past_are_those_of_the_past(api: Api) -> None:
    account_id = api.account()
    person_id = api.person("Ann", account_id)
    place_id = api.place(account_id, person_id, roles=["DECIDER"], observedAt="2025-01-01T00:00:00Z")
    for day, support in (("2025-02-01", "OPPONENT"), ("2025-03-01", "SUPPORTER")):
        api.written(
            "assess", stakeholderId=place_id, support=support, influence="INNER_CIRCLE", observedAt=f"{day}T00:00:00Z"
        )
    map_id = f"map_{account_id}"
    assert "opponent-decides" not in in_map(api, map_id)
    then = in_map(api, map_id, asOf="2025-02-15T00:00:00Z")
    assert then["opponent-decides"]["since"].startswith("2025-02-01")
    assert "stale-assessment" not in then
    assert in_map(api, map_id)["stale-assessment"]["since"].startswith("2025-05-30")
    assert "opponent-decides" not in in_map(api, map_id, asOf="2025-01-15T00:00:00Z")
    # At the account it is the same, with what concerns it as a whole: a promise that has been kept since.
    said = {"accountId": account_id, "side": "OURS", "text": "A plan", "due": "2025-02-09"}
    made = api.written("recordCommitment", "commitment { id }", **said, observedAt="2025-02-01T00:00:00Z")
    kept = {"commitmentId": made["commitment"]["id"], "status": "KEPT", "at": "2025-02-20T00:00:00Z"}
    api.written("settleCommitment", **kept)
    for at in ("2025-01-15T00:00:00Z", "2025-02-05T00:00:00Z"):
        assert at_account(api, account_id, asOf=at) == in_map(api, map_id, asOf=at)
    found = at_account(api, account_id, asOf="2025-02-15T00:00:00Z")
    assert found["promise-overdue"]["since"].startswith("2025-02-10")
    assert {rule: one for rule, one in found.items() if one["map"] is not None} == then
    assert "promise-overdue" not in at_account(api, account_id)
    # Nothing of it was known before this test.
    before = at_account(api, account_id, asOf="2025-02-15T00:00:00Z", knownAt="2025-02-15T00:00:00Z")
    assert before.keys() == {"no-approver", "no-decider", "no-evaluator", "no-user", "no-sponsor"}
    for language, words in (("en", "It lies in the future"), ("zh", "时间在将来")):
        error = api.speaking(language).error(ACCOUNT, id=account_id, asOf="2999-01-01T00:00:00Z")
        assert (error["code"], error["argument"], words in error["message"]) == ("INVALID", "asOf", True)


HISTORY = """
  query($id: ID!, $asOf: DateTime) {
    decisionMap(id: $id, asOf: $asOf) {
      insights { rule firstSeenAt }
      insightHistory { id rule message { en } firstSeenAt resolvedAt }
    }
  }
"""


def test_the_history_says_when_insights_were_first_seen_and_resolved(api: Api) -> None:
    account_id = api.account()
    place_id = api.place(account_id, api.person("Ann", account_id), observedAt="2025-01-01T00:00:00Z")
    supports = ("OPPONENT", "2025-02-01"), ("SPONSOR", "2025-03-01"), ("OPPONENT", "2025-04-01")
    api.written("giveRoles", stakeholderId=place_id, roles=["APPROVER"], observedAt="2025-01-10T00:00:00Z")
    for support, day in supports:
        api.written("assess", stakeholderId=place_id, support=support, observedAt=f"{day}T00:00:00Z")
    found = api.read(HISTORY, id=f"map_{account_id}")["decisionMap"]
    spans = [(one["rule"], one["firstSeenAt"][:10], (one["resolvedAt"] or "")[:10]) for one in found["insightHistory"]]
    assert ("no-approver", "2025-01-01", "2025-01-10") in spans
    assert [one for one in spans if one[0] == "opponent-decides"] == [
        ("opponent-decides", "2025-04-01", ""),
        ("opponent-decides", "2025-02-01", "2025-03-01"),
    ]
    seen = {one["rule"]: one["firstSeenAt"] for one in found["insights"]}
    assert seen["opponent-decides"][:10] == "2025-02-01"
    assert seen["no-sponsor"][:10] == "2025-01-01"
    then = api.read(HISTORY, id=f"map_{account_id}", asOf="2025-02-15T00:00:00Z")["decisionMap"]
    assert {"no-approver", "opponent-decides"} <= {one["rule"] for one in then["insightHistory"]}
    assert all(one["firstSeenAt"] < "2025-02-16" for one in then["insightHistory"])


def test_a_single_thread_was_first_seen_when_somebody_was_met_who_leads_on(api: Api) -> None:
    days = [(datetime.now(UTC) - timedelta(days=ago)).isoformat() for ago in (100, 60, 30)]
    account_id = api.account()
    ann, bo = api.person("Ann", account_id), api.person("Bo", account_id)
    place_id = api.place(account_id, ann, roles=["DECIDER"], observedAt=days[0])
    api.place(account_id, bo, observedAt=days[0])
    api.written("assess", stakeholderId=place_id, influence="INNER_CIRCLE", observedAt=days[0])
    api.written("setInfluence", sourceId=bo, targetId=ann, strength=5, observedAt=days[0])
    meeting = {"accountId": account_id, "kind": "MEETING", "direction": "MUTUAL"}
    map_id = f"map_{account_id}"

    def first_seen() -> dict[str, str | None]:
        found = api.read(HISTORY, id=map_id)["decisionMap"]["insights"]
        return {one["rule"]: one["firstSeenAt"] for one in found}

    assert "single-thread" not in first_seen()
    api.written("recordInteraction", personIds=[bo], sellerIds=[api.seller()[0]], at=days[1], **meeting)
    seen = first_seen()["single-thread"]
    assert seen is not None
    assert datetime.fromisoformat(seen) == datetime.fromisoformat(days[1])
    # Gone when another of us met Ann, and there again since that was wrong.
    other = api.seller()[0]
    met = api.written("recordInteraction", personIds=[ann], sellerIds=[other], at=days[2], **meeting)
    assert "single-thread" not in first_seen()
    api.written("undo", changeId=met["changeId"])
    assert first_seen()["single-thread"] == seen


def test_the_history_goes_by_the_deals_that_were_known_to_be_open_then(api: Api) -> None:
    account_id = api.account()
    person_id = api.person("Ann", account_id)
    opened = {"accountId": account_id, "name": "Deal", "openedAt": "2025-01-01T00:00:00Z"}
    deal = api.written("createOpportunity", "opportunity { id }", **opened)["opportunity"]["id"]
    place_id = api.place(account_id, person_id, observedAt="2025-01-01T00:00:00Z")
    api.written("assess", stakeholderId=place_id, support="SUPPORTER", observedAt="2025-01-02T00:00:00Z")
    before = datetime.now(UTC).isoformat()
    # Recorded today: it was lost a month after it had been opened, before anybody went dark.
    api.written("closeOpportunity", opportunityId=deal, status="LOST", at="2025-01-30T00:00:00Z")
    dark: dict[str, list[str]] = {}
    for known_at in (before, datetime.now(UTC).isoformat()):
        query = "query($id: ID!, $at: DateTime) { decisionMap(id: $id, knownAt: $at) { insightHistory { rule } } }"
        found = api.read(query, id=f"map_{account_id}", at=known_at)["decisionMap"]["insightHistory"]
        dark[known_at] = [one["rule"] for one in found if one["rule"] == "going-dark"]
    assert [*dark.values()] == [["going-dark"], []]


def test_every_rule_is_told_by_name(api: Api) -> None:
    told = api.read("{ insightRules { id title { en zh } severity } }")["insightRules"]
    assert told == [
        {"id": rule.id, "title": {"en": rule.title.en, "zh": rule.title.zh}, "severity": rule.severity.value}
        for rule in RULES
    ]
    assert {"id": "no-sponsor", "title": {"en": "No sponsor", "zh": "无赞助者"}, "severity": "WARNING"} in told
    assert len({one["title"]["zh"] for one in told}) == len(RULES)


def test_the_playbook_says_more(api: Api) -> None:
    account_id = api.account()
    asked = "rule playbook { id text { zh } } plays { playbookId }"
    found = api.read(f"query($id: ID!) {{ account(id: $id) {{ insights {{ {asked} }} }} }}", id=account_id)
    for one in found["account"]["insights"]:
        known = [entry["id"] for entry in one["playbook"]]
        assert known
        assert {play["playbookId"] for play in one["plays"]} <= {*known}


def test_the_list_is_ranked_and_filtered(api: Api) -> None:
    me, email = api.seller()
    mine = api.account("Mine", ownerId=me)
    other = api.account("Other")
    place_id = api.place(mine, api.person("Ann", mine), roles=["DECIDER"])
    api.written("assess", stakeholderId=place_id, support="OPPONENT")
    as_me = api.by(email)
    # Accounts that are open to all are others' business: what is mine is asked for.
    found = as_me.read(ALL, mine=True)["insights"]
    assert {one["account"]["id"] for one in found} == {mine}
    assert other not in {one["account"]["id"] for one in as_me.read(ALL)["insights"]}
    assert found[0]["rule"] in {"opponent-decides", "outnumbered"}
    assert [one["severity"] for one in found] == sorted(
        (one["severity"] for one in found), key=["CRITICAL", "WARNING", "INFO"].index
    )
    assert as_me.read(ALL, mine=True, first=2)["insights"] == found[:2]
    assert {one["rule"] for one in as_me.read(ALL, rule="no-user")["insights"]} == {"no-user"}
    assert {one["severity"] for one in as_me.read(ALL, severity="INFO")["insights"]} == {"INFO"}
    both = api.read(ALL, rule="no-user", first=1000)["insights"]
    assert {mine, other} <= {one["account"]["id"] for one in both}
    assert [one["account"]["id"] for one in api.read(ALL, rule="no-user", accountId=other)["insights"]] == [other]
    assert as_me.read(ALL, mine=True)["insights"] == found


def test_value_at_stake_comes_before_age(api: Api) -> None:
    me, email = api.seller()
    small, large, none = (api.account(name, ownerId=me) for name in ("Small", "Large", "None"))
    for account_id, amount in ((small, "100"), (large, "200000")):
        api.written("createOpportunity", accountId=account_id, name="Deal", amount=amount, currency="CNY")
    found = api.by(email).read(ALL, rule="no-approver", mine=True)["insights"]
    # Each open deal has a map of its own, which nobody is in yet.
    assert [one["account"]["id"] for one in found] == [large, large, small, small, none]
    assert at_account(api, large)["no-user"]["why"]["zh"] == "提示；涉及金额 CNY 200,000.00；起始时间不明。"


def test_what_is_not_seen_has_no_insights(api: Api) -> None:
    _, stranger = api.seller()
    account_id = api.account()
    assert api.by(stranger).read(ACCOUNT, id=account_id)["account"] is None
    assert account_id not in {one["account"]["id"] for one in api.by(stranger).read(ALL, first=1000)["insights"]}
    error = api.by(stranger).error(ALL, accountId=account_id)
    assert (error["code"], error["argument"]) == ("NOT_FOUND", "accountId")


@pytest.mark.parametrize("first", [0, -1, 1001])
def test_how_many_is_bounded(api: Api, first: int) -> None:
    error = api.error(ALL, first=first)
    assert (error["code"], error["argument"]) == ("LIMIT", "first")


def test_an_unknown_rule_is_said_with_those_that_there_are(api: Api) -> None:
    error = api.error(ALL, rule="no-such")
    assert (error["code"], error["argument"]) == ("INVALID", "rule")
    assert all(rule.id in error["message"] for rule in RULES)


def test_an_interaction_that_names_none_of_us_is_contact(api: Api) -> None:
    account, now = api.account("Firm"), datetime.now(UTC)
    ann = api.person("Ann", account)
    api.written("createOpportunity", accountId=account, name="Deal")
    place = api.place(account, ann, observedAt=(now - timedelta(days=100)).isoformat())
    api.written("assess", stakeholderId=place, support="SUPPORTER", observedAt=(now - timedelta(days=80)).isoformat())
    query = "query($id: ID!) { decisionMap(id: $id) { insights { rule } } }"

    def dark() -> bool:
        found = api.read(query, id=f"map_{account}")["decisionMap"]["insights"]
        return "going-dark" in [one["rule"] for one in found]

    assert dark()
    met = {"kind": "CALL", "direction": "MUTUAL", "at": (now - timedelta(days=1)).isoformat()}
    api.written("recordInteraction", accountId=account, sellerIds=[], personIds=[ann], **met)
    assert not dark()


def test_what_was_at_stake_is_told_as_of_then(api: Api) -> None:
    account, now = api.account("Firm"), datetime.now(UTC)
    since = (now - timedelta(days=50)).isoformat()
    api.place(account, api.person("Ann", account), observedAt=since)
    deal = {"accountId": account, "openedAt": since, "currency": "EUR"}
    first = api.written("createOpportunity", "opportunity { id }", name="First", amount="100", **deal)
    before = datetime.now(UTC).isoformat()
    api.written("updateOpportunity", opportunityId=first["opportunity"]["id"], amount="200", currency="EUR")
    api.written("createOpportunity", name="Second", amount="900", **deal)
    query = (
        "query($id: ID!, $asOf: DateTime, $knownAt: DateTime) { decisionMap(id: $id, asOf: $asOf, knownAt: $knownAt) "
        "{ insights { valueAtStake { amount } } } }"
    )

    def at_stake(**when: str) -> str:
        found = api.read(query, id=f"map_{account}", **when)["decisionMap"]["insights"]
        return found[0]["valueAtStake"][0]["amount"]

    # The second was open before, which was not known then.
    assert [at_stake(), at_stake(asOf=before), at_stake(knownAt=before)] == ["1100.00", "1000.00", "100.00"]
