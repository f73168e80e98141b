"""Influence × support: where everybody stands, and how they are put elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import insurer
from tests.server import Server

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.e2e.conftest import Open

MAP = """query ($id: ID!, $asOf: DateTime) { account(id: $id) { decisionMap(asOf: $asOf) { stakeholders {
  id label support influence assessments(first: 1) { edges { node { evidence confidence } } } } } } }"""
SUPPORTS = ("UNKNOWN", "OPPONENT", "NON_SUPPORTER", "NEUTRAL", "SUPPORTER", "SPONSOR")
INFLUENCES = ("INNER_CIRCLE", "POLITICAL_STRUCTURE", "OUTSIDE", "UNKNOWN")


def people(server: Server, as_of: str | None = None) -> dict[str, dict[str, Any]]:
    found = server.query(MAP, {"id": insurer(server), "asOf": as_of})["account"]["decisionMap"]["stakeholders"]
    return {one["label"]: one for one in found}


def who(page: Page, name: str) -> Locator:
    return page.locator("[data-place]", has_text=name)


def drag(page: Page, name: str, to: str) -> None:
    """Drag one person to the right of where another stands."""
    start, end = who(page, name).bounding_box(), who(page, to).bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 20, start["y"] + 15)
    page.mouse.down()
    page.mouse.move(end["x"] + 130, end["y"] + 15, steps=6)
    page.mouse.up()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_everybody_stands_by_influence_and_support(reading: Server, open_page: Open, language: str):
    page = open_page(reading, f"/a/{insurer(reading)}/picture?from=2026-06-01", language=language, size=(1280, 800))
    columns: dict[str, set[float]] = {}
    rows: dict[str, list[float]] = {}
    now, then = people(reading), people(reading, "2026-06-01T00:00:00Z")
    for person in now.values():
        support, influence = person["support"] or "UNKNOWN", person["influence"] or "UNKNOWN"
        shown = page.locator(f"[data-place={person['id']}]")
        expect(shown).to_have_attribute("data-support", support)
        box = shown.bounding_box()
        assert box
        assert box["x"] + box["width"] < 1280
        columns.setdefault(support, set()).add(round(box["x"]))
        rows.setdefault(influence, []).append(box["y"])
    assert all(len(places) == 1 for places in columns.values())
    order = [columns[support].pop() for support in SUPPORTS if support in columns]
    assert order == sorted(order)
    known = [influence for influence in INFLUENCES if influence in rows]
    assert all(max(rows[above]) < min(rows[below]) for above, below in pairwise(known))
    moved = {
        one["id"]
        for label, one in now.items()
        if label in then and (then[label]["support"], then[label]["influence"]) != (one["support"], one["influence"])
    }
    assert moved
    expect(page.locator("[data-tail]")).to_have_count(len(moved))
    assert {tail.get_attribute("data-tail") for tail in page.locator("[data-tail]").all()} == moved
    assert {one.get_attribute("data-moved") for one in page.locator("[data-moved]").all()} == moved
    # A day is said as the reader says days, whatever the browser's own language.
    day = "1 Jun 2026" if language == "en" else "2026年6月1日"
    assert {said.inner_text() for said in page.get_by_text(day, exact=True).all()} == {day}
    expect(page.get_by_role("heading", level=2)).to_contain_text(day)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    who(page, "罗敬川").click()
    expect(page.locator("[data-selected]")).to_contain_text("罗敬川")


def test_somebody_is_dragged_and_assessed_with_evidence_and_it_is_undone(writing: Server, open_page: Open):
    # In a wide window, which the picture uses; a day that has not begun is none to look back to.
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    page = open_page(writing, f"/a/{insurer(writing)}/picture?from={tomorrow:%Y-%m-%d}", size=(2560, 1300))
    expect(page.locator("[data-tail]").first).to_be_visible()
    wide = page.locator("main svg[role=group]").bounding_box()
    assert wide
    assert wide["width"] > 1700
    drag(page, "罗敬川", "沈若棠")
    form = page.get_by_role("dialog", name="Assess 罗敬川")
    expect(form.get_by_text("Non-supporter → Supporter")).to_be_visible()
    form.get_by_role("button", name="Cancel").click()
    expect(form).to_have_count(0)
    expect(who(page, "罗敬川")).to_have_attribute("data-support", "NON_SUPPORTER")
    assert people(writing)["罗敬川"]["support"] == "NON_SUPPORTER"

    drag(page, "罗敬川", "苏映禾")
    expect(page.get_by_label("What makes you think so?")).to_be_focused()
    page.keyboard.type("He asked for a second quote.")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(who(page, "罗敬川")).to_have_attribute("data-support", "SUPPORTER")
    expect(page.get_by_text("罗敬川: Supporter, Political structure")).to_be_visible()
    now = people(writing)["罗敬川"]
    assert (now["support"], now["influence"]) == ("SUPPORTER", "POLITICAL_STRUCTURE")
    assert now["assessments"]["edges"][0]["node"]["evidence"] == "He asked for a second quote."
    page.keyboard.press("Control+z")
    expect(who(page, "罗敬川")).to_have_attribute("data-influence", "INNER_CIRCLE")
    assert people(writing)["罗敬川"]["support"] == "NON_SUPPORTER"


def test_keys_assess_too_and_what_is_known_does_not_become_unknown(writing: Server, open_page: Open):
    page = open_page(writing, f"/a/{insurer(writing)}/picture")
    who(page, "韩知微").focus()
    page.keyboard.press("Alt+ArrowLeft")
    expect(page).to_have_url(f"{writing.url}/a/{insurer(writing)}/picture")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Alt+ArrowRight")
    form = page.get_by_role("dialog", name="Assess 韩知微")
    form.get_by_role("button", name="Neutral", exact=True).click()
    form.get_by_label("What makes you think so?").fill("<b>Said so</b>")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(who(page, "韩知微")).to_have_attribute("data-support", "NEUTRAL")
    now = people(writing)["韩知微"]
    assert (now["support"], now["influence"]) == ("NEUTRAL", "OUTSIDE")
    drag(page, "韩知微", "合规审批人")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_past_is_only_looked_at(reading: Server, open_page: Open):
    page = open_page(reading, f"/a/{insurer(reading)}/picture?at=2026-10-20")
    expect(page.get_by_text("The past cannot be changed")).to_be_visible()
    drag(page, "罗敬川", "沈若棠")
    who(page, "罗敬川").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Back to now").click()
    expect(page.get_by_text("Drag somebody to assess them")).to_be_visible()
