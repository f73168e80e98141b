"""What a page lacks for those who cannot see it, or use no mouse: axe, in both themes and languages."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.server import ROOT, Server

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.e2e.conftest import Open

AXE = ROOT / "ui" / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"] });
  return found.violations.filter(v => ["serious", "critical"].includes(v.impact))
    .map(v => ({ rule: v.id, help: v.help, where: v.nodes.slice(0, 4).map(n =>
      n.target.join(" ") + " " + (n.any[0]?.message ?? "")) }));
}"""


def findings(page: Page) -> list[object]:
    # Through the debugger, which no policy of the page's binds.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(RUN)


def for_axe(test: Callable[..., None]) -> Callable[..., None]:
    """Run a test in both languages and both themes: colours depend on one, names on the other."""
    both = pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("zh", "dark")])
    return both(pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed: make ui")(test))


@for_axe
def test_axe_finds_nothing_serious(reading: Server, open_page: Open, language: str, theme: str):
    page = open_page(reading, "/", language=language, theme=theme)
    expect(page.locator("tbody tr").first).to_be_visible()
    why = "No key player is for us." if language == "en" else "没有关键人物支持我们。"
    expect(page.locator("tbody tr", has=page.locator("[data-status=RED]")).first).to_contain_text(why)
    page.locator("[data-status=RED]").first.hover()
    expect(page.get_by_role("tooltip")).to_have_text(why)
    found = {"accounts": findings(page)}

    page = open_page(reading, "MAP", language=language, theme=theme)
    page.locator("[id^=card-]", has_text="罗敬川").click()
    expect(page.get_by_role("toolbar")).to_be_visible()
    weight = page.get_by_role("button", name="Weight" if language == "en" else "权重")
    weight.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(weight).to_be_focused()
    expect(page.get_by_role("tooltip")).to_contain_text("influence times" if language == "en" else "影响力 ×")
    found["map"] = findings(page)

    page.get_by_role("button", name="Add person" if language == "en" else "添加人员").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    found["dialog"] = findings(page)

    page = open_page(reading, "/a/nobody/map", language=language, theme=theme)
    expect(page.get_by_role("heading", level=2)).to_be_visible()
    found["nothing"] = findings(page)
    assert not any(found.values()), json.dumps(found, indent=1, ensure_ascii=False)


def test_on_a_phone_the_map_is_read_and_a_contact_logged(writing: Server, open_page: Open, tmp_path: Path):
    page = open_page(writing, "MAP", size=(390, 844))
    folder = Path(os.environ.get("RAPPORT_PICTURES_ACCESS") or tmp_path)
    top = page.locator("[id^=card-]", has_text="沈若棠")
    expect(top).to_be_in_viewport(ratio=1)
    box = top.bounding_box()
    assert box
    assert box["width"] > 150
    for tool in ("Add person", "Layers", "Tidy up", "Save picture", "Keys"):
        expect(page.get_by_role("button", name=tool, exact=True)).to_be_in_viewport(ratio=1)
    page.screenshot(path=folder / "phone.png")
    top.click()
    log = page.get_by_role("link", name="Log a contact of today")
    expect(log).to_be_in_viewport(ratio=1)
    log.click()
    page.get_by_role("button", name="Call").click()
    page.keyboard.type("She asked for a second quote.")
    page.get_by_role("button", name="Log it").click()
    expect(page.get_by_text("She asked for a second quote.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
