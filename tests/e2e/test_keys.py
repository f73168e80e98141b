"""A whole walk by the keyboard alone: from the accounts to a map, changed, looked at as it was, and left in order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.server import Server

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.e2e.conftest import Open

MOST_STOPS = 60


def tab_to(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Press Tab (or backwards) until it has the focus, as somebody without a mouse must."""
    for _ in range(MOST_STOPS):
        if wanted.evaluate("(one) => one === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"Tab never comes to {wanted}")


def find_an_account(page: Page) -> None:
    page.keyboard.press("/")
    # Whoever types fast does not wait for what is found.
    page.keyboard.type("某大型保险")
    page.keyboard.press("Enter")
    expect(page.locator("[id^=card-]")).to_have_count(10)


def add_a_placeholder(page: Page) -> None:
    tab_to(page, page.get_by_role("button", name="Add person"))
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    tab_to(page, dialog.get_by_role("radio", name="New person"))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    tab_to(page, dialog.get_by_label("What is known"))
    page.keyboard.type("Security (unknown)")
    tab_to(page, dialog.get_by_role("button", name="Add"))
    page.keyboard.press("Enter")
    expect(page.locator("[data-selected]")).to_contain_text("Security (unknown)")


def give_a_role_assess_and_move(page: Page) -> None:
    tab_to(page, page.locator("[data-map]"), "Shift+Tab")
    page.keyboard.press("e")
    page.keyboard.press("-")
    added = page.locator("[id^=card-]", has_text="Security (unknown)")
    expect(added).to_have_attribute("data-support", "NON_SUPPORTER")
    expect(added.locator("[data-held]")).to_have_text(["E"])
    page.keyboard.press("Alt+ArrowDown")
    expect(page.get_by_text("Security (unknown) moved")).to_be_visible()


def connect_and_undo(page: Page) -> None:
    panel, lines = page.get_by_role("complementary"), page.locator(".react-flow__edges path[data-layer=influence]")
    page.keyboard.press("Escape")
    expect(page.locator("[data-selected]")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-selected]")).to_contain_text("庄远山")
    page.keyboard.press("Enter")
    tab_to(page, panel.get_by_role("combobox", name="Influences", exact=True))
    page.keyboard.type("罗敬川")
    expect(page.get_by_role("option", name="罗敬川")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    tab_to(page, panel.get_by_role("button", name="Draw"))
    page.keyboard.press("Enter")
    expect(lines).to_have_count(7)
    page.keyboard.press("Control+z")
    expect(lines).to_have_count(6)


def see_the_keys_and_the_past(page: Page) -> None:
    page.keyboard.press("Shift+?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("[data-map]")).to_be_focused()
    page.keyboard.press("[")
    expect(page.get_by_text("The past cannot be changed")).to_be_visible()
    page.keyboard.press("]")
    expect(page.get_by_text("The past cannot be changed")).to_have_count(0)


def dismiss_an_insight(page: Page) -> None:
    panel = page.get_by_role("complementary")
    finding = panel.get_by_role("button", name=re.compile("Every tie to the key players"))
    tab_to(page, finding)
    page.keyboard.press("Enter")
    tab_to(page, panel.get_by_role("button", name="Dismiss"))
    page.keyboard.press("Enter")
    page.keyboard.type("We are two from next month on")
    page.keyboard.press("Enter")
    expect(finding).to_have_count(0)


def test_everything_is_done_by_keys_alone(writing: Server, open_page: Open):
    page = open_page(writing, "/")
    expect(page.get_by_role("textbox", name="Find accounts, people and deals")).to_be_visible()
    find_an_account(page)
    add_a_placeholder(page)
    give_a_role_assess_and_move(page)
    connect_and_undo(page)
    see_the_keys_and_the_past(page)
    dismiss_an_insight(page)
