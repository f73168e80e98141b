"""Seen by everybody: in forced colours, with any colour vision, at 200 %, and on a very wide screen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.e2e.conftest import insurer
from tests.server import Server

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.e2e.conftest import Open

DEFICIENCIES = ("protanopia", "deuteranopia", "tritanopia", "achromatopsia")
PERSON = """query ($id: ID!) { account(id: $id) { decisionMap { stakeholders { label person { id } } } } }"""
VIEWS = {
    "/": "tbody tr",
    "/insights": "[data-insight]",
    "/p/PERSON": "h1",
    "/a/ACCOUNT/picture?from=2026-01-01": "[data-tail]",
    "/a/ACCOUNT/map": "[data-gap]",
}
# WCAG 2.2: the ratio of the relative luminances of an element's colour and of the surface that is behind it.
CONTRAST = """(element) => {
  const luminance = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map((one) => one / 255)
      .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = element.closest("[id^=card-]");
  const [light, dark] = [getComputedStyle(element).color, getComputedStyle(behind).backgroundColor]
    .map(luminance).sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}"""
# Whoever points at the middle of it points at it, not at something that lies over it.
UNCOVERED = """(element) => {
  element.scrollIntoView({ block: "center" });
  const { x, y, width, height } = element.getBoundingClientRect();
  return element.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}"""
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
# Buttons and fields that lie beyond the edge of the page.
OUT_OF_REACH = """() => [...document.querySelectorAll(
    "header :is(a, button, input), [data-map] button, aside :is(button, input)")]
  .filter(one => { const { left, right, width } = one.getBoundingClientRect();
    return width > 1 && !one.matches("[href='#main']") && (left < -1 || right > innerWidth + 1); })
  .map(one => one.outerHTML.slice(0, 120))"""


def views(server: Server) -> dict[str, str]:
    account = insurer(server)
    people = server.query(PERSON, {"id": account})["account"]["decisionMap"]["stakeholders"]
    person = next(one["person"]["id"] for one in people if one["label"] == "罗敬川")
    return {path.replace("ACCOUNT", account).replace("PERSON", person): awaited for path, awaited in VIEWS.items()}


def visit(page: Page, server: Server) -> None:
    """Open one view after another, the map at last: each fits the window."""
    for path, awaited in views(server).items():
        page.goto(f"{server.url}{path}")
        expect(page.locator(awaited).first).to_be_visible()
        assert page.evaluate(FITS), path
        assert page.evaluate(OUT_OF_REACH) == [], path


def background(place: Locator) -> str:
    return place.evaluate("(element) => getComputedStyle(element).backgroundColor")


def card(page: Page, name: str) -> Locator:
    return page.locator("[id^=card-]", has_text=name)


def test_in_forced_colours_what_holds_and_what_is_chosen_are_seen(reading: Server, open_page: Open):
    page = open_page(reading, "MAP", theme="dark", forced_colors="active")
    someone = card(page, "罗敬川")
    slots = someone.locator("[data-role]")
    held = slots.locator("xpath=self::*[@data-held]")
    expect(held).to_have_count(1)
    others = {background(slot) for slot in slots.all()} - {background(held)}
    assert len(others) == 1
    someone.click()
    pressed = page.get_by_role("toolbar").locator("button[aria-pressed=true]")
    expect(pressed).to_have_count(3)
    for toggle in pressed.all():
        assert toggle.evaluate("(element) => getComputedStyle(element).outlineStyle") == "solid"
    for name in ("Ways to see this map", "Views"):
        if name == "Views":
            page.goto(f"{reading.url}/insights")
        links = page.get_by_role("navigation", name=name).get_by_role("link")
        current = links.locator("xpath=self::*[@aria-current]")
        expect(current).to_have_count(1)
        assert [background(link) for link in links.all()].count(background(current)) == 1
    chosen = page.locator("label[data-active]").first
    assert background(chosen) != background(page.locator("label:not([data-active])").first)


def test_signs_differ_for_any_colour_vision_and_say_what_they_mean(reading: Server, open_page: Open):
    page = open_page(reading, "MAP")
    legend = page.get_by_role("list", name="What the signs mean")
    supports = legend.locator("li svg[data-support]")
    expect(supports).to_have_count(6)
    debugger = page.context.new_cdp_session(page)
    for deficiency in DEFICIENCIES:
        debugger.send("Emulation.setEmulatedVisionDeficiency", {"type": deficiency})
        assert len({sign.screenshot() for sign in supports.all()}) == 6
    debugger.detach()
    for role in ("Approver", "Decider", "Evaluator", "User", "key player"):
        expect(legend.get_by_role("listitem").filter(has_text=role)).to_be_visible()
    expect(card(page, "罗敬川").get_by_title("Evaluator", exact=True)).to_have_text("E")
    expect(card(page, "罗敬川").get_by_title("Not Approver")).to_have_text("A")
    unmet = card(page, "方予宁").get_by_title("never met")
    assert unmet.evaluate(CONTRAST) > 3
    page.get_by_role("button", name="Dark theme").click()
    expect(page.get_by_role("button", name="Light theme")).to_be_visible()
    assert unmet.evaluate(CONTRAST) > 3
    card(page, "罗敬川").click()
    expect(page.get_by_text("has their ear: what they say counts")).to_be_visible()
    page.locator("[data-inspector]").get_by_role("button", name="key player").hover()
    explained = re.compile("^Key player: in the inner circle or the political structure")
    # The mouse has jumped here: what is said of the switch of themes, where it was before, may still stand there.
    expect(page.get_by_role("tooltip", name=explained)).to_be_visible()

    page.goto(f"{reading.url}/insights?severity=WARNING")
    whose = page.locator("[data-whose]")
    expect(whose.filter(has_text="Deal: ").first).to_be_visible()
    expect(whose.filter(has_text="Whole account").first).to_be_visible()
    staked = page.locator("[data-insight]", has_text="at stake").first
    staked.locator("summary").click()
    expect(staked.get_by_text("at stake; ")).to_be_visible()
    said = [text.split(" at stake")[0].split("; ")[-1] for text in staked.get_by_text("at stake").all_inner_texts()]
    assert len(said) == 2
    assert len(set(said)) == 1


def test_at_200_percent_everything_is_reached(reading: Server, open_page: Open):
    page = open_page(reading, "/", size=(640, 400))
    visit(page, reading)
    for name in ("Add person", "Layers", "Tidy up", "Save picture", "Zoom in", "Show all"):
        assert page.get_by_role("button", name=name, exact=True).evaluate(UNCOVERED), name
    page.get_by_role("button", name="Show all", exact=True).click()
    expect(card(page, "罗敬川")).to_be_in_viewport(ratio=0.99)
    assert card(page, "罗敬川").evaluate(UNCOVERED)
    card(page, "罗敬川").click()
    assert page.get_by_role("button", name="Supporter", exact=True).last.evaluate(UNCOVERED)
    signs = page.get_by_role("list", name="What the signs mean")
    expect(signs).to_be_hidden()
    page.get_by_text("What the signs mean").click()
    expect(signs).to_be_visible()


def test_in_a_small_window_nothing_is_out_of_reach(reading: Server, open_page: Open):
    visit(open_page(reading, "/", size=(1280, 720)), reading)


def test_on_a_very_wide_screen_all_is_in_its_place(reading: Server, open_page: Open):
    page = open_page(reading, "/", size=(2560, 1300))
    visit(page, reading)
    for person in page.locator("[id^=card-]").all():
        assert person.evaluate(UNCOVERED)
