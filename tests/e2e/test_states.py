"""What a page does when something is missing, late, broken, refused, far away or very large."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import aside, insurer
from tests.e2e.test_map import card, people
from tests.server import Server, await_ready, rapport

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

    from tests.e2e.conftest import Open

LOST = "net::ERR_"
"""What the browser itself says of a request that did not arrive."""


def test_loading_shows_a_skeleton_and_an_error_a_way_to_try_again(reading: Server, open_page: Open):
    page = open_page(reading, "/", forgive="500 (Internal Server Error)")
    expect(page.locator("tbody tr").first).to_be_visible()
    held: list[Route] = []

    def hold_maps(route: Route) -> None:
        if "query Map(" in (route.request.post_data or ""):
            held.append(route)
        else:
            route.continue_()

    page.route("**/graphql", hold_maps)
    with page.expect_request(lambda asked: "query Map(" in (asked.post_data or "")):
        page.evaluate("address => history.pushState(null, '', address)", f"/a/{insurer(reading)}/map")
    waiting = page.get_by_role("status", name="Loading")
    expect(waiting.locator("> *").first).to_be_visible()
    held[0].fulfill(status=500, body='{"errors": [{"message": "the disk is full"}]}')
    page.unroute("**/graphql")
    expect(page.get_by_role("alert")).to_contain_text("the disk is full")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("[id^=card-]")).to_have_count(10)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_offline_the_map_stays_and_an_edit_is_refused_marked_and_tried_again(writing: Server, open_page: Open):
    page = open_page(writing, "MAP", forgive=LOST)
    card(page, "罗敬川").click()
    page.context.set_offline(True)
    expect(page.get_by_role("alert").filter(has_text="You are offline")).to_be_visible()
    page.keyboard.press("x")
    expect(page.get_by_text("The server cannot be reached")).to_be_visible()
    expect(card(page, "罗敬川")).to_have_attribute("data-support", "NON_SUPPORTER")
    expect(card(page, "罗敬川")).to_have_attribute("data-failed", "true")
    expect(page.locator("[id^=card-]")).to_have_count(10)
    page.context.set_offline(False)
    expect(page.get_by_text("You are offline")).to_have_count(0)
    page.get_by_role("button", name="Try again").click()
    expect(card(page, "罗敬川")).to_have_attribute("data-support", "OPPONENT")
    expect(page.locator("[data-failed=true][id^=card-]")).to_have_count(0)


def test_a_page_outlives_its_server(writing: Server, open_page: Open):
    page = open_page(writing, "/", forgive=LOST)
    page.clock.install()
    page.goto(f"{writing.url}/a/{insurer(writing)}/map?sel={people(writing)['罗敬川']['id']}")
    expect(page.locator("[id^=card-]")).to_have_count(10)
    port = writing.url.rpartition(":")[2]
    writing.stop()
    page.clock.fast_forward(16_000)
    page.clock.fast_forward(1_000)
    said = page.get_by_text(re.compile("What you see was loaded at"))
    expect(said).to_be_visible()
    expect(page.locator("[id^=card-]")).to_have_count(10)
    writing.variables["port"] = port
    writing.start()
    await_ready(writing.url)
    give = "mutation ($id: ID!) { giveRoles(input: {stakeholderId: $id, roles: [USER]}) { userErrors { message } } }"
    writing.query(give, {"id": people(writing)["罗敬川"]["id"]})
    page.clock.fast_forward(16_000)
    expect(said).to_have_count(0)
    expect(card(page, "罗敬川").locator("[data-held]")).to_have_text(["U"])


def test_whoever_is_no_longer_known_signs_in_where_they_are(demo_file: Path, tmp_path: Path, open_page: Open):
    variables = {"store_url": f"sqlite:///{tmp_path}/rapport.db", "tokens_file": f"{tmp_path}/tokens.json"}
    (tmp_path / "rapport.db").write_bytes(demo_file.read_bytes())

    def new_token() -> str:
        asked = ("user", "add", "ann@example.com", "--name", "Ann", "--role", "ADMIN", "--token", "--json")
        added = rapport(*asked, cwd=tmp_path, **variables)
        assert added.returncode == 0, added.stderr
        return json.loads(added.stdout)["token"]

    first = new_token()
    with Server(tmp_path, variables) as server:
        await_ready(server.url)
        page = open_page(server, "/", forgive="401 (Unauthorized)")
        dialog = page.get_by_role("dialog", name="Who is asking?")
        dialog.get_by_label("Access token").fill(first)
        page.keyboard.press("Enter")
        page.locator("tbody tr").first.get_by_role("link").first.click()
        page.locator("[id^=card-]").first.click()
        before = page.url
        assert "sel=" in before
        rapport("user", "revoke", "ann@example.com", cwd=tmp_path, **variables)
        second = new_token()
        page.keyboard.press("*")
        expect(page.locator("[data-selected]")).to_have_attribute("data-failed", "true")
        dialog.get_by_label("Access token").fill(second)
        page.keyboard.press("Enter")
        expect(dialog).to_have_count(0)
        assert page.url == before
        page.get_by_role("button", name="Try again").click()
        expect(page.locator("[data-selected]")).to_have_attribute("data-support", "SPONSOR")
        page.close()


def test_a_link_with_a_broken_part_opens_without_it(reading: Server, open_page: Open):
    for broken in ("sel=unknown", "at=nonsense", "layers=xyz", "sel=%00&at=2026-99-99&layers="):
        page = open_page(reading, f"MAP?{broken}")
        expect(page.locator("[id^=card-]")).to_have_count(10)
        expect(page.locator(".react-flow__edges path[data-layer=reporting]")).to_have_count(8)
        expect(page.locator("[data-selected]")).to_have_count(0)
        expect(page.get_by_text("The past cannot be changed")).to_have_count(0)
    # What is no id, or cannot even be decoded, names nothing.
    for nothing in ("MAP?o=opportunity_00000000000000000000000000000000", "/a/%E0%A4%A/map"):
        page = open_page(reading, nothing)
        expect(page.get_by_role("heading", level=2)).to_have_text("Nothing to see here")


def test_a_map_of_one_and_what_is_pasted_at_length(writing: Server, open_page: Open):
    page = open_page(writing, "/")
    page.get_by_role("button", name="New account").click()
    page.get_by_role("dialog").get_by_label(re.compile("^Name")).fill("Quill & Co")
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_text("Nobody is in this map yet")).to_be_visible()
    page.get_by_role("link", name="What if").click()
    page.get_by_role("button", name="Show all", exact=True).click()
    page.get_by_role("link", name="Map", exact=True).click()
    page.get_by_role("main").get_by_role("button", name="Add person").click()
    page.get_by_role("dialog").get_by_label(re.compile("^Name")).focus()
    page.keyboard.insert_text("很长的名字" * 2_000)
    page.get_by_role("dialog").get_by_role("button", name="Add").click()
    one = page.locator("[id^=card-]")
    expect(one).to_have_count(1)
    expect(one.locator("b")).to_have_text("很长的名字" * 40)
    box = one.bounding_box()
    assert box
    assert box["width"] < 216 * 1.2
    page.get_by_label("What makes you think so?").focus()
    page.keyboard.insert_text("<b>because</b> " * 700)
    expect(page.get_by_text("Say first how they stand")).to_be_visible()
    page.get_by_role("complementary").get_by_role("button", name="Supporter", exact=True).click()
    page.get_by_role("button", name="Keep as evidence").click()
    expect(page.locator("q", has_text="<b>because</b>")).to_be_visible()


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Two hundred people in one map: the address of its database."""
    from bench.worlds import admin_of, map_of_people
    from graph.sqlite import open_sqlite

    path = tmp_path_factory.mktemp("many") / "rapport.db"

    async def make() -> None:
        store = await open_sqlite(path)
        await map_of_people(await admin_of(store), 200, "Firm of many", span=7)
        await store.close()

    aside(make)
    return f"sqlite:///{path}"


def test_a_large_map_is_painted_from_afar_and_read_close_by(many: str, tmp_path: Path, open_page: Open):
    with Server(tmp_path, {"store_url": many}) as server:
        await_ready(server.url)
        page = open_page(server, "/")
        page.locator("tbody tr").first.get_by_role("link").first.click()
        expect(page.locator("canvas[data-painted]")).to_be_visible()
        expect(page.locator("[id^=card-]")).to_have_count(0)
        _click_someone(page)
        chosen = page.locator("[id^=card-][data-selected]")
        expect(chosen).to_have_count(1)
        name = chosen.locator("b").inner_text()
        expect(page.get_by_role("complementary").get_by_role("heading", name=name)).to_be_visible()
        page.keyboard.press("x")
        expect(chosen).to_have_attribute("data-support", "OPPONENT")
        page.keyboard.press("ArrowRight")
        expect(chosen.locator("b")).not_to_have_text(name)
        page.reload()
        expect(page.locator("[id^=card-]").nth(5)).to_be_visible()
        expect(chosen).to_be_in_viewport()
        page.get_by_role("button", name="Show all", exact=True).click()
        expect(page.locator("[id^=card-]")).to_have_count(1)
        page.close()


def _click_someone(page: Page) -> None:
    """Click on the first card that is painted."""
    x, y = page.evaluate(
        """() => { const canvas = document.querySelector("canvas[data-painted]"), box = canvas.getBoundingClientRect();
          const { data, width } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          const filled = (x, y) => data[(y * width + x) * 4 + 3] === 255;
          for (let y = 150; y < canvas.height - 100; y += 2) for (let x = 200; x < width - 250; x += 2)
            if ([0, 2, 4, 6].every(d => filled(x + d, y) && filled(x + d, y + 3)))
              return [box.x + x + 3, box.y + y + 1];
        }"""
    )
    page.mouse.click(x, y)
