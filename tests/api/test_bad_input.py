"""What is refused, with which code and field, in both languages; and what looks odd but is fine."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.api.client import Api

UNKNOWN = "0" * 31 + "1"
# The same in every process that collects the tests.
FUTURE = "2999-01-01T00:00:00+00:00"
MANY = ", ".join(f'"{number}"' for number in range(1001))
NESTED = "{ not: " * 20 + "{}" + " }" * 20
CHINESE = re.compile("[\u4e00-\u9fff]")


class Firm:
    """An account with a map of two people, one more account, a referral, a deal and a stage."""

    def __init__(self, api: Api) -> None:
        self.account = api.account("Firm")
        self.other = api.account("Other")
        self.ann, self.bob = api.person("Ann", self.account), api.person("Bob", self.account)
        self.stranger = api.person("Stranger", self.other)
        self.place = api.place(self.account, self.ann)
        self.placeholder = api.place(self.account, label="Somebody")
        api.written("setManager", personId=self.bob, managerId=self.ann)
        deal = api.written("createOpportunity", "opportunity { id }", accountId=self.account, name="Deal")
        self.deal = deal["opportunity"]["id"]
        lost = api.written("createOpportunity", "opportunity { id }", accountId=self.account, name="Lost")
        self.lost = lost["opportunity"]["id"]
        placed = api.written("addStakeholder", "stakeholder { id }", mapId=f"map_{self.lost}", personId=self.ann)
        self.lost_place = placed["stakeholder"]["id"]
        api.written("closeOpportunity", opportunityId=self.lost, status="LOST")
        made = api.written(
            "recordReferral",
            "referral { id }",
            referrerId=self.account,
            referredId=self.other,
            madeAt="2026-01-02T00:00:00Z",
        )
        self.referral = made["referral"]["id"]
        api.written("advanceReferral", referralId=self.referral, status="CONTACTED", at="2026-01-03T00:00:00Z")
        api.written("moveStage", accountId=self.account, ladder="LOYALTY", to="CUSTOMER")
        self.seller, self.email = api.seller("Sam")

    def fill(self, value: Any) -> Any:
        """Put ids in the place of `$name`."""
        if isinstance(value, list):
            return [self.fill(one) for one in value]
        if isinstance(value, str):
            return re.sub(r"\$(\w+)", lambda found: getattr(self, found[1]), value)
        return value


@pytest.fixture(scope="module")
def firm(http: Any) -> Firm:
    return Firm(Api(http))


REFUSED: list[tuple[str, dict[str, Any], str, str | None]] = [
    # ids
    ("updateAccount", {"accountId": f"account_{UNKNOWN}", "name": "A"}, "NOT_FOUND", "accountId"),
    ("updateAccount", {"accountId": "$ann", "name": "A"}, "NOT_FOUND", "accountId"),
    ("updateAccount", {"accountId": "", "name": "A"}, "NOT_FOUND", "accountId"),
    ("updatePerson", {"personId": "$account", "name": "A"}, "NOT_FOUND", "personId"),
    ("assess", {"stakeholderId": "$account", "support": "SPONSOR"}, "NOT_FOUND", "stakeholderId"),
    ("addStakeholder", {"mapId": "$account", "label": "A"}, "NOT_FOUND", "mapId"),
    ("addStakeholder", {"mapId": f"map_account_{UNKNOWN}", "label": "A"}, "NOT_FOUND", "mapId"),
    ("createAccount", {"name": "A", "kind": "COMPANY", "ownerId": "$ann"}, "NOT_FOUND", "ownerId"),
    ("createAccount", {"name": "A", "kind": "COMPANY", "teamIds": ["$seller", "$ann"]}, "NOT_FOUND", "teamIds"),
    ("undo", {"changeId": f"change_{UNKNOWN}"}, "NOT_FOUND", "changeId"),
    ("undo", {"changeId": "$account"}, "NOT_FOUND", "changeId"),
    # referrals
    ("recordReferral", {"referrerId": "$ann", "referredId": "$ann"}, "INVALID", "referredId"),
    ("recordReferral", {"referrerId": "$account", "referredId": "$other"}, "DUPLICATE", "referredId"),
    ("recordReferral", {"referrerId": "$seller", "referredId": "$other"}, "NOT_FOUND", "referrerId"),
    ("recordReferral", {"referrerId": "$ann", "referredId": "$other", "madeAt": FUTURE}, "INVALID", "madeAt"),
    ("advanceReferral", {"referralId": "$referral", "status": "MADE"}, "INVALID", "status"),
    ("advanceReferral", {"referralId": "$referral", "status": "CONTACTED"}, "INVALID", "status"),
    (
        "advanceReferral",
        {"referralId": "$referral", "status": "DECLINED", "at": "2026-01-01T00:00:00Z"},
        "INVALID",
        "at",
    ),
    ("advanceReferral", {"referralId": "$referral", "status": "CONVERTED", "amount": "1"}, "INVALID", "currency"),
    (
        "advanceReferral",
        {"referralId": "$referral", "status": "DECLINED", "amount": "1", "currency": "EUR"},
        "INVALID",
        "amount",
    ),
    # ties
    ("setManager", {"personId": "$ann", "managerId": "$bob"}, "CYCLE", "managerId"),
    ("setManager", {"personId": "$ann", "managerId": "$ann"}, "CYCLE", "managerId"),
    ("setManager", {"personId": "$ann", "managerId": "$stranger"}, "INVALID", "managerId"),
    ("setInfluence", {"sourceId": "$ann", "targetId": "$ann", "strength": 1}, "INVALID", "targetId"),
    ("setInfluence", {"sourceId": "$ann", "targetId": "$bob", "strength": 0}, "INVALID", "strength"),
    ("setInfluence", {"sourceId": "$ann", "targetId": "$bob", "strength": 6}, "INVALID", "strength"),
    ("recordAcquaintance", {"sourceId": "$ann", "targetId": "$bob", "strength": 1.5}, "INVALID", "strength"),
    ("recordAcquaintance", {"sourceId": "$ann", "targetId": "$account"}, "NOT_FOUND", "targetId"),
    # maps
    ("addStakeholder", {"mapId": "map_$account", "personId": "$ann"}, "DUPLICATE", "personId"),
    ("addStakeholder", {"mapId": "map_$account"}, "INVALID", "label"),
    ("addStakeholder", {"mapId": "map_$lost", "label": "Late"}, "INVALID", "mapId"),
    ("giveRoles", {"stakeholderId": "$lost_place", "roles": []}, "INVALID", "stakeholderId"),
    ("assess", {"stakeholderId": "$lost_place", "support": "SPONSOR"}, "INVALID", "stakeholderId"),
    ("nameStakeholder", {"stakeholderId": "$placeholder", "personId": "$ann"}, "DUPLICATE", "personId"),
    ("nameStakeholder", {"stakeholderId": "$place", "personId": "$bob"}, "INVALID", "stakeholderId"),
    ("placeStakeholder", {"stakeholderId": "$place", "x": 1.0}, "INVALID", "y"),
    ("placeStakeholder", {"stakeholderId": "$place", "x": 1e300, "y": 0}, "INVALID", "x"),
    ("assess", {"stakeholderId": "$place"}, "INVALID", "support"),
    ("assess", {"stakeholderId": "$place", "support": None, "evidence": "None."}, "INVALID", "support"),
    ("assess", {"stakeholderId": "$place", "support": "SPONSOR", "observedAt": FUTURE}, "INVALID", "observedAt"),
    # texts
    ("createAccount", {"name": "", "kind": "COMPANY"}, "INVALID", "name"),
    ("createAccount", {"name": " \t ", "kind": "COMPANY"}, "INVALID", "name"),
    ("createAccount", {"name": "a" * 10_000, "kind": "COMPANY"}, "INVALID", "name"),
    ("createAccount", {"name": "a\u0007b", "kind": "COMPANY"}, "INVALID", "name"),
    ("createAccount", {"name": "two\nlines", "kind": "COMPANY"}, "INVALID", "name"),
    ("updateAccount", {"accountId": "$account", "name": None}, "INVALID", "name"),
    ("updateAccount", {"accountId": "$account", "open": None}, "INVALID", "open"),
    ("createPerson", {"name": "P", "emails": ["nobody"]}, "INVALID", "emails"),
    ("createPerson", {"name": "P", "phones": ["none"]}, "INVALID", "phones"),
    ("createPerson", {"name": "P", "since": "2024-01-01"}, "INVALID", "since"),
    ("createAccount", {"name": "A", "kind": "COMPANY", "clientMutationId": "a" * 201}, "LIMIT", "clientMutationId"),
    # money
    ("createOpportunity", {"accountId": "$account", "name": "D", "amount": "5"}, "INVALID", "currency"),
    ("createOpportunity", {"accountId": "$account", "name": "D", "currency": "EUR"}, "INVALID", "amount"),
    (
        "createOpportunity",
        {"accountId": "$account", "name": "D", "amount": "5", "currency": "EURO"},
        "INVALID",
        "currency",
    ),
    (
        "createOpportunity",
        {"accountId": "$account", "name": "D", "amount": "9" * 30, "currency": "EUR"},
        "INVALID",
        "amount",
    ),
    (
        "recordOrder",
        {"accountId": "$account", "at": "2026-01-01T00:00:00Z", "amount": "0.5", "currency": "JPY"},
        "INVALID",
        "amount",
    ),
    (
        "recordOrder",
        {"accountId": "$account", "at": "2026-01-01T00:00:00Z", "amount": "-1", "currency": "EUR"},
        "INVALID",
        "amount",
    ),
    (
        "recordOrder",
        {"accountId": "$account", "at": FUTURE, "amount": "1", "currency": "EUR"},
        "INVALID",
        "at",
    ),
    # stages
    ("moveStage", {"accountId": "$account", "ladder": "LOYALTY", "to": "PROSPECT"}, "INVALID", "reason"),
    ("moveStage", {"accountId": "$account", "ladder": "LOYALTY", "to": "CUSTOMER"}, "INVALID", "to"),
    ("moveStage", {"accountId": "$account", "ladder": "LOYALTY", "to": "NOWHERE"}, "INVALID", "to"),
    ("moveStage", {"accountId": "$account", "ladder": "loyalty", "to": "CLIENT"}, "INVALID", "ladder"),
    # interactions and deals
    (
        "recordInteraction",
        {
            "accountId": "$account",
            "kind": "CALL",
            "direction": "INBOUND",
            "at": "2026-01-01T00:00:00Z",
            "sellerIds": [],
            "personIds": [],
            "sentiment": 3,
        },
        "INVALID",
        "sentiment",
    ),
    ("closeOpportunity", {"opportunityId": "$deal", "status": "OPEN"}, "INVALID", "status"),
    ("closeOpportunity", {"opportunityId": "$lost", "status": "WON"}, "INVALID", "opportunityId"),
    ("updateSeller", {"sellerId": "$seller", "managerId": "$seller"}, "CYCLE", "managerId"),
]


@pytest.mark.parametrize(("mutation", "given", "code", "field"), REFUSED)
def test_a_write_is_refused_by_code_field_and_in_words(
    api: Api, firm: Firm, mutation: str, given: dict[str, Any], code: str, field: str | None
) -> None:
    given = {name: firm.fill(value) for name, value in given.items()}
    english = api.write(mutation, **given)
    chinese = api.speaking("zh-CN,zh;q=0.9,en;q=0.8").write(mutation, **given)
    for payload, is_chinese in ((english, False), (chinese, True)):
        (error,) = payload["userErrors"]
        assert (error["code"], error["field"]) == (code, [field])
        assert bool(CHINESE.search(error["message"])) is is_chinese
        assert payload["changeId"] is None


WRONG_READS: list[tuple[str, str, str, str]] = [
    ("accounts", "accounts(first: 0) { totalCount }", "LIMIT", "first"),
    ("accounts", "accounts(first: -1) { totalCount }", "LIMIT", "first"),
    ("accounts", "accounts(first: 10000) { totalCount }", "LIMIT", "first"),
    ("accounts", 'accounts(after: "") { totalCount }', "INVALID", "after"),
    ("accounts", 'accounts(after: "bm90IGpzb24") { totalCount }', "INVALID", "after"),
    ("accounts", 'accounts(after: "💥") { totalCount }', "INVALID", "after"),
    (
        "accounts",
        'accounts(filter: { stage: { ladder: "X", in: [] } }) { totalCount }',
        "INVALID",
        "filter.stage.ladder",
    ),
    (
        "accounts",
        'accounts(filter: { stage: { ladder: "CLASS", in: ["X"] } }) { totalCount }',
        "INVALID",
        "filter.stage.in",
    ),
    (
        "accounts",
        f"accounts(filter: {{ tag: [{MANY}] }}) {{ totalCount }}",
        "LIMIT",
        "filter",
    ),
    ("accounts", f"accounts(filter: {NESTED}) {{ totalCount }}", "LIMIT", "filter"),
    ("account", "account { id }", "INVALID", "id"),
    ("account", 'account(id: "a", externalId: "b") { id }', "INVALID", "id"),
    ("search", 'search(text: "a", first: 1001) { id }', "LIMIT", "first"),
    ("search", f'search(text: "{"a" * 201}") {{ id }}', "LIMIT", "text"),
    ("searchOpportunities", f'searchOpportunities(text: "{"a" * 201}") {{ id }}', "LIMIT", "text"),
    ("decisionMap", f'decisionMap(id: "map_$account", asOf: "{FUTURE}") {{ id }}', "INVALID", "asOf"),
    ("decisionMap", f'decisionMap(id: "map_$account", knownAt: "{FUTURE}") {{ id }}', "INVALID", "knownAt"),
    ("account", f'account(id: "$account") {{ stages(asOf: "{FUTURE}") {{ days }} }}', "INVALID", "asOf"),
    ("account", 'account(id: "$account") { stageHistory(ladder: "X") { id } }', "INVALID", "ladder"),
    ("account", 'account(id: "$account") { people(first: 0) { totalCount } }', "LIMIT", "first"),
    ("account", 'account(id: "$account") { referralFigures(discount: 2) { direct } }', "INVALID", "discount"),
    ("account", 'account(id: "$account") { decisionMap(opportunityId: "$ann") { id } }', "NOT_FOUND", "opportunityId"),
    ("referrals", f'referrals(asOf: "{FUTURE}") {{ totalCount }}', "INVALID", "asOf"),
    ("referralChains", f'referralChains(partyId: "$account", asOf: "{FUTURE}") {{ complete }}', "INVALID", "asOf"),
    ("referralTree", 'referralTree(partyId: "$account", first: 0) { truncated }', "LIMIT", "first"),
    ("referralTree", 'referralTree(partyId: "$account", maxDepth: 0) { truncated }', "LIMIT", "maxDepth"),
    ("referralTree", 'referralTree(partyId: "$account", discount: -1) { truncated }', "INVALID", "discount"),
    ("stageBoard", 'stageBoard(ladder: "X") { asOf }', "INVALID", "ladder"),
    ("stageBoard", f'stageBoard(ladder: "CLASS", asOf: "{FUTURE}") {{ asOf }}', "INVALID", "asOf"),
]


@pytest.mark.parametrize(("name", "field", "code", "argument"), WRONG_READS)
def test_a_wrong_argument_of_a_read_is_an_error_that_names_it(
    api: Api, firm: Firm, name: str, field: str, code: str, argument: str
) -> None:
    query = f"{{ {firm.fill(field)} }}"
    english, chinese = api.error(query), api.speaking("zh").error(query)
    assert (english["code"], english["argument"]) == (code, argument)
    assert english | {"message": ""} == chinese | {"message": ""}
    assert not CHINESE.search(english["message"])
    assert CHINESE.search(chinese["message"])


@pytest.mark.parametrize(
    "value",
    ["2026-01-01T00:00:00", "2026-01-01", "yesterday", 1_700_000_000, "2026-02-30T00:00:00Z", "2026-01-01T00:00Z\n",
     "0001-01-01T00:00:00+14:00", "20260101T000000Z", "2026-01-01T00:00:00.1234567Z"],
)  # fmt: skip
def test_a_moment_without_offset_or_sense_is_refused(api: Api, value: object) -> None:
    query = "query($at: DateTime) { referrals(asOf: $at) { totalCount } }"
    answer = api.send(query, {"at": value})
    (error,) = answer.json()["errors"]
    assert error["extensions"] == {"code": "INVALID", "argument": "at"}
    assert "offset" in error["message"]
    assert CHINESE.search(api.speaking("zh").error(query, at=value)["message"])


@pytest.mark.parametrize("value", [1200.5, 12, "NaN", "1e5", "Infinity", "1,000", "", " 1", "１", True, "0x10"])
def test_a_decimal_that_is_no_plain_string_is_refused(api: Api, firm: Firm, value: object) -> None:
    query = "mutation($input: RecordOrderInput!) { recordOrder(input: $input) { changeId } }"
    given = {"accountId": firm.account, "at": "2026-01-01T00:00:00Z", "amount": value, "currency": "EUR"}
    error = api.error(query, input=given)
    assert (error["code"], error["argument"]) == ("INVALID", "input.amount")


def test_a_decimal_written_as_a_number_is_told_to_be_a_string(api: Api, firm: Firm) -> None:
    said = f'accountId: "{firm.account}", at: "2026-01-01T00:00:00Z", amount: 12.5, currency: "EUR"'
    error = api.error(f"mutation {{ recordOrder(input: {{ {said} }}) {{ changeId }} }}")
    assert error["code"] == "INVALID"
    # A literal is named by its place in the document.
    assert "argument" not in error
    assert error["message"].startswith("A Decimal is sent as a string, like “1200.50”, never as a number; “12.5”")


@pytest.mark.parametrize("said", ["NaN", '"NaN"', "1e3", '""'])
def test_a_literal_that_is_no_decimal_names_no_argument(api: Api, firm: Firm, said: str) -> None:
    given = f'accountId: "{firm.account}", name: "D", currency: "EUR", amount: {said}'
    error = api.error(f"mutation {{ createOpportunity(input: {{ {given} }}) {{ changeId }} }}")
    assert error["code"] == "INVALID"
    assert "argument" not in error


def test_what_graphql_itself_refuses_has_a_code_and_says_where(api: Api, firm: Firm) -> None:
    query = "mutation($input: SetInfluenceInput!) { setInfluence(input: $input) { changeId } }"
    given = {"sourceId": firm.ann, "targetId": firm.bob}
    for wrong in ({"strength": 2.5}, {"polarity": "MIXED"}):
        error = api.error(query, input=given | wrong)
        assert (error["code"], error["argument"]) == ("INVALID", f"input.{next(iter(wrong))}")
    query = "query($filter: AccountFilter) { accounts(filter: $filter) { totalCount } }"
    error = api.error(query, filter={"and": [{}, {"tier": ["A", "Z"]}]})
    assert (error["code"], error["argument"]) == ("INVALID", "filter.and[1].tier[1]")
    for broken in ("{ viewer { id }", "{ viewer { nothing } }", "query($id: ID!) { account(id: $id) { id } }"):
        assert api.error(broken)["code"] == "INVALID"


@pytest.mark.parametrize("value", ["2026-02-30", "2026-1-1", "2026-01-01T00:00:00Z", 20260101])
def test_a_day_that_is_none_is_refused(api: Api, value: object) -> None:
    query = "mutation($input: CreatePersonInput!) { createPerson(input: $input) { changeId } }"
    assert api.error(query, input={"name": "P", "since": value})["code"] == "INVALID"


def test_messages_say_what_was_wrong_and_what_would_be_right(api: Api, firm: Firm) -> None:
    """In Chinese by the labels that front ends show, in English by the codes."""
    chinese = api.speaking("zh")
    for api_, move, advance, future in (
        (api, "from CUSTOMER to PROSPECT", "from CONTACTED to MADE (next: CONVERTED, DECLINED)", "up to now"),
        (chinese, "从“顾客”下移到“可能顾客”", "从“已联系”变为“已推荐”（下一步：已成交、未成交）", "当前时刻为止"),
    ):
        (error,) = api_.write("moveStage", accountId=firm.account, ladder="LOYALTY", to="PROSPECT")["userErrors"]
        assert move in error["message"]
        (error,) = api_.write("advanceReferral", referralId=firm.referral, status="MADE")["userErrors"]
        assert advance in error["message"]
        query = "query($id: ID!, $at: DateTime) { decisionMap(id: $id, asOf: $at) { id } }"
        assert future in api_.error(query, id=f"map_{firm.account}", at=FUTURE)["message"]


def test_what_was_built_on_a_change_is_said_in_words(api: Api) -> None:
    created = api.written("createPerson", "person { id }", name="Base")
    account = api.account("Whose map")
    built = api.written("addStakeholder", mapId=f"map_{account}", personId=created["person"]["id"])
    for api_, words in (
        (api, "Base was added to a decision map by Administrator on "),
        (api.speaking("zh"), "将Base加入了决策关系图"),
    ):
        (error,) = api_.write("undo", changeId=created["changeId"])["userErrors"]
        assert (error["code"], error["field"], error["actual"]) == ("CONFLICT", ["changeId"], built["changeId"])
        assert words in error["message"]
        assert built["changeId"] in error["message"]


def test_a_stale_version_answers_both_versions(api: Api) -> None:
    account = api.account("Versioned")
    api.written("updateAccount", accountId=account, region="N")
    for one in (api, api.speaking("zh")):
        (error,) = one.write("updateAccount", accountId=account, region="S", expectedVersion=1)["userErrors"]
        assert (error["code"], error["field"]) == ("CONFLICT", ["expectedVersion"])
        assert (error["expected"], error["actual"]) == ("1", "2")
        assert "1" in error["message"]
        assert "2" in error["message"]


def test_a_change_is_undone_once_and_only_if_nothing_was_built_on_it(api: Api) -> None:
    created = api.written("createAccount", "account { id }", name="Base", kind="COMPANY")
    renamed = api.written("updateAccount", accountId=created["account"]["id"], name="Built on")
    assert api.refused("undo", changeId=created["changeId"]) == ("CONFLICT", ["changeId"])
    api.written("undo", changeId=renamed["changeId"])
    assert api.refused("undo", changeId=renamed["changeId"]) == ("CONFLICT", ["changeId"])
    refused = api.write("undo", "undone", changeId=renamed["changeId"])
    assert refused["undone"] is False


def test_an_external_id_that_is_taken_says_nothing_of_by_what(api: Api) -> None:
    api.account("Hidden", externalId="taken-1")
    (error,) = api.write("createAccount", name="New", kind="COMPANY", externalId="taken-1")["userErrors"]
    assert (error["code"], error["field"]) == ("DUPLICATE", ["externalId"])
    assert "Hidden" not in error["message"]


def test_only_an_admin_makes_sellers_and_a_viewer_writes_nothing(api: Api, firm: Firm) -> None:
    member = api.by(firm.email)
    (error,) = member.write("createSeller", name="S")["userErrors"]
    assert error["code"] == "FORBIDDEN"
    _, email = api.seller("Reader", role="VIEWER")
    (error,) = api.by(email).write("createAccount", name="A", kind="COMPANY")["userErrors"]
    assert error["code"] == "FORBIDDEN"


def test_an_open_account_is_read_but_not_written_by_others(api: Api, firm: Firm) -> None:
    account = api.account("Open", open=True)
    member = api.by(firm.email)
    assert member.read("query($id: ID!) { account(id: $id) { name } }", id=account)["account"] == {"name": "Open"}
    assert member.refused("updateAccount", accountId=account, name="Mine") == ("FORBIDDEN", ["accountId"])


@pytest.mark.parametrize(
    "name", ["🦊 Fox & Co", "شركة المثال", "חברה", "Ångström AB", "王", "a" * 200, 'O\'Neil "x" {}']
)
def test_unusual_names_are_fine(api: Api, name: str) -> None:
    created = api.written("createAccount", "account { name }", name=name, kind="COMPANY")
    assert created["account"]["name"] == name


def test_before_the_beginning_a_map_is_empty(api: Api, firm: Firm) -> None:
    found = api.read(
        'query($id: ID!) { decisionMap(id: $id, asOf: "0001-01-01T00:00:00Z") { asOf stakeholders { id } ties { id } '
        "status supportScore { value } } }",
        id=f"map_{firm.account}",
    )
    assert found["decisionMap"] == {
        "asOf": "0001-01-01T00:00:00Z",
        "stakeholders": [],
        "ties": [],
        "status": "RED",
        "supportScore": {"value": None},
    }
