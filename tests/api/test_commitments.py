"""Commitments and the playbook over HTTP, and the errors that bad input is answered with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.shipped_plays import SHIPPED
from tests.api.client import Api

TODAY = datetime.now(UTC).date()
TOLD = "commitment { id version account { id } person { id } side text due status settledAt overdue madeAt }"
LIST = """query($id: ID!, $status: CommitmentStatus, $first: Int, $after: String) {
  account(id: $id) { commitments(status: $status, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } edges { node { id text status overdue } } } } }"""


def promise(api: Api, account: str, **given: Any) -> dict[str, Any]:
    said = {"accountId": account, "side": "OURS", "text": "A visit.", **given}
    return api.written("recordCommitment", TOLD, **said)["commitment"]


def test_a_commitment_is_recorded_found_settled_and_taken_back(api: Api) -> None:
    account = api.account()
    person = api.person("Ann", account)
    due = TODAY.isoformat()
    made = promise(api, account, personId=person, due=due)
    assert made == {
        "id": made["id"],
        "version": 1,
        "account": {"id": account},
        "person": {"id": person},
        "side": "OURS",
        "text": "A visit.",
        "due": due,
        "status": "OPEN",
        "settledAt": None,
        "overdue": False,
        "madeAt": made["madeAt"],
    }
    found = api.read("query($id: ID!) { node(id: $id) { id ... on Commitment { text } } }", id=made["id"])
    assert found == {"node": {"id": made["id"], "text": "A visit."}}
    settled = api.written("settleCommitment", TOLD, commitmentId=made["id"], status="KEPT", expectedVersion=1)
    assert settled["commitment"] == made | {
        "version": 2,
        "status": "KEPT",
        "settledAt": settled["commitment"]["settledAt"],
    }
    assert api.refused("settleCommitment", commitmentId=made["id"], status="BROKEN") == ("INVALID", ["status"])
    api.written("undo", changeId=settled["changeId"])
    assert api.read("query($id: ID!) { node(id: $id) { ... on Commitment { status } } }", id=made["id"]) == {
        "node": {"status": "OPEN"}
    }


def test_commitments_of_an_account_are_paged_by_status(api: Api) -> None:
    account = api.account("Paged")
    start = datetime.now(UTC) - timedelta(days=10)
    ids = [
        promise(api, account, text=f"{n}", observedAt=(start + timedelta(days=n)).isoformat())["id"] for n in range(3)
    ]
    api.written("settleCommitment", commitmentId=ids[1], status="WITHDRAWN")
    page = api.read(LIST, id=account, first=2)["account"]["commitments"]
    assert [edge["node"]["text"] for edge in page["edges"]] == ["2", "1"]
    assert (page["totalCount"], page["pageInfo"]["hasNextPage"]) == (3, True)
    rest = api.read(LIST, id=account, first=2, after=page["pageInfo"]["endCursor"])["account"]["commitments"]
    assert [edge["node"]["text"] for edge in rest["edges"]] == ["0"]
    still = api.read(LIST, id=account, status="OPEN")["account"]["commitments"]
    assert [edge["node"]["text"] for edge in still["edges"]] == ["2", "0"]
    assert still["totalCount"] == 2


def test_commitments_of_the_past_are_as_they_were(api: Api) -> None:
    account = api.account("Promised once")
    start = datetime.now(UTC) - timedelta(days=30)

    def ago(days: int) -> str:
        return (start + timedelta(days=days)).isoformat()

    first, second, _ = (
        promise(api, account, text=f"{n}", observedAt=ago(n), due=ago(n + 2)[:10])["id"] for n in (0, 10, 20)
    )
    before = datetime.now(UTC).isoformat()
    for id_, at in ((first, ago(1)), (second, ago(15))):
        api.written("settleCommitment", commitmentId=id_, status="KEPT", at=at)
    asked = """query($id: ID!, $at: DateTime, $known: DateTime, $status: CommitmentStatus, $after: String) {
      account(id: $id) { commitments(asOf: $at, knownAt: $known, status: $status, first: 1, after: $after) {
        totalCount pageInfo { hasNextPage endCursor } edges { node { text status overdue } } } } }"""

    def listed(**given: Any) -> list[tuple[str, str, bool]]:
        found: list[tuple[str, str, bool]] = []
        after: str | None = None
        while True:
            page = api.read(asked, id=account, after=after, **given)["account"]["commitments"]
            found += [(one["node"]["text"], one["node"]["status"], one["node"]["overdue"]) for one in page["edges"]]
            if not page["pageInfo"]["hasNextPage"]:
                assert page["totalCount"] == len(found)
                return found
            after = page["pageInfo"]["endCursor"]

    assert listed(at=ago(11)) == [("10", "OPEN", False), ("0", "KEPT", False)]
    assert listed(at=ago(14)) == [("10", "OPEN", True), ("0", "KEPT", False)]
    assert listed(at=ago(16), status="OPEN") == []
    assert listed(at=ago(11), known=before) == [("10", "OPEN", False), ("0", "OPEN", True)]
    assert [one[0] for one in listed()] == ["20", "10", "0"]
    error = api.error(asked, id=account, at=(datetime.now(UTC) + timedelta(days=1)).isoformat())
    assert error["code"] == "INVALID"


def test_it_is_overdue_from_the_end_of_its_day(api: Api) -> None:
    account = api.account("Late")
    long_ago = (datetime.now(UTC) - timedelta(days=9)).isoformat()
    for days, late in ((0, False), (1, True)):
        due = (TODAY - timedelta(days=days)).isoformat()
        assert promise(api, account, due=due, observedAt=long_ago)["overdue"] is late


@pytest.mark.parametrize(
    ("given", "field", "en", "zh"),
    [
        ({"text": " "}, ["text"], "Say what is promised", "请写明承诺的内容"),
        ({"due": "2020-01-01"}, ["due"], "It lies before the commitment was made", "早于作出承诺的时间"),
        ({"observedAt": "2999-01-01T00:00:00Z"}, ["observedAt"], "It lies in the future", "时间在将来"),
    ],
)
def test_bad_input_is_told_in_both_languages(
    api: Api, given: dict[str, Any], field: list[str], en: str, zh: str
) -> None:
    said = {"accountId": api.account("Bad"), "side": "THEIRS", "text": "x", **given}
    for language, words in (("en", en), ("zh", zh)):
        (error,) = api.speaking(language).write("recordCommitment", **said)["userErrors"]
        assert (error["code"], error["field"]) == ("INVALID", field)
        assert words in error["message"]


def test_whoever_may_not_see_an_account_learns_nothing_of_its_commitments(api: Api) -> None:
    _, outsider = api.seller("Outsider", role="MEMBER")
    made = promise(api, api.account("Hidden"))
    other = api.by(outsider)
    assert other.read("query($id: ID!) { node(id: $id) { id } }", id=made["id"]) == {"node": None}
    refused = other.refused("settleCommitment", commitmentId=made["id"], status="KEPT")
    assert refused == ("NOT_FOUND", ["commitmentId"])


PLAYBOOK = """query($topic: PlayTopic, $key: String) {
  playbook(topic: $topic, key: $key) { id text { en zh } answers { topic key } } }"""


def test_the_playbook_answers_everything_a_topic_or_a_part_of_it(api: Api) -> None:
    assert [one["id"] for one in api.read(PLAYBOOK)["playbook"]] == [one.id for one in SHIPPED]
    trust = api.read(PLAYBOOK, topic="TRUST")["playbook"]
    assert [one["text"]["zh"] for one in trust] == ["做专家。", "由其信任的人引见。", "展示优势。", "兑现承诺。"]
    steps = api.read(PLAYBOOK, topic="RULE", key="no-sponsor")["playbook"]
    assert [one["id"] for one in steps] == [f"sponsor-{number}" for number in range(1, 6)]
    assert api.read(PLAYBOOK, topic="RULE", key="nothing")["playbook"] == []


def test_a_key_without_a_topic_is_refused(api: Api) -> None:
    error = api.error(PLAYBOOK, key="no-sponsor")
    assert (error["code"], error["argument"]) == ("INVALID", "topic")


def test_a_team_adds_changes_and_withdraws_advice_of_its_own(api: Api) -> None:
    told = "entry { id text { en zh } answers { topic key } addedBy { id } }"
    me = api.read("{ viewer { id } }")["viewer"]
    answers = [{"topic": "RULE", "key": "no-sponsor"}, {"topic": "UPKEEP"}]
    added = api.written("addPlay", told, answers=answers, en="Write a letter.")["entry"]
    assert added == {
        "id": added["id"],
        "text": {"en": "Write a letter.", "zh": "Write a letter."},
        "answers": [{"topic": "RULE", "key": "no-sponsor"}, {"topic": "UPKEEP", "key": None}],
        "addedBy": me,
    }
    changed = api.written("changePlay", told, playId=added["id"], zh="写信。")["entry"]
    assert changed == added | {"text": {"en": "Write a letter.", "zh": "写信。"}}
    upkeep = api.read(PLAYBOOK, topic="UPKEEP")["playbook"]
    assert [one["id"] for one in upkeep] == [*(f"upkeep-{number}" for number in range(1, 5)), added["id"]]
    api.written("withdrawPlay", playId=added["id"])
    assert added["id"] not in [one["id"] for one in api.read(PLAYBOOK)["playbook"]]
    assert api.refused("withdrawPlay", playId="trust-1") == ("NOT_FOUND", ["playId"])
    for language, words in (("en", "needs a key"), ("zh", "需要指定 key")):
        (error,) = api.speaking(language).write("addPlay", answers=[{"topic": "RULE"}], en="x")["userErrors"]
        assert words in error["message"]


def test_a_stage_says_how_to_bring_a_customer_there(api: Api) -> None:
    told = "{ ladders { key stages { key plays { id text { en } } } } }"
    ladders = {one["key"]: one["stages"] for one in api.read(told)["ladders"]}
    found = {stage["key"]: [one["id"] for one in stage["plays"]] for stage in ladders["LOYALTY"]}
    assert found["SUSPECT"] == []
    assert found["CLIENT"] == [f"stage-loyalty-client-{number}" for number in range(1, 4)]
    assert all(stage["plays"] == [] for key, stages in ladders.items() if key != "LOYALTY" for stage in stages)
