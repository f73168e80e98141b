"""What is to be done today, what-if and a person's page: what they show, and what a click changes."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import insurer
from tests.e2e.test_access import findings, for_axe
from tests.server import Server

if TYPE_CHECKING:
    from tests.e2e.conftest import Open

INSIGHTS = "query ($a: ID!) { insights(accountId: $a) { id message { en zh } } }"
PEOPLE = """query ($id: ID!) { account(id: $id) { decisionMap {
  stakeholders { id label support person { id } } } interactions(first: 1) { totalCount } } }"""


def account(server: Server) -> dict[str, Any]:
    return server.query(PEOPLE, {"id": insurer(server)})["account"]


def people(server: Server) -> dict[str, dict[str, Any]]:
    return {one["label"]: one for one in account(server)["decisionMap"]["stakeholders"]}


def bare(id_: str) -> str:
    return id_.rpartition("_")[2]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_day_shows_what_the_api_finds_at_an_account(reading: Server, open_page: Open, language: str):
    found = reading.query(INSIGHTS, {"a": insurer(reading)})["insights"]
    page = open_page(reading, f"/insights?account={insurer(reading)}", language=language)
    expect(page.locator("[data-insight] h3")).to_have_text([one["message"][language] for one in found])
    page.locator("[data-insight] h3 a").first.click()
    expect(page).to_have_url(re.compile("/map"))
    expect(page.get_by_role("complementary")).to_be_visible()


def test_an_insight_is_done_dismissed_and_taken_back(writing: Server, open_page: Open):
    before = len(writing.query(INSIGHTS, {"a": insurer(writing)})["insights"])
    page = open_page(writing, f"/insights?account={insurer(writing)}")
    cards = page.locator("[data-insight]")
    expect(cards).to_have_count(before)
    cards.first.get_by_role("button", name="Done", exact=True).click()
    expect(cards).to_have_count(before - 1)
    expect(page.get_by_text("1 dealt with")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(cards).to_have_count(before)
    cards.first.get_by_role("button", name="Dismiss").click()
    page.get_by_label("Why it needs no attention").fill("They buy through a partner.")
    page.keyboard.press("Enter")
    expect(cards).to_have_count(before - 1)
    expect(page.get_by_text(re.compile("^Dismissed"))).to_be_visible()
    assert len(writing.query(INSIGHTS, {"a": insurer(writing)})["insights"]) == before - 1


def test_a_day_is_filtered_by_rule_and_by_who_sees_to_it(writing: Server, open_page: Open):
    finding = writing.query(INSIGHTS, {"a": insurer(writing)})["insights"][0]
    seller = writing.query("{ viewer { id name } }")["viewer"]
    assign = "mutation ($i: AssignInsightInput!) { assignInsight(input: $i) { userErrors { message } } }"
    writing.query(assign, {"i": {"insightId": finding["id"], "sellerId": seller["id"]}})
    page = open_page(writing, "/insights")
    page.get_by_role("combobox", name="Who sees to it").fill(seller["name"])
    page.get_by_role("option", name=seller["name"]).click()
    expect(page.locator("[data-insight] h3")).to_have_text([finding["message"]["en"]])
    page.get_by_role("combobox", name="Finding").click()
    page.get_by_role("option", name="No sponsor").click()
    expect(page).to_have_url(re.compile(rf"assignee={seller['id']}&rule=no-sponsor"))
    expect(page.get_by_role("heading", name="Nothing needs you now")).to_be_visible()
    page = open_page(writing, "/insights?rule=no-sponsor", language="zh")
    expect(page.get_by_role("combobox", name="发现类型")).to_have_value("无赞助者")
    expect(page.locator("[data-insight] h3").first).to_have_text("决策中没有赞助者。")


def test_nothing_to_do_says_so(reading: Server, open_page: Open):
    page = open_page(reading, "/insights?mine=1")
    expect(page.get_by_role("heading", name="Nothing needs you now")).to_be_visible()
    page.get_by_role("button", name="Show everything").click()
    expect(page.locator("[data-insight]").first).to_be_visible()


def test_what_if_is_tried_from_a_link_kept_and_taken_back(writing: Server, open_page: Open):
    one = people(writing)["罗敬川"]
    assert one["support"] == "NON_SUPPORTER"
    page = open_page(writing, f"/a/{insurer(writing)}/what-if?try=support.{bare(one['id'])}.SPONSOR")
    card = page.locator("[id^=card-]", has_text="罗敬川")
    expect(card).to_have_attribute("data-support", "SPONSOR")
    expect(page.get_by_text("What would be resolved")).to_be_visible()
    assert people(writing)["罗敬川"]["support"] == "NON_SUPPORTER"
    page.get_by_role("button", name="Keep as real").click()
    expect(page.get_by_text("1 change kept")).to_be_visible()
    assert people(writing)["罗敬川"]["support"] == "SPONSOR"
    page.get_by_role("button", name="Undo").click()
    expect(card).to_have_attribute("data-support", "NON_SUPPORTER")


def test_a_meeting_and_a_name_are_kept_and_taken_back_together(writing: Server, open_page: Open):
    before = account(writing)
    known = people(writing)
    (nameless,) = [one for one in known.values() if one["person"] is None]
    tries = f"meet.{bare(known['庄远山']['id'])}~name.{bare(nameless['id'])}"
    page = open_page(writing, f"/a/{insurer(writing)}/what-if?try={tries}")
    page.get_by_label("Their name, to keep it").fill("石若水")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Layers", exact=True).click()
    page.get_by_role("menuitemcheckbox", name="Influences").click()
    expect(page.locator(".react-flow__edges path[data-layer=influence]")).to_have_count(0)
    page.keyboard.press("Escape")
    give = "mutation ($id: ID!) { assess(input: {stakeholderId: $id, support: NEUTRAL}) { userErrors { message } } }"
    writing.query(give, {"id": known["沈若棠"]["id"]})
    # The page asks every 15 s, and tells that others changed what is tried upon.
    expect(page.get_by_text("Others have changed the map meanwhile")).to_be_visible(timeout=25_000)
    expect(page.locator("[id^=card-]", has_text="沈若棠")).to_have_attribute("data-support", "NEUTRAL")
    page.get_by_role("button", name="Keep as real").click()
    expect(page.get_by_text("2 changes kept")).to_be_visible()
    kept = account(writing)
    assert kept["interactions"]["totalCount"] == before["interactions"]["totalCount"] + 1
    assert people(writing)["石若水"]["person"] is not None
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[id^=card-]", has_text="石若水")).to_have_count(0)
    assert account(writing)["interactions"] == before["interactions"]
    assert "石若水" not in people(writing)


def test_a_gap_closes_where_what_is_tried_would_close_it(reading: Server, open_page: Open):
    met = bare(people(reading)["庄远山"]["id"])
    page = open_page(reading, f"/a/{insurer(reading)}/what-if?try=meet.{met}")
    gaps = {name: page.locator("[id^=card-]", has_text=name).locator("[data-gap]") for name in ("庄远山", "罗敬川")}
    expect(gaps["庄远山"]).to_have_count(0)
    expect(gaps["罗敬川"]).to_be_visible()
    page.get_by_role("button", name="Discard").click()
    expect(gaps["庄远山"]).to_be_visible()
    expect(gaps["罗敬川"]).to_be_visible()


def test_a_best_move_is_tried_and_discarded_and_keys_try_too(reading: Server, open_page: Open):
    page = open_page(reading, f"/a/{insurer(reading)}/what-if")
    page.get_by_role("button", name=re.compile("^Try: ")).first.click()
    expect(page.locator("tr[data-changed]").first).to_be_visible()
    page.get_by_role("button", name="Discard").click()
    expect(page.locator("tr[data-changed]")).to_have_count(0)
    card = page.locator("[id^=card-]", has_text="韩知微")
    card.click()
    page.keyboard.press("*")
    expect(card).to_have_attribute("data-support", "SPONSOR")
    page.keyboard.press("Control+z")
    expect(card).to_have_attribute("data-support", "OPPONENT")
    assert people(reading)["韩知微"]["support"] == "OPPONENT"


def test_a_contact_is_logged_in_two_clicks_and_a_sentence(writing: Server, open_page: Open):
    before = account(writing)["interactions"]["totalCount"]
    page = open_page(writing, f"/p/{people(writing)['罗敬川']['person']['id']}")
    page.get_by_role("button", name="Call").click()
    page.keyboard.type("He asked for a second quote.")
    page.get_by_role("button", name="Log it").click()
    expect(page.get_by_text("He asked for a second quote.")).to_be_visible()
    assert account(writing)["interactions"]["totalCount"] == before + 1
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("He asked for a second quote.")).to_have_count(0)


def test_who_is_there_twice_is_merged_and_parted_again(writing: Server, open_page: Open):
    made = """mutation ($input: CreatePersonInput!) { createPerson(input: $input) { person { id } } }"""
    twice = [
        writing.query(made, {"input": {"name": name, "emails": ["twice@example.com"]}})["createPerson"]["person"]["id"]
        for name in ("Nan Twice", "Twice, Nan")
    ]
    page = open_page(writing, "/")
    page.get_by_role("button", name="Duplicates").click()
    found = page.get_by_role("dialog").get_by_role("listitem").filter(has_text="Nan Twice")
    expect(found).to_contain_text("the same e-mail address: twice@example.com")
    found.get_by_role("link", name="Twice, Nan").click()
    expect(page).to_have_url(re.compile(f"/p/{twice[1]}"))
    notice = page.get_by_role("region", name="May be one and the same as")
    expect(notice).to_contain_text("Nan Twice")
    notice.get_by_role("button", name="Merge…").click()
    notice.get_by_label("Nan Twice").check()
    notice.get_by_role("button", name="Merge", exact=True).click()
    expect(page).to_have_url(re.compile(f"/p/{twice[0]}"))
    expect(notice).to_have_count(0)
    # The link to the other one keeps working.
    expect(open_page(writing, f"/p/{twice[1]}").get_by_role("heading", level=2)).to_have_text("Nan Twice")
    page.get_by_role("button", name="Undo").click()
    expect(notice).to_contain_text("Twice, Nan")


def test_a_person_who_is_none_is_nothing_to_see(reading: Server, open_page: Open):
    page = open_page(reading, f"/p/person_{'0' * 32}")
    expect(page.get_by_role("heading", level=2)).to_have_text("Nothing to see here")


@for_axe
def test_axe_finds_nothing_serious_in_them(reading: Server, open_page: Open, language: str, theme: str):
    person = people(reading)["罗敬川"]
    found: dict[str, list[object]] = {}
    page = open_page(reading, f"/insights?account={insurer(reading)}", language=language, theme=theme)
    expect(page.locator("[data-insight]").first).to_be_visible()
    found["insights"] = findings(page)
    link = f"/a/{insurer(reading)}/what-if?try=support.{bare(person['id'])}.SPONSOR&sel={person['id']}"
    page = open_page(reading, link, language=language, theme=theme)
    expect(page.locator("tr[data-changed]").first).to_be_visible()
    found["what if"] = findings(page)
    page = open_page(reading, f"/a/{insurer(reading)}/picture", language=language, theme=theme)
    expect(page.locator("[data-place]").first).to_be_visible()
    found["matrix"] = findings(page)
    page = open_page(reading, f"/p/{person['person']['id']}", language=language, theme=theme)
    expect(page.get_by_role("heading", level=2)).to_be_visible()
    found["person"] = findings(page)
    assert not any(found.values()), json.dumps(found, indent=1, ensure_ascii=False)
