"""The review pack: what stands on the page, and that it is one page of paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from tests.e2e.conftest import insurer
from tests.e2e.test_access import findings, for_axe
from tests.server import Server

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.e2e.conftest import Open

MAP = """query ($id: ID!, $since: DateTime!) { account(id: $id) { name owner { name } decisionMap {
  status stakeholders { id label } changes(since: $since) { field sentence { en zh } stakeholder { weight } }
  insights { message { en zh } advice { en zh } plays { text { en zh } } } } } }"""
SINCE = "2026-08-01"
WHY = {"en": "A key player who approves or decides is for us.", "zh": "有批准或决策的关键人物支持我们。"}
SIGNS = {"en": ("Sponsor", "Approver", "key player", "In conflict"), "zh": ("赞助者", "最终批准者", "关键人物", "冲突")}
MAKE = "mutation ($name: String!) { createAccount(input: {name: $name, kind: COMPANY}) { account { id } } }"
PERSON = """mutation ($account: ID!, $name: String!) {
  createPerson(input: {accountId: $account, name: $name, title: "基础设施与安全运营部总经理"}) { person { id } } }"""
MANAGER = """mutation ($person: ID!, $manager: ID!) {
  setManager(input: {personId: $person, managerId: $manager}) { changeId } }"""
PLACE = "mutation ($map: ID!, $person: ID!) { addStakeholder(input: {mapId: $map, personId: $person, roles: [%s]}) {"
ASSESS = """mutation ($id: ID!) { assess(input: {stakeholderId: $id, support: OPPONENT, influence: INNER_CIRCLE,
  evidence: "A sentence that says at some length what makes us think so."}) { changeId } }"""


def pages(page: Page) -> int:
    """Return on how many pages it is printed."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True, print_background=True)))


def opened(page: Page) -> Page:
    expect(page.locator("[data-sheet][aria-busy=false]")).to_be_visible()
    return page


@for_axe
def test_a_review_is_one_page_with_map_gaps_plays_and_changes(
    reading: Server, open_page: Open, language: str, theme: str
):
    account = reading.query(MAP, {"id": insurer(reading), "since": f"{SINCE}T00:00:00Z"})["account"]
    path = f"/a/{insurer(reading)}/review?since={SINCE}"
    page = opened(open_page(reading, path, language=language, theme=theme, size=(1280, 1290)))
    assert findings(page) == []
    name = page.get_by_role("heading", level=1)
    assert name.evaluate("(it) => it.scrollHeight <= it.clientHeight + 1 && it.scrollWidth <= it.clientWidth + 1")
    page.emulate_media(media="print")
    sheet = page.locator("[data-sheet]")
    expect(page.get_by_role("banner")).to_be_hidden()
    expect(sheet.get_by_role("heading", level=2)).to_have_text(account["name"])
    expect(sheet).to_contain_text(account["owner"]["name"])
    assert account["decisionMap"]["status"] == "GREEN"
    expect(sheet.locator("[data-why]")).to_have_text(WHY[language])
    expect(sheet).to_contain_text("2 of 4, next: Trust" if language == "en" else "第 2 级，共 4 级；下一级：信赖")
    day = "1 Aug 2026" if language == "en" else "2026年8月1日"
    for sign in SIGNS[language]:
        expect(sheet.locator("[data-legend]")).to_contain_text(sign)
    expect(sheet.locator("[data-legend]")).to_contain_text(day)
    people = account["decisionMap"]["stakeholders"]
    assert people
    for person in people:
        shown = sheet.locator(f"[data-person={person['id']}]")
        expect(shown).to_be_visible()
        assert person["label"] in (shown.get_attribute("aria-label") or "")
    assert account["decisionMap"]["insights"]
    for finding in account["decisionMap"]["insights"][:4]:
        for text in (finding["message"], finding["advice"], *(play["text"] for play in finding["plays"])):
            expect(sheet).to_contain_text(text[language])
    changes = account["decisionMap"]["changes"]
    expect(sheet.locator("[data-change]")).to_have_count(min(len(changes), 6))
    assert len(changes) > 6
    heaviest = max(
        (one for one in changes if one["field"] in {"support", "roles"} and one["stakeholder"]),
        key=lambda one: one["stakeholder"]["weight"],
    )
    first = sheet.locator("[data-change]").first.inner_text()
    told = [one for one in changes if one["sentence"][language] == first]
    assert [(one["field"], one["stakeholder"]["weight"]) for one in told] == [
        (heaviest["field"], heaviest["stakeholder"]["weight"])
    ]
    assert pages(page) == 1
    page.emulate_media(media="screen")
    sheet.get_by_role("link", name=re.compile(rf"(and|另有) {len(changes) - 6} ")).click()
    panel = page.locator("aside", has=page.get_by_text(day))
    for one in changes[:3]:
        expect(panel).to_contain_text(one["sentence"][language])


def test_a_day_is_chosen_kept_in_the_address_and_begins_with_the_last_visit(reading: Server, open_page: Open):
    page = open_page(reading, "/?q=某大型保险公司")
    page.get_by_role("link", name=re.compile("^Review of 某大型保险公司")).click()
    opened(page)
    day = page.get_by_label("Changes since")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", day.input_value())
    day.fill(SINCE)
    expect(page).to_have_url(re.compile(f"since={SINCE}"))
    expect(page.get_by_role("heading", name="Changed since 1 Aug 2026")).to_be_visible()
    day.fill("")
    expect(page).not_to_have_url(re.compile("since"))
    page.get_by_role("link", name="Map", exact=True).click()
    page.get_by_role("link", name="Review", exact=True).click()
    opened(page)
    broken = opened(open_page(reading, f"/a/{insurer(reading)}/review?since=2026-99-99"))
    expect(broken.locator("[data-change]").first).to_be_visible()


def test_twenty_people_are_one_page_and_more_go_on_as_a_table(writing: Server, open_page: Open):
    account = a_map_of(writing, 20)
    assert pages(opened(open_page(writing, f"/a/{account}/review"))) == 1
    assert pages(opened(open_page(writing, f"/a/{account}/review", language="zh"))) == 1
    more(writing, account, 1)
    page = opened(open_page(writing, f"/a/{account}/review"))
    expect(page.locator("[data-sheet] tbody tr")).to_have_count(21)
    assert pages(page) == 3
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_review_of_nobody_and_of_nothing(writing: Server, open_page: Open):
    page = opened(open_page(writing, f"/a/{a_map_of(writing, 0)}/review"))
    expect(page.get_by_text("Nobody is in this map yet")).to_be_visible()
    assert pages(page) == 1
    nothing = open_page(writing, "/a/nobody/review")
    expect(nothing.get_by_role("heading", level=2)).to_have_text("Nothing to see here")


def a_map_of(server: Server, count: int) -> str:
    """Return an account with so many people of long names, all against us, three below each."""
    name = "某跨国工程与基础设施建设集团股份有限公司 The Longest-Named Engineering and Infrastructure Group"
    account = server.query(MAKE, {"name": name})["createAccount"]["account"]["id"]
    more(server, account, count)
    return account


def more(server: Server, account: str, count: int) -> None:
    found = "query ($id: ID!) { account(id: $id) { decisionMap { id } } }"
    map_ = server.query(found, {"id": account})["account"]["decisionMap"]["id"]
    made: list[str] = []
    for number in range(count):
        name = f"Maximiliana Featherstonehaugh {number}" if number % 2 else f"欧阳明远{number}号"
        person = server.query(PERSON, {"account": account, "name": name})["createPerson"]["person"]["id"]
        role = ("APPROVER", "DECIDER", "EVALUATOR", "USER")[number % 4]
        placed: dict[str, Any] = server.query(
            PLACE % role + " stakeholder { id } } }", {"map": map_, "person": person}
        )["addStakeholder"]
        server.query(ASSESS, {"id": placed["stakeholder"]["id"]})
        if made:
            server.query(MANAGER, {"person": person, "manager": made[(number - 1) // 4]})
        made.append(person)
