"""The decision map: what it shows of everybody, and what a click, a key and a drag change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import insurer
from tests.server import Server

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, Route

    from tests.e2e.conftest import Open

EVERYBODY = """query ($id: ID!) { account(id: $id) { decisionMap {
  stakeholders { id version label roles support influence position { x y } coverage { value } person { title } }
  ties { kind source { id } target { id } } } } }"""
WORDS = """{ codeLists { name values { code label { en zh } } } }"""


def people(server: Server) -> dict[str, dict[str, Any]]:
    found = server.query(EVERYBODY, {"id": insurer(server)})["account"]["decisionMap"]["stakeholders"]
    return {one["label"]: one for one in found}


def card(page: Page, name: str) -> Locator:
    return page.locator("[id^=card-]", has_text=name)


def count_mutations(page: Page) -> list[str]:
    sent: list[str] = []
    page.on(
        "request",
        lambda asked: sent.append(asked.post_data or "") if "mutation" in (asked.post_data or "") else None,
    )
    return sent


# ── what it shows ──


@pytest.mark.parametrize("language", ["en", "zh"])
def test_everybody_is_shown_and_announced_with_roles_support_and_influence(
    reading: Server, open_page: Open, language: str
):
    page = open_page(reading, "MAP", language=language)
    lists = {one["name"]: one["values"] for one in reading.query(WORDS)["codeLists"]}
    label = {name: {v["code"]: v["label"][language] for v in values} for name, values in lists.items()}
    expect(page.locator("[id^=card-]")).to_have_count(10)
    for name, person in people(reading).items():
        shown = card(page, name)
        expect(shown).to_have_attribute("data-support", person["support"] or "UNKNOWN")
        held = shown.locator("[data-role][data-held]")
        expect(held).to_have_text([role[0] for role in person["roles"]])
        parts = {"INNER_CIRCLE": 3, "POLITICAL_STRUCTURE": 2, "OUTSIDE": 1, None: 0}[person["influence"]]
        expect(shown.locator("path[data-filled]")).to_have_count(parts)
        said = shown.get_attribute("aria-label") or ""
        for words in (
            name,
            *(label["BuyingRole"][role] for role in person["roles"]),
            label["Support"][person["support"]] if person["support"] else "",
            label["Influence"][person["influence"]] if person["influence"] else "",
        ):
            assert words in said
        met = shown.get_by_title("从未接触" if language == "zh" else "never met")
        expect(met).to_have_count(1 if person["coverage"]["value"] == "NONE" else 0)


def test_each_kind_of_tie_has_a_style_and_a_layer(reading: Server, open_page: Open):
    page = open_page(reading, "MAP")
    for layer, count in (("reporting", 8), ("influence", 6), ("conflict", 1)):
        expect(page.locator(f".react-flow__edges path[data-layer={layer}]")).to_have_count(count)
    page.get_by_role("button", name="Layers", exact=True).click()
    page.get_by_role("menuitemcheckbox", name="Influences").click()
    expect(page.locator(".react-flow__edges path[data-layer=influence]")).to_have_count(0)
    expect(page).to_have_url(re.compile("layers=reporting%2Cconflict"))
    alone = open_page(reading, "MAP?layers=influence")
    expect(alone.locator(".react-flow__edges path[data-layer=influence]")).to_have_count(6)
    expect(alone.locator(".react-flow__edges path[data-layer=reporting]")).to_have_count(0)


def test_hovering_isolates_a_persons_lines(reading: Server, open_page: Open):
    page = open_page(reading, "MAP")
    card(page, "韩知微").hover()
    expect(page.locator("[data-dim][id^=card-]")).to_have_count(8)
    expect(card(page, "陆听舟")).not_to_have_attribute("data-dim", "true")


def test_a_link_opens_what_its_sender_saw(reading: Server, open_page: Open):
    person = people(reading)["罗敬川"]
    page = open_page(reading, f"MAP?sel={person['id']}&at=2026-01-15")
    expect(page.locator("[data-selected]")).to_contain_text("罗敬川")
    expect(page.get_by_text("The past cannot be changed")).to_be_visible()
    expect(page.get_by_role("button", name="Add person")).to_have_count(0)
    expect(page.get_by_role("toolbar")).to_have_count(0)
    page.locator("[data-map]").focus()
    sent = count_mutations(page)
    page.keyboard.press("x")
    page.get_by_role("button", name="Back to now").click()
    expect(page.get_by_role("button", name="Add person")).to_be_visible()
    assert sent == []


@pytest.mark.parametrize("width", [1280, 1920])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_overflows(reading: Server, open_page: Open, language: str, width: int):
    person = people(reading)["罗敬川"]
    page = open_page(reading, f"MAP?sel={person['id']}", language=language, size=(width, 800))
    expect(page.locator("[data-selected]")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    outside = page.evaluate(
        """() => [...document.querySelectorAll('[id^=card-]')].flatMap(card => {
             const box = card.getBoundingClientRect();
             return [...card.querySelectorAll('*')].filter(e => {
               const r = e.getBoundingClientRect();
               return r.width && !e.closest("[data-gap]") && (r.right > box.right + 1 || r.bottom > box.bottom + 1);
             }).map(e => card.textContent + ' ' + e.className) })"""
    )
    assert outside == []
    # Nothing of the selected card lies under the quick edit, nor any line that begins or ends there.
    quick = page.get_by_role("toolbar").bounding_box()
    assert quick
    for shown in (*page.locator("[id^=card-]").all(), *page.locator(".react-flow__edges path[data-layer]").all()):
        box = shown.bounding_box()
        assert box
        assert box["y"] >= quick["y"] + quick["height"]
    if width < 1500:
        # What has no room among the signs that are explained is a click away.
        legend = page.locator("[data-legend]")
        signs = legend.get_by_role("listitem")
        more = legend.locator("[aria-expanded]")
        more.click()
        expect(more).to_have_attribute("aria-expanded", "true")
        for sign in signs.all():
            expect(sign).to_be_in_viewport(ratio=1)


# ── what is changed ──


def test_keys_walk_the_hierarchy_and_set_support_and_roles(writing: Server, open_page: Open):
    page = open_page(writing, "MAP")
    expect(page.locator("[id^=card-]")).to_have_count(10)
    sent = count_mutations(page)
    canvas = page.locator("[data-map]")
    canvas.focus()
    card(page, "罗敬川").click()
    expect(canvas).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("[data-selected]")).to_contain_text("沈若棠")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-selected]")).to_contain_text("顾长汀")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-selected]")).to_contain_text("罗敬川")
    page.keyboard.press("+")
    expect(card(page, "罗敬川")).to_have_attribute("data-support", "SUPPORTER")
    page.keyboard.press("d")
    expect(card(page, "罗敬川").locator("[data-held]")).to_have_text(["D", "E"])
    expect(page.get_by_text("罗敬川: Decider, Evaluator")).to_be_visible()
    assert len(sent) == 2
    now = people(writing)["罗敬川"]
    assert (now["support"], now["roles"]) == ("SUPPORTER", ["DECIDER", "EVALUATOR"])

    page.keyboard.press("Control+z")
    expect(card(page, "罗敬川").locator("[data-held]")).to_have_text(["E"])
    page.keyboard.press("Control+z")
    expect(card(page, "罗敬川")).to_have_attribute("data-support", "NON_SUPPORTER")
    assert len(sent) == 4
    page.keyboard.press("Escape")
    expect(page.locator("[data-selected]")).to_have_count(0)


def test_the_quick_edit_and_the_toast_undo(writing: Server, open_page: Open):
    page = open_page(writing, "MAP")
    card(page, "苏映禾").click()
    page.get_by_role("toolbar").get_by_role("button", name="Inner circle").click()
    expect(card(page, "苏映禾").locator("path[data-filled]")).to_have_count(3)
    page.get_by_role("button", name="Undo").click()
    expect(card(page, "苏映禾").locator("path[data-filled]")).to_have_count(2)
    assert people(writing)["苏映禾"]["influence"] == "POLITICAL_STRUCTURE"


def test_dragging_places_a_card_and_never_changes_reporting(writing: Server, open_page: Open):
    page = open_page(writing, "MAP")
    before = writing.query(EVERYBODY, {"id": insurer(writing)})["account"]["decisionMap"]["ties"]
    sent = count_mutations(page)
    box = card(page, "唐小荻").bounding_box()
    assert box
    page.mouse.move(box["x"] + 150, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 60, steps=6)
    page.mouse.up()
    expect(page.get_by_text("唐小荻 moved")).to_be_visible()
    moved = people(writing)["唐小荻"]["position"]
    assert moved != {"x": 640.0, "y": 420.0}
    assert len(sent) == 1
    assert writing.query(EVERYBODY, {"id": insurer(writing)})["account"]["decisionMap"]["ties"] == before
    page.reload()
    expect(card(page, "唐小荻")).to_be_visible()
    assert people(writing)["唐小荻"]["position"] == moved


def test_tidying_leaves_nobody_on_top_of_another(writing: Server, open_page: Open):
    page = open_page(writing, "MAP")
    page.get_by_role("button", name="Tidy up").click()
    expect(page.get_by_text("Tidied up")).to_be_visible()
    expect(page.get_by_role("button", name="Tidy up")).to_have_count(0)
    boxes = [one.bounding_box() for one in page.locator("[id^=card-]").all()]
    for index, a in enumerate(boxes):
        for b in boxes[index + 1 :]:
            assert a
            assert b
            apart = abs(a["x"] - b["x"]) >= a["width"] or abs(a["y"] - b["y"]) >= a["height"]
            assert apart


def test_the_line_of_somebody_new_is_drawn_whatever_else_is_late(writing: Server, open_page: Open):
    """The canvas measures a new card, and forgets where its lines begin: nothing need come to remind it."""
    page = open_page(writing, "MAP")
    expect(page.locator("[data-gap]")).to_have_count(3)
    late: list[Route] = []

    def hold(route: Route) -> None:
        wanted = re.search(r"(query (Map|People)|mutation \w+)\b", route.request.post_data or "")
        _ = route.continue_() if wanted else late.append(route)

    page.route("**/graphql", hold)
    page.get_by_role("button", name="Add person").click()
    page.get_by_role("dialog").get_by_label(re.compile("^Name")).fill("Ada Quill")
    page.get_by_role("dialog").get_by_label("Reports to").click()
    page.get_by_role("option", name="苏映禾").click()
    page.get_by_role("dialog").get_by_role("button", name="Add").click()
    expect(page.locator("[data-selected]")).to_contain_text("Ada Quill")
    expect(page.get_by_text("Ada Quill added")).to_be_visible()
    expect(page.locator(".react-flow__edges path[data-layer=reporting]")).to_have_count(9)
    # Two frames later it is measured.
    page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))"
    )
    assert late
    expect(page.locator(".react-flow__edges path[data-layer=reporting]")).to_have_count(9)
    for route in late:
        route.continue_()


def test_a_placeholder_is_added_and_a_person_below_a_manager(writing: Server, open_page: Open):
    page = open_page(writing, "MAP")
    page.get_by_role("button", name="Add person").click()
    page.get_by_text("Placeholder", exact=True).click()
    page.get_by_label("What is known").fill("安全审查人（未知）")
    page.get_by_role("checkbox", name="Evaluator").check()
    page.get_by_role("dialog").get_by_role("button", name="Add").click()
    expect(page.locator("[data-selected]")).to_contain_text("安全审查人")
    expect(page.locator("[id^=card-]")).to_have_count(11)

    page.get_by_role("button", name="Add person").click()
    page.get_by_role("dialog").get_by_label(re.compile("^Name")).fill("Ada Quill")
    page.get_by_label("Title").fill("Head of Claims")
    page.get_by_role("dialog").get_by_label("Reports to").click()
    page.get_by_role("option", name="苏映禾").click()
    page.get_by_role("dialog").get_by_role("button", name="Add").click()
    expect(page.locator("[data-selected]")).to_contain_text("Ada Quill")
    expect(page.locator(".react-flow__edges path[data-layer=reporting]")).to_have_count(9)
    page.locator("[data-map]").focus()
    page.keyboard.press("Control+z")
    expect(page.locator("[id^=card-]")).to_have_count(11)
    assert "Ada Quill" not in people(writing)


def test_reporting_is_changed_where_it_is_said(writing: Server, open_page: Open):
    page = open_page(writing, "MAP")
    card(page, "方予宁").click()
    field = page.get_by_role("combobox", name="Reports to")
    expect(field).to_have_value("罗敬川")
    field.click()
    page.get_by_role("option", name="沈若棠").click()
    messages = page.get_by_role("region", name="Messages")
    expect(messages.get_by_text("方予宁 reports to 沈若棠")).to_be_visible()
    expect(page.get_by_role("img", name="方予宁 reports to 沈若棠")).to_have_count(1)
    expect(page.get_by_role("img", name=re.compile("^韩知微 influences 陆听舟 .*: strength . of 5$"))).to_have_count(1)
    expect(field).to_have_value("沈若棠")


def test_evidence_is_kept_and_shown(writing: Server, open_page: Open):
    page = open_page(writing, "MAP")
    card(page, "罗敬川").click()
    page.get_by_label("What makes you think so?").fill("He asked for a second quote.")
    page.get_by_role("button", name="Keep as evidence").click()
    expect(page.locator("q", has_text="He asked for a second quote.")).to_be_visible()


def test_a_name_is_changed_by_a_double_click_and_is_never_markup(writing: Server, open_page: Open):
    page = open_page(writing, "MAP")
    card(page, "唐小荻").dblclick()
    page.get_by_label("New name").fill("<img src=x onerror=alert(1)>")
    page.keyboard.press("Enter")
    expect(card(page, "<img src=x onerror=alert(1)>")).to_be_visible()
    expect(page.locator("img[src=x]")).to_have_count(0)


def test_a_conflict_shows_both_values(writing: Server, open_page: Open):
    page = open_page(writing, "MAP")
    card(page, "罗敬川").click()
    person = people(writing)["罗敬川"]
    give = "mutation ($id: ID!) { giveRoles(input: {stakeholderId: $id, roles: [USER]}) { userErrors { message } } }"
    writing.query(give, {"id": person["id"]})
    page.keyboard.press("a")
    expect(page.get_by_text("Yours: Approver, Evaluator. Theirs: User.")).to_be_visible()
    expect(card(page, "罗敬川").locator("[data-held]")).to_have_text(["U"])
    page.get_by_role("button", name="Use mine").click()
    expect(card(page, "罗敬川").locator("[data-held]")).to_have_text(["A", "E"])


def test_an_edit_that_did_not_arrive_is_taken_back_marked_and_tried_again(writing: Server, open_page: Open):
    page = open_page(writing, "MAP", forgive="500 (Internal Server Error)")
    card(page, "罗敬川").click()

    def refuse_writes(route: Route) -> None:
        if "mutation" in (route.request.post_data or ""):
            route.fulfill(status=500, body='{"errors": [{"message": "the disk is full"}]}')
        else:
            route.continue_()

    page.route("**/graphql", refuse_writes)
    page.keyboard.press("x")
    expect(page.get_by_text("the disk is full")).to_be_visible()
    expect(card(page, "罗敬川")).to_have_attribute("data-support", "NON_SUPPORTER")
    expect(card(page, "罗敬川")).to_have_attribute("data-failed", "true")
    page.unroute("**/graphql")
    page.get_by_role("button", name="Try again").click()
    expect(card(page, "罗敬川")).to_have_attribute("data-support", "OPPONENT")
    expect(page.locator("[data-failed=true][id^=card-]")).to_have_count(0)


def test_two_windows_on_one_map_see_each_others_edits(writing: Server, open_page: Open):
    mine, theirs = open_page(writing, "MAP"), open_page(writing, "MAP")
    card(theirs, "罗敬川").wait_for()
    card(mine, "罗敬川").click()
    mine.keyboard.press("*")
    expect(card(mine, "罗敬川")).to_have_attribute("data-support", "SPONSOR")
    # The page asks every 15 s, and when it is looked at again.
    expect(card(theirs, "罗敬川")).to_have_attribute("data-support", "SPONSOR", timeout=25_000)


# ── what follows from it ──


def test_an_insight_appears_selects_says_what_to_do_and_disappears_when_it_is_mended(writing: Server, open_page: Open):
    page = open_page(writing, "MAP")
    panel = page.get_by_role("complementary")
    finding = panel.get_by_role("button", name=re.compile("罗敬川 is against us"))
    finding.click()
    expect(page.locator("[data-selected]")).to_contain_text("罗敬川")
    expect(panel.get_by_text("Hear from 沈若棠")).to_be_visible()
    expect(card(page, "罗敬川").get_by_role("img", name="Warning")).to_be_visible()
    card(page, "罗敬川").click()
    page.keyboard.press("+")
    expect(finding).to_have_count(0)
    expect(card(page, "罗敬川").get_by_role("img", name="Warning")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(finding).to_be_visible()


def test_an_insight_is_dismissed_with_a_reason_done_and_brought_back(writing: Server, open_page: Open):
    page = open_page(writing, "MAP")
    panel = page.get_by_role("complementary")
    finding = panel.get_by_role("button", name=re.compile("Every tie to the key players"))
    finding.click()
    panel.get_by_role("button", name="Hand on").click()
    panel.get_by_role("combobox", name="Who sees to it").fill("石峻")
    page.get_by_role("option", name="石峻").click()
    panel.get_by_role("button", name="Hand on").click()
    expect(panel.get_by_role("button", name="seen to by 石峻")).to_be_visible()
    panel.get_by_role("button", name="Dismiss").click()
    panel.get_by_label("Why it needs no attention").fill("We are two from next month on")
    panel.get_by_label("Until").fill("2100-01-01")
    panel.get_by_role("button", name="Dismiss").click()
    expect(finding).to_have_count(0)
    asked = "insights(accountId: $id, includeDismissed: true) { dismissed { until } assignee { name } }"
    (note,) = [
        one
        for one in writing.query(f"query ($id: ID!) {{ {asked} }}", {"id": insurer(writing)})["insights"]
        if one["dismissed"]
    ]
    assert note == {"dismissed": {"until": "2100-01-01"}, "assignee": {"name": "石峻"}}
    page.get_by_role("button", name="Undo").last.click()
    expect(finding).to_be_visible()
    panel.get_by_role("button", name="Done", exact=True).click()
    expect(finding).to_have_count(0)


def test_history_steps_from_change_to_change_and_only_what_changed_moves(reading: Server, open_page: Open):
    page = open_page(reading, "MAP")
    slider = page.get_by_role("slider", name="History")
    expect(slider).to_have_attribute("aria-valuetext", "Now")
    places = lambda: {one.get_attribute("id"): one.bounding_box() for one in page.locator("[id^=card-]").all()}  # noqa: E731
    now = places()
    slider.focus()
    page.keyboard.press("Home")
    expect(page.get_by_text("The past cannot be changed")).to_be_visible()
    expect(page).to_have_url(re.compile(r"at=\d{4}-\d\d-\d\d"))
    first = slider.get_attribute("aria-valuetext")
    page.keyboard.press("]")
    expect(slider).not_to_have_attribute("aria-valuetext", first or "")
    for _ in range(60):
        page.keyboard.press("]")
    expect(slider).to_have_attribute("aria-valuetext", "Now")
    page.keyboard.press("[")
    expect(page.get_by_text("The past cannot be changed")).to_be_visible()
    then = places()
    left = {name: box["x"] for name, box in now.items() if box}
    for name, box in then.items():
        assert box
        assert abs(box["x"] - left[name]) < 1


def test_changes_are_told_as_sentences_that_select(reading: Server, open_page: Open):
    page = open_page(reading, "MAP")
    panel = page.get_by_role("complementary")
    panel.get_by_label("Since").fill("2025-11-01")
    told = panel.get_by_role("button", name=re.compile("韩知微")).last
    told.click()
    expect(page.locator("[data-selected]")).to_contain_text("韩知微")
    panel.get_by_label("Since").fill(page.evaluate("new Date().toISOString().slice(0, 10)"))
    expect(panel.get_by_text("Nothing changed in this time.")).to_be_visible()
