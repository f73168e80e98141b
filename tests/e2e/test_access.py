"""What a page lacks for those who cannot see it, or use no mouse: axe, in both themes and languages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.server import ROOT, Server

if TYPE_CHECKING:
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


@pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not installed: make ui")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_axe_finds_nothing_serious(reading: Server, open_page: Open, language: str, theme: str):
    page = open_page(reading, "/", language=language, theme=theme)
    expect(page.locator("tbody tr").first).to_be_visible()
    found = {"accounts": findings(page)}

    page = open_page(reading, "MAP", language=language, theme=theme)
    page.locator("[id^=card-]", has_text="罗敬川").click()
    expect(page.get_by_role("toolbar")).to_be_visible()
    found["map"] = findings(page)

    page.get_by_role("button", name="Add person" if language == "en" else "添加人员").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    found["dialog"] = findings(page)

    page = open_page(reading, "/a/nobody/map", language=language, theme=theme)
    expect(page.get_by_role("heading", level=2)).to_be_visible()
    found["nothing"] = findings(page)
    assert not any(found.values()), json.dumps(found, indent=1, ensure_ascii=False)
